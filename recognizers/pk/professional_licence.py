"""Registration with a professional council: doctors, engineers, lawyers, nurses, accountants.

Pakistan Medical and Dental Council (PMDC, for a time PMC): digits, a dash and letters, 12345-P.
Pakistan Engineering Council (PEC): discipline, slash, digits, CIVIL/12345, ELECT/12345. Bar
councils, the nursing and pharmacy councils and the institutes of accountants have forms of their
own (PLH12345, A-12345/RN). The registers are public, but they lead to a name and from there to a
CNIC.

Not known: what the letters of the medical council mean (provinces and D for dentists are
reported); the forms of bar councils. Nothing counts without a label or a column.

Sources: forms seen in public code (nnnnn-D, ELECT/nnnnn); PMDC Ordinance 1962; PEC Act 1976.

>>> compact("elect-12345") == compact("ELECT/12345") == "ELECT12345"
True
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

_DISCIPLINES = (
    "CIVIL|ELECT|ELECTRO|MECH|CHEM|AGRI|COMP|MINING|METAL|TEXTILE|PETRO|INDUS|AERO|ARCH|TELECOM|"
    "MECHATRO|BIOMED|ENV|TRANS|SOFTWARE|ELE|CIV"
)
_PREFIX = re.compile("(?:PMDC|PMC|PEC|PNC|PNMC)(?=[A-Z0-9]*[0-9])")


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without the council's name in front.

    Raises ValidationError when there are not 3 to 16 of them, or no digit.
    """
    found = _PREFIX.sub("", letters_and_digits(number), count=1)
    if not 3 <= len(found) <= 16 or not re.search("[0-9]", found):
        raise ValidationError("a registration with a council has 3 to 16 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact registration if it has the medical or the engineering council's form.

    Raises ValidationError for other forms: they may be right, but nothing speaks for them.
    """
    found = compact(number)
    if not re.fullmatch(f"[0-9]{{2,6}}[A-Z]{{1,3}}|(?:{_DISCIPLINES})[0-9]{{3,6}}", found):
        raise ValidationError("not the form of the medical or the engineering council")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the registration as its council writes it: 12345-P, CIVIL/12345."""
    found = compact(number)
    found = re.sub(f"^({_DISCIPLINES})(?=[0-9])", r"\1/", found)
    return re.sub("(?<=[0-9])(?=[A-Z]{1,3}$)", "-", found)


class PkProfessionalLicenceRecognizer(PkRecognizer):
    """Finds registrations with professional councils beside a label or in a column."""

    NAME_EN = "Registration with a professional council"
    NAME_UR = "پیشہ ورانہ کونسل کا رجسٹریشن نمبر"
    ISSUER = "PMDC, PEC, bar councils, nursing and pharmacy councils, ICAP"
    PROOF = ("structure", "context")
    ENTITY = "PK_PROFESSIONAL_LICENCE"
    PATTERNS = (
        Pattern(
            "engineering council",
            rf"(?<![A-Z0-9])(?:{_DISCIPLINES}) ?[/\-] ?[0-9]{{3,6}}(?![A-Z0-9])(?![\-/.][0-9])",
            0.5,
        ),
        Pattern(
            "medical council",
            r"(?<![A-Z0-9])(?<![0-9][,.\-/])[0-9]{2,6}(?:[\-_][A-Z]{1,3}| (?:- )?(?-i:[A-Z]{1,3}))(?![A-Z0-9])(?!-)",
            0.1,
        ),
        Pattern(
            "letters first",
            r"(?<![A-Z0-9])[A-Z]{1,4}(?:[\-/]| - )?[0-9]{3,7}(?:/[A-Z]{2,4})?(?![A-Z0-9])(?![\-/.][0-9])",
            0.08,
        ),
        Pattern("any form", open_shape(4, 12), 0.05),
    )
    CONTEXT = (
        "pmdc", "pm dc", "p m d c", "pmdc no", "pmdc number", "pmdc reg no", "pmdc registration no",
        "pmc no", "pmc registration no", "pmc reg no", "medical council", "medical licence no",
        "medical license no", "doctor registration no", "pec no", "pec number", "pec reg no",
        "pec registration no", "pec reg", "pmdc reg", "pm dc reg", "pmc reg", "pnc reg",
        "engineering council", "reg engr", "bar council", "bar no", "bar enrolment", "bar enrolment no", "bar enrollment", "high court licence",
        "supreme court licence", "doctor licence", "dr licence", "doctor ka licence",
        "bar council no", "enrolment no", "enrollment no", "enr", "enr no", "enrl no", "advocate licence no",
        "advocate license no", "nursing council", "pnc", "pnc no", "pnc reg no", "pnc registration no", "pnmc no", "pharmacy council",
        "pharmacist registration no", "icap no", "icmap no", "acca no",
        "پی ایم ڈی سی", "پی ایم ڈی سی نمبر", "پی ای سی نمبر", "بار کونسل", "بار کونسل نمبر",
        "نرسنگ کونسل", "میڈیکل کونسل",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS, "student", "roll no", "vehicle no", "gari", "engine no", "class",
    )  # fmt: skip
    HEADERS = ("pmdc", "pmdcno", "pmdcregno", "pmc", "pmcno", "pec", "pecno", "barno", "pncno")
    NOT_HEADERS = (*NOT_THIS_HEADERS, "driving", "arms", "weapon", "vehicle")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        if pattern.name == "engineering council":
            is_year = re.search(r"[^0-9](?:19|20)[0-9]{2}$", value)
            is_printed = value.isupper() and len(re.sub("[^0-9]", "", value)) > 3
            return pattern.score if is_printed and not is_year else 0.2
        return score_open_shape(pattern.score, value, digits=2)
