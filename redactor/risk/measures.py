"""Measures of one table: classes of persons who look alike, and what is known of a class.

k-anonymity: Sweeney, 2002. Prosecutor and marketer risk as ARX names them: El Emam, Guide to the
De-Identification of Personal Health Information, 2013; Dankar and El Emam, 2010.

What counts is the person. A class holds rows that are equal in all quasi-identifiers; its size is
the number of different persons in it; a person with several rows is as exposed as in the smallest
class that holds one of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from redactor.risk.diversity import Diversity, diversity

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from redactor.risk.table import Table

_SEED: Final = 11
# Keeps histories of other lengths apart: 2^64 by the golden ratio.
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
# Numbers above this don't fit into 32 bits.
_DENSE_FROM: Final = 1 << 32
# Products of counts above this are made dense before they overflow 64 bits.
_MOST_KEYS: Final = 1 << 62

THRESHOLDS: Final = (3, 5, 11, 20)
"""Class sizes below which the share of persons is told."""

# A person in a class of fewer than five is at risk: ARX's default, 1/5.
RISK_THRESHOLD: Final = 0.2


@dataclass(frozen=True, slots=True)
class Measures:
    """What one table gives away; shares are 0 to 1 and of persons.

    smallest    size of the smallest class: the k of k-anonymity.
    below       share in classes smaller than each of THRESHOLDS.
    unique      share in a class of one.
    highest     prosecutor risk of the most exposed: 1 / smallest.
    average     prosecutor risk on average; also marketer risk where the table is the population.
    at_risk     share whose prosecutor risk is above RISK_THRESHOLD.
    sizes       class size to persons in classes of that size, for curves and estimators.
    linked      persons whose rows together are like nobody else's: share, None where no person
                has more than one row.
    """

    rows: int
    persons: int
    classes: int
    smallest: int
    mean_class: float
    below: dict[int, float]
    unique: float
    highest: float
    average: float
    at_risk: float
    sizes: dict[int, int]
    linked: float | None = None
    diversity: dict[str, Diversity] = field(default_factory=dict)


def measure(
    table: Table,
    quasi: Sequence[int],
    *,
    unit: int | None = None,
    sensitive: Sequence[int] = (),
) -> Measures:
    """Return the measures of a table for the quasi-identifiers at these places.

    `unit` is the place of the column that stands for the person; without it every row is one, and
    so is a row in which it is empty.
    """
    rows = pl.DataFrame([class_keys(table, quasi), person_keys(table, unit)])
    members = rows if unit is None else distinct_rows(rows)
    classes = members.group_by("class").len("size")
    sizes = _persons_by_size(members, classes, is_row=unit is None)
    persons = sum(sizes.values())
    told = {
        table.headers[place] or f"column {place + 1}": diversity(
            table, rows["class"], rows["person"], place, persons
        )
        for place in sensitive
    }
    has_several = unit is not None and rows.height > persons
    return Measures(
        rows=rows.height,
        persons=persons,
        classes=classes.height,
        smallest=min(sizes, default=0),
        mean_class=members.height / classes.height if classes.height else 0.0,
        below={k: _share(sizes, persons, range(1, k)) for k in THRESHOLDS},
        unique=_share(sizes, persons, (1,)),
        highest=1 / min(sizes) if sizes else 0.0,
        average=sum(n / size for size, n in sizes.items()) / persons if persons else 0.0,
        at_risk=_share(sizes, persons, range(1, math.ceil(1 / RISK_THRESHOLD))),
        sizes=sizes,
        linked=_unique_histories(rows) if has_several else None,
        diversity=told,
    )


def class_keys(table: Table, places: Sequence[int]) -> pl.Series:
    """Return a number for each row, equal where all of the columns are; 0 without columns."""
    key = pl.zeros(table.rows, pl.UInt64, eager=True)
    room = 1
    for place in places:
        if room * table.counts[place] >= _MOST_KEYS:
            # Dense again, so that nothing overflows: there are at most as many as rows.
            key = (key.rank("dense") - 1).cast(pl.UInt64)
            room = table.rows + 1
        key = key * table.counts[place] + table.codes[str(place)].cast(pl.UInt64)
        room *= table.counts[place]
    if room > _DENSE_FROM:
        key = key.rank("dense") - 1
    return key.cast(pl.UInt32).alias("class")


def person_keys(table: Table, unit: int | None) -> pl.Series:
    """Return a number for each row, equal where the person is; rows without one are one each."""
    numbers = pl.int_range(table.rows, dtype=pl.UInt32, eager=True).alias("person")
    if unit is None:
        return numbers
    codes = table.codes[str(unit)]
    empty = table.empty[unit]
    if empty is None:
        return codes.alias("person")
    alone = numbers.cast(pl.UInt64) + table.counts[unit]
    return codes.cast(pl.UInt64).zip_with(codes != empty, alone).alias("person")


def distinct_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the distinct rows of columns of numbers; packed into one of 64 bits where they fit.

    On ten million rows that takes a third of the memory of comparing several columns.
    """
    rooms = [int(frame[name].max() or 0) + 1 for name in frame.columns]  # type: ignore[arg-type]
    if math.prod(rooms) >= _MOST_KEYS:
        return frame.unique()
    packed = pl.zeros(frame.height, pl.UInt64, eager=True)
    for name, room in zip(frame.columns, rooms, strict=True):
        packed = packed * room + frame[name].cast(pl.UInt64)
    packed = packed.unique()
    columns = []
    for name, room in reversed([*zip(frame.columns, rooms, strict=True)]):
        columns.append((packed % room).cast(frame.schema[name]).alias(name))
        packed = packed // room
    return pl.DataFrame(columns[::-1])


