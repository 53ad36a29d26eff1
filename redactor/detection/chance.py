"""Business numbers that fit an identifier by chance: counted over all cells, never a sample alone.

One random number of 16 digits in ten has a right Luhn digit, one of 13 in sixty a district. In a
column whose header names no identifier, and whose cells are nothing but digits, such a number
stays if no more of the column's numbers fit than chance would have it. The first rows propose it;
when the copy is read back, all of the column's numbers are counted, and where more fit than by
chance, the column is redacted once more without this rule (redactor/pipeline.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from recognizers.pk.script import fold
from redactor.detection.columns import is_nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.batch import Finding
    from redactor.detection.columns import ColumnProfile

# Share of random solid numbers that fit an entity by chance, measured on generated ones.
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
     "chat", "subject", "info", "information", "other", "others", "misc", "history",
     "reason", "address", "response", "request", "payload", "log", "particulars", "tafseel",
     "تفصیل", "کیفیت", "نوٹ", "ریمارکس", "پیغام"}
)  # fmt: skip
# Headers that say nothing of whether their columns hold text: the cells tell.
_UNSAID = frozenset({"data"})
_FLOAT_TAIL = re.compile(r"\.0{1,2}\Z")


@dataclass(slots=True)
class Tally:
    """How many solid numbers of each length a column holds, and how many fit which entity.

    `others` counts the cells that hold anything else.
    """

    lengths: Counter[int] = field(default_factory=Counter)
    fitting: Counter[tuple[str, int]] = field(default_factory=Counter)
    others: int = 0
    begins_otherwise: bool = False

    def add(self, cells: Sequence[str], found: Sequence[list[Finding]]) -> None:
        """Count cells, with what is found in each of them without this rule."""
        for cell, findings in zip(cells, found, strict=True):
            digits = solid_digits(cell)
            if not digits:
                self.others += not is_nothing(cell)
            else:
                self.lengths[digits] += 1
                self.fitting.update({(finding.entity, digits) for finding in findings})
                if digits == _MILLISECONDS:
                    self.begins_otherwise |= fold(cell).text.strip(" \t\r\n'\"=")[0] != "1"

    def update(self, other: Tally) -> None:
        """Add the counts of further cells."""
        self.lengths.update(other.lengths)
        self.fitting.update(other.fitting)
        self.others += other.others
        self.begins_otherwise |= other.begins_otherwise

    def chance(self, header_words: Sequence[str]) -> frozenset[tuple[str, int]]:
        """Return the (entity, digits) of which no more are there than chance would have it.

        That is the mean and three standard deviations.
        """
        if not header_words or not _FREE_TEXT.isdisjoint(header_words):
            return frozenset()
        # "data 16" over nothing but numbers of one length is a column of numbers.
        if not _UNSAID.isdisjoint(header_words) and (self.others or len(self.lengths) != 1):
            return frozenset()
        fit = {
            (entity, digits)
            for (entity, digits), chance in _CHANCE.items()
            if (count := self.lengths[digits]) >= _ENOUGH_NUMBERS
            and self.fitting[entity, digits] <= 1 + chance * count + 3 * math.sqrt(chance * count)
        }
        count = self.lengths[_MILLISECONDS]
        if not self.begins_otherwise and (
            not _TIME.isdisjoint(header_words)
            or (
                count >= _ENOUGH_NUMBERS
                and self.fitting["PK_CNIC", _MILLISECONDS] <= _AS_MILLISECONDS * count
            )
        ):
            fit.add(("PK_CNIC", _MILLISECONDS))
        return frozenset(fit)


def without_chance(cell: str, findings: list[Finding], profile: ColumnProfile) -> list[Finding]:
    """Drop what a cell of nothing but digits is by its check digit or first digits alone.

    Only what a pattern found, in columns whose profile says so; labels and other characters in the
    cell speak for themselves.
    """
    digits = solid_digits(cell)
    return [
        finding
        for finding in findings
        if finding.origin != "pattern" or (finding.entity, digits) not in profile.by_chance
    ]


def solid_digits(cell: str) -> int:
    """Return how many digits a cell holds, 0 if it holds anything else.

    >>> solid_digits(" ۱۲۳4.0"), solid_digits("12-3")
    (4, 0)
    """
    text = _FLOAT_TAIL.sub("", fold(cell).text.strip(" \t\r\n'\"="))
    return len(text) if text.isascii() and text.isdigit() else 0
