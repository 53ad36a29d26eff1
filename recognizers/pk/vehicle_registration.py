"""Vehicle registration number (گاڑی نمبر), the excise departments of provinces and territories.

Latin letters, then digits. The forms in use:

LEA-17-1234, LEA 17A 1234   Punjab 2007-2020: city series, year, number
LEA-1234, RIZ 3725          Punjab before: two or three letters of a city's series, up to 4 digits
ABC-123                     Punjab since August 2020: cars, one series for the province
ABC-1234                    the same for motorcycles and commercial vehicles
X-1234; AAA-001; KAA-1234   Sindh: before 1996; cars since; motorcycles
AB-123, ABC-123             Islamabad; also ICT-AB-123
A 1234, AB-1234             Khyber Pakhtunkhwa
QAA-123; AJK-A-123; GLT-1234  Balochistan; Azad Jammu and Kashmir; Gilgit-Baltistan
GS, GP, GL, SP, HC, G + digits  government
CD 12-34                    diplomats

Nearly all of these are also the shape of something else: a course (CS-101), a constituency
(NA-55, PP-12), a sector of Islamabad (G-11), an examination (GRE-320), a flight. So a shape counts
with context only, and a known city series with four digits alone (data/vehicle_series.txt). Words
that are no series are in data/vehicle_not_plates.txt. In a column of registrations every shape
counts, and there only do the constituencies.

Urdu papers spell the letters out (ایل ای اے 1234); `compact` reads them. After folding A (اے) and
E (ای) look alike, which does not change what is found.

Leading zeros are kept: in the universal series ABC-012 is a car and ABC-0012 a motorcycle.

Not known: the series of most cities; military plates; that I, O and U are not used, as Wikipedia
says (RIZ is its own counter-example).

Sources: en.wikipedia.org, "Vehicle registration plates of Pakistan", and its mirrors;
researchsnipers.com and 92 News, August 2020 (universal series); Election Commission of Pakistan
(numbers of constituencies, 2018 and 2023).

>>> compact("lea 17-۱۲۳۴")
'LEA171234'
>>> format("LEA2017-1234"), format("ایل ای اے ۱۲۳۴")
('LEA-17-1234', 'LEA-1234')
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.spelling import without_marks
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

# Series from which on a column without a header may be of plates, however long it is.
_MANY_SERIES: Final = 20
_LETTER_NAMES: Final = {
    "ڈبلیو": "W", "وائی": "Y", "ایکس": "X", "ایچ": "H", "ایف": "F", "ایل": "L", "ایم": "M",
    "این": "N", "ایس": "S", "کیو": "Q", "زیڈ": "Z", "زی": "Z", "آر": "R", "آئی": "I", "اے": "A",
    "ای": "E", "بی": "B", "سی": "C", "ڈی": "D", "جی": "G", "جے": "J", "کے": "K", "پی": "P",
    "ٹی": "T", "یو": "U", "وی": "V", "او": "O",
}  # fmt: skip
_FOLDED_NAMES: Final = "|".join(
    sorted({fold(name).text for name in _LETTER_NAMES}, key=lambda name: (-len(name), name))
)
_NAME_OF_LETTER: Final = re.compile("|".join(sorted(_LETTER_NAMES, key=len, reverse=True)))
# Arabic letters as an Arabic keyboard types them; unlike `fold` this keeps ے apart from ی.
_TO_URDU: Final = str.maketrans("يىك", "ییک")
_URDU: Final = "\u0621-\u06d3"

_PLATE: Final = re.compile(r"([A-Z]{1,5})(?:(?:20)?([0-9]{2})([A-Z]?)[ \-./]{0,3})?([0-9]{1,4})")
_WITH_YEAR: Final = re.compile(
    r"([A-Z]{2,3})[ \-./_]{0,3}(?:20)?([0-9]{2})([A-Z]?)[ \-./_]{1,3}([0-9]{1,4})"
    r"|([A-Z]{2,3})([0-9]{2})([A-Z]?)([0-9]{4})"
)
_PLAIN: Final = re.compile(r"([A-Z]{1,5})[ \-./_]{0,3}([0-9]{1,4})")
_REVERSED: Final = re.compile(r"([0-9]{1,4})[ \-./_]{1,3}(?:([0-9]{2})[ \-./_]{1,3})?([A-Z]{1,4})")


class _Parts(NamedTuple):
    """A registration taken apart; `year` is two digits and perhaps a letter, or ""."""

    letters: str
    year: str
    number: str


@cache
def _table(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the entries of a table, and those taken out of it by a "-"."""
    text = files("recognizers.pk").joinpath(f"data/{name}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return (
        frozenset(word for line in lines if line[0] != "-" for word in line.split()),
        frozenset(line[1:] for line in lines if line[0] == "-"),
    )


