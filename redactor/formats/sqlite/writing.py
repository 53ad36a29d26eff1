"""Batches to a new SQLite database: tables and rows, indexes, clean views and triggers.

Written from nothing, so that no page holds what was there before. Where replaced values break a
constraint (a number that has to be an integer, a placeholder that has to be unique), the table goes
without it: rows matter more.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from redactor.errors import RedactorError
from redactor.formats.encoding import ESCAPE
from redactor.formats.sqlite.frames import Rows, Schema, Table, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, BinaryIO

    from redactor.batch import Batch

_KEPT = re.compile("[\U0010ff80-\U0010ffff]")
_ENCODINGS = frozenset({"UTF-8", "UTF-16le", "UTF-16be"})


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write the batches of a database that `read` gave, with whatever cells they have now.

    Raises RedactorError where SQLite can't write (a full disk).
    """
    with tempfile.TemporaryDirectory(prefix="redactor-") as folder:
        path = Path(folder) / "copy"
        kind = ""
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                writer = _Writer(connection)
                for batch in batches:
                    writer.take(batch)
                writer.close()
        except sqlite3.Error as error:
            kind = type(error).__name__
        if kind:
            # Raised out here: SQLite's own words can hold a value.
            raise RedactorError(f"the database could not be written ({kind}); free some space")
        with path.open("rb") as copy:
            shutil.copyfileobj(copy, sink, 1 << 20)


