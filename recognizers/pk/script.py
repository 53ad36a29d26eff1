"""Digits and letters: one reading of a text that mixes scripts, with the way back.

The same number stands in one file as 0300-1234567, ۰۳۰۰۱۲۳۴۵۶۷, ٠٣٠٠‑١٢٣٤٥٦٧ and 0300 1234567 with
a right-to-left mark inside. `fold` reads all of them alike, so that a pattern is written once, for
ASCII digits and the plain hyphen. Offsets lead back to the original text.

Folded are: every decimal digit of Unicode to 0-9; every dash to "-"; every space but tab and line
ends to " "; full-width, mathematical and presentation forms to their plain letters (NFKC, one
character at a time); Arabic letter forms to the Urdu ones (ي ى ئ to ی, ك to ک, ه ة ۃ to ہ, أ إ آ to
ا, ؤ to و). Removed are: bidi marks, zero-width characters, soft hyphens, other format and control
characters, Arabic vowel marks, and the tatweel, which between digits or Latin letters counts as a
dash.

Sources: Unicode 15 UAX #44 (general categories Nd, Pd, Zs, Cf, Cc), UAX #15 (NFKC).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = re.compile(r"[^\t\n\r\x20-\x7e]")
_TATWEEL_AS_DASH = re.compile("(?<=[0-9A-Za-z *#•])\u0640+(?=[0-9A-Za-z *#•])")
_MARKS = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u036f\ufe00-\ufe0f]")
# Bytes that no encoding explains reach us as U+10FF00 plus the byte (redactor's reader does so);
# in Windows encodings these are a no-break space, dashes and a soft hyphen.
_BYTES = {0x10FFA0: " ", 0x10FF96: "-", 0x10FF97: "-", 0x10FFAD: ""}
_LETTERS = {
    **dict.fromkeys("يىئېےۓ", "ی"),
    "ك": "ک",
    **dict.fromkeys("هةۃۀۂە", "ہ"),
    **dict.fromkeys("أإٱآ", "ا"),
    "ؤ": "و",
    "ı": "i",
    "İ": "I",
    "ſ": "s",
    "٬": ",",
    "،": ",",
    "؛": ";",
    "٫": ".",
    "۔": ".",
    "٪": "%",
    "′": "'",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "∕": "/",
    "⁄": "/",
    "−": "-",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "\x0b": " ",
    "\x0c": " ",
}


def _fold_character(character: str) -> str:
    """Return what one character folds to: one character, none, or for a ligature several."""
    if character in _LETTERS:
        return _LETTERS[character]
    if ord(character) in _BYTES:
        return _BYTES[ord(character)]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    if category == "Cs":
        return "\ufffd"
    if category in {"Cf", "Cc"} and character not in "\t\n\r":
        return ""
    if _MARKS.match(character):
        return ""
    compatible = unicodedata.normalize("NFKC", character)
    if compatible == character:
        return character
    return "".join(_fold_character(part) for part in compatible)


class _Table(dict[int, str]):
    """Folded characters by code point, filled as they are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _Table()


class Folded:
    """A folded text, and the way back to where each of its characters stood."""

    __slots__ = ("_from", "_origins", "text")

    def __init__(self, text: str, moved_from: str | None) -> None:
        """`moved_from` is the original text where characters moved, None if none did."""
        self.text = text
        self._from = moved_from
        self._origins: tuple[int, ...] | None = None

    @property
    def origins(self) -> tuple[int, ...] | None:
        """Place in the original of each folded character; None if none moved."""
        if self._origins is None and self._from is not None:
            self._origins = _origins(self._from)
        return self._origins

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that was read as `text[start:end]`."""
        origins = self.origins
        if origins is None or start >= end:
            return start, end
        return origins[start], origins[end - 1] + 1


@lru_cache(maxsize=4)
def fold(text: str) -> Folded:
    """Read a text in any script and damage as one plain spelling.

    >>> fold("۰۳۰۰\u2011۱۲۳۴۵۶۷").text
    '0300-1234567'
    >>> fold("03\u200f00").span(0, 4)
    (0, 5)
    """
    if not _PLAIN.search(text):
        return Folded(text, None)
    folded = text.translate(_TABLE)
    has_moved = any(len(_TABLE[ord(character)]) != 1 for character in set(text))
    if "\u0640" in folded:
        # Drop the stretching of letters; between digits it was typed as a dash.
        folded = _with_dashes(folded).replace("\u0640", "")
        has_moved = True
    return Folded(folded, text if has_moved else None)


def _with_dashes(folded: str) -> str:
    return _TATWEEL_AS_DASH.sub(lambda match: "-" * len(match[0]), folded)


def _origins(text: str) -> tuple[int, ...]:
    """Return the place in a text of each character that it folds to."""
    origins = [index for index, character in enumerate(text) for _ in _TABLE[ord(character)]]
    folded = _with_dashes(text.translate(_TABLE))
    return tuple(
        index for index, character in zip(origins, folded, strict=True) if character != "\u0640"
    )


def digits(text: str) -> str:
    """Return the decimal digits of a text in ASCII, all else dropped.

    >>> digits("ID ۳۵۲۰۲-1")
    '352021'
    """
    return "".join(character for character in fold(text).text if "0" <= character <= "9")
