"""Values of a Parquet or Arrow file as records that JSON can carry; runs in the sandbox.

    ["schema", [[name, spec], ...]]
    ["rows", [[value, ...] of each column]]
    ["dropped", {kind: count}]
Specs and values are those of `redactor.formats.columnar.types`.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor.formats.columnar import types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

# Rows of one record.
_ROWS = 8_192
PARQUET, ARROW = b"PAR1", b"ARROW1"


def records(source: Source) -> Iterator[list[Any]]:
    """Yield the records of a file. Raises polars' errors for a damaged one."""
    frame = scanned(source)
    schema = frame.collect_schema()
    specs = [[name, types.spec_of(dtype)] for name, dtype in schema.items()]
    yield ["schema", specs]
    for batch in frame.collect_batches(chunk_size=_ROWS, maintain_order=True):
        for part in batch.iter_slices(_ROWS):
            columns = part.get_columns()
            yield [
                "rows",
                [types.carried(c, spec) for c, (_, spec) in zip(columns, specs, strict=True)],
            ]
    as_text = sum(isinstance(dtype, pl.Categorical | pl.Enum) for dtype in schema.dtypes())
    kinds = {
        "metadata and statistics of the file": 1,
        "list of categories (its column is text)": as_text,
    }
    yield ["dropped", {kind: count for kind, count in kinds.items() if count}]


def counts(source: Source) -> Iterator[dict[str, int]]:
    """Yield the number of columns, rows and values; bytes are not counted."""
    frame = scanned(source)
    kinds = frame.collect_schema()
    counted = [name for name, dtype in kinds.items() if dtype != pl.Binary]
    table = frame.select(
        pl.len().alias("rows"),
        pl.sum_horizontal(pl.lit(0), *(pl.col(name).count() for name in counted)).alias("values"),
    ).collect(engine="streaming")
    rows, values = table.row(0)
    yield {"columns": len(kinds), "rows": int(rows), "values": int(values)}


def scanned(source: Source) -> pl.LazyFrame:
    """Return a file as a table that is read piece by piece."""
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    given: Any = source.path if source.path is not None else io.BytesIO(source.data or b"")
    if source.head(len(PARQUET)) == PARQUET:
        return pl.scan_parquet(given, glob=False, hive_partitioning=False, use_statistics=False)
    if isinstance(given, io.BytesIO):
        return pl.scan_ipc(given)
    return pl.scan_ipc(given, glob=False, hive_partitioning=False)
