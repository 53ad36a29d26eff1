"""Pension payment order number (PPO, پنشن نمبر) and provident fund account (GPF).

An accountant general's office gives a pensioner a PPO; its number is written 12345-P, PHR/12345,
PPO-12345 or as five to eight digits. The general provident fund keeps an account for each
servant in a similar form. The forms are the offices' own and no list of them is published.

Not known: what the letters mean; any check digit. In other fields PPO is a training algorithm and
a health plan; a number beside those is taken for this one.

Sources: column headings of public HR and pension software ("PPO No", "GPF No"). The forms have no
public source.

>>> compact("PPO No. 12345-P")
'12345P'
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

_PREFIX = re.compile("(?:PPONO|PPO|GPFNO|GPF)(?=[A-Z0-9]*[0-9])")


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without "PPO" or "GPF" in front.

    Raises ValidationError when there are not 3 to 15 of them, or no digit.
    """
    found = _PREFIX.sub("", letters_and_digits(number), count=1)
    if not 3 <= len(found) <= 15 or not re.search("[0-9]", found):
        raise ValidationError("a pension number has 3 to 15 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a reported form.

    Raises ValidationError for fewer than four or more than eight digits.
    """
    found = compact(number)
    if not re.fullmatch("[A-Z]{0,5}[0-9]{4,8}[A-Z]{0,3}", found):
        raise ValidationError("not a reported form of a pension number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number with a dash between digits and letters."""
    return re.sub("(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])", "-", compact(number))


class PkPensionNumberRecognizer(PkRecognizer):
    """Finds pension and provident fund numbers beside a label or in a column."""

    NAME_EN = "Pension payment order and provident fund number (PPO, GPF)"
    NAME_UR = "پنشن نمبر"
    ISSUER = "Accountants general; Controller General of Accounts"
    PROOF = ("context",)
    ENTITY = "PK_PENSION_NUMBER"
    PATTERNS = (
        Pattern(
            "named",
            r"(?<![A-Z0-9])PPO(?:[\-/]| - )[A-Z0-9]{0,4}(?:[\-/]| - )?[0-9]{3,8}(?![A-Z0-9])",
            0.3,
        ),
        Pattern(
            "behind its pensioner",
            r"(?<![A-Z])pensioner[ :.#]{1,3}"
            r"(?P<value>[0-9]{4,8}-[A-Z]|PPO[\-/#]?[0-9]{4,8}|(?-i:[A-Z]{2,4})[\-/][0-9]{4,7})(?![A-Z0-9])",
            0.6,
        ),
        Pattern(
            "number and letter",
            r"(?<![A-Z0-9])[0-9]{4,8}(?:[\-/][A-Z]{1,3}| [\-/] (?-i:[A-Z]{1,3}))(?![A-Z0-9])",
            0.1,
        ),
        Pattern("any form", open_shape(4, 12), 0.05),
    )
    CONTEXT = (
        "ppo", "p p o", "ppo no", "ppo number", "pension no", "pension number",
        "pension payment order", "pension payment order no", "pensioner no", "pensioner id",
        "pension id", "pension case no", "pension book no", "gpf", "gpf no", "gpf account no",
        "gp fund", "gp fund no", "provident fund no", "provident fund account no",
        "پنشن نمبر", "پینشن نمبر", "پی پی او", "پی پی او نمبر", "پنشن بک نمبر", "جی پی فنڈ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS,
        "pension amount",
        "monthly pension",
        "net pension",
        "epochs",
    )
    HEADERS = ("ppo", "ppono", "pensionno", "gpfno", "gpf", "gpfaccountno")
    NOT_HEADERS = (*NOT_THIS_HEADERS, "deduction", "balance", "subscription")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=4)
