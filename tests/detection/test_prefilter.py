"""A pattern is tried in every cell that it matches in: a cell left out is a value that slips through."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizers import pk
from recognizers.pk.name_spans import MODEL
from recognizers.pk.script import fold
from redactor.detection import prefilter as prefilter_module
from redactor.detection.prefilter import Prefilter
from redactor.detection.superset import superset

VECTORS = Path(__file__).parents[1] / "vectors" / "pk"
FLAGS = regex.IGNORECASE | regex.DOTALL | regex.MULTILINE


@cache
def patterns() -> list[str]:
    """Return every pattern of ours but the model's, weak ones and those of columns too."""
    return [
        pattern.regex
        for recognizer in pk.recognizers()
        for pattern in (*recognizer.patterns, *recognizer.COLUMN_PATTERNS)
        if pattern.name != MODEL
    ]


@cache
def compiled() -> list[regex.Pattern[str]]:
    return [regex.compile(pattern, FLAGS) for pattern in patterns()]


@cache
def scanned() -> Prefilter:
    made = Prefilter(patterns())
    made.make_ready()
    return made


def check(cells: list[str]) -> None:
    texts = [fold(cell).text for cell in cells]
    tried = scanned().candidates(texts)
    for place, pattern in enumerate(compiled()):
        matching = {number for number, text in enumerate(texts) if pattern.search(text)}
        missed = matching - set(tried.get(place, ()))
        assert not missed, (pattern.pattern[:200], [ascii(texts[number]) for number in missed])


def vectors() -> list[str]:
    return [
        json.loads(line)["text"]
        for path in sorted(VECTORS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def test_cells_of_all_vectors() -> None:
    check(vectors())


def test_damaged_cells_and_their_neighbours() -> None:
    chance = random.Random(5)
    cells = []
    for cell in chance.sample(vectors(), 1500):
        at = chance.randrange(len(cell) + 1)
        cut = chance.choice(["", cell[at:], cell[at + 1 :]])
        cells.append(cell[:at] + chance.choice(["", "0", "a", "Z", "-", ".", " ", "ے", "\n"]) + cut)
    check(cells)


ENDS = ["", "(?<![0-9])", "(?<![a-z])", "(?<=[ab])", "(?<![0-9])(?<!a-)", "(?<!a)", "^", "(?!a)",
        "(?:(?<![0-9])|(?<=-[0-9]))", "(?:(?<=a)|(?<=-))"]  # fmt: skip
BODIES = ["a", "[0-9]{2}", "[0-9]{1,3}", "[a-z]+", "(?:ab)?", "(?:a|b1|(?<!b)c)", "(?-i:A)[ab]", "ü",
          "[0-9]*-", "(?P<value>[ab]{2})", "(?:-|a{0,2})"]  # fmt: skip


@pytest.mark.parametrize("front", ENDS)
def test_ends_of_any_pattern(front: str) -> None:
    behind = ["", "(?![0-9])", "(?![a-z])", "(?=[ab])", "(?![0-9])(?!-a)", "$", "(?:(?!a)|(?=ab))", "(?=a?$)"]
    some = [front + one + two + end for one in BODIES for two in BODIES[:3] for end in behind]
    chance = random.Random(front)
    texts = ["".join(chance.choices("aAb1-c ü\n", k=chance.randrange(6))) for _ in range(80)]
    made = Prefilter(some)
    made.make_ready()
    tried = made.candidates(texts)
    for place, pattern in enumerate(some):
        search = regex.compile(pattern, FLAGS).search
        missed = {n for n, text in enumerate(texts) if search(text)} - set(tried.get(place, ()))
        assert not missed, (pattern, superset(pattern), [texts[n] for n in missed])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_text(cells: list[str]) -> None:
    check(cells)


def test_without_the_wheel_every_pattern_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefilter_module, "hyperscan", None)
    made = Prefilter(["[0-9]{13}", "a"])
    made.make_ready()
    assert {place: list(cells) for place, cells in made.candidates(["x"] * 3).items()} == {
        0: [0, 1, 2],
        1: [0, 1, 2],
    }
