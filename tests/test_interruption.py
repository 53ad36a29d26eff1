"""A run that was told to stop stops, wherever the signal finds it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from redactor.cli.interruption import Interrupted, interruptible


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
