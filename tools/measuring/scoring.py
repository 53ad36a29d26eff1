"""Recall and precision with Wilson's intervals, by entity and place."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from measuring.case import Case, Group, Planted


class Found(Protocol):
    """A place in a text and what is there, as `redactor.batch.Finding`."""

    @property
    def start(self) -> int: ...  # noqa: D102 - offsets of characters, `end` exclusive

    @property
    def end(self) -> int: ...  # noqa: D102

    @property
    def entity(self) -> str: ...  # noqa: D102

    @property
    def score(self) -> float: ...  # noqa: D102


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Source: E. B. Wilson, Probable inference, JASA 22 (1927).
    """
    if not total:
        return 0.0, 1.0
    share, weight = hits / total, z * z / total
    middle = share + weight / 2
    reach = z * math.sqrt(share * (1 - share) / total + weight / (4 * total))
    return (middle - reach) / (1 + weight), (middle + reach) / (1 + weight)


@dataclass
class Tally:
    """Counts of one entity in one place.

    A value is covered when a finding stands on each of its characters, and recalled when, besides,
    the entity that stands on most of them is right. A finding is right when a value that may be
    called so stands where it does.
    """

    values: int = 0
    covered: int = 0
    recalled: int = 0
    findings: int = 0
    right: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally's counts to these."""
        self.values += other.values
        self.covered += other.covered
        self.recalled += other.recalled
        self.findings += other.findings
        self.right += other.right

    @property
    def coverage(self) -> float:
        """Share of values of which no character is left, 0 to 1."""
        return self.covered / self.values if self.values else 1.0

    @property
    def recall(self) -> float:
        """Share of values that are covered and called by a right name, 0 to 1."""
        return self.recalled / self.values if self.values else 1.0

    @property
    def precision(self) -> float:
        """Share of findings that stand on such a value, 0 to 1."""
        return self.right / self.findings if self.findings else 1.0


@dataclass
class Score:
    """Tallies by (entity, place), and the cases in which something was missed or wrongly found."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    missed: list[tuple[Planted, Case]] = field(default_factory=list)
    wrong: list[tuple[Found, Case]] = field(default_factory=list)

    def total(self, entity: str) -> Tally:
        """Return the tally of an entity in all places together."""
        whole = Tally()
        for (name, _), tally in self.tallies.items():
            if name == entity:
                whole.add(tally)
        return whole


def score(
    groups: Iterable[Group],
    find: Callable[[str | None, Sequence[str]], Sequence[Sequence[Found]]],
    threshold: float,
) -> Score:
    """Run `find(header, texts)` over the groups and count; findings below the threshold are none.

    `find` returns one list of findings for each text.
    """
    result = Score()
    for group in groups:
        texts = [case.text for case in group.cases]
        for case, raw in zip(group.cases, find(group.header, texts), strict=True):
            _count(result, case, [finding for finding in raw if finding.score >= threshold])
    return result


def _count(result: Score, case: Case, found: Sequence[Found]) -> None:
    for planted in case.planted:
        tally = result.tallies[planted.entity, case.place]
        tally.values += 1
        is_covered, name = _read(planted, found)
        tally.covered += is_covered
        if is_covered and planted.is_found_as(name):
            tally.recalled += 1
        else:
            result.missed.append((planted, case))
    for finding in found:
        tally = result.tallies[finding.entity, case.place]
        tally.findings += 1
        if any(
            planted.start < finding.end
            and finding.start < planted.end
            and planted.is_found_as(finding.entity)
            for planted in case.planted
        ):
            tally.right += 1
        else:
            result.wrong.append((finding, case))


def _read(planted: Planted, found: Sequence[Found]) -> tuple[bool, str]:
    """Say whether a value is wholly covered, and by which entity most."""
    covered: set[int] = set()
    weights: dict[str, int] = defaultdict(int)
    for finding in found:
        shared = range(max(planted.start, finding.start), min(planted.end, finding.end))
        covered.update(shared)
        weights[finding.entity] += len(shared)
    name = max(weights, key=lambda entity: weights[entity], default="")
    return len(covered) == planted.end - planted.start, name
