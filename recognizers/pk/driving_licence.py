"""Driving licence number (ڈرائیونگ لائسنس نمبر), the traffic police of a province or city.

There is no national form. Reported are the holder's CNIC with # and a serial (35202-1234567-1#123),
a city's letters with a year and a number (LHR-12-123456), and DL-123456. The register itself is
searched by CNIC.

Not known: any form officially; learner's permits; check digits. Nothing counts without a label
or a column; the CNIC inside is found by `cnic` either way.

Sources: technologistan.pk, e-driving licence. The forms have no public source.

>>> compact("35202-1234567-1 # 123")
'3520212345671123'
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

_PREFIX = re.compile("(?:DLNO|DL)(?=[0-9])")


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without "DL" in front.

    Raises ValidationError when there are not 4 to 20 of them, or no digit.
    """
    found = _PREFIX.sub("", letters_and_digits(number), count=1)
    if not 4 <= len(found) <= 20 or not re.search("[0-9]", found):
        raise ValidationError("a driving licence number has 4 to 20 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a reported form.

    Raises ValidationError for other forms: they may be right, but nothing speaks for them.
    """
    found = compact(number)
    if not re.fullmatch("[1-9][0-9]{12}[0-9]{1,4}|[A-Z]{2,4}[0-9]{4,10}|[0-9]{4,10}", found):
        raise ValidationError("not a reported form of a driving licence number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, or with # behind the CNIC that it begins with."""
    found = compact(number)
    if re.fullmatch("[0-9]{14,17}", found):
        return f"{found[:5]}-{found[5:12]}-{found[12]}#{found[13:]}"
    return found


class PkDrivingLicenceRecognizer(PkRecognizer):
    """Finds driving licence numbers beside a label or in a column."""

    NAME_EN = "Driving licence number"
    NAME_UR = "ڈرائیونگ لائسنس نمبر"
    ISSUER = "Traffic police of a province or city"
    PROOF = ("context",)
    ENTITY = "PK_DRIVING_LICENCE"
    PATTERNS = (
        Pattern(
            "CNIC and serial",
            r"(?<![0-9])[0-9]{5}-?[0-9]{7}-?[0-9] ?# ?[0-9]{1,4}(?![0-9])",
            0.35,
        ),
        Pattern(
            "city, year, number",
            r"(?<![A-Z0-9])[A-Z]{2,4}(?:[\-/]| - )[0-9]{2,4}(?:[\-/]| - )[0-9]{3,8}(?![A-Z0-9])(?![\-/][0-9])",
            0.14,
        ),
        Pattern(
            "letters and number",
            rf"(?<![A-Z0-9]){NOT_A_WORD}"
            r"[A-Z]{2,4}(?:[ \-/]| - )?[0-9]{4,10}(?![A-Z0-9])(?![\-/][0-9])",
            0.1,
        ),
        Pattern("any form", open_shape(5, 16), 0.05),
    )
    CONTEXT = (
        "driving licence", "driving license", "driving licence no", "driving license no",
        "driving licence number", "driving license number", "driver licence no",
        "driver license no", "drivers license no", "driving lic no", "d l no", "dl", "dl no", "dl number",
        "dlims", "learner", "learner permit", "learner permit no", "ltv", "htv", "psv", "ltv no",
        "htv no", "licence no", "license no", "licence number", "license number", "lic no",
        "driver licence", "driver license", "driver s licence", "driver s license",
        "drivers licence", "drivers license", "driver s licence no", "driver s license no",
        "driving lic", "driving laisens", "ڈرائیونگ لائسنس", "ڈرائیونگ لائسنس نمبر", "لرنر پرمٹ", "لائسنس نمبر",
        "لرنر پرمٹ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *(label for label in NOT_THIS_LABELS if "cnic" not in label),
        "arms licence", "arms license", "weapon", "weapon no", "vehicle no", "reg no",
        "trade licence", "software license", "pmdc", "mg dl", "g dl",
    )  # fmt: skip
    HEADERS = (
        "drivinglicence", "drivinglicense", "dl", "dlno", "licenceno", "licenseno", "licno",
        "licence", "license", "lic", "drivinglicno", "drlicno", "dlnumber", "learnerno", "permitno",
    )  # fmt: skip
    NOT_HEADERS = (
        *NOT_THIS_HEADERS,
        "arms",
        "arm",
        "gun",
        "moi",
        "pmdc",
        "pec",
        "software",
        "weapon",
        "plate",
        "trade",
        "drug",
        "medical",
    )
    CONTEXT_SCORE = 0.84

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        if pattern.name == "CNIC and serial":
            return pattern.score
        return score_open_shape(pattern.score, value, digits=4)
