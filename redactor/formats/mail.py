"""Mail: single messages (.eml) and mailboxes (mbox).

Each message is built anew: the headers that say who wrote to whom, when and about what, and every
part by its own format: text, HTML, attachments, mail within mail. Other headers (routes,
signatures, marks of filters) are dropped and counted; a part that no format understands is
quarantined. Text parts come out as UTF-8.
"""

from __future__ import annotations

import base64
import io
import re
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.header import Header
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import polars as pl

from redactor import formats
from redactor.batch import Batch, Column, Dropped, Quarantined
from redactor.errors import InputError, QuarantineError, RedactorError
from redactor.formats import (
    delimited,
    html_part,
    mail_parts,
    mail_structure,
    members,
    sandbox,
    signatures,
    text,
)
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.member_names import Part, part_of, suffix_of
from redactor.formats.source import Source
from redactor.formats.time_limit import go_on
from redactor.formats.whatsapp_lines import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType
    from typing import BinaryIO

NAME = "mail"
NAMES = ("name", "email", "mobile", "text")

_MEDIA = re.compile(r"image/|audio/|video/|font/|model/")
_NOT_UNDERSTOOD = (
    "can't be decoded or is not understood; open it in a mail program and save what it holds"
)
_REASONS = {
    mail_structure.LONG: f"more than {mail_parts.LONGEST >> 20} MiB; save it alone",
    mail_structure.MANY: "too many or too deep parts",
    mail_structure.SEALED: "encrypted or sealed: decrypt it first",
    mail_structure.REFUSED: f"a part that {_NOT_UNDERSTOOD}",
}
# Bytes of a line of text that goes as it stands (RFC 5322 lets it have 998).
_LONGEST_LINE = 990
# Messages of a mailbox that its parser may fail at, each after LIMITS at worst.
_MOST_HOSTILE = 3
# What a child may use. It tells at each message that it goes on.
LIMITS = sandbox.Limits(memory=4 << 30, wait=120.0)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a message's head: `column` in NAMES, and where it goes back.

    header      the header's name; "From " for a mailbox's line; "name" for a part's file name.
    begins      it is the first cell of its header.
    is_address  it stands in angle brackets.
    leaf        number of the part that a file name belongs to.
    """

    header: str
    column: int
    cell: str
    begins: bool = True
    is_address: bool = False
    part: Part | None = None
    leaf: int = -1


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A part that holds no other: `kind` its media type, `is_inline` without a file name."""

    number: int
    kind: str
    disposition: str


