"""Names and addresses of nobody: parts from own short lists, drawn apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring.case import COLUMN, URDU, Written

if TYPE_CHECKING:
    from random import Random

FIRST = (
    "Adeel", "Arshad", "Babar", "Ehsan", "Fahad", "Ghulam", "Haroon", "Irfan", "Jameel", "Khurram",
    "Liaqat", "Mudassar", "Naeem", "Omer", "Pervaiz", "Qasim", "Rizwan", "Shafiq", "Tanveer",
    "Umar", "Waheed", "Yousaf", "Zahid", "Anum", "Bushra", "Farzana", "Gulnaz", "Humaira", "Iram",
    "Kiran", "Lubna", "Maryam", "Nasreen", "Parveen", "Rukhsana", "Sadia", "Uzma", "Zainab",
)  # fmt: skip
LAST = (
    "Abbasi", "Akhtar", "Akram", "Anwar", "Aziz", "Baig", "Cheema", "Dar", "Farid", "Gill",
    "Haider", "Ishaq", "Jamal", "Kareem", "Khalil", "Lodhi", "Mehmood", "Nawaz", "Rasheed",
    "Saleem", "Shafi", "Tariq", "Usmani", "Warraich", "Yaqoob", "Zaman",
)  # fmt: skip
MIDDLE = ("", "", "", " Ahmad", " Ali", " ur Rehman", " ul Haq", " Bibi", " Hussain")
FIRST_URDU = (
    "عدیل", "ارشد", "بابر", "احسان", "فہد", "غلام", "ہارون", "عرفان", "جمیل", "خرم", "لیاقت",
    "مدثر", "نعیم", "عمر", "پرویز", "قاسم", "رضوان", "شفیق", "تنویر", "وحید", "زاہد", "بشریٰ",
    "فرزانہ", "حمیرا", "کرن", "مریم", "نسرین", "رخسانہ", "سعدیہ", "زینب",
)  # fmt: skip
LAST_URDU = (
    "عباسی", "اختر", "اکرم", "انور", "عزیز", "بیگ", "چیمہ", "فرید", "حیدر", "اسحاق", "جمال",
    "کریم", "خلیل", "محمود", "نواز", "رشید", "سلیم", "شفیع", "طارق", "یعقوب", "زمان",
)  # fmt: skip
MIDDLE_URDU = ("", "", "", " احمد", " علی", " حسین")

TOWNS = ("Kamalia", "Hasilpur", "Daska", "Kotri", "Tando Adam", "Jampur", "Havelian", "Pasrur")
TOWNS_URDU = ("کمالیہ", "حاصل پور", "ڈسکہ", "کوٹری", "ٹنڈو آدم", "جام پور", "حویلیاں", "پسرور")
QUARTERS = ("Rehmat Pura", "Ghousia Park", "Nai Abadi", "Tariqabad", "Shah Kamal", "Usmania")
QUARTERS_URDU = ("رحمت پورہ", "غوثیہ پارک", "نئی آبادی", "طارق آباد", "شاہ کمال", "عثمانیہ")


def name(chance: Random, place: str) -> Written:
    """Return a name of two or three words in the place's script; in columns in either."""
    if place == URDU or (place == COLUMN and chance.random() < 0.25):
        return Written(
            chance.choice(FIRST_URDU) + chance.choice(MIDDLE_URDU) + f" {chance.choice(LAST_URDU)}"
        )
    full = f"{chance.choice(FIRST)}{chance.choice(MIDDLE)} {chance.choice(LAST)}"
    if place == COLUMN and chance.random() < 0.5:
        return Written(chance.choice((full.upper(), full.upper().replace(" ", "  "), full.lower())))
    if chance.random() < 0.2:
        return Written(full.upper())
    return Written(full)


def address(chance: Random, place: str) -> Written:
    """Return an address as people here write them."""
    house, street, chak = (
        chance.randrange(1, 900),
        chance.randrange(1, 60),
        chance.randrange(1, 600),
    )
    pick = chance.randrange(len(TOWNS))
    if place == URDU or (place == COLUMN and chance.random() < 0.25):
        town, quarter = TOWNS_URDU[pick], chance.choice(QUARTERS_URDU)
        return Written(
            chance.choice(
                (
                    f"مکان نمبر {house}، گلی نمبر {street}، محلہ {quarter}، {town}",
                    f"چک نمبر {chak} گ ب، تحصیل {town}",
                    f"محلہ {quarter}، نزد جامع مسجد، {town}",
                    f"ڈاکخانہ خاص، موضع {quarter}، تحصیل و ضلع {town}",
                )
            )
        )
    town, quarter = TOWNS[pick], chance.choice(QUARTERS)
    written = chance.choice(
        (
            f"House No {house}, Street No {street}, Mohalla {quarter}, {town}",
            f"H# {house} St# {street} {quarter} Colony {town}",
            f"Flat {house}, Block {chance.choice('ABCDEF')}, {quarter} Town, {town}",
            f"Chak No. {chak}/{chance.choice(('G.B', 'J.B', 'E.B', 'R.B'))}, Tehsil {town}",
            f"Makan no {house} gali no {street} mohalla {quarter} {town}",
            f"Village {quarter}, P.O. {town}, Distt {town}",
            f"Plot {house}-{chance.choice('ABC')}, {quarter} Road, near Post Office, {town}",
        )
    )
    return Written(written.upper() if place == COLUMN and chance.random() < 0.4 else written)
