"""ICCID, Integrated Circuit Card Identifier: the number printed on a SIM card.

19 or 20 digits: 8992 30 ....

1-2    89: telecommunication (ISO/IEC 7812)
3-4    92: Pakistan (E.164 country code)
5-     issuer (one to four digits, often the mobile network code), then the card's serial number
last   check digit (Luhn), in a 19-digit number; the 20-digit ones carry it as their 19th or 20th
       digit, or not at all, as the issuer chose

The memory of the card holds 20 half-bytes; a 19-digit number is filled up with F, which is not
part of it. A spreadsheet rounds the number to 15 digits and writes zeros behind them: it then
fails the check and is still this entity.

Not known: the issuer digits of each Pakistani network; so they are not looked at.

Sources: ITU-T E.118 (05/2006); GSM 11.11 clause 10.1.1; smartjac.biz, "ICCID checksum".

>>> compact("8992 3000 0000 0000 011F")
'8992300000000000011'
>>> format("8992300000000000011")
'8992 3000 0000 0000 011'
"""

from __future__ import annotations

import re

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits, only_digits
from recognizers.pk.validation import ValidationError, accepted_by, luhn_is_valid


def compact(number: str) -> str:
    """Return the digits of an ICCID, without the filler F.

    Raises ValidationError when there are not 18 to 22 digits that begin with 89.
    """
    found = letters_and_digits(number).removesuffix("F")
    if not re.fullmatch("89[0-9]{16,20}", found):
        raise ValidationError("an ICCID has 18 to 22 digits and begins with 89")
    return found


def validate(number: str) -> str:
    """Return the compact number if it is a Pakistani ICCID.

    Raises ValidationError for another country, a length other than 19 or 20, or a 19-digit number
    whose check digit is wrong.
    """
    found = compact(number)
    if not found.startswith("8992") or len(found) not in {19, 20}:
        raise ValidationError("a Pakistani ICCID has 19 or 20 digits and begins with 8992")
    if len(found) == 19 and not luhn_is_valid(found):
        raise ValidationError("the check digit is wrong")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number in groups of four digits, as cards print it."""
    found = compact(number)
    return " ".join(found[start : start + 4] for start in range(0, len(found), 4))


class IccidRecognizer(PkRecognizer):
    """Finds the numbers of Pakistani SIM cards; those of other countries with context."""

    NAME_EN = "SIM card number (ICCID)"
    NAME_UR = "سم کارڈ کا سیریل نمبر"
    ISSUER = "Each mobile network"
    PROOF = ("check digit", "structure", "context")
    ENTITY = "ICCID"
    RAISED = frozenset({"solid", "separated"})
    PATTERNS = (
        Pattern("solid", r"(?<![0-9])8992[0-9]{15,16}F?(?:\.0)?(?![0-9A-Z])", 0.7),
        Pattern(
            "separated",
            r"(?<![0-9])8992(?:(?:[ \-]| - )?[0-9]){14,16}(?:[ \-]?F)?(?![0-9A-Z])",
            0.3,
        ),
        Pattern("any country", r"(?<![0-9])89(?:[ \-]?[0-9]){16,20}F?(?![0-9A-Z])", 0.14),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])8(?:\.[0-9]{1,15})?E\+?1[789](?![0-9])", 0.6),
        Pattern("partly masked", r"(?<![0-9])89[0-9]{0,12}[x*#•]{2,16}[0-9]{0,6}(?![0-9])", 0.6),
    )
    CONTEXT = (
        "iccid", "icc id", "iccid no", "iccid number", "i c c i d", "sim serial", "sim serial no",
        "sim serial number", "sim card no", "sim card number", "esim", "euicc",
        "sim jacket no", "سم سیریل نمبر", "سم کارڈ نمبر", "آئی سی سی آئی ڈی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = ("order no", "tracking no", "consignment", "psid", "voucher", "account no")
    HEADERS = ("simserial", "simserialno", "simid", "simcard", "icc", "iccidno")
    CONTEXT_SCORE = 0.95

    def score(self, pattern: Pattern, value: str) -> float:
        """Let a right check digit speak for the number; a spreadsheet may have destroyed it."""
        if pattern.name == "any country":
            return pattern.score
        found = only_digits(value)
        if pattern.name == "separated" and value[-2] in " -" and luhn_is_valid(found[:-1]):
            # A digit behind a whole number.
            return 0.0
        if len(found) == 19 and luhn_is_valid(found):
            return 0.95 if pattern.name == "solid" else 0.7
        if len(found) == 20 and (luhn_is_valid(found) or luhn_is_valid(found[:19])):
            return 0.8 if pattern.name == "solid" else 0.5
        return pattern.score
