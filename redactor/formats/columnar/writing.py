"""Batches to a new Parquet or Arrow file: no metadata, no statistics, no categories.

A column (or a leaf of a nested one) in which nothing was replaced keeps its type; one in which
something was is text throughout. Which it is shows only at the end, so rows wait in files of a
private folder until then.
"""

from __future__ import annotations

import base64
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from redactor.formats.columnar import types
from redactor.formats.columnar.reading import Leaves, Rows, Schema, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from redactor.batch import Batch

    Changed = frozenset[types.Path]

_ROW_GROUP = 1 << 17


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write the batches of a file that `read` gave, with whatever cells they have now."""
    with tempfile.TemporaryDirectory(prefix="redactor-") as folder:
        writer: _Writer | None = None
        for batch in batches:
            if isinstance(batch.frame, Schema):
                names = batch.columns[0].cells.to_list()
                writer = _Writer(Path(folder), batch.frame, names)
            elif writer is not None:
                writer.take(batch)
        if writer is None:
            raise TypeError("not batches of a columnar file")
        writer.finish(sink)


class _Writer:
    """One file on its way; the state is which leaves were changed in which part of it."""

    def __init__(self, folder: Path, schema: Schema, names: list[str | None]) -> None:
        self._folder = folder
        self._is_parquet = schema.is_parquet
        self._olds = schema.specs
        left = iter([name or "" for name in names])
        taken: set[str] = set()
        self._names: list[str] = []
        self._specs: list[types.Spec] = []
        for spec in schema.specs:
            self._names.append(types.unique(next(left), taken))
            self._specs.append(types.renamed(spec, left))
        self._changed: list[Changed] = [frozenset()] * len(self._specs)
        self._parts: list[list[Changed]] = []
        self._leaves: dict[int, dict[types.Path, list[str | None]]] = {}

    def take(self, batch: Batch) -> None:
        """Put rows into a part of their own, or keep leaves until their rows come."""
        frame = batch.frame
        if isinstance(frame, Leaves):
            texts = batch.columns[0].cells.to_list()
            self._leaves.setdefault(frame.place, {})[frame.path] = texts
        elif isinstance(frame, Rows):
            texts_by_place = {
                place: column.cells.to_list()
                for place, column in zip(frame.flat, batch.columns, strict=True)
            }
            columns, changes = [], []
            for place, values in enumerate(frame.values):
                if place in texts_by_place:
                    column, changed = self._flat(place, values, texts_by_place[place])
                else:
                    column, changed = self._nested(place, values, self._leaves.pop(place, {}))
                columns.append(column)
                changes.append(changed)
            self._changed = [a | b for a, b in zip(self._changed, changes, strict=True)]
            pl.DataFrame(columns).write_ipc(self._part(len(self._parts)))
            self._parts.append(changes)

    def _part(self, number: int) -> Path:
        return self._folder / f"{number:06d}.arrow"

    def _flat(
        self, place: int, values: list[Any], texts: list[str | None]
    ) -> tuple[pl.Series, Changed]:
        spec, name = self._specs[place], self._names[place]
        if spec == "String":
            return pl.Series(name, texts, pl.String), frozenset()
        before = texts_of(spec, values)
        if spec == "Binary":
            return types.series(spec, _bytes(values, before, texts), name), frozenset()
        if before == texts:
            return types.series(spec, values, name), frozenset()
        return pl.Series(name, texts, pl.String), frozenset({()})

    def _nested(
        self, place: int, values: list[Any], texts: dict[types.Path, list[str | None]]
    ) -> tuple[pl.Series, Changed]:
        old, new = self._olds[place], self._specs[place]
        left = {path: deque(found) for path, found in texts.items()}
        changed: set[types.Path] = set()

        def compare(path: types.Path, spec: types.Spec, value: Any) -> None:
            now = left[path].popleft()
            if spec not in ("String", "Binary") and now != types.text_of(spec, value):
                changed.add(path)

        def put(path: types.Path, spec: types.Spec, value: Any) -> Any:
            now = left[path].popleft()
            if spec == "Binary":
                return _bytes([value], [types.text_of(spec, value)], [now])[0]
            return now if spec == "String" or path in changed else value

        for value in values:
            types.mapped(old, value, compare)
        left = {path: deque(found) for path, found in texts.items()}
        rebuilt = [_named(old, new, types.mapped(old, value, put)) for value in values]
        spec = types.with_texts(new, frozenset(changed))
        return types.series(spec, rebuilt, self._names[place]), frozenset(changed)

    def finish(self, sink: BinaryIO) -> None:
        """Give every part the same types, and write the file."""
        for number, changes in enumerate(self._parts):
            if changes != self._changed:
                self._convert(number, changes)
        specs = [types.with_texts(s, c) for s, c in zip(self._specs, self._changed, strict=True)]
        schema = {n: types.dtype_of(s) for n, s in zip(self._names, specs, strict=True)}
        if not self._parts:
            table = pl.LazyFrame(schema=schema)
        else:
            parts = [self._part(number) for number in range(len(self._parts))]
            table = pl.concat([pl.scan_ipc(part, glob=False) for part in parts], rechunk=False)
        if self._is_parquet:
            table.sink_parquet(sink, statistics=False, row_group_size=_ROW_GROUP)
        else:
            table.sink_ipc(sink)

    def _convert(self, number: int, changes: list[Changed]) -> None:
        """Make text in a part of what was changed in another."""
        part = self._part(number)
        table = pl.read_ipc(part)
        columns = []
        for place, column in enumerate(table.get_columns()):
            missing = self._changed[place] - changes[place]
            if missing:
                spec = types.with_texts(self._specs[place], changes[place])
                values = types.carried(column, spec)
                texts = [types.as_texts(spec, value, missing) for value in values]
                column = types.series(types.with_texts(spec, missing), texts, column.name)
            columns.append(column)
        part.unlink()
        pl.DataFrame(columns).write_ipc(part)


def _bytes(
    values: list[Any], before: list[str | None], texts: list[str | None]
) -> list[dict[str, str] | None]:
    """Return bytes: as they were, those of a changed text, or none for what is no text."""
    made: list[Any] = []
    for value, old, new in zip(values, before, texts, strict=True):
        if value is None or (old is not None and old == new):
            made.append(value)
        else:
            made.append({"b": base64.b64encode((new or "").encode()).decode()})
    return cast("list[dict[str, str] | None]", made)


def _named(old: types.Spec, new: types.Spec, value: Any) -> Any:
    """Return a value with the new names of its fields."""
    if value is None or not types.is_nested(old) or old == new:
        return value
    if old[0] == "Struct":
        return {
            name: _named(its, now, value[before])
            for (before, its), (name, now) in zip(old[1], new[1], strict=True)
        }
    return [_named(old[1], new[1], item) for item in value]
