"""Values that look like an identifier and are none, with the labels that people put beside them.

A false hit on one of these costs a researcher a column. Each kind says which entity it resembles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from measuring.case import COLUMN, ENGLISH, ROMAN, URDU, Case
from measuring.values import digits, luhn_digit

from development.damage import URDU_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A kind of harmless value: column headers, and labels in the three languages ("" for none)."""

    kind: str
    make: Callable[[Random], str]
    headers: tuple[str, ...]
    labels: tuple[str, str, str]


def _ean(chance: Random) -> str:
    """Return an EAN-13 of a Pakistani producer (GS1 prefix 896) with its check digit."""
    body = "896" + digits(chance, 9)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


def _isbn(chance: Random) -> str:
    body = "978" + digits(chance, 9)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"978-{body[3:6]}-{body[6:9]}-{body[9:]}-{-total % 10}"


def _not_luhn(chance: Random) -> str:
    """Return a 16-digit voucher number that no card can have."""
    body = "4" + digits(chance, 14)
    wrong = (int(luhn_digit(body)) + chance.randrange(1, 10)) % 10
    return f"{body}{wrong}"


def _date(chance: Random) -> str:
    day, month, year = (
        chance.randrange(1, 29),
        chance.randrange(1, 13),
        chance.randrange(2010, 2026),
    )
    return chance.choice(
        (f"{day:02d}/{month:02d}/{year}", f"{year}-{month:02d}-{day:02d}", f"{day}-{month}-{year}")
    )


