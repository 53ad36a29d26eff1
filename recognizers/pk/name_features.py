"""Tokens of running text and what the model of names sees of each: one code to train and to use.

A token is a run of letters, a run of digits, "S/O" and its like, one mark (repeated marks are
one), or a line end. All that is said of a token depends on its characters alone, so it is worked
out once for each spelling; the model weighs it at five places (the token, and two to either side)
and adds pairs of token classes. The text is folded (see `script`) before anything here sees it.

What is seen: the word, its case, its first and last letters and its three-letter pieces (these
carry names that no list has), its spelling key, and whether it stands in a list: names.txt,
localities.txt, common words, an English dictionary, titles, words of institutions, relations,
addresses and labels.

>>> tokens("Name: ASLAM s/o Rafiq, H# 12")[:6]
[(0, 4), (4, 5), (6, 11), (12, 15), (16, 21), (21, 22)]
>>> spelling_key("Moosa") == spelling_key("Musa"), spelling_key("Siddiqi") == spelling_key("sidiki")
(True, True)
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from recognizers.pk.script import fold
from recognizers.pk.words import titles, word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Set

TOKEN: Final = re.compile(
    r"<[A-Z][A-Z_]{2,30}>|[A-Z]{2,12}_[0-9A-Z]{16}(?![0-9A-Za-z])"
    r"|[A-Za-z][/\\][A-Za-z0](?![A-Za-z0-9])|[^\W\d_]+|[0-9]+|[\n\t]|([^\w\s]|_)\1*"
)
BEGIN: Final = "\x02"
END: Final = "\x03"
"""Stand for what is before the first and behind the last token."""

REPLACED: Final = "\ufffd"
"""Stands for a value that was replaced: a token (PERSON_…) or a placeholder (<ADDRESS>)."""

_KEY_STEPS: Final = tuple(
    pair.split(">")
    for pair in ["ee>i", "oo>u", "ou>u", "au>o", "aw>o", "ph>f", "q>k", "ck>k", "x>ks", "w>v", "ai>e", "ay>e", "ei>e", "ey>e", "y>i", "zh>z", "th>t", "dh>d", "gh>g", "kh>k", "bh>b", "z>s"]
)
_DOUBLED: Final = re.compile(r"(.)\1+")
_SILENT_H: Final = re.compile(r"(?<=.)h(?=[^aeiou]|$)")
_COMPOUND: Final = re.compile(
    r"(?:abd(?:ul|ur|us|un|ud|uz|ush|al|el)[a-z]{3,}|[a-z]{3,}(?:ullah|ulla|ollah|uddin|udin|uldin"
    r"|urrehman|urrahman|ulhaq|ulhassan|ulhasan|ulislam|ulabideen|unnisa|unisa|unnissa|ulnisa))\Z"
)
_COMPOUND_URDU: Final = re.compile(
    fold(r"(?:عبدال.{3,}|.{2,}(?:اللہ|الدین|الرحمان|الرحمن|الحق|الحسن|الاسلام|العابدین|النساء))").text
    + r"\Z"
)

RELATIONS: Final = word_set(
    "s/o d/o w/o h/o c/o r/o f/o m/o s/0 d/0 so do wo walad wald valad waled valid walid zoja zauja "
    "zojah zouja dukhtar dokhtar bint binte bin ibn bewa beva urf alias son daughter wife widow "
    "sakna sakin qaum qom caste pisar pisran ولد ولدیت زوجہ زوجۂ دختر بنت بن ابن بیوہ عرف سکنہ ساکن قوم پسر "
    "پسران بنام والد والدہ المعروف رہائشی"
)
KIN: Final = word_set(
    "bhai baji apa aapa behan behen chacha chachi mamu mamoo mami khala phuphi phupho phopho dada "
    "dadi nana nani abu abbu abba ammi ami beta beti bete bahu saas sasur susar shohar biwi bivi "
    "larka larki dost saheli parosi brother sister uncle aunt aunty cousin father mother husband "
    "friend mian begum sahab sahib saab sb sahiba sahb sir madam miss ustad ustani mistri darzi "
    "driver rider chowkidar wadera master munshi numberdar nazim patwari thekedar بھائی باجی آپا بہن چچا "
    "چچی ماموں خالہ پھوپھی دادا دادی نانا نانی ابو امی بیٹا بیٹی بیٹے شوہر بیوی اہلیہ دوست صاحب صاحبہ استاد "
    "مستری ڈرائیور چوکیدار وڈیرہ ناظم"
)
ROLES: Final = word_set(
    "accused complainant applicant petitioner respondent deponent patient witness passenger customer "
    "client employee tenant landlord student teacher victim suspect deceased constable subscriber "
    "consignee nominee guardian guarantor beneficiary mulzim mudai muddai gawah mareez mareeza "
    "darkhwast guzar saila sail ملزم ملزمہ گواہ مریض مریضہ مدعی مدعیہ مستغیث مقتول مقتولہ متوفی کانسٹیبل وکیل "
    "مالک سائل سائلہ درخواست گزار کرایہ دار ضامن لاپتہ گمشدہ ملازم ملازمہ"
)
LABELS: Final = word_set(
    "name names naam nam father fathers husband mother spouse title holder owner account from to by "
    "dear regards address pata cnic mobile phone contact cell dob نام والد والدہ شوہر پتہ شناختی موبائل فون "
    "رابطہ کھاتہ"
)
ADDRESS_CUES: Final = word_set(
    "house h no number st street gali galli road rd lane block blk sector phase mohalla muhalla "
    "mohallah muhallah moh town colony scheme society village vill chak tehsil teh tehseel taluka "
    "taluqa district distt dist zila zilla flat plot apartment apt floor shop dukan makan makaan near "
    "nazd opp goth basti dhok dhoke killi kili mouza moza mauza po p/o vpo post office dak khana bazar "
    "bazaar chowk stop pind garden park cantt gulshan dha nagar abad abaad pura pur kot kotla ward uc "
    "quarter qtr kothi bungalow khayaban villas heights plaza market mandi adda phatak masjid deh "
    "tando khel ahata haveli cottage مکان گلی محلہ سڑک روڈ بلاک سیکٹر فیز ٹاؤن کالونی سکیم گاؤں چک تحصیل "
    "تعلقہ ضلع فلیٹ پلاٹ دکان نزد گوٹھ بستی ڈھوک موضع ڈاکخانہ بازار چوک نمبر اسٹریٹ سٹریٹ لین کوارٹر کوٹھی "
    "کلی دیہہ وارڈ سوسائٹی پلازہ مارکیٹ اڈا پھاٹک مسجد منزل اپارٹمنٹ حویلی ڈیرہ احاطہ ٹنڈو کوٹ نگر آباد "
    "پورہ پور گنج گیٹ پتہ"
)
ENGLISH_ENDINGS: Final = ("s", "es", "ed", "d", "ing", "ly")
"""english_words.txt holds no word that is one of its others with one of these behind it."""

MARKERS: Final = word_set(
    "ne ny ney ko ka ki ke k kay kee se sy say par pe pr mein main me hai hain he hy tha thi the aur or "
    "bhi wala wali wale نے کو کا کی کے سے پر ہے ہیں تھا تھی اور بھی میں والا والی والے"
)


class _Lists(NamedTuple):
    given: frozenset[str]
    family: frozenset[str]
    keys: frozenset[str]
    places: frozenset[str]
    place_words: frozenset[str]
    common: frozenset[str]
    ended: frozenset[str]
    english: frozenset[str]
    institution: frozenset[str]
    thing: frozenset[str]
    title: frozenset[str]
    honorific: frozenset[str]


@lru_cache(maxsize=1_024)
def spelling_key(word: str) -> str:
    """Return what a Roman spelling shares with the other spellings of the same name."""
    return _spelling_keys(word)


def _spelling_keys(lines: str) -> str:
    """Return the keys of many words, a line each: a line end is to each step as the text's end."""
    keys = re.sub("[^a-z\n]", "", lines.lower())
    for written, read in _KEY_STEPS:
        keys = keys.replace(written, read)
    keys = _DOUBLED.sub(r"\1", keys)
    keys = _SILENT_H.sub("", keys)
    return keys.replace("e", "i").replace("o", "u")


