"""Rows: batches of a delimited file, and the text that they are written back as."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from redactor.formats.grammar import Exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.batch import Batch
    from redactor.formats.dialect import Dialect
    from redactor.formats.encoding import Encoding
    from redactor.formats.grammar import Style


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """What `write` needs for a batch of records.

    mark        bytes before the first cell (a byte order mark).
    ends        what follows each record: one string for all, or one for each.
    styles      how cells are written: True for all in quotes, None for all plainly, or by row.
    counts      cells of each record; None if every record has one in each column.
    irregular   records with another number of cells than the table has columns, or with a quote
                that was never closed.
    """

    encoding: Encoding
    dialect: Dialect
    mark: bytes
    ends: str | tuple[str, ...]
    styles: tuple[tuple[Style, ...] | None, ...] | bool | None = None
    counts: tuple[int, ...] | None = None
    irregular: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class Tail:
    """What `write` needs for cells that continue the record before, one below the other.

    end   what follows the last cell: a line end, or "" if the next batch goes on.
    """

    encoding: Encoding
    dialect: Dialect
    end: str
    styles: tuple[Style, ...] | None = None


@lru_cache(maxsize=1024)
def all_quoted(count: int) -> tuple[Style, ...]:
    """Return the style of a row whose cells are all in quotes; the same object each time."""
    return (True,) * count


def encoded(batch: Batch, frame: Rows | Tail) -> bytes:
    """Return the bytes of a batch. Raises InputError as `Encoding.encode`.

    Raises ValueError when a row was given a cell that it does not have.
    """
    if isinstance(frame, Tail):
        return frame.encoding.encode(_tail(batch, frame))
    if not batch.rows:
        return frame.mark
    text = _together(batch, frame)
    if text is None:
        text = _by_row(batch, frame)
    return frame.mark + frame.encoding.encode(text)


def _together(batch: Batch, frame: Rows) -> str | None:
    """Join all cells in one step; None if a cell, or a row, is not like the others."""
    series = [column.cells for column in batch.columns]
    if (
        frame.counts is not None
        or not isinstance(frame.ends, str)
        or any(cells.null_count() for cells in series)
    ):
        return None
    dialect, rows, width = frame.dialect, batch.rows, len(series)
    delimiter, quote, end = dialect.delimiter, dialect.quote, frame.ends
    table = pl.DataFrame({str(number): cells for number, cells in enumerate(series)})
    if frame.styles is True:
        joined = table.select(pl.concat_str(pl.all(), separator=quote + delimiter + quote))
        text: str = joined.to_series().str.join(quote + end + quote)[0]
        inside = 2 * (rows * width - 1)
        if text.count(quote) != inside or (dialect.escape and dialect.escape in text):
            return None
        return f"{quote}{text}{quote}{end}"
    text = table.select(pl.concat_str(pl.all(), separator=delimiter)).to_series().str.join(end)[0]
    is_plain = not frame.styles and (
        quote not in text
        and text.count(delimiter[0]) == rows * (width - 1) * len(delimiter)
        and text.count("\n") == (rows - 1) * end.count("\n")
        and text.count("\r") == (rows - 1) * end.count("\r")
    )
    if is_plain:
        return text + end
    if dialect.spaced or dialect.escape or len(delimiter) > 1:
        return None
    lines = table.select(joined_as_needed(table.columns, delimiter, quote)).to_series()
    if not frame.styles:
        return lines.str.join(end)[0] + end
    written = lines.to_list()
    own = {number: style for number, style in enumerate(frame.styles) if style is not None}
    for (number, style), cells in zip(own.items(), table[list(own)].iter_rows(), strict=True):
        written[number] = _in_style(dialect, cells, style)
    return end.join(written) + end


def joined_as_needed(names: Sequence[str], delimiter: str, quote: str) -> pl.Expr:
    """Return the expression of a row's text, cells in quotes as `Dialect.written` puts them.

    For dialects with a delimiter of one character, without escape, and no blanks before quotes.
    """
    needs_quotes = re.compile(r"[\\\]\[^\-]").sub(r"\\\g<0>", delimiter)
    cells = [pl.col(name) for name in names]
    written = [
        pl.when(cell.str.contains(f"[{needs_quotes}\n\r]") | cell.str.starts_with(quote))
        .then(quote + cell.str.replace_all(quote, quote * 2, literal=True) + quote)
        .otherwise(cell)
        for cell in cells
    ]
    return pl.concat_str(written, separator=delimiter)


def _by_row(batch: Batch, frame: Rows) -> str:
    dialect, width = frame.dialect, len(batch.columns)
    delimiter, mark, quote = dialect.delimiter, dialect.delimiter[0], dialect.quote
    written = dialect.written
    rows = zip(*(column.cells.to_list() for column in batch.columns), strict=True)
    styles, ends, counts = frame.styles, frame.ends, frame.counts
    common = all_quoted(width) if styles is True else None
    has_nulls = any(column.cells.null_count() for column in batch.columns)
    pieces = []
    for number, row in enumerate(rows):
        cells = row if counts is None else _existing(row, counts[number])
        if has_nulls:
            cells = tuple(cell or "" for cell in cells)
        style = styles[number] if isinstance(styles, tuple) else common
        if style is None:
            line = delimiter.join(cells)
            if (
                quote in line
                or line.count(mark) != (len(cells) - 1) * len(delimiter)
                or "\n" in line
                or "\r" in line
            ):
                line = delimiter.join(map(written, cells))
        else:
            line = _in_style(dialect, cells, style)
        pieces.append(line)
        pieces.append(ends if isinstance(ends, str) else ends[number])
    return "".join(pieces)


def _in_style(dialect: Dialect, cells: Sequence[str], style: Sequence[Style]) -> str:
    """Return the text of a row whose cells are each written in a way of their own."""
    delimiter, quote = dialect.delimiter, dialect.quote
    if style is not all_quoted(len(cells)):
        return delimiter.join(
            _styled(dialect, cell, how) for cell, how in zip(cells, style, strict=True)
        )
    line = f"{quote}{delimiter}{quote}".join(cells)
    if line.count(quote) != 2 * (len(cells) - 1) or dialect.escape:
        return delimiter.join(map(dialect.quoted, cells))
    return f"{quote}{line}{quote}"


def _existing(row: tuple[str, ...], count: int) -> tuple[str, ...]:
    if any(cell is not None for cell in row[count:]):
        raise ValueError("a row was given a cell that it does not have")
    return row[:count]


def _styled(dialect: Dialect, cell: str, style: Style) -> str:
    """Return a cell as it is written."""
    if style is None:
        return dialect.written(cell)
    if not isinstance(style, Exact):
        return dialect.quoted(cell)
    if cell == style.value:
        return style.raw
    text = dialect.quoted(cell) if style.quoted else dialect.written(cell)
    return f"{style.before}{text}{style.after}"


def _tail(batch: Batch, frame: Tail) -> str:
    dialect, series = frame.dialect, batch.columns[0].cells
    delimiter = dialect.delimiter
    if frame.styles is None and not series.null_count():
        text: str = delimiter + series.str.join(delimiter)[0] if len(series) else ""
        if (
            dialect.quote not in text
            and text.count(delimiter[0]) == len(series) * len(delimiter)
            and "\n" not in text
            and "\r" not in text
        ):
            return text + frame.end
    styles = frame.styles or (None,) * len(series)
    cells = zip(series.to_list(), styles, strict=True)
    pieces = [delimiter + _styled(dialect, cell or "", style) for cell, style in cells]
    return "".join(pieces) + frame.end
