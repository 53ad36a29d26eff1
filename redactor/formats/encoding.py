"""Encodings: bytes to characters and back, exactly, whatever the bytes are.

A byte that can't be decoded becomes one character of its own, U+10FF00 plus the byte (the end of
the second supplementary private use area, which nothing assigns), and becomes that byte again on
writing. Should a text really hold one of these characters, its bytes are kept in the same way. So
decoding loses nothing, and no bad byte can hide the text beside it.

Which encoding: byte order mark; UTF-16 without mark by the places of NUL bytes; strict UTF-8;
UTF-8 with bad bytes if there are good sequences among them; else the better of Windows-1256
(Urdu) and Windows-1252 by the letters it gives. An ASCII start decides nothing: then the first part
of the file that is not ASCII decides.

Sources: RFC 3629 (UTF-8), The Unicode Standard 15 ch. 3.10 (byte order marks); Windows code pages
1252 and 1256 as in Python's codecs.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.errors import InputError

if TYPE_CHECKING:
    from redactor.formats.source import Source

# Bytes that a decision is made from.
HEAD = 1 << 20
_SCAN = 1 << 22

ESCAPE = 0x10FF00
_ESCAPED = re.compile("([\U0010ff00-\U0010ffff]+)")
_RAW = re.compile("[\udc00-\udcff\U0010ff00-\U0010ffff]")
# The first two UTF-8 bytes of U+10FF00 to U+10FFFF.
_ESCAPED_UTF8 = b"\xf4\x8f"
_HANDLER = "redactor.keep_bytes"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")

# Urdu prose as UTF-16 has a NUL in every blank, digit and line end: about one pair in five.
_NUL_SHARE = 0.1
_EXPECTED = re.compile("[\x01-\u024f\u0600-\u06ff\u2000-\u20cf\ufb50-\ufdff\ufe70-\ufefe]")
_BAD = re.compile("[\udc00-\udcff]")
# What UTF-8 in these files says. Text in a Windows code page hits these sequences by chance only
# once in hundreds of letters, so one for every four bad bytes means UTF-8 with damage.
_GOOD = re.compile(
    "[\u00c0-\u00ff\u0600-\u06ff\u2000-\u20cf\ufb50-\ufdff\ufe70-\ufeff\U0001f300-\U0001faff]"
)
_GOOD_PER_BAD = 4
# Urdu words in Windows-1256 are runs of high bytes; a high letter of Windows-1252 stands alone.
_ARABIC_RUN = re.compile("[\u0600-\u06ff]{2,}")
_LATIN_LETTER = re.compile("[\u00c0-\u00ff]")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _keep_bytes(error: UnicodeError) -> tuple[str, int]:
    """Stand in for undecodable bytes with lone surrogates, which no decoder here gives."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in wrong), error.end


