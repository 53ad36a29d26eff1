"""Electricity reference number and consumer id (ریفرنس نمبر), by the distribution companies.

LESCO, IESCO, FESCO, GEPCO, MEPCO, PESCO, HESCO, SEPCO, QESCO and TESCO print on every bill a
reference number of 14 digits, 04 11222 1234567 U:

1-2      batch, in which part of the month the meter is read: 01 to 33
3-7      sub-division, the office that serves the place
8-14     consumer in that sub-division
letter   U urban, R rural; not part of the number

and a consumer id of 10 digits. Either opens the bill on the web, with name and address.

There is no check digit. Fourteen digits are also an account number; ten are a mobile number
without its zero: both need context. Spaces in the right places and the letter U or R do not.

Not known: whether batches above 33 are used; how the consumer id is built. K-Electric numbers
its accounts differently (see `utility_account`).

Sources: bill pages of iescobill.net and fescoonlinebillcheck.pk (14 and 10 digits); printed bills'
layout in public bill software.

>>> compact("04 11222 1234567 U")
'04112221234567'
>>> compact("4112221234567.0")
'04112221234567'
"""

from __future__ import annotations

import re
from typing import Final

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import only_digits
from recognizers.pk.validation import ValidationError, accepted_by

_BATCH: Final = r"(?:0[1-9]|[12][0-9]|3[0-3])"
_LETTER: Final = r"(?:[ \-]{0,2}[UR]{1,2}(?![A-Z]))"


def compact(number: str) -> str:
    """Return the 14 digits of a reference number, or the 10 of a consumer id.

    13 digits are a reference number whose zero a spreadsheet lost. Raises ValidationError for
    any other count.
    """
    found = only_digits(number)
    if len(found) == 13:
        return f"0{found}"
    if len(found) not in {10, 14}:
        raise ValidationError("a reference number has 14 digits, a consumer id 10")
    return found


def validate(number: str) -> str:
    """Return the compact number if its batch is one that companies read.

    Raises ValidationError otherwise, and for one digit repeated.
    """
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    if len(found) == 14 and not re.match(_BATCH, found):
        raise ValidationError("no company reads meters in this batch")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as bills print it, a consumer id solid."""
    found = compact(number)
    return f"{found[:2]} {found[2:7]} {found[7:]}" if len(found) == 14 else found


class PkElectricityReferenceRecognizer(PkRecognizer):
    """Finds reference numbers in their printed form; solid ones and consumer ids by context."""

    NAME_EN = "Electricity reference number and consumer id"
    NAME_UR = "بجلی کے بل کا ریفرنس نمبر"
    ISSUER = "Distribution companies (LESCO, IESCO, FESCO, GEPCO, MEPCO, PESCO, HESCO, SEPCO, QESCO, TESCO)"
    PROOF = ("structure", "context")
    ENTITY = "PK_ELECTRICITY_REFERENCE"
    PATTERNS = (
        Pattern(
            "printed",
            rf"(?<![0-9])(?<![0-9][\-.]){_BATCH}[ \-./_]{{1,3}}[0-9]{{5}}[ \-./_]{{1,3}}[0-9]{{7}}"
            rf"{_LETTER}(?![0-9])",
            0.7,
        ),
        Pattern(
            "spaced",
            rf"(?<![0-9])(?<![0-9][\-.]){_BATCH}[ \-./_]{{1,3}}[0-9]{{5}}[ \-./_]{{1,3}}[0-9]{{7}}"
            r"(?![0-9])(?![\-.][0-9])",
            0.3,
        ),
        Pattern(
            "solid",
            rf"(?<![0-9])(?<![0-9]\.){_BATCH}[0-9]{{12}}(?:\.0{{1,2}})?{_LETTER}?(?![0-9])(?!\.[0-9])",
            0.2,
        ),
        Pattern(
            "consumer id",
            r"(?<![0-9])(?<![0-9]\.)[0-9]{10}(?:\.0{1,2})?(?![0-9])(?!\.[0-9])",
            0.1,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("zero lost", r"(?<![0-9.])[1-9][0-9]{12}(?:\.0{1,2})?(?![0-9])", 0.5),
        Pattern("scientific", r"(?<![0-9.])[1-9](?:\.[0-9]{1,13})?e\+?(?:0?9|1[23])(?![0-9])", 0.5),
    )
    CONTEXT = (
        "reference no", "reference number", "ref no", "ref number", "bill reference",
        "bill reference no", "bill ref no", "consumer ref", "consumer reference", "electricity reference", "electricity ref no",
        "electricity bill", "bijli bill", "bijli ka bill", "bijli", "wapda", "wapda bill",
        "wapda ref no", "lesco", "iesco", "fesco", "gepco", "mepco", "pesco", "hesco", "sepco",
        "qesco", "tesco", "consumer id", "electricity consumer id", "ریفرنس نمبر", "بحوالہ نمبر",
        "حوالہ نمبر", "بجلی بل", "بجلی کا بل", "بجلی", "واپڈا", "کنزیومر آئی ڈی", "لیسکو",
        "آئیسکو", "فیسکو", "گیپکو", "میپکو", "پیسکو",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "transaction", "transaction id", "trx id", "tid", "payment reference", "mobile",
        "mobile no", "phone", "contact", "contact no", "cell", "whatsapp", "cnic",
        "account no", "units", "amount", "rs", "pkr", "رقم", "موبائل", "فون",
    )  # fmt: skip
    HEADERS = (
        "electricityref", "referenceno", "refno", "consumerid", "electricityrefno", "billrefno",
        "wapdarefno",
    )  # fmt: skip
    # A bank's transactions and a company's letters have them as well.
    HEADERS_IN_DOUBT = (
        "refno", "refnumber", "referenceno", "referencenumber", "consumerref", "consumerreference",
    )  # fmt: skip
    NOT_HEADERS = (
        "transaction", "payment", "bank", "date", "amount", "units", "status", "name", "type",
        "letter", "job", "guarantor", "unit", "load", "tariff",
    )  # fmt: skip

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop fillers and batches that nobody reads."""
        if pattern.name == "scientific":
            return pattern.score
        return pattern.score if is_valid(value) else 0.0
