"""Payment card number, PAN (کارڈ نمبر): debit, credit and prepaid cards of any issuer.

13 to 19 digits, embossed in groups: 4111 1111 1111 1111, American Express 3782 822463 10005.

1-6 or 1-8  issuer and network (IIN); data/card_ranges.txt
then        account
last        check digit over all before it (Luhn)

The Luhn check is right for one number in ten, so other numbers of the same length pass it:
identity cards, IMEIs, IMSIs, electricity references, accounts. What those are known to begin with
is refused here or needs a label: 13 digits with a CNIC's district, 15 digits that are not American
Express (IMEIs begin 35, 86, 01, 99 and IMSIs 410), 14 digits that begin like an electricity
reference's batch.

A spreadsheet keeps 15 digits: of a card of 16 it turns the last into 0 and the check fails. Such a
number, or a mistyped one, counts beside a label or in a column of cards. Masked numbers and what a
magnetic stripe holds (tracks 1 and 2) are found too.

Not known: the ranges of PayPak. Card verification values and expiry dates are not found.

Sources: ISO/IEC 7812-1 (numbering, Luhn) and 7813 (tracks); the networks' published ranges, see the
table's header; test numbers published by the networks.

>>> compact("4111 1111 1111 1111")
'4111111111111111'
>>> format("378282246310005")
'3782 822463 10005'
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recognizers.pk.cnic import has_known_district
from recognizers.pk.other_kinds import has_mask
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by, luhn_is_valid

if TYPE_CHECKING:
    from typing import Final

_TRACK: Final = re.compile(
    r"(?:%?B([0-9]{13,19})\^.{2,26}\^|;?([0-9]{13,19})[=D])[0-9]{4,40}[^0-9]{0,2}", re.IGNORECASE
)
_FLOAT_TAIL: Final = re.compile(r"\.0{1,2}$")
# A group of one or two digits inside a number is a list of numbers, not a card's; one dot alone
# is a decimal point.
_TORN: Final = re.compile(r"(?<![0-9])[0-9]{1,2}(?:[^0-9]|$)")
_DECIMAL: Final = re.compile(r"[0-9]+\.[0-9]+")
_EMBOSSED: Final = re.compile(
    r"[0-9]+|[0-9]{4}(?:[^0-9]{1,2}[0-9]{4}){3}|[0-9]{4}[^0-9]{1,2}[0-9]{6}[^0-9]{1,2}[0-9]{4,5}"
)
# The account of a mistyped IBAN can pass for a card.
_NOT_IN_IBAN: Final = r"(?<!PK[0-9]{2}[A-Z]{4})(?<!PK[0-9]{2}[ \-][A-Z]{4}[ \-])"
_MASK: Final = "[0-9x*#•]"
# Visa, Mastercard, UnionPay, JCB, Discover: in solid digits only theirs are claimed without a label.
_COMMON: Final = (
    "4", "51", "52", "53", "54", "55", "222", "223", "224", "225", "226", "227", "228", "229", "23",
    "24", "25", "26", "270", "271", "272", "62", "352", "353", "354", "355", "356", "357", "358",
    "6011",
)  # fmt: skip
# Batches of electricity references are 01 to 33.
_LAST_BATCH: Final = 33


@cache
def _ranges() -> tuple[tuple[str, str, frozenset[int]], ...]:
    """Return (first, last, lengths) of each range of the table."""
    text = files("recognizers.pk").joinpath("data/card_ranges.txt").read_text("utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        (row[0], row[1], frozenset(int(length) for length in row[2].split(","))) for row in rows
    )


def has_known_range(number: str) -> bool:
    """Say whether compact digits begin as a network's card of that length does."""
    return any(
        first <= number[: len(first)] <= last and len(number) in lengths
        for first, last, lengths in _ranges()
    )


def _without_float_tail(text: str) -> str:
    """Drop the ".0" of a float, unless it is needed for a card's 13 digits (41103.0487319.0)."""
    whole = _FLOAT_TAIL.sub("", text)
    return whole if len(re.sub(r"[^0-9]", "", whole)) >= 13 else text


