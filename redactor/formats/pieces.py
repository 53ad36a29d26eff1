"""Pieces: cells that stand somewhere in a text, and the text with some of them exchanged.

For formats whose text is mostly structure (SQL, JSON, markup). A chunk of text is read, the places
of its cells are noted, and the cells of one table go into one batch. The writer waits until all
batches of a chunk have come back, then writes the chunk with the changed cells in place; every
other character is the one that was read.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from redactor.batch import Batch, Column, Dropped, Quarantined

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator

    from redactor.formats.encoding import Encoding

    # Makes the raw text of a cell from its raw text before and its new value.
    Writer = Callable[[str, str], str]
    # Characters of the longest new value, by table and column name.
    Lengths = Counter[tuple[str | None, str | None]]


@dataclass(slots=True, repr=False)
class Chunk:
    """A part of a file's text, on its way through the pipeline.

    base      place of its first character in the file's text.
    mark      bytes before it (a byte order mark).
    batches   how many batches it was cut into; `seen` how many of them the writer has got.
    replaced  (start, end, new raw text), places within the chunk.
    """

    text: str
    base: int
    encoding: Encoding
    mark: bytes = b""
    batches: int = 0
    seen: int = 0
    replaced: list[tuple[int, int, str]] = field(default_factory=list)

    def pieces(self) -> list[tuple[int, str]]:
        """Return the chunk's new text in pieces, each with its place in the old text."""
        found = []
        done = 0
        for start, end, new in sorted(self.replaced, key=lambda replaced: replaced[0]):
            found += [(done, self.text[done:start]), (start, new)]
            done = end
        return [*found, (done, self.text[done:])]

    def data(self) -> bytes:
        """Return the chunk's new bytes."""
        if not self.replaced:
            return self.mark + self.encoding.encode(self.text)
        return self.mark + self.encoding.encode("".join(text for _, text in self.pieces()))


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """The frame of a batch: where its cells stand in their chunk, column by column."""

    chunk: Chunk
    starts: tuple[array[int], ...]
    ends: tuple[array[int], ...]
    originals: tuple[pl.Series, ...]
    writer: Writer


@dataclass(slots=True, repr=False)
class _Rows:
    """Cells of one group, row after row."""

    names: tuple[str | None, ...]
    writer: Writer
    values: list[str | None] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))


class Gathering:
    """Takes the cells of one chunk in the order in which they stand."""

    def __init__(self) -> None:
        """Start with none."""
        self._groups: dict[object, tuple[str | None, _Rows]] = {}
        self.replaced: list[tuple[int, int, str]] = []
        self.dropped: list[Dropped] = []
        self.quarantined: list[Quarantined] = []

    def rows(self, table: str | None, names: tuple[str | None, ...], writer: Writer) -> _Rows:
        """Return where to append the rows of a table: values, starts and ends, cell by cell."""
        key = (table, names, writer)
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = (table, _Rows(names, writer))
        return found[1]

    def cell(
        self,
        value: str,
        start: int,
        end: int,
        writer: Writer,
        name: str | None = None,
        table: str | None = None,
    ) -> None:
        """Take one cell that stands alone."""
        rows = self.rows(table, (name,), writer)
        rows.values.append(value)
        rows.starts.append(start)
        rows.ends.append(end)

    def drop(self, kind: str, start: int, end: int, instead: str) -> None:
        """Leave a part of the text out and count it."""
        self.replaced.append((start, end, instead))
        self.dropped.append(Dropped(kind))

    def batches(self, chunk: Chunk, first_row: int) -> Iterator[Batch]:
        """Yield the batches of a chunk; at least one, so that it is written."""
        chunk.replaced = self.replaced
        groups = list(self._groups.values())
        if not groups:
            groups = [(None, _Rows((None,), _as_it_is))]
        chunk.batches = len(groups)
        dropped, quarantined = tuple(self.dropped), tuple(self.quarantined)
        for table, rows in groups:
            width = len(rows.names)
            cells = tuple(
                pl.Series(rows.values[place::width], dtype=pl.String) for place in range(width)
            )
            yield Batch(
                tuple(Column(name, c) for name, c in zip(rows.names, cells, strict=True)),
                Cells(
                    chunk,
                    tuple(rows.starts[place::width] for place in range(width)),
                    tuple(rows.ends[place::width] for place in range(width)),
                    cells,
                    rows.writer,
                ),
                first_row,
                quarantined,
                table,
                dropped,
            )
            first_row += len(cells[0])
            dropped, quarantined = (), ()


def _as_it_is(raw: str, new: str) -> str:
    del raw
    return new


def changed(batch: Batch) -> Iterator[tuple[int, int, str]]:
    """Yield (column, row, new value) of the cells that are not what was read.

    Raises TypeError for a batch of another format, ValueError for a cell that was null.
    """
    frame = batch.frame
    if not isinstance(frame, Cells):
        raise TypeError("not a batch of this format")
    for place, (column, original) in enumerate(zip(batch.columns, frame.originals, strict=True)):
        if column.cells is original:
            continue
        rows = (column.cells.ne_missing(original)).arg_true()
        for row, new in zip(rows, column.cells.gather(rows).to_list(), strict=True):
            if new is None or original[row] is None:
                raise ValueError("a cell appeared or went that the file does not have")
            yield place, row, new


def finished(batches: Iterable[Batch], lengths: Lengths | None = None) -> Iterator[Chunk]:
    """Take redacted batches and yield each chunk when all of its batches have come.

    `lengths` is given the length of the longest new value by (table, column name).
    """
    for batch in batches:
        frame = batch.frame
        if not isinstance(frame, Cells):
            raise TypeError("not a batch of this format")
        chunk = frame.chunk
        for place, row, new in changed(batch):
            start, end = frame.starts[place][row], frame.ends[place][row]
            chunk.replaced.append((start, end, frame.writer(chunk.text[start:end], new)))
            if lengths is not None:
                key = batch.table, batch.columns[place].name
                lengths[key] = max(lengths[key], len(new))
        chunk.seen += 1
        if chunk.seen == chunk.batches:
            yield chunk
