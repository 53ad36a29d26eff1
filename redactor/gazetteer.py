"""Pakistan's districts and towns, with the division and province that they are in."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from redactor.policy import squash


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[str, str, str]]:
    """Return (district, division, province) by the squashed name of a place, in both scripts."""
    data = files("recognizers.pk").joinpath("data")
    found: dict[str, tuple[str, str, str]] = {}
    text = data.joinpath("districts.txt").read_text("utf-8")
    lines = [line.split("|") for line in text.splitlines() if not line.startswith("#")]
    for province, division, spellings, towns in lines:
        where = (spellings.split("=")[0], division, province)
        for town in towns.split(","):
            if town.strip():
                for name in town.split("="):
                    found.setdefault(squash(name), where)
    for province, division, spellings, _ in lines:
        names = spellings.split("=")
        found.update({squash(name): (names[0], division, province) for name in names})
    for line in data.joinpath("places.txt").read_text("utf-8").splitlines():
        english, equals, urdu = line.partition(" = ")
        if equals and not line.startswith("#"):
            spellings_of = english.split("|")
            known = next((found[s] for e in spellings_of if (s := squash(e)) in found), None)
            if known is not None:
                found.update({squash(name): known for name in (*spellings_of, urdu)})
    return found
