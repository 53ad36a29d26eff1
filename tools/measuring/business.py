"""Business numbers: random digits that identify nobody, in tables and in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heldout.harmless import without_label

from measuring.case import ENGLISH, ROMAN, URDU, Case, Group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

WIDTHS = (11, 13, 14, 15, 16)
SENTENCE_WIDTHS = (7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
NEUTRAL_HEADERS = ("Column{n}", "F{n}", "VALUE_{n}", "attr{n}", "Unnamed: {n}", "data {n}")


def number(chance: Random, width: int) -> str:
    """Return a number of so many digits that does not begin with 0."""
    return str(chance.randrange(10 ** (width - 1), 10**width))


def tables(chance: Random, rows: int) -> Iterator[tuple[int, Group]]:
    """Yield a column of each width under a neutral header, with the width."""
    for width in WIDTHS:
        header = chance.choice(NEUTRAL_HEADERS).format(n=width)
        cells = tuple(
            Case(number(chance, width), "table", f"{width} digits", header) for _ in range(rows)
        )
        yield width, Group(header, cells)


def sentences(chance: Random, count: int) -> Iterator[tuple[int, Group]]:
    """Yield sentences without a label, `count` of each width and language."""
    for width in SENTENCE_WIDTHS:
        for place in (ENGLISH, ROMAN, URDU):
            for _ in range(count):
                text = without_label(chance, number(chance, width), place)
                yield width, Group(None, (Case(text, place, f"{width} digits"),))
