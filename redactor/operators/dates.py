"""Dates of birth made coarser: the year, a band of years, a band of ages.

Which year it is, the recogniser's module reads (recognizers/pk/date_of_birth.py), in every form
that it finds; where it can't tell, nothing is guessed here.
"""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = re.compile(r"(?:1[89]|20)[0-9]{2}")

# Characters; no written date is longer.
_LONGEST: Final = 100

# Years; older people are few enough to be known by their age (45 CFR 164.514(b)(2)(i)(C)).
_OLDEST: Final = 90
_MOST_AGE: Final = 130


def year_of(text: str) -> int | None:
    """Return the Gregorian year of a written date, None where it can't be told.

    >>> year_of("02-03-1984"), year_of("۱۴ فروری ۲۰۰۴"), year_of("42 years")
    (1984, 2004, None)
    """
    if len(text) > _LONGEST:
        return None
    # Here, since the recognisers load Presidio's analyser, which takes a second.
    from recognizers.pk import date_of_birth

    try:
        found = date_of_birth.year(text)
    except ValueError:  # a ValidationError, or a date that the calendar can't hold
        return None
    return int(found) if _YEAR.fullmatch(found) else None


def band(number: int, width: int) -> str:
    """Return the band of a number: 1984 by 5 is 1980-1984."""
    first = number - number % width
    return f"{first}-{first + width - 1}"


def is_band(text: str, width: int) -> bool:
    """Say whether a text is a band of this width."""
    found = re.fullmatch(r"([0-9]{1,15})-[0-9]{1,15}", text)
    return found is not None and text == band(int(found[1]), width)


def age_band(year: int, reference_year: int, width: int) -> str | None:
    """Return the band of the age reached in a year, "90+" for the old, None if it can't be."""
    age = reference_year - year
    if not 0 <= age <= _MOST_AGE:
        return None
    return f"{_OLDEST}+" if age >= _OLDEST else band(age, width)


def is_age_band(text: str, width: int) -> bool:
    """Say whether a text is a band of ages."""
    return text == f"{_OLDEST}+" or is_band(text, width)


def is_year(text: str) -> bool:
    """Say whether a text is a year and nothing else."""
    return _YEAR.fullmatch(text) is not None
