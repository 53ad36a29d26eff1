"""Random values with the structure of real ones: one function an entity, canonical spelling.

The structures are written down here a second time on purpose, from the catalogued facts and not
from the recognisers, so that a mistake in one shows against the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"

# The third digit's range by division; a CNIC's first three digits are its district.
DISTRICTS_BY_DIVISION = {
    "11": "12", "12": "12", "13": "12345", "14": "123", "15": "01234567", "16": "12", "17": "123",
    "21": "1234567", "22": "123456", "31": "123", "32": "1234", "33": "1234", "34": "123456",
    "35": "12345", "36": "123456", "37": "1234", "38": "1234", "41": "12345678", "42": "012345",
    "43": "12345", "44": "1234", "45": "12345", "51": "123456", "52": "123", "53": "1234",
    "54": "12345", "55": "12345", "56": "123456", "61": "1", "71": "123456", "81": "123",
    "82": "1234567",
}  # fmt: skip
MOBILE_PREFIXES = (
    *(f"03{series}{last}" for series in range(5) for last in range(10)),
    "0355", "0364", "0370", "0371",
)  # fmt: skip
# Area code and the number of digits after it.
AREAS = (
    ("021", 8), ("042", 8), ("051", 7), ("041", 7), ("061", 7), ("022", 7), ("081", 7), ("091", 7),
    ("055", 7), ("052", 7), ("071", 7), ("0992", 6), ("0946", 6), ("0922", 6), ("0543", 6),
    ("0233", 6), ("0604", 6), ("0852", 6), ("0833", 6), ("0966", 6),
)  # fmt: skip
BANKS = ("HABB", "MUCB", "UNIL", "MEZN", "ABPA", "ALFH", "BAHL", "FAYS", "NBPA", "BKIP", "SONE")
NETWORKS = ("41001", "41003", "41004", "41006", "41007", "41008")


def digits(chance: Random, count: int) -> str:
    """Return `count` random digits."""
    return f"{chance.randrange(10**count):0{count}d}"


def luhn_digit(body: str) -> str:
    """Return the digit that completes `body` under the Luhn check (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = int(character) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def cnic(chance: Random, *, known_district: bool = True) -> str:
    """Return 13 digits; with an unknown district they have only a province in common with one."""
    if known_district:
        division = chance.choice(tuple(DISTRICTS_BY_DIVISION))
        head = f"{division}{chance.choice(DISTRICTS_BY_DIVISION[division])}0{chance.randrange(10)}"
    else:
        head = f"{chance.randrange(1, 9)}{chance.randrange(1000, 9999)}"
    return f"{head}{digits(chance, 7)}{chance.randrange(10)}"


def mobile(chance: Random) -> str:
    """Return a mobile number in national form, 11 digits."""
    return chance.choice(MOBILE_PREFIXES) + f"{chance.randrange(10**6, 10**7)}"


def landline(chance: Random) -> tuple[str, str]:
    """Return area code and subscriber number."""
    area, length = chance.choice(AREAS)
    first = "3" if length == 8 else str(chance.randrange(2, 10))
    while True:
        rest = digits(chance, length - 1)
        if not (first + rest).startswith("111"):
            return area, first + rest


def iban(chance: Random) -> str:
    """Return a Pakistani IBAN, some with letters in the account, some of a wallet."""
    number = mobile(chance)
    account = chance.choice(
        (
            chance.choice(BANKS) + digits(chance, 16),
            chance.choice(BANKS) + digits(chance, 16),
            f"SCBL{digits(chance, 9)}{chance.choice(LETTERS)}{digits(chance, 6)}",
            f"SADA000000{number[1:]}",
            f"NAYA12345{number}",
            f"JCMA{digits(chance, 4)}92{number[1:]}",
            f"TMFB00000000{digits(chance, 8)}",
        )
    )
    remainder = int("".join(str(int(character, 36)) for character in f"{account}PK00")) % 97
    return f"PK{98 - remainder:02d}{account}"


def card(chance: Random) -> str:
    """Return a card number: Visa, both Mastercard ranges, American Express or UnionPay."""
    start, length = chance.choice(
        (
            ("4" + digits(chance, 5), 16),
            (f"5{chance.randrange(1, 6)}{digits(chance, 4)}", 16),
            (f"{chance.randrange(222100, 272100)}", 16),
            (f"3{chance.choice('47')}{digits(chance, 4)}", 15),
            ("62" + digits(chance, 4), 16),
        )
    )
    body = start + digits(chance, length - len(start) - 1)
    return body + luhn_digit(body)


def imei(chance: Random) -> str:
    """Return 15 digits with a right check digit."""
    body = chance.choice(("35", "35", "35", "86", "01", "99")) + digits(chance, 12)
    return body + luhn_digit(body)


def imsi(chance: Random) -> str:
    """Return 15 digits that begin with a Pakistani network."""
    return chance.choice(NETWORKS) + digits(chance, 10)


def iccid(chance: Random) -> str:
    """Return 19 digits with a right check digit, of a Pakistani issuer."""
    body = f"8992{digits(chance, 14)}"
    return body + luhn_digit(body)


def passport(chance: Random) -> str:
    """Return two letters and seven digits, seldom the older one letter."""
    if chance.random() < 0.1:
        return chance.choice(LETTERS) + digits(chance, 7)
    return chance.choice(LETTERS) + chance.choice(LETTERS) + f"{chance.randrange(10**6, 10**7)}"


def ntn(chance: Random) -> str:
    """Return seven digits and the one after the dash, without the dash."""
    return f"{chance.randrange(10**6, 10**7)}{chance.randrange(10)}"


def plate(chance: Random) -> tuple[str, str, str]:
    """Return a registration's letters, its year ("" for most) and its number."""
    kind = chance.random()
    if kind < 0.2:
        year = f"{chance.randrange(5, 20):02d}{chance.choice(('', '', 'A'))}"
        return f"L{chance.choice('EWXZ')}{chance.choice('ABCDEFH')}", year, digits4(chance)
    if kind < 0.6:
        letters = "".join(chance.choice(LETTERS) for _ in range(3))
        return letters, "", chance.choice((f"{chance.randrange(100, 1000)}", digits4(chance)))
    if kind < 0.9:
        # Two-letter series that no constituency (NA, PP, PS, PK, PB, LA) has.
        letters = chance.choice("BCDFGHJR") + chance.choice("ACDEFGH")
        return letters, "", f"{chance.randrange(100, 10000)}"
    return chance.choice(("RIZ", "RIA", "LOV", "LRB", "STA", "MNE")), "", digits4(chance)


def digits4(chance: Random) -> str:
    """Return four digits that begin with none of zero."""
    return f"{chance.randrange(1000, 10000)}"


def address_v4(chance: Random) -> str:
    """Return an IPv4 address, of Pakistani or private ranges."""
    start = chance.choice(("39.32", "111.68", "182.176", "203.135", "119.155", "192.168", "10.7"))
    return f"{start}.{chance.randrange(256)}.{chance.randrange(1, 255)}"


def address_v6(chance: Random) -> str:
    """Return an IPv6 address, written out or shortened."""
    groups = [f"{chance.randrange(1, 65536):x}" for _ in range(6)]
    if chance.random() < 0.5:
        return f"2400:adc{chance.randrange(10)}:" + ":".join(groups)
    return f"fe80::{':'.join(groups[:4])}"


def hardware_address(chance: Random) -> list[str]:
    """Return the six bytes of a MAC address in lower-case hexadecimal."""
    return [f"{chance.randrange(256):02x}" for _ in range(6)]


def place(chance: Random) -> tuple[float, float]:
    """Return latitude and longitude inside Pakistan."""
    return chance.uniform(24.0, 36.5), chance.uniform(62.0, 75.5)


def birth_date(chance: Random) -> tuple[int, int, int]:
    """Return year, month and day."""
    return chance.randrange(1935, 2016), chance.randrange(1, 13), chance.randrange(1, 29)
