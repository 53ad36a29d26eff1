"""Unread rows: whole lines of a delimited file, each of them surely one row, not yet cut.

Cutting lines into cells, and joining cells to lines, is most of what reading and writing cost.
Where counting alone shows that every line is a row of the table, another process can do both, and
this one goes on to the next block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from redactor.formats.encoding import Encoding
    from redactor.formats.layout import Layout

    Octets = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.int64]

# Lines longer than this are not split in one step.
LONG_LINE = 1 << 18
_END = ord("\n")


@dataclass(frozen=True, slots=True, repr=False)
class UnreadRows:
    """A block of rows as text in UTF-8; `encoding` is the one that its file is written in.

    `first_row` counts as in `Batch`, `rows` are those of the block.
    """

    data: bytes
    rows: int
    layout: Layout
    encoding: Encoding
    first_row: int
    batch_bytes: int


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """Stands as the frame of a batch without columns: its rows as they are written.

    `batches` is how many batches they were read as, `rows` and `cells` how many there are.
    """

    data: bytes
    batches: int
    rows: int
    cells: int


def count_rows(data: bytes, layout: Layout) -> int | None:
    r"""Return how many rows a block of whole lines holds, None unless each line is surely one.

    Then no line is a header or a rule, every line has a cell for each column, and every quote
    stands where a cell begins or ends, before any line end.
    """
    dialect = layout.dialect
    if (
        len(dialect.delimiter) != 1
        or dialect.returns
        or not data.endswith(b"\n")
        or (layout.header is not None and layout.header.encode() in data)
    ):
        return None
    returns = data.count(b"\r")
    if returns and not returns == data.count(b"\n") == data.count(b"\r\n"):
        return None
    octets = np.frombuffer(data, np.uint8)
    quote, delimiter = ord(dialect.quote), ord(dialect.delimiter)
    places = np.flatnonzero((octets == quote) | (octets == delimiter) | (octets == _END))
    marks = octets[places]
    is_end = marks == _END
    ends = places[is_end]
    if int(np.diff(ends, prepend=-1).max()) > LONG_LINE or _has_rule(data, octets, ends, layout):
        return None
    is_cell_end = marks == delimiter
    is_quote = marks == quote
    if is_quote.any():
        if dialect.spaced or (dialect.escape and dialect.escape.encode() in data):
            return None
        # Counted in bytes, which overflow: that leaves odd and even as they are.
        is_inside = (np.cumsum(is_quote, dtype=np.uint8) & 1).astype(np.bool_)
        quotes = places[is_quote]
        if (is_end & is_inside).any() or not _are_around_cells(octets, quotes, delimiter):
            return None
        is_cell_end &= ~is_inside
    before = np.cumsum(is_cell_end, dtype=np.int32)[is_end]
    return len(ends) if (np.diff(before, prepend=0) == layout.width - 1).all() else None


def _are_around_cells(octets: Octets, quotes: Places, delimiter: int) -> bool:
    """Say whether quotes, which stand in pairs in each line, stand around whole cells."""
    borders = _among(delimiter, _END, ord("\r"))
    # Before the first byte stands, in effect, the line end that is the last.
    return bool(borders[octets[quotes[::2] - 1]].all() and borders[octets[quotes[1::2] + 1]].all())


def _has_rule(data: bytes, octets: Octets, ends: Places, layout: Layout) -> bool:
    """Say whether a line only draws; those are looked at whose first three characters may."""
    may_draw = _among(*layout.drawn(), *b"\r\n")
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    among = may_draw[octets[starts]]
    for further in (1, 2):
        among &= may_draw[octets[np.minimum(starts + further, len(octets) - 1)]]
    rule = re.compile(layout.rule())
    return any(
        rule.fullmatch(data[start:end].decode().rstrip("\r"))
        for start, end in zip(starts[among].tolist(), ends[among].tolist(), strict=True)
    )


def _among(*characters: int) -> npt.NDArray[np.bool_]:
    """Return a table that says of each byte whether it is one of these."""
    table = np.zeros(256, np.bool_)
    table[list(characters)] = True
    return table