@dataclass(frozen=True, slots=True)
class _Branch:
    """A part that holds others."""

    kind: str
    parts: tuple[_Branch | _Leaf, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """Frame of a message's head: its cells, and how its parts hang together."""

    message: int
    cells: tuple[_Cell, ...]
    tree: _Branch | _Leaf | None


@dataclass(slots=True)
class _Reading:
    """A message on its way into batches. `contents` are the bytes of its parts that hold none."""

    inside: members.Inside
    number: int
    contents: Iterator[bytes]
    dropped: int = 0
    cells: list[_Cell] = field(default_factory=list)
    leaves: list[tuple[Source, ModuleType]] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)

    def head(self, cells: list[list[Any]]) -> None:
        """Take in the message's headers."""
        for header, what, cell, begins in cells:
            if header.lower() not in mail_structure.KEPT and header != "From ":
                raise QuarantineError("a header that is none")
            column = {"person": "name", "address": "email"}.get(what, what)
            if what == "person":
                column = "mobile" if is_number(cell) else column
                column = "email" if "@" in cell else column
            is_address = what == "address"
            self.cells.append(_Cell(header, NAMES.index(column), cell, begins, is_address))

    def tree(self, part: dict[str, Any]) -> _Branch | _Leaf | None:
        """Take in a part and those that it holds; None if nothing of it is kept."""
        where = f"message {self.number + 1}, part {int(part['part'])}"
        if "left_out" in part:
            reason = _REASONS.get(part["left_out"], "it can't be read")
            self.quarantined.append(Quarantined(where, reason))
            return None
        kind, given = part["kind"], part.get("disposition", "inline")
        if not mail_structure.TYPE.fullmatch(kind) or given not in mail_structure.DISPOSITIONS:
            raise QuarantineError("a type that is none")
        if "parts" in part:
            found = [self.tree(inner) for inner in part["parts"]]
            parts = tuple(inner for inner in found if inner is not None)
            return _Branch(kind, parts) if parts else None
        name = part["name"]
        content = next(self.contents)
        try:
            source, module = self._leaf(content, kind, name, part["charset"])
        except QuarantineError as error:
            if isinstance(error, members.BudgetError):
                raise
            self.quarantined.append(Quarantined(where, str(error)))
            return None
        number = len(self.leaves)
        self.leaves.append((source, module))
        if name:
            self._file_name(name, number, formats.target_suffix(module, source) or "")
        return _Leaf(number, kind, given if name else "")

    def _file_name(self, name: str, leaf: int, suffix: str) -> None:
        part = part_of(re.sub(r"[\x00-\x1f\x7f/\\]", "_", name))
        if suffix and not part.after.lower().endswith(suffix):
            part = replace(part, after=part.after + suffix)
        column = {"sender": "name", "mobile": "mobile"}.get(part.column or "", "text")
        self.cells.append(_Cell("name", NAMES.index(column), part.cell, part=part, leaf=leaf))

    def _leaf(
        self, data: bytes, kind: str, name: str, charset: str | None
    ) -> tuple[Source, ModuleType]:
        self.inside.budget.spend(len(data))
        if kind.startswith("text/"):
            content = mail_parts.text_of(data, charset)
            data = mail_parts.utf_8(re.sub("\r+\n", "\n", content))
        below = members.Inside(self.inside.depth + 1, self.inside.budget)
        source = Source(name, None, data, inside=below)
        if kind == "message/rfc822":
            members.inside_of(source)
            return source, sys.modules[__name__]
        if not data.strip() or (kind == "text/plain" and not name):
            return source, text
        if kind == "text/html":
            return source, html_part
        module = formats.recognise(source)
        if _MEDIA.match(kind) and module in {text, delimited}:
            raise QuarantineError("an image, sound or video that is none: it may hide what it is")
        return source, module

    def batches(self, tree: _Branch | _Leaf | None, batch_bytes: int) -> Iterator[Batch]:
        """Yield the message's head, then its parts."""
        columns = tuple(
            Column(name, pl.Series([c.cell if c.column == n else None for c in self.cells],
                                   dtype=pl.String))
            for n, name in enumerate(NAMES)
        )  # fmt: skip
        yield Batch(
            columns, _Head(self.number, tuple(self.cells), tree), 1, tuple(self.quarantined),
            dropped=(Dropped("mail header", self.dropped),) if self.dropped else (),
        )  # fmt: skip
        for leaf, (source, module) in enumerate(self.leaves):
            where = f"message {self.number + 1}, attachment {leaf + 1}{suffix_of(source.name)}"
            if source.data:
                yield from self._content(leaf, source, module, where, batch_bytes)

    def _content(
        self, leaf: int, source: Source, module: ModuleType, where: str, batch_bytes: int
    ) -> Iterator[Batch]:
        # Texts of all messages share their profile; tables have one of their own.
        table = None if module is text else f"{self.number}.{leaf}:"
        try:
            for batch in module.read(source, batch_bytes=batch_bytes):
                yield replace(
                    batch,
                    frame=members.Held((self.number, leaf), module.__name__, batch.frame),
                    table=None if table is None else table + (batch.table or ""),
                    quarantined=members.placed(batch, where),
                )
        except members.BudgetError:
            raise
        except InputError as error:
            reason = str(error)
        except (RedactorError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - the message may hold a value
            reason = f"{module.NAME} that can't be read ({type(error).__name__})"
        else:
            return
        column = Column(None, pl.Series([], dtype=pl.String))
        noted = (Quarantined(where, reason),)
        yield Batch((column,), members.Held((self.number, leaf), ""), quarantined=noted)


def recognise(source: Source) -> bool:
    """Say whether a file is a message or a mailbox."""
    data = source.head(min(HEAD, 1 << 17))
    if signatures.of_bytes(data) is not None:
        return False
    return signatures.is_mail(decode_all(data, detect(source), final=len(data) < 1 << 17))


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the heads and parts of all messages.

    Raises QuarantineError where mail lies too deep in mail; and as `Source.open`.
    """
    for found in _messages(source):
        if isinstance(found, Batch):
            yield found
        else:
            reading, tree = found
            yield from reading.batches(tree, batch_bytes)


def _messages(source: Source) -> Iterator[tuple[_Reading, _Branch | _Leaf | None] | Batch]:
    """Yield each message with how its parts hang together; a batch that tells of a refused one."""
    inside = members.inside_of(source)
    is_mailbox = source.head(5) == b"From "
    number = failures = 0
    while True:
        records = sandbox.stream(
            "redactor.formats.mail_structure:messages",
            source, options={"is_mailbox": is_mailbox, "first": number},
            limits=LIMITS, kind="mail", is_streamed=True,
        )  # fmt: skip
        try:
            for found in _readings(records, inside, number):
                if isinstance(found, str):
                    yield _refused(number, _REASONS[found].replace("a part", "a message"))
                else:
                    yield found
                number += 1
        except _ParserError as error:
            # Only the message that the parser was at is lost: all before it were whole, and a
            # mailbox's messages are told apart before they are parsed.
            failures += 1
            if not is_mailbox or failures > _MOST_HOSTILE:
                raise error.cause from None
            yield _refused(number, "its parser needs too long or too much memory for it")
            number += 1
        else:
            return


class _ParserError(Exception):
    """The child that takes messages apart failed."""

    def __init__(self, cause: sandbox.ChildError) -> None:
        super().__init__()
        self.cause = cause


def _readings(
    records: Iterator[Any], inside: members.Inside, number: int
) -> Iterator[tuple[_Reading, _Branch | _Leaf | None] | str]:
    """Yield each message once it is here as a whole, and the reason for one that is refused.

    Raises _ParserError when the child fails, so that it is not taken for an attachment's.
    """
    while True:
        try:
            record = next(records, None)
            if record is None:
                return
            reason, cells, dropped, tree = record
            if reason:
                yield str(reason)
            else:
                reading = _Reading(inside, number, _contents(records), int(dropped))
                reading.head(cells)
                yield reading, reading.tree(tree)
        except sandbox.ChildError as error:
            raise _ParserError(error) from None
        number += 1


def _contents(records: Iterator[Any]) -> Iterator[bytes]:
    """Yield the bytes of each part; they come in blocks, True behind the last one."""
    while True:
        yield b"".join(iter(lambda: next(records), True))


def _refused(number: int, reason: str) -> Batch:
    column = Column(None, pl.Series([], dtype=pl.String))
    noted = (Quarantined(f"message {number + 1}", reason),)
    return Batch((column,), members.Held((number, -1), ""), quarantined=noted)


# -- writing -------------------------------------------------------------------------------------


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write every message anew, with whatever cells it has now."""
    for _, group in groupby(batches, key=_number):
        first = next(group)
        head = first.frame
        if not isinstance(head, _Head):  # a message that was not understood
            for _ in group:
                pass
            continue
        cells = [
            next(
                (column.cells[row] for column in first.columns if column.cells[row] is not None), ""
            )
            for row in range(len(head.cells))
        ]
        contents = {leaf: _content(inner) for leaf, inner in groupby(group, key=_leaf_number)}
        sink.write(_built(head, [cell or "" for cell in cells], contents))


def _number(batch: Batch) -> int:
    frame = batch.frame
    if isinstance(frame, members.Held):
        return frame.place[0]
    if not isinstance(frame, _Head):
        raise TypeError("not a batch of mail")
    return frame.message


def _leaf_number(batch: Batch) -> int:
    return batch.frame.place[1] if isinstance(batch.frame, members.Held) else -1


def _content(batches: Iterator[Batch]) -> bytes | None:
    """Return a part's new bytes, None for one that could not be read to its end."""
    sink = io.BytesIO()
    is_whole = members.write_member(batches, sink)
    return sink.getvalue() if is_whole else None


def _built(head: _Head, cells: list[str], contents: dict[int, bytes | None]) -> bytes:
    """Return a message: its head, and its parts as they hung together."""
    lines = [b""]
    names: dict[int, str] = {}
    is_mailbox = False
    was_person = False
    for given, cell in zip(head.cells, cells, strict=True):
        text = " ".join(cell.split())
        if given.header == "From ":
            is_mailbox = True
            lines[-1] += (b"From " if given.begins else b" ") + mail_parts.utf_8(text)
        elif given.part is not None:
            names[given.leaf] = given.part.with_cell(cell)
        elif given.begins:
            lines.append(f"{given.header}: {_header(text, given)}".encode())
        else:
            glue = " " if given.is_address and was_person else ", "
            lines[-1] += f"{glue}{_header(text, given)}".encode()
        was_person = not given.is_address
    lines = [line for line in lines if line]
    lines.append(b"MIME-Version: 1.0")
    tree = head.tree
    if is_mailbox and isinstance(tree, _Leaf) and not _ends(contents.get(tree.number)):
        # A line end will follow, which would be its own.
        tree = _Branch("multipart/mixed", (tree,))
    packed = _packed(tree, contents, names)
    if packed is None:
        packed = b"Content-Type: text/plain; charset=utf-8\n\n"
    if is_mailbox:
        packed = re.sub(rb"(?m)^From ", b">From ", packed)
        packed += b"\n" if packed.endswith(b"\n") else b"\n\n"
    return b"\n".join(lines) + b"\n" + packed


def _ends(content: bytes | None) -> bool:
    return not content or content.endswith(b"\n")


def _header(text: str, given: _Cell) -> str:
    if not text.isascii():
        text = Header(text, "utf-8", maxlinelen=75).encode()
    if given.is_address:
        return f"<{text}>"
    if "=?" not in text and given.header.lower() in mail_structure.PEOPLE:
        return '"' + text.replace("\\", "").replace('"', "") + '"'
    return text


def _packed(
    tree: _Branch | _Leaf | None, contents: dict[int, bytes | None], names: dict[int, str]
) -> bytes | None:
    """Return a part's own headers, a blank line and its body; None if nothing of it is left."""
    if tree is None:
        return None
    if isinstance(tree, _Branch):
        inner = [packed for part in tree.parts if (packed := _packed(part, contents, names))]
        if not inner:
            return None
        number = 0
        while any(f"=_part_{number}".encode() in packed for packed in inner):
            number += 1
        boundary = f"=_part_{number}".encode()
        body = b"".join(b"--" + boundary + b"\n" + packed + b"\n" for packed in inner)
        begin = f'Content-Type: {tree.kind}; boundary="{boundary.decode()}"\n\n'.encode()
        return begin + body + b"--" + boundary + b"--\n"
    content = contents.get(tree.number, b"")
    if content is None:
        return None
    is_text = tree.kind.startswith("text/")
    longest = max(map(len, content.split(b"\n")))
    # A message within a message can't be in base64; one with a CR would come back changed.
    is_plain = tree.kind == "message/rfc822" or (
        is_text and longest < _LONGEST_LINE and b"\0" not in content and b"\r" not in content
    )
    head = f"Content-Type: {tree.kind}" + ("; charset=utf-8\n" if is_text else "\n")
    head += f"Content-Transfer-Encoding: {'8bit' if is_plain else 'base64'}\n"
    if tree.disposition:
        head += f"Content-Disposition: {tree.disposition}; {_file_parameter(names[tree.number])}\n"
    return head.encode() + b"\n" + (content if is_plain else base64.encodebytes(content))


def _file_parameter(name: str) -> str:
    name = name.replace("\r", " ").replace("\n", " ")
    if name.isascii():
        return 'filename="' + name.replace("\\", "").replace('"', "") + '"'
    return f"filename*=utf-8''{quote(name)}"


# -- checking ------------------------------------------------------------------------------------


def balance(source: Source, left_out: members.LeftOut = frozenset()) -> Counter[str]:
    """Count messages, the parts that are kept, and what is counted in each of them.

    `left_out` are those of which reading told only at the end that they are not.
    """
    counts: Counter[str] = Counter()
    deeper = members.below(left_out, 2)
    for found in _messages(source):
        if isinstance(found, Batch):
            continue
        reading, _ = found
        go_on()
        parts = 0
        for leaf, (inner, module) in enumerate(reading.leaves):
            place = (reading.number, leaf)
            if place not in left_out:
                parts += 1
                counts.update(members.counted(module, inner, deeper.get(place, frozenset())))
        counts["messages"] += 1
        # A message of which nothing is left gets an empty text.
        counts["parts"] += max(1, parts)
    return counts


def texts(source: Source) -> Iterator[str]:
    """Yield the lines as they stand, and the headers and parts as a mail program shows them."""
    held: list[bytes] = []
    with source.open() as stream:
        for line in stream:
            yield line.decode("utf-8", "replace").rstrip("\r\n")
            if line.startswith(b"From ") and held and not held[-1].strip():
                yield from _shown(b"".join(held))
                held = []
            else:
                held.append(line)
    yield from _shown(b"".join(held))


def _shown(data: bytes) -> Iterator[str]:
    message = message_from_bytes(data.partition(b"\n")[2] if data[:5] == b"From " else data)
    for part in message.walk():
        for _, value in part.items():
            yield mail_parts.header_text(value)
        yield mail_structure.file_name(part)
        if part.get_content_maintype() in {"multipart", "message"}:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            source = Source(mail_structure.file_name(part), None, content)
            is_html = part.get_content_type() == "text/html"
            yield from html_part.texts(source) if is_html else members.texts(source)
