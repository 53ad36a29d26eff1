"""Runs of name words: where a name beside a cue begins and where it ends.

No list says what a name is. Beside a cue ("S/O", "Mst.", "naam:") whatever is not known to be
something else is taken for a name: words up to a sentence's word (see data/not_names.txt), a
place, a firm's word, a digit or a mark, at most LIMIT of them. A capitalised word is followed by
capitalised ones only; in small letters and in Urdu script the lists alone decide, and a second word
that is common in text and in no list of names ends the name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from recognizers.pk.name_features import flags
from recognizers.pk.words import (
    Style,
    Word,
    place_at,
    titles,
    word_at,
    word_list,
    word_set,
    words_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 5
"""Words of one name; سید وجاہت حسین علی شاہ has five."""

_LONGEST_WORD: Final = 24
_GLUE: Final = frozenset("/\\@_#")
"""Marks of addresses, handles and "S/O": a word that touches one is no name."""

_PARTICLES: Final = frozenset({"ul", "ur", "ud", "us", "un", "uz", "e", "al", "el"})
_BETWEEN: Final = re.compile(r"[ \t]{1,4}|\.[ \t]{0,2}")
_BEFORE_NAME: Final = re.compile(r"[ \t]{0,3}(?:[:.,(\"'*\-]{1,2}[ \t]{0,2}){0,2}\n?[ \t]{0,3}")
_MARKS_AFTER_NAME: Final = " \t\n:.,)\"'*-"
_NO_NAME_ENDING: Final = ("ing", "tion", "tions", "ment", "ments", "ness", "ally", "ship", "ity")
_ADDRESS_WORDS_IN_NAMES: Final = frozenset({"khel", "h", "no", "gulshan", "نگر"})
_POST_OFFICE: Final = re.compile(r"P\.? ?O\b\.?")
CASE_MARKERS: Final = word_set(
    "ne ny ney ko ka ki ke k ky kay kee se sy par pe pr mein main men hai hain he hy tha thi the "
    "aur or bhi bol wala wale wali sahab sahib saab نے کو کا کی کے سے پر ہے ہیں تھا تھی اور بھی "
    "میں ولد زوجہ دختر بنت عرف"
)
"""Words that stand behind a name in Roman Urdu and Urdu: case markers, "hai", "sahab"."""

_AGE: Final = re.compile(r"(?:umar|عمر)[ \t:.-]{1,4}[0-9]", re.IGNORECASE)
"""Umar is a name, and the word for age when a number follows."""

_END_OF_CLAUSE: Final = re.compile(r"[ \t]{0,3}(?:[.,;:!?)\n\r|0-9]|\Z)")


class Name(NamedTuple):
    """A found name: a span of the text, its words, how it is written, what ended it."""

    start: int
    end: int
    words: tuple[str, ...]
    style: Style
    ended_by: str
    """The word that ended the run, in lower case; empty for a mark, a digit or the text's end."""
    of_institution: bool
    """Whether the words behind it make it the name of a firm, a place or a day."""


def name_after(
    text: str, position: int, *, limit: int = LIMIT, any_case: bool = False
) -> Name | None:
    """Read the name that follows a cue ending at `position`; titles before it are left out.

    `any_case` lets small letters follow a capitalised word, as in a form's value.
    """
    found = _BEFORE_NAME.match(text, position)
    here = _after_titles(text, found.end() if found else position)
    taken: list[Word] = []
    pending: list[Word] = []
    ended_by = ""
    while len(taken) < limit:
        word = word_at(text, here)
        if word is None:
            break
        if word.key in _PARTICLES and taken:
            pending.append(word)
        elif _AGE.match(text, word.start):
            ended_by = word.key
            break
        elif _continues(text, word, taken, any_case=any_case):
            if len(taken) == 1 and _says_who_follows(text, taken[0]):
                taken.clear()
            taken += [*pending, word]
            pending.clear()
        else:
            ended_by = word.key
            break
        between = _BETWEEN.match(text, word.end)
        if between is None or (text[word.end] == "." and len(word.key) > 3):
            break
        here = between.end()
    else:
        ended_by = _next_key(text, here)
    return _name(text, taken, ended_by, here)


