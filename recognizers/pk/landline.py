"""Fixed telephone number of Pakistan (فون نمبر), Pakistan Telecommunication Authority.

9 or 10 digits after the trunk prefix: 042-35761234, from abroad +92 42 35761234.

1        0, the national trunk prefix; spreadsheets lose it
2-4      area code, two digits for large areas and three for small ones; Azad Jammu and Kashmir and
         Gilgit-Baltistan have 58 and two more
then     subscriber number of 6 to 8 digits, first digit 2 to 9; 8 digits in Karachi and Lahore
         since 1 July 2009 (from 9 for government, else mostly from 3), 7 before

Not personal, and never found: UAN ([area]-111-xxx-xxx), toll-free 0800, premium 0900 and short
codes; they reach offices. Other offices' numbers can't be told from homes and are found.

There is no check digit, and a number without its area code is told from others only by a label.

Not known: a full official list of areas and lengths. Where an area changed length, old data hold
both, and both are read.

Sources: libphonenumber 9.0 (Apache-2.0), number metadata and geocoding of region PK; Number
Allocation and Administration Regulations 2011 (PTA); Wikipedia, Telephone numbers in Pakistan
(the change of 2009). The table is data/area_codes.txt.

>>> compact("+92 (42) 3576-1234")
'04235761234'
>>> format("0512345678")
'051-2345678'
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recognizers.pk.mobile import COUNTRY, GAP, START, TAIL, is_service_number
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

_REVERSED: Final = re.compile(r"([2-9][0-9]{5,7})[^0-9]{1,3}(0[2-9][0-9]{1,3})")
# 042-35761234/35, 042-35761234-5, 4235761234.0
_NEIGHBOUR: Final = re.compile(
    r"(?: ?[/\\&] ?[0-9]{1,7}|-[0-9]{1,3}|\.0{1,2})[^0-9]{0,3}$",
)
_ABROAD: Final = re.compile(r"\(?(?:\+|0092|92[^0-9])")
_SIGNS: Final = re.compile(r"[^0-9+()\-._/\\&· \t]")
_LOCAL: Final = re.compile(r"[2-9][0-9]{2,3}[\- ]?[0-9]{2}[\- ]?[0-9]{1,2}")
# A subscriber in one to four groups. "0966-587066 30 days": digits are never taken one by one,
# or the next number's would spoil this one's length.
_REST: Final = (
    r"(?:[0-9]{6,8}(?![0-9])|[0-9]{2,4}[ \-._·]{1,2}[0-9]{3,4}(?![0-9])"
    r"|[0-9]{3,4}[ \-.][0-9]{2}[ \-.][0-9]{2}(?![0-9])|[0-9]{2}(?:[\-.][0-9]{2}){2,3}(?![0-9]))"
)
# Not inside an ISBN (978-041-...), not inside a UUID (0689047-6455-48f0-ade6-).
_START: Final = rf"{START}(?<![0-9]\.)(?<!97[89][ \-])"
_END: Final = rf"{TAIL}(?!-?[0-9a-f]{{0,3}}[a-f][0-9a-f]{{0,3}}-)"
# Characters in the longest spelling of one number and its neighbours.
_LONGEST: Final = 64


@cache
def _areas() -> dict[str, tuple[int, ...]]:
    """Return the subscriber lengths, usual first, by area code without its 0."""
    table = files("recognizers.pk").joinpath("data/area_codes.txt").read_text("utf-8")
    rows = (line.split() for line in table.splitlines() if line and not line.startswith("#"))
    return {row[0]: tuple(int(length) for length in row[1].split(",")) for row in rows}


def _split(national: str) -> tuple[str, str] | None:
    """Return area code and subscriber of digits without a prefix, or None if no area has them."""
    for size in (2, 3):
        area, subscriber = national[:size], national[size:]
        if len(subscriber) in _areas().get(area, ()) and "2" <= subscriber[0] <= "9":
            return area, subscriber
    return None


def _readings(text: str) -> Iterator[str]:
    """Yield the digits of the first number in the text, most of what follows it cut off first."""
    heads = [text]
    while len(heads) < 4:
        tail = _NEIGHBOUR.search(heads[-1])
        if not tail:
            break
        heads.append(heads[-1][: tail.start()])
    for head in reversed(heads):
        if not _SIGNS.search(head):
            yield re.sub(r"[^0-9]", "", head)


def _national(text: str, *, is_abroad: bool) -> str:
    """Return area code and subscriber of the first number in the text.

    `is_abroad` says that the country code certainly stands first. Raises ValidationError.
    """
    if len(text) <= _LONGEST:
        for found in _readings(text):
            # 0922... is Kohat before it is 0 and +92 2...; 92 alone is the country if all fits.
            for prefix in ("00920", "0092", "920", "92", *(() if is_abroad else ("0", "00", ""))):
                if found.startswith(prefix) and _split(found.removeprefix(prefix)):
                    return found.removeprefix(prefix)
    raise ValidationError("no area code followed by six to eight digits")


def compact(number: str) -> str:
    """Return the number as dialled from another area: 0, area code, subscriber.

    A number without its area code stays without. Raises ValidationError when no listed area has
    such a number; no subscriber's begins with 1, so a UAN is none.
    """
    text = fold(number).text.replace("%20", " ").strip(" \t\r\n'\"=")
    is_abroad = bool(_ABROAD.match(text))
    text = re.sub(r"^[^0-9]+", "", text)
    if _LOCAL.fullmatch(text):
        return re.sub(r"[^0-9]", "", text)
    backwards = _REVERSED.fullmatch(text)
    if backwards:
        text = backwards[2] + backwards[1]
    return "0" + _national(text, is_abroad=is_abroad)


_ISO_DAY: Final = re.compile(
    r"(?:19|20)[0-9]{2}([-/. ])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])"
)


def validate(number: str) -> str:
    """Return the compact number if it has a listed area code.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if found[0] != "0":
        raise ValidationError("without its area code a number could be anyone's")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number with its area code, if it has one, set off: 042-35761234."""
    found = compact(number)
    parts = _split(found.removeprefix("0"))
    return f"0{parts[0]}-{parts[1]}" if parts else found


def _may_be(value: str) -> bool:
    """Refuse cheaply most of what `is_valid` refuses."""
    found = re.sub(r"[^0-9]", "", value)
    for prefix in ("00", "0", "92", "920", "0092", "00920", "092"):
        rest = found.removeprefix(prefix)
        if (rest[:2] in _areas() and rest[2:3] > "1") or (rest[:3] in _areas() and rest[3:4] > "1"):
            return True
    return False


class PkLandlineRecognizer(PkRecognizer):
    """Finds fixed telephone numbers with their area code, and local ones beside a label."""

    NAME_EN = "Fixed telephone number"
    NAME_UR = "ٹیلیفون (لینڈ لائن) نمبر"
    ISSUER = "PTCL and others, under the Pakistan Telecommunication Authority (PTA)"
    PROOF = ("registry", "structure", "context")
    ENTITY = "PK_LANDLINE"
    PATTERNS = (
        Pattern(
            "international",
            rf"{_START}{COUNTRY}{GAP}(?:\(0\){GAP}|0{GAP})?"
            rf"(?:\(0?[2-9][0-9]{{1,3}}\)|[2-9][0-9]{{1,3}}){GAP}{_REST}{_END}",
            0.7,
        ),
        Pattern(
            "national",
            rf"{_START}\+?(?:\(0[2-9][0-9]{{1,3}}\)|0[2-9][0-9]{{1,3}})"
            rf"{GAP}{_REST}{_END}",
            0.55,
        ),
        Pattern(
            "displayed right to left",
            r"(?<![0-9])(?<![0-9][ \-._/])[2-9][0-9]{5,7}[\-._/]{1,2}0[2-9][0-9]{1,3}"
            r"(?![0-9])(?![ \-._/)]{1,2}[0-9])",
            0.45,
        ),
        Pattern(
            "zero lost",
            rf"{START}(?<![0-9][.,\-/])[2-9][0-9]{{1,3}}[\- ]?[0-9]{{6,8}}(?:\.0{{1,2}})?"
            r"(?![0-9])(?![.,\-/][0-9])",
            0.1,
        ),
        Pattern(
            "without area code",
            rf"{START}(?<![0-9][.,\-/])[2-9][0-9]{{2,3}}"
            r"(?:[\- ]?[0-9]{4}|[0-9]{3}|[\- ][0-9]{2}[\- ][0-9]{2})"
            r"(?![0-9])(?![.,\-/][0-9])",
            0.05,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "scientific",
            r"(?<![0-9.])[2-9](?:\.[0-9]{1,10})?e\+?(?:0?[89]|1[01])(?![0-9])",
            0.5,
        ),
    )
    CONTEXT = (
        "landline", "land line", "landline no", "landline number", "ptcl", "ptcl no",
        "ptcl number", "telephone", "telephone no", "telephone number", "tel", "tel no", "phone",
        "phone no", "phone number", "ph", "ph no", "phone res", "phone off", "fone", "fax",
        "fax no", "residence no", "res no", "office no", "office phone", "home phone",
        "ghar ka number", "ghar ka phone", "contact", "contact no", "contact number",
        "rabta number", "raabta number", "call", "dial",
        "ٹیلی فون", "ٹیلیفون", "ٹیلی فون نمبر", "فون", "فون نمبر",
        "لینڈ لائن", "لینڈ لائن نمبر", "پی ٹی سی ایل", "گھر کا نمبر", "رابطہ نمبر", "فیکس",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "uan", "helpline", "toll free", "order", "order no", "order id", "invoice", "invoice no",
        "tracking", "tracking no", "consignment", "barcode", "awb", "cn no", "bytes", "amount", "total", "balance",
        "price", "rs", "pkr", "timestamp", "consumer no", "consumer number", "customer id",
        "account no", "account number", "roll no", "roll number", "psid", "voucher", "challan",
        "reference no", "ref no", "transaction id", "trx id", "ntn", "block code", "personnel no",
        "آرڈر نمبر", "ٹریکنگ نمبر", "date", "dated", "مورخہ", "تاریخ", "رقم", "روپے", "اکاؤنٹ نمبر", "رول نمبر",
        "کنزیومر نمبر", "یو اے این", "ہیلپ لائن",
    )  # fmt: skip
    HEADERS = (
        "landlineno", "ptclno", "faxno", "landline1", "landline2", "resno", "residenceno",
        "officeno",
    )  # fmt: skip
    NOT_HEADERS = (
        "model", "brand", "operator", "network", "imei", "name", "date", "time", "type",
        "status", "balance", "company", "duration", "email", "address", "mobile", "cell", "count",
    )  # fmt: skip
    CONTEXT_SCORE = 0.8

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop what no area has, and services; let separators speak for a number."""
        if pattern.name == "scientific":
            return pattern.score
        if pattern.name == "without area code":
            called = re.sub(r"[^0-9]", "", value)
            # "Call start 2023-05-04"
            if _ISO_DAY.fullmatch(value):
                return 0.0
            return 0.0 if is_service_number(called) else pattern.score
        is_forwards = pattern.name != "displayed right to left"
        if (is_forwards and not _may_be(value)) or not is_valid(value):
            return 0.0
        # Solid digits can be an account's or a consumer's as well.
        return 0.5 if pattern.score > 0.5 and value.isdigit() else pattern.score
