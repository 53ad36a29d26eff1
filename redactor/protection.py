"""Protected people, and people who may be named: two lists that stand above every rule.

A list is a text file in UTF-8, a line a name, number or spelling; "#" begins a comment. Neither
list is ever shown: not in logs, reports, errors or the copy.

What is protected must not survive anywhere, in any written form: digits of all scripts with
anything between them, groups in either order, backwards, inside longer numbers; names in Urdu,
English and Roman Urdu, in any order of words, joined, with or without Muhammad. Names are compared
by their consonants, so that Waseem, Wasim and وسیم are one; that takes some others with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Final

from recognizers.pk.script import fold
from redactor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"[0-9](?:[^0-9\w]{0,3}[0-9])*")
_RUN: Final = re.compile(r"[0-9]+")
_MOBILE: Final = re.compile(r"(?:0092|92|0)?(3[0-9]{9})")
_MOST_BYTES: Final = 10_000_000
# Shorter ones stand in any table, and would empty it.
_FEWEST_DIGITS: Final = 5
_FEWEST_LETTERS: Final = 3
# Consonants of a single word, from which on they tell it.
_TELLING: Final = 3
# Letters of a name written as one word.
_JOINED: Final = 7
_MOST_WORDS: Final = 6
# Characters that may stand between the words of a name.
_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A protected place in a text: offsets of the text, and the entity it is treated as."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True)
class Protected:
    """What must not survive. Shows nothing of itself."""

    numbers: frozenset[str] = field(repr=False)
    codes: frozenset[str] = field(repr=False)
    names: frozenset[tuple[str, ...]] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    joined: frozenset[str] = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Protected:
        """Read a list. Raises UsageError: missing, no text, empty, or an entry too short."""
        numbers: set[str] = set()
        codes: set[str] = set()
        names: set[tuple[str, ...]] = set()
        words: set[str] = set()
        joined: set[str] = set()
        for number, line in _entries(path):
            text = fold(line).text.lower()
            digits = "".join(_RUN.findall(text))
            letters = _WORD.findall(text)
            if digits and not letters:
                if len(digits) < _FEWEST_DIGITS:
                    raise _too_short(path, number, f"fewer than {_FEWEST_DIGITS} digits")
                mobile = _MOBILE.fullmatch(digits)
                numbers.add(mobile[1] if mobile else digits)
            elif digits or "@" in text:
                squashed = _squash(text)
                if len(squashed) < _FEWEST_DIGITS:
                    raise _too_short(path, number, f"fewer than {_FEWEST_DIGITS} characters")
                codes.add(squashed)
            else:
                if sum(map(len, letters)) < _FEWEST_LETTERS:
                    raise _too_short(path, number, f"fewer than {_FEWEST_LETTERS} letters")
                names.update(_names_of(letters))
                if len(letters) == 1:
                    words.add(letters[0])
                joined.update(_joined(letters))
        return cls(*map(frozenset, (numbers, codes, names, words, joined)))  # type: ignore[arg-type]

    def find(self, text: str) -> list[Match]:
        """Return the protected places of a text, sorted, without overlaps."""
        folded = fold(text)
        plain = folded.text.lower()
        found = [
            *self._find_numbers(plain),
            *self._find_joined(plain),
            *self._find_names(plain),
        ]
        matches: list[Match] = []
        for start, end, entity in sorted(found):
            first, last = folded.span(start, end)
            if matches and first < matches[-1].end:
                before = matches[-1]
                matches[-1] = Match(before.start, max(before.end, last), before.entity)
            else:
                matches.append(Match(first, last, entity))
        return matches

    def _find_numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self.numbers:
            return
        for match in _NUMBER.finditer(text):
            runs = list(_RUN.finditer(text, match.start(), match.end()))
            straight = "".join(run[0] for run in runs)
            swapped = "".join(run[0] for run in reversed(runs))
            for number in self.numbers:
                if number in straight or number[::-1] in straight or number in swapped:
                    yield match.start(), match.end(), _kind(number)
                    break

    def _find_joined(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self.codes and not self.joined:
            return
        places = [n for n, character in enumerate(text) if character.isalnum()]
        squashed = "".join(text[n] for n in places)
        for needles, entity in ((self.codes, "PK_BANK_ACCOUNT"), (self.joined, "PERSON")):
            for needle in needles:
                at = squashed.find(needle)
                while at >= 0:
                    yield places[at], places[at + len(needle) - 1] + 1, entity
                    at = squashed.find(needle, at + 1)

    def _find_names(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self.names and not self.words:
            return
        found = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
        keys = [sound(word) for _, _, word in found]
        # One more word than sounds, since one may be written as two.
        longest = max(map(len, self.names), default=1) + 1
        for first, (start, end, word) in enumerate(found):
            if word in self.words:
                yield start, end, "PERSON"
            run: list[str] = []
            last = start
            for place in range(first, min(first + longest, len(found))):
                if run and found[place][0] - last > _GAP:
                    break
                run.append(keys[place])
                last = found[place][1]
                if _bag(run) in self.names:
                    yield start, last, "PERSON"


@dataclass(frozen=True)
class Kept:
    """What may stay: a minister acting in office. Compared whole, letter by letter."""

    values: frozenset[str] = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Kept:
        """Read a list. Raises UsageError: missing, no text, or empty."""
        return cls(frozenset(_whole(line) for _, line in _entries(path)))

    def has(self, value: str) -> bool:
        """Say whether a value is on the list, in any spacing, case and digits."""
        return _whole(value) in self.values


@dataclass(frozen=True)
class Lists:
    """Both lists of a run; either may be missing."""

    protected: Protected | None = None
    kept: Kept | None = None


def sound(word: str) -> str:
    """Return what a word of any of the three scripts sounds like: its consonants, coarsely.

    >>> sound("waseem") == sound("wasim") == sound("وسیم")
    True
    >>> sound("muhammad") == sound("mohd") == sound("محمد")
    True
    """
    text = word.lower()
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    # Which vowel begins a word is spelt in many ways; that one does is not.
    start = _STARTS.get(text[:1], "")
    made = start
    for character in text[1:] if start else text:
        one = _SOUNDS.get(character, character)
        if one and not made.endswith(one):
            made += one
    return made


# Letters that stand for one sound, two letters first.
_PAIRS: Final = (
    ("kh", "k"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("th", "t"), ("ph", "f"), ("dh", "d"),
    ("bh", "b"), ("jh", "j"), ("zh", "z"), ("ck", "k"), ("پھ", "f"),
)  # fmt: skip
_STARTS: Final = {
    **dict.fromkeys("aeiouاآعأإ", "A"),
    **dict.fromkeys("wvو", "w"),
    **dict.fromkeys("yیي", "y"),
}
_SOUNDS: Final = {
    **dict.fromkeys("aeiouwvyhاآعأإویيئےھہحةءؤۂۓ", ""),
    **dict.fromkeys("kqxکكقخ", "k"), **dict.fromkeys("gگغ", "g"), **dict.fromkeys("jج", "j"),
    **dict.fromkeys("cچ", "c"), **dict.fromkeys("sسصثش", "s"), **dict.fromkeys("zزذضظژ", "z"),
    **dict.fromkeys("tتطٹ", "t"), **dict.fromkeys("dدڈ", "d"), **dict.fromkeys("rرڑ", "r"),
    **dict.fromkeys("lل", "l"), **dict.fromkeys("mم", "m"), **dict.fromkeys("nنں", "n"),
    **dict.fromkeys("bب", "b"), **dict.fromkeys("pپ", "p"), **dict.fromkeys("fف", "f"),
}  # fmt: skip
_MUHAMMAD: Final = frozenset({"md", "m"})


def _names_of(letters: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the sounds of a name, sorted; with and without Muhammad, which is often left out."""
    keys = [sound(word) for word in letters[:_MOST_WORDS]]
    if len(keys) == 1:
        if len(keys[0]) >= _TELLING:
            yield (keys[0],)
        return
    yield _bag(keys)
    rest = [key for key in keys if key not in _MUHAMMAD]
    if len(rest) < len(keys):
        yield _bag([*rest, "m"])
        yield _bag([*rest, "md"])
        if len(rest) > 1:
            yield _bag(rest)


