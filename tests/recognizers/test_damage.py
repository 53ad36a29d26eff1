"""No written form and no damage saves a value of tier A from being found whole.

Values are made up by rule; digits of four scripts, invisible characters, dashes, blanks and what
stands around a value are put in by chance. Not one letter or digit of the value may be left, nor a
bracket that opens it.
"""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizers.pk.mrz import check_digit
from recognizers.pk.script import fold
from redactor.detection import Detector

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPTS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９")
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c\u2060"
DASHES = "‐‑‒–—―−﹣－ـ"
BLANKS = "\u00a0\u2009\u202f\u2007\u3000"
AROUND = (
    ("", ""), ("(", ")"), ('"', '"'), ("'", ""), ('="', '"'), ("\t", ""), ("#", ""), ("نمبر", ""),
    ("", "ہے"), ("نمبر ", " ہے"), ("ID:", ","), ("<td>", "</td>"), ("[", "]"), ("*", "*"),
    ("('", "','x')"), ("x = ", ";"), ('{"v":"', '"}'), ("\n", "\n"), ("؛", "۔"), ("/", "/"),
    ("|", "|"), ("id=", "&a=1"), ("»", "«"), ("\u200f", "\u200f"), ("a ", " 5"), (".", "."),
)  # fmt: skip
BANKS = ("SCBL", "HABB", "MEZN", "SADA", "NAYA", "JCMA")


def luhn(digits: str) -> str:
    total = sum(
        sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(digits))
    )
    return digits + str(-total % 10)


def figures(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def cnic(chance: random.Random) -> str:
    place = chance.choice(["352", "421", "611", "173", "821"]) + "0" + figures(chance, 1)
    serial, last = figures(chance, 7), figures(chance, 1)
    form = chance.choice(["{0}-{1}-{2}", "{0}{1}{2}", "{0} {1} {2}", "{0} - {1} - {2}", "{0}.{1}.{2}",
                          "{0}/{1}/{2}", "{0}_{1}_{2}", "{2}-{1}-{0}"])  # fmt: skip
    return form.format(place, serial, last)


def mobile(chance: random.Random) -> str:
    network, serial = (
        chance.choice("3") + chance.choice("01234") + figures(chance, 1),
        figures(chance, 7),
    )
    form = chance.choice(
        ["0{0}-{1}", "0{0}{1}", "+92{0}{1}", "+92 {0} {1}", "0092{0}{1}", "92{0}{1}", "(0{0}) {1}",
         "0{0} {1}", "+92 (0){0} {1}", "0{0}.{1}", "0{0}_{1}", "(+92){0}{1}", "{1}-0{0}", "0{0}-{1}/8"]
    )  # fmt: skip
    return form.format(network, serial)


def iban(chance: random.Random) -> str:
    bank = chance.choice(BANKS)
    account = {"SADA": "0000003", "NAYA": "1234503", "JCMA": "1234923"}.get(bank, "")
    account += figures(chance, 16 - len(account))
    number = int("".join(str(int(letter, 36)) for letter in f"{bank}{account}PK00"))
    whole = f"PK{98 - number % 97:02d}{bank}{account}"
    gap = chance.choice(["", " ", "-"])
    whole = gap.join(whole[place : place + 4] for place in range(0, 24, 4))
    return chance.choice([whole, whole.lower()])


def card(chance: random.Random) -> str:
    whole = luhn((chance.choice(["4", "51", "55", "2221", "2720"]) + figures(chance, 15))[:15])
    gap = chance.choice(["", " ", "-"])
    return gap.join(whole[place : place + 4] for place in range(0, 16, 4))


def imei(chance: random.Random) -> str:
    whole = luhn(chance.choice(["35", "86"]) + figures(chance, 12))
    return chance.choice([whole, f"{whole[:2]}-{whole[2:8]}-{whole[8:14]}-{whole[14]}"])


def imsi(chance: random.Random) -> str:
    return "4100" + chance.choice("1346") + figures(chance, 10)


def iccid(chance: random.Random) -> str:
    return luhn("8992" + figures(chance, 14))


def cell(chance: random.Random) -> str:
    parts = ["410", "0" + chance.choice("1346"), figures(chance, 4), "1" + figures(chance, 4)]
    return chance.choice("-|_").join(parts)


def place(chance: random.Random) -> str:
    latitude, longitude = chance.uniform(24.5, 36), chance.uniform(62, 76)
    return f"{latitude:.5f}{chance.choice([', ', ',', '|'])}{longitude:.5f}"


def address(chance: random.Random) -> str:
    return ".".join(str(chance.randint(32, 220)) for _ in range(4)).replace("127.", "128.")


def card_of_network(chance: random.Random) -> str:
    pairs = [f"{chance.randrange(256):02X}" for _ in range(5)]
    return chance.choice(":-").join(["A4", *pairs])


def email(chance: random.Random) -> str:
    return f"sana{figures(chance, 3)}@{chance.choice(['gmail.com', 'pu.edu.pk', 'nadra.gov.pk'])}"


def wallet(chance: random.Random) -> str:
    return f"sana{figures(chance, 3)}@nayapay"


def student(chance: random.Random) -> str:
    return f"FA{figures(chance, 2)}-BCS-{figures(chance, 3)}"


def zone(chance: random.Random) -> str:
    number, birth, expiry = "AB" + figures(chance, 7), "700101", "310101"
    optional = "35202" + figures(chance, 8) + "<"
    line = (
        f"{number}{check_digit(number)}PAK{birth}{check_digit(birth)}F{expiry}{check_digit(expiry)}"
    )
    line += optional + check_digit(optional)
    line += check_digit(line[0:10] + line[13:20] + line[21:43])
    names = "P<PAKKHAN<<SANA<BIBI".ljust(44, "<")
    return chance.choice([f"{names}\n{line}", f"{names} {line}", line, names + line])


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "PK_CNIC": cnic, "PK_MOBILE": mobile, "IBAN_CODE": iban, "CREDIT_CARD": card, "IMEI": imei,
    "IMSI": imsi, "ICCID": iccid, "CELL_ID": cell, "GEO_COORDINATES": place, "IP_ADDRESS": address,
    "MAC_ADDRESS": card_of_network, "EMAIL_ADDRESS": email, "PK_WALLET_ID": wallet,
    "PK_STUDENT_ID": student, "PK_MRZ": zone,
}  # fmt: skip


