"""Hostile archives and mail: gone in bounded time and memory, the rest of the folder done."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import struct
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from redactor import formats
from redactor.batch import Batch
from redactor.errors import QuarantineError
from redactor.formats import delimited, mail, members, sandbox, time_limit
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

HEAD = b"From: a@x.pk\nTo: b@x.pk\nSubject: s\nMessage-ID: <1@x.pk>\nMIME-Version: 1.0\n"
LIMITS = sandbox.Limits(memory=300 << 20, wait=1.5)
GOOD = b"name,item\nAli Khan,cement\nZara Gul,steel\n"


def backwards() -> bytes:
    """Return a tar archive whose first member has a negative size: its next is itself."""
    header = bytearray(tarfile.TarInfo("a.csv").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" + (-1024).to_bytes(11, "big", signed=True)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(10_240)


def long_header() -> bytes:
    """Return a packed tar archive with one extended header of 200 MiB."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 200 << 20
    sink = io.BytesIO()
    with gzip.GzipFile(fileobj=sink, mode="wb", compresslevel=1) as packed:
        packed.write(info.tobuf(tarfile.GNU_FORMAT))
        for _ in range(200):
            packed.write(bytes(1 << 20))
    return sink.getvalue()


def long_list() -> bytes:
    """Return a zip archive that lists 250,000 members and holds none."""
    count = 250_000
    entry = struct.pack("<4sHHHHHHLLLHHHHHLL", b"PK\1\2", 20, 20, *[0] * 7, 1, *[0] * 6) + b"a"
    size = count * len(entry)
    zip64 = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, 4)
    where = struct.pack("<4sLQL", b"PK\6\7", 0, size + 4, 1)
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    return b"PK\3\4" + entry * count + zip64 + where + end


def wide_window() -> bytes:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 29}]
    return lzma.compress(GOOD, filters=filters)


def many_words() -> bytes:
    """Return a letter whose type has 300,000 parameters; Python's email needs their square."""
    return HEAD + b"Content-Type: multipart/mixed" + b"; a" * 300_000 + b"; boundary=b\n\n--b\n\nx\n"


def many_parts() -> bytes:
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\n" * 800_000


HOSTILE: dict[str, Callable[[], bytes]] = {
    "backwards.tar": backwards,
    "header.tgz": long_header,
    "list.zip": long_list,
    "window.xz": wide_window,
    "words.eml": many_words,
    "parts.eml": many_parts,
}


@pytest.fixture
def _limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "LIMITS", LIMITS)
    monkeypatch.setattr(mail, "LIMITS", LIMITS)


def run(folder: Path, out: Path) -> tuple[int, list[str]]:
    """Redact a folder; return the exit code and what is in the copy."""
    report = Pipeline(Policy.load("study"), Key.generate()).run([folder], out)
    return report.exit_code, sorted(path.name for path in out.rglob("*"))


@pytest.mark.usefixtures("_limited")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of memory")
def test_hostile_files_cost_the_folder_nothing_but_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    left = tmp_path / "tmp"
    left.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(left))
    for name, make in HOSTILE.items():
        (folder / name).write_bytes(make())
    (folder / "good.csv").write_bytes(GOOD)
    started = time.monotonic()
    code, found = run(folder, tmp_path / "out")
    assert code == 4
    assert found == ["good.csv", "report.html", "report.json"]
    assert not list(left.iterdir())
    assert time.monotonic() - started < 120


def spinning(source: Source, *, batch_bytes: int = 0) -> Iterator[Batch]:
    while source:
        pass
    yield from ()


@pytest.mark.skipif(not hasattr(time_limit.signal, "setitimer"), reason="Windows has no such timer")
def test_a_reader_that_never_comes_back_loses_its_file_and_not_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    monkeypatch.setattr(delimited, "read", spinning)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.csv").write_bytes(GOOD)
    (folder / "good.txt").write_bytes(b"item one\nitem two\n")
    assert run(folder, tmp_path / "out") == (4, ["good.txt", "report.html", "report.json"])


@pytest.mark.skipif(not hasattr(time_limit.signal, "setitimer"), reason="Windows has no such timer")
def test_time_between_two_batches_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "SECONDS", 0.1)
    for _ in time_limit.progressing(range(2)):
        started = time.process_time()
        while time.process_time() - started < 0.3:
            pass


def test_a_list_of_members_is_not_read_whole_to_tell_what_an_archive_is() -> None:
    source = Source.from_bytes(long_list()[:-22] + bytes(8 << 20) + long_list()[-22:], "x.zip")
    assert formats.recognise(source).NAME == "zip archive"


@pytest.mark.parametrize(("module", "name"), [(mail, "x.eml"), (members, "x.tgz")])
def test_what_a_child_makes_up_is_not_believed(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that was taken over can't put words of its own where nothing searches them."""
    cnic = "35202-1234567-1"
    part = {"part": 1, "kind": "text/plain", "disposition": "inline", "name": "", "charset": None}
    forged: list[list[object]] = [
        [["", [], 0, {"part": 1, "left_out": cnic}], True],
        [["", [[cnic, "text", "x", True]], 0, part], b"x", True],
        [["", [], 0, {**part, "kind": cnic}], b"x", True],
        [["", [], 0, {**part, "disposition": cnic}], b"x", True],
        [["a.csv", cnic, None]],
    ]
    data = HEAD + b"\nx\n" if module is mail else gzip.compress(GOOD)
    for records in forged:
        monkeypatch.setattr(sandbox, "stream", lambda *_, r=records, **__: iter(r))
        source = Source.from_bytes(data, name)
        sink = io.BytesIO()
        found = formats.recognise(source)
        said = ""
        try:
            batches = list(found.read(source))
            said = str([batch.quarantined for batch in batches])
            found.write(iter(batches), sink)
        except (QuarantineError, TypeError, ValueError, KeyError) as error:
            said += str(error) if isinstance(error, QuarantineError) else ""
        assert cnic not in said
        assert cnic.encode() not in sink.getvalue()
