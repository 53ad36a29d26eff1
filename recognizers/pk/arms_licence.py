"""Arms licence number and weapon number (اسلحہ لائسنس نمبر), district and interior authorities.

Books of a deputy commissioner (DC) or the Ministry of Interior (MOI) are reported as
1234/DC/LHR/1998; computerised cards of NADRA have a number of their own, and the weapon itself
another. Who holds a weapon is a matter of life, so all of them are one entity.

Not known: every form, length and check digit. Nothing counts without a label or a column.

Sources: Pakistan Arms Ordinance 1965 (authorities). The forms have no public source.

>>> compact("1234 / dc / lhr / 1998") == compact("1234-DC-LHR-1998")
True
"""

from __future__ import annotations

import re

from recognizers.pk.other_kinds import (
    NOT_A_WORD,
    NOT_THIS_HEADERS,
    NOT_THIS_LABELS,
    open_shape,
    score_open_shape,
)
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import letters_and_digits
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the letters (upper case) and digits.

    Raises ValidationError when there are not 3 to 24 of them, or no digit.
    """
    found = letters_and_digits(number)
    if not 3 <= len(found) <= 24 or not re.search("[0-9]", found):
        raise ValidationError("an arms licence number has 3 to 24 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has a reported form.

    Raises ValidationError for other forms: they may be right, but nothing speaks for them.
    """
    found = compact(number)
    if not re.fullmatch("[0-9]{1,6}(?:DC|DCO|DM|MOI|HD)[A-Z]{0,5}[0-9]{0,4}|[0-9]{5,14}", found):
        raise ValidationError("not a reported form of an arms licence number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number with slashes between digits and letters."""
    return re.sub("(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])", "/", compact(number))


class PkArmsLicenceRecognizer(PkRecognizer):
    """Finds arms licence and weapon numbers beside a label or in a column."""

    NAME_EN = "Arms licence and weapon number"
    NAME_UR = "اسلحہ لائسنس نمبر"
    ISSUER = "Deputy commissioners, Ministry of Interior, NADRA; a weapon's maker"
    PROOF = ("context",)
    ENTITY = "PK_ARMS_LICENCE"
    PATTERNS = (
        Pattern(
            "of an authority",
            r"(?<![A-Z0-9])(?<![0-9][\-/.])[0-9]{1,6} ?[/\-] ?(?:DC|DCO|DM|MOI|HD)"
            r"(?: ?[/\-] ?[A-Z]{2,5})?(?: ?[/\-] ?[0-9]{2,4})?(?![A-Z0-9])",
            0.3,
        ),
        Pattern(
            "letters first",
            rf"(?<![A-Z0-9]){NOT_A_WORD}"
            r"[A-Z]{1,4}(?:[ \-/]| - )?[0-9]{3,10}(?![A-Z0-9])(?![\-/.][0-9])",
            0.08,
        ),
        Pattern("any form", open_shape(4, 16), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern("any characters", r"(?<![A-Z0-9])[A-Z0-9][A-Z0-9\-/]{2,23}(?![A-Z0-9\-/])", 0.5),
    )
    CONTEXT = (
        "arms licence", "arms license", "arms licence no", "arms license no", "arms licence number",
        "arms license number", "arms lic", "arms lic no", "arm licence no", "arm license no", "weapon licence",
        "weapon licence no", "licence of weapon", "gun licence", "gun licence no", "pistol licence",
        "rifle licence", "shotgun licence", "revolver licence", "firearm licence", "bandooq licence",
        "bandooq ka licence", "bandook licence", "pistol ka licence", "revolver no", "shotgun no", "weapon no", "weapon number",
        "weapon serial no", "wpn no", "wpn number", "pistol no", "pistol number", "rifle no", "rifle number", "gun no",
        "bore no", "bore number", "bore pistol no", "kalashnikov no", "asla license", "asla licence", "asla license no",
        "aslaha license", "aslaha licence", "aslaha no", "asla no", "aslaha license no", "aslaha licence no", "moi licence no", "moi license no",
        "اسلحہ لائسنس", "اسلحہ لائسنس نمبر", "اسلحہ نمبر", "پستول نمبر", "پسٹل نمبر", "رائفل نمبر",
        "بندوق نمبر", "بور نمبر", "ہتھیار نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "bore", "caliber", "calibre", "rounds", "cartridges",
        "driving licence no", "driving license no", "vehicle no", "fir no", "بور", "گولیاں",
    )  # fmt: skip
    HEADERS = (
        "wpn", "wpnno", "armslic", "armslicno", "armlicno", "gunlicno", "weaponlicno", "asla", "aslalicno",
        "armslicence", "armslicense", "armslicenceno", "armslicenseno", "weaponno",
    )  # fmt: skip
    NOT_HEADERS = (*NOT_THIS_HEADERS, "bore", "caliber", "calibre", "make")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        return score_open_shape(pattern.score, value, digits=3)
