"""Journalist risk against a list of the population: a wrong figure here hides who can be found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.cli import cli
from redactor.errors import InputError, UsageError
from redactor.risk import measure
from redactor.risk.journalist import journalist
from redactor.risk.table import from_frame

if TYPE_CHECKING:
    from pathlib import Path

# Four persons of the table; of the list four are like the first two, one like the third, and
# nobody like the last.
SAMPLE = pl.DataFrame(
    {"district": ["Swat", "Swat ", "Kech", "Hunza"], "sex": ["f", "F", "m", "f"], "n": list("abcd")}
)
LISTED = "Sex,Name,District\n" + "f,x,swat\n" * 4 + "m,x,KECH\n" + "m,x,Swat\n" * 20


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    (tmp_path / "voters.csv").write_text(LISTED)
    return tmp_path / "voters.csv"


def test_the_figures_are_those_worked_out_by_hand(listed: Path) -> None:
    found = journalist(from_frame(SAMPLE), [0, 1], [listed])
    assert found.persons == 25
    # 1/4 twice, 1/1, and 1/1 for her who is not in the list.
    assert found.average == pytest.approx((0.25 + 0.25 + 1 + 1) / 4)
    assert (found.highest, found.at_risk, found.unique, found.missing) == (1.0, 1.0, 0.5, 0.25)


def test_somebody_with_several_rows_is_as_exposed_as_in_her_rarest(listed: Path) -> None:
    rows = SAMPLE.with_columns(pl.Series("n", ["a", "b", "a", "b"]))
    found = journalist(from_frame(rows), [0, 1], [listed], unit=2)
    assert (found.average, found.unique, found.missing) == (1.0, 1.0, 0.5)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("ab "), st.sampled_from("xyz")), min_size=1, max_size=40))
def test_against_itself_it_is_prosecutor_risk(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    frame = pl.DataFrame(rows, schema=["one", "two"], orient="row")
    file = tmp_path_factory.mktemp("list") / "list.parquet"
    frame.write_parquet(file)
    table = from_frame(frame)
    found, own = journalist(table, [0, 1], [file]), measure(table, [0, 1])
    assert found.average == pytest.approx(own.average)
    assert (found.highest, found.unique, found.missing) == (own.highest, own.unique, 0)


def test_a_list_that_can_not_tell_is_refused(tmp_path: Path, listed: Path) -> None:
    with pytest.raises(UsageError, match="no column n in the list"):
        journalist(from_frame(SAMPLE), [2], [listed])
    (tmp_path / "note.txt").write_text("nothing here\n")
    with pytest.raises(InputError, match="can't be read whole"):
        journalist(from_frame(SAMPLE), [0], [tmp_path / "note.txt"])


def test_the_command_tells_it_and_shows_no_value(tmp_path: Path, listed: Path) -> None:
    SAMPLE.write_csv(tmp_path / "copy.csv")
    command = ["risk", str(tmp_path / "copy.csv"), "--quasi", "district,sex"]
    command += ["--population-list", str(listed)]
    done = CliRunner().invoke(cli, [*command, "--json"])
    (table,) = json.loads(done.output)["tables"]
    assert table["journalist"]["average"] == pytest.approx(0.625)
    shown = CliRunner().invoke(cli, command).output
    assert "journalist risk, by the list" in shown
    assert "Swat" not in shown
