"""Formulas: a cell of a table that a spreadsheet would run is made text in the copy, and counted.

An apostrophe in front makes it so in every spreadsheet. A leading plus or minus is left alone where
no function and no other program is called: phones and amounts begin so.

Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.batch import Dropped

if TYPE_CHECKING:
    import polars as pl

    from redactor.batch import Batch

# In Rust's syntax: =SUM(…), @SUM(…), +cmd|'…'!A0; also in full-width characters.
_LIVE = (
    r"\A\s*(?:[=＝]\s*[^\s=＝]|[+\-@＋－＠][A-Za-z_][\w.]*[(|!]"
    r"|[+\-@＋－＠][^|\n]{0,200}\|[^!\n]{0,200}!)"
)
_KIND = "live formula (made text)"


def without_formulas(batch: Batch) -> Batch:
    """Return a batch of delimited text in which no cell is a formula."""
    made = [as_text(column.cells) for column in batch.columns]
    count = sum(found for _, found in made)
    if not count:
        return batch
    cells = [cells for cells, _ in made]
    return replace(batch.with_cells(cells), dropped=(*batch.dropped, Dropped(_KIND, count)))


def as_text(cells: pl.Series) -> tuple[pl.Series, int]:
    """Return cells in which no formula is live, and how many were."""
    is_live = cells.str.contains(_LIVE).fill_null(value=False)
    count = int(is_live.sum())
    if not count:
        return cells, 0
    return cells.scatter(is_live.arg_true(), "'" + cells.filter(is_live)), count
