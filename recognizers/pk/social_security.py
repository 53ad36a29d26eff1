"""Social security number of a province's institution (سوشل سیکیورٹی نمبر).

PESSI (Punjab), SESSI (Sindh), KPESSI or ESSI (Khyber Pakhtunkhwa), BESSI (Balochistan) and IESSI
(Islamabad) register workers and give each a number and an R-5 card. No institution publishes the
form, and they differ, so letters and digits count where a label or a column says what they are.

Not known: any form, length or check digit.

Sources: Provincial Employees' Social Security Ordinance 1965; column headings of public HR
software ("PESSI NO", "SS No", "pessi_number").

>>> compact("ss-123/4567")
'1234567'
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

_PREFIX = re.compile("(?:PESSI|SESSI|KPESSI|ESSI|BESSI|IESSI|SS)(?=[0-9])")


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without the institution's name in front.

    Raises ValidationError when there are not 4 to 15 of them, or no digit.
    """
    found = _PREFIX.sub("", letters_and_digits(number), count=1)
    if not 4 <= len(found) <= 15 or not re.search("[0-9]", found):
        raise ValidationError("a social security number has 4 to 15 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number; no form is published that it could be held against.

    Raises ValidationError as `compact` does, and for fewer than four digits.
    """
    found = compact(number)
    if len(re.findall("[0-9]", found)) < 4:
        raise ValidationError("a social security number has at least four digits")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid."""
    return compact(number)


class PkSocialSecurityRecognizer(PkRecognizer):
    """Finds social security numbers beside a label or in a column."""

    NAME_EN = "Provincial social security number"
    NAME_UR = "سوشل سیکیورٹی نمبر"
    ISSUER = "PESSI, SESSI, KPESSI (ESSI), BESSI, IESSI"
    PROOF = ("context",)
    ENTITY = "PK_SOCIAL_SECURITY"
    PATTERNS = (
        # The card's form is called R-5; words alone do not tell it from other letters.
        Pattern(
            "behind R-5",
            rf"(?<![A-Z0-9])R-?5(?: card)?[ .]{{0,2}}(?:no|number|#)[^0-9A-Z\r\n]{{1,6}}"
            rf"(?P<value>{open_shape(4, 15)})",
            0.6,
        ),
        Pattern("any form", open_shape(4, 15), 0.05),
    )
    CONTEXT = (
        "pessi", "sessi", "kpessi", "essi", "bessi", "iessi", "pessi no", "sessi no", "kpessi no",
        "essi no", "bessi no", "iessi no", "pessi number", "sessi number", "social security",
        "social security no", "social security number", "ss no", "ss card no", "r card no", "r card",
        "سوشل سیکیورٹی", "سوشل سیکورٹی", "سوشل سیکیورٹی نمبر", "سوشل سیکورٹی نمبر",
        "سماجی تحفظ نمبر", "پیسی نمبر", "سیسی نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = NOT_THIS_LABELS
    HEADERS = ("ssno", "ssn", "r5", "r5no", "r5cardno", "socialsecurityno", "pessino", "sessino")
    NOT_HEADERS = NOT_THIS_HEADERS

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=4)
