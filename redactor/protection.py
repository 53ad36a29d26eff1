"""Protected people, and people who may be named: two lists that stand above every rule.

A list is a text file in UTF-8, a line a name, number or spelling; "#" begins a comment. Neither
list is ever shown: not in logs, reports, errors or the copy.

What is protected must not survive anywhere, in any written form: digits of all scripts with
anything between them, groups in either order, backwards, inside longer numbers, without zeros or
country code in front; names in Urdu, English and Roman Urdu, in any order of words, joined, cut,
backwards, with a word between, with or without Muhammad and titles, with initials. Names are
compared by their consonants, so that Waseem, Wasim and وسیم are one; that takes some others with
it.

An entry may hold several things, as people write them down: `Waseem Khattak s/o Gul Khan, 0300 …`
is two names and a number, `Waseem @ Billu` two names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import permutations
from typing import TYPE_CHECKING, Final

from recognizers.pk.script import fold
from recognizers.pk.words import titles
from redactor.errors import UsageError
from redactor.initials import Initials, Word
from redactor.sounds import sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# Letters of one script: a Latin word may stand right beside an Urdu one.
_WORD: Final = re.compile(r"[a-z]+|[^\W\d_a-z]+")
# The same, بی بی as one.
_SPACED: Final = re.compile(rf"(?<![^\W\d_a-z])بی بی(?![^\W\d_a-z])|{_WORD.pattern}")
_NUMBER: Final = re.compile(r"[0-9](?:(?:[^0-9\w]|_){0,3}[0-9])*")
# The gaps of a short number: wider ones would join the cells of a row to it.
_SHORT: Final = re.compile(r"[0-9]+(?:[-./ ][0-9]+)*")
_RUN: Final = re.compile(r"[0-9]+")
_PARTS: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_MOBILE: Final = re.compile(r"(?:0092|92|0)?(3[0-9]{9})")
# What is dropped in front of a number: by spreadsheets zeros, by dialling abroad one of them.
_FRONT: Final = re.compile(r"\A(?:0092(?=[0-9]{9})|92(?=[1-9][0-9]{8,9}\Z)|0+)")
# Digits from which on a number is looked for with wide gaps, and beside words of its line.
_LONG: Final = 9
# Abdur Rehman, Abd-us-Samad, Zia ud Din: the article is heard as what follows it.
_ARTICLE: Final = re.compile(r"(?<=abd[ou])[rsznd]|(?<=[^a-z][ou])[rsznd](?=[- ])")
# Between the names of one entry: relations, other names of the same person.
_BETWEEN: Final = re.compile(
    r"[,;\t|()/]+|(?<=\s)@(?=\s)"
    r"|(?<![^\W\d_])(?:[sdwhcf]\s?[/.\\]\s?o|alias|urf|aka|a\.k\.a|walad|zoja|zauja|dukhtar|"
    r"عرف|ولد|زوجہ|دختر|بنت|بیوہ|المعروف)(?![^\W\d_])"
)
_ALIAS: Final = re.compile(r"\s@\s|(?<![^\W\d_])(?:alias|urf|aka|a\.k\.a|عرف|المعروف)(?![^\W\d_])")
_MOST_BYTES: Final = 10_000_000
# Shorter ones stand in any table, and would empty it.
_FEWEST_DIGITS: Final = 5
_FEWEST_LETTERS: Final = 3
# Consonants of a single word, from which on they tell it; and inside of other letters.
_TELLING: Final = 3
_TELLING_INSIDE: Final = 5
# Letters of a name written as one word.
_JOINED: Final = 7
_MOST_WORDS: Final = 6
# Characters of a cell that may hold a part of a name that is cut over a row.
_LONGEST_PART: Final = 40
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
    """What must not survive. Shows nothing of itself.

    names   sounds of the words of a name, sorted.
    words   entries of one word, as they are spelt.
    joined  names written as one word, as they are spelt.
    inside  the same by sound.
    initials    names of which words may be cut to a letter.
    """

    numbers: frozenset[str] = field(repr=False)
    codes: frozenset[str] = field(repr=False)
    names: frozenset[tuple[str, ...]] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    joined: frozenset[str] = field(repr=False)
    inside: frozenset[str] = field(repr=False)
    initials: Initials = field(repr=False)

    @classmethod
    def load(cls, path: Path) -> Protected:
        """Read a list. Raises UsageError: missing, no text, empty, or an entry too short."""
        numbers: set[str] = set()
        codes: set[str] = set()
        names: set[tuple[str, ...]] = set()
        words: set[str] = set()
        joined: set[str] = set()
        inside: set[str] = set()
        spelled: set[tuple[str, ...]] = set()
        for number, line in _entries(path):
            text = _plain(fold(line).text)
            found = _RUN.findall(text)
            letters = _WORD.findall(text)
            if found and not letters:
                if sum(map(len, found)) < _FEWEST_DIGITS:
                    raise _too_short(path, number, f"fewer than {_FEWEST_DIGITS} digits")
                numbers |= _numbers_of(found)
                continue
            # A number in a line with words stands for itself as well.
            for groups in map(_RUN.findall, _NUMBER.findall(text)):
                if sum(map(len, groups)) >= _LONG:
                    numbers |= _numbers_of(groups)
            if found or "@" in text:
                squashed = _squash(text)
                if len(squashed) < _FEWEST_DIGITS:
                    raise _too_short(path, number, f"fewer than {_FEWEST_DIGITS} characters")
                codes.add(squashed)
                # As a screen that writes from right to left shows it.
                codes.add("".join(_PARTS.findall(text)[::-1]))
            elif sum(map(len, letters)) < _FEWEST_LETTERS:
                raise _too_short(path, number, f"fewer than {_FEWEST_LETTERS} letters")
            spelled.update(_spelled(text))
            for name in _persons_of(text, is_code=bool(found)):
                names.update(_names_of(name))
                if len(name) == 1:
                    words.add(name[0])
                for order in _orders(name):
                    joined.add("".join(order))
                    made = _consonants(map(sound, order))
                    if len(order) > 1 and len(made) >= _TELLING_INSIDE:
                        inside.add(made)
        return cls(
            frozenset(numbers),
            frozenset(codes),
            frozenset(names),
            frozenset(words),
            frozenset(joined),
            frozenset(inside),
            Initials(frozenset(spelled)),
        )

    def find(self, text: str) -> list[Match]:
        """Return the protected places of a text, sorted, without overlaps."""
        folded = fold(text)
        plain = _plain(folded.text)
        found = [
            *self._find_numbers(plain),
            *self._find_joined(plain),
            *self._find_names(plain, self.names),
            *((*place, "PERSON") for place in self.initials.find(folded.text, _words(plain))),
        ]
        # As a program leaves a text that took one written from right to left for the other kind.
        size = len(plain)
        backwards = plain[::-1]
        found += [
            (size - end, size - start, entity)
            for start, end, entity in (
                *self._find_joined(backwards),
                *self._find_names(backwards, self._longer),
            )
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

    def parts(self, cell: str) -> frozenset[str]:
        """Return the sounds of a cell that are all parts of names; empty for any other cell."""
        if len(cell) > _LONGEST_PART:
            return frozenset()
        words = _WORD.findall(_plain(fold(cell).text))
        keys = frozenset(map(sound, words))
        # A letter alone is a sex, a class or a blood group far more often than an initial.
        return keys if keys <= self._sounds and all(len(w) > 1 for w in words) else frozenset()

    def is_part(self, cell: str) -> bool:
        """Say whether a cell may hold a part of a name that is cut over a row."""
        return bool(self.parts(cell)) or self._is_initials(cell)

    def _is_initials(self, cell: str) -> bool:
        if len(cell) > _LONGEST_PART or not self.initials.names:
            return False
        text = fold(cell).text
        return self.initials.is_initials(text, _words(_plain(text)))

    def cut(self, cells: Mapping[int, str]) -> list[int]:
        """Return the columns of a row's cells that only together name somebody.

        Such as the given name here, the family name there; empty where nobody is named. `cells`
        are those of the row that may be parts.
        """
        parts = {place: self.parts(cell) for place, cell in cells.items()}
        heard = frozenset[str]().union(*parts.values())
        named = {key for name in self._longer if heard.issuperset(name) for key in name}
        found = {place for place, keys in parts.items() if keys and keys <= named}
        for place in (place for place, keys in parts.items() if not keys):
            # Without a dot a letter is a class or a blood group, unless the name stands beside it.
            is_sure = "." in fold(cells[place]).text
            for other, keys in parts.items():
                if keys and (is_sure or abs(other - place) == 1):
                    both = (cells[place], cells[other])
                    if self.find(" ".join(both)) or self.find(" ".join(both[::-1])):
                        found |= {place, other}
        return sorted(found)

    @cached_property
    def _longer(self) -> frozenset[tuple[str, ...]]:
        return frozenset(name for name in self.names if len(name) > 1)

    @cached_property
    def _heard(self) -> frozenset[str]:
        return frozenset(s for name in self.names for s in name)

    @cached_property
    def _sounds(self) -> frozenset[str]:
        return frozenset(s for name in self._longer for s in name)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(made[:n] for made in self.inside for n in range(1, len(made) + 1))

    @cached_property
    def _longest(self) -> int:
        # One more word than sounds, since one may be written as two, and one between.
        return max(map(len, self.names), default=1) + 2

    def _find_numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        for pattern, numbers in (
            (_NUMBER, [n for n in self.numbers if len(n) >= _LONG]),
            (_SHORT, [n for n in self.numbers if len(n) < _LONG]),
        ):
            for match in pattern.finditer(text) if numbers else ():
                runs = _RUN.findall(match[0])
                straight, swapped = "".join(runs), "".join(reversed(runs))
                for number in numbers:
                    if number in straight or number[::-1] in straight or number in swapped:
                        yield match.start(), match.end(), _kind(number)
                        break

    def _find_joined(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self.codes and not self.joined:
            return
        places = [n for n, character in enumerate(text) if character.isalnum()]
        squashed = "".join([text[n] for n in places])
        for needles, entity in ((self.codes, "PK_BANK_ACCOUNT"), (self.joined, "PERSON")):
            for needle in needles:
                at = squashed.find(needle)
                while at >= 0:
                    yield places[at], places[at + len(needle) - 1] + 1, entity
                    at = squashed.find(needle, at + 1)

    def _find_names(
        self, text: str, names: frozenset[tuple[str, ...]]
    ) -> Iterator[tuple[int, int, str]]:
        if not self.names and not self.words:
            return
        found = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text)]
        keys = [sound(word) for _, _, word in found]
        for first, (start, end, word) in enumerate(found):
            if word in self.words:
                yield start, end, "PERSON"
            made = _consonants(keys[first : first + 1])
            if len(made) >= _TELLING_INSIDE and any(name in made for name in self.inside):
                yield start, end, "PERSON"
            if keys[first] not in self._heard and made not in self._beginnings:
                continue
            run: list[str] = []
            last = start
            for place in range(first, min(first + self._longest, len(found))):
                if run and found[place][0] - last > _GAP:
                    break
                run.append(keys[place])
                last = found[place][1]
                if _is_name(run, names) or _consonants(run) in self.inside:
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


_MUHAMMAD: Final = frozenset({"md", "m"})


def _numbers_of(groups: list[str]) -> set[str]:
    """Return what a number is looked for by: itself without what is dropped in front, and swapped.

    Swapped are its groups as a screen that writes from right to left shows them: 1-1234567-35202.
    """
    digits = "".join(groups)
    mobile = _MOBILE.fullmatch(digits)
    bare = mobile[1] if mobile else _FRONT.sub("", digits, count=1)
    if not mobile and len(bare) < _FEWEST_DIGITS + 2:
        bare = digits
    found = {bare, "".join(reversed(groups))}
    if len(digits) == 13:
        found.add(digits[12] + digits[5:12] + digits[:5])
    if mobile:
        found |= {bare[3:] + bare[:3], f"{bare[3:]}0{bare[:3]}"}
    return found


def _persons_of(text: str, *, is_code: bool) -> Iterator[list[str]]:
    """Yield the words of each name in an entry: all together, and what relations part.

    An entry with digits or an address is a code; only its parts of two words can be names.
    """
    words = _WORD.findall(text)
    if not is_code and "@" not in _ALIAS.sub(" ", text):
        yield words
    parts = [_WORD.findall(part) for part in _BETWEEN.split(_RUN.sub(",", text))]
    is_alias = _ALIAS.search(text) is not None
    for place, part in enumerate(parts):
        # What is behind an alias is a name, also where it is a word alone: Waseem @ Billu.
        least = 1 if place and is_alias else 2
        if len(parts) > 1 and len(part) >= least:
            yield part


def _spelled(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of an entry's names in their order, with and without what is left out."""
    parts = [
        [word.text for word in _words(part)] for part in _BETWEEN.split(_RUN.sub(",", text))
    ]
    if len(parts) == 2 and len(parts[0]) == 1 and "," in text:
        # Khattak, Waqas
        parts.append([*parts[1], *parts[0]])
    kinds = titles()
    for part in parts:
        name = [w for w in part if w not in kinds["pure"] and w not in kinds["after"]]
        bare = [w for w in name if sound(w) not in _MUHAMMAD]
        for words in (name, bare):
            while len(words) > 1:
                yield tuple(words)
                # Waqas Khattak Khan is often W. Khattak.
                words = words[:-1] if len(words) > 2 and words[-1] in kinds["name"] else []


