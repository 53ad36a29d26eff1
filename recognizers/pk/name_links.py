"""One key for the spellings of a name: Muhammad, Mohammad, Mohd and محمد.

Off unless asked for: it joins what is written differently, and with it now and then two people.
Each word is led back to its Urdu spelling: by the pairs of names.txt, then by the spelling key
(ee/i, oo/u, q/k, doubled letters), then by its consonants where only one name of the list has
them. A word that leads nowhere keeps its own key. Words are joined, as in `person.compact`.

>>> linked("Mohammad Akram") == linked("MUHAMMAD AKRAM") == linked("محمد اکرم")
True
>>> linked("Hassan Raza") == linked("Hussain Raza")
False
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from recognizers.pk.name_features import name_pairs, spelling_key
from recognizers.pk.person import name_words
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError

_SHORT: Final = {
    "mohd": "muhammad", "md": "muhammad", "muhd": "muhammad", "mhd": "muhammad",
    "mohammed": "muhammad", "ch": "chaudhry", "syd": "syed",
}  # fmt: skip
_ABDUL: Final = re.compile(r"abd(?:ul|ur|us|un|ud|uz|ush|al|el)?\Z")
_ARTICLE: Final = frozenset({"ul", "ur", "us", "un", "ud", "uz", "al", "el", "e"})
_VOWELS: Final = re.compile("[aiu]")

# Written with an alef or, as in Arabic, without one.
_WITH_ALEF = (
    ("رحمان", "رحمن"), ("اسماعیل", "اسمعیل"), ("اسحاق", "اسحق"), ("یاسین", "یسین"),
    ("ہارون", "ہرون"), ("لقمان", "لقمن"), ("عثمان", "عثمن"), ("سلیمان", "سلیمن"),
)  # fmt: skip


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return Urdu spellings by Roman spelling, by spelling key and by consonants."""
    exact: dict[str, str] = {}
    keys: dict[str, set[str]] = {}
    bones: dict[str, set[str]] = {}
    for pairs in name_pairs().values():
        for roman, urdu in pairs:
            if " " in roman:
                continue
            word, target = roman.lower(), fold(urdu.replace(" ", "")).text
            exact.setdefault(word, target)
            keys.setdefault(spelling_key(word), set()).add(exact[word])
    for key, targets in keys.items():
        bones.setdefault(_bones(key), set()).update(targets)
    return (
        exact,
        {key: next(iter(targets)) for key, targets in keys.items() if len(targets) == 1},
        {key: next(iter(targets)) for key, targets in bones.items() if len(targets) == 1},
    )


def _bones(key: str) -> str:
    return key[:1] + _VOWELS.sub("", key[1:])


def _word(word: str) -> str:
    if not word.isascii():
        return word
    word = _SHORT.get(word, word)
    exact, keys, bones = _tables()
    if word in exact:
        return exact[word]
    key = spelling_key(word)
    if key in keys:
        return keys[key]
    return bones.get(_bones(key), key) if len(_bones(key)) > 2 else key


def linked(name: str) -> str:
    """Return the key of a name. Raises ValidationError when the text has no letter."""
    words = name_words(name)
    if not words:
        raise ValidationError("a name has letters")
    spelled = ""
    for word in words:
        if _ABDUL.match(word) and word.isascii():
            spelled += "عبدال"
        elif word in _ARTICLE:
            spelled += "ال"
        else:
            spelled += _word(word)
    spelled = spelled.replace("الال", "ال")
    for long, short in _WITH_ALEF:
        spelled = spelled.replace(long, short)
    return spelled
