"""From the records of a workbook's parser to batches: a table's rows, and cells from anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor.batch import HEADINGS, Batch, Column, Dropped, Quarantined
from redactor.errors import QuarantineError
from redactor.formats.lines import MARKER
from redactor.formats.workbook import number_formats, sheet
from redactor.formats.workbook.frames import (
    LONGEST,
    Book,
    Comments,
    Nothing,
    Rows,
    Scattered,
    Stored,
)
from redactor.formats.workbook.refusal import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Cells = dict[int, tuple[str, Stored | None]]


def batches(records: Iterable[list[Any]], batch_bytes: int) -> Iterator[Batch]:
    """Yield the batches of a workbook. Raises QuarantineError where its parser refused it."""
    reader = _Reader(batch_bytes)
    for kind, *rest in records:
        if kind == "rows":
            yield from reader.take_rows(*rest)
        elif kind == "book":
            yield reader.book(*rest)
        elif kind == "comments":
            yield from reader.comments(*rest)
        elif kind == "dropped":
            yield from reader.finish()
            counts = (*rest[0].items(), *reader.dropped.items())
            dropped = tuple(Dropped(str(name), int(count)) for name, count in counts)
            yield Batch((), Nothing(), dropped=dropped)
        elif kind == "refused":
            reason = REASONS.get(rest[0], "is damaged")
            raise QuarantineError(f"a workbook that {reason}. Nothing of it is in the copy")


@dataclass(slots=True, repr=False)
class _Reader:
    """Gathers the rows of one sheet after the other."""

    batch_bytes: int
    dropped: dict[str, int] = field(default_factory=dict)
    _names: list[str] = field(default_factory=list)
    _codes: list[str] = field(default_factory=list)
    _is_1904: bool = False
    _sheet: int = -1
    _layout: sheet.Layout | None = None
    _head: list[tuple[int, Cells]] = field(default_factory=list)
    _rows: list[tuple[int, Cells]] = field(default_factory=list)
    _apart: dict[str | None, list[tuple[int, int, str, Stored | None]]] = field(
        default_factory=dict
    )
    _size: int = 0
    _last: int = -1
    _quarantined: list[Quarantined] = field(default_factory=list)
    _count: int = 0

    def book(self, about: dict[str, Any]) -> Batch:
        """Return the batch of the sheets' names."""
        self._names = [name for name, _ in about["sheets"]]
        self._is_1904 = about["is_1904"]
        self._codes = [code or number_formats.GENERAL for code in about["formats"]] or ["General"]
        unsafe = sum(1 for code in self._codes if not number_formats.is_safe(code))
        if unsafe:
            self.dropped["number format with a text of its own"] = unsafe
        states = tuple(state for _, state in about["sheets"])
        column = Column(None, pl.Series(self._names, dtype=pl.String))
        return Batch((column,), Book(states, self._is_1904))

    def take_rows(self, number: int, rows: list[list[Any]]) -> Iterator[Batch]:
        """Take rows of a sheet: [row, [column, kind, raw, format, ...]] each."""
        if number != self._sheet:
            yield from self.finish()
            self._sheet, self._last = number, -1
        for row, flat in rows:
            cells = self._cells(row, flat)
            if self._layout is None:
                self._head.append((row, cells))
                if len(self._head) >= sheet.SAMPLE:
                    yield from self._decide()
            else:
                yield from self._add(row, cells)

    def comments(self, number: int, found: list[list[Any]]) -> Iterator[Batch]:
        """Yield the comments of a sheet, before its rows."""
        yield from self.finish()
        if found:
            column = Column(None, pl.Series([text for _, _, text in found], dtype=pl.String))
            places = tuple((row, place) for row, place, _ in found)
            frame = Comments(number, places)
            yield Batch((column,), frame, self._count + 1, table=self._names[number])

    def finish(self) -> Iterator[Batch]:
        """Yield what is left of the sheet that was read last."""
        if self._head:
            yield from self._decide()
        yield from self._flush()
        self._layout = None
        self._sheet = -1

    def _cells(self, row: int, flat: list[Any]) -> Cells:
        cells: Cells = {}
        for place in range(0, len(flat), 4):
            column, kind, raw, code = flat[place : place + 4]
            if kind == "s":
                if len(raw) > LONGEST // 2 and len(raw.encode("utf-16-le")) > 2 * LONGEST:
                    where = f"sheet {self._sheet + 1}, row {row + 1}, column {column + 1}"
                    reason = f"a text of more than {LONGEST:,} characters: no cell can hold it"
                    self._quarantined.append(Quarantined(where, reason))
                    raw = MARKER
                cells[column] = (raw, None)
                self._size += len(raw)
                continue
            stored = Stored(kind, raw, self._codes[code], self._is_1904)
            cells[column] = (stored.text, stored)
            self._size += len(raw)
        return cells

    def _decide(self) -> Iterator[Batch]:
        head, self._head = self._head, []
        self._layout = sheet.layout_of([(row, _texts(cells)) for row, cells in head])
        for row, cells in head:
            yield from self._add(row, cells)

    def _add(self, row: int, cells: Cells) -> Iterator[Batch]:
        layout = self._layout
        if layout is None:  # pragma: no cover - decided before
            raise AssertionError
        texts = _texts(cells)
        is_gap, self._last = row > self._last + 1, row
        if row in layout.headers:
            self._add_apart(row, cells, dict.fromkeys(cells, HEADINGS))
        elif row < layout.title:
            labels = sheet.labelled(texts)
            if labels or not sheet.is_row_above(layout, texts):
                self._add_apart(row, cells, labels)
            else:
                self._add_row(row, cells, layout)
        elif not layout.header:
            labels = sheet.labelled(texts)
            self._add_apart(row, {c: cell for c, cell in cells.items() if c in labels}, labels)
            self._add_row(row, {c: cell for c, cell in cells.items() if c not in labels}, layout)
        elif layout.header and not any(stored for _, stored in cells.values()):
            before = dict(layout.names)
            if sheet.is_header_again(layout, texts, after_gap=is_gap):
                if layout.names != before:
                    after, layout.names = layout.names, before
                    yield from self._flush()
                    layout.names = after
                self._add_apart(row, cells, dict.fromkeys(cells, HEADINGS))
            else:
                self._add_row(row, cells, layout)
        else:
            self._add_row(row, cells, layout)
        if self._size >= self.batch_bytes:
            yield from self._flush()

    def _add_row(self, row: int, cells: Cells, layout: sheet.Layout) -> None:
        stray = {column: cell for column, cell in cells.items() if column not in layout.names}
        if stray:
            self._add_apart(row, stray, {})
            cells = {column: cell for column, cell in cells.items() if column not in stray}
        if cells:
            self._rows.append((row, cells))

    def _add_apart(self, row: int, cells: Cells, labels: dict[int, str]) -> None:
        for column, (text, stored) in cells.items():
            place = (row, column, text, stored)
            self._apart.setdefault(labels.get(column), []).append(place)

    def _flush(self) -> Iterator[Batch]:
        """Yield the cells gathered: first those from anywhere, then the rows of the table."""
        table = self._names[self._sheet] if self._sheet >= 0 else None
        quarantined, self._quarantined = tuple(self._quarantined), []
        for name, found in self._apart.items():
            is_head = name == HEADINGS
            texts = pl.Series([text for *_, text, _ in found], dtype=pl.String)
            column = Column(None if is_head else name, texts)
            places = tuple((row, place) for row, place, *_ in found)
            frame = Scattered(self._sheet, places, tuple(stored for *_, stored in found))
            of = (table or "") + HEADINGS if is_head else table
            yield Batch((column,), frame, self._count + 1, quarantined, of)
            quarantined = ()
        self._apart.clear()
        rows, self._rows, self._size = self._rows, [], 0
        if rows and self._layout is not None:
            yield self._table(rows, self._layout.names, quarantined, table)
            self._count += len(rows)

    def _table(
        self,
        rows: list[tuple[int, Cells]],
        names: dict[int, str | None],
        quarantined: tuple[Quarantined, ...],
        table: str | None,
    ) -> Batch:
        columns, all_stored = [], []
        nothing = (None, None)
        for place, name in names.items():
            found = [cells.get(place, nothing) for _, cells in rows]
            columns.append(Column(name, pl.Series([text for text, _ in found], dtype=pl.String)))
            stored = tuple(stored for _, stored in found)
            all_stored.append(stored if any(stored) else None)
        frame = Rows(self._sheet, tuple(row for row, _ in rows), tuple(names), tuple(all_stored))
        return Batch(tuple(columns), frame, self._count + 1, quarantined, table)


def _texts(cells: Cells) -> dict[int, str]:
    return {column: text for column, (text, _) in cells.items() if text.strip()}
