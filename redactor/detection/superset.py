"""A wider pattern for Hyperscan, derived from a recogniser's own by program, never kept by hand.

The pattern's parse tree is written anew so that it matches in every cell in which the pattern does:
look-arounds inside are left out (they only ever remove matches), long lists of words are cut to
their beginnings, parts of unlimited length at the ends are trimmed. A look-around at either end
that forbids (or asks for) one character is written as that character, since cells stand between
NUL bytes, which no folded text holds. What can't be derived is None: it is always tried.

Text is scanned as bytes of UTF-8: a character beyond ASCII is a first byte and one to three more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Item: TypeAlias = tuple[Any, Any]

# A repeat with more choices than this is left open upwards: a superset that compiles quickly.
_CHOICES = 3
# Long runs of one character are scanned for as this many or more.
_LONGEST_RUN = 24
# Repeats of a group of several parts are scanned for as this many or more.
_ENOUGH = 8
# A list of more words than this is scanned for by the first characters of each, and ends the
# superset; if these letters stand before it, it ends there.
_WORDS = 24
_BEGINNING = 8
_TELLING = 3
# Stands for one or more blanks in the beginning of a word; no folded text holds it.
_BLANKS = "\x01"
# Beginnings from which on a list has none that are worth scanning for.
_MOST_WORDS = 2_000

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_ASSERTS = (sre.ASSERT, sre.ASSERT_NOT)
_CLASSES = {
    sre.CATEGORY_DIGIT: "0-9",
    sre.CATEGORY_SPACE: r"\x09-\x0d\x1c-\x20",
}
_ASCII = 128
_EVERY = frozenset(range(_ASCII))
_WIDE = r"[\xc2-\xf4][\x80-\xbf]{1,3}"
_ANYTHING = rf"(?:[\x01-\x7f]|{_WIDE})"
_ZERO, _NINE = ord("0"), ord("9")


class _NotDerivableError(Exception):
    """This part of a pattern has no superset that is worth scanning for."""


@lru_cache(maxsize=1024)
def parsed(pattern: str) -> tuple[Item, ...] | None:
    """Return a pattern's parse tree with Presidio's flags, None if it is not of `re` syntax."""
    try:
        return tuple(_parser.parse(pattern, re.IGNORECASE | re.DOTALL | re.MULTILINE))
    except (re.error, RecursionError):
        return None


def superset(pattern: str) -> str | None:
    r"""Return a Hyperscan pattern that matches wherever `pattern` does, None if there is none.

    >>> print(superset("(?<![0-9])[0-9]{13}"), superset("[0-9]{13}(?:-[0-9]+)?"))
    [\x00-\x2f\x3a-\x7f\x80-\xff][0-9]{13} [0-9]{13}
    """
    tree = parsed(pattern)
    if tree is None:
        return None
    try:
        return _sequence(tree, is_first=True, is_last=True) or None
    except (_NotDerivableError, RecursionError):
        return None


def _sequence(items: Sequence[Item], *, is_first: bool = False, is_last: bool = False) -> str:
    """Write items in a row; `is_first` and `is_last` say whether they stand at the pattern's ends.

    At an end a superset may begin later, or end earlier, than the match: it is in the same cell.
    """
    kept = _flat(items)
    before, kept = _edge(kept, 0) if is_first else ("", kept)
    behind, kept = _edge(kept, -1) if is_last else ("", kept)
    written: list[str] = [before]
    telling = 0
    for place, (op, value) in enumerate(kept):
        at_start = is_first and place == 0 and not before
        at_end = is_last and place == len(kept) - 1 and not behind
        if is_last and _is_long_list(op, value):
            if telling >= _TELLING:
                return "".join(written)
            is_all = place == len(kept) - 1
            follows = behind if is_all else _next(kept[place + 1 :])
            if beginnings := _beginnings(op, value, follows):
                return "".join([*written, beginnings])
        telling += _letters(op, value)
        written.append(_write(op, value, is_first=at_start, is_last=at_end))
    return "".join([*written, behind])


def _next(items: Sequence[Item]) -> str:
    """Write the character that all that items match begins with, "" if it may be none."""
    for op, value in items:
        if _is_zero_width(op, value):
            continue
        if op in (sre.IN, sre.LITERAL):
            return _write(op, value)
        if op in _REPEATS and value[0] > 0:
            return _next(value[2])
        break
    return ""


def _flat(items: Sequence[Item]) -> list[Item]:
    """Return items with what stands in groups without flags of their own among them."""
    flat: list[Item] = []
    for op, value in items:
        if op is sre.SUBPATTERN and not value[1] and not value[2]:
            flat += _flat(value[3])
        else:
            flat.append((op, value))
    return flat


def _edge(items: list[Item], end: int) -> tuple[str, list[Item]]:
    """Take what stands at one end of a sequence: its look-arounds, written as one character.

    Where they can't be, or tell nothing, optional and unlimited parts are trimmed as well.
    """
    allowed = _EVERY
    ways: list[Item] = []
    while items and _is_zero_width(*items[end]):
        op, value = items.pop(end)
        if end == 0 and not ways and _is_choice_before(op, value):
            ways = [branch[0] for branch in value[1]]
        else:
            allowed &= _beside(op, value, end)
    if end == 0 and (rest := _behind_run(items)):
        return "", rest
    if items and not _is_open(*items[end]):
        if ways:
            return f"(?:{'|'.join(_way(*one, allowed) for one in ways)})", items
        if allowed != _EVERY:
            return _bytes(allowed), items
    while items:
        op, value = items[end]
        if op in _REPEATS:
            low, high, body = value
            if low == 0:
                items.pop(end)
                continue
            if low != high:
                items[end] = (sre.MAX_REPEAT, (low, low, body))
        break
    return "", items


def _is_choice_before(op: Any, value: Any) -> bool:
    """Say whether an item is a choice of what may stand before: "(?:(?<![0-9])|(?<=%2[0-9]))"."""
    return op is sre.BRANCH and all(
        len(branch) == 1
        and branch[0][0] in _ASSERTS
        and branch[0][1][0] == -1
        and (branch[0][0] is sre.ASSERT or len(branch[0][1][1]) == 1)
        for branch in value[1]
    )


def _way(op: Any, value: Any, allowed: frozenset[int]) -> str:
    """Write one of several look-behinds as what it looks at."""
    if op is sre.ASSERT:
        return _sequence(value[1])
    return _bytes(allowed & _beside(op, value, 0))


def _is_zero_width(op: Any, value: Any) -> bool:
    if op is sre.BRANCH:
        return all(_is_zero_width(*item) for branch in value[1] for item in branch)
    return op in (sre.AT, *_ASSERTS)


def _beside(op: Any, value: Any, end: int) -> frozenset[int]:
    """Return which ASCII characters a look-around lets stand beside an end; 0 is a cell's end."""
    if op is sre.BRANCH:
        each = [
            frozenset.intersection(_EVERY, *(_beside(kind, one, end) for kind, one in branch))
            for branch in value[1]
        ]
        return frozenset().union(*each)
    if op not in _ASSERTS or value[0] != (-1 if end == 0 else 1):
        return _EVERY
    if op is sre.ASSERT_NOT and len(value[1]) == 1:
        return _EVERY - (_ascii(*value[1][0]) or frozenset())
    if op is sre.ASSERT and value[1]:
        # Of several characters the nearest; for a look-behind that is its last one.
        members = _ascii(*value[1][-1 if end == 0 else 0], is_whole=True)
        return _EVERY if members is None else members - {0}
    return _EVERY


