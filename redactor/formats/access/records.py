"""Records of an Access database, as `redactor.formats.sqlite.records` gives those of SQLite.

Tables with their columns' types and their rows; each table's rows have to be as many as mdb-count
says. Keys, indexes and relations are not asked for.

Source: the manual pages of mdbtools 1.0.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from recognizers.pk.script import digits
from redactor.errors import QuarantineError
from redactor.formats.access import tools
from redactor.formats.sqlite.records import kept_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

_ROWS = 1_000
# Stands for NULL in what mdb-export prints: no text has it.
_NULL = "\x02\x03"
_EXPORT = ("-D", "%Y-%m-%d", "-T", "%Y-%m-%d %H:%M:%S", "-b", "hex", "-0", _NULL)
_SCHEMA = (
    "--no-default-values", "--no-not-null", "--no-indexes", "--no-relations",
    "--no-comments",
)  # fmt: skip
_COLUMN = re.compile(r"^\t`((?:[^`]|``)*)`\t+(\w+)", re.MULTILINE)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_REAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_REALS = frozenset({"REAL", "FLOAT", "DOUBLE", "NUMERIC"})
# What mdb-tables calls the kinds of objects that are no tables, by number.
_OBJECTS = {
    "0": "form",
    "2": "macro",
    "4": "report",
    "5": "query",
    "6": "link to a table elsewhere",
    "7": "module",
}
# A table's name is on a command line while it is read; one of so many digits may be a person's.
_MOST_DIGITS = 6


def records(source: Source) -> Iterator[list[Any]]:
    """Yield the records of a database.

    Raises QuarantineError when mdbtools is missing, or can't read it as a whole.
    """
    if not tools.are_installed():
        raise QuarantineError(tools.INSTALL)
    dropped: Counter[str] = Counter({"keys, indexes and relations (not read)": 1})
    with tools.database(source) as stream:
        names = tables_of(stream)
        for line in tools.lines(stream, "mdb-tables", "-1", "-T", "-t", "any", tools.DATABASE):
            kind = _OBJECTS.get(line.split(" ", 1)[0]) if line != "2 MSysDb" else None
            if kind is not None:
                dropped[kind] += 1
        tables = []
        for name in names:
            if len(digits(name)) > _MOST_DIGITS:
                # Counted as left out; the report then has exit code 4.
                reason = "a table whose name is a long number: rename it and run again"
                yield ["quarantined", reason]
            else:
                tables.append((name, _columns(stream, name)))
        about = [
            {"name": name, "columns": [[column, kind, False, 0] for column, kind in columns]}
            for name, columns in tables
        ]
        yield ["schema", {"encoding": "UTF-8", "tables": about, "sql": []}]
        for number, (name, columns) in enumerate(tables):
            yield from _rows(stream, number, name, columns)
    yield ["dropped", dict(dropped)]


def tables_of(stream: IO[bytes]) -> list[str]:
    """Return the names of the tables. Raises QuarantineError for what mdbtools can't read."""
    if "MSysObjects" not in tools.lines(stream, "mdb-tables", "-S", "-1", tools.DATABASE):
        raise QuarantineError(tools.DAMAGED)
    return tools.lines(stream, "mdb-tables", "-1", "-t", "table", tools.DATABASE)


def count_of(stream: IO[bytes], name: str) -> int:
    """Return how many rows a table has, as the database says."""
    found = "".join(tools.lines(stream, "mdb-count", tools.DATABASE, name)).strip()
    if not found.isdecimal():
        raise QuarantineError(tools.DAMAGED)
    return int(found)


def _columns(stream: IO[bytes], name: str) -> list[tuple[str, str]]:
    """Return (name, type) of a table's columns."""
    with tools.run(stream, "mdb-export", *_EXPORT, tools.DATABASE, name) as printed:
        header = next(_parsed(printed), [])
        while printed.read(1 << 20):
            pass
    statement = "\n".join(
        tools.lines(stream, "mdb-schema", *_SCHEMA, "-T", name, tools.DATABASE, "sqlite")
    )
    types = {m[1].replace("``", "`"): m[2].upper() for m in _COLUMN.finditer(statement)}
    return [(column, types.get(column, "TEXT")) for column in header]


def _rows(
    stream: IO[bytes], number: int, name: str, columns: list[tuple[str, str]]
) -> Iterator[list[Any]]:
    expected, found = count_of(stream, name), 0
    rows: list[list[Any]] = []
    with tools.run(stream, "mdb-export", *_EXPORT, tools.DATABASE, name) as printed:
        table = _parsed(printed)
        next(table, None)
        for row in table:
            if len(row) != len(columns):
                raise QuarantineError(tools.DAMAGED)
            rows.append([_value(c, kind) for c, (_, kind) in zip(row, columns, strict=True)])
            found += 1
            if len(rows) >= _ROWS:
                yield ["rows", number, rows]
                rows = []
    if found != expected:
        raise QuarantineError(tools.DAMAGED)
    if rows:
        yield ["rows", number, rows]


def _parsed(printed: IO[bytes]) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 30)
    text = io.TextIOWrapper(printed, "utf-8", "surrogateescape", newline="")
    try:
        yield from csv.reader(text, strict=True)
    except csv.Error:
        raise QuarantineError(tools.DAMAGED) from None
    finally:
        text.detach()


def _value(cell: str, kind: str) -> Any:
    if cell == _NULL:
        return None
    if kind == "INTEGER" and _INTEGER.fullmatch(cell):
        return int(cell)
    if kind in _REALS and _REAL.fullmatch(cell):
        return float(cell)
    if kind == "BLOB":
        try:
            return {"b": base64.b64encode(bytes.fromhex(cell)).decode()}
        except ValueError:
            raise QuarantineError(tools.DAMAGED) from None
    return kept_text(cell.encode("utf-8", "surrogateescape"))
