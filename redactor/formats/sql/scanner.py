"""Scanner: walks over the text of a dump once and takes every value, comment, name and line.

Nothing is parsed into a tree and nothing is thrown away. What stands between the cells (blanks,
commas, parentheses) stays in the text; everything with a letter or a digit is a cell.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Literal

from redactor.batch import HEADINGS
from redactor.formats import embedded, json_documents
from redactor.formats.sql import tables
from redactor.formats.sql.keywords import WORDS, beside_grammar
from redactor.formats.sql.literals import (
    copied,
    copied_csv,
    unescaped,
    value_of,
    written,
    written_value,
)
from redactor.formats.sql.tables import NAME

if TYPE_CHECKING:
    from redactor.formats.pieces import Gathering, Writer
    from redactor.formats.sql.dialect import Dialect

# Digits from which on a number in code is a cell of its own.
_LONG_NUMBER = 5
# A statement's head, or a table's definition, longer than this is plain code.
_HEAD = 1 << 16
_DEFINITION = 1 << 20
_DOTTED = rf"{NAME}(?:\s*+\.\s*+{NAME})*+"
_COLUMNS = rf"\(((?:\s*+{NAME}\s*+,?)*+)\s*+\)"
_INSERT = re.compile(
    rf"(?:INSERT|REPLACE)(?:\s++(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s++\w++))*+"
    rf"(?:\s++INTO)?+\s*+(?P<table>{_DOTTED})\s*+(?:{_COLUMNS}\s*+)?+"
    rf"(?:OVERRIDING\s++\w++\s++VALUE\s*+)?+VALUES?\s*+(?=\()",
    re.I,
)
_COPY = re.compile(
    rf"COPY\s++(?P<table>{_DOTTED})\s*+(?:{_COLUMNS}\s*+)?+FROM\s++stdin(?:[^;'\n]|'[^'\n]*+')*+;"
    r"[^\S\n]*+\n",
    re.I,
)
_DELIMITER = re.compile(r"\bDELIMITERS?\s++(?:AS\s++)?E?'(\\t|[^'\\])'", re.I)
_IS_CSV = re.compile(r"\bCSV\b", re.I)
_QUOTE = re.compile(r"\bQUOTE\s++(?:AS\s++)?E?'(''|[^'\\\w\s])'", re.I)
_HAS_HEADER = re.compile(r"\bHEADER\b(?!\s++(?:false|off|0)\b)", re.I)
_CREATE = re.compile(
    rf"CREATE\s++(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|VIRTUAL)\s++)*+TABLE\s++"
    rf"(?:IF\s++NOT\s++EXISTS\s++)?+(?P<table>{_DOTTED})\s*+\(",
    re.I,
)
_HEADS = re.compile(r"(?:INSERT|REPLACE|COPY|CREATE)\b", re.I)
_IDENTIFIER = re.compile(r"\s*+[^\W\d]\w{0,127}\s*+")
_LINE = re.compile(r"[^\r\n]+")
# Characters of a record of CSV: then a quote does not close.
_LONGEST_RECORD = 1 << 20
# Columns of a row that is taken in one step.
_WIDEST = 200
# Definitions without an end that are looked into; then a dump is damaged, or made to cost time.
_MOST_UNCLOSED = 8
_CELL = re.compile(r"[^\W_]")
# Behind these words stands no value of the column that was named: a remark, a list of types.
_NOT_A_VALUE = frozenset({"comment", "is", "enum", "set"})
_MOST_SUBJECTS = 512
_STATES = Literal["code", "values", "row", "copy"]


class Scanner:
    """Scans a dump window by window; the state is what kind of text comes next."""

    def __init__(self, dialect: Dialect) -> None:
        """Start in front of the first statement."""
        self._dialect = dialect
        self._state: _STATES = "code"
        self._delimiter = "\t"
        # Of a COPY in CSV: the pattern of a cell, what writes one, and whether its header comes.
        self._csv_cell: re.Pattern[str] | None = None
        self._csv_writer: Writer = copied
        self._awaits_header = False
        self._is_start = True
        self._table: str | None = None
        # The column that code speaks of: `cnic = 35…`, `cnic IN (…)`, `cnic bigint DEFAULT 35…`.
        self._subject: str | None = None
        self._subjects: set[str] = set()
        self._json = json_documents.Scanner()
        self._names: tuple[str, ...] = ()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._unclosed = 0
        # By number of columns: the pattern of a row that holds nothing but literals.
        self._rows: dict[int, re.Pattern[str]] = {}
        self.types: list[tuple[str, tables.Definition]] = []
        self._token = re.compile(_tokens(dialect), re.S)
        self._value = re.compile(_values(dialect), re.S)
        self._writer: Writer = partial(written, dialect=dialect)
        self._value_writer: Writer = partial(written_value, dialect=dialect)

    def scan(self, text: str, base: int, gathering: Gathering, *, is_last: bool) -> int:
        """Take the cells of a window; return how many of its characters are done with.

        `base` is the window's place in the file's text.
        """
        position = 0
        self._json.forget()
        while position < len(text):
            if self._state == "copy":
                position, is_done = self._copied(text, position, gathering, is_last=is_last)
            elif self._state == "values":
                position, is_done = self._tuples(text, position, gathering, is_last=is_last)
            else:
                position, is_done = self._code(text, position, base, gathering, is_last=is_last)
            if not is_done:
                return position
        return position

    # -- code ------------------------------------------------------------------------------------

    def _code(
        self, text: str, position: int, base: int, gathering: Gathering, *, is_last: bool
    ) -> tuple[int, bool]:
        """Take code up to the next values; return where it ends, and whether that was reached."""
        run = position
        token = self._token
        while position < len(text):
            match = token.match(text, position)
            if match is None:  # pragma: no cover - the last alternative takes any character
                raise AssertionError
            kind, end = match.lastgroup, match.end()
            if not is_last and (end == len(text) or kind == "open"):
                self._run(text, run, position, gathering)
                return position, False
            if kind == "open":
                self._lines(text, run, gathering)
                return len(text), True
            if kind == "word" and self._is_start and _HEADS.match(text, position):
                is_known = self._head(text, position, base, gathering, run, is_last=is_last)
                if is_known is None:
                    self._run(text, run, position, gathering)
                    return position, False
                if is_known >= 0:
                    return is_known, True
            if kind == "space":
                if "\n" in match[0]:
                    self._run(text, run, position, gathering)
                    run, self._is_start = end, True
            elif kind in {"string", "name", "comment", "number"}:
                self._run(text, run, position, gathering)
                subject = self._subject if kind in {"string", "number"} else None
                table = HEADINGS if kind == "name" else None
                is_data = kind == "string"
                self._piece(
                    text, position, end, gathering, self._writer, subject, is_data, table
                )
                run = end
                if kind == "name":
                    self._speak_of(value_of(match[0], self._dialect))
                # A comment does not end the place where a statement may begin.
                self._is_start = self._is_start and kind == "comment"
            else:
                self._is_start = match[0] == ";"
                if self._is_start or match[0].lower() in _NOT_A_VALUE:
                    self._subject = None
                elif kind == "word" and match[0].lower() not in WORDS and not match[0][0].isdigit():
                    self._speak_of(match[0])
            position = end
        self._run(text, run, position, gathering)
        return position, True

    def _speak_of(self, name: str) -> None:
        """Take a name in code as that of the column whose value comes next."""
        self._subject = None
        if name in self._subjects or len(self._subjects) < _MOST_SUBJECTS:
            self._subjects.add(name)
            self._subject = name

    def _lines(self, text: str, start: int, gathering: Gathering) -> None:
        """Take what stands behind a quote that never closes, line by line."""
        self._lines_of(text, start, len(text), gathering)

    def _lines_of(self, text: str, start: int, end: int, gathering: Gathering) -> None:
        for match in _LINE.finditer(text, start, end):
            self._run(text, match.start(), match.end(), gathering)

    def _run(self, text: str, start: int, end: int, gathering: Gathering) -> None:
        """Take code between two pieces."""
        for first, last in beside_grammar(text[start:end]):
            if _CELL.search(text, start + first, start + last):
                piece = text[start + first : start + last]
                table = HEADINGS if _IDENTIFIER.fullmatch(piece) else None
                gathering.cell(piece, start + first, start + last, self._writer, table=table)

    def _piece(
        self,
        text: str,
        start: int,
        end: int,
        gathering: Gathering,
        writer: Writer,
        name: str | None,
        is_data: bool = True,
        table: str | None = None,
    ) -> None:
        """Take one piece as a cell that stands alone."""
        raw = text[start:end]
        value = value_of(raw, self._dialect)
        kind = _dropped(raw, value) if is_data else None
        if kind is not None:
            gathering.drop(kind, start, end, "''")
        elif is_data and json_documents.is_json(value):
            number = gathering.nest(value, -1, start, end, writer)
            self._json.nested(value, gathering, number, name)
        elif _CELL.search(value):
            gathering.cell(value, start, end, writer, name, table)

    def _head(
        self, text: str, start: int, base: int, gathering: Gathering, run: int, *, is_last: bool
    ) -> int | None:
        """Take the head of a statement with values: where it ends, -1 if none, None to wait."""
        for pattern in (_INSERT, _COPY):
            match = pattern.match(text, start)
            if match is None:
                continue
            self._run(text, run, start, gathering)
            self._run(text, start, match.end(), gathering)
            self._table = tables.table_name(match["table"], self._dialect)
            listed = match[2]
            self._names = (
                tables.names_in(listed, self._dialect)
                if listed is not None
                else self._columns.get(self._table.lower(), ())
            )
            self._state = "copy" if pattern is _COPY else "values"
            if pattern is _COPY:
                self._begin_copy(match[0][match.end("table") - match.start() :])
            return match.end()
        if not is_last and len(text) - start < _HEAD:
            return None
        match = _CREATE.match(text, start) if self._unclosed < _MOST_UNCLOSED else None
        if match is not None:
            stop = start + _DEFINITION
            found = tables.definitions(text, match.end(), stop, self._dialect)
            if found is None and not is_last and len(text) < stop:
                return None
            self._unclosed += found is None
            name = tables.table_name(match["table"], self._dialect)
            if found:
                self._columns[name.lower()] = tuple(column.name for column in found)
                self.types += [
                    (name, tables.Definition(c.name, base + c.start, base + c.end, c.is_counter))
                    for c in found
                ]
        return -1

    # -- (values), (values) ----------------------------------------------------------------------

    def _tuples(
        self, text: str, position: int, gathering: Gathering, *, is_last: bool
    ) -> tuple[int, bool]:
        """Take rows up to the end of a statement's values."""
        position = self._plain_rows(text, position, gathering)
        literal = self._value.match
        token = self._token.match
        dialect = self._dialect
        values: list[str | None] = []
        starts: list[int] = []
        ends: list[int] = []
        place = position
        while True:
            # In front of a row: blanks, comments, commas, and then its parenthesis.
            match = token(text, place)
            if match is None or (
                not is_last and (match.end() == len(text) or match.lastgroup == "open")
            ):
                return position, False
            if match.lastgroup == "space":
                place = match.end()
                continue
            if match.lastgroup == "comment":
                self._piece(text, place, match.end(), gathering, self._writer, None, is_data=False)
                position = place = match.end()
                continue
            if match[0] == ",":
                place = match.end()
                continue
            if match[0] != "(":
                self._state, self._is_start = "code", True
                return position, True
            place = match.end()
            values.clear()
            starts.clear()
            ends.clear()
            extra: list[tuple[int, int, int]] = []
            while True:
                match = literal(text, place)
                if match is not None:
                    start, end = match.span(1)
                    values.append(_literal(match[1], dialect))
                    starts.append(start)
                    ends.append(end)
                    place = match.end()
                    if match[2] == ")":
                        break
                    continue
                taken = self._expression(text, place, len(values), extra, is_last=is_last)
                if taken is None and is_last:
                    self._lines(text, position, gathering)
                    return len(text), True
                if taken is None:
                    return position, False
                value, start, end, place = taken
                values.append(value)
                starts.append(start)
                ends.append(end)
                if text[place - 1 : place] != ",":
                    break
            self._row(text, values, starts, ends, gathering)
            for column, start, end in extra:
                name = self._names[column] if 0 <= column < len(self._names) else None
                self._piece(text, start, end, gathering, self._writer, name, table=self._table)
            position = self._plain_rows(text, place, gathering)
            place = position

    def _plain_rows(self, text: str, position: int, gathering: Gathering) -> int:
        """Take rows that hold one literal a column, each in one step; return where they end."""
        width = len(self._names)
        if not 0 < width <= _WIDEST:
            return position
        pattern = self._rows.get(width)
        if pattern is None:
            value = rf"\s*+({_literals(self._dialect)})\s*+"
            pattern = re.compile(rf"\s*+,?+\s*+\({','.join([value] * width)}\)", re.S)
            self._rows[width] = pattern
        rows = None
        dialect = self._dialect
        while (match := pattern.match(text, position)) is not None:
            position = match.end()
            values = [_literal(raw, dialect) for raw in match.groups()]
            spans = match.regs[1:]
            starts, ends = zip(*spans, strict=True)
            if position - match.start() > 48:
                for place, (start, end) in enumerate(spans):
                    if end - start > 48:
                        self._drop(text, values, place, start, end, gathering)
            for place, literal in enumerate(values):
                if literal and literal[0] in "{[":
                    self._nest(values, place, spans[place], gathering, self._value_writer)
            if rows is None:
                rows = gathering.rows(self._table, self._names, self._value_writer)
            rows.values += values
            rows.starts.extend(starts)
            rows.ends.extend(ends)
        return position

    def _drop(
        self,
        text: str,
        values: list[str | None],
        place: int,
        start: int,
        end: int,
        gathering: Gathering,
        instead: str = "''",
    ) -> None:
        """Leave a value out if it is binary data."""
        value = values[place]
        kind = _dropped(text[start:end], value) if value is not None else None
        if kind is not None:
            gathering.drop(kind, start, end, instead)
            values[place] = None

    def _nest(
        self,
        values: list[str | None],
        place: int,
        span: tuple[int, int],
        gathering: Gathering,
        writer: Writer,
    ) -> None:
        """Scan a value that is JSON as JSON."""
        value = values[place] or ""
        if json_documents.is_json(value):
            name = self._names[place] if place < len(self._names) else None
            number = gathering.nest(value, -1, *span, writer)
            self._json.nested(value, gathering, number, name)
            values[place] = None

    def _expression(
        self,
        text: str,
        place: int,
        column: int,
        extra: list[tuple[int, int, int]],
        *,
        is_last: bool,
    ) -> tuple[str | None, int, int, int] | None:
        """Read a value that is not one literal: (value, start, end, place behind its comma).

        The first literal in it is the cell of its column; what else it holds goes into `extra`.
        None if its end is not in the text.
        """
        depth = 0
        pieces: list[tuple[str, int, int]] = []
        first = place
        while True:
            match = self._token.match(text, place)
            if match is None and is_last:
                place += 1
                break
            if match is None or match.lastgroup == "open":
                return None
            if not is_last and match.end() == len(text):
                return None
            kind, found = match.lastgroup or "", match[0]
            if kind == "other":
                if found in "([":
                    depth += 1
                elif found in ")]" and depth:
                    depth -= 1
                elif not depth and found in ",)":
                    place = match.end()
                    break
            elif kind not in {"space"}:
                pieces.append((kind, match.start(), match.end()))
            place = match.end()
            if place >= len(text):
                place += 1
                break
        end = min(place - 1, len(text))
        literals = [p for p in pieces if p[0] in {"string", "number"}]
        chosen = next(iter([p for p in literals if p[0] == "string"] or literals), None)
        if chosen is None and len(pieces) == 1 and text[first:end].strip().isalnum():
            chosen = pieces[0]
        # What a function is called is no value of the column.
        extra += [
            (column if kind in {"string", "number"} else -1, start, stop)
            for kind, start, stop in pieces
            if (kind, start, stop) != chosen
        ]
        if chosen is None:
            return None, first, end, place
        raw = text[chosen[1] : chosen[2]]
        return value_of(raw, self._dialect), chosen[1], chosen[2], place

    def _row(
        self,
        text: str,
        values: list[str | None],
        starts: list[int],
        ends: list[int],
        gathering: Gathering,
        writer: Writer | None = None,
    ) -> None:
        """Take one row; binary data in it is dropped."""
        for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if end - start > 48:
                self._drop(text, values, place, start, end, gathering, "" if writer else "''")
            value = values[place]
            if value and value[0] in "{[":
                span = start, end
                self._nest(values, place, span, gathering, writer or self._value_writer)
        names: tuple[str | None, ...] = self._names
        width = len(values)
        if not names:
            names = (None,) * width
        elif len(names) < width:
            names = (*names, *(None,) * (width - len(names)))
        rows = gathering.rows(self._table, names, writer or self._value_writer)
        missing = len(names) - width
        rows.values += values
        rows.starts.extend(starts)
        rows.ends.extend(ends)
        if missing:
            rows.values += [None] * missing
            rows.starts.extend([0] * missing)
            rows.ends.extend([0] * missing)

    def _begin_copy(self, options: str) -> None:
        """Take how the lines of a COPY are written."""
        given = _DELIMITER.search(options)
        self._csv_cell = None
        is_csv = _IS_CSV.search(options) is not None
        self._delimiter = given[1].replace("\\t", "\t") if given else "," if is_csv else "\t"
        if is_csv:
            marked = _QUOTE.search(options)
            quote = marked[1][0] if marked else '"'
            mark, end = re.escape(quote), re.escape(self._delimiter)
            self._csv_cell = re.compile(
                rf"(?:{mark}((?:[^{mark}]|{mark}{mark})*+){mark}|((?!{mark})[^{end}\r\n]*+))"
                rf"({end}|\r?\n|\r?\Z)"
            )
            self._csv_writer = partial(copied_csv, delimiter=self._delimiter, quote=quote)
            self._awaits_header = _HAS_HEADER.search(options) is not None

    # -- COPY … FROM stdin -----------------------------------------------------------------------

    def _copied(
        self, text: str, position: int, gathering: Gathering, *, is_last: bool
    ) -> tuple[int, bool]:
        """Take the lines of a COPY up to its end mark."""
        while position < len(text):
            stop = text.find("\n", position)
            if stop < 0:
                if not is_last:
                    return position, False
                stop = len(text)
            if self._csv_cell is not None and text[position : position + 2] != "\\.":
                taken = self._copied_csv(self._csv_cell, text, position, gathering, is_last=is_last)
                if taken is None:
                    return position, False
                position = taken
                continue
            end = stop - 1 if stop > position and text[stop - 1] == "\r" else stop
            line = text[position:end]
            following = min(stop + 1, len(text))
            if line == "\\.":
                self._state, self._is_start = "code", True
                return following, True
            values: list[str | None] = []
            starts: list[int] = []
            ends: list[int] = []
            place = position
            for cell in line.split(self._delimiter):
                values.append(
                    cell if "\\" not in cell else None if cell == "\\N" else unescaped(cell)
                )
                starts.append(place)
                place += len(cell)
                ends.append(place)
                place += 1
            self._row(text, values, starts, ends, gathering, copied)
            position = following
        return position, True

    def _copied_csv(
        self,
        cell: re.Pattern[str],
        text: str,
        position: int,
        gathering: Gathering,
        *,
        is_last: bool,
    ) -> int | None:
        """Take one record of a COPY in CSV; return where it ends, None to wait for that."""
        values: list[str | None] = []
        starts: list[int] = []
        ends: list[int] = []
        place = position
        while True:
            match = cell.match(text, place)
            is_known = is_last or len(text) - position > _LONGEST_RECORD
            if match is not None and match.end() == len(text) and not is_known:
                return None
            if match is None or match.end() - position > _LONGEST_RECORD:
                if not is_known:
                    return None
                # A quote that does not close, or closes within a cell: the line is text.
                stop = text.find("\n", position)
                stop = len(text) if stop < 0 else stop + 1
                self._lines_of(text, position, stop, gathering)
                return stop
            quoted, plain = match[1], match[2]
            quote = text[place] if quoted is not None else ""
            values.append(quoted.replace(quote * 2, quote) if quoted is not None else plain or None)
            starts.append(place)
            ends.append(match.start(3))
            place = match.end()
            if match[3] != self._delimiter:
                break
        if self._awaits_header:
            self._awaits_header = False
            for value, start, end in zip(values, starts, ends, strict=True):
                if value:
                    gathering.cell(value, start, end, self._csv_writer)
        else:
            self._row(text, values, starts, ends, gathering, self._csv_writer)
        return place


