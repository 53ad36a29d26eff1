"""EOBI registration number (ای او بی آئی), Employees' Old-Age Benefits Institution.

An insured person's number is reported as four digits, a letter and six digits (1234A567890), an
employer's code as three letters and five digits (ABC12345). Neither form is published, so another
form counts as well where a label or a column says what it is, and no form counts alone.

There is no published check digit.

Not known: the meaning of the letter; the forms of older registrations.

Sources: EOBI Act 1976; column headings of public HR software ("EOBI No", "EOBI Registration
Number"). The forms have no public source.

>>> compact("1234-A-567890")
'1234A567890'
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import (
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
    """Return the letters (upper case) and digits of a registration.

    Raises ValidationError when there are not 4 to 15 of them, or no digit.
    """
    found = letters_and_digits(number).removeprefix("EOBI")
    if not 4 <= len(found) <= 15 or not re.search("[0-9]", found):
        raise ValidationError("an EOBI number has 4 to 15 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a reported form.

    Raises ValidationError for other forms: they may be right, but nothing speaks for them.
    """
    found = compact(number)
    if not re.fullmatch("[0-9]{4}[A-Z][0-9]{6}|[A-Z]{3}[0-9]{5}", found):
        raise ValidationError("not a reported form of an EOBI number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, as registration cards are reported to print it."""
    return compact(number)


class PkEobiRecognizer(PkRecognizer):
    """Finds EOBI numbers beside a label or in a column."""

    NAME_EN = "EOBI registration number"
    NAME_UR = "ای او بی آئی نمبر"
    ISSUER = "Employees' Old-Age Benefits Institution (EOBI)"
    PROOF = ("context",)
    ENTITY = "PK_EOBI"
    PATTERNS = (
        Pattern(
            "insured person",
            r"(?<![A-Z0-9])[0-9]{4}[ \-_./]?[A-Z][ \-_./]?[0-9]{6}(?![A-Z0-9])",
            0.3,
        ),
        Pattern("any form", open_shape(4, 15), 0.05),
    )
    CONTEXT = (
        "eobi", "e o b i", "eobi no", "eobi number", "eobi reg no", "eobi registration no",
        "eobi registration number", "eobi id", "eobi card no", "old age benefit",
        "old age benefits", "insured person no", "ای او بی آئی", "ای او بی آئی نمبر",
        "اولڈ ایج بینیفٹ",
    )  # fmt: skip
    NEGATIVE_CONTEXT = NOT_THIS_LABELS
    HEADERS = ("eobi", "eobino", "eobinumber", "eobiregno", "eobiid")
    NOT_HEADERS = NOT_THIS_HEADERS

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=4)
