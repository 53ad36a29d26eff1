"""Cells in which nothing was found, so that they are not searched again.

Short ones (dates, places, amounts) come again all through a file: the latest are kept. Long ones
are lines of text, which come again when the copy is read back: the first are kept, as keyed
digests of 128 bits, so that nobody can write two lines that are taken for one another.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from redactor.detection.columns import ColumnProfile

# Together some 35 MB.
_MOST_SHORT = 100_000
_MOST_LONG = 200_000
_SHORT = 40
_LONGEST = 4_096


class EmptyCells:
    """Remembers by profile of the column, since what is found depends on it."""

    def __init__(self) -> None:
        """Start with none."""
        self._short: dict[ColumnProfile, set[str]] = {}
        self._long: dict[ColumnProfile, set[bytes]] = {}
        self._shorts = self._longs = 0
        self._key = secrets.token_bytes(16)

    def are_new(self, cells: Sequence[str], profile: ColumnProfile) -> list[bool]:
        """Say of each cell whether it has to be searched."""
        short: Collection[str] = self._short.get(profile, ())
        long: Collection[bytes] = self._long.get(profile, ())
        return [
            cell not in short
            if len(cell) <= _SHORT
            else len(cell) > _LONGEST or not long or self._digest(cell) not in long
            for cell in cells
        ]

    def add(self, cells: Iterable[str], profile: ColumnProfile) -> None:
        """Remember cells in which nothing was found."""
        if self._shorts > _MOST_SHORT:
            self._short.clear()
            self._shorts = 0
        short = self._short.setdefault(profile, set())
        long = self._long.setdefault(profile, set())
        shorts, longs = len(short), len(long)
        for cell in cells:
            if len(cell) <= _SHORT:
                short.add(cell)
            elif len(cell) <= _LONGEST and self._longs + len(long) - longs < _MOST_LONG:
                long.add(self._digest(cell))
        self._shorts += len(short) - shorts
        self._longs += len(long) - longs

    def _digest(self, cell: str) -> bytes:
        text = cell.encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=16, key=self._key).digest()