def is_city_series(letters: str) -> bool:
    """Say whether three letters are a listed city's series and not rather a word."""
    series, exceptions = _table("vehicle_series")
    return len(letters) == 3 and letters[:2] in series and letters not in exceptions


@cache
def _constituencies() -> dict[str, int]:
    """Return the highest number of a constituency by its letters."""
    text = files("recognizers.pk").joinpath("data/constituencies.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: int(row[1]) for row in rows}


def _is_constituency(parts: _Parts) -> bool:
    last = _constituencies().get(parts.letters, 0)
    return not parts.year and parts.number[0] != "0" and int(parts.number) <= last


def _in_latin(number: str) -> str:
    """Return the folded text in upper case, with spelled-out Urdu letters as Latin ones."""
    if number.isascii():
        return without_marks(number).upper()
    text = unicodedata.normalize("NFKC", number).translate(_TO_URDU)
    text = without_marks(_NAME_OF_LETTER.sub(lambda name: _LETTER_NAMES[name[0]], text)).upper()
    return re.sub(r"(?<=[A-Z])[ .\-]{1,2}(?=[A-Z])", "", text)


def _read(number: str) -> _Parts | None:
    """Take a registration apart, None if it has another form than the common ones."""
    text = _in_latin(number)
    if found := _WITH_YEAR.fullmatch(text):
        letters, year, suffix, digits = (found[n] or found[n + 4] or "" for n in (1, 2, 3, 4))
        return _Parts(letters, year + suffix, digits)
    if found := _PLAIN.fullmatch(text):
        return _Parts(found[1], "", found[2])
    if found := _REVERSED.fullmatch(text):
        return _Parts(found[3], found[2] or "", found[1])
    return None


def compact(number: str) -> str:
    """Return the letters (upper case) and digits of a registration, letters first.

    A year of four digits becomes two. Raises ValidationError when there is no digit, or more than
    twelve letters and digits.
    """
    parts = _read(number)
    if parts:
        return "".join(parts)
    found = "".join(filter(str.isalnum, _in_latin(number)))
    if len(found) > 12 or not re.search("[0-9]", found):
        raise ValidationError("a registration has letters and digits, twelve at most")
    return found


def validate(number: str) -> str:
    """Return the compact registration if it has one of the forms in use.

    Raises ValidationError for another form, and for constituencies and words that are no series.
    """
    found = compact(number)
    parts = _read(number)
    if parts is None or len(parts.letters) > 4:
        raise ValidationError("not the form of a registration")
    if _is_constituency(parts) or parts.letters in _table("vehicle_not_plates")[0]:
        raise ValidationError("a constituency or a word, not a series")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the registration with dashes between its parts."""
    parts = _read(number)
    return "-".join(filter(None, parts)) if parts else compact(number)


class PkVehicleRegistrationRecognizer(PkRecognizer):
    """Finds registrations beside a label or in a column; known city series alone."""

    NAME_EN = "Vehicle registration number"
    NAME_UR = "گاڑی کا رجسٹریشن نمبر"
    ISSUER = "Excise departments of provinces and territories"
    PROOF = ("registry", "structure", "context")
    ENTITY = "PK_VEHICLE_REGISTRATION"
    RAISED = frozenset({"with year", "letters and number"})
    PATTERNS = (
        Pattern(
            "with year",
            r"(?<![A-Z0-9])(?<![A-Z0-9]-)(?<![0-9]\.)"
            r"[A-Z]{2,3}(?:[ \-./_]{0,3}(?:20)?[0-9]{2}[A-Z]?[ \-./_]{1,3}[0-9]{1,4}"
            r"|[0-9]{2}[A-Z]?[0-9]{4})"
            r"(?![A-Z0-9])(?![\-./][0-9])",
            0.14,
        ),
        Pattern(
            "letters and number",
            r"(?<![A-Z0-9])(?<![0-9]-)(?<![0-9]\.)[A-Z]{2,4}[ \-./_]{0,3}[0-9]{2,4}"
            r"(?![A-Z0-9])(?![\-./][0-9])",
            0.2,
        ),
        Pattern(
            "one letter",
            r"(?<![A-Z0-9])(?<![A-Z0-9][\-.'])(?-i:[A-Z])[ \-]{0,2}[0-9]{3,4}"
            r"(?![A-Z0-9])(?![\-./][0-9])",
            0.1,
        ),
        Pattern(
            "of a territory",
            r"(?<![A-Z0-9])(?<![A-Z0-9]-)(?:ICT|AJK)[ \-./_][A-Z]{1,3}[ \-./_][0-9]{2,4}(?![A-Z0-9])",
            0.3,
        ),
        Pattern(
            "diplomatic",
            r"(?<![A-Z0-9])(?<![A-Z0-9]-)(?-i:CD|CC|UN|AT|CT)[ \-]?[0-9]{2}[ \-][0-9]{1,3}"
            r"(?![A-Z0-9])",
            0.1,
        ),
        Pattern(
            "displayed right to left",
            r"(?<![A-Z0-9])(?<![A-Z0-9][\-./])(?-i:[0-9]{3,4}-(?:[0-9]{2}-)?[A-Z]{2,3})(?![A-Z0-9])"
            r"(?!-[A-Z0-9])",
            0.1,
        ),
        Pattern(
            "letters spelled out",
            rf"(?<![{_URDU}])(?:(?:{_FOLDED_NAMES})[ .\-]{{0,2}}){{2,4}}[ .\-]{{0,2}}"
            r"(?:[0-9]{2}[ .\-])?[0-9]{2,4}(?![0-9])",
            0.1,
        ),
    )
    UNNAMED_FORM = r"([A-Z]{2,4})[ \-](?:[0-9]{2}[A-Z]?[ \-])?[0-9]{3,4}"
    COLUMN_PATTERNS = (
        Pattern(
            "any shape",
            r"(?<![A-Z0-9])[A-Z]{1,5}[ \-./_]{0,3}(?:[0-9]{2,4}[A-Z]?[ \-./_]{0,3})?[0-9]{1,4}"
            r"(?![A-Z0-9])",
            0.5,
        ),
        Pattern("turned round", r"(?<![A-Z0-9])[0-9]{1,4}[ \-./]{0,3}[A-Z]{1,4}(?![A-Z0-9])", 0.5),
        Pattern(
            "partly masked", r"(?<![A-Z0-9])[A-Z]{1,4}[ \-]?[0-9x*#•]{2,4}(?![A-Z0-9*#•])", 0.5
        ),
    )
    CONTEXT = (
        "vehicle", "vehicle no", "vehicle number", "vehicle reg no", "vehicle registration",
        "vehicle registration no", "vehicle registration number", "veh", "veh no", "veh reg no",
        "registration no", "registration number", "registration mark", "reg no", "reg number",
        "regn no", "regd no", "number plate", "numberplate", "no plate", "plate", "plate no", "plate number",
        "license plate", "licence plate", "car", "car no", "car number", "bike", "bike no",
        "bike number", "motorcycle", "motorcycle no", "motor cycle", "motor cycle no",
        "motorbike", "m cycle", "gari", "gari no", "gari number", "gaari", "gaari no",
        "gaari number", "gaadi", "gaadi no", "gadi no", "gadi number", "rickshaw", "riksha",
        "rickshaw no", "chingchi", "truck", "truck no", "bus no", "van no", "jeep", "jeep no",
        "tractor", "tractor no", "taxi no", "mtmis", "token tax", "bearing registration",
        "گاڑی", "گاڑی نمبر", "گاڑی کا نمبر", "رجسٹریشن نمبر", "رجسٹریشن", "نمبر پلیٹ", "پلیٹ نمبر",
        "کار", "کار نمبر", "کار نمبری", "موٹر سائیکل", "موٹرسائیکل", "موٹر سائیکل نمبر",
        "موٹرسائیکل نمبر", "بائیک", "بائیک نمبر", "رکشہ", "رکشہ نمبر", "ٹرک", "ٹرک نمبر", "بس نمبر",
        "ٹریکٹر", "جیپ", "جیپ نمبر",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "flight", "flight no", "airline", "pnr", "course", "course code", "subject code", "class",
        "roll no", "student id", "student registration", "semester", "sector", "block", "phase",
        "constituency", "halqa", "section", "u s", "article", "model", "model no", "part no",
        "sku", "item code", "invoice", "train", "room", "room no", "chak", "highway", "motorway",
        "gre", "ielts", "score", "engine no", "chassis no", "passport no", "حلقہ", "سیکٹر", "دفعہ",
        "فلائٹ", "پرواز", "رول نمبر", "چک",
    )  # fmt: skip
    HEADERS = (
        "regno", "registrationno", "vehicleno", "vehno", "vehicle", "plate", "plateno",
        "numberplate", "carno", "bikeno", "vehicleregno", "vehregno", "regmark", "vrn", "reg",
        "regd", "regn",
    )  # fmt: skip
    # Of companies, students and births as well.
    HEADERS_IN_DOUBT = ("reg", "regd", "regn")
    NOT_HEADERS = (
        "type", "make", "model", "colour", "color", "date", "year", "student", "company", "ntn",
        "sales", "owner", "name", "class", "category", "office", "chassis", "engine", "status",
        "driver", "capacity", "price", "tax", "pnc", "pmdc", "pmc", "pec", "nursing", "medical",
        "council", "alien", "arc", "bar", "eobi", "pessi", "birth", "university", "board", "hec",
        "exam", "voter", "marriage", "nikah", "fir",
    )  # fmt: skip

    def may_be_column(self, cells: Sequence[str]) -> bool:
        """Say whether there are many series, and numbers that run through all digits.

        Courses of a university look alike, but for few subjects, and begin with a year of study.
        """
        series = {cell[:3] for cell in cells}
        high = sum(1 for cell in cells if re.search(r"(?<![0-9])[06-9][0-9]*\Z", cell))
        return high * 8 >= len(cells) and len(series) >= min(len(cells) // 3, _MANY_SERIES)

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop words and constituencies outside columns; let a known city series speak."""
        if pattern.name not in {"with year", "letters and number", "one letter"}:
            return pattern.score
        parts = _read(value)
        if parts is None or _is_constituency(parts):
            return 0.0
        if parts.letters in _table("vehicle_not_plates")[0]:
            return _score_of_word(value, parts)
        known = is_city_series(parts.letters)
        if not value[: len(parts.letters)].isupper():
            return _score_in_small_letters(value, known)
        if not parts.year:
            return _score_without_year(value, parts, known)
        return 0.7 if known and value[3] in " -./_" else pattern.score


# Letters before numbers that are never a plate's, however near its label.
_UNITS = frozenset({"RS", "PKR", "USD", "NO", "KM", "KG", "AM", "PM", "CC", "HP"})


def _score_of_word(value: str, parts: _Parts) -> float:
    """Grade letters that are a word elsewhere: beside a label they may be a series."""
    is_year = parts.number[:2] in {"19", "20"}
    is_unit = parts.letters in _UNITS
    return 0.05 if len(parts.number) > 2 and not is_year and not is_unit else 0.0


def _score_in_small_letters(value: str, known: bool) -> float:
    """Grade what may be an ordinary word before a number ("of 2020")."""
    if known:
        return 0.2
    return 0.05 if " " not in value and value[:1].islower() else 0.0


def _score_without_year(value: str, parts: _Parts, known: bool) -> float:
    """Grade ABC-123: by its series, its separator, and whether the number may be a year."""
    is_year = len(parts.number) == 4 and parts.number[:2] in {"19", "20"}
    if is_year and "-" not in value:
        return 0.05
    if len(parts.letters) == 1:
        return 0.1
    if known and len(parts.number) == 4:
        return {"-": 0.5, " ": 0.45}.get(value[3], 0.3)
    if len(parts.number) == 2:
        return 0.05
    return 0.2 if "-" in value else 0.12
