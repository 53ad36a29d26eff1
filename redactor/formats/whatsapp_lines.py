r"""The lines of a WhatsApp export: heads of messages, senders, and names inside messages.

An exported chat has no escape and no fixed layout: the head of a message is a date and a time as
the phone's language writes them, and a sender. What is known of them here:

    12/03/2021, 9:05 pm - Ali: text          Android; U+202F before "pm" since 2023
    13.06.18, 21:25 - Ali: text              Android, other languages; also "13.6.2018 klo 21.25"
    [12/03/2021, 9:05:33 PM] Ali: text       iOS; U+200E before system lines and media
    [12/03/21, 21:05:33] ~ Ali: text         "~" before the name that an unsaved sender chose
    ۱۲/۰۳/۲۰۲۱، ۲۱:۰۵ - Ali: text            Urdu digits and comma
    12/03/2021, 21:05 - Ali added Zara       a system line: a time and no sender

Unsaved numbers stand between U+202A and U+202C with no-break spaces; mentions of saved contacts
between U+2068 and U+2069. There is no specification; the forms are those of public parsers' tests
(Pustur/whatsapp-chat-parser, joweich/chat-miner) and of the app itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from recognizers.pk.script import fold

_BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_BLANK = "[ \u00a0\u202f\u2009]"
_DATE = (
    rf"\d{{1,4}}[{_BIDI}]*(?P<by>[./\-]){_BLANK}?[{_BIDI}]*\d{{1,4}}[{_BIDI}]*(?P=by){_BLANK}?"
    rf"[{_BIDI}]*\d{{1,4}}\.?"
)
# "pm", "p. m.", "PM", "شام", "م"; some languages put it before the hour, or "klo", "um", "at".
_WORD = r"[^\W\d_]{1,9}\.?"
_CLOCK = (
    rf"(?:{_WORD}{_BLANK}?)?\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?"
    rf"(?:{_BLANK}{{0,2}}{_WORD}(?:{_BLANK}?[^\W\d_]{{1,9}}\.?)?)?"
)
_TIME = rf"{_DATE}[,،]?{_BLANK}{{1,2}}{_CLOCK}"
_SECONDS = rf"{_DATE}[,،]?{_BLANK}{{1,2}}(?:{_WORD}{_BLANK})?\d{{1,2}}[:.]\d{{2}}[:.]\d{{2}}"

HEAD = re.compile(
    rf"^(?P<before>[{_BIDI}]*)(?:"
    rf"(?P<open>\[)(?P<bracketed>{_TIME})(?P<close>\]{_BLANK}?)"
    rf"|(?P<dashed>{_TIME.replace('by', 'by2')})(?P<dash>{_BLANK}[\-–]{_BLANK})"
    rf"|(?P<bare>{_SECONDS.replace('by', 'by3')})(?P<colon>:?{_BLANK}))",
    re.MULTILINE,
)
_SENDER = re.compile(
    rf"(?P<mark>[{_BIDI}]*(?:~{_BLANK}?)?[{_BIDI}]*)(?P<name>[^:\n\r{_BIDI}][^:\n\r]{{0,199}}?)"
    rf"(?P<end>[{_BIDI}]*:(?:{_BLANK}|(?=[\r\n]|\Z)))"
)
_NUMBER = re.compile(r"\+?[0-9(][0-9 ()\-./]{5,24}[0-9]")

# Who did something, in a line without a sender. Names are taken whole: no recogniser sees that
# "Zara" in "Ali added Zara" is one.
_DID = (
    r"added|removed|invited|left|joined|created|changed|deleted|pinned|unpinned|turned|started|"
    r"ended|requested|is now|is no longer|was added|was removed|was invited|updated|set|reset|"
    r"accepted|blocked|unblocked|approved|waiting|missed|has|have|hid|revoked|cancelled"
)
_ACTOR = re.compile(
    rf"(?P<mark>[{_BIDI}~ \u202f]*)(?P<name>[^\n\r]{{1,200}}?)(?P<rest>[{_BIDI}]* (?:{_DID})\b"
    r"|[’']s? (?:security code|phone number)\b| نے | گروپ چھوڑ| شامل )"
)
_NOBODY = frozenset({"you", "your", "messages", "messages and calls", "this", "only", "آپ", "the"})
_OTHERS = re.compile(rf"[{_BIDI}]* (?:added|removed|invited|approved|blocked|unblocked) ")
_SEPARATOR = re.compile(rf"([{_BIDI}]*(?:,|،| and | اور |\.$)[ {_BIDI}]*)")
_CODE_WITH = re.compile(
    r"(?:security code with |number with )(?P<name>[^\n\r]{1,100}?)(?= changed)"
)
# A mention, and a contact card, which is called after the person.
_NAMED = re.compile(
    r"@\u2068~?[ \u202f]?(?P<mention>[^\u2069\n]{1,200})(?=\u2069)"
    r"|(?:^|(?<=[\n\u200e]))(?P<card>[^\n\r<>/\u200e]{1,120}?)(?=\.vcf\b)"
    r"|<attached: (?:\d{8}-)?(?P<attached>[^\n\r<>/]{1,120}?)(?=\.vcf>)",
    re.IGNORECASE,
)

# What stands for a sender in logs of programs, which look alike.
_LEVELS = frozenset(
    {"debug", "info", "notice", "warn", "warning", "error", "err", "critical", "fatal", "trace"}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a message: a literal, and the cell behind it ("text" or a person's)."""

    literal: str
    cell: str
    is_person: bool = False


