"""From the model's probabilities to spans: where a name or an address begins and ends.

A token belongs to a name when its probability reaches the cut-off; tokens that touch make one
name, unless a new one begins between them. An address is a run of tokens of addresses and places
with at least one of an address, small gaps included: it is taken whole.

Readings are kept for the texts of one batch (`prepare`), since two recognisers ask for each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recognizers.pk.name_model import GROUPS, Reading, model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CUT_OFF: Final = 0.3
"""Probability from which a token counts, where nobody says otherwise."""

MODEL: Final = "model"
"""The name of the pattern that stands for the model among a recogniser's patterns."""

_PERSON, _ADDRESS, _LOCATION, _ORGANISATION = (GROUPS.index(group) for group in GROUPS)
# A new name begins where the model is this sure of it.
_NEW_NAME: Final = 0.6
# Tokens of an address between which one of lower probability is taken in.
_GAP: Final = 2
# Characters of texts whose readings are kept; beyond, all are forgotten.
_KEPT: Final = 4_000_000
_LONGEST_KEPT: Final = 200_000
_LONGEST_GAP: Final = 4

_TWO_LETTERS: Final = re.compile(r"[^\W\d_]{2}")

_kept: dict[str, Reading] = {}
_kept_size = 0


def prepare(texts: Sequence[str]) -> None:
    """Read many folded texts at once; `readings` of them are then at hand."""
    global _kept_size  # noqa: PLW0603 - one memory a process
    new = list(dict.fromkeys(text for text in texts if text not in _kept))
    size = sum(map(len, new))
    if _kept_size + size > _KEPT:
        _kept.clear()
        _kept_size = 0
        new = list(dict.fromkeys(texts))
        size = sum(map(len, new))
    if size > _KEPT:
        return
    _kept.update(zip(new, model().read(new), strict=True))
    _kept_size += size


def reading(text: str) -> Reading:
    """Return what the model says of a folded text."""
    known = _kept.get(text)
    if known is not None:
        return known
    if len(text) <= _LONGEST_KEPT:
        prepare([text])
        return _kept[text]
    return model().read([text])[0]


def has_letters(text: str) -> bool:
    """Say whether a folded text has two letters together: without, it is never read."""
    return _TWO_LETTERS.search(text) is not None


def sees(text: str, entity: str, cut_off: float) -> bool:
    """Say whether the model sees anything of an entity in a folded text."""
    read = reading(text)
    column = _PERSON if entity == "PERSON" else _ADDRESS
    return bool((read.groups[:, column] >= cut_off).any())


def persons(text: str, cut_off: float) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, probability) of the names in a folded text."""
    read = reading(text)
    sure = read.groups[:, _PERSON]
    counts = (sure >= cut_off).tolist()
    first = 0
    for first, last in _runs(counts, read, text):
        yield from _person(read, text, first, last)


def _runs(counts: list[bool], read: Reading, text: str) -> Iterator[tuple[int, int]]:
    """Yield (first, behind last) of tokens in a row that count; line ends part them."""
    first: int | None = None
    for place, is_counted in enumerate([*counts, False]):
        if first is not None and (
            not is_counted
            or text[read.spans[place][0]] in "\n\t"
            or read.begins[place, 0] >= _NEW_NAME
            or read.spans[place][0] - read.spans[place - 1][1] > _LONGEST_GAP
        ):
            yield first, place
            first = None
        if is_counted and first is None and text[read.spans[place][0]] not in "\n\t":
            first = place


def _person(
    read: Reading, text: str, first: int, last: int
) -> Iterator[tuple[int, int, float]]:
    while first < last and not text[read.spans[first][0]].isalpha():
        first += 1
    while last > first and not text[read.spans[last - 1][0]].isalpha():
        last -= 1
    if first == last:
        return
    start, end = read.spans[first][0], read.spans[last - 1][1]
    # One letter is no name.
    if sum(map(str.isalpha, text[start:end])) > 1:
        yield start, end, float(read.groups[first:last, _PERSON].max())


def addresses(text: str, cut_off: float) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, probability) of the addresses in a folded text."""
    read = reading(text)
    sure = read.groups[:, _ADDRESS]
    if not (sure >= cut_off).any():
        return
    wide = (sure + read.groups[:, _LOCATION] >= cut_off).tolist()
    core = (sure >= cut_off).tolist()
    for first, last in _bridged(wide, read, text):
        if any(core[first:last]):
            yield from _address(read, text, first, last)


def _bridged(wide: list[bool], read: Reading, text: str) -> Iterator[tuple[int, int]]:
    """Yield runs of tokens, small gaps within them included; a line end parts them."""
    first: int | None = None
    last = 0
    for place, is_counted in enumerate(wide):
        is_line = text[read.spans[place][0]] in "\n\t"
        if first is not None and (is_line or place - last > _GAP):
            yield first, last + 1
            first = None
        if is_counted and not is_line:
            if first is None:
                first = place
            last = place
    if first is not None:
        yield first, last + 1


def _address(
    read: Reading, text: str, first: int, last: int
) -> Iterator[tuple[int, int, float]]:
    while first < last and not text[read.spans[first][0]].isalnum():
        first += 1
    while last > first and not text[read.spans[last - 1][0]].isalnum():
        last -= 1
    if first < last:
        start, end = read.spans[first][0], read.spans[last - 1][1]
        if any(map(str.isalpha, text[start:end])):
            yield start, end, float(read.groups[first:last, _ADDRESS].max())


def score(probability: float) -> float:
    """Return the score of a finding: above what policies ask for, below a check digit's."""
    return round(0.45 + 0.4 * probability, 2)


def forget(texts: Iterable[str] = ()) -> None:
    """Drop the kept readings: of the given texts, or all."""
    global _kept_size  # noqa: PLW0603 - one memory a process
    for text in list(texts) or list(_kept):
        if _kept.pop(text, None) is not None:
            _kept_size -= len(text)
