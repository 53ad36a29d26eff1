"""What happens to a number between the card and the leak."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE_DIGITS = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\u2015\ufe63\uff0d"
# Marks of direction, joiners, the byte order mark and the soft hyphen: none of them is seen.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2066\u2069\ufeff\u00ad"
SPACES = "\u00a0\u202f\u2009\u2007"


def damage(chance: Random, value: str, native_digits: float) -> str:
    """Return the value with other digits, dashes and spaces, and something invisible inside.

    `native_digits` is the share written in Urdu digits; a fifth as many are Arabic ones.
    """
    luck = chance.random()
    if luck < native_digits:
        value = value.translate(URDU_DIGITS)
    elif luck < native_digits * 1.2:
        value = value.translate(ARABIC_DIGITS)
    elif luck > 0.985:
        value = value.translate(WIDE_DIGITS)
    if chance.random() < 0.15:
        value = value.replace("-", chance.choice(DASHES))
    if chance.random() < 0.1:
        value = value.replace(" ", chance.choice(SPACES))
    if chance.random() < 0.08 and len(value) > 2:
        cut = chance.randrange(1, len(value))
        value = value[:cut] + chance.choice(INVISIBLE) + value[cut:]
    return value
