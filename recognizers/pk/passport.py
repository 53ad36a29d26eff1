"""Pakistani passport number (پاسپورٹ نمبر), Directorate General of Immigration and Passports.

Two letters and seven digits: AB1234567, the nine characters of the machine-readable zone.

1-2    series; that the first letter is the holder's initial has no source
3-9    serial number

Older booklets have one letter and six to eight digits, or two letters and six digits. There is no
check digit outside the machine-readable zone (see `mrz`), and the shape is that of many order,
flight and stock numbers: alone it proves nothing. Beside a label or in a passport column foreign
passports (up to three letters, six to nine digits) are taken as well.

Not known: which series were issued; whether the tracking number of an application (11 digits)
can be told from others; the numbers of booklets.

Sources: ICAO Doc 9303 part 4 (the field's nine characters); public code with sample passports.

>>> compact("ab 1234567")
'AB1234567'
>>> format("AB-1234567")
'AB1234567'
"""

from __future__ import annotations

import re

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the letters (upper case) and digits of a passport number.

    Raises ValidationError when they are not up to three letters and six to nine digits.
    """
    found = letters_and_digits(number)
    if not re.fullmatch("[A-Z]{0,3}[0-9]{6,9}", found):
        raise ValidationError("a passport number has at most three letters, then 6 to 9 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a form that Pakistan has issued.

    Raises ValidationError for other forms and for fillers (one digit seven times).
    """
    found = compact(number)
    if not re.fullmatch("[A-Z]{2}[0-9]{6,7}|[A-Z][0-9]{6,8}", found):
        raise ValidationError("not a form of a Pakistani passport number")
    if len(set(found.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as it is printed in the booklet, without a space."""
    return compact(number)


class PkPassportRecognizer(PkRecognizer):
    """Finds passport numbers beside a label or in a column; alone they score below 0.4."""

    NAME_EN = "Passport number"
    NAME_UR = "پاسپورٹ نمبر"
    ISSUER = "Directorate General of Immigration and Passports"
    PROOF = ("structure", "context")
    ENTITY = "PK_PASSPORT"
    PATTERNS = (
        Pattern(
            "after its label, glued",
            r"(?:(?<![A-Z])(?:passport|ppt)[ ]?(?:number|no)?[.:#\-]{0,2}|پاسپورٹ(?: نمبر)?)"
            r"(?P<value>[A-Z]{2}[ \-]?[0-9]{7})(?![0-9A-Z])",
            0.85,
        ),
        Pattern(
            "after PP",
            r"(?<![A-Z])pp ?[#:.]{1,2} ?(?P<value>[A-Z]{2}[ \-]?[0-9]{7})(?![0-9A-Z])",
            0.85,
        ),
        Pattern("current", r"(?<![A-Z0-9])[A-Z]{2}(?:[ \-_./]| - )?[0-9]{7}(?![0-9A-Z])", 0.3),
        Pattern(
            "older",
            r"(?<![A-Z0-9])(?:[A-Z](?:[ \-_./]| - )?[0-9]{6,8}|[A-Z]{2}(?:[ \-_./]| - )?[0-9]{6})(?![0-9A-Z])",
            0.14,
        ),
        Pattern(
            "foreign",
            r"(?<![A-Z0-9])(?:[A-Z]{3}[ \-]?[0-9]{6,7}|[0-9]{8,9})(?![0-9A-Z])(?!-[0-9])",
            0.05,
        ),
    )
    COMPANY_FORM = r"([A-Z]{2})[0-9]{7}"
    COLUMN_FORM = r"([A-Z]{2})[0-9]{7}"
    COLUMN_PATTERNS = (
        Pattern("number alone", r"(?<![A-Z0-9])[0-9]{6,9}(?:\.0)?(?![0-9A-Z])", 0.5),
        Pattern("partly masked", r"(?<![A-Z0-9])[A-Z]{1,2}[ \-]?[0-9x*#•]{6,8}(?![0-9A-Z])", 0.5),
    )
    CONTEXT = (
        "passport", "passports", "passport no", "passport number", "passport num", "passport id",
        "pp no", "ppt no", "ppt", "pass port", "passport book", "travel document",
        "travel document no", "travel doc", "travel doc no", "booklet", "booklet no", "mrp no", "pasport",
        "passport nmbr",
        "پاسپورٹ", "پاسپورٹ نمبر", "پاس پورٹ", "پاس پورٹ نمبر", "سفری دستاویز",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "flight", "flight no", "pnr", "booking", "ticket no", "invoice", "invoice no", "sku",
        "model", "part no", "item code", "gr no", "roll no", "cheque", "cheque no", "tracking",
        "tracking id", "order no", "order id", "batch no", "serial no", "visa no", "token no",
        "po no", "vehicle no", "chassis no", "engine no", "cnic", "mobile", "phone", "date",
        "license no", "licence no", "hajj application no",
    )  # fmt: skip
    HEADERS = ("ppno", "pptno", "passportno1", "traveldoc", "traveldocno", "mrpno", "ppnumber")
    NOT_HEADERS = ("expiry", "issue", "date", "office", "type", "country", "tracking", "status")
