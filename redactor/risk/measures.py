"""Measures of one table: classes of persons who look alike, and what is known of a class.

k-anonymity: Sweeney, 2002. l-diversity (distinct, entropy): Machanavajjhala et al., 2007.
t-closeness: Li et al., 2007. Prosecutor and marketer risk as ARX names them: El Emam, Guide to
the De-Identification of Personal Health Information, 2013; Dankar and El Emam, 2010.

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

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from redactor.risk.table import Table

_SEED: Final = 11
# Numbers above this don't fit into 32 bits.
_DENSE_FROM: Final = 1 << 32
# Products of counts above this are made dense before they overflow 64 bits.
_MOST_KEYS: Final = 1 << 62
# Different numbers from which on a sensitive column is taken as ordered: 0 and 1 may be codes.
_FEWEST_NUMBERS: Final = 3

THRESHOLDS: Final = (3, 5, 11, 20)
"""Class sizes below which the share of persons is told."""

# A person in a class of fewer than five is at risk: ARX's default, 1/5.
RISK_THRESHOLD: Final = 0.2


@dataclass(frozen=True, slots=True)
class Diversity:
    """What classes tell of one sensitive column.

    distinct        fewest different values in a class (distinct l).
    entropy         exp of the smallest entropy of a class (entropy l).
    closeness       largest distance of a class's distribution from the table's (t): earth mover's,
                    with equal distances for words and ordered ones for numbers.
    homogeneous     share of persons in a class where all have one value.
    is_ordered      whether the column was taken as numbers.
    """

    distinct: int
    entropy: float
    closeness: float
    homogeneous: float
    is_ordered: bool


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
    diversity = {
        table.headers[place] or f"column {place + 1}": _diversity(
            table, rows, members, place, persons
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
        diversity=diversity,
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
    # The sum of 64-bit hashes does not depend on the order of the rows.
    histories = (
        rows.select("person", pl.col("class").hash(_SEED).alias("history"))
        .group_by("person")
        .agg(pl.col("history").sum(), pl.len())
    )
    alike = histories.group_by("history", "len").agg(pl.len().alias("persons"))
    unique = alike.filter(pl.col("persons") == 1).height
    return unique / histories.height


def _diversity(
    table: Table, rows: pl.DataFrame, members: pl.DataFrame, place: int, persons: int
) -> Diversity:
    """Return what the classes tell of one sensitive column."""
    values = table.codes[str(place)].alias("value")
    # Each person's value once in a class, however many rows repeat it.
    pairs = distinct_rows(rows.with_columns(values)).group_by("class", "value").len("n")
    totals = pairs.group_by("class").agg(
        pl.col("n").sum().alias("total"),
        pl.len().alias("distinct"),
        pl.col("n").entropy(base=math.e, normalize=True).alias("entropy"),
    )
    single = totals.filter(pl.col("distinct") == 1).select("class")
    alone = members.join(single, on="class", how="semi").height
    order = _order(table, place)
    closeness = _ordered(pairs, totals, order) if order is not None else _equal(pairs, totals)
    return Diversity(
        distinct=int(totals["distinct"].min() or 0),  # type: ignore[arg-type]
        entropy=math.exp(float(totals["entropy"].min() or 0.0)),  # type: ignore[arg-type]
        closeness=closeness,
        homogeneous=min(1.0, float(alone) / persons) if persons else 0.0,
        is_ordered=order is not None,
    )


def _order(table: Table, place: int) -> pl.DataFrame | None:
    """Return the rank of each value of a column of numbers; None for any other."""
    texts = table.texts[place]
    if texts is None or texts.height < _FEWEST_NUMBERS:
        return None
    numbers = texts["text"].str.replace_all(",", "").cast(pl.Float64, strict=False)
    if numbers.null_count() or numbers.is_nan().any():
        return None
    return texts.select(
        pl.col("code").alias("value"), numbers.rank("dense").cast(pl.Int64).alias("rank") - 1
    )


def _equal(pairs: pl.DataFrame, totals: pl.DataFrame) -> float:
    """Return the largest distance of a class from the table, all values equally far apart.

    Half the sum of |p - q| over all values; those that a class lacks add their whole q.
    """
    overall = pairs.group_by("value").agg(pl.col("n").sum().alias("all"))
    whole = float(pairs["n"].sum())
    distances = (
        pairs.join(totals, on="class")
        .join(overall, on="value")
        .select(
            "class",
            (
                (pl.col("n") / pl.col("total") - pl.col("all") / whole).abs()
                - pl.col("all") / whole
            ).alias("excess"),
        )
        .group_by("class")
        .agg((pl.col("excess").sum() + 1) / 2)
    )
    return float(distances["excess"].max() or 0.0)  # type: ignore[arg-type]


def _ordered(pairs: pl.DataFrame, totals: pl.DataFrame, order: pl.DataFrame) -> float:
    """Return the largest distance where the values are numbers: steps between ranks count.

    The sum over all values of |P(v) - Q(v)| of the cumulated shares, by m - 1. A class's P is
    constant between its own values, so each stretch is summed at once from Q's prefix sums.
    """
    ranked = (
        pairs.join(order, on="value")
        .group_by("class", "rank")
        .agg(pl.col("n").sum())
        .join(totals.select("class", "total"), on="class")
        .sort("class", "rank")
    )
    count = int(order["rank"].max()) + 1  # type: ignore[arg-type]
    weights = np.zeros(count)
    overall = ranked.group_by("rank").agg(pl.col("n").sum())
    weights[overall["rank"].to_numpy()] = overall["n"].to_numpy()
    shares = np.cumsum(weights) / weights.sum()
    prefix = np.concatenate([[0.0], np.cumsum(shares)])
    stretches = ranked.select(
        "class",
        pl.col("rank").alias("start"),
        pl.col("rank").shift(-1).over("class").fill_null(count).alias("end"),
        (pl.col("n").cum_sum().over("class") / pl.col("total")).alias("share"),
    )
    # Before its first value a class has the share 0 from rank 0 on.
    firsts = (
        stretches.group_by("class")
        .agg(pl.col("start").min().alias("end"))
        .select("class", pl.lit(0, pl.Int64).alias("start"), "end", pl.lit(0.0).alias("share"))
    )
    stretches = pl.concat([stretches.select("class", "start", "end", "share"), firsts])
    start, end = stretches["start"].to_numpy(), stretches["end"].to_numpy()
    share = stretches["share"].to_numpy()
    crossing = np.clip(np.searchsorted(shares, share), start, end)
    below = share * (crossing - start) - (prefix[crossing] - prefix[start])
    above = (prefix[end] - prefix[crossing]) - share * (end - crossing)
    distances = stretches.with_columns(pl.Series("distance", below + above))
    largest = distances.group_by("class").agg(pl.col("distance").sum())["distance"].max()
    return float(largest or 0.0) / (count - 1) if count > 1 else 0.0  # type: ignore[arg-type]
