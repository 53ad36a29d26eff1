"""Recall and precision on a small held-out corpus; tools/measure_recall.py measures a large one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "measure_recall.py"


@pytest.fixture(scope="module")
def measured() -> dict[str, object]:
    """Return what the tool counts on 50 values of each entity in each place, seed 7."""
    finished = subprocess.run(
        [sys.executable, TOOL, "--seed", "7", "--count", "50", "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert finished.returncode in {0, 3}, finished.stderr
    counts: dict[str, object] = json.loads(finished.stdout)
    return counts


def test_no_entity_with_structure_is_missed_or_wrongly_claimed(measured: dict[str, object]) -> None:
    assert measured["below_floor"] == []


def test_names_and_addresses_by_header_and_relation_words_are_mostly_found(
    measured: dict[str, object],
) -> None:
    """Names and addresses in free text need a model; headers and relation words carry this far."""
    counts = measured["counts"]
    assert isinstance(counts, dict)
    for entity in ("PERSON", "ADDRESS"):
        column = counts[f"{entity} column"]
        assert column["recalled"] >= 0.99 * column["values"], f"{entity} in a column of its own"
        for place in ("English", "Roman Urdu", "Urdu"):
            tally = counts[f"{entity} {place}"]
            assert tally["covered"] >= 0.8 * tally["values"], f"{entity} in {place}"


def test_each_entity_is_measured_in_each_place(measured: dict[str, object]) -> None:
    """A generator that stops making an entity would otherwise pass as perfect recall."""
    counts = measured["counts"]
    assert isinstance(counts, dict)
    measured_often = [name for name, tally in counts.items() if tally["values"] >= 50]
    assert len(measured_often) == 21 * 4
