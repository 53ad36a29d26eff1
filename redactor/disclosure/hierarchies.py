"""Hierarchies: what a value becomes, level by level, up to "*", which is everything.

Level 0 is the value; each level follows from the one before it, so that classes only ever merge.
A hierarchy file has a line a value, from fine to coarse, with ";" between: `Kasur;Lahore;Punjab`.
What stands in no line becomes "*" at level 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from recognizers.pk.script import fold
from redactor.errors import PolicyError
from redactor.gazetteer import places
from redactor.policy import squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

EVERYTHING: Final = "*"
Kind = Literal["date", "year", "age", "number", "place", "words"]
KINDS: Final[tuple[Kind, ...]] = ("date", "year", "age", "number", "place", "words")
# Share of the distinct values that a hierarchy must know for a column to get it unasked.
_MOSTLY: Final = 0.8
_MOST_BYTES: Final = 10_000_000
_OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A column's values at every level: `levels[n][value]`; the last level is "*" for all."""

    kind: str
    names: tuple[str, ...]
    levels: tuple[Mapping[str, str], ...]

    def outputs(self) -> frozenset[str]:
        """Return everything that a cell can become above level 0."""
        return frozenset(text for level in self.levels[1:] for text in level.values())


def build(
    values: Mapping[str, int], kind: str | None, *, header: str = "", fewest: int = 2
) -> Hierarchy:
    """Return the hierarchy of a column, of a kind, of a file, or (None) of the kind that fits.

    `values` maps each value to the number of persons who have it; `fewest` is how many a word
    needs not to become "other". Raises PolicyError for a file that is no hierarchy.
    """
    if kind is None:
        kind = fitting(values, header)
    if kind not in KINDS:
        return _of_file(values, Path(kind))
    names, coarser = _LEVELS[kind]
    texts = [text for text in values if text.strip()]
    if kind == "number":
        names, coarser = _number_levels(texts)
    if kind == "words":
        common = {text for text, persons in values.items() if persons >= fewest}
        names = ("value", "common values")
        coarser = (_same, lambda text: text if text in common else _OTHER)
    levels: list[dict[str, str]] = []
    for place, level in enumerate(coarser):
        levels.append({v: _at(v, level, is_lowest=place == 0) for v in values})
    levels.append(dict.fromkeys(values, EVERYTHING))
    return Hierarchy(kind, (*names, "all"), tuple(levels))


def _at(value: str, level: Callable[[str], str | None], *, is_lowest: bool) -> str:
    if not value.strip():
        return ""
    found = level(value)
    if found is None:
        return value if is_lowest else EVERYTHING
    return found


def fitting(values: Iterable[str], header: str = "") -> Kind:
    """Return the kind of hierarchy that a column's values fit, `words` if none."""
    texts = [text for text in values if text.strip()][:10_000]
    if not texts:
        return "words"
    heads_age = squash(header) in {"age", "umar", "عمر", "ageyears", "ageinyears"}
    tests: tuple[tuple[Kind, Callable[[str], object]], ...] = (
        ("year", years_of),
        ("date", day_of),
        ("place", lambda text: places().get(squash(text))),
        ("age" if heads_age else "number", number_of),
    )
    for kind, test in tests:
        if sum(test(text) is not None for text in texts) >= _MOSTLY * len(texts):
            return kind
    return "words"


def _same(text: str) -> str | None:
    return text


# -- dates ---------------------------------------------------------------------------------------

_ISO: Final = re.compile(r"([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([12][0-9]{3})(?![0-9])")
_NAMED: Final = re.compile(r"([0-9]{1,2})[-/. ]([a-z]{3})[a-z]*[-/., ]+([12][0-9]{3}|[0-9]{2})\b")
_MONTH: Final = re.compile(r"([12][0-9]{3})-([01][0-9])")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
# A year of two digits below this is of this century.
_PIVOT: Final = 40
_YEAR: Final = re.compile(r"1[89][0-9]{2}|20[0-9]{2}")
_BAND: Final = re.compile(r"((?:1[89]|20)[0-9]{2})-((?:1[89]|20)[0-9]{2})")


def day_of(text: str) -> date | None:
    """Return the day of a written date or timestamp, day before month; None if it isn't one.

    >>> day_of("2005-04-09 13:00"), day_of("26.12.2015"), day_of("01-JAN-13")
    (datetime.date(2005, 4, 9), datetime.date(2015, 12, 26), datetime.date(2013, 1, 1))
    """
    plain = fold(text).text.strip().lower()
    if found := _ISO.match(plain):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.match(plain):
        day, month, year = map(int, found.groups())
        if month > 12 >= day:
            day, month = month, day
    elif (found := _NAMED.match(plain)) and found[2] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2]) + 1, int(found[3])
        if year < 100:
            year += 2000 if year < _PIVOT else 1900
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def years_of(text: str) -> tuple[int, int] | None:
    """Return the first and last year of a year or a band of years that stands alone, else None.

    >>> years_of("1984"), years_of("1980-1984"), years_of("12")
    ((1984, 1984), (1980, 1984), None)
    """
    plain = fold(text).text.strip()
    if _YEAR.fullmatch(plain):
        return int(plain), int(plain)
    found = _BAND.fullmatch(plain)
    return (int(found[1]), int(found[2])) if found else None


def is_band_of_years(text: str) -> bool:
    """Say whether a text is a band that a hierarchy of dates or years gives.

    >>> is_band_of_years("1980-1989"), is_band_of_years("1981-1990"), is_band_of_years("1981")
    (True, False, False)
    """
    years = years_of(text)
    return years is not None and any(text == _band(years[0], width) for width in (5, 10, 20))


def _day(text: str) -> str | None:
    found = day_of(text)
    return found.isoformat() if found else None


