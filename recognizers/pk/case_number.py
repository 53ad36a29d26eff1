"""Police report (FIR, ایف آئی آر) and court case number.

FIR        number in the police station's year: 123/24, 123/2024, with P.S. and the sections
court      kind, number and year: "Writ Petition No. 45360 of 2023", "W.P. No. 1915/1998",
           "Crl. Misc. No. 27821-B/24"; a letter may follow the number

prison     "Prisoner No 5521", قیدی نمبر; also the criminal record office's number (CRO)

Reported judgments are public; the accused, the victim, a child or a raped woman behind a number are
not, and the number opens the file. A number and a year with a slash are also a date, a house and
a share of land: they count only behind "FIR" or a court's kind of case, by context or in a column.

FIR numbers start at 1 in each police station each year: equal numbers of two stations get one
token.

Not known: the numbering of tribunals and special courts; whether a station restarts at 1 within a
year.

Sources: Code of Criminal Procedure 1898, section 154; order sheet 2023LHC4107 and PLJ 2000 Lahore
354 for the written forms of the Lahore High Court.

>>> compact("FIR No. 123/24")
'123/2024'
>>> compact("Writ Petition No.45360 of 2023")
'WP 45360/2023'
>>> compact("Crl.Misc.No.27821-H/24")
'CRLMISC 27821H/2024'
"""

from __future__ import annotations

import re
from typing import Final

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by
from recognizers.pk.words import NOT_AFTER_LETTER

# Two-digit years up to this one are of this century.
_LAST_OF_THIS_CENTURY: Final = 26

_KINDS: Final = {
    "WP": r"w(?:rit)?\.? ?p(?:etition)?",
    "CP": r"c(?:onst(?:itution(?:al)?)?|ivil)?\.? ?p(?:etition)?",
    "CPLA": r"c\.? ?p\.? ?l\.? ?a",
    "CRLA": r"cr(?:imina)?l\.? ?a(?:ppeal)?",
    "CRLMISC": r"cr(?:imina)?l\.? ?misc(?:ellaneous)?",
    "CRLREV": r"cr(?:imina)?l\.? ?rev(?:ision)?",
    "CRLP": r"cr(?:imina)?l\.? ?p(?:etition)?",
    "MR": r"murder ref(?:erence)?",
    "RFA": r"r\.? ?f\.? ?a",
    "RSA": r"r\.? ?s\.? ?a",
    "ICA": r"i\.? ?c\.? ?a",
    "CR": r"c(?:ivil)?\.? ?r(?:ev(?:ision)?)?",
    "SUIT": r"(?:civil |family )?suit",
    "TA": r"t\.? ?a",
    "BA": r"(?:pre ?- ?arrest |post ?- ?arrest )?bail (?:appl(?:ication)?|petition)",
}
_KIND: Final = "|".join(_KINDS.values())
_YEAR: Final = r"(?:(?:19|20)[0-9]{2}|[0-9]{2})"
_OF: Final = r" ?(?:/| of |-|_) ?"
_NO: Final = r"[ \t.:#=\-]{0,4}(?:(?:no|nos|number|نمبر)[ \t.:#=\-]{0,4})?"
_END: Final = r"(?![0-9])(?![/.\-][0-9])"

_SHAPE: Final = re.compile(
    rf"(?P<label>[^0-9]*?)(?P<number>[0-9]{{1,7}})[ \-]?(?P<letter>[a-z]?)"
    rf"(?:{_OF}(?P<year>{_YEAR}))?",
    re.IGNORECASE,
)


def compact(number: str) -> str:
    """Return number/year with four digits of the year; before it the kind of a court case.

    A number without a year stays alone. Raises ValidationError when there is no number, or more
    than a number and a year.
    """
    text = " ".join(fold(number).text.strip(" \t\r\n'\"=.,;").lower().split())
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise ValidationError("a case has a number and a year")
    label = re.sub(rf"{_NO}$", "", shape["label"]).strip(" .:#-")
    kind = next((name for name, form in _KINDS.items() if re.fullmatch(form, label)), "")
    found = (shape["number"].lstrip("0") or "0") + shape["letter"].upper()
    if shape["year"]:
        found += f"/{_full_year(shape['year'])}"
    return f"{kind} {found}" if kind else found