def _behind_run(items: list[Item]) -> list[Item]:
    """Return what follows a run that begins a pattern: "[a-z][a-z.]*@" tells no more than "@".

    A run of so many characters that few texts have one stays.
    """
    place = 0
    while place < len(items) and items[place][0] in _REPEATS and items[place][1][0] == 0:
        place += 1
    if place < len(items) and items[place][0] is sre.IN:
        place += 1
    if place < len(items) - 1 and _is_open(*items[place]) and items[place][1][0] <= _LONGEST_RUN:
        return items[place + 1 :]
    return []


def _is_open(op: Any, value: Any) -> bool:
    return op in _REPEATS and bool(value[1] is sre.MAXREPEAT or value[1] > _LONGEST_RUN)


def _ascii(op: Any, value: Any, *, is_whole: bool = False) -> frozenset[int] | None:
    """Return the ASCII characters of a class, in both cases; None if that can't be told.

    With `is_whole`, a class that holds others too can't be told: they may have ASCII cases.
    """
    parts = [(op, value)] if op is sre.LITERAL else value if op is sre.IN else None
    if parts is None:
        return None
    found: set[int] = set()
    for kind, one in parts:
        if kind is sre.LITERAL:
            found.add(one)
        elif kind is sre.RANGE:
            found.update(range(one[0], min(one[1], _ASCII) + 1))
        elif kind is sre.CATEGORY and one is sre.CATEGORY_DIGIT:
            found.update(range(_ZERO, _NINE + 1))
        else:
            return None
    if is_whole and any(code >= _ASCII for code in found):
        return None
    cases = {case for code in found for case in (chr(code).lower(), chr(code).upper())}
    both = found | {ord(case) for case in cases if len(case) == 1}
    return frozenset(code for code in both if code < _ASCII)


