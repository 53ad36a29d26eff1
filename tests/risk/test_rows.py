"""Cells are told of one person where a file has rows, and it is said where it has none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from redactor.risk import choose_roles, read_tables
from redactor.risk.records import LISTS, NO_ROWS
from redactor.risk.table import from_frame

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [
    {"cnic": f"CNIC_{n}", "home": {"town": "Kasur", "uc": n % 2}, "seat": None if n else "4A"}
    for n in range(4)
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PEOPLE),
        json.dumps({"meta": {"made": "2020"}, "people": PEOPLE}, indent=1),
        "\ufeff" + "\n".join(map(json.dumps, PEOPLE)) + "\n",
    ],
    ids=["list", "document", "a line each"],
)
def test_columns_of_json_are_measured_together(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    (table,), left_out = read_tables([tmp_path / "a.json"])
    assert table.headers == ("cnic", "home.town", "home.uc", "seat")
    assert (table.rows, left_out) == (4, [])
    assert [table.distinct(n) for n in range(4)] == [4, 1, 2, 2]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.json", '{"cnic": {"a": 1}, "town": {"b": 2}}', NO_ROWS),
        ("b.json", '[{"cnic": 1, "town": 2}', NO_ROWS),
        ("c.json", '[{"cnic": "1", "calls": ["a", "b"]}, {"cnic": "2"}]', LISTS),
        ("d.xml", "<r><p><cnic>1</cnic><town>x</town></p><p><cnic>2</cnic></p></r>", NO_ROWS),
    ],
)
def test_what_can_not_be_told_of_one_person_is_said(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    (tmp_path / name).write_text(text)
    _, left_out = read_tables([tmp_path / name])
    assert left_out == [(name, why)]


def test_row_numbers_and_tokens_of_towers_get_their_roles() -> None:
    frame = pl.DataFrame({
        "S#": [str(n) for n in range(7, 40)],
        "year": [str(n) for n in range(1960, 1993)][::-1],
        "Tower": [f"CELL_7Q2M4K9XD3VA5BT{'WXYZ'[n % 4]}" for n in range(33)],
        "A party": ["MOBILE_7Q2M4K9XD3VA5BTW"] * 33,
    })  # fmt: skip
    found = choose_roles(from_frame(frame))
    assert found.roles == ("other", "quasi_identifier", "quasi_identifier", "identifier")
    assert found.unit == 3
