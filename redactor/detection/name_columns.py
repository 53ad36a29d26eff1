"""Whether a column without a telling header is of names or addresses, by its cells together.

One cell says little: "Ali Traders" begins like a name, "Jinnah Colony" is named after a man. Over
a column it shows. For each distinct cell the model says which share of its letters is of a person,
an address, a place or a firm; the lists say which words are names, places, words of firms. A
column is of names when most letters are of persons, few cells hold a word of a firm or a number,
and few are listed places; or when nearly every word is a listed name, as in a column of surnames
(to the model "Afridi" alone is as much a tribe or a place); of addresses when most letters are of
addresses or places and the cells are longer than a city's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from recognizers.pk.name_features import flags
from recognizers.pk.name_model import GROUPS
from recognizers.pk.name_spans import has_letters, prepare, reading
from recognizers.pk.script import fold
from recognizers.pk.words import word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAME_ENTITIES: Final = frozenset({"PERSON", "ADDRESS"})

# Distinct cells below which a column is not judged, and how many are looked at.
_FEWEST: Final = 5
_LOOKED_AT: Final = 400
# Cells this long are text: what stands in them is found one by one.
_LONGEST: Final = 250

OF_OTHERS: Final = word_set(
    "company business firm vendor supplier shop store brand product item model category type "
    "status remarks remark comment comments note notes description details reason city district "
    "tehsil taluka province country state area zone region division thana ps station bank branch "
    "school college university institute department designation post job occupation profession "
    "title subject course degree religion caste tribe nationality gender sex colour color network "
    "operator package plan service medicine drug test diagnosis disease make variant file site "
    "tower cell feeder currency language "
    "kaifiat haziri bharti zuban jins rang qism taleem mahkma peshah ohda fasal halat saza din "
    "mahina شہر ضلع تحصیل صوبہ کمپنی ادارہ عہدہ پیشہ قوم مذہب سکول بینک کیفیت حاضری بھرتی زبان جنس "
    "رنگ قسم تعلیم محکمہ دن مہینہ"
)
"""Words of a header that speak against people; "name" beside them does not help."""

MEANINGLESS: Final = word_set("field column col table sheet data value values info unnamed name")
"""Words of a header that say nothing of what its cells are."""


@dataclass(frozen=True, slots=True)
class Shares:
    """What the cells of a column hold, each as a share: of letters, of cells, or of words."""

    cells: int
    person: float
    address: float
    location: float
    organisation: float
    listed: float
    """Words that are names in a list, or are spelled as one, or sound like none that is common."""
    common: float
    """Words that are common and no names."""
    firms: float
    """Cells with a word of a firm or institution."""
    places: float
    """Cells that are a listed place."""
    numbered: float
    """Cells with a digit."""
    words: float
    """Words in a cell, on average."""


def judge(header: Iterable[str], cells: Sequence[str]) -> str | None:
    """Return "PERSON", "ADDRESS", or None: neither, or not to be told.

    `header` are the words of the column's header, `cells` its first cells.
    """
    shares = measure(cells)
    if shares is None:
        return None
    telling = set(header) - MEANINGLESS
    opposed = not (
        word_list("things_with_names.txt").isdisjoint(telling) and OF_OTHERS.isdisjoint(telling)
    )
    if _is_address(shares, opposed=opposed):
        return "ADDRESS"
    if _is_person(shares, opposed=opposed):
        return "PERSON"
    return None


def _is_person(shares: Shares, *, opposed: bool) -> bool:
    if shares.numbered > 0.15 or shares.words > 6 or shares.firms > 0.25 or shares.places > 0.3:
        return False
    others = shares.organisation + shares.location + shares.address
    if opposed:
        return shares.person >= 0.85 and shares.listed >= 0.8 and shares.firms < 0.05
    if shares.person >= 0.6:
        return others < 0.35
    if shares.listed >= 0.85 and shares.words <= 2:
        return others < 0.35 and shares.common < 0.15
    return shares.person >= 0.4 and shares.listed >= 0.55 and others < 0.3 and shares.common < 0.35


def _is_address(shares: Shares, *, opposed: bool) -> bool:
    if opposed or shares.organisation > 0.3 or shares.places > 0.5:
        return False
    held = shares.address + shares.location
    return shares.address >= 0.4 and held >= 0.6 and (shares.words >= 3 or shares.numbered >= 0.4)


def measure(cells: Sequence[str]) -> Shares | None:
    """Return the shares over the distinct cells; None where there are too few or too long ones."""
    distinct = [text for text in dict.fromkeys(fold(cell).text for cell in cells) if text.strip()]
    texts = [text for text in distinct if has_letters(text)]
    if len(texts) < _FEWEST or len(texts) < 0.6 * len(distinct):
        return None
    # Evenly over the sample: a sorted column begins with what is odd.
    step = max(1, len(texts) // _LOOKED_AT)
    looked_at = texts[::step][:_LOOKED_AT]
    if sum(len(text) > _LONGEST for text in looked_at) > 0.2 * len(looked_at):
        return None
    looked_at = [text for text in looked_at if len(text) <= _LONGEST]
    prepare(looked_at)
    sums = [0.0] * 10
    for text in looked_at:
        for place, value in enumerate(_of_cell(text)):
            sums[place] += value
    count = len(looked_at)
    return Shares(count, *(total / count for total in sums))


def _of_cell(text: str) -> tuple[float, ...]:
    read = reading(text)
    letters = [0.0] * len(GROUPS)
    total = words = 0
    listed = common = 0
    is_firm = False
    groups = read.groups.tolist()
    for (start, end), probabilities in zip(read.spans.tolist(), groups, strict=True):
        if not text[start].isalpha():
            continue
        length = end - start
        total += length
        words += 1
        best = max(probabilities)
        if best >= 0.25:
            letters[probabilities.index(best)] += length
        found = flags(text[start:end].casefold())
        is_name = any(flag in {"gN", "gS", "gK", "gC", "hon"} for flag in found)
        is_common = "cw" in found or "nn" in found
        listed += is_name
        common += is_common and not is_name
        is_firm = is_firm or "org" in found
    if not total:
        return (0.0,) * 10
    return (
        *(share / total for share in letters),
        listed / words,
        common / words,
        float(is_firm),
        float("gP" in flags(text.strip().casefold())),
        float(any(character.isdigit() for character in text)),
        float(words),
    )
