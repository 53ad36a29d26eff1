"""A column is what its first rows say, however a reader cuts its batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import profiling
from redactor.batch import HEADINGS, Batch, Column
from redactor.detection.columns import ColumnProfile
from redactor.profiling import Names, Profiler

Row = tuple[str, str]


def batches(rows: Sequence[Row], sizes: Sequence[int]) -> Iterator[Batch]:
    """Cut rows (table, cell) into batches of one table each, of at most the given sizes."""
    place = number = 0
    while place < len(rows):
        size = sizes[number % len(sizes)]
        stop = place + 1
        while stop < min(len(rows), place + size) and rows[stop][0] == rows[place][0]:
            stop += 1
        cells = pl.Series([cell for _, cell in rows[place:stop]], dtype=pl.String)
        yield Batch((Column("c", cells),), table=rows[place][0])
        place, number = stop, number + 1


def decided(rows: Sequence[Row], sizes: Sequence[int]) -> tuple[list[object], list[Row]]:
    seen: list[object] = []

    def decide(
        table: str | None, names: Names, samples: Sequence[list[str]]
    ) -> list[ColumnProfile]:
        seen.append((table, [list(sample) for sample in samples]))
        return [ColumnProfile(f"{table}") for _ in names]

    out = []
    for batch, profiles in Profiler(decide).profiled(batches(rows, sizes)):
        assert profiles[0].name == batch.table
        out += [(str(batch.table), cell) for cell in batch.columns[0].cells]
    return seen, out


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.text("xy", max_size=30)), max_size=60),
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
)
def test_batches_make_no_difference_to_what_a_column_is(rows: list[Row], sizes: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profiling, "SAMPLE_ROWS", 5)
        patch.setattr(profiling, "LOOKAHEAD_ROWS", 12)
        patch.setattr(profiling, "LOOKAHEAD_BYTES", 100)
        whole, out = decided(rows, [1000])
        assert out == rows
        assert decided(rows, sizes) == (whole, rows)


def test_a_row_of_headings_keeps_its_table_from_no_decision() -> None:
    rows = [(HEADINGS, "c"), *(("a", str(n)) for n in range(9_000))]
    read = 0

    def counted() -> Iterator[Batch]:
        nonlocal read
        for batch in batches(rows, [3_000]):
            read += 1
            yield batch

    decided_ = Profiler(lambda table, names, samples: [ColumnProfile()]).profiled(counted())
    assert [next(decided_)[0].rows, next(decided_)[0].rows] == [1, 3_000]
    assert read == 2


def test_a_table_that_begins_late_is_known_before_its_first_cell() -> None:
    rows = [("a", str(n)) for n in range(50_000)] + [("b", str(n)) for n in range(3_000)]
    seen, out = decided(rows, [700])
    assert out == rows
    assert [(table, len(samples[0])) for table, samples in seen] == [("a", 2_000), ("b", 2_000)]


def test_little_is_held_while_a_table_is_sampled() -> None:
    held = 0

    def endless() -> Iterator[Batch]:
        nonlocal held
        yield Batch((Column("rare", pl.Series(["x"])),), table="t")
        while True:
            held += 1
            yield Batch((Column(None, pl.Series(["x" * 1000] * 1000)),))

    profiler = Profiler(lambda table, names, samples: [ColumnProfile(n) for n in names])
    next(profiler.profiled(endless()))
    assert held <= 1 + profiling.LOOKAHEAD_BYTES // 1_000_000
