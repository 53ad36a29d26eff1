"""Names of persons (نام): by column, by relation words, titles, labels and phrases.

A Pakistani name has no fixed surname. A father's given name, a tribe or a caste often stands
last; Muhammad, Syed and Hafiz stand first; women's names end in Bibi, Begum, Khatoon or Mai. What
finds one in text is what stands beside it:

relation    MUHAMMAD AKRAM S/O GHULAM RASOOL · نسرین اختر زوجہ غلام رسول · walad, zoja, bint, alias
            Two findings; the relation word stays.
label       Name: … · Father's Name - … · naam: … · نام: … up to a mark or the next label
phrase      mera naam … hai · my name is … · میرا نام … ہے · … ke naam pe · main … bol raha hun
title       Mst. …, Dr …, Haji …, مسماۃ …, … sahab. Titles that are also names (Rana, Malik, Syed,
            Sardar) belong to the name, the others stay outside.
role        complainant …, driver …, my brother …, ملزم … نے, before a name with capitals, or before
            one that a case marker follows
name word   what nearly always is part of a name: Muhammad …, Abdul …, Syed …, … Bibi, محمد …

`compact` reads one written name in any case, spacing, punctuation, title and Urdu letter form as
one. It does not join spellings (Muhammad, Mohammad, محمد): that joins people too.

Not done: a name alone in a sentence, without any of the above. A statistical model is to find it.
It goes in beside the cues: one more pattern, that proves where a name may be, with its own branch
in `matches`, that says where it is. Accuracy on an independent set has not been
established.

Sources: names and relation words from general knowledge; header variants as seen in public
schemas of Pakistani registers. W/O is also "without" and "work order", C/O "care of": these count
only between two names. Lists: data/not_names.txt, sometimes_names.txt, titles.txt.

>>> compact("Mst. NASREEN  AKHTAR")
'nasreenakhtar'
>>> format("MUHAMMAD  AKRAM sahib")
'Muhammad Akram'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from presidio_analyzer import Pattern

from recognizers.pk.names import (
    CASE_MARKERS,
    Name,
    adjacent_words,
    capitalised,
    followed_by_marker,
    name_after,
    name_before,
)
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError
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
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Found = tuple[int, int, float]
    """Start, end and score of a name in folded text."""
    Reader = Callable[[str, int, int], Iterator[Found]]

CUE: Final = "cue"
"""The name of the pattern that finds cues."""

_WORDS: Final = re.compile(f"[{LETTERS}]+")


def _parts(name: str) -> list[str]:
    """Return the words of a name in lower case, titles dropped unless nothing would be left."""
    words = _WORDS.findall(fold(name).text.casefold())
    kinds = titles()
    kept = [word for word in words if word not in kinds["pure"]] or words
    while len(kept) > 1 and kept[-1] in kinds["after"]:
        kept.pop()
    while len(kept) > 2 and kept[0] in kinds["honorific"]:
        del kept[0]
    return kept


def compact(name: str) -> str:
    """Return one spelling for every case, spacing, title and Urdu letter form of a name.

    Words are joined, since عبدالغفور and عبد الغفور are one name; a single Latin letter keeps
    its distance, since M Ali is not Mali. Raises ValidationError when the text has no letter.
    """
    spelled = ""
    single_before = False
    for word in _parts(name):
        single = len(word) == 1 and word.isascii()
        spelled += f" {word}" if spelled and (single or single_before) else word
        single_before = single
    if not spelled:
        raise ValidationError("a name has letters")
    return spelled


def validate(name: str) -> str:
    """Return the compact name. Nothing else can be said of a name: any letters can be one.

    Raises ValidationError when the text has no letter.
    """
    return compact(name)


def is_valid(name: str) -> bool:
    """Say whether `validate` accepts the name."""
    try:
        validate(name)
    except ValidationError:
        return False
    return True


def format(name: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the name as a register prints it: one blank apart, capitals first, no titles.

    Raises ValidationError when the text has no letter.
    """
    compact(name)
    return " ".join(word.capitalize() for word in _parts(name))


def _key(cue: str) -> str:
    """Return a cue as the tables below hold it; `cue` is folded text."""
    return " ".join(cue.casefold().split())


# --- relation words -------------------------------------------------------------------------

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


