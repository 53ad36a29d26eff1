"""Mobile telephone number of Pakistan (موبائل نمبر), Pakistan Telecommunication Authority.

11 digits as dialled inside the country: 0300-1234567; from abroad +92 300 1234567.

1        0, the national trunk prefix; spreadsheets lose it
2-4      network code, 3xx: 300-349, 355, 364, 370-379 are allotted. It names the operator that the
         number was first given to; numbers are portable, so it says nothing about today's
5-11     subscriber number

The same ten digits are the number's Raast alias and its mobile wallet account, and stand inside
SadaPay, NayaPay and JazzCash IBANs.

There is no check digit. Placeholders (0300-1234567, 0300-0000000) are found like any number:
somebody has them. A network code that is not allotted lowers the score and rejects nothing in
context.

Not known: whether all of 370-379 and 338 are in use (sources differ; the union is taken); which
codes will be allotted next.

Sources: Number Allocation and Administration Regulations 2011 and Mobile Number Portability
Regulations 2005 (PTA); metadata and carrier data of libphonenumber 9.0 (Apache-2.0) for region
PK, which lacks 338; wtng.info, Pakistan (032x, 0335, 0364 before June 2008); ITU-T E.164.

>>> compact("+92 (0)300 1234567")
'03001234567'
>>> compact("۰۳۰۰-۱۲۳۴۵۶۷/۸")
'03001234567'
>>> format("923001234567")
'0300-1234567'
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recognizers.pk.other_kinds import has_mask, is_masked
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

# A number begins where no digit stands before it; %20 to %29 are signs in an encoded URL. Eight
# hexadecimal digits on either side make it a part of a hash.
START: Final = r"(?:(?<![0-9])|(?<=%2[0-9]))(?<![0-9a-f]{8})"
# Between country code, network or area code and subscriber; "+" and %20 are spaces in a URL.
GAP: Final = r"(?:[ \t\-._/·+]|%20){0,3}"
COUNTRY: Final = r"(?:\+?\((?:\+|00)?92\)|(?:\+ ?)?(?:00?[ \-]?)?92)"
# The next number written by its last digits (0300-1234567/8), or what a float column adds.
TAIL: Final = (
    r"(?:\.0{1,2}(?![0-9])"
    r"|(?: ?[/\\&] ?[0-9]{1,2}){1,3}(?![0-9])(?![\-._/][0-9])"
    r"|-[0-9]{1,2}(?![0-9])(?![\-._/][0-9])"
    r"| ?[/\\] ?(?!0?3|0[0-9]{1,3}[ \-._/]{1,3}[0-9]{2})[0-9]{3,4}(?![0-9])(?![\-._/][0-9])"
    r"| ?[/\\] ?[0-9]{3,4}(?![0-9])(?![ \-._/]{1,3}[0-9])"
    r"| ?[/\\] ?[0-9]{7}(?![0-9])(?![\-._/][0-9])"
    r")?(?![0-9])(?![a-f][0-9a-f]{7})"
)
_REST: Final = r"(?:[0-9][ \-._·]{0,3}){6}[0-9]"
_MASK: Final = r"[0-9x*#•]"

# As most are written; `compact` needs one step for them.
_USUAL: Final = re.compile(r"(?:\+?92-?|0)?(3[0-9]{2})-?([0-9]{7})")
_LEADING: Final = re.compile(r"(?:0{0,2}92(?=0?3)|0{1,2}(?=3))?0?")
_AFTER: Final = re.compile(r"(?:\.0{1,2})?(?:[ /\\&\-]{1,3}[0-9]{1,7}){0,3}[^0-9]{0,3}")
_REVERSED: Final = re.compile(
    r"([0-9]{7}|[0-9]{4}[^0-9]{1,2}[0-9]{3})[^0-9]{1,3}(0?3[0-9]{2})"
    r"([^0-9]{1,3}(?:00)?92[^0-9]{0,2})?"
)
_FLOAT: Final = re.compile(r"([39])\.([0-9]{7,11})e\+?(?:0?9|11)", re.IGNORECASE)
_SIGNS: Final = re.compile(r"[^0-9+()\-._/\\&· \t]")


@cache
def _networks() -> frozenset[str]:
    """Return the network codes that were allotted, three digits each."""
    text = files("recognizers.pk").joinpath("data/mobile_prefixes.txt").read_text("utf-8")
    return frozenset(
        line.split()[0] for line in text.splitlines() if line and not line.startswith("#")
    )


def is_allotted(number: str) -> bool:
    """Say whether a compact number, 03xxxxxxxxx, has a network code of data/mobile_prefixes.txt.

    >>> is_allotted("03001234567"), is_allotted("03991234567")
    (True, False)
    """
    return len(number) == 11 and number[0] == "0" and number[1:4] in _networks()


def is_service_number(digits: str) -> bool:
    """Say whether digits dial a service and not a subscriber: UAN, toll-free, premium or short.

    `digits` holds only digits, with or without trunk prefix or 92. Source: PTA numbering plan:
    [area] 111 xxx xxx, 0800 xxxxx, 0900 xxxxx and short codes of two to four digits.

    >>> is_service_number("051111222333"), is_service_number("03001234567")
    (True, False)
    """
    national = re.sub(r"^(?:0{0,2}92(?=[2-9]))?0?", "", digits)
    return (
        len(digits) <= 4
        or bool(re.fullmatch(r"(?:[2-9][0-9]{1,3})?111[0-9]{6}", national))
        or bool(re.fullmatch(r"800[0-9]{5}(?:[0-9]{3})?|900[0-9]{5}", national))
    )


def compact(number: str) -> str:
    """Return the number as dialled inside Pakistan: 11 digits, 03xxxxxxxxx.

    Of two numbers written as one (0300-1234567/8) the first. Raises ValidationError when the text
    is not a whole number that begins with 3 after the prefixes: masked, cut or rounded ones too.
    """
    if usual := _USUAL.fullmatch(number):
        return f"0{usual[1]}{usual[2]}"
    text = fold(number).text.replace("%20", " ").strip(" \t\r\n'\"=")
    text = re.sub(r"^[^0-9]+", "", text)
    exact = _FLOAT.fullmatch(text)
    if exact:
        text = exact[1] + exact[2].ljust(9 if exact[1] == "3" else 11, "0")
    backwards = _REVERSED.fullmatch(text)
    # 0355000-0300 reads both ways; a network code in front is the likelier.
    if backwards and (backwards[3] or (backwards[2][0] == "0" and text[:2] != "03")):
        text = backwards[2] + re.sub(r"(....).+(...)", r"\2\1", backwards[1])
    return _forwards(text)


def _forwards(text: str) -> str:
    """Return the compact number of a text that begins with a digit; raises ValidationError."""
    places = [place for place, character in enumerate(text) if "0" <= character <= "9"]
    found = "".join(text[place] for place in places)
    prefix = _LEADING.match(found)
    first = prefix.end() if prefix else 0
    national = found[first : first + 10]
    if len(national) != 10 or national[0] != "3":
        raise ValidationError("a mobile number has ten digits from 3, after 0 or 92")
    end = places[first + 9] + 1
    if _SIGNS.search(text[:end].replace(",", "")):
        raise ValidationError("letters or signs stand inside the number")
    if not _AFTER.fullmatch(text[end:]):
        raise ValidationError("more digits than a mobile number has")
    return "0" + national


def validate(number: str) -> str:
    """Return the compact number if its network code is allotted.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not is_allotted(found):
        raise ValidationError("no operator has this network code")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as it is commonly printed, 0300-1234567."""
    found = compact(number)
    return f"{found[:4]}-{found[4:]}"


class PkMobileRecognizer(PkRecognizer):
    """Finds Pakistani mobile numbers in every written form, masked and damaged ones too."""

    NAME_EN = "Mobile telephone number"
    NAME_UR = "موبائل نمبر"
    ISSUER = "Mobile networks, under the Pakistan Telecommunication Authority (PTA)"
    PROOF = ("structure", "context")
    ENTITY = "PK_MOBILE"
    WHOLE_FORM = r"(?:\+92|0092|92|0)?-?(3(?:[0-4][0-9]|55|64|7[0-9])-?[0-9]{7})"
    WHOLE_PREFIX = "0"
    COMPANY_FORM = r"(3(?:[0-4][0-9]|55|64|7[0-9]))[0-9]{7}"
    COLUMN_FORM = r"(3(?:[0-4][0-9]|55|64|7[0-9]))[0-9]{7}(?:\.0)?"
    PATTERNS = (
        Pattern(
            "international",
            rf"{START}(?<![0-9]\.){COUNTRY}{GAP}(?:\(0\){GAP}|0{GAP})?(?:\(0?3[0-9]{{2}}\)|3[0-9]{{2}})"
            rf"{GAP}{_REST}{TAIL}",
            0.9,
        ),
        Pattern(
            "national",
            rf"{START}(?<![0-9]\.)\+?(?:\(03[0-9]{{2}}\)|(?:0-?|\(0\) ?)3[0-9]{{2}})"
            rf"{GAP}{_REST}{TAIL}",
            0.85,
        ),
        # 31.0312 73.12345 is a place, 1.0300-1234567 an item of a list.
        Pattern(
            "after a list number",
            rf"(?<=[0-9]\.)(?:\+92-?|0)3[0-9]{{2}}-?[0-9]{{7}}{TAIL}",
            0.6,
        ),
        Pattern(
            "run together", rf"{START}(?:0|92)3[0-9]{{9}}(?:(?:0|92)3[0-9]{{9}}){{1,5}}(?![0-9])", 0.6
        ),
        Pattern(
            "digit by digit",
            rf"{START}(?:0|(?:\+ ?)?9[ \-._]2)[ \-._]3(?:[ \-._][0-9]){{9}}(?![0-9])",
            0.6,
        ),
        Pattern(
            "three and four", rf"{START}03[0-9][ \-.][0-9]{{4}}[ \-.][0-9]{{4}}(?![0-9])", 0.45
        ),
        # "410-03-9514-54752" is a cell.
        Pattern("in any groups", rf"{START}(?<!410[ \-.])0[ \-.]?3(?:[ \-.]?[0-9]){{9}}(?![0-9])", 0.14),
        Pattern(
            "letter for zero",
            r"(?<![a-z0-9])o[ \-]?3[0-9]{2}[ \-.]?[0-9]{3}[ \-.]?[0-9]{4}(?![0-9])",
            0.6,
        ),
        Pattern(
            "split network code",
            rf"{START}03[ \-.][0-9]{{2}}[ \-.][0-9]{{3}}[ \-.]?[0-9]{{4}}(?![0-9])",
            0.6,
        ),
        Pattern(
            "zero lost",
            rf"{START}(?<![0-9]\.)(?:00)?3[0-9]{{9}}(?:\.0{{1,2}})?(?![0-9])(?!\.[0-9])",
            0.3,
        ),
        Pattern(
            "zero lost, separated",
            rf"{START}(?<![0-9][\-.])3[0-9]{{2}}[ \-._]{{1,2}}[0-9]{{3}}[ \-._]?[0-9]{{4}}{TAIL}",
            0.45,
        ),
        Pattern(
            "displayed right to left",
            r"(?<![0-9])(?<![0-9][ \-._/])(?<![0-9] [\-/] )(?:[0-9]{7}|[0-9]{4}[\-. ][0-9]{3})[ \-._/]{1,3}"
            r"(?:03[0-9]{2}(?:[ \-]{1,2}92\+?)?|3[0-9]{2}[ \-]{1,2}(?:00)?92\+?)"
            r"(?![0-9])(?![ \-._/)]{1,3}[0-9]{2})",
            0.65,
        ),
        Pattern(
            "row displayed right to left",
            r"(?<![0-9])[0-9]{7}[\-._/]03[0-9]{2}(?:[ ,;/|]{1,3}[0-9]{7}[\-._/]03[0-9]{2}){1,20}"
            r"(?![0-9])",
            0.65,
        ),
        Pattern(
            "partly masked",
            rf"{START}(?:{COUNTRY}{GAP}0?|0)3{_MASK}{{2}}{GAP}"
            rf"(?:{_MASK}[ \-._]?){{3,6}}{_MASK}{{2}}(?![0-9])",
            0.6,
        ),
        Pattern("float without loss", rf"{START}(?<![0-9]\.)3\.[0-9]{{7,9}}e\+?0?9(?![0-9])", 0.3),
        Pattern("float with 92", rf"{START}(?<![0-9]\.)9\.23[0-9]{{6,9}}e\+?11(?![0-9])", 0.5),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "scientific",
            r"(?<![0-9.])(?:3(?:\.[0-9]{1,9})?e\+?0?9|9\.2(?:[0-9]{1,10})?e\+?11)(?![0-9])",
            0.6,
        ),
        Pattern(
            "thousands",
            r"(?<![0-9,])(?:92)?3(?:,[0-9]{3}){3}(?:\.00?)?(?![0-9,])",
            0.6,
        ),
        # A number cut short, one digit too long, or of another country.
        Pattern(
            "any number to call",
            r"(?<![0-9.])\+?\(?[0-9](?:[ \-./()]{0,3}[0-9]){5,14}(?![0-9])(?![.,][0-9])",
            0.5,
        ),
    )
    CONTEXT = (
        "mobile", "mobile no", "mobile number", "mob", "mob no", "cell", "cell no", "cell number",
        "cell phone", "cellphone", "contact", "contact no", "contact number", "phone", "phone no",
        "phone number", "ph", "ph no", "tel", "telephone", "whatsapp", "whats app", "watsapp",
        "wa", "wa me", "sim", "sim no", "sim number", "msisdn", "call", "called", "caller", "dial",
        "sms", "fone", "fon", "rabta", "raabta", "rabta number", "raabta number", "rabta karein",
        "mera number", "apna number", "easypaisa", "easy paisa", "jazzcash", "jazz cash",
        "sadapay", "nayapay", "upaisa", "mobile account", "raast", "raast id", "a number",
        "b number", "a party", "b party", "موبائل", "موبائل نمبر", "موبائیل", "فون", "فون نمبر",
        "ٹیلی فون", "رابطہ", "رابطہ نمبر", "رابطے کا نمبر", "واٹس ایپ", "وٹس ایپ", "واٹس اپ",
        "سم", "سم نمبر", "سیل نمبر", "کال", "ایزی پیسہ", "جاز کیش", "راست", "موبائل اکاؤنٹ",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "order", "order no", "order id", "invoice", "invoice no", "tracking", "tracking no",
        "consignment", "consignment no", "barcode", "amount", "total", "balance", "price", "rs",
        "pkr", "timestamp", "epoch", "consumer no", "consumer number", "customer id",
        "account no", "account number", "roll no", "roll number", "psid", "voucher", "challan",
        "reference no", "ref no", "transaction id", "trx id", "tid", "ntn", "block code",
        "اکاؤنٹ نمبر", "رقم", "روپے", "رول نمبر", "کنزیومر نمبر", "بل نمبر",
    )  # fmt: skip
    HEADERS = (
        "number", "numbers", "mobileno", "mobilenumber", "mobno", "cellno", "cellnumber",
        "contactno", "contactnumber", "phoneno", "phonenumber", "whatsappno", "whatsappnumber",
        "simno", "simnumber", "anumber", "bnumber", "aparty", "bparty", "calling number",
        "called number", "other party", "subscriber", "subscriber no", "telno", "phone1",
        "phone2", "mobile1", "mobile2", "contact1", "contact2", "cell1", "cell2", "alternateno",
        "alternatenumber", "altno", "othernumber", "secondaryno", "نمبر",
    )  # fmt: skip
    NOT_HEADERS = (
        "model", "brand", "operator", "network", "imei", "imsi", "iccid", "site", "name", "date", "time", "type", "status", "balance", "company", "duration", "tower",
        "lac", "email", "address", "title", "cell id", "cellid", "count",
    )  # fmt: skip
    CONTEXT_SCORE = 0.95

    def may_match(self, folded: str, pattern: Pattern) -> bool:
        """Look for masked numbers only where something is masked."""
        return pattern.name != "partly masked" or has_mask(folded)

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop what is no mobile number; lower the score of a network code nobody has."""
        if pattern.name in {"scientific", "run together"}:
            return pattern.score
        if pattern.name == "any number to call":
            called = re.sub(r"[^0-9]", "", value)
            return 0.0 if is_service_number(called) else pattern.score
        if pattern.name == "partly masked":
            # Only the network code left is nobody's number; no mask inside is another pattern's.
            shown = sum("0" <= character <= "9" for character in value)
            return pattern.score if is_masked(value) and shown >= 5 else 0.0
        try:
            number = compact(value)
        except ValidationError:
            # A form that a pattern knows and `compact` does not is a number all the same.
            return pattern.score
        if not is_allotted(number):
            return 0.5 if pattern.name == "international" else 0.3
        if pattern.name == "zero lost, separated" and "-" not in value:
            return 0.3
        if pattern.name == "displayed right to left" and " " in value and "-" not in value:
            return 0.45
        return pattern.score
