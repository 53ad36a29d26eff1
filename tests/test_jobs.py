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
from redactor.policy import Policy

if TYPE_CHECKING:
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
    monkeypatch.setattr(delimited, "read", lambda source: read(source, batch_bytes=1_000))
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


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_processes_and_leaves_nothing(number: int, tmp_path: Path) -> None:
    with (tmp_path / "leak.csv").open("w") as file:
        file.write("cnic,name\n")
        for n in range(300_000):
            file.write(f"35202-{1000000 + 7 * n}-{n % 10},BASHIR{chr(65 + n % 26)} KHATTAK\n")
    run = subprocess.Popen(
        [sys.executable, "-m", "redactor", "redact", "leak.csv", "--out", "out", "--jobs", "2"],
        cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        # One child keeps track of what processes share; the workers are the other two.
        while len(children_of(run.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(2)
        started = time.monotonic()
        run.send_signal(number)
        _, errors = run.communicate(timeout=30)
        # 2 s on a machine of one's own, but for the seconds in which the scan is compiled, which
        # Python can't interrupt; more is allowed to a machine that runs other tests beside.
        assert time.monotonic() - started < 30
        assert run.returncode == 1, errors
        assert b"Traceback" not in errors
        assert not (tmp_path / "out").exists()
        while group_of(run.pid) and time.monotonic() < started + 60:
            time.sleep(0.1)
        assert not group_of(run.pid), "a process is left"
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()


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
