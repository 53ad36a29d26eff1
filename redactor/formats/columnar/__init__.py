"""Parquet and Arrow (Feather version 2) files: read piece by piece in the sandbox, written anew.

Columns in which nothing was replaced keep their type, others are text. Metadata (that of pandas
holds values and names), statistics and lists of categories are in no copy. docs/formats.md says
what is carried over.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from redactor.errors import QuarantineError
from redactor.formats import sandbox
from redactor.formats.columnar import reading, records, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "columnar file"
ORDER = 20
# `texts` goes back and forth in a file: a member of an archive is held for it.
SEEKS = True

write = writing.write

# polars reserves much more address space than it uses.
LIMITS = sandbox.Limits(memory=8 << 30)
_MODULE = "redactor.formats.columnar.records"
_REFUSED = {
    b"PARE": "an encrypted Parquet file: decrypt it and run again",
    b"FEA1": "a Feather file of version 1: save it anew as version 2 or Parquet",
}


def recognise(source: Source) -> bool:
    """Say whether a file is Parquet or Arrow. Raises as `Source.open`.

    Raises QuarantineError for an encrypted one and for the old Feather format.
    """
    head = source.head(8)
    if head[:4] in _REFUSED:
        raise QuarantineError(_REFUSED[head[:4]])
    return head.startswith((records.PARQUET, records.ARROW))


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a file: all names, then the rows. Raises QuarantineError if damaged."""
    is_parquet = source.head(4) == records.PARQUET
    found = sandbox.stream(f"{_MODULE}:records", source, limits=LIMITS, kind="a columnar file")
    return reading.batches(found, batch_bytes, is_parquet=is_parquet)


def balance(source: Source) -> Counter[str]:
    """Count the columns, rows and values of a file, or of its copy."""
    found = sandbox.stream(f"{_MODULE}:counts", source, limits=LIMITS, kind="a columnar file")
    return Counter(next(iter(found), {}))


def texts(source: Source) -> Iterator[str]:
    """Yield what a written file holds: its names, its metadata, and each row with tabs between."""
    frame = records.scanned(source)
    yield "\t".join(map(str, frame.collect_schema().items()))
    if source.head(4) == records.PARQUET:
        metadata = pl.read_parquet_metadata(source.path or io.BytesIO(source.data or b""))
        yield "\t".join(f"{k}\t{v}" for k, v in metadata.items() if k != "ARROW:schema")
    for batch in frame.collect_batches(maintain_order=True):
        for row in batch.iter_rows():
            yield "\t".join(map(_shown, row))


def _shown(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
