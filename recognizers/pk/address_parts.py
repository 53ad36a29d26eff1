"""Parts of an address and the chain they make: where an address begins and where it ends.

A part is a cue ("House", "Mohalla", "چک") with its number or its name. A chain is read from the
first cue on: further parts, places, the names between them, until a word of a sentence, a mark
that ends one, a long number or REACH. Every step moves forward, so reading is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from recognizers.pk.names import ends_clause
from recognizers.pk.script import fold
from recognizers.pk.words import (
    LETTERS,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    Style,
    Word,
    alternation,
    place_at,
    titles,
    word_at,
    word_list,
    word_set,
    words_before,
)

WHOLE: Final = 1.0
"""The weight from which a chain of parts is an address."""

REACH: Final = 300
"""Characters of one address; the longest in forms with four address lines have about 200."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A kind of part: its cues, and its weight by what stands with the cue; 0 is "no part"."""

    cues: tuple[str, ...]
    number: float = 0.0
    """With a number behind it: House No. 5."""
    name: float = 0.0
    """With a name behind it: Mohalla Islampura."""
    left: float = 0.0
    """With a name before it: Model Town."""
    value: float = 0.0
    """With a number or a letter behind it: Block H."""
    own: float = 0.0
    """By itself: DHA, F-7/3."""


