"""Postal addresses (پتہ): the whole address as one span, by column, label or address words.

There is no fixed form. What stands in Pakistani registers runs from the house to the province:
house, flat, plot or shop number · street, gali, lane · mohalla, block, sector, phase, colony,
town, scheme · near a landmark · village: chak number with its canal branch (87/9-L, 123/GB,
24 J.B.), goth, killi, basti, mouza, dhok · post office (dak khana) · tehsil or taluka · district
(zila) · city · postcode of five digits.

In text an address is a chain of such parts (see `address_parts`). A part has a weight; a chain
counts from WHOLE on: "House No. 5" alone does, "Block 13" or "Jinnah Road" alone does not, "Block
13, Karachi" does with the name before it. A label ("Address:", "پتہ:") takes the rest of its line
up to the next label; "resident of", R/O, sakna and سکنہ take the words behind them.

Beside these rules a model (name_model, docs/model-card.md) finds addresses without such words; it
counts from `cut_off` on.

Not known: a full list of places and spellings; how many addresses are written in an order of their
own.

Sources: address words as in public Pakistani registers and forms (سکنہ is the written form, ساکن
the Persian one); canal branches from the names of the Punjab colonies. Places: data/places.txt.

>>> compact("H# 12, St# 4, Moh. Islampura, LAHORE")
'house 12 street 4 mohalla islampura lahore'
>>> compact("House No.12 Street No 4 Mohallah Islampura Lahore")
'house 12 street 4 mohalla islampura lahore'
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from recognizers.pk.address_parts import CUES, REACH, WHOLE, Chain, read_chain
from recognizers.pk.name_spans import (
    CUT_OFF,
    MODEL,
    addresses,
    has_letters,
    is_of_form,
    score,
)
from recognizers.pk.names import adjacent_words
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError
from recognizers.pk.words import (
    LETTERS,
    NOT_AFTER_LETTER,
    NOT_BEFORE_LETTER,
    alternation,
    word_at,
    word_list,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    Found = tuple[int, int, float]

CUE: Final = "cue"
"""The name of the pattern that finds labels and the words that begin a part."""

_SAME: Final = {
    fold(spelling).text: word
    for word, spellings in {
        "house": "h house hno makan makaan مکان",
        "street": "st str street gali galli اسٹریٹ سٹریٹ گلی",
        "mohalla": "moh mohalla mohallah muhalla muhallah mohala محلہ",
        "district": "dist distt district zila zilla ضلع",
        "tehsil": "teh tehsil tehseel تحصیل",
        "village": "vill village gaon gaaon گاؤں",
        "road": "rd road روڈ",
        "block": "blk block بلاک",
        "sector": "sector سیکٹر",
        "phase": "phase فیز",
        "near": "near nazd nazad نزد",
    }.items()
    for spelling in spellings.split()
}
_NUMBER_WORDS: Final = word_set("no num number nambar namber نمبر")
_TOKEN: Final = re.compile(
    rf"[0-9]+(?:[ ]?[/-][ ]?[0-9]+){{0,4}}(?:[ ]?[/-]?[ ]?[a-z](?![{LETTERS}]))?|[{LETTERS}]+"
)


def compact(address: str) -> str:
    """Return one spelling for an address in any case, punctuation and common short forms.

    Parts stay in the written order. Raises ValidationError when there is no letter or digit.
    """
    words: list[str] = []
    for token in _TOKEN.findall(fold(address).text.casefold()):
        word = token if token[0] in "0123456789" else _SAME.get(token, token)
        if word not in _NUMBER_WORDS:
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


# --- labels ------------------------------------------------------------------------------------

_LABELS: Final = (
    "address", "addresses", "addr", "add", "adress", "address1", "address2", "address3",
    "address4", "add1", "add2", "pata", "patta", "ghar ka pata", "residence", "residential",
    "place of residence", "sakna", "sakoonat", "rihaish", "rehaish", "پتہ", "پتا", "رہائش",
    "سکونت", "سکنہ", "رہائشی پتہ", "مکمل پتہ", "ایڈریس", "homeaddress", "permanentaddress",
    "shippingaddress", "billingaddress", "residentialaddress", "mailingaddress", "fulladdress",
)  # fmt: skip
_LABEL_KEYS: Final = frozenset(fold(label).text for label in _LABELS)
_LABEL_END: Final = re.compile(
    r"[ \t]{0,3}(?:\([^()\n]{1,25}\)[ \t]{0,2})?[\"'*]{0,2}[ \t]{0,2}"
    r"(?:[:=]{1,2}-?|-{1,2}[ \t]|[._]{2,40})"
)
_OTHER_ADDRESSES: Final = word_set(
    "ip ipv mac email mail web url wallet btc crypto memory site http https smtp host server "
    "gateway dns network hardware bus port ای میل ویب میک پی"
)
_NEXT_LABELS: Final = (
    "cnic", "c.n.i.c", "nic", "snic", "id card", "mobile", "mob", "cell", "phone", "ph", "tel",
    "telephone", "contact", "email", "e-mail", "whatsapp", "dob", "d.o.b", "date", "ntn", "age",
    "caste", "qaum", "religion", "occupation", "profession", "name", "father", "father name",
    "naam", "imei", "imsi", "amount", "status", "network", "sim", "shanakhti", "raabta", "fon",
    "permanent address", "present address", "شناختی", "موبائل", "فون", "رابطہ", "عمر", "قوم",
    "cnic no", "mobile no", "phone no", "id card no", "contact no", "cell no", "شناختی کارڈ",
    "شناختی کارڈ نمبر", "موبائل نمبر", "فون نمبر", "مذہب", "پیشہ",
    "تاریخ", "نام", "ولدیت", "مستقل پتہ", "موجودہ پتہ",
)  # fmt: skip
_VALUE_END: Final = re.compile(
    rf"[\n\r\t|<>{{}}\"]|;| {{5,}}|[ ,.;(-]{{1,4}}(?:\+?[0-9][0-9 -]{{5,14}}[0-9](?![/0-9])"
    rf"|{alternation(_NEXT_LABELS)}"
    rf"(?:[ \t]{{0,2}}[:#=]|[ \t]{{1,2}}(?:no|number|نمبر)(?![{LETTERS}])"
    rf"|[ \t.:#-]{{0,4}}\+?[0-9]{{4}})"
    rf"|(?!(?:no|num|number|نمبر)[ \t]{{0,2}}:)"
    rf"[{LETTERS}]{{2,20}}(?: [{LETTERS}]{{2,20}})?[ \t]{{0,2}}:(?![0-9]))"
    rf"|[.!?][ \t]{{1,3}}(?=[{LETTERS}])",
    re.IGNORECASE,
)
_FIRST_VALUE: Final = re.compile(r"[ \t\"'*(\[]{0,4}\n?[ \t]{0,4}")
_NOT_AN_ADDRESS: Final = re.compile(
    r"0x|[0-9a-f]{2}:[0-9a-f]{2}:|[^ \n]{0,60}@|[0-9]{1,3}\.[0-9]{1,3}\.|[a-z]{3,6}://",
    re.IGNORECASE,
)


def _read_label(text: str, start: int, end: int) -> Iterator[Found]:
    """Read what stands behind "Address:", to the next label or the end of the line."""
    mark = _LABEL_END.match(text, end)
    if mark is None or text[start:end].casefold() not in _LABEL_KEYS:
        return
    if not _OTHER_ADDRESSES.isdisjoint(adjacent_words(text, start, 2)):
        return
    blank = _FIRST_VALUE.match(text, mark.end())
    first = blank.end() if blank else mark.end()
    if _NOT_AN_ADDRESS.match(text, first):
        return
    last = _value_end(text, first, min(len(text), first + REACH))
    while last > first and text[last - 1] in " \t,.;:-/('\"*":
        last -= 1
    word = word_at(text, first)
    if (
        word
        and word.key in word_list("not_names.txt")
        and word.key not in word_list("address_words.txt")
        and not CUES.search(text, first, last)
        and not any(character.isdigit() for character in text[word.end : last])
    ):
        return
    if sum(character.isalpha() for character in text[first:last]) >= 3:
        yield first, last, 0.85


def _value_end(text: str, first: int, limit: int) -> int:
    """Return where a label's value ends; "No. 5" and "Mouza X. Tehsil Y" do not end it."""
    here = first
    while found := _VALUE_END.search(text, here, limit):
        mark = text[found.start()]
        if mark == "." and found[0].rstrip(" \t") == ".":
            following = word_at(text, found.end())
            if (
                following is None
                or following.key not in word_list("not_names.txt")
                or following.key in word_list("address_words.txt")
            ):
                here = found.end()
                continue
        elif found[0].endswith(":") and CUES.match(found[0].lstrip(" ,.;(-")):
            here = found.end()
            continue
        return found.start()
    return limit


