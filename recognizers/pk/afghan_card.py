"""Cards of Afghans and other foreigners in Pakistan: PoR, ACC, ARC (مہاجر کارڈ).

The Proof of Registration card (PoR, NADRA and UNHCR), the Afghan Citizen Card (ACC, NADRA and IOM
2017) and the Alien Registration Card (ARC, formerly NARA). A number of theirs in the wrong hands
can mean deportation.

No form is published. Reported are eight to thirteen digits, letters in front, and the shape of a
CNIC; a CNIC's rules do not hold for them. So whatever stands beside their label or in their column
counts, and nothing else does.

Not known: every form, length and check digit.

Sources: help.unhcr.org/pakistan (PoR number); State Bank of Pakistan, February 2019 (PoR accepted
by banks). The forms have no public source.

>>> compact("AF 12345678-123")
'AF12345678123'
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import (
    NOT_A_WORD,
    NOT_THIS_HEADERS,
    NOT_THIS_LABELS,
    score_open_shape,
)
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the letters (upper case) and digits.

    Raises ValidationError when there are not 5 to 24 of them, or no digit.
    """
    found = letters_and_digits(number)
    if not 5 <= len(found) <= 24 or not re.search("[0-9]", found):
        raise ValidationError("such a card's number has 5 to 24 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a reported form.

    Raises ValidationError unless it is up to three letters, then 8 to 20 digits.
    """
    found = compact(number)
    if not re.fullmatch("[A-Z]{0,3}[0-9]{8,20}", found):
        raise ValidationError("not a reported form of such a card's number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid; no printed form is published."""
    return compact(number)


class PkAfghanCardRecognizer(PkRecognizer):
    """Finds the numbers of PoR, Afghan Citizen and alien cards beside a label or in a column."""

    NAME_EN = "Afghan refugee and alien card number (PoR, ACC, ARC)"
    NAME_UR = "مہاجر کارڈ نمبر"
    ISSUER = "NADRA, with UNHCR and IOM; formerly NARA"
    PROOF = ("context",)
    ENTITY = "PK_AFGHAN_CARD"
    PATTERNS = (
        Pattern(
            "letters and digits",
            rf"(?<![A-Z0-9])(?<![0-9][\-/]){NOT_A_WORD}"
            r"(?:[A-Z]{1,3}[ \-/]?)?[0-9]{6,13}(?:[\-/][0-9]{1,7}){0,2}(?![A-Z0-9])",
            0.1,
        ),
        Pattern(
            "like a CNIC",
            r"(?<![0-9])[0-9]{5}[ \-][0-9]{7}[ \-][0-9](?![0-9])",
            0.1,
        ),
        Pattern("in groups", r"(?<![A-Z0-9])[0-9]{2,6}(?:[\-/][0-9]{1,7}){1,4}(?![A-Z0-9])", 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("any form", r"(?<![A-Z0-9])[A-Z0-9][A-Z0-9\-/]{2,23}(?![A-Z0-9\-/])", 0.5),
    )
    CONTEXT = (
        "por", "por card", "por card no", "por no", "por number", "proof of registration",
        "proof of registration card", "acc card", "acc card no", "acc holder",
        "afghan citizen card", "afghan citizen card no", "afghan card", "afghan card no",
        "afghan id", "arc card", "arc no", "arc card no", "alien registration",
        "alien registration card", "alien registration no", "alien reg", "alien reg no",
        "alien reg card", "alien no", "alien card", "alien card no", "nara card", "nara card no",
        "muhajir card", "mohajir card", "refugee card", "refugee card no", "refugee id",
        "unhcr", "unhcr no", "unhcr card", "unhcr id", "tazkira", "tazkera", "tazkira no",
        "مہاجر کارڈ", "مہاجر کارڈ نمبر", "افغان سٹیزن کارڈ", "افغان کارڈ", "افغان کارڈ نمبر",
        "پی او آر", "پی او آر کارڈ", "پروف آف رجسٹریشن", "نارا کارڈ", "تذکرہ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = tuple(label for label in NOT_THIS_LABELS if "cnic" not in label)
    HEADERS = (
        "por", "porno", "porcardno", "acccard", "acccardno", "arc", "arcno", "arcnumber", "arccard",
        "arccardno", "alienno", "aliencardno", "alienregno", "alienregistrationno", "aliencard",
        "nara", "narano", "naracardno", "afghancitizencardno", "afghanid", "refugeecardno",
        "unhcrno", "muhajircardno", "tazkirano",
    )  # fmt: skip
    NOT_HEADERS = (*NOT_THIS_HEADERS, "account", "balance")
    CONTEXT_SCORE = 0.96

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years and mobile numbers to others; the shape of a CNIC counts here."""
        if pattern.name == "like a CNIC":
            return pattern.score
        return score_open_shape(pattern.score, value, digits=3)
