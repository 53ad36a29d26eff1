"""What columns are called: names of persons among them need more than the model's guess.

"SUBS_NM", "Kaifiat" or "ADDR_LINE1" look like a name or an address to a model of sentences, and
one that is lost costs a whole column its meaning; but a table of attendance or a document keyed by
persons has nothing else for a heading. So a person or an address counts in a heading that is
several words, or a word that is listed as a name and is not also a common one; and any other word
that looks like one, unless columns are known to be called so or it is made of parts (ADDR_LINE1).
Numbers of a person count as everywhere.

Many tables have a second header under the first, which names only groups of columns ("Bank" above
"Br" and "A/C"); there the first cells of a column are what it is called. A file may also hold
several tables one under the other, each with a header of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recognizers.pk.name_features import flags
from recognizers.pk.script import fold
from redactor.detection.name_columns import NAME_ENTITIES, OF_OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from redactor.batch import Finding

_PARTS: Final = re.compile(r"[_0-9.\s]")
# A word of so many letters is short for something ("uri", "dob"), unless it is listed.
_SHORT: Final = 3
# A second or third header stands among so many cells at the start of a column.
_HEADS: Final = 2
_FEWEST_BELOW: Final = 5
_NUMBERED: Final = 0.8
# What a column is called is short: no sentence of somebody's is kept as a heading.
_LONGEST_HEAD: Final = 40
# Rows that a further table in the file has at least, and tables that are looked at.
_FEWEST_UNDER: Final = 3
_MOST_TABLES: Final = 20
_WORD: Final = re.compile(r"[^\W\d_]+")
_NAME: Final = frozenset({"gN", "gS"})
_ALSO: Final = frozenset({"cw", "nn", "dw", "kin", "rel", "thing"})


def without_guesses(
    heading: str, findings: Iterable[Finding], *, is_known: bool = False
) -> list[Finding]:
    """Return the findings of a heading without names that only look like some.

    `is_known` says that columns are called so.
    """
    guesses = not is_known and _PARTS.search(heading) is None
    return [
        one
        for one in findings
        if one.entity not in NAME_ENTITIES
        or _is_name(heading[one.start : one.end], guesses=guesses)
    ]


def _is_name(text: str, *, guesses: bool) -> bool:
    folded = fold(text).text.strip()
    if re.search(r"\s", folded):
        return True
    return any(
        word not in OF_OTHERS
        and _ALSO.isdisjoint(found)
        and ((guesses and len(word) > _SHORT) or not _NAME.isdisjoint(found))
        for word in _WORD.findall(folded.casefold())
        for found in (flags(word),)
    )


def head_below(cells: Sequence[str], is_header: Callable[[str], bool]) -> int | None:
    """Return at which place the filled cells of a column begin with what it is called.

    Only above numbers, and where no other cell says the same: a column of words may hold any.

    >>> head_below(["Statutory", "EOBI", *map(str, range(9))], {"EOBI"}.__contains__)
    1
    >>> head_below(["EOBI", "fee 5", "EOBI", "fee 6", *map(str, range(9))], {"EOBI"}.__contains__)
    """
    below = cells[_HEADS:]
    numbered = sum(1 for cell in below if _has_digit(cell))
    if len(below) < _FEWEST_BELOW or numbered < _NUMBERED * len(below):
        return None
    for place in reversed(range(_HEADS)):
        head = cells[place]
        if _may_head(head) and cells.count(head) == 1 and is_header(head):
            return place
    return None


def heads_within(cells: Sequence[str], is_header: Callable[[str], bool]) -> tuple[str, ...]:
    """Return what the columns of further tables in the same file are called.

    A head stands once, above numbers.

    >>> heads_within(["Amount", "5", "6", "Vehicle", "LEA-1", "LEB-2", "LEC-3"], "Vehicle".__eq__)
    ('Vehicle',)
    """
    found: list[str] = []
    run = 0
    for cell in reversed(cells):
        if _has_digit(cell):
            run += 1
            continue
        if run >= _FEWEST_UNDER and _may_head(cell) and cells.count(cell) == 1 and is_header(cell):
            found.append(cell)
        run = 0
    return tuple(reversed(found[-_MOST_TABLES:]))


def _may_head(cell: str) -> bool:
    return len(cell) <= _LONGEST_HEAD and not _has_digit(cell)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdecimal, cell))