def name_before(text: str, position: int, *, limit: int = LIMIT) -> Name | None:
    """Read the name that ends before a cue beginning at `position`."""
    edge = _back_over(text, position, _MARKS_AFTER_NAME, most=8)
    taken: list[Word] = []
    pending: list[Word] = []
    for word in words_before(text, edge):
        if not taken and word.end == edge and word.key in titles()["after"]:
            edge = _back_over(text, word.start, " \t(", most=4)
            continue
        if not _touches(text, word, edge, first=not taken):
            break
        if word.key in _PARTICLES and taken:
            pending.insert(0, word)
        elif _precedes(text, word, taken):
            taken = [word, *pending, *taken]
            pending.clear()
        else:
            break
        edge = word.start
        if len(taken) == limit:
            break
    while taken and taken[0].key in titles()["pure"]:
        del taken[0]
    return _name(text, taken, "", 0)


def _back_over(text: str, position: int, characters: str, *, most: int) -> int:
    """Step back over the given characters, at most `most` of them and one line end."""
    first = max(0, position - most)
    while position > first and text[position - 1] in characters:
        position -= 1
        if text[position] == "\n":
            characters = characters.replace("\n", "")
    return position


def followed_by_marker(text: str, name: Name) -> bool:
    """Say whether a name is followed by what follows names: a case marker, a mark, the end."""
    return ends_clause(text, name.end)


def ends_clause(text: str, position: int) -> bool:
    """Say whether a case marker, a mark, a digit or the end stands at a position."""
    if _END_OF_CLAUSE.match(text, position):
        return True
    return _next_key(text, position) in CASE_MARKERS


def _next_key(text: str, position: int) -> str:
    while position < len(text) and text[position] in " \t.":
        position += 1
    word = word_at(text, position)
    return word.key if word else ""


def _after_titles(text: str, position: int) -> int:
    """Step over titles that are no names, "late" and "Mst." with them."""
    for _ in range(3):
        word = word_at(text, position)
        if word is None or word.key not in titles()["pure"]:
            break
        beyond = _over_gap(text, word.end)
        following = word_at(text, beyond)
        if following is None or (
            following.key in word_list("not_names.txt") and following.key not in titles()["pure"]
        ):
            break
        position = beyond
    return position


def _over_gap(text: str, position: int) -> int:
    """Step over what may stand between a title and a name."""
    end = position
    while end < len(text) and end < position + 3 and text[end] in " \t.)(":
        end += 1
    return end


def _continues(text: str, word: Word, taken: list[Word], *, any_case: bool) -> bool:
    """Say whether a word can be the next word of a name to the right."""
    if not _can_be_name(text, word):
        return False
    style = word.style(text)
    if not taken:
        return True
    first = taken[0].style(text)
    if (style is Style.SCRIPT) != (first is Style.SCRIPT):
        return False
    if not any_case and place_at(text, word.start) > word.start:
        return False
    if not any_case and style is not Style.CAPITAL and is_ordinary(word.key):
        return False
    if first is Style.CAPITAL and style is Style.SMALL and not any_case:
        # "Ghulam rasool": careless typing is met; more than one small word is a sentence.
        shouted = text[taken[0].start : taken[0].end].isupper() and len(taken[0].key) > 1
        return len(taken) == 1 and not shouted
    return True


def _says_who_follows(text: str, word: Word) -> bool:
    """Say whether a first word without a capital is a common one: "naam dulha Danish"."""
    return word.style(text) is not Style.CAPITAL and is_ordinary(word.key)


def _precedes(text: str, word: Word, taken: list[Word]) -> bool:
    """Say whether a word can stand before the words of a name already read."""
    if not _can_be_name(text, word):
        return False
    if not taken:
        return True
    style, next_style = word.style(text), taken[0].style(text)
    if (style is Style.SCRIPT) != (next_style is Style.SCRIPT):
        return False
    if style is not Style.CAPITAL and is_ordinary(word.key):
        return False
    return not (style is Style.SMALL and next_style is Style.CAPITAL)