_PARTS: Final = (
    _Part(
        (
            "h#", "h #", "h.no", "h. no", "h no", "h/no", "h.#", "h. #", "hno", "h-no", "house",
            "makan", "makaan", "ghar no", "ghar number", "flat", "apt", "apartment", "appartment", "plot", "quarter", "qtr",
            "q.no", "q no", "kothi", "bungalow", "banglow", "banglo", "villa", "مکان", "فلیٹ",
            "پلاٹ", "کوارٹر", "کوٹھی", "اپارٹمنٹ", "بنگلہ",
        ),
        number=1.0,
    ),
    _Part(
        (
            "shop", "dukan", "dukaan", "office no", "suite", "room no", "دکان", "آفس نمبر",
            "کمرہ نمبر",
        ),
        number=0.6,
    ),
    _Part(("st#", "st #", "st no", "st.no", "st. no"), number=1.0),
    _Part(("st", "st.", "str", "st-"), number=0.6),
    _Part(("street", "lane"), number=1.0, left=0.5),
    _Part(
        ("gali", "galli", "kucha", "koocha", "گلی", "اسٹریٹ", "سٹریٹ", "لین", "کوچہ"),
        number=1.0,
        name=0.6,
    ),
    _Part(
        ("mohalla", "mohallah", "muhalla", "muhallah", "mohala", "moh", "moh.", "muhala", "محلہ"),
        number=1.0,
        name=1.0,
    ),
    _Part(("chak", "chack", "chk", "چک"), number=1.0, name=0.7),
    _Part(
        (
            "goth", "gote", "goath", "killi", "kili", "killa", "basti", "mouza", "moza", "mauza",
            "mouzah", "dhok", "dhoke", "گوٹھ", "کلی", "بستی", "موضع", "ڈھوک", "ڈیرہ",
        ),
        name=1.0,
    ),
    _Part(
        (
            "village", "vill", "vill.", "vpo", "v.p.o", "gaon", "gaun", "gaaon", "pind", "deh",
            "dera", "kot", "گاؤں", "کوٹ", "دیہہ",
        ),
        name=0.7,
    ),
    _Part(
        (
            "po box", "p.o box", "p.o. box", "p. o. box", "p o box", "post box", "pobox",
            "پوسٹ بکس", "پی او بکس",
        ),
        number=1.0,
    ),
    _Part(
        (
            "p.o", "p.o.", "p/o", "post office", "dak khana", "dakkhana",
            "dakhana", "dak khanah", "ڈاکخانہ", "ڈاک خانہ",
        ),
        number=0.6,
        name=0.6,
    ),
    _Part(("tehsil", "tehseel", "teh", "teh.", "taluka", "taluqa", "تحصیل", "تعلقہ"), name=0.5),
    _Part(
        (
            "tehsil and district", "tehsil & district", "tehsil and distt", "teh & distt",
            "tehsil & distt", "tehsil o zila", "tehsil wa zila", "تحصیل و ضلع", "تحصیل وضلع",
        ),
        name=1.0,
    ),
    _Part(
        ("district", "distt", "distt.", "dist", "dist.", "zila", "zilla", "zilah", "ضلع"),
        name=0.5,
        left=0.4,
    ),
    _Part(
        (
            "block", "blk", "sector", "phase", "scheme", "ward", "uc", "extension", "بلاک", "سیکٹر",
            "فیز", "سکیم", "وارڈ", "یونین کونسل",
        ),
        value=0.5,
    ),
    _Part(
        (
            "town", "colony", "coloney", "society", "housing society", "housing scheme", "villas",
            "nagar", "garden", "gardens", "cantt", "residency", "heights", "enclave", "apartments",
            "abad", "ٹاؤن", "کالونی", "سوسائٹی", "نگر", "گارڈن", "کینٹ",
        ),
        left=0.6,
    ),
    _Part(
        (
            "road", "rd", "rd.", "avenue", "boulevard", "bazar", "bazaar", "chowk", "chowrangi",
            "plaza", "market", "mandi", "stop", "mor", "adda", "building", "tower", "park", "روڈ",
            "سڑک", "بازار", "چوک", "چورنگی", "پلازہ", "مارکیٹ", "منڈی", "اڈہ", "موڑ", "پارک",
        ),
        left=0.5,
    ),
    _Part(("khayaban", "khayaban e", "khayaban-e", "خیابان"), name=0.6),
    _Part(
        (
            "dha", "d.h.a", "bahria", "askari", "gulshan", "gulshan e", "gulberg", "گلشن", "گلبرگ",
            "بحریہ", "ڈی ایچ اے", "عسکری",
        ),
        own=0.5,
    ),
    _Part(
        (
            "near", "nazd", "nazad", "nzd", "nazdeek", "opp", "opp.", "opposite", "adjacent",
            "behind", "qareeb", "نزد", "بالمقابل", "عقب", "متصل",
        ),
        name=0.3,
    ),
)  # fmt: skip
_RESIDENT: Final = (
    "r/o", "r / o", "r.o", "resident of", "residing at", "residing in", "lives at", "living at",
    "sakna", "sakana", "sakin", "rehaishi", "rihaishi", "سکنہ", "ساکن", "رہائشی",
)  # fmt: skip
_RESIDENTIAL: Final = word_set("rehaishi rihaishi رہائشی")
"""These are "residential" too: رہائشی پلاٹ."""
_RESIDENT_WEIGHT: Final = 0.7
_PLACE_WEIGHT: Final = 0.4
_LEFT_WEIGHT: Final = 0.1
"""A name before a block or a scheme: gulzar e hijri scheme 33."""
_LEAD_WEIGHT: Final = 0.2
"""A number before the first part: 25-C, Khayaban-e-Ittehad."""
_LANDMARKS: Final = frozenset({"near", "nazd", "nazad", "nzd", "opp", "opposite", "behind", "نزد"})


def _key(cue: str) -> str:
    """Return a cue as the tables below hold it; `cue` is folded text."""
    return " ".join(cue.casefold().split())


_PART_OF: Final = {_key(fold(cue).text): part for part in _PARTS for cue in part.cues}
_RESIDENT_KEYS: Final = frozenset(_key(fold(cue).text) for cue in _RESIDENT)
_SECTOR: Final = r"[D-I][ ]?-[ ]?[0-9]{1,2}(?:/[1-4](?:-[1-4])?)?(?![0-9/])"
CUES: Final = re.compile(
    rf"{NOT_AFTER_LETTER}(?<![0-9@_])"
    rf"(?:{alternation((*_PART_OF, *_RESIDENT_KEYS))}{NOT_BEFORE_LETTER}|(?P<sector>{_SECTOR}))",
    re.IGNORECASE,
)
"""Any cue, in folded text."""

