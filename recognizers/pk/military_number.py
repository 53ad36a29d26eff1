"""Service number of the armed forces (آرمی نمبر), Army, Navy and Air Force.

Reported forms: officers of the Army PA-12345 (also PSS, SSS, PTC, PRC), junior commissioned
officers PJO-12345, other ranks seven digits, the Air Force Pak/12345 and five to seven digits, the
Navy PN or P. No 1234. None of it is published. PA also stands for a provincial assembly and for a
series of vehicle registrations, so nothing counts without a label, a rank or a column.

Not known: lengths, the meaning of the letters, which forms are still given.

Sources: none public; the forms are hypotheses and nothing is rejected because of them.

>>> compact("PA No. 12345"), compact("pa-12345")
('PA12345', 'PA12345')
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

_LETTERS = "PA|PSS|SSS|PTC|PJO|PRC|PAK|PN|P"


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without "No" between them.

    Raises ValidationError when they are not up to four letters and 3 to 8 digits.
    """
    found = re.sub("NO(?=[0-9])", "", letters_and_digits(number))
    if not re.fullmatch("[A-Z]{0,4}[0-9]{3,8}[A-Z]{0,2}", found):
        raise ValidationError("a service number has up to four letters, then 3 to 8 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a reported form.

    Raises ValidationError for other letters in front, or a number alone that has not 5 to 7 digits.
    """
    found = compact(number)
    if not re.fullmatch(f"(?:{_LETTERS})[0-9]{{3,7}}|[0-9]{{5,7}}", found):
        raise ValidationError("not a reported form of a service number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number with a dash between letters and digits."""
    return re.sub("(?<=[A-Z])(?=[0-9])", "-", compact(number))


class PkMilitaryNumberRecognizer(PkRecognizer):
    """Finds service numbers beside a label or a rank, or in a column."""

    NAME_EN = "Service number of the armed forces"
    NAME_UR = "آرمی / فوجی نمبر"
    ISSUER = "Pakistan Army, Navy and Air Force"
    PROOF = ("context",)
    ENTITY = "PK_MILITARY_NUMBER"
    PATTERNS = (
        Pattern(
            "with letters",
            rf"(?<![A-Z0-9])(?:{_LETTERS})[ \-/._]{{0,3}}(?:No[. ]{{0,2}})?[0-9]{{3,7}}(?![A-Z0-9])"
            r"(?![\-/][0-9])",
            0.2,
        ),
        # "Sub PJO-359157", "Nk 1128032"
        Pattern(
            "behind its rank",
            r"(?<![A-Z])(?-i:Sep|Spr|Gnr|Cfn|Swr|Dvr|L/?Nk|Nk|Hav|N/Sub|Nb Sub|Sub|Lt|Capt|Maj|Col|Brig)"
            rf"[ .]{{1,2}}(?P<value>(?-i:{_LETTERS}|Pak)[\-/][0-9]{{4,7}}|[0-9]{{7}})"
            r"(?![A-Z0-9])(?![,.\-/:][0-9])",
            0.6,
        ),
        # "No 3345678 Sep Muhammad Aslam": other ranks, not the month.
        Pattern(
            "before its rank",
            r"(?<![A-Z0-9])(?<![0-9][,.\-/])(?P<value>[0-9]{7}) "
            r"(?-i:(?:Sep|Spr|Gnr|Cfn|Swr|Dvr|Nk|Hav|Sub|Lnk|L/Nk|N/Sub|Nb Sub|SEP|NK|HAV|SUB)\.?"
            r" [A-Z][A-Za-z])",
            0.6,
        ),
        Pattern(
            "number alone",
            rf"(?<![A-Z0-9])(?<![0-9][,.\-/]){NOT_MONEY_BEFORE}[0-9]{{5,8}}"
            rf"(?![A-Z0-9])(?![,.\-/][0-9]){NOT_MONEY_BEHIND}",
            0.05,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("any form", r"(?<![A-Z0-9])(?:[A-Z]{1,4}[ \-/]?)?[0-9]{3,8}(?![A-Z0-9])", 0.5),
    )
    CONTEXT = (
        "army no", "army number", "army service no", "svc no", "service no army", "military no",
        "military number", "soldier no", "ghq", "coro", "ex army", "paf no", "pak no", "pn no",
        "navy no", "naval no", "air force no", "regimental no", "regt no", "fauji number",
        "fauji no", "jco", "sepoy", "lance naik", "l nk", "naik", "havildar", "hav", "naib subedar",
        "n sub", "lnk", "gnr", "sowar", "dafadar", "lance dafadar", "risaldar", "naib risaldar",
        "flt lt", "sqn ldr", "wg cdr", "gp capt", "subedar", "subedar major", "sub maj", "capt", "maj",
        "brigadier", "brig", "lieutenant colonel", "lt col", "آرمی نمبر", "فوجی نمبر",
        "سروس نمبر آرمی", "سپاہی", "لانس نائیک", "نائیک", "حوالدار", "نائب صوبیدار", "صوبیدار",
        "کیپٹن", "میجر", "بریگیڈیئر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "halqa", "constituency", "vehicle no", "reg no", "gari", "court",
        "case no",
    )  # fmt: skip
    HEADERS = ("armyno", "svcno", "pano", "pakno", "pnno", "pjono", "militaryno", "soldierno")
    NOT_HEADERS = NOT_THIS_HEADERS

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=3)
