"""Batch and Finding: the two types that everything speaks.

A file, whatever its format, is read as a stream of batches: columns of text cells. A finding is
a place in one cell and an entity, never the text that stands there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a cell and what is there.

    `start` and `end` are offsets in characters of the original text (`end` exclusive), `score` is
    0 to 1 as in Presidio, `origin` says what decided: "pattern", "context" or "column".
    """

    start: int
    end: int
    entity: str
    score: float
    origin: str = "pattern"


HEADINGS = "\0headings"
"""What the `table` of a batch ends in whose cells are what columns are called."""


@dataclass(frozen=True, slots=True)
class Column:
    """A run of cells under one name.

    `name` is the header as it stood in the source (used as context, never written out), or None
    where cells have no column: a preamble, a header row, a ragged row's overflow, plain text.
    `cells` is a String series; null means that the row has no such cell, "" that it is empty.
    """

    name: str | None
    cells: pl.Series


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A part of the input that was not understood and is not in the output: where, and why.

    `marks` are the line ends and delimiters in it, where it was cut out of text: the copy has so
    many fewer.
    """

    where: str
    reason: str
    marks: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of the input that is left out of every copy: its kind ("image"), and how many."""

    kind: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Columns of equal length, and what only their own writer needs to put them back.

    `frame` belongs to the format that read the batch; nothing else looks into it. `first_row`
    counts records from 1 within the file, for messages and reports. `table` names the SQL table,
    sheet or collection that the columns belong to, None where a file holds but one.
    """

    columns: tuple[Column, ...]
    frame: object = None
    first_row: int = 1
    quarantined: tuple[Quarantined, ...] = ()
    table: str | None = None
    dropped: tuple[Dropped, ...] = ()

    @property
    def rows(self) -> int:
        """Records in this batch."""
        return len(self.columns[0].cells) if self.columns else 0

    @property
    def cells(self) -> int:
        """Cells in this batch, less those that a row does not have."""
        return sum(len(column.cells) - column.cells.null_count() for column in self.columns)

    def with_cells(self, cells: list[pl.Series]) -> Batch:
        """Return the same batch with other cells in the same places."""
        columns = tuple(
            Column(column.name, new) for column, new in zip(self.columns, cells, strict=True)
        )
        return replace(self, columns=columns)
