"""Names of persons (نام): by column, by relation words, titles, labels and phrases.

A Pakistani name has no fixed surname. A father's given name, a tribe or a caste often stands
last; Muhammad, Syed and Hafiz stand first; women's names end in Bibi, Begum, Khatoon or Mai. What
finds one in text is what stands beside it:

relation    MUHAMMAD AKRAM S/O GHULAM RASOOL · کلثوم ناز زوجہ اسلم پرویز · walad, zoja, bint, alias
            Two findings; the relation word stays.
label       Name: … · Father's Name - … · naam: … · نام: … up to a mark or the next label
phrase      mera naam … hai · my name is … · میرا نام … ہے · … ke naam pe · main … bol raha hun
title       Mst. …, Dr …, Haji …, مسماۃ …, … sahab. Titles that are also names (Rana, Malik, Syed,
            Sardar, Haji) belong to the name, the others stay outside.
role        complainant …, driver …, my brother …, ملزم … نے, before a name with capitals, or before
            one that a case marker follows
name word   what nearly always is part of a name: Muhammad …, Abdul …, Syed …, … Bibi, محمد …
query       ?name=Ghulam+Rasool+Khan&…
sender      [23/08/2025, 9:14 pm] Bilal Office: … · 14/3/24, 11:02 - Ammi: …
model       a name that stands alone: see name_model and docs/model-card.md. It counts from
            `cut_off` on; a lower one finds more and is wrong more often.

`compact` reads one written name in any case, spacing, punctuation, title and Urdu letter form as
one. It does not join spellings (Muhammad, Mohammad, محمد): that joins people too.

Not known: which of a name's words is the given one; whether two spellings are one person.

Sources: names and relation words from general knowledge; header variants as seen in public
schemas of Pakistani registers. W/O is also "without" and "work order", C/O "care of": these count
only between two names. Lists: data/not_names.txt, sometimes_names.txt, titles.txt.

>>> compact("Mst. KULSOOM  NAZ")
'kulsoomnaz'
>>> format("MUHAMMAD  AKRAM sahib")
'Muhammad Akram'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recognizers.pk.name_spans import CUT_OFF, MODEL, has_letters, persons, score
from recognizers.pk.pattern import Pattern
from recognizers.pk.person_cues import CUES, read_names
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError
from recognizers.pk.words import LETTERS, titles, word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CUE: Final = "cue"
"""The name of the pattern that finds cues."""

SENDER: Final = "sender"
"""The name of the pattern that finds who wrote a line of an exported chat."""

QUERY: Final = "query"
"""The name of the pattern that finds the values of a web address."""

_QUERY: Final = (
    r"(?<![^?&;\s\"'(])(?:(?:full|first|last|middle|father|mother|husband|spouse|guardian|nominee"
    r"|owner|cust|customer|applicant|holder|patient|student|sender|receiver|f|m)[_\-]?)?"
    r"(?:name|naam|father|mother|husband|guardian|walid|nominee)="
    rf"(?P<value>[{LETTERS}.]{{1,24}}(?:(?:\+|%20)[{LETTERS}.]{{1,24}}){{1,6}})(?![^&;\s\"')#,])"
)
"""A name as a form sends it, its words joined: "?name=Ghulam+Rasool+Khan&city=…"."""

_TIME: Final = (
    r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},? {1,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    rf"(?: ?[{LETTERS}.]{{1,4}})?"
)
_SENDER: Final = (
    rf"(?:\[{_TIME}\] {{0,2}}|(?<![0-9]){_TIME} - )(?:~ ?)?"
    rf"(?P<value>[{LETTERS}][{LETTERS}0-9 ._'()&\-\u2600-\u27bf\U0001f300-\U0001faff]{{1,40}}):(?=[ \n])"
)
"""A line of an exported chat: "[23/08/2025, 9:14 pm] Bilal Office: …", "14/3/24, 11:02 - Ammi: …".
Who wrote it is what somebody's phone calls a person: all of it goes."""

_WORDS: Final = re.compile(f"[{LETTERS}]+")


def name_words(name: str) -> list[str]:
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
    for word in name_words(name):
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
    return " ".join(word.capitalize() for word in name_words(name))


class PkPersonRecognizer(PkRecognizer):
    """Finds names of persons: beside the words that introduce them, and by a model.

    One pattern finds a cue, whose readers read the names beside it; the other stands for the
    model. `cut_off` is the probability from which the model's names count.
    """

    NAME_EN = "Name of a person"
    NAME_UR = "نام"
    ISSUER = "Nobody issues it"
    PROOF = ("context",)
    ENTITY = "PERSON"
    WHOLE_CELL = True
    PATTERNS = (
        Pattern(CUE, CUES, 0.6),
        Pattern(SENDER, _SENDER, 0.85),
        Pattern(QUERY, _QUERY, 0.86),
        Pattern(MODEL, f"[{LETTERS}]{{2}}", 0.6),
    )
    RAISED = frozenset({CUE, MODEL})
    SEARCHED_ALIKE = frozenset({CUE, SENDER})
    cut_off: float = CUT_OFF
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
        "payer", "sodowo", "parent", "parentname", "father guardian", "billingname",
        "shippingname", "name1", "name2", "name3", "naam", "walid",
        "walida", "walidiat", "waldiyat", "zaujiat", "shohar", "sarparast", "والد", "والدہ", "شوہر",
        "والد شوہر", "والد شوہر کا نام", "سرپرست", "نام ووٹر", "مالک", "ملزم", "مدعی", "گواہ",
        "مریض", "سربراہ", "درخواست گزار", "نامزد", "وارث", "صارف", "عرف",
    )  # fmt: skip
    # Whole phrases: "bank name" is no person's, "bank account title" is.
    NOT_HEADERS = tuple(
        phrase.format(thing)
        for thing in sorted(word_list("things_with_names.txt"))
        for phrase in (
            ("{} کا نام", "{} کی نام", "نام {}")
            if thing > "\u0600"
            else ("{} name", "{} names", "name of {}", "name of the {}", "{} ka naam", "{} ka nam")
        )
    )
    CONTEXT_SCORE = 0.85

    def matches(self, folded: str, pattern: Pattern) -> Iterator[tuple[int, int, float]]:
        """Yield (start, end, score) of the names beside cues, or of the model's names.

        Raises TimeoutError when the pattern takes longer than PATTERN_TIMEOUT.
        """
        if pattern.name != MODEL:
            yield from super().matches(folded, pattern)
        elif has_letters(folded):
            for start, end, probability in persons(folded, self.cut_off):
                yield start, end, score(probability)

    def read(
        self, folded: str, pattern: Pattern, start: int, end: int, score: float
    ) -> Iterable[tuple[int, int, float]]:
        """Return (start, end, score) of the names beside a cue."""
        if pattern.name == CUE:
            return read_names(folded, start, end)
        return super().read(folded, pattern, start, end, score)
