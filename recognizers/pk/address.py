"""Postal addresses (پتہ): the whole address as one span, by column, label or address words.

There is no fixed form. What stands in Pakistani registers runs from the house to the province:
house, flat, plot or shop number · street, gali, lane · mohalla, block, sector, phase, colony,
town, scheme · near a landmark · village: chak number with its canal branch (87/9-L, 123/GB,
24 J.B.), goth, killi, basti, mouza, dhok · post office (dak khana) · tehsil or taluka · district
(zila) · city · postcode of five digits.

In text an address is a chain of such parts. A part has a weight; a chain counts from WHOLE on:
"House No. 5" alone does, "Block 13" or "Jinnah Road" alone does not, "Block 13, Karachi" does
with the name before it. Names before and behind a part belong to the chain up to a sentence's
word. A label ("Address:", "پتہ:") takes the rest of its line up to the next label; "resident of",
R/O, sakna and سکنہ take the words behind them.

Not found: a village or a colony alone in a sentence, a landmark without "near". Islamabad's
sectors (F-7/3) and postcodes count only within a chain. Accuracy on an independent set has not
been established.

Sources: address words as in public Pakistani registers and forms (سکنہ is the written form, ساکن
the Persian one); canal branches from the names of the Punjab colonies. Places: data/places.txt.

>>> compact("H# 12, St# 4, Mohalla Islampura, LAHORE")
'house 12 street 4 mohalla islampura lahore'
>>> compact("House No.12 Street No 4 Moh. Islampura Lahore")
'house 12 street 4 mohalla islampura lahore'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from presidio_analyzer import Pattern

from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError
from recognizers.pk.words import (
    LETTERS,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    Style,
    Word,
    alternation,
    place_at,
    word_at,
    word_list,
    words_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    Found = tuple[int, int, float]

WHOLE: Final = 1.0
"""The weight from which a chain of parts is an address."""

_REACH: Final = 300
"""Characters of one address; the longest in forms with four address lines have about 200."""


# --- the canonical spelling -------------------------------------------------------------------

_SAME: Final = {
    spelling: word
    for word, spellings in {
        "house": "h house hno makan makaan مکان",
        "street": "st str street gali galli اسٹریٹ سٹریٹ گلی",
        "mohalla": "moh mohalla mohallah muhalla muhallah mohala محلہ",
        "district": "dist distt district zila zilla ضلع",
        "tehsil": "teh tehsil tehseel تحصیل",
        "village": "vill village gaon gaaon گاوں",
        "road": "rd road روڈ",
        "block": "blk block بلاک",
        "sector": "sec sector سیکٹر",
        "phase": "ph phase فیز",
        "near": "near nazd nazad نزد",
    }.items()
    for spelling in spellings.split()
}
_NUMBER_WORDS: Final = frozenset("no num number nambar namber نمبر".split())
_TOKEN: Final = re.compile(
    rf"[0-9]+(?:[ ]?[/-][ ]?[0-9]+)*(?:[ ]?[/-]?[ ]?[A-Za-z](?![{LETTERS}]))?|[{LETTERS}]+"
)


def compact(address: str) -> str:
    """Return one spelling for an address in any case, punctuation and common short forms.

    Parts stay in the written order. Raises ValidationError when there is no letter or digit.
    """
    words: list[str] = []
    for token in _TOKEN.findall(fold(address).text.casefold()):
        word = token if token[0] in "0123456789" else _SAME.get(token, token)
        if word in _NUMBER_WORDS:
            continue
        words.append(re.sub("[ -]", "", word))
    if not words:
        raise ValidationError("an address has letters or digits")
    return " ".join(words)


def validate(address: str) -> str:
    """Return the compact address. No register of addresses is public, so all else can be one.

    Raises ValidationError when there is no letter or digit.
    """
    return compact(address)


def is_valid(address: str) -> bool:
    """Say whether `validate` accepts the address."""
    try:
        validate(address)
    except ValidationError:
        return False
    return True


def format(address: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the address on one line, blanks and line ends as one blank, all else as written.

    Raises ValidationError when there is no letter or digit.
    """
    compact(address)
    return " ".join(fold(address).text.split())


# --- parts -------------------------------------------------------------------------------------

