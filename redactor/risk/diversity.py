"""What a class of persons who look alike tells of a sensitive value: l-diversity and t-closeness.

l-diversity (distinct, entropy): Machanavajjhala et al., 2007. t-closeness: Li et al., 2007.

All is done on sorted arrays of numbers, so that ten million rows take a few hundred megabytes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.risk.table import Table

# Different numbers from which on a sensitive column is taken as ordered: 0 and 1 may be codes.
_FEWEST_NUMBERS: Final = 3
# Products of counts above this do not fit into 64 bits.
_MOST_KEYS: Final = 1 << 62
# Pairs of class and value that are measured at once.
_BLOCK: Final = 1 << 20


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
class _Pairs:
    """A class's values and how many of its persons have each, class after class.

    `starts` is where each class begins in `values` and `persons`.
    """

    values: np.ndarray
    persons: np.ndarray
    starts: np.ndarray

    def blocks(self) -> Iterator[_Pairs]:
        """Yield whole classes, about _BLOCK pairs at a time."""
        ends = np.append(self.starts[1:], len(self.values))
        first = 0
        while first < len(self.starts):
            begin = self.starts[first]
            last = max(first + 1, int(np.searchsorted(ends, begin + _BLOCK, "right")))
            end = ends[last - 1]
            yield _Pairs(
                self.values[begin:end], self.persons[begin:end], self.starts[first:last] - begin
            )
            first = last

    def sums(self, of_pairs: np.ndarray) -> np.ndarray:
        """Return sums by class."""
        return np.add.reduceat(of_pairs, self.starts)


def diversity(
    table: Table, classes: pl.Series, persons: pl.Series, place: int, count: int
) -> Diversity:
    """Return what the classes of `count` persons tell of the sensitive column at a place.

    `classes` and `persons` are numbers for each row.
    """
    ranks = _ranks(table, place)
    values = table.codes[str(place)].to_numpy()
    if ranks is None:
        pairs = _pairs(classes.to_numpy(), values, persons.to_numpy())
    else:
        # Numbered in the order of the numbers, so that sorting pairs sorts those.
        by_rank = np.argsort(ranks, kind="stable")
        number = np.empty(len(ranks), np.uint32)
        number[by_rank] = np.arange(len(ranks), dtype=np.uint32)
        pairs = _pairs(classes.to_numpy(), number[values], persons.to_numpy())
        ranks = ranks[by_rank]
    if not len(pairs.starts):
        return Diversity(0, 1.0, 0.0, 0.0, ranks is not None)
    overall = np.bincount(pairs.values, pairs.persons)
    fewest, alone = len(overall), 0
    entropy, closeness = math.inf, 0.0
    for block in pairs.blocks():
        totals = block.sums(block.persons)
        distinct = np.diff(np.append(block.starts, len(block.values)))
        fewest = min(fewest, int(distinct.min()))
        alone += int(totals[distinct == 1].sum())
        entropy = min(entropy, float(_entropies(block, totals, distinct).min()))
        distances = (
            _equal(block, totals, overall)
            if ranks is None
            else _ordered(block, totals, overall, ranks)
        )
        closeness = max(closeness, float(distances.max()))
    return Diversity(
        distinct=fewest,
        entropy=math.exp(entropy),
        closeness=closeness,
        homogeneous=min(1.0, alone / count) if count else 0.0,
        is_ordered=ranks is not None,
    )


def _pairs(classes: np.ndarray, values: np.ndarray, persons: np.ndarray) -> _Pairs:
    """Count each person's value once in a class, however many rows repeat it."""
    room = int(values.max(initial=0)) + 1
    several = int(persons.max(initial=0)) + 1
    keys = classes.astype(np.uint64)
    if (int(keys.max(initial=0)) + 1) * room * several >= _MOST_KEYS:
        # There are at most as many classes as rows.
        keys = np.unique(keys, return_inverse=True)[1].astype(np.uint64)
    if len(keys) * room * several < _MOST_KEYS:
        keys *= np.uint64(room)
        keys += values
        keys *= np.uint64(several)
        keys += persons
        keys.sort()
        keys = keys[_begins(keys)]
        keys //= np.uint64(several)
    else:
        keys = keys * np.uint64(room) + values
        order = np.lexsort((persons, keys))
        keys, persons = keys[order], persons[order]
        keys = keys[_begins(keys) | _begins(persons)]
    starts = np.flatnonzero(_begins(keys))
    counted = np.diff(np.append(starts, len(keys))).astype(np.int32)
    keys = keys[starts]
    found = (keys % np.uint64(room)).astype(np.int32)
    keys //= np.uint64(room)
    return _Pairs(found, counted, np.flatnonzero(_begins(keys)))


