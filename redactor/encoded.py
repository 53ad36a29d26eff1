r"""Encoded: texts that stand in a cell in another spelling; they are searched, and spelt so again.

Base64 (JSON Web Tokens and signed cookies too, gzip and zlib in it), hexadecimal (UTF-8 or UTF-16),
`\u0639`, `\x40`, `%40`, `&#1593;`, and UTF-8 that some program read as Latin-1 or Windows-1252
(`Û³` for ۳, as in every export of Facebook). Only what spells text counts. In other bytes, such as
those of a serialised object, lines of letters and digits are searched, and where something is
found in them all of the bytes go.

A signature behind a changed token goes: under a weak secret it would confirm a guess at what was
removed.

Sources: RFC 4648 (base64 and hexadecimal), RFC 7519 (JSON Web Token), RFC 3986 (percent-encoding).
"""

from __future__ import annotations

import base64
import binascii
import gzip
import re
import zlib
from collections.abc import Callable  # noqa: TC003 - the type of a constant
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

# Base64 of ten digits, the shortest number that counts by itself, has 14 letters.
SHORTEST = 14
# Spellings within spellings.
DEPTH = 4
# What Windows-1252 has in the place of Latin-1's controls, and which.
_WINDOWS = {
    bytes([byte]).decode("cp1252"): chr(byte)
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_LATIN = str.maketrans(_WINDOWS)
_NEXT = rf"[\x80-\xbf{re.escape(''.join(_WINDOWS))}]"
# The first byte of a letter of Latin or Arabic script, of a dash or of an invisible mark, with what
# has to follow; others would take real letters for halves of one. Or that of a sign of
# Windows-1252, which was misread twice.
_MISREAD = (
    rf"(?:[\xc2\xc3\xd8-\xdb]{_NEXT}|[\xe2\xef]{_NEXT}{{2}}"
    r"|\xc5[\x92\x93’“\xa0\xa1\xb8\xbd\xbe]|\xc6[\x92’]|\xcb[\x86\x9c†œ])"
)
_ANY = re.compile(
    rf"[A-Za-z0-9+/_-]{{{SHORTEST}}}|\\u[0-9A-Fa-f]{{4}}|[%\\][xX]?[0-9A-Fa-f]{{2}}|&\#[xX]?[0-9A-Fa-f]{{2}}"
)
_ANY_MISREAD = re.compile(_MISREAD)
# Longer base64 may be broken into lines.
_RUN = re.compile(
    r"[A-Za-z0-9+/_-]{77,}+=?=?|(?:[A-Za-z0-9+/]{60,76}+\r?\n)++[A-Za-z0-9+/_-]*+=?=?"
    rf"|[A-Za-z0-9+/_-]{{{SHORTEST},}}+=?=?"
)
_SIGNATURES = re.compile(r"(?:[.:][A-Za-z0-9_-]{5,}+){1,3}")
_HEX = re.compile(r"(?:0?[xX])?((?:[0-9A-Fa-f]{2}){8,})")
# What a run of nothing but decimal digits may spell: half of all numbers would be words.
_NUMBERS = re.compile(r"[0-9 ()+./,\-\0\r\n]+")
_BETWEEN = re.compile("[/_-]")
# A "\\x" with eight bytes or more behind it is hexadecimal (PostgreSQL's bytea).
_CHARACTERS = re.compile(
    r"\\u[0-9A-Fa-f]{4}|(?:%[0-9A-Fa-f]{2})++|&\#[xX]?[0-9A-Fa-f]{2,6};"
    r"|(?:\\x(?!(?:[0-9A-Fa-f]{2}){8,}+(?![0-9A-Fa-f]))[0-9A-Fa-f]{2})++"
    rf"|{_MISREAD}++"
)
_CONTROLS = re.compile("[\0\t\n\r]")
_LONE = re.compile("[\udc80-\udcff]{1,3}")
# From so many characters on a piece of a longer text may begin and end within a character; in fewer
# random bytes would too often be taken for text.
_LONG = 24
# Letters, digits and signs of the languages that recognisers read: other bytes spell others.
_READABLE = re.compile(
    "[\x20-\x7e\xa0-\u024f\u0300-\u036f\u0600-\u06ff\u0750-\u077f\u2000-\u206f\u20a0-\u20bf"
    "\ufb50-\ufdff\ufe70-\ufefe\U0001f000-\U0001faff]+"
)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# What is worth a look in bytes that are no text: a number or an address.
_LINE = re.compile(rb"[\x20-\x7e]{9,}")
_WORTH = re.compile(rb"@|(?:[0-9][^0-9]{0,3}){7}")
_GONE = b"redacted"
# First bytes of gzip and zlib, and what packs so.
_COMPRESSED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": partial(gzip.compress, mtime=0),
    **dict.fromkeys((b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"), zlib.compress),
}
_MOST_UNPACKED = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoded:
    """A part of a cell that spells `text`; `write` returns the part that spells another one.

    `is_unread` says that it spells more than is looked at: all of it goes.
    """

    start: int
    end: int
    text: str
    write: Callable[[str], str]
    is_unread: bool = False


def parts(cell: str) -> list[Encoded]:
    """Return the encoded parts of a cell, from left to right, without overlaps.

    >>> parts("id=MzUyMDItMTIzNDU2Ny0x")[0].text, parts("Ali%20Khan")[0].text
    ('35202-1234567-1', 'Ali Khan')
    """
    if len(cell) < SHORTEST // 2:
        return []
    if _ANY.search(cell) is None and (cell.isascii() or _ANY_MISREAD.search(cell) is None):
        return []
    respelled = _characters(cell)
    if respelled is not None:
        return [respelled]
    found: list[Encoded] = []
    for match in _RUN.finditer(cell):
        if not found or match.start() >= found[-1].end:
            found += _of_run(match)
    return found


def spells(cell: str, text: str) -> bool:
    """Say whether a text stands in a cell, in whatever spelling."""
    return text in cell or any(spells(part.text, text) for part in parts(cell))


def _of_run(match: re.Match[str]) -> Iterator[Encoded]:
    start, end = match.span()
    run = match[0]
    whole = _of_letters(run, start, end)
    if whole is not None:
        signature = _SIGNATURES.match(match.string, end) if run.startswith("eyJ") else None
        if signature is not None and not signature[0].startswith((".eyJ", ":eyJ")):
            write = whole.write
            whole = Encoded(start, signature.end(), whole.text, lambda new: write(new) + ".")
        yield whole
        return
    last = 0
    for border in (*(m.start() for m in _BETWEEN.finditer(run)), len(run)):
        if border - last >= SHORTEST and border - last < len(run):
            piece = _of_letters(run[last:border], start + last, start + border)
            if piece is not None:
                yield piece
        last = border + 1


def _of_letters(run: str, start: int, end: int) -> Encoded | None:
    """Return what a run of letters and digits spells, None if it is one of words."""
    digits = _HEX.fullmatch(run)
    if digits:
        data = bytes.fromhex(digits[1])
        write = _hexadecimal_upper if digits[1].isupper() else bytes.hex
        found = _of_bytes(data, start + digits.start(1), start + digits.end(1), write)
        if found and (not digits[1].isdecimal() or _NUMBERS.fullmatch(found.text)):
            return found
    # Base64 of digits, of capitals and of most text has capitals.
    if run.islower():
        return None
    letters = re.sub(r"[\r\n=]", "", run)
    is_safe = "-" in letters or "_" in letters
    try:
        data = base64.b64decode(
            letters[: len(letters) - (len(letters) % 4 == 1)] + "==",
            altchars=b"-_" if is_safe else None,
        )
    except (binascii.Error, ValueError):
        return None
    # A part of a token is never padded.
    is_padded = "=" in run or (len(letters) % 4 == 0 and not run.startswith("eyJ"))
    return _of_bytes(data, start, end, partial(_base64, is_safe=is_safe, is_padded=is_padded))


def _of_bytes(data: bytes, start: int, end: int, write: Callable[[bytes], str]) -> Encoded | None:
    pack = _COMPRESSED.get(data[:2])
    if pack is not None:
        unpacked = _decompressed(data)
        if unpacked is not None and len(unpacked) == _MOST_UNPACKED:
            return Encoded(start, end, "", lambda new: write(_GONE), is_unread=True)
        if unpacked is not None:
            return _of_bytes(unpacked, start, end, lambda new: write(pack(new)))
    for codec in ("utf-8", "utf-16-le") if b"\0" in data else ("utf-8",):
        text = data.decode(codec, "surrogateescape" if codec == "utf-8" else "replace")
        inside = text
        if len(text) >= _LONG:
            inside = _LONE.sub("", text[:3]) + text[3:-3] + _LONE.sub("", text[-3:])
        if _READABLE.fullmatch(_CONTROLS.sub("", inside)):
            if codec == "utf-8" and inside.count("\0") * 3 > len(inside):
                continue
            return Encoded(start, end, text, partial(_written, write, codec))
    lines = [line for line in _LINE.findall(data) if _WORTH.search(line)]
    if not lines:
        return None
    return Encoded(start, end, b"\n".join(lines).decode("ascii"), lambda new: write(_GONE))


def _decompressed(data: bytes) -> bytes | None:
    """Return what gzip or zlib packed into some bytes, at most so much; None if it is neither."""
    try:
        return zlib.decompressobj(47).decompress(data, _MOST_UNPACKED)
    except zlib.error:
        return None


def _written(write: Callable[[bytes], str], codec: str, text: str) -> str:
    return write(text.encode(codec, "surrogateescape" if codec == "utf-8" else "replace"))


def _hexadecimal_upper(data: bytes) -> str:
    return data.hex().upper()


def _base64(data: bytes, *, is_safe: bool, is_padded: bool) -> str:
    made = (base64.urlsafe_b64encode if is_safe else base64.b64encode)(data).decode()
    return made if is_padded else made.rstrip("=")


def _characters(cell: str) -> Encoded | None:
    """Return the whole cell with characters that are escaped one by one; None if there are none."""
    old: list[str] = []
    raw: list[str] = []
    last = 0
    spell: Callable[[str], str] | None = None
    for match in _CHARACTERS.finditer(cell):
        found = _spelt(match[0])
        if found is None:
            continue
        old += cell[last : match.start()]
        raw += cell[last : match.start()]
        for character, spelling in found:
            old.append(character)
            raw.append(spelling)
        last = match.end()
        spell = spell or _SPELL.get(match[0][: 1 + (match[0][0] == "\\")], _misread)
    if spell is None:
        return None
    old += cell[last:]
    raw += cell[last:]
    text = "".join(old)
    if _PAIR.search(text):
        old, raw = _paired(old, raw)
        text = "".join(old)
    return Encoded(0, len(cell), text, partial(_respelled, old, raw, spell))


def _spelt(raw: str) -> list[tuple[str, str]] | None:
    """Return the characters that a spelling stands for, each with its own part of it."""
    if raw.startswith("\\u"):
        return [(chr(int(raw[2:], 16)), raw)]
    if raw[0] == "&":
        try:
            code = int(raw[3:-1], 16) if raw[2] in "xX" else int(raw[2:-1])
        except ValueError:
            return None
        is_one = 0x1F < code < 0x110000 and not 0xD800 <= code < 0xE000
        return [(chr(code), raw)] if is_one else None
    if raw[0] in "%\\":
        mark = "%" if raw[0] == "%" else "\\x"
        data, width = bytes.fromhex(raw.replace(mark, "")), len(mark) + 2
    else:
        data, width = raw.translate(_LATIN).encode("latin-1"), 1
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = []
    place = 0
    for character in text:
        size = width * len(character.encode())
        found.append((character, raw[place : place + size]))
        place += size
    return found


def _paired(old: list[str], raw: list[str]) -> tuple[list[str], list[str]]:
    """Join the halves of characters beyond U+FFFF."""
    new_old: list[str] = []
    new_raw: list[str] = []
    for character, spelling in zip(old, raw, strict=True):
        if new_old and _PAIR.fullmatch(new_old[-1] + character):
            pair = (new_old[-1] + character).encode("utf-16", "surrogatepass")
            new_old[-1] = pair.decode("utf-16")
            new_raw[-1] += spelling
        else:
            new_old.append(character)
            new_raw.append(spelling)
    return new_old, new_raw


def _respelled(old: list[str], raw: list[str], spell: Callable[[str], str], new: str) -> str:
    """Return `new`, what is at both ends as in `old` spelt as there, what is between by `spell`."""
    first = 0
    most = min(len(old), len(new))
    while first < most and old[first] == new[first]:
        first += 1
    same = 0
    while same < most - first and old[-1 - same] == new[-1 - same]:
        same += 1
    middle = "".join(c if c.isascii() else spell(c) for c in new[first : len(new) - same])
    return "".join(raw[:first]) + middle + "".join(raw[len(raw) - same :])


def _escape(character: str) -> str:
    data = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[n] << 8 | data[n + 1]:04x}" for n in range(0, len(data), 2))


def _misread(character: str) -> str:
    return character.encode().decode("latin-1")


_SPELL: dict[str, Callable[[str], str]] = {
    "\\u": _escape,
    "\\x": lambda character: "".join(f"\\x{byte:02X}" for byte in character.encode()),
    "%": partial(quote, safe=""),
    "&": lambda character: f"&#{ord(character)};",
}
