"""`generalise`: something coarser, or the placeholder where the value can't be read for certain."""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from recognizers.pk.script import fold
from redactor.operators import dates, places
from redactor.operators.base import EntityOperator, is_placeholder
from redactor.operators.tokens import placeholder
from redactor.policy import COARSER, DEFAULT_DECIMALS, DEFAULT_YEARS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Rs 1,25,000/- and 125000.50, grouped in the Pakistani or the international way; in folded text,
# where روپے ends in ی.
_AMOUNT: Final = re.compile(
    r"(?:(?:rs|pkr)\.?|روپی)? {0,2}([0-9]{1,3}(?:,[0-9]{2,3}){1,6}|[0-9]{1,18})"
    r"(?:\.[0-9]{1,6})?(?:/[-=])? {0,2}(?:(?:rs|pkr)\.?|rupees|روپی)?"
)
_LONGEST: Final = 64


class Generalise(EntityOperator):
    """Replaces a value with the year, the band, the grid square or the province that it lies in.

    Parameters: `to`, `width`, `reference_year`, `decimals`, as in `redactor.policy.Generalise`. An
    address becomes its placeholder, since the package has no table yet that tells its district.
    """

    NAME = "generalise"

    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return the coarser text, or the placeholder."""
        coarser = _coarser(text, _target(entity, params), params)
        return placeholder(entity) if coarser is None else coarser

    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say whether a text is as coarse as the rule makes it, or the placeholder."""
        to = _target(entity, params)
        return is_placeholder(text, entity) or _is_coarse(text, to, params)


def _target(entity: str, params: Mapping[str, Any]) -> str | None:
    """Return what the entity is generalised to, None if it can't be."""
    return params.get("to") or next(iter(COARSER.get(entity, ())), None)


def _coarser(text: str, to: str | None, params: Mapping[str, Any]) -> str | None:
    """Return the coarser text, None where it can't be told for certain."""
    if to == "grid":
        decimals = params.get("decimals")
        return places.grid(text, DEFAULT_DECIMALS if decimals is None else decimals)
    if to == "province":
        return places.province_of(text)
    if to == "band":
        return _amount_band(text, params["width"])
    if to in {"year", "year_band", "age_band"}:
        year = dates.year_of(text)
        if year is None or to == "year":
            return None if year is None else str(year)
        width = params.get("width") or DEFAULT_YEARS
        if to == "year_band":
            return dates.band(year, width)
        return dates.age_band(year, params["reference_year"], width)
    return None


def _is_coarse(text: str, to: str | None, params: Mapping[str, Any]) -> bool:
    width = params.get("width") or DEFAULT_YEARS
    if to == "grid":
        decimals = params.get("decimals")
        return places.is_on_grid(text, DEFAULT_DECIMALS if decimals is None else decimals)
    if to == "province":
        return places.is_province(text)
    if to == "year":
        return dates.is_year(text)
    if to == "age_band":
        return dates.is_age_band(text, width)
    return to in {"year_band", "band"} and dates.is_band(text, width)


def _amount_band(text: str, width: int) -> str | None:
    if len(text) > _LONGEST:
        return None
    found = _AMOUNT.fullmatch(fold(text).text.casefold().strip(" \t\r\n'\"="))
    if found is None:
        return None
    amount = int(Decimal(found[1].replace(",", "")).to_integral_value(ROUND_FLOOR))
    return dates.band(amount, width)
