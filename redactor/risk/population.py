"""What a sample says of the population it was drawn from: estimators of the literature, by name.

- Benedetti and Franconi, 1998 (as in mu-Argus and sdcMicro): the expected 1/F of a person in a
  sample class of f, where each person of the population is in the sample with chance p, so that
  F given f is negative binomial.
- Zayatz, 1991: share of sample uniques that are unique in the population, if its classes have the
  sizes that the sample's have.
- Pitman's sampling formula, Hoshino, 2001: expected uniques of the population.

ARX uses the latter two. They rest on the sample being drawn at random, which no leak is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEPS: Final = 200
# Benedetti-Franconi's recurrence loses digits above this; there the integral is smooth.
_SMOOTH: Final = 0.4


@dataclass(frozen=True, slots=True)
class Population:
    """Estimates for a population of `size` persons; shares of persons in the sample.

    journalist  expected chance that a person of the sample, picked by somebody who doesn't know
                who is in it, is found (also marketer risk): mean of E[1/F].
    highest     the same for the most exposed person.
    zayatz      share of the sample that is unique in the population; None if not estimable.
    pitman      the same by Hoshino's method: expected population uniques by its size.
    """

    size: int
    fraction: float
    journalist: float
    highest: float
    zayatz: float | None
    pitman: float | None


def estimate(sizes: Mapping[int, int], population: int) -> Population:
    """Return the estimates; `sizes` maps class size to persons in classes of that size."""
    persons = sum(sizes.values())
    fraction = min(1.0, persons / population)
    risks = {size: expected_risk(size, fraction) for size in sizes}
    return Population(
        size=population,
        fraction=fraction,
        journalist=sum(risks[s] * n for s, n in sizes.items()) / persons if persons else 0.0,
        highest=max(risks.values(), default=0.0),
        zayatz=_zayatz(sizes, population),
        pitman=_pitman(sizes, population),
    )


def expected_risk(size: int, fraction: float) -> float:
    """Return E[1/F | f = size] for a sampling fraction p.

    p times the integral of u^(f-1) / (p + q u) over 0..1, which is (p/q) ln(1/p) for f = 1.
    """
    p, q = fraction, 1 - fraction
    if q <= 0:
        return 1 / size
    if p > _SMOOTH or size > _STEPS:
        nodes, weights = np.polynomial.legendre.leggauss(400)
        u = (nodes + 1) / 2
        # u = v^(1/f) takes the peak at 1 away.
        return float(p / size * np.sum(weights / 2 / (p + q * u ** (1 / size))))
    integral = math.log(1 / p) / q
    for f in range(1, size):
        integral = (1 / f - p * integral) / q
    return p * integral


def _zayatz(sizes: Mapping[int, int], population: int) -> float | None:
    persons = sum(sizes.values())
    if not persons or persons >= population:
        return sizes.get(1, 0) / persons if persons else None
    classes = {size: n / size for size, n in sizes.items()}
    whole = sum(classes.values())
    chance = {size: _one_of(size, persons, population) for size in sizes}
    expected = sum(chance[size] * n / whole for size, n in classes.items())
    if not sizes.get(1) or not expected:
        return 0.0
    unique_there = chance[1] * classes[1] / whole / expected
    return unique_there * sizes[1] / persons


def _one_of(size: int, sample: int, population: int) -> float:
    """Return the chance that exactly one of `size` persons is in the sample (hypergeometric)."""
    # size * (n / N) * the chance that none of the others is drawn: a product, since differences
    # of log-gammas of a country lose ten digits.
    others = np.arange(size - 1, dtype=np.float64)
    none_of_others = np.prod((population - sample - others) / (population - 1 - others))
    return float(size * sample / population * none_of_others)


def _pitman(sizes: Mapping[int, int], population: int) -> float | None:
    """Return expected population uniques by population; None where the model does not fit."""
    n = sum(sizes.values())
    classes = {size: persons // size for size, persons in sizes.items()}
    u = sum(classes.values())
    s1, s2 = classes.get(1, 0), classes.get(2, 0)
    if not s1 or not s2 or u < 2 or u == n:
        return None
    c = s1 * (s1 - 1) / s2
    divisor = 2 * s1 * u + s1 * c - n * c
    if not divisor:
        return None
    theta = (n * u * c - s1 * (n - 1) * (2 * u + c)) / divisor
    alpha = (theta * (s1 - n) + (n - 1) * s1) / (n * u)
    found = _maximum(theta, alpha, n, u, classes)
    if found is None:
        return None
    theta, alpha = found
    log = math.lgamma(theta + 1) - math.lgamma(theta + alpha) + alpha * math.log(population)
    return min(1.0, math.exp(log) / population)


def _maximum(
    theta: float, alpha: float, n: int, u: int, classes: Mapping[int, int]
) -> tuple[float, float] | None:
    """Return the likelihood's maximum by Newton's method from Hoshino's start."""
    if not (0 < alpha < 1 and theta > -alpha):
        theta, alpha = max(1.0, u / 10), 0.5
    i = np.arange(1, u, dtype=np.float64)
    j = np.arange(1, n, dtype=np.float64)
    large = sorted((size, count) for size, count in classes.items() if size > 1)
    # How many classes are larger than each i: sum over classes of sums to size - 1.
    most = large[-1][0]
    counts = np.zeros(most)
    for size, count in large:
        counts[size - 1] += count
    larger = np.cumsum(counts[::-1])[::-1][1:]
    steps = np.arange(1, most, dtype=np.float64)
    for _ in range(100):
        a, b, d = theta + i * alpha, theta + j, steps - alpha
        gradient = np.array([(1 / a).sum() - (1 / b).sum(), (i / a).sum() - (larger / d).sum()])
        hessian = np.array(
            [
                [-(1 / a**2).sum() + (1 / b**2).sum(), -(i / a**2).sum()],
                [-(i / a**2).sum(), -((i / a) ** 2).sum() - (larger / d**2).sum()],
            ]
        )
        try:
            step = np.linalg.solve(hessian, gradient)
        except np.linalg.LinAlgError:
            return None
        scale = 1.0
        while scale > 1e-6:
            new_theta, new_alpha = theta - scale * step[0], alpha - scale * step[1]
            if 0 < new_alpha < 1 and new_theta > -new_alpha:
                break
            scale /= 2
        else:
            return None
        moved = abs(new_theta - theta) / max(1.0, abs(theta)) + abs(new_alpha - alpha)
        theta, alpha = float(new_theta), float(new_alpha)
        if moved < 1e-9:
            return theta, alpha
    return None
