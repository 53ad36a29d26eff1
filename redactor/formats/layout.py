"""Layout: what the first MiB of a delimited file shows of its dialect, its columns and its header.

Decided once, from the same bytes however the file is read later on.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from redactor.formats import lines
from redactor.formats.dialect import Dialect
from redactor.formats.grammar import Grammar
from redactor.formats.headers import (
    header_strength,
    heads_numbers,
    is_header_by_contrast,
    is_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Rarer in prose first: at equal evidence the first one is taken.
DELIMITERS = ("\t", "||", "~|", "|~", "|", ";", ",", "~", "^")
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".psv", ".ssv"})
# Separates nothing: for a table of one column.
NO_DELIMITER = "\x1f"

# Records that the decision is made from, and characters of them.
_SAMPLE = 1_000
_SAMPLE_TEXT = 256 << 10
# A header is looked for in so many records.
_PREAMBLE = 20
_WIDEST = 4_096

# Share of records that must have the most common number of cells.
_CONSISTENT = 0.6
_CONSISTENT_PAIR = 0.8
_CONSISTENT_NAMED = 0.3

# Starts of lines of chats and logs, whose commas separate nothing.
_STAMPED = re.compile(
    r"[\u200e\u200f\u202a-\u202e]*\[?[0-9۰-۹٠-٩]{1,4}[-/.][0-9۰-۹٠-٩]{1,2}[-/.][0-9۰-۹٠-٩]{1,4}"
    r"[,،]?[ T][0-9۰-۹٠-٩]{1,2}[:.][0-9۰-۹٠-٩]{2}(?:[:.][0-9۰-۹٠-٩]{2})?"
    r"(?:,[0-9]{3}|[ \u00a0\u202f]?[ap]\.?m\.?\]?(?: -|[ :])|\]| - |: | \[?[A-Z]{4,8}\b)",
    re.IGNORECASE,
)
_COLONS = (":", "=", "\uff1a")
_FEW = 3
_RULE_MARKS = r"\-=_*#"


@dataclass(frozen=True, slots=True, repr=False)
class Layout:
    """A delimited file's dialect and columns.

    names        one for each column; None where the file has no header.
    header       the header's record as it stands, to know it again; None without one.
    preamble     number of records at the start that need not be rows of the table.
    typical      number of cells that most records have.
    """

    dialect: Dialect
    names: tuple[str | None, ...]
    header: str | None = None
    preamble: int = 0
    typical: int = 1

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.names)

    def rule(self) -> str:
        """Return a pattern of a line that only draws: ----- or ----+---- (`re` and Rust syntax)."""
        marks = rf"[{_RULE_MARKS}+ \t\"{re.escape(self.dialect.delimiter)}]*"
        return rf"^{marks}[{_RULE_MARKS}]{marks}$"

    def drawn(self) -> bytes:
        """Return the characters that such a line is made of."""
        return _RULE_MARKS.replace("\\", "").encode() + b'+ \t"' + self.dialect.delimiter.encode()

    def is_row_of_preamble(self, cells: Sequence[str]) -> bool:
        """Say whether a record above the header is a row of the table all the same."""
        filled = sum(1 for cell in cells if cell.strip())
        return len(cells) == self.typical and filled * 2 >= len(cells) and (
            self.header is None or len(cells) > 3
        )


@dataclass(frozen=True, slots=True, repr=False)
class _Sample:
    dialect: Dialect
    records: list[list[str]]
    raw: list[str]
    width: int
    share: float
    score: float
    is_named: bool


def detect(head: str, *, suffix: str = "", is_whole: bool = True) -> Layout | None:
    """Return the layout that the start of a file shows, None if nothing separates it consistently.

    `head` is decoded text, `is_whole` says that nothing follows it, `suffix` is that of the name.
    """
    samples = [
        sample
        for dialect in _candidates(head)
        if (sample := _sample(head, dialect, is_whole=is_whole)) is not None
    ]
    is_table = suffix in TABLE_SUFFIXES
    samples = [sample for sample in samples if _is_consistent(sample, is_table=is_table)]
    if samples:
        return _layout(max(samples, key=lambda sample: sample.score))
    return _single_column(head, is_table=is_table, is_whole=is_whole)


def assume(head: str, *, is_whole: bool = True) -> Layout:
    """Return a layout for text that shows none: the best guess, or a comma."""
    samples = [_sample(head, dialect, is_whole=is_whole) for dialect in _candidates(head)]
    found = [sample for sample in samples if sample is not None]
    return _layout(max(found, key=lambda s: s.score)) if found else Layout(Dialect(), (None,))


def _candidates(head: str) -> Iterator[Dialect]:
    text = head[:_SAMPLE_TEXT]
    line_feeds, carriage_returns = text.count("\n"), text.count("\r")
    lone = carriage_returns - text.count("\r\n")
    ways = (False,) if not lone else (True,) if not line_feeds else (False, True)
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        for returns in ways:
            yield _quoting(text, delimiter, returns=returns)


def _quoting(text: str, delimiter: str, *, returns: bool) -> Dialect:
    """Return the dialect of a delimiter with the quotes that the text shows."""
    mark = re.escape(delimiter)
    start, stop = f"(?:^|(?<={mark})|(?<=[\\r\\n]))", f"(?={mark}|[\\r\\n]|\\Z)"

    def count(pattern: str) -> int:
        return sum(1 for _ in re.finditer(pattern, text))

    quote = '"'
    if "'" in text:
        opened = count(f"{start}'")
        closed = count(f"{start}'[^'\\r\\n]*'{stop}")
        if closed >= 2 and closed * 10 >= opened * 9 and closed > count(f'{start}"[^"]*"{stop}'):
            quote = "'"
    if quote not in text:
        return Dialect(delimiter, quote, returns=returns)
    escaped = count(rf"(?<!\\)(?:\\\\)*\\{quote}(?!{stop[3:-1]})") if "\\" in text else 0
    doubled = count(f"(?<=[^{quote}]){quote}{quote}(?=[^{quote}])(?!{stop[3:-1]})")
    doubled -= count(f"{start}{quote}{quote}(?!{stop[3:-1]})")
    blank = "[ ]" if delimiter == "\t" else "[ \\t]"
    spaced = 0
    if count(f"{mark}{blank}{quote}"):
        spaced = count(f"{mark}{blank}{{1,16}}{quote}[^{quote}\\r\\n]*{quote}{blank}{{0,16}}{stop}")
    freely = count(f"{start}{quote}[^{quote}\\r\\n{mark}]*{quote}{stop}")
    all_quoted = count(f"{start}{quote}")
    return Dialect(
        delimiter,
        quote,
        escape="\\" if escaped > max(0, doubled) else "",
        spaced=spaced > 0 and spaced >= all_quoted // 4,
        quotes_freely=freely > 0 and freely * 2 >= all_quoted,
        returns=returns,
    )


def _sample(head: str, dialect: Dialect, *, is_whole: bool) -> _Sample | None:
    found = list(islice(_records(head, dialect, is_whole=is_whole), _SAMPLE))
    filled = [cells for cells, _ in found if len(cells) > 1 or cells[0].strip()]
    if not filled:
        return None
    counts = Counter(map(len, filled))
    width, times = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    share = times / len(filled)
    is_named = any(
        header_strength(cells) >= (1 if len(cells) > 2 else 2)
        for cells in filled[:_PREAMBLE]
        if len(cells) > 1
    )
    score = share * math.log2(width + 1) * (2 if is_named else 1)
    if dialect.delimiter in ",;" and not dialect.spaced:
        # In prose a blank follows; between cells it seldom does.
        later = [cell for cells in filled for cell in cells[1:] if cell]
        if sum(1 for cell in later if cell[0] == " ") * 10 > len(later) * 8:
            score *= 0.5
            share *= 0.9 if is_named else 0.6
    if dialect.delimiter == "|" and "||" in head and _is_doubled(filled):
        return None
    if dialect.delimiter == "\t" and _are_labelled(filled):
        return None
    return _Sample(
        dialect, [c for c, _ in found], [raw for _, raw in found], width, share, score, is_named
    )


def _is_doubled(records: list[list[str]]) -> bool:
    """Say whether every second cell is always empty: the delimiter is two characters."""
    rows = [cells for cells in records if len(cells) > 1]
    return all(len(cells) % 2 and not any(cells[1::2]) for cells in rows)


def _are_labelled(records: list[list[str]]) -> bool:
    """Say whether tabs only line up what stands behind labels: "Name <tab> : Ali Khan"."""
    rows = [cells for cells in records if len(cells) > 1]
    labelled = sum(
        next((cell for cell in cells[1:] if cell.strip()), "").lstrip()[:1] in _COLONS
        or cells[0].rstrip()[-1:] in _COLONS
        for cells in rows
    )
    return len(rows) >= _FEW and labelled >= _CONSISTENT_PAIR * len(rows)


def _records(head: str, dialect: Dialect, *, is_whole: bool) -> Iterator[tuple[list[str], str]]:
    """Yield the cells and the raw text of the records that stand wholly in a head."""
    stop = lines.whole(head, is_last=is_whole, returns=dialect.returns)
    if not stop:
        stop, is_whole = len(head), True
    grammar, position = Grammar(dialect), 0
    while position < min(stop, _SAMPLE_TEXT):
        record = grammar.record(head, position, is_last=is_whole)
        if record is None or record.end == position:
            return
        yield record.values, head[position : record.content]
        position = record.end


def _is_consistent(sample: _Sample, *, is_table: bool) -> bool:
    rows = len(sample.records)
    if sample.width < 2:
        return False
    stamped = sum(1 for raw in sample.raw if _STAMPED.match(raw))
    if sample.dialect.delimiter in ",;" and stamped * 3 >= rows and not sample.is_named:
        return False
    if is_table or sample.is_named:
        return sample.share >= _CONSISTENT_NAMED
    if rows < 2 or (rows < 3 and sample.width == 2 and sample.dialect.delimiter in ",;"):
        return rows == 1 and sample.width > 3 and sample.share >= 1
    return sample.share >= (_CONSISTENT_PAIR if sample.width == 2 else _CONSISTENT)


def _single_column(head: str, *, is_table: bool, is_whole: bool) -> Layout | None:
    """Recognise a table of one column by its header, or by its name and short lines."""
    text = head[:_SAMPLE_TEXT]
    returns = "\r" in text and "\n" not in text
    if not is_table or NO_DELIMITER in text:
        return None
    sample = _sample(
        head, Dialect(NO_DELIMITER, quotes_freely='"' in text, returns=returns), is_whole=is_whole
    )
    if sample is None or sample.width != 1:
        return None
    filled = [cells[0] for cells in sample.records if cells[0].strip()]
    first = filled[0].strip("\ufeff ")
    if len(filled) < 2 or not is_name(first) or any(len(cell) > 300 for cell in filled):
        return None
    return _layout(sample)


def _layout(sample: _Sample) -> Layout:
    records, width = sample.records, min(sample.width, _WIDEST)
    found = _header(records, width)
    if found is None:
        preamble = next(
            (
                number
                for number, cells in enumerate(records)
                if len(cells) == width and sum(1 for c in cells if c.strip()) * 2 >= width
            ),
            0,
        )
        return Layout(
            sample.dialect, (None,) * width, None, preamble if preamble <= _PREAMBLE else 0, width
        )
    names = [cell.strip("\ufeff\u200b\u200e\u200f") for cell in records[found]][:_WIDEST]
    below = records[found + 1 :]
    if (
        len(names) + 1 == sample.width
        and not heads_numbers(names[0])
        and _is_numbered(below, sample.width)
    ):
        # As R writes a table: row numbers in a first column that the header leaves out.
        return Layout(
            sample.dialect, (None, *names), sample.raw[found], found, sample.width
        )
    return Layout(sample.dialect, tuple(names), sample.raw[found], found, sample.width)


def _header(records: list[list[str]], width: int) -> int | None:
    """Return which record is the header."""
    first = records[: _PREAMBLE + 1]
    for strength in (2, 1):
        for number, cells in enumerate(first):
            is_possible = len(cells) * 2 >= width and (len(cells) > 1 or width == 1)
            if is_possible and header_strength(cells) >= strength:
                return number
    for number, cells in enumerate(first):
        if len(cells) == width:
            is_found = is_header_by_contrast(cells, records[number + 1 : number + 51])
            return number if is_found else None
    return None


def _is_numbered(records: list[list[str]], width: int) -> bool:
    """Say whether full rows begin with a running number and do not all end in an empty cell."""
    rows = [cells for cells in records if len(cells) == width][:50]
    if not any(cells[-1].strip() for cells in rows):
        return False
    numbers = [cells[0].strip() for cells in rows]
    if not all(number.isdecimal() and len(number) < 9 for number in numbers):
        return False
    return all(int(b) - int(a) == 1 for a, b in pairwise(numbers))
