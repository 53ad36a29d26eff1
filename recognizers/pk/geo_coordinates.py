r"""Coordinates: where someone lives, was picked up, or stood under a cell tower.

latitude    Pakistan 23.5 to 37.1 north, longitude 60.8 to 77.9 east (WGS 84)
decimals    1: 11 km, 2: 1.1 km, 3: 110 m, 4: one house (11 m)

Written as decimal degrees in either order (31.5204,74.3587; GeoJSON and WKT put longitude first),
joined with a bar as in call records (31.5204|74.3587|120, the last the antenna's azimuth), in
degrees, minutes and seconds (31°32'59"N 74°20'37"E), in map links (@31.52,74.35), as a Plus Code
(8J3P...), as a geohash or PostGIS point, and in a column of its own for each of the two.

A pair inside Pakistan with three decimals is found without context; with two, or outside
Pakistan, it needs context. A single number counts only behind its label or in its column, with
two decimals or more: one decimal is what coarsened data holds.

Not found: UTM and MGRS, what3words, encoded polylines; places by name are addresses.

Not known: how precise a position was when it was taken; the datum of older maps.

Sources: extent of Pakistan with Azad Jammu and Kashmir and Gilgit-Baltistan as in CIA World
Factbook and GeoNames, rounded outwards; RFC 7946 (GeoJSON); RFC 5870 (geo:); OGC 06-103r4 (WKT,
WKB); Open Location Code specification 1.0 (Google, Apache-2.0); ISO 6709.

>>> compact("۳۱٫۵۲۰۴, ۷۴٫۳۵۸۷")
'31.52040,74.35870'
>>> compact("74.3587 31.5204")
'31.52040,74.35870'
>>> compact("31°31'13.4\"N 74°21'31.3\"E")
'31.52039,74.35869'
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

# Degrees, rounded outwards.
LATITUDES: Final = (23.5, 37.1)
LONGITUDES: Final = (60.8, 77.9)

_LAT: Final = r"(?:2[3-9]|3[0-7])\.[0-9]"
_LON: Final = r"(?:6[0-9]|7[0-7])\.[0-9]"
_FREE: Final = r"(?<![0-9])(?<![0-9][.,])"
_END: Final = r"(?![0-9])(?!\.[0-9])"
_BETWEEN: Final = r"[ \t,|;/&:\r\n\"'()\[\]]{1,6}"
_DEGREES: Final = r"(?: ?[°o])?"
_NORTH: Final = rf"{_DEGREES}(?: ?n)?"
_EAST: Final = rf"{_DEGREES}(?: ?e)?"
_ANY_DECIMAL: Final = r"-?[0-9]{1,3}\.[0-9]"
_LATITUDE_WORD: Final = r"(?:latitude|lat|عرض بلد|عرض البلد)"
_LONGITUDE_WORD: Final = r"(?:longitude|long|lng|lon|طول بلد|طول البلد)"
_ANGLE: Final = (
    r"[0-9]{1,3}(?:\.[0-9]{2,15}|(?: ?[°o*d] ?|[ \-])[0-9]{1,2}(?:\.[0-9]{1,8})?"
    r"(?:(?: ?['m] ?|[ \-])(?:[0-9]{1,2}(?:\.[0-9]{1,6})?)?)?) ?(?:\"|''|'|s|m|°|o)?"
)
_MARKED: Final = (
    r"[0-9]{1,3} ?[°o*] ?[0-9]{1,2}(?:\.[0-9]{1,8})? ?' ?"
    r"(?:[0-9]{1,2}(?:\.[0-9]{1,6})? ?(?:\"|'')?)?"
)
_GAP: Final = r"[ \t,;|/\n\r]{0,4}"
# Open Location Code: twenty letters; Pakistan's full codes begin with 7J or 8J.
_PLUS: Final = "23456789CFGHJMPQRVWX"
_WKB_POINT: Final = re.compile(r"0101000000([0-9a-f]{32})|0101000020[0-9a-f]{8}([0-9a-f]{32})")

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SECOND_LABEL: Final = re.compile(r"[0-9][^0-9]*?(?:(lat|عرض)|lon|lng|طول)")
_DECIMALS: Final = re.compile(r"\.([0-9]+)")


def compact(text: str) -> str:
    """Return latitude,longitude in degrees with five decimals (one metre), or one of the two.

    A Plus Code is returned in upper case, a geohash in lower case. Raises ValidationError when
    the text holds neither one nor two angles.
    """
    folded = fold(text).text.strip(" \t\r\n'\"=,;").lower().replace("%2c", ",")
    code = re.fullmatch(rf"[{_PLUS.lower()}]{{4,8}}\+[{_PLUS.lower()}]{{2,3}}", folded)
    if code:
        return folded.upper()
    if re.fullmatch(r"t[0-9b-hjkmnp-z]{4,11}", folded):
        return folded
    angles = _point(folded) or _angles(folded)
    if not angles:
        raise ValidationError("neither one nor two angles")
    if len(angles) == 2 and _is_longitude_first(folded, angles):
        angles.reverse()
    return ",".join(f"{angle:.5f}" for angle in angles)


def _point(folded: str) -> list[float]:
    """Return longitude and latitude of a PostGIS point in hexadecimal, or nothing."""
    point = _WKB_POINT.fullmatch(folded)
    if not point:
        return []
    first, second = struct.unpack("<dd", bytes.fromhex(point[1] or point[2]))
    return [second, first]


def _angles(folded: str) -> list[float]:
    """Return the angles of a text in degrees, or nothing when they can't be told apart."""
    scientific = re.fullmatch(r"-?[0-9]\.[0-9]{1,15}e\+?0?[12]", folded)
    if scientific:
        return [float(folded)]
    folded = re.sub(r"^(-?[0-9]{1,3}),([0-9]{2,15})$", r"\1.\2", folded)
    scaled = re.fullmatch(r"([2367][0-9])([0-9]{5,7})(?:\.0)?", folded)
    if scaled:
        return [float(f"{scaled[1]}.{scaled[2]}")]
    # A dash between digits divides them, a dash before digits is a sign.
    found = _NUMBER.findall(re.sub(r"(?<=[0-9])-(?=[0-9])", " ", folded.replace("!4d", " ")))
    numbers = [float(number) for number in found]
    if not numbers:
        return []
    if "." in found[0] or len(numbers) == 1:
        degrees = numbers if len(numbers) <= 2 else []
    elif len(numbers) in {2, 3}:
        degrees = [_from_parts(numbers)]
    elif len(numbers) in {4, 6}:
        half = len(numbers) // 2
        degrees = [_from_parts(numbers[:half]), _from_parts(numbers[half:])]
    else:
        degrees = []
    return _with_signs(folded, degrees)


