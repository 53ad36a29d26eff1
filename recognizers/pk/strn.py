"""STRN, Sales Tax Registration Number (سیلز ٹیکس نمبر), Federal Board of Revenue.

13 digits. Older certificates group them 12-00-9999-001-37; newer numbers begin 32-77-8761. The
first two digits are reported to be a tax office's code. A sole proprietor's STRN is personal.
Provinces number services with S and the NTN (S1234567-8, Sindh).

Solid it looks like a CNIC; one that begins with 0 or 9 does not. So it counts beside a label or in
a column only. There is no published check digit.

Not known: the table of offices (one that circulates names no source); what the groups mean.

Sources: PakValidate and pakdatakit (13 digits); the grouping has no public source.

>>> compact("12-00-9999-001-37")
'1200999900137'
>>> format("1200999900137")
'12-00-9999-001-37'
>>> compact("SRB S1234567-8") == compact("s1234567")
True
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import NOT_THIS_HEADERS, NOT_THIS_LABELS, score_open_shape
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the 13 digits, or a province's S and seven digits without the check digit.

    Raises ValidationError for anything else.
    """
    found = letters_and_digits(number).removeprefix("STRN").removeprefix("SRB")
    if re.fullmatch("S[0-9]{7,8}", found):
        return found[:8]
    if not re.fullmatch("[0-9]{13}", found):
        raise ValidationError("a sales tax number has 13 digits, or S and seven or eight")
    return found


def validate(number: str) -> str:
    """Return the compact number if it can have been issued.

    Raises ValidationError as `compact` does, and for a filler (one digit thirteen times).
    """
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number in the groups of a certificate."""
    found = compact(number)
    if len(found) == 8:
        return found
    return "-".join((found[:2], found[2:4], found[4:8], found[8:11], found[11:]))


class PkStrnRecognizer(PkRecognizer):
    """Finds sales tax numbers beside a label or in a column."""

    NAME_EN = "Sales Tax Registration Number (STRN)"
    NAME_UR = "سیلز ٹیکس رجسٹریشن نمبر"
    ISSUER = "Federal Board of Revenue (FBR); provincial revenue authorities"
    PROOF = ("context",)
    ENTITY = "PK_STRN"
    PATTERNS = (
        Pattern(
            "grouped",
            r"(?<![0-9])(?<![0-9]-)[0-9]{2}(?:[ \-./_]| - )[0-9]{2}(?:[ \-./_]| - )[0-9]{4}(?:[ \-./_]| - )[0-9]{3}"
            r"(?:[ \-./_]| - )[0-9]{2}"
            r"(?![0-9])(?!-[0-9])",
            0.3,
        ),
        Pattern(
            "grouped, newer",
            r"(?<![0-9])(?<![0-9]-)[0-9]{2}(?:[ \-./_]| - )[0-9]{2}(?:[ \-./_]| - )[0-9]{4}(?:[ \-./_]| - )[0-9]{5}"
            r"(?![0-9])(?!-[0-9])",
            0.2,
        ),
        Pattern("of Sindh", r"(?<![A-Z0-9])S[0-9]{7}(?:[ \-./_]| - )[0-9](?![0-9A-Z])(?!-[0-9])", 0.3),
        Pattern(
            "solid", r"(?<![0-9])(?<![0-9][.\-])[0-9]{13}(?:\.0{1,2})?(?![0-9])(?!-[0-9])", 0.1
        ),
        Pattern("other groups", r"(?<![0-9])[0-9](?:[ \-./]?[0-9]){12}(?![0-9])(?!-[0-9])", 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])[0-9](?:\.[0-9]{1,12})?E\+?1[12](?![0-9])", 0.6),
        Pattern("lost zero", r"(?<![0-9])[1-9][0-9]{11}(?:\.0)?(?![0-9])", 0.5),
        Pattern("thousands", r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3}){4}(?:\.00?)?(?![0-9,])", 0.6),
    )
    CONTEXT = (
        "strn", "s t r n", "strn no", "strn number", "gst no", "gst number", "gst reg", "gst reg no",
        "gst registration no", "sales tax", "sales tax no", "sales tax number", "sales tax reg no",
        "sales tax registration", "sales tax registration no", "sales tax registration number",
        "st reg no", "st registration no", "srb", "srb no", "pra no", "kpra", "kpra no", "bra no",
        "pntn", "sntn", "سیلز ٹیکس", "سیلز ٹیکس نمبر", "سیلز ٹیکس رجسٹریشن نمبر", "ایس ٹی آر این",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (*NOT_THIS_LABELS, "ntn", "barcode", "order no", "tracking no", "invoice no")
    HEADERS = ("strnno", "gst", "gstno", "salestaxno", "stregno", "srbno")
    NOT_HEADERS = NOT_THIS_HEADERS

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave a CNIC as it is printed to `cnic`."""
        return score_open_shape(pattern.score, value, digits=8)