def _literal(raw: str, dialect: Dialect) -> str | None:
    """Return the value of a literal, None for NULL."""
    first = raw[0]
    if first == "'" and "\\" not in raw and raw.count("'") == 2:
        return raw[1:-1]
    if first in "-+.123456789":
        return raw
    return None if raw in {"NULL", "null"} else value_of(raw, dialect)


def _dropped(raw: str, value: str) -> str | None:
    """Return what a piece holds if it is binary data, else None."""
    if value == raw and raw[:2] in {"0x", "0X", "x'", "X'"}:
        digits = raw[2:].rstrip("'")
        if len(digits) > 2 * 64:
            try:
                head = bytes.fromhex(digits[:1024])
            except ValueError:
                return None
            return embedded.kind_of(head) or "binary data"
        return None
    if len(value) > 48:
        sample = value[:4096]
        damaged = sum(1 for c in sample if c >= "\U0010ff00" or (c < " " and c not in "\t\r\n"))
        if damaged * 10 > len(sample):
            return "binary data"
    return embedded.dropped_kind(value)


def _quoted(dialect: Dialect) -> tuple[str, str]:
    """Return patterns of a string in single, and in double quotes."""
    if dialect.backslash:
        return (
            r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'(?!')",
            r'"[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+"(?!")',
        )
    return r"'[^']*+(?:''[^']*+)*+'(?!')", r'"[^"]*+(?:""[^"]*+)*+"(?!")'


