"""The least loss: which level of each hierarchy, and which rows go, so that k and l hold.

A node is a level for each quasi-identifier, the same for all rows (full-domain generalisation,
Samarati 2001). Its loss is Iyengar's (2002), as in ARX's "Loss": for each cell the share of the
column's other values that became the same text, 1 for a row that is taken out; the mean over all.

The search is exact. Loss without suppression grows with every level (classes of values only
merge), and suppression only adds to it, so it bounds the loss of a node and of all above it.
Nodes are taken by that bound, lowest first, until the bound is no better than the best node found.
Where a node fails, all below it fail too, and are passed over unmeasured. After MOST_MEASURED
nodes the best one so far is taken, and the result says so.

If fewer than k persons were taken out, their absence points at them: who has the totals knows that
these few are the rare ones. So the smallest class that is left goes with them (complementary
suppression). It counts like any other loss; a node that can't pay for it does not rule out those
below, where more than k may go by themselves.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

Node = tuple[int, ...]
MOST_MEASURED: Final = 3_000


@dataclass(frozen=True, slots=True)
class Demand:
    """What each class must have: `k` persons, `l` values of each sensitive column.

    `suppress_at_most` is the share of rows that may be taken out, for whatever reason.
    """

    k: int
    l: int = 1  # noqa: E741 - the field's own name
    suppress_at_most: float = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """The best node, the loss, the rows that stay, and whether all nodes were decided.

    `complementary` rows went only because fewer than k persons had gone.
    """

    node: Node
    loss: float
    stays: np.ndarray
    complementary: int
    measured: int
    is_exact: bool


class Lattice:
    """All nodes over the rows of one table.

    `levels[c][n]` gives for each distinct value of column c its code at level n; `cells[c]` the
    value's place for each row. `persons` and `sensitive` are numbers a row.
    """

    def __init__(
        self,
        cells: Sequence[np.ndarray],
        levels: Sequence[Sequence[np.ndarray]],
        persons: np.ndarray,
        sensitive: Sequence[np.ndarray],
        demand: Demand,
    ) -> None:
        """Gather equal rows, so that a node is measured on what differs."""
        self._demand = demand
        self._levels = levels
        self.rows = len(persons)
        self._tops = tuple(len(of_column) - 1 for of_column in levels)
        frame = pl.DataFrame(
            {f"q{n}": column.astype(np.uint32) for n, column in enumerate(cells)}
            | {"person": persons}
            | {f"s{n}": column for n, column in enumerate(sensitive)}
        ).with_columns(pl.lit(0).alias("all"))
        self._sensitive = [f"s{n}" for n in range(len(sensitive))]
        names = [f"q{n}" for n in range(len(cells))]
        is_each = frame["person"].n_unique() == self.rows
        # With one row a person a count will do; else persons must stay apart.
        kept = ["all", *names, *self._sensitive, *([] if is_each else ["person"])]
        groups = frame.select(kept).with_row_index("row")
        grouped = groups.group_by(kept, maintain_order=True).agg(pl.len().alias("n"), "row")
        self._groups = grouped.drop("row")
        group_of = np.empty(self.rows, np.int64)
        exploded = grouped.with_row_index("group").select("group", "row").explode("row")
        group_of[exploded["row"].to_numpy()] = exploded["group"].to_numpy()
        self.group_of = group_of
        self._is_each = is_each
        self._values = [grouped[name].to_numpy() for name in names]
        self._penalty = [[_penalties(codes) for codes in of_column] for of_column in levels]
        weights = grouped["n"].to_numpy()
        self._weights = weights
        self._bounds = [
            [float(np.dot(p[v], weights)) / max(self.rows, 1) for p in of_column]
            for of_column, v in zip(self._penalty, self._values, strict=True)
        ]

    def bound(self, node: Node) -> float:
        """Return the loss of a node with every row kept: no node above it has less."""
        if not node:
            return 0.0
        return sum(self._bounds[c][level] for c, level in enumerate(node)) / len(node)

    def classes(self, node: Node) -> pl.Series:
        """Return the number of the class of each group of equal rows."""
        key = np.zeros(self._groups.height, np.int64)
        for column, level in enumerate(node):
            codes = self._levels[column][level][self._values[column]].astype(np.int64)
            key = key * (int(codes.max(initial=0)) + 1) + codes
            # Dense again, so that the product of many columns does not overflow.
            key = np.unique(key, return_inverse=True)[1]
        return pl.Series("class", key)

    def good(self, node: Node) -> np.ndarray:
        """Return for each group whether its class has what is demanded."""
        frame = self._groups.select("n", *self._sensitive, *([] if self._is_each else ["person"]))
        frame = frame.with_columns(self.classes(node))
        size = pl.col("n").sum() if self._is_each else pl.col("person").n_unique()
        wanted = size >= self._demand.k
        for column in self._sensitive:
            wanted = wanted & (pl.col(column).n_unique() >= self._demand.l)
        fine = frame.group_by("class").agg(wanted.alias("good"))
        return frame.join(fine, on="class", how="left", maintain_order="left")["good"].to_numpy()

    def losses(self, node: Node) -> list[float]:
        """Return the loss of each column at a node, 1 for each row that would be taken out."""
        good = self.good(node)
        return [
            float(np.dot(np.where(good, by_level[level][values], 1.0), self._weights)) / self.rows
            for by_level, level, values in zip(self._penalty, node, self._values, strict=True)
        ]

    def search(self) -> Found | None:
        """Return the node of least loss that meets the demand; None if not even the top does."""
        measured = 0
        failed = np.empty((MOST_MEASURED + sum(self._tops) + 1, len(self._tops)), np.int64)
        failures = 0
        best: tuple[float, Node, np.ndarray, int] | None = None
        # Counted in rows, with room for what 0.05 is as a binary fraction.
        most = self._demand.suppress_at_most * self.rows + 1e-6
        order = count()
        bottom: Node = tuple(0 for _ in self._tops)
        queue: list[tuple[float, int, Node]] = [(self.bound(bottom), next(order), bottom)]
        seen = {bottom}
        is_exact = True

        def measure(node: Node) -> bool:
            nonlocal measured, best, failures
            measured += 1
            good = self.good(node)
            lost = self.rows - int(np.dot(good, self._weights))
            if lost > most or not good.any():
                failed[failures] = node
                failures += 1
                return False
            more = self._complement(node, good)
            if more is None or lost + (added := int(np.dot(more, self._weights))) > most:
                return False
            good &= ~more
            loss = self._loss(node, good)
            if best is None or loss < best[0]:
                best = (loss, node, good, added)
            return True

        self._descend(measure)
        while queue:
            bound, _, node = heapq.heappop(queue)
            if best is not None and bound >= best[0]:
                break
            if measured >= MOST_MEASURED:
                is_exact = False
                break
            if not (failed[:failures] >= node).all(axis=1).any():
                measure(node)
            for column, top in enumerate(self._tops):
                if node[column] < top:
                    above = (*node[:column], node[column] + 1, *node[column + 1 :])
                    if above not in seen:
                        seen.add(above)
                        heapq.heappush(queue, (self.bound(above), next(order), above))
        if best is None:
            return None
        loss, node, good, added = best
        return Found(node, loss, good[self.group_of], added, measured, is_exact)

    def _descend(self, measure: object) -> None:
        """Walk down from the top while the demand holds: a first good node, and failures to use."""
        node = self._tops
        if not measure(node):  # type: ignore[operator]
            return
        while True:
            steps = [
                (self.bound(below), below)
                for c, level in enumerate(node)
                if level
                for below in [(*node[:c], level - 1, *node[c + 1 :])]
            ]
            for _, below in sorted(steps):
                if measure(below):  # type: ignore[operator]
                    node = below
                    break
            else:
                return

    def _complement(self, node: Node, good: np.ndarray) -> np.ndarray | None:
        """Return the groups that go because too few went; None if nothing would be left."""
        gone = (
            int(np.dot(~good, self._weights))
            if self._is_each
            else self._groups["person"].filter(pl.Series(~good)).n_unique()
        )
        if not 0 < gone < self._demand.k:
            return np.zeros(len(good), bool)
        classes = self.classes(node).to_numpy()
        sizes = np.bincount(classes[good], weights=self._weights[good])
        if np.count_nonzero(sizes) < 2:
            return None
        kept = (1 - self._penalties(node)) * self._weights
        worth = np.bincount(classes[good], weights=kept[good])
        left = np.flatnonzero(sizes)
        # Of two of one size the one that tells less.
        smallest = left[np.lexsort((worth[left], sizes[left]))[0]]
        return np.asarray(good & (classes == smallest))

    def _penalties(self, node: Node) -> np.ndarray:
        """Return the loss of each group of equal rows where it stays, 0 to 1."""
        lost = np.zeros(self._groups.height)
        for column, level in enumerate(node):
            lost += self._penalty[column][level][self._values[column]]
        return lost / max(len(node), 1)

    def _loss(self, node: Node, good: np.ndarray) -> float:
        per_group = np.where(good, self._penalties(node), 1.0)
        return float(np.dot(per_group, self._weights)) / max(self.rows, 1)


def _penalties(codes: np.ndarray) -> np.ndarray:
    """Return for each value the share of the other values that have its code."""
    if len(codes) < 2:
        return np.zeros(len(codes))
    sizes = np.bincount(codes)
    return (sizes[codes] - 1) / (len(codes) - 1)
