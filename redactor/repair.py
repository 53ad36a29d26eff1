"""Where what verification found stands in a file that is written once more: it goes as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recognizers.pk.script import fold
from redactor.batch import Finding
from redactor.verification import candidates, cell_digests, digests_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What a residual is called in the second pass, by the first letter of its key.
_ENTITY = {"w": "PERSON", "x": "ADDRESS", "t": "EMAIL_ADDRESS", "a": "PK_BANK_ACCOUNT"}


@dataclass(frozen=True, slots=True)
class Repair:
    """Gives the findings that a search of the first copy adds to cells.

    `residuals` are digests of removed values that stood in it; `doubtful` are those of its cells
    in which recognisers still found an entity, and go as a whole.
    """

    kinds: frozenset[str]
    secret: bytes = field(repr=False)
    residuals: frozenset[int]
    doubtful: Mapping[int, str]

    def __call__(self, cells: Sequence[str]) -> list[list[Finding]]:
        """Return what verification found in each cell, in its own offsets."""
        found = [list(candidates(cell, self.kinds)) for cell in cells]
        keys = [key for one in found for key, _, _ in one]
        digests = iter(digests_of(keys, self.secret).tolist())
        results = []
        for cell, one in zip(cells, found, strict=True):
            left = [place for place in one if next(digests) in self.residuals]
            folded = fold(cell) if left else None
            results.append(
                [
                    Finding(*folded.span(start, end), _entity(key), 0.5, "verification")
                    for key, start, end in left
                ]
                if folded
                else []
            )
        if self.doubtful:
            for cell, digest, findings in zip(
                cells, cell_digests(cells, self.secret), results, strict=True
            ):
                if digest in self.doubtful:
                    entity = self.doubtful[digest]
                    findings.append(Finding(0, len(cell), entity, 0.5, "verification"))
        return results


def _entity(key: str) -> str:
    """Return what a residual is treated as, by its search key."""
    if key[0] not in {"d", "s"}:
        return _ENTITY[key[0]]
    number = key[2:]
    if len(number) == 13:  # noqa: PLR2004 - as a CNIC
        return "PK_CNIC"
    return "PK_MOBILE" if len(number) == 10 and number[0] == "3" else "PK_BANK_ACCOUNT"  # noqa: PLR2004 - less its 0