@lru_cache(maxsize=4096)
def is_number(name: str) -> bool:
    """Say whether a sender is a phone number and no name.

    >>> is_number("+92 300\u00a01234567"), is_number("Ali 2"), is_number("۰۳۰۰۱۲۳۴۵۶۷")
    (True, False, True)
    """
    return _NUMBER.fullmatch(fold(name).text.strip()) is not None


def sender(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the sender that a message begins with: groups `mark`, `name` and `end`."""
    return _SENDER.match(text, start, end)


def is_log_level(name: str) -> bool:
    """Say whether a "sender" is a level of a program's log."""
    return name.strip().lower() in _LEVELS


def of_body(text: str) -> list[Piece]:
    """Cut a message's text at the persons whom it names by mention or contact card."""
    if "@\u2068" not in text and ".vcf" not in text.lower():
        return [Piece("", text)]
    pieces: list[Piece] = []
    last = 0
    for match in _NAMED.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        if start > last:
            pieces.append(Piece("", text[last:start]))
        pieces.append(Piece("", text[start:end], is_person=True))
        last = end
    if last < len(text) or not pieces:
        pieces.append(Piece("", text[last:]))
    return pieces


def of_system(text: str) -> list[Piece]:
    """Cut a line without a sender at the persons whom it names.

    >>> [piece.cell for piece in of_system("Ali added Zara, +92 300 and Gul") if piece.is_person]
    ['Ali', 'Zara', '+92 300', 'Gul']
    """
    code = _CODE_WITH.search(text)
    if code:
        return _around(text, *code.span("name"))
    actor = _ACTOR.match(text)
    if actor is None:
        return of_body(text)
    pieces: list[Piece] = []
    last = 0
    if actor["name"].strip().lower() not in _NOBODY:
        start, end = actor.span("name")
        pieces = _around(text, start, end)[:-1]
        last = end
    others = _OTHERS.match(text, actor.end("name"))
    line_end = next((at for at, c in enumerate(text) if c in "\r\n"), len(text))
    if others is None or others.end() >= line_end:
        return [*pieces, Piece("", text[last:])]
    pieces.append(Piece("", text[last : others.end()]))
    for number, part in enumerate(_SEPARATOR.split(text[others.end() : line_end])):
        if part:
            pieces.append(Piece("", part, is_person=number % 2 == 0))
    return [*pieces, Piece("", text[line_end:])] if line_end < len(text) else pieces


def _around(text: str, start: int, end: int) -> list[Piece]:
    """Return one person in a text, with what stands before (if anything) and behind."""
    before = [Piece("", text[:start])] if start else []
    return [*before, Piece("", text[start:end], is_person=True), Piece("", text[end:])]
