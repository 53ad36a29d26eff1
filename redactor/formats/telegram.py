r"""Telegram Desktop's export as JSON (result.json): an account, or one chat.

JSON as in `json_documents`, and what this program's keys mean: who wrote, was added, forwarded or
invited is a sender, a number that stands for an account is a handle. A message's text is a string,
or a list of strings and marked pieces (a phone, a mention): its pieces are one text, so that a
number over two of them is found whole, here and in `text_entities`, which says all of it again.
Control characters stand as \x0B, which is no JSON; they stay as they are.

Sources: core.telegram.org/import-export; tdesktop's export_output_json.cpp.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.formats import json_documents
from redactor.formats.encoding import decode_all, detect
from redactor.formats.json_documents import balance as balance
from redactor.formats.json_documents import texts as texts
from redactor.formats.json_documents import value_of
from redactor.formats.json_documents import write as write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.pieces import Gathering
    from redactor.formats.source import Source

NAME = "Telegram chat"
# Before JSON of other programs.
ORDER = 40

_SAMPLE = 1 << 16
_IS_EXPORT = re.compile(
    r'"from_id"\s*:\s*"(?:user|channel|chat)\d|"text_entities"\s*:|"personal_information"\s*:\s*\{'
    r'|"frequent_contacts"\s*:|"date_unixtime"\s*:'
)
_SENDERS = frozenset(
    {"from", "actor", "author", "inviter", "forwarded_from", "saved_from", "via_bot", "members",
     "name", "title", "first_name", "last_name", "owner", "performer", "reply_to_author",
     "contact_name", "new_title", "receiver"}
)  # fmt: skip
# Keys of lists whose strings are one text.
_JOINED = frozenset({"text", "text_entities", "caption", "bio", "description", "explanation"})
_ACCOUNTS = re.compile(r"(?:from|actor|user|saved_from|forwarded_from|peer|reply_to_peer)_?id")
_ACCOUNT = re.compile(r"(user|channel|chat)(\d{4,20}|[A-Z]{2,12}_[0-9A-Z]{16}|<[A-Z_]+>)")
_MARKS = frozenset({"type", "document_id", "language", "collapsed"})


def recognise(source: Source) -> bool:
    """Say whether this is JSON with the keys that Telegram Desktop writes."""
    data = source.head(_SAMPLE)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    text = decode_all(data, detect(source), final=False)
    return _IS_EXPORT.search(text) is not None and json_documents.recognise(source)


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of an export. Raises as `json_documents.read`."""
    yield from json_documents.read(source, batch_bytes=batch_bytes, scanner=_Scanner())


def _written(raw: str, new: str) -> str:
    """Return a piece of a text as it stands between the quotes of a string."""
    del raw
    return json_documents.written('""', new)[1:-1]


class _Scanner(json_documents.Scanner):
    def header_of(self, path: str, holder: str, key: str) -> str:
        """Return "sender" and "handle" for what names a person in this program's JSON."""
        if key in _SENDERS:
            return "sender"
        is_chat = key == "id" and not path.rpartition(".")[2].startswith(("messages", "topics"))
        if _ACCOUNTS.fullmatch(key) or is_chat:
            return "handle"
        return super().header_of(path, holder, key)

    def take_text(
        self, key: str, text: str, position: int, gathering: Gathering, *, is_last: bool
    ) -> int | None:
        """Take a text that is a list of strings and marked pieces."""
        if key not in _JOINED:
            return position
        strings: list[list[tuple[str, int, int]]] = [[]]
        others: list[tuple[str, str, int, int]] = []
        end = self._pieces(text, position, strings, others)
        if end is None:
            if not is_last:
                return None
            end = len(text)
        for key, raw, start, stop in others:
            self.take_value(key, raw, start, stop, gathering)
        for run in strings:
            parts, whole = [], ""
            for raw, start, stop in run:
                place = len(whole)
                whole += value_of(raw)
                parts.append((place, len(whole), start + 1, stop - 1))
            if whole:
                number = gathering.join(whole, parts, _written)
                gathering.cell(whole, 0, len(whole), _as_it_is, "text", owner=number)
        return end

    def append(
        self, value: str, start: int, end: int, writer: object, gathering: Gathering, owner: int
    ) -> None:
        """Take a value; of an account's number only the number, so that "user1" and 1 are one."""
        account = _ACCOUNT.fullmatch(value)
        if account is not None and end - start == len(value) + 2:
            start, end, writer = start + 1 + len(account[1]), end - 1, _written
            value = account[2]
        super().append(value, start, end, writer, gathering, owner)

    def _pieces(
        self,
        text: str,
        position: int,
        strings: list[list[tuple[str, int, int]]],
        others: list[tuple[str, str, int, int]],
    ) -> int | None:
        """Sort the strings of a list into its text and other values; return where it ends.

        A mention by name is a person: the text is cut there.
        """
        depth, key, kind = 0, "", ""
        while True:
            match = json_documents.TOKEN.match(text, position)
            if match is None or match.end() == position:
                return None
            position = match.end()
            mark, string, bare = match["mark"], match["string"], match["bare"]
            if mark is not None and mark in "[{":
                depth, key, kind = depth + 1, "", ""
            elif mark is not None and mark in "]}":
                depth, key = depth - 1, ""
                if not depth:
                    return position
            elif string is not None and match["colon"]:
                key = value_of(string)
                others.append(("", string, *match.span("string")))
            elif string is not None and (depth == 1 or (depth == 2 and key == "text")):
                if kind == "mention_name":
                    others.append(("from", string, *match.span("string")))
                    strings.append([])
                else:
                    strings[-1].append((string, *match.span("string")))
            elif string is not None:
                kind = value_of(string) if key == "type" else kind
                others.append((key, string, *match.span("string")))
            elif bare is not None:
                others.append((key, bare, *match.span("bare")))
            elif match["open"] is not None:
                others.append(("text", match["open"], *match.span("open")))

    def take_value(self, key: str, raw: str, start: int, stop: int, gathering: Gathering) -> None:
        """Take a value or, with key "", a key in a marked piece."""
        if not key:
            gathering.cell(value_of(raw), start, stop, json_documents.written_key)
        elif key not in _MARKS or re.search(r"\d{4}", raw):
            name = self.header_of("text", "text", key)
            gathering.cell(value_of(raw), start, stop, json_documents.written, name)


def _as_it_is(raw: str, new: str) -> str:
    del raw
    return new
