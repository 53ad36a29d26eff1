"""(d) to (f): a second copy, the order of the rows, times of day, and pieces in other columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from recognizers.pk.script import fold
from redactor.attack.attempt import Attempt, Pair, drawn
from redactor.operators import TOKEN

if TYPE_CHECKING:
    from redactor.attack.linkage import Fits

_TIME: Final = re.compile(r"[0-2]?[0-9]:[0-5][0-9]")
_RUN: Final = re.compile(r"[0-9]{6,}")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
# Digits of a number that a piece must have, and letters of a name's word.
_PIECE: Final = 6


def difference(copy: pl.DataFrame, second: pl.DataFrame, control: float = 0.0) -> Attempt:
    """Return how many tokens of a copy stand in a second one too, so that both can be joined."""
    ours, theirs = _tokens(copy), _tokens(second)
    return Attempt(
        "difference",
        "a second copy of the same people",
        len(ours),
        len(ours & theirs),
        0.0,
        control,
    )


def _tokens(frame: pl.DataFrame) -> set[str]:
    return {
        found
        for name in frame.columns
        for cell in frame[name].drop_nulls().unique().to_list()
        for found in TOKEN.findall(cell)
        if not found.startswith("<")
    }


def order(pair: Pair, fits: Fits, control: float = 0.0) -> Attempt:
    """Return how often row n of the copy is row n of the original, told by the quasi-identifiers.

    The intruder has a list in the same order, such as one sorted by number or date. Compared with
    any row of the copy, which fits as often by chance.
    """
    if not pair.of("quasi_identifier") or pair.copy.height < 2:
        return Attempt("row order", "a list in the original's order", 0, 0, 0.0, control)
    scale = pair.original.height / pair.copy.height
    targets = drawn(pair.copy.height)
    hits = 0
    chance = 0.0
    for target in targets:
        rows = fits.rows(int(target * scale))
        hits += bool(np.isin(target, rows))
        chance += len(rows) / pair.copy.height
    return Attempt(
        "row order",
        "a list in the original's order",
        len(targets),
        hits,
        chance / len(targets),
        control,
    )


def times(pair: Pair, control: float = 0.0) -> Attempt:
    """Return how many rows keep a time of day that only one row of the original has."""
    hits = tried = 0
    for name in pair.copy.columns:
        values = pair.original[name].drop_nulls()
        if not values.len() or not values.head(200).str.contains(_TIME.pattern).mean():
            continue
        counts = values.value_counts(name="n")
        single = set(counts.filter(pl.col("n") == 1)[name].to_list())
        cells = pair.copy[name].fill_null("").to_list()
        tried += len(cells)
        hits += sum(cell in single for cell in cells)
    return Attempt(
        "times of day", "when one call or visit was, to the minute", tried, hits, 0.0, control
    )


def pieces(pair: Pair, control: float = 0.0) -> Attempt:
    """Return how many rows keep a piece of an identifier in any of their columns.

    Six digits of a number, or a word of a name of four letters. Compared with the pieces that a
    row has in common with the identifiers of another row by chance.
    """
    names = [n for n in pair.of("identifier") if n in pair.original.columns]
    if not names:
        return Attempt("pieces", "a part of a number or name", 0, 0, 0.0, control)
    targets = drawn(pair.original.height)
    rows = pair.copy.rows()
    if pair.is_aligned:
        held = {int(t): _pieces_of(rows[t]) for t in targets}
    else:
        whole: set[str] = set()
        for row in rows:
            whole |= _pieces_of(row)
        held = {int(t): whole for t in targets}
    common = _vocabulary(pair)
    hits = chance = 0
    step = pair.original.height // 2 or 1
    for target in targets:
        own = _wanted(pair, names, int(target)) - common
        other = _wanted(pair, names, (int(target) + step) % pair.original.height) - common
        hits += bool(own & held[int(target)])
        if pair.is_aligned:
            chance += bool((other - own) & held[int(target)])
        else:
            # Found anywhere in the copy: as often as pieces backwards, which nobody has.
            chance += bool({piece[::-1] for piece in own} & held[int(target)])
    return Attempt(
        "pieces",
        "a part of a number or name, in any column",
        len(targets),
        hits,
        chance / len(targets) if len(targets) else 0.0,
        control,
    )


def _vocabulary(pair: Pair) -> set[str]:
    """Return the words of columns that name nobody: a city in an address is no piece of a name."""
    found: set[str] = set()
    for name in pair.of("quasi_identifier", "sensitive", "other"):
        values = pair.original[name].drop_nulls().unique()
        found |= {piece for piece in _pieces_of(tuple(values.to_list())) if not piece.isdigit()}
    return found


def _wanted(pair: Pair, names: list[str], row: int) -> set[str]:
    """Return the pieces of a row's identifiers."""
    return _pieces_of(tuple(pair.original[name][row] for name in names))


def _pieces_of(cells: tuple[str | None, ...]) -> set[str]:
    found: set[str] = set()
    for cell in cells:
        if not cell:
            continue
        text = TOKEN.sub(" ", fold(cell).text).lower()
        found.update(_WORD.findall(text))
        for run in _RUN.findall(re.sub(r"(?<=[0-9])[-. /](?=[0-9])", "", text)):
            found.update(run[n : n + _PIECE] for n in range(len(run) - _PIECE + 1))
    return found
