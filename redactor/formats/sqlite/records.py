"""What an SQLite database holds, as records that JSON can carry; runs in the sandbox.

    ["schema", {"encoding": str, "tables": [table, ...], "sql": [[kind, name, sql], ...]}]
    ["rows", table, [[value, ...], ...]]
    ["dropped", {kind: count}]
    ["refused", code]
A table is {"name", "columns": [[name, type, not null, place in primary key], ...], "defaults",
"indexes": [[name, unique, [[column, descending], ...]], ...], "references", "is_strict",
"has_rowid"}. A value is text, a number, null, or {"b": base64} for a BLOB.

Nothing of the database is executed: no view, trigger, check, or generated column. Opened read-only
and immutable; with a journal or a write-ahead log beside it, a private copy of both is opened, so
that what was committed last is read too.

Source: sqlite.org/fileformat2.html, /pragma.html, /security.html.
"""

from __future__ import annotations

import base64
import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor.formats.encoding import ESCAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

_ESCAPED = re.compile("[\udc80-\udcff]")
# Rows of one record, and about how many characters of them.
_ROWS = 1_000
_SIZE = 1 << 20
# What else can hold what the database has not taken in yet.
_BESIDE = ("-wal", "-journal")
_PRAGMAS = (
    "trusted_schema=OFF",
    "query_only=ON",
    "ignore_check_constraints=ON",
    "cell_size_check=ON",
    "mmap_size=0",
)
# What a check of the file finds fault with that is no damage.
_NO_DAMAGE = ("NULL value in", "non-", "TEXT value in", "NUMERIC value in", "REAL value in")
_VIRTUAL = "virtual table (its rows are kept as a plain table)"
_UNKNOWN = "virtual table of an unknown module (its own tables are kept)"


class _Refused(Exception):  # noqa: N818 - not an error of the program
    pass


def records(source: Source) -> Iterator[list[Any]]:
    """Yield the records of a database; the last is ["refused", code] where it is not whole."""
    dropped: Counter[str] = Counter()
    try:
        with closing(opened(source, dropped)) as connection:
            yield from _Database(connection, dropped).records()
    except _Refused as refusal:
        yield ["refused", str(refusal)]