_NO: Final = (
    r"[ \t]{0,2}(?:(?:no|num|number|nambar|namber|nbr|نمبر)(?![A-Za-z])\.?)?"
    r"[ \t]{0,2}[#:.\-]{0,2}[ \t]{0,2}"
)
_ALONE: Final = f"(?![{LETTERS}])"
_BRANCHES: Final = alternation(
    f"{canal}{blank}{branch}"
    for canal, branch in (
        ("جی", "بی"), ("جے", "بی"), ("آر", "بی"), ("این", "بی"), ("ایس", "بی"), ("ای", "بی"),
        ("ڈبلیو", "بی"), ("ایم", "ایل"), ("ٹی ڈی", "اے"),
    )
    for blank in ("", " ")
)  # fmt: skip
_CANAL: Final = (
    r"[ ]?[/\-]?[ ]?(?:[0-9]{1,2}[ ]?[-.]?[ ]?[RLP]|[GJRNSEWDM]\.?[ ]?[BLD]\.?|T\.?D\.?A\.?"
    rf"|ABS|DNB|NP|[PLR]|[گجرنشڈم][ ]?[بل]|{_BRANCHES})(?![{LETTERS}0-9])"
)
"""The canal branch of a chak: 123/GB, 24 J.B., 87/9-L, 41 ABS, 24 ج ب."""
_URDU_LETTERS: Final = alternation(
    "اے بی سی ڈی ای ایف جی ایچ آئی جے کے ایل ایم این پی کیو آر ایس".split()  # noqa: SIM905 - letters
)
_NUMBER: Final = re.compile(
    rf"{_NO}(?:(?:[A-Z][ ]|[A-Z]{{1,2}}[\-/]?|{_URDU_LETTERS}[ \-])?[0-9]{{1,5}}"
    rf"(?:{_CANAL}|(?:[ ]?[/\-][ ]?[0-9A-Z]{{1,4}}){{0,2}}(?:[ \-]?[A-Z](?![{LETTERS}.]))?)"
    r"(?![0-9%]|[A-Z]{2})|[A-Z][ \-]?[0-9]{1,4}(?![0-9%]|[A-Z]{2}))",
    re.IGNORECASE,
)
"""The number of a house, street or chak: No. 12, # B-12, 12/A, بی 12."""
_VALUE: Final = re.compile(
    rf"{_NO}(?P<value>[0-9]{{1,3}}(?:[\-/ ]?[A-Z](?:/[0-9]{{1,2}})?{_ALONE})?(?![0-9])"
    rf"|[A-Z]{{1,2}}[ \-]?[0-9]{{1,3}}(?:/[0-9])?(?![0-9{LETTERS}])"
    rf"|[A-Z](?![{LETTERS}'0-9])|(?:I{{1,3}}|IV|VI{{0,3}}|IX){_ALONE}"
    rf"|{_URDU_LETTERS}{_ALONE})",
    re.IGNORECASE,
)
"""What names a block, sector or phase: 13-D, H, 15-A/4, II, ایچ."""
_UNITS: Final = re.compile(
    r"[ \t]{0,2}(?:marla|kanal|acre|lakh|lac|crore|million|thousand|rs|rupees|percent|off|storey"
    r"|story|min|minutes?|hours?|km|kilomet|feet|ft|sq|beds?|rooms?|days?|months?|years?|saal"
    r"|mahin|pm|am|x|per|times|people|log)(?![A-Za-z])|[ \t]?[%:]|\.[0-9]",
    re.IGNORECASE,
)
"""Behind the number, these make it an amount: "house 5 marla", "flat 20% off"."""
_FLOOR: Final = re.compile(
    r"(?:[0-9]{1,2}[ ]?(?:st|nd|rd|th)?|ground|first|second|third|top|upper)[ ]{1,2}"
    r"(?:floor|manzil)(?![A-Za-z])"
    rf"|{alternation(('پہلی', 'دوسری', 'تیسری', 'چوتھی'))}[ ]{{1,2}}منزل",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(r"[ ,\-.(]{0,3}[0-9]{5}(?![0-9\-])")
_GAP: Final = re.compile(r"[ \t]{0,3}[,;:/()#.\-]{0,2}[ \t]{0,3}\n?[ \t]{0,3}")
_BETWEEN_WORDS: Final = re.compile(r"[ \t]{1,3}|[ \t]?-[ \t]?|\.[ \t]?")
_PARTICLES: Final = word_set("e ul ur ud us un i al")
_LEADING_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z/.#-])(?:[A-Z]{1,2}[ -]?)?[0-9]{1,4}(?:[ ]?[/\-][ ]?[0-9A-Za-z]{1,3})?"
    r"[ ]?,?[ ]?\Z"
)