def unique_alone(table: Table, place: int, persons: pl.Series, count: int) -> float:
    """Return the share of `count` persons who are alone with a value of one column."""
    frame = pl.DataFrame([table.codes[str(place)].alias("class"), persons])
    ends = frame.group_by("class").agg(
        pl.col("person").min().alias("first"), pl.col("person").max().alias("last")
    )
    alone = ends.filter(pl.col("first") == pl.col("last"))["first"].n_unique()
    return alone / count if count else 0.0


def _share(sizes: dict[int, int], persons: int, chosen: Container[int]) -> float:
    return sum(n for size, n in sizes.items() if size in chosen) / persons if persons else 0.0


def _persons_by_size(
    members: pl.DataFrame, classes: pl.DataFrame, *, is_row: bool
) -> dict[int, int]:
    """Return how many persons are in classes of each size, each in the smallest of hers."""
    if is_row:
        counted = classes.group_by("size").agg(pl.len() * pl.col("size").first())
        return {int(size): int(n) for size, n in sorted(counted.iter_rows())}
    exposed = members.join(classes, on="class").group_by("person").agg(pl.col("size").min())
    return {int(size): int(n) for size, n in sorted(exposed.group_by("size").len().iter_rows())}


def _unique_histories(rows: pl.DataFrame) -> float:
    """Return the share of persons whose rows together, as a multiset of classes, are unique."""
    # The sum of 64-bit hashes, which may overflow, does not depend on the order of the rows.
    persons = rows["person"].to_numpy()
    order = np.argsort(persons)
    starts = np.flatnonzero(np.diff(persons[order], prepend=np.int64(-1)))
    sums = np.add.reduceat(rows["class"].hash(_SEED).to_numpy()[order], starts)
    counts = np.diff(np.append(starts, len(order))).astype(np.uint64)
    histories = sums + counts * _ODD
    histories.sort()
    is_new = np.diff(histories, prepend=~histories[:1], append=~histories[-1:]) != 0
    return float(np.count_nonzero(is_new[:-1] & is_new[1:]) / len(histories))
