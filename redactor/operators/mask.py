"""`mask`: one sign for every character; of a few entities the last four may stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from recognizers.pk.script import digits
from redactor.operators.base import EntityOperator

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGN: Final = "*"

# Characters; a shorter value is masked whole, since little would be hidden.
_SHORTEST_PARTLY_MASKED: Final = 8

# Digits of a CNIC, whose last one tells the sex. A number of as many digits that was taken for an
# account or a card can be one.
_CNIC_DIGITS: Final = 13


class Mask(EntityOperator):
    """Replaces each character, separators included, with `character`; the length stays visible.

    `keep_last` characters stay only of entities whose last characters tell neither place nor sex
    (`redactor.policy.PARTLY_MASKABLE`), never of a CNIC.
    """

    NAME = "mask"

    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return the masked text, of the same length."""
        del entity
        sign = params.get("character") or _SIGN
        kept = params.get("keep_last") or 0
        if len(text) < _SHORTEST_PARTLY_MASKED or len(digits(text)) == _CNIC_DIGITS:
            kept = 0
        return sign * (len(text) - kept) + text[len(text) - kept :]

    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say whether all but the characters that may stay are masked."""
        del entity
        sign = params.get("character") or _SIGN
        kept = params.get("keep_last") or 0
        if len(text) < _SHORTEST_PARTLY_MASKED:
            kept = 0
        return set(text[: len(text) - kept]) == {sign}