def _bytes(allowed: frozenset[int]) -> str:
    """Write a class of the ASCII characters that may stand here, and any byte beyond ASCII."""
    ranges: list[list[int]] = []
    for code in sorted(allowed):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    inside = "".join(
        _byte(low) if low == high else f"{_byte(low)}-{_byte(high)}" for low, high in ranges
    )
    return rf"[{inside}\x80-\xff]"


def _write(op: Any, value: Any, *, is_first: bool = False, is_last: bool = False) -> str:
    if op is sre.LITERAL:
        return _character(value)
    if op in (sre.NOT_LITERAL, sre.ANY):
        return _ANYTHING
    if op is sre.IN:
        return _write_class(value)
    if op in _REPEATS:
        return _write_repeat(*value, is_last=is_last)
    if op is sre.SUBPATTERN:
        # Flags of its own: what its look-arounds forbid in which case is not worth telling apart.
        is_plain = not value[1] and not value[2]
        inner = _sequence(value[3], is_first=is_first and is_plain, is_last=is_last and is_plain)
        return f"(?:{inner})"
    if op is sre.ATOMIC_GROUP:
        return f"(?:{_sequence(value)})"
    if op is sre.BRANCH:
        branches = [_sequence(one, is_first=is_first, is_last=is_last) for one in value[1]]
        return "(?:" + "|".join(branches) + ")"
    if op in (sre.AT, *_ASSERTS):
        return ""
    raise _NotDerivableError


def _write_repeat(low: int, high: Any, body: Sequence[Item], *, is_last: bool) -> str:
    inner = _sequence(body)
    if not inner:
        return ""
    is_class = re.fullmatch(r"\[[^\[\]]*\]", inner) is not None
    one = inner if is_class else f"(?:{inner})"
    enough = _ENOUGH if len(body) > 1 else _LONGEST_RUN
    if low > enough:
        # At the end no more are asked for: each further one would be one more match.
        return f"{one}{{{enough}}}" if is_last else f"{one}{{{enough},}}"
    most = _LONGEST_RUN if is_class else low + _CHOICES
    if high is sre.MAXREPEAT or high > most:
        return f"{one}{{{low},}}" if low else f"{one}*"
    return f"{one}{{{low}}}" if low == high else f"{one}{{{low},{high}}}"


def _letters(op: Any, value: Any) -> int:
    """Return how many letters at least every match of an item holds that are written out."""
    if op is sre.LITERAL:
        return int(chr(value).isalpha())
    if op in _REPEATS:
        return int(value[0]) * sum(_letters(*item) for item in value[2])
    if op is sre.SUBPATTERN:
        return sum(_letters(*item) for item in value[3])
    if op is sre.BRANCH:
        return min(sum(_letters(*item) for item in branch) for branch in value[1])
    return 0


def _is_long_list(op: Any, value: Any) -> bool:
    """Say whether an item is a long list of words, and not a choice between whole patterns."""
    return (
        op is sre.BRANCH
        and _words(op, value) > _WORDS
        and not any(branch and branch[0][0] in _ASSERTS for branch in value[1])
    )


def _words(op: Any, value: Any) -> int:
    """Return how many written-out alternatives an item has, as many as matter."""
    if op is sre.SUBPATTERN:
        items = value[3]
    elif op is sre.BRANCH:
        return min(_MOST_WORDS, sum(_product(branch) for branch in value[1]))
    elif op in _REPEATS and value[1] == 1:
        items = value[2]
    else:
        return 1
    return _product(items)


def _product(items: Sequence[Item]) -> int:
    count = 1
    for item in items:
        count = min(_MOST_WORDS, count * _words(*item))
    return count


def _beginnings(op: Any, value: Any, behind: str) -> str:
    """Write how the words of a long list begin, "" if that tells nothing.

    `behind` is written behind words that are whole.
    """
    cut, whole = _strings_of(op, value)
    written = dict.fromkeys(cut, "") | dict.fromkeys(whole - cut, behind)
    if not written or "" in written:
        return ""
    fewest: list[str] = []
    for word in sorted(written):
        if not (fewest and word.startswith(fewest[-1]) and not written[fewest[-1]]):
            fewest.append(word)
    words = ("".join(map(_letter, word)) + written[word] for word in fewest)
    return f"(?:{'|'.join(words)})"


