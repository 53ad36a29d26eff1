"""Lists of numbers without a header, a 0 or a country: the file says together what they are."""

from __future__ import annotations

import random
from functools import cache

import pytest

from redactor.detection import ColumnProfile, Detector

NETWORKS = ["300", "301", "312", "321", "333", "345", "346"]


@cache
def detector() -> Detector:
    return Detector()


def mobiles(count: int) -> list[str]:
    made = random.Random(20261125)
    return [f"{made.choice(NETWORKS)}{made.randrange(10**7):07d}" for _ in range(count)]


def found(lines: list[str], profile: ColumnProfile) -> list[str]:
    """Return the texts that are found as mobile numbers, one a line."""
    results = detector().find_cells(lines, profile)
    return [
        line[finding.start : finding.end]
        for line, findings in zip(lines, results, strict=True)
        for finding in findings
        if finding.entity == "PK_MOBILE"
    ]


def test_a_file_of_numbers_is_a_column() -> None:
    lines = mobiles(30)
    assert found(lines, detector().profile_lines(lines)) == lines


def test_a_file_of_numbers_in_two_forms_is_a_column() -> None:
    lines = [number if place % 2 else f"92{number}" for place, number in enumerate(mobiles(30))]
    assert found(lines, detector().profile_lines(lines)) == lines


def test_a_table_of_fixed_width_gives_up_its_numbers() -> None:
    numbers = mobiles(30)
    lines = [f"{place:<5}{'cement':<20}{number:<14}{place * 7:>6}" for place, number in enumerate(numbers)]
    assert found(lines, detector().profile_lines(lines)) == numbers


def test_a_short_column_in_which_all_numbers_have_the_form_is_known_by_it() -> None:
    cells = mobiles(8)
    assert detector().profile("m", cells).prior == "PK_MOBILE"
    assert detector().profile("m", [*cells[:7], "4001234567"]).prior is None


@pytest.mark.parametrize(
    "lines",
    [
        [str(1_700_000_000 + 37 * place) for place in range(40)],
        [str(3_001_000_001 + place) for place in range(40)],
        [f"order {place} of 3001234567 bricks" for place in range(40)],
        [f"sha 3{place:03d}123456{place:02x}ff 42" for place in range(40)],
    ],
    ids=["seconds", "counted up", "one number", "hashes"],
)
def test_other_numbers_are_no_list_of_mobiles(lines: list[str]) -> None:
    assert not found(lines, detector().profile_lines(lines))
