"""The examples of publishing, linking and the notebook run as they stand."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def output(path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    runpy.run_path(str(path), run_name="__main__")
    return capsys.readouterr().out.splitlines()


def test_the_district_table_shows_no_small_count(capsys: pytest.CaptureFixture[str]) -> None:
    head, *lines = output(EXAMPLES / "district_table" / "table.py", capsys)
    assert head.startswith("CITY,")
    counts = [cell for line in lines for cell in line.split(",")[1:]]
    assert "below" in counts
    assert all(cell in {"below", "0"} or int(cell) >= 11 for cell in counts)


def test_two_leaks_join_under_one_key_and_not_after(capsys: pytest.CaptureFixture[str]) -> None:
    joined, released, shared = output(EXAMPLES / "link_then_release" / "study.py", capsys)
    assert joined == "400 of 400 joined"
    assert int(released.rpartition(" ")[2]) >= 11
    assert shared.startswith("0 tokens")


def test_every_cell_of_the_notebook_runs() -> None:
    notebook = json.loads((EXAMPLES / "notebook" / "redacted_table.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
    assert names["counts"].height == 3