def _from_parts(parts: list[float]) -> float:
    """Return degrees from degrees, minutes and perhaps seconds."""
    return sum(part / 60**place for place, part in enumerate(parts))


def _with_signs(folded: str, degrees: list[float]) -> list[float]:
    """Return the angles with south and west below zero; "s" may be seconds."""
    if "d" in folded or not degrees:
        return degrees
    south = re.search(r"[0-9'\" °]s(?![a-z])|(?<![a-z])s ?[0-9]", folded) and "n" not in folded
    west = re.search(r"[0-9'\" °]w(?![a-z])|(?<![a-z])w ?[0-9]", folded)
    if len(degrees) == 1:
        return [-abs(degrees[0])] if south or west else degrees
    first, last = (west, south) if _is_longitude_first(folded, degrees) else (south, west)
    return [
        -abs(degrees[0]) if first else degrees[0],
        -abs(degrees[1]) if last else degrees[1],
    ]


def _is_longitude_first(folded: str, angles: list[float]) -> bool:
    """Say whether the first of two angles is the longitude, by label, letter or size."""
    if _WKB_POINT.fullmatch(folded):
        return False
    label = _SECOND_LABEL.search(folded)
    if label:
        return bool(label[1])
    letters = re.findall(r"(?<![a-z])[nsew](?![a-z])", folded)
    if "n" in letters or "d" in folded:
        letters = [letter for letter in letters if letter != "s"]
    if letters:
        return letters[0] in "ew"
    if abs(angles[0]) > 90:
        return True
    return _is_inside(angles[1], LATITUDES) and _is_inside(angles[0], LONGITUDES)


