"""What a header row looks like: the words that name columns in tables of people, and its shape.

Only for telling a header from data. Which entity a column is of, the recognisers say.

Source: headers of public code, forms and reports on tables of Pakistani citizens, English, Roman
Urdu and Urdu.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from recognizers.pk.script import digits, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_PLAIN = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Longest header cell, and most digits in one (a date may head a column, a number of a person not).
_LONGEST = 80
_MOST_DIGITS = 6
# Most digits behind a name that only count columns.
_COUNTING = 2

# Whole headers, letters and digits only.
_NAMES = """
cnic cnicno cnicnumber nic nicno idcard idcardno idno nationalid nadraid snic nicop poc bform
bformno crc frc mobile mob mobileno mobilenumber cell cellno cellphone contact contactno phone
phoneno phonenumber msisdn msisdnid sim simno number num whatsapp wa telephone tel telno ptcl
landline resphone offphone name fullname firstname lastname surname subscribername customername
custname ownername applicantname consumername title naam fathername father fname fhname guardian
guardianname husbandname husband mother mothername mname walidiat waldiyat zaujiat address
addresses address1 address2 address3 address4 add1 add2 resaddress permanentaddress
presentaddress mailingaddress mohalla street pata city district tehsil taluka uc unioncouncil
province division thana ps mouza deh chak dob birthdate dateofbirth age umar gender sex religion
caste qaum srno sr sno serial serialno id date time datetime status email emailaddress remarks
amount balance account accountno accountnumber iban bank branch imei imsi iccid lac cellid site
location latitude longitude lat lon lng callType calltype anumber bnumber aparty bparty duration
passport passportno nationality ntn strn regno registrationno rollno engineno chassisno make model
network operator activationdate username password login url ip mac created createdat updated
message text sender type designation bps department salary occupation relation familyno
shanakhticard shnakhti mobail
نام والدکانام والد ولدیت زوجیت والدشوہر والدہ والدہکانام شناختیکارڈ شناختیکارڈنمبر قومیشناختیکارڈ
کارڈنمبر بفارم
موبائل موبائلنمبر فون فوننمبر رابطہ رابطہنمبر پتہ مستقلپتہ موجودہپتہ تاریخپیدائش عمر ضلع
تحصیل یونینکونسل تھانہ قوم مذہب جنس سلسلہنمبر گھرانہنمبر تاریخ نمبرشمار شہر صوبہ بلاککوڈ
"""

# Words that stand in longer headers ("Customer Contact Number", "Date & Time").
_PARTS = """
cnic nic no number num name naam father mother husband guardian id card mobile cell phone contact
address city district tehsil province date time dob birth age gender status type code email account
amount balance branch bank imei imsi duration site location registration passport serial
telephone permanent present owner customer consumer applicant subscriber holder num msisdn addr
mob dob birth chassis engine plate
نام والد شوہر کارڈ شناختی موبائل فون نمبر پتہ تاریخ پیدائش عمر ضلع تحصیل کونسل
"""

_SERIALS = "sr srno sno sn no id rowid serial serialno number index نمبرشمار سلسلہنمبر سلسلہ"

_MISSING = frozenset({"", "na", "nan", "null", "nil", "none", "unknown"})


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("", fold(text).text.lower())


@cache
def _names() -> frozenset[str]:
    return frozenset(_plain(name) for name in _NAMES.split())


@cache
def _serials() -> frozenset[str]:
    return frozenset(_plain(name) for name in _SERIALS.split()) | {""}


@cache
def _parts() -> frozenset[str]:
    return frozenset(_plain(part) for part in _PARTS.split())


def is_name(cell: str) -> bool:
    """Say whether a cell is just what a column is called.

    >>> is_name(" Father's Name "), is_name("والد کا نام"), is_name("Akram")
    (True, True, False)
    """
    if len(cell) > _LONGEST:
        return False
    plain = _plain(cell)
    return plain in _names() or plain.replace("fathers", "father") in _names()


def heads_numbers(cell: str) -> bool:
    """Say whether a header is that of a running number.

    >>> heads_numbers("Sr. No."), heads_numbers("Name")
    (True, False)
    """
    return _plain(cell) in _serials()


def _holds_part(cell: str) -> bool:
    words = _WORDS.findall(fold(_CAMEL.sub(" ", cell)).text.lower().replace("_", " "))
    return len(words) <= 4 and any(word in _parts() for word in words)


def header_strength(cells: Sequence[str]) -> int:
    """Say how surely a row names columns, by words known to do so: 2 surely, 1 likely, 0 not.

    >>> header_strength(["Name", "CNIC"]), header_strength(["Ali Khan", "Lahore"])
    (2, 0)
    """
    filled = [cell for cell in cells if cell.strip()]
    if not filled or any(len(cell) > _LONGEST for cell in filled):
        return 0
    named = sum(map(is_name, filled))
    if named >= 2 or (named == 1 == len(cells)):
        return 2
    if any(len(digits(cell)) > _MOST_DIGITS or "@" in cell for cell in filled):
        return 0
    known = sum(1 for cell in filled if is_name(cell) or _holds_part(cell))
    is_likely = named >= 1 or (known >= 2 and known * 2 >= len(filled))
    return int(is_likely and len(filled) * 2 > len(cells))


def _is_counted(cell: str) -> bool:
    """Say whether a cell holds no digit but those that count it ("ADDR_LINE1", "Phone 2")."""
    if not digits(cell):
        return True
    is_one_word = len(cell.split()) == 1 or _holds_part(cell)
    is_behind = not digits(cell.strip().rstrip("0123456789"))
    return is_one_word and is_behind and len(digits(cell)) <= _COUNTING


def is_header_by_contrast(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Say whether a row names columns in words not known: no digits above columns of digits."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) * 2 <= len(cells) or len(below) < 2:
        return False
    if any(len(cell) > _LONGEST / 2 or "@" in cell or not _is_counted(cell) for cell in filled):
        return False
    if len({_plain(cell) for cell in filled}) < len(filled):
        return False
    for column, cell in enumerate(cells):
        under = [row[column] for row in below if column < len(row) and row[column].strip()]
        with_digits = sum(1 for other in under if digits(other))
        if (
            len(under) >= 2
            and not digits(cell)
            and with_digits * 10 >= len(under) * 8
            and _plain(cell) not in _MISSING
        ):
            return True
    return False