def _literals(dialect: Dialect) -> str:
    """Return the pattern of a value that is one literal."""
    single, double = _quoted(dialect)
    doubled = rf"|{double}" if dialect.strings else ""
    return (
        rf"[Nn]?{single}|[-+]?(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?+|NULL|null"
        rf"|0[xX][0-9A-Fa-f]*+|[xX]'[0-9A-Fa-f]*+'{doubled}"
    )


def _values(dialect: Dialect) -> str:
    """Return the pattern of a value that is one literal: 1 the literal, 2 what follows."""
    return rf"\s*+({_literals(dialect)})\s*+([,)])"


def _tokens(dialect: Dialect) -> str:
    """Return the pattern of any token; "open" is one whose end is not in the text."""
    single, double = _quoted(dialect)
    escaping = r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'(?!')"
    names = [r"`(?:[^`]|``)*+`"]
    strings = [
        rf"[eE]{escaping}",
        rf"(?:_\w{{1,40}}+\s{{0,9}}+|[nNxXbB]|[uU]&)?+{single}",
        r"(?P<tag>\$(?:[^\W\d]\w{0,60}+)?+\$).*?(?P=tag)",
    ]
    if dialect.name == "Oracle":
        # A literal of Oracle's has at most 4,000 bytes.
        inside = "|".join(
            rf"{open_}.{{0,4000}}?{close}"
            for open_, close in ((r"\[", r"\]"), (r"\(", r"\)"), (r"\{", r"\}"), "<>")
        )
        strings.insert(0, rf"[nN]?[qQ]'(?:{inside}|(?P<mark>[^\s\[({{<]).{{0,4000}}?(?P=mark))'")
    opening = r"'|`|/\*|\$(?:[^\W\d]\w{0,60}+)?+\$|\""
    (strings if dialect.strings else names).append(double)
    if dialect.brackets:
        names.append(r"\[(?:[^\]\n]|\]\]){0,300}+\]")
    # psql's own commands are lines that begin with a backslash.
    comments = [r"--[^\n]*+", r"/\*.*?\*/", r"\\[^\n]*+"]
    if dialect.hashes:
        comments.append(r"\#[^\n]*+")
    return (
        r"(?P<space>\s++)"
        rf"|(?P<comment>{'|'.join(comments)})"
        rf"|(?P<string>{'|'.join(strings)})"
        rf"|(?P<name>{'|'.join(names)})"
        rf"|(?P<number>\+?\d++(?:[ ./_-]{{1,2}}\d++)++(?!\w)|\+?\d{{{_LONG_NUMBER},}}+(?!\w))"
        r"|(?P<word>\w++)"
        rf"|(?P<open>{opening})"
        r"|(?P<other>.)"
    )