_NO: Final = r"(?:[ \t]{0,2}(?:no|num|number|nambar|namber|nbr|نمبر)(?![A-Za-z])\.?)?[ \t]{0,2}[#:.\-]{0,2}[ \t]{0,2}"
_VALUE: Final = rf"(?:[A-Za-z]{{1,2}}[ \-/]?)?[0-9]{{1,5}}(?:[ ]?[/\-][ ]?[0-9A-Za-z]{{1,4}}){{0,2}}(?:[ \-]?[A-Za-z](?![{LETTERS}]))?(?![0-9%])"
_URDU_VALUE: Final = rf"(?:[{LETTERS}]{{1,4}}[ \-])?[0-9]{{1,5}}(?:[/\-][0-9{LETTERS}]{{1,4}}){{0,2}}(?![0-9%])"
_CANAL: Final = (
    r"(?:[ ]?[/\-]?[ ]?(?:[0-9]{1,2}[ ]?[-.]?[ ]?[RLPrlp]|(?:G|J|R|N|S|E|W|D|M)\.?[ ]?(?:B|L|D)|T\.?D\.?A|ABS|DNB|WB|NP|P|L|R))"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One kind of address part: what begins it, what must follow, what it is worth.

    needs: "number" a number or a letter block, "name" words, "either", "left" words before it.
    """

    name: str
    cues: tuple[str, ...]
    needs: str
    weight: float


_PARTS: Final = (
    _Part(
        "house",
        (
            "h#", "h #", "h.no", "h. no", "h no", "h/no", "h.#", "hno", "h-no", "house",
            "house no", "house number", "house#", "makan", "makaan", "makan no", "makan number",
            "flat", "flat no", "apt", "apartment", "appartment", "plot", "plot no", "quarter",
            "quarter no", "qtr", "qtr no", "q.no", "kothi", "bungalow", "banglow", "banglo", "villa",
            "مکان", "مکان نمبر", "فلیٹ", "فلیٹ نمبر", "پلاٹ", "پلاٹ نمبر", "کوارٹر", "کوارٹر نمبر",
            "کوٹھی", "کوٹھی نمبر", "اپارٹمنٹ", "بنگلہ",
        ),
        "number",
        1.0,
    ),
    _Part(
        "shop",
        ("shop", "shop no", "dukan", "dukan no", "office no", "suite", "room no", "floor",
         "دکان", "دکان نمبر", "آفس نمبر", "کمرہ نمبر", "منزل"),
        "number",
        0.6,
    ),
    _Part(
        "street",
        (
            "st#", "st #", "st no", "st.no", "st. no", "st", "st.", "str", "street", "street no",
            "gali", "galli", "gali no", "lane", "lane no", "kucha", "koocha", "گلی", "گلی نمبر",
            "اسٹریٹ", "اسٹریٹ نمبر", "سٹریٹ", "سٹریٹ نمبر", "لین", "لین نمبر",
        ),
        "number",
        1.0,
    ),
    _Part(
        "named street",
        ("gali", "galli", "kucha", "koocha", "گلی", "کوچہ", "اسٹریٹ", "سٹریٹ"),
        "name",
        0.6,
    ),
    _Part(
        "quarter",
        ("mohalla", "mohallah", "muhalla", "muhallah", "mohala", "moh", "moh.", "muhala", "محلہ"),
        "either",
        1.0,
    ),
    _Part("chak", ("chak", "chak no", "chack", "chack no", "chak number", "chk no", "چک", "چک نمبر"), "number", 1.0),
    _Part(
        "village",
        (
            "goth", "gote", "goath", "killi", "kili", "killa", "basti", "mouza", "moza", "mauza",
            "mouzah", "dhok", "dhoke", "گوٹھ", "کلی", "بستی", "موضع", "ڈھوک", "ڈیرہ",
        ),
        "name",
        1.0,
    ),
    _Part(
        "village, weak",
        ("village", "vill", "vill.", "vpo", "v.p.o", "gaon", "gaun", "gaaon", "pind", "deh", "dera",
         "chak", "chack", "kot", "گاؤں", "چک", "کوٹ", "دیہہ"),
        "name",
        0.7,
    ),
    _Part(
        "post office",
        ("p.o", "p.o.", "p/o", "po box", "p.o. box", "post office", "dak khana", "dakkhana", "dakhana",
         "dak khanah", "ڈاکخانہ", "ڈاک خانہ"),
        "either",
        0.6,
    ),
    _Part(
        "tehsil",
        ("tehsil", "tehseel", "tehsile", "teh", "teh.", "taluka", "taluqa", "تحصیل", "تعلقہ"),
        "name",
        0.5,
    ),
    _Part(
        "district",
        ("district", "distt", "distt.", "dist", "dist.", "zila", "zilla", "zilah", "ضلع"),
        "name",
        0.5,
    ),
    _Part(
        "block",
        ("block", "block no", "blk", "sector", "sec", "phase", "ph", "scheme", "scheme no", "ward no",
         "ward", "uc", "uc no", "extension", "بلاک", "بلاک نمبر", "سیکٹر", "فیز", "سکیم", "وارڈ نمبر",
         "یونین کونسل"),
        "block",
        0.5,
    ),
    _Part("sector", ("d", "e", "f", "g", "h", "i"), "sector", 0.5),
    _Part(
        "area",
        (
            "town", "colony", "coloney", "society", "housing society", "housing scheme", "villas",
            "nagar", "park", "garden", "gardens", "cantt", "residency", "heights", "enclave", "apartments",
            "ٹاؤن", "کالونی", "سوسائٹی", "نگر", "گارڈن", "پارک", "کینٹ",
        ),
        "left",
        0.6,
    ),
    _Part(
        "road",
        (
            "road", "rd", "rd.", "avenue", "boulevard", "bazar", "bazaar", "chowk", "chowrangi", "plaza",
            "market", "mandi", "stop", "mor", "street", "lane", "adda", "building", "tower",
            "روڈ", "سڑک", "بازار", "چوک", "چورنگی", "پلازہ", "مارکیٹ", "منڈی", "اڈہ", "موڑ",
        ),
        "left",
        0.5,
    ),
    _Part("khayaban", ("khayaban", "khayaban e", "khayaban-e", "خیابان"), "name", 0.6),
    _Part("scheme", ("dha", "d.h.a", "bahria town", "askari", "gulshan", "gulberg", "گلشن", "گلبرگ", "بحریہ ٹاؤن", "ڈی ایچ اے"), "own", 0.5),
    _Part(
        "near",
        ("near", "nazd", "nazad", "nzd", "nazdeek", "opp", "opp.", "opposite", "adjacent", "behind",
         "qareeb", "نزد", "بالمقابل", "عقب", "متصل"),
        "name",
        0.3,
    ),
    _Part(
        "resident",
        ("r/o", "r / o", "r.o", "resident of", "residing at", "residing in", "lives at", "living at",
         "sakna", "sakana", "sakin", "rehaishi", "rihaishi", "سکنہ", "ساکن", "رہائشی"),
        "resident",
        0.7,
    ),
)  # fmt: skip
