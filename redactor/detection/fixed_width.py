"""Tables of fixed width: where in each line of a text the columns stand, and what they are called.

Printed lists and the output of databases' own programs separate columns by their place alone. Two
kinds show it: a header over columns with blanks between them, and lines without any blank that
hold digits and letters at the same places. The lines stay lines; what a line's place says of a
column only adds to what is found in the line.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from recognizers.pk import cnic, date_of_birth, mobile
from recognizers.pk.name_features import REPLACED
from recognizers.pk.validation import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from redactor.batch import Finding
    from redactor.detection.columns import ColumnProfile

# Lines that the places are taken from, and those among which the header is looked for.
_LOOKED_AT: Final = 500
_PREAMBLE: Final = 25
_WIDEST: Final = 4_000
_FEWEST_COLUMNS: Final = 3
_FEWEST_NAMED: Final = 2
_FEWEST_ROWS: Final = 3
_FEWEST_SOLID_ROWS: Final = 20
# Shares of lines: that may stand out of their column, that must fit, that are all but all.
_ODD: Final = 0.03
_FITTING: Final = 0.8
_NEARLY_ALL: Final = 0.95
_LIKELY: Final = 0.6
# Digits side by side from which on a line without blanks may hold a person's number.
_A_NUMBER: Final = 11
_DIFFERENT_STARTS: Final = 5

_RULE: Final = re.compile(r"[ \t]*[-=]{2,}(?:[ \t]+[-=]{2,})+[ \t]*")
_GROUP: Final = re.compile(r"[-=]{2,}")
_ONLY_MARKS: Final = re.compile(r"[\W_]*")
# What no cell of a printed table holds: so columns stand apart.
_APART: Final = re.compile(r" {2,}")
_BETWEEN_GAPS: Final = re.compile(r"\S+(?: \S+)*")
_SINGLE_BLANK: Final = re.compile(r"(?<=\S) (?=\S)")


@dataclass(frozen=True, slots=True)
class Span:
    """A column: the places of its cells in a line, and what the header calls it.

    `stop` is None for the last one. `digits` says that its cells hold nothing else.
    """

    start: int
    stop: int | None
    name: str | None = None
    digits: bool = False


@dataclass(frozen=True, slots=True)
class FixedColumn:
    """A column with its profile."""

    span: Span
    profile: ColumnProfile


@dataclass(frozen=True, slots=True)
class Fixed:
    """The columns of a table of fixed width; `header` is the line that names them."""

    columns: tuple[FixedColumn, ...]
    header: str | None = None

    def fits(self, line: str) -> bool:
        """Say whether a line is a row of the table, every column at its place.

        A line in which something was replaced is none: its places have moved.
        """
        return line != self.header and fits(line, [column.span for column in self.columns])


def fits(line: str, spans: Sequence[Span]) -> bool:
    """Say whether nothing in a line stands across the places where columns meet."""
    if "\n" in line or "\t" in line or REPLACED in line or len(line) <= spans[1].start:
        return False
    if any(span.digits for span in spans):
        return all(
            not piece or piece.isdecimal()
            for span in spans
            if span.digits
            for piece in (line[span.start : span.stop].strip(),)
        )
    return all(line[span.start - 1 : span.start] in {"", " "} for span in spans[1:])


def spans_of(lines: Sequence[str], is_name: Callable[[str], bool]) -> tuple[list[Span], str | None]:
    """Return the columns that lines show and their header's line; no columns if they show none.

    `is_name` says whether a text is what a column of a person's data is called.
    """
    some = [line for line in lines[:_LOOKED_AT] if "\n" not in line and len(line) <= _WIDEST]
    for number, line in enumerate(some[:_PREAMBLE]):
        rows = [row for row in some[number + 1 :] if not _ONLY_MARKS.fullmatch(row)]
        if len(rows) < _FEWEST_ROWS or "\t" in line:
            continue
        rule = some[number + 1]
        if _RULE.fullmatch(rule) and (spans := _by_rule(line, rule)) and _is_usual(rows, spans):
            return spans, line
        cells = _APART.split(line.strip())
        if len(cells) >= _FEWEST_COLUMNS and sum(map(is_name, cells)) >= _FEWEST_NAMED:
            spans = _under(line, rows)
            if len(spans) >= _FEWEST_COLUMNS and _is_usual(rows, spans):
                return spans, line
    return _solid([line for line in some if line.strip()]), None


def _is_usual(rows: Sequence[str], spans: Sequence[Span]) -> bool:
    return sum(fits(row, spans) for row in rows) >= _FITTING * len(rows)


def _named(header: str, starts: Sequence[int]) -> list[Span]:
    stops: list[int | None] = [*starts[1:], None]
    return [
        Span(start, stop, header[start:stop].strip() or None)
        for start, stop in zip(starts, stops, strict=True)
    ]


def _by_rule(header: str, rule: str) -> list[Span]:
    """Return the columns that a line of dashes draws under a header."""
    starts = [match.start() for match in _GROUP.finditer(rule)]
    if len(starts) < _FEWEST_COLUMNS:
        return []
    starts[0] = 0
    spans = _named(header, starts)
    return spans if fits(header, spans) else []


def _under(header: str, rows: Sequence[str]) -> list[Span]:
    """Return the columns that blanks at the same places in nearly all rows leave."""
    filled = _SINGLE_BLANK.sub("_", header)
    width = max(len(filled), *map(len, rows))
    counts = [0] * width
    for row in rows:
        for match in re.finditer(r"\S+", row):
            for place in range(*match.span()):
                counts[place] += 1
    most = _ODD * len(rows)
    is_filled = [
        counts[place] > most or filled[place : place + 1].strip() != "" for place in range(width)
    ]
    starts = [
        place for place in range(width) if is_filled[place] and not (place and is_filled[place - 1])
    ]
    ends = [*starts[1:], width]
    # What stands apart below nothing belongs to the column before it ("04 11222 1234567 U").
    kept = [
        start
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        if not number or header[start:end].strip()
    ]
    if not kept:
        return []
    kept[0] = 0
    return _named(header, kept)


# -- lines without blanks ------------------------------------------------------------------------


def _solid(lines: Sequence[str]) -> list[Span]:
    """Return the columns of lines that hold digits and letters at the same places."""
    if len(lines) < _FEWEST_SOLID_ROWS:
        return []
    width = sorted(map(len, map(str.rstrip, lines)))[len(lines) // 2]
    rows = [line for line in lines if len(line) >= width * _FITTING]
    if len(rows) < _FITTING * len(lines) or width < _A_NUMBER:
        return []
    shares = [_shares(rows, place) for place in range(min(width, _WIDEST))]
    kinds = [digits for digits, _ in shares]
    starts = [0]
    for place in range(1, len(kinds)):
        begins_anew = shares[place - 1][1] >= 1 - 2 * _ODD and shares[place][1] <= _ODD
        if (kinds[place] >= 1 - _ODD) != (kinds[place - 1] >= 1 - _ODD) or begins_anew:
            starts.append(place)
    spans: list[Span] = []
    stops: list[int | None] = [*starts[1:], None]
    for start, stop in zip(starts, stops, strict=True):
        is_digits = kinds[start] >= 1 - _ODD
        end = len(kinds) if stop is None else stop
        if is_digits and end - start > _A_NUMBER:
            cuts = _cuts([row[start:end] for row in rows])
            spans += [Span(start + a, start + b, digits=True) for a, b in cuts]
        else:
            spans.append(Span(start, stop, digits=is_digits))
    has_number = any(s.digits and (s.stop or len(kinds)) - s.start >= _A_NUMBER for s in spans)
    is_table = has_number and len(spans) > 1 and _is_usual(lines, spans)
    return spans if is_table else []


def _shares(rows: Sequence[str], place: int) -> tuple[float, float]:
    """Return which shares of the characters at a place are digits, and blanks."""
    characters = Counter(row[place] if place < len(row) else " " for row in rows)
    digits = sum(count for character, count in characters.items() if character.isdecimal())
    return digits / len(rows), characters[" "] / len(rows)


def _cuts(cells: Sequence[str]) -> list[tuple[int, int]]:
    """Return where numbers of known forms stand in digits that nothing separates."""
    width = max(map(len, cells))
    cuts = [0]
    place = 0
    while place < width:
        length = next(
            (
                length
                for length, is_one in _FORMS
                if is_one([cell[place : place + length] for cell in cells])
            ),
            0,
        )
        if length:
            cuts += [place, place + length]
        place += length or 1
    return list(pairwise(sorted({*cuts, width})))


def _is_mobile(cells: Sequence[str]) -> bool:
    starts = {cell[:4] for cell in cells}
    return len(starts) >= _DIFFERENT_STARTS and _most(cells, mobile.is_valid, _NEARLY_ALL)


def _is_card(cells: Sequence[str]) -> bool:
    cards = [cell for cell in cells if cnic.is_valid(cell)]
    known = sum(map(cnic.has_known_district, cards))
    return len(cards) >= _NEARLY_ALL * len(cells) and known >= _LIKELY * len(cells)


def _is_date(cells: Sequence[str]) -> bool:
    return len(set(cells)) >= _DIFFERENT_STARTS and _most(cells, _is_day, _NEARLY_ALL)


def _is_day(digits: str) -> bool:
    try:
        return "1900" <= date_of_birth.validate(digits)[:4] <= "2030"
    except ValidationError:
        return False


def _most(cells: Sequence[str], is_one: Callable[[str], bool], share: float) -> bool:
    return sum(map(is_one, cells)) >= share * len(cells)


_FORMS: Final[tuple[tuple[int, Callable[[Sequence[str]], bool]], ...]] = (
    (11, _is_mobile), (12, _is_mobile), (13, _is_card), (8, _is_date),
)  # fmt: skip


def pieces(lines: Sequence[str], span: Span) -> Iterator[tuple[int, str]]:
    """Yield where in each line a column's cell begins, and the cell without blanks around it."""
    for line in lines:
        piece = line[span.start : span.stop]
        cell = piece.strip(" ")
        yield span.start + len(piece) - len(piece.lstrip(" ")), cell


def cut_at_gaps(
    line: str, findings: Iterable[Finding], entities: Container[str], *, keeps: bool
) -> list[Finding]:
    """Return findings of which none of these entities goes over a gap between columns.

    One that did is cut there; its parts with letters stay findings if `keeps`, else none of it.
    """
    found = []
    for one in findings:
        text = line[one.start : one.end]
        if one.entity not in entities or _APART.search(text) is None:
            found.append(one)
        elif keeps:
            found += [
                replace(one, start=one.start + part.start(), end=one.start + part.end())
                for part in _BETWEEN_GAPS.finditer(text)
                if any(map(str.isalpha, part[0]))
            ]
    return found
