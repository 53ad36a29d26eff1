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
    from typing import BinaryIO

    from redactor.formats.encoding import Encoding

    # Makes the raw text of a cell from its raw text before and its new value.
    Writer = Callable[[str, str], str]
    # Characters of the longest new value, by table and column name.
    Lengths = Counter[tuple[str | None, str | None]]


@dataclass(slots=True, repr=False)
class Nested:
    """A text within a text (a JSON document in a string), written anew if a cell in it changed.

    parent   number of the nested text that holds it, -1 for the chunk itself.
    """

    text: str
    parent: int
    start: int
    end: int
    writer: Writer
    replaced: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True, repr=False)
class Joined(Nested):
    """A text whose parts stand apart (words with tags between them).

    parts   (start, end) in the joined text, and (start, end) in the text that holds it.
    """

    parts: list[tuple[int, int, int, int]] = field(default_factory=list)

    def edits(self, new: str) -> Iterator[tuple[int, int, str]]:
        """Yield what to put in place of which parts, so that they read as the new text together.

        What lies between the first and the last difference goes into the part where it begins.
        """
        old = self.text
        first = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
        first = min(len(old), len(new)) if first is None else first
        same = 0
        most = min(len(old), len(new)) - first
        while same < most and old[-1 - same] == new[-1 - same]:
            same += 1
        last = len(old) - same
        middle = new[first : len(new) - same]
        is_placed = False
        for number, (start, end, raw_start, raw_end) in enumerate(self.parts):
            is_final = number == len(self.parts) - 1
            holds_first = not is_placed and (first < end or is_final)
            if (end <= first and not holds_first) or (start >= last and is_placed):
                continue
            kept = old[start : max(start, min(first, end))]
            rest = old[min(max(last, start), end) : end]
            yield raw_start, raw_end, self.writer("", kept + (middle if holds_first else "") + rest)
            is_placed = is_placed or holds_first


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
    nested: list[Nested] = field(default_factory=list)

    def owner(self, number: int) -> Chunk | Nested:
        """Return the text that a cell stands in."""
        return self if number < 0 else self.nested[number]

    def close(self) -> None:
        """Write changed nested texts into those that hold them, the innermost first."""
        for nested in reversed(self.nested):
            if nested.replaced:
                parent = self.owner(nested.parent)
                new = "".join(text for _, text in _pieces(nested.text, nested.replaced))
                if isinstance(nested, Joined):
                    parent.replaced += nested.edits(new)
                    continue
                raw = parent.text[nested.start : nested.end]
                parent.replaced.append((nested.start, nested.end, nested.writer(raw, new)))
        self.nested = []

    def pieces(self) -> list[tuple[int, str]]:
        """Return the chunk's new text in pieces, each with its place in the old text."""
        return _pieces(self.text, self.replaced)

    def data(self) -> bytes:
        """Return the chunk's new bytes."""
        if not self.replaced:
            return self.mark + self.encoding.encode(self.text)
        return self.mark + self.encoding.encode("".join(text for _, text in self.pieces()))


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """The frame of a batch: where its cells stand in their chunk, column by column.

    owners   by row: the nested text that its cells stand in; None if all stand in the chunk.
    """

    chunk: Chunk
    starts: tuple[array[int], ...]
    ends: tuple[array[int], ...]
    originals: tuple[pl.Series, ...]
    writer: Writer
    owners: array[int] | None = None


@dataclass(slots=True, repr=False)
class Rows:
    """Cells of one group, row after row."""

    names: tuple[str | None, ...]
    writer: Writer
    values: list[str | None] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    owners: array[int] | None = None


