"""Write the example data: a subscriber table and a complaint log, with the damage that leaks have.

    python examples/make_examples.py [--out FOLDER]

Nothing here belongs to a person. The rules that make the numbers impossible are in README.md
beside this file; each has one function below. The same seed always gives the same bytes. Only the
standard library is used.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from dataclasses import dataclass, field
from pathlib import Path

SEED = 20190314
SUBSCRIBER_ROWS = 400
COMPLAINT_LINES = 200

# Districts (the first three digits of a CNIC) with the city that is written beside them.
DISTRICTS = (
    ("352", "LAHORE"), ("422", "KARACHI"), ("611", "ISLAMABAD"), ("173", "PESHAWAR"),
    ("544", "QUETTA"), ("331", "FAISALABAD"), ("363", "MULTAN"), ("374", "RAWALPINDI"),
    ("413", "HYDERABAD"), ("817", "MIRPUR"), ("711", "GILGIT"), ("156", "SWAT"),
)  # fmt: skip
GIVEN = (
    ("Aslam", "اسلم"), ("Bilal", "بلال"), ("Danish", "دانش"), ("Farooq", "فاروق"),
    ("Hamid", "حامد"), ("Imran", "عمران"), ("Junaid", "جنید"), ("Kashif", "کاشف"),
    ("Nadia", "نادیہ"), ("Rubina", "روبینہ"), ("Saima", "صائمہ"), ("Tahira", "طاہرہ"),
    ("Waqas", "وقاص"), ("Yasmeen", "یاسمین"), ("Zubair", "زبیر"), ("Shazia", "شازیہ"),
)  # fmt: skip
FAMILY = (
    ("Afzal", "افضل"), ("Bashir", "بشیر"), ("Ghafoor", "غفور"), ("Hanif", "حنیف"),
    ("Iqbal", "اقبال"), ("Javed", "جاوید"), ("Latif", "لطیف"), ("Manzoor", "منظور"),
    ("Nazir", "نذیر"), ("Rafiq", "رفیق"), ("Sadiq", "صادق"), ("Tufail", "طفیل"),
)  # fmt: skip
# "Farzi" and "Namoona" are Urdu for invented and specimen: no such places are on a map.
AREAS = (
    ("Farzi Town", "فرضی ٹاؤن"), ("Namoona Colony", "نمونہ کالونی"),
    ("Mohalla Misaal Ganj", "محلہ مثال گنج"), ("Farzi Abad", "فرضی آباد"),
)  # fmt: skip
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")  # noqa: RUF001 - full-width
RIGHT_TO_LEFT_MARK = "\u200f"


@dataclass
class Example:
    """A text and what was planted in it.

    `values` holds each identifier, name and address exactly as it is written in the text; none of
    them may be left in a redacted copy.
    """

    text: str = ""
    values: list[str] = field(default_factory=list)

    def plant(self, value: str) -> str:
        """Note a value and return it; a spreadsheet's apostrophe in front is no part of it."""
        self.values.append(value.removeprefix("'"))
        return value


def make_cnic(chance: random.Random, district: str | None = None) -> str:
    """Return 13 digits with a 9 in fourth place, where every listed tehsil code has a 0."""
    district = district or chance.choice(DISTRICTS)[0]
    tehsil, serial, last = chance.randrange(1, 10), chance.randrange(10**7), chance.randrange(10)
    return f"{district}9{tehsil}{serial:07d}{last}"


def make_mobile(chance: random.Random) -> str:
    """Return 11 digits of a series without subscribers: 0338-0000xxx or 0364-0000xxx."""
    return f"{chance.choice(('0338', '0364'))}0000{chance.randrange(1, 1000):03d}"


def make_landline(chance: random.Random) -> str:
    """Return a Lahore number that begins with 2; since 2009 they begin with 3 or 9."""
    return f"042-2000{chance.randrange(10_000):04d}"


def make_iban(chance: random.Random) -> str:
    """Return an IBAN with right check digits and a bank code that no bank has."""
    account = f"EXMP{chance.randrange(10**16):016d}"
    number = int("".join(str(int(character, 36)) for character in account + "PK00"))
    return f"PK{98 - number % 97:02d}{account}"


def make_imei(chance: random.Random) -> str:
    """Return an IMEI with a right check digit and 00 in front, which marks test devices."""
    body = f"00{chance.randrange(10**12):012d}"
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(body))
    return f"{body}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


def make_email(given: str, family: str, chance: random.Random) -> str:
    """Return an address under a domain that RFC 2606 keeps for examples."""
    domain = chance.choice(("example.com", "example.org", "example.net"))
    return f"{given}.{family}{chance.randrange(100)}@{domain}".lower()


def _dashed(cnic: str, dash: str = "-") -> str:
    return f"{cnic[:5]}{dash}{cnic[5:12]}{dash}{cnic[12]}"


