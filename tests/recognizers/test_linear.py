"""One cell made for it would hold up the run: every pattern against inputs derived from itself.

The inputs come from the pattern's own parse tree: what it matches, again and again; the same cut
off, so that it nearly matches; each of its characters, and pairs of them; and the recogniser's own
labels. Time is the processor's, so that a busy machine does not fail the test.
"""

from __future__ import annotations

import random
import re
import time
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import pytest
from presidio_analyzer import Pattern

from recognizers import pk
from recognizers.pk.name_spans import forget
from recognizers.pk.script import fold

if TYPE_CHECKING:
    from recognizers.pk.recognizer import PkRecognizer

RECOGNIZERS = {recognizer.ENTITY: recognizer for recognizer in pk.recognizers()}
# Seconds for a megabyte of the worst text for it. Most need less than one; where a text is nothing
# but matches, each of them is scored.
LIMIT = 8.0
# Names and addresses are read word by word around each cue.
LIMITS = {"PERSON": 40.0, "ADDRESS": 40.0}
_MOST_CHARACTERS = 10


def sample(items: Any, chance: random.Random, *, longer: bool) -> str:
    """Return a text that a parsed pattern matches, look-arounds aside."""
    parts = []
    for op, value in items:
        if op is sre.LITERAL:
            parts.append(chr(value))
        elif op is sre.NOT_LITERAL:
            parts.append("x" if value != ord("x") else "y")
        elif op is sre.ANY:
            parts.append("x")
        elif op is sre.IN:
            parts.append(one_of(value, chance))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = value
            most = min(low + 3, high if high is not sre.MAXREPEAT else low + 3)
            times = chance.randint(low, most) if longer else low
            parts += [sample(body, chance, longer=longer) for _ in range(times)]
        elif op is sre.SUBPATTERN:
            parts.append(sample(value[3], chance, longer=longer))
        elif op is sre.ATOMIC_GROUP:
            parts.append(sample(value, chance, longer=longer))
        elif op is sre.BRANCH:
            parts.append(sample(chance.choice(value[1]), chance, longer=longer))
    return "".join(parts)


def one_of(characters: Any, chance: random.Random) -> str:
    if characters[0][0] is sre.NEGATE:
        return chance.choice("x1- ")
    op, value = chance.choice(characters)
    if op is sre.LITERAL:
        return chr(value)
    return chr(chance.randint(*value)) if op is sre.RANGE else "1"


def characters_of(items: Any) -> set[str]:
    found: set[str] = set()
    for op, value in items:
        if op is sre.LITERAL:
            found.add(chr(value))
        elif op is sre.IN:
            for kind, content in value:
                if kind is sre.LITERAL:
                    found.add(chr(content))
                elif kind is sre.RANGE:
                    found.add(chr(content[1]))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            found |= characters_of(value[2])
        elif op is sre.SUBPATTERN:
            found |= characters_of(value[3])
        elif op is sre.ATOMIC_GROUP:
            found |= characters_of(value)
        elif op is sre.BRANCH:
            found |= set().union(*map(characters_of, value[1]))
    return found


def pieces(recognizer: PkRecognizer, pattern: Pattern) -> list[str]:
    """Return what, repeated, is likely to make a pattern's search slow."""
    chance = random.Random(pattern.name)
    tree = list(_parser.parse(pattern.regex, re.IGNORECASE | re.DOTALL | re.MULTILINE))
    found = {"1-", "1-1234567-", "((((", "PK36", "0300-"}
    for longer in (False, True, True):
        text = sample(tree, chance, longer=longer)
        found |= {text, text[:-1], f"{text} ", text[: len(text) // 2]}
    alone = sorted(characters_of(tree))
    alone = chance.sample(alone, min(_MOST_CHARACTERS, len(alone)))
    found |= set(alone) | {one + chance.choice(alone) for one in alone}
    if recognizer.context:
        found |= {f"{label} " for label in chance.sample(recognizer.context, 1)}
    return sorted(found - {""})


def seconds(
    recognizer: PkRecognizer, pattern: Pattern, piece: str, size: int, *, times: int = 1
) -> float:
    text = fold((piece * (size // len(piece) + 1))[:size]).text
    taken = []
    for _ in range(times):  # the machine may do something else for a moment
        forget([text])  # what the model says of a text is kept
        start = time.process_time()
        for _ in recognizer.matches(text, pattern):
            pass
        taken.append(time.process_time() - start)
    return min(taken)


@cache
def worst(entity: str) -> list[tuple[float, Pattern, str]]:
    """Return for each pattern the piece that takes it longest, the slowest pattern first."""
    recognizer = RECOGNIZERS[entity]
    columns = [Pattern(p.name, p.regex, p.score) for p in recognizer.COLUMN_PATTERNS]
    slowest = [
        max(
            ((seconds(recognizer, pattern, piece, 1_500), pattern, piece)
             for piece in pieces(recognizer, pattern)),
            key=lambda found: found[0],
        )
        for pattern in (*recognizer.patterns, *columns)
    ]  # fmt: skip
    return sorted(slowest, key=lambda found: -found[0])


def test_the_inputs_find_a_pattern_that_is_not_linear() -> None:
    recognizer = RECOGNIZERS["PK_CNIC"]
    pattern = Pattern("quadratic", "[0-9]+[xyz]", 0.5)
    assert any(
        seconds(recognizer, pattern, piece, 24_000) > 9 * seconds(recognizer, pattern, piece, 6_000)
        for piece in pieces(recognizer, pattern)
    )


@pytest.mark.parametrize("entity", sorted(RECOGNIZERS))
def test_a_cell_made_for_it_hangs_the_search(entity: str) -> None:
    recognizer = RECOGNIZERS[entity]
    for _, pattern, piece in worst(entity)[:2]:
        taken = [seconds(recognizer, pattern, piece, n, times=4) for n in (25_000, 100_000)]
        assert taken[1] < 9 * taken[0] + 0.1, (pattern.name, ascii(piece))
        assert taken[1] < LIMITS.get(entity, LIMIT) / 10, (pattern.name, ascii(piece), taken[1])


@pytest.mark.slow
@pytest.mark.parametrize("entity", sorted(RECOGNIZERS))
def test_ten_megabytes_made_for_it_end_in_seconds(entity: str) -> None:
    recognizer = RECOGNIZERS[entity]
    _, pattern, piece = worst(entity)[0]
    taken = seconds(recognizer, pattern, piece, 10_000_000)
    assert taken < 10 * LIMITS.get(entity, LIMIT), (pattern.name, ascii(piece), taken)