LOOKALIKES = (
    Lookalike("order number", lambda c: f"{c.randrange(10**8, 10**10)}", ("Order No", "order_id"),
              ("Order no", "order number", "آرڈر نمبر")),
    Lookalike("long order number", lambda c: f"{c.randrange(10**12, 10**13)}",
              ("Order ID", "TrackingNo"), ("Order id", "order no", "آرڈر نمبر")),
    Lookalike("consignment", lambda c: f"{c.choice('ABC')}{c.choice('ABC')}{digits(c, 9)}",
              ("Consignment No", "CN"), ("Consignment", "tracking number", "ٹریکنگ نمبر")),
    Lookalike("epoch milliseconds", lambda c: str(c.randrange(1_262_304 * 10**6, 178 * 10**10)),
              ("created_at_ms", "timestamp"), ("timestamp", "timestamp", "timestamp")),
    Lookalike("epoch seconds", lambda c: str(c.randrange(1_262_304_000, 1_780_000_000)),
              ("created_at", "unix_time"), ("timestamp", "time", "timestamp")),
    Lookalike("barcode", _ean, ("Barcode", "EAN"), ("Barcode", "barcode", "بار کوڈ")),
    Lookalike("book number", _isbn, ("ISBN", "isbn13"), ("ISBN", "kitab ISBN", "ISBN")),
    Lookalike("UAN", lambda c: f"{c.choice(('042', '021', '051', '061'))}-111-{digits(c, 3)}-"
              f"{digits(c, 3)}", ("UAN", "Helpline"), ("UAN", "helpline", "ہیلپ لائن")),
    Lookalike("bare UAN", lambda c: f"111-{digits(c, 3)}-{digits(c, 3)}", ("UAN", "helpline_no"),
              ("Call", "helpline", "ہیلپ لائن")),
    Lookalike("toll-free", lambda c: f"0800-{digits(c, 5)}", ("Toll Free", "helpline"),
              ("Toll free", "toll free", "ٹول فری")),
    Lookalike("short code", lambda c: c.choice(("8171", "1122", "668", "8300", "8484", "1166")),
              ("Shortcode", "Sender"), ("SMS to", "sms karein", "میسج کریں")),
    Lookalike("sector", lambda c: f"{c.choice('EFGHI')}-{c.randrange(5, 17)}/{c.randrange(1, 5)}",
              ("Sector", "zone"), ("Sector", "sector", "سیکٹر")),
    Lookalike("constituency", lambda c: f"{c.choice(('NA', 'PP', 'PS', 'PK', 'PB'))}-"
              f"{c.randrange(1, 270)}", ("Constituency", "Halqa"),
              ("Constituency", "halqa", "حلقہ")),
    Lookalike("amount", lambda c: f"{c.randrange(1000, 10**7):,}.{digits(c, 2)}",
              ("Amount", "Balance", "رقم"), ("Rs", "raqam Rs", "رقم")),
    Lookalike("large amount", lambda c: str(c.randrange(10**6, 10**10)), ("Loan Amount", "Total"),
              ("Amount PKR", "raqam", "رقم")),
    Lookalike("date", _date, ("Bill Date", "activation_date", "Issue Month"),
              ("Bill date", "bill ki tareekh", "بل کی تاریخ")),
    Lookalike("date and time", lambda c: f"{_date(c)} {c.randrange(24):02d}:{digits(c, 1)}5:1"
              f"{digits(c, 1)}", ("Call Time", "updated_at"), ("Logged at", "waqt", "وقت")),
    Lookalike("version", lambda c: f"{c.randrange(1, 12)}.{c.randrange(20)}.{c.randrange(30)}",
              ("App Version", "fw"), ("Version", "version", "ورژن")),
    Lookalike("four-part version", lambda c: f"{c.randrange(1, 12)}.{c.randrange(20)}."
              f"{c.randrange(30)}.{c.randrange(300, 9000)}", ("Build", "ios_version"),
              ("Version", "version", "ورژن")),
    Lookalike("voucher", _not_luhn, ("Voucher", "PSID"), ("Voucher", "voucher number", "واؤچر")),
    Lookalike("course code", lambda c: f"{c.choice(('CS', 'EE', 'MTH', 'BIO'))}-"
              f"{c.randrange(100, 500)}", ("Course", "subject_code"),
              ("Course", "course", "کورس")),
    Lookalike("motorway", lambda c: f"M-{c.randrange(1, 15)}", ("Motorway", "road"),
              ("Motorway", "motorway", "موٹروے")),
    Lookalike("law", lambda c: f"{c.randrange(300, 511)}/{c.randrange(30, 40)} PPC",
              ("Offence", "u_s"), ("u/s", "dafa", "دفعہ")),
    Lookalike("coordinates abroad", lambda c: f"{c.uniform(48, 55):.5f}, {c.uniform(-3, 12):.5f}",
              ("Server pos", "eu_grid"), ("Server at", "server", "سرور")),
    Lookalike("ratio", lambda c: f"{digits(c, 1)}.{digits(c, 4)} {digits(c, 1)}.{digits(c, 4)}",
              ("Ratio", "score"), ("Ratio", "score", "تناسب")),
    Lookalike("hash", lambda c: f"{c.randrange(16**40):040x}", ("sha1", "commit"),
              ("Commit", "commit", "commit")),
    Lookalike("UUID", lambda c: f"{c.randrange(16**8):08x}-{c.randrange(16**4):04x}-4"
              f"{c.randrange(16**3):03x}-a{c.randrange(16**3):03x}-{c.randrange(16**12):012x}",
              ("uuid", "session"), ("Session", "session", "سیشن")),
    Lookalike("clock", lambda c: f"{c.randrange(24):02d}:{c.randrange(60):02d}:0{digits(c, 1)}",
              ("Duration", "time"), ("Duration", "dauraniya", "دورانیہ")),
    Lookalike("price at", lambda c: f"{c.randrange(2, 90)} kg @ {c.randrange(50, 900)}",
              ("Rate", "item"), ("Wheat", "gandum", "گندم")),
    Lookalike("file name", lambda c: c.choice(("report.pdf", "Main.java", "os.path", "data.csv",
              "README.md", "invoice_final.docx")), ("File", "attachment"),
              ("See", "file", "فائل")),
    Lookalike("page range", lambda c: f"{c.randrange(10, 90)}-{c.randrange(90, 200)}", ("Pages",),
              ("Pages", "safha", "صفحہ")),
    Lookalike("units", lambda c: f"{c.randrange(100, 2000)}", ("Units", "کل"),
              ("Units", "unit", "یونٹ")),
    Lookalike("invoice", lambda c: f"INV-{c.randrange(10**4, 10**6)}", ("Invoice", "inv_no"),
              ("Invoice", "invoice", "انوائس")),
)  # fmt: skip

_FRAMES = {
    ENGLISH: (
        "{label} {value} was entered by the clerk.",
        "Please check {label}: {value} again.",
        "It says {label} {value}, nothing more.",
    ),
    ROMAN: (
        "yeh {label} {value} theek hai",
        "{label}: {value} likha hai",
        "kal {label} {value} tha",
    ),
    URDU: ("یہ {label} {value} درست ہے", "{label}: {value} لکھا ہے", "کل {label} {value} تھا"),
}
_LANGUAGE = {ENGLISH: 0, ROMAN: 1, URDU: 2}


def make_lookalikes(chance: Random, place: str, count: int) -> Iterator[Case]:
    """Yield `count` cases of each kind, with nothing planted in them."""
    for lookalike in LOOKALIKES:
        for _ in range(count):
            value = lookalike.make(chance)
            if place == COLUMN:
                header = chance.choice(lookalike.headers)
                yield Case(value, place, lookalike.kind, header)
                continue
            if place == URDU and chance.random() < 0.3:
                value = value.translate(URDU_DIGITS)
            frame = chance.choice(_FRAMES[place])
            text = frame.format(label=lookalike.labels[_LANGUAGE[place]], value=value)
            yield Case(text, place, lookalike.kind)
