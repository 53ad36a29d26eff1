"""Sheet: which rows of a sheet are a table and what its columns are called.

Titles, notes and forms stand above tables, below them and instead of them; their cells come one by
one, and one that stands right of its label ("CNIC:") comes in a column of that name. The header
is looked for as in delimited text. Decided from the sheet's first rows, whatever the batch size.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from recognizers.pk.script import digits
from redactor.formats.headers import header_strength, is_header_by_contrast, is_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Rows that a sheet's layout is decided from, and those in which its header is looked for.
SAMPLE = 1_000
_PREAMBLE = 20
_BELOW = 50
_MOST_DIGITS = 6
# Cells that a row of titles has.
_MOST_TITLES = 3
_LONGEST_LABEL = 40
_COLONS = ":："

Row = tuple[int, "Mapping[int, str]"]
"""A row's number and the texts of its filled cells by column."""


@dataclass(slots=True)
class Layout:
    """A sheet's table: it can change where a second header follows further down.

    names     name of each column of the table, None where no header was found.
    header    texts of the header row, to know it when it comes again.
    title     rows above this number are not of the table.
    """

    names: dict[int, str | None]
    header: dict[int, str] = field(default_factory=dict)
    title: int = 0
    headers: frozenset[int] = frozenset()


def layout_of(rows: Sequence[Row]) -> Layout:
    """Return the layout that the first rows of a sheet show."""
    found = _header(rows)
    if found is None:
        return Layout(dict.fromkeys(sorted({c for _, cells in rows for c in cells})))
    number, cells = rows[found]
    names, headers, last = dict(cells), {number}, number
    if found + 1 < len(rows) and _is_second_line(cells, rows[found + 1][1]):
        last, below = rows[found + 1]
        names = _joined(cells, below)
        headers.add(last)
    columns = sorted({c for row, texts in rows for c in texts if row > last} | set(names))
    return Layout({c: names.get(c, "") for c in columns}, dict(cells), last, frozenset(headers))


def is_row_above(layout: Layout, cells: Mapping[int, str]) -> bool:
    """Say whether a row above the header has so many cells that it is a row of the table."""
    return len(cells) > _MOST_TITLES and len(cells) * 2 >= len(layout.names)


def is_header_again(layout: Layout, cells: Mapping[int, str], *, after_gap: bool) -> bool:
    """Say whether a row names columns once more; the layout then has the names that it gives."""
    if not layout.header:
        return False
    if cells == layout.header:
        return True
    if not after_gap or len(cells) < 2 or not _names_surely(cells):
        return False
    layout.header = dict(cells)
    layout.names |= {column: text for column, text in cells.items() if column in layout.names}
    return True


def labelled(cells: Mapping[int, str]) -> dict[int, str]:
    """Return, for cells right of a label, that label.

    >>> labelled({0: "Name:", 1: "Ali Khan", 4: "Lahore"})
    {1: 'Name:'}
    """
    found: dict[int, str] = {}
    label: str | None = None
    for column in sorted(cells):
        text = cells[column]
        if is_label(text):
            label = text
        elif label is not None:
            found[column], label = label, None
    return found


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Say whether a cell is the label of what stands beside it.

    >>> is_label("CNIC No."), is_label("Requested by:"), is_label("Lahore")
    (True, True, False)
    """
    if len(text) > _LONGEST_LABEL or digits(text):
        return False
    plain = text.strip(" \t\u00a0" + _COLONS)
    return bool(plain) and (is_name(plain) or text.strip()[-1] in _COLONS)


def _header(rows: Sequence[Row]) -> int | None:
    """Return which of the rows is the header."""
    if not rows:
        return None
    widths = Counter(len(cells) for _, cells in rows)
    width = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))[0]
    first = [(place, cells) for place, (_, cells) in enumerate(rows[: _PREAMBLE + 1])]
    for strength in (2, 1):
        for place, cells in first:
            texts = list(cells.values())
            is_possible = len(texts) > 1 or width == 1
            if strength == 1 and len(texts) * 2 < width:
                continue
            if is_possible and _has_no_number(texts) and header_strength(texts) >= strength:
                return place
    for place, cells in first:
        if any(text.strip()[-1:] in _COLONS for text in cells.values() if text.strip()):
            # A form: labels beside what they name.
            return None
        if len(cells) >= width > 1:
            columns = sorted(cells)
            below = [
                [other.get(column, "") for column in columns]
                for _, other in rows[place + 1 : place + 1 + _BELOW]
            ]
            is_found = is_header_by_contrast([cells[c] for c in columns], below)
            return place if is_found else None
    return None


def _has_no_number(texts: Sequence[str]) -> bool:
    return all(len(digits(text)) <= _MOST_DIGITS for text in texts)


def _names_surely(cells: Mapping[int, str]) -> bool:
    texts = list(cells.values())
    return not any(digits(text) for text in texts) and header_strength(texts) == 2


def _is_second_line(above: Mapping[int, str], below: Mapping[int, str]) -> bool:
    """Say whether a header goes on in the next row, as under a merged "Contact"."""
    return below != above and len(below) > 1 and _names_surely(below)


def _joined(above: Mapping[int, str], below: Mapping[int, str]) -> dict[int, str]:
    names: dict[int, str] = {}
    group = ""
    for column in range(min([*above, *below]), max([*above, *below]) + 1):
        group = above.get(column, group)
        if column in below:
            names[column] = f"{group} {below[column]}".strip()
        elif column in above:
            names[column] = above[column]
    return names
