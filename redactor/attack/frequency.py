"""(b) Counting: tokens that occur as often as only one value does tell which value it is.

The intruder knows how often each value occurs, as from a public list of given names or from an
older leak; the original's own counts are the most that anybody can know.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from redactor.attack.attempt import Attempt, Pair
from redactor.operators.tokens import are_outputs

_MOSTLY: Final = 0.5


def frequency(pair: Pair, control: float = 0.0) -> Attempt:
    """Return in how many rows the value behind a token is told by its count.

    Where rows are in no order nobody can say which claims are right: all count as hits.
    """
    hits = tried = 0
    most = 0
    for name in _tokens_of(pair):
        values = pair.original[name].fill_null("").str.strip_chars()
        tokens = pair.copy[name].fill_null("").str.strip_chars()
        if tokens.n_unique() < 2 or values.n_unique() == values.len():
            continue
        known = _single(values.filter(values != ""), "value")
        seen = _single(tokens.filter(tokens != ""), "token")
        claims = seen.join(known, on="n")
        rows = pl.DataFrame({"token": tokens}).join(claims, on="token", how="inner")
        if pair.is_aligned:
            both = pl.DataFrame({"token": tokens, "truth": values}).join(claims, on="token")
            hits += both.filter(pl.col("truth") == pl.col("value")).height
        else:
            hits += rows.height
        tried += tokens.len()
        counts = values.value_counts(name="n")["n"]
        most += int(counts.max() or 0)  # type: ignore[arg-type]
    return Attempt(
        "frequency",
        "how often each value occurs",
        tried,
        hits,
        most / tried if tried else 0.0,
        control,
    )


def _tokens_of(pair: Pair) -> list[str]:
    """Return the columns of identifiers, and those that became tokens, whatever they are."""
    return [
        name
        for name, role in zip(pair.copy.columns, pair.roles, strict=True)
        if role == "identifier"
        or are_outputs(pair.copy[name].drop_nulls()).sum() >= _MOSTLY * pair.copy.height
    ]


def _single(cells: pl.Series, name: str) -> pl.DataFrame:
    """Return the values whose count no other value has, with it; counts of 1 tell nobody."""
    counts = cells.alias(name).value_counts(name="n").filter(pl.col("n") > 1)
    alone = counts.group_by("n").len().filter(pl.col("len") == 1).select("n")
    return counts.join(alone, on="n", how="semi")