def _write_cnic(cnic: str, chance: random.Random) -> str:
    """Return one of the ways in which tables hold a CNIC."""
    plain = (cnic, _dashed(cnic))
    if chance.random() < 0.6:
        return chance.choice(plain)
    return chance.choice(
        (
            _dashed(cnic, " "),
            _dashed(cnic, "–"),  # noqa: RUF001 - U+2013
            _dashed(cnic, "\u2011"),
            _dashed(cnic, "\u2212"),
            _dashed(cnic, "_"),
            _dashed(cnic, "."),
            _dashed(cnic, "/"),
            f"{cnic}.0",
            f"{float(cnic):.5E}",
            f"{float(cnic):.2E}",
            f"'{cnic}",
            _dashed(cnic).translate(URDU_DIGITS),
            cnic.translate(ARABIC_DIGITS),
            cnic.translate(WIDE_DIGITS),
            _dashed(cnic)[:7] + RIGHT_TO_LEFT_MARK + _dashed(cnic)[7:],
            f"{cnic[12]}-{cnic[5:12]}-{cnic[:5]}",
            f"{cnic[:5]}-****{cnic[9:12]}-{cnic[12]}",
        )
    )


def _write_mobile(mobile: str, chance: random.Random) -> str:
    """Return one of the ways in which tables hold a mobile number; often the zero is lost."""
    if chance.random() < 0.45:
        return mobile[1:]
    return chance.choice(
        (
            mobile,
            f"{mobile[:4]}-{mobile[4:]}",
            f"{mobile[:4]} {mobile[4:]}",
            f"92{mobile[1:]}",
            f"+92 {mobile[1:4]} {mobile[4:]}",
            f"+92-{mobile[1:4]}-{mobile[4:]}",
            f"0092{mobile[1:]}",
            f"{mobile[1:]}.0",
            f"{float(mobile):.5E}",
            f"'{mobile}",
            mobile.translate(URDU_DIGITS),
            f"{mobile[:4]}\u2011{mobile[4:]}",
            f"{mobile[:2]}{RIGHT_TO_LEFT_MARK}{mobile[2:]}",
        )
    )


def _write_date(year: int, chance: random.Random) -> str:
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    return chance.choice(
        (
            f"{day:02d}-{MONTHS[month - 1]}-{year}",
            f"{day:02d}/{month:02d}/{year}",
            f"{day:02d}.{month:02d}.{year}",
            f"{year}-{month:02d}-{day:02d}",
        )
    )


HEADER = (
    "MSISDN", "CNIC", "NAME", "FATHER NAME", "ADDRESS", "CITY", "DOB", "ACTIVATION_DATE", "STATUS",
    "REMARKS",
)  # fmt: skip


def _subscriber(example: Example, chance: random.Random) -> list[str]:
    """Return one row of the table; every ninth or so is written in Urdu."""
    plant = example.plant
    district, city = chance.choice(DISTRICTS)
    given, father, family = chance.choice(GIVEN), chance.choice(GIVEN), chance.choice(FAMILY)
    urdu = chance.random() < 0.11
    script = int(urdu)
    area = chance.choice(AREAS)[script]
    house, street = chance.randrange(1, 400), chance.randrange(1, 40)
    name, parent = f"{given[script]} {family[script]}", f"{father[script]} {family[script]}"
    if urdu:
        address = f"مکان نمبر {house}، گلی نمبر {street}، {area}".translate(URDU_DIGITS)
    else:
        name, parent = name.upper(), parent.upper()
        address = f"H# {house} ST# {street}  {area}, {city}".upper()
    mobile = plant(_write_mobile(make_mobile(chance), chance))
    if chance.random() < 0.02:
        mobile += " / " + plant(_write_mobile(make_mobile(chance), chance))
    remark = ""
    luck = chance.random()
    if luck < 0.04:
        remark = f"alt no {plant(make_mobile(chance))}"
    elif luck < 0.07:
        remark = f"same CNIC as {plant(_dashed(make_cnic(chance)))}"
    elif luck < 0.09:
        remark = f"e-mail {plant(make_email(given[0], family[0], chance))}"
    elif luck < 0.11:
        remark = f"موبائل {plant(make_mobile(chance).translate(URDU_DIGITS))} پر رابطہ کریں"
    elif luck < 0.13:
        remark = f"bank {plant(make_iban(chance))}"
    return [
        mobile,
        plant(_write_cnic(make_cnic(chance, district), chance)),
        plant(name),
        plant(parent),
        plant(address),
        city,
        plant(_write_date(chance.randrange(1950, 2001), chance)),
        _write_date(chance.randrange(2005, 2019), chance),
        chance.choice(("A", "A", "A", "B", "CLOSED")),
        remark,
    ]


