"""In a column of places a listed place is no person: Killa Saifullah, Shah Faisal, شالیمار.

Many districts and towns are called after people. Under a header of nothing but places, a cell that
is one of the gazetteer's places and nothing else stays; any other cell is decided as ever.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from recognizers.pk.words import word_set
from redactor.detection.context import header_words
from redactor.detection.name_columns import NAME_ENTITIES
from redactor.gazetteer import places
from redactor.policy import squash

if TYPE_CHECKING:
    from redactor.batch import Finding

_PLACES: Final = word_set(
    "city town district tehsil taluka taluqa division province zila zilla zillah shehar shehr "
    "sheher shahar qasba ضلع تحصیل تعلقہ شہر صوبہ ڈویژن ٹاؤن قصبہ"
)
_BESIDE: Final = word_set(
    "name of home residence birth current present permanent domicile code ka ki naam نام کا کی"
)
# Longer cells are no place's name.
_LONGEST: Final = 60


@lru_cache(maxsize=1024)
def is_of_places(header: str | None) -> bool:
    """Say whether a header names places and nothing else."""
    words = set(header_words(header or ""))
    return bool(words & _PLACES) and words <= _PLACES | _BESIDE


def without_places(cell: str, findings: list[Finding]) -> list[Finding]:
    """Return the findings of a cell of such a column, without the name that is a place's."""
    if len(cell) > _LONGEST or squash(cell) not in places():
        return findings
    return [finding for finding in findings if finding.entity not in NAME_ENTITIES]
