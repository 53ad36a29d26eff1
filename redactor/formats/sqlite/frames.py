"""Frames: what the writer of a database needs to make its tables and put values back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """A table as it is made anew; names are places in the names of the schema's batch.

    columns     (name, declared type, not null, place in the primary key or 0, default or None).
    indexes     (name or None, is unique, ((column's number, descending), ...)).
    references  (other table, ((column's number, its column or None), ...)), all by name.
    """

    name: int
    columns: tuple[tuple[int, str, bool, int, str | None], ...]
    indexes: tuple[tuple[int | None, bool, tuple[tuple[int, bool], ...]], ...] = ()
    references: tuple[tuple[int, tuple[tuple[int, int | None], ...]], ...] = ()
    is_strict: bool = False
    has_rowid: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class Schema:
    """The batch's one column holds names, and behind them the statements of views and triggers.

    `originals` are the same before anything was replaced: what was changed is not a statement.
    """

    tables: tuple[Table, ...]
    originals: tuple[str, ...]
    statements: tuple[int, ...] = ()
    encoding: str = "UTF-8"


@dataclass(frozen=True, slots=True, repr=False)
class Value:
    """A value that is not text: how it stood in the database, and the text it is searched as.

    `codec` is that of a BLOB which is text; "" for one that is none, and is left out.
    """

    original: int | float | bytes
    text: str | None
    codec: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """Rows of a table; `values` has a tuple for each column, None for a column of texts."""

    table: int
    values: tuple[tuple[Value | None, ...] | None, ...] = field(default=())


@dataclass(frozen=True, slots=True, repr=False)
class Nothing:
    """A batch without cells, for what it says was dropped."""
