"""Patient, medical record, health card and vaccination certificate number.

Hospitals number patients (MR no, patient id, OPD and IPD slips) and laboratories tests in forms of
their own. The Sehat Insaf / Sehat Sahulat card and the vaccination certificate of NADRA's NIMS
carry numbers beside the CNIC, by which they are looked up.

Beside such a number stand a diagnosis, a blood group, a test for HIV or hepatitis: the number is
the way from those to the person. No form is published, so all count only beside a label or in a
column.

Not known: any form or check digit.

Sources: labels on public pages ("Sehat Card Number"); NADRA's immunisation portal. No issuer
describes its numbers.

>>> compact("MR No. 12-34567")
'1234567'
>>> compact("mrn-00123")
'00123'
"""

from __future__ import annotations

import re
from typing import Final

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

_LABEL: Final = re.compile(
    r"\A(?:(?:MR|PATIENT|OPD|IPD|PHC)(?:NO|NUMBER|ID)|MRN|MR|PID|OPD|IPD|PHC)(?=[A-Z]*[0-9])"
)


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without the label in front.

    Raises ValidationError when there are not 2 to 25 of them, or fewer than two digits.
    """
    found = _LABEL.sub("", letters_and_digits(number))
    if not 2 <= len(found) <= 25 or sum(map(str.isdecimal, found)) < 2:
        raise ValidationError("a patient's number has 2 to 25 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number; raises ValidationError for one digit repeated."""
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid; each hospital prints it in its own way."""
    return compact(number)


class PkHealthIdRecognizer(PkRecognizer):
    """Finds patient, health card and certificate numbers beside a label or in a column."""

    NAME_EN = "Patient, medical record, health card and vaccination number"
    NAME_UR = "مریض نمبر اور صحت کارڈ نمبر"
    ISSUER = "Hospitals and laboratories; Sehat card programme; NADRA (NIMS)"
    PROOF = ("context",)
    ENTITY = "PK_HEALTH_ID"
    PATTERNS = (
        Pattern("any form", open_shape(4, 16), 0.05),
        # "Mr" without the sign is a title.
        Pattern(
            "behind MR#",
            r"(?<![A-Z])m\.?r\.? ?#[ :.]{0,2}(?P<value>[0-9](?:[\-/]?[0-9]){2,11})(?![0-9A-Z])",
            0.6,
        ),
        Pattern(
            "groups of a card",
            r"(?<![0-9])(?<![0-9][\-.])[0-9]{4}(?:[ \-][0-9]{4}){2,3}(?![0-9])(?![\-.][0-9])",
            0.05,
        ),
        # "Patient 0034211", "مریض SKM-131110": a number as such, not "patient 3" or an amount.
        Pattern(
            "behind its patient",
            r"(?<![A-Z])(?:patient|pt|mareez|mariz|مریض|مریضہ)[ :.#\-]{1,3}"
            r"(?P<value>(?-i:[A-Z]{2,5})[\-/]?[0-9]{4,8}|20[0-9]{2}[\-/][0-9]{3,7}|[0-9]{6,10})"
            r"(?![0-9A-Z])(?![,.\-/][0-9])",
            0.6,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "small number", r"(?<![0-9A-Z.])[0-9]{2,8}(?:\.0{1,2})?(?![0-9A-Z])(?!\.[0-9])", 0.5
        ),
    )
    CONTEXT = (
        "mr no", "mr number", "mrn", "m r no", "medical record no", "medical record number",
        "patient id", "patient no", "patient number", "patient mr no", "hospital no",
        "hospital number", "opd no", "ipd no", "opd slip no", "lab no", "lab id", "test id",
        "specimen no", "sample no", "sehat card no", "sehat card number", "sehat card",
        "sehat insaf card", "sehat insaf card no", "sehat sahulat card", "health card no",
        "health card number", "vaccine certificate no", "vaccination certificate no",
        "immunization certificate no", "nims", "phc no", "art no", "hiv id", "tb no",
        "tb registration no", "mareez no", "mariz no", "marez no", "مریض نمبر", "ایم آر نمبر", "صحت کارڈ", "صحت کارڈ نمبر",
        "ہیلتھ کارڈ نمبر", "پرچی نمبر", "ویکسین سرٹیفکیٹ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "ward", "bed", "bed no", "room", "dose", "mg", "ml", "bp", "pulse",
        "weight", "height", "temperature", "token no", "result", "وارڈ", "بیڈ",
    )  # fmt: skip
    HEADERS = (
        "mr", "mrno", "mrnumber", "patientid", "patientno", "labno", "sehatcardno", "healthcardno",
        "vaccinecertno", "opdno", "ipdno", "hospitalno", "pid",
    )  # fmt: skip
    NOT_HEADERS = (*NOT_THIS_HEADERS, "age", "gender", "blood", "result", "balance", "limit")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        if pattern.name in {"small number", "behind MR#", "behind its patient"}:
            return pattern.score
        return score_open_shape(pattern.score, value, digits=3)
