"""Personnel number: of a government servant in the pay system (PIFRA), or of any employer.

The government's pay system (SAP) gives eight digits, printed on the salary slip as "Personnel
Number" or "P. No". Employers use letters and digits of their own ("EMP-00123").

No form is a proof: eight digits are also a date, a tax number and a page of anything. So all of
them count beside a label or in a column only.

Not known: which first digits the pay system gives (3, 5, 6 and 0 are reported); whether it has a
check digit.

Sources: column headings of public HR and payroll software ("Personnel No", "Pers. No", PERNR);
the form of eight digits is SAP's PERNR field.

>>> compact("۰۰۱۲۳۴۵۶")
'00123456'
>>> compact("P.No 123456")
'00123456'
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

_PREFIX = re.compile("(?:PERSONNELNO|PERSNO|PNO|PERNR)(?=[0-9])")


def compact(number: str) -> str:
    """Return the letters (upper case) and digits; six or seven digits alone get lost zeros back.

    Raises ValidationError when there are not 2 to 15 of them, or no digit.
    """
    found = _PREFIX.sub("", letters_and_digits(number), count=1)
    if not 2 <= len(found) <= 15 or not re.search("[0-9]", found):
        raise ValidationError("a personnel number has 2 to 15 letters and digits")
    return found.zfill(8) if re.fullmatch("[0-9]{6,7}", found) else found


def validate(number: str) -> str:
    """Return the compact number if it has the form of the government's pay system.

    Raises ValidationError for anything but eight digits, and for a filler (one digit eight times).
    """
    found = compact(number)
    if not re.fullmatch("[0-9]{8}", found):
        raise ValidationError("a government personnel number has eight digits")
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, as salary slips print it."""
    return compact(number)


class PkPersonnelNumberRecognizer(PkRecognizer):
    """Finds personnel and employee numbers beside a label or in a column."""

    NAME_EN = "Personnel or employee number"
    NAME_UR = "پرسنل / ملازم نمبر"
    ISSUER = "Accountants general (PIFRA); each employer"
    PROOF = ("context",)
    ENTITY = "PK_PERSONNEL_NUMBER"
    PATTERNS = (
        Pattern("eight digits", r"(?<![A-Z0-9])(?<![0-9][,.\-])[0-9]{8}(?:\.0)?(?![A-Z0-9])", 0.1),
        Pattern("an employer's form", open_shape(3, 12), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("short", r"(?<![A-Z0-9])(?:[A-Z]{1,5}[ \-/]?)?[0-9]{1,8}(?:\.0)?(?![A-Z0-9])", 0.5),
        Pattern("scientific", r"(?<![0-9.])[0-9](?:\.[0-9]{1,7})?E\+?0?7(?![0-9])", 0.5),
    )
    CONTEXT = (
        "personnel no", "personnel number", "personal no", "personal number", "pers no",
        "pers number", "pernr", "p no", "pifra", "pifra no", "sap no", "sap id", "employee no",
        "employee number", "employee id", "employee code", "emp no", "emp id", "emp code",
        "empl no", "staff no", "staff id", "worker no", "worker id", "staff code", "service no", "service number",
        "mulazim number", "payroll no", "payroll number", "salary code", "pay roll no",
        "پرسنل نمبر", "پرسنیل نمبر", "ملازم نمبر", "ایمپلائی نمبر", "ملازمت نمبر", "سروس نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (*NOT_THIS_LABELS, "grade", "bps", "scale", "ddo", "ddo code", "cost centre")
    HEADERS = ("persno", "personnelno", "pno", "empno", "empid", "empcode", "pernr", "staffno")
    NOT_HEADERS = NOT_THIS_HEADERS

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=1)
