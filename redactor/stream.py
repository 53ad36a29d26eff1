"""Standard input to standard output: the same run, with nothing shown before it is verified."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from redactor.errors import InputError
from redactor.formats import Source

if TYPE_CHECKING:
    from redactor.pipeline import Pipeline
    from redactor.report import Report

# Bytes of standard input that are held in memory: it is read more than once, and no copy of the
# data is ever put on disk.
LIMIT = 1 << 29


def redact_stream(source: IO[bytes], sink: IO[bytes], pipeline: Pipeline) -> Report:
    """Redact what `source` gives and write it to `sink`, verified first.

    Raises InputError when there is more than LIMIT bytes.
    """
    data = source.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise InputError("standard input is larger than 512 MiB: save it to a file and name that")
    with tempfile.TemporaryDirectory(prefix="redactor-") as folder:
        target = Path(folder) / "copy"
        report = pipeline.redact_source(Source("standard input", None, data), target)
        with target.open("rb") as copy:
            while block := copy.read(1 << 20):
                sink.write(block)
        sink.flush()
    return report
