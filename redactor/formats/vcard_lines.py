"""Lines of vCards: unfolding, quoted-printable, escapes, and a property put together again.

Versions 2.1 (versit), 3.0 (RFC 2425, 2426) and 4.0 (RFC 6350), as phones write them: a folded line
may be cut inside a number or inside a letter's bytes, quoted-printable goes on behind "=", base64
goes on in lines of its own, and lines may end in LF alone.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.formats.encoding import Encoding, decode_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Octets of a line that we fold (RFC 6350, 3.2).
_FOLD = 75
LONGEST = 4 << 20

_LINE = re.compile(
    r"(?P<group>[A-Za-z]{1,20}\d{0,3}\.)?(?P<name>[A-Za-z][A-Za-z\-]{0,59})"
    r'(?P<params>(?:;(?:"[^"]*"|[^":;])*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAM = re.compile(r';((?:"[^"]*"|[^":;])*)')
_QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_BASE64 = re.compile(r";(?:ENCODING=)?(?:BASE64|B)(?=[;:])", re.IGNORECASE)
_BASE64_LINE = re.compile(r"[ \t]*[A-Za-z0-9+/]+={0,2}[ \t]*\Z")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STRUCTURE = re.compile(r"((?:[^;\\]|\\.)*)(?:;|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """A property's raw text, and what it says.

    raw      the physical lines, with their ends; `end` is the last one's.
    line     the unfolded line, as far as it is no property of this grammar.
    params   the parameters as they stand ("TYPE=CELL", "waid=92…").
    value    decoded from quoted-printable or base64, escapes still in it.
    binary   the value is base64 of what is no text.
    """

    raw: str
    end: str
    line: str = ""
    group: str = ""
    name: str = ""
    params: tuple[str, ...] = ()
    value: str = ""
    is_quoted: bool = False
    is_base64: bool = False
    is_binary: bool = False
    is_folded: bool = False


def logical(physical: Iterable[tuple[str, str]], encoding: Encoding) -> Iterator[Property]:
    """Yield the properties of (line, line end) pairs; of a too long one only its first lines."""
    lines: list[tuple[str, str]] = []
    size = 0
    for line, end in physical:
        if lines and _goes_on(lines, line):
            size += len(line)
            if size <= LONGEST:
                lines.append((line, end))
            continue
        if lines:
            yield _property(lines, encoding, is_cut=size > LONGEST)
        lines, size = [(line, end)], len(line)
    if lines:
        yield _property(lines, encoding, is_cut=size > LONGEST)


def _goes_on(lines: list[tuple[str, str]], line: str) -> bool:
    """Say whether a physical line belongs to those before it."""
    first = lines[0][0]
    if line[:1] in {" ", "\t"}:
        return bool(first.strip())
    head = first.partition(":")[0] + ":" if ":" in first else first
    if lines[-1][0].endswith("=") and _QUOTED.search(head):
        return True
    return bool(line) and bool(_BASE64.search(head)) and bool(_BASE64_LINE.match(line))


def _property(lines: list[tuple[str, str]], encoding: Encoding, *, is_cut: bool) -> Property:
    raw = "".join(line + end for line, end in lines)
    end = lines[-1][1]
    first = lines[0][0]
    head = first.partition(":")[0] + ":"
    is_quoted = bool(_QUOTED.search(head))
    text = first
    for line, _ in lines[1:]:
        if is_quoted and text.endswith("="):
            text = text[:-1] + line
        else:
            text += line[1:] if line[:1] in {" ", "\t"} else line
    if len(lines) > 1:  # a letter's bytes can stand on two lines
        text = decode_all(encoding.encode(text), Encoding(encoding.codec))
    match = _LINE.fullmatch(text)
    if match is None:
        return Property(raw, end, line=text)
    params = tuple(_PARAM.findall(match["params"]))
    is_base64 = bool(_BASE64.search(match["params"] + ":"))
    value: str | None = match["value"]
    if is_quoted:
        value = _from_quoted(match["value"], params, encoding)
    elif is_base64:
        value = _from_base64(match["value"])
    return Property(
        raw, end, text, match["group"] or "", match["name"].upper(), params, value or "",
        is_quoted, is_base64, value is None or is_cut, len(lines) > 1,
    )  # fmt: skip


def charset_of(params: Iterable[str]) -> str | None:
    """Return the Python codec that a CHARSET parameter names, None without a known one."""
    for param in params:
        key, _, value = param.partition("=")
        if key.strip().upper() == "CHARSET":
            try:
                return codecs.lookup(value.strip().strip('"')).name
            except (LookupError, ValueError):
                return None
    return None


def _from_quoted(value: str, params: tuple[str, ...], encoding: Encoding) -> str:
    data = quopri.decodestring(encoding.encode(value))
    for codec in (charset_of(params), "utf-8", encoding.codec):
        try:
            return data.decode(codec) if codec else data.decode("ascii")
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1256", "replace")


def _from_base64(value: str) -> str | None:
    """Return the text that base64 spells, None if it spells none."""
    try:
        text = base64.b64decode("".join(value.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return text if all(c.isprintable() or c in "\r\n\t" for c in text) else None


def unescaped(text: str) -> str:
    r"""Return a value without its escapes.

    >>> unescaped(r"a\, b\nc")
    'a, b\nc'
    """
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)


def escaped(text: str, version: str, *, is_quoted: bool = False) -> str:
    r"""Return a text as a value: in 2.1 only semicolons are, and line ends if quoted-printable.

    >>> escaped("a, b; c", "3.0"), escaped("a, b; c", "2.1")
    ('a\\, b\\; c', 'a, b\\; c')
    """
    if version == "2.1":
        text = text.replace(";", "\\;").replace("\r\n", "\n")
        return text if is_quoted else text.replace("\n", " ")
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\n", "\\n")
    return text.replace(";", "\\;").replace(",", "\\,")


def components(value: str) -> list[str]:
    r"""Cut a structured value at its semicolons and take the escapes out.

    >>> components(r"Khan;Ali\;x;;Dr.;")
    ['Khan', 'Ali;x', '', 'Dr.', '']
    """
    found = [unescaped(m[1]) for m in _STRUCTURE.finditer(value)]
    return (
        found[:-1]
        if len(found) > 1 and not found[-1] and not value.endswith(";")
        else (found[:-1] if value.endswith(";") and len(found) > value.count(";") + 1 else found)
    )


def built(given: Property, params: Iterable[str], value: str, encoding: Encoding) -> str:
    """Return the physical lines of a property with other parameters and another value."""
    head = given.group + given.name + "".join(f";{param}" for param in params) + ":"
    end = given.end or "\r\n"
    if given.is_quoted:
        return head + _to_quoted(value, charset_of(given.params) or "utf-8", len(head), end)
    if given.is_base64:
        value = base64.b64encode(value.encode()).decode()
    line = head + value
    return (_folded(line, end) if given.is_folded else line) + given.end


def _to_quoted(value: str, codec: str, taken: int, end: str) -> str:
    try:
        data = value.encode(codec)
    except UnicodeError:
        data = value.encode()
    pieces, room = [], max(10, 74 - taken)
    for byte in data:
        is_plain = (33 <= byte <= 126 and byte != 61) or byte == 32
        piece = chr(byte) if is_plain else f"={byte:02X}"
        if room < len(piece):
            pieces.append(f"={end}")
            room = 74
        pieces.append(piece)
        room -= len(piece)
    text = "".join(pieces)
    return (text[:-1] + "=20" if text.endswith(" ") else text) + end


def _folded(line: str, end: str) -> str:
    made, size = [], 0
    for character in line:
        octets = len(character.encode("utf-8", "surrogatepass"))
        if size + octets > _FOLD:
            made.append(f"{end} ")
            size = 1
        made.append(character)
        size += octets
    return "".join(made)
