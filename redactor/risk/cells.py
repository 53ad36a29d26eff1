"""Small cells: counts of a table of frequencies that are so low that they point at persons."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import polars as pl

from redactor.risk.measures import class_keys, distinct_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.risk.table import Table

# Cells with fewer persons are small; statistical offices take 3 to 11.
SMALL: Final = 11
# Columns whose pairs are looked at; with more there are too many tables to publish anyway.
_MOST_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True)
class Crossing:
    """A table of counts by one or two columns: its cells, and how many are small but not empty."""

    columns: tuple[str, ...]
    cells: int
    small: int
    persons_in_small: int


def crossings(
    table: Table, quasi: Sequence[int], persons: pl.Series, *, small: int = SMALL
) -> list[Crossing]:
    """Return the tables of one and two quasi-identifiers that have small cells, the worst first."""
    found = []
    places = list(quasi)[:_MOST_COLUMNS]
    most = int(persons.value_counts(name="n")["n"].max() or 1) if len(persons) else 1  # type: ignore[arg-type]
    for group in [*((p,) for p in places), *combinations(places, 2)]:
        frame = pl.DataFrame([class_keys(table, group), persons])
        rows = frame.group_by("class").len("n")
        # Only cells of few rows can be of few persons; the rest needs no count of persons.
        few = rows.filter(pl.col("n") < small * most)
        counts = (
            few.select("class", pl.col("n").alias("len"))
            if most == 1
            else distinct_rows(frame.join(few, on="class", how="semi")).group_by("class").len()
        )["len"]
        low = counts.filter(counts < small)
        if len(low):
            names = tuple(table.headers[p] or f"column {p + 1}" for p in group)
            found.append(Crossing(names, rows.height, len(low), int(low.sum())))
    return sorted(found, key=lambda c: (-c.small, c.columns))
