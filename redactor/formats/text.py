"""Plain text, logs and chats: one column without a name, a row a line.

A label that stands alone in its line ("CNIC:", "موبائل نمبر") is one row with the line that
follows, so that the number below is seen with its label. Line ends stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from redactor.formats import lines, signatures
from redactor.formats.characters import RECORD_LIMIT, Characters
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.headers import is_name
from redactor.formats.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from redactor.batch import Batch
    from redactor.formats.source import Source

# `write` puts out each batch before it asks for the next one: a copy can go on where it stopped.
APPENDS = True
NAME = "plain text"

# Lines that one row can hold: labels and blank lines, and the line that ends them.
_MOST_JOINED = 8
# So few lines are looked at one by one: a message, a note in an archive.
_FEW = 256
# A line without digits that ends with a colon, marks of emphasis aside (`re` and Rust syntax).
_WITH_COLON = r"^[^\d]{1,40}[:：][\s*_\"']*$"
_SHORT = r"^[^\d:]{2,40}$"


def recognise(source: Source) -> bool:
    """Say whether this is text at all, of whatever kind. Raises as `Source.open`."""
    data = source.head(HEAD)
    text = decode_all(data, detect(source), final=len(data) < HEAD)
    return signatures.of_bytes(data) is None and not signatures.is_binary(text)


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the lines of a file in batches of about `batch_bytes` bytes.

    A line longer than RECORD_LIMIT characters is quarantined. Raises as `Source.open`.
    """
    encoding = detect(source)
    mark, row = encoding.mark, 0
    with source.open() as stream:
        characters = Characters(stream, encoding, batch_bytes)
        while True:
            if not characters.is_last:
                characters.fill()
            cells, ends, taken, is_blocked = _block(characters)
            if len(cells):
                yield lines.batch(cells, Lines(encoding, mark, ends), row + 1)
                row += len(cells)
                mark = b""
            characters.take(taken)
            if is_blocked:
                row += 1
                yield lines.quarantine(
                    characters, RECORD_LIMIT, encoding=encoding, mark=mark, row=row, returns=True
                )
                mark = b""
            if characters.is_last and not characters.text:
                break
    if mark:
        yield lines.batch([], Lines(encoding, mark, ""), 1)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write batches that `read` gave, with whatever cells they have now.

    Raises InputError for a text that the file's encoding can't hold.
    """
    for batch in batches:
        if not isinstance(batch.frame, Lines):
            raise TypeError("not a batch of plain text")
        sink.write(lines.encoded(batch, batch.frame))


def _block(
    characters: Characters,
) -> tuple[list[str], str | tuple[str, ...], int, bool]:
    """Return rows of the window, their ends, the characters they take, and what comes next.

    The last is True if the line behind them is longer than a line may be.
    """
    text = characters.text
    whole = lines.whole(text, is_last=characters.is_last, returns=True)
    is_blocked = len(text) - whole - text.endswith("\r") > RECORD_LIMIT
    found, ends = lines.split(text[:whole], returns=True)
    if whole > RECORD_LIMIT:
        for number, line in enumerate(found):
            if len(line) > RECORD_LIMIT:
                found, is_blocked = found[:number], True
                ends = ends if isinstance(ends, str) else ends[:number]
                break
    is_complete = characters.is_last or is_blocked
    labels = _labels(found)
    if not labels:
        end = ends if isinstance(ends, str) else lines.packed(ends or [""])
        size = sum(map(len, found)) + _size(ends, len(found))
        return found, end, size, is_blocked
    each = [ends] * len(found) if isinstance(ends, str) else ends
    cells, cell_ends = _joined(found, each, labels, is_complete=is_complete)
    size = sum(map(len, cells)) + sum(map(len, cell_ends))
    return cells, lines.packed(cell_ends or [""]), size, is_blocked


def _size(ends: str | list[str], count: int) -> int:
    return len(ends) * count if isinstance(ends, str) else sum(map(len, ends))


def _labels(found: list[str]) -> frozenset[int]:
    """Return which lines are labels that stand alone."""
    if len(found) < _FEW:
        return frozenset(
            number
            for number, line in enumerate(found)
            if re.search(_WITH_COLON, line) or (re.search(_SHORT, line) and is_name(line))
        )
    column = pl.Series(found, dtype=pl.String)
    labels = set(column.str.contains(_WITH_COLON).arg_true())
    short = column.str.contains(_SHORT)
    names = [text for text in column.filter(short).unique().to_list() if is_name(text)]
    if names:
        labels.update(column.is_in(names).arg_true())
    return frozenset(labels)


def _joined(
    found: list[str], ends: list[str], labels: frozenset[int], *, is_complete: bool
) -> tuple[list[str], list[str]]:
    """Join labels with what follows them; leave off a last one whose next line is not there yet."""
    cells: list[str] = []
    cell_ends: list[str] = []
    number, count = 0, len(found)
    while number < count:
        stop = number + 1
        if number in labels:
            most = min(count, number + _MOST_JOINED)
            while stop < most and (stop in labels or not found[stop].strip()):
                stop += 1
            if stop < most:
                stop += 1
            elif stop < number + _MOST_JOINED and not is_complete:
                break
        pieces = [part for at in range(number, stop) for part in (found[at], ends[at])]
        cell_ends.append(pieces.pop())
        cells.append("".join(pieces))
        number = stop
    return cells, cell_ends
