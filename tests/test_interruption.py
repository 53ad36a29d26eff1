"""A run that was told to stop stops, wherever the signal finds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from redactor.cli.interruption import Interrupted, interruptible
from redactor.publishing import working_folder

if TYPE_CHECKING:
    from pathlib import Path

KILLED = """
import os, sys
from pathlib import Path
from redactor.publishing import working_folder
with working_folder(Path(sys.argv[1])) as folder:
    (folder / "0.part").write_text("x")
    os.kill(os.getpid(), 9)
"""


class Swallowing:
    """Ends its life while a signal arrives: Python drops what a finaliser raises."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):
            pass


def until_interrupted() -> None:
    with interruptible():
        del Swallowing().__dict__
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            pass


def interrupted_while_cleaning_up(cleaned: list[bool]) -> None:
    with interruptible():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.6)  # longer than the signal is raised again after
            cleaned.append(True)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no interval timer")
def test_a_signal_that_a_finaliser_swallows_still_ends_the_run() -> None:
    started = time.monotonic()
    with pytest.raises(Interrupted):
        until_interrupted()
    assert time.monotonic() - started < 5


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no interval timer")
def test_clean_up_is_not_interrupted_again() -> None:
    cleaned: list[bool] = []
    with pytest.raises(Interrupted):
        interrupted_while_cleaning_up(cleaned)
    assert cleaned == [True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_a_killed_run_left_is_deleted_by_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"
    subprocess.run([sys.executable, "-c", KILLED, str(out)], check=False)
    (left,) = out.iterdir()
    assert {path.name for path in left.iterdir()} == {"0.part", "lock"}
    with working_folder(out):
        assert not left.exists()


def test_a_run_that_goes_on_and_one_with_a_journal_keep_their_folders(tmp_path: Path) -> None:
    with working_folder(tmp_path) as first, working_folder(tmp_path) as second:
        assert first.exists()
        assert second.exists()
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    (left,) = tmp_path.iterdir()
    (left / "journal").touch()
    with working_folder(tmp_path):
        assert left.exists()
