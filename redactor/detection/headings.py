"""What columns are called: names of persons among them need more than the model's guess.

"SUBS_NM", "Kaifiat" or "ADDR_LINE1" look like a name or an address to a model of sentences, and
one that is lost costs a whole column its meaning. A person or an address counts in a heading that
is several words, or a word that is listed as a name and is not also a common one; numbers of a
person count as everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recognizers.pk.name_features import flags
from recognizers.pk.script import fold
from redactor.detection.name_columns import NAME_ENTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.batch import Finding

_WORD: Final = re.compile(r"[^\W\d_]+")
_NAME: Final = frozenset({"gN", "gS"})
_ALSO: Final = frozenset({"cw", "nn", "dw", "kin", "rel", "thing"})


def without_guesses(heading: str, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of a heading without names that only look like some."""
    return [
        one
        for one in findings
        if one.entity not in NAME_ENTITIES or _is_name(heading[one.start : one.end])
    ]


def _is_name(text: str) -> bool:
    folded = fold(text).text.strip()
    if re.search(r"\s", folded):
        return True
    return any(
        not _NAME.isdisjoint(found) and _ALSO.isdisjoint(found)
        for found in map(flags, _WORD.findall(folded.casefold()))
    )
