"""Literals: rows whose cells stand between characters that are no one's data.

A chat line, a contact's property or a mail header is some fixed characters (brackets, dashes, the
name of a property) with cells between them. A row here is its cells, one to a column at most, and
the literals before, between and behind them, so that it is put back as it stood.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from redactor.batch import Batch, Column, Quarantined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.formats.encoding import Encoding

# The literals of a row: one before each column's place, one behind the last.
Literals = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """The frame: `mark` stands before the first row, `literals` around each row's cells."""

    encoding: Encoding
    mark: bytes
    literals: tuple[Literals, ...]


@dataclass(slots=True)
class Rows:
    """Rows on their way into a batch. `names` are the columns' headers."""

    names: Sequence[str | None]
    columns: list[list[str | None]] = field(init=False, repr=False)
    literals: list[Literals] = field(default_factory=list, repr=False)
    quarantined: list[Quarantined] = field(default_factory=list)
    size: int = 0
    _known: dict[Literals, Literals] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Start with no row."""
        self.columns = [[] for _ in self.names]

    def add(self, cells: Sequence[str | None], literals: Literals) -> None:
        """Add a row: a cell or None for each column, and one literal more than columns."""
        for column, cell in zip(self.columns, cells, strict=True):
            column.append(cell)
            self.size += len(cell or "")
        self.literals.append(self._known.setdefault(literals, literals))

    def batch(self, encoding: Encoding, mark: bytes, first_row: int) -> Batch:
        """Return the rows as a batch."""
        columns = tuple(
            Column(name, pl.Series(cells, dtype=pl.String))
            for name, cells in zip(self.names, self.columns, strict=True)
        )
        frame = Literal(encoding, mark, tuple(self.literals))
        return Batch(columns, frame, first_row, tuple(self.quarantined))


def text_of(batch: Batch, frame: Literal) -> str:
    """Return the rows of a batch with the literals around their cells."""
    rows = zip(*(column.cells.to_list() for column in batch.columns), strict=True)
    parts: list[str] = []
    for cells, literals in zip(rows, frame.literals, strict=True):
        for literal, cell in zip(literals, cells, strict=False):
            parts.append(literal)
            if cell:
                parts.append(cell)
        parts.append(literals[-1])
    return "".join(parts)


def encoded(batch: Batch) -> bytes:
    """Return the bytes of a batch of rows. Raises InputError as `Encoding.encode`."""
    frame = batch.frame
    if not isinstance(frame, Literal):
        raise TypeError("not a batch of rows with literals")
    return frame.mark + frame.encoding.encode(text_of(batch, frame))
