"""The canonical value: one spelling for every written form, so that one value is one token."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from recognizers import pk
from recognizers.pk import name_links
from recognizers.pk.script import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


def canonical(
    entity: str, value: str, linked: Iterable[str] = (), *, link_spellings: bool = False
) -> str:
    """Return the spelling of a value that its token is made from.

    `link_spellings` reads the Roman and Urdu spellings of a person's name as one.

    It is what the entity's module in `recognizers.pk` compacts the value to; what that can't read
    goes to the modules of the `linked` entities, so that a mobile number in a wallet's column is
    read as one. Where no module can read the value (3.52021E+12), it is the folded text in lower
    case with single spaces; so a damaged value links only to the same damage.

    >>> canonical("PK_CNIC", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱")
    '3520212345671'
    >>> canonical("PK_CNIC", " 3.52021E+12")
    '3.52021e+12'
    """
    if link_spellings and entity == "PERSON":
        with suppress(ValueError):
            return name_links.linked(value)
    modules = pk.modules()
    for name in (entity, *linked):
        module = modules.get(name)
        if module is not None:
            # Mostly a ValidationError; whatever it could not read, the token below is made.
            with suppress(ValueError):
                return str(module.compact(value))
    return " ".join(fold(value).text.casefold().split())
