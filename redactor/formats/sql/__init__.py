"""SQL dumps: MySQL, PostgreSQL (COPY and INSERT), SQL Server, SQLite, Oracle text exports.

A table's columns are the columns, by CREATE TABLE, the statement's own list, or position. Comments,
defaults, views, triggers, names and all other code are searched as cells without a column. What
was not changed is written as it stood, to the byte. Where a replacement does not fit a column's
type, its CREATE TABLE gets a type that it fits. Binary data (photographs) is dropped and counted.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from redactor.errors import QuarantineError
from redactor.formats import signatures
from redactor.formats.characters import Characters
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.pieces import Cells, Gathering, finished
from redactor.formats.sql import dialect as dialects
from redactor.formats.sql import widening
from redactor.formats.sql.scanner import Scanner
from redactor.formats.time_limit import go_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "SQL dump"

# Characters of one row or literal: MySQL's largest packet is 1 GiB, its default 64 MiB.
LIMIT = 80 << 20


def recognise(source: Source) -> bool:
    """Say whether the first MiB is text with statements of a dump. Raises as `Source.open`."""
    data = source.head(HEAD)
    if signatures.of_bytes(data) is not None:
        return False
    kind = signatures.of_text(decode_all(data, detect(source), final=len(data) < HEAD))
    return kind is not None and kind.name == "a SQL dump"


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a dump, from about `batch_bytes` bytes of it at a time.

    Raises QuarantineError for a literal of more than LIMIT characters (a quote that never closes),
    and as `Source.open`.
    """
    encoding = detect(source)
    head = source.head(HEAD)
    dialect = dialects.detect(decode_all(head, encoding, final=len(head) < HEAD))
    scanner = Scanner(dialect)
    mark, base, row = encoding.mark, 0, 1
    with source.open() as stream:
        characters = Characters(stream, encoding, batch_bytes)
        while True:
            if not characters.is_last:
                characters.fill()
            gathering = Gathering()
            text = characters.text
            taken = scanner.scan(text, base, gathering, is_last=characters.is_last)
            if taken or mark:
                chunk = widening.Typed(text[:taken], base, encoding, mark, dialect=dialect)
                chunk.types, scanner.types = scanner.types, []
                for batch in gathering.batches(chunk, row):
                    row += batch.rows
                    yield batch
                mark = b""
            elif len(text) > LIMIT:
                raise QuarantineError(
                    f"a SQL dump with a literal of more than {LIMIT} characters: a quote that is "
                    "never closed? Export it anew, or give --text to have it searched line by line"
                )
            if characters.is_last:
                break
            characters.take(taken)
            base += taken


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write batches that `read` gave, with whatever cells they have now.

    Raises InputError for a cell that the file's encoding can't hold.
    """
    lengths: Counter[tuple[str | None, str | None]] = Counter()
    types: list[widening.Place] = []
    done = 0
    for chunk in finished(batches, lengths):
        data = chunk.data()
        if isinstance(chunk, widening.Typed):
            types += widening.places(chunk, done)
        sink.write(data)
        done += len(data)
    widening.widen(sink, types, lengths)


class Balance:
    """Counts rows and cells by table, batch by batch."""

    def __init__(self) -> None:
        """Start with none."""
        self.counts: Counter[str] = Counter()
        self._tables: dict[object, int] = {}

    def add(self, batch: Batch) -> None:
        """Take in a batch as it was read."""
        frame = batch.frame
        if isinstance(frame, Cells) and frame.owners is not None:
            kind = "keys in JSON" if batch.columns[0].name is None else "values in JSON"
            self.counts[kind] += batch.rows
            self.counts["values in JSON"] += sum(part.count for part in batch.dropped)
            return
        names = tuple(column.name for column in batch.columns)
        if len(names) == 1 and (batch.table is None or names[0] is None):
            return
        # By order of appearance: a table's name can be redacted.
        number = self._tables.setdefault((batch.table, len(names)), len(self._tables))
        self.counts[f"rows of table {number}"] += batch.rows
        if isinstance(frame, Cells):
            # A short row's missing cells stand nowhere.
            self.counts[f"cells of table {number}"] += sum(
                int(np.count_nonzero(np.asarray(ends) > 0)) for ends in frame.ends
            )


def balance(source: Source) -> Counter[str]:
    """Count rows and cells by table. Raises as `read`."""
    found = Balance()
    for batch in read(source):
        found.add(batch)
        go_on()
    return found.counts
