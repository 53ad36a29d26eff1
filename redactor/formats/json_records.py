"""Records alike: objects of JSON that differ in nothing but their values are read in one step each.

Most large files of JSON are one object after the other with the same keys in the same order. Of
one that was scanned token by token a pattern is made, its text with the values left open; what
this matches has the same tokens in the same places, so its values are cells of the same columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    # By record and group, beginning and end; by record and key.
    Spans = npt.NDArray[np.int64]
    Places = npt.NDArray[np.int64]
    # A node of the scanner and a key: where a record stands, or a value in it.
    Where = tuple[Any, str]

# A string or a bare word, as the scanner tells them.
_VALUE = r"""("(?:[^"\\\n]|\\[^\n])*+"|'(?:[^'\\\n]|\\[^\n])*+'|[^\s{}\[\],():"']++)"""
# Longer records, and those with more values, are scanned.
_LONGEST = 64 << 10
_MOST_VALUES = 400
# Patterns kept, and how many may be made: in a file whose records are all different none helps.
_MOST_KEPT = 8
_MOST_MADE = 200


@dataclass(slots=True, repr=False)
class Sketch:
    """One record while it is scanned: where its keys and values stand, and whose they are."""

    start: int
    where: Where
    keys: list[tuple[int, int, str]] = field(default_factory=list)
    values: list[tuple[int, int, Any, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class Likeness:
    """What records alike have: where they stand, and the columns of their values, in order.

    keys    their texts.
    places  of each key, the value before it (0: the record's beginning), and how far behind that
            one's end it begins and ends.
    """

    match: Callable[[str, int], re.Match[str] | None]
    where: Where
    columns: tuple[Where, ...]
    keys: tuple[str, ...]
    places: tuple[tuple[int, int, int], ...]

    def key_spans(self, spans: Spans) -> tuple[Places, Places]:
        """Return where the keys of records begin and end, record by record.

        `spans` are those of the matches and, in them, of their groups.
        """
        ends = spans[:, :, 1].copy()
        ends[:, 0] = spans[:, 0, 0]
        before, starts, stops = np.array(self.places, np.int64).T
        return ends[:, before] + starts, ends[:, before] + stops


class Likenesses:
    """The latest ones of a file, the last one that matched first."""

    def __init__(self) -> None:
        """Start with none."""
        self._known: list[Likeness] = []
        self._made = 0

    def find(self, text: str, start: int, where: Where) -> tuple[Likeness, re.Match[str]] | None:
        """Return the likeness that a record has, and its match."""
        for place, likeness in enumerate(self._known):
            match = likeness.match(text, start) if likeness.where == where else None
            if match is not None:
                if place:
                    self._known.insert(0, self._known.pop(place))
                return likeness, match
        return None

    def sketch(self, start: int, where: Where) -> Sketch | None:
        """Return what a record is to be noted in, None if enough were."""
        return Sketch(start, where) if self._made < _MOST_MADE else None

    def learn(self, sketch: Sketch, text: str, end: int) -> None:
        """Make a likeness of a record that was scanned, unless it is no good example."""
        columns = tuple((node, key) for _, _, node, key in sketch.values)
        if (
            not columns
            or not sketch.keys
            or end - sketch.start > _LONGEST
            or len(columns) > _MOST_VALUES
            or len(set(columns)) < len(columns)
        ):
            return
        self._made += 1
        written: list[str] = []
        ends = [sketch.start]
        for start, stop, _, _ in sketch.values:
            written += (re.escape(text[ends[-1] : start]), _VALUE)
            ends.append(stop)
        written.append(re.escape(text[ends[-1] : end]))
        places = []
        for start, stop, _ in sketch.keys:
            before = bisect_right(ends, start) - 1
            places.append((before, start - ends[before], stop - ends[before]))
        likeness = Likeness(
            re.compile("".join(written)).match,
            sketch.where,
            columns,
            tuple(key for *_, key in sketch.keys),
            tuple(places),
        )
        self._known = [likeness, *self._known[: _MOST_KEPT - 1]]
