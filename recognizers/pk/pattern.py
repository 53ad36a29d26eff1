"""A Presidio pattern that is compiled when it is first searched for, and not before."""

from __future__ import annotations

import presidio_analyzer


class Pattern(presidio_analyzer.Pattern):
    """A pattern of this package: its syntax is checked by a test, not each time it is loaded.

    Presidio compiles every pattern as it is made, to see whether it is one, with other flags than
    it is searched with: half a second for all of ours.
    """

    def __init__(self, name: str, regex: str, score: float) -> None:
        """Take what Presidio's takes. Raises ValueError where the score is none."""
        if not 0 <= score <= 1:
            raise ValueError(f"a score is between 0 and 1, not {score}")
        self.name = name
        self.regex = regex
        self.score = score
        self.compiled_regex = None
        self.compiled_with_flags = None
