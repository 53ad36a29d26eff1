"""The words beside which a name of a person stands, and how the name is read from each.

A reader is given folded text and the span of its cue, and yields the names beside it with a score.
One cue may have several readers: "father" is a label before a colon and a relative before a name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from recognizers.pk.names import (
    CASE_MARKERS,
    Name,
    adjacent_words,
    followed_by_marker,
    is_listed,
    is_ordinary,
    name_after,
    name_before,
)
from recognizers.pk.script import fold
from recognizers.pk.words import (
    LETTERS,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    URDU,
    Style,
    alternation,
    place_at,
    titles,
    word_list,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Found = tuple[int, int, float]
    Reader = Callable[[str, int, int], Iterator[Found]]


def _key(cue: str) -> str:
    """Return a cue as the tables below hold it; `cue` is folded text."""
    return " ".join(cue.casefold().split())


# --- relation words

# A name on one side is enough.
_RELATIONS: Final = (
    "s/o", "s / o", "s/ o", "s\\o", "s.o", "s/0", "d/o", "d / o", "d/ o", "d\\o", "d.o", "d/0",
    "s/d/o", "s/d/w/o", "s/w/o", "d/w/o", "s/o d/o", "s/o w/o", "s/o d/o w/o", "w/d/s of",
    "s/d/w of", "son of", "sons of", "daughter of", "daughters of", "wife of", "widow of",
    "s of", "d of", "walad", "wald", "walud", "waled", "wlad", "walde", "dukhtar", "dokhtar",
    "dukhter", "dukhtr", "zoja", "zauja", "zouja", "zojah", "zaujah", "zawja", "zoujah",
    "ولد", "ولدیت", "ولدہ", "دختر", "دخترہ", "زوجہ", "زوجیت", "زوجۂ", "پسر", "المعروف",
)  # fmt: skip
# These mean something else too: a name must stand on both sides.
_DOUBTFUL: Final = (
    "w/o", "w / o", "w/ o", "w\\o", "w.o", "w/0", "h/o", "h.o", "f/o", "f.o", "m/o", "m.o", "b/o",
    "c/o", "c.o", "c / o", "husband of", "father of", "mother of", "brother of", "sister of",
    "care of", "walid", "valid", "valad", "bin", "bint", "binte", "bint e", "ibn", "ibne",
    "ibn e", "beva", "bewa", "bewah", "bevah", "urf", "alias", "aka", "a.k.a", "@", "بن", "بنت",
    "ابن", "بیوہ", "عرف", "ka beta", "ki beti", "ke bete", "ki biwi", "ki bivi", "ka bhai",
    "ki behan", "ke walid", "ki walida", "ka shohar", "ke abu", "کا بیٹا", "کی بیٹی", "کے بیٹے",
    "کی بیوی", "کا بھائی", "کی بہن", "کے والد", "کی والدہ", "کا شوہر",
)  # fmt: skip
# The person before it lives at the place behind it.
_RESIDENT: Final = (
    "r/o", "r / o", "r.o", "resident of", "sakna", "sakana", "sakin", "سکنہ", "ساکن", "رہائشی",
)  # fmt: skip

_CASTE: Final = frozenset({"caste", "qaum", "qom", "quom", "zaat", "zat", "قوم", "ذات"})
"""Before "resident of" may stand a caste: ... قوم راجپوت سکنہ ..."""

_DOUBTFUL_KEYS: Final = frozenset(_key(fold(cue).text) for cue in _DOUBTFUL)
_RESIDENT_KEYS: Final = frozenset(_key(fold(cue).text) for cue in _RESIDENT)


def _read_relation(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the names on both sides of a relation word."""
    cue = _key(text[start:end])
    before = name_before(text, start)
    if cue in _RESIDENT_KEYS:
        if before is None or not _CASTE.isdisjoint(adjacent_words(text, before.start, 1)):
            return
        if before.style is not Style.SMALL or len(before.words) > 1:
            yield before.start, before.end, 0.5
        return
    after = name_after(text, end)
    if cue in _DOUBTFUL_KEYS:
        if before is None or after is None or _is_other_script(before, after):
            return
        if cue == "@" and Style.SMALL in {before.style, after.style}:
            return
        if after.of_institution:
            return
    score = 0.85 if before and after else 0.7
    if before:
        yield before.start, before.end, score
    if after:
        yield after.start, after.end, score