codecs.register_error(_HANDLER, _keep_bytes)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec by its Python name, and the byte order mark that stood at the file's start."""

    codec: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text. Raises InputError for characters the codec lacks."""
        try:
            data = text.encode(self.codec)
        except UnicodeEncodeError:
            return self._encode_escaped(text)
        if text.isascii() or (self.codec == "utf-8" and _ESCAPED_UTF8 not in data):
            return data
        return self._encode_escaped(text)

    def _encode_escaped(self, text: str) -> bytes:
        pieces = _ESCAPED.split(text)
        try:
            return b"".join(
                bytes(ord(character) - ESCAPE for character in piece)
                if number % 2
                else piece.encode(self.codec)
                for number, piece in enumerate(pieces)
            )
        except UnicodeEncodeError:
            raise InputError(
                f"a replacement holds characters that the file's encoding ({self.codec}) does "
                "not have; choose an operator that writes ASCII, or convert the file to UTF-8"
            ) from None

    def size(self, text: str) -> int:
        """Return the number of bytes of a decoded text."""
        if text.isascii() and self.codec[:6] not in {"utf-16", "utf-32"}:
            return len(text)
        return len(self.encode(text))


@dataclass(slots=True)
class Decoder:
    """Decodes a stream of chunks; where a chunk ends makes no difference."""

    encoding: Encoding
    _pending: bytes = field(default=b"", init=False, repr=False)

    @property
    def waiting(self) -> int:
        """Bytes that wait for more."""
        return len(self._pending)

    def decode(self, chunk: bytes, *, final: bool = False) -> str:
        """Return the characters of the next chunk; bytes of an unfinished one wait for more."""
        data = self._pending + chunk if self._pending else chunk
        text, used, is_clean = _decode(self.encoding.codec, data, final=final)
        self._pending = data[used:]
        return text if is_clean else _RAW.sub(self._escape, text)

    def _escape(self, match: re.Match[str]) -> str:
        character = match[0]
        if character < "\ue000":
            return chr(ESCAPE + ord(character) - 0xDC00)
        return "".join(chr(ESCAPE + byte) for byte in character.encode(self.encoding.codec))


def _decode(codec: str, data: bytes, *, final: bool) -> tuple[str, int, bool]:
    """Return (text, bytes used, whether it surely holds nothing to be escaped)."""
    if codec == "utf-8":
        try:
            text, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError:
            return *codecs.utf_8_decode(data, _HANDLER, final), False
        return text, used, _ESCAPED_UTF8 not in data
    if codec.startswith("utf-"):
        decode = {
            "utf-16-le": codecs.utf_16_le_decode,
            "utf-16-be": codecs.utf_16_be_decode,
            "utf-32-le": codecs.utf_32_le_decode,
            "utf-32-be": codecs.utf_32_be_decode,
        }[codec]
        return *decode(data, _HANDLER, final), False
    return *codecs.lookup(codec).decode(data, _HANDLER), False


def decode_all(data: bytes, encoding: Encoding, *, final: bool = True) -> str:
    r"""Return the characters of bytes without their byte order mark.

    >>> decode_all(b"a\xff", Encoding()) == "a" + chr(ESCAPE + 0xFF)
    True
    """
    return Decoder(encoding).decode(data.removeprefix(encoding.mark), final=final)


def detect(source: Source) -> Encoding:
    """Decide the encoding of a file, from at most 1 MiB that is not plain ASCII.

    Raises as `Source.open`.
    """
    with source.open() as stream:
        head = stream.read(HEAD)
        if not head.isascii() or b"\0" in head or len(head) < HEAD:
            return guess(head)
        while chunk := stream.read(_SCAN):
            found = None if chunk.isascii() else _NOT_ASCII.search(chunk)
            if found:
                return guess(chunk[found.start() :] + stream.read(HEAD), is_head=False)
    return Encoding()


def guess(data: bytes, *, is_head: bool = True) -> Encoding:
    """Decide the encoding from bytes of a file; `is_head` says that they are its first.

    >>> guess("نام".encode("cp1256")).codec, guess("é".encode()).codec
    ('cp1256', 'utf-8')
    """
    if is_head:
        found = _by_mark(data) or _by_nul(data)
        if found:
            return found
    try:
        codecs.utf_8_decode(data, "strict", False)
    except UnicodeDecodeError:
        return Encoding(_with_bad_bytes(data))
    return Encoding()


def _by_mark(data: bytes) -> Encoding | None:
    for mark, codec in _MARKS:
        if not data.startswith(mark):
            continue
        # FF FE 00 00 is UTF-32, or UTF-16 whose first character is NUL.
        is_wide = codec.startswith("utf-32")
        if is_wide and _BAD.search(_decode(codec, data[4:4100], final=False)[0]):
            continue
        return Encoding(codec, mark)
    return None


def _by_nul(data: bytes) -> Encoding | None:
    """Recognise UTF-16 by NULs that stand on one side of the byte pairs only.

    NUL bytes in other text can look so; but as pairs that would be Chinese.
    """
    even, odd = data[0 : 1 << 16 : 2].count(0), data[1 : 1 << 16 : 2].count(0)
    pairs = min(len(data), 1 << 16) // 2
    if max(even, odd) < max(4, pairs * _NUL_SHARE):
        return None
    codec = "utf-16-le" if even * 20 <= odd else "utf-16-be" if odd * 20 <= even else ""
    if not codec:
        return None
    text, _, _ = _decode(codec, data[: 1 << 16], final=False)
    return Encoding(codec) if len(_EXPECTED.findall(text)) * 10 >= len(text) * 9 else None


def _with_bad_bytes(data: bytes) -> str:
    """Choose a codec for bytes that are not strict UTF-8."""
    text, _ = codecs.utf_8_decode(data, _HANDLER, False)
    bad = len(_BAD.findall(text))
    good = len(_GOOD.findall(text))
    if good and (good * _GOOD_PER_BAD >= bad or bad * 1000 <= len(data)):
        return "utf-8"
    arabic = sum(map(len, _ARABIC_RUN.findall(data.decode("cp1256"))))
    latin = len(_LATIN_LETTER.findall(data.decode("cp1252", "replace")))
    return "cp1256" if arabic * 2 > latin else "cp1252"
