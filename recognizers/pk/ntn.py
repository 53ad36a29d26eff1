"""NTN, National Tax Number (این ٹی این), Federal Board of Revenue (FBR).

Seven digits, often with a check digit behind a dash: 1234567-8.

1-7    serial number of the registration; a free tax number (FTN) begins with 9
8      check digit, left out when the register is searched

So `compact` gives seven digits: 1234567 and 1234567-8 are one registration. Newer numbers of
companies and associations may begin with a letter (A123456-7). An individual's NTN is the CNIC
since the Income Tax Ordinance 2001, and is left to `cnic`.

The check digit's algorithm is not published. One that circulates (weights 7 to 1, modulo 11)
fails on the register's own example, so nothing is checked.

Not known: which ranges were issued; when letters came into use.

Sources: org-id.guide, list PK-NTN (format; the check digit is dropped for a search);
tin-check.com, Pakistan (7-1 for entities); Income Tax Ordinance 2001, section 181.

>>> compact("1234567-8")
'1234567'
>>> format("۱۲۳۴۵۶۷۸")
'1234567-8'
"""

from __future__ import annotations

import re

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits, without_marks
from recognizers.pk.validation import ValidationError, accepted_by

# A spreadsheet drops zeros in front; behind a dash they can be counted and put back.
_LOST_ZEROS = re.compile(r"([0-9]{4,6}) ?- ?[0-9]")


def _read(number: str) -> str:
    lost = _LOST_ZEROS.fullmatch(without_marks(number))
    found = letters_and_digits(number).removeprefix("NTN").removeprefix("FTN")
    if lost:
        found = found.zfill(8)
    if not re.fullmatch("[A-Z]?[0-9]{6,8}", found) or not 7 <= len(found) <= 8:
        raise ValidationError("an NTN has seven characters and may have a check digit")
    return found


def compact(number: str) -> str:
    """Return the seven characters of an NTN, without its check digit.

    Raises ValidationError when there are not seven or eight characters, of which the first alone
    may be a letter.
    """
    return _read(number)[:7]


def validate(number: str) -> str:
    """Return the compact number if it can have been issued.

    Raises ValidationError for a wrong length and for a filler (one digit seven times).
    """
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as certificates print it, with the check digit if it was written."""
    found = _read(number)
    return f"{found[:7]}-{found[7]}" if len(found) == 8 else found


class PkNtnRecognizer(PkRecognizer):
    """Finds tax numbers; the dashed form alone counts just enough to be claimed."""

    NAME_EN = "National Tax Number (NTN, FTN)"
    NAME_UR = "قومی ٹیکس نمبر"
    ISSUER = "Federal Board of Revenue (FBR)"
    PROOF = ("structure", "context")
    ENTITY = "PK_NTN"
    PATTERNS = (
        Pattern(
            "dashed",
            r"(?<![0-9A-Z])(?<![0-9][\-./ \t)])(?<![0-9]\) )(?<![A-Z]-)[0-9]{7}-[0-9]"
            r"(?![0-9A-Z])(?![\-./][0-9])",
            0.4,
        ),
        Pattern(
            "dashed, after a number",
            r"(?<![0-9])(?<![0-9][\-./])[0-9]{7} ?- ?[0-9](?![0-9A-Z])(?!-[0-9])",
            0.2,
        ),
        Pattern(
            "with a letter", r"(?<![0-9A-Z])[A-Z][0-9]{6} ?- ?[0-9](?![0-9A-Z])(?!-[0-9])", 0.2
        ),
        Pattern(
            "another sign",
            r"(?<![0-9A-Z])(?<![0-9][\-./_])(?:[0-9]{7}|[A-Z][0-9]{6})[./_][0-9](?![0-9A-Z])"
            r"(?![\-./_][0-9])",
            0.1,
        ),
        Pattern(
            "solid",
            r"(?<![0-9A-Z])(?<![0-9][\-./])(?:[0-9]{7,8}|[A-Z][0-9]{6,7})(?:\.0)?(?![0-9A-Z])(?![\-.,/][0-9])",
            0.1,
        ),
        Pattern(
            "glued to its label",
            r"(?<![A-Z])[NF]TN[#:\-]?(?P<value>[0-9]{7}-?[0-9]?)(?![0-9])",
            0.85,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "lost zeros", r"(?<![0-9A-Z\-])[0-9]{4,6}(?: ?- ?[0-9])?(?:\.0)?(?![0-9A-Z\-])", 0.5
        ),
        Pattern("thousands", r"(?<![0-9,])[0-9]{1,2},[0-9]{3},[0-9]{3}(?:\.00?)?(?![0-9,])", 0.5),
        Pattern("scientific", r"(?<![0-9.])[0-9](?:\.[0-9]{1,7})?E\+?0?[67](?![0-9])", 0.5),
        Pattern("partly masked", r"(?<![0-9A-Z])[0-9x*#•]{5,7}-[0-9x*#•](?![0-9A-Z])", 0.5),
    )
    CONTEXT = (
        "ntn", "n t n", "ntn no", "ntn number", "ntn ftn", "national tax number", "national tax no",
        "tax number", "tax no", "tax id", "tax registration no", "income tax no", "ftn",
        "free tax number", "fbr", "fbr no", "filer", "active taxpayer", "atl", "taxpayer no",
        "این ٹی این", "این ٹی این نمبر", "نیشنل ٹیکس نمبر", "قومی ٹیکس نمبر", "ٹیکس نمبر",
        "ایف بی آر", "ایف ٹی این", "فائلر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "phone", "phone no", "ph", "tel", "telephone", "fax", "ptcl", "landline", "uan", "contact",
        "contact no", "mobile", "mobile no", "cell", "ext", "employee no", "employee id", "emp no",
        "emp id", "emp code", "personnel no", "roll no", "registration card", "invoice",
        "invoice no", "order no", "order id", "receipt no", "challan", "cheque no", "voucher",
        "token no", "folio", "part no", "item code", "model", "isbn", "issn", "serial no", "sr no",
        "amount", "rs", "pkr", "tax year", "date", "meter no", "ticket", "فون", "فون نمبر",
        "موبائل", "رول نمبر", "رقم",
    )  # fmt: skip
    HEADERS = ("ntnno", "ntncnic", "ntnftn", "taxno", "ftnno", "regno ntn")
    NOT_HEADERS = ("year", "amount", "status", "rate", "date", "deducted", "name", "office", "type")