def _bag(keys: Iterable[str]) -> tuple[str, ...]:
    """Return sounds in no order, each once: بی بی is two words and Bibi one."""
    return tuple(sorted(set(keys)))


def _joined(letters: list[str]) -> Iterator[str]:
    """Yield a name written as one word, in any order, with and without Muhammad."""
    rest = [word for word in letters if sound(word) not in _MUHAMMAD]
    for words in (letters[:_MOST_WORDS], rest[:_MOST_WORDS]):
        if sum(map(len, words)) >= _JOINED and (len(words) > 1 or words == letters):
            for order in permutations(words):
                yield "".join(order)


def _kind(number: str) -> str:
    if len(number) == 10 and number[0] == "3":
        return "PK_MOBILE"
    return "PK_CNIC" if len(number) == 13 else "PK_BANK_ACCOUNT"


def _squash(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _whole(text: str) -> str:
    squashed = _squash(fold(text).text.casefold())
    mobile = _MOBILE.fullmatch(squashed)
    return mobile[1] if mobile else squashed


def _too_short(path: Path, number: int, why: str) -> UsageError:
    return UsageError(
        f"{path.name}, line {number}: {why}, so it would match almost anything: write more of it"
    )


def _entries(path: Path) -> Iterable[tuple[int, str]]:
    """Return the numbered lines of a list. Raises UsageError, which holds none of them."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path.name}: can't be read ({error.strerror})") from None
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{path.name}: longer than 10 MB, so not a list of people")
    text = content.decode("utf-8-sig", "replace")
    if "\ufffd" in text:
        raise UsageError(f"{path.name}: not UTF-8 text; save it as UTF-8")
    entries = [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if _squash(line) and not line.lstrip().startswith("#")
    ]
    if not entries:
        raise UsageError(f"{path.name}: holds no entry: a line is a name or a number")
    return entries
