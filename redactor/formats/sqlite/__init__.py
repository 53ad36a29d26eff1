"""SQLite databases: read without executing anything of theirs, and written anew.

The copy has the tables with their columns, keys and indexes, the rows, and views and triggers that
hold no text of their own. It is a new file: no page of it ever held what was removed. What is left
out is counted by kind; docs/formats.md says what.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from redactor.formats import sandbox
from redactor.formats.sqlite import checking, reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "SQLite database"
ORDER = 20
# `texts` goes back and forth in a file: a member of an archive is held for it.
SEEKS = True

write = writing.write
texts = checking.texts

_MAGIC = b"SQLite format 3\0"


def recognise(source: Source) -> bool:
    """Say whether a file is a SQLite database. Raises as `Source.open`."""
    return source.head(len(_MAGIC)) == _MAGIC


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a database: all names, then the rows of each table.

    Raises QuarantineError when it is damaged.
    """
    function = "redactor.formats.sqlite.records:records"
    return reading.batches(sandbox.stream(function, source, kind="a database"), batch_bytes)


def balance(source: Source) -> Counter[str]:
    """Count the tables, rows and values of a database, or of its copy."""
    function = "redactor.formats.sqlite.checking:counts"
    return Counter(next(iter(sandbox.stream(function, source, kind="a database")), {}))
