"""The structure of mail: headers and parts of each message; runs in the sandbox.

Python's email package takes time and memory that grow faster than a hostile message, so it works
in a child. What comes out are records that JSON can carry, and the parts' bytes; of words that are
written as they stand (types, names of headers) the parent takes only those that are known.
"""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING, Any

from redactor.formats import mail_parts, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

PEOPLE = frozenset(
    {"from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-to", "resent-cc",
     "return-path", "delivered-to", "envelope-to", "x-original-to", "disposition-notification-to"}
)  # fmt: skip
KEPT = PEOPLE | frozenset(
    {"subject", "date", "resent-date", "message-id", "in-reply-to", "references", "thread-topic",
     "keywords", "comments", "list-id", "importance", "priority", "x-priority", "sensitivity",
     "x-mailer", "user-agent", "x-gmail-labels", "content-language", "auto-submitted"}
)  # fmt: skip
# Headers that only say how the parts are packed: made anew.
_STRUCTURE = re.compile(r"content-(?!language)|mime-version", re.IGNORECASE)
TYPE = re.compile(r"(?!.*\d{5})[a-z0-9][a-z0-9.+\-]{0,60}/[a-z0-9][a-z0-9.+\-]{0,60}")
DISPOSITIONS = frozenset({"inline", "attachment"})
_SEALED = re.compile(r"application/(?:pgp|x-pgp|pkcs|x-pkcs)|multipart/encrypted")
_ARMOUR = b"-----BEGIN PGP MESSAGE"
_MOST_PARTS = 1_000
_DEEPEST = 20
# Characters of a part's own headers: the email package needs their square.
_LONGEST_HEADERS = 1 << 14
_BLOCK = 1 << 20
# Why a message or part is left out; the parent has the words.
LONG, REFUSED, MANY, SEALED = "long", "refused", "many", "sealed"


def messages(source: Source, *, is_mailbox: bool, first: int = 0) -> Iterator[Any]:
    """Yield of each message [why it is refused or "", cells, headers dropped, tree], then parts.

    A cell is (header, what, text, begins its header): `what` is "person" before an "address" in
    angle brackets, "name", "email" or "text". The tree is {"left_out"}, {"kind", "parts"} or {
    "kind", "disposition", "name", "charset"}; of each of the last there follow the bytes and True.
    Messages before the `first` are left out.
    """
    with source.open() as stream:
        found = mail_parts.messages(stream, is_mailbox=is_mailbox)
        for number, (begin, data) in enumerate(found):
            sandbox.tell_alive()
            if number >= first:
                yield from _message(begin, data)


def _message(begin: bytes, data: bytes | None) -> Iterator[Any]:
    if data is None:
        yield [LONG, [], 0, None]
        return
    reading = _Reading()
    try:
        message = BytesParser(policy=compat32).parsebytes(data)
        reading.head(message, begin)
        tree = reading.tree(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, MemoryError):
        yield [REFUSED, [], 0, None]
        return
    yield ["", reading.cells, reading.dropped, tree]
    for content in reading.contents:
        for start in range(0, len(content), _BLOCK):
            yield content[start : start + _BLOCK]
        yield True


class _Reading:
    """A message on its way into records."""

    def __init__(self) -> None:
        self.cells: list[tuple[str, str, str, bool]] = []
        self.contents: list[bytes] = []
        self.dropped = 0
        self._seen = 0

    def head(self, message: Message, begin: bytes) -> None:
        """Take in the message's headers."""
        if begin:
            line = mail_parts.text_of(begin[5:], None)
            address, _, rest = line.partition(" ")
            self._add("From ", "email", address)
            self._add("From ", "text", rest, begins=False)
        for name, value in message.raw_items():
            low = name.lower()
            if low not in KEPT:
                if not _STRUCTURE.match(low):
                    self.dropped += 1
                continue
            found = mail_parts.addresses(value) if low in PEOPLE else None
            if low not in PEOPLE:
                self._add(name, "text", mail_parts.header_text(value))
            elif found is None:
                self._add(name, "name", mail_parts.header_text(value).strip(' "'))
            else:
                begins = True
                for person, address in found:
                    if person:
                        self._add(name, "person", person, begins=begins)
                        begins = False
                    self._add(name, "address", address, begins=begins)
                    begins = False

    def _add(self, header: str, what: str, cell: str, *, begins: bool = True) -> None:
        self.cells.append((header, what, cell, begins))

    def tree(self, part: Message, depth: int = 0) -> dict[str, Any]:
        """Take in a part and those that it holds."""
        self._seen += 1
        number = self._seen
        if number > _MOST_PARTS or depth > _DEEPEST:
            return {"part": number, "left_out": MANY}
        own = (value for name, value in part.raw_items() if _STRUCTURE.match(name))
        if sum(len(str(value)) for value in own) > _LONGEST_HEADERS:
            return {"part": number, "left_out": REFUSED}
        kind = _kind(part)
        if _SEALED.match(kind):
            return {"part": number, "left_out": SEALED}
        held = part.get_payload()
        if kind.startswith("multipart/") and isinstance(held, list):
            inner = [self.tree(one, depth + 1) for one in held if isinstance(one, Message)]
            return {"part": number, "kind": kind, "parts": inner}
        content = _content(part, kind)
        if content is None or _ARMOUR in content:
            return {"part": number, "left_out": REFUSED}
        self.contents.append(content)
        given = str(part.get_content_disposition() or "inline")
        return {
            "part": number,
            "kind": kind,
            "disposition": given if given in DISPOSITIONS else "attachment",
            "name": file_name(part),
            "charset": part.get_content_charset(None),
        }


def _content(part: Message, kind: str) -> bytes | None:
    if kind != "message/rfc822":
        return mail_parts.payload(part)
    held = part.get_payload()
    inner = held[0] if isinstance(held, list) and held else None
    return inner.as_bytes() if isinstance(inner, Message) else None


def _kind(part: Message) -> str:
    kind = part.get_content_type().lower()
    return kind if TYPE.fullmatch(kind) else "text/plain"


def file_name(part: Message) -> str:
    """Return a part's file name, "" without one."""
    try:
        return mail_parts.header_text(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return "part"
