"""What columns are called: names of persons among them need more than the model's guess.

"SUBS_NM", "Kaifiat" or "ADDR_LINE1" look like a name or an address to a model of sentences, and
one that is lost costs a whole column its meaning; but a table of attendance or a document keyed by
persons has nothing else for a heading. So a person or an address counts in a heading that is
several words, or a word that is listed as a name and is not also a common one; and any other word
that looks like one, unless columns are known to be called so or it is made of parts (ADDR_LINE1).
Numbers of a person count as everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recognizers.pk.name_features import flags
from recognizers.pk.script import fold
from redactor.detection.name_columns import NAME_ENTITIES, OF_OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.batch import Finding

_PARTS: Final = re.compile(r"[_0-9.\s]")
# A word of so many letters is short for something ("uri", "dob"), unless it is listed.
_SHORT: Final = 3
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