def damaged(value: str, chance: random.Random) -> str:
    for kind in chance.sample(
        ["script", "mixed", "invisible", "dash", "blank", "wrap"], chance.randint(0, 3)
    ):
        if kind == "script":
            value = value.translate(str.maketrans(SCRIPTS[0], chance.choice(SCRIPTS)))
        elif kind == "mixed":
            value = "".join(chance.choice(SCRIPTS)[int(c)] if "0" <= c <= "9" else c for c in value)
        elif kind == "invisible":
            for _ in range(chance.choice([1, 2, 5])):
                at = chance.randint(0, len(value))
                value = value[:at] + chance.choice(INVISIBLE) + value[at:]
        elif kind == "dash":
            value = "".join(chance.choice(DASHES) if c == "-" else c for c in value)
        elif kind == "blank":
            value = "".join(chance.choice(BLANKS) if c == " " else c for c in value)
        else:
            value = (
                chance.choice("\u202a\u2066\u200e") + value + chance.choice("\u202c\u2069\u200f")
            )
    return value


@cache
def detector() -> Detector:
    return Detector()


@pytest.mark.parametrize("entity", sorted(MAKERS))
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_part_of_a_damaged_value_is_left(entity: str, seed: int) -> None:
    chance = random.Random(seed)
    value = damaged(MAKERS[entity](chance), chance)
    before, after = chance.choice(AROUND)
    text = before + value + after
    covered = set()
    for finding in detector().find(text):
        covered.update(range(finding.start, finding.end))
    left = [
        text[at]
        for at in range(len(before), len(before) + len(value))
        if at not in covered and (text[at].isalnum() or text[at] == "(")
    ]
    assert not left, ascii(text)


@pytest.mark.parametrize(
    ("entity", "header", "cell", "reason"),
    [
        ("PK_CNIC", "CNIC", "3.52021E+12", "scientific"),
        ("PK_CNIC", "cnic_no", "3520212345671.0", "a float's tail"),
        ("PK_CNIC", "CNIC", "3,520,212,345,671", "thousands"),
        ("PK_CNIC", "CNIC", "'3520212345671", "an apostrophe"),
        ("PK_CNIC", "CNIC", '="3520212345671"', "a formula"),
        ("PK_CNIC", "CNIC", "35202-*****67-1", "masked"),
        ("PK_CNIC", "CNIC", "42301-4964XXX-X", "masked at the end"),
        ("PK_MOBILE", "Mobile", "3.00123E+09", "scientific"),
        ("PK_MOBILE", "Mobile", "3001234567", "zero lost"),
        ("PK_MOBILE", "Mobile", "9.23001E+11", "scientific, from abroad"),
        ("PK_MOBILE", "Mobile", "3,001,234,567", "thousands"),
        ("PK_MOBILE", "Mobile", "0300xxxxx67", "masked"),
        ("CREDIT_CARD", "card no", "4111111111111110", "rounded to 15 digits"),
        ("CREDIT_CARD", "card no", "4.11111E+15", "scientific"),
        ("CREDIT_CARD", "card no", "5123 45** **** 1234", "masked"),
        ("PK_BANK_ACCOUNT", "account_no", "1234567890123450", "rounded to 15 digits"),
        ("ICCID", "ICCID", "8992300000000000000", "rounded to 15 digits"),
        ("ICCID", "ICCID", "8.9923E+18", "scientific"),
        ("IMEI", "IMEI", "3.52099E+14", "scientific"),
        ("PK_NTN", "NTN", "712345-6", "zero lost"),
        ("PK_ELECTRICITY_REFERENCE", "Reference No", "4112221234567", "zero lost"),
    ],
)  # fmt: skip
def test_a_spreadsheet_hides_a_value(entity: str, header: str, cell: str, reason: str) -> None:
    findings = detector().find(cell, header)
    assert {finding.entity for finding in findings} == {entity}, reason
    covered = set().union(*(range(f.start, f.end) for f in findings))
    assert not [c for at, c in enumerate(cell) if at not in covered and c.isalnum()], reason


def test_bytes_of_another_code_page_between_digits_do_not_part_them() -> None:
    # As a file is decoded whose bytes are no UTF-8: 0xA0, 0x96, 0x97 and 0xAD of Windows-1252.
    blank, dash, long_dash, soft = (chr(0x10FF00 + byte) for byte in (0xA0, 0x96, 0x97, 0xAD))
    assert fold(f"35202{dash}12345{soft}67{long_dash}1{blank}x").text == "35202-1234567-1 x"
