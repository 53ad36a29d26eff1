"""Roll, registration, admission (GR) and student number of schools, boards and universities.

COMSATS    FA20-BCS-001: term and year, programme, number; in full CIIT/FA20-BCS-001/LHR
FAST       20L-1234: year, campus (I, K, L, P, F), number
UET        2020-CS-123: year, programme, number
PU         BCSF20M001: programme, term and year, shift, number
UCP        L1F20BSCS0123: campus, level, term and year, programme, number
VU         BC200401234: programme, then nine digits
others     19-ARID-1234, 2015-AG-1234, 2K19/CSE/101: forms with letters of their own, and the names
           that labels put before "registration no", stand in data/universities.txt
boards     roll number of six digits for an exam; registration number of the board's own form;
           their names in data/boards.txt
schools    GR (general register) or admission number, an integer

None is checked by a digit. Only the COMSATS and UCP forms and those of the table are unlike other
numbers; all else counts beside a label or in a column.

Not known: the forms of most universities; how long each has used its form; see the tables' headers.

Sources: forms seen in public student projects (COMSATS); the others are commonly written so and
have no public description by the issuer.

>>> compact("CIIT/FA20-BCS-001/LHR")
'FA20BCS001'
>>> compact("roll no ۱۲۳۴۵۶")
'123456'
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final

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

_COMSATS: Final = r"(?:FA|SP)[0-9]{2}(?:[\-/ ]| - )?[A-Z]{2,4}(?:[\-/ ]| - )?[0-9]{3}"
_DRESS: Final = re.compile(r"CIIT|(?<=[0-9])(?:ISB|LHR|ATD|WAH|ATK|VHR|SWL|VCS)\Z")
_LABEL: Final = re.compile(
    r"\A(?:(?:ROLL|REG|REGISTRATION|GR|ADMISSION|STUDENT)(?:NO|NUMBER|ID)?)(?=[A-Z]*[0-9])"
)
_WRITTEN: Final = {"#": "[0-9]", "@": "[A-Z]"}


def _table(name: str) -> list[list[str]]:
    """Return a table's lines as words, remarks left out."""
    text = files("recognizers.pk").joinpath(f"data/{name}").read_text("utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def _as_pattern(form: str) -> str:
    """Return a form of data/universities.txt as a pattern.

    >>> _as_pattern("##-AG-#+")
    '[0-9][0-9]-AG-[0-9]{1,7}'
    """
    parts = re.findall(r"([#@])(\+?)|([^#@+]+)", form)
    pattern = "".join(
        _WRITTEN[sign] + ("{1,7}" if more else "") if sign else re.escape(letters)
        for sign, more, letters in parts
    )
    # Dashes and slashes stand for each other, as typed.
    return pattern.replace(r"\-", "-")


_OWN_FORMS: Final = "|".join(
    _as_pattern(row[1]) for row in _table("universities.txt") if row[1] != "-"
)
_INSTITUTES: Final = tuple(
    row[0].replace("_", " ").lower() for row in (*_table("boards.txt"), *_table("universities.txt"))
)

_FORMS: Final = re.compile(
    r"(?:FA|SP)[0-9]{2}[A-Z]{2,4}[0-9]{3}|[0-9]{2}[IKLPF][0-9]{4}|20[0-9]{2}[A-Z]{2,4}[0-9]{1,4}"
    r"|B[A-Z]{2,3}[FS][0-9]{2}[AM][0-9]{3}|L1[FS][0-9]{2}[A-Z]{4}[0-9]{4}|(?:BC|MC|MS)[0-9]{9}"
    r"|[0-9]{1,12}"
)


def compact(number: str) -> str:
    """Return the letters (upper case) and digits, without the label and COMSATS's campus.

    Raises ValidationError when there are not 1 to 20 of them, or no digit.
    """
    found = _LABEL.sub("", letters_and_digits(number))
    if re.match("(?:CIIT)?(?:FA|SP)[0-9]{2}", found):
        found = _DRESS.sub("", found)
    if not 1 <= len(found) <= 20 or not re.search("[0-9]", found):
        raise ValidationError("a student's number has 1 to 20 letters and digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has one of the known forms or is an integer.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not _FORMS.fullmatch(found):
        raise ValidationError("not a known form of a student's number")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return a COMSATS number with its dashes, any other solid."""
    found = compact(number)
    parts = re.fullmatch("((?:FA|SP)[0-9]{2})([A-Z]{2,4})([0-9]{3})", found)
    return "-".join(parts.groups()) if parts else found


class PkStudentIdRecognizer(PkRecognizer):
    """Finds COMSATS and UCP numbers anywhere, others beside a label or in a column."""

    NAME_EN = "Roll, registration and student number"
    NAME_UR = "رول نمبر اور رجسٹریشن نمبر"
    ISSUER = "Schools, boards (BISE) and universities"
    PROOF = ("structure", "context")
    ENTITY = "PK_STUDENT_ID"
    PATTERNS = (
        Pattern(
            "COMSATS",
            rf"(?<![A-Z0-9])(?:CIIT[/\-])?{_COMSATS}(?:[/\-](?:ISB|LHR|ATD|WAH|ATK|VHR|SWL|VCS))?(?![A-Z0-9])",
            0.7,
        ),
        Pattern("UCP", r"(?<![A-Z0-9])L1[FS][0-9]{2}[A-Z]{4}[0-9]{4}(?![A-Z0-9])", 0.7),
        Pattern(
            "with a university's letters", rf"(?<![A-Z0-9])(?:{_OWN_FORMS})(?![A-Z0-9])", 0.5
        ),
        Pattern(
            "other universities",
            r"(?<![A-Z0-9])(?:[0-9]{2}[IKLPF](?:-| - )?[0-9]{4}"
            r"|20[0-9]{2}(?:-| - )[A-Z]{2,5}(?:-| - )[0-9]{1,6}"
            r"|B[A-Z]{2,3}[FS][0-9]{2}[AM][0-9]{3}|(?:BC|MC|MS)[0-9]{9})(?![A-Z0-9])",
            0.3,
        ),
        Pattern(
            "of Punjab University",
            r"(?<![A-Z0-9])(?-i:B[A-Z]{2,3}[FS][0-9]{2}[AM][0-9]{3})"
            r"(?![A-Z0-9])(?![\-/][0-9])",
            0.5,
        ),
        # "Student 19L-5246", "FAST roll 21K-4417"
        Pattern(
            "behind its student",
            r"(?<![A-Z])(?:student|roll|طالب علم|طالبہ|رول)[ :.#\-]{1,3}"
            r"(?P<value>[0-9]{2}[IKLPF]-?[0-9]{4}|20[0-9]{2}-[A-Z]{2,5}-[0-9]{1,4})(?![A-Z0-9])",
            0.6,
        ),
        # "Reg no" alone is a vehicle's as well.
        Pattern(
            "behind its registration's label",
            r"(?<![A-Z])reg(?:istration|istered|d|n)?[. ]{0,2}(?:no|number|#)[.:# ]{0,3}"
            r"(?P<value>20[0-9]{2}-(?!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-)"
            r"[A-Z]{2,4}-[0-9]{1,4}|[0-9]{2}[IKLPF]-?[0-9]{4})(?![A-Z0-9])",
            0.86,
        ),
        Pattern("any form", open_shape(4, 14), 0.05),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "small number", r"(?<![0-9A-Z.])[0-9]{1,8}(?:\.0{1,2})?(?![0-9A-Z])(?!\.[0-9])", 0.5
        ),
    )
    CONTEXT = (
        "roll no", "roll number", "roll num", "rollno", "student id", "student no",
        "student number", "student roll no", "student reg no", "student registration no", "registration no student", "reg no student",
        "university registration no", "board roll no", "board registration no", "bise roll no",
        "matric roll no", "enrolment no", "enrollment no", "enrolment number", "enrollment number",
        "gr no", "g r no", "gr number", "admission no", "admission number", "adm no", "adm number", "seat no",
        "exam seat no", "cms id", "arid no", "degree no", "dmc no", "dmc serial no",
        "hec attestation no", "dakhla no", "daakhla no", "roll nmbr", "رول نمبر", "جی آر نمبر", "داخلہ نمبر", "طالب علم نمبر",
        "بورڈ رول نمبر",
        # "Reg no" alone is a vehicle's as well.
        *(f"{name} {label}" for name in _INSTITUTES
          for label in ("reg no", "registration no", "student no", "id")),
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        *NOT_THIS_LABELS,
        "marks",
        "obtained marks",
        "grade",
        "class",
        "gpa",
        "cgpa",
    )
    HEADERS = (
        "rollno", "rollnumber", "studentid", "studentno", "grno", "admissionno", "enrollmentno",
        "enrolmentno", "regnoofstudent", "cmsid", "boardrollno", "matricrollno", "sid", "roll",
    )  # fmt: skip
    HEADERS_BY_CELLS = ("roll",)
    NOT_HEADERS = (*NOT_THIS_HEADERS, "marks", "class", "grade", "section", "father", "session")

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave dates, years, mobile numbers and CNICs to others."""
        if pattern.name == "any form":
            return score_open_shape(pattern.score, value, digits=4)
        return pattern.score