class Chain(NamedTuple):
    """An address or the beginning of one: where it stands and how much speaks for it."""

    start: int
    end: int
    weight: float


def read_chain(text: str, position: int) -> Chain:
    """Read the parts from the cue at a position on; weight 0 if the cue has none with it.

    The chain's end lies behind the cue even when it is none, so that a caller moves on.
    """
    cue = CUES.match(text, position)
    if cue is None:
        return Chain(position, position, 0.0)
    limit = min(len(text), position + REACH)
    if _key(cue[0]) in _RESIDENT_KEYS:
        start = _over_gap(text, cue.end())
        chain = _extend(text, Chain(start, start, _RESIDENT_WEIGHT), limit, resident=True)
        if chain.end <= start:
            return Chain(position, cue.end(), 0.0)
        if (
            _key(cue[0]) in _RESIDENTIAL
            and chain.weight <= WHOLE
            and not ends_clause(text, chain.end)
        ):
            return chain._replace(weight=0.0)
        return chain
    first = _read_part(text, cue, left=_left_of(text, position))
    if first is None:
        return Chain(position, cue.end(), 0.0)
    return _extend(text, first, limit, resident=False)


def _over_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _left_of(text: str, position: int) -> int:
    """Return where the name before a cue begins, or the position when there is none."""
    start = edge = position
    style: Style | None = None
    count = 0
    for word in words_before(text, position, reach=80):
        gap = text[word.end : edge]
        if gap.strip(" \t") not in {"", "-", "."} or len(gap) > 3 or count == 4:
            break
        if word.key in _PARTICLES and count:
            edge = word.start
            continue
        this = word.style(text)
        if not _is_address_word(text, word) or CUES.match(text, word.start):
            break
        if style not in {None, this}:
            break
        if word.key == "main" and this is Style.SMALL and count:
            break  # Roman Urdu "main", I: "main gulshan e iqbal mein"
        style, count = this, count + 1
        start = edge = word.start
    return start


def _is_address_word(text: str, word: Word) -> bool:
    """Say whether a word can stand in the name of a street, a quarter or a landmark."""
    if not 1 < word.end - word.start <= 24 or text[word.end : word.end + 1] in {"@", "_"}:
        return False
    if word.key in word_list("address_words.txt"):
        return True
    if word.key in titles()["pure"]:
        return word.style(text) is not Style.SMALL
    return word.key not in word_list("not_names.txt")


def _read_part(text: str, cue: re.Match[str], *, left: int) -> Chain | None:
    """Read one part; `left` is where the name before the cue begins."""
    if cue["sector"]:
        return Chain(cue.start(), cue.end(), 0.5) if cue[0][0].isupper() else None
    part = _PART_OF[_key(cue[0])]
    if part.number:
        number = _NUMBER.match(text, cue.end())
        if number and not _UNITS.match(text, number.end()):
            return Chain(cue.start(), number.end(), part.number)
    if part.value:
        value = _VALUE.match(text, cue.end())
        if value:
            weight = part.value + (_LEFT_WEIGHT if left < cue.start() else 0.0)
            return Chain(left, value.end(), weight)
    if part.name:
        named = _read_name_part(text, cue, part)
        if named:
            return named
    if part.left and left < cue.start():
        number = _VALUE.match(text, cue.end())
        numbered = number is not None and number["value"][0] in "0123456789"
        return Chain(left, number.end() if number and numbered else cue.end(), part.left)
    if part.own:
        return Chain(left, cue.end(), part.own)
    return None