def _is_other_script(first: Name, second: Name) -> bool:
    return (first.style is Style.SCRIPT) != (second.style is Style.SCRIPT)


# --- labels of forms

_WHOSE: Final = word_set(
    "full first last middle given maiden father fathers husband husbands mother mothers spouse "
    "wife guardian nominee owner subscriber customer cust consumer applicant holder cardholder "
    "accused complainant witness patient rider driver passenger student employee emp member "
    "tenant landlord beneficiary sender receiver recipient contact person doctor teacher voter "
    "candidate deponent guarantor nok kin client buyer seller purchaser child son daughter caller "
    "informant petitioner respondent plaintiff defendant f h m"
)
"""Before "name" without a colon, these make it a form's field."""
_NEXT_FIELDS: Final = word_set(
    "cnic nic cell mobile phone address dob contact s d w r ولدیت شناختی موبائل پتہ"
)
"""Behind the value of "name" without a colon, these begin the next field."""

_LABELS: Final = (
    "name", "names", "fname", "mname", "fathername", "mothername", "husbandname", "spousename",
    "fullname", "firstname", "lastname", "surname", "middlename", "ownername", "subscribername",
    "customername", "custname", "consumername", "applicantname", "nomineename", "guardianname",
    "drivername", "ridername", "passengername", "patientname", "studentname", "accusedname",
    "beneficiaryname", "holdername", "contactname", "displayname", "billingname", "shippingname",
    "naam", "nam", "naame", "نام", "name in full", "account title", "title of account", "a/c title",
    "father", "mother", "husband", "wife", "spouse", "guardian",
    "nominee", "applicant", "complainant", "accused", "petitioner", "respondent", "plaintiff",
    "defendant", "witness", "deponent", "patient", "driver", "rider", "passenger", "owner",
    "subscriber", "customer", "consumer", "beneficiary", "card holder", "account holder",
    "holder", "tenant", "landlord", "student", "teacher", "employee", "sender", "receiver",
    "recipient", "consignee", "contact person", "attn", "attention", "guarantor", "next of kin",
    "nok", "emergency contact", "prepared by", "signed by", "approved by", "received by",
    "walid", "walidiat", "waldiyat", "waldiat", "walidiyat", "zaujiat", "zojiat", "shohar",
    "walida", "sarparast", "muddai", "mulzim", "gawah", "mareez", "malik makan", "والد", "والدہ",
    "شوہر", "والد/شوہر", "والد / شوہر", "ولدیت", "زوجیت", "سرپرست", "درخواست گزار", "درخواست دہندہ",
    "سائل", "سائلہ", "مدعی", "مدعیہ", "مستغیث", "ملزم", "گواہ", "مریض", "مریضہ", "مالک", "وارث",
    "نامزد", "نامزد شخص", "صارف", "کرایہ دار", "طالب علم", "خریدار", "ڈرائیور", "نام ووٹر",
    "نام ملزم", "نام مدعی", "نام مریض", "نام والد", "بقلم خود", "دستخط", "اسم گرامی",
    "buyer", "seller", "vendee", "bride", "bridegroom", "groom", "conductor", "donor", "caller",
    "informant", "policy holder", "insured", "assigned to", "narne", "fathcr narne", "kirayadar",
    "kirayedar", "malik", "kharidar", "mushtari", "farokht kuninda", "dulha", "dulhan", "wakeel",
    "vakeel", "gawahan", "zamin", "gumshuda", "bhejne wala", "bhejnay wala", "wasool karne wala",
    "wasool kuninda", "کنڈکٹر", "بھیجنے والا", "وصول کنندہ", "بائع", "مشتری", "دولہا", "دلہن",
    "وکیل", "العبد", "العارض", "گواہ شد", "گواہان", "گمشدہ", "مالک مکان", "شکایت کنندہ", "ضامن",
    "پالیسی ہولڈر", "نالو", "پيءُ جو نالو", "نوم", "د پلار نوم",
)  # fmt: skip
_LABEL_END: Final = re.compile(
    r"[ \t]{0,3}(?:\([^()\n]{1,25}\)[ \t]{0,2})?[\"'*]{0,2}[ \t]{0,2}"
    r"(?:[:=]|-{1,2}[ \t]|[._]{2,40})"
)
_NAME_LABEL: Final = re.compile(r"(?:name|naam|nam|naame|نام)s?\Z")
_OF: Final = word_set("ka ke ki the full کا کے")


