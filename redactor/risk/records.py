"""The rows of a file: what of it is a table, so that its cells can be told of one person.

Most formats give rows as they are. JSON is read value by value, each key by itself, for the sake
of its bytes; to be measured, its records are read here as rows: a list of objects is a table, the
keys of objects in them are joined by a dot. Other files whose values come by themselves, such as
XML, hold no rows: to measure each column alone would hide what they tell together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from redactor.batch import Batch, Column
from redactor.errors import InputError
from redactor.formats.encoding import detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from redactor.formats.source import Source

Headers = tuple[str, ...]
NO_TABLE: Final = "no table with a header: free text is not measured"
NO_ROWS: Final = "values without rows: write it as CSV to have it measured"
LISTS: Final = "lists inside of its records are not measured"
# Bytes of a JSON document, which is held as a whole.
_MOST_BYTES: Final = 1 << 28
_DEEPEST: Final = 20


def rows_of(
    source: Source, module: ModuleType, notes: list[str]
) -> Iterator[tuple[Headers, Batch]]:
    """Yield the headers and rows of each table in a file; `notes` takes what is none, and why.

    Raises QuarantineError and InputError as the format's `read`.
    """
    found = False
    read = _of_json(source, notes) if module.NAME == "JSON" else _of_batches(source, module, notes)
    for headers, batch in read:
        found = True
        yield headers, batch
    if not found and not notes:
        notes.append(NO_TABLE)


def headers_of(batch: Batch) -> Headers | None:
    """Return a batch's headers without those of overflow cells; None for what is no row."""
    names = [column.name for column in batch.columns]
    if all(name is None for name in names):
        return None
    last = max(place for place, name in enumerate(names) if name is not None)
    return tuple(name or "" for name in names[: last + 1])


def _of_batches(
    source: Source, module: ModuleType, notes: list[str]
) -> Iterator[tuple[Headers, Batch]]:
    alone: list[tuple[Headers, Batch]] = []
    for batch in module.read(source):
        headers = headers_of(batch)
        if headers is None or not batch.rows:
            continue
        if len(headers) == 1:
            alone.append((headers, batch))
        else:
            yield headers, batch
    # Several columns by themselves are no rows: nobody knows which cells belong together.
    if len({headers for headers, _ in alone}) == 1:
        yield from alone
    elif alone:
        notes.append(NO_ROWS)


def _of_json(source: Source, notes: list[str]) -> Iterator[tuple[Headers, Batch]]:
    tables: dict[tuple[str, ...], list[dict[str, str]]] = {}
    try:
        documents = _documents(source)
    except (ValueError, RecursionError):
        # Damaged: redacted piece by piece, but its records can't be told apart.
        notes.append(NO_ROWS)
        return
    for document in documents:
        _gather(document, (), tables, notes)
    for path, rows in tables.items():
        headers = tuple(dict.fromkeys(name for row in rows for name in row))
        cells = (pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in headers)
        columns = tuple(Column(name, c) for name, c in zip(headers, cells, strict=True))
        yield headers, Batch(columns, table=".".join(path) or None)
    if not tables:
        notes.append(NO_ROWS)


def _documents(source: Source) -> list[Any]:
    """Return a document, or the records of one a line as a list. Raises ValueError, InputError."""
    with source.open() as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise InputError("a JSON document too large to be measured: write it as CSV")
    text = content.decode(detect(source).codec, "replace").removeprefix("\ufeff")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line[0] + line[-1] == "{}" for line in lines):
        return [[_loaded(line) for line in lines]]
    return [_loaded(text)]


def _loaded(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def _gather(
    value: Any, path: tuple[str, ...], tables: dict[tuple[str, ...], list[dict[str, str]]],
    notes: list[str], *, is_inside: bool = False,
) -> None:  # fmt: skip
    """Take the lists of objects below a value as tables."""
    if len(path) > _DEEPEST:
        raise InputError("JSON nested too deeply to be measured")
    if isinstance(value, dict):
        for key, below in value.items():
            _gather(below, (*path, key), tables, notes, is_inside=is_inside)
    elif isinstance(value, list):
        if is_inside and value and LISTS not in notes:
            notes.append(LISTS)
        records = [record for record in value if isinstance(record, dict)]
        if records and len(records) == len(value) and not is_inside:
            tables.setdefault(path, []).extend(map(_flat, records))
        for below in value:
            _gather(below, path, tables, notes, is_inside=True)


def _flat(record: dict[str, Any], before: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{before}{key}.")
        elif not isinstance(value, list):
            # A lone surrogate has no place in a cell.
            text = "" if value is None else str(value).encode("utf-8", "replace").decode("utf-8")
            cells[f"{before}{key}"] = text
    return cells
