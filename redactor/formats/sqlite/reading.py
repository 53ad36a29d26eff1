"""From the records of a database to batches: one of names and statements, then tables' rows."""

from __future__ import annotations

import base64
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor.batch import HEADINGS, Batch, Column, Dropped, Quarantined
from redactor.errors import QuarantineError
from redactor.formats.sqlite.frames import Nothing, Rows, Schema, Table, Value
from redactor.formats.workbook.number_formats import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REASONS = {
    "damaged": "is damaged: its pages contradict one another",
    "encrypted": "is under a password: remove it and run again",
    "count": "gave fewer rows than it says it has",
}
# Declared types: words and lengths, as programs write them.
_TYPE = re.compile(r"[A-Za-z_ ]{1,60}(?:\( *[0-9]{1,5} *(?:, *[0-9]{1,5} *)?\))?")
# Defaults that can't name anybody.
_DEFAULT = re.compile(
    r"NULL|-?[0-9]{1,4}(?:\.[0-9]{1,4})?|CURRENT_(?:TIME|DATE|TIMESTAMP)|TRUE|FALSE|'[A-Za-z0-9]?'",
    re.IGNORECASE,
)
# A text, a remark or a long number in a statement.
_NOT_PLAIN = re.compile(r"'[^']{3,}'|--|/\*|[xX]'|[0-9]{5,}")
_IN_QUOTES = re.compile(r'"([^"]*)"|`([^`]*)`|\[([^\]]*)\]')
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Share of NULs at every second byte, from which on a BLOB is read as UTF-16.
_MOSTLY_NUL = 0.4


def batches(records: Iterable[list[Any]], batch_bytes: int) -> Iterator[Batch]:
    """Yield the batches of a database. Raises QuarantineError where its parser refused it."""
    reader = _Reader(batch_bytes)
    for kind, *rest in records:
        if kind == "rows":
            yield from reader.take(*rest)
        elif kind == "schema":
            yield reader.schema(*rest)
        elif kind == "dropped":
            yield from reader.flush()
            reader.dropped.update({str(name): int(count) for name, count in rest[0].items()})
            dropped = tuple(Dropped(name, count) for name, count in (+reader.dropped).items())
            yield Batch((), Nothing(), dropped=dropped)
        elif kind == "quarantined":
            part = Quarantined(f"table {reader.skipped + 1} of those left out", rest[0])
            reader.skipped += 1
            yield Batch((), Nothing(), quarantined=(part,))
        elif kind == "refused":
            reason = REASONS.get(rest[0], "can't be read")
            raise QuarantineError(f"a database that {reason}. Nothing of it is in the copy")


