"""Blocks that are read or written in one step hold what reading row by row gives."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactor.formats import Source, delimited, rows

if TYPE_CHECKING:
    import pytest

CELLS = st.one_of(
    st.sampled_from(["", '""', "a", '"a,b"', '"a ""b"" c"', 'in"side"', '" "', "x y", "گلی ۴", '"é"']),
    st.text(st.characters(codec="utf-8", exclude_characters='\r\n",'), max_size=6),
)
LINES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)


def read(data: bytes) -> tuple[list[list[str | None]], bytes, bytes]:
    batches = list(delimited.read(Source.from_bytes(data, "t.csv")))
    cells = [c for batch in batches for c in (column.cells.to_list() for column in batch.columns)]
    same, changed = io.BytesIO(), io.BytesIO()
    delimited.write(batches, same)
    delimited.write(
        (b.with_cells([c.cells.str.replace("^.*a.*$", 'now, "it"') for c in b.columns]) for b in batches),
        changed,
    )
    return cells, same.getvalue(), changed.getvalue()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_a_block_in_one_step_is_what_its_rows_are(
    monkeypatch: pytest.MonkeyPatch, lines: list[list[str]]
) -> None:
    text = "number,name,remarks\n" + "".join(",".join(line) + "\n" for line in lines * 3)
    with monkeypatch.context() as patched:
        patched.setattr(delimited._Reader, "_regular", lambda self, block: None)
        patched.setattr(rows, "_together", lambda batch, frame: None)
        slow = read(text.encode())
    fast = read(text.encode())
    assert fast[1] == text.encode()
    assert [pl.Series(c).to_list() for c in fast[0]] == slow[0]
    assert fast[1:] == slow[1:]
