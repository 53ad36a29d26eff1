"""Parts of mail: messages cut from a mailbox, header values and bodies decoded without trust.

Python's email package only finds the structure. What a transfer encoding or a charset hides is
decoded here, and what can't be is no text but unknown: it is never passed on as it stands.

Sources: RFC 5322, RFC 2045 to 2047, RFC 4155 (mbox).
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from email.header import decode_header
from email.utils import getaddresses
from typing import TYPE_CHECKING

from redactor.formats.encoding import Encoding, decode_all, guess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from typing import BinaryIO

# Bytes of one message; a longer one is left out.
LONGEST = 256 << 20
_FROM = re.compile(rb"From \S+.{0,40} \d\d:\d\d.*")
_FOLD = re.compile(r"[ \t]*\r?\n[ \t]+|[\r\n]+")
# An address, or the token that stands for one.
_ADDRESS = re.compile(r"[^\s@]+@[^\s]+|[A-Z]{2,12}_[0-9A-Z]{16}")
_LONE = re.compile("[\udc80-\udcff]")


def messages(stream: BinaryIO, *, is_mailbox: bool) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield (line that begins with "From ", message); None stands for one that is too long.

    A single message has no such line: b"". In a mailbox, the blank line behind a message is none of
    it.
    """

    def whole() -> bytes | None:
        if size > LONGEST:
            return None
        if is_mailbox and held and not held[-1].strip(b"\r\n"):
            held.pop()
        data = b"".join(held)
        return data if not is_mailbox or data.endswith(b"\n") else data + b"\n"

    held: list[bytes] = []
    begin, size, was_blank, is_first = b"", 0, True, True
    for line in _lines(stream):
        if is_mailbox and was_blank and line.startswith(b"From ") and _FROM.match(line):
            if not is_first:
                yield begin, whole()
            begin, held, size, is_first = line.rstrip(b"\r\n"), [], 0, False
            was_blank = False
            continue
        was_blank = not line.strip()
        is_first = False
        size += len(line)
        if size <= LONGEST:
            held.append(line)
        else:
            held.clear()
    if not is_first:
        yield begin, whole()


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(1 << 20):
        yield line


def codec_of(charset: str | None) -> str | None:
    """Return the Python codec of text that a charset's name means, None if there is none."""
    try:
        found = codecs.lookup((charset or "").strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def text_of(data: bytes, charset: str | None) -> str:
    """Decode bytes by the charset that is claimed, or, if that can't be, by what they look like."""
    codec = codec_of(charset)
    if codec is not None and codec != "ascii":
        try:
            return data.decode(codec)
        except (UnicodeError, ValueError):
            pass
    found = guess(data)
    return decode_all(data, found)


def header_text(value: object) -> str:
    """Return a header's value in one line, encoded words decoded.

    >>> header_text("=?utf-8?b?2LnZhNuM?= =?utf-8?q?_Khan?= x")
    'علی Khan x'
    """
    text = _FOLD.sub(" ", _whole(str(value)))
    if "=?" not in text:
        return text.strip()
    try:
        pieces = decode_header(text)
    except (ValueError, binascii.Error, UnicodeError):
        return text.strip()
    parts = [
        piece if isinstance(piece, str) else text_of(piece, charset or "utf-8")
        for piece, charset in pieces
    ]
    return _FOLD.sub(" ", "".join(parts)).strip()


def _whole(text: str) -> str:
    """Decode the bytes that Python's parser kept as lone surrogates."""
    if not _LONE.search(text):
        return text
    data = text.encode("utf-8", "surrogateescape")
    return decode_all(data, guess(data, is_head=False))


def addresses(value: object) -> list[tuple[str, str]] | None:
    """Return (display name, address) pairs of an address header, None if it holds anything else."""
    text = _FOLD.sub(" ", _whole(str(value)))
    pairs = getaddresses([text])
    found = [(header_text(name).strip(" '\""), address.strip()) for name, address in pairs]
    found = [pair for pair in found if any(pair)]
    if not found or not all(_ADDRESS.fullmatch(address) for _, address in found):
        return None
    # Comments and groups are no part of the pairs: then the header is taken as a whole.
    kept = sum(len(re.sub(r"\W", "", part)) for pair in found for part in pair)
    said = len(re.sub(r"\W", "", header_text(value)))
    return found if kept >= said else None


def payload(part: Message) -> bytes | None:
    """Return a part's bytes without its transfer encoding, None for one that can't be decoded."""
    how = str(part.get("Content-Transfer-Encoding", "7bit")).strip().lower().partition(";")[0]
    # Without it, Python gives the bytes as they stand; with it, what it can't decode as well.
    del part["Content-Transfer-Encoding"]
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    if how in {"7bit", "8bit", "binary", ""}:
        return data
    if how == "quoted-printable":
        return quopri.decodestring(data)
    if how == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        try:
            return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        except binascii.Error:
            return None
    return None


def utf_8(text: str) -> bytes:
    """Return a decoded text as UTF-8; bytes that nothing could decode stay what they were."""
    return Encoding().encode(text)
