"""Values that are no identifier: what a false hit destroys. Own kinds, labels and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from measuring.case import COLUMN, ENGLISH, ROMAN, URDU, Case, Group
from measuring.values import digits

from heldout.kinds import expand

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class Harmless:
    """A kind of harmless value with headers and a label in English, Roman Urdu and Urdu."""

    kind: str
    value: str | Callable[[Random], str]
    headers: tuple[str, ...]
    labels: tuple[str, str, str]


def ean(chance: Random) -> str:
    """Return an EAN-13 of GS1 Pakistan with its check digit."""
    body = "896" + digits(chance, 9)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def epoch(chance: Random) -> str:
    """Return a time of 2010 to 2026 in milliseconds since 1970."""
    return str(chance.randrange(1_262_304_000_000, 1_780_000_000_000))


def sector(chance: Random) -> str:
    """Return a sector of Islamabad."""
    quarter = chance.choice(("", f"/{chance.randrange(1, 5)}"))
    return f"{chance.choice('EFGHI')}-{chance.randrange(5, 17)}{quarter}"


def constituency(chance: Random) -> str:
    """Return a constituency of the national or a provincial assembly."""
    house, seats = chance.choice((("NA", 266), ("PP", 297), ("PS", 130), ("PK", 115), ("PB", 51)))
    return f"{house}-{chance.randrange(1, seats + 1)}"


def course(chance: Random) -> str:
    """Return the code of a university course."""
    return f"{chance.choice(('CS', 'EE', 'MTH', 'PHY', 'MGT', 'ENG'))}-{chance.randrange(101, 700)}"


def _day(chance: Random) -> str:
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    return f"{day:02d}/{month:02d}/{chance.randrange(2015, 2026)}"


HARMLESS = (
    Harmless(
        "order number",
        "%##########",
        ("OrderNumber", "order_ref"),
        ("order number", "order number", "آرڈر نمبر"),
    ),
    Harmless(
        "tracking number",
        "%############",
        ("Tracking Number", "awb_no"),
        ("tracking number", "tracking no", "ٹریکنگ نمبر"),
    ),
    Harmless(
        "invoice",
        "INV-20##-#####",
        ("Invoice Number", "bill_ref"),
        ("invoice no", "invoice", "انوائس نمبر"),
    ),
    Harmless("epoch", epoch, ("createdAt", "event_time"), ("timestamp", "timestamp", "وقت")),
    Harmless("barcode", ean, ("Bar Code", "product_ean"), ("barcode", "barcode", "بار کوڈ")),
    Harmless(
        "voucher", "%################", ("PSID No", "voucher_id"), ("PSID", "psid", "واؤچر نمبر")
    ),
    Harmless(
        "amount",
        lambda c: f"{c.randrange(1000, 9_999_999):,}",
        ("Net Payable", "loan_amt"),
        ("amount Rs", "raqam", "رقم"),
    ),
    Harmless(
        "plain amount", "%######", ("Total Amount", "salary"), ("amount PKR", "tankhwa", "تنخواہ")
    ),
    Harmless("UAN", "0##-111-###-###", ("UAN Number", "helpline"), ("UAN", "UAN", "یو اے این")),
    Harmless(
        "toll-free",
        "0800-#####",
        ("Toll-free No", "complaint_line"),
        ("toll-free", "toll free", "ٹول فری"),
    ),
    Harmless(
        "short code",
        lambda c: c.choice(("8171", "8300", "1166", "1717", "668", "1122")),
        ("short_code", "SMS Code"),
        ("SMS to", "sms bhejein", "ایس ایم ایس"),
    ),
    Harmless(
        "constituency",
        constituency,
        ("Constituency No", "halqa_no"),
        ("constituency", "halqa", "حلقہ"),
    ),
    Harmless("sector", sector, ("Sector No", "isb_sector"), ("sector", "sector", "سیکٹر")),
    Harmless("course code", course, ("Course Code", "subject"), ("course", "course", "کورس")),
    Harmless(
        "school EMIS code",
        "3#######",
        ("EMIS Code", "emis"),
        ("EMIS code", "emis code", "ایمس کوڈ"),
    ),
    Harmless("date", _day, ("Visit Date", "posting_date"), ("dated", "tareekh", "تاریخ")),
    Harmless("version", "%.##.#", ("AppVersion", "build"), ("version", "version", "ورژن")),
    Harmless("quantity", "%##", ("Qty", "units_sold"), ("quantity", "tadad", "تعداد")),
    Harmless("year range", "20##-2#", ("Session", "fiscal_year"), ("session", "session", "سیشن")),
    Harmless(
        "postcode", "%#000", ("Postcode", "postal_code"), ("postcode", "postcode", "پوسٹ کوڈ")
    ),
    Harmless(
        "UUID",
        lambda c: (
            f"{c.getrandbits(32):08x}-{c.getrandbits(16):04x}-4{c.getrandbits(12):03x}-8{c.getrandbits(12):03x}-{c.getrandbits(48):012x}"
        ),
        ("record_uuid",),
        ("uuid", "uuid", "uuid"),
    ),
    Harmless(
        "hash",
        lambda c: f"{c.getrandbits(256):064x}",
        ("sha256",),
        ("checksum", "checksum", "checksum"),
    ),
)

FRAMES = {
    ENGLISH: (
        "The {label} is {value} as printed.",
        "Checked {label}: {value}.",
        "{label} {value} was closed",
    ),
    ROMAN: (
        "{label} {value} wala maamla",
        "is ka {label} {value} hai",
        "{label}: {value} dekh lein",
    ),
    URDU: ("اس کا {label} {value} ہے", "{label}: {value}", "{label} {value} والا معاملہ"),
}
UNLABELLED = {
    ENGLISH: (
        "They wrote {value} on the box.",
        "It says {value} here",
        "{value} again",
        "see {value} above, thanks",
    ),
    ROMAN: (
        "dabbay par {value} likha tha",
        "yahan {value} hai",
        "{value} phir se",
        "{value} dekho zara",
    ),
    URDU: ("ڈبے پر {value} لکھا تھا", "یہاں {value} ہے", "{value} پھر سے", "ذرا {value} دیکھیں"),
}
_LANGUAGE = {ENGLISH: 0, ROMAN: 1, URDU: 2}


def value_of(chance: Random, harmless: Harmless) -> str:
    """Return one value."""
    made = harmless.value
    return expand(chance, made) if isinstance(made, str) else made(chance)


def frame(chance: Random, harmless: Harmless, place: str) -> Group:
    """Return a column of the kind, or a sentence with its label."""
    if place == COLUMN:
        header = chance.choice(harmless.headers)
        cells = tuple(
            Case(value_of(chance, harmless), place, f"harmless {harmless.kind}", header)
            for _ in range(4)
        )
        return Group(header, cells)
    value = value_of(chance, harmless)
    if place == URDU and chance.random() < 0.4:
        value = value.translate(_URDU_DIGITS)
    text = chance.choice(FRAMES[place]).format(label=harmless.labels[_LANGUAGE[place]], value=value)
    return Group(None, (Case(text, place, f"harmless {harmless.kind}"),))


def without_label(chance: Random, value: str, place: str) -> str:
    """Return a sentence that says nothing of what the value is."""
    return chance.choice(UNLABELLED[place]).format(value=value)