def _words(plain: str) -> list[Word]:
    return [Word(m.start(), m.end(), m[0].replace(" ", "")) for m in _SPACED.finditer(plain)]


def _names_of(letters: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the sounds of a name, sorted; with and without titles, and Muhammad, often left out."""
    plain = [word for word in letters if word not in _titles()]
    if 1 < len(plain) < len(letters):
        yield from _names_of(plain)
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


@cache
def _titles() -> frozenset[str]:
    return frozenset[str]().union(*titles().values())


def _is_name(run: list[str], names: frozenset[tuple[str, ...]]) -> bool:
    """Say whether sounds in a row are a name; one word may stand between the first and the last."""
    if _bag(run) in names:
        return True
    return any(_bag((*run[:n], *run[n + 1 :])) in names for n in range(1, len(run) - 1))


def _consonants(sounds: Iterable[str]) -> str:
    """Return what is heard of words written as one: no vowel or half-vowel, no letter twice."""
    made = ""
    for one in sounds:
        for character in one.lstrip("Awy"):
            if not made.endswith(character):
                made += character
    return made


def _bag(keys: Iterable[str]) -> tuple[str, ...]:
    """Return sounds in no order, each once: بی بی is two words and Bibi one."""
    return tuple(sorted(set(keys)))


def _orders(letters: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield a name's words in any order, with and without titles and Muhammad, to be joined."""
    plain = [word for word in letters if word not in _titles()]
    rest = [word for word in plain if sound(word) not in _MUHAMMAD]
    for words in (letters, plain, rest):
        if sum(map(len, words)) >= _JOINED and (len(words) > 1 or words == letters):
            yield from permutations(words[:_MOST_WORDS])


def _kind(number: str) -> str:
    if len(number) == 10 and number[0] == "3":
        return "PK_MOBILE"
    return "PK_CNIC" if len(number) == 13 else "PK_BANK_ACCOUNT"


class _Bases(dict[int, str]):
    """Letters without their marks, and Cyrillic and Greek ones that look like Latin ones."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = base if base.isascii() and base.isalpha() else chr(code)
        return self[code]


_BASES: Final = _Bases(
    zip(
        map(ord, "łøđħıæœßавекмнорстухіјѕαεικνορτυχ"),
        "lodhiaosabekmhopctyxijsaeikvoptux",
        strict=True,
    )
)


def _plain(text: str) -> str:
    """Return a folded text in lower case, letter by letter without marks; the length stays."""
    lower = text.lower()
    if not lower.isascii():
        lower = "".join([c.lower()[0] for c in text]).translate(_BASES)
    return _ARTICLE.sub("l", lower)


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
