"""The tables of facts: each says where it comes from, is read, and agrees with other sources."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[1]
# The trained model is no table; test_name_model.py holds it to its checksum.
TABLES = sorted(
    path
    for path in (ROOT / "recognizers" / "pk" / "data").iterdir()
    if path.suffix != ".crfsuite"
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Return tools/check_tables.py as a module."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec = importlib.util.spec_from_file_location(
            "check_tables", ROOT / "tools" / "check_tables.py"
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_says_its_source_and_date_and_is_read(tool: ModuleType, path: Path) -> None:
    """Else nobody can tell which facts are stale, or a fix to a dead table changes nothing."""
    assert tool.check_header(path) == []
    assert tool.is_read(path)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_entry_stands_twice(tool: ModuleType, path: Path) -> None:
    rows = [" ".join(row) for row in tool.rows(path.stem)]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    "stem",
    ["area_codes", "boards", "card_ranges", "cnic_districts", "constituencies", "iban_structures",
     "mobile_prefixes", "universities", "vehicle_series"],
)  # fmt: skip
def test_a_table_agrees_with_an_independent_source(tool: ModuleType, stem: str) -> None:
    """phonenumbers, python-stdnum, published test numbers, or its own declared form."""
    assert tool.CHECKS[stem]() == []
