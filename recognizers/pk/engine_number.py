"""Engine number of a vehicle (انجن نمبر), given by the engine's maker.

Letters of the engine's type and digits, in a form of the maker's own: 2NZ1234567, K10B-123456,
CD70-123456, or digits alone. The excise departments' registers join it to the owner.

Not known: every maker's form. Nothing counts without a label or a column.

Sources: column headings of the excise departments (MTMIS: ENGINE NO). The forms have no public
source.

>>> compact("k10b 123456") == compact("K10B-123456")
True
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

    Raises ValidationError when there are not 3 to 20 of them, or no digit.
    """
    found = letters_and_digits(number)
    if not 3 <= len(found) <= 20 or not re.search("[0-9]", found):
        raise ValidationError("an engine number has 3 to 20 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it ends like a serial number.

    Raises ValidationError when it does not end in four digits.
    """
    found = compact(number)
    if not re.search("[0-9]{4}$", found):
        raise ValidationError("an engine number ends in at least four digits")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, as registers print it."""
    return compact(number)


class EngineNumberRecognizer(PkRecognizer):
    """Finds engine numbers beside a label or in a column."""

    NAME_EN = "Vehicle engine number"
    NAME_UR = "انجن نمبر"
    ISSUER = "The engine's maker"
    PROOF = ("context",)
    ENTITY = "ENGINE_NUMBER"
    PATTERNS = (
        Pattern(
            "type and serial",
            rf"(?<![A-Z0-9]){NOT_A_WORD}"
            r"(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{1,6}(?:[ \-_./]| - )?[0-9]{5,8}(?![A-Z0-9])",
            0.1,
        ),
        Pattern("any form", open_shape(4, 14), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("any characters", r"(?<![A-Z0-9])[A-Z0-9][A-Z0-9\-/*]{2,19}(?![A-Z0-9\-/*])", 0.5),
    )
    CONTEXT = (
        "engine no", "engine number", "engine num", "eng no", "eng number", "engin no",
        "engin number", "engine", "motor no", "motor number", "انجن نمبر", "انجن", "انجن کا نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "chassis no", "chassis number", "reg no", "registration no",
        "engine capacity", "engine power", "engine cc", "horse power", "horsepower", "model",
    )  # fmt: skip
    HEADERS = ("engineno", "enginenumber", "engno", "motorno")
    NOT_HEADERS = (*NOT_THIS_HEADERS, "capacity", "power", "cc", "search", "size")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=4)
