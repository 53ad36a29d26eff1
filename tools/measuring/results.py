"""Runs the measurements and returns them as plain data: what is committed, printed and listed."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from heldout.populations import COLLISIONS, NEUTRAL_HEADER, Population

from measuring import business, values
from measuring.case import PLACES
from measuring.scoring import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from measuring.case import Group
    from measuring.detectors import Find

THRESHOLD = 0.4  # the score from which a policy counts a finding, by default
FLOORS = {"A": (0.995, 0.99), "B": (0.97, 0.95)}
"""Least recall and precision by tier; C (names, addresses, beliefs) has none here."""
MOST_TOUCHED = 0.005  # share of the cells of a table of business numbers
MOST_CLAIMED = 0.01  # share of business numbers in sentences, of each width


def by_entity(result: Score, tiers: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return counts and shares of each entity, in all places and in each."""
    table: dict[str, dict[str, Any]] = {}
    for entity, tier in tiers.items():
        whole = result.total(entity)
        table[entity] = {
            "tier": tier,
            "values": whole.values,
            "findings": whole.findings,
            "covered": round(whole.coverage, 4),
            "recall": round(whole.recall, 4),
            "precision": round(whole.precision, 4) if whole.findings else None,
            "recall_by_place": {
                place: round(result.tallies[entity, place].recall, 4) for place in PLACES
            },
        }
    return table


def by_form(result: Score, groups: Iterable[Group]) -> dict[str, tuple[int, int]]:
    """Return values and misses by what was done to the digits."""
    values: Counter[str] = Counter()
    for group in groups:
        for case in group.cases:
            if len(case.planted) == 1 and ", " in case.kind:
                values[case.kind.rpartition(", ")[2]] += 1
    missed: Counter[str] = Counter(
        case.kind.rpartition(", ")[2] for _, case in result.missed if len(case.planted) == 1
    )
    return {name: (count, missed[name]) for name, count in values.most_common()}


def below_floor(table: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return what is short of its tier's floor: "PK_CNIC recall 0.9912" and the like."""
    short = []
    for entity, row in table.items():
        if row["tier"] not in FLOORS or not row["values"]:
            continue
        for what, floor in zip(("recall", "precision"), FLOORS[row["tier"]], strict=True):
            if row[what] is None or row[what] < floor:
                short.append(f"{entity} (tier {row['tier']}) {what} {row[what]}")
    return short


def business_tables(find: Find, seed: str, rows: int) -> dict[str, float]:
    """Return the share of cells touched in neutral columns of random numbers, by width."""
    chance = random.Random(f"{seed}/tables")
    touched = {}
    for width, group in business.tables(chance, rows):
        found = find(group.header, [case.text for case in group.cases])
        touched[str(width)] = _share(sum(_counts(cell) for cell in found), rows)
    return touched


def business_beside_identifiers(seed: str, rows: int) -> dict[str, float]:
    """Return the same for a data frame in which columns of real identifiers stand beside them.

    It goes through the whole redaction: touched means that the cell's text was changed.
    """
    import polars as pl  # noqa: PLC0415
    from heldout.corpus import KINDS  # noqa: PLC0415
    from heldout.kinds import make  # noqa: PLC0415

    from redactor import Redactor  # noqa: PLC0415

    chance = random.Random(f"{seed}/beside")
    columns: dict[str, list[str]] = {}
    for entity in ("PK_CNIC", "PK_MOBILE", "CREDIT_CARD", "IMEI"):
        kind = next(kind for kind in KINDS if kind.entity == entity)
        columns[kind.headers[0]] = [
            make(chance, chance.choice(kind.alone)).value for _ in range(rows)
        ]
    widths = {}
    for width, group in business.tables(chance, rows):
        widths[f"Column{width}"] = str(width)
        columns[f"Column{width}"] = [case.text for case in group.cases]
    frame = pl.DataFrame(columns)
    redacted = Redactor(policy="evidence").table(frame)
    return {
        width: _share(sum(a != b for a, b in zip(frame[name], redacted[name], strict=True)), rows)
        for name, width in widths.items()
    }


def mixed_columns(find: Find, seed: str, rows: int) -> dict[str, dict[str, float]]:
    """Return the share of bare identifiers found that stand among business numbers of their length.

    By entity and share of the column that is real; the header says nothing.
    """
    shares: dict[str, dict[str, float]] = {}
    makers = {"PK_CNIC": (values.cnic, 13), "CREDIT_CARD": (_card, 16), "IMEI": (values.imei, 15)}
    for entity, (make, width) in makers.items():
        shares[entity] = {}
        for real in (0.02, 0.05, 0.2, 0.5):
            chance = random.Random(f"{seed}/mixed/{entity}/{real}")
            is_real = [chance.random() < real for _ in range(rows)]
            cells = [make(chance) if r else business.number(chance, width) for r in is_real]
            found = find(NEUTRAL_HEADER, cells)
            hits = sum(_counts(cell) for cell, r in zip(found, is_real, strict=True) if r)
            shares[entity][f"{real:.0%}"] = _share(hits, max(1, sum(is_real)))
    return shares


def _card(chance: random.Random) -> str:
    while len(number := values.card(chance)) != 16:  # noqa: PLR2004
        pass
    return number


def business_sentences(find: Find, seed: str, count: int) -> dict[str, float]:
    """Return the share of random numbers claimed in sentences without a label, by width.

    A word of the sentence taken for a name leaves its number alone; precision counts it.
    """
    chance = random.Random(f"{seed}/sentences")
    claimed: dict[str, list[int]] = defaultdict(list)
    for width, group in business.sentences(chance, count):
        text = group.cases[0].text
        found = find(None, [text])[0]
        on_number = [f for f in found if any(map(str.isdecimal, text[f.start : f.end]))]
        claimed[str(width)].append(_counts(on_number))
    return {width: _share(sum(hits), len(hits)) for width, hits in claimed.items()}


def collisions(find: Find, seed: str, rows: int) -> dict[str, list[dict[str, Any]]]:
    """Return, for each population, what its cells are called under its header and without one."""
    return {
        name: [_collide(find, f"{seed}/{name}", population, rows) for population in populations]
        for name, populations in COLLISIONS.items()
    }


def _collide(find: Find, seed: str, population: Population, rows: int) -> dict[str, Any]:
    chance = random.Random(f"{seed}/{population.name}")
    cells = [population.make(chance) for _ in range(rows)]
    named = _names(find(population.header, cells))
    neutral = _names(find(NEUTRAL_HEADER, cells))
    alone = _names([cell for text in cells for cell in find(None, [text])])
    right = sum(count for entity, count in named.items() if entity in population.entities)
    return {
        "population": population.name,
        "header": population.header,
        "harmless": not population.entities,
        "right_under_header": _share(right, rows) if population.entities else None,
        "under_header": _shares(named, rows),
        "neutral_column": _shares(neutral, rows),
        "alone": _shares(alone, rows),
    }


def _names(found: Iterable[Any]) -> Counter[str]:
    names: Counter[str] = Counter()
    for cell in found:
        counted = {finding.entity for finding in cell if finding.score >= THRESHOLD}
        names.update(counted or {"nothing"})
    return names


def _shares(names: Counter[str], rows: int) -> dict[str, float]:
    return {name: _share(count, rows) for name, count in names.most_common()}


def _counts(cell: Iterable[Any]) -> bool:
    return any(finding.score >= THRESHOLD for finding in cell)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4)


def run(groups: list[Group], find: Find) -> Score:
    """Score a detector on groups."""
    return score(groups, find, THRESHOLD)
