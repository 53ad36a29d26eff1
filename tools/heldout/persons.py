"""Persons: names, addresses, dates of birth, religion, caste. Names of nobody, own word lists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from measuring import values
from measuring.case import Written

from heldout.kinds import Kind

if TYPE_CHECKING:
    from random import Random

_FIRST = (
    "Imtiaz",
    "Shagufta",
    "Muhammad Ilyas",
    "Zubaida",
    "Abdul Sattar",
    "Tehmina",
    "Ghazanfar",
    "Saima",
    "Nadeem",
    "Rubina",
    "Aurangzeb",
    "Fozia",
    "Sher Ali",
    "Noor Bano",
)
_LAST = (
    "Sadiq",
    "Bhatti",
    "Khakwani",
    "Minhas",
    "Solangi",
    "Kakar",
    "Ahmed",
    "Hussain",
    "Bibi",
    "Khan",
    "Mughal",
    "Channa",
)
_FIRST_UR = (
    "امتیاز",
    "شگفتہ",
    "محمد الیاس",
    "زبیدہ",
    "عبدالستار",
    "تہمینہ",
    "غضنفر",
    "صائمہ",
    "ندیم",
    "روبینہ",
)
_LAST_UR = ("صادق", "بھٹی", "خاکوانی", "منہاس", "سولنگی", "کاکڑ", "احمد", "حسین", "بی بی", "خان")
_TOWNS = (
    ("Chichawatni", "چیچہ وطنی"),
    ("Taxila", "ٹیکسلا"),
    ("Shahdadpur", "شہدادپور"),
    ("Kharian", "کھاریاں"),
    ("Mian Channu", "میاں چنوں"),
    ("Swabi", "صوابی"),
)
_QUARTERS = (
    ("Islampura", "اسلام پورہ"),
    ("Gulshan-e-Iqbal", "گلشن اقبال"),
    ("Madina Colony", "مدینہ کالونی"),
    ("Afzal Abad", "افضل آباد"),
)


def name(chance: Random) -> str:
    """Return a name in Latin letters."""
    full = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    return full.upper() if chance.random() < 0.3 else full


def name_urdu(chance: Random) -> str:
    """Return a name in Urdu."""
    return f"{chance.choice(_FIRST_UR)} {chance.choice(_LAST_UR)}"


def address(chance: Random) -> str:
    """Return an address in Latin letters."""
    (town, _), (quarter, _) = chance.choice(_TOWNS), chance.choice(_QUARTERS)
    house, street = chance.randrange(1, 999), chance.randrange(1, 80)
    return chance.choice(
        (
            f"House # {house}, St. {street}, {quarter}, {town}",
            f"Ghar no {house} gali {street} mohallah {quarter} tehsil {town}",
            f"{house}-B, Block {chance.choice('CDE')}, {quarter}, {town}",
            f"Chak {street}/{chance.choice('GJR')}B, P/O Khas, Tehsil {town}, District {town}",
            f"Near Jamia Masjid, Street No. {street}, {quarter}, {town}",
        )
    )


def address_urdu(chance: Random) -> str:
    """Return an address in Urdu."""
    (_, town), (_, quarter) = chance.choice(_TOWNS), chance.choice(_QUARTERS)
    house = chance.randrange(1, 400)
    return chance.choice(
        (
            f"مکان نمبر {house}، گلی نمبر {chance.randrange(1, 30)}، {quarter}، {town}",
            f"محلہ {quarter}، تحصیل {town}، ضلع {town}",
            f"چک نمبر {chance.randrange(1, 500)} ج ب، ڈاکخانہ خاص، تحصیل {town}",
        )
    )


def _in_script(chance: Random, latin: str, urdu: str) -> str:
    return urdu if chance.random() < 0.3 else latin


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS_UR = (
    "جنوری",
    "فروری",
    "مارچ",
    "اپریل",
    "مئی",
    "جون",
    "جولائی",
    "اگست",
    "ستمبر",
    "اکتوبر",
    "نومبر",
    "دسمبر",
)


def _date(chance: Random, form: str) -> str:
    year, month, day = values.birth_date(chance)
    return form.format(
        d=day, m=month, y=year, s=year % 100, b=_MONTHS[month - 1], u=_MONTHS_UR[month - 1]
    )


_DATES = tuple(
    partial(_date, form=form)
    for form in (
        "{d:02d}-{m:02d}-{y}",
        "{d:02d}.{m:02d}.{y}",
        "{d}/{m}/{y}",
        "{y}/{m:02d}/{d:02d}",
        "{d:02d}-{b}-{s:02d}",
        "{d:02d} {b}, {y}",
        "{d} {u} {y}",
        "{y}-{m:02d}-{d:02d}",
        "{d:02d}{m:02d}{y}",
    )
)
_RELIGIONS = (
    ("Islam", "اسلام"),
    ("Christian", "مسیحی"),
    ("Hindu", "ہندو"),
    ("Ahmadi", "احمدی"),
    ("Sikh", "سکھ"),
    ("Shia", "شیعہ"),
    ("Sunni", "سنی"),
)
_CASTES = (
    ("Arain", "آرائیں"),
    ("Rajput", "راجپوت"),
    ("Gujjar", "گجر"),
    ("Awan", "اعوان"),
    ("Jutt", "جٹ"),
    ("Soomro", "سومرو"),
    ("Butt", "بٹ"),
)

PLACE_FORMS = {"PERSON": (name, name_urdu), "ADDRESS": (address, address_urdu)}


def _latin(words: tuple[tuple[str, str], ...], chance: Random) -> str:
    return chance.choice(words)[0]


def _urdu(words: tuple[tuple[str, str], ...], chance: Random) -> str:
    return chance.choice(words)[1]


PLACE_FORMS["RELIGION"] = (partial(_latin, _RELIGIONS), partial(_urdu, _RELIGIONS))
PLACE_FORMS["CASTE_OR_TRIBE"] = (partial(_latin, _CASTES), partial(_urdu, _CASTES))

KINDS = (
    Kind(
        entity="DATE_OF_BIRTH",
        tier="B",
        labelled=_DATES,
        in_column=(
            lambda c: str(c.randrange(21_000, 39_500)),
            lambda c: Written(_date(c, "{y}-{m:02d}-{d:02d}"), after=" 00:00:00"),
        ),
        headers=(
            "date_of_birth",
            "Birth Date",
            "D.O.B.",
            "dobApplicant",
            "پیدائش کی تاریخ",
            "Tareekh Paidaish",
        ),
        english=("Born on {v} at home.", "Date of birth: {v}", "The DOB on the card is {v}."),
        roman=("tareekh paidaish {v} likhi hai", "dob {v} ghalat hai", "date of birth: {v}"),
        urdu=("تاریخ پیدائش {v} درج ہے", "بچی کی تاریخ پیدائش: {v}", "وہ {v} کو پیدا ہوا"),
    ),
    Kind(
        entity="PERSON",
        tier="C",
        damaged=False,
        open_ended=True,
        labelled=(name,),
        headers=(
            "applicant_name",
            "Subscriber's Name",
            "customerName",
            "NAME OF OWNER",
            "نام ووٹر",
            "husband_name",
            "Guardian Name",
        ),
        english=("{v} s/o {v}, farmer, appeared in person.", "Name: {v}", "Mst. {v} widow of {v}"),
        roman=("{v} walad {v} ne darkhwast di", "naam: {v}", "mera naam {v} hai"),
        urdu=("{v} ولد {v} نے درخواست دی", "نام: {v}", "مسماۃ {v} زوجہ {v}"),
    ),
    Kind(
        entity="ADDRESS",
        tier="C",
        damaged=False,
        open_ended=True,
        labelled=(address,),
        headers=(
            "home_address",
            "Residential Addr",
            "permanentAddress",
            "SHIPPING ADDRESS",
            "موجودہ پتہ",
            "address1",
        ),
        english=("Present address: {v}", "He is a resident of {v}", "Deliver to {v}"),
        roman=("mera pata {v} hai", "ghar ka address: {v}", "R/O {v}"),
        urdu=("رہائشی پتہ: {v}", "رہائش: {v}", "موجودہ پتہ {v}"),
    ),
    Kind(
        entity="RELIGION",
        tier="C",
        damaged=False,
        open_ended=True,
        labelled=(partial(_latin, _RELIGIONS),),
        headers=("Religion/Sect", "applicant_religion", "RELIGION", "مذہب", "Sect"),
        english=("Religion: {v}", "Sect - {v}", "religion is {v}"),
        roman=("mazhab: {v}", "religion: {v}", "firqa: {v}"),
        urdu=("مذہب: {v}", "مسلک: {v}", "فرقہ: {v}"),
    ),
    Kind(
        entity="CASTE_OR_TRIBE",
        tier="C",
        damaged=False,
        open_ended=True,
        labelled=(partial(_latin, _CASTES),),
        headers=("Caste/Qaum", "tribe", "BIRADARI", "قوم / ذات", "zaat"),
        english=("Caste: {v}", "by caste {v}", "Tribe - {v}"),
        roman=("qaum {v}", "zaat: {v}", "biradari: {v}"),
        urdu=("قوم {v}", "ذات: {v}", "برادری: {v}"),
    ),
)
