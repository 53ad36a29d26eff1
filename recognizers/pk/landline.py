"""Fixed telephone number of Pakistan (فون نمبر), Pakistan Telecommunication Authority.

9 or 10 digits after the trunk prefix: 042-35761234, from abroad +92 42 35761234.

1        0, the national trunk prefix; spreadsheets lose it
2-4      area code, two digits for large areas and three for small ones; Azad Jammu and Kashmir and
         Gilgit-Baltistan have 58 and two more
then     subscriber number of 6 to 8 digits, first digit 2 to 9; 8 digits in Karachi and Lahore
         since 1 July 2009 (from 9 for government, else mostly from 3), 7 before

Not personal, and never found: UAN ([area]-111-xxx-xxx), toll-free 0800, premium 0900 and short
codes; they reach offices. Other offices' numbers can't be told from homes and are found.

There is no check digit, and a number without its area code is told from others only by a label.

Not known: a full official list of areas and lengths; where an area changed length, old data hold
both. So a listed area with another length lowers the score.

Sources: libphonenumber 9.0 (Apache-2.0), number metadata and geocoding of region PK; Number
Allocation and Administration Regulations 2011 (PTA); Wikipedia, Telephone numbers in Pakistan
(the change of 2009). The table is data/area_codes.txt.

>>> compact("+92 (42) 3576-1234")
'04235761234'
>>> format("0512345678")
'051-2345678'
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from presidio_analyzer import Pattern

from recognizers.pk.mobile import COUNTRY, GAP, START, TAIL, is_service_number
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError

if TYPE_CHECKING:
    from typing import Final

_REVERSED: Final = re.compile(r"([2-9][0-9]{5,7})[^0-9]{1,3}(0[2-9][0-9]{1,3})")
_AFTER: Final = re.compile(r"(?:\.0{1,2})?(?:[ /\\&\-]{1,3}[0-9]{1,7}){0,3}[^0-9]{0,3}")
_SIGNS: Final = re.compile(r"[^0-9+()\-._/\\&· \t]")
_REST: Final = r"(?:[ \-._·]{0,2}[0-9])"


@cache
def _areas() -> dict[str, tuple[int, ...]]:
    """Return the subscriber lengths, usual first, by area code without its 0."""
    table = files("recognizers.pk").joinpath("data/area_codes.txt").read_text("utf-8")
    rows = (line.split() for line in table.splitlines() if line and not line.startswith("#"))
    return {row[0]: tuple(int(length) for length in row[1].split(",")) for row in rows}


def _split(national: str) -> tuple[str, str] | None:
    """Return area code and subscriber of digits without a prefix, or None if no area has them."""
    for size in (2, 3):
        area, subscriber = national[:size], national[size:]
        if len(subscriber) in _areas().get(area, ()) and "2" <= subscriber[0] <= "9":
            return area, subscriber
    return None


def _national(text: str) -> str:
    """Return the digits after the prefixes, of the first number in the text.

    A number in a row with its neighbour's last digits (042-35761234/35) is the longest beginning
    that an area has. Raises ValidationError.
    """
    places = [place for place, character in enumerate(text) if "0" <= character <= "9"]
    found = "".join(text[place] for place in places)
    prefix = re.match(r"(?:0{0,2}92(?=0?[2-9][0-9]{7})(?!2[2-9][0-9]{5,6}$)(?!2$))?0?", found)
    starts = {0, 1 if found.startswith("0") else 0, prefix.end() if prefix else 0}
    for start in sorted(starts, reverse=True):
        for end in sorted((start + 8, start + 9, start + 10), reverse=True):
            if end <= len(found) and _split(found[start:end]):
                last = places[end - 1] + 1
                if not _SIGNS.search(text[:last]) and _AFTER.fullmatch(text[last:]):
                    return found[start:end]
    raise ValidationError("no area code followed by six to eight digits")


def compact(number: str) -> str:
    """Return the number as dialled from another area: 0, area code, subscriber.

    Raises ValidationError when no listed area has such a number; so does a number without its area
    code, which could be in any of them.
    """
    text = fold(number).text.replace("%20", " ").strip(" \t\r\n'\"=")
    text = re.sub(r"^[^0-9]+", "", text)
    backwards = _REVERSED.fullmatch(text)
    if backwards:
        text = backwards[2] + backwards[1]
    national = _national(text)
    if is_service_number(national):
        raise ValidationError("a service's number, not a subscriber's")
    return "0" + national


def validate(number: str) -> str:
    """Return the compact number; the same as `compact`, which can't read one without its area.

    Raises ValidationError.
    """
    return compact(number)


def is_valid(number: str) -> bool:
    """Say whether `validate` accepts the number."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number with its area code set off, 042-35761234."""
    found = compact(number)
    parts = _split(found[1:])
    if parts is None:
        raise ValidationError("no area code followed by six to eight digits")
    return f"0{parts[0]}-{parts[1]}"
