"""What a word of Urdu, English or Roman Urdu sounds like, coarsely: spellings compare by it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return what a word of any of the three scripts sounds like: its consonants, coarsely.

    >>> sound("waseem") == sound("wasim") == sound("وسیم")
    True
    >>> sound("muhammad") == sound("mohd") == sound("محمد")
    True
    """
    text = word.lower()
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    # Which vowel begins a word is spelt in many ways; that one does is not.
    start = _STARTS.get(text[:1], "")
    made = start
    for character in text[1:] if start else text:
        one = _SOUNDS.get(character, character)
        if one and not made.endswith(one):
            made += one
    return made


@lru_cache(maxsize=1 << 16)
def beginnings(word: str) -> frozenset[str]:
    """Return what a word can begin with by sound; two words may share an initial if these meet.

    >>> bool(beginnings("waqas") & beginnings("و")), bool(beginnings("imran") & beginnings("a"))
    (True, False)
    """
    text = word.lower()
    first = next((one for pair, one in _PAIRS if text.startswith(pair)), text[:1])
    if first in _VOWELS:
        return _VOWELS[first]
    if first in _BREATHS:
        return frozenset("h")
    return frozenset(_STARTS.get(first) or _SOUNDS.get(first, first))


# Letters that stand for one sound, two letters first.
_PAIRS: Final = (
    ("kh", "k"), ("gh", "g"), ("ch", "c"), ("sh", "s"), ("th", "t"), ("ph", "f"), ("dh", "d"),
    ("bh", "b"), ("jh", "j"), ("zh", "z"), ("ck", "k"), ("پھ", "f"),
)  # fmt: skip
_STARTS: Final = {
    **dict.fromkeys("aeiouاآعأإ", "A"),
    **dict.fromkeys("wvو", "w"),
    **dict.fromkeys("yیي", "y"),
}
_SOUNDS: Final = {
    **dict.fromkeys("aeiouwvyhاآعأإویيئےھہحةءؤۂۓ", ""),
    **dict.fromkeys("kqxکكقخ", "k"), **dict.fromkeys("gگغ", "g"), **dict.fromkeys("jج", "j"),
    **dict.fromkeys("cچ", "c"), **dict.fromkeys("sسصثش", "s"), **dict.fromkeys("zزذضظژ", "z"),
    **dict.fromkeys("tتطٹ", "t"), **dict.fromkeys("dدڈ", "d"), **dict.fromkeys("rرڑ", "r"),
    **dict.fromkeys("lل", "l"), **dict.fromkeys("mم", "m"), **dict.fromkeys("nنں", "n"),
    **dict.fromkeys("bب", "b"), **dict.fromkeys("pپ", "p"), **dict.fromkeys("fف", "f"),
}  # fmt: skip
# Umar and Omar, Ahsan and Ehsan, Imran and Emran; in Urdu any of them stands behind an alif or ain.
_VOWELS: Final = {
    "a": frozenset("a"), "e": frozenset("ai"), "i": frozenset("i"), "o": frozenset("u"),
    "u": frozenset("u"), **dict.fromkeys("اآعأإ", frozenset("aiu")),
}  # fmt: skip
_BREATHS: Final = frozenset("hہحھ")
