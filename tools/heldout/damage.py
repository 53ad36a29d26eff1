"""What happens to a number between the card and the leak; each damage has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))
DASHES = "‐‑‒–—−ـ"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff\u00ad"


def _mixed(chance: Random, value: str) -> str:
    tables = (URDU, ARABIC, {})
    return "".join(character.translate(chance.choice(tables)) for character in value)


def _dash(chance: Random, value: str) -> str:
    return value.replace("-", chance.choice(DASHES))


def _wide_dash(chance: Random, value: str) -> str:
    return value.replace("-", f" {chance.choice('-–—')} ")


def _invisible(chance: Random, value: str) -> str:
    for _ in range(chance.randrange(1, 4)):
        cut = chance.randrange(1, max(2, len(value)))
        value = value[:cut] + chance.choice(INVISIBLE) + value[cut:]
    return value


def _isolated(chance: Random, value: str) -> str:
    start, end = chance.choice((("\u2067", "\u2069"), ("\u202b", "\u202c"), ("\u200f", "\u200f")))
    middle = len(value) // 2
    return f"{value[:middle]}{start}{value[middle:-1]}{end}{value[-1:]}"


def _space(chance: Random, value: str) -> str:
    return value.replace(" ", chance.choice("\u00a0\u202f\u2007\u2009"))


DAMAGES: dict[str, Callable[[Random, str], str]] = {
    "Urdu digits": lambda _, value: value.translate(URDU),
    "Arabic-Indic digits": lambda _, value: value.translate(ARABIC),
    "full-width digits": lambda _, value: value.translate(WIDE),
    "digits mixed": _mixed,
    "other dash": _dash,
    "dash with blanks": _wide_dash,
    "invisible characters": _invisible,
    "direction marks": _isolated,
    "other space": _space,
    "Urdu digits, other dash": lambda chance, value: _dash(chance, value.translate(URDU)),
}
UNDAMAGED = "as is"
_IN_URDU = 0.4


def damage(chance: Random, value: str, *, is_urdu: bool) -> tuple[str, str]:
    """Return the value, changed in a third of cases, and the name of what was done to it."""
    if is_urdu and chance.random() < _IN_URDU:
        return DAMAGES["Urdu digits"](chance, value), "Urdu digits"
    if chance.random() < 0.65:  # noqa: PLR2004
        return value, UNDAMAGED
    name = chance.choice(tuple(DAMAGES))
    changed = DAMAGES[name](chance, value)
    return changed, name if changed != value else UNDAMAGED
