"""Several processes: the same copy, in order; a worker that dies costs nothing or stops the run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from redactor import runner
from redactor.errors import DetectionError
from redactor.formats import delimited
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.planning import roughly
from redactor.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = Key.from_bytes(bytes(range(32)))
STUDY = Policy.load("study")
TABLE = "cnic,name\n" + "".join(
    f"35202-{1000000 + 7919 * n}-{n % 10},BASHIR{chr(65 + n % 26)} KHATTAK\n" for n in range(300)
)


@pytest.fixture
def leak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(runner, "WORTH_PROCESSES", 1)
    read = delimited.read
    monkeypatch.setattr(delimited, "read", lambda source, **options: read(source, batch_bytes=1_000, **options))
    (tmp_path / "leak.csv").write_text(TABLE)
    return tmp_path / "leak.csv"


def kill_after(monkeypatch: pytest.MonkeyPatch, blocks: set[int]) -> None:
    """Kill a worker of the pool when the given blocks of cells are handed to it."""
    submit = ProcessPoolExecutor.submit
    sent = 0

    def submitted(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal sent
        sent += 1
        future = submit(self, *args, **kwargs)
        if sent in blocks:
            with contextlib.suppress(ProcessLookupError):  # it may have died by itself by then
                os.kill(next(iter(self._processes)), signal.SIGKILL)
        return future

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submitted)


def test_a_worker_that_dies_is_told_and_changes_nothing(
    leak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Pipeline(STUDY, KEY).run([leak], tmp_path / "one")
    kill_after(monkeypatch, {6})
    told: list[str] = []
    Pipeline(STUDY, KEY, jobs=2, notice=told.append).run([leak], tmp_path / "two")
    assert len(told) == 1
    assert "worker process died" in told[0]
    one, two = (tmp_path / name / "leak.csv" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_worker_that_dies_again_stops_the_run_and_leaves_nothing(
    leak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_after(monkeypatch, set(range(3, 1000)))
    with pytest.raises(DetectionError, match="died twice") as caught:
        Pipeline(STUDY, KEY, jobs=2).run([leak], tmp_path / "out")
    assert "KHATTAK" not in str(caught.value)
    assert not (tmp_path / "out").exists()


TABLES = {
    "quoted": ("cnic,name,address", '35202-{n:07d}-1,BASHIR {a} KHATTAK,"H# {n}, St 4, Mohalla {a}"'),
    "semicolons, CRLF": ("cnic;name;address", "35202-{n:07d}-1;BASHIR {a};Mohalla {a}\r"),
    "formulas": ("cnic,name,note", '35202-{n:07d}-1,BASHIR {a},"=HYPERLINK(""{n}"")"'),
    "a ragged row in ten": ("cnic,name,note", "35202-{n:07d}-1,BASHIR {a},{ragged}"),
    "no header": ("35202-1234567-1,BASHIR,x", "35202-{n:07d}-1,BASHIR {a},x"),
    "a header in ten": ("cnic,name,note", "{header}35202-{n:07d}-1,BASHIR {a},ok"),
    "business numbers": ("order,amount", "{n:013d},{n}"),
}


@pytest.mark.usefixtures("leak")
def test_rows_are_the_same_whichever_process_cuts_them(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for kind, (header, line) in TABLES.items():
        lines = [
            line.format(
                n=7919 * n + 1000000,
                a=chr(65 + n % 26),
                ragged="a,b" if n % 10 == 3 else "c",
                header="cnic,name,note\n" if n % 10 == 3 else "",
            )
            for n in range(400)
        ]
        end = "\r\n" if line.endswith("\r") else "\n"
        (folder / f"{kind}.csv").write_bytes("\n".join([header + end[:-1], *lines, ""]).encode())
    one = Pipeline(STUDY, KEY).run([folder], tmp_path / "one")
    two = Pipeline(STUDY, KEY, jobs=2).run([folder], tmp_path / "two")
    assert one.files == two.files
    for kind in TABLES:
        copies = [(tmp_path / name / f"{kind}.csv").read_bytes() for name in ("one", "two")]
        assert copies[0] == copies[1], kind
        assert b"BASHIR" not in copies[0], kind


def test_whether_processes_are_worth_it_is_seen_before_all_files_are(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.csv").write_bytes(b"x" * 5_000)
    (tmp_path / "in" / "nowhere").symlink_to(tmp_path / "gone")
    one, missing = tmp_path / "in" / "0.csv", tmp_path / "missing"
    assert roughly([one], 1 << 20) == 5_000
    assert roughly([tmp_path / "in", one, missing], 1 << 20) == 20_000
    assert 9_000 <= roughly([one, tmp_path / "in"], 9_000) <= 10_000


@contextlib.contextmanager
def running(folder: Path, rows: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start a run with two workers and wait until both are there."""
    with (folder / "leak.csv").open("w") as file:
        file.write("cnic,name\n")
        for n in range(rows):
            file.write(f"35202-{1000000 + 7 * n}-{n % 10},BASHIR{chr(65 + n % 26)} KHATTAK\n")
    run = subprocess.Popen(
        [sys.executable, "-m", "redactor", "redact", "leak.csv", "--out", "out", "--jobs", "2"],
        cwd=folder, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        # One child keeps track of what processes share; the workers are the other two.
        while len(children_of(run.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(children_of(run.pid)) >= 3, "the workers did not start"
        yield run
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


def are_gone(leader: int, seconds: float) -> bool:
    """Say whether no process of a run is left within some seconds."""
    deadline = time.monotonic() + seconds
    while group_of(leader) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not group_of(leader)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ps of Linux and macOS")
def test_no_process_outlives_a_run_that_the_system_killed(tmp_path: Path) -> None:
    with running(tmp_path, 200_000) as run:
        time.sleep(5)  # they are told of their parent once they have loaded Python
        run.kill()
        run.wait()
        assert are_gone(run.pid, 60), "a process that holds the key and cells is left"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_processes_and_leaves_nothing(number: int, tmp_path: Path) -> None:
    with running(tmp_path, 300_000) as run:
        time.sleep(2)
        started = time.monotonic()
        run.send_signal(number)
        _, errors = run.communicate(timeout=30)
        # 2 s on a machine of one's own; more is allowed to one that runs other tests beside.
        assert time.monotonic() - started < 30
        assert run.returncode == 1, errors
        assert b"Traceback" not in errors
        assert not (tmp_path / "out").exists()
        assert are_gone(run.pid, 60), "a process is left"


def listed(*columns: str) -> list[list[str]]:
    done = subprocess.run(
        ["ps", "-A", "-o", ",".join(f"{c}=" for c in columns)],  # noqa: S607 - Linux and macOS
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [line.split() for line in done.stdout.splitlines()]


def children_of(parent: int) -> list[int]:
    return [int(pid) for pid, above in listed("pid", "ppid") if int(above) == parent]


def group_of(leader: int) -> list[int]:
    """Return the processes that run; one that ended may wait to be taken note of (Z)."""
    return [int(pid) for pid, group, state in listed("pid", "pgid", "stat")
            if int(group) == leader and not state.startswith("Z")]  # fmt: skip
