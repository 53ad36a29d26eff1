"""Domicile certificate (ڈومیسائل) number, by the deputy commissioner of a district.

Commonly written number/DC/city/year (1234/DC/LHR/2015), with ADC, AC or DDO for the officer, or as
a number alone. There is no standard and no check digit; an arms licence of the old books looks the
same. So it counts beside a label or in a column only.

The district of domicile is a quasi-identifier and not this number: it stays.

Not known: each district's form; whether numbers are unique beyond one office and year.

Sources: Citizenship Act 1951, section 17 and Rules 1952, rule 23 (certificate of domicile); field
names of public application forms (domicile_no). The form has no public source.

>>> compact("No. 1234/DC/LHR/2015")
'1234/DC/LHR/2015'
>>> compact("domicile no ۰۱۲۳۴")
'1234'
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
from recognizers.pk.spelling import without_marks
from recognizers.pk.validation import ValidationError, accepted_by

_OFFICER: Final = r"(?:DC|DCO|ADC|ADCG|AC|DDO|DM|DOM|DOMICILE)"
_LABEL: Final = re.compile(r"\A(?:DOMICILE|CERTIFICATE|CERT|NUMBER|NO)\Z")


def compact(number: str) -> str:
    """Return the parts in upper case, joined by slashes, numbers without zeros in front.

    Raises ValidationError when there is no number, or more than eight parts.
    """
    parts = re.findall(r"[^\W\d_]+|[0-9]+", without_marks(number).upper())
    while parts and _LABEL.match(parts[0]):
        del parts[0]
    if not parts or len(parts) > 8 or not any(map(str.isdecimal, parts)):
        raise ValidationError("a certificate's number has a number among one to eight parts")
    return "/".join(part.lstrip("0") or "0" if part.isdecimal() else part for part in parts)


def validate(number: str) -> str:
    """Return the compact number if it has the common form or is an integer from 1.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not re.fullmatch(rf"[1-9][0-9]*(?:/{_OFFICER}(?:/[A-Z]+)*(?:/[0-9]+)?)?", found):
        raise ValidationError("not the common form of a domicile certificate")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact number; districts write it in different ways."""
    return compact(number)


class PkDomicileRecognizer(PkRecognizer):
    """Finds numbers of domicile certificates beside a label or in a column."""

    NAME_EN = "Domicile certificate number"
    NAME_UR = "ڈومیسائل نمبر"
    ISSUER = "Deputy commissioner of the district"
    PROOF = ("context",)
    ENTITY = "PK_DOMICILE"
    PATTERNS = (
        Pattern(
            "with its officer",
            rf"(?<![A-Z0-9])[0-9]{{1,6}}[/\-]{_OFFICER}(?:[/\-][A-Z]{{1,12}}){{0,3}}"
            r"(?:[/\-][0-9]{2,4})?(?![A-Z0-9])",
            0.2,
        ),
        Pattern("any form", open_shape(3, 14), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "small number", r"(?<![0-9A-Z.])[0-9]{2,8}(?:\.0{1,2})?(?![0-9A-Z])(?!\.[0-9])", 0.5
        ),
    )
    CONTEXT = (
        "domicile", "domicile no", "domicile number", "domicile certificate",
        "domicile certificate no", "domicile cert", "domicile cert no", "dom cert", "dom cert no", "prc no", "local certificate no",
        "ڈومیسائل", "ڈومیسائل نمبر", "ڈومیسائل سرٹیفکیٹ", "ڈومیسائل سرٹیفکیٹ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS,
        "arms licence no",
        "licence no",
        "license no",
        "weapon no",
    )
    HEADERS = ("domicileno", "domicilenumber", "domicilecertno", "domicilecertificateno", "prcno")
    NOT_HEADERS = (*NOT_THIS_HEADERS, "district", "province", "tehsil", "place", "quota", "zone")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        if pattern.name == "any form":
            return score_open_shape(pattern.score, value, digits=3)
        return pattern.score
