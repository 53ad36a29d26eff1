"""Welfare: beneficiary, household and form number of BISP, Ehsaas, NSER, Zakat and Bait-ul-Mal.

The Benazir Income Support Programme and its registry (NSER) number households, survey forms and
beneficiaries; payments and the 8171 service look people up by CNIC. Zakat committees, the
Bait-ul-Mal and relief programmes number applications.

That someone is on such a list says that they are poor. No form is published, so all numbers count
only beside a label or in a column. The poverty score (PMT, PSC) is no number of anyone and is not
found; nor is the amount of a payment.

Not known: any form or check digit.

Sources: labels of public pages of BISP and of relief software. No issuer describes its numbers.

>>> compact("NSER form no. 12-345678")
'12345678'
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
    r"\A(?:NSER|BISP|PMT|EHSAAS|HH)?(?:FORM)?(?:NO|NUMBER|ID)?(?=[A-Z]*[0-9])"
)


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without the programme's name in front.

    Raises ValidationError when there are not 2 to 25 of them, or fewer than two digits.
    """
    found = _LABEL.sub("", letters_and_digits(number))
    if not 2 <= len(found) <= 25 or sum(map(str.isdecimal, found)) < 2:
        raise ValidationError("a beneficiary's number has 2 to 25 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number; raises ValidationError for one digit repeated."""
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid; the programmes print it in different ways."""
    return compact(number)


class PkWelfareIdRecognizer(PkRecognizer):
    """Finds beneficiary, household and form numbers beside a label or in a column."""

    NAME_EN = "Welfare beneficiary number (BISP, Ehsaas, zakat)"
    NAME_UR = "بینظیر / احساس مستحق نمبر"
    ISSUER = "Benazir Income Support Programme; Ehsaas; zakat committees"
    PROOF = ("context",)
    ENTITY = "PK_WELFARE_ID"
    PATTERNS = (Pattern("any form", open_shape(4, 18), 0.05),)
    COLUMN_PATTERNS = (
        Pattern(
            "small number", r"(?<![0-9A-Z.])[0-9]{2,8}(?:\.0{1,2})?(?![0-9A-Z])(?!\.[0-9])", 0.5
        ),
        Pattern(
            "scientific", r"(?<![0-9.])[1-9](?:\.[0-9]{1,13})?e\+?(?:0?[89]|1[0-9])(?![0-9])", 0.5
        ),
    )
    CONTEXT = (
        "bisp", "bisp id", "bisp no", "bisp household id", "bisp beneficiary no",
        "benazir income support", "benazir card", "ehsaas", "ehsaas id", "ehsaas no",
        "ehsaas tracking id", "kafaalat", "kafalat", "nser", "nser form no", "nser no", "pmt id",
        "pmt form no", "beneficiary id", "beneficiary no", "beneficiary number", "household id",
        "hhid", "survey form no", "zakat no", "zakat application no", "mustahiq no", "lzc no",
        "bait ul mal no", "ration card no", "relief card no", "watan card no", "mustahiq id",
        "بینظیر انکم سپورٹ", "بینظیر کارڈ", "بی آئی ایس پی", "احساس", "احساس پروگرام", "کفالت",
        "مستحق نمبر", "زکوٰۃ نمبر", "بینیفشری نمبر", "راشن کارڈ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "score", "pmt score", "psc", "poverty score", "instalment", "installment",
        "qist", "قسط", "helpline",
    )  # fmt: skip
    HEADERS = (
        "bispid", "bispno", "beneficiaryid", "beneficiaryno", "householdid", "hhid", "nserno",
        "nserformno", "pmtid", "zakatno", "mustahiqno",
    )  # fmt: skip
    NOT_HEADERS = (*NOT_THIS_HEADERS, "score", "size", "income", "eligible", "programme", "program")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs, and the 8171 service, to others."""
        if pattern.name != "any form":
            return pattern.score
        return 0.0 if value == "8171" else score_open_shape(pattern.score, value, digits=4)
