"""Risk and loss equal to the figures that ARX's own tests expect (tests/vectors/risk/arx.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from redactor.disclosure import Table, release
from redactor.policy import Publish
from redactor.risk import measure
from redactor.risk.population import estimate
from redactor.risk.table import from_frame

ARX: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "risk" / "arx.json").read_text("utf-8")
)
ADULT = ARX["adult"]
SEVEN = ARX["seven"]


def test_risk_of_the_adult_data_is_arxs_to_the_last_digit() -> None:
    # A class of n persons is n rows with one number: what is known of the table besides its values.
    classes = [int(size) for size, n in ADULT["classes_by_size"].items() for _ in range(n)]
    rows = [str(number) for number, size in enumerate(classes) for _ in range(size)]
    found = measure(from_frame(pl.DataFrame({"class": rows})), [0])
    assert found.persons == 30_162
    assert (found.average, found.highest, found.unique) == (
        ADULT["average"],
        ADULT["highest"],
        ADULT["unique"],
    )
    for case in ADULT["population"]:
        estimated = estimate(found.sizes, round(found.persons / case["fraction"]))
        if "zayatz" in case:
            assert estimated.zayatz == pytest.approx(case["zayatz"], rel=1e-15)
        if "pitman" in case:
            # A maximum found by iteration: ARX itself compares four digits, here eleven agree.
            assert estimated.pitman == pytest.approx(case["pitman"], rel=1e-11)


def test_the_release_of_arxs_example_is_the_one_that_arx_finds(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        [row.split() for row in SEVEN["rows"]], schema=SEVEN["columns"], orient="row"
    )
    files = {}
    for place, name in enumerate(SEVEN["columns"]):
        file = tmp_path / f"{name}.txt"
        lines = [line.replace(" ", ";") for line in SEVEN["hierarchies"][name]]
        file.write_text("\n".join(lines), "utf-8")
        files[place] = str(file)
    before = measure(from_frame(rows), [0, 1, 2])
    assert (before.average, before.highest) == (
        SEVEN["before"]["average"],
        SEVEN["before"]["highest"],
    )
    made = release(
        Table(rows, ("quasi_identifier",) * 3), Publish(k=2, l=1, suppress_at_most=0), files
    )
    after = measure(from_frame(made.rows), [0, 1, 2])
    expected = SEVEN["after_2_anonymity"]
    assert (after.average, after.highest) == (expected["average"], expected["highest"])
    assert (made.suppressed, made.is_exact) == (0, True)
    # Loss by hand: of age and postcode one of three other values became the same, of sex all.
    assert made.loss == pytest.approx((1 / 3 + 1 + 1 / 3) / 3, abs=1e-15)
