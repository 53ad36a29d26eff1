"""From the model's probabilities to spans: where a name or an address begins and ends.

A token belongs to a name when its probability reaches the cut-off; tokens that touch make one
name, unless a new one begins between them. An address is a run of tokens of addresses and places
with at least one of an address, small gaps included: it is taken whole, from a lower probability on.

Readings are kept for the texts of one batch (`prepare`), since two recognisers ask for each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from recognizers.pk.name_features import flags
from recognizers.pk.name_model import GROUPS, Reading, model
from recognizers.pk.script import fold
from recognizers.pk.words import place_at, word_list, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    # Start and end of each token. Many are looked at one by one, which numpy is slow at.
    Spans = list[list[int]]

CUT_OFF: Final = 0.3
"""Probability from which a token counts, where nobody says otherwise."""

MODEL: Final = "model"
"""The name of the pattern that stands for the model among a recogniser's patterns."""

_PERSON, _ADDRESS, _LOCATION, _ORGANISATION = (GROUPS.index(group) for group in GROUPS)
# A new name begins where the model is this sure of it.
_NEW_NAME: Final = 0.6
# At these shares of the cut-off's odds a token counts too (see `_lowered`; at 0.3 from 0.15, 0.1 and
# 0.2 on). An address needs the first at one of its tokens, the second at the others: a house or a
# street seldom stands alone, and a word too many does less harm than a street number. A word in
# small Latin letters is a name from the third on: no capital helps the model.
_CORE: Final = 0.41
_EDGE: Final = 0.27
_SMALL: Final = 0.58
# Tokens of an address between which ones of lower probability are taken in.
_GAP: Final = 3
# Characters of texts whose readings are kept (some 40 MB); beyond, all are forgotten.
_KEPT: Final = 4_000_000
# Readings from which on all are forgotten before many texts are read: short ones take 1 KB each.
_MOST_KEPT: Final = 10_000
_LONGEST_KEPT: Final = 200_000
_LONGEST_GAP: Final = 4
# A text of so few words gives the model nothing to go by: from this probability on it counts.
_FEW_WORDS: Final = 2
_BARE: Final = 0.6
_LINE_ENDS: Final = "\n\t"

# Names of columns that the model takes for names of persons.
_OF_COLUMNS: Final = word_set(
    "lat lon lng lac sno srno emp emp_no halqa gharana kul sadak mulazim shuda zuban zaban rehaish "
    "rihaish baqaya adaigi wasooli nateeja natija kaifiat kaifiyat muhar aamdani amdani mahana"
)
# Offices, papers and what records call their numbers: before a number they look like somebody's name.
_OF_RECORDS: Final = word_set(
    "mofa fia fbr pta secp eobi pessi sessi kpessi bisp nser wasa wapda lesco mepco gepco fesco "
    "iesco pesco hesco sepco qesco sngpl ssgc ptcl kesc hec pmdc pec fpsc ppsc spsc nts aslaha asleha "
    "passport licence license visa frc crc nicop snicop poc fir ppo gpf iban uuid guid epoch timestamp "
    "barcode checksum hash pnr awb vin uan cgi imei imsi iccid otp pin token ticket invoice voucher "
    "challan alien refugee واسا واپڈا لیسکو میپکو پاسپورٹ لائسنس ویزا اسلحہ پنشن سیکورٹی سیکیورٹی فیملی ٹوکن ٹکٹ واؤچر چالان"
)
# Words that are heard within names ("Sham Lal") and are none alone.
_NEVER_ALONE: Final = frozenset({"shaam", "wazan", "subah", "raat", "dopahar"})
# Before a dot and a name these are names cut short: "Kh. Saad".
_SHORTENED: Final = frozenset({"Kh", "KH", "Md", "MD", "Mhd", "Muhd", "Gh", "GH", "Abd", "Sh"})
# English letters by their names; those that are words too (کے, بی, پی) are left out.
_LETTERS_IN_URDU: Final = word_set("اے ایم این ایس آر ڈبلیو جے کیو ٹی ایچ ایف جی ڈی یو وی ایکس زیڈ ایل")
_OFFICES_IN_URDU: Final = frozenset({fold(office).text for office in ("ایم این اے", "ایم اے", "جے یو")})
# Words of forms: nothing but these, and no number, is a header or a list of headers.
_OF_FORMS: Final = word_set(
    "address addresses house flat plot shop street st road lane gali galli mohalla mohallah muhalla "
    "block sector phase village town city tehsil taluka district province country post office code "
    "postal permanent present current home residential number no name ghar makan makaan pata zila "
    "dakkhana shehar gaon ilaqa sakna sakoonat area location landmark and or floor building apartment "
    "پتہ پتا مکان گھر فلیٹ پلاٹ دکان گلی محلہ سڑک روڈ بلاک سیکٹر فیز گاؤں شہر تحصیل تعلقہ ضلع صوبہ ملک ڈاکخانہ "
    "نمبر نام علاقہ مستقل موجودہ مکمل رہائش رہائشی سکونت سکنہ منزل و اور"
)
# Behind "@" or "=" these are spreadsheets' functions, with or without brackets.
_FUNCTIONS: Final = word_set(
    "sum avg average count counta countif sumif max min if now today round date vlookup hlookup"
)
# With a city behind it, it is a place where thousands live, and no address.
_SECTOR: Final = re.compile(r"[A-I]-?1?[0-9](?:/[1-4])?,? +")
# A UUID or a hash: hexadecimal figures, letters and numbers in turn.
_CODE: Final = re.compile(r"[0-9A-Fa-f-]+")
_HEXADECIMAL: Final = frozenset("0123456789ABCDEFabcdef-")
_LETTERS_THEN_FIGURES: Final = re.compile(r"[A-Fa-f]-?[0-9]")
_SHORTEST_CODE: Final = 16
_LONGEST_CODE: Final = 128
_CHANGES: Final = 2
_TWO_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_WORDS: Final = re.compile(r"[^\W\d_]+")

