"""Write the data that is measured: a subscriber table, call records and complaint text.

    python benchmarks/generate.py [--rows 1000000] [--only subscribers] [--out benchmarks/data]

    subscribers.csv   msisdn, name, cnic, address, city, activation_date; almost every value once;
                      1 M rows are about 105 MB
    calls.csv         a_party, b_party, start, duration, imei, imsi, cell_id, lat, long; few
                      distinct values, as in the records of a network
    complaints.txt    lines of English, Roman Urdu and Urdu; two in five hold an identifier

The numbers are random and have the shapes of real ones, so the folder is never committed. The same
seed and number of rows give the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

SEED = 11
ROWS = 1_000_000
CHUNK = 200_000  # rows made at once, so that memory does not grow with the file
FOLDER = Path(__file__).parent / "data"

FIRST = (
    "Abid", "Amjad", "Asad", "Atif", "Ayub", "Basit", "Ejaz", "Faisal", "Habib", "Hassan", "Idrees",
    "Ilyas", "Jahangir", "Kamran", "Luqman", "Majid", "Mansoor", "Nadeem", "Noman", "Owais",
    "Rashid", "Saqib", "Shakeel", "Sohail", "Tahir", "Usman", "Waseem", "Yasir", "Zeeshan",
    "Amna", "Asma", "Fatima", "Hina", "Kausar", "Mehwish", "Naila", "Rabia", "Samina", "Sidra",
)  # fmt: skip
LAST = (
    "Afridi", "Ahmed", "Awan", "Bhatti", "Butt", "Chaudhry", "Durrani", "Hashmi", "Jatoi", "Kazmi",
    "Khan", "Khattak", "Malik", "Memon", "Mirza", "Mughal", "Niazi", "Qureshi", "Rajput", "Rana",
    "Sheikh", "Siddiqui", "Soomro", "Tareen", "Zafar", "Zaidi",
)  # fmt: skip
AREAS = (
    "Gulshan-e-Maymar", "Model Colony", "Satellite Town", "Shadbagh", "Peoples Colony",
    "Civil Lines", "Samanabad", "Wapda Town", "Mohalla Islamnagar", "Bhatta Chowk", "Saddar",
)  # fmt: skip
CITIES = (
    "Karachi", "Lahore", "Faisalabad", "Rawalpindi", "Peshawar", "Multan", "Hyderabad", "Quetta",
    "Sialkot", "Sukkur", "Larkana", "Sahiwal", "Mardan", "Kohat", "Abbottabad", "Mirpur",
)  # fmt: skip
DISTRICTS = np.array(
    [111, 131, 156, 173, 312, 331, 345, 352, 363, 374, 412, 422, 454, 544, 611, 711]
)
BANKS = ("HABB", "MUCB", "UNIL", "MEZN", "ALFH", "BAHL")
URDU_DIGITS = dict(zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", strict=True))


def _text(numbers: Integers, width: int = 0) -> pl.Series:
    series = pl.Series(numbers).cast(pl.String)
    return series.str.zfill(width) if width else series


def _pick(random: np.random.Generator, words: tuple[str, ...] | pl.Series, rows: int) -> pl.Series:
    pool = pl.Series(words)
    return pool.gather(random.integers(0, len(pool), rows))


def _urdu(column: pl.Expr) -> pl.Expr:
    return column.str.replace_many(URDU_DIGITS)


def _mobiles(random: np.random.Generator, rows: int) -> pl.Series:
    """Return ten digits a row: a network and a subscriber, without the leading zero."""
    network = random.integers(300, 350, rows) * 10_000_000
    return _text(network + random.integers(1_000_000, 10_000_000, rows))


def _cnics(random: np.random.Generator, rows: int) -> pl.Series:
    head = DISTRICTS[random.integers(0, len(DISTRICTS), rows)] * 10**10
    tehsil = random.integers(1, 10, rows) * 10**8
    return _text(head + tehsil + random.integers(0, 10**8, rows))


def _imeis(random: np.random.Generator, rows: int) -> pl.Series:
    """Return 14 random digits that begin with 35 and their Luhn digit."""
    body = 35 * 10**12 + random.integers(0, 10**12, rows)
    total = np.zeros(rows, dtype=np.int64)
    rest = body.copy()
    for place in range(14):
        digit = rest % 10
        if place % 2 == 0:
            digit = digit * 2
            digit -= 9 * (digit > 9)
        total += digit
        rest //= 10
    return _text(body * 10 + (-total) % 10)


def _ibans(random: np.random.Generator, rows: int) -> pl.Series:
    """Return PK, the ISO 7064 check digits, a bank and sixteen digits."""
    banks = random.integers(0, len(BANKS), rows)
    letters = np.array([int("".join(str(int(letter, 36)) for letter in bank)) for bank in BANKS])
    account = random.integers(0, 10**16, rows)
    # The number read modulo 97 is bank letters, account, P = 25, K = 20 and 00.
    tail = account % 97 * pow(10, 6, 97) + 252_000
    check = 98 - (letters[banks] % 97 * pow(10, 22, 97) + tail) % 97
    return "PK" + _text(check, 2) + pl.Series(BANKS).gather(banks) + _text(account, 16)


def _dates(random: np.random.Generator, rows: int, start: dt.date, days: int) -> pl.Series:
    first = (start - dt.date(1970, 1, 1)).days
    return pl.Series(first + random.integers(0, days, rows)).cast(pl.Int32).cast(pl.Date)


def make_subscribers(random: np.random.Generator, rows: int) -> pl.DataFrame:
    """Return a subscriber table; about 2 % of its cells are damaged."""
    plain = pl.DataFrame(
        {
            "mobile": _mobiles(random, rows),
            "other": _mobiles(random, rows),
            "name": _pick(random, FIRST, rows) + " " + _pick(random, LAST, rows),
            "digits": _cnics(random, rows),
            "house": _text(random.integers(1, 999, rows)),
            "street": _text(random.integers(1, 60, rows)),
            "area": _pick(random, AREAS, rows),
            "city": _pick(random, CITIES, rows),
            "activation_date": _dates(random, rows, dt.date(2004, 1, 1), 7000).cast(pl.String),
            "luck": random.random(rows),
            "luck2": random.random(rows),
            "luck3": random.random(rows),
        }
    )
    mobile, luck = pl.col("mobile"), pl.col("luck")
    dashed_mobile = pl.format("0{}-{}", mobile.str.slice(0, 3), mobile.str.slice(3))
    digits, luck2 = pl.col("digits"), pl.col("luck2")
    dashed = pl.format(
        "{}-{}-{}", digits.str.slice(0, 5), digits.str.slice(5, 7), digits.str.slice(12)
    )
    address = pl.format(
        "House {}, Street {}, {}, {}",
        pl.col("house"),
        pl.col("street"),
        pl.col("area"),
        pl.col("city"),
    )
    return plain.select(
        msisdn=pl.when(luck < 0.80)
        .then(pl.format("0{}", mobile))
        .when(luck < 0.92)
        .then(pl.format("92{}", mobile))
        .when(luck < 0.96)
        .then(pl.format("+92{}", mobile))
        .when(luck < 0.985)
        .then(dashed_mobile)
        .when(luck < 0.993)
        .then(mobile)
        .when(luck < 0.996)
        .then(pl.lit(""))
        .when(luck < 0.998)
        .then(pl.format("0{} / 0{}", mobile, pl.col("other")))
        .otherwise(_urdu(pl.format("0{}", mobile))),
        name=pl.col("name"),
        cnic=pl.when(luck2 < 0.70)
        .then(digits)
        .when(luck2 < 0.98)
        .then(dashed)
        .when(luck2 < 0.99)
        .then(pl.lit(""))
        .when(luck2 < 0.994)
        .then(pl.lit("N/A"))
        .when(luck2 < 0.996)
        .then(pl.format("CNIC {} (wife)", dashed))
        .when(luck2 < 0.998)
        .then(dashed.str.replace_all("-", " ", literal=True))
        .otherwise(_urdu(dashed)),
        address=pl.when(pl.col("luck3") < 0.004)
        .then(pl.format("{} Ph 0{}", address, pl.col("other")))
        .otherwise(address),
        city=pl.col("city"),
        activation_date=pl.col("activation_date"),
    )


def make_calls(random: np.random.Generator, rows: int) -> pl.DataFrame:
    """Return call records of few subscribers, most calls by the busiest of them."""
    subscribers, contacts, cells = 20_000, 120_000, 4_000
    # The same subscribers in every chunk.
    pool = np.random.default_rng(SEED)
    caller = (random.zipf(1.25, rows) - 1) % subscribers
    called = (random.zipf(1.15, rows) - 1) % contacts
    site = random.integers(0, cells, rows)
    start = np.datetime64("2024-01-01", "ms") + 1_000 * np.sort(
        random.integers(0, 90 * 86_400, rows)
    )
    cell = pl.select(
        pl.format(
            "410-0{}-{}-{}",
            _text(pool.integers(1, 8, cells)),
            _text(pool.integers(100, 9_999, cells)),
            _text(pool.integers(1_000, 65_535, cells)),
        )
    ).to_series()
    return pl.DataFrame(
        {
            "a_party": ("92" + _mobiles(pool, subscribers)).gather(caller),
            "b_party": ("92" + _mobiles(pool, contacts)).gather(called),
            "start": pl.Series(start).dt.strftime("%Y-%m-%d %H:%M:%S"),
            "duration": random.exponential(80, rows).astype(np.int64),
            "imei": _imeis(pool, subscribers).gather(caller),
            "imsi": ("4100" + _text(pool.integers(10**10, 8 * 10**10, subscribers))).gather(caller),
            "cell_id": cell.gather(site),
            "lat": pool.uniform(24.8, 34.5, cells).round(5)[site],
            "long": pool.uniform(66.9, 74.6, cells).round(5)[site],
        }
    )


LINES = (
    "Assalam o alaikum, my SIM {mobile} is not working since {count} days, please resolve",
    "Complaint no {count}: CNIC {dashed} says bundle was deducted twice",
    "Please verify IBAN {iban} before transferring Rs {count}000",
    "Contact me at {email} or {abroad} after office hours",
    "The device with IMEI {imei} was blocked by PTA, kindly unblock",
    "bhai mera number {mobile} hai, {city} walay office se rabta karo",
    "shanakhti card {digits} hai aur mobile {abroad}, please check kar lein",
    "paisay {iban} me bhej do, receipt {email} pe share karna",
    "میرا موبائل نمبر {mobile} ہے، براہ کرم رابطہ کریں",
    "میرا نمبر {mobile_urdu} بند ہے اور شناختی کارڈ {dashed_urdu} ہے",
)
PLAIN_LINES = (
    "Internet speed is very slow in {area} since last week, please look into it",
    "I have called your helpline {count} times and nobody is answering the phone",
    "Good morning, the package price went up by {count} rupees without notice",
    "Order was delivered late, the rider was rude and refused to come to {area}",
    "Bill for the month of March 2024 shows {count} units but the meter reading differs",
    "We waited for the technician the whole day in {city} and he did not show up at all",
    "yar network bilkul nahi aa raha {area} me, kab tak theek hoga",
    "balance {count} rupay kat gaya baghair wajah ke, wapis karo",
    "kal {city} me baarish hui thi is liye light nahi thi {count} ghantay",
    "acha theek hai main shaam ko aata hoon phir baat karte hain, bohot shukriya bhai",
    "انٹرنیٹ کی رفتار بہت سست ہے، {area} میں مسئلہ حل کریں",
    "میں نے {count} بار کال کی لیکن کسی نے فون نہیں اٹھایا",
    "بجلی کا بل اس مہینے بہت زیادہ آیا ہے، شکریہ",
)


def make_complaints(random: np.random.Generator, rows: int) -> pl.DataFrame:
    """Return one column of lines."""
    words = pl.DataFrame(
        {
            "ten": _mobiles(random, rows),
            "digits": _cnics(random, rows),
            "iban": _ibans(random, rows),
            "imei": _imeis(random, rows),
            "first": _pick(random, FIRST, rows).str.to_lowercase(),
            "count": _text(random.integers(2, 999, rows)),
            "area": _pick(random, AREAS, rows),
            "city": _pick(random, CITIES, rows),
            "which": random.integers(0, len(LINES), rows),
            "other": random.integers(0, len(PLAIN_LINES), rows),
            "plain": random.random(rows) < 0.6,
        }
    )
    ten, digits = pl.col("ten"), pl.col("digits")
    words = words.with_columns(
        mobile=pl.format("0{}", ten),
        abroad=pl.format("+92-{}-{}", ten.str.slice(0, 3), ten.str.slice(3)),
        dashed=pl.format(
            "{}-{}-{}", digits.str.slice(0, 5), digits.str.slice(5, 7), digits.str.slice(12)
        ),
        email=pl.format("{}{}@gmail.com", pl.col("first"), pl.col("count")),
    ).with_columns(
        mobile_urdu=_urdu(pl.col("mobile")),
        dashed_urdu=_urdu(pl.col("dashed")),
    )
    return words.select(
        line=pl.when(pl.col("plain"))
        .then(_choose("other", PLAIN_LINES))
        .otherwise(_choose("which", LINES))
    )


def _choose(index: str, templates: tuple[str, ...]) -> pl.Expr:
    """Return the template that the column `index` names, its slots filled from other columns."""
    chosen: Any = pl
    for number, template in enumerate(templates):
        slots = [part.split("}")[0] for part in template.split("{")[1:]]
        text = template
        for slot in slots:
            text = text.replace(f"{{{slot}}}", "{}", 1)
        filled = pl.format(text, *map(pl.col, slots)) if slots else pl.lit(text)
        chosen = chosen.when(pl.col(index) == number).then(filled)
    expression: pl.Expr = chosen.otherwise(pl.lit(""))
    return expression


KINDS: dict[str, tuple[str, Callable[[np.random.Generator, int], pl.DataFrame]]] = {
    "subscribers": ("subscribers.csv", make_subscribers),
    "calls": ("calls.csv", make_calls),
    "complaints": ("complaints.txt", make_complaints),
}


def _chunks(kind: str, rows: int, seed: int) -> Iterator[pl.DataFrame]:
    make = KINDS[kind][1]
    for start in range(0, rows, CHUNK):
        random = np.random.default_rng([seed, start])
        yield make(random, min(CHUNK, rows - start))


def write(kind: str, target: Path, rows: int, seed: int = SEED) -> int:
    """Write `rows` records of a kind to a file and return its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # Under its final name only when it is whole: a benchmark reads what it finds.
    partial = target.with_name(f"{target.name}.partial")
    with partial.open("wb") as file:
        for number, chunk in enumerate(_chunks(kind, rows, seed)):
            if kind == "complaints":
                file.write(("\n".join(chunk["line"]) + "\n").encode())
            else:
                chunk.write_csv(file, include_header=number == 0)
    partial.replace(target)
    return target.stat().st_size


def ensure(kind: str, rows: int, folder: Path = FOLDER, seed: int = SEED) -> Path:
    """Return the file of `rows` records of a kind, which is written if it is not there."""
    name = Path(KINDS[kind][0])
    target = folder / f"{name.stem}-{rows}{name.suffix}"
    if not target.exists():
        write(kind, target, rows, seed)
    return target


def main() -> None:
    """Write the files that the arguments ask for."""
    parser = argparse.ArgumentParser(description="Write the data for the benchmarks.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    for kind in [chosen.only] if chosen.only else KINDS:
        started = time.perf_counter()
        target = ensure(kind, chosen.rows, chosen.out, chosen.seed)
        seconds = time.perf_counter() - started
        size = target.stat().st_size
        sys.stdout.write(f"{target}: {size / 1e6:.1f} MB, {chosen.rows / seconds:,.0f} rows/s\n")


if __name__ == "__main__":
    main()
