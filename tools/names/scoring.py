"""Tagged sentences, and how much of what is tagged was found."""

# ruff: noqa: E501 - tables of words read better whole
from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from recognizers.pk.script import fold
from recognizers.pk.words import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TAG = re.compile(r"<(/?)([PRALO])>")
_WORD = re.compile(r"[^\W_]+")
_ENTITIES = {"P": "PERSON", "R": "PERSON", "A": "ADDRESS", "L": "LOCATION", "O": "ORGANISATION"}

Span = tuple[int, int, str]
_TITLES = titles()["pure"] | titles()["after"]


@dataclass(frozen=True)
class Sentence:
    """A text and the spans tagged in it; `rare` holds the places of rare names among them."""

    text: str
    spans: tuple[Span, ...]
    rare: frozenset[int]


def load(path: Path) -> list[Sentence]:
    r"""Read one tagged text a line: "\n" is a line break in it, "\t" a tab, "#" begins a remark."""
    return [
        _parse(line.replace(r"\n", "\n").replace(r"\t", "\t"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def _parse(line: str) -> Sentence:
    text, spans, rare, last, start = "", [], set(), 0, 0
    for tag in _TAG.finditer(line):
        text += line[last : tag.start()]
        last = tag.end()
        if not tag[1]:
            start = len(text)
            continue
        if tag[2] == "R":
            rare.add(len(spans))
        spans.append((start, len(text), _ENTITIES[tag[2]]))
    return Sentence(text + line[last:], tuple(spans), frozenset(rare))


def interval(hits: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2)
    return max(0.0, middle - half), min(1.0, middle + half)


def shown(hits: int, total: int) -> str:
    """Return a share with its interval, as the tables have it."""
    if not total:
        return "-"
    low, high = interval(hits, total)
    return f"{hits / total:.3f} ({low:.3f}-{high:.3f})"


def _without_titles(words: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    kept = list(words)
    for edge in (0, -1):
        while kept and fold(text[slice(*kept[edge])]).text.casefold() in _TITLES:
            del kept[edge]
    return kept or words


@dataclass
class Score:
    """Counts over the sentences of one script."""

    covered: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    right_address: int = 0
    wrong_address: int = 0
    plain: int = 0
    plain_hit: int = 0
    hard: int = 0
    hard_hit: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def add(self, sentence: Sentence, found: Iterable[Span]) -> None:
        """Count one sentence's words. A word of an address may be found as anything.

        A title at the edge of a tagged name ("Dr", "sahab") stays outside names: it is not missed.
        """
        found = list(found)
        words = [match.span() for match in _WORD.finditer(sentence.text)]

        def at(word: tuple[int, int], spans: Sequence[Span], entity: str) -> bool:
            return any(a < word[1] and b > word[0] and e == entity for a, b, e in spans)

        for number, (start, end, entity) in enumerate(sentence.spans):
            own = [word for word in words if word[0] < end and word[1] > start]
            kinds = [entity]
            if entity == "PERSON":
                own = _without_titles(own, sentence.text)
                written = sentence.text[start:end]
                kinds.append("rare" if number in sentence.rare else "common")
                kinds += ["lower"] if written.islower() else ["UPPER"] if written.isupper() else []
            elif entity != "ADDRESS":
                continue
            hits = [
                any(a < word[1] and b > word[0] and (e == entity or entity == "ADDRESS")
                    for a, b, e in found)
                for word in own
            ]  # fmt: skip
            for kind in kinds:
                self.covered[kind] += sum(hits)
                self.total[kind] += len(own)
                self.covered[f"whole {kind}"] += all(hits)
                self.total[f"whole {kind}"] += 1
            if not all(hits):
                self.missed.append(f"{sentence.text[start:end]}  |  {sentence.text}")
        for word in words:
            if at(word, found, "PERSON"):
                is_right = at(word, sentence.spans, "PERSON")
                self.right += is_right
                self.wrong += not is_right
                if not is_right:
                    self.false.append(f"{sentence.text[slice(*word)]}  |  {sentence.text}")
            if at(word, found, "ADDRESS"):
                is_right = at(word, sentence.spans, "ADDRESS") or at(word, sentence.spans, "LOCATION")
                self.right_address += is_right
                self.wrong_address += not is_right
        if not any(entity in {"PERSON", "ADDRESS"} for _, _, entity in sentence.spans):
            self.plain += 1
            self.plain_hit += any(entity in {"PERSON", "ADDRESS"} for _, _, entity in found)

    @property
    def f2(self) -> float:
        """F2 of person words: recall counts four times as much as precision."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.covered["PERSON"] / max(1, self.total["PERSON"])
        return 5 * precision * recall / max(1e-9, 4 * precision + recall)
