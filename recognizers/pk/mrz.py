"""Machine-readable zone (MRZ) of passports, cards and visas: name, number and birth in one.

TD3 (passport), two lines of 44 characters:
line 1     P, type, state (PAK), surname<<given<names
line 2     1-9 document number, 10 its check digit, 11-13 nationality, 14-19 birth yymmdd, 20 check
           digit, 21 sex, 22-27 expiry, 28 check digit, 29-42 optional (in Pakistan the CNIC, as
           far as seen), 43 its check digit, 44 check digit over all
TD1 (card), three lines of 30: document and number, 15 check digit; birth 1-6, 7, sex, expiry 9-14,
           15, nationality, optional, 30 check digit over all; names. On NICOP and SNIC variants.
TD2 and visas (V) have two lines of 36 or 44 in the same order.

A check digit is the sum of values times 7, 3, 1, 7, ... modulo 10; digits are their value, A to Z
10 to 35, "<" 0. A line whose check digits hold is proven; reading errors (O for 0, lost "<") leave
a line that is found all the same.

Not known: an official description of Pakistan's optional field.

Sources: ICAO Doc 9303, 8th edition, part 3 (section 4.9, check digits), part 4 (TD3), part 5
(TD1), part 6 (TD2), part 7 (visas), whose specimens are the test vectors.

>>> is_valid("L898902C36UTO7408122F1204159ZE184226B<<<<<10")
True
>>> is_valid("L898902C36UTO7408122F1204159ZE184226B<<<<<11")
False
"""

from __future__ import annotations

import re
from typing import Final

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

# Places of fields and of their check digits, counted from 0 (ICAO Doc 9303).
_TD3_FIELDS: Final = ((slice(0, 9), 9), (slice(13, 19), 19), (slice(21, 27), 27))
_TD1_BIRTH: Final = ((slice(0, 6), 6), (slice(8, 14), 14))
_WEIGHTS: Final = (7, 3, 1)

_NAMES: Final = re.compile(r"[PVIAC][A-Z<][A-Z<]{3}[A-Z<]{5,39}")
_TD3: Final = re.compile(
    r"[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9<]{6}[0-9][MFX<][0-9]{6}[0-9][A-Z0-9<]{8,16}"
)
_TD1_NUMBER: Final = re.compile(r"[IAC][A-Z0-9<][A-Z<]{3}[A-Z0-9<]{25}")
_TD1_DATES: Final = re.compile(r"[0-9<]{6}[0-9][MFX<][0-9]{6}[0-9][A-Z<]{3}[A-Z0-9<]{11}[0-9]")
_TD1_NAMES: Final = re.compile(r"[A-Z<]{30}")

_EDGE_BEFORE: Final = r"(?<![A-Z0-9<])"
# A tag of HTML may follow at once; its "<" is no filler.
_EDGE_BEHIND: Final = r"(?:(?![A-Z0-9<])(?<!<(?=/))|(?=</|<br))"
_BREAK: Final = r"(?:[ \t]{0,3}(?:\r?\n){1,2}[ \t]{0,3}|[ \t]{1,3}|\\n|<br ?/?>)"
# Reading loses fillers at the end; what is left is long, or begins with "P<" and a state.
_LINE_1: Final = (
    r"(?:(?=[A-Z<]{28,44}(?![A-Z<]))[PVIAC][A-Z<]|P<)(?:[A-Z]{3}|[A-Z]<<)[A-Z]{1,36}<[A-Z<]{2,38}"
)
_LINE_2: Final = r"[A-Z0-9<]{9}[0-9O][A-Z<0]{3}[0-9O<]{6}[0-9O][MFX<][0-9O]{6}[0-9O][A-Z0-9<]{8,16}"
_READ: Final = "[0-9OISBZG]"
_DATES: Final = (
    rf"(?:{_READ}|<){{6}}{_READ}[MFX<]{_READ}{{7}}[A-Z<0]{{3}}[A-Z0-9<]{{11}}{_READ}"
)


