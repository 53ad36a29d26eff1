"""The matches of one pattern in many cells at once, the same as in one after the other.

A short search costs more for its start than for its text, so cells are joined by a character that
folded text never holds, and searched as one. That gives the same matches if no match can reach
across the joint and no look-around can see it. Whether a pattern is such is read from its parse
tree; any other pattern, any longer cell, and any recogniser with a search of its own is asked cell
by cell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from recognizers.pk.recognizer import UNLIMITED_LENGTH, PkRecognizer
from redactor.detection.superset import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from presidio_analyzer import Pattern

JOINT = "\0"
# Characters that are searched as one text; more at once is no faster.
_BLOCK = 1 << 20
# Fewer cells than this are asked one by one.
_FEW = 3

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_PLAIN_CATEGORIES = (sre.CATEGORY_DIGIT, sre.CATEGORY_SPACE, sre.CATEGORY_WORD)


# What shows at once, without a parse tree, that a pattern is separable: nothing but characters and
# groups, plain escapes, and classes that are not negated and hold no NUL.
_ESCAPED = r"\\(?:[dsw\W_ntr]|u(?!0000)[0-9a-fA-F]{4})"
_SHOWS = re.compile(
    rf"(?:[^\\\[\].^$\0(]|\((?!\?(?:P=|\())|{_ESCAPED}|\[(?:[^\\\]\[^\0]|{_ESCAPED})"
    rf"(?:[^\\\]\[\0]|{_ESCAPED})*\])*"
)


@lru_cache(maxsize=1024)
def is_separable(pattern: str) -> bool:
    """Say whether a pattern sees the joint as it sees the end of a text: as nothing it accepts.

    >>> is_separable("(?<![0-9])[0-9]{13}(?![0-9])"), is_separable("cnic[^0-9]"), is_separable("^a")
    (True, False, False)
    """
    if _SHOWS.fullmatch(pattern):
        return True
    tree = parsed(pattern)
    return tree is not None and all(_is_separable(op, value) for op, value in tree)


def _is_separable(op: Any, value: Any) -> bool:
    if op in (sre.LITERAL, sre.RANGE):
        return bool(value != 0 and value != (0, 0))
    if op is sre.CATEGORY:
        return value in _PLAIN_CATEGORIES
    if op is sre.IN:
        return all(_is_separable(*part) for part in value) and not _reaches_null(value)
    if op in _REPEATS:
        return all(_is_separable(*item) for item in value[2])
    if op is sre.SUBPATTERN:
        return all(_is_separable(*item) for item in value[3])
    if op is sre.ATOMIC_GROUP:
        return all(_is_separable(*item) for item in value)
    if op is sre.BRANCH:
        return all(_is_separable(*item) for branch in value[1] for item in branch)
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return all(_is_separable(*item) for item in value[1])
    # Anchors see the joint as no end; negated classes, "." and what is not known here match it.
    return False


def _reaches_null(parts: list[tuple[Any, Any]]) -> bool:
    return any(op is sre.RANGE and value[0] == 0 for op, value in parts)


def matches_in(
    recognizer: PkRecognizer, pattern: Pattern, texts: Sequence[str]
) -> Iterator[tuple[int, int, int, float]]:
    """Yield (place in `texts`, start, end, score) of a pattern in folded texts, text by text.

    Raises what the recogniser raises, TimeoutError among it.
    """
    if _has_own_search(recognizer, pattern) or len(texts) < _FEW or not is_separable(pattern.regex):
        for place, text in enumerate(texts):
            for start, end, score in recognizer.matches(text, pattern):
                yield place, start, end, score
        return
    block: list[int] = []
    size = 0
    always = type(recognizer).may_match is PkRecognizer.may_match
    for place, text in enumerate(texts):
        if not (always or recognizer.may_match(text, pattern)):
            continue
        if len(text) > UNLIMITED_LENGTH:
            for start, end, score in recognizer.matches(text, pattern):
                yield place, start, end, score
            continue
        block.append(place)
        size += len(text)
        if size > _BLOCK:
            yield from _in_block(recognizer, pattern, texts, block)
            block, size = [], 0
    if block:
        yield from _in_block(recognizer, pattern, texts, block)


def _has_own_search(recognizer: PkRecognizer, pattern: Pattern) -> bool:
    own = type(recognizer).matches is not PkRecognizer.matches
    return own and pattern.name not in recognizer.SEARCHED_ALIKE


def _in_block(
    recognizer: PkRecognizer, pattern: Pattern, texts: Sequence[str], block: Sequence[int]
) -> Iterator[tuple[int, int, int, float]]:
    starts = []
    position = 0
    for place in block:
        starts.append(position)
        position += len(texts[place]) + 1
    compiled = recognizer.compiled(pattern)
    group = "value" if "value" in compiled.groupindex else 0
    worth = recognizer.worth
    reads = type(recognizer).read is not PkRecognizer.read
    joined = JOINT.join([texts[place] for place in block])
    for match in compiled.finditer(joined):
        start, end = match.span(group)
        if start < end:
            score = worth(pattern, joined[start:end])
            if score > 0:
                number = bisect_right(starts, start) - 1
                start, end = start - starts[number], end - starts[number]
                if not reads:
                    yield block[number], start, end, score
                    continue
                for found in recognizer.read(texts[block[number]], pattern, start, end, score):
                    yield block[number], *found
