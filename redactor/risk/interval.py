"""The interval that a share lies in."""

from __future__ import annotations

import math

# Standard normal quantile for 95 %, two-sided.
_Z = 1.959963984540054


def wilson(successes: float, trials: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Wilson, 1927); (0, 1) without trials.

    >>> [round(x, 4) for x in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if not trials:
        return 0.0, 1.0
    share = successes / trials
    centre = share + _Z**2 / (2 * trials)
    spread = _Z * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    divisor = 1 + _Z**2 / trials
    return max(0.0, (centre - spread) / divisor), min(1.0, (centre + spread) / divisor)
