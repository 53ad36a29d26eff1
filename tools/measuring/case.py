"""What a measured text is: characters, where they stand, and the values planted in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMN = "column"
ENGLISH = "English"
ROMAN = "Roman Urdu"
URDU = "Urdu"
PLACES = (COLUMN, ENGLISH, ROMAN, URDU)

_SLOT = re.compile(r"\{([A-Za-z_]+)(!?)\}")


@dataclass(frozen=True, slots=True)
class Written:
    """One value as somebody wrote it: the value, and what clings to it without being part of it.

    `accepted` holds further entities under which the value may be found: a link to a profile is
    a URL as much as a handle.
    """

    value: str
    before: str = ""
    after: str = ""
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Planted:
    """Where a value stands, what it is, and under which other names finding it is right too."""

    start: int
    end: int
    entity: str
    accepted: frozenset[str] = frozenset()

    def is_found_as(self, entity: str) -> bool:
        """Say whether calling the value this entity is right."""
        return entity == self.entity or entity in self.accepted


@dataclass(frozen=True, slots=True)
class Case:
    """A text or a cell, its column's header if it has one, and the values in it, in order.

    `kind` says which generator made it, for listing what was missed.
    """

    text: str
    place: str
    kind: str
    header: str | None = None
    planted: tuple[Planted, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What is judged together: the cells of one column, or one text without a header."""

    header: str | None
    cases: tuple[Case, ...]


def fill(
    template: str,
    write: Callable[[str, bool], Written | str],
) -> tuple[str, tuple[Planted, ...]]:
    """Fill the slots of a template and return the text with what was planted in it.

    A slot `{ENTITY}` takes a value in any written form, for the words around it say what it is;
    `{ENTITY!}` takes only a form that gives itself away. A slot in lower case is a filler word.
    `write` is called with the slot's name and whether it has the mark; a string that it returns is
    filler, a Written is planted.
    """
    pieces: list[str] = []
    planted: list[Planted] = []
    length = end = 0
    for slot in _SLOT.finditer(template):
        pieces.append(template[end : slot.start()])
        length += len(pieces[-1])
        end = slot.end()
        name, alone = slot[1], bool(slot[2])
        written = write(name, alone)
        if isinstance(written, str):
            pieces.append(written)
            length += len(written)
            continue
        start = length + len(written.before)
        stop = start + len(written.value)
        planted.append(Planted(start, stop, name, written.accepted))
        pieces.append(f"{written.before}{written.value}{written.after}")
        length += len(pieces[-1])
    return "".join((*pieces, template[end:])), tuple(planted)