def compact(number: str) -> str:
    """Return the digits of a card number; of a magnetic track, those of its card.

    Raises ValidationError when they are not 13 to 19 digits between spaces, dots and dashes: masked
    numbers too.
    """
    text = fold(number).text.strip(" \t\r\n'\"")
    track = _TRACK.fullmatch(text)
    if track:
        return track[1] or track[2]
    text = _without_float_tail(text.strip("="))
    found = re.sub(r"[ \t\-._/·]", "", text)
    if not re.fullmatch(r"[0-9]{13,19}", found):
        raise ValidationError("a card has 13 to 19 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if its range, its length and its check digit are right.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not has_known_range(found):
        raise ValidationError("no network's cards begin so and have this length")
    if not luhn_is_valid(found):
        raise ValidationError("the check digit is wrong")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number in the groups in which it is embossed."""
    found = compact(number)
    if len(found) in {14, 15}:
        return f"{found[:4]} {found[4:10]} {found[10:]}"
    return " ".join(found[start : start + 4] for start in range(0, len(found), 4))


def _is_others(number: str) -> bool:
    """Say whether compact digits are as likely another identifier's, right check digit or not."""
    if len(number) == 14:
        return 1 <= int(number[:2]) <= _LAST_BATCH
    return len(number) == 13


def _pattern(name: str, length: int, first: str) -> Pattern:
    """Return the pattern of cards of one length, separated anywhere."""
    return Pattern(
        name,
        rf"(?<![0-9])(?<![0-9]\.){_NOT_IN_IBAN}{first}(?:[ \-._·/]{{0,3}}[0-9]){{{length - 2}}}"
        r"(?:\.0{1,2})?(?![0-9])(?!\.[0-9])",
        1.0,
    )


class PkCreditCardRecognizer(PkRecognizer):
    """Finds card numbers: proven by Luhn, else by label or column; masked; on magnetic tracks."""

    NAME_EN = "Payment card number (PAN)"
    NAME_UR = "اے ٹی ایم / کریڈٹ کارڈ نمبر"
    ISSUER = "Banks, under the card networks"
    PROOF = ("check digit", "registry", "context")
    ENTITY = "CREDIT_CARD"
    RAISED = frozenset({"track 1", "track 2"})
    PATTERNS = (
        _pattern("16 digits", 16, "(?:2[2-7]|3[05689]|[45][0-9]|6[0-9]|8[12])"),
        _pattern("15 digits", 15, "3[47]"),
        _pattern("14 digits", 14, "3[0689]"),
        _pattern("13 digits", 13, "4[0-9]"),
        _pattern("17 digits", 17, "(?:22|3[05689]|5[0678]|6[0-9]|8[12])"),
        _pattern("18 digits", 18, "(?:22|3[05689]|5[0678]|6[0-9]|8[12])"),
        _pattern("19 digits", 19, "(?:22|3[05689]|4[0-9]|5[0678]|6[0-9]|8[12])"),
        # PayPak and others whose range is not known, beside their label.
        Pattern(
            "of any range",
            r"(?<![0-9])(?<![0-9][\-. ])[1-9][0-9]{3}(?:[ \-]?[0-9]{4}){3}(?![0-9])(?![\-. ][0-9])",
            0.1,
        ),
        Pattern(
            "partly masked",
            rf"(?<![0-9x*#•])(?<![0-9x*#•][ \-]){_MASK}{{4}}"
            rf"(?:[ \-]?{_MASK}{{4}}){{3}}{_MASK}{{0,3}}(?![0-9x*#•])",
            0.6,
        ),
        Pattern(
            "middle masked",
            r"(?<![0-9])[2-6][0-9]{3}[ \-]?(?:[0-9]{2}[ \-]?)?[x*#•]{2,10}"
            r"(?:[ \-]?[x*#•]{2,5}){0,2}[ \-]?[0-9]{3,5}(?![0-9])",
            0.6,
        ),
        Pattern(
            "track 1",
            r"%?B[0-9]{13,19}\^[^\^\r\n]{2,26}\^[0-9]{4,40}\??",
            0.9,
        ),
        Pattern("track 2", r"(?<![0-9]);?[0-9]{13,19}[=D][0-9]{7,20}(?![0-9])\??", 0.6),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])[2-8](?:\.[0-9]{1,14})?e\+?1[2-8](?![0-9])", 0.6),
        # PayPak and others whose range is not known.
        Pattern(
            "any card",
            r"(?<![0-9])[0-9]{4}(?:[ \-.]?[0-9]{4}){2}[ \-.]?[0-9]{3,7}(?![0-9])",
            0.5,
        ),
        Pattern("last four", r"(?<![0-9])[x*#•]{2,12}[ \-]?[0-9]{4}(?![0-9])", 0.5),
    )
    CONTEXT = (
        "card", "card no", "card number", "credit card", "debit card", "atm", "atm card",
        "bank card", "pan", "paypak", "pay pak", "visa", "visa card", "mastercard", "master card",
        "unionpay", "union pay", "amex", "american express", "debit", "credit", "card holder",
        "cardholder", "cvv", "cvc", "کارڈ نمبر", "اے ٹی ایم", "اے ٹی ایم کارڈ", "کریڈٹ کارڈ",
        "ڈیبٹ کارڈ", "بینک کارڈ", "ویزا کارڈ", "ماسٹر کارڈ", "پے پاک",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "imei", "imei no", "imsi",
        "iccid", "sim card", "account no", "account number", "a c no", "tracking", "tracking no",
        "consignment", "order no", "order id", "invoice", "reference no", "ref no", "consumer no",
        "transaction id", "trx id", "psid", "amount", "rs", "pkr", "barcode", "timestamp", "health card", "sehat card",
        "reference", "transaction", "order number", "tracking number", "voucher", "challan",
        "اکاؤنٹ نمبر", "ریفرنس نمبر", "آرڈر نمبر", "ٹریکنگ نمبر",
    )  # fmt: skip
    HEADERS = (
        "cardno", "cardnumber", "ccno", "ccnumber", "creditcardno", "debitcardno", "atmcardno",
        "pan", "pannumber", "cardpan",
    )  # fmt: skip
    NOT_HEADERS = (
        "type", "name", "expiry", "exp", "date", "status", "limit", "identity", "id", "national",
        "sim", "alien", "afghan", "refugee", "por", "acc", "arc", "muhajir", "nara", "health", "sehat", "ration", "amount", "balance", "holder", "brand", "network",
    )  # fmt: skip
    CONTEXT_SCORE = 0.9

    def may_match(self, folded: str, pattern: Pattern) -> bool:
        """Look for masked numbers only where something is masked."""
        return pattern.name != "partly masked" or has_mask(folded)

    def score(self, pattern: Pattern, value: str) -> float:
        """Let range and check digit decide; leave the rest to a label or a column."""
        if pattern.name in {"scientific", "any card", "of any range", "last four", "middle masked"}:
            return pattern.score
        if pattern.name == "partly masked":
            # One star on either side makes a text bold in a chat.
            value = value.removeprefix("*").removesuffix("*")
            shown = sum("0" <= character <= "9" for character in value)
            masked = sum(character in "xX*#•" for character in value)
            return pattern.score if shown >= 4 and masked >= 2 else 0.0
        try:
            number = compact(value)
        except ValidationError:
            # A form that a pattern knows and `compact` does not is a number all the same.
            return min(pattern.score, 0.4)
        if pattern.name.startswith("track"):
            return 1.0 if is_valid(number) else pattern.score
        if not has_known_range(number) or (len(number) == 13 and has_known_district(number)):
            return 0.0
        written = _without_float_tail(value)
        if _TORN.search(written) or _DECIMAL.fullmatch(written):
            return 0.05 if luhn_is_valid(number) else 0.0
        if not luhn_is_valid(number):
            return 0.0 if len(number) in {13, 14} else 0.15
        if _is_others(number):
            return 0.2
        if written.isdigit() and len(number) == 16 and not number.startswith(_COMMON):
            # A range with hardly a card in it, and one number in ten passes the check.
            return 0.3
        if len(number) > 16:
            # But for UnionPay's of 19 digits they are rare, and one number in ten passes the check.
            is_likely = number.startswith("62") or not written.isdigit()
            return 0.6 if is_likely and len(number) == 19 else 0.3
        if len(number) not in {15, 16} or number.startswith("35"):
            # Grouped like a card; solid, an IMEI with its software version begins 35 as JCB's do.
            return 0.7
        # Solid, it may be an order's number that passes the check by chance: "order no" lowers it.
        return pattern.score if _EMBOSSED.fullmatch(written) and not written.isdigit() else 0.6
