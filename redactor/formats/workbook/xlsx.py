"""Cells of an .xlsx (or .xlsm) workbook, as its own XML has them; runs in the sandbox.

Read by our own code: a reader of values alone shows neither formats (00000-0000000-0 makes a CNIC
of a number), nor comments, formulas and what else stands in a workbook and has to be counted; it
rounds long numbers; and a single cell at XFD1048576 makes it ask for half a terabyte.

Yields records that JSON can hold:
    ["book", {"sheets": [[name, state], ...], "formats": [code, ...], "is_1904": bool}]
    ["comments", sheet, [[row, column, text], ...]]
    ["rows", sheet, [[row, [column, kind, raw, format, column, ...]], ...]]
    ["dropped", {kind: count}]
    ["refused", code]
Rows and columns count from 0. Kinds: "n" number, "s" text, "b" boolean ("0", "1"), "d" ISO date.

Source: ECMA-376 part 1, 18 (SpreadsheetML); [MS-XLSX] for macro sheets and threaded comments.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from redactor.formats.workbook import markup, number_formats
from redactor.formats.workbook.package import Package
from redactor.formats.workbook.parts import dropped_parts
from redactor.formats.workbook.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
# Cells of one record.
_CHUNK = 4_000
_BLOCK = 1 << 16
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SHEETS = frozenset({"worksheet", "xlmacrosheet", "xlintlmacrosheet"})
# What stands in a sheet besides cells: element -> what it is counted as.
_BESIDE = {
    "hyperlink": "hyperlink",
    "mergeCell": "merged range",
    "dataValidation": "data validation",
    "cfRule": "conditional format",
    "oddHeader": "page header or footer",
    "oddFooter": "page header or footer",
    "evenHeader": "page header or footer",
    "evenFooter": "page header or footer",
    "firstHeader": "page header or footer",
    "firstFooter": "page header or footer",
    "autoFilter": "filter",
    "scenario": "scenario",
    "protectedRange": "protected range",
    "customSheetView": "saved view",
}


def records(source: Source) -> Iterator[list[Any]]:
    """Yield the records of a workbook; the last is ["refused", code] where it is not honest."""
    try:
        with source.open() as stream:
            yield from _Workbook(Package(stream)).records()
    except Refused as refusal:
        yield ["refused", refusal.code]


class _Workbook:
    """One workbook; the state is what its sheets refer to."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._dropped: Counter[str] = Counter()
        self._formats: dict[str, int] = {}
        self._styles: list[int] = []
        self._texts: list[str] = []

    def records(self) -> Iterator[list[Any]]:
        """Yield the workbook's records."""
        part = next(
            (t for kind, t in self._package.relations("").values() if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        relations = self._package.relations(part)
        sheets, is_1904 = self._sheets(part, relations)
        for kind, target in relations.values():
            if kind == "styles" and target in self._package:
                self._read_styles(target)
            elif kind == "sharedStrings" and target in self._package:
                self._texts = self._shared(target)
        self._dropped.update(dropped_parts(self._package.names))
        listed = {target for _, _, target in sheets}
        self._dropped["sheet that the workbook does not list"] += sum(
            name.startswith("xl/worksheets/") and name.endswith(".xml") and name not in listed
            for name in self._package.names
        )
        yield [
            "book",
            {
                "sheets": [[name, state] for name, state, _ in sheets],
                "formats": list(self._formats),
                "is_1904": is_1904,
            },
        ]
        for number, (_, _, target) in enumerate(sheets):
            for kind, part in self._package.relations(target).values():
                if kind == "comments" and part in self._package:
                    yield ["comments", number, self._comments(part)]
            yield from self._rows(number, target)
        yield ["dropped", dict(+self._dropped)]

    def _sheets(
        self, part: str, relations: dict[str, tuple[str, str]]
    ) -> tuple[list[tuple[str, str, str]], bool]:
        """Return (name, state, member) of each sheet of cells, and whether days count from 1904."""
        sheets: list[tuple[str, str, str]] = []
        is_1904 = False

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal is_1904
            if element == "workbookPr":
                is_1904 = attributes.get("date1904", "0") in {"1", "true"}
            elif element == "definedName":
                self._dropped["defined name"] += 1
            elif element == "sheet":
                key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                kind, target = relations.get(key, ("", ""))
                if kind.lower() not in _SHEETS:
                    self._dropped[f"{kind}" if kind in _OTHER_SHEETS else "sheet of no cells"] += 1
                elif target not in self._package:
                    raise Refused("missing")
                else:
                    state = attributes.get("state", "visible")
                    sheets.append((_text(attributes.get("name", "")), state, target))

        if part not in self._package:
            raise Refused("empty")
        with self._package.open(part) as stream:
            markup.parse(stream, start=start)
        if not sheets:
            raise Refused("empty")
        return sheets, is_1904

    def _read_styles(self, part: str) -> None:
        codes = dict(number_formats.BUILT_IN)
        within: list[str] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element == "numFmt" and within[-1:] == ["numFmts"]:
                codes[int(attributes["numFmtId"])] = _text(attributes.get("formatCode", ""))
            elif element == "xf" and within[-1:] == ["cellXfs"]:
                code = codes.get(int(attributes.get("numFmtId", "0")), number_formats.GENERAL)
                self._styles.append(self._formats.setdefault(code, len(self._formats)))
            within.append(element)

        def end(element: str) -> None:
            del element
            within.pop()

        self._formats[number_formats.GENERAL] = 0
        with self._package.open(part) as stream:
            markup.parse(stream, start=start, end=end)

    def _shared(self, part: str) -> list[str]:
        """Return the shared texts, rich ones as plain, without readings of Japanese."""
        texts: list[str] = []
        pieces: list[str] = []
        phonetic = 0
        is_text = False

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal phonetic, is_text
            del attributes
            if element == "si":
                pieces.clear()
            elif element == "rPh":
                phonetic += 1
            elif element == "t":
                is_text = not phonetic

        def end(element: str) -> None:
            nonlocal phonetic, is_text
            if element == "si":
                texts.append(_text("".join(pieces)))
            elif element == "rPh":
                phonetic -= 1
                self._dropped["phonetic reading"] += 1
            elif element == "t":
                is_text = False

        def text(characters: str) -> None:
            if is_text:
                pieces.append(characters)

        with self._package.open(part) as stream:
            markup.parse(stream, start=start, end=end, text=text)
        return texts

    def _rows(self, sheet: int, part: str) -> Iterator[list[Any]]:
        parser = _Sheet(self._texts, self._styles, self._package, self._dropped)
        feed = markup.feeder(start=parser.start, end=parser.end, text=parser.text)
        with self._package.open(part) as stream:
            while block := stream.read(_BLOCK):
                feed(block, False)
                if parser.count >= _CHUNK:
                    yield ["rows", sheet, parser.take()]
            feed(b"", True)
        rows = parser.take()
        if rows:
            yield ["rows", sheet, rows]

    def _comments(self, part: str) -> list[list[Any]]:
        """Return a sheet's comments, without their authors' names."""
        authors: list[str] = []
        found: list[list[Any]] = []
        pieces: list[str] = []
        place: list[Any] = [0, 0, ""]
        is_text = False

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal place, is_text
            if element == "comment":
                author = attributes.get("authorId", "")
                is_known = author.isdecimal() and int(author) < len(authors)
                name = authors[int(author)] if is_known else ""
                place = [*place_of(attributes.get("ref", "A1")), name]
                pieces.clear()
            is_text = element in {"t", "author"}
            if element == "author":
                pieces.clear()

        def end(element: str) -> None:
            nonlocal is_text
            is_text = False
            if element == "author":
                authors.append("".join(pieces))
            elif element == "comment":
                row, column, author = place
                content = _text("".join(pieces))
                if author.strip() and content.startswith(author + ":"):
                    content = content[len(author) + 1 :].lstrip()
                found.append([row, column, content])

        def text(characters: str) -> None:
            if is_text:
                pieces.append(characters)

        with self._package.open(part) as stream:
            markup.parse(stream, start=start, end=end, text=text)
        self._dropped["comment author"] += len(authors)
        return found


_OTHER_SHEETS = frozenset({"chartsheet", "dialogsheet"})


class _Sheet:
    """The parser of one sheet: `take` gives the whole rows gathered so far."""

    def __init__(
        self, texts: list[str], styles: list[int], package: Package, dropped: Counter[str]
    ) -> None:
        self._texts = texts
        self._styles = styles
        self._package = package
        self._dropped = dropped
        self._rows: list[list[Any]] = []
        self._row = self._column = -1
        self._cells: list[Any] = []
        self._number = ""
        self._columns: dict[str, int] = {}
        self._in_cell = self._is_formula = self._is_value = False
        self._phonetic = 0
        self._kind = "n"
        self._format = 0
        self._pieces: list[str] = []
        self.count = 0

    def take(self) -> list[list[Any]]:
        """Return the rows since the last call: [row, [column, kind, raw, format, ...]] each."""
        rows, self._rows, self.count = self._rows, [], 0
        return rows

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if element == "c":
            self._start_cell(attributes)
        elif element == "v" or (element == "t" and not self._phonetic):
            self._is_value = self._in_cell
        elif element == "row":
            row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            if row <= self._row:
                raise Refused("order")
            if row >= MOST_ROWS:
                raise Refused("outside")
            self._row, self._column, self._cells = row, -1, []
            self._number = str(row + 1)
        elif element == "f" and self._in_cell:
            self._is_formula = True
        elif element == "rPh":
            self._phonetic += 1
        elif element in _BESIDE:
            self._dropped[_BESIDE[element]] += 1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            column = self._column + 1
        else:
            letters = reference.removesuffix(self._number)
            known = self._columns.get(letters)
            if known is None:
                row, known = place_of(reference)
                if row != self._row:
                    raise Refused("order")
                self._columns[letters] = known
            column = known
        if column <= self._column:
            raise Refused("order")
        self._column = column
        style = attributes.get("s")
        self._format = 0
        if style is not None and self._styles:
            if int(style) >= len(self._styles):
                raise Refused("reference")
            self._format = self._styles[int(style)]
        self._kind = attributes.get("t", "n")
        self._in_cell = True
        self._is_formula = False
        self._pieces = []

    def text(self, characters: str) -> None:
        """Take characters."""
        if self._is_value:
            self._pieces.append(characters)

    def end(self, element: str) -> None:
        """Take an end tag."""
        if element == "c":
            self._end_cell()
        elif element in {"v", "t"}:
            self._is_value = False
        elif element == "rPh":
            self._phonetic -= 1
        elif element == "row" and self._cells:
            self._rows.append([self._row, self._cells])
            self.count += len(self._cells) // 4

    def _end_cell(self) -> None:
        self._in_cell = False
        raw = "".join(self._pieces)
        if self._is_formula:
            kind = "formula (its value is kept)" if raw else "formula without a value"
            self._dropped[kind] += 1
        if not raw:
            return
        kind = self._kind
        if kind == "s":
            number = int(raw)
            if not 0 <= number < len(self._texts):
                raise Refused("reference")
            raw = self._texts[number]
            kind = "s"
            if not raw:
                return
        elif kind in {"str", "inlineStr"}:
            raw, kind = _text(raw), "s"
        elif kind == "e":
            kind = "s"
        elif kind not in {"n", "b", "d"}:
            raise Refused("reference")
        self._package.take(len(raw))
        self._cells += (self._column, kind, raw, self._format)


def place_of(reference: str) -> tuple[int, int]:
    """Return row and column, from 0, of a reference like AB12.

    Raises Refused for one outside of a sheet.

    >>> place_of("AB12")
    (11, 27)
    """
    column = 0
    for place, letter in enumerate(reference):
        number = ord(letter) & 0xDF
        if 65 <= number <= 90:
            column = column * 26 + number - 64
            continue
        rest = reference[place:]
        if not rest.isdecimal() or len(rest) > 7 or column > MOST_COLUMNS or not column:
            break
        row = int(rest)
        if not 0 < row <= MOST_ROWS:
            break
        return row - 1, column - 1
    raise Refused("outside")


def _text(raw: str) -> str:
    """Return a text with its escapes resolved: _x000D_ is a carriage return."""
    if "_x" not in raw:
        return raw
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