def check_digit(field: str) -> str:
    """Return the check digit of a field (ICAO Doc 9303-3, 4.9): A to Z, 0 to 9 and "<" only.

    >>> check_digit("L898902C3")
    '6'
    """
    total = 0
    for place, character in enumerate(field):
        if character == "<":
            continue
        value = ord(character) - (48 if character.isdecimal() else 55)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def compact(lines: str) -> str:
    """Return the lines without blanks and line ends, in upper case.

    Raises ValidationError when another character stands in them, or they are not 20 to 90 long.
    """
    found = re.sub(r"\\n|\s", "", fold(lines).text).upper()
    if not re.fullmatch(r"[A-Z0-9<]{20,90}", found):
        raise ValidationError("a machine-readable zone has 20 to 90 letters, digits and <")
    return found


def validate(lines: str) -> str:
    """Return the compact lines if all their check digits hold.

    One line or the whole zone is taken; a line of names has no check digit, and needs the others.
    Raises ValidationError otherwise.
    """
    found = compact(lines)
    held = _check_digits(found)
    if not held:
        raise ValidationError("no line with check digits")
    if not all(held):
        raise ValidationError("a check digit is wrong")
    return found


def _check_digits(found: str) -> list[bool]:
    """Return for each check digit of compact lines whether it holds; none for no known layout."""
    if len(found) == 90 and _TD1_NUMBER.fullmatch(found[:30]):
        first, second, names = found[:30], found[30:60], found[60:]
        if not (_TD1_DATES.fullmatch(second) and _TD1_NAMES.fullmatch(names)):
            return []
        over_all = first[5:30] + second[0:7] + second[8:15] + second[18:29]
        return [*_held(first, ((slice(5, 14), 14),)), *_held(second, _TD1_BIRTH),
                check_digit(over_all) == second[29]]  # fmt: skip
    if len(found) in {72, 88} and _NAMES.fullmatch(found[: len(found) // 2]):
        if found[0] == "V" and _TD3.fullmatch(found[len(found) // 2 :]):
            # A visa has no digit over all: its last places are optional.
            return _held(found[len(found) // 2 :], _TD3_FIELDS)
        found = found[len(found) // 2 :]
    if len(found) in {36, 44} and _TD3.fullmatch(found):
        return _two_line_digits(found)
    if len(found) == 30 and _TD1_DATES.fullmatch(found):
        # The digit over all also counts the first line, which is not here.
        return _held(found, _TD1_BIRTH)
    if len(found) == 30 and _TD1_NUMBER.fullmatch(found):
        return _held(found, ((slice(5, 14), 14),))
    return []


def _two_line_digits(line: str) -> list[bool]:
    held = _held(line, _TD3_FIELDS)
    over_all = line[0:10] + line[13:20] + line[21:-1]
    if len(line) == 44 and line[42] != "<":
        held.append(check_digit(line[28:42]) == line[42])
    if line[-1].isdecimal():
        held.append(check_digit(over_all) == line[-1])
    return held


def _held(line: str, fields: tuple[tuple[slice, int], ...]) -> list[bool]:
    return [check_digit(line[field]) == line[place].replace("<", "0") for field, place in fields]


is_valid = accepted_by(validate)


def format(lines: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the lines as the document shows them, one below the other."""
    found = compact(lines)
    width = {60: 30, 90: 30, 72: 36, 88: 44}.get(len(found), len(found))
    return "\n".join(found[place : place + width] for place in range(0, len(found), width))


class PkMrzRecognizer(PkRecognizer):
    """Finds whole zones and single lines, proven by check digits or read with errors."""

    NAME_EN = "Machine-readable zone of a passport or card"
    NAME_UR = "پاسپورٹ کی مشین ریڈ ایبل پٹی"
    ISSUER = "Directorate General of Immigration and Passports; NADRA"
    PROOF = ("check digit", "structure")
    ENTITY = "PK_MRZ"
    PATTERNS = (
        Pattern("two lines", rf"{_EDGE_BEFORE}{_LINE_1}{_BREAK}{_LINE_2}{_EDGE_BEHIND}", 0.9),
        Pattern("names", rf"{_EDGE_BEFORE}{_LINE_1}{_EDGE_BEHIND}", 0.7),
        Pattern("numbers", rf"{_EDGE_BEFORE}{_LINE_2}{_EDGE_BEHIND}", 0.6),
        Pattern(
            "numbers, misread",
            rf"{_EDGE_BEFORE}[A-Z0-9<]{{9}}{_READ}PAK(?:{_READ}|<){{6}}{_READ}[MFX<]{_READ}{{7}}"
            rf"[A-Z0-9<]{{8,16}}{_EDGE_BEHIND}",
            0.6,
        ),
        # Reading puts blanks where a filler stands apart.
        Pattern(
            "numbers, torn",
            rf"{_EDGE_BEFORE}(?:[A-Z0-9<] ?){{9}}{_READ} ?P ?A ?K ?(?:(?:{_READ}|<) ?){{6}}"
            rf"{_READ} ?[MFX<] ?(?:{_READ} ?){{7}}(?:[A-Z0-9<] ?){{7,15}}[A-Z0-9<]{_EDGE_BEHIND}",
            0.6,
        ),
        Pattern(
            "names, torn",
            rf"{_EDGE_BEFORE}P ?< ?P ?A ?K ?[A-Z](?:[A-Z<]| (?=<)|(?<=<) (?=[A-Z]{{0,20}}<)){{15,55}}{_EDGE_BEHIND}",
            0.7,
        ),
        Pattern(
            "names, K for fillers", rf"{_EDGE_BEFORE}P[K<]PAK[A-Z<]{{20,39}}{_EDGE_BEHIND}", 0.7
        ),
        Pattern(
            "three lines",
            rf"{_EDGE_BEFORE}[IAC][A-Z0-9<][A-Z<]{{3}}[A-Z0-9<]{{23,25}}{_BREAK}{_DATES}{_BREAK}"
            rf"[A-Z]{{1,28}}<[A-Z<]{{1,28}}{_EDGE_BEHIND}",
            0.9,
        ),
        Pattern(
            "three lines as one",
            rf"{_EDGE_BEFORE}[IAC][A-Z0-9<][A-Z<]{{3}}[A-Z0-9<]{{25}}{_DATES}"
            rf"(?:[A-Z]{{1,28}}<[A-Z<]{{1,28}})?{_EDGE_BEHIND}",
            0.9,
        ),
        # Reading loses fillers at the end, and takes I for 1.
        Pattern(
            "card number",
            rf"{_EDGE_BEFORE}[IAC1][A-Z0-9<]PAK(?=[A-Z<]{{0,3}}[0-9OISB]{{5}})[A-Z0-9<]{{10,25}}{_EDGE_BEHIND}",
            0.6,
        ),
        Pattern("card dates", rf"{_EDGE_BEFORE}{_DATES}{_EDGE_BEHIND}", 0.6),
        Pattern(
            "card names",
            rf"{_EDGE_BEFORE}(?=[A-Z<]{{30}}{_EDGE_BEHIND})[A-Z]{{2,24}}<<[A-Z<]{{4,26}}",
            0.5,
        ),
        Pattern(
            "names alone",
            rf"{_EDGE_BEFORE}(?-i:[A-Z]{{3,20}}<<[A-Z]{{2,20}}(?:(?:<[A-Z]{{1,20}}){{1,5}}<{{0,30}}|<{{2,30}})){_EDGE_BEHIND}",
            0.45,
        ),
        Pattern(
            "both lines as one",
            rf"{_EDGE_BEFORE}[PVIAC][A-Z<](?:[A-Z]{{3}}|[A-Z]<<)[A-Z]{{1,36}}<[A-Z<]{{2,38}}{_LINE_2}{_EDGE_BEHIND}",
            0.9,
        ),
    )
    RAISED = frozenset(
        {"two lines", "numbers", "three lines", "three lines as one", "both lines as one"}
    )
    CONTEXT = (
        "mrz", "machine readable zone", "machine readable", "passport mrz", "mrz line", "mrz code",
        "مشین ریڈایبل",
    )  # fmt: skip
    HEADERS = ("mrz1", "mrz2", "mrzline1", "mrzline2", "mrzcode", "mrztext")

    def score(self, pattern: Pattern, value: str) -> float:
        """Give 1.0 to what its check digits prove."""
        if pattern.name in self.RAISED and is_valid(value):
            return 1.0
        return pattern.score
