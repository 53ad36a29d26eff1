"""Old National Identity Card number (پرانا شناختی کارڈ), 1973 to 2001.

11 digits, written 101-52-123456; invalid since 2004 and still in pension, land and personnel
files. The first digits are reported to be a district, the middle two the year of birth.

1-3    district
4-5    year of birth
6-11   serial number

There is no published check digit. Solid, the eleven digits are those of a mobile number or of a
gas bill, so only the written form tells, and only beside a label or in a column.

Not known: the table of districts; whether the middle digits are always a year.

Sources: allfactsaddict.blogspot.com, April 2020, and liquisearch.com, National identification
number, Pakistan (11 digits; invalid since 2004). The grouping has no public source.

>>> compact("101 52 123456")
'10152123456'
>>> format("10152123456")
'101-52-123456'
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import NOT_THIS_HEADERS, NOT_THIS_LABELS, score_open_shape
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import only_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the 11 digits.

    Raises ValidationError when there are not 11.
    """
    found = only_digits(number)
    if len(found) != 11:
        raise ValidationError("an old identity card number has 11 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it can be an old card's.

    Raises ValidationError for a wrong length, a filler, or a mobile number's first two digits in
    solid form (03).
    """
    found = compact(number)
    if len(set(found)) == 1 or (found.startswith("03") and not re.search("[^0-9]", number.strip())):
        raise ValidationError("a filler or a mobile number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as it was printed: 3-2-6."""
    found = compact(number)
    return f"{found[:3]}-{found[3:5]}-{found[5:]}"


class PkOldNicRecognizer(PkRecognizer):
    """Finds the numbers of manual identity cards beside a label or in a column."""

    NAME_EN = "Old identity card number (1973 to 2001)"
    NAME_UR = "پرانا شناختی کارڈ نمبر"
    ISSUER = "Directorate General of Registration, before NADRA"
    PROOF = ("context",)
    ENTITY = "PK_OLD_NIC"
    PATTERNS = (
        Pattern(
            "printed",
            r"(?<![0-9])(?<![0-9][\-./])[0-9]{3}(?:[\-./_]| - )[0-9]{2}(?:[\-./_]| - )[0-9]{6}(?![0-9])(?![\-./][0-9])",
            0.35,
        ),
        Pattern("with blanks", r"(?<![0-9])[0-9]{3}[ ][0-9]{2}[ ][0-9]{6}(?![0-9])", 0.2),
        Pattern(
            "displayed right to left",
            r"(?<![0-9])(?<![0-9]-)[0-9]{6}-[0-9]{2}-[0-9]{3}(?![0-9])(?!-[0-9])",
            0.2,
        ),
        Pattern("solid", r"(?<![0-9])(?<![0-9][.\-])[0-9]{11}(?:\.0)?(?![0-9])(?!-[0-9])", 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])[0-9](?:\.[0-9]{1,10})?E\+?10(?![0-9])", 0.6),
        Pattern("partly masked", r"(?<![0-9])[0-9x*#•]{3}-[0-9x*#•]{2}-[0-9x*#•]{6}(?![0-9])", 0.6),
    )
    CONTEXT = (
        "old nic", "old nic no", "old nic number", "old n i c", "old id card", "old id card no",
        "old identity card", "old card no", "manual nic", "manual nic no", "manual id card",
        "manual id card no", "manual identity card", "manual identity card no", "manual card no", "previous nic",
        "purana qaumi shanakhti card", "پرانا قومی شناختی کارڈ", "nic old", "nic no", "nic", "n i c no", "n i c", "national identity card",
        "purana shanakhti card", "purana id card", "purana nic", "پرانا شناختی کارڈ",
        "پرانا شناختی کارڈ نمبر", "سابقہ شناختی کارڈ", "سابقہ شناختی کارڈ نمبر", "پرانا این آئی سی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *(label for label in NOT_THIS_LABELS if "شناختی" not in label),
        "consumer no", "sngpl", "gas", "account", "order no", "invoice no", "tracking id",
    )  # fmt: skip
    HEADERS = ("oldnic", "oldnicno", "oldnicnumber", "oldid", "oldidcard", "nicold", "manualnic")
    NOT_HEADERS = NOT_THIS_HEADERS
    CONTEXT_SCORE = 0.9

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=4)
