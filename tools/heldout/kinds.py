"""What is generated of one entity: its written forms, headers and sentences in three languages.

A form is a function of a random generator, or a shape: `#` a digit, `%` a digit but 0, `@` a
letter. Forms in `alone` give themselves away; those in `labelled` are also the form of other
numbers and need a label or header; those in `in_column` are a spreadsheet's damage and need a
column of their own. In a sentence `{v}` takes any form with a label beside it, `{v!}` only one
that gives itself away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from measuring.case import Written

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Form = str | Callable[[Random], Written | str]

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One entity. `tier`: A structure or check digit, B by context or header, C words.

    `accepted`: entities that are right for it as well. `damaged`: whether digits, dashes and
    invisible characters are changed as people and programs change them.
    """

    entity: str
    tier: Literal["A", "B", "C"]
    headers: tuple[str, ...]
    english: tuple[str, ...]
    roman: tuple[str, ...]
    urdu: tuple[str, ...]
    alone: tuple[Form, ...] = ()
    labelled: tuple[Form, ...] = ()
    in_column: tuple[Form, ...] = ()
    accepted: frozenset[str] = frozenset()
    damaged: bool = True
    open_ended: bool = False


def make(chance: Random, form: Form) -> Written:
    """Return one value in a form."""
    if isinstance(form, str):
        return Written(expand(chance, form))
    made = form(chance)
    return Written(made) if isinstance(made, str) else made


def expand(chance: Random, shape: str) -> str:
    """Return the shape with its placeholders replaced at random.

    >>> import random
    >>> len(expand(random.Random(1), "@@-%##"))
    6
    """
    return "".join(
        str(chance.randrange(10))
        if mark == "#"
        else str(chance.randrange(1, 10))
        if mark == "%"
        else chance.choice(LETTERS)
        if mark == "@"
        else mark
        for mark in shape
    )
