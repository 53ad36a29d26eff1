"""Places made coarser: coordinates to a grid, a CNIC to the province that its first digit names."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError

# First digit of a CNIC; 9 is not known to be issued. Source: see recognizers/pk/cnic.py.
_PROVINCES: Final = {
    "1": "Khyber Pakhtunkhwa",
    "2": "Former Tribal Areas",
    "3": "Punjab",
    "4": "Sindh",
    "5": "Balochistan",
    "6": "Islamabad",
    "7": "Gilgit-Baltistan",
    "8": "Azad Jammu and Kashmir",
}

_LONGEST: Final = 200
_MOST_DEGREES: Final = 180
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?")
_BETWEEN: Final = re.compile(r"[ ,;/|\t]{1,4}")
# Minutes and seconds, or south and west: not two plain numbers.
_NOT_PLAIN: Final = re.compile(
    r"['\"]|[0-9] ?[°d] ?[0-9]|(?<![a-z])(?:s|w|south|west)(?![a-z])|[0-9]e\+?[0-9]"
)


def province_of(number: str) -> str | None:
    """Return the province of a CNIC, None where there isn't a whole number.

    >>> province_of("35202-1234567-1")
    'Punjab'
    """
    # Here, since the recognisers load Presidio's analyser, which takes a second.
    from recognizers.pk import cnic

    try:
        return _PROVINCES.get(cnic.validate(number)[0])
    except ValidationError:
        return None


def is_province(text: str) -> bool:
    """Say whether a text is a province that `province_of` gives."""
    return text in _PROVINCES.values()


def grid(text: str, decimals: int) -> str | None:
    r"""Return one coordinate or a pair rounded to `decimals`, None where it isn't clear.

    Of two plain numbers the order and the separator stay, and a number that is coarser already
    stays as coarse; other forms give latitude,longitude. Labels around the numbers go.

    >>> grid("31.5204, 74.3587", 1), grid("lat=31.5204", 1), grid("31°31'13\"N 74°21'31\"E", 1)
    ('31.5, 74.4', '31.5', '31.5,74.4')
    """
    if len(text) > _LONGEST:
        return None
    plain = fold(text).text.casefold()
    found = list(_NUMBER.finditer(plain))
    # 31 74 may be minutes or a house and a street, and 31 31.5 minutes to 180 m.
    if len(found) == 2 and "." not in found[0][0] and _are_degrees(found) and "°" not in plain:
        return None
    if not 1 <= len(found) <= 2 or _NOT_PLAIN.search(plain) or not _are_degrees(found):
        return _grid_of_other_form(text, decimals)
    between = plain[found[0].end() : found[-1].start()]
    glue = between if _BETWEEN.fullmatch(between) else ", "
    return glue.join(_rounded(Decimal(match[0]), decimals) for match in found)


def _are_degrees(found: list[re.Match[str]]) -> bool:
    return all(abs(Decimal(match[0])) <= _MOST_DEGREES for match in found)


def _grid_of_other_form(text: str, decimals: int) -> str | None:
    """Return what the recogniser's module reads, rounded: minutes, signs, points in hexadecimal."""
    from recognizers.pk import geo_coordinates

    try:
        # A Plus Code or a geohash is no number.
        angles = [float(part) for part in geo_coordinates.validate(text).split(",")]
    except ValueError:
        return None
    return ",".join(_rounded(Decimal(f"{angle:.5f}"), decimals) for angle in angles)


def _rounded(number: Decimal, decimals: int) -> str:
    given = -int(number.as_tuple().exponent)
    kept = min(decimals, max(given, 0))
    rounded = number.quantize(Decimal(1).scaleb(-kept), ROUND_HALF_EVEN)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


def is_on_grid(text: str, decimals: int) -> bool:
    """Say whether a text is one or two numbers of at most so many decimals, and nothing else."""
    number = rf"-?[0-9]{{1,3}}(?:\.[0-9]{{1,{decimals}}})?" if decimals else r"-?[0-9]{1,3}"
    return re.fullmatch(rf"{number}(?:{_BETWEEN.pattern}{number})?", text) is not None
