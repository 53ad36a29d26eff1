"""Land records: khewat, khatooni, khasra, mutation (intiqal) and fard; society plots and files.

Punjab, Sindh, Khyber Pakhtunkhwa and Balochistan keep land by village (mouza):

khewat     owner's holding, khatooni the tiller's, both integers, 123 or 123/1
khasra     field; by survey number (123/1) or by square and acre, 12//3/1; "min" is a part of it
intiqal    mutation: the entry of a sale or inheritance, an integer
fard       the extract given to an owner

Housing societies number members and files: DHA/LHR/12345. With the village or the owner's name
any of these gives the owner, his neighbours and his heirs.

Nothing can be checked: integers and fractions count only right behind their label, by context or in
a column. خسرہ is also measles and fard a person: these need "no", a colon or a slash.

Not known: the forms of the societies' numbers beyond those seen; property numbers of cities.

Sources: field names of public land-record software; West Pakistan Land Revenue Rules 1968 (records
of rights).

>>> compact("khasra no. 12//3/1 min")
'12/3/1'
>>> compact("کھیوٹ نمبر ۱۲۳")
'123'
"""

from __future__ import annotations

import re
from typing import Final

from recognizers.pk.other_kinds import is_another_kind
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import TO_ITS_NUMBER, PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by
from recognizers.pk.words import NOT_AFTER_LETTER, alternation

_CLEAR: Final = alternation(
    (
        "khewat", "khewt", "khata", "khatooni", "khatoni", "khatauni", "intiqal",
        "inteqal", "mutation", "jamabandi", "murabba", "killa", "qilla", "survey", "کھیوٹ",
        "کھتونی", "انتقال", "مربع", "کیلہ", "جمع بندی",
    )
)  # fmt: skip
_DOUBTFUL: Final = alternation(("fard", "khasra", "خسرہ", "فرد"))
_NO: Final = r"(?:nos?|numbers?|نمبران|نمبر|#)"
_NUMBER: Final = r"[0-9]{1,6}(?:(?:[/\-_]{1,2}| - )[0-9]{1,6}){0,5}(?:[ ]?min(?![a-z]))?"
# More of them behind one label: "khasra no 531, 532 aur 540".
_NUMBERS: Final = (
    rf"{_NUMBER}(?: ?(?:[,;/&+]|and|aur|اور|تا) ?{_NUMBER}(?! ?(?:kanal|marla|acre|کنال|مرلہ|ایکڑ))){{0,9}}"
)
_END: Final = r"(?![0-9])(?![.,:/\-][0-9])"
_SOCIETY: Final = r"(?:DHA|LDA|CDA|KDA|RDA|FDA|MDA|BTK|BTL|BTR|FGEHA|PHA|AWT|FGEHF|GDA)"


def compact(number: str) -> str:
    """Return the numbers joined by slashes, without zeros in front; a society's letters before.

    Raises ValidationError when there is no number, or more than eight.
    """
    text = fold(number).text.upper()
    numbers = [part.lstrip("0") or "0" for part in re.findall(r"[0-9]+", text)]
    if not 1 <= len(numbers) <= 8 or max(map(len, numbers)) > 15:
        raise ValidationError("a land record has one to eight numbers")
    letters = re.match(rf"\W*({_SOCIETY}(?:[/\- ]+[A-Z]{{1,8}})*)(?![A-Z])", text)
    prefix = re.findall("[A-Z]+", letters[1]) if letters else []
    return "/".join([*prefix, *numbers])


def validate(number: str) -> str:
    """Return the compact number if its first part is not zero.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if re.match(r"0(?:/|$)", found):
        raise ValidationError("records are counted from 1")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact number; patwaris write it in many ways."""
    return compact(number)


class PkLandRecordRecognizer(PkRecognizer):
    """Finds numbers of land records behind their label, by context, or in a column."""

    NAME_EN = "Land record number (khewat, khatooni, khasra, mutation, file)"
    NAME_UR = "کھیوٹ، کھتونی، خسرہ اور انتقال نمبر"
    ISSUER = "Revenue departments of the provinces; housing societies"
    PROOF = ("structure", "context")
    ENTITY = "PK_LAND_RECORD"
    PATTERNS = (
        Pattern(
            "behind its label",
            rf"{NOT_AFTER_LETTER}{_CLEAR}[ \t]?(?:{_NO}{TO_ITS_NUMBER}|[ \t]?[.:#=\-]{{0,2}}[ \t]{{0,2}})"
            rf"(?P<value>{_NUMBERS}){_END}",
            0.6,
        ),
        Pattern(
            "behind a doubtful label",
            rf"{NOT_AFTER_LETTER}{_DOUBTFUL}[ \t]?(?:{_NO}{TO_ITS_NUMBER}"
            r"|[:#=]-?|(?=[ \t]?[0-9]{1,6}/))"
            r"[ \t]{0,2}"
            rf"(?P<value>{_NUMBERS}){_END}",
            0.6,
        ),
        # An export from right to left.
        Pattern(
            "before its label",
            rf"(?<![0-9])(?<![0-9][.,/\-])(?P<value>{_NUMBER})[ \t]?:[ \t]?(?:{_CLEAR}|{_DOUBTFUL}) نمبر",
            0.6,
        ),
        Pattern(
            "society",
            rf"(?<![A-Z0-9]){_SOCIETY}[/\-](?:[A-Z]{{1,8}}[/\-]){{0,3}}[0-9]{{3,8}}(?![0-9A-Z])",
            0.5,
        ),
        Pattern(
            "fraction",
            rf"(?<![0-9])(?<![0-9][.,:/\-])[0-9]{{1,6}}(?:/{{1,2}}[0-9]{{1,6}}){{1,5}}{_END}",
            0.05,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("number", rf"(?<![0-9.])(?<![0-9][/\-]){_NUMBER}(?:\.0)?{_END}", 0.5),
    )
    CONTEXT = (
        "khewat", "khewat no", "khewt", "khata no", "khatooni", "khatooni no", "khatoni",
        "khatauni", "khasra", "khasra no", "intiqal", "intiqal no", "inteqal", "mutation no",
        "mutation number", "fard no", "fard number", "jamabandi", "murabba no", "killa no",
        "survey no", "society membership no", "membership no", "plot file no", "allotment no", "allotment letter no", "registry no", "sale deed no", "property no",
        "property id", "کھیوٹ", "کھیوٹ نمبر", "کھتونی", "کھتونی نمبر", "خسرہ نمبر", "انتقال نمبر",
        "فرد نمبر", "مربع نمبر", "جمع بندی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "date", "dated", "share", "hissa", "area", "kanal", "marla", "rs", "amount", "price",
        "house no", "fir", "fir no", "case no", "حصہ", "رقبہ", "کنال", "مرلہ", "تاریخ", "مورخہ",
    )  # fmt: skip
    HEADERS = (
        "khewatno", "khatoonino", "khasrano", "khasra", "intiqalno", "mutationno", "fardno",
        "propertypin", "propertyno", "membershipno", "plotfileno", "khewat", "khatooni", "خسرہ",
        "انتقال",
    )  # fmt: skip
    NOT_HEADERS = ("date", "type", "area", "name", "share", "status", "fee", "amount", "value")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates and years to others where only context speaks for a fraction."""
        if pattern.name == "fraction" and is_another_kind(value):
            return 0.0
        return pattern.score
