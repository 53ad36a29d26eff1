"""NADRA's family number (خاندان نمبر), which joins the members of one family tree.

A short run of letters and digits, commonly six, printed on the back of the CNIC and on the Family
Registration Certificate (FRC). It links relatives, also those who appear nowhere else.

The same Urdu label is used for a household's number in voter lists and for a family's serial in
land records; both link people just so and are found as this entity.

Not known: the form, the alphabet, any check digit. So it counts beside a label or in a column.

Sources: NADRA's FRC pages as mirrored by the English Wikipedia (family tree number on the card);
column headings of public HR software ("Family Code"). The form has no public source.

>>> compact("ab-12 cd")
'AB12CD'
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import NOT_THIS_HEADERS, NOT_THIS_LABELS, score_open_shape
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the letters (upper case) and digits.

    Raises ValidationError when there are not 1 to 12 of them.
    """
    found = letters_and_digits(number)
    if not 1 <= len(found) <= 12:
        raise ValidationError("a family number has 1 to 12 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has the common length.

    Raises ValidationError when there are not five to eight ASCII letters and digits.
    """
    found = compact(number)
    if not re.fullmatch("[A-Z0-9]{5,8}", found):
        raise ValidationError("a family number commonly has five to eight letters and digits")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, as the card prints it."""
    return compact(number)


class PkFamilyNumberRecognizer(PkRecognizer):
    """Finds family numbers beside a label or in a column."""

    NAME_EN = "NADRA family number"
    NAME_UR = "خاندان نمبر"
    ISSUER = "National Database and Registration Authority (NADRA)"
    PROOF = ("context",)
    ENTITY = "PK_FAMILY_NUMBER"
    PATTERNS = (
        Pattern(
            "letters and digits",
            r"(?<![A-Z0-9])(?<![0-9][,.\-/])(?=[A-Z]{0,7}[0-9])[A-Z0-9]{5,8}(?![A-Z0-9])(?![,.\-/][0-9])",
            0.1,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("any form", r"(?<![A-Z0-9/])[A-Z0-9][A-Z0-9\-]{0,11}(?![A-Z0-9\-/])", 0.5),
    )
    CONTEXT = (
        "family no", "family number", "family code", "family id", "family tree", "family tree no",
        "family tree id", "family registration no", "frc", "frc id", "frc no", "frc number", "khandan number",
        "khandan no", "khaandan number", "خاندان نمبر", "خاندانی نمبر", "فیملی نمبر", "شجرہ نمبر",
        "ایف آر سی نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (*NOT_THIS_LABELS, "frc fee", "frc fees")
    HEADERS = ("familyno", "familycode", "familyid", "familytreeid", "frcno", "khandanno")
    NOT_HEADERS = (*NOT_THIS_HEADERS, "members", "size", "income", "contact", "phone", "mobile")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers, CNICs and words ("none") to others."""
        is_word = not any(map(str.isdecimal, value)) and not (value.isupper() and len(value) > 4)
        return 0.0 if is_word else score_open_shape(pattern.score, value, digits=0)
