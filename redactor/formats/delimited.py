"""Delimited text (CSV and its kin): read as columns of cells, written back byte for byte.

What is a row of the table comes as named columns: a short row has null in its missing cells, an
overflow cell a column without name. Headers come as cells of columns without names; what is not
of the table (preamble, legend, footer, watermark, rule line) comes line by line, the whole line
one cell, so that a label and its number are seen together. A record that is too long is
quarantined.

Dialect and header are decided from the first MiB and never from the size of a batch.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import polars as pl

from redactor.batch import HEADINGS, Batch, Column
from redactor.errors import QuarantineError
from redactor.formats import layout as layouts
from redactor.formats import lines, rows
from redactor.formats.characters import RECORD_LIMIT, Characters
from redactor.formats.encoding import HEAD, Encoding, decode_all, detect
from redactor.formats.grammar import CELL_LIMIT, Grammar, Record
from redactor.formats.lines import Lines
from redactor.formats.rows import Rows, Tail
from redactor.formats.unread_rows import LONG_LINE, UnreadRows, Written, count_rows

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from typing import BinaryIO, Literal

    from redactor.formats.grammar import Style
    from redactor.formats.layout import Layout
    from redactor.formats.source import Source

    Kind = Literal["row", "header", "line"]
    _State = Literal["more", "again", "long"]

# `write` puts out each batch before it asks for the next one: a copy can go on where it stopped.
APPENDS = True
NAME = "delimited text"
BATCH_BYTES = 3 << 20

# More cells than columns by so many, and the rest of the row goes into a batch of its own.
_MOST_OVERFLOW = 64
# Cells of one batch, and of a piece of a very long row.
_MOST_CELLS = 1 << 20
_TAIL_CELLS = 1 << 18
# Share of rows that may be written otherwise than most in a block that is read in one step.
_MOST_OTHERS = 0.2
# A line without delimiter is none of the table's when it has so many words or characters.
_PROSE_WORDS = 5
_PROSE_LENGTH = 60


def recognise(source: Source) -> bool:
    """Say whether the first MiB shows a delimiter that separates columns. Raises as `open`."""
    return _layout(source, detect(source)) is not None


def has_header(source: Source) -> bool:
    """Say whether a file is delimited and has a row that names its columns."""
    layout = _layout(source, detect(source))
    return layout is not None and layout.header is not None


def _layout(source: Source, encoding: Encoding, *, guess: bool = False) -> Layout | None:
    data = source.head(HEAD)
    is_whole = len(data) < HEAD
    text = decode_all(data, encoding, final=is_whole)
    found = layouts.detect(text, suffix=source.suffix, is_whole=is_whole)
    return layouts.assume(text, is_whole=is_whole) if found is None and guess else found


def read(
    source: Source,
    *,
    batch_bytes: int = BATCH_BYTES,
    layout: Layout | None = None,
    uncut: bool = False,
) -> Iterator[Batch]:
    """Yield the batches of a file, of about `batch_bytes` bytes each.

    `layout` is what `redactor.formats.layout.detect` gives, detected anew without it. A file that
    shows no delimiter is read with the best guess. With `uncut`, blocks of plain rows come as
    batches without columns, with a frame that `cut` takes. Raises as `Source.open`.
    """
    encoding = detect(source)
    layout = layout or _layout(source, encoding, guess=True)
    if layout is None:  # pragma: no cover - a guess always gives one
        raise AssertionError
    with source.open() as stream:
        yield from _Reader(encoding, layout, batch_bytes, uncut=uncut).read(stream)


def cut(unread: UnreadRows) -> Iterator[Batch]:
    """Yield the batches that `read` gives of a block of rows without `uncut`."""
    return _Reader(unread.encoding, unread.layout, unread.batch_bytes).cut(unread)


def _lines_of(source: Source) -> list[str]:
    text = decode_all(source.head(HEAD), detect(source), final=False)
    return re.split(r"\r\n|\n|\r", text)


def read_like(source: Source, original: Source, *, uncut: bool = False) -> Iterator[Batch]:
    """Read a file that was made from another one in the dialect and under the header of that.

    `uncut` as for `read`.
    """
    encoding, layout = detect(source), _layout(original, detect(original), guess=True)
    if layout is None:  # pragma: no cover - a guess always gives one
        raise AssertionError
    lines_before = _lines_of(original)
    if layout.header in lines_before:
        # Names of columns can hold identifiers too: the header's line is not the original's.
        lines_now = _lines_of(source)
        place = min(lines_before.index(layout.header), len(lines_now) - 1)
        layout = replace(layout, header=lines_now[place])
    with source.open() as stream:
        yield from _Reader(encoding, layout, BATCH_BYTES, uncut=uncut).read(stream)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write batches that `read` gave, with whatever cells they have now.

    Raises InputError for a cell that the file's encoding can't hold.
    """
    for batch in batches:
        sink.write(encoded(batch))


