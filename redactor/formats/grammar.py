"""Grammar: one record of a delimited file, exactly, in linear time.

A quote opens a cell only where a cell begins. What closes it, or shows that it was never closed,
is the next run of quotes of odd length that

- is followed by a delimiter or the end of a line: it closes the cell;
- else follows a delimiter or the end of a line: another cell is opened here, so the first quote
  was never closed, and is taken as it stands, for its own cell only.

Other quotes inside are text. Nothing of this depends on where the search began, and every opening
quote ends the search of the one before it, so no text is searched twice. A cell that is not closed
within CELL_LIMIT characters counts as never closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Final

    from redactor.formats.dialect import Dialect

# Characters of a quoted cell; longer ones are seen as an unclosed quote.
CELL_LIMIT = 1 << 20
# Cells of a record that are told apart by quotes; the rest of such a line is split as it is.
CELLS_LIMIT = 1 << 16
# Text that must be there behind a place before it is judged, unless the file ends.
_AHEAD = 64
_BLANKS = 16


class Exact(NamedTuple):
    """A cell that is written in a way of its own: kept as it stood, for as long as it is unchanged.

    A changed one is written between `before` and `after`, in quotes if `quoted`.
    """

    raw: str
    value: str
    before: str = ""
    after: str = ""
    quoted: bool = False

    def __repr__(self) -> str:
        """Show nothing of the cell."""
        return "Exact(...)"


# How a cell is written: None as `Dialect.written` does, True in quotes, or exactly as it stood.
Style = Exact | bool | None


@dataclass(slots=True, repr=False)
class Record:
    """One record: its cells, how each is written, and where it ends.

    content     index where the last cell ends.
    end         index of the next record; between the two stands the line end.
    rest        index from which the line is still to be split at its delimiters, -1 usually.
    unclosed    whether a quote was opened and never closed.
    """

    values: list[str]
    styles: list[Style]
    content: int
    end: int
    rest: int = -1
    unclosed: bool = False


class Grammar:
    """Reads records in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        """Compile what is searched for."""
        self.dialect = dialect
        delimiter, quote = re.escape(dialect.delimiter), re.escape(dialect.quote)
        blank = "[ ]" if dialect.delimiter == "\t" else "[ \\t]"
        blanks = f"{blank}{{0,{_BLANKS}}}"
        lead = blanks if dialect.spaced else ""
        line_end = r"[\r\n]" if dialect.returns else r"\n"
        stop = rf"(?:{delimiter}|[\r\n]|\Z)" if dialect.returns else (
            rf"(?:{delimiter}|\r{{0,4}}(?:\n|\Z))"
        )
        closed = f"{blanks}{stop}"
        run = quote if dialect.escape else f"(?<!{quote})(?:{quote}{quote})*{quote}(?!{quote})"
        after_run = quote if dialect.escape else f"(?:{quote}{quote})*{quote}(?!{quote})"
        opens = f"(?:(?<={delimiter})|(?<={line_end})){run}(?!{closed})"
        if dialect.spaced:
            opens += f"|(?:{delimiter}|{line_end}){blank}{{1,{_BLANKS}}}{after_run}(?!{closed})"
        escaped = rf"\\[\\{quote}]|" if dialect.escape else ""
        closes = f"{run}(?={closed})"
        self._decisive: Final = re.compile(f"{escaped}(?P<close>{closes})|(?P<open>{opens})")
        self._opening: Final = re.compile(f"({lead})({quote}+)")
        self._closed: Final = re.compile(closed)
        self._blanks: Final = re.compile(blanks)
        # Where plain cells end: before a cell that may be quoted, or with the line. Where two
        # characters delimit, a third one could shift them, so there it is one cell at a time.
        before_quote = f"{delimiter}(?={lead}{quote})" if len(dialect.delimiter) == 1 else delimiter
        self._plain_stop: Final = re.compile(f"{before_quote}|{line_end}")
        self._opens_in_line: Final = re.compile(f"(?:\\A|{delimiter}){lead}{quote}")

    def may_open(self, line: str) -> bool:
        """Say whether a quote stands where a cell of the line begins."""
        return self._opens_in_line.search(line) is not None

    def plain_styles(self, values: list[str]) -> list[Style] | None:
        """Return how cells without quotes around them are written; None if all plainly."""
        needs = self.dialect.needs_quotes
        styles: list[Style] = [Exact(value, value) if needs(value) else None for value in values]
        return styles if any(styles) else None

    def record(self, text: str, start: int, *, is_last: bool) -> Record | None:
        """Return the record that begins at `start`; None if it can't be told without more text.

        `is_last` says that nothing follows `text`.
        """
        size = len(self.dialect.delimiter)
        found = Record([], [], start, start)
        position = start
        while True:
            if len(found.values) >= CELLS_LIMIT:
                return self._cut_short(found, text, position, is_last=is_last)
            stop = self._cells(found, text, position, is_last=is_last)
            if stop is None:
                return None
            if text.startswith(self.dialect.delimiter, stop):
                position = stop + size
                continue
            return self._ended(found, text, stop, is_last=is_last)

    def _cells(self, found: Record, text: str, start: int, *, is_last: bool) -> int | None:
        """Add the cell that begins at `start`, and the plain ones that follow it at once.

        Returns where the last of them ends, None if more text is needed.
        """
        opening = self._opening.match(text, start)
        if opening:
            if not is_last and opening.end() + _AHEAD > len(text):
                return None
            stop = self._quoted(found, text, opening, is_last=is_last)
            if stop is None or stop >= 0:
                return stop
        elif not is_last and start + _AHEAD > len(text):
            return None
        match = self._plain_stop.search(text, start)
        if match is None and not is_last:
            return None
        stop = match.start() if match else len(text)
        if not self.dialect.returns and text[stop : stop + 1] in {"\n", ""}:
            while stop > start and text[stop - 1] == "\r":
                stop -= 1
        room = CELLS_LIMIT - len(found.values)
        plain = text[start:stop]
        values = plain.split(self.dialect.delimiter, room)
        if len(values) > room:
            stop -= len(values.pop()) + len(self.dialect.delimiter)
        styles: list[Style] | None = None
        if self.dialect.quote in plain or "\r" in plain or len(self.dialect.delimiter) > 1:
            styles = self.plain_styles(values)
        found.values += values
        found.styles += styles or [None] * len(values)
        return stop

    def _quoted(
        self, found: Record, text: str, opening: re.Match[str], *, is_last: bool
    ) -> int | None:
        """Add a quoted cell; return where it ends, -1 if it is none, None if more is needed."""
        start, inside = opening.start(), opening.start(2) + 1
        quotes = len(opening[2])
        if not self.dialect.escape and quotes % 2 == 0:
            # An empty cell, or one of doubled quotes only.
            if not self._closed.match(text, opening.end()):
                return -1
            close = opening.end()
        else:
            searched = inside if self.dialect.escape else opening.end()
            limit = inside + CELL_LIMIT + 1
            decided, closes = self._decide(text, searched, limit + _AHEAD)
            if not is_last and min(decided, limit) + _AHEAD > len(text):
                return None
            if not closes or decided > limit:
                found.unclosed = True
                return -1
            close = decided
        match = self._blanks.match(text, close)
        stop = match.end() if match else close
        raw, inner = text[start:stop], text[inside : close - 1]
        value = self.dialect.unquoted(inner)
        found.values.append(value)
        found.styles.append(self._style(raw, value, opening[1], text[close:stop]))
        return stop

    def _decide(self, text: str, start: int, stop: int) -> tuple[int, bool]:
        """Return where the quotes end that decide on an open quote, and whether they close it.

        `stop` and False if nothing before `stop` decides.
        """
        first = text.find(self.dialect.quote, start, stop)
        if first < 0:
            return stop, False
        # What comes right before a quote can matter: blanks, and backslashes of any number.
        near = max(start, first - _BLANKS - 2)
        while self.dialect.escape and near > start and text[near - 1] == self.dialect.escape:
            near -= 1
        for match in self._decisive.finditer(text, near, stop):
            if match["close"] is not None:
                return match.end(), True
            if match["open"] is not None:
                return match.end(), False
        return stop, False

    def _style(self, raw: str, value: str, before: str, after: str) -> Style:
        dialect = self.dialect
        if dialect.quoted(value) == raw:
            return True if dialect.quotes_freely or not dialect.needs_quotes(value) else None
        return Exact(raw, value, before, after, dialect.quotes_freely)

    def _ended(self, found: Record, text: str, stop: int, *, is_last: bool) -> Record | None:
        """Set where the record ends, with its line end."""
        found.content = stop
        if self.dialect.returns:
            if text.startswith("\r", stop):
                if stop + 1 == len(text) and not is_last:
                    return None
                found.end = stop + (2 if text.startswith("\r\n", stop) else 1)
            else:
                found.end = min(stop + 1, len(text))
        else:
            line_feed = text.find("\n", stop)
            found.end = line_feed + 1 if line_feed >= 0 else len(text)
        return found

    def _cut_short(
        self, found: Record, text: str, position: int, *, is_last: bool
    ) -> Record | None:
        """Leave the rest of the line to be split as it is."""
        found.rest = position
        match = re.compile(r"[\r\n]" if self.dialect.returns else r"\n").search(text, position)
        if match is None and not is_last:
            return None
        stop = match.start() if match else len(text)
        if not self.dialect.returns:
            while stop > position and text[stop - 1] == "\r":
                stop -= 1
        return self._ended(found, text, stop, is_last=is_last)
