"""Which profile each column of each table gets: decided before any cell of it, by its first rows.

A stream of batches can hold many tables (the statements of a dump, sheets, the paths of a JSON
document). A batch waits until the profile of its group, a table with its column names, is known:
from the group's first SAMPLE_ROWS rows, or those among the next LOOKAHEAD_ROWS rows and
LOOKAHEAD_BYTES bytes of the file. Rows are counted, not batches: a reader's batch size changes
nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from redactor.batch import HEADINGS
from redactor.blocks import cut
from redactor.detection.columns import SAMPLE_ROWS, ColumnProfile
from redactor.formats.unread_rows import UnreadRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from redactor.batch import Batch

# How far the reading goes ahead for the first rows of a table; what is read waits in memory.
LOOKAHEAD_ROWS = 100_000
LOOKAHEAD_BYTES = 16 << 20

Names = tuple[str | None, ...]
# A table's name and the names of its columns.
Group = tuple[str | None, Names]
Profiles = dict[Group, list[ColumnProfile]]


def names_of(batch: Batch) -> Names:
    """Return the names of a batch's columns, without those of overflow cells behind them.

    Whether a ragged row lies in a batch depends on the batch's size; a column's profile must not.
    """
    if isinstance(batch.frame, UnreadRows):
        names = batch.frame.layout.names
    else:
        names = tuple(column.name for column in batch.columns)
    last = max((place for place, name in enumerate(names) if name is not None), default=None)
    return names if last is None else names[: last + 1]


def group_of(batch: Batch) -> Group:
    """Return the group of batches whose columns share their profiles with this batch's."""
    return batch.table, names_of(batch)


@dataclass(slots=True)
class _Sample:
    """The first rows of a group; `row` and `byte` are where in the file the group began.

    `rows` are those that it has, or has no need of.
    """

    row: int
    byte: int
    columns: list[list[str]]
    rows: int = 0

    def is_settled(self, row: int, byte: int) -> bool:
        """Say whether nothing that comes from this place on belongs to the sample."""
        return (
            self.rows >= SAMPLE_ROWS
            or row - self.row >= LOOKAHEAD_ROWS
            or byte - self.byte >= LOOKAHEAD_BYTES
        )


@dataclass(slots=True)
class Profiler:
    """Gives the columns of a stream of batches their profiles.

    `decide` makes the profiles of a group's columns from its table, names and samples; `profiles`
    holds what was decided and is added to. Groups are decided in the order in which they begin.
    Rows that are not cut yet are cut for as long as they may be of a sample.
    """

    decide: Callable[[str | None, Names, Sequence[list[str]]], list[ColumnProfile]]
    profiles: Profiles = field(default_factory=dict)

    def profiled(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[ColumnProfile]]]:
        """Yield each batch with the profiles of its columns, in order."""
        waiting: deque[Batch] = deque()
        samples: dict[Group, _Sample] = {}
        row = byte = 0
        for batch in self._cut_for_samples(batches, samples):
            group = group_of(batch)
            if group not in self.profiles and group not in samples:
                # What stands in rows of headings is known from what they are.
                rows = SAMPLE_ROWS if (group[0] or "").endswith(HEADINGS) else 0
                samples[group] = _Sample(row, byte, [[] for _ in group[1]], rows)
            if samples:
                sizes = _sizes(batch)
                sample = samples.get(group)
                if sample is not None:
                    _take(sample, batch, sizes, row, byte)
                row += batch.rows
                byte += int(sizes.sum())
                self._settle(samples, row, byte)
            waiting.append(batch)
            yield from self._ready(waiting)
        for group, sample in samples.items():
            self.profiles[group] = self._decided(group, sample)
        yield from self._ready(waiting)

    def _cut_for_samples(
        self, batches: Iterable[Batch], samples: dict[Group, _Sample]
    ) -> Iterator[Batch]:
        for batch in batches:
            is_wanted = samples or group_of(batch) not in self.profiles
            if is_wanted and isinstance(batch.frame, UnreadRows):
                yield from cut(batch.frame)
            else:
                yield batch

    def _settle(self, samples: dict[Group, _Sample], row: int, byte: int) -> None:
        while samples:
            group, sample = next(iter(samples.items()))
            if not sample.is_settled(row, byte):
                return
            self.profiles[group] = self._decided(group, sample)
            del samples[group]

    def _decided(self, group: Group, sample: _Sample) -> list[ColumnProfile]:
        """Decide a group; a column that its table had before keeps its profile."""
        table, names = group
        known = {
            profile.name: profile
            for (other, _), profiles in self.profiles.items()
            if other == table
            for profile in profiles
            if profile.name is not None
        }
        profiles = self.decide(table, names, sample.columns)
        return [
            (known.get(name) if name is not None else None) or profile
            for name, profile in zip(names, profiles, strict=True)
        ]

    def _ready(self, waiting: deque[Batch]) -> Iterator[tuple[Batch, list[ColumnProfile]]]:
        while waiting and group_of(waiting[0]) in self.profiles:
            batch = waiting.popleft()
            yield batch, padded(batch, self.profiles[group_of(batch)])


def _sizes(batch: Batch) -> pl.Series:
    """Return the bytes of each row's cells."""
    total = pl.zeros(batch.rows, pl.UInt64, eager=True)
    for column in batch.columns:
        total += column.cells.str.len_bytes().fill_null(0).cast(pl.UInt64)
    return total


def _take(sample: _Sample, batch: Batch, sizes: pl.Series, row: int, byte: int) -> None:
    """Add to a sample those rows of a batch that belong to it."""
    count = min(batch.rows, SAMPLE_ROWS - sample.rows, sample.row + LOOKAHEAD_ROWS - row)
    room = sample.byte + LOOKAHEAD_BYTES - byte
    if count > 0 and int(sizes.sum()) >= room:
        before = sizes.cum_sum() - sizes
        count = min(count, int((before < max(room, 0)).sum()))
    if count <= 0:
        return
    for cells, column in zip(sample.columns, batch.columns, strict=False):
        cells += column.cells.head(count).drop_nulls().to_list()
    sample.rows += count


def padded(batch: Batch, profiles: list[ColumnProfile]) -> list[ColumnProfile]:
    """Return a profile for each column of a batch; overflow cells have none of their own.

    They stand behind a row whose cells were shifted by a delimiter in a name or an address, so
    where the table has a column in which every cell goes, they go as well.
    """
    uncut = batch.frame if isinstance(batch.frame, UnreadRows) else None
    missing = (uncut.layout.width if uncut else len(batch.columns)) - len(profiles)
    if not missing:
        return profiles
    whole = [profile for profile in profiles if profile.whole]
    overflow = (
        ColumnProfile(None, (), whole[-1].prior, whole=True, strict=True)
        if whole
        else ColumnProfile(strict=True)
    )
    return [*profiles, *[overflow] * missing]
