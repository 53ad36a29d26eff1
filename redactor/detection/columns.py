"""What a column's header and cells together say about each of its cells.

A profile is made once, from the header and the first rows, before any cell is decided; it only
ever adds findings, so it can't declare a cell clean, and the reader's batch size can't change it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from recognizers.pk.script import fold
from redactor.batch import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

# Share of a sample's filled cells that are wholly one entity, from which on the column is of it.
MOSTLY = 0.6
SAMPLE_ROWS = 2_000
# In a column of an identifier, digits that nothing claimed: from so many on the cell goes.
UNCLAIMED_DIGITS = 5
# Share of random solid numbers that fit an entity by chance (measured on generated ones): one in
# ten has a right Luhn digit, one in sixty a known district. Where no more of a sample fit than
# chance would have it, with three standard deviations to spare, they are another kind's.
_CHANCE = {
    ("CREDIT_CARD", 14): 0.004, ("CREDIT_CARD", 15): 0.006, ("CREDIT_CARD", 16): 0.03,
    ("CREDIT_CARD", 19): 0.002, ("ICCID", 19): 0.001, ("ICCID", 20): 0.001, ("IMEI", 15): 0.006,
    ("PK_CNIC", 13): 0.017, ("PK_LANDLINE", 10): 0.008, ("PK_LANDLINE", 11): 0.008,
    ("PK_LANDLINE", 12): 0.008,
}  # fmt: skip
_ENOUGH_NUMBERS = 20
_MILLISECONDS = 13
# Milliseconds since 1970 have 13 digits, all begin with 1 until 2033, and of a few years' at most
# this share begins like a CNIC of the north-west.
_AS_MILLISECONDS = 0.12
_TIME = frozenset(
    {"time", "date", "datetime", "timestamp", "ts", "created", "updated", "modified", "epoch", "at",
     "on"}
)  # fmt: skip
# Headers of columns that hold anything.
_FREE_TEXT = frozenset(
    {"remark", "remarks", "note", "notes", "comment", "comments", "detail", "details", "desc",
     "description", "text", "message", "messages", "msg", "body", "content", "narration", "sms",
     "chat", "subject", "data", "info", "information", "other", "others", "misc", "history",
     "reason", "address", "response", "request", "payload", "log", "particulars", "tafseel",
     "تفصیل", "کیفیت", "نوٹ", "ریمارکس", "پیغام"}
)  # fmt: skip

_NOTHING = frozenset(
    {"", "na", "nan", "null", "nil", "none", "unknown", "notavailable", "notprovided", "nodata"}
)
_FLOAT_TAIL = re.compile(r"\.0{1,2}\Z")
# A letter that folding leaves a letter (Rust syntax).
_URDU_LETTER = r"[\x{0621}-\x{063A}\x{0641}-\x{064A}\x{0671}-\x{06D3}]"
_NOT_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What is known of a column before its cells are decided.

    name      header as in the source, None without one.
    context   headers and phrases that support recognisers in every cell.
    prior     entity that the column is of, None if not clear.
    whole     in this column every filled cell is one, whatever it holds.
    also      further entities that the header names ("tel no": mobile and landline).
    strict    the cells have no column of their own (a ragged row's overflow): weak shapes count.
    by_chance (entity, digits) of solid numbers that are another kind's: under a header that names
              no identifier, as many of them fit the entity as chance would have it.
    """

    name: str | None = None
    context: tuple[str, ...] = ()
    prior: str | None = None
    whole: bool = False
    strict: bool = False
    also: tuple[str, ...] = ()
    by_chance: frozenset[tuple[str, int]] = frozenset()


def is_nothing(cell: str) -> bool:
    """Say whether a cell is blank or a word for a missing value.

    >>> is_nothing(" N/A "), is_nothing("Nil Gul")
    (True, False)
    """
    return _NOT_TEXT.sub("", fold(cell).text.lower()) in _NOTHING


def are_nothing(cells: pl.Series) -> pl.Series:
    """Say of each cell whether it is blank or a word for a missing value, as `is_nothing`."""
    words = cells.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "")
    is_ascii = cells.str.len_bytes() == cells.str.len_chars()
    # Characters that are removed or turned into letters when folded make other cells doubtful.
    is_sure = is_ascii & ~cells.str.contains(r"[^\t\n\r\x20-\x7e]")
    answer = words.is_in(list(_NOTHING))
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


def without_chance(cell: str, findings: list[Finding], profile: ColumnProfile) -> list[Finding]:
    """Drop what a cell of nothing but digits is by its check digit or first digits alone.

    Only what a pattern found, in columns whose profile says so; labels and other characters in the
    cell speak for themselves.
    """
    digits = _solid_digits(cell)
    return [
        finding
        for finding in findings
        if finding.origin != "pattern" or (finding.entity, digits) not in profile.by_chance
    ]


def by_chance(
    header_words: Sequence[str], cells: Sequence[str], found: Sequence[list[Finding]]
) -> frozenset[tuple[str, int]]:
    """Return the (entity, digits) whose share among the solid numbers of a sample is chance's."""
    if not header_words or not _FREE_TEXT.isdisjoint(header_words):
        return frozenset()
    lengths: Counter[int] = Counter()
    claims: Counter[tuple[str, int]] = Counter()
    for cell, findings in zip(cells, found, strict=True):
        digits = _solid_digits(cell)
        if digits:
            lengths[digits] += 1
            claims.update({(finding.entity, digits) for finding in findings})
    fit = {
        (entity, digits)
        for (entity, digits), chance in _CHANCE.items()
        if (count := lengths[digits]) >= _ENOUGH_NUMBERS
        and claims[entity, digits] <= 1 + chance * count + 3 * math.sqrt(chance * count)
    }
    times = [cell for cell in cells if _solid_digits(cell) == _MILLISECONDS]
    if all(fold(cell).text.strip().startswith("1") for cell in times) and (
        not _TIME.isdisjoint(header_words)
        or (
            len(times) >= _ENOUGH_NUMBERS
            and claims["PK_CNIC", _MILLISECONDS] <= _AS_MILLISECONDS * len(times)
        )
    ):
        fit.add(("PK_CNIC", _MILLISECONDS))
    return frozenset(fit)


def _solid_digits(cell: str) -> int:
    """Return how many digits a cell holds, 0 if it holds anything else.

    >>> _solid_digits(" ۱۲۳4.0"), _solid_digits("12-3")
    (4, 0)
    """
    text = _FLOAT_TAIL.sub("", fold(cell).text.strip(" \t\r\n'\"="))
    return len(text) if text.isascii() and text.isdigit() else 0


def is_wholly(cell: str, finding: Finding) -> bool:
    """Say whether a finding covers all of a cell but blanks and marks around it."""
    rest = cell[: finding.start] + cell[finding.end :]
    return not _NOT_TEXT.sub("", rest)