def _full_year(digits: str) -> str:
    if len(digits) == 4:
        return digits
    return f"20{digits}" if int(digits) <= _LAST_OF_THIS_CENTURY else f"19{digits}"


def validate(number: str) -> str:
    """Return the compact number if it has a number from 1 and a year.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not re.fullmatch(r"(?:[A-Z]+ )?[1-9][0-9]*[A-Z]?/[0-9]{4}", found):
        raise ValidationError("a case has a number from 1 and a year")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact number; each court prints it in its own way."""
    return compact(number)


class PkCaseNumberRecognizer(PkRecognizer):
    """Finds FIR numbers behind their label, court cases by their kind, others by context."""

    NAME_EN = "Police report (FIR) and court case number"
    NAME_UR = "ایف آئی آر اور مقدمہ نمبر"
    ISSUER = "Police stations; courts"
    PROOF = ("structure", "context")
    ENTITY = "PK_CASE_NUMBER"
    PATTERNS = (
        Pattern(
            "FIR",
            rf"{NOT_AFTER_LETTER}(?:f\.? ?i\.? ?r\.?|muqadma|muqaddma|مقدمہ|ایف ایی ار){_NO}"
            rf"(?P<value>[0-9]{{1,5}}{_OF}{_YEAR}){_END}",
            0.7,
        ),
        Pattern(
            "court",
            rf"{NOT_AFTER_LETTER}(?:{_KIND}){_NO}[0-9]{{1,7}}(?: ?-? ?[a-z])?{_OF}{_YEAR}{_END}",
            0.6,
        ),
        Pattern(
            "of a prisoner or criminal record",
            rf"{NOT_AFTER_LETTER}(?:c\.?r\.?o\.?|prisoner|convict|qaidi|hawalati|قیدی|حوالاتی|اسیر)"
            r"[ \t]{0,3}(?:no|number|nmbr|#|نمبر)[.:=#\- \t]{0,16}"
            rf"(?P<value>[0-9]{{1,7}}(?:-[a-z]|{_OF}{_YEAR})?){_END}",
            0.7,
        ),
        Pattern(
            "number and year",
            rf"(?<![0-9])(?<![0-9][/.\-])[0-9]{{1,7}}(?:-[a-z])?{_OF}{_YEAR}{_END}",
            0.05,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("number", rf"(?<![0-9])[0-9]{{1,7}}(?:-[a-z])?(?:{_OF}{_YEAR})?(?![0-9])", 0.5),
    )
    CONTEXT = (
        "fir", "f i r", "fir no", "fir number", "case no", "case number", "case fir no",
        "writ petition", "writ petition no", "w p", "w p no", "c p no", "c p l a no", "crl a", "crl a no", "crl misc", "crl rev",
        "crl p no", "r f a no", "i c a no", "petition no", "appeal no", "suit no", "crl misc no",
        "bail application no", "muqadma", "muqadma no", "muqaddma no", "diary no", "rapat", "rapat no", "roznamcha no", "crime no",
        "مقدمہ", "مقدمہ نمبر", "ایف آئی آر", "ایف آئی آر نمبر", "دعویٰ نمبر", "اپیل نمبر",
        "رٹ پٹیشن", "رپٹ نمبر", "cro no", "cro number", "criminal record no", "prisoner no",
        "prisoner number", "convict no", "qaidi no", "hawalati no", "قیدی نمبر", "حوالاتی نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "date", "dated", "dob", "house no", "plot no", "khasra no", "khewat no", "expiry", "valid",
        "blood pressure", "bp", "marks", "score", "تاریخ", "مورخہ", "مکان نمبر", "خسرہ نمبر",
    )  # fmt: skip
    HEADERS = (
        "firno", "fir", "caseno", "casenumber", "firnumber", "petitionno", "suitno", "crimeno",
        "casefirno", "complaintcaseno", "crono", "prisonerno", "convictno", "qaidino",
    )  # fmt: skip
    NOT_HEADERS = (
        "date",
        "type",
        "status",
        "title",
        "station",
        "offence",
        "time",
        "sections",
        "name",
    )

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop a number 0: cases are counted from 1."""
        return 0.0 if re.match(r"0+(?![0-9])", value) else pattern.score