def _is_inside(angle: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= angle <= limits[1]


def is_in_pakistan(text: str) -> bool:
    """Say whether both coordinates lie in the box around Pakistan; a code is not looked into."""
    try:
        angles = [float(part) for part in compact(text).split(",")]
    except ValueError:
        return False
    return (
        len(angles) == 2 and _is_inside(angles[0], LATITUDES) and _is_inside(angles[1], LONGITUDES)
    )


def validate(text: str) -> str:
    """Return the compact coordinates if they lie on the globe.

    Raises ValidationError otherwise.
    """
    found = compact(text)
    try:
        angles = [float(part) for part in found.split(",")]
    except ValueError:
        return found
    limits = (90.0, 180.0) if len(angles) == 2 else (180.0,)
    if not all(abs(angle) <= limit for angle, limit in zip(angles, limits, strict=True)):
        raise ValidationError("latitude goes to 90 degrees, longitude to 180")
    return found


is_valid = accepted_by(validate)


def format(text: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the coordinates as maps take them: latitude, longitude."""
    return compact(text).replace(",", ", ")


class PkGeoCoordinatesRecognizer(PkRecognizer):
    """Finds coordinates in decimal and sexagesimal form, map links, codes and columns."""

    NAME_EN = "Coordinates of a place"
    NAME_UR = "جغرافیائی مقام (طول و عرض بلد)"
    ISSUER = "Nobody issues it; phones, towers and maps"
    PROOF = ("structure", "context")
    ENTITY = "GEO_COORDINATES"
    PATTERNS = (
        Pattern(
            "latitude, longitude",
            rf"{_FREE}{_LAT}{{3,20}}{_NORTH}{_BETWEEN}{_LON}{{3,20}}{_EAST}{_END}",
            0.6,
        ),
        Pattern(
            "longitude, latitude",
            rf"{_FREE}{_LON}{{3,20}}{_EAST}{_BETWEEN}{_LAT}{{3,20}}{_NORTH}{_END}",
            0.5,
        ),
        Pattern(
            "coarse pair",
            rf"{_FREE}(?:{_LAT}{{2,20}}{_NORTH}{_BETWEEN}{_LON}{{2,20}}|{_LON}{{2,20}}{_EAST}{_BETWEEN}{_LAT}{{2,20}}){_END}",
            0.2,
        ),
        Pattern(
            "pair anywhere",
            rf"{_FREE}{_ANY_DECIMAL}{{4,20}}{_BETWEEN}{_ANY_DECIMAL}{{4,20}}{_END}",
            0.2,
        ),
        Pattern(
            "labelled pair",
            rf"{_FREE}(?:{_ANY_DECIMAL}{{2,20}}[^0-9]{{0,30}}{_LONGITUDE_WORD}[^0-9\-]{{0,20}}{_ANY_DECIMAL}{{2,20}}"
            rf"|{_ANY_DECIMAL}{{2,20}}[^0-9]{{0,30}}{_LATITUDE_WORD}[^0-9\-]{{0,20}}{_ANY_DECIMAL}{{2,20}}){_END}",
            0.7,
        ),
        Pattern(
            "labelled single",
            rf"(?<![a-z])(?:{_LATITUDE_WORD}|{_LONGITUDE_WORD})[\"'\]]{{0,2}}[ \t:=]{{1,4}}[\"']?"
            rf"(?P<value>{_ANY_DECIMAL}{{2,20}}){_END}",
            0.6,
        ),
        Pattern("hemispheres behind", rf"{_FREE}{_ANGLE} ?[ns]{_GAP}{_ANGLE} ?[ew](?![a-z])", 0.6),
        Pattern(
            "hemispheres behind, longitude first",
            rf"{_FREE}{_ANGLE} ?[ew]{_GAP}{_ANGLE} ?[ns](?![a-z])",
            0.6,
        ),
        Pattern(
            "hemispheres before", rf"(?<![a-z])[ns] ?{_ANGLE}{_GAP}[ew] ?{_ANGLE}(?![0-9])", 0.6
        ),
        Pattern("degrees and minutes", rf"{_FREE}{_MARKED}{_GAP}{_MARKED}(?![0-9])", 0.6),
        Pattern("one angle", rf"{_FREE}{_MARKED} ?[nsew](?![a-z])", 0.3),
        Pattern(
            "map link",
            r"(?:@|[?&](?:q|ll|sll|center|destination|origin|daddr|saddr|query|viewpoint|cbll|markers)="
            r"(?:loc:)?|geo:|/(?:place|search|dir)/)"
            rf"(?P<value>{_ANY_DECIMAL}{{2,20}}(?:,|%2C)[ +]?{_ANY_DECIMAL}{{2,20}}){_END}",
            0.7,
        ),
        Pattern(
            "map place",
            rf"!3d(?P<value>{_ANY_DECIMAL}{{2,20}}!4d{_ANY_DECIMAL}{{2,20}}){_END}",
            0.7,
        ),
        Pattern(
            "Plus Code", rf"(?<![a-z0-9])[78]J[{_PLUS}]{{6}}\+[{_PLUS}]{{2,3}}(?![a-z0-9])", 0.7
        ),
        Pattern(
            "short Plus Code", rf"(?<![a-z0-9+])[{_PLUS}]{{4}}\+[{_PLUS}]{{2,3}}(?![a-z0-9+])", 0.5
        ),
        Pattern(
            "PostGIS point",
            r"(?<![0-9a-f])0101000(?:000|020[0-9a-f]{8})[0-9a-f]{32}(?![0-9a-f])",
            0.9,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("degrees", rf"{_FREE}-?[0-9]{{1,3}}[.,][0-9]{{2,20}}{_END}", 0.6),
        Pattern(
            "degrees without point",
            r"(?<![0-9.])(?:2[3-9]|3[0-7]|6[0-9]|7[0-7])[0-9]{5,7}(?:\.0)?(?![0-9])",
            0.5,
        ),
        Pattern("scientific", r"(?<![0-9.])-?[0-9]\.[0-9]{2,15}e\+?0?1(?![0-9])", 0.5),
        Pattern("geohash", r"(?<![a-z0-9])t[0-9b-hjkmnp-z]{4,11}(?![a-z0-9])", 0.5),
    )
    CONTEXT = (
        "lat", "latitude", "lon", "lng", "longitude", "lat long", "lat lon", "lat lng", "latlong",
        "latlon", "latlng", "long lat", "gps", "coordinates", "coordinate", "coords",
        "geo location", "geolocation", "geohash", "location", "live location", "pin location",
        "google maps", "google map", "plus code", "pickup location", "drop location",
        "لوکیشن", "مقام", "عرض بلد", "طول بلد", "جی پی ایس", "کوآرڈینیٹس", "گوگل میپ",
    )  # fmt: skip
    HEADERS = (
        "long", "xcoord", "ycoord", "coordx", "coordy", "sitelong", "celllong",
        "homelong", "pickuplong", "dropofflong", "longi", "latt", "lati", "geom", "geometry",
        "geopoint", "thegeom", "wkt", "the geom", "pluscode", "latlong", "gpslocation",
    )  # fmt: skip
    NOT_HEADERS = (
        "time", "date", "datetime", "timestamp", "id", "no", "number", "name", "status", "type",
        "code", "count", "accuracy", "speed", "fare", "price", "amount", "phone", "contact",
        "address", "city", "district", "remarks",
    )  # fmt: skip

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop what is off the globe; weak shapes, with few decimals or signs, wait for context."""
        if pattern.name == "PostGIS point":
            return pattern.score
        if pattern.name in {"short Plus Code", "geohash"}:
            wanted = str.isalpha if pattern.name == "short Plus Code" else str.isdigit
            return pattern.score if any(map(wanted, value[1:])) else 0.0
        if pattern.name in _DECIMAL:
            numbers = [float(number) for number in _NUMBER.findall(value)]
            return _score_decimals(pattern, value, numbers)
        if pattern.name == "one angle":
            parts = [float(number) for number in _NUMBER.findall(value)]
            return pattern.score if _from_parts(parts) <= 180 else 0.0
        if pattern.name == "degrees":
            return pattern.score if abs(float(value.replace(",", "."))) <= 180 else 0.0
        try:
            validate(value)
        except ValidationError:
            return 0.0
        return pattern.score


# Patterns that hold one or two decimal numbers and nothing to work out.
_DECIMAL: Final = frozenset(
    {"latitude, longitude", "longitude, latitude", "coarse pair", "pair anywhere", "map place",
     "labelled single"}
)  # fmt: skip


def _score_decimals(pattern: Pattern, value: str, numbers: list[float]) -> float:
    """Grade one or two angles in degrees by their size and their decimals."""
    if pattern.name == "map place":
        numbers = [numbers[0], numbers[2]]  # the second is the 4 of "!4d"
    sizes = sorted(map(abs, numbers))
    if sizes[0] > (90.0 if len(sizes) == 2 else 180.0) or sizes[-1] > 180.0:
        return 0.0
    decimals = min(map(len, _DECIMALS.findall(value)))
    if pattern.name == "labelled single":
        is_here = _is_inside(numbers[0], LATITUDES) or _is_inside(numbers[0], LONGITUDES)
        return pattern.score if decimals >= 4 or (is_here and decimals == 3) else 0.2
    if pattern.name in {"latitude, longitude", "longitude, latitude"}:
        first, second = numbers if pattern.name[1] == "a" else reversed(numbers)
        if not (_is_inside(first, LATITUDES) and _is_inside(second, LONGITUDES)):
            return 0.2
        return 0.3 if decimals == 3 and not re.search("[,|;°]", value) else pattern.score
    return pattern.score
