"""Belt number of a police officer (بیلٹ نمبر), the police of a district or province.

A number of one to five digits on the belt, with the rank or the district: 1234/HC, C-1234,
1234/LHR. Ranks: C constable, LC lady constable, HC head constable, LHC, FC foot constable, ASI,
SI, TSI, IP. It is unique in a district only, and the forms are not published, so nothing counts
without a label, a rank in words or a column.

Not known: how districts renumber; forms of the federal and the traffic police.

Sources: Police Order 2002 (ranks). The written forms have no public source.

>>> compact("1234/HC") == compact("hc-1234") == "HC1234"
True
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import (
    NOT_MONEY_BEFORE,
    NOT_MONEY_BEHIND,
    NOT_THIS_HEADERS,
    NOT_THIS_LABELS,
    score_open_shape,
)
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by

_RANKS = "LHC|HC|FC|LC|TSI|ASI|SI|IP|C"


def compact(number: str) -> str:
    """Return rank or district (upper case), then the number without leading zeros.

    Raises ValidationError when it is not a number of 1 to 6 digits with up to five letters.
    """
    found = letters_and_digits(number)
    parts = re.fullmatch("([A-Z]{0,5}?)(?:NO)?([0-9]{1,6})([A-Z]{0,5})", found)
    if not parts:
        raise ValidationError("a belt number has 1 to 6 digits and up to five letters")
    return parts[1] + parts[3] + (parts[2].lstrip("0") or "0")


def validate(number: str) -> str:
    """Return the compact number if it is not zero and has at most five digits.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not re.fullmatch("[A-Z]{0,5}[1-9][0-9]{0,4}", found):
        raise ValidationError("a belt number has one to five digits")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number, a slash, then rank or district."""
    found = compact(number)
    digits = found.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    letters = found.removesuffix(digits)
    return f"{digits}/{letters}" if letters else digits


class PkPoliceBeltRecognizer(PkRecognizer):
    """Finds belt numbers beside a label or a rank, or in a column."""

    NAME_EN = "Police belt number"
    NAME_UR = "بیلٹ نمبر"
    ISSUER = "Police of a district or province"
    PROOF = ("context",)
    ENTITY = "PK_POLICE_BELT"
    PATTERNS = (
        Pattern(
            "rank and number",
            rf"(?<![A-Z0-9])(?:(?:{_RANKS})(?:[/\-_.]| - )|(?-i:LHC|HC|FC|LC|ASI) )[0-9]{{1,5}}"
            r"(?![A-Z0-9])(?![\-/.][0-9])",
            0.12,
        ),
        Pattern(
            "number and rank",
            rf"(?<![A-Z0-9])(?<![0-9][\-/.])[0-9]{{1,5}}(?:[/\-](?:{_RANKS}|(?-i:[A-Z]{{3}}))| - (?-i:{_RANKS}|[A-Z]{{3}}))(?![A-Z0-9])",
            0.12,
        ),
        Pattern(
            "behind its officer",
            rf"(?<![A-Z])(?-i:ASI|SI|TSI|HC|LHC|FC|Constable|Inspector)(?: (?-i:[A-Z])[a-z]{{1,14}}){{1,3}} "
            rf"(?P<value>[0-9]{{1,5}}[/\-](?:{_RANKS}|(?-i:[A-Z]{{3}})))(?![A-Z0-9])",
            0.6,
        ),
        Pattern(
            "number alone",
            rf"(?<![A-Z0-9])(?<![0-9][,.\-/:]){NOT_MONEY_BEFORE}[0-9]{{2,5}}"
            rf"(?![A-Z0-9])(?![,.\-/:][0-9]){NOT_MONEY_BEHIND}",
            0.05,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "any form",
            r"(?<![A-Z0-9])(?:[A-Z]{1,5}[ \-/]?)?[0-9]{1,6}(?:[ \-/]?[A-Z]{1,5})?(?![A-Z0-9])",
            0.5,
        ),
    )
    CONTEXT = (
        "belt", "belt no", "belt number", "belt num", "badge no", "badge number", "buckle no",
        "constable", "constable no", "const", "moharrar", "muharrar", "muharrir", "head constable", "lady constable", "foot constable",
        "driver constable", "h c no", "f c no",
        "بیلٹ نمبر", "بیلٹ", "کانسٹیبل", "ہیڈ کانسٹیبل", "لیڈی کانسٹیبل", "سپاہی نمبر", "بیج نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "seat", "fir", "fir no", "case no", "u s", "ppc", "kg", "waist", "size",
        "police station", "thana", "مقدمہ نمبر", "ایف آئی آر نمبر", "تھانہ", "دفعہ", "جرم",
    )  # fmt: skip
    HEADERS = ("belt", "beltno", "beltnumber", "badgeno", "constableno")
    NOT_HEADERS = (*NOT_THIS_HEADERS, "seat", "conveyor", "size")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others; in its column 1987 is one."""
        if pattern.name == "any form":
            return pattern.score
        return score_open_shape(pattern.score, value, digits=1)
