"""How the tests of formats read, write and compare."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

import polars as pl
import pytest

from redactor.batch import Batch
from redactor.formats import sandbox
from redactor.formats.source import Source

Cells = list[list[tuple[str | None, str]]]


def write(module: ModuleType, batches: Iterable[Batch]) -> bytes:
    sink = io.BytesIO()
    module.write(batches, sink)
    return sink.getvalue()


def read(module: ModuleType, data: bytes, name: str = "x.csv", **options: object) -> list[Batch]:
    return list(module.read(Source.from_bytes(data, name), **options))


def cells(batches: Iterable[Batch]) -> Cells:
    """Return every row as (column name, cell) pairs, missing cells left out."""
    found: Cells = []
    for batch in batches:
        names = [column.name for column in batch.columns]
        rows = zip(*(column.cells.to_list() for column in batch.columns), strict=True)
        for row in rows:
            pairs = zip(names, row, strict=True)
            found.append([(name, cell) for name, cell in pairs if cell is not None])
    return found


def change(batches: list[Batch], old: str, new: str) -> list[Batch]:
    """Return the batches with one text in place of another wherever it is a whole cell."""
    changed = []
    for batch in batches:
        series = [
            pl.Series([new if cell == old else cell for cell in column.cells], dtype=pl.String)
            for column in batch.columns
        ]
        changed.append(batch.with_cells(series))
    return changed


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do children's work in this process: for tests of what it does, a thousand times."""

    def stream(function: str, source: Source, **given: Any) -> Iterator[object]:
        module, _, name = function.partition(":")
        try:
            yield from getattr(import_module(module), name)(source, **given["options"])
        except Exception as error:
            raise sandbox.ChildError("it failed", type(error).__name__) from None

    monkeypatch.setattr(sandbox, "stream", stream)


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """Give tests the functions above (test modules here can't import one another)."""
    return SimpleNamespace(read=read, write=write, cells=cells, change=change)
