"""Protected names of which words are cut to a letter: W. Khattak, Khattak W., و۔ خٹک, ایم اے خان.

A letter counts beside a word of the same name only, and the less it looks like an initial, the more
the word must tell: in "lahore k khan" the letter is the word for "of". A given name alone (Ali M.)
needs its letters behind it, since "M. Ali" is somebody else's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from recognizers.pk.script import fold
from recognizers.pk.words import places
from redactor.sounds import beginnings, sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Words of a name, as many as one is looked for with.
_MOST_WORDS: Final = 6
# What may stand between a letter and a word. Not what parts the cells of a row, or sentences.
_BESIDE: Final = re.compile(r"\. {0,2}|\.?[-_ ]?\(?")
# A cell of nothing else: "Khattak, W".
_WITH_COMMA: Final = re.compile(r"\W*[^\W\d_]+ ?, ?(?:[^\W\d_]{1,2}\W*)+")
# Letters of an initial and a surname in one word: wkhattak.
_JOINED: Final = 7
_PAIRS: Final = frozenset({"kh", "gh", "ch", "sh", "th", "ph", "zh", "dh", "bh", "jh", "md", "mh"})


def _named(letters: str) -> dict[str, frozenset[str]]:
    """Return what the folded names of letters can begin: اے and ای are one there, جے and جی."""
    found: dict[str, frozenset[str]] = {}
    for letter, name in zip(*[iter(letters.split())] * 2, strict=True):
        key = fold(name).text
        found[key] = found.get(key, frozenset()) | beginnings(letter)
    return found


# English letters as Urdu writes their names; those of the second table are words of sentences, too.
_NAMES: Final = _named(
    "d ڈی f ایف h ایچ l ایل m ایم n این q کیو r آر s ایس t ٹی u یو v وی w ڈبلیو x ایکس y وائی z زیڈ"
)
_WORDS_TOO: Final = _named("a اے b بی c سی e ای g جی i آئی j جے k کے o او p پی")
# Letters that are words of sentences by themselves: "a", "I"; و is "and", آ "come".
_WORDS: Final = frozenset("aiوآا")
# Something that can be an initial stands in the text; looked for before anything else.
_HINT: Final = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]|[A-Za-z]{2}(?=\.)|"
    + "|".join([*_NAMES, *_WORDS_TOO])
    + r")(?![^\W\d_])"
)


class Word(NamedTuple):
    """A word of a text, in lower case, and where it stands."""

    start: int
    end: int
    text: str


class _Letter(NamedTuple):
    """What an initial can begin, and how many consonants the word beside it must have."""

    begins: frozenset[str]
    needs: int
    is_dotted: bool = False


@dataclass(frozen=True)
class Initials:
    """Names, as lists of words in their order."""

    names: frozenset[tuple[str, ...]] = field(repr=False)

    @cached_property
    def _by_sound(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in self.names:
            for key in {sound(word) for word in name if len(word) > 1}:
                found.setdefault(key, []).append(name)
        return found

    def find(self, text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield the places of names with initials; `words` are those of the folded text."""
        if not self.names:
            return
        for word in words:
            if len(word.text) >= _JOINED and self._is_joined(word.text):
                yield word.start, word.end
        if not _HINT.search(text):
            return
        letters = [self._letter(text, words, n) for n in range(len(words))]
        for first in range(len(words)):
            for last in range(first + 1, min(first + _MOST_WORDS, len(words))):
                if not self._are_beside(text, words, letters, last):
                    break
                part = slice(first, last + 1)
                if self._names(words[part], letters[part]) and not _is_place(words, first, last):
                    yield words[first].start, words[last].end
        whole = _WITH_COMMA.fullmatch(text)
        if whole is not None and self._names(words, letters):
            yield words[0].start, words[-1].end

    def _are_beside(
        self, text: str, words: Sequence[Word], letters: Sequence[_Letter | None], place: int
    ) -> bool:
        """Say whether a word and the one before it can be one name."""
        gap = text[words[place - 1].end : words[place].start]
        if letters[place - 1] is None and "." in gap:
            return False
        if _BESIDE.fullmatch(gap):
            return True
        # Without a dot this is a list, or the next cell of a row: "Khattak, M, Lahore".
        around = (letters[place - 1], letters[place])
        return gap == ", " and any(letter is not None and letter.is_dotted for letter in around)

    def is_initials(self, text: str, words: Sequence[Word]) -> bool:
        """Say whether a cell is nothing but initials, M and F without a dot not being any."""
        if not words or (len(words) == 1 and text.strip().upper() in {"M", "F"}):
            return False
        letters = [self._letter(text, words, n) for n in range(len(words))]
        return all(letter is not None for letter in letters)

    def _letter(self, text: str, words: Sequence[Word], place: int) -> _Letter | None:
        """Return what a word can be the initial of; None if it is none."""
        start, end, word = words[place]
        if text[max(0, start - 1) : start].isdigit() or text[end : end + 1].isdigit():
            return None
        is_dotted = text[end : end + 1] == "."
        begins = _NAMES.get(word) or _WORDS_TOO.get(word)
        if begins is None:
            if len(word) > 1 and not (is_dotted and word in _PAIRS):
                return None
            begins = beginnings(word)
        if is_dotted:
            return _Letter(begins, 1, is_dotted=True)
        if word in _WORDS_TOO:
            beside = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
            is_one = any(w.text in _NAMES or w.text in _WORDS_TOO for w in beside)
            return _Letter(begins, 2) if is_one else None
        if word in _NAMES or text[start].isupper():
            return _Letter(begins, 2)
        if word in _WORDS:
            return None
        return _Letter(begins, 3 if word.isascii() else 2)

    def _names(self, words: Sequence[Word], letters: Sequence[_Letter | None]) -> bool:
        full = [sound(w.text) for w, letter in zip(words, letters, strict=True) if letter is None]
        if not full or len(full) == len(words):
            return False
        needs = max(letter.needs for letter in letters if letter is not None)
        if max(len(key.lstrip("A")) for key in full) < needs:
            return False
        return any(_is(name, words, letters) for name in self._by_sound.get(full[0], ()))

    def _is_joined(self, word: str) -> bool:
        for rest, letter in ((word[1:], word[0]), (word[:-1], word[-1])):
            key = sound(rest)
            if len(key.lstrip("A")) < 3:
                continue
            for name in self._by_sound.get(key, ()):
                others = name[: [sound(w) for w in name].index(key)]
                if any(beginnings(letter) & beginnings(other) for other in others):
                    return True
        return False


def _is_place(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether the letters before make it a place: D. I. Khan, R. Y. Khan."""
    return any(
        " ".join(word.text for word in words[begin : last + 1]) in places()
        for begin in range(max(0, first - 2), first)
    )


def _is(name: tuple[str, ...], words: Sequence[Word], letters: Sequence[_Letter | None]) -> bool:
    """Say whether every word here is one of the name's, or the initial of another."""
    left = dict(enumerate(name))
    places = []
    for word, letter in zip(words, letters, strict=True):
        if letter is None:
            key = sound(word.text)
            place = next((n for n, w in left.items() if sound(w) == key), None)
            if place is None:
                return False
            places.append(place)
            del left[place]
    found = 0
    for letter in letters:
        if letter is None:
            continue
        place = next((n for n, w in left.items() if letter.begins & beginnings(w)), None)
        if place is not None:
            del left[place]
            found += 1
        elif "m" not in letter.begins:
            # Muhammad is often added, and often left out.
            return False
    if not found:
        return False
    return len(name) - 1 in places or letters[0] is None