def _read_name_part(text: str, cue: re.Match[str], part: _Part) -> Chain | None:
    """Read a cue with the name behind it: Tehsil Chichawatni."""
    landmark = _key(cue[0]) in _LANDMARKS
    name = _read_names(text, _over_gap(text, cue.end()), limit=4)
    first = word_at(text, name.start) if name else None
    if name is None or first is None:
        return None
    if first.key in word_list("institution_words.txt") and not landmark:
        return None
    style = first.style(text)
    if cue[0][0].isupper() and style is Style.SMALL and not cue[0].isupper():
        return None
    weight = part.name
    if style is Style.SMALL and weight < 1.0:
        # English: "village life", "near completion". It takes more parts to make an address.
        weight *= 0.7
    return Chain(cue.start(), name.end, weight + name.weight)


def _read_names(text: str, position: int, *, limit: int) -> Chain | None:
    """Read the words of a name up to the next cue; its weight is that of a place within it."""
    here, end, count, weight = position, position, 0, 0.0
    style: Style | None = None
    while count < limit:
        beyond = place_at(text, here)
        if beyond > here:
            postcode = _POSTCODE.match(text, beyond)
            end = postcode.end() if postcode else beyond
            weight = _PLACE_WEIGHT
            count += 1
        else:
            word = word_at(text, here)
            if word is None:
                break
            if word.key in _PARTICLES and count:
                beyond = word.end
            else:
                this = word.style(text)
                if not _is_address_word(text, word) or (count and CUES.match(text, here)):
                    break
                if style not in {None, this}:
                    break
                style = this
                beyond = end = word.end
                count += 1
        between = _BETWEEN_WORDS.match(text, beyond)
        if between is None or (text[beyond] == "." and beyond - here > 3):
            break
        here = between.end()
    return Chain(position, end, weight) if end > position else None


def _extend(text: str, chain: Chain, limit: int, *, resident: bool) -> Chain:
    """Read on from the end of a chain: parts, places, and names between or behind them."""
    start, end, weight = chain
    place_counted = unknown = 0
    first = True
    while end < limit:
        here = end if first and resident else _over_gap(text, end)
        gap = text[end:here]
        step: Chain | None = None
        cue = CUES.match(text, here)
        floor = _FLOOR.match(text, here)
        if floor:
            step = Chain(here, floor.end(), 0.1)
        elif cue and _key(cue[0]) not in _RESIDENT_KEYS:
            step = _read_part(text, cue, left=here)
            if step is None and not gap.strip(" \t") and _weight_with_name_before(cue):
                # "Mohalla Islampura Colony": the name before it is already read.
                step = Chain(here, cue.end(), _weight_with_name_before(cue))
        if step is None:
            step, known = _step_over_names(text, here, gap)
            if step is None or (not known and unknown == 2):
                break
            unknown = 0 if known else unknown + 1
            if step.weight == _PLACE_WEIGHT:
                place_counted += 1
                if place_counted > 1:
                    step = step._replace(weight=0.1)
        else:
            unknown = 0
        if first and resident and step.weight == 0:
            step = step._replace(weight=0.3)
        end, weight, first = step.end, weight + step.weight, False
    if not resident:
        lead = _LEADING_NUMBER.search(text, max(0, start - 12), start)
        if lead:
            start, weight = lead.start(), weight + _LEAD_WEIGHT
    return Chain(start, end, weight)


def _weight_with_name_before(cue: re.Match[str]) -> float:
    part = _PART_OF.get(_key(cue[0]))
    return part.left if part else 0.0


def _step_over_names(text: str, here: int, gap: str) -> tuple[Chain | None, bool]:
    """Read names that no cue begins; say whether a place or a cue behind them makes them sure."""
    name = _read_names(text, here, limit=4)
    if name is None:
        return None, False
    if name.weight:
        return name, True
    after = _over_gap(text, name.end)
    cue = CUES.match(text, after)
    if cue and not text[name.end : after].strip(" \t"):
        part = _PART_OF.get(_key(cue[0]))
        if part and (part.left or part.value or part.own):
            step = _read_part(text, cue, left=here)
            if step:
                return step._replace(start=here), True
    if "." in gap:
        # A full stop: what follows must be known to be of the address.
        return None, False
    return name, False