# Characters before and behind a cue that its readers see; none reaches further. The same cue in the
# same surroundings is read once: a text made of cues costs what its search costs.
_BEFORE: Final = 200
_BEHIND: Final = REACH + 400
_REMEMBERED: Final = 2_000


class PkAddressRecognizer(PkRecognizer):
    """Finds postal addresses as whole spans.

    One pattern finds a label or a word that begins a part, and the address is read from there;
    the other stands for the model. `cut_off` is the probability from which its addresses count.
    """

    NAME_EN = "Postal address"
    NAME_UR = "پتہ"
    ISSUER = "Nobody issues it; written by its holder"
    PROOF = ("context", "structure")
    ENTITY = "ADDRESS"
    WHOLE_CELL = True
    PATTERNS = (
        Pattern(
            CUE,
            f"{CUES.pattern}|{NOT_AFTER_LETTER}{alternation(_LABELS)}{NOT_BEFORE_LETTER}",
            0.6,
        ),
        Pattern(MODEL, f"[{LETTERS}]{{2}}", 0.6),
    )
    RAISED = frozenset({CUE, MODEL})
    cut_off: float = CUT_OFF
    CONTEXT = (
        "address", "addresses", "adress", "addr", "home address", "res address", "pata", "پتہ",
        "permanent address", "present address", "current address", "mailing address",
        "postal address", "residential address", "مستقل پتہ", "موجودہ پتہ", "مکمل پتہ",
        "رہائشی پتہ", "ایڈریس", "سکونت", "sakna", "sakoonat", "سکنہ", "place of residence",
    )  # fmt: skip
    HEADERS = (
        "address1", "address2", "address3", "address4", "address5", "add", "add1", "add2", "add3",
        "add4", "addr1", "addr2", "resaddress", "residenceaddress", "residentialaddress",
        "homeaddress", "permanentaddress", "presentaddress", "currentaddress", "mailingaddress",
        "postaladdress", "shippingaddress", "billingaddress", "fulladdress", "custaddress",
        "customeraddress", "siteaddress", "residence", "mohalla", "muhalla", "street",
        "street name", "street no", "house", "house no", "houseno", "house number", "village",
        "village name", "goth", "chak", "location", "site location", "pickup", "drop off",
        "dropoff", "pickup location", "dropoff location", "landmark", "رہائش", "محلہ", "گلی",
        "گاؤں", "مکان نمبر", "موضع", "ساکن",
    )  # fmt: skip
    NOT_HEADERS = (
        "ip address", "ای میل پتہ", "برقی پتہ", "ای میل ایڈریس", "email address", "e mail address", "mail address", "mac address",
        "web address", "website address", "url address", "wallet address", "btc address",
        "memory address", "hardware address", "network address", "host address",
        "address type", "address id", "address code", "address verified", "address status",
    )  # fmt: skip
    CONTEXT_SCORE = 0.85

    def matches(self, folded: str, pattern: Pattern) -> Iterator[Found]:
        """Yield (start, end, score) of the addresses at cues, or of the model's addresses.

        Raises TimeoutError when the pattern takes longer than PATTERN_TIMEOUT.
        """
        if pattern.name == MODEL:
            if has_letters(folded):
                for start, end, probability in addresses(folded, self.cut_off):
                    yield start, end, score(probability)
            return
        cues = super().matches(folded, pattern)
        if pattern.name != CUE:
            yield from cues
            return
        read = 0
        for start, end, _ in cues:
            first = max(0, start - _BEFORE)
            label, chain = _read(folded[first : end + _BEHIND], start - first, end - first)
            if label:
                yield first + label[0], first + label[1], label[2]
            # A chain reads the cues behind its first one; reading them again finds no more.
            if start >= read:
                read = first + chain.end
                if (
                    chain.weight >= WHOLE
                    and chain.start < chain.end
                    and not is_of_form(folded, first + chain.start, first + chain.end)
                ):
                    sure = min(0.85, 0.45 + 0.15 * chain.weight)
                    yield first + chain.start, first + chain.end, sure


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, start: int, end: int) -> tuple[Found | None, Chain]:
    """Read what a label and what a part of an address at `text[start:end]` begin."""
    return next(_read_label(text, start, end), None), read_chain(text, start)