def _is_of_thing(text: str, start: int) -> bool:
    """Say whether the words before "name" make it a thing's: "company name", "شہر کا نام"."""
    before = list(adjacent_words(text, start, 2))
    nearest = before[1:] if before and before[0] in _OF else before[:1]
    return not word_list("things_with_names.txt").isdisjoint(nearest)


def _read_label(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the value of a form's field: "Father's Name: …", "Father Name GHULAM RASOOL"."""
    named = _NAME_LABEL.search(_key(text[start:end])) is not None
    mark = _LABEL_END.match(text, end)
    if mark:
        name = name_after(text, mark.end(), limit=6, any_case=True)
        if name is None or name.of_institution or _is_place(text, name):
            return
        if not (named and _is_of_thing(text, start)):
            yield name.start, name.end, 0.85
    elif named and text[end : end + 1] in {" ", "\t"}:
        name = name_after(text, end)
        if name is None or name.style is Style.SMALL or name.of_institution:
            return
        before = next(adjacent_words(text, start, 1), "")
        if before in _WHOSE or (
            not before and (name.ended_by in _WHOSE or name.ended_by in _NEXT_FIELDS)
        ):
            yield name.start, name.end, 0.6


def _is_place(text: str, name: Name) -> bool:
    """Say whether a listed place covers all of a name."""
    return place_at(text, name.start) >= name.end


# --- phrases

_NAMED: Final = (
    "naam", "nam", "نام", "name is", "names is", "name's", "named", "namely", "musammi",
)  # fmt: skip
_OF_PERSON: Final = tuple(
    f"{of} {thing}"
    for of, things in (
        ("ka", "number cnic account pata nikah shanakhti mobile passport parcel"),
        ("ki", "shadi sim family zameen rishta"),
        ("ke", "ghar account abu walid"),
        ("کا", "نمبر شناختی اکاؤنٹ پتہ نکاح موبائل پاسپورٹ"),
        ("کی", "شادی زمین"),
        ("کے", "گھر اکاؤنٹ"),
    )
    for thing in things.split()
)
_UNDER_THE_NAME: Final = (
    *(
        f"{of} {name} {on}"
        for of in ("ke", "ky", "k")
        for name in ("naam", "nam")
        for on in ("pe", "par", "per", "pr", "pay", "se", "sy", "hai", "ka", "ki")
    ),
    *(f"کے نام {on}" for on in ("پر", "پہ", "سے", "ہے", "منتقل", "درج", "کا", "کی", "رجسٹر")),
    "bol raha", "bol rahi", "bol rha",
    "bol rhi", "baat kar raha", "baat kar rahi", "بول رہا", "بول رہی", "بات کر رہا", "بات کر رہی",
)  # fmt: skip


def _read_named(text: str, start: int, end: int) -> Iterator[Found]:
    """Read "mera naam … hai", "uska naam …,", "my name is …"."""
    name = name_after(text, end, limit=4)
    if name is None or name.of_institution or _is_place(text, name) or _is_of_thing(text, start):
        return
    if name.style is Style.CAPITAL or (
        _key(text[start:end]) not in {"named", "namely"} and followed_by_marker(text, name)
    ):
        yield name.start, name.end, 0.7


def _read_before(text: str, start: int, end: int) -> Iterator[Found]:  # noqa: ARG001 - a Reader
    """Read "… ke naam pe", "main … bol raha hun", "… sahab": the name stands before the cue."""
    name = name_before(text, start, limit=4)
    if name and not _is_place(text, name) and not _is_of_common_words(name):
        yield name.start, name.end, 0.55


def _is_of_common_words(name: Name) -> bool:
    """Say whether all words are common and none is in the list of names: "passport ka number"."""
    return all(map(is_ordinary, name.words))


# --- titles and roles

# In small letters only these are titles: "general", "late", "miss" and "col" are words.
_SMALL_TITLES: Final = word_set(
    "mr mrs mst musammat dr engr prof janab madam mohtarma muhtarma haji hajji hafiz hafza qari "
    "maulana molana maulvi molvi moulvi mufti ustad ustaad allama"
)
# With one word behind them these are as often no title: "General Elections", "Major Road".
_WEAK_TITLES: Final = word_set(
    "general major late captain colonel justice professor doctor advocate miss sheikh shaikh "
    "hakeem hakim mian constable inspector hon ch gen col maj lt si استاد جنرل میجر شیخ حکیم "
    "میاں"
)


def _read_title(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the name after a title."""
    title = " ".join(re.findall(f"[{LETTERS}]+", text[start:end].casefold()))
    if place_at(text, start) > end:
        return
    if text[start].islower() and title not in _SMALL_TITLES:
        return
    name = name_after(text, end, limit=4)
    if name is None or name.of_institution or "," in text[end : name.start]:
        return
    if name.style is not Style.CAPITAL and _is_of_common_words(name):
        return
    if title in _WEAK_TITLES and len(name.words) < 2 and not followed_by_marker(text, name):
        return
    if (
        name.style is Style.SMALL
        and not followed_by_marker(text, name)
        and not all(map(is_listed, name.words))
    ):
        return
    yield start if title in titles()["honorific"] else name.start, name.end, 0.65


_MARKS: Final = frozenset(",'\":-*\n")
_WHOSE_KIN: Final = word_set(
    "mera meri mere hamara hamari hamare uska uski uske iska iski iske apka apki apke unke unki "
    "میرا میری ہمارا ہماری اپنا اپنی"
)
_ENGLISH_ROLES: Final = (
    "accused", "complainant", "applicant", "petitioner", "respondent", "deponent", "patient",
    "witness", "rider", "driver", "passenger", "customer", "client", "employee", "tenant",
    "landlord", "student", "teacher", "victim", "suspect", "deceased", "constable", "reader",
    "counsel", "lawyer", "nazim", "chowkidar", "brother", "sister", "husband", "wife", "son",
    "daughter", "uncle", "aunt", "cousin", "friend", "father", "mother", "neighbour", "colleague",
    "contact", "spoke with", "spoke to", "nikah of", "marriage of", "owned by", "signed by",
    "issued to", "opened by", "registered to",
)  # fmt: skip
_ROLES: Final = (
    *_ENGLISH_ROLES,
    "behan", "bhai", "beta", "beti", "abu", "abbu",
    "abba", "ammi", "chacha", "chachi", "mamu", "mamoo", "khala", "phuphi", "phupho", "dada",
    "nana", "dost", "shohar", "biwi", "larka", "larki", "padosi", "mulzim", "gawah", "mareez",
    "ملزم", "ملزمہ", "گواہ", "مریض", "مریضہ", "مدعی", "مدعیہ", "مستغیث", "مقتول", "مقتولہ", "متوفی",
    "کانسٹیبل", "ڈرائیور", "وکیل", "مالک", "طالب علم", "سائل", "سائلہ", "درخواست گزار", "کرایہ دار",
    "والد", "والدہ", "بھائی", "بہن", "بیٹا", "بیٹی", "بیٹے", "شوہر", "بیوی", "چچا", "ماموں", "خالہ",
    "پھوپھی", "خاوند", "دوست", "پارسل", "ملازم", "چوکیدار",
)  # fmt: skip


def _read_role(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the name after a role or a relative: "the accused Wasim", "meri behan mehwish ki"."""
    name = name_after(text, end, limit=4)
    if name is None or name.of_institution or _is_place(text, name):
        return
    if not _MARKS.isdisjoint(text[end : name.start]):
        return
    if name.style is not Style.CAPITAL and _is_of_common_words(name):
        return
    if name.style is Style.CAPITAL:
        # A heading has capitals too: "Customer Relationship Management".
        if text[start].isupper() and (len(name.words) < 2 or not _ends_in_sentence(text, name)):
            return
    elif text[start:end].casefold() in _ENGLISH_ROLES:
        if name.ended_by not in CASE_MARKERS:
            return
    elif (
        not followed_by_marker(text, name)
        and not all(map(is_listed, name.words))
        and _WHOSE_KIN.isdisjoint(adjacent_words(text, start, 1))
    ):
        return
    yield name.start, name.end, 0.5


_RANKS: Final = (
    "hc", "h.c", "lhc", "pc", "fc", "lc", "asi", "si", "dsp", "constable", "head constable",
    "lady constable", "sub inspector", "inspector", "sepoy", "sipahi", "havildar", "havaldar",
    "hawaldar", "naik", "lance naik", "subedar", "driver", "muharrir", "ہیڈ کانسٹیبل", "کانسٹیبل",
    "لیڈی کانسٹیبل", "سب انسپکٹر", "انسپکٹر", "اے ایس آئی", "ایس آئی", "ایچ سی", "ایل ایچ سی",
    "ایف سی", "سپاہی", "حوالدار", "نائیک", "محرر",
)  # fmt: skip
_BELT: Final = re.compile(
    r"[ \t]{0,2}[/,-]?[ \t]{0,2}(?:(?:no|number|num|نمبر|belt no)\.?)?[ \t]{0,2}[/#:.-]{0,2}[ \t]{0,2}"
    r"[0-9]{1,5}(?:[/-][A-Z]{1,4})?[ \t]{0,2}[,/-]?[ \t]{1,3}",
    re.IGNORECASE,
)
"""The number of a policeman or soldier between rank and name: "HC 1234 Akram"."""


def _read_rank(text: str, start: int, end: int) -> Iterator[Found]:  # noqa: ARG001 - a Reader
    """Read the name behind a rank and its number."""
    belt = _BELT.match(text, end)
    name = name_after(text, belt.end(), limit=4) if belt else None
    if name is None or name.of_institution or _is_of_common_words(name) or _is_place(text, name):
        return
    yield name.start, name.end, 0.6


def _ends_in_sentence(text: str, name: Name) -> bool:
    return not name.ended_by or name.ended_by in word_list("not_names.txt")


# --- words that nearly always are part of a name

_FIRST_WORDS: Final = (
    "muhammad", "mohammad", "mohammed", "muhammed", "mohd", "muhd", "syed", "sayed", "syeda",
    "abdul", "ghulam", "rana", "sardar", "chaudhry", "chaudhary", "choudhry", "malik", "raja",
    "محمد", "سید", "سیدہ", "غلام", "عبد", "رانا", "سردار", "راجہ",
)  # fmt: skip
_LAST_WORDS: Final = ("bibi", "begum", "khatoon", "mai", "بی بی", "بیگم", "مائی")
_HOLY: Final = re.compile(
    r"[ \t]{0,2}\(?(?:p\.?b\.?u\.?h|s\.?a\.?w|saww?|peace be|صلی|ص\)|ﷺ|علیہ)", re.IGNORECASE
)
_BEFORE_HOLY: Final = word_set("prophet holy hazrat hazoor رسول نبی حضرت حضور پیغمبر")
_WEAK_FIRST: Final = word_set("malik raja sardar rana راجہ سردار رانا")


def _read_name_word(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the name that a name word is part of: what stands before and behind it."""
    word = text[start:end].casefold()
    if _HOLY.match(text, end) or not _BEFORE_HOLY.isdisjoint(adjacent_words(text, start, 2)):
        return
    name = name_after(text, start, limit=4)
    if name is None or name.start != start or len(name.words) < 2 or name.of_institution:
        return
    small = text[start].islower()
    if small and word in _WEAK_FIRST and not followed_by_marker(text, name):
        return
    first = start
    if word not in _WEAK_FIRST:
        before = name_before(text, start, limit=2)
        if (
            before
            and _is_adjacent(text, before, start)
            and before.style is name.style
            and not (before.style is not Style.CAPITAL and _is_of_common_words(before))
        ):
            first = before.start
    yield first, name.end, 0.5 if small else 0.6


def _read_last_word(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the name that ends in Bibi, Begum, Khatoon or Mai."""
    before = name_before(text, start, limit=3)
    if before is None or not _is_adjacent(text, before, start):
        return
    if (before.style is Style.SCRIPT) != (text[start] >= "\u0600"):
        return
    if text[start:end].casefold() == "mai" and before.style is Style.SMALL:
        return
    yield before.start, end, 0.6


def _is_adjacent(text: str, before: Name, start: int) -> bool:
    return text[before.end : start].strip(" \t") == "" and before.end < start


_AFTER_WORDS: Final = ("sahab", "sahib", "saab", "saheb", "sahiba", "saheba", "صاحب", "صاحبہ")
_ABDUL: Final = fold("عبدال").text


def _readers_by_cue() -> dict[str, tuple[Reader, ...]]:
    readers: dict[str, tuple[Reader, ...]] = {}
    tables: tuple[tuple[Iterable[str], Reader], ...] = (
        ((*_RELATIONS, *_DOUBTFUL, *_RESIDENT), _read_relation),
        (_LABELS, _read_label),
        (_NAMED, _read_named),
        ((*_UNDER_THE_NAME, *_AFTER_WORDS, *_OF_PERSON), _read_before),
        (sorted(titles()["pure"] | titles()["honorific"]), _read_title),
        (_ROLES, _read_role),
        (_RANKS, _read_rank),
        ((*_FIRST_WORDS, _ABDUL), _read_name_word),
        (_LAST_WORDS, _read_last_word),
    )
    for cues, reader in tables:
        for cue in cues:
            key = _key(fold(cue).text)
            if reader not in readers.get(key, ()):
                readers[key] = (*readers.get(key, ()), reader)
    return readers


_READERS: Final = _readers_by_cue()

CUES: Final = (
    rf"(?:{NOT_AFTER_LETTER}(?:{alternation(cue for cue in _READERS if cue != '@')}"
    # Typed without a blank: "S/OGHULAM RASOOL".
    rf"(?:{NOT_BEFORE_LETTER}|(?<=[sdw]/o)(?-i:(?=[A-Z])))|{_ABDUL}(?=[{URDU}]))"
    r"|(?<=[ \t])@(?=[ \t]))"
)
"""A pattern for any cue, in folded text, letters of any case."""


# Characters before and behind a cue that its readers see; none reaches further. The same cue in the
# same surroundings is read once: a text made of cues costs what its search costs.
_BEFORE: Final = 300
_BEHIND: Final = 600
_REMEMBERED: Final = 2_000


def read_names(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield (start, end, score) of the names beside the cue at `text[start:end]`."""
    first = max(0, start - _BEFORE)
    for begin, behind, score in _read(text[first : end + _BEHIND], start - first, end - first):
        yield first + begin, first + behind, score


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, start: int, end: int) -> tuple[Found, ...]:
    return tuple(
        found for reader in _READERS[_key(text[start:end])] for found in reader(text, start, end)
    )
