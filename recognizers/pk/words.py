"""Words of names and addresses: lists, and reading them one at a time in folded text.

English, Roman Urdu and Urdu script stand in one text, so a word is judged by its letters: a Latin
word has a case to go by, an Urdu word has only the lists. The lists are text files in data/, each
with its purpose and date on top; they are folded as the text is (see `script`).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from recognizers.pk.script import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
URDU = "\u0621-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
LETTERS = LATIN + URDU
"""The body of a character class: letters of both scripts after folding, Sindhi and Pashto too."""

NOT_AFTER_LETTER = f"(?<![{LETTERS}])"
NOT_BEFORE_LETTER = f"(?![{LETTERS}])"

WORD = re.compile(f"[{LETTERS}]+(?:['\\-][{LETTERS}]+)*")


_Tree: TypeAlias = dict[str, "_Tree"]


class Style(Enum):
    """What the first letter of a word says about it."""

    CAPITAL = "capital"
    SMALL = "small"
    SCRIPT = "script"


class Word(NamedTuple):
    """One word and where it stands: offsets in the text it was read from."""

    start: int
    end: int
    key: str

    def style(self, text: str) -> Style:
        """Return how the word begins in `text`."""
        first = text[self.start]
        if first.isupper():
            return Style.CAPITAL
        return Style.SMALL if first.islower() else Style.SCRIPT


def word_at(text: str, position: int) -> Word | None:
    """Return the word that begins at a position, None if there is none."""
    found = WORD.match(text, position)
    return Word(found.start(), found.end(), found[0].casefold()) if found else None


def words_before(text: str, position: int, reach: int = 120) -> Iterator[Word]:
    """Yield the words that end at or before a position, nearest first, at most `reach` back.

    A word cut by the reach is not yielded.
    """
    first = max(0, position - reach)
    for match in WORD.finditer(text[first:position][::-1]):
        start = position - match.end()
        if start == first and first and WORD.match(text[first - 1]):
            return
        yield Word(start, position - match.start(), match[0][::-1].casefold())


def _lines(name: str) -> Iterator[str]:
    table = files("recognizers.pk").joinpath(f"data/{name}").read_text("utf-8")
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            yield fold(line).text.casefold()


def word_set(words: str) -> frozenset[str]:
    """Return blank-separated words as the lists hold them: folded, in lower case.

    >>> sorted(word_set("Ne نے"))
    ['ne', 'نی']
    """
    return frozenset(fold(words).text.casefold().split())


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a blank-separated list in data/, folded and in lower case."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def titles() -> dict[str, frozenset[str]]:
    """Return the titles of data/titles.txt by kind: pure, honorific, name, after."""
    kinds: dict[str, set[str]] = {}
    for line in _lines("titles.txt"):
        kind, *words = line.split()
        kinds.setdefault(kind, set()).update(words)
    return {kind: frozenset(words) for kind, words in kinds.items()}


@cache
def places() -> frozenset[str]:
    """Return the places of data/places.txt in every spelling, lower case, one blank apart."""
    return frozenset(
        " ".join(re.findall(f"[{LETTERS}]+", spelling))
        for line in _lines("places.txt")
        for spelling in re.split(r"[|=]", line)
    )


@cache
def _beginnings_of_places() -> frozenset[str]:
    """Return every run of words that a listed place begins with, itself among them."""
    return frozenset(
        " ".join(words[:count])
        for words in (place.split() for place in places())
        for count in range(1, len(words) + 1)
    )


def place_at(text: str, position: int) -> int:
    """Return where the longest listed place that begins at a position ends, or the position."""
    end, here, written = position, position, ""
    while word := word_at(text, here):
        written = f"{written} {word.key}" if written else word.key
        if written not in _beginnings_of_places():
            break
        if written in places():
            end = word.end
        here = word.end
        while here < len(text) and here < word.end + 2 and text[here] in " .":
            here += 1
    return end


def alternation(phrases: Iterable[str]) -> str:
    r"""Return a pattern for any of the phrases, sharing beginnings, longest first.

    A blank in a phrase stands for one to three blanks or tabs of the text. Phrases are folded.

    >>> alternation(["son of", "son"])
    'son(?:[ \\t]{1,3}of)?'
    """
    root: _Tree = {}
    for phrase in phrases:
        node = root
        for character in fold(phrase).text.casefold():
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def _branch(node: _Tree) -> str:
    optional = "" in node
    options = [
        (r"[ \t]{1,3}" if character == " " else re.escape(character)) + _branch(below)
        for character, below in node.items()
        if character
    ]
    if not options:
        return ""
    if len(options) == 1 and not optional:
        return options[0]
    return f"(?:{'|'.join(options)})" + ("?" if optional else "")
