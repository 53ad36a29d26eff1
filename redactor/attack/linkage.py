"""(c) Linking: the rows of the copy that can be a person whose place, age and sex are known.

Singling out and inference of Opinion 05/2014 on Anonymisation Techniques (WP216). A cell of the
copy fits a value if it is the value or anything that a hierarchy makes of it, "*" included.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from redactor.attack.attempt import Attempt, Pair, drawn
from redactor.disclosure.hierarchies import KINDS, build

if TYPE_CHECKING:
    from collections.abc import Sequence


# Share of a column's values that the copy's cells can stand for, for it to be of use.
_LEAST: Final = 0.5


class Fits:
    """Which rows of the copy fit a row of the original in some columns."""

    def __init__(self, pair: Pair, columns: Sequence[str]) -> None:
        """Index the copy's cells and the values that they can stand for."""
        self._columns = []
        self._rows: list[dict[str, np.ndarray]] = []
        self._covers: list[dict[str, list[str]]] = []
        self._cells = []
        self.count = pair.copy.height
        for name in columns:
            cells = _plain(pair.copy[name].fill_null("").to_list())
            rows: dict[str, list[int]] = {}
            for row, cell in enumerate(cells):
                rows.setdefault(cell, []).append(row)
            values = _plain(pair.original[name].fill_null("").to_list())
            covers = _covers(set(values), set(rows))
            # What became tokens, or empty, fits nobody: the intruder leaves such a column out.
            if sum(map(bool, covers.values())) < _LEAST * len(covers):
                continue
            self._columns.append(name)
            self._rows.append({cell: np.array(n) for cell, n in rows.items()})
            self._cells.append(values)
            self._covers.append(covers)

    @property
    def columns(self) -> int:
        """How many columns tell anything."""
        return len(self._columns)

    def rows(self, target: int, columns: Sequence[str] | None = None) -> np.ndarray:
        """Return the rows of the copy that fit a row of the original."""
        left: np.ndarray | None = None
        for n, name in enumerate(self._columns):
            if columns is not None and name not in columns:
                continue
            cells = self._covers[n].get(self._cells[n][target], [])
            fitting = (
                np.sort(np.concatenate([self._rows[n][cell] for cell in cells]))
                if cells
                else np.empty(0, int)
            )
            left = fitting if left is None else np.intersect1d(left, fitting, assume_unique=True)
            if not len(left):
                break
        return left if left is not None else np.arange(self.count)


def _plain(cells: Sequence[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def _covers(values: set[str], cells: set[str]) -> dict[str, list[str]]:
    """Return for each value the cells of the copy that can stand for it."""
    found: dict[str, set[str]] = {value: {value} & cells for value in values}
    if cells - values:
        counted = dict.fromkeys(values, 2)
        for kind in KINDS:
            for level in build(counted, kind).levels:
                for value, text in level.items():
                    if text.lower() in cells:
                        found[value].add(text.lower())
        # "other" stands for the values that the copy does not show by themselves.
        if "other" in cells:
            for value in values - cells:
                found[value].add("other")
    return {value: sorted(of) for value, of in found.items()}


def linkage(pair: Pair, fits: Fits, control: float = 0.0) -> Attempt:
    """Return how often the row of a known person is found: the chance to pick it among its like."""
    targets = drawn(pair.original.height)
    hits = 0.0
    for target in targets:
        rows = fits.rows(int(target))
        if len(rows) and (not pair.is_aligned or target in rows):
            hits += 1 / len(rows)
    return Attempt(
        "linkage (singling out)",
        f"{fits.columns} quasi-identifiers of a person in the table",
        len(targets),
        hits,
        1 / max(pair.copy.height, 1),
        control,
    )


def inference(pair: Pair, fits: Fits, control: float = 0.0) -> Attempt:
    """Return how often a sensitive value is told by the rows that a known person can be."""
    hits = tried = 0
    guess = 0.0
    for name in pair.of("sensitive"):
        truth = _plain(pair.original[name].fill_null("").to_list())
        cells = _plain(pair.copy[name].fill_null("").to_list())
        covers = _covers(set(truth), set(cells))
        common = Counter(truth).most_common(1)[0][1] / max(len(truth), 1)
        for target in drawn(len(truth)):
            rows = fits.rows(int(target))
            tried += 1
            guess += common
            if not len(rows):
                continue
            told = Counter(cells[row] for row in rows).most_common(1)[0][0]
            # A band or "*" tells no value.
            hits += told != "*" and told in covers[truth[target]] and told == truth[target]
    return Attempt(
        "inference",
        "the same, to learn a sensitive value",
        tried,
        hits,
        guess / tried if tried else 0.0,
        control,
    )


def linkability(pair: Pair, control: float = 0.0) -> Attempt:
    """Return how many persons with several rows still have rows that a token joins."""
    counted = not pair.is_aligned
    if pair.unit is None:
        return Attempt("linkability", "two rows of one person", 0, 0, 0.0, control, counted)
    name = pair.copy.columns[pair.unit]
    persons = pair.original[name].drop_nulls().value_counts(name="n")
    several = persons.filter(persons["n"] > 1).height
    tokens = pair.copy[name].drop_nulls()
    joined = tokens.filter(tokens != "").value_counts(name="n")
    hits = min(joined.filter(joined["n"] > 1).height, several)
    # That rows of one person can be joined is what tokens are for; linkage says what it costs.
    return Attempt(
        "linkability", "two rows of one person", several, hits, 0.0, control, counts=False
    )
