"""Travel: Hajj and Umrah application, visa, booking (PNR) and ticket number.

Hajj       application, group and maktab numbers of the ministry and its banks
visa       number on the sticker or electronic visa; Saudi MOFA number
PNR        six letters and digits of an airline's booking, with the name it opens the journey
ticket     13 digits: three of the airline (214 is PIA), ten of the ticket

Each leads to a passport, a mobile number and the people who travelled together. Only the ticket has
a public form; all count beside a label or in a column. A PNR of six letters needs its own label
right before it.

Not known: the forms of Hajj applications and of Pakistan's electronic visa.

Sources: IATA Resolution 722 (ticket number) and airline accounting code 214; labels of public
pages on Hajj; reports of a leak of 350,000 applications (thepixelpakistan, 2025).

>>> compact("PNR: abc1d2")
'ABC1D2'
>>> compact("214-1234567890")
'2141234567890'
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

_LABEL: Final = re.compile(r"\A(?:PNRNO|PNR|VISANO|ETKT|TKT|MOFANO|MOFA)(?=[A-Z0-9]{5})")
_NO_BOOKING: Final = frozenset(
    {"number", "please", "status", "booked", "karein", "confirm", "ticket", "return", "lahore"}
)


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without the label in front.

    Raises ValidationError when there are not 3 to 20 of them.
    """
    found = _LABEL.sub("", letters_and_digits(number))
    if not 3 <= len(found) <= 20:
        raise ValidationError("a travel document's number has 3 to 20 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it holds a digit or is a booking of six letters.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not re.search("[0-9]", found) and len(found) != 6:
        raise ValidationError("a number has a digit, a booking six letters")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return a ticket with the dash behind the airline, any other number solid."""
    found = compact(number)
    return f"{found[:3]}-{found[3:]}" if re.fullmatch("[0-9]{13}", found) else found


class PkTravelIdRecognizer(PkRecognizer):
    """Finds Hajj, visa, booking and ticket numbers beside a label or in a column."""

    NAME_EN = "Hajj, visa, booking and ticket number"
    NAME_UR = "حج درخواست، ویزا، بکنگ اور ٹکٹ نمبر"
    ISSUER = "Ministry of Religious Affairs; visa authorities; airlines"
    PROOF = ("context",)
    ENTITY = "PK_TRAVEL_ID"
    PATTERNS = (
        Pattern(
            "booking behind its label",
            r"(?<![A-Z])(?:PNR|پی این ار|booking ref(?:erence)?|record locator)(?:[ \t](?:no|number|is|hai|نمبر|ہی))?"
            r"[ \t]?[.:#=\-]{0,2}[ \t]{0,2}(?P<value>[A-Z0-9]{6})(?![A-Z0-9])",
            0.6,
        ),
        Pattern("ticket", r"(?<![0-9])(?<![0-9]-)[0-9]{3}[ \-]?[0-9]{10}(?![0-9])(?!-[0-9])", 0.1),
        Pattern("any form", open_shape(4, 14), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("booking", r"(?<![A-Z0-9])[A-Z0-9]{6}(?![A-Z0-9])", 0.5),
        Pattern(
            "small number", r"(?<![0-9A-Z.])[0-9]{2,8}(?:\.0{1,2})?(?![0-9A-Z])(?!\.[0-9])", 0.5
        ),
    )
    CONTEXT = (
        "pnr", "pnr no", "booking reference", "record locator", "ticket no", "ticket number",
        "air ticket", "air ticket no", "etkt", "etkt no", "tkt no", "hajj app", "hajj app no", "haj app no", "hajj appl no",
        "hajj application number", "haj application no", "umrah application no", "umrah app no",
        "visa application no", "visa app no", "e ticket", "e ticket no", "eticket no", "visa no", "visa number", "e visa", "evisa", "e visa no",
        "evisa no", "visa reference no", "mofa no", "mofa number", "umrah visa no", "iqama", "iqama no",
        "iqama number", "hajj application", "hajj application no", "hajj no", "hajj id",
        "hajj group no", "haji no", "hujjaj no", "pilgrim id", "pilgrim no", "maktab no",
        "umrah group no", "nusuk id", "ویزا نمبر", "حج درخواست نمبر", "حج نمبر", "حاجی نمبر",
        "مکتب نمبر", "ٹکٹ نمبر", "پی این آر", "اقامہ نمبر", "عمرہ ویزا نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (*NOT_THIS_LABELS, "flight", "flight no", "gate", "seat", "fare", "terminal")
    HEADERS = (
        "bookingref", "bookingreference", "recordlocator", "maktab", "hajjapplication",
        "pnr", "pnrno", "ticketno", "visano", "visanumber", "mofano", "hajjapplicationno",
        "hajjno", "hajjappno", "hajappno", "hajapplicationno", "pilgrimappno", "umrahappno",
        "ticketnumber", "ticket", "eticket", "airticketno", "tktno", "etktno", "evisano", "maktabno", "iqamano", "pilgrimid", "eticketno", "hajjapplno",
    )  # fmt: skip
    NOT_HEADERS = (
        *NOT_THIS_HEADERS, "country", "duration", "package", "support", "subject", "priority",
    )  # fmt: skip

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop words behind a label; leave dates, mobile numbers and CNICs to others."""
        if pattern.name == "booking behind its label":
            return 0.0 if value.lower() in _NO_BOOKING else pattern.score
        if pattern.name == "any form":
            return score_open_shape(pattern.score, value, digits=4)
        return pattern.score