class Gathering:
    """Takes the cells of one chunk in the order in which they stand."""

    def __init__(self) -> None:
        """Start with none."""
        self._groups: dict[
            tuple[str | None, tuple[str | None, ...], Writer, bool], tuple[str | None, Rows]
        ] = {}
        self._nested: list[Nested] = []
        self.replaced: list[tuple[int, int, str]] = []
        self.dropped: list[Dropped] = []
        self.quarantined: list[Quarantined] = []

    def rows(
        self,
        table: str | None,
        names: tuple[str | None, ...],
        writer: Writer,
        *,
        is_nested: bool = False,
    ) -> Rows:
        """Return where to append the rows of a table: values, starts and ends, cell by cell.

        Rows that stand in nested texts have an owner as well.
        """
        key = (table, names, writer, is_nested)
        found = self._groups.get(key)
        if found is None:
            rows = Rows(names, writer, owners=array("q") if is_nested else None)
            found = self._groups[key] = (table, rows)
        return found[1]

    def nest(self, text: str, parent: int, start: int, end: int, writer: Writer) -> int:
        """Take a text within a text; return its number. `writer` makes its raw text from a new."""
        self._nested.append(Nested(text, parent, start, end, writer))
        return len(self._nested) - 1

    def join(self, text: str, parts: list[tuple[int, int, int, int]], writer: Writer) -> int:
        """Take a text whose parts stand apart in the chunk; return its number."""
        self._nested.append(Joined(text, -1, 0, 0, writer, parts=parts))
        return len(self._nested) - 1

    def cell(
        self,
        value: str,
        start: int,
        end: int,
        writer: Writer,
        name: str | None = None,
        table: str | None = None,
        owner: int = -1,
    ) -> None:
        """Take one cell that stands alone."""
        rows = self.rows(table, (name,), writer, is_nested=owner >= 0)
        rows.values.append(value)
        rows.starts.append(start)
        rows.ends.append(end)
        if rows.owners is not None:
            rows.owners.append(owner)

    def drop(self, kind: str, start: int, end: int, instead: str, owner: int = -1) -> None:
        """Leave a part of the text out and count it."""
        replaced = self.replaced if owner < 0 else self._nested[owner].replaced
        replaced.append((start, end, instead))
        self.dropped.append(Dropped(kind))

    def add(self, other: Gathering) -> None:
        """Take what another gathering of the same chunk took, without nested texts."""
        for (table, names, writer, _), (_, rows) in other._groups.items():
            mine = self.rows(table, names, writer)
            mine.values += rows.values
            mine.starts.extend(rows.starts)
            mine.ends.extend(rows.ends)
        self.replaced += other.replaced
        self.dropped += other.dropped

    def batches(self, chunk: Chunk, first_row: int) -> Iterator[Batch]:
        """Yield the batches of a chunk; at least one, so that it is written."""
        chunk.replaced, chunk.nested = self.replaced, self._nested
        groups = list(self._groups.values())
        if not groups:
            groups = [(None, Rows((None,), _as_it_is))]
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
                    rows.owners,
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


def changed(batch: Batch) -> Iterator[tuple[int, list[int], list[str]]]:
    """Yield (column, rows, new values) of the cells that are not what was read.

    Raises TypeError for a batch of another format, ValueError for a cell that was null.
    """
    frame = batch.frame
    if not isinstance(frame, Cells):
        raise TypeError("not a batch of this format")
    for place, (column, original) in enumerate(zip(batch.columns, frame.originals, strict=True)):
        if column.cells is original:
            continue
        rows = column.cells.ne_missing(original).arg_true()
        changed = column.cells.gather(rows)
        if changed.null_count() or original.gather(rows).null_count():
            raise ValueError("a cell appeared or went that the file does not have")
        yield place, rows.to_list(), changed.to_list()


def finished(batches: Iterable[Batch], lengths: Lengths | None = None) -> Iterator[Chunk]:
    """Take redacted batches and yield each chunk when all of its batches have come.

    `lengths` is given the length of the longest new value by (table, column name).
    """
    for batch in batches:
        frame = batch.frame
        if not isinstance(frame, Cells):
            raise TypeError("not a batch of this format")
        chunk = frame.chunk
        writer, owners = frame.writer, frame.owners
        owner: Chunk | Nested = chunk
        for place, rows, values in changed(batch):
            starts, ends = frame.starts[place], frame.ends[place]
            for row, new in zip(rows, values, strict=True):
                start, end = starts[row], ends[row]
                if owners is not None:
                    owner = chunk.owner(owners[row])
                owner.replaced.append((start, end, writer(owner.text[start:end], new)))
            if lengths is not None:
                key = batch.table, batch.columns[place].name
                lengths[key] = max(lengths[key], max(map(len, values), default=0))
        chunk.seen += 1
        if chunk.seen == chunk.batches:
            chunk.close()
            yield chunk


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write the chunks of batches. Raises InputError as `Encoding.encode`."""
    for chunk in finished(batches):
        sink.write(chunk.data())


def _pieces(text: str, replaced: list[tuple[int, int, str]]) -> list[tuple[int, str]]:
    found = []
    done = 0
    for start, end, new in sorted(replaced, key=lambda change: change[0]):
        found += [(done, text[done:start]), (start, new)]
        done = end
    return [*found, (done, text[done:])]
