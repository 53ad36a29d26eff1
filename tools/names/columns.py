"""Columns of names, addresses and other things, and how they are judged without a header."""

# ruff: noqa: E501 - tables of words read better whole
from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from names.scoring import load
from names.sentences import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from redactor.detection import Detector

HEADERS = (None, "col3", "field_7", "Unnamed: 2", "X", "data")
_CELLS = 40


def columns(folder: Path, seed: int, each: int) -> Iterator[tuple[str, list[str]]]:
    """Yield (what it is, cells): PERSON, ADDRESS, or the kind of another thing."""
    chance = random.Random(seed)
    for script in SCRIPTS:
        sentences = load(folder / f"{script}.txt")
        pools = {
            entity: [
                s.text[a:b] for s in sentences for a, b, e in s.spans
                if e == entity and (entity == "ADDRESS" or " " in s.text[a:b])
            ]
            for entity in ("PERSON", "ADDRESS")
        }  # fmt: skip
        for entity, pool in pools.items():
            for _ in range(each):
                yield entity, _styled(chance, pool)
    kind = ""
    others: dict[str, list[str]] = {}
    for line in (folder / "columns.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            others.setdefault(kind, []).append(line)
    for kind, pool in others.items():
        for _ in range(each):
            yield kind, _styled(chance, pool)


def _styled(chance: random.Random, pool: list[str]) -> list[str]:
    cells = [chance.choice(pool) for _ in range(_CELLS)]
    style = chance.choice((str, str, str.upper, str.lower, str.title))
    return [style(cell) if chance.random() > 0.05 else "" for cell in cells]


def judged(detector: Detector, folder: Path, seed: int = 7, each: int = 20) -> Counter[tuple[str, str]]:
    """Count (what it is, what it was taken for) over all columns."""
    counts: Counter[tuple[str, str]] = Counter()
    for number, (kind, cells) in enumerate(columns(folder, seed, each)):
        profile = detector.profile(HEADERS[number % len(HEADERS)], cells)
        counts[kind, profile.prior if profile.whole and profile.prior else "neither"] += 1
    return counts