def make_subscribers(seed: int = SEED) -> Example:
    """Return a subscriber table (CSV, UTF-8 with a byte order mark, CRLF) as leaks have it.

    It has a line of the seller's above the header, the header once more in the middle, two rows
    with a cell too many, one with two too few, and a legend and the seller's number below.
    """
    chance = random.Random(seed)
    example = Example()
    seller = example.plant(f"0364-0000{chance.randrange(100, 1000)}")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([f"SUBSCRIBER DATA UPDATED 2019 - WHATSAPP {seller}"])
    writer.writerow([])
    writer.writerow(HEADER)
    for number in range(SUBSCRIBER_ROWS):
        row = _subscriber(example, chance)
        if number == 200:
            writer.writerow(HEADER)
        if number in {120, 330}:
            row.append(example.plant(make_mobile(chance)))
        if number == 250:
            row = row[:8]
        writer.writerow(row)
    writer.writerow([])
    writer.writerow(["STATUS: A = active, B = barred"])
    writer.writerow([f"({SUBSCRIBER_ROWS} rows affected)"])
    writer.writerow([f"For fresh data contact {seller} or data.seller@example.com"])
    example.plant("data.seller@example.com")
    example.text = "\ufeff" + buffer.getvalue()
    return example


# {name} {cnic} … are planted; {ticket} and the rest are not about anyone.
COMPLAINTS = (
    "{name} S/O {father}, SIM {mobile} is blocked since 3 days, CNIC {cnic}",
    "Caller at {mobile} did not receive OTP. Ticket {ticket}",
    "Refund of Rs {amount} to be sent to IBAN {iban}, confirmed by e-mail {email}",
    "Handset with IMEI {imei} reported stolen, block requested",
    "Visit due at House No {house}, Street {street}, {area}; landline {landline}",
    "Speed test 12.5 Mbps, firmware 2.0.14, nothing else to report",
    "Customer called UAN 042-111-222-333 twice and waited {wait} minutes",
    "bhai mera number {mobile} band hai, kal se signal nahi aa rahe",
    "{name} walad {father} ka shanakhti card {cnic} hai, sim dobara jari kar dein",
    "paisay {iban} mein wapis bhej dein, raseed {email} par",
    "mera phone chori ho gaya, imei {imei} hai, block kar dein",
    "ghar ka pata makan no {house} gali no {street} {area} hai, technician bhej dein",
    "balance Rs {amount} kat gaya, complaint no {ticket} par koi jawab nahi",
    "میرا موبائل نمبر {mobile_urdu} بند ہے، شناختی کارڈ نمبر {cnic_urdu}",
    "شکایت نمبر {ticket}: انٹرنیٹ تین دن سے بند ہے",
    "رقم {iban} میں واپس کی جائے، شکریہ",
    "رابطہ نمبر {mobile} پر کال کریں، گھر کا نمبر {landline}",
)
AGENTS = ("agent07", "agent11", "agent23", "kiosk-02")


def _complaint(template: str, example: Example, chance: random.Random) -> str:
    """Return one filled complaint, its values noted."""
    given, father = chance.choice(GIVEN)[0], chance.choice(GIVEN)[0]
    family = chance.choice(FAMILY)[0]
    mobile, cnic, iban = make_mobile(chance), make_cnic(chance), make_iban(chance)
    grouped = " ".join(iban[start : start + 4] for start in range(0, 24, 4))
    local, abroad = f"{mobile[:4]}-{mobile[4:]}", f"+92 {mobile[1:4]} {mobile[4:]}"
    words = {
        "name": f"{given} {family}",
        "father": f"{father} {family}",
        "mobile": chance.choice((mobile, local, abroad)),
        "mobile_urdu": mobile.translate(URDU_DIGITS),
        "cnic": chance.choice((cnic, _dashed(cnic))),
        "cnic_urdu": _dashed(cnic).translate(URDU_DIGITS),
        "iban": chance.choice((iban, grouped)),
        "email": make_email(given, family, chance),
        "imei": make_imei(chance),
        "landline": make_landline(chance),
    }
    for slot, word in words.items():
        if f"{{{slot}}}" in template:
            example.plant(word)
    return template.format(
        **words,
        ticket=chance.randrange(10**5, 10**6),
        amount=chance.randrange(50, 5000),
        wait=chance.randrange(5, 50),
        house=chance.randrange(1, 400),
        street=chance.randrange(1, 40),
        area=chance.choice(AREAS)[0],
    )


def make_complaints(seed: int = SEED) -> Example:
    """Return a complaint log in English, Roman Urdu and Urdu (UTF-8, LF)."""
    chance = random.Random(seed + 1)
    example = Example()
    lines = []
    minute = 0
    for number in range(COMPLAINT_LINES):
        minute += chance.randrange(1, 9)
        body = _complaint(COMPLAINTS[number % len(COMPLAINTS)], example, chance)
        clock = f"2019-03-{14 + minute // 1440:02d} {minute // 60 % 24:02d}:{minute % 60:02d}:00"
        lines.append(f"{clock} [{chance.choice(AGENTS)}] {body}\n")
    example.text = "".join(lines)
    return example


def main() -> None:
    """Write both files below the folder given by --out, which is this file's own by default."""
    parser = argparse.ArgumentParser(description="Write the example data again.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().out
    for name, example in (
        ("subscribers/subscribers.csv", make_subscribers()),
        ("complaints/complaints.log", make_complaints()),
    ):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(example.text.encode())


if __name__ == "__main__":
    main()
