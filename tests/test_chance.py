"""Business numbers stay; identifiers that come late in their column do not hide among them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from redactor import Key, Redactor

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 6_000


def numbers(seed: int) -> list[str]:
    chance = random.Random(seed)
    return [str(chance.randrange(10**12, 10**13)) for _ in range(ROWS)]


def with_late_cnics() -> list[str]:
    chance = random.Random(5)
    cells = numbers(4)
    for row in range(ROWS // 2, ROWS, 3):
        cells[row] = f"352{chance.randrange(1, 7)}{chance.randrange(10**9):09}"[:3] + (
            f"0{chance.randrange(1, 7)}{chance.randrange(10**8):08}"
        )
    return cells


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(policy="study", key=Key.generate())


def redacted(redactor: Redactor, cells: list[str], folder: Path) -> list[str]:
    (folder / "a.csv").write_text("serial,value\n" + "".join(f"{n},{c}\n" for n, c in enumerate(cells)))
    redactor.file(folder / "a.csv", folder / "b.csv")
    lines = (folder / "b.csv").read_text().splitlines()[1:]
    return [line.split(",")[1] for line in lines]


def test_business_numbers_stay(redactor: Redactor, tmp_path: Path) -> None:
    cells = numbers(1)
    touched = sum(a != b for a, b in zip(cells, redacted(redactor, cells, tmp_path), strict=True))
    assert touched <= 0.005 * ROWS


def test_cnics_behind_the_first_rows_are_not_taken_for_chance(
    redactor: Redactor, tmp_path: Path
) -> None:
    cells = with_late_cnics()
    result = redacted(redactor, cells, tmp_path)
    assert not [c for c in result[ROWS // 2 :: 3] if c.isdigit()]


def test_a_frame_is_counted_as_a_whole(redactor: Redactor) -> None:
    frame = pl.DataFrame({"value": with_late_cnics()})
    result = redactor.table(frame)["value"].to_list()
    assert not [c for c in result[ROWS // 2 :: 3] if c.isdigit()]
