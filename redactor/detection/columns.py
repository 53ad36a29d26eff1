"""What a column's header and cells together say about each of its cells.

A profile is made once, from the header and the first rows, before any cell is decided; it only
ever adds findings, so it can't declare a cell clean, and the reader's batch size can't change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from recognizers.pk import date_of_birth
from recognizers.pk.script import fold
from redactor.batch import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.detection.fixed_width import Fixed

# Share of a sample's filled cells that are wholly one entity, from which on the column is of it.
MOSTLY = 0.6
SAMPLE_ROWS = 2_000
# In a column of an identifier, digits that nothing claimed: from so many on the cell goes.
UNCLAIMED_DIGITS = 5

_NOTHING = frozenset(
    {"", "na", "nan", "null", "nil", "none", "unknown", "notavailable", "notprovided", "nodata"}
)
# A letter that folding leaves a letter (Rust syntax).
_URDU_LETTER = r"[\x{0621}-\x{063A}\x{0641}-\x{064A}\x{0671}-\x{06D3}]"
# Share of a sample's filled cells that are dates, from which on a header's number is none.
_NEARLY_ALL = 0.9
_DATE = re.compile(
    r"(?:[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/., ]{1,2}[12][0-9]{3})"
    r"(?:[T ,]{1,2}[0-9]{1,2}:[0-9]{2}[0-9:.APMapmZ+ ]{0,16})?"
)
# The only full date of a line that also holds an identity card's number, and no time behind it.
_DAY_IN_LINE = re.compile(
    r"(?<![0-9/.\-])(?:[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/. ][12][0-9]{3}"
    r"|[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?![0-9/\-]|[.,:][0-9]|[T ]{1,2}[0-9]{1,2}:)"
)
_CARD_IN_LINE = re.compile(r"(?<![0-9])[0-9]{5}[ \-]?[0-9]{7}[ \-]?[0-9](?![0-9])")
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}H?")
# A clock that shows more than midnight: the time of something that happened.
_CLOCK = re.compile(r"(?!0?0:00)[0-2]?[0-9]:[0-5][0-9]")
# Of grown-ups' dates of birth half lie before this year, and they spread over so many (between the
# tenth and the ninetieth of a hundred). Dates of business lie closer together, and later.
_MIDDLE_OF_BIRTHS = 2000
_SPREAD_OF_BIRTHS = 12
_FEWEST_DATES = 8
# An amount of money: with a decimal part, or thousands apart.
_AMOUNT = re.compile(
    r"(?:rs\.? ?|pkr ?)?-?(?:[0-9]{1,3}(?:,[0-9]{2,3})+|[0-9]{1,12})(?:\.[0-9]{1,4})?(?: ?/[-=])?",
    re.IGNORECASE,
)
_HAS_PARTS = re.compile(r"\.[0-9]{0,3}[1-9]")
_NOT_TEXT = re.compile(r"[\W_]+")
# The same for ASCII: what is no letter or digit may stand anywhere.
_GAP = "[^a-z0-9]*"
_IS_NOTHING = rf"(?i)\A{_GAP}(?:{'|'.join(map(_GAP.join, sorted(_NOTHING)))}){_GAP}\z"


Company: TypeAlias = tuple[str, int, int]
"""An entity, and how many letters its solid numbers here begin with and how long they are."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What is known of a column before its cells are decided.

    name      header as in the source, None without one.
    context   headers and phrases that support recognisers in every cell.
    prior     entity that the column is of, None if not clear.
    whole     in this column every filled cell is one, whatever it holds.
    also      further entities that the header names ("tel no": mobile and landline).
    strict    the cells have no column of their own (a ragged row's overflow): weak shapes count.
    by_chance (entity, digits) of solid numbers that fit the entity by chance (see `chance`).
    heads     the cells are what columns are called.
    company   what solid numbers are because most of their shape are: see `Company`.
    births    in lines (or cells) with an identity card and one date these dates are births.
    fixed     of the lines of a text: the columns that stand at the same places in each of them.
    """

    name: str | None = None
    context: tuple[str, ...] = ()
    prior: str | None = None
    whole: bool = False
    strict: bool = False
    also: tuple[str, ...] = ()
    by_chance: frozenset[tuple[str, int]] = frozenset()
    heads: bool = False
    company: tuple[Company, ...] = ()
    births: bool = False
    fixed: Fixed | None = None


def is_nothing(cell: str) -> bool:
    """Say whether a cell is blank or a word for a missing value.

    >>> is_nothing(" N/A "), is_nothing("Nil Gul")
    (True, False)
    """
    return _NOT_TEXT.sub("", fold(cell).text.lower()) in _NOTHING


def are_nothing(cells: pl.Series) -> pl.Series:
    """Say of each cell whether it is blank or a word for a missing value, as `is_nothing`."""
    # Characters that are removed or turned into letters when folded make other cells doubtful.
    is_sure = cells.str.contains(r"\A[\t\n\r\x20-\x7e]*\z")
    answer = cells.str.contains(_IS_NOTHING)
    doubtful = (~is_sure & ~cells.str.contains(_URDU_LETTER)).arg_true()
    if not len(doubtful):
        return answer & is_sure
    exact = [is_nothing(cell) for cell in cells.gather(doubtful).to_list()]
    return (answer & is_sure).scatter(doubtful, pl.Series(exact, dtype=pl.Boolean))


def add_whole(cell: str, profile: ColumnProfile) -> list[Finding]:
    """Return the finding of a cell that is wholly of its column's entity."""
    return [Finding(0, len(cell), profile.prior or "", 1.0, "column")]


def add_prior(cell: str, findings: list[Finding], profile: ColumnProfile) -> list[Finding]:
    """Return the findings and what the column's prior adds to them."""
    if profile.prior is None or is_nothing(cell):
        return findings
    if profile.whole:
        return [*findings, Finding(0, len(cell), profile.prior, 1.0, "column")]
    claimed = bytearray(len(cell))
    for finding in findings:
        claimed[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    unclaimed = sum(
        1
        for character, is_claimed in zip(cell, claimed, strict=True)
        if not is_claimed and character.isdecimal()
    )
    if unclaimed >= UNCLAIMED_DIGITS:
        return [*findings, Finding(0, len(cell), profile.prior, 0.5, "column")]
    return findings


def are_dates(cells: Sequence[str]) -> bool:
    """Say whether nearly all cells are dates or times of a day: a column of no other number.

    >>> are_dates(["2023-05-04 13:02:11", "4/5/2023", "04-May-2023"]), are_dates(["0300 2023011"])
    (True, False)
    """
    count = sum(1 for cell in cells if _DATE.fullmatch(fold(cell).text.strip()))
    return bool(cells) and count >= _NEARLY_ALL * len(cells)


def are_births(cells: Sequence[str]) -> bool:
    """Say whether nearly all cells are dates, spread over the years as births of grown-ups are.

    >>> births = [f"{day:02}/03/{1950 + 2 * day}" for day in range(1, 26)]
    >>> are_births(births), are_births([f"{day:02}/03/2021" for day in range(1, 26)])
    (True, False)
    """
    if len(cells) < _FEWEST_DATES or not any(map(_year_of_day, cells[:_FEWEST_DATES])):
        return False
    years = sorted(year for cell in cells if (year := _year_of_day(cell)))
    if len(years) < _NEARLY_ALL * len(cells):
        return False
    last = len(years) - 1
    spread = years[last * 9 // 10] - years[last // 10]
    return years[last // 2] < _MIDDLE_OF_BIRTHS and spread >= _SPREAD_OF_BIRTHS


def day_beside_card(folded: str) -> tuple[int, int] | None:
    """Return where the one date of a line stands that also holds an identity card's number.

    >>> day_beside_card("Wife SANA 35202-1234567-2 14.02.1975 Alive")
    (26, 36)
    >>> day_beside_card("35202-1234567-2 from 14.02.1975 to 14.02.1985")
    """
    if _CARD_IN_LINE.search(folded) is None:
        return None
    days = [match.span() for match in _DAY_IN_LINE.finditer(folded)]
    return days[0] if len(days) == 1 else None


def have_births(lines: Sequence[str]) -> bool:
    """Say whether lines of persons hold a date of birth each, by how their dates spread."""
    cards = [line for line in lines if _CARD_IN_LINE.search(line)]
    days = [line[slice(*span)] for line in cards if (span := day_beside_card(line))]
    return len(days) >= MOSTLY * len(cards) and are_births(days)


def _year_of_day(cell: str) -> int:
    """Return the year of a cell that is a full date without a time of day, else 0."""
    text = fold(cell).text.strip()
    if not 6 <= len(text) <= 32 or (text.isdecimal() and len(text) != 8) or _CLOCK.search(text):
        return 0
    try:
        found = date_of_birth.validate(text)
        return int(date_of_birth.year(found if found[-1] == "H" else text))
    except ValueError:
        return 0


def are_amounts(cells: Sequence[str]) -> bool:
    """Say whether all cells are amounts, some with paisas: a column of no number of a person.

    >>> are_amounts(["2,641.95", "900", "73.50"]), are_amounts(["3001234567.0", "3217654321.0"])
    (True, False)
    """
    texts = [fold(cell).text.strip() for cell in cells]
    parts = sum(1 for text in texts if _HAS_PARTS.search(text))
    return parts * 5 >= len(texts) > 0 and all(map(_AMOUNT.fullmatch, texts))


def is_wholly(cell: str, finding: Finding) -> bool:
    """Say whether a finding covers all of a cell but blanks and marks around it."""
    rest = cell[: finding.start] + cell[finding.end :]
    return not _NOT_TEXT.sub("", rest)
