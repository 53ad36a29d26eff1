"""The one error that `compact` and `validate` raise, and check digits that several use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


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
    total = 0
    for position, character in enumerate(reversed(number)):
        digit = ord(character) - 48
        if position % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return bool(number) and total % 10 == 0
