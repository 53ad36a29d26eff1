"""Open shapes, and what such a shape must leave to others.

Many identifiers have no published form: a label or a column says what they are, and the shape is
"a few letters, then digits". Such a shape also fits dates, years, amounts, mobile numbers and
CNICs that stand near the label. They are left out here, and the labels that announce them speak
against every open shape.
"""

from __future__ import annotations

import re
from typing import Final

AMOUNT_LABELS: Final = (
    "rs", "pkr", "rupees", "rupay", "rupaye", "amount", "fee", "salary", "pay", "price", "total",
    "balance", "contribution", "contributions", "percent", "age",
    "روپے", "رقم", "تنخواہ", "فیس", "عمر",
)  # fmt: skip
DATE_LABELS: Final = (
    "date", "dated", "dob", "year", "month", "since", "till", "until", "expiry", "valid upto",
    "issue date", "time", "تاریخ", "سال", "بتاریخ", "مورخہ",
)  # fmt: skip
CONTACT_LABELS: Final = (
    "phone", "phone no", "mobile", "mobile no", "tel", "fax", "contact", "contact no", "cell no",
    "whatsapp", "call", "cnic", "cnic no", "account no", "a c no", "iban", "house no", "street no",
    "plot no", "room no", "page", "page no", "section", "para", "serial no", "sr no", "s no",
    "موبائل", "موبائل نمبر", "فون", "فون نمبر", "شناختی کارڈ نمبر", "مکان نمبر", "گلی نمبر", "صفحہ",
)  # fmt: skip
NOT_THIS_LABELS: Final = (*AMOUNT_LABELS, *DATE_LABELS, *CONTACT_LABELS)
"""What stands before a number that is no identifier of the open kind."""

NOT_THIS_HEADERS: Final = (
    "date", "expiry", "issue", "amount", "contribution", "status", "type", "name", "office", "city",
    "rate", "fee", "year", "month", "authority", "category", "validity",
)  # fmt: skip
"""Words that make a header one of something else: "EOBI contribution", "licence expiry"."""

NOT_MONEY_BEFORE: Final = r"(?<!rs[ .])(?<!rs\. )(?<!pkr )"
NOT_MONEY_BEHIND: Final = r"(?! ?(?:rupees|rupay|rupaye|روپی|percent|%|/-))"
"""Look-arounds against amounts, for folded text: "EOBI fee Rs 12500", "12500 روپے"."""

NOT_A_WORD: Final = r"(?!(?:nos?|num|number|rs|pkr|id|sr|of|in|code)[ .\-/_])"
"""Stands before letters, so that "no 12345" and "no-12345" begin at their digits."""

_DIGIT: Final = re.compile("[0-9]")
_MASK: Final = re.compile("[xX*#•]")
# Digits of the shortest date, 1-2-34, and of a year.
_SHORTEST_OTHER: Final = 4
_ANOTHER: Final = re.compile(
    r"(?:(?:0?[1-9]|[12][0-9]|3[01])[\-/.](?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[\-/.](?:1[3-9]|2[0-9]|3[01]))"
    r"[\-/.](?:[0-9]{2}|[0-9]{4})"  # a date
    r"|[0-9]{1,2}[\-/.](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[\-/.][0-9]{2,4}"
    r"|(?:19|20)[0-9]{2}[\-/.][0-9]{1,2}[\-/.][0-9]{1,2}"
    r"|(?:19[0-9]|20[0-4])[0-9](?:[\-/](?:19|20)?[0-9]{2})?"  # a year, two years
    # A mobile number of an allotted network: what no other recogniser claims stays ours.
    r"|(?:(?:00|\+)?92-?|0)3(?:[0-4][0-9]|55|64|7[0-9])-?[0-9]{7}"
    r"|[0-9]{5}-[0-9]{7}-[0-9]",  # a CNIC
    re.IGNORECASE,
)


def is_masked(value: str) -> bool:
    """Say whether a mask stands among the characters of a value, not only around them.

    >>> is_masked("0300xxxxx67"), is_masked("*03001234567*")
    (True, False)
    """
    return any(character in "xX*#•" for character in value.strip("xX*#• _-"))


def has_mask(text: str) -> bool:
    """Say whether a character stands in a text that masks digits."""
    return _MASK.search(text) is not None


def open_shape(shortest: int, longest: int) -> str:
    """Return a pattern for up to five letters, then `shortest` to `longest` digits and letters.

    It begins its number with a digit; single dashes, slashes, dots and underscores may stand inside,
    and a dash with a blank on each side as it is typed by hand.

    >>> re.search(open_shape(3, 8), "no AB-12/345 x", re.IGNORECASE)[0]
    'AB-12/345'
    >>> re.search(open_shape(3, 8), "no 915 - 91", re.IGNORECASE)[0]
    '915 - 91'
    """
    return (
        rf"(?<![A-Z0-9])(?<![0-9][,.]){NOT_MONEY_BEFORE}"
        rf"(?:{NOT_A_WORD}[A-Z]{{1,5}}[\-/_.]?|{NOT_A_WORD}(?-i:[A-Z]{{1,5}}) - )?[0-9]"
        rf"(?:[\-/._]?[0-9A-Z]| - [0-9]){{{shortest - 1},{longest - 1}}}"
        rf"(?: - (?-i:[A-Z]{{1,3}})(?! ?-))?(?![A-Z0-9])(?![,.][0-9])"
        rf"{NOT_MONEY_BEHIND}"
    )


def is_another_kind(value: str) -> bool:
    """Say whether a folded value is wholly a date, a year, a mobile number or a CNIC.

    >>> is_another_kind("05-11-2023"), is_another_kind("0300-1234567"), is_another_kind("12345-P")
    (True, True, False)
    """
    return _ANOTHER.fullmatch(value) is not None


def score_open_shape(score: float, value: str, digits: int) -> float:
    """Return `score`, or 0 for another kind of value or one with fewer than `digits` digits."""
    found = len(value) if value.isdigit() else len(_DIGIT.findall(value))
    if found < digits or (found >= _SHORTEST_OTHER and is_another_kind(value)):
        return 0.0
    return score