class _Writer:
    """One new database; the state is the table that is being filled."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        self._schema = Schema((), ())
        self._names: list[str] = []
        self._relaxed = False
        self._strict: dict[int, bool] = {}

    def take(self, batch: Batch) -> None:
        """Make the tables, or add rows to one of them."""
        frame = batch.frame
        if isinstance(frame, Schema):
            self._make(frame, batch.columns[0].cells.to_list())
        elif isinstance(frame, Rows):
            self._add(frame, [column.cells.to_list() for column in batch.columns])

    def close(self) -> None:
        """Make indexes, views and triggers; leave no free page."""
        for number, table in enumerate(self._schema.tables):
            self._make_indexes(number, table)
        is_renamed = any(
            old != new
            for place, (old, new) in enumerate(
                zip(self._schema.originals, self._names, strict=True)
            )
            if place not in self._schema.statements
        )
        for place in self._schema.statements:
            self._make_statement(place, is_renamed=is_renamed)
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        if self._relaxed:
            self._connection.execute("VACUUM")

    # -- tables ----------------------------------------------------------------------------------

    def _make(self, schema: Schema, names: list[str | None]) -> None:
        if schema.encoding in _ENCODINGS:
            self._connection.execute(f"PRAGMA encoding='{schema.encoding}'")
        self._schema = schema
        self._names = self._unique([name or "" for name in names], schema)
        self._connection.execute("BEGIN")
        for number, table in enumerate(schema.tables):
            self._strict[number] = True
            self._connection.execute(self._statement(table, self._names[table.name], strict=True))

    def _unique(self, names: list[str], schema: Schema) -> list[str]:
        """Return the names with no two tables, or columns of a table, alike."""
        names = [name.replace("\0", "") for name in names]
        tables = [table.name for table in schema.tables]
        indexes = [i[0] for table in schema.tables for i in table.indexes if i[0] is not None]
        groups: list[Sequence[int]] = [tables + indexes]
        groups += [[column[0] for column in table.columns] for table in schema.tables]
        for group in groups:
            taken: set[str] = set()
            for place in group:
                name, count = names[place] or "unnamed", 1
                if name.lower().startswith("sqlite_"):
                    name = f"_{name}"
                unique = name
                while unique.lower() in taken:
                    count += 1
                    unique = f"{name} ({count})"
                taken.add(unique.lower())
                names[place] = unique
        return names

    def _statement(self, table: Table, name: str, *, strict: bool) -> str:
        """Return the statement that makes a table; without its constraints if not `strict`."""
        key = sorted((place, n) for n, (*_, place, _) in enumerate(table.columns) if place)
        parts = []
        for number, (column, kind, is_not_null, _, default) in enumerate(table.columns):
            words = [_quoted(self._names[column])]
            if kind and (strict or not table.is_strict):
                words.append(kind)
            if strict and [n for _, n in key] == [number]:
                words.append("PRIMARY KEY")
            if strict and is_not_null:
                words.append("NOT NULL")
            if default is not None:
                words.append(f"DEFAULT {default}")
            parts.append(" ".join(words))
        if strict and len(key) > 1:
            columns = ", ".join(_quoted(self._names[table.columns[n][0]]) for _, n in key)
            parts.append(f"PRIMARY KEY ({columns})")
        for other, pairs in table.references if strict else ():
            here = ", ".join(_quoted(self._names[table.columns[n][0]]) for n, _ in pairs)
            there = [_quoted(self._new(its)) for _, its in pairs if its is not None]
            target = f" ({', '.join(there)})" if len(there) == len(pairs) else ""
            parts.append(f"FOREIGN KEY ({here}) REFERENCES {_quoted(self._new(other))}{target}")
        options = []
        if strict and table.is_strict:
            options.append("STRICT")
        if strict and not table.has_rowid and key:
            options.append("WITHOUT ROWID")
        return f"CREATE TABLE {_quoted(name)} ({', '.join(parts)}) {', '.join(options)}"

    def _new(self, place: int) -> str:
        """Return what a name is called now that a foreign key refers to."""
        return self._names[place]

    def _add(self, frame: Rows, columns: list[list[str | None]]) -> None:
        values = [
            [_put(text) for text in texts]
            if stored is None
            else [_restored(text, value) for text, value in zip(texts, stored, strict=True)]
            for texts, stored in zip(columns, frame.values, strict=True)
        ]
        rows = list(zip(*values, strict=True))
        if self._strict[frame.table]:
            self._connection.execute("SAVEPOINT rows")
            try:
                self._insert(frame.table, rows)
            except sqlite3.IntegrityError:
                self._connection.execute("ROLLBACK TO rows")
                self._connection.execute("RELEASE rows")
                self._relax(frame.table)
            else:
                self._connection.execute("RELEASE rows")
                return
        self._insert(frame.table, rows)

    def _insert(self, number: int, rows: list[tuple[Any, ...]]) -> None:
        name = _quoted(self._names[self._schema.tables[number].name])
        sql = f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608 - quoted
        plain: list[tuple[Any, ...]] = []
        for row in rows:
            if not any(isinstance(value, _Bytes) for value in row):
                plain.append(row)
                continue
            self._connection.executemany(sql, plain)
            plain.clear()
            places = ("CAST(? AS TEXT)" if isinstance(value, _Bytes) else "?" for value in row)
            self._connection.execute(f"INSERT INTO {name} VALUES ({', '.join(places)})", row)  # noqa: S608 - quoted
        self._connection.executemany(sql, plain)

    def _relax(self, number: int) -> None:
        """Make a table anew without its constraints, and move its rows there."""
        table = self._schema.tables[number]
        name = self._names[table.name]
        run = self._connection.execute
        run(f"ALTER TABLE {_quoted(name)} RENAME TO {_quoted(name + ' (strict)')}")
        run(self._statement(table, name, strict=False))
        run(f"INSERT INTO {_quoted(name)} SELECT * FROM {_quoted(name + ' (strict)')}")  # noqa: S608 - quoted
        run(f"DROP TABLE {_quoted(name + ' (strict)')}")
        self._strict[number] = False
        self._relaxed = True

    # -- what stands on tables -------------------------------------------------------------------

    def _make_indexes(self, number: int, table: Table) -> None:
        names = [self._names[column[0]] for column in table.columns]
        indexes = list(table.indexes)
        key = sorted((place, n) for n, (*_, place, _) in enumerate(table.columns) if place)
        if key and not self._strict[number]:
            indexes.insert(0, (None, False, tuple((n, False) for _, n in key)))
        for count, (place, is_unique, columns) in enumerate(indexes, 1):
            name = self._names[place] if place is not None else f"index {number + 1}.{count}"
            parts = ", ".join(
                f"{_quoted(names[column])}{' DESC' if is_descending else ''}"
                for column, is_descending in columns
            )
            rest = f"INDEX {_quoted(name)} ON {_quoted(self._names[table.name])} ({parts})"
            try:
                self._connection.execute(f"CREATE {'UNIQUE ' if is_unique else ''}{rest}")
            except sqlite3.IntegrityError:
                self._connection.execute(f"CREATE {rest}")

    def _make_statement(self, place: int, *, is_renamed: bool) -> None:
        """Make a view or a trigger that is what it was, of tables with their names."""
        sql = self._names[place]
        if is_renamed or self._schema.originals[place] != sql:
            return
        try:
            self._connection.execute(sql)
        except sqlite3.Error:
            return


class _Bytes(bytes):
    """Text that is not UTF-8."""

    __slots__ = ()


def _put(text: str | None) -> str | bytes | None:
    if text is None or not _KEPT.search(text):
        return text
    pieces = (
        bytes([ord(character) - ESCAPE]) if _KEPT.match(character) else character.encode()
        for character in text
    )
    return _Bytes(b"".join(pieces))


def _restored(text: str | None, value: Value | None) -> str | int | float | bytes | None:
    """Return what stood in the database where nothing was found in it, else the new text."""
    if value is None:
        return _put(text)
    if text == value.text:
        return value.original
    if value.codec and text is not None:
        return text.encode(value.codec)
    return text


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