def _data(name: str) -> str:
    return files("recognizers.pk").joinpath(f"data/{name}").read_text("utf-8")


@cache
def name_pairs() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the pairs of names.txt by section ("M", "F", "S"): (Roman, Urdu) each, as written."""
    sections: dict[str, list[tuple[str, str]]] = {}
    current = ""
    for line in _data("names.txt").splitlines():
        if line.startswith("["):
            current = line.strip("[]")
            sections[current] = []
        elif line and not line.startswith("#"):
            for pair in line.split():
                roman, _, urdu = pair.replace("_", " ").partition("=")
                sections[current].append((roman, urdu))
    return {section: tuple(pairs) for section, pairs in sections.items()}


@cache
def place_pairs() -> tuple[tuple[str, str], ...]:
    """Return the pairs of localities.txt: (English, Urdu or "")."""
    pairs = []
    for line in _data("localities.txt").splitlines():
        if line and not line.startswith("#"):
            english, _, urdu = line.partition(" = ")
            pairs.append((english.strip(), urdu.strip()))
    return tuple(pairs)


def is_english(word: str, words: Set[str]) -> bool:
    """Say whether a word in lower case, or what it is without an ending, is among `words`."""
    if word in words:
        return True
    for ending in ENGLISH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4 and word[: -len(ending)] in words:
            return True
    return False


def _words_of(names: list[str]) -> set[str]:
    words = fold("\n".join(names)).text.casefold().split()
    return {word for word in words if len(word) > 1}


@cache
def _lists() -> _Lists:
    pairs = name_pairs()
    given = _words_of([name for section in "MF" for pair in pairs[section] for name in pair])
    family = _words_of([name for pair in pairs["S"] for name in pair])
    written = [name for pair in place_pairs() for name in pair if name]
    places = set(fold("\n".join(written)).text.casefold().split("\n"))
    foreign = {as_urdu(word) for word in word_list("sindhi_pashto_words.txt")}
    place_words = {word for place in places for word in place.split() if len(word) > 2}
    roman = "\n".join(word for word in given | family if word.isascii() and len(word) > 3)
    return _Lists(
        frozenset(given),
        frozenset(family),
        frozenset(_spelling_keys(roman).split("\n")),
        frozenset(places),
        frozenset(place_words),
        word_list("common_words.txt"),
        word_list("not_names.txt") | (foreign - given - family),
        word_list("english_words.txt"),
        word_list("institution_words.txt"),
        word_list("things_with_names.txt"),
        titles()["pure"] | titles()["after"],
        titles()["honorific"],
    )


class Seen(NamedTuple):
    """What is seen of one token, as strings: at its own place, one aside, two aside; its class."""

    here: tuple[str, ...]
    beside: tuple[str, ...]
    near: tuple[str, ...]
    kind: str


def tokens(folded: str) -> list[tuple[int, int]]:
    """Return the spans of the tokens of a folded text."""
    return [match.span() for match in TOKEN.finditer(folded)]


def shape(token: str) -> str:
    """Return how a token is written."""
    first = token[0]
    if first == REPLACED or (first == "<" and len(token) > 2) or "_" in token[1:]:
        return "out"
    if first.isdigit():
        return "num" if len(token) < 5 else "long"
    if not first.isalpha():
        return "mark"
    if not first.isascii():
        return "ur" if "\u0600" <= first <= "\u06ff" else "other"
    if token.isupper():
        return "UP" if len(token) > 1 else "U1"
    return "Tt" if first.isupper() else "lo"


@lru_cache(maxsize=65_536)
def flags(word: str) -> tuple[str, ...]:
    """Return the lists that a word in lower case stands in."""
    word = as_urdu(word)
    lists = _lists()
    found = []
    if word in lists.given:
        found.append("gN")
    if word in lists.family:
        found.append("gS")
    if word.isascii():
        if not found and len(word) > 3 and spelling_key(word) in lists.keys:
            found.append("gK")
        if _COMPOUND.match(word):
            found.append("gC")
    elif _COMPOUND_URDU.match(word):
        found.append("gC")
    if word in lists.places:
        found.append("gP")
    elif word in lists.place_words:
        found.append("gW")
    if word in lists.common:
        found.append("cw")
    if word in lists.ended:
        found.append("nn")
    if word.isascii() and is_english(word, lists.english):
        found.append("dw")
    if word in lists.institution:
        found.append("org")
    if word in lists.thing:
        found.append("thing")
    for name, words in _CUES:
        if word in words:
            found.append(name)
    if word in lists.title:
        found.append("title")
    elif word in lists.honorific:
        found.append("hon")
    return tuple(found)


# Letters of Sindhi and Pashto as Urdu writes their sound: the lists are in Urdu, and what was learned
# from Urdu carries over. For the eyes of the model only; findings stand where the text has them.
_AS_URDU: Final = str.maketrans({
    "ڪ": "ک", "ڳ": "گ", "ڱ": "نگ", "ڃ": "نج", "ڄ": "ج", "ڻ": "ن", "ٻ": "ب", "ڀ": "بھ", "ٺ":
    "ٹھ", "ٽ": "ٹ", "ٿ": "تھ", "ڊ": "ڈ", "ڏ": "ڈ", "ڌ": "دھ", "ڍ": "ڈھ", "ڇ": "چھ", "ڦ": "پھ",
    "ڙ": "ڑ", "ګ": "گ", "ټ": "ٹ", "ډ": "ڈ", "ړ": "ڑ", "ڼ": "ن", "ښ": "ش", "ږ": "گ", "څ": "چ",
    "ځ": "ز", "ۍ": "ی", "ێ": "ی", "ڕ": "ر", "ڵ": "ل", "ۆ": "و",
})  # fmt: skip


def as_urdu(word: str) -> str:
    """Return a word with the letters that only Sindhi and Pashto have as Urdu ones.

    >>> as_urdu("ڳوٺ"), as_urdu("ګل")
    ('گوٹھ', 'گل')
    """
    return word if word.isascii() else word.translate(_AS_URDU)


_CUES: Final = (
    ("rel", RELATIONS),
    ("kin", KIN),
    ("role", ROLES),
    ("lab", LABELS),
    ("adr", ADDRESS_CUES),
    ("mk", MARKERS),
)
_COMMON: Final = frozenset({"cw", "nn", "dw"})
_KINDS: Final = ("rel", "title", "role", "kin", "lab", "mk", "adr", "org", "hon")


def _kind(written: str, found: tuple[str, ...], token: str) -> str:
    """Return the class that pairs of neighbours are made of; some seventy in all."""
    if written == "mark":
        return "line" if token[0] in "\n\t" else token[0] if token[0] in ",:.-#/|@()" else "mark"
    if written in {"num", "long", "other", "out"}:
        return written
    for flag in _KINDS:
        if flag in found:
            return flag + ("l" if written == "lo" else "")
    is_name = "n" if "gN" in found or "gS" in found or "gC" in found else ""
    is_key = "k" if "gK" in found else ""
    is_place = "p" if "gP" in found or "gW" in found else ""
    is_common = "" if _COMMON.isdisjoint(found) else "c"
    return f"{is_name or is_key}{is_place}{is_common}.{written}"


def see(token: str, *, is_unknown: bool = False) -> Seen:
    """Return what the model sees of a token.

    `is_unknown` (in training) hides that a list or an earlier sentence knows the word.
    """
    if token in (BEGIN, END):
        edge = (f"w={'BEGIN' if token == BEGIN else 'END'}",)
        return Seen(edge, edge, edge, "edge")
    written = shape(token)
    word = as_urdu(token.casefold())
    key = word if written != "num" and written != "long" else "0" * min(len(word), 14)
    if written == "mark":
        key = token[0] + ("+" if len(token) > 1 else "")
    elif written == "out":
        key = REPLACED
    found = flags(word) if written not in {"mark", "num", "long", "out"} else ()
    if is_unknown:
        found = tuple(flag for flag in found if flag[0] != "g")
    seen = [] if is_unknown else [f"w={key}"]
    beside = [*seen, f"sh={written}", *found]
    near = [*seen, *found]
    here = ["b", *seen, f"sh={written}", *found]
    if written in {"UP", "U1", "Tt", "lo", "ur"}:
        here += _spelled(key, written, is_unknown=is_unknown)
        here += [f"{flag}|{written}" for flag in found]
        if not any(flag[0] == "g" for flag in found):
            here.append(f"out|{written}" + ("" if _COMMON.isdisjoint(found) else "|c"))
    return Seen(tuple(here), tuple(beside), tuple(near), _kind(written, found, token))


def _spelled(key: str, written: str, *, is_unknown: bool) -> list[str]:
    script = "u" if written == "ur" else "r"
    whole = key if script == "u" else spelling_key(key)
    ends = f"^{whole}$"
    found = [
        f"p2={key[:2]}", f"p3={key[:3]}", f"s2={key[-2:]}", f"s3={key[-3:]}", f"s4={key[-4:]}",
        f"n{script}={min(len(key), 9)}",
    ]  # fmt: skip
    found += [f"3{ends[place : place + 3]}" for place in range(len(ends) - 2)]
    if script == "r" and not is_unknown:
        found.append(f"k={whole}")
    return found


@lru_cache(maxsize=100_000)
def see_known(token: str) -> Seen:
    """Return `see(token)`, remembered: for training, where tokens come again and again."""
    return see(token)


def attributes(seen: list[Seen]) -> list[list[str]]:
    """Return the attributes of each token of a sequence, as the trainer takes them."""
    before, behind = see_known(BEGIN), see_known(END)
    row = [before, before, *seen, behind, behind]
    return [
        [
            *row[place].here,
            *(f"-1{name}" for name in row[place - 1].beside),
            *(f"+1{name}" for name in row[place + 1].beside),
            *(f"-2{name}" for name in row[place - 2].near),
            *(f"+2{name}" for name in row[place + 2].near),
            f"A{row[place - 1].kind}~{row[place].kind}",
            f"B{row[place].kind}~{row[place + 1].kind}",
            f"C{row[place - 1].kind}~{row[place + 1].kind}",
        ]
        for place in range(2, len(seen) + 2)
    ]