_kept: dict[str, Reading] = {}
_kept_size = 0


def prepare(texts: Sequence[str]) -> None:
    """Read many folded texts at once; `readings` of them are then at hand."""
    global _kept_size  # noqa: PLW0603 - one memory a process
    new = list(dict.fromkeys(text for text in texts if text not in _kept))
    size = sum(map(len, new))
    if _kept_size + size > _KEPT:
        _kept.clear()
        _kept_size = 0
        new = list(dict.fromkeys(texts))
        size = sum(map(len, new))
    if size > _KEPT:
        return
    _kept.update(zip(new, model().read(new), strict=True))
    _kept_size += size


def in_turn(texts: Sequence[str], among: Iterable[int]) -> Iterator[list[int]]:
    """Yield the places of texts, as many at a time as are kept; `readings` of them are at hand."""
    if len(_kept) > _MOST_KEPT:
        forget()
    some: list[int] = []
    size = 0
    for place in among:
        if some and size + len(texts[place]) > _KEPT // 2:
            prepare([texts[one] for one in some])
            yield some
            some, size = [], 0
        some.append(place)
        size += len(texts[place])
    if some:
        prepare([texts[one] for one in some])
        yield some


def reading(text: str) -> Reading:
    """Return what the model says of a folded text."""
    known = _kept.get(text)
    if known is not None:
        return known
    if len(text) <= _LONGEST_KEPT:
        prepare([text])
        return _kept[text]
    return model().read([text])[0]


def has_letters(text: str) -> bool:
    """Say whether a folded text has two letters together: without, it is never read."""
    return _TWO_LETTERS.search(text) is not None


def sees(text: str, entity: str, cut_off: float) -> bool:
    """Say whether the model sees anything of an entity in a folded text."""
    most = reading(text).most
    if entity == "PERSON":
        return bool(most[_PERSON] >= _lowered(cut_off, _SMALL))
    return bool(most[_ADDRESS] >= _lowered(cut_off, _CORE))


def _lowered(cut_off: float, share: float) -> float:
    """Return the probability whose odds are a share of the cut-off's; one of 1 or more stays so."""
    return cut_off if cut_off >= 1 else cut_off * share / (1 - cut_off + cut_off * share)


