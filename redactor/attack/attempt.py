"""What every attack takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from redactor.risk.interval import wilson

if TYPE_CHECKING:
    import polars as pl

    from redactor.policy import Role

SEED: Final = 16_051_216
# Rows or values that an attack is tried on; at 1,000 the interval is at most 0.062 wide.
TARGETS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A table and its copy: the same columns, as text. `is_aligned`: row n became row n."""

    original: pl.DataFrame = field(repr=False)
    copy: pl.DataFrame = field(repr=False)
    roles: tuple[Role, ...]
    unit: int | None
    is_aligned: bool

    def of(self, *roles: Role) -> list[str]:
        """Return the names of the columns with one of these roles."""
        return [n for n, r in zip(self.copy.columns, self.roles, strict=True) if r in roles]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attack: how often it hit, and how often a guess without the copy would have.

    `gain` is (share - chance) / (1 - chance), after Giomi et al., A Unified Framework for
    Quantifying Privacy Risk in Synthetic Data (2023), with the 95 % interval of the share. `counts`
    is False where linking is what the copy is for. `control` is the share that the same attack
    reaches on a copy that was made weak on purpose.
    """

    name: str
    has: str
    tried: int
    hits: float
    chance: float
    control: float
    counts: bool = True
    note: str = ""

    @property
    def share(self) -> float:
        """Share of targets that were hit."""
        return self.hits / self.tried if self.tried else 0.0

    @property
    def gain(self) -> float:
        """What the copy added to guessing."""
        return _gain(self.share, self.chance)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the gain."""
        low, high = wilson(self.hits, self.tried)
        return _gain(low, self.chance), _gain(high, self.chance)

    def wins(self, tolerance: float) -> bool:
        """Say whether the intruder wins: surely more than the tolerance."""
        return self.counts and self.tried > 0 and self.interval[0] > tolerance


def _gain(share: float, chance: float) -> float:
    return max(0.0, (share - chance) / (1 - chance)) if chance < 1 else 0.0


def drawn(count: int, most: int = TARGETS) -> np.ndarray:
    """Return the numbers of the rows that are tried: always the same for one count."""
    rng = np.random.default_rng(SEED)
    return np.sort(rng.choice(count, min(most, count), replace=False))