def _month(text: str) -> str | None:
    found = day_of(text)
    return f"{found.year}-{found.month:02}" if found else _years_as_they_are(text)


def _year(text: str) -> str | None:
    found = day_of(text)
    return str(found.year) if found else _years_as_they_are(text)


def _years_as_they_are(text: str) -> str | None:
    return text if years_of(text) else None


def _years(width: int) -> Callable[[str], str | None]:
    def band(text: str) -> str | None:
        found = day_of(text)
        years = (found.year, found.year) if found else years_of(text)
        if years is None:
            return None
        # A band that lies across two of these is as coarse already.
        return _band(years[0], width) if years[0] // width == years[1] // width else text

    return band


# -- numbers -------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(
    r"(?:rs\.?|pkr)? ?(-?[0-9]{1,3}(?:,[0-9]{2,3})+|-?[0-9]{1,15})(?:\.[0-9]+)?(?:/-)?"
)
_AGE: Final = re.compile(r"([0-9]{1,3}) ?(?:y|yr|yrs|years?|سال)?")
_OLDEST: Final = 90


def number_of(text: str) -> int | None:
    """Return the whole part of an amount or count, None for anything else."""
    found = _NUMBER.fullmatch(fold(text).text.strip().lower())
    return int(found[1].replace(",", "")) if found else None


def _band(number: int, width: int) -> str:
    first = number - number % width
    return f"{first}-{first + width - 1}"


def _ages(width: int) -> Callable[[str], str | None]:
    def band(text: str) -> str | None:
        found = _AGE.match(fold(text).text.strip().lower())
        if found is None:
            return None
        age = int(found[1])
        return f"{_OLDEST}+" if age >= _OLDEST else _band(age, width)

    return band


def _bands(width: int) -> Callable[[str], str | None]:
    def band(text: str) -> str | None:
        number = number_of(text)
        return _band(number, width) if number is not None else None

    return band


def _number_levels(
    texts: Sequence[str],
) -> tuple[tuple[str, ...], tuple[Callable[[str], str | None], ...]]:
    """Return bands of 10, 100, 1000 … that part these numbers into two or more."""
    numbers = [n for text in texts if (n := number_of(text)) is not None]
    names: list[str] = ["value"]
    levels: list[Callable[[str], str | None]] = [_same]
    spread = max(numbers) - min(numbers) if numbers else 0
    width = 10
    while width < spread and len(levels) < 8:
        # Finer bands than a thousand in all are of no use.
        if spread / width <= 1000:
            names.append(f"bands of {width}")
            levels.append(_bands(width))
        width *= 10
    return tuple(names), tuple(levels)


# -- places --------------------------------------------------------------------------------------


def _part_of_place(part: int) -> Callable[[str], str | None]:
    def place(text: str) -> str | None:
        found = places().get(squash(text))
        return found[part] if found is not None else None

    return place


_LEVELS: Final[dict[str, tuple[tuple[str, ...], tuple[Callable[[str], str | None], ...]]]] = {
    # The time of day goes at once: no release tells when in a day something was.
    "date": (
        ("day", "month", "year", "5 years", "10 years", "20 years"),
        (_day, _month, _year, _years(5), _years(10), _years(20)),
    ),
    "year": (
        ("year", "5 years", "10 years", "20 years"),
        (_same, _years(5), _years(10), _years(20)),
    ),
    "age": (
        ("age", "5 years", "10 years", "20 years"),
        (_same, _ages(5), _ages(10), _ages(20)),
    ),
    "number": ((), ()),
    "place": (
        ("place", "district", "division", "province"),
        (_same, _part_of_place(0), _part_of_place(1), _part_of_place(2)),
    ),
    "words": ((), ()),
}


# -- files ---------------------------------------------------------------------------------------


def _of_file(values: Mapping[str, int], path: Path) -> Hierarchy:
    lines = _lines(path)
    depth = len(next(iter(lines.values()), ()))
    levels: list[dict[str, str]] = [{v: v.strip() for v in values}]
    for level in range(1, depth):
        levels.append({
            v: lines[squash(v)][level] if squash(v) in lines else (EVERYTHING if v.strip() else "")
            for v in values
        })  # fmt: skip
    levels.append(dict.fromkeys(values, EVERYTHING))
    names = ("value", *(f"column {n} of the file" for n in range(2, depth + 1)), "all")
    return Hierarchy("file", names, tuple(levels))


def _lines(path: Path) -> dict[str, tuple[str, ...]]:
    """Return a hierarchy file's lines by their first cell. Raises PolicyError."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PolicyError(f"hierarchy {path.name}: longer than 10 MB, so not a hierarchy")
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise PolicyError(
            f"hierarchy {path.name}: can't be read ({error.strerror}); kinds are {', '.join(KINDS)}"
        ) from None
    found: dict[str, tuple[str, ...]] = {}
    parents: dict[tuple[int, str], str] = {}
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        cells = tuple(cell.strip() for cell in line.split(";"))
        if not line.strip() or line.startswith("#"):
            continue
        depth = depth or len(cells)
        if len(cells) != depth or depth < 2:
            raise PolicyError(
                f"hierarchy {path.name}, line {number}: {len(cells)} cells, the first has {depth}; "
                "a line is value;coarser;coarsest"
            )
        for level in range(depth - 1):
            parent = parents.setdefault((level, cells[level]), cells[level + 1])
            if parent != cells[level + 1]:
                raise PolicyError(
                    f"hierarchy {path.name}, line {number}: cell {level + 1} became another value "
                    "in an earlier line; each value has one above it"
                )
        found[squash(cells[0])] = cells
    if not found:
        raise PolicyError(f"hierarchy {path.name}: holds no line such as Kasur;Lahore;Punjab")
    return found