def persons(text: str, cut_off: float) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, probability) of the names in a folded text."""
    read = reading(text)
    sure = read.groups[:, _PERSON]
    small = _lowered(cut_off, _SMALL)
    if not (sure >= small).any():
        return
    spans = read.spans.tolist()
    if _is_bare(spans, text):
        cut_off = max(cut_off, _BARE)
        small = max(small, cut_off)
        places = np.flatnonzero(sure >= cut_off).tolist()
    else:
        places = [
            place
            for place in np.flatnonzero(sure >= small).tolist()
            if sure[place] >= cut_off or _is_small(text, spans[place])
        ]
    new = read.begins[:, 0] >= _NEW_NAME
    for first, behind in _runs(places, new, spans, text):
        last = behind
        while first < last and _stays_outside(text, spans[first]):
            first += 1
        while first < last and _stays_outside(text, spans[last - 1]):
            last -= 1
        if first == last:
            continue
        if last - first == 1:
            word = text[slice(*spans[first])]
            own = small if _is_small(text, spans[first]) else cut_off
            if word.casefold() in _NEVER_ALONE or sure[first] < _needed(word, own):
                continue
        first, last = _without_numbers(spans, text, first, last)
        trimmed = _trimmed(spans, text, *_with_initials(spans, text, first, last))
        # One letter is no name.
        if (
            trimmed
            and sum(map(str.isalpha, text[slice(*trimmed)])) > 1
            and not _is_place(text, *trimmed)
            and not _is_formula(text, *trimmed)
            and not _is_in_code(text, *trimmed)
        ):
            most = sure[first] if last - first == 1 else sure[first:last].max()
            yield *trimmed, float(most)


def _with_initials(spans: Spans, text: str, first: int, last: int) -> tuple[int, int]:
    """Take in the initials beside a name: "W. Khattak", "A.R. Kazi", "Imran H.", "ایم ریان"."""

    def written(place: int) -> str:
        return text[spans[place][0] : spans[place][1]] if 0 <= place < len(spans) else ""

    def is_close(place: int) -> bool:
        return spans[place + 1][0] - spans[place][1] <= 1

    start = first
    while start and is_close(start - 1):
        place = start - 1
        if written(place) == "." and place and is_close(place - 1):
            short = written(place - 1)
            if not (len(short) == 1 and short.isupper()) and short not in _SHORTENED:
                break
            start = place - 1
        elif written(place) in _LETTERS_IN_URDU:
            start = place
        else:
            break
    if " ".join(map(written, range(start, first))) in _OFFICES_IN_URDU:
        start = first
    if (
        last + 1 < len(spans)
        and len(written(last)) == 1
        and written(last).isupper()
        and written(last + 1) == "."
        and is_close(last - 1)
        and not text[spans[last + 1][1] : spans[last + 1][1] + 1].isalpha()
    ):
        last += 1
    return start, last


def _is_formula(text: str, start: int, end: int) -> bool:
    """Say whether a span is the name of a function or a command: "@SUM(B2..B9)", "=IF(…)"."""
    if text[max(0, start - 1) : start] not in {"@", "="}:
        return False
    return text[end : end + 1] == "(" or text[start:end].casefold() in _FUNCTIONS


def _is_in_code(text: str, start: int, end: int) -> bool:
    """Say whether a span is a part of a UUID or a hash: "ddf" in "ddf80973-52f7-4630-…".

    Letters and figures must change places often: "Abad-35202-1234567-1" is a name and a number.
    """
    first = start
    while first > max(0, start - _LONGEST_CODE) and text[first - 1] in _HEXADECIMAL:
        first -= 1
    behind = _CODE.match(text, end, end + _LONGEST_CODE)
    code = text[first : behind.end() if behind else end]
    return (
        len(code) >= _SHORTEST_CODE
        and _CODE.fullmatch(code) is not None
        and len(_LETTERS_THEN_FIGURES.findall(code)) >= _CHANGES
    )


def _without_numbers(spans: Spans, text: str, first: int, last: int) -> tuple[int, int]:
    """Leave out the numbers at the ends of a name that a space parts from it.

    What touches the name ("ali786") stays a part of it.
    """

    def is_apart(place: int, before: int) -> bool:
        start, end = spans[place]
        return (
            text[start:end].isdecimal() and text[spans[before][1] : spans[before + 1][0]].isspace()
        )

    while last - first > 1 and is_apart(first, first):
        first += 1
    while last - first > 1 and is_apart(last - 1, last - 2):
        last -= 1
    return first, last


def _stays_outside(text: str, span: list[int]) -> bool:
    """Say whether a word at an end of a name is none of it: a title, a relative, of a sentence."""
    word = text[slice(*span)].casefold()
    found = flags(word)
    if word in _OF_RECORDS:
        # Spelled alike is not enough; "Nadra" is a name and not among these.
        return not {"gN", "gS"} & set(found)
    is_listed = any(flag[0] == "g" for flag in found)
    is_common = "kin" in found or word in word_list("sindhi_pashto_words.txt") or word in _OF_COLUMNS
    return "title" in found or (not is_listed and is_common)


def _is_place(text: str, start: int, end: int) -> bool:
    """Say whether a span is a listed place: of several words, or of one that no one is called."""
    if place_at(text, start) != end:
        return False
    place = text[start:end]
    return " " in place or not any(flag in {"gN", "gS", "gC"} for flag in flags(place.casefold()))


def _needed(word: str, cut_off: float) -> float:
    """Return the probability that a name of one word needs: more where no list has it."""
    found = flags(word.casefold())
    if "nn" in found:
        return cut_off + 0.3 * (1 - cut_off)
    if word[:1].isupper() or any(flag[0] == "g" for flag in found):
        return cut_off
    return cut_off + 0.2 * (1 - cut_off)


def _is_small(text: str, span: list[int]) -> bool:
    """Say whether a word is written in small Latin letters: no capital tells that it is a name."""
    word = text[slice(*span)]
    return word.isascii() and word.islower()


def _is_bare(spans: Spans, text: str) -> bool:
    """Say whether a text is one or two words: a header, a category, a word alone in its cell."""
    return len(spans) <= 2 * _FEW_WORDS and (
        sum(text[start].isalpha() for start, _ in spans) <= _FEW_WORDS
    )


def _runs(
    places: list[int], new: NDArray[np.bool_], spans: Spans, text: str
) -> Iterator[tuple[int, int]]:
    """Yield (first, behind last) of tokens in a row among `places`; line ends part them."""
    first = last = -1
    for place in places:
        start = spans[place][0]
        if text[start] in _LINE_ENDS:
            continue
        is_next = first >= 0 and place == last + 1 and start - spans[last][1] <= _LONGEST_GAP
        if not is_next or new[place]:
            if first >= 0:
                yield first, last + 1
            first = place
        last = place
    if first >= 0:
        yield first, last + 1


def addresses(text: str, cut_off: float) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, probability) of the addresses in a folded text."""
    read = reading(text)
    sure = read.groups[:, _ADDRESS]
    core = sure >= _lowered(cut_off, _CORE)
    if not core.any():
        return
    spans = read.spans.tolist()
    either = sure + read.groups[:, _LOCATION]
    person = read.groups[:, _PERSON]
    named = (person >= cut_off) & (person > either)
    wide = np.flatnonzero((either >= _lowered(cut_off, _EDGE)) & ~named).tolist()
    for first, last in _bridged(wide, named, spans, text):
        if core[first:last].any():
            trimmed = _trimmed(spans, text, first, last)
            if trimmed is None:
                continue
            sector = _SECTOR.match(text, *trimmed)
            if sector and place_at(text, sector.end()) == trimmed[1]:
                continue
            # "K17098" and "F-7/3" alone are a token's number and a sector.
            if (
                has_letters(text[slice(*trimmed)])
                and not is_of_form(text, *trimmed)
                and not _is_in_code(text, *trimmed)
            ):
                yield *trimmed, float(sure[first:last].max())


