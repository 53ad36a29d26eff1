"""Access databases (.mdb, .accdb): read with mdbtools where it is installed, written as SQLite.

No free program writes Access files. One SQLite file keeps the tables together, with their types,
and opens anywhere; a folder of CSV files would lose which are empty and which missing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import sqlite
from redactor.formats.access import records, tools
from redactor.formats.sqlite import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "Access database"
ORDER = 20

write = sqlite.write
texts = sqlite.texts

_MAGIC = (b"Standard Jet DB", b"Standard ACE DB")


def recognise(source: Source) -> bool:
    """Say whether a file is an Access database. Raises as `Source.open`.

    Raises QuarantineError, which says what to install, where mdbtools is missing.
    """
    if not source.head(32).startswith(_MAGIC, 4):
        return False
    if not tools.are_installed():
        raise QuarantineError(tools.INSTALL)
    return True


def target_suffix(source: Source) -> str | None:
    """Return the suffix of the copy, which is a SQLite database."""
    del source
    return ".sqlite"


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a database, or of its copy.

    Raises QuarantineError when it is damaged or encrypted.
    """
    if sqlite.recognise(source):
        return sqlite.read(source, batch_bytes=batch_bytes)
    return reading.batches(records.records(source), batch_bytes)


def balance(source: Source) -> Counter[str]:
    """Count the tables, rows and values of a database, or of its copy."""
    if sqlite.recognise(source):
        return sqlite.balance(source)
    found: Counter[str] = Counter()
    for kind, *rest in records.records(source):
        if kind == "schema":
            found["tables"] = len(rest[0]["tables"])
        elif kind == "rows":
            found["rows"] += len(rest[1])
            # As of SQLite: BLOBs are not counted.
            found["values"] += sum(isinstance(v, int | float | str) for row in rest[1] for v in row)
    return found
