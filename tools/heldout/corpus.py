"""All groups of a corpus: each entity in columns and in three languages, and harmless values."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from measuring.case import COLUMN, ENGLISH, PLACES, ROMAN, URDU, Case, Group, Written, fill

from heldout import household, identity, money, network, persons, records, service, telecom
from heldout.damage import UNDAMAGED, damage
from heldout.harmless import HARMLESS, frame
from heldout.kinds import Kind, make
from heldout.wording import reworded

if TYPE_CHECKING:
    from collections.abc import Iterator

REHEARSAL: tuple[Kind, ...] = tuple(
    kind
    for module in (identity, money, telecom, service, household, records, network, persons)
    for kind in module.KINDS
)
"""Every kind in its first wording; what went wrong with it was looked at."""
KINDS = reworded(REHEARSAL)
"""Every kind in the wording of the published numbers."""
TIERS = {kind.entity: kind.tier for kind in KINDS}
NEUTRAL = (
    "Column12",
    "attr_3",
    "FIELD9",
    "Unnamed: 6",
    "value_text",
    "Kaifiyat",
    "کیفیت",
    "Other",
    "extra",
    "Col_B",
    "Misc.",
    "v1",
)
BEFORE = (
    "Respected sir, ",
    "Entry of {day}. ",
    "Token {code}, ",
    "Paid {amount}. ",
    "Second reminder: ",
    "At {clock} ",
)
AFTER = (
    " Please confirm.",
    " (page {count})",
    " Balance {amount}.",
    " Seen on {day}.",
    " File {code}.",
    " Thank you.",
)
BEFORE_BY_PLACE = {
    ENGLISH: BEFORE,
    ROMAN: (
        "jee ",
        "{count} dafa kaha hai, ",
        "{amount} de chuka hun, ",
        "token {code}: ",
        "{day} se ",
    ),
    URDU: (
        "جناب، ",
        "{count} دفعہ کہا ہے، ",
        "{amount} دے چکا ہوں، ",
        "ٹوکن {code}: ",
        "{day} سے ",
    ),
}
AFTER_BY_PLACE = {
    ENGLISH: AFTER,
    ROMAN: (" bas", ", raqam {amount} thi", " aur token {code} hai", " {clock} baje"),
    URDU: ("۔ شکریہ", "، رقم {amount} تھی", "، ٹوکن {code} ہے", " {clock} بجے"),
}
_CELLS_IN_COLUMN = 10
_NEUTRAL_SHARE = 0.25


def make_corpus(count: int, seed: str, kinds: tuple[Kind, ...] = KINDS) -> Iterator[Group]:
    """Yield at least `count` values of each entity in each place, and harmless values between.

    The same seed gives the same groups; another entity changes none of the others.
    """
    for place in PLACES:
        for kind in kinds:
            chance = random.Random(f"{seed}/{place}/{kind.entity}/{kind.headers[0]}")
            made = 0
            while made < count:
                group = _column(chance, kind) if place == COLUMN else _text(chance, kind, place)
                made += sum(len(case.planted) for case in group.cases)
                yield group
        chance = random.Random(f"{seed}/{place}/harmless")
        for harmless in HARMLESS:
            for _ in range(max(1, count // (2 if place == COLUMN else 5))):
                yield frame(chance, harmless, place)


def _column(chance: random.Random, kind: Kind) -> Group:
    neutral = bool(kind.alone) and chance.random() < _NEUTRAL_SHARE
    header = chance.choice(NEUTRAL if neutral else kind.headers)
    is_urdu = any("\u0600" <= character <= "\u06ff" for character in header)
    cases = []
    for _ in range(_CELLS_IN_COLUMN):
        template = "{v!}" if neutral else "{v}"
        if kind.damaged and not kind.open_ended and chance.random() < 0.04:
            template = chance.choice(("{t}, {t}", "{t} / {t}", "{t} & {t}", "{t}; {t}")).replace(
                "{t}", template
            )
        note: list[str] = []
        text, planted = _fill(chance, kind, template, COLUMN, note, is_urdu=is_urdu)
        cases.append(Case(text, COLUMN, f"{kind.entity} | {' + '.join(note)}", header, planted))
    return Group(header, tuple(cases))


def _text(chance: random.Random, kind: Kind, place: str) -> Group:
    templates = {ENGLISH: kind.english, ROMAN: kind.roman, URDU: kind.urdu}[place]
    template = chance.choice(templates)
    # What stands after an open-ended value could belong to it.
    if not kind.open_ended and kind.entity != "PK_MRZ":
        if chance.random() < 0.3:
            template = chance.choice(BEFORE_BY_PLACE[place]) + template
        if chance.random() < 0.3:
            template += chance.choice(AFTER_BY_PLACE[place])
    note: list[str] = []
    text, planted = _fill(chance, kind, template, place, note, is_urdu=place == URDU)
    return Group(None, (Case(text, place, f"{kind.entity} | {' + '.join(note)}", None, planted),))


def _fill(
    chance: random.Random, kind: Kind, template: str, place: str, note: list[str], *, is_urdu: bool
):  # noqa: ANN202 - as `fill`
    write = partial(_slot, chance, kind, place, note, is_urdu)
    return fill(template.replace("{v", f"{{{kind.entity}"), write)


def _slot(
    chance: random.Random,
    kind: Kind,
    place: str,
    note: list[str],
    is_urdu: bool,
    slot: str,
    alone: bool,
) -> Written | str:
    if slot != kind.entity:
        return _filler(chance, slot)
    if kind.entity in persons.PLACE_FORMS:
        latin, urdu = persons.PLACE_FORMS[kind.entity]
        in_urdu = place == URDU or (place == COLUMN and (is_urdu or chance.random() < 0.2))
        note.append("word")
        return Written((urdu if in_urdu else latin)(chance), accepted=kind.accepted)
    forms = kind.alone
    if not alone:
        forms += kind.labelled
    if not alone and place == COLUMN:
        forms += kind.in_column
    number = chance.randrange(len(forms))
    written = make(chance, forms[number])
    group = (
        "alone"
        if number < len(kind.alone)
        else "labelled"
        if number < len(kind.alone) + len(kind.labelled)
        else "in column"
    )
    value, done = written.value, UNDAMAGED
    if kind.damaged and "E+" not in value and not written.accepted:
        value, done = damage(chance, value, is_urdu=is_urdu)
    form = forms[number]
    shape = form if isinstance(form, str) else str(number)
    note.append(f"{group} {shape}, {done}")
    return Written(value, written.before, written.after, written.accepted | kind.accepted)


def _filler(chance: random.Random, slot: str) -> str:
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    return {
        "amount": f"Rs. {chance.randrange(100, 90_000):,}",
        "day": f"{day:02d}-{month:02d}-{chance.randrange(2012, 2026)}",
        "clock": f"{chance.randrange(1, 13)}:{chance.randrange(60):02d}",
        "count": str(chance.randrange(2, 60)),
        "code": f"{chance.choice(('K', 'Q', '#'))}{chance.randrange(1000, 99_999)}",
    }[slot]
