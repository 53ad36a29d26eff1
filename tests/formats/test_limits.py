"""Hostile sizes: memory and time stay bounded, and what is left out is said."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from redactor.batch import Batch, Quarantined
from redactor.formats import delimited, text
from redactor.formats.characters import RECORD_LIMIT
from redactor.formats.source import Source

HEADER = b"name,cnic,mobile,address\n"
ROW = b"Ali Khan,3520212345671,03001234567,House 1 Lahore\n"
BOTH = pytest.mark.parametrize("module", [delimited, text], ids=["delimited", "text"])


class Counting:
    """A sink that keeps the size and the last bytes only."""

    def __init__(self) -> None:
        self.size = 0
        self.last = b""

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self.last = data[-200:] or self.last


def copy(module: ModuleType, source: Source, **options: object) -> tuple[Counting, list[Batch]]:
    """Write what is read; return the sink and the batches without their cells."""
    sink, seen = Counting(), []

    def watched() -> Iterator[Batch]:
        for batch in module.read(source, **options):
            seen.append(Batch((), None, batch.first_row, batch.quarantined))
            yield batch

    module.write(watched(), sink)
    return sink, seen


def quarantined(batches: list[Batch]) -> list[Quarantined]:
    return [part for batch in batches for part in batch.quarantined]


@BOTH
def test_memory_is_bounded_by_a_line_that_is_not(module: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.write(HEADER + ROW * 200_000)
        for _ in range(40):
            stream.write(b"x," * (1 << 19))
        stream.write(b"\r\n" + ROW * 200_000)
    size = path.stat().st_size
    assert size > 60_000_000
    tracemalloc.start()
    sink, batches = copy(module, Source.from_path(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 90_000_000
    (part,) = quarantined(batches)
    assert part.where == f"row 200002, byte {len(HEADER) + len(ROW) * 200_000}"
    assert sink.size == size - 40 * (1 << 20) + len("<QUARANTINED>")
    assert sink.last.endswith(ROW)


@BOTH
def test_memory_does_not_grow_with_the_file(module: ModuleType, tmp_path: Path) -> None:
    peaks = []
    for count in (100_000, 400_000):
        path = tmp_path / f"{count}.csv"
        path.write_bytes(HEADER + ROW * count)
        tracemalloc.start()
        copy(module, Source.from_path(path), batch_bytes=1 << 20)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2


@BOTH
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_record_at_the_limit_is_kept_and_one_beyond_is_not(
    module: ModuleType, end: bytes, tools: SimpleNamespace
) -> None:
    lead = HEADER + b"CNIC:\n"
    for extra in (0, 1):
        line = b"y" * (RECORD_LIMIT - len(end[:-1]) + extra)
        for size in (1 << 20, 64 << 20):
            batches = tools.read(module, lead + line + end + ROW * bool(end), batch_bytes=size)
            written = tools.write(module, batches)
            kept = b"<QUARANTINED>" if extra and module is delimited else line
            if module is text and extra > len(end[:-1]):
                kept = b"<QUARANTINED>"
            assert written == lead + kept + end + ROW * bool(end)


def test_a_record_over_many_lines_is_quarantined_alike_for_any_batch(
    tools: SimpleNamespace,
) -> None:
    cell = b'"' + b"x\n" * 400_000 + b'",'
    data = HEADER + ROW + cell * 30 + b"end\n" + ROW * 3
    results = []
    for size in (300_000, 4 << 20, 64 << 20):
        batches = tools.read(delimited, data, batch_bytes=size)
        results.append((tools.write(delimited, batches), quarantined(batches)))
    assert results[0] == results[1] == results[2]
    assert len(results[0][1]) == 1
    assert results[0][1][0].where == f"row 3, byte {len(HEADER + ROW)}"
    assert results[0][0].endswith(ROW * 3)


def test_a_lone_return_ends_a_record_that_is_too_long(tools: SimpleNamespace) -> None:
    data = b"name,cnic\rAli,1\r" + b"y" * (RECORD_LIMIT + 5) + b"\rBa,2\r"
    expected = b"name,cnic\rAli,1\r<QUARANTINED>\rBa,2\r"
    for module in (delimited, text):
        for size in (999_999, 4 << 20):
            assert tools.write(module, tools.read(module, data, batch_bytes=size)) == expected


def test_the_marker_is_found_again_as_a_line(tools: SimpleNamespace) -> None:
    data = b"name,cnic\nAli,1\n<QUARANTINED>\nBa,2\n"
    assert tools.cells(tools.read(delimited, data))[2] == [(None, "<QUARANTINED>")]


# Reason, file, number of irregular records.
SLOW = [
    ("one quote, never closed", HEADER + b'Ali,"35202,0300,x\n' + ROW * 1_000_000, 1),
    ("a quote in each row, never closed", HEADER + b'Ali,"35202,0300,x\n' * 200_000, 200_000),
    ("stray quotes behind an open one", HEADER + b'"Ali,1\n' + b'x"y "z,1,2,3\n' * 400_000, 1),
    ("quotes only", HEADER + b'"' * 10_000_000 + b"\n", 0),
    ("quotes and blanks", HEADER + b'" ' * 5_000_000 + b"\n", None),
    ("line ends only", HEADER + b"\r" * 3_000_000 + b"x\n", 0),
    ("delimiters only", HEADER + b"," * 5_000_000 + b"\n", 1),
    ("blanks only", HEADER + b" " * 10_000_000 + b"\n", 0),
]


@pytest.mark.parametrize(("data", "irregular"), [r[1:] for r in SLOW], ids=[r[0] for r in SLOW])
def test_hostile_text_ends_in_seconds(
    data: bytes, irregular: int | None, tools: SimpleNamespace
) -> None:
    started = time.process_time()
    found = 0
    sink = Counting()

    def watched() -> Iterator[Batch]:
        nonlocal found
        for batch in delimited.read(Source.from_bytes(data, "x.csv")):
            found += getattr(batch.frame, "irregular", 0)
            yield batch

    delimited.write(watched(), sink)
    assert time.process_time() - started < 20
    assert sink.size == len(data)
    assert irregular is None or found == irregular
