"""CNIC, Computerised National Identity Card number (قومی شناختی کارڈ), NADRA.

13 digits, printed 5-7-1: 35202-1234567-1.

1        province of the permanent address at registration: 1 Khyber Pakhtunkhwa, 2 the former
         tribal areas, 3 Punjab, 4 Sindh, 5 Balochistan, 6 Islamabad, 7 Gilgit-Baltistan, 8 Azad
         Jammu and Kashmir
1-2      division, 1-3 district, 4-5 tehsil; in every public list position 4 is 0
6-12     serial number; what it means is not published
13       sex, odd male, even female (0 included)

There is no check digit: the claim that position 13 is one comes without an algorithm. The same
number is on the SNIC, the NICOP (overseas citizens), the POC and the B-Form (children), and is an
individual's NTN.

Not known: whether a first digit of 9 is issued (reported for NICOPs); which districts were added
after 2015. So an unknown district lowers a bare number's score and never rejects a dashed one.

Sources: NIC Rules 2002; press explanations of the digits (samaa.tv, January 2020; The News, no.
600782); the district table in data/cnic_districts.txt and its header.

>>> compact("۳۵۲۰۲-۱۲۳۴۵۶۷-۱")
'3520212345671'
>>> format("1-1234567-35202")
'35202-1234567-1'
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recognizers.pk.other_kinds import has_mask
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

# As most are written; `compact` needs one step for them.
_USUAL: Final = re.compile(r"[0-9]{5}-?[0-9]{7}-?[0-9]")
_REVERSED: Final = re.compile(r"([0-9])[^0-9]+([0-9]{7})[^0-9]+([0-9]{5})(?:\.0+)?")
_OF_SALES_TAX: Final = re.compile(r"[0-9]{2}[^0-9][0-9]{2}[^0-9][0-9]{4}[^0-9][0-9]{3}.*")
# Driving licences of some provinces are the CNIC, a sign and a serial number.
_SERIAL: Final = re.compile(r" ?# ?[0-9]{1,4}$")
# With its date of issue behind it, as it is sent to NADRA's short code 668.
_DAY: Final = r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])(?:19[89]|20[0-4])[0-9]"
_WITH_DATE: Final = re.compile(rf"([1-8][0-9]{{12}}) ?{_DAY}")
_SEPARATED: Final = re.compile(r"\w{5}-\w{7}-\w")
_FLOAT_TAIL: Final = re.compile(r"(?<=[0-9]{3})\.0+$")
_THOUSANDS: Final = r"[1-9],[0-9]{3},[0-9]{3},[0-9]{3},[0-9]{3}"
# Written without anything between them, as columns are that lost their borders.
_CARD: Final = r"[1-8][0-9]{4}-?[0-9]{7}-?[0-9]"
_CALL: Final = r"(?:0|92)3[0-9]{9}"
_FIRST_CARD: Final = re.compile(rf"(?:{_CALL})?({_CARD})")
# As a program reads them off a picture.
_READ_AS: Final = str.maketrans("oOlIiBsS", "00111855")
_MASK: Final = r"[0-9xX*#•]"


@cache
def _districts() -> frozenset[str]:
    """Return the three-digit division and district codes known to be issued."""
    table = files("recognizers.pk").joinpath("data/cnic_districts.txt").read_text("utf-8")
    return frozenset(
        line.split()[0] for line in table.splitlines() if line and not line.startswith("#")
    )


def compact(number: str) -> str:
    """Return the 13 digits of a CNIC in any written form, in the order of the card.

    Raises ValidationError when there are not 13 digits.
    """
    if _USUAL.fullmatch(number):
        return number.replace("-", "")
    text = _SERIAL.sub("", fold(number).text.strip().strip("'\"="))
    if len(re.sub(r"[^0-9]", "", text)) > 13:
        text = _FLOAT_TAIL.sub("", text)
    if any(character.isalpha() for character in text) and _SEPARATED.fullmatch(text):
        text = text.translate(_READ_AS)
    dated = _WITH_DATE.fullmatch(text.replace("-", ""))
    if dated:
        text = dated[1]
    backwards = _REVERSED.fullmatch(text)
    if backwards:
        text = "".join(reversed(backwards.groups()))
    found = re.sub(r"[^0-9]", "", text)
    if len(found) != 13:
        raise ValidationError("a CNIC has 13 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if NADRA can have issued it.

    Raises ValidationError for a wrong length, a first digit that no province has, or a filler
    (one digit thirteen times, 1234567890123).
    """
    found = compact(number)
    if found[0] == "0":
        raise ValidationError("no province has the first digit 0")
    if len(set(found)) == 1 or found == "1234567890123":
        raise ValidationError("a filler, not a number that was issued")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as it is printed on the card."""
    found = compact(number)
    return f"{found[:5]}-{found[5:12]}-{found[12]}"


def has_known_district(number: str) -> bool:
    """Say whether a compact number begins with a listed district and a tehsil digit of 0."""
    return number[:3] in _districts() and number[3] == "0"


class PkCnicRecognizer(PkRecognizer):
    """Finds CNIC, SNIC, NICOP, POC and B-Form numbers, written, damaged or reversed."""

    NAME_EN = "Identity card number (CNIC, SNIC, NICOP, POC, B-Form)"
    NAME_UR = "قومی شناختی کارڈ نمبر"
    ISSUER = "National Database and Registration Authority (NADRA)"
    PROOF = ("structure", "registry", "context")
    ENTITY = "PK_CNIC"
    # Divisions, and the 0 of the tehsil. A town's list holds few of them.
    COMPANY_FORM = r"((?:1[1-7]|2[12]|3[1-8]|4[1-5]|5[1-6]|61|71|8[12])[0-9])0[0-9]{9}"
    COMPANY_STARTS = 2
    WHOLE_FORM = r"([1-8][0-9]{4}-?[0-9]{7}-?[0-9])"
    RAISED = frozenset(
        {"separated", "displayed right to left", "bare", "with its date of issue", "half separated", "thousands",
         "run together", "one below the other", "letters for digits", "digit by digit"}
    )
    PATTERNS = (
        Pattern(
            "separated",
            r"(?<![0-9])[0-9]{5}[ \t\-._/·]{1,3}[0-9]{7}[ \t\-._/·]{1,3}[0-9](?:\.0)?(?![0-9])",
            0.75,
        ),
        Pattern(
            "displayed right to left",
            r"(?<![0-9])[0-9] ?[\-._/·]{1,3} ?[0-9]{7} ?[\-._/·]{1,3} ?[0-9]{5}(?![0-9])",
            0.6,
        ),
        Pattern(
            "right to left, spaced", r"(?<![0-9])[0-9] [0-9]{7} [0-9]{5}(?![0-9])(?! [0-9])", 0.1
        ),
        Pattern(
            "bare",
            r"(?<![0-9])(?<![0-9]\.)[1-9][0-9]{12}(?:\.0{1,2})?(?![0-9])(?!\.[0-9])",
            0.2,
        ),
        Pattern(
            "with its date of issue",
            rf"(?<![0-9])[1-8][0-9]{{4}}-?[0-9]{{7}}-?[0-9] ?{_DAY}(?![0-9])",
            0.2,
        ),
        Pattern(
            "half separated",
            r"(?<![0-9])(?:[0-9]{5}[ \t\-._/·]{1,3}[0-9]{8}"
            r"|[0-9]{12}[ \t\-._/·]{1,3}[0-9])(?![0-9])",
            0.2,
        ),
        Pattern(
            "other groups",
            r"(?<![0-9])(?<![0-9][\-.])[1-9](?:[ \-./]?[0-9]){12}(?![0-9])(?![\-.][0-9])",
            0.1,
        ),
        Pattern(
            "run together",
            rf"(?<![0-9])(?:{_CARD}(?:{_CARD}|{_CALL}){{1,3}}|{_CALL}{_CARD}(?:{_CARD}|{_CALL}){{0,2}})"
            r"(?![0-9])",
            0.2,
        ),
        Pattern(
            "digit by digit",
            r"(?<![0-9])(?<![0-9][ \-._|/])[1-8](?:[ ._|/]{1,3}[0-9]){4}(?:[ \-._|/]{1,3}[0-9]){8}"
            r"(?![0-9])(?![ \-._|/]{1,3}[0-9])",
            0.2,
        ),
        Pattern("one below the other", r"(?<![0-9])[1-8][0-9]{4}\n[0-9]{7}\n[0-9](?![0-9])", 0.2),
        Pattern(
            "letters for digits",
            r"(?<![0-9a-z])(?=[0-9\-]{0,14}[oOlIiBsS])[1-8IlSsB][0-9oOlIiBsS]{4}-[0-9oOlIiBsS]{7}-[0-9oOlIiBsS]"
            r"(?![0-9a-z])",
            0.2,
        ),
        Pattern("thousands", rf"(?<![0-9,]){_THOUSANDS}(?:\.00?)?(?![0-9,])", 0.1),
        Pattern(
            "partly masked",
            rf"(?<![0-9])(?=[0-9xX*#• \-]{{0,19}}[xX*#•])(?=[0-9xX*#• \-]{{0,19}}[0-9])"
            rf"{_MASK}{{5}}(?:[\- ]| - ){_MASK}{{7}}(?:[\- ]| - ){_MASK}(?![0-9])",
            0.9,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])[1-8](?:\.[0-9]{1,12})?[eE]\+?12(?![0-9])", 0.6),
    )
    CONTEXT = (
        "cnic", "c n i c", "cnic no", "cnic number", "nic no", "nic number", "nic card", "snic",
        "id card no", "id card number", "identity card no", "identity card number",
        "national id card", "national identity card", "national identity card no",
        "national identity card number", "nic", "n i c", "nicop", "snicop", "poc", "id card",
        "identity card", "identity no", "identity number", "national id", "national identity",
        "identification no", "identification number", "nadra", "id no", "id number", "shanakhti card", "shanakhti", "shinakhti", "shnakhti",
        "shinakhti card", "shnakhti card", "qaumi shanakhti card", "card no", "card number",
        "b form", "bform", "bay form", "form b", "crc", "ntn", "child registration", "juvenile card",
        "pakistan origin card", "شناختی کارڈ", "شناختی کارڈ نمبر", "قومی شناختی کارڈ",
        "شناختی نمبر", "شناختی", "سی این آئی سی", "کمپیوٹرائزڈ قومی شناختی کارڈ", "نادرا",
        "ب فارم", "فارم ب", "چائلڈ رجسٹریشن سرٹیفکیٹ", "نائیکوپ", "پاکستان اوریجن کارڈ",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "order", "order no", "order id", "invoice", "tracking", "tracking no", "consignment",
        "barcode", "ean", "isbn", "amount", "rs", "pkr", "timestamp", "epoch", "ts", "created at", "updated at", "event time",
        "order number", "tracking number", "cn no", "awb", "آرڈر نمبر", "ٹریکنگ نمبر", "strn", "gst",
        "account no", "consumer no", "psid", "voucher", "challan",
    )  # fmt: skip
    HEADERS = (
        "cnicno", "cnicnumber", "nicno", "idcard", "idcardno", "idno", "nationalid", "nadraid",
        "identityno", "nationalidnumber", "frc", "bformno", "crcno", "کارڈ نمبر",
        "docno", "docnumber", "documentno", "documentnumber", "kycno", "idvalue", "docid",
    )  # fmt: skip
    # Papers of all kinds have a number.
    HEADERS_BY_CELLS = (
        "docno", "docnumber", "documentno", "documentnumber", "kycno", "idvalue", "docid",
    )  # fmt: skip
    CONTEXT_SCORE = 0.95

    def may_match(self, folded: str, pattern: Pattern) -> bool:
        """Look for masked numbers only where something is masked."""
        return pattern.name != "partly masked" or has_mask(folded)

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop the impossible; let a known district speak for a number."""
        if pattern.name in {"partly masked", "scientific"}:
            return pattern.score
        if pattern.name == "run together":
            first = _FIRST_CARD.match(value)
            value = first[1] if first else value
        try:
            number = validate(value)
        except ValidationError:
            return 0.0
        if pattern.name == "other groups" and _OF_SALES_TAX.fullmatch(value):
            return 0.0
        known = has_known_district(number)
        if pattern.name == "separated":
            return 0.95 if known else pattern.score
        if pattern.name == "displayed right to left":
            return 0.9 if known else pattern.score
        return 0.6 if known else pattern.score
