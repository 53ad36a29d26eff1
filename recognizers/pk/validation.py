"""The one error that `compact` and `validate` raise, and check digits that several use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Each digit doubled, less 9 where that has two digits.
_DOUBLED: Final = str.maketrans("0123456789", "0246813579")


class ValidationError(ValueError):
    """The text is not such a number. Holds the reason, never the text."""


def accepted_by(validate: Callable[[str], str]) -> Callable[[str], bool]:
    """Return the `is_valid` of a module: whether its `validate` raises no ValidationError.

    >>> accepted_by(str.strip)("any text")
    True
    """

    def is_valid(number: str) -> bool:
        """Say whether `validate` accepts the number."""
        try:
            validate(number)
        except ValidationError:
            return False
        return True

    return is_valid


def luhn_is_valid(number: str) -> bool:
    """Say whether ASCII digits satisfy the Luhn check (ISO/IEC 7812-1, annex B).

    >>> luhn_is_valid("79927398713")
    True
    """
    return bool(number) and _luhn_sum(number) % 10 == 0


def luhn_digit(number: str) -> str:
    """Return the digit that makes ASCII digits valid when it stands behind them.

    >>> luhn_digit("7992739871")
    '3'
    """
    return str(-_luhn_sum(number + "0") % 10)


def _luhn_sum(number: str) -> int:
    others = number[-2::-2].translate(_DOUBLED)
    return sum(number[::-2].encode()) + sum(others.encode()) - ord("0") * len(number)
