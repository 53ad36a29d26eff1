"""State identity: cards, passports, machine-readable zones, family and refugee numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring import values
from measuring.case import Written

from heldout.kinds import Kind, expand

if TYPE_CHECKING:
    from random import Random


def _cut(number: str, separator: str, *cuts: int) -> str:
    parts = [number[start:end] for start, end in zip((0, *cuts), (*cuts, None), strict=True)]
    return separator.join(parts)


def dashed_cnic(chance: Random, separator: str = "-", *, known: bool = True) -> str:
    """Return a CNIC in its three groups."""
    return _cut(values.cnic(chance, known_district=known), separator, 5, 12)


def _reversed_cnic(chance: Random) -> str:
    number = values.cnic(chance)
    return f"{number[12]}-{number[5:12]}-{number[:5]}"


def _masked_cnic(chance: Random) -> str:
    number = values.cnic(chance)
    return chance.choice(
        (
            f"{number[:5]}-*******-{number[12]}",
            f"{number[:5]}-XXXXX{number[10:12]}-{number[12]}",
            f"{number[:5]}-{number[5:8]}****-{number[12]}",
            f"{number[:3]}XX-{number[5:12]}-X",
        )
    )


def _scientific(number: str, places: int) -> str:
    return f"{float(number):.{places}E}"


def check_digit(field: str) -> str:
    """Return the ICAO 9303 check digit of a field of a machine-readable zone."""
    weights = (7, 3, 1)
    total = 0
    for place, character in enumerate(field):
        value = 0 if character == "<" else int(character, 36)
        total += value * weights[place % 3]
    return str(total % 10)


_SURNAMES = ("SADIQ", "BHATTI", "KHAKWANI", "MINHAS", "SOLANGI", "KAKAR")
_GIVEN = ("IMTIAZ", "SHAGUFTA<NAZ", "MUHAMMAD<ILYAS", "ZUBAIDA", "ABDUL<SATTAR")


def _dates(chance: Random) -> tuple[str, str]:
    born = f"{chance.randrange(50, 99)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    ends = f"{chance.randrange(25, 36)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    return born, ends


def _passport_zone(chance: Random) -> str:
    names = f"{chance.choice(_SURNAMES)}<<{chance.choice(_GIVEN)}"
    first = f"P<PAK{names}".ljust(44, "<")
    number = expand(chance, "@@#######")
    born, ends = _dates(chance)
    optional = values.cnic(chance).ljust(14, "<")
    number += check_digit(number)
    born += check_digit(born)
    ends += check_digit(ends)
    optional += check_digit(optional)
    total = check_digit(number + born + ends + optional)
    second = f"{number}PAK{born}{chance.choice('MF')}{ends}{optional}{total}"
    return chance.choice((f"{first}\n{second}", second, first))


def _card_zone(chance: Random) -> str:
    number = expand(chance, "@########")
    born, ends = _dates(chance)
    first = f"I<PAK{number}{check_digit(number)}{values.cnic(chance)}".ljust(30, "<")
    second = f"{born}{check_digit(born)}{chance.choice('MF')}{ends}{check_digit(ends)}PAK".ljust(
        29, "<"
    )
    whole = first[5:] + second[:7] + second[8:15] + second[18:29]
    names = f"{chance.choice(_SURNAMES)}<<{chance.choice(_GIVEN)}".ljust(30, "<")
    return f"{first}\n{second}{check_digit(whole)}\n{names}"


KINDS = (
    Kind(
        entity="PK_CNIC",
        tier="A",
        alone=(
            dashed_cnic,
            dashed_cnic,
            dashed_cnic,
            lambda c: values.cnic(c),
            values.cnic,
            lambda c: dashed_cnic(c, " "),
            lambda c: dashed_cnic(c, "."),
            lambda c: dashed_cnic(c, "_"),
            lambda c: dashed_cnic(c, "/"),
            lambda c: dashed_cnic(c, known=False),
            lambda c: Written(dashed_cnic(c), before="CNIC"),
            lambda c: Written(values.cnic(c), before="CNIC"),
            lambda c: Written(dashed_cnic(c), before="NIC_"),
            lambda c: Written(dashed_cnic(c), before="نمبر"),
            _reversed_cnic,
            _masked_cnic,
        ),
        labelled=(
            lambda c: values.cnic(c, known_district=False),
            lambda c: _cut(values.cnic(c), "-", 5),
            lambda c: _cut(values.cnic(c), "-", 12),
        ),
        in_column=(
            lambda c: _scientific(values.cnic(c), c.choice((2, 4, 5))),
            lambda c: Written(values.cnic(c, known_district=False), after=".0"),
            lambda c: Written(values.cnic(c, known_district=False), before="'"),
            lambda c: Written(dashed_cnic(c), before='="', after='"'),
            lambda c: f"{int(values.cnic(c)):,}",
            lambda c: Written(values.cnic(c, known_district=False), before="\t"),
        ),
        headers=(
            "applicant_cnic",
            "CNIC No. (Father)",
            "spouse_cnic",
            "NOK CNIC",
            "ownerCnic",
            "parent_cnic_no",
            "member_cnic_no",
            "IDENTITY_NO",
            "nationalIdNumber",
            "bay_form_no",
            "nicop_no",
            "child_cnic",
            "mother_cnic_no",
            "شناختی نمبر",
            "ب فارم نمبر",
            "shnakhti card",
            "CNIC_1",
            "Beneficiary CNIC",
            "nic_number",
            "CRC No.",
            "POC Number",
        ),
        english=(
            "The applicant presented ID card {v} and signed.",
            "Verified against NADRA: {v}",
            "We found {v!} in the second list as well.",
            "Nominee's CNIC is {v}; share fifty percent.",
            "{v!} (guarantor), {v!} (borrower)",
            "Overseas card NICOP {v} was renewed at the consulate.",
            "Child Registration Certificate {v} is attached for school admission.",
            "{v} is the CNIC of my late husband.",
        ),
        roman=(
            "mere bhai ka nic {v} hai, us ki sim band karo",
            "yeh banda {v!} do dafa qist le chuka hai",
            "shanakhti card: {v}, tasdeeq kar dein",
            "ammi ka id card number {v} system mein nahi aa raha",
            "nadra ka kehna hai {v} blocked hai",
            "{v!} ya {v!} dono mein se koi bhi chalay ga",
        ),
        urdu=(
            "سائل کا قومی شناختی کارڈ نمبر {v} درج ہے",
            "ضامن {v!} نے دستخط کیے",
            "بیوی کا شناختی کارڈ {v} منسوخ ہو چکا ہے",
            "{v} یہ میرا شناختی نمبر ہے",
            "فارم ب نمبر {v} کے مطابق بچے کی عمر کم ہے",
            "نادرا ریکارڈ میں {v} موجود نہیں",
        ),
    ),
    Kind(
        entity="PK_OLD_NIC",
        tier="B",
        labelled=("%##-##-######", "%##-##-######", "%## ## ######"),
        headers=(
            "Old NIC #",
            "old_nic",
            "Manual NIC No",
            "OLD_ID_CARD_NO",
            "پرانا شناختی کارڈ نمبر",
        ),
        english=(
            "His old NIC {v} is written in the pension book.",
            "Old identity card no. {v}, new one not issued.",
            "Manual NIC: {v}",
        ),
        roman=(
            "purana shanakhti card {v} tha jo ab khatam ho gaya",
            "un ka old nic {v} file mein likha hai",
            "purana nic number: {v}",
        ),
        urdu=(
            "پرانا شناختی کارڈ نمبر {v} منسوخ ہے",
            "مرحوم کا پرانا شناختی کارڈ {v} تھا",
            "سابقہ شناختی کارڈ نمبر: {v}",
        ),
        accepted=frozenset({"PK_CNIC"}),
    ),
    Kind(
        entity="PK_FAMILY_NUMBER",
        tier="B",
        labelled=("@@##@#", "%#####", "@#@#@#", "%@###@"),
        headers=(
            "FAMILY_NO",
            "familyNumber",
            "Family Tree No",
            "Family ID",
            "خاندان نمبر (نادرا)",
            "FRC Family No",
        ),
        english=(
            "Family number {v} links all of them.",
            "Their family code: {v}",
            "FRC shows family no. {v} for this household.",
        ),
        roman=(
            "khandan number {v} hai card ke peechay",
            "family number {v} likh kar bhejein",
            "in ka khandan no: {v}",
        ),
        urdu=(
            "خاندان نمبر {v} کارڈ کی پشت پر ہے",
            "ان کا خاندان نمبر: {v}",
            "فیملی نمبر {v} درج کریں",
        ),
    ),
    Kind(
        entity="PK_AFGHAN_CARD",
        tier="B",
        labelled=("#########", "@@########", "##########", "@#########", "#####-#######-#"),
        headers=(
            "POR_NO",
            "PoR Card Number",
            "ACC Card No",
            "afghan_citizen_card_no",
            "ARC Number",
            "مہاجر کارڈ نمبر",
            "Alien Reg Card",
        ),
        english=(
            "Refugee holds proof of registration card {v}.",
            "PoR card no. {v} expired in June.",
            "Afghan Citizen Card number: {v}",
            "Alien registration card {v} was impounded.",
        ),
        roman=(
            "afghan citizen card {v} police ne le liya",
            "por card number {v} hai, bank account nahi khul raha",
            "muhajir card no {v} gum ho gaya",
        ),
        urdu=(
            "مہاجر کارڈ نمبر {v} کی میعاد ختم ہے",
            "افغان سٹیزن کارڈ {v} ضبط کر لیا گیا",
            "پی او آر کارڈ نمبر: {v}",
        ),
        accepted=frozenset({"PK_CNIC"}),
    ),
    Kind(
        entity="PK_PASSPORT",
        tier="B",
        labelled=(
            "@@%######",
            "@@%######",
            "@@ %######",
            "@%######",
            "@@-%######",
            lambda c: values.passport(c).lower(),
        ),
        headers=(
            "passport_no",
            "PASSPORT NO.",
            "traveller_passport",
            "ppNo",
            "Passport/Travel Document",
            "پاسپورٹ نمبر ",
            "haji_passport_no",
        ),
        english=(
            "Her Pakistani passport {v} has two empty pages.",
            "Booking made with passport no: {v}",
            "PPT {v} was held at the counter.",
            "{v} is the passport that was reported stolen.",
        ),
        roman=(
            "passport no {v} ki copy lagi hai",
            "mera passport {v} airport par reh gaya",
            "purane passport ka number {v} tha",
        ),
        urdu=(
            "پاسپورٹ نمبر: {v}",
            "مسافر کا پاسپورٹ {v} ایف آئی اے کے پاس ہے",
            "پرانے پاسپورٹ کا نمبر {v} تھا",
        ),
    ),
    Kind(
        entity="PK_MRZ",
        tier="A",
        damaged=False,
        alone=(_passport_zone, _passport_zone, _card_zone),
        headers=("machine_zone", "MRZ Line", "passport_scan_text", "ocr_text", "mrzData"),
        english=("Scanned text:\n{v!}\nend of page", "OCR of the bio page: {v!}", "{v!}"),
        roman=("scan se yeh nikla:\n{v!}", "page ke neechay {v!} likha hai", "{v!}"),
        urdu=("اسکین شدہ متن:\n{v!}", "صفحے کے نیچے {v!} لکھا ہے", "{v!}"),
    ),
)
