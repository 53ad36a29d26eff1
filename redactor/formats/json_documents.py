"""JSON in all its dress: documents, lines (NDJSON), mongoexport, Elasticsearch, mongo shell text.

Scanned token by token, never parsed into objects: duplicate keys, large integers, NaN, invalid
escapes and a depth of 100,000 stay what they are, to the byte. A column is a key of the objects
under one path, or a place in the arrays of an array, under the name that a list of names beside
them or their own first array gives it; keys are cells without a column. A string that holds JSON
is scanned as JSON. Where something was found, a number becomes a string.

Sources: RFC 8259; MongoDB Extended JSON v2 and v1; Elasticsearch reference, "Bulk API".
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from redactor.batch import HEADINGS
from redactor.errors import QuarantineError
from redactor.formats import embedded, signatures
from redactor.formats.characters import Characters
from redactor.formats.decoding import blocks_of
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.headers import header_strength
from redactor.formats.json_records import Likeness, Likenesses, Sketch
from redactor.formats.pieces import Chunk, Gathering, Rows
from redactor.formats.pieces import write as write
from redactor.formats.time_limit import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "JSON"

# Characters of one token: a longer string is no data but a file, or a quote that never closes.
LIMIT = 80 << 20
# Different objects that have columns of their own, their columns, and how deep they may lie; what
# is beyond shares columns, so that a document keyed by data needs no more memory than another.
_MOST_PATHS = 512
_MOST_COLUMNS = 2048
_DEEPEST = 32
# JSON in strings in JSON in strings.
_MOST_NESTED = 6

TOKEN = re.compile(
    r"\s*+(?:"
    r'(?P<string>"(?:[^"\\\n]|\\[^\n])*+"|' + r"'(?:[^'\\\n]|\\[^\n])*+')\s*+(?P<colon>:)?+"
    r"|(?P<mark>[{}\[\],():])"
    r"|(?P<bare>[^\s{}\[\],():\"']++)\s*+(?P<after>:)?+"
    r"|(?P<open>[\"'][^\n]*+)"
    r"|$)"
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.S)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MUST_ESCAPE = re.compile(r'[\x00-\x1f"\\]')
_TO_ESCAPE = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# An array that begins with a place in Pakistan, in either order; and how far one is looked for.
_NORTH = r"\s{0,40}+(?:2[3-9]|3[0-7])\.\d{3,20}+\s{0,40}+"
_EAST = r"\s{0,40}+(?:6\d|7[0-7])\.\d{3,20}+\s{0,40}+"
_POINT = re.compile(rf"\[(?:{_NORTH},{_EAST}|{_EAST},{_NORTH})[,\]]")
_POINT_LOOKAHEAD = 256
# How far an array that is a line of its own is looked for, and another one behind it.
_ROW_LOOKAHEAD = 8192
# Arrays in an array: so many of their places are columns of their own.
_MOST_PLACES = 256
_LONGEST_NAME = 80
# Keys of objects that describe a column each.
_LISTS_COLUMNS = frozenset({"columns", "cols", "fields", "header", "headers", "schema", "names"})
_NAMES_A_COLUMN = frozenset({"name", "field", "title", "label", "column"})
# Between two records, in an array and without one; and how many are taken in one step.
_NEXT_IN_ARRAY = re.compile(r"\s*+,\s*+(?=\{)")
_NEXT = re.compile(r"\s*+(?=\{)")
_MOST_RECORDS = 4096
# How a string begins that may be more than a text, and from how many characters on it may.
_SUSPECT = frozenset("{[\\dD") | {c for c in map(chr, range(0x3001)) if c.isspace()}
_MAY_BE_FILE = 64
# Characters up to which one is nothing but a text.
_LONGEST_PLAIN = 8
_IS_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\["])')
# Keys that say nothing without the key above them, and the wrappers of Extended JSON.
_VAGUE = frozenset({"value", "number", "no", "id", "_id", "text", "data", "content", "val"})
_DATA_IN_KEY = re.compile(r"\d{4}|@|.{41}", re.S)
_NOTHING = frozenset(
    {"null", "true", "false", "NaN", "Infinity", "-Infinity", "undefined", "None", "True", "False"}
)


def recognise(source: Source) -> bool:
    """Say whether the first MiB begins like JSON. Raises as `Source.open`."""
    data = source.head(HEAD)
    if signatures.of_bytes(data) is not None:
        return False
    text = decode_all(data, detect(source), final=len(data) < HEAD)
    kind = signatures.of_text(text)
    return kind is not None and kind.name == "JSON"


def read(
    source: Source, *, batch_bytes: int = 4 << 20, scanner: Scanner | None = None
) -> Iterator[Batch]:
    """Yield the batches of a file, from about `batch_bytes` bytes of it at a time.

    `scanner` is one that knows more of a program's JSON than this module does.

    Raises QuarantineError for a token of more than LIMIT characters, and as `Source.open`.
    """
    encoding = detect(source)
    scanner = scanner or Scanner()
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
                    f"JSON with a string of more than {LIMIT} characters: a quote that is never "
                    "closed? Export it anew, or give --text to have it searched line by line"
                )
            if characters.is_last:
                break
            characters.take(taken)
            base += taken


def texts(source: Source) -> Iterator[str]:
    """Yield what stands in a file for verification: its lines, and what their escapes stand for."""
    for text in blocks_of(source, detect(source).codec):
        yield text
        for _ in range(2):
            if "\\" not in text:
                break
            text = re.sub(r"\\u00([0-7][0-9a-fA-F])", lambda m: chr(int(m[1], 16)), text)
            text = re.sub(r"\\u([0-9a-fA-F]{4})", _unescape_for_search, text)
            text = re.sub(r"\\(.)", r"\1", text)
            yield text


def _unescape_for_search(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return " " if 0xD800 <= code < 0xE000 else chr(code)


class Balance:
    """Counts keys, values and what was dropped, batch by batch."""

    def __init__(self) -> None:
        """Start with none."""
        self.counts: Counter[str] = Counter()

    def add(self, batch: Batch) -> None:
        """Take in a batch as it was read."""
        self.counts["keys" if batch.columns[0].name is None else "values"] += batch.rows
        self.counts["values"] += sum(part.count for part in batch.dropped)


def balance(source: Source) -> Counter[str]:
    """Count keys, values and what was dropped. Raises as `read`."""
    found = Balance()
    for batch in read(source):
        found.add(batch)
        go_on()
    return found.counts


class _Node:
    """The objects under one path: `name` is the key that holds them."""

    __slots__ = ("children", "depth", "keys", "name", "path", "rows")

    def __init__(self, path: str, name: str, depth: int) -> None:
        self.path = path
        self.name = name
        self.depth = depth
        self.children: dict[str, _Node] = {}
        self.keys: set[str] = set()
        self.rows: dict[tuple[str, bool, object], Rows] = {}


class _Open:
    """An open object or array: what the next token belonged to before it, and where in it we are.

    place   of an array, how many items are done with; -1 for an object.
    names   what the places of the arrays in an array are called, () if nothing says so.
    texts   what its first strings are, or its objects' names: perhaps those of columns.
    """

    __slots__ = ("is_point", "key", "names", "node", "place", "texts")

    def __init__(self, node: _Node, key: str, place: int, *, is_point: bool = False) -> None:
        self.node = node
        self.key = key
        self.place = place
        self.is_point = is_point
        self.names: tuple[str, ...] = ()
        self.texts: list[str] = []


class Scanner:
    """Scans JSON window by window; the state is where in the document the next token stands."""

    def __init__(self) -> None:
        """Start in front of the first document."""
        self._root = _Node("", "", 0)
        self._deep = _Node("...", "", _DEEPEST)
        self._paths = 1
        self._columns = 0
        self._used: list[_Node] = []
        # For each open object or array: the node of the objects in it, and its own key.
        self._stack: list[_Open] = []
        # The last list of strings that could be the names of columns.
        self._listed: tuple[str, ...] = ()
        self._node, self._key = self._root, "value"
        self._is_damaged = False
        # The document is an array that is one line of several: a row.
        self._are_rows = False
        self._likenesses = Likenesses()
        self._sketch: Sketch | None = None

    def scan(self, text: str, gathering: Gathering, *, is_last: bool) -> int:
        """Take the cells of a window; return how many of its characters are done with."""
        self.forget()
        self._sketch = None
        return self._scan(text, gathering, -1, 0, is_last=is_last)

    def forget(self) -> None:
        """Begin with another gathering."""
        for node in self._used:
            node.rows.clear()
        self._used.clear()

    def nested(self, value: str, gathering: Gathering, number: int, name: str | None) -> None:
        """Take a text of JSON that is nested text `number` of a file of another format.

        `name` is the column or key that it is a value of.
        """
        self._stack, self._is_damaged, self._listed = [], False, ()
        self._node, self._key = self._root, name or "value"
        self._scan(value, gathering, number, 1, is_last=True)

    def _scan(
        self, text: str, gathering: Gathering, owner: int, depth: int, *, is_last: bool
    ) -> int:
        position, size = 0, len(text)
        token = TOKEN.match
        while position < size:
            match = token(text, position)
            if match is None:  # pragma: no cover - "open" and "bare" take any character
                raise AssertionError
            end = match.end()
            if end == size and not is_last:
                return position
            if self._is_damaged and "\n" in text[position : match.end()]:
                self._resume(text, match)
            string = match["string"]
            if string is not None:
                start, stop = match.span("string")
                if match["colon"]:
                    self._take_key(string, start, stop, gathering, owner)
                else:
                    self._take_string(string, start, stop, gathering, owner, depth)
            elif (mark := match["mark"]) is not None:
                taken: int | None = position
                ahead = _POINT_LOOKAHEAD if self._stack else _ROW_LOOKAHEAD
                if mark == "[" and not is_last and size - position < ahead:
                    return position
                if mark == "[" and owner < 0:
                    taken = self.take_text(self._key, text, position, gathering, is_last=is_last)
                if taken is None:
                    return position
                if taken > position:
                    end = max(end, taken)
                elif mark == "{":
                    if owner < 0 and self._is_between_records():
                        start = match.start("mark")
                        end = self._take_alike(text, start, gathering, is_last=is_last)
                        if end > start:
                            position = end
                            continue
                        end = match.end()
                        self._sketch = self._likenesses.sketch(start, (self._node, self._key))
                    self._open_object()
                elif mark == "[":
                    self._sketch = None
                    start = match.start("mark")
                    self._open_array(_POINT.match(text, start) is not None)
                    if len(self._stack) == 1:
                        self._are_rows = self._are_rows or _is_row(text, start)
                elif mark in "}]" and self._stack:
                    self._close()
                    if self._sketch is not None and self._is_between_records():
                        self._likenesses.learn(self._sketch, text, end)
                        self._sketch = None
                elif mark == "," and self._stack and self._stack[-1].place >= 0:
                    self._stack[-1].place += 1
            elif (bare := match["bare"]) is not None:
                start, stop = match.span("bare")
                if match["after"]:
                    self._take_key(bare, start, stop, gathering, owner)
                elif bare not in _NOTHING:
                    self.append(bare, start, stop, written, gathering, owner)
                elif self._sketch is not None:
                    self._sketch.values.append((start, stop, self._node, self._key))
            elif match["open"] is not None:
                # A quote that is not closed in its line: the line is text.
                start, stop = match.span("open")
                gathering.cell(match["open"], start, stop, _as_text, owner=owner)
                self._is_damaged = True
                self._sketch = None
            position = end
        return position

    def _is_between_records(self) -> bool:
        """Say whether an object that begins here is a document, or an item of a list.

        Of a list's first objects any text may turn out to be the name of a column.
        """
        if self._is_damaged or type(self) is not Scanner:
            return False
        if self._stack:
            return self._stack[-1].place >= _MOST_PLACES
        return self._node is self._root and self._key == "value"

    def _take_alike(self, text: str, start: int, gathering: Gathering, *, is_last: bool) -> int:
        """Take records from `start` on that are like one before; return where the last one ends."""
        found = self._likenesses.find(text, start, (self._node, self._key))
        if found is None:
            return start
        likeness = found[0]
        match: re.Match[str] | None = found[1]
        next_one = (_NEXT_IN_ARRAY if self._stack else _NEXT).match
        matches: list[re.Match[str]] = []
        # As everywhere, what ends the window may go on behind it.
        last = len(text) if is_last else len(text) - 1
        while match is not None and match.end() <= last and len(matches) < _MOST_RECORDS:
            matches.append(match)
            following = next_one(text, match.end())
            match = None if following is None else likeness.match(text, following.end())
        matches = matches[: _first_special(matches)]
        if not matches:
            return start
        self._gather(likeness, matches, gathering)
        self._listed = ()
        if self._stack:
            self._stack[-1].place += len(matches) - 1
        return matches[-1].end()

    def _gather(
        self, likeness: Likeness, matches: list[re.Match[str]], gathering: Gathering
    ) -> None:
        """Take the keys and values of records alike."""
        spans = np.array([match.regs for match in matches], np.int64)
        keys = gathering.rows(HEADINGS, (None,), written_key)
        starts, ends = likeness.key_spans(spans)
        keys.values += likeness.keys * len(matches)
        keys.starts.frombytes(starts.tobytes())
        keys.ends.frombytes(ends.tobytes())
        columns = zip(*(match.groups() for match in matches), strict=True)
        for place, ((node, key), raws) in enumerate(zip(likeness.columns, columns, strict=True), 1):
            own = spans[:, place]
            if not _NOTHING.isdisjoint(raws):
                kept = [n for n, raw in enumerate(raws) if raw not in _NOTHING]
                raws, own = tuple(raws[n] for n in kept), own[kept]
            if raws:
                rows = self._rows_of(node, key, -1, written, gathering)
                rows.values += [
                    raw[1:-1] if raw[0] == '"' and "\\" not in raw else value_of(raw)
                    for raw in raws
                ]
                rows.starts.frombytes(own[:, 0].tobytes())
                rows.ends.frombytes(own[:, 1].tobytes())

    def _resume(self, text: str, match: re.Match[str]) -> None:
        """After damage, a line that begins an object begins a document, if lines did so before."""
        if match["mark"] == "{" and text[match.start("mark") - 1 : match.start("mark")] == "\n":
            self._stack.clear()
            self._node, self._key = self._root, "value"
        self._is_damaged = False

    def take_text(
        self, key: str, text: str, position: int, gathering: Gathering, *, is_last: bool
    ) -> int | None:
        """Take an array whose strings are one text; return where it ends, None to wait for it.

        In plain JSON no array is one text: nothing is taken, and the array read item by item.
        """
        del key, text, gathering, is_last
        return position

    def header_of(self, path: str, holder: str, key: str) -> str:
        """Return what the values of a key are called; `holder` is the key above it."""
        del path
        name = key if key != "*" else holder or "value"
        # "phone": {"0": …} is a column of a table, written as an object.
        if (name.lower() in _VAGUE or name.isdecimal()) and holder not in {"*", "", name}:
            return f"{holder} {name}"
        return name

    def _open_array(self, is_point: bool) -> None:
        opened = _Open(self._node, self._key, 0, is_point=is_point)
        if self._stack and self._stack[-1].place == 0 and not self._stack[-1].names:
            # The first of the arrays in an array: those behind it are called alike.
            self._stack[-1].names = self._listed
        self._stack.append(opened)

    def _close(self) -> None:
        closed = self._stack.pop()
        self._node, self._key = closed.node, closed.key
        if closed.place < 0:
            # What lists names stands in the same object as what they name.
            self._listed = ()
        if closed.place < 0 or not closed.texts or len(closed.texts) != closed.place + 1:
            return
        if closed.key.lower() in _LISTS_COLUMNS or header_strength(closed.texts) >= 1:
            names = tuple(closed.texts)
            outer = self._stack[-1] if self._stack else None
            if outer is not None and outer.place == 0:
                outer.names = names
            else:
                self._listed = names

    def _open_object(self) -> None:
        self._stack.append(_Open(self._node, self._key, -1))
        node, key = self._node, self._key
        # A document, and an object in an array at the top, are the root itself.
        if len(self._stack) == 1 or (node is self._root and key == "value"):
            return
        child = node.children.get(key)
        if child is None:
            if node.depth >= _DEEPEST or self._paths >= _MOST_PATHS:
                child = self._deep
            else:
                path = f"{node.path}.{key}" if node.path else key
                child = _Node(path, key, node.depth + 1)
                self._paths += 1
                node.children[key] = child
        self._node = child

    def _take_key(self, raw: str, start: int, end: int, gathering: Gathering, owner: int) -> None:
        value = value_of(raw)
        is_data = not value or _DATA_IN_KEY.search(value) is not None
        # Keys that are data are a column by themselves: most of them say what the others are.
        table = f"{self._node.path}.*" if is_data else HEADINGS
        gathering.cell(value, start, end, written_key, table=table, owner=owner)
        if self._sketch is not None:
            self._sketch.keys.append((start, end, value))
            if is_data:
                self._sketch = None
        if value.startswith("$"):
            # {"cnic": {"$numberLong": "..."}} is a value of "cnic".
            self._key = self._node.name or "value"
        elif is_data:
            # Objects that are keyed by data ("923001234567": {...}) are of one kind.
            self._key = "*"
        elif value in self._node.keys:
            self._key = value
        elif self._columns < _MOST_COLUMNS:
            self._columns += 1
            self._node.keys.add(value)
            self._key = value
        else:
            self._key = "*"

    def _take_string(
        self, raw: str, start: int, end: int, gathering: Gathering, owner: int, depth: int
    ) -> None:
        value = value_of(raw)
        if len(value) > _LONGEST_PLAIN:
            kind = embedded.dropped_kind(value)
            if kind is not None:
                self._sketch = None
                gathering.drop(kind, start, end, '""', owner)
                return
            if depth < _MOST_NESTED and is_json(value):
                self._take_nested(value, start, end, gathering, owner, depth)
                return
        self.append(value, start, end, written, gathering, owner)

    def _take_nested(
        self, value: str, start: int, end: int, gathering: Gathering, owner: int, depth: int
    ) -> None:
        """Scan a string that holds JSON, as if it stood in place of the string."""
        self._sketch = None
        number = gathering.nest(value, owner, start, end, written)
        before = self._stack, self._node, self._key, self._is_damaged
        self._stack, self._is_damaged = [_Open(self._node, self._key, -1)], False
        self._scan(value, gathering, number, depth + 1, is_last=True)
        self._stack, self._node, self._key, self._is_damaged = before

    def append(
        self,
        value: str,
        start: int,
        end: int,
        writer: object,
        gathering: Gathering,
        owner: int,
    ) -> None:
        """Take a value as a cell of the column that its key and the keys above it make."""
        node, key = self._node, self._key
        if self._sketch is not None and owner < 0:
            self._sketch.values.append((start, end, node, key))
        if self._stack:
            key = self._key_in_array(key, value)
        rows = self._rows_of(node, key, owner, writer, gathering)
        rows.values.append(value)
        rows.starts.append(start)
        rows.ends.append(end)
        if rows.owners is not None:
            rows.owners.append(owner)

    def _rows_of(
        self, node: _Node, key: str, owner: int, writer: object, gathering: Gathering
    ) -> Rows:
        slot = (key, owner >= 0, writer)
        rows = node.rows.get(slot)
        if rows is None:
            name = self.header_of(node.path, node.name, key)
            rows = gathering.rows(node.path or None, (name,), writer, is_nested=owner >= 0)  # type: ignore[arg-type]
            node.rows[slot] = rows
            self._used.append(node)
        return rows

    def _key_in_array(self, key: str, value: str) -> str:
        """Return what a value is called for its place in an array, or its key."""
        top = self._stack[-1]
        below = self._stack[-2] if len(self._stack) > 1 else None
        if top.place < 0:
            if below is not None and below.place >= 0 and key.lower() in _NAMES_A_COLUMN:
                self._note(below, value)
            return key
        self._note(top, value)
        if top.is_point:
            return f"{key} coordinates"
        is_row = below.place >= 0 if below is not None else self._are_rows
        if not is_row or top.place >= _MOST_PLACES:
            return key
        names = () if below is None else below.names
        name = names[top.place] if top.place < len(names) else f"{key} {top.place}"
        slot = f"\0{name}"
        if slot not in self._node.keys:
            if self._columns >= _MOST_COLUMNS:
                return key
            self._columns += 1
            self._node.keys.add(slot)
        return name

    @staticmethod
    def _note(opened: _Open, value: str) -> None:
        """Note a text that may be the name of a column."""
        if len(opened.texts) == opened.place < _MOST_PLACES and len(value) <= _LONGEST_NAME:
            opened.texts.append(value)


def _is_row(text: str, start: int) -> bool:
    """Say whether an array is a line, and the next line one too."""
    end = text.find("\n", start, start + _ROW_LOOKAHEAD - 16)
    is_line = end >= 0 and text[start:end].rstrip("\r ,")[-1:] == "]"
    return is_line and text[end + 1 : end + 2] == "["


def _first_special(matches: list[re.Match[str]]) -> int | None:
    """Return the first of some records that holds a string which is more than a text."""
    firsts: list[int] = []
    for raws in zip(*(match.groups() for match in matches), strict=True):
        is_plain = max(map(len, raws)) < _MAY_BE_FILE
        if is_plain and _SUSPECT.isdisjoint([raw[1:2] for raw in raws]):
            continue
        first = next((number for number, raw in enumerate(raws) if _is_special(raw)), None)
        if first is not None:
            firsts.append(first)
    return min(firsts, default=None)


def _is_special(raw: str) -> bool:
    """Say whether a token is a string that is more than a text: JSON, or a file."""
    value = value_of(raw) if raw[0] in "\"'" else ""
    return len(value) > _LONGEST_PLAIN and (
        embedded.dropped_kind(value) is not None or is_json(value)
    )


def is_json(value: str) -> bool:
    """Say whether a text looks like an object or an array of JSON."""
    return _IS_JSON.match(value) is not None and value.rstrip()[-1] in "}]"


def value_of(raw: str) -> str:
    r"""Return the text that a token stands for.

    >>> value_of('"a\\u0041\\x41\\n"'), value_of("12")
    ('aAA\n', '12')
    """
    if raw[0] not in "\"'" or len(raw) < 2:
        return raw
    inside = raw[1:-1]
    if "\\" not in inside:
        return inside
    text = _ESCAPE.sub(_unescape, inside)
    return _SURROGATES.sub(_joined, text)


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else _SHORT.get(match[3], match[3])


def _joined(match: re.Match[str]) -> str:
    pair = match[0]
    if len(pair) == 1:
        return "\ufffd"
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + ord(pair[1]) - 0xDC00)


def written(raw: str, new: str) -> str:
    """Return the token for a new value: a number stays one only if it is one still."""
    if raw[0] not in "\"'" and _NUMBER.fullmatch(raw) and _NUMBER.fullmatch(new):
        return new
    quote = raw[0] if raw[0] == "'" else '"'
    text = _MUST_ESCAPE.sub(_escaped, new)
    if quote == "'":
        text = text.replace('\\"', '"').replace("'", "\\'")
    if raw.isascii() and not text.isascii():
        text = "".join(c if c < "\x80" else _escaped_unit(c) for c in text)
    return f"{quote}{text}{quote}"


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return _TO_ESCAPE.get(character) or (
        f"\\{character}" if character > " " else f"\\u{ord(character):04x}"
    )


def _escaped_unit(character: str) -> str:
    data = character.encode("utf-16-be")
    return "".join(f"\\u{data[n] << 8 | data[n + 1]:04x}" for n in range(0, len(data), 2))


def written_key(raw: str, new: str) -> str:
    """Return the token for a new key, always a string."""
    return written(raw if raw[0] in "\"'" else f'"{raw}"', new)


def _as_text(raw: str, new: str) -> str:
    del raw
    return new