@dataclass(slots=True, repr=False)
class _Reader:
    batch_bytes: int
    dropped: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    _tables: list[dict[str, Any]] = field(default_factory=list)
    _number: int = -1
    _rows: list[list[Any]] = field(default_factory=list)
    _size: int = 0
    _count: int = 0

    def schema(self, about: dict[str, Any]) -> Batch:
        """Return the batch of all names and statements."""
        names: list[str] = []

        def named(name: str) -> int:
            names.append(name)
            return len(names) - 1

        self._tables = about["tables"]
        tables = tuple(self._table(table, named) for table in self._tables)
        known = frozenset(name.lower() for name in (*names, *(name for _, name, _ in about["sql"])))
        statements = []
        for kind, _, sql in about["sql"]:
            if is_clean(sql, known):
                statements.append(named(sql))
            else:
                self.dropped[f"{kind} with a text or remark of its own"] += 1
        column = Column(None, pl.Series(names, dtype=pl.String))
        frame = Schema(tables, tuple(names), tuple(statements), about["encoding"])
        return Batch((column,), frame, table=HEADINGS)

    def _table(self, about: dict[str, Any], named: Any) -> Table:
        columns = []
        defaults = about.get("defaults") or [None] * len(about["columns"])
        for (name, kind, is_not_null, key), default in zip(about["columns"], defaults, strict=True):
            if kind and not _TYPE.fullmatch(kind):
                self.dropped["declared type of a column"] += 1
                kind = ""
            if default is not None and not _DEFAULT.fullmatch(default):
                self.dropped["default of a column"] += 1
                default = None
            columns.append((named(name), kind, is_not_null, key, default))
        places = {name.lower(): place for place, (name, *_) in enumerate(about["columns"])}
        indexes = []
        for name, is_unique, parts in about.get("indexes", ()):
            if all(column.lower() in places for column, _ in parts):
                parts = tuple((places[column.lower()], bool(desc)) for column, desc in parts)
                indexes.append((named(name) if name else None, is_unique, parts))
        references = []
        for other, parts in about.get("references", ()):
            pairs = tuple(
                (places[column.lower()], named(its) if its else None)
                for column, its in parts
                if column.lower() in places
            )
            references.append((named(other), pairs))
        return Table(
            named(about["name"]),
            tuple(columns),
            tuple(indexes),
            tuple(references),
            bool(about.get("is_strict")),
            bool(about.get("has_rowid", True)),
        )

    def take(self, number: int, rows: list[list[Any]]) -> Iterator[Batch]:
        """Take rows of a table."""
        if number != self._number:
            yield from self.flush()
            self._number = number
        for row in rows:
            self._rows.append(row)
            self._size += sum(len(v) if isinstance(v, str) else 8 for v in row)
            if self._size >= self.batch_bytes:
                yield from self.flush()

    def flush(self) -> Iterator[Batch]:
        """Yield the rows gathered."""
        rows, self._rows, self._size = self._rows, [], 0
        if not rows:
            return
        about = self._tables[self._number]
        columns, all_values = [], []
        for (name, *_), cells in zip(about["columns"], zip(*rows, strict=True), strict=True):
            values = [None if c is None or isinstance(c, str) else self._value(c) for c in cells]
            texts = [v.text if v else c for v, c in zip(values, cells, strict=True)]
            columns.append(Column(name, pl.Series(texts, dtype=pl.String)))
            all_values.append(tuple(values) if any(values) else None)
        frame = Rows(self._number, tuple(all_values))
        yield Batch(tuple(columns), frame, self._count + 1, table=about["name"])
        self._count += len(rows)

    def _value(self, cell: Any) -> Value:
        if isinstance(cell, int):
            return Value(cell, str(cell))
        if isinstance(cell, float):
            return Value(cell, shown(repr(cell)))
        data = base64.b64decode(cell["b"])
        codec = _codec(data)
        if not codec:
            self.dropped["BLOB that is no text (left empty)"] += bool(data)
            return Value(b"", None)
        return Value(data, data.decode(codec), codec)


def is_clean(sql: str, known: frozenset[str]) -> bool:
    """Say whether a view or a trigger holds no text, number or remark that could name anybody.

    `known` are the names of tables and columns, in lower case: SQLite takes others in double
    quotes for text.

    >>> is_clean("CREATE VIEW v AS SELECT a FROM t", frozenset({"v", "a", "t"}))
    True
    >>> is_clean("CREATE VIEW v AS SELECT a FROM t WHERE a = 'Ali Khan'", frozenset("vat"))
    False
    """
    if _NOT_PLAIN.search(sql):
        return False
    quoted = [name for groups in _IN_QUOTES.findall(sql) for name in groups if name]
    return all(name.lower() in known for name in quoted)


def _codec(data: bytes) -> str:
    """Return the codec of a BLOB that is text, "" for one that is none."""
    if not data:
        return ""
    guesses = ["utf-8"]
    if len(data) % 2 == 0:
        zeros = data[1::2].count(0), data[::2].count(0)
        if zeros[0] > len(data) / 2 * _MOSTLY_NUL or data[:2] == b"\xff\xfe":
            guesses = ["utf-16-le"]
        elif zeros[1] > len(data) / 2 * _MOSTLY_NUL or data[:2] == b"\xfe\xff":
            guesses = ["utf-16-be"]
    for codec in guesses:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return codec
    return ""
