"""Tables of counts: small ones taken out, and others with them, so that none can be worked out."""

from __future__ import annotations

from typing import Final

import polars as pl

SUPPRESSED: Final = None
"""Stands for a count that is not told."""


def protect_counts(
    frame: pl.DataFrame, rows: str, columns: str | None, *, k: int, unit: str | None = None
) -> pl.DataFrame:
    """Return how many persons have each pair of values, without counts from 1 to k - 1.

    `rows` and `columns` name columns of the frame; `columns` None gives one column `persons`.
    `unit` is the column that stands for the person. Where a row or column of the table would have
    a single count missing, the sum tells it, so the smallest other one goes too (complementary
    suppression), until none is alone. Zeros stay: they are told by the sums of most tables.
    Raises ValueError for k below 2: a count of one is a person.
    """
    if k < 2:
        raise ValueError("k below 2 protects nobody: a count of 1 is a person")
    names = [rows, columns] if columns is not None else [rows]
    persons = frame.select(*names, *([unit] if unit else []))
    persons = persons.unique() if unit else persons
    counts = persons.group_by(names).len("persons").sort(names)
    if columns is None:
        cells = counts["persons"].to_list()
        known: list[list[int | None]] = [[n] for n in cells]
        heads = ["persons"]
        labels = counts[rows].to_list()
    else:
        heads = sorted(str(v) for v in counts[columns].unique().to_list())
        labels = counts[rows].unique(maintain_order=True).to_list()
        by_pair = {(r, str(c)): n for r, c, n in counts.iter_rows()}
        known = [[by_pair.get((label, head), 0) for head in heads] for label in labels]
    hidden = [[bool(n) and n < k for n in line] for line in known]  # type: ignore[operator]
    while _hide_more(known, hidden, k):
        pass
    shown = [
        [SUPPRESSED if is_hidden else n for n, is_hidden in zip(line, marks, strict=True)]
        for line, marks in zip(known, hidden, strict=True)
    ]
    return pl.DataFrame(
        {rows: labels} | {head: [line[n] for line in shown] for n, head in enumerate(heads)}
    )


def _hide_more(known: list[list[int | None]], hidden: list[list[bool]], k: int) -> bool:
    """Hide one more count where a line has one alone, or hidden ones that sum to less than k."""
    height, width = len(known), len(known[0]) if known else 0
    lines = [[(r, c) for c in range(width)] for r in range(height) if width > 1]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    for line in lines:
        gone = [(r, c) for r, c in line if hidden[r][c]]
        total = sum(known[r][c] or 0 for r, c in gone)
        if not gone or (len(gone) > 1 and total >= k):
            continue
        rest = [(known[r][c] or 0, r, c) for r, c in line if not hidden[r][c] and known[r][c]]
        if rest:
            _, r, c = min(rest)
            hidden[r][c] = True
            return True
    return False