def encoded(batch: Batch) -> bytes:
    """Return the bytes of one batch. Raises InputError as `write`."""
    if isinstance(batch.frame, Lines):
        return lines.encoded(batch, batch.frame)
    if isinstance(batch.frame, Rows | Tail):
        return rows.encoded(batch, batch.frame)
    if isinstance(batch.frame, Written):
        return batch.frame.data
    raise TypeError("not a batch of delimited text")


@dataclass(slots=True, repr=False)
class _Gathered:
    """Records of one kind, on their way into a batch."""

    kind: Kind = "row"
    first_row: int = 1
    cells: list[list[str]] = field(default_factory=list)
    styles: list[tuple[Style, ...] | None] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    size: int = 0
    widest: int = 1
    irregular: int = 0


class _Reader:
    """Reads one file; the state is where in it we are."""

    def __init__(
        self, encoding: Encoding, layout: Layout, batch_bytes: int, *, uncut: bool = False
    ) -> None:
        self._encoding = encoding
        self._layout = layout
        self._dialect = layout.dialect
        self._width = layout.width
        self._batch_bytes = batch_bytes
        self._grammar = Grammar(layout.dialect)
        self._mark = encoding.mark
        self._row = 0
        self._gathered = _Gathered()
        self._rule_pattern = layout.rule()
        self._rule = re.compile(self._rule_pattern)
        self._leaves_uncut = uncut

    def read(self, stream: BinaryIO) -> Iterator[Batch]:
        """Yield the batches of a stream, from its first byte on."""
        characters = Characters(stream, self._encoding, self._batch_bytes)
        returns = self._dialect.returns
        state: _State = "more"
        while True:
            if state == "more" and not characters.is_last:
                characters.fill()
            whole = lines.whole(characters.text, is_last=characters.is_last, returns=returns)
            unread = self._uncut(characters.text, whole) if self._leaves_uncut else None
            if unread is not None:
                yield Batch((), unread, unread.first_row)
                self._row += unread.rows
                taken, state = whole, "more"
            else:
                taken, state = yield from self._block(characters, whole)
                yield from self._flush()
            characters.take(taken)
            if state == "long" or self._is_too_long(characters, taken, returns=returns):
                self._row += 1
                yield lines.quarantine(
                    characters,
                    RECORD_LIMIT,
                    encoding=self._encoding,
                    mark=self._take_mark(),
                    row=self._row,
                    returns=returns,
                )
                state = "again"
            if not characters.text:
                state = "more"
                if characters.is_last:
                    break
        if self._mark:
            yield lines.batch([], Lines(self._encoding, self._take_mark(), ""), 1)

    def _is_too_long(self, characters: Characters, taken: int, *, returns: bool) -> bool:
        """Say whether what the window begins with can only be a record that is too long."""
        size = len(characters.text)
        if size <= RECORD_LIMIT:
            return False
        # A record over several lines is told to be one within CELL_LIMIT of its next quote.
        is_waiting = not taken and size > RECORD_LIMIT + 2 * CELL_LIMIT
        return is_waiting or not lines.has_end(characters.text, RECORD_LIMIT, returns=returns)

    def _take_mark(self) -> bytes:
        mark, self._mark = self._mark, b""
        return mark

    # -- a block of whole lines ------------------------------------------------------------------

    def _uncut(self, text: str, whole: int) -> UnreadRows | None:
        """Return the first `whole` characters as a block of rows; None if it may be more."""
        if self._row <= self._layout.preamble or not whole:
            return None
        try:
            data = (text if whole == len(text) else text[:whole]).encode()
        except UnicodeEncodeError:  # pragma: no cover - no decoder gives lone surrogates
            return None
        count = count_rows(data, self._layout)
        if count is None:
            return None
        return UnreadRows(
            data, count, self._layout, self._encoding, self._row + 1, self._batch_bytes
        )

    def cut(self, unread: UnreadRows) -> Iterator[Batch]:
        """Yield the batches of a block of rows, from whatever file it is."""
        self._mark = b""
        self._row = unread.first_row - 1
        characters = Characters(io.BytesIO(), Encoding(), self._batch_bytes)
        characters.text, characters.is_last = unread.data.decode(), True
        taken, _ = yield from self._block(characters, len(characters.text))
        yield from self._flush()
        if taken != len(characters.text):
            raise QuarantineError("rows that can't be read as rows; export the file anew")

    def _block(
        self, characters: Characters, whole: int
    ) -> Generator[Batch, None, tuple[int, _State]]:
        """Yield batches of the lines that end within `whole`; return how many characters, and why.

        "more": the next record needs text that is not read yet. "again": the next block can be
        taken in one step. "long": the next record is too long.
        """
        if not whole:
            return 0, "more"
        text = characters.text
        block = text if whole == len(text) else text[:whole]
        if self._row > self._layout.preamble:
            regular = self._regular(block)
            if regular is not None:
                batch, taken = regular
                yield batch
                return taken, "again" if taken < whole else "more"
        all_lines, all_ends = lines.split(block, returns=self._dialect.returns)
        quote, delimiter = self._dialect.quote, self._dialect.delimiter
        is_wide_delimiter = len(delimiter) > 1
        has_returns = "\r" in block and not isinstance(all_ends, str)
        settled = self._layout.preamble + 1
        position = number = 0
        while number < len(all_lines):
            if self._row == settled and number and len(all_lines) - number > settled:
                return position, "again"
            line = all_lines[number]
            end = all_ends if isinstance(all_ends, str) else all_ends[number]
            if len(line) > LONG_LINE and self._exceeds(line, end):
                return position, "long"
            styles: list[Style] | tuple[Style, ...] | None = None
            if quote in line:
                quick = self._quick(line)
                if quick is not None:
                    values, styles = quick
                elif self._grammar.may_open(line):
                    record = self._grammar.record(text, position, is_last=characters.is_last)
                    if record is None:
                        return position, "more"
                    if record.content - position > RECORD_LIMIT:
                        return position, "long"
                    yield from self._take_record(text, position, record)
                    while position < record.end:
                        position += len(all_lines[number])
                        position += len(all_ends if isinstance(all_ends, str) else all_ends[number])
                        number += 1
                    continue
                else:
                    values = line.split(delimiter)
                    styles = self._grammar.plain_styles(values)
            elif has_returns and "\r" in line and self._is_several(line):
                *firsts, line = line.split("\r")
                for first in firsts:
                    values = first.split(delimiter)
                    styles = self._grammar.plain_styles(values)
                    yield from self._add(values, styles, first, "\r")
                values = line.split(delimiter)
                styles = self._grammar.plain_styles(values)
                position += sum(map(len, firsts)) + len(firsts)
            elif len(line) > LONG_LINE and line.count(delimiter) > self._width + _MOST_OVERFLOW:
                values, rest = self._first_cells(line)
                yield from self._add_wide(values, None, rest, line, end)
                position += len(line) + len(end)
                number += 1
                continue
            else:
                values = line.split(delimiter)
                if is_wide_delimiter or has_returns:
                    styles = self._grammar.plain_styles(values)
            yield from self._add(values, styles, line, end)
            position += len(line) + len(end)
            number += 1
        return position, "more"

    def _exceeds(self, line: str, end: str) -> bool:
        """Say whether a line is longer than a record may be; CRs before a LF count."""
        ends = 0 if self._dialect.returns else len(end) - end.endswith("\n")
        return len(line) + ends > RECORD_LIMIT

    def _is_several(self, line: str) -> bool:
        """Say whether lone CRs stand between whole rows, not inside a cell."""
        delimiters = self._layout.typical - 1
        return delimiters > 0 and all(
            part.count(self._dialect.delimiter) == delimiters for part in line.split("\r")
        )

    def _quick(self, line: str) -> tuple[list[str], tuple[Style, ...]] | None:
        """Split a line whose quotes stand in pairs around whole cells; None for any other line.

        Gives what `Grammar.record` would.
        """
        dialect = self._dialect
        delimiter, size = dialect.delimiter, len(dialect.delimiter)
        if size > 1 or len(line) > LONG_LINE or "\r" in line or (dialect.escape and "\\" in line):
            return None
        parts = line.split(dialect.quote)
        count = len(parts)
        first, last = parts[0], parts[-1]
        if not count % 2 or (first and first[-1] != delimiter) or (last and last[0] != delimiter):
            return None
        freely, needs = dialect.quotes_freely, dialect.needs_quotes
        if not first and not last and parts[2:-1:2].count(delimiter) == count // 2 - 1:
            values = parts[1::2]
            if freely:
                return values, rows.all_quoted(len(values))
            return values, tuple(None if needs(value) else True for value in values)
        values = first[:-1].split(delimiter) if first else []
        styles: list[Style] = [None] * len(values)
        for number in range(1, count, 2):
            value, after = parts[number], parts[number + 1]
            values.append(value)
            styles.append(True if freely or not needs(value) else None)
            if number + 2 == count:
                between = after[1:].split(delimiter) if after else []
            elif after == delimiter:
                continue
            elif len(after) > 1 and after[0] == after[-1] == delimiter:
                between = after[1:-1].split(delimiter)
            else:
                return None
            values += between
            styles += [None] * len(between)
        return values, tuple(styles)

    def _regular(self, block: str) -> tuple[Batch, int] | None:
        """Take lines that are all plain rows of the table in one step; None if any is not.

        Gives the cells and the frame that taking them one by one would.
        """
        dialect, width = self._dialect, self._width
        end = lines.common_end(block, returns=dialect.returns)
        is_quoted = dialect.quote in block
        if (
            end is None
            or len(block) > RECORD_LIMIT
            or (is_quoted and dialect.escape)
            or len(dialect.delimiter) > 1
        ):
            return None
        taken = block.rfind(end) + len(end)
        if taken < len(end):
            return None
        all_lines = pl.Series(block[: taken - len(end)].split(end), dtype=pl.String)
        if (
            (self._layout.header is not None and (all_lines == self._layout.header).any())
            or all_lines.str.contains(self._rule_pattern).any()
        ):
            return None
        styles: tuple[tuple[Style, ...] | None, ...] | bool | None = None
        found = self._quoted(all_lines) if is_quoted else None
        if found is not None:
            cells, styles = found
        else:
            separator = dialect.delimiter
            if is_quoted:
                quote = dialect.quote
                separator = quote + separator + quote
                is_regular = dialect.quotes_freely and (
                    all_lines.str.starts_with(quote)
                    & all_lines.str.ends_with(quote)
                    & (all_lines.str.count_matches(quote, literal=True) == 2 * width)
                ).all()
                if not is_regular:
                    return None
                styles = True
                all_lines = all_lines.str.strip_prefix(quote).str.strip_suffix(quote)
            if not (all_lines.str.count_matches(separator, literal=True) == width - 1).all():
                return None
            cells = all_lines.str.split_exact(separator, width - 1).struct.unnest().get_columns()
        columns = tuple(
            Column(name, series) for name, series in zip(self._layout.names, cells, strict=True)
        )
        frame = Rows(self._encoding, dialect, self._take_mark(), end, styles)
        batch = Batch(columns, frame, self._row + 1)
        self._row += batch.rows
        return batch, taken

    def _quoted(
        self, all_lines: pl.Series
    ) -> tuple[list[pl.Series], tuple[tuple[Style, ...] | None, ...] | None] | None:
        """Return the cells of lines in which mostly just those stand in quotes that need it.

        And, by row, the styles of those that are written otherwise. None for any other lines:
        that writing the cells gives the very lines back is tried.
        """
        dialect = self._dialect
        if dialect.spaced or dialect.escape:
            return None
        quotes = all_lines.str.count_matches(dialect.quote, literal=True)
        if not (quotes % 2 == 0).all():
            return None
        try:
            table = pl.read_csv(
                "\n".join(all_lines.to_list()).encode("utf-8"),
                has_header=False,
                separator=dialect.delimiter,
                quote_char=dialect.quote,
                infer_schema=False,
            ).fill_null("")
        except (pl.exceptions.PolarsError, UnicodeEncodeError):
            return None
        if table.shape != (len(all_lines), self._width):
            return None
        written = rows.joined_as_needed(table.columns, dialect.delimiter, dialect.quote)
        is_other = table.select(written).to_series() != all_lines
        if dialect.quotes_freely:
            # There a cell in quotes stays in quotes, whatever becomes of it.
            is_other |= quotes > 0
        others = is_other.arg_true().to_list()
        if not others:
            return table.get_columns(), None
        if len(others) > _MOST_OTHERS * len(all_lines):
            return None
        styles: list[tuple[Style, ...] | None] = [None] * len(all_lines)
        for number, cells in zip(others, table[others].iter_rows(), strict=True):
            quick = self._quick(all_lines[number])
            if quick is None or tuple(quick[0]) != cells:
                return None
            styles[number] = quick[1]
        return table.get_columns(), tuple(styles)

    # -- single records --------------------------------------------------------------------------

    def _take_record(self, text: str, start: int, record: Record) -> Generator[Batch, None, None]:
        raw, end = text[start : record.content], text[record.content : record.end]
        if record.rest >= 0:
            yield from self._add_wide(
                record.values, record.styles, text[record.rest : record.content], raw, end
            )
        else:
            yield from self._add(
                record.values, record.styles, raw, end, irregular=record.unclosed
            )

    def _kind(self, values: Sequence[str], raw: str) -> Kind:
        """Say what a record is: a row of the table, its header, or a line that is neither."""
        if raw == self._layout.header:
            return "header"
        if len(values) == 1 and self._width > 1 and raw and _is_prose(raw):
            return "line"
        if self._rule.fullmatch(raw):
            return "line"
        if self._row < self._layout.preamble and not self._layout.is_row_of_preamble(values):
            return "line"
        return "row"

    def _add(
        self,
        values: list[str],
        styles: Sequence[Style] | None,
        raw: str,
        end: str,
        *,
        irregular: bool = False,
    ) -> Generator[Batch, None, None]:
        """Gather one record; yield the batch that is full, or of another kind, before it."""
        kind = self._kind(values, raw)
        count = len(values)
        if kind == "row" and count > self._width + _MOST_OVERFLOW:
            yield from self._add_wide(values, styles, None, raw, end)
            return
        if kind == "line":
            values, styles, count = [raw], None, 1
        gathered = self._gathered
        if (
            kind != gathered.kind
            or gathered.size >= self._batch_bytes
            or len(gathered.cells) * max(gathered.widest, self._width) >= _MOST_CELLS
        ):
            yield from self._flush()
            gathered = self._gathered = _Gathered(kind)
        if not gathered.cells:
            gathered.first_row = self._row + 1
        self._row += 1
        gathered.cells.append(values)
        gathered.styles.append(None if styles is None else tuple(styles))
        gathered.ends.append(end)
        gathered.size += len(raw)
        gathered.widest = max(gathered.widest, count)
        gathered.irregular += irregular or (kind == "row" and count != self._width)

    def _flush(self) -> Generator[Batch, None, None]:
        """Yield what is gathered as one batch."""
        gathered = self._gathered
        if not gathered.cells:
            return
        self._gathered = _Gathered(gathered.kind)
        ends = lines.packed(gathered.ends)
        if gathered.kind == "line":
            frame = Lines(self._encoding, self._take_mark(), ends)
            yield lines.batch([cells[0] for cells in gathered.cells], frame, gathered.first_row)
            return
        names = self._layout.names if gathered.kind == "row" else ()
        width = max(len(names), gathered.widest)
        counts = [len(cells) for cells in gathered.cells]
        is_ragged = any(count != width for count in counts)
        padded: list[list[str]] | list[list[str | None]] = gathered.cells
        if is_ragged:
            padded = [[*cells, *[None] * (width - len(cells))] for cells in gathered.cells]
        columns = tuple(
            Column(name, pl.Series(cells, dtype=pl.String))
            for name, cells in zip_longest(names, zip(*padded, strict=True))
        )
        yield Batch(
            columns,
            Rows(
                self._encoding,
                self._dialect,
                self._take_mark(),
                ends,
                tuple(gathered.styles) if any(s is not None for s in gathered.styles) else None,
                tuple(counts) if is_ragged else None,
                gathered.irregular,
            ),
            gathered.first_row,
            table=HEADINGS if gathered.kind == "header" else None,
        )

    def _add_wide(
        self,
        values: list[str],
        styles: Sequence[Style] | None,
        rest: str | None,
        raw: str,
        end: str,
    ) -> Generator[Batch, None, None]:
        """Yield a very long row: its columns as one batch, its other cells below each other.

        `rest` is text whose cells come behind `values`, None if there are none.
        """
        width = self._width
        if self._kind(values, raw) == "line":
            yield from self._add([raw], None, raw, end)
            return
        yield from self._flush()
        self._row += 1
        columns = tuple(
            Column(name, pl.Series([value], dtype=pl.String))
            for name, value in zip(self._layout.names, values, strict=False)
        )
        head_styles = None if styles is None else (tuple(styles[:width]),)
        frame = Rows(
            self._encoding, self._dialect, self._take_mark(), "", head_styles, irregular=1
        )
        yield Batch(columns, frame, self._row)
        more = rest is not None
        for start in range(width, len(values), _TAIL_CELLS):
            stop = start + _TAIL_CELLS
            is_end = stop >= len(values) and not more
            piece_styles = None if styles is None else tuple(styles[start:stop])
            yield self._tail(values[start:stop], piece_styles, end if is_end else "")
        while rest is not None:
            piece = rest.split(self._dialect.delimiter, _TAIL_CELLS)
            rest = piece.pop() if len(piece) > _TAIL_CELLS else None
            plain = self._grammar.plain_styles(piece)
            piece_styles = None if plain is None else tuple(plain)
            yield self._tail(piece, piece_styles, end if rest is None else "")

    def _tail(self, cells: list[str], styles: tuple[Style, ...] | None, end: str) -> Batch:
        frame = Tail(self._encoding, self._dialect, end, styles)
        return Batch((Column(None, pl.Series(cells, dtype=pl.String)),), frame, self._row)

    def _first_cells(self, line: str) -> tuple[list[str], str]:
        """Return as many cells as there are columns, and the rest of the line."""
        values = line.split(self._dialect.delimiter, self._width)
        return values[:-1], values[-1]


def _is_prose(line: str) -> bool:
    """Say whether a line without delimiter is a remark about the table, not a short row of it."""
    return (
        line == lines.MARKER
        or len(line) > _PROSE_LENGTH
        or line.lstrip()[:1] == "("
        or ":" in line
        or len(line.split(None, _PROSE_WORDS)) >= _PROSE_WORDS
    )
