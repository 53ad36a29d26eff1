"""All cases of a corpus: every entity in every place, and the look-alikes beside them."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from measuring.case import COLUMN, ENGLISH, PLACES, ROMAN, URDU, Case, Group, fill

from development import english, roman, urdu
from development.forms import ENTITIES, OPEN, STANDALONE, write
from development.headers import HEADERS, NEUTRAL
from development.lookalikes import LOOKALIKES, make_lookalikes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from measuring.case import Written

LANGUAGES = {ENGLISH: english, ROMAN: roman, URDU: urdu}
# In every cell of a column headed by what is in it, or under a header that says nothing.
_NEUTRAL_SHARE = 0.25
_SEVERAL_SHARE = 0.04


def make_corpus(count: int, seed: str) -> Iterator[Group]:
    """Yield groups of one case, with at least `count` values of each entity in each place.

    With them come as many look-alikes of all kinds together as there are values of ten entities:
    a false hit has ample room to happen. The same seed gives the same cases, and another `count`
    or another entity does not change those of the rest.
    """
    for place in PLACES:
        for entity in ENTITIES:
            chance = random.Random(f"{seed}/{place}/{entity}")
            for case in _positives(chance, entity, place, count):
                yield Group(case.header, (case,))
        chance = random.Random(f"{seed}/{place}/look-alikes")
        for case in make_lookalikes(chance, place, max(1, 10 * count // len(LOOKALIKES))):
            yield Group(case.header, (case,))


def _positives(chance: random.Random, entity: str, place: str, count: int) -> Iterator[Case]:
    made = 0
    while made < count:
        case = _cell(chance, entity) if place == COLUMN else _text(chance, entity, place)
        made += sum(planted.entity == entity for planted in case.planted)
        yield case


def _cell(chance: random.Random, entity: str) -> Case:
    neutral = entity in STANDALONE and chance.random() < _NEUTRAL_SHARE
    header = chance.choice(NEUTRAL if neutral else HEADERS[entity])
    template = f"{{{entity}}}"
    if entity in {"PK_CNIC", "PK_MOBILE", "EMAIL_ADDRESS"} and chance.random() < _SEVERAL_SHARE:
        template = chance.choice((f"{template} / {template}", f"{template}, {template}"))
    text, planted = fill(
        template,
        lambda slot, _: write(chance, slot, COLUMN, alone=neutral, own_column=not neutral),
    )
    return Case(text, COLUMN, f"{entity} in a cell", header, planted)


def _text(chance: random.Random, entity: str, place: str) -> Case:
    language = LANGUAGES[place]
    template = chance.choice(language.TEMPLATES[entity])
    # What stands after an open-ended value could belong to it.
    if entity not in OPEN and chance.random() < 0.3:
        template = chance.choice(language.BEFORE) + template
    if entity not in OPEN and chance.random() < 0.3:
        template += chance.choice(language.AFTER)
    text, planted = fill(template, partial(_fill_slot, chance, place))
    return Case(text, place, f"{entity} in {place}", None, planted)


def _fill_slot(chance: random.Random, place: str, slot: str, alone: bool) -> Written | str:
    if slot in ENTITIES:
        return write(chance, slot, place, alone=alone, own_column=False)
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    filler = {
        "amount": f"Rs {chance.randrange(100, 90_000):,}",
        "day": f"{day:02d}/{month:02d}/{chance.randrange(2012, 2026)}",
        "clock": f"{chance.randrange(1, 13)}:{chance.randrange(60):02d}",
        "count": str(chance.randrange(2, 60)),
        "code": f"{chance.choice(('T', 'C', '#'))}{chance.randrange(1000, 99_999)}",
        "year": str(chance.randrange(2010, 2026)),
    }
    return filler[slot]
