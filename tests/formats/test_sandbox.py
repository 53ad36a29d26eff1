"""A hostile container can exhaust, hang or take over its parser: the run must not notice."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from redactor.errors import QuarantineError
from redactor.formats import fork_server, sandbox
from redactor.formats.source import Source

HERE = "test_sandbox"


def lines(source: Source, upper: bool = False) -> Iterator[str]:
    with source.open() as stream:
        for line in stream:
            text = line.decode().rstrip("\n")
            yield text.upper() if upper else text


def exhaust(source: Source) -> Iterator[int]:
    yield len(bytearray(8 << 30))


def hang(source: Source) -> Iterator[int]:
    time.sleep(60)
    yield 1


def burn(source: Source) -> Iterator[int]:
    while True:
        pass
    yield 1


def fail(source: Source) -> Iterator[int]:
    yield 1
    raise ValueError(source.head(100).decode())


def die(source: Source) -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), 9)


def connect(source: Source) -> Iterator[str]:
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except Exception as error:
        yield type(error).__name__


def spawn(source: Source) -> Iterator[str]:
    try:
        subprocess.run(["/bin/true"], check=False)
    except Exception as error:
        yield type(error).__name__


def private_file(source: Source) -> Iterator[list[str]]:
    os.write(1, b"a library's noise on standard output\n")
    path = Path(tempfile.mkdtemp()) / "x"
    path.write_text("x")
    yield [str(path), oct(path.stat().st_mode & 0o777)]


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def run(name: str, source: Source, **options: object) -> list[object]:
    return list(sandbox.stream(f"{HERE}:{name}", source, **options))


def test_values_come_back_from_a_file_and_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "-rf [1].bin"
    path.write_bytes("علی\nb\n".encode())
    assert run("lines", Source.from_path(path)) == ["علی", "b"]
    data = b"x" * 300_000 + b"\ny"
    found = run("lines", Source.from_bytes(data), options={"upper": True})
    assert found == ["X" * 300_000, "Y"]


@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("exhaust", sandbox.Limits(memory=1 << 30), "memory"),
        ("hang", sandbox.Limits(wait=1.5), "longer"),
        ("burn", sandbox.Limits(seconds=1), "limits"),
        ("fail", sandbox.DEFAULT, "ValueError"),
        ("die", sandbox.DEFAULT, "crashed"),
    ],
)
def test_whatever_the_child_does_the_file_is_quarantined_without_a_value(
    name: str, limits: sandbox.Limits, reason: str
) -> None:
    source = Source.from_bytes(b"35202-7654321-9", "35202-7654321-9.xlsx")
    with pytest.raises(QuarantineError, match=reason) as raised:
        run(name, source, limits=limits, kind="a workbook")
    assert "a workbook" in str(raised.value)
    assert "7654321" not in str(raised.value)


def test_the_child_reaches_no_network_and_no_program() -> None:
    assert run("connect", Source.from_bytes(b"")) == ["PermissionError"]
    assert run("spawn", Source.from_bytes(b"")) == ["PermissionError"]


def test_what_the_child_leaves_on_disk_is_private_and_gone() -> None:
    ((path, mode),) = run("private_file", Source.from_bytes(b""))
    assert mode == "0o600"
    assert not Path(path).exists()
    assert "redactor-" in path


def test_a_reader_that_is_abandoned_leaves_no_process() -> None:
    stream = sandbox.stream(f"{HERE}:lines", Source.from_bytes(b"a\nb\n" * 100_000))
    next(stream)
    stream.close()


def numbers(source: Source) -> Iterator[int | bytes]:
    yield os.getpid()
    yield b"\n.\nb3\n\0" * 9_999  # more than a pipe's writer holds back
    time.sleep(float(source.name or 0))


def test_bytes_come_back_as_they_are() -> None:
    assert run("numbers", Source.from_bytes(b""))[1] == b"\n.\nb3\n\0" * 9_999


def test_a_source_that_breaks_off_is_not_taken_for_its_whole() -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError

    source = Source("x", stream=lambda: io.BufferedReader(Broken()))
    with pytest.raises(QuarantineError, match="cut off"):
        run("lines", source, is_streamed=True)


@pytest.mark.skipif(not fork_server.IS_THERE, reason="Windows starts each child anew")
def test_without_a_fork_server_children_start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("lines", Source.from_bytes(b"a\n")) == ["a"]
    monkeypatch.setattr(fork_server, "IS_THERE", False)
    assert run("lines", Source.from_bytes(b"a\n")) == ["a"]


@pytest.mark.skipif(not fork_server.IS_THERE, reason="Windows starts each child anew")
def test_a_fork_server_that_was_killed_is_replaced() -> None:
    assert run("lines", Source.from_bytes(b"a\n")) == ["a"]
    assert fork_server._server is not None
    fork_server._server.process.kill()
    fork_server._server.process.wait()
    assert run("lines", Source.from_bytes(b"a\n")) == ["a"]


ENDED = """
import os, sys
from redactor.formats import fork_server, sandbox
from redactor.formats.source import Source
sys.path.insert(0, sys.argv[1])
values = sandbox.stream("test_sandbox:numbers", Source.from_bytes(b"", "60"))
print(next(values), fork_server._server.process.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(not fork_server.IS_THERE, reason="Windows starts each child anew")
def test_no_process_outlives_a_run_that_is_killed() -> None:
    command = [sys.executable, "-c", ENDED, str(Path(__file__).parent)]
    killed = subprocess.run(command, capture_output=True, check=False, text=True)
    left = [int(word) for word in killed.stdout.split()]
    assert len(left) == 2
    deadline = time.monotonic() + 20
    while any(map(is_running, left)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, left))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # Where nobody reaps orphans (a container), what has ended stays as a zombie.
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
