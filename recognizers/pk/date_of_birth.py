"""Date of birth (تاریخ پیدائش): with a name or a district it singles out a person.

Pakistan writes day, month, year: 14-02-2004, 14.02.2004 (on cards), 14/2/04, 14-Feb-2004,
۱۴ فروری ۲۰۰۴; databases 2004-02-14 and 20040214, with a time of 00:00:00; spreadsheets the count
of days from 30 December 1899 (38031); programs seconds or milliseconds from 1970. Religious
schools write the Hijri date (22 ذوالحجہ 1424ھ).

A date says nothing by itself: only context or the column's header makes it a date of birth. A
bare year and an age are what coarsened data holds, and are not found. Where both first numbers
are 12 or less, the first is the day; only a second number above 12 makes the first the month.
Two digits of a year mean 2000 to 2026 up to 26, else the 1900s.

1 January is the birthday of people whose day was never recorded. Hijri dates are not converted by
`compact`: the calendar of the tables differs from the sighted moon by a day or two.

Not known: how many registers hold the Hijri date in the Gregorian column.

Sources: ISO 8601; ISO/IEC 29500-1, 18.17.4.1 (spreadsheet dates); the tabular Islamic calendar as
in Reingold and Dershowitz, Calendrical Calculations; card layout of NADRA (dd.mm.yyyy).

>>> compact("۱۴ فروری ۲۰۰۴")
'2004-02-14'
>>> compact("02/14/2004 00:00:00")
'2004-02-14'
>>> year("14-Feb-85"), year("38031")
('1985', '2004')
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by
from recognizers.pk.words import alternation

if TYPE_CHECKING:
    from typing import Final

# Two-digit years up to this one are of this century.
_LAST_OF_THIS_CENTURY: Final = 26
_OLDEST: Final = 1850
_NEWEST: Final = 2099
_SPREADSHEET_EPOCH: Final = date(1899, 12, 30)
# Excel serials of 13 May 1927 to 2 June 2031: five digits, no year among them.
_SERIALS: Final = range(10_000, 48_000)
_HIJRI_YEARS: Final = range(1250, 1500)

_MONTHS: Final = (
    ("january", "jan", "janwari", "janvari", "جنوری"),
    ("february", "feb", "febuary", "farwari", "farvari", "فروری"),
    ("march", "mar", "مارچ"),
    ("april", "apr", "aprail", "اپریل"),
    ("may", "mai", "مئی"),
    ("june", "jun", "joon", "جون"),
    ("july", "jul", "julai", "جولائی"),
    ("august", "aug", "agast", "اگست"),
    ("september", "sept", "sep", "sitambar", "ستمبر"),
    ("october", "oct", "aktobar", "aktoobar", "اکتوبر"),
    ("november", "nov", "navambar", "nawambar", "نومبر"),
    ("december", "dec", "disambar", "دسمبر"),
)
_HIJRI_MONTHS: Final = (
    ("محرم الحرام", "محرم", "muharram"),
    ("صفر المظفر", "صفر", "safar"),
    ("ربیع الاول", "rabi ul awwal", "rabi al awwal"),
    ("ربیع الثانی", "ربیع الآخر", "rabi us sani", "rabi al thani"),
    ("جمادی الاول", "جمادی الاولی", "jamadi ul awwal", "jumada al awwal"),
    ("جمادی الثانی", "جمادی الآخر", "jamadi us sani", "jumada al thani"),
    ("رجب المرجب", "رجب", "rajab"),
    ("شعبان المعظم", "شعبان", "shaban"),
    ("رمضان المبارک", "رمضان", "ramadan", "ramzan"),
    ("شوال المکرم", "شوال", "shawwal"),
    ("ذوالقعدہ", "ذی القعدہ", "ذیقعدہ", "zulqada", "zil qad"),
    ("ذوالحجہ", "ذی الحجہ", "ذی الحج", "zulhijja", "zil hajj"),
)


def _numbers(months: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {fold(name).text: number for number, names in enumerate(months, 1) for name in names}


_MONTH_OF: Final = _numbers(_MONTHS)
_HIJRI_MONTH_OF: Final = _numbers(_HIJRI_MONTHS)


_ANY_MONTH: Final = alternation(_MONTH_OF)
_ANY_HIJRI_MONTH: Final = alternation(_HIJRI_MONTH_OF)
_SEPARATOR: Final = r" ?[-./,_\\ ] ?"
_DAY: Final = r"[0-3]?[0-9]"
_YEAR4: Final = r"(?:1[89]|20)[0-9]{2}"
_HIJRI_YEAR: Final = r"1[2-4][0-9]{2}"
_HIJRI_MARK: Final = r" ?(?:ہجری|hijri|ھ|ہ(?![\u0621-\u06d3])|a\.?h\.?(?![a-z])|h(?![a-z]))"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_TIME: Final = (
    r"(?:(?:[T ,]| at )[ ]?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?: ?[ap]\.?m(?![a-z]))?(?: ?(?:Z|UTC|[+\-][0-9]{2}:?[0-9]{2}))?)?"
)
_FREE: Final = r"(?<![0-9])(?<![0-9][-./])"
_END: Final = rf"{_TIME}(?![0-9])(?![-./][0-9])"
_NAMED: Final = rf"[ \-.,/]{{0,3}}(?:of )?{_ANY_MONTH}\.?[ \-.,/']{{0,3}}"
_HIJRI_NAMED: Final = rf"[ \-.,/]{{0,3}}{_ANY_HIJRI_MONTH}[ \-.,/]{{0,3}}"

_SOLID: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NUMERIC: Final = re.compile(r"([0-9]{1,4})[^0-9a-z]+([0-9]{1,2})[^0-9a-z]+([0-9]{1,4})")
_WORDS: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}")
_CLOCK: Final = re.compile(rf"(?<=[0-9]){_TIME}$", re.IGNORECASE)
_HIJRI: Final = re.compile(rf"(?:{_HIJRI_MARK})+$", re.IGNORECASE)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def compact(text: str) -> str:
    """Return the date as yyyy-mm-dd; a Hijri one with H behind; a month and year as yyyy-mm.

    A text that is no full date comes back folded, in lower case, with single blanks: it still
    must link with itself. Raises ValidationError for a blank text.
    """
    folded = " ".join(fold(text).text.strip(" \t\r\n'\"=").lower().split())
    if not folded:
        raise ValidationError("no date")
    parts = _parts(folded)
    if parts is None:
        return folded
    number, month, day, is_hijri = parts
    written = f"{number:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
    return written + ("H" if is_hijri else "")


def _parts(folded: str) -> tuple[int, int, int, bool] | None:
    """Return year, month, day (0 if none) and whether it is a Hijri date, None if unclear."""
    undressed = _CLOCK.sub("", folded)
    bare = _HIJRI.sub("", undressed)
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", undressed):
        return _from_number(undressed)
    if re.fullmatch(r"[12]\.[0-9]{5,7}e\+?0?7", bare):
        return _from_number(str(round(float(bare))))
    numeric = _NUMERIC.fullmatch(bare)
    found = _from_numeric(*numeric.groups()) if numeric else _from_named(bare)
    if found is None:
        return None
    number, month, day = found
    is_hijri = number in _HIJRI_YEARS or _named_month(bare) in _HIJRI_MONTH_OF
    if not (is_hijri or _OLDEST <= number <= _NEWEST):
        return None
    return (number, month, day, is_hijri) if month <= 12 and day <= 31 else None


def _from_number(digits: str) -> tuple[int, int, int, bool] | None:
    """Return the parts of yyyymmdd, ddmmyyyy, a spreadsheet's day or a program's time."""
    whole = digits.partition(".")[0]
    if len(whole) > 14:
        return None
    solid = _SOLID.fullmatch(whole)
    if solid:
        for parts in (
            (int(solid[1]), int(solid[2]), int(solid[3])),
            (int(whole[4:]), int(whole[2:4]), int(whole[:2])),
        ):
            if _OLDEST <= parts[0] <= _NEWEST and 0 < parts[1] <= 12 and parts[2] <= 31:
                return (*parts, False)
        return None
    number = int(whole)
    if len(whole) == 5 and number in _SERIALS:
        day = _SPREADSHEET_EPOCH + timedelta(days=number)
    elif 8 <= len(whole.lstrip("-")) <= 13:
        seconds = number if len(whole.lstrip("-")) <= 10 else number // 1000
        day = (_EPOCH + timedelta(seconds=seconds)).date()
        if not _OLDEST <= day.year <= _NEWEST:
            return None
    else:
        return None
    return day.year, day.month, day.day, False


def _from_numeric(first: str, second: str, third: str) -> tuple[int, int, int] | None:
    """Return year, month, day of three numbers: day first, unless that can't be."""
    one, two, three = int(first), int(second), int(third)
    if len(first) >= 3 or (one > 31 and len(third) <= 2):
        number, month, day = _full_year(first), two, three
    else:
        number, month, day = _full_year(third), two, one
    if month > 12 >= day:
        month, day = day, month
    return (number, month, day) if 0 < month <= 12 else None


