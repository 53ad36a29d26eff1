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
    from redactor.batch import Batch

# In Rust's syntax: =SUM(…), @SUM(…), +cmd|'…'!A0; also in full-width characters.
_LIVE = (
    r"\A\s*(?:[=＝]\s*[^\s=＝]|[+\-@＋－＠][A-Za-z_][\w.]*[(|!]"
    r"|[+\-@＋－＠][^|\n]{0,200}\|[^!\n]{0,200}!)"
)
_KIND = "live formula (made text)"


def without_formulas(batch: Batch) -> Batch:
    """Return a batch of delimited text in which no cell is a formula."""
    cells = []
    count = 0
    for column in batch.columns:
        is_live = column.cells.str.contains(_LIVE).fill_null(value=False)
        found = int(is_live.sum())
        count += found
        if found:
            made = "'" + column.cells.filter(is_live)
            cells.append(column.cells.scatter(is_live.arg_true(), made))
        else:
            cells.append(column.cells)
    if not count:
        return batch
    return replace(batch.with_cells(cells), dropped=(*batch.dropped, Dropped(_KIND, count)))