def opened(source: Source, dropped: Counter[str] | None = None) -> sqlite3.Connection:
    """Return a connection to a database, with what stands in files beside it."""
    if source.path is None:
        connection = sqlite3.connect(":memory:")
        data = bytearray(source.data or b"")
        data[18:20] = b"\x01\x01"  # no write-ahead log: there is none in memory
        connection.deserialize(bytes(data))
        return connection
    beside = [Path(f"{source.path}{suffix}") for suffix in _BESIDE]
    if not any(path.is_file() and path.stat().st_size for path in beside):
        return sqlite3.connect(f"{source.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    if dropped is not None:
        dropped["journal beside it (what it had committed is in the copy)"] += 1
    # The sandbox's own folder: it is private, and gone with the process.
    copy = Path(tempfile.mkdtemp()) / "database"
    shutil.copyfile(source.path, copy)
    for path, suffix in zip(beside, _BESIDE, strict=True):
        if path.is_file():
            shutil.copyfile(path, f"{copy}{suffix}")
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA trusted_schema=OFF")
    # Takes in what the files beside it have.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    return connection


class _Database:
    """One open database."""

    def __init__(self, connection: sqlite3.Connection, dropped: Counter[str]) -> None:
        self._connection = connection
        self._dropped = dropped
        connection.text_factory = kept_text
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def records(self) -> Iterator[list[Any]]:
        """Yield the database's records."""
        for (message,) in self._ask("PRAGMA quick_check"):
            if message != "ok" and not message.startswith(_NO_DAMAGE):
                raise _Refused("damaged")
        encoding = self._ask("PRAGMA encoding")[0][0]
        tables = [self._table(*row) for row in self._tables()]
        master = self._ask(
            "SELECT type, name, coalesce(sql, '') FROM sqlite_master "
            "WHERE type IN ('view', 'trigger') ORDER BY rowid"
        )
        yield ["schema", {"encoding": encoding, "tables": tables, "sql": [list(r) for r in master]}]
        for number, table in enumerate(tables):
            yield from self._rows(number, table)
        yield ["dropped", dict(+self._dropped)]

    def _ask(self, sql: str, values: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query about the schema."""
        return self._connection.execute(sql, values).fetchall()

    def _tables(self) -> list[tuple[str, bool, bool, bool]]:
        """Return (name, is virtual, has no rowid, is strict) of each table to be read."""
        about = {row[1]: row[2:] for row in self._ask("PRAGMA main.table_list")}
        for name, (kind, *_) in about.items():
            if name.lower().startswith("sqlite_stat"):
                self._dropped["statistics table"] += 1
            elif kind == "shadow":
                self._dropped["table of a virtual table"] += 1
            elif kind == "virtual":
                is_known = has_module(self._connection, name)
                self._dropped[_VIRTUAL if is_known else _UNKNOWN] += 1
        return [
            (name, about[name][0] == "virtual", bool(about[name][2]), bool(about[name][3]))
            for name in tables_of(self._connection)
        ]

    def _table(
        self, name: str, is_virtual: bool, is_without: bool, is_strict: bool
    ) -> dict[str, Any]:
        columns, defaults = [], []
        about = self._ask("SELECT * FROM pragma_table_xinfo(?)", (name,))
        for _, column, kind, is_not_null, default, key, hidden in about:
            if hidden == 0:
                columns.append([column, kind, bool(is_not_null), key])
                defaults.append(default)
            elif hidden != 1:
                self._dropped["generated column"] += 1
        sql = self._ask("SELECT sql FROM sqlite_master WHERE name = ? AND type = 'table'", (name,))
        words = str(sql[0][0] if sql else "").upper()
        self._dropped["check of a table"] += words.count("CHECK")
        self._dropped["comment in the schema"] += words.count("--") + words.count("/*")
        return {
            "name": name,
            "columns": columns,
            "defaults": defaults,
            "indexes": [] if is_virtual else self._indexes(name),
            "references": [] if is_virtual else self._references(name),
            "is_strict": is_strict,
            "has_rowid": not is_without,
        }

    def _indexes(self, table: str) -> list[list[Any]]:
        found = []
        for _, name, is_unique, origin, is_partial in self._ask(
            "SELECT * FROM pragma_index_list(?)", (table,)
        ):
            if origin == "pk":
                continue
            columns = [
                [column, bool(is_descending)]
                for _, place, column, is_descending, _, is_key in self._ask(
                    "SELECT * FROM pragma_index_xinfo(?)", (name,)
                )
                if is_key and place != -1
            ]
            if is_partial or not columns or any(column is None for column, _ in columns):
                self._dropped["index on an expression or a part of a table"] += 1
                continue
            found.append([name if origin == "c" else "", bool(is_unique), columns])
        return found[::-1]

    def _references(self, table: str) -> list[list[Any]]:
        """Return [other table, [[column, its column or null], ...]] for each foreign key."""
        found: dict[int, list[Any]] = {}
        for number, _, other, column, its, *_ in self._ask(
            "SELECT * FROM pragma_foreign_key_list(?)", (table,)
        ):
            found.setdefault(number, [other, []])[1].append([column, its])
        return list(found.values())

    def _rows(self, number: int, table: dict[str, Any]) -> Iterator[list[Any]]:
        columns = ", ".join(_quoted(name) for name, *_ in table["columns"])
        if not columns:
            return
        rows: list[list[Any]] = []
        size = 0
        for row in self._connection.execute(f"SELECT {columns} FROM {_quoted(table['name'])}"):  # noqa: S608 - quoted
            values = [_value(value) for value in row]
            size += sum(len(v) if isinstance(v, bytes | str) else 8 for v in row)
            rows.append(values)
            if len(rows) >= _ROWS or size >= _SIZE:
                yield ["rows", number, rows]
                rows, size = [], 0
        if rows:
            yield ["rows", number, rows]


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables whose rows are read, in the order they were made."""
    about = connection.execute("PRAGMA main.table_list").fetchall()
    kinds = {name: kind for _, name, kind, *_ in about}
    order = connection.execute("SELECT name FROM sqlite_master ORDER BY rowid").fetchall()
    found = []
    for (name,) in order:
        is_read = kinds.get(name) == "table" or (
            kinds.get(name) == "virtual" and has_module(connection, name)
        )
        if is_read and not name.lower().startswith("sqlite_"):
            found.append(name)
    return found


def has_module(connection: sqlite3.Connection, name: str) -> bool:
    """Say whether this SQLite can read a virtual table."""
    try:
        connection.execute("SELECT count(*) FROM pragma_table_xinfo(?)", (name,)).fetchall()
    except sqlite3.OperationalError:
        return False
    return True


def _value(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    return {"b": base64.b64encode(value).decode()}


def kept_text(data: bytes) -> str:
    """Return a text; a byte that is no UTF-8 becomes U+10FF00 plus the byte, as in text files."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
        return _ESCAPED.sub(lambda match: chr(ord(match[0]) - 0xDC00 + ESCAPE), text)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