def _full_year(digits: str) -> int:
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number <= _LAST_OF_THIS_CENTURY else 1900)


def _named_month(bare: str) -> str | None:
    """Return the name of the month that stands in a date, as the tables hold it."""
    for words in _WORDS.findall(bare):
        for name in (words, *words.split()):
            if name in _MONTH_OF or name in _HIJRI_MONTH_OF:
                return str(name)
    return None


def _from_named(bare: str) -> tuple[int, int, int] | None:
    """Return year, month and day (0 if none) of a date with the month's name in it."""
    name = _named_month(bare)
    numbers = re.findall(r"[0-9]+", bare)
    if name is None or not 1 <= len(numbers) <= 2 or max(map(len, numbers)) > 4:
        return None
    month = _MONTH_OF.get(name) or _HIJRI_MONTH_OF[name]
    if len(numbers) == 1:
        return (_full_year(numbers[0]), month, 0) if len(numbers[0]) in {2, 4} else None
    if len(numbers[0]) == 4:
        numbers.reverse()
    return _full_year(numbers[1]), month, int(numbers[0])


def year(text: str) -> str:
    """Return the four digits of the Gregorian year of a date in any form above, or of a year.

    A Hijri date gives the year of the tabular calendar, which may be one off within two days of
    New Year. Raises ValidationError when the year can't be told.
    """
    found = compact(text)
    dated = re.fullmatch(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(H?)", found)
    if dated:
        if dated[4]:
            return str(_from_hijri(int(dated[1]), int(dated[2]), int(dated[3] or 15)).year)
        if _OLDEST <= int(dated[1]) <= _NEWEST:
            return dated[1]
    alone = re.fullmatch(r"(?:(?:00?[ \-./]){1,2})?((?:1[89]|20)[0-9]{2})(?:\.0)?", found)
    if alone:
        return alone[1]
    raise ValidationError("no year can be told from this")


def _from_hijri(number: int, month: int, day: int) -> date:
    """Return the Gregorian date of the tabular Islamic calendar (civil epoch, 16 July 622)."""
    days = (11 * number + 3) // 30 + 354 * number + 30 * month - (month - 1) // 2 + day
    return date.fromordinal(days + 227_015 - 385)


def validate(text: str) -> str:
    """Return the compact date if it is a full one that the calendar has.

    Raises ValidationError otherwise.
    """
    found = compact(text)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}H", found):
        if 1 <= int(found[8:10]) <= 30:
            return found
        raise ValidationError("a Hijri month has 29 or 30 days")
    try:
        date.fromisoformat(found)
    except ValueError:
        raise ValidationError("not a full date of the calendar") from None
    return found