def is_of_form(text: str, start: int, end: int) -> bool:
    """Say whether a span holds the words of a form alone: "mohalla", "House Street Village"."""
    words = _WORDS.findall(text[start:end].casefold())
    return _OF_FORMS.issuperset(words) and not any(map(str.isdecimal, text[start:end]))


def _bridged(
    places: list[int], named: NDArray[np.bool_], spans: Spans, text: str
) -> Iterator[tuple[int, int]]:
    """Yield runs of the tokens at `places` with small gaps; a line end or a name parts them."""
    first = last = -1
    for place in places:
        if text[spans[place][0]] in _LINE_ENDS:
            continue
        if first < 0 or place - last > _GAP or _is_parted(named, spans, text, last, place):
            if first >= 0:
                yield first, last + 1
            first = place
        last = place
    if first >= 0:
        yield first, last + 1


def _is_parted(
    named: NDArray[np.bool_], spans: Spans, text: str, last: int, place: int
) -> bool:
    return any(
        named[between] or text[spans[between][0]] in _LINE_ENDS
        for between in range(last + 1, place)
    )


def _trimmed(spans: Spans, text: str, first: int, last: int) -> tuple[int, int] | None:
    """Return the characters of a run of tokens without the marks at its ends."""
    while first < last and not text[spans[first][0]].isalnum():
        first += 1
    while last > first and not text[spans[last - 1][0]].isalnum():
        last -= 1
    return (spans[first][0], spans[last - 1][1]) if first < last else None


def score(probability: float) -> float:
    """Return the score of a finding: above what policies ask for, below a check digit's."""
    return round(0.45 + 0.4 * probability, 2)


def forget(texts: Iterable[str] = ()) -> None:
    """Drop the kept readings: of the given texts, or all."""
    global _kept_size  # noqa: PLW0603 - one memory a process
    for text in list(texts) or list(_kept):
        if _kept.pop(text, None) is not None:
            _kept_size -= len(text)
