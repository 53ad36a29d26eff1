"""Time limit: a reader that gives nothing for too long is stopped, and its file quarantined.

It holds for a file and for its copy, when that is read back.

Readers of text work in the main process, in Python's own code and in time that grows with the
input. Should a file be found on which one does not, this ends it: SECONDS of processor time, of
which a batch needs one or two. Only where a process can be told how much it used (not Windows),
and only in the main thread, which is where a run reads.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from redactor.errors import QuarantineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

SECONDS = 300.0
# Python drops an exception that a signal raises inside a finaliser: it is raised again.
_AGAIN = 5.0


class NoProgressError(QuarantineError):
    """Reading a file gave nothing for SECONDS of processor time."""


def progressing(items: Iterable[T]) -> Iterator[T]:
    """Yield the items. Raises NoProgressError when one of them takes too long to come."""
    iterator = iter(items)
    while True:
        with limited():
            try:
                item = next(iterator)
            except StopIteration:
                return
        yield item


@contextmanager
def limited() -> Iterator[None]:
    """Raise NoProgressError in the block when it has taken too long.

    Behind a block within another one, the time of the outer one starts anew.
    """
    if not _is_told():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        go_on()


def go_on() -> None:
    """Start the time of the block around anew, if there is one: it does not hang."""
    if _is_told() and signal.getsignal(signal.SIGVTALRM) is _stop:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)


def _is_told() -> bool:
    is_main = threading.current_thread() is threading.main_thread()
    return is_main and hasattr(signal, "setitimer")


def _stop(number: int, frame: object) -> None:
    del number, frame
    raise NoProgressError(
        f"reading it gave nothing for {SECONDS:.0f} seconds: a file that may be made to stop its "
        "reader. Nothing of it is in the copy; look at it and save what it holds as CSV or text"
    )
