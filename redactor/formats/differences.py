"""Differences: how many line ends and delimiters a copy has more or less than its original.

Redaction and what is cut out of a text change them, and only so. A container tells at the end of a
member that it is left out after all: what was noted of it is forgotten then.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True)
class Differences:
    """Takes in the differences of members one behind the other, by their places.

    `total` has those of all members that are finished; of the member under way, and of those that
    hold it, each has a counter of its own.
    """

    total: Counter[str]
    _under_way: list[Counter[str]] = field(default_factory=list)
    _place: tuple[int, ...] = ()

    def note(self, place: tuple[int, ...], counts: Mapping[str, int]) -> None:
        """Take in differences of the member at a place; () is the file itself."""
        self._go_to(place)
        self._counts(len(place)).update(counts)

    def forget(self, place: tuple[int, ...]) -> None:
        """Forget what was noted of the member at a place, and of all in it."""
        if self._place[: len(place)] == place:
            del self._under_way[len(place) - 1 :]
            self._place = place[:-1]

    def finish(self) -> None:
        """Take what is under way as finished."""
        self._go_to(())

    def _counts(self, depth: int) -> Counter[str]:
        return self._under_way[depth - 1] if depth else self.total

    def _go_to(self, place: tuple[int, ...]) -> None:
        if place == self._place:
            return
        common = 0
        for one, other in zip(place, self._place, strict=False):
            if one != other:
                break
            common += 1
        while len(self._under_way) > common:
            finished = self._under_way.pop()
            self._counts(len(self._under_way)).update(finished)
        self._under_way += [Counter() for _ in range(len(place) - common)]
        self._place = place