def _strings(items: Sequence[Item]) -> tuple[set[str], set[str]]:
    """Return how the matches of items begin, in lower case: those cut short, and whole ones."""
    cut: set[str] = set()
    whole = {""}
    for op, value in items:
        if op in (sre.AT, *_ASSERTS):
            continue
        beginnings, more = _strings_of(op, value)
        cut |= {(one + further)[:_BEGINNING] for one in whole for further in beginnings}
        grown = {one + further for one in whole for further in more}
        cut |= {one[:_BEGINNING] for one in grown if len(one) > _BEGINNING}
        whole = {one for one in grown if len(one) <= _BEGINNING}
        if len(cut) + len(whole) > _MOST_WORDS:
            return {""}, set()
    return cut, whole


def _strings_of(op: Any, value: Any) -> tuple[set[str], set[str]]:
    if op is sre.LITERAL:
        return set(), {_small(value)}
    if op is sre.IN and len(value) <= _CHOICES and all(kind is sre.LITERAL for kind, _ in value):
        return set(), {_small(code) for _, code in value}
    if op is sre.SUBPATTERN:
        return _strings(value[3])
    if op is sre.BRANCH:
        each = [_strings(branch) for branch in value[1]]
        return set().union(*(cut for cut, _ in each)), set().union(*(whole for _, whole in each))
    if op in _REPEATS and value[1] == 1:
        cut, whole = _strings(value[2])
        return cut, whole | ({""} if value[0] == 0 else set())
    if op in _REPEATS and value[0] > 0:
        cut, whole = _strings(value[2])
        if not cut and whole == {" ", "\t"}:
            return set(), {_BLANKS}
        return cut | whole, set()
    return {""}, set()


def _letter(letter: str) -> str:
    return r"[\x20\x09]{1,}" if letter == _BLANKS else _character(ord(letter))


def _small(code: int) -> str:
    small = chr(code).lower()
    return small if len(small) == 1 else chr(code)


def _write_class(parts: Sequence[Item]) -> str:
    """Write a class for bytes: its ASCII part exactly, all else as any other character."""
    inside = ""
    is_wide = False
    for op, value in parts:
        if op is sre.LITERAL:
            value = (value, value)
        elif op is sre.CATEGORY and value in _CLASSES:
            inside += _CLASSES[value]
            is_wide = True
            continue
        elif op is not sre.RANGE:
            return _ANYTHING
        low, high = value
        is_wide |= high >= _ASCII
        if low < _ASCII:
            inside += f"{_byte(low)}-{_byte(min(high, _ASCII - 1))}"
    if not is_wide:
        return f"[{inside}]"
    return f"(?:[{inside}]|{_WIDE})" if inside else f"(?:{_WIDE})"


def _character(code: int) -> str:
    """Write one character as its bytes, in both cases where it is not ASCII."""
    if code < _ASCII:
        return _byte(code)
    character = chr(code)
    cases = {character, character.lower(), character.upper(), character.casefold()}
    written = ["".join(f"\\x{byte:02x}" for byte in case.encode()) for case in sorted(cases)]
    return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"


def _byte(code: int) -> str:
    return chr(code) if chr(code).isalnum() else f"\\x{code:02x}"


def needs_digit(pattern: str) -> bool:
    """Say whether every match of a pattern holds an ASCII digit, as its parse tree shows.

    >>> needs_digit("fir[ ]*[0-9]{1,4}"), needs_digit("[a-z0-9]{3}")
    (True, False)
    """
    return any(_needs_digit(op, value) for op, value in parsed(pattern) or ())


def _needs_digit(op: Any, value: Any) -> bool:
    if op is sre.LITERAL:
        return _ZERO <= value <= _NINE
    if op is sre.IN:
        return all(
            (kind is sre.RANGE and one[0] >= _ZERO and one[1] <= _NINE)
            or (kind is sre.LITERAL and _ZERO <= one <= _NINE)
            for kind, one in value
        )
    if op in _REPEATS:
        return value[0] > 0 and any(_needs_digit(*item) for item in value[2])
    if op is sre.SUBPATTERN:
        return any(_needs_digit(*item) for item in value[3])
    if op is sre.ATOMIC_GROUP:
        return any(_needs_digit(*item) for item in value)
    if op is sre.BRANCH:
        return all(any(_needs_digit(*item) for item in branch) for branch in value[1])
    return False
