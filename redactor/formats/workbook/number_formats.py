"""Number formats: what a number looks like, and which formats are safe to carry over.

A number is searched as the digits that its reader sees: 3520212345671.0 as 3520212345671, and
under the format 00000-0000000-0 as 35202-1234567-1. A date is searched as YYYY-MM-DD.

A format can itself show text ("Ali Khan" for every number), so only formats of placeholders, marks
and very short words are carried over; others are left out and counted.

Source: ECMA-376 part 1, 18.8.30 (built-in formats) and 18.8.31 (format codes).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

GENERAL = "General"
# Built-in formats by number, as far as they are numbers to us; 27-36 and 50-58 are dates of East
# Asian locales.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mmss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_SAFE = re.compile(
    r"""(?:[0#?.,%@/:;() +\-$€£¥₨]|E[+\-]|[dmyhs]+|AM/PM|General"""
    r"""|\[\$[^\]0-9]{0,4}(?:-[0-9A-F]{1,8})?\]|\[(?:h+|m+|s+)\]"""
    r"""|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow)\]|\[[<>=]{1,2}-?[0-9]{1,4}\]"""
    r"""|"[^"0-9]{0,4}"|[\\_*][^0-9A-Za-z])*""",
    re.IGNORECASE | re.VERBOSE,
)
# In a format of these alone, each digit of the number takes a placeholder from the right.
_PLACEHOLDERS = re.compile(r"[0#?]")
_ONLY_DIGITS = re.compile(r'(?:[0#?\- /()+:]|"[^"0-9]*"|\\[^0-9])*')
_WHOLE = re.compile(r"-?[0-9]+")
# Powers of ten up to which a number is written out in digits.
_WRITTEN_OUT = 40
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - Excel has none
# Excel counts a 29 February 1900 that never was; from here on its count is right.
_FIRST_RIGHT_DAY = 61
_LAST_DAY = 2_958_466


@lru_cache(maxsize=4096)
def is_safe(code: str) -> bool:
    """Say whether a format code can't show a text of its own.

    >>> is_safe('[$-409]d-mmm-yy'), is_safe('"35202-1234567-1"')
    (True, False)
    """
    return len(code) < 128 and _SAFE.fullmatch(code) is not None


@lru_cache(maxsize=4096)
def is_date(code: str) -> bool:
    """Say whether a format code shows a number as a date or a time.

    >>> is_date("d-mmm-yy"), is_date("[Red]0.00"), is_date("[h]:mm")
    (True, False, True)
    """
    first = _LITERAL.sub("", code).partition(";")[0]
    return first.lower() != "general" and _DATE_LETTERS.search(first) is not None


def shown(raw: str, code: str = GENERAL, *, is_1904: bool = False) -> str:
    """Return the text that a stored number is searched as.

    >>> shown("3520212345671.0"), shown("3.52021E+12"), shown("3520212345671", "00000-0000000-0")
    ('3520212345671', '3520210000000', '35202-1234567-1')
    >>> shown("41275", "d-mmm-yy"), shown("3001234567", "00000000000"), shown("0.1")
    ('2013-01-01', '03001234567', '0.1')
    """
    plain = _plain(raw)
    if code == GENERAL:
        return plain
    if is_date(code):
        return _date(plain, is_1904=is_1904) or plain
    first = code.partition(";")[0]
    if plain.isdecimal() and _ONLY_DIGITS.fullmatch(first):
        return _placed(plain, first)
    return plain


def _plain(raw: str) -> str:
    """Return a number without exponent and without a fraction of zeros."""
    if _WHOLE.fullmatch(raw):
        return raw
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > _WRITTEN_OUT:
        return raw
    if len(number.as_tuple().digits) > 15 and number != number.to_integral_value():
        # What the file holds is a binary number; this is its shortest name.
        number = Decimal(repr(float(number)))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(plain: str, *, is_1904: bool) -> str | None:
    try:
        days = float(plain)
    except ValueError:
        return None
    if not 0 <= days < _LAST_DAY:
        return None
    seconds = round(days % 1 * 86400)
    if int(days) == 0:
        time = timedelta(seconds=seconds)
        return f"{time!s:0>8}" if seconds < 86400 else None
    epoch = _EPOCH_1904 if is_1904 else _EPOCH
    if not is_1904 and days < _FIRST_RIGHT_DAY:
        days += 1
    moment = epoch + timedelta(days=int(days), seconds=seconds)
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d")


@lru_cache(maxsize=4096)
def _pieces(code: str) -> tuple[str, ...]:
    """Cut a format of placeholders and marks: each placeholder alone, each mark as it shows."""
    pieces = []
    position = 0
    while position < len(code):
        if code[position] == '"':
            stop = code.index('"', position + 1)
            pieces.append(code[position + 1 : stop] or "")
            position = stop + 1
        elif code[position] == "\\":
            pieces.append(code[position + 1])
            position += 2
        else:
            pieces.append(code[position])
            position += 1
    return tuple(pieces)


def _placed(plain: str, code: str) -> str:
    pieces = _pieces(code)
    places = sum(1 for piece in pieces if _PLACEHOLDERS.fullmatch(piece))
    if places <= 1:
        # None: the format hides the number or shows a text in its place. It is there all the same.
        return plain
    digits = list(plain)
    shown_from_right: list[str] = []
    for piece in reversed(pieces):
        if not _PLACEHOLDERS.fullmatch(piece):
            shown_from_right.append(piece)
            continue
        places -= 1
        if digits:
            # The first placeholder takes all digits that are left.
            shown_from_right.append(digits.pop() if places else "".join(digits))
            if not places:
                digits = []
        elif piece == "0":
            shown_from_right.append("0")
        elif piece == "?":
            shown_from_right.append(" ")
    return "".join(reversed(shown_from_right))
