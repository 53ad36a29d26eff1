"""WhatsApp chats exported as text: columns sender, mobile, time and text.

A row is a message. Its sender is either a name or a number; so senders are two columns, and each
becomes the token that the same name or number has everywhere else in the study. Whom a message
names by mention or contact card, and whom a system line names, are rows of their own in the same
columns. All else stays byte for byte. Lines before the first message are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.formats import lines, literals, whatsapp_lines
from redactor.formats.characters import RECORD_LIMIT, Characters
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.literals import Rows
from redactor.formats.signatures import of_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "WhatsApp chat"
NAMES = ("time", "sender", "mobile", "text")

# Characters of one message; what is longer goes on in a row of its own, cut at a line end.
MESSAGE_LIMIT = 1 << 18
# Lines that are looked into, and the share of them that are heads, where nothing else says chat.
_SAMPLE = 1 << 16
_SHARE = 0.2
_IS_CHAT = re.compile(r"^(?:\d{1,9}[ _-]*)?(?:whatsapp chat|_chat|chat with)", re.IGNORECASE)


def recognise(source: Source) -> bool:
    """Say whether a file's lines are messages with dates, times and senders."""
    data = source.head(min(HEAD, 4 * _SAMPLE))
    if of_bytes(data) is not None:
        return False
    text = decode_all(data, detect(source), final=len(data) < HEAD)[:_SAMPLE]
    heads = senders = levels = 0
    for match in whatsapp_lines.HEAD.finditer(text):
        heads += 1
        found = whatsapp_lines.sender(text, match.end(), len(text))
        if found:
            senders += 1
            levels += whatsapp_lines.is_log_level(found["name"])
    if not heads or levels * 2 > senders:
        return False
    if _IS_CHAT.match(source.name):
        return True
    filled = sum(1 for line in text.splitlines() if line.strip())
    return senders > 0 and heads >= filled * _SHARE


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the messages of a chat in batches of about `batch_bytes` bytes.

    A line longer than RECORD_LIMIT characters is quarantined. Raises as `Source.open`.
    """
    encoding = detect(source)
    mark, row = encoding.mark, 1
    with source.open() as stream:
        characters = Characters(stream, encoding, batch_bytes)
        while not characters.is_last or characters.text:
            if not characters.is_last:
                characters.fill()
            rows, taken, is_blocked = Rows(NAMES), 0, False
            for start, end in _messages(characters.text, is_last=characters.is_last):
                is_blocked = end - start > RECORD_LIMIT
                if is_blocked:
                    break
                _add(rows, characters.text[start:end])
                taken = end
            if taken:
                yield rows.batch(encoding, mark, row)
                row += len(rows.literals)
                mark = b""
                characters.take(taken)
            if is_blocked or (not taken and len(characters.text) > RECORD_LIMIT):
                given = lines.quarantine(
                    characters, RECORD_LIMIT, encoding=encoding, mark=mark, row=row, returns=True
                )
                yield _marker(given, mark, row)
                row += 1
                mark = b""
    if mark:
        yield Rows(NAMES).batch(encoding, mark, 1)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write batches that `read` gave, with whatever cells they have now.

    Raises InputError for a text that the file's encoding can't hold.
    """
    for batch in batches:
        sink.write(literals.encoded(batch))


def _messages(text: str, *, is_last: bool) -> Iterator[tuple[int, int]]:
    """Yield where each whole message of the window starts and ends.

    The last one waits for the next head; only where it ends, if it is too long, is known before.
    """
    start = 0
    # A head at the window's very end may be cut off.
    stop = len(text) if is_last else text.rfind("\n") + 1
    for match in whatsapp_lines.HEAD.finditer(text, 0, stop):
        if match.start() > start:
            yield from _cut(text, start, match.start())
        start = match.start()
    if is_last:
        if start < len(text):
            yield from _cut(text, start, len(text))
        return
    for piece in _cut(text, start, stop):
        if piece[1] == stop:
            break
        yield piece


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a message that is too long at line ends."""
    while end - start > MESSAGE_LIMIT:
        at = text.rfind("\n", start, start + MESSAGE_LIMIT) + 1
        if at <= start:
            at = text.find("\n", start + MESSAGE_LIMIT, end) + 1
            if at <= start:
                break
        yield start, at
        start = at
    if end > start:
        yield start, end


def _add(rows: Rows, message: str) -> None:
    """Add a message: its first row, and one for each person that its text names."""
    stop = len(message)
    if message.endswith("\n"):
        stop -= 2 if message.endswith("\r\n") else 1
    elif message.endswith("\r"):
        stop -= 1
    head = whatsapp_lines.HEAD.match(message)
    time = before = between = behind = ""
    sender = mobile = None
    at = 0
    if head:
        group = "bracketed" if head["open"] else "dashed" if head["dash"] else "bare"
        time = head[group]
        before = message[: head.start(group)]
        between = message[head.end(group) : head.end()]
        at = head.end()
        found = whatsapp_lines.sender(message, at, stop)
        if found:
            between += found["mark"]
            behind, at = found["end"], found.end()
            is_mobile = whatsapp_lines.is_number(found["name"])
            sender, mobile = (None, found["name"]) if is_mobile else (found["name"], None)
    body = message[at:stop]
    is_system = head is not None and not behind
    cut = whatsapp_lines.of_system(body) if is_system else whatsapp_lines.of_body(body)
    first = cut.pop(0).cell if cut and not cut[0].is_person else None
    last = message[stop:]
    if not cut:
        rows.add((time or None, sender, mobile, first), (before, between, "", behind, last))
        return
    if time or first:
        rows.add((time or None, sender, mobile, first), (before, between, "", behind, ""))
    for count, piece in enumerate(cut, 1):
        end = last if count == len(cut) else ""
        place = 3
        if piece.is_person:
            place = 2 if whatsapp_lines.is_number(piece.cell) else 1
        cells = [piece.cell if number == place else None for number in range(len(NAMES))]
        rows.add(cells, (piece.literal, "", "", "", end))


def _marker(given: Batch, mark: bytes, row: int) -> Batch:
    """Return what stands for a quarantined line as a row of this format's columns."""
    frame = given.frame
    if not isinstance(frame, lines.Lines):
        raise TypeError("not a batch of lines")
    rows = Rows(NAMES)
    rows.quarantined += given.quarantined
    rows.add((None, None, None, lines.MARKER), ("", "", "", "", str(frame.ends)))
    return rows.batch(frame.encoding, mark, row)
