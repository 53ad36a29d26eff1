"""Electoral roll: statistical block code, household (gharana) and serial (silsila) number.

The Election Commission of Pakistan lists voters by census block. A block code of nine digits stands
for 200 to 250 households; with the serial number (سلسلہ نمبر) it is one voter, with the household
number (گھرانہ نمبر) one family. A text to 8300 gives block and serial for a CNIC.

1        province and 2-9 the census's division of it down to the block; the first is not 0

There is no check digit. Nine digits are shared by many numbers, and small integers by all: the
block needs a label or its column; the two small numbers need theirs right before them, or a column.

Not known: a published list of the blocks' first digits.

Sources: english.aaj.tv 30309426 (block code on the 8300 answer); Dawn, 4 March 2012; field names
of public voter-list software (silsila, gharana, block code).

>>> compact("بلاک کوڈ ۴۴۰۱۶۰۴۰۴")
'440160404'
>>> compact("Silsila No. 0012")
'12'
"""

from __future__ import annotations

from typing import Final

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import TO_ITS_NUMBER, PkRecognizer
from recognizers.pk.spelling import only_digits
from recognizers.pk.validation import ValidationError, accepted_by
from recognizers.pk.words import NOT_AFTER_LETTER, alternation

_SMALL: Final = alternation(
    (
        "silsila", "silsala", "gharana", "household", "voter", "voter serial", "vote",
        "electoral list serial", "voter list serial", "سلسلہ",
        "گھرانہ", "ووٹر", "ووٹ",
    )
)  # fmt: skip
# Each of the words has another meaning without "no" or a colon: a course of events, a family.
_NO: Final = rf"(?:[ \t]{{0,2}}(?:nos?|numbers?|نمبر|#){TO_ITS_NUMBER}|[ \t]?[:#=|]-?[ \t]{{0,2}})"


def compact(number: str) -> str:
    """Return the digits: nine of a block code, else without zeros in front.

    Raises ValidationError when there are none, or more than nine.
    """
    found = only_digits(number)
    if not 1 <= len(found) <= 9:
        raise ValidationError("a block code has nine digits, the other numbers fewer")
    return found if len(found) == 9 else found.lstrip("0") or "0"


def validate(number: str) -> str:
    """Return the compact number if it is a block code or a number from 1.

    Raises ValidationError for zero, a first digit 0 and a digit nine times.
    """
    found = compact(number)
    if found[0] == "0" or (len(found) == 9 and len(set(found)) == 1):
        raise ValidationError("no number of the electoral roll")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid, as the roll prints it."""
    return compact(number)


class PkVoterRecognizer(PkRecognizer):
    """Finds block codes by context, household and serial numbers behind their label."""

    NAME_EN = "Electoral roll: block code, household and serial number"
    NAME_UR = "شماریاتی بلاک کوڈ، گھرانہ اور سلسلہ نمبر"
    ISSUER = "Election Commission of Pakistan; Bureau of Statistics (blocks)"
    PROOF = ("context",)
    ENTITY = "PK_VOTER"
    PATTERNS = (
        Pattern(
            "block code",
            r"(?<![0-9])(?<![0-9][.\-])[1-9][0-9]{8}(?:\.0{1,2})?(?![0-9])(?![.\-][0-9])",
            0.1,
        ),
        Pattern(
            "number behind its label",
            rf"{NOT_AFTER_LETTER}{_SMALL}{_NO}(?P<value>[0-9]{{1,5}}"
            r"(?: ?(?:[,;/&+]|and|aur|اور|تا) ?[0-9]{1,5}(?![0-9])){0,9})"
            r"(?![0-9])(?![.,/\-][0-9])",
            0.6,
        ),
        # An export from right to left.
        Pattern(
            "number before its label",
            rf"(?<![0-9])(?<![0-9][.,/\-])(?P<value>[0-9]{{1,5}})[ \t]?:[ \t]?{_SMALL} نمبر",
            0.6,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("small number", r"(?<![0-9.])[0-9]{1,5}(?:\.0{1,2})?(?![0-9])(?!\.[0-9])", 0.5),
        Pattern("scientific", r"(?<![0-9.])[1-9](?:\.[0-9]{1,8})?e\+?0?8(?![0-9])", 0.5),
    )
    CONTEXT = (
        "block code", "block no", "block number", "statistical block code", "statistical block",
        "census block", "census block code", "electoral roll", "voter list", "voter serial no",
        "voter no", "vote no", "silsila", "silsala", "silsila no", "silsala no", "gharana",
        "gharana no", "household no", "household number", "شماریاتی بلاک کوڈ", "بلاک کوڈ",
        "شماریاتی بلاک", "سلسلہ نمبر", "سلسلہ", "گھرانہ نمبر", "گھرانہ", "ووٹر نمبر", "ووٹ نمبر",
        "انتخابی فہرست", "ووٹر لسٹ",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "phone",
        "mobile",
        "amount",
        "rs",
        "cnic",
        "account no",
        "order",
        "tracking",
    )
    HEADERS = (
        "blockcode", "stcode", "statisticalblockcode", "sbc", "silsalano", "silsilano",
        "block", "gharanano", "voterno", "voteno", "voterserial", "voterserialno", "electoralarea",
    )  # fmt: skip
    # Of houses and of a list of fields as well.
    HEADERS_BY_CELLS = ("block",)
    NOT_HEADERS = ("name", "date", "status", "area", "city", "blood", "size", "income", "member")

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop what the roll can't hold."""
        if pattern.name == "scientific":
            return pattern.score
        if pattern.name == "small number":
            return pattern.score if value.strip("0.") else 0.0
        is_one = only_digits(value) == value.strip()
        return pattern.score if is_valid(value) or not is_one else 0.0
