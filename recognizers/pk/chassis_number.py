"""Chassis number of a vehicle (چیسز نمبر), given by its maker; VIN where it has 17 characters.

A VIN has the digits and the letters but I, O and Q: three for the maker, six for the model, eight
for the vehicle. Its ninth character is a check digit in North America only, so it is not looked
at. Vehicles made or assembled in Pakistan often have 8 to 14 characters (AB123456, CDA-123456).

The excise departments' registers join it to the owner.

Not known: the maker's codes in use in Pakistan. Nothing counts without a label or a column.

Sources: ISO 3779 and 3780; column headings of the excise departments (MTMIS: CHASSIS NO).

>>> compact("nkr 55l-1234567")
'NKR55L1234567'
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import (
    NOT_A_WORD,
    NOT_THIS_HEADERS,
    NOT_THIS_LABELS,
    open_shape,
    score_open_shape,
)
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the letters (upper case) and digits.

    Raises ValidationError when there are not 4 to 20 of them, or no digit.
    """
    found = letters_and_digits(number)
    if not 4 <= len(found) <= 20 or not re.search("[0-9]", found):
        raise ValidationError("a chassis number has 4 to 20 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it is a VIN or has the length of a local one.

    Raises ValidationError for another length, and for I, O or Q in 17 characters.
    """
    found = compact(number)
    if not re.fullmatch("[A-HJ-NPR-Z0-9]{17}|[A-Z0-9]{5,14}", found):
        raise ValidationError("not the form of a chassis number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, as registers print it."""
    return compact(number)


class ChassisNumberRecognizer(PkRecognizer):
    """Finds chassis numbers beside a label or in a column."""

    NAME_EN = "Vehicle chassis number (VIN)"
    NAME_UR = "چیسز نمبر"
    ISSUER = "The vehicle's maker"
    PROOF = ("context",)
    ENTITY = "CHASSIS_NUMBER"
    PATTERNS = (
        Pattern("VIN", r"(?<![A-Z0-9])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9])", 0.3),
        Pattern(
            "local",
            rf"(?<![A-Z0-9]){NOT_A_WORD}"
            r"[A-Z]{1,5}[0-9]{0,3}[A-Z]{0,3}[0-9]{0,3}(?:[ \-_./]| - )?[0-9]{5,8}(?![A-Z0-9])",
            0.1,
        ),
        Pattern("any form", open_shape(5, 16), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("any characters", r"(?<![A-Z0-9])[A-Z0-9][A-Z0-9\-/*]{3,19}(?![A-Z0-9\-/*])", 0.5),
    )
    CONTEXT = (
        "chassis", "chassis no", "chassis number", "chasis", "chasis no", "chasis number",
        "chassi no", "chases no", "chesis no", "ch no", "vin", "vin no", "vin number",
        "vehicle identification number", "frame no", "frame number", "چیسز", "چیسز نمبر",
        "چیسیز نمبر", "چیسس نمبر", "چاسیز نمبر", "چیسی نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (*NOT_THIS_LABELS, "engine no", "engine number", "reg no", "registration no")
    HEADERS = ("chassis", "chassisno", "chasisno", "chno", "vin", "vinno", "frameno")
    NOT_HEADERS = NOT_THIS_HEADERS

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years and mobile numbers to others; a VIN has letters and digits."""
        if pattern.name == "VIN" and (value.isdecimal() or sum(map(str.isdecimal, value)) < 4):
            return 0.0
        return score_open_shape(pattern.score, value, digits=4)
