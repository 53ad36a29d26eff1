"""From the records of a columnar file to batches.

Flat columns come side by side, as a table. The leaves of nested ones (lists, structs) come before
their rows, one batch for each leaf, under the name of the field that they stand in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor.batch import HEADINGS, Batch, Column, Dropped
from redactor.formats.columnar import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True, repr=False)
class Schema:
    """The batch's one column holds all names: of columns, each followed by those of its fields."""

    specs: tuple[types.Spec, ...]
    is_parquet: bool


@dataclass(frozen=True, slots=True, repr=False)
class Leaves:
    """One column: the leaves at `path` of the nested column `place`, in order of rows."""

    place: int
    path: types.Path


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """Rows of all columns; `values` has each column's, `flat` says which are in the batch."""

    values: tuple[list[Any], ...]
    flat: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Nothing:
    """A batch without cells, for what it says was dropped."""


def batches(records: Iterable[list[Any]], batch_bytes: int, *, is_parquet: bool) -> Iterator[Batch]:
    """Yield the batches of a file."""
    specs: list[tuple[str, types.Spec]] = []
    dropped: Counter[str] = Counter()
    waiting: list[list[Any]] = []
    size = row = 0
    for kind, content in records:
        if kind == "schema":
            specs = [(name, spec) for name, spec in content]
            names = [n for name, spec in specs for n in (name, *types.field_names(spec))]
            column = Column(None, pl.Series(names, dtype=pl.String))
            frame = Schema(tuple(spec for _, spec in specs), is_parquet)
            yield Batch((column,), frame, table=HEADINGS)
        elif kind == "rows":
            waiting = waiting or [[] for _ in specs]
            for values, more in zip(waiting, content, strict=True):
                values += more
            size += sum(len(v) if isinstance(v, str) else 8 for more in content for v in more)
            if size >= batch_bytes:
                yield from _rows(specs, waiting, row, dropped)
                row += len(waiting[0]) if waiting else 0
                waiting, size = [], 0
        elif kind == "dropped":
            if waiting:
                yield from _rows(specs, waiting, row, dropped)
            dropped.update(content)
            kinds = tuple(Dropped(name, count) for name, count in (+dropped).items())
            yield Batch((), Nothing(), dropped=kinds)


def _rows(
    specs: list[tuple[str, types.Spec]], columns: list[list[Any]], row: int, dropped: Counter[str]
) -> Iterator[Batch]:
    flat = []
    table = []
    for place, ((name, spec), values) in enumerate(zip(specs, columns, strict=True)):
        if types.is_nested(spec):
            yield from _leaves(place, name, spec, values, row, dropped)
            continue
        flat.append(place)
        texts = texts_of(spec, values)
        if spec == "Binary":
            dropped[_NO_TEXT] += sum(
                text is None and value is not None
                for text, value in zip(texts, values, strict=True)
            )
        table.append(Column(name, pl.Series(texts, dtype=pl.String)))
    frame = Rows(tuple(columns), tuple(flat))
    yield Batch(tuple(table), frame, row + 1)


_NO_TEXT = "bytes that are no text (left empty)"


def texts_of(spec: types.Spec, values: list[Any]) -> list[str | None]:
    """Return the texts that the values of a flat column are searched as."""
    if spec == "String":
        return values
    return [None if value is None else types.text_of(spec, value) for value in values]


def _leaves(
    place: int, name: str, spec: types.Spec, values: list[Any], row: int, dropped: Counter[str]
) -> Iterator[Batch]:
    found: dict[types.Path, list[str | None]] = {}

    def take(path: types.Path, its: types.Spec, value: Any) -> None:
        text = types.text_of(its, value)
        dropped[_NO_TEXT] += text is None
        found.setdefault(path, []).append(text)

    for value in values:
        types.mapped(spec, value, take)
    for path, called, _ in types.leaves(spec, name):
        if path in found:
            column = Column(called, pl.Series(found[path], dtype=pl.String))
            yield Batch((column,), Leaves(place, path), row + 1, table=f"{name} {path}")
