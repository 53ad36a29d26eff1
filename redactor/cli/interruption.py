"""Ctrl-C and SIGTERM: the run ends soon, by an exception, so that everything is cleaned up.

Python drops an exception that a signal handler raises inside a finaliser or a callback from C
("Exception ignored in …"), and with it the wish to stop. So it is raised again until it arrives.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AGAIN_SECONDS = 0.2


class Interrupted(BaseException):
    """The run was told to stop. Like KeyboardInterrupt, no `except Exception` catches it."""


def _stop(number: int, frame: object) -> None:
    del number, frame
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
    if not _is_unwinding():
        raise Interrupted


def _is_unwinding() -> bool:
    """Say whether a first Interrupted is on its way up: clean-up is not to be interrupted."""
    error = sys.exc_info()[1]
    while error is not None:
        if isinstance(error, Interrupted):
            return True
        error = error.__context__
    return False


@contextmanager
def interruptible() -> Iterator[None]:
    """Turn SIGINT and SIGTERM into Interrupted while the block runs (in the main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGALRM")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [signal.signal(number, _stop) for number in numbers]
    try:
        yield
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
