"""HTML and XML: texts, attributes, comments, scripts, CDATA, declarations; to the byte.

Cut into tags and texts by our own tokenizer: nothing is repaired and no entity is ever resolved but
the characters that numbers and HTML's own names stand for. A text that inline tags cut into pieces
is one cell. In XML the column is the element or attribute; in an HTML table, its header.
Images in data: URIs are dropped and counted.

Sources: HTML Living Standard 13.2 (parsing), XML 1.0 (fifth edition).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import embedded, signatures
from redactor.formats.characters import Characters
from redactor.formats.decoding import blocks_of
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.pieces import Chunk, Gathering
from redactor.formats.pieces import write as write
from redactor.formats.time_limit import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "HTML or XML"

# Characters of one tag, comment or script.
LIMIT = 80 << 20
# Declarations without an end that are looked for; then a file is damaged, or made to cost time.
_MOST_UNCLOSED = 8
# A text without a tag that ends it is cut into cells here.
_LONGEST_TEXT = 1 << 20

_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
     "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
     "tt", "u", "var", "wbr"}
)  # fmt: skip
# Elements of XML that say what they hold in an attribute, or in the element around them.
_GENERIC = frozenset({"field", "column", "data", "value", "property", "param", "item", "string"})
_SAID_BEFORE = frozenset({"dict", "entry", "integer", "real", "date"})
_RAW = frozenset({"script", "style", "xmp", "noembed"})
_TAG = re.compile(
    r"<(/?)([A-Za-z_\u0080-\U0010ffff][^\s<>/\"'=]*+)"
    r"((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
)
_CUT_TAG = re.compile(
    r"<(?:/?[A-Za-z_\u0080-\U0010ffff](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+(?:\"[^\"]*+|'[^']*+)?+"
    r"|/?|!(?:-?|\[(?:C(?:D(?:A(?:T(?:A)?)?)?)?)?)?)\Z"
)
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?+")
_OTHER = (
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?", "?>"),
)
_MARKS = frozenset("!?")
_DOCTYPE = re.compile(r"<![A-Za-z](?:[^\[>\"']|\"[^\"]*+\"|'[^']*+'|\[[^\]]*+\])*+>")
_CUT_DOCTYPE = re.compile(
    r"<![A-Za-z](?:[^\[>\"']|\"[^\"]*+\"|'[^']*+'|\[[^\]]*+\])*+(?:\"[^\"]*+|'[^']*+|\[[^\]]*+)?+\Z"
)
_NAME_ATTRIBUTE = re.compile(r"\b(?:name|key|id)\s*=\s*[\"']([^\"'<>]{1,80})[\"']", re.I)
_LINE = re.compile(r"[^\r\n]+")
_CELL = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")
_URI = re.compile(r"data:[\w.+\-]*/?[\w.+\-]*(?:;[\w.+\-=]+)*;base64,[A-Za-z0-9+/=%\s]*+", re.I)
_XML_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|(lt|gt|amp|quot|apos));")
_XML_NAMES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_BETWEEN = re.compile(
    r"</?(?:a|abbr|b|big|code|em|font|i|mark|small|span|strong|sub|sup|tt|u|wbr)\b[^<>]*>"
)


def recognise(source: Source) -> bool:
    """Say whether the first MiB begins like HTML or XML. Raises as `Source.open`."""
    return _kind(source) is not None


def _kind(source: Source) -> str | None:
    data = source.head(HEAD)
    if signatures.of_bytes(data) is not None:
        return None
    kind = signatures.of_text(decode_all(data, detect(source), final=len(data) < HEAD))
    return kind.name if kind is not None and kind.name in {"HTML", "XML"} else None


def read(
    source: Source, *, batch_bytes: int = 4 << 20, scanner: Scanner | None = None
) -> Iterator[Batch]:
    """Yield the batches of a file, from about `batch_bytes` bytes of it at a time.

    `scanner` is one that knows more of a program's pages than this module does.

    Raises QuarantineError for a tag, comment or script of more than LIMIT characters, and as
    `Source.open`.
    """
    yield from _read(source, scanner or Scanner(is_html=_kind(source) == "HTML"), batch_bytes)


def _read(source: Source, scanner: Scanner, batch_bytes: int) -> Iterator[Batch]:
    encoding = detect(source)
    mark, base, row = encoding.mark, 0, 1
    with source.open() as stream:
        characters = Characters(stream, encoding, batch_bytes)
        while True:
            if not characters.is_last:
                characters.fill()
            gathering = Gathering()
            text = characters.text
            taken = scanner.scan(text, gathering, is_last=characters.is_last)
            if taken or mark:
                for batch in gathering.batches(Chunk(text[:taken], base, encoding, mark), row):
                    row += batch.rows
                    yield batch
                mark = b""
            elif len(text) > LIMIT:
                raise QuarantineError(
                    f"HTML or XML with a tag, comment or script of more than {LIMIT} characters: "
                    "damaged? Save it anew, or give --text to have it searched line by line"
                )
            if characters.is_last:
                break
            characters.take(taken)
            base += taken


def texts(source: Source) -> Iterator[str]:
    """Yield what stands in a file for verification: lines, decoded, and without inline tags."""
    for text in blocks_of(source, detect(source).codec):
        yield text
        if "&" in text:
            text = html.unescape(text)
            yield text
        if "<" in text:
            joined = _BETWEEN.sub("", text)
            if joined != text:
                yield joined


def balance(source: Source) -> Counter[str]:
    """Count tags by name, comments and attributes, as the copy is read anew. Raises as `read`."""
    scanner = Scanner(is_html=_kind(source) == "HTML")
    for _ in _read(source, scanner, 4 << 20):
        go_on()
    return scanner.counts


class Scanner:
    """Scans markup window by window; the state is what element the next text stands in."""

    def __init__(self, *, is_html: bool) -> None:
        """Start in front of the first tag."""
        self._is_html = is_html
        self.counts: Counter[str] = Counter()
        self._elements: list[str] = []
        self._raw: str | None = None
        # The pieces of a text that inline tags cut: (start, end), in this window.
        self._pieces: list[tuple[int, int]] = []
        # What stands between these pieces: taken with them, or read again in the next window.
        self._between: Gathering | None = None
        self._unclosed = 0
        self._headers: list[str] = []
        self._column = -1
        self._is_header = False
        self._said = ""

    def scan(self, text: str, gathering: Gathering, *, is_last: bool) -> int:
        """Take the cells of a window; return how many of its characters are done with."""
        position, size = 0, len(text)
        done = 0
        self._pieces, self._between = [], None
        counted: Counter[str] = Counter()
        while position < size:
            if self._raw is not None:
                end = self._raw_end(text, position, is_last=is_last)
                if end is None:
                    break
                self._lines(text, position, end, gathering)
                position, self._raw = end, None
                done = position
                continue
            if text[position] != "<":
                end = text.find("<", position)
                if end < 0:
                    end = size
                    if not is_last and end - position < _LONGEST_TEXT:
                        break
                    if not is_last:
                        # Not between the halves of a number: at the last blank line or blank.
                        end = max(text.rfind("\n", position), text.rfind(" ", position)) + 1
                        end = end if end > position else size
                self._pieces.append((position, end))
                position = end
                if end - self._pieces[0][0] > _LONGEST_TEXT:
                    self._flush(text, gathering)
                    done = position
                continue
            counts = counted if self._pieces else self.counts
            end = self._markup(text, position, gathering, counts, is_last=is_last)
            if end is None:
                break
            position = end
            if self._pieces and end - self._pieces[0][0] > _LONGEST_TEXT:
                self._flush(text, gathering)
            if not self._pieces:
                # What comes in a next window is counted there.
                if counted:
                    self.counts.update(counted)
                    counted.clear()
                done = position
        if is_last:
            self._flush(text, gathering)
            self._lines(text, position, size, gathering)
            self.counts.update(counted)
            return size
        return done

    def _markup(
        self,
        text: str,
        position: int,
        gathering: Gathering,
        counted: Counter[str],
        *,
        is_last: bool,
    ) -> int | None:
        """Take what a "<" begins; return where it ends, None to wait for more text."""
        for opening, closing in _OTHER if text[position + 1 : position + 2] in _MARKS else ():
            if text.startswith(opening, position):
                end = text.find(closing, position + len(opening))
                if end < 0:
                    return None
                if opening != "<!--":
                    self._flush(text, gathering)
                counted[opening] += 1
                into = self._aside() if self._pieces else gathering
                self._lines(text, position + len(opening), end, into)
                return end + len(closing)
        match = _TAG.match(text, position)
        if match is not None:
            if not is_last and match.end() == len(text) and match[2].lower() in _RAW:
                return None
            self.tag(text, match, gathering, counted)
            return match.end()
        is_declaration = text.startswith("<!", position) and self._unclosed < _MOST_UNCLOSED
        doctype = _DOCTYPE.match(text, position) if is_declaration else None
        if is_declaration and doctype is None and is_last:
            self._unclosed += 1
        if doctype is not None:
            self._flush(text, gathering)
            counted["<!"] += 1
            self._lines(text, position + 2, doctype.end() - 1, gathering)
            return doctype.end()
        if not is_last and (_CUT_TAG.match(text, position) or _CUT_DOCTYPE.match(text, position)):
            return None
        # A "<" that begins nothing is text.
        self._pieces.append((position, position + 1))
        return position + 1

    def tag(
        self, text: str, match: re.Match[str], gathering: Gathering, counted: Counter[str]
    ) -> None:
        """Take a tag: its attributes, and what it says of the text behind it."""
        name = match[2].lower() if self._is_html else match[2]
        is_inline = self._is_html and name in _INLINE
        if not is_inline:
            self._flush(text, gathering)
        is_closing = bool(match[1])
        into = self._aside() if self._pieces else gathering
        if _DIGIT.search(name) and len(name) > 4:
            into.cell(match[2], *match.span(2), _written_name)
        counted[match[1] + "tag"] += 1
        if match[3]:
            self._attributes(text, *match.span(3), into, counted)
        if self._is_html:
            self._follow_table(name, is_closing=is_closing)
            if name in _RAW and not is_closing:
                self._raw = name
        elif is_closing:
            if self._elements:
                self._elements.pop()
        elif not match[3].endswith("/"):
            self._elements.append(self._column_of(name, match[3]))

    def _aside(self) -> Gathering:
        """Return where what stands between the pieces of a text goes."""
        if self._between is None:
            self._between = Gathering()
        return self._between

    def _column_of(self, name: str, attributes: str) -> str:
        """Return what the text in an element of XML is called."""
        local = name.rpartition(":")[2]
        if local.lower() not in _GENERIC:
            return local
        given = _NAME_ATTRIBUTE.search(attributes)
        if given is not None:
            return self.value_of(given[1])
        return self._elements[-1] if self._elements else local

    def _attributes(
        self, text: str, start: int, end: int, gathering: Gathering, counted: Counter[str]
    ) -> None:
        for match in _ATTRIBUTE.finditer(text, start, end):
            counted["attributes"] += 1
            name = match[1]
            if _DIGIT.search(name) and len(name) > 4:
                gathering.cell(name, *match.span(1), _written_name)
            if match[2] is None:
                continue
            value = self.value_of(match[2].strip(match[2][0]) if match[2][0] in "\"'" else match[2])
            kind = embedded.dropped_kind(value.strip())
            if kind is not None:
                gathering.drop(kind, *match.span(2), f'"{embedded.EMPTY_URI}"')
            elif _CELL.search(value):
                column = None if self._is_html else name
                gathering.cell(value, *match.span(2), _written_attribute, column)

    def _follow_table(self, name: str, *, is_closing: bool) -> None:
        """Keep count of the column that the next text of an HTML table stands in."""
        if name == "table":
            self._headers, self._column, self._is_header = [], -1, False
        elif name == "tr":
            self._column = -1
        elif name in {"td", "th"}:
            if not is_closing:
                self._column += 1
            self._is_header = name == "th" and not is_closing

    def header_of(self, value: str, name: str | None) -> str | None:
        """Return what a text is called; `name` is what this module would call it."""
        del value
        return name

    def value_of(self, raw: str) -> str:
        """Return the text that a raw text stands for; other entities stay as they are."""
        if "&" not in raw:
            return raw
        return html.unescape(raw) if self._is_html else _XML_ENTITY.sub(_xml_character, raw)

    def _flush(self, text: str, gathering: Gathering) -> None:
        """Take the text whose pieces have come as one cell."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        if self._between is not None:
            gathering.add(self._between)
            self._between = None
        if len(pieces) == 1 and not _CELL.search(text, *pieces[0]):
            return
        values = [self.value_of(text[start:end]) for start, end in pieces]
        value = "".join(values)
        if not _CELL.search(value):
            return
        if self._is_html:
            if self._is_header:
                self._headers += [""] * (self._column + 1 - len(self._headers))
                self._headers[self._column] = value.strip()
            in_table = not self._is_header and 0 <= self._column < len(self._headers)
            name = (self._headers[self._column] or None) if in_table else None
        else:
            name = self._elements[-1] if self._elements else None
            # A property list says in <key> what the next element holds.
            if name == "key":
                self._said = value.strip()
            elif name in _SAID_BEFORE and self._said:
                name, self._said = self._said, ""
        name = self.header_of(value, name)
        kind = embedded.dropped_kind(value.strip())
        if kind is not None:
            for number, (start, end) in enumerate(pieces):
                gathering.replaced.append((start, end, "")) if number else gathering.drop(
                    kind, start, end, ""
                )
            return
        touching = all(a[1] == b[0] for a, b in pairwise(pieces))
        if touching:
            gathering.cell(value, pieces[0][0], pieces[-1][1], _written_text, name)
            return
        parts = []
        place = 0
        for (start, end), part in zip(pieces, values, strict=True):
            parts.append((place, place + len(part), start, end))
            place += len(part)
        number = gathering.join(value, parts, _written_text)
        gathering.cell(value, 0, len(value), _as_it_is, name, owner=number)

    def _raw_end(self, text: str, position: int, *, is_last: bool) -> int | None:
        """Return where the content of a script or style ends, None to wait."""
        match = re.compile(rf"</{self._raw}\b", re.I).search(text, position)
        if match is not None:
            return match.start()
        return len(text) if is_last else None

    def _lines(self, text: str, start: int, end: int, gathering: Gathering) -> None:
        """Take text in which nothing is markup, line by line."""
        for line in _LINE.finditer(text, start, end):
            place = line.start()
            for uri in _URI.finditer(text, place, line.end()):
                kind = embedded.dropped_kind(uri[0])
                if kind is not None:
                    self._line(text, place, uri.start(), gathering)
                    gathering.drop(kind, *uri.span(), embedded.EMPTY_URI)
                    place = uri.end()
            self._line(text, place, line.end(), gathering)

    def _line(self, text: str, start: int, end: int, gathering: Gathering) -> None:
        if start < end and _CELL.search(text, start, end):
            gathering.cell(text[start:end], start, end, _as_it_is)


def _xml_character(match: re.Match[str]) -> str:
    if match[3]:
        return _XML_NAMES[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _written_text(raw: str, new: str) -> str:
    del raw
    return new.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _written_attribute(raw: str, new: str) -> str:
    quote = raw[0] if raw[0] in "\"'" else '"'
    entity = "&quot;" if quote == '"' else "&#39;"
    return f"{quote}{_written_text('', new).replace(quote, entity)}{quote}"


def _written_name(raw: str, new: str) -> str:
    del raw
    return re.sub(r"[^\w.:\-]", "_", new)


def _as_it_is(raw: str, new: str) -> str:
    del raw
    return new