# --- labels of forms ------------------------------------------------------------------------

_WHOSE: Final = frozenset(
    "full first last middle given maiden father fathers husband husbands mother mothers spouse wife "
    "guardian nominee owner subscriber customer cust consumer applicant holder cardholder accused "
    "complainant witness patient rider driver passenger student employee emp member tenant landlord "
    "beneficiary sender receiver recipient contact person doctor teacher voter candidate deponent "
    "guarantor nok kin client buyer seller purchaser child son daughter caller informant petitioner "
    "respondent plaintiff defendant f h m".split()
)
"""Before "name" without a colon, these make it a form's field."""
_NEXT_FIELDS: Final = frozenset(
    fold("cnic nic cell mobile phone address dob contact s d w r ولدیت شناختی موبائل پتہ").text.split()
)
"""Behind the value of "name" without a colon, these begin the next field."""

_LABELS: Final = (
    "name", "names", "fname", "mname", "fathername", "mothername", "husbandname", "spousename",
    "fullname", "firstname", "lastname", "surname", "middlename", "ownername", "subscribername",
    "customername", "custname", "consumername", "applicantname", "nomineename", "guardianname",
    "drivername", "ridername", "passengername", "patientname", "studentname", "accusedname",
    "beneficiaryname", "holdername", "contactname", "displayname", "billingname", "shippingname", "naam", "nam", "naame", "نام", "name in full", "name of", "account title",
    "title of account", "a/c title", "father", "mother", "husband", "wife", "spouse", "guardian",
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
)  # fmt: skip
_LABEL_END: Final = re.compile(r"[ \t]{0,3}(?:\([^()\n]{1,25}\)[ \t]{0,2})?[\"'*]{0,2}[ \t]{0,2}(?:[:=]|-{1,2}[ \t]|[._]{2,40})")
_THINGS: Final = word_list("things_with_names.txt")
_NAME_LABEL: Final = re.compile(r"(?:name|naam|nam|naame|نام|owner|title)s?\Z")


