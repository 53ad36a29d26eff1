"""Which patterns can match in which cell: one superset scan, so that most are never tried.

Hyperscan is given the superset of each pattern (see `superset`). What can't be derived or compiled
is always tried. Without the hyperscan wheel every pattern is tried on every cell: slower, same
findings.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from redactor.detection.superset import superset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

try:
    import hyperscan
except ImportError:  # no wheel for this machine
    hyperscan = None  # type: ignore[assignment]

# A database for each pattern that has one, in bytes.
Compiled = list[bytes | None]

# Cells, and characters, from which on compiling pays: a pattern costs as much as a thousand cells.
_WORTH_COMPILING = 1_500
_LONG = 100_000


class Prefilter:
    """The supersets of some patterns, compiled once it pays."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Take the patterns; nothing is derived yet."""
        self._patterns = patterns
        self._unscanned_cells = 0
        self._unscanned_characters = 0
        # Which patterns are always tried, and the databases of the others, one each: Hyperscan
        # takes three times as long to compile them together, and is hardly quicker then. Both
        # change at once, so that no other thread sees a pattern in neither.
        self._ready: tuple[list[int], list[tuple[int, Any]]] = (list(range(len(patterns))), [])
        self._scratches = threading.local()
        self._lock = threading.Lock()
        self._is_given_up = threading.Event()
        self.is_ready = hyperscan is None

    def make_ready(self, compiled: Compiled | None = None) -> None:
        """Derive and compile the supersets: three seconds of one core for 150 patterns.

        `compiled` are those that another process of this machine has made of the same patterns.
        """
        with self._lock:
            if self.is_ready:
                return
            self._is_given_up.clear()
            if compiled is None:
                # Hyperscan lets other threads run while it compiles.
                with ThreadPoolExecutor(os.cpu_count()) as threads:
                    databases = list(threads.map(self._compiled, self._patterns))
                if self._is_given_up.is_set():
                    return
            else:
                databases = [
                    part and hyperscan.loadb(part, hyperscan.HS_MODE_BLOCK)
                    for part in compiled
                ]
            self._ready = (
                [place for place, database in enumerate(databases) if database is None],
                [pair for pair in enumerate(databases) if pair[1] is not None],
            )
            self.is_ready = True

    def give_up(self) -> None:
        """Let another thread that is in `make_ready` end soon: every pattern stays to be tried."""
        self._is_given_up.set()

    def _compiled(self, pattern: str) -> Any:
        return None if self._is_given_up.is_set() else _compiled(superset(pattern))

    def compiled(self) -> Compiled | None:
        """Return the databases in bytes, by pattern, for processes that this one starts."""
        if hyperscan is None or not self.is_ready:
            return None
        databases = dict(self._ready[1])
        return [
            hyperscan.dumpb(databases[place]) if place in databases else None
            for place in range(len(self._patterns))
        ]

    def candidates(self, cells: Sequence[str]) -> dict[int, Sequence[int]]:
        """Return, for each pattern that can match somewhere, the cells to try it in, in order.

        Cells are folded: they hold no NUL.
        """
        if not self.is_ready and self._is_worth(cells):
            self.make_ready()
        always, databases = self._ready
        found: dict[int, Sequence[int]] = dict.fromkeys(always, range(len(cells)))
        if not databases:
            return found
        pieces = [cell.encode() for cell in cells]
        text = b"\0%b\0" % b"\0".join(pieces)
        # A cell's last byte is before its border, the NUL behind it. A match ends in its cell, or
        # with the border where the superset asks for the character behind.
        borders = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)) + 1)
        scratches = self._own_scratches(databases)
        for (place, database), scratch in zip(databases, scratches, strict=True):
            ends: list[int] = []
            database.scan(text, match_event_handler=_noting(ends), scratch=scratch)
            if ends:
                at = np.sort(np.searchsorted(borders, np.array(ends, np.int64) - 1))
                found[place] = at[np.diff(at, prepend=-1) > 0].tolist()
        return found

    def _is_worth(self, cells: Sequence[str]) -> bool:
        self._unscanned_cells += len(cells)
        self._unscanned_characters += sum(map(len, cells))
        return self._unscanned_cells >= _WORTH_COMPILING or self._unscanned_characters >= _LONG

    def _own_scratches(self, databases: list[tuple[int, Any]]) -> list[Any]:
        """Return this thread's work space for each database: two threads can't share one."""
        own: list[Any] | None = getattr(self._scratches, "own", None)
        if own is None:
            own = [hyperscan.Scratch(database) for _, database in databases]
            self._scratches.own = own
        return own


def _noting(ends: list[int]) -> Callable[[int, int, int, int, object], None]:
    """Return what Hyperscan calls for each match, to note where it ends."""
    append = ends.append

    def note(identifier: int, start: int, end: int, flags: int, context: object) -> None:
        append(end)

    return note


@lru_cache(maxsize=4)
def prefilter(patterns: tuple[str, ...]) -> Prefilter:
    """Return the prefilter of some patterns, compiled once a process."""
    return Prefilter(patterns)


def _compiled(pattern: str | None) -> Any:
    """Return a Hyperscan database of a superset, None if there is none or it can't be made."""
    if pattern is None:
        return None
    database = hyperscan.Database()
    try:
        database.compile(
            expressions=[pattern.encode()],
            ids=[0],
            elements=1,
            flags=[hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL],
        )
    except hyperscan.error:
        return None
    return database