def _begins(numbers: np.ndarray) -> np.ndarray:
    """Say of each of some sorted numbers whether it is not the one before."""
    begins = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=begins[1:])
    return begins


def _ranks(table: Table, place: int) -> np.ndarray | None:
    """Return the rank of each code of a column of numbers; None for any other."""
    texts = table.texts[place]
    if texts is None or texts.height < _FEWEST_NUMBERS:
        return None
    numbers = texts["text"].str.replace_all(",", "").cast(pl.Float64, strict=False)
    if numbers.null_count() or numbers.is_nan().any():
        return None
    ranks = np.zeros(table.counts[place], np.int64)
    ranks[texts["code"].to_numpy()] = numbers.rank("dense").to_numpy().astype(np.int64) - 1
    return ranks


def _entropies(block: _Pairs, totals: np.ndarray, distinct: np.ndarray) -> np.ndarray:
    weighted = block.sums(block.persons * np.log(block.persons))
    return np.where(distinct == 1, 0.0, np.log(totals) - weighted / totals)


def _equal(block: _Pairs, totals: np.ndarray, overall: np.ndarray) -> np.ndarray:
    """Return the distance of each class from the table, all values equally far apart.

    Half the sum of |p - q| over all values; those that a class lacks add their whole q.
    """
    distinct = np.diff(np.append(block.starts, len(block.values)))
    everywhere = (overall / overall.sum())[block.values]
    here = block.persons / np.repeat(totals, distinct)
    return (block.sums(np.abs(here - everywhere) - everywhere) + 1) / 2


def _ordered(
    block: _Pairs, totals: np.ndarray, overall: np.ndarray, ranks: np.ndarray
) -> np.ndarray:
    """Return the distance of each class where the values are numbers: steps between ranks count.

    The sum over all values of |P(v) - Q(v)| of the cumulated shares, by m - 1. A class's P is
    constant between its own values, so each stretch is summed at once from Q's prefix sums.
    """
    # Only ranks that somebody has are there, so they have no gaps.
    weights = np.bincount(ranks, overall)
    count = len(weights)
    if count < 2:
        return np.zeros(len(totals))
    shares = np.cumsum(weights) / weights.sum()
    prefix = np.concatenate([[0.0], np.cumsum(shares)])
    distinct = np.diff(np.append(block.starts, len(block.values)))
    start = ranks[block.values]
    end = np.append(start[1:], count)
    end[block.starts[1:] - 1] = count
    # Cumulated within each class: what all classes before it have is taken off.
    cumulated = np.cumsum(block.persons)
    cumulated -= np.repeat(cumulated[block.starts] - block.persons[block.starts], distinct)
    share = cumulated / np.repeat(totals, distinct)
    crossing = np.clip(np.searchsorted(shares, share), start, end)
    distance = share * (2 * crossing - start - end)
    distance += prefix[start] + prefix[end] - 2 * prefix[crossing]
    # Before its first value a class has nothing: all of Q there.
    return np.asarray((block.sums(distance) + prefix[start[block.starts]]) / (count - 1))