def _read_label(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the value of a form's field: "Father's Name: …", "Father Name GHULAM RASOOL"."""
    mark = _LABEL_END.match(text, end)
    named = _NAME_LABEL.search(_key(text[start:end])) is not None
    if named and not _THINGS.isdisjoint(adjacent_words(text, start, 2)):
        return
    if mark:
        name = name_after(text, mark.end(), limit=6, any_case=True)
        if name and not name.of_institution:
            yield name.start, name.end, 0.85
    elif named and text[end : end + 1] in {" ", "\t"}:
        before = next(adjacent_words(text, start, 1), "")
        if before and before not in _WHOSE:
            return
        name = name_after(text, end)
        if name is None or name.style is Style.SMALL or name.of_institution:
            return
        if before or name.ended_by in _WHOSE or name.ended_by in _NEXT_FIELDS:
            yield name.start, name.end, 0.6


# --- phrases --------------------------------------------------------------------------------

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
    if not _THINGS.isdisjoint(adjacent_words(text, start, 2)):
        return
    name = name_after(text, end, limit=4)
    if name is None or name.of_institution:
        return
    if place_at(text, name.start) >= name.end:
        return
    if text[start:end].casefold() in {"named", "namely"} and not capitalised(name):
        return
    if capitalised(name) or followed_by_marker(text, name):
        yield name.start, name.end, 0.7


def _read_before(text: str, start: int, end: int) -> Iterator[Found]:  # noqa: ARG001 - a Reader
    """Read "… ke naam pe", "main … bol raha hun", "… sahab": the name stands before the cue."""
    name = name_before(text, start, limit=4)
    if name and place_at(text, name.start) < name.end:
        yield name.start, name.end, 0.55


# --- titles and roles -----------------------------------------------------------------------

# In small letters only these are titles: "general", "late", "miss" and "col" are words.
_SMALL_TITLES: Final = frozenset(
    "mr mrs mst musammat dr engr prof janab madam mohtarma muhtarma haji hajji hafiz hafza qari "
    "maulana molana maulvi molvi moulvi mufti ustad ustaad allama".split()
)
# With one word behind them these are as often no title: "General Elections", "Major Road".
_WEAK_TITLES: Final = frozenset(
    "general major late captain colonel justice professor doctor advocate miss sheikh shaikh "
    "hakeem hakim mian constable inspector hon ch gen col maj lt si استاد جنرل میجر شیخ حکیم میاں".split()
)


def _read_title(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the name after a title."""
    title = " ".join(re.findall(f"[{LETTERS}]+", text[start:end].casefold()))
    if place_at(text, start) > end:
        return
    written_small = text[start].islower()
    if written_small and title not in _SMALL_TITLES:
        return
    name = name_after(text, end, limit=4)
    if name is None or name.of_institution:
        return
    if title in _WEAK_TITLES and len(name.words) < 2 and not followed_by_marker(text, name):
        return
    if name.style is Style.SMALL and not (written_small and followed_by_marker(text, name)):
        return
    yield name.start, name.end, 0.65


_MARKS: Final = frozenset(",'\":-*\n")
_WHOSE_KIN: Final = frozenset(
    "mera meri mere hamara hamari hamare uska uski uske iska iski iske apka apki apke unke unki میرا "
    "میری ہمارا ہماری اپنا اپنی".split()
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
    if name is None or name.of_institution or place_at(text, name.start) >= name.end:
        return
    if not _MARKS.isdisjoint(text[end : name.start]):
        return
    if name.style is Style.CAPITAL:
        # A heading has capitals too: "Customer Relationship Management".
        if text[start].isupper() and (len(name.words) < 2 or not _ends_in_sentence(text, name)):
            return
    elif text[start:end].casefold() in _ENGLISH_ROLES:
        if name.ended_by not in CASE_MARKERS:
            return
    elif not followed_by_marker(text, name) and _WHOSE_KIN.isdisjoint(
        adjacent_words(text, start, 1)
    ):
        return
    yield name.start, name.end, 0.5


def _ends_in_sentence(text: str, name: Name) -> bool:
    return not name.ended_by or name.ended_by in word_list("not_names.txt")


# --- words that nearly always are part of a name -----------------------------------------------

_FIRST_WORDS: Final = (
    "muhammad", "mohammad", "mohammed", "muhammed", "mohd", "muhd", "syed", "sayed", "syeda",
    "abdul", "ghulam", "rana", "sardar", "chaudhry", "chaudhary", "choudhry", "ch", "malik",
    "raja", "محمد", "سید", "سیدہ", "غلام", "عبد", "رانا", "سردار", "راجہ",
)  # fmt: skip
_LAST_WORDS: Final = ("bibi", "begum", "khatoon", "mai", "بی بی", "بیگم", "مائی")
_HOLY: Final = re.compile(
    r"[ \t]{0,2}\(?(?:p\.?b\.?u\.?h|s\.?a\.?w|saww?|peace be|صلی|ص\)|ﷺ|علیہ)", re.IGNORECASE
)
_BEFORE_HOLY: Final = frozenset("prophet holy hazrat hazoor رسول نبی حضرت حضور پیغمبر".split())
_WEAK_FIRST: Final = frozenset("malik raja sardar ch rana راجہ سردار رانا".split())


def _read_name_word(text: str, start: int, end: int) -> Iterator[Found]:
    """Read the name that a name word is part of: what stands before and behind it."""
    word = text[start:end].casefold()
    if _HOLY.match(text, end) or not _BEFORE_HOLY.isdisjoint(adjacent_words(text, start, 2)):
        return
    name = name_after(text, start, limit=4)
    if name is None:
        if word == "ch":
            return
        behind = name_after(text, end, limit=3)
        name = behind and behind._replace(start=start, words=(word, *behind.words))
    if name is None or name.start != start or len(name.words) < 2 or name.of_institution:
        return
    if place_at(text, start) > end:
        return
    small = text[start].islower()
    if small and (word in _WEAK_FIRST and not followed_by_marker(text, name)):
        return
    first = start
    if word not in _WEAK_FIRST:
        before = name_before(text, start, limit=2)
        if before and _is_adjacent(text, before, start) and before.style is name.style:
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


class PkPersonRecognizer(PkRecognizer):
    """Finds names of persons beside the words that introduce them.

    The one pattern finds a cue; the readers of that cue read the names beside it.
    """

    ENTITY = "PERSON"
    WHOLE_CELL = True
    PATTERNS = (
        Pattern(
            CUE,
            rf"(?:{NOT_AFTER_LETTER}(?:{alternation(cue for cue in _READERS if cue != '@')}"
            rf"(?:{NOT_BEFORE_LETTER}|(?<=[sdw]/o)(?-i:(?=[A-Z])))|{_ABDUL}(?=[{URDU}]))"
            rf"|(?<=[ \t])@(?=[ \t]))",
            0.6,
        ),
    )
    CONTEXT = (
        "name", "names", "full name", "first name", "last name", "surname", "sur name",
        "middle name", "father name", "father husband name", "mother name", "husband name",
        "spouse name", "guardian name", "nominee name", "owner name", "subscriber name",
        "customer name", "applicant name", "account title", "title of account", "naam", "nam",
        "walid ka naam", "shohar ka naam", "walidiat", "waldiyat", "walidiyat", "waldiat",
        "zaujiat", "zojiat", "نام", "والد کا نام", "والدہ کا نام", "شوہر کا نام", "ولدیت", "زوجیت",
        "next of kin", "kin name", "contact person", "maiden name", "account holder",
        "card holder", "s o", "d o", "w o", "so do wo", "s d w o", "f h name",
    )  # fmt: skip
    HEADERS = (
        "fullname", "firstname", "lastname", "surname", "middlename", "fname", "f name", "mname",
        "m name", "lname", "hname", "fhname", "f h name", "father", "fathers", "fathername",
        "fathersname", "father husband", "fatherhusband", "fatherhusbandname", "fh", "husband",
        "husbandname", "mother", "mothername", "mothersname", "mother maiden", "spouse",
        "spousename", "wife", "wifename", "guardian", "guardianname", "nominee", "nomineename",
        "nok", "nokname", "owner", "ownername", "subscriber", "subscribername", "customername",
        "custname", "customer", "consumername", "consumer", "applicant", "applicantname",
        "accused", "accusedname", "complainant", "complainantname", "witness", "witnessname",
        "patient", "patientname", "rider", "ridername", "driver", "drivername", "passenger",
        "passengername", "student", "studentname", "employee", "employeename", "empname",
        "beneficiary", "beneficiaryname", "member", "membername", "guest", "guestname", "voter",
        "votername", "candidate", "candidatename", "teacher", "teachername", "doctor",
        "doctorname", "tenant", "landlord", "sender", "sendername", "receiver", "receivername",
        "recipient", "consignee", "accounttitle", "account holder", "accountholder",
        "accountholdername", "accountname", "account name", "account holder name", "cardholder",
        "cardholdername", "holdername", "contactname", "contactperson", "displayname", "alias",
        "aliases", "head of family", "group leader", "mahram", "mehram", "companion", "guarantor",
        "petitioner", "respondent", "plaintiff", "defendant", "victim", "deponent", "payee",
        "payer", "sodowo", "s o", "d o", "w o", "s o d o w o", "s o d o",
        "billingname", "shippingname", "firstname1", "name1", "name2", "name3", "naam", "walid",
        "walida", "walidiat", "waldiyat", "zaujiat", "shohar", "sarparast", "والد", "والدہ", "شوہر",
        "والد شوہر", "والد شوہر کا نام", "سرپرست", "نام ووٹر", "مالک", "ملزم", "مدعی", "گواہ", "مریض",
        "سربراہ", "درخواست گزار", "نامزد", "وارث", "صارف", "عرف",
    )  # fmt: skip
    # Whole phrases: "bank name" is no person's, "bank account title" is.
    NOT_HEADERS = tuple(
        phrase.format(thing)
        for thing in sorted(_THINGS)
        for phrase in (
            ("{} کا نام", "{} کی نام", "نام {}")
            if thing > "\u0600"
            else ("{} name", "{} names", "name of {}", "name of the {}", "{} ka naam", "{} ka nam")
        )
    )
    CONTEXT_SCORE = 0.85

    def matches(self, folded: str, pattern: Pattern) -> Iterator[Found]:
        """Yield (start, end, score) of the names beside the cues that one pattern finds.

        Raises TimeoutError when the pattern takes longer than PATTERN_TIMEOUT.
        """
        cues = super().matches(folded, pattern)
        if pattern.name != CUE:
            yield from cues
            return
        for start, end, _ in cues:
            for reader in _READERS[_key(folded[start:end])]:
                yield from reader(folded, start, end)