@lru_cache(maxsize=10_000)
def is_ordinary(key: str) -> bool:
    """Say whether a word in lower case is common in text and part of no listed name.

    >>> is_ordinary("adalat"), is_ordinary("tabled"), is_ordinary("noor")
    (True, True, False)
    """
    found = flags(key)
    return not {"cw", "dw"}.isdisjoint(found) and {"gN", "gS", "gC"}.isdisjoint(found)


def _is_name_word(key: str) -> bool:
    return not {"gN", "gS", "gC"}.isdisjoint(flags(key))


def is_listed(key: str) -> bool:
    """Say whether a word in lower case is a listed name, and no word of sentences too.

    >>> is_listed("dilbar"), is_listed("sona"), is_listed("adalat")
    (True, False, False)
    """
    found = flags(key)
    return {"cw", "dw", "nn"}.isdisjoint(found) and not {"gN", "gS", "gC"}.isdisjoint(found)


def _can_be_name(text: str, word: Word) -> bool:
    before = text[word.start - 1] if word.start else ""
    if text[word.end : word.end + 1] in _GLUE or before in _GLUE:
        return False
    if word.end - word.start == 1 and text[word.start].isupper():
        return _is_initial(text, word)
    if word.end - word.start > _LONGEST_WORD or word.key in word_list("not_names.txt"):
        return False
    if word.key in word_list("institution_words.txt"):
        return False
    if not _is_name_word(word.key) and (
        word.key in word_list("sindhi_pashto_words.txt")
        or ("adr" in flags(word.key) and word.key not in _ADDRESS_WORDS_IN_NAMES)
    ):
        return False
    return not (word.style(text) is Style.SMALL and word.key.endswith(_NO_NAME_ENDING))


def _is_initial(text: str, word: Word) -> bool:
    """Say whether a single capital stands for a name: "A. Q. Khan", "M AKRAM", "A Q KHAN"."""
    if _POST_OFFICE.match(text, word.start):
        return False
    behind = text[word.end : word.end + 3]
    if behind[:1] == "." or (behind[:1] == " " and word.key not in {"a", "i"}):
        return True
    # "A" and "I" are words, but not before another initial.
    return behind[:1] == " " and behind[1:2].isupper() and behind[2:3] in {" ", "."}


def _touches(text: str, word: Word, edge: int, *, first: bool) -> bool:
    """Say whether only what stands within names lies between a word and what follows it."""
    if first:
        return word.end == edge or (text[word.end : edge] == "." and len(word.key) <= 3)
    gap = text[word.end : edge]
    if gap.strip(" \t") == "" and 0 < len(gap) <= 4:
        return True
    return gap.strip(" \t") == "." and len(word.key) <= 3 and len(gap) <= 3


def _name(text: str, taken: list[Word], ended_by: str, behind: int) -> Name | None:
    if not taken:
        return None
    keys = tuple(word.key for word in taken)
    style = taken[0].style(text)
    initials = all(len(key) < 2 for key in keys)
    doubtful = all(len(key) < 2 or key in word_list("sometimes_names.txt") for key in keys)
    # Two doubtful words make a name, but for small letters: "Ata Aziz", never "mai toor".
    if initials or (doubtful and (len(keys) < 2 or style is Style.SMALL)):
        return None
    return Name(
        taken[0].start,
        taken[-1].end,
        keys,
        style,
        ended_by,
        bool(ended_by) and _begins_institution(text, behind),
    )


def _begins_institution(text: str, position: int) -> bool:
    """Say whether "Hospital" or the like is the next word, or ends the capitalised words there."""
    for _ in range(3):
        while position < len(text) and text[position] in " \t.":
            position += 1
        word = word_at(text, position)
        if word is None:
            return False
        if word.key in word_list("institution_words.txt"):
            return True
        if word.style(text) is not Style.CAPITAL:
            return False
        position = word.end
    return False


def adjacent_words(text: str, position: int, count: int) -> Iterator[str]:
    """Yield up to `count` words that stand directly before a position, nearest first."""
    edge = position
    for word in words_before(text, position, reach=60):
        if count == 0 or text[word.end : edge].strip(" \t_'./-\"") != "":
            return
        yield word.key
        edge = word.start
        count -= 1
