"""Gas, water, telephone and K-Electric account or consumer number, and meter number.

K-Electric    account of 13 digits, beginning 0400 as far as seen; consumer number AL-123456
SNGPL         consumer number of 11 digits (gas, north)
SSGC          customer number of 10 digits (gas, south)
PTCL          account id of 10 digits beside the telephone number
WASA, KWSC    water and sewerage: forms of the cities' own (A/123-45)
meter         of electricity, gas or water: 5 to 14 digits or letters, by maker

Each leads to one household's name and address. None has a published check digit. SNGPL numbers
beginning 03 have the shape of a mobile number and are named one without a label. All count only
beside a label or in a column.

Not known: the parts of these numbers; whether all K-Electric accounts begin 0400.

Sources: KESC's announcement of "13-digit account number" (propakistani.pk, 25 June 2011); bill
pages of suigasbills.com and electronates.com (11 and 10 digits).

>>> compact("0400-0123-45678")
'0400012345678'
>>> compact("al-123456")
'AL123456'
"""

from __future__ import annotations

from recognizers.pk.other_kinds import NOT_THIS_HEADERS, open_shape, score_open_shape
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the letters (upper case) and digits.

    Raises ValidationError when there are not 4 to 20 of them, or fewer than three digits.
    """
    found = letters_and_digits(number)
    if not 4 <= len(found) <= 20 or sum(map(str.isdecimal, found)) < 3:
        raise ValidationError("an account has 4 to 20 letters and digits, three digits at least")
    return found


def validate(number: str) -> str:
    """Return the compact number; raises ValidationError for one digit repeated."""
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid; the companies print it in different ways."""
    return compact(number)


class PkUtilityAccountRecognizer(PkRecognizer):
    """Finds utility accounts and meter numbers beside a label or in a column."""

    NAME_EN = "Gas, water, telephone and K-Electric account, meter number"
    NAME_UR = "گیس، پانی، ٹیلیفون اور کے الیکٹرک کا صارف نمبر"
    ISSUER = "K-Electric, SNGPL, SSGC, PTCL, water boards"
    PROOF = ("context",)
    ENTITY = "PK_UTILITY_ACCOUNT"
    PATTERNS = (
        Pattern(
            "K-Electric account",
            r"(?<![0-9])(?<![0-9][\-.])0400(?:[ \-]?[0-9]){9}(?![0-9])(?![\-.][0-9])",
            0.3,
        ),
        Pattern(
            "grouped digits",
            r"(?<![0-9])(?<![0-9]\.)[0-9](?:[ \-]?[0-9]){9,12}(?![0-9])(?![.\-][0-9])",
            0.1,
        ),
        Pattern("any form", open_shape(5, 16), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "scientific", r"(?<![0-9.])[1-9](?:\.[0-9]{1,13})?e\+?(?:0?9|1[0-2])(?![0-9])", 0.5
        ),
    )
    CONTEXT = (
        "k electric", "k electric account", "ke account no", "ke account", "kesc", "consumer no",
        "consumer number", "consumer nbr", "customer no", "customer number", "gas bill",
        "gas consumer", "gas consumer no", "gas meter", "water meter", "ke consumer", "ke no", "sui gas", "sui gas bill", "sngpl", "ssgc", "sui northern",
        "sui southern", "ptcl account", "ptcl account id", "ptcl account no", "water bill",
        "wasa", "wasa bill", "wasa account no", "kwsb", "kwsc", "meter no", "meter number",
        "meter id", "gas meter no", "water meter no", "electricity meter no", "utility bill no",
        "کے الیکٹرک", "کنزیومر نمبر", "صارف نمبر", "میٹر نمبر", "گیس بل", "گیس کا بل", "سوئی گیس",
        "پانی کا بل", "واسا", "پی ٹی سی ایل اکاؤنٹ",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "units", "reading", "meter reading", "amount", "rs", "pkr", "bill amount", "total",
        "payable", "due date", "date", "dated", "dob", "phone", "phone no", "mobile", "mobile no",
        "contact", "contact no", "cell no", "whatsapp", "call", "helpline", "cnic", "cnic no",
        "iban", "house no", "plot no", "reference no", "ref no", "میٹر ریڈنگ", "رقم", "روپے",
        "تاریخ", "موبائل", "موبائل نمبر", "فون", "فون نمبر", "شناختی کارڈ نمبر",
    )  # fmt: skip
    HEADERS = (
        "consumerno", "consumernumber", "meter", "meterno", "meternumber", "meterid", "gasconsumerno",
        "gasbillno", "ptclaccount", "kano", "keaccountno", "sngplno", "ssgcno", "waterbillno",
        "customerno",
    )  # fmt: skip
    NOT_HEADERS = (*NOT_THIS_HEADERS, "reading", "units", "unit", "cost", "make", "phase", "load")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=4)
