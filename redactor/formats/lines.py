"""Lines: cutting text into them, and putting them back with the line ends they had."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from redactor.batch import Batch, Column, Quarantined
from redactor.formats.decoding import marks_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.formats.characters import Characters
    from redactor.formats.encoding import Encoding

# Stands in the output where a record was quarantined.
MARKER = "<QUARANTINED>"

# LF, CRLF and CR end a line; other separators of Unicode do not, no program here writes them so.
_ANY_END = re.compile(r"(\r\n|\r|\n)")
_SOME_END = re.compile(r"[\r\n]")

Ends = str | list[str]


@dataclass(frozen=True, slots=True)
class Lines:
    """What `write` needs for a batch of one column whose cells are lines.

    mark   bytes before the first cell (a byte order mark).
    ends   what follows each cell: one string for all, or one for each.
    """

    encoding: Encoding
    mark: bytes
    ends: str | tuple[str, ...]


def whole(text: str, *, is_last: bool, returns: bool) -> int:
    """Return how many characters are whole lines; all of them if nothing follows.

    With `returns` a lone CR ends a line too; one at the very end waits for what follows it.
    """
    if is_last:
        return len(text)
    if not returns:
        return text.rfind("\n") + 1
    size = len(text) - text.endswith("\r")
    return max(text.rfind("\n", 0, size), text.rfind("\r", 0, size)) + 1


def has_end(text: str, limit: int, *, returns: bool) -> bool:
    """Say whether a line ends within the first `limit` characters, or right behind them."""
    if text.find("\n", 0, limit + 1) >= 0:
        return True
    return returns and text.find("\r", 0, limit + 1) >= 0


def common_end(text: str, *, returns: bool) -> str | None:
    """Return the end that all lines of a text have, None if they differ or CRs stand elsewhere."""
    line_feeds, carriage_returns = text.count("\n"), text.count("\r")
    if not carriage_returns:
        return "\n"
    if carriage_returns == line_feeds == text.count("\r\n"):
        return "\r\n"
    return "\r" if returns and not line_feeds else None


def split(text: str, *, returns: bool) -> tuple[list[str], Ends]:
    r"""Cut whole lines from their ends; the last end is "" where the text stops without one.

    Without `returns`, CRs before a LF or before the end of the text belong to the end of the line.

    >>> split("a\r\nb", returns=True)
    (['a', 'b'], ['\r\n', ''])
    >>> split("a\nb\n", returns=True)
    (['a', 'b'], '\n')
    """
    end = common_end(text, returns=returns)
    if end is not None:
        lines = text.split(end)
        if not lines[-1]:
            lines.pop()
            return lines, end
        return lines, [end] * (len(lines) - 1) + [""]
    if returns:
        pieces = _ANY_END.split(text)
        lines, ends = pieces[::2], [*pieces[1::2], ""]
    else:
        pieces = text.split("\n")
        lines = [piece.rstrip("\r") for piece in pieces]
        ends = [piece[len(line) :] + "\n" for piece, line in zip(pieces, lines, strict=True)]
        ends[-1] = ends[-1][:-1]
    if not lines[-1] and not ends[-1]:
        lines.pop()
        ends.pop()
    return lines, ends


def batch(cells: Sequence[str], frame: Lines, first_row: int) -> Batch:
    """Return lines as a batch of one column without a name."""
    return Batch((Column(None, pl.Series(cells, dtype=pl.String)),), frame, first_row)


def packed(ends: Sequence[str]) -> str | tuple[str, ...]:
    """Return one string for ends that are all alike."""
    return ends[0] if len(set(ends)) == 1 else tuple(ends)


def encoded(given: Batch, frame: Lines) -> bytes:
    """Return the bytes of a batch of lines. Raises InputError as `Encoding.encode`."""
    cells = given.columns[0].cells
    if not len(cells):
        return frame.mark
    if isinstance(frame.ends, str) and not cells.null_count():
        text = cells.str.join(frame.ends)[0] + frame.ends
    else:
        ends = [frame.ends] * len(cells) if isinstance(frame.ends, str) else frame.ends
        text = "".join(
            f"{cell or ''}{end}" for cell, end in zip(cells.to_list(), ends, strict=True)
        )
    return frame.mark + frame.encoding.encode(text)


def quarantine(
    characters: Characters, limit: int, *, encoding: Encoding, mark: bytes, row: int, returns: bool
) -> Batch:
    """Skip a record longer than `limit` characters; return the marker that stands for it.

    Skipped is all up to the first line end behind `limit` characters, in memory of one chunk.
    """
    byte = characters.byte
    found = _SOME_END if returns else re.compile("\n")
    left = limit
    marks: Counter[str] = Counter()
    while True:
        text = characters.text
        match = found.search(text, min(left, len(text)))
        if match and match[0] == "\r" and match.end() == len(text) and not characters.is_last:
            match = None
        if match:
            end, stop = match[0], match.end()
            if end == "\r" and text[stop : stop + 1] == "\n":
                end, stop = "\r\n", stop + 1
            elif end == "\n" and text[match.start() - 1 : match.start()] == "\r":
                end = "\r\n"
            break
        if characters.is_last:
            end, stop = "", len(text)
            break
        # The last character is kept: it may be the CR of a CRLF.
        dropped = max(0, len(text) - 1)
        marks.update(marks_in(text[:dropped]))
        characters.take(dropped)
        left = max(0, left - dropped)
        characters.fill()
    marks.update(marks_in(text[: stop - len(end)]))
    characters.take(stop)
    reason = f"a record of more than {limit} characters; split it and run again"
    return Batch(
        (Column(None, pl.Series([MARKER], dtype=pl.String)),),
        Lines(encoding, mark, end),
        row,
        (Quarantined(f"row {row}, byte {byte}", reason, tuple(marks.items())),),
    )
