"""The one error that `compact` and `validate` raise, and check digits that several use."""

from __future__ import annotations


class ValidationError(ValueError):
    """The text is not such a number. Holds the reason, never the text."""


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
