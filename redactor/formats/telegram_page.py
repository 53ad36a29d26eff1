"""Telegram Desktop's export as pages (messages.html): HTML whose classes say who wrote.

HTML as in `markup`; the text of elements of these classes is a sender's name. A line of the program
itself ("Ali invited Zara") is taken whole where it says that someone did something.

Source: tdesktop's export_output_html.cpp.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.formats import markup
from redactor.formats.encoding import decode_all, detect
from redactor.formats.markup import texts as texts
from redactor.formats.markup import write as write
from redactor.formats.time_limit import go_on
from redactor.formats.whatsapp_lines import is_number, of_system

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.pieces import Gathering
    from redactor.formats.source import Source

NAME = "Telegram page"
# Before HTML of other programs.
ORDER = 40

_SAMPLE = 1 << 16
_IS_EXPORT = re.compile(r'class="(?:page_wrap|page_about)|class="from_name"|id="message-?\d')
_CLASS = re.compile(r"""\bclass\s*=\s*["']([^"']{0,200})["']""", re.IGNORECASE)
# Classes of elements that hold a name: of a sender, a contact, a chat, and its two initials.
_NAMES = frozenset({"from_name", "initials", "name", "title"})
_BREAKS = frozenset({"br", "a", "b", "i", "strong", "em", "span", "code"})


def recognise(source: Source) -> bool:
    """Say whether this is HTML with the classes that Telegram Desktop writes."""
    data = source.head(_SAMPLE)
    if b"page_wrap" not in data:
        return False
    text = decode_all(data, detect(source), final=False)
    return _IS_EXPORT.search(text) is not None and markup.recognise(source)


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a page. Raises as `markup.read`."""
    yield from markup.read(source, batch_bytes=batch_bytes, scanner=_Scanner(is_html=True))


def balance(source: Source) -> Counter[str]:
    """Count tags by name, comments and attributes. Raises as `read`."""
    scanner = _Scanner(is_html=True)
    for _ in markup.read(source, scanner=scanner):
        go_on()
    return scanner.counts


class _Scanner(markup.Scanner):
    def __init__(self, *, is_html: bool) -> None:
        super().__init__(is_html=is_html)
        self._classes: frozenset[str] = frozenset()

    def tag(
        self, text: str, match: re.Match[str], gathering: Gathering, counted: Counter[str]
    ) -> None:
        """Take a tag, and remember the classes of the element that the next text stands in."""
        super().tag(text, match, gathering, counted)
        if match[2].lower() in _BREAKS:
            return
        found = _CLASS.search(match[3] or "")
        self._classes = frozenset(found[1].split()) if found and not match[1] else frozenset()

    def header_of(self, value: str, name: str | None) -> str | None:
        """Return "sender" or "mobile" for a name's element, and for what the program says."""
        if self._classes & _NAMES or {"text", "bold"} <= self._classes:
            return "mobile" if is_number(value) else "sender"
        if {"body", "details"} <= self._classes:
            return "sender" if any(p.is_person for p in of_system(value.strip())) else name
        return name