is_valid = accepted_by(validate)


def format(text: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the date as NADRA's cards print it, dd.mm.yyyy; what is no date as `compact` does."""
    found = compact(text)
    dated = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(H?)", found)
    return f"{dated[3]}.{dated[2]}.{dated[1]}{dated[4]}" if dated else found


class PkDateOfBirthRecognizer(PkRecognizer):
    """Finds dates of birth by context or column; a date without either stays."""

    NAME_EN = "Date of birth"
    NAME_UR = "تاریخ پیدائش"
    ISSUER = "Union councils; NADRA records it"
    PROOF = ("context",)
    ENTITY = "DATE_OF_BIRTH"
    PATTERNS = (
        Pattern(
            "day, month, year",
            rf"{_FREE}{_DAY}{_SEPARATOR}{_DAY}{_SEPARATOR}(?:{_YEAR4}|[0-9]{{2}}){_END}",
            0.1,
        ),
        Pattern(
            "year, month, day",
            rf"{_FREE}{_YEAR4}{_SEPARATOR}[01]?[0-9]{_SEPARATOR}{_DAY}{_END}",
            0.1,
        ),
        Pattern(
            "solid",
            r"(?<![0-9])(?<![0-9]\.)(?:(?:1[89]|20)[0-9]{2}[01][0-9][0-3][0-9]|[0-3][0-9][01][0-9](?:1[89]|20)[0-9]{2})(?:\.0)?(?![0-9])",
            0.05,
        ),
        Pattern(
            "month by name",
            rf"{_FREE}{_DAY}{_ORDINAL}{_NAMED}(?:{_YEAR4}|[0-9]{{2}}){_TIME}(?![0-9])",
            0.1,
        ),
        Pattern(
            "month first",
            rf"(?<![a-z]){_ANY_MONTH}\.?[ \-.,/]{{0,3}}{_DAY}{_ORDINAL}"
            rf"[ ,\-./']{{1,3}}(?:{_YEAR4}|[0-9]{{2}}){_TIME}(?![0-9])",
            0.1,
        ),
        Pattern("year first", rf"{_FREE}{_YEAR4}{_NAMED}{_DAY}{_ORDINAL}(?![0-9])", 0.1),
        Pattern(
            "month and year", rf"(?<![a-z0-9]){_ANY_MONTH}\.?[ \-.,/']{{1,3}}{_YEAR4}(?![0-9])", 0.1
        ),
        Pattern(
            "Hijri by name",
            rf"{_FREE}{_DAY}{_HIJRI_NAMED}{_HIJRI_YEAR}(?:{_HIJRI_MARK})?(?![0-9])",
            0.1,
        ),
        Pattern(
            "Hijri",
            rf"{_FREE}(?:{_DAY}{_SEPARATOR}[01]?[0-9]{_SEPARATOR}{_HIJRI_YEAR}|{_HIJRI_YEAR}{_SEPARATOR}[01]?[0-9]{_SEPARATOR}{_DAY})(?:{_HIJRI_MARK})?(?![0-9])",
            0.1,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "spreadsheet day",
            r"(?<![0-9.])(?:[1-3][0-9]{4}|4[0-7][0-9]{3})(?:\.[0-9]{1,15})?(?![0-9.])",
            0.6,
        ),
        Pattern("program time", r"(?<![0-9.])-?[0-9]{9,13}(?![0-9.])", 0.5),
        Pattern("six digits", r"(?<![0-9])[0-9]{6}(?![0-9])", 0.5),
        Pattern("scientific", r"(?<![0-9.])[12]\.[0-9]{1,7}e\+?0?7(?![0-9])", 0.5),
    )
    CONTEXT = (
        "dob", "d o b", "date of birth", "birth date", "birthdate", "dateofbirth", "birth",
        "born", "born on", "birthday", "birth day", "bday", "tareekh e paidaish",
        "tarikh e paidaish", "tareekh paidaish", "tarikh paidaish", "tareekh e pedaish",
        "paidaish", "pedaish", "paidaish ki tareekh", "yaum e paidaish", "salgirah", "janam din", "janam",
        "paida hua", "paida hui", "تاریخ پیدائش", "پیدائش", "پیدائش کی تاریخ", "یوم پیدائش",
        "سالگرہ", "ڈی او بی", "تاریخ ولادت", "ولادت", "پیدا ہوا", "پیدا ہوئی", "پیدا",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "issue date", "date of issue", "issued", "issued on", "expiry", "expiry date",
        "date of expiry", "expires", "valid upto", "valid till", "valid until", "activation",
        "activation date", "activated", "joining", "joining date", "date of joining", "joined",
        "appointment", "admission", "admission date", "date of admission", "dated", "invoice date",
        "due date", "order date", "registration date",
        "marriage date", "date of marriage", "death", "date of death", "died", "retirement",
        "visit date", "fir date", "تاریخ اجراء", "تاریخ تنسیخ", "مورخہ", "بتاریخ", "تاریخ وفات",
        "تاریخ داخلہ", "تاریخ تقرری", "آخری تاریخ",
    )  # fmt: skip
    HEADERS = (
        "dobdate", "birthdt", "birthdate", "bdate", "dtbirth", "dobirth", "dateofbirth", "dobad",
        "dobgregorian", "cnicdob", "studentdob", "childdob", "paidaish", "تاریخ پیدائش",
    )  # fmt: skip
    NOT_HEADERS = (
        "place", "certificate", "cert", "registration", "reg", "order", "weight", "no", "number",
        "mode", "country", "city", "district", "province", "gender", "name", "type", "time",
        "rate", "mark", "year", "month", "جگہ", "مقام", "سال",
    )  # fmt: skip
    CONTEXT_SCORE = 0.9

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop three numbers that are no date in any order of its parts."""
        if pattern.name in {"spreadsheet day", "program time", "six digits", "scientific"}:
            return pattern.score
        return pattern.score if _parts(" ".join(value.lower().split())) else 0.0
