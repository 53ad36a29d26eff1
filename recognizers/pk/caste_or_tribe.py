"""Caste, clan or tribe (قوم، ذات، برادری، قبیلہ): kinship by which people are sorted and attacked.

Land registers, police reports and school forms write it behind the father's name: "ولد X قوم راجپوت
سکنہ Y". In a column of it the whole cell is one, whatever it holds. In text only what stands behind
its label: a listed name behind "qaum", "caste" or قوم; any word behind the label and a colon; and
any one or two words between قوم and the سکنہ, پیشہ or عمر that follows in reports.

The names are also surnames (Malik, Butt, Qureshi) and words (ذات: self, قوم: nation), so a name
alone is never found here.

`compact` reads the listed spellings of one name as one; a word that is not listed stands for
itself. The list holds the common names of the public forms; it is far from complete.

Not known: a full list of names; which spelling a family uses.

Sources: the field names of public Pakistani forms and land-record software; names of castes and
tribes as in the census of 1931 and 1998's tables of languages, in the spellings commonly written.

>>> compact("جٹ"), compact("Jutt"), compact("RAJPOOT")
('JAT', 'JAT', 'RAJPUT')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by
from recognizers.pk.words import LETTERS, NOT_AFTER_LETTER, NOT_BEFORE_LETTER, alternation

if TYPE_CHECKING:
    from typing import Final

_SPELLINGS: Final = {
    "ABBASI": ("abbasi", "abbassi", "عباسی"),
    "ACHAKZAI": ("achakzai", "اچکزئی"),
    "AFRIDI": ("afridi", "آفریدی"),
    "ANSARI": ("ansari", "انصاری"),
    "ARAIN": ("arain", "araien", "araeen", "آرائیں", "ارائیں"),
    "AWAN": ("awan", "aawan", "اعوان"),
    "BAJWA": ("bajwa", "باجوہ"),
    "BALOCH": ("baloch", "baluch", "balouch", "بلوچ"),
    "BANGASH": ("bangash", "بنگش"),
    "BHATTI": ("bhatti", "bhati", "بھٹی"),
    "BHEEL": ("bheel", "bhil", "بھیل"),
    "BRAHUI": ("brahui", "brohi", "brahvi", "بروہی", "براہوی"),
    "BUGTI": ("bugti", "بگٹی"),
    "BUTT": ("butt", "بٹ"),
    "CHANDIO": ("chandio", "چانڈیو"),
    "CHAUDHRY": ("chaudhry", "chaudhary", "choudhry", "ch", "چوہدری", "چودھری"),
    "CHEEMA": ("cheema", "چیمہ"),
    "DHOBI": ("dhobi", "دھوبی"),
    "DOGAR": ("dogar", "ڈوگر"),
    "GAKHAR": ("gakhar", "gakkhar", "گکھڑ"),
    "GILL": ("gill", "گل"),
    "GHUMMAN": ("ghumman", "ghuman", "گھمن"),
    "GONDAL": ("gondal", "گوندل"),
    "GUJJAR": ("gujjar", "gujar", "goojar", "گجر", "گوجر"),
    "HAZARA": ("hazara", "ہزارہ"),
    "JANJUA": ("janjua", "janjuha", "جنجوعہ"),
    "JAT": ("jat", "jatt", "jutt", "جٹ", "جاٹ"),
    "JATOI": ("jatoi", "جتوئی"),
    "JULAHA": ("julaha", "جولاہا", "جولاہہ"),
    "KAKAR": ("kakar", "kakarr", "کاکڑ"),
    "KAMBOH": ("kamboh", "kamboj", "کمبوہ"),
    "KASHMIRI": ("kashmiri", "کشمیری"),
    "KHARAL": ("kharal", "کھرل"),
    "KHATTAK": ("khattak", "خٹک"),
    "KHOKHAR": ("khokhar", "کھوکھر"),
    "KHOSO": ("khoso", "khosa", "کھوسو", "کھوسہ"),
    "KOHLI": ("kohli", "kolhi", "کوہلی", "کولہی"),
    "KUMHAR": ("kumhar", "kumahar", "kumbhar", "کمہار"),
    "LABANA": ("labana", "لبانہ"),
    "LANGAH": ("langah", "لنگاہ"),
    "LANGRIAL": ("langrial", "لنگڑیال"),
    "LEGHARI": ("leghari", "laghari", "لغاری"),
    "LODHI": ("lodhi", "لودھی"),
    "LOHAR": ("lohar", "لوہار"),
    "MACHHI": ("machhi", "machi", "ماچھی"),
    "MALIK": ("malik", "ملک"),
    "MARRI": ("marri", "مری"),
    "MARWAT": ("marwat", "مروت"),
    "MAZARI": ("mazari", "مزاری"),
    "MEGHWAR": ("meghwar", "menghwar", "میگھواڑ", "میگھوار"),
    "MEHSUD": ("mehsud", "mahsud", "محسود"),
    "MEMON": ("memon", "میمن"),
    "MENGAL": ("mengal", "مینگل"),
    "MEO": ("meo", "mayo", "میو"),
    "MIRASI": ("mirasi", "میراثی", "مراثی"),
    "MOCHI": ("mochi", "موچی"),
    "MOHANA": ("mohana", "muhana", "موہانہ"),
    "MOHMAND": ("mohmand", "مہمند"),
    "MUGHAL": ("mughal", "mughul", "moghal", "مغل"),
    "MUSALLI": ("musalli", "muslim sheikh", "مصلی", "مسلم شیخ"),
    "NAI": ("nai", "نائی"),
    "NIAZI": ("niazi", "نیازی"),
    "ORAKZAI": ("orakzai", "اورکزئی"),
    "PASHTUN": ("pashtun", "pakhtun", "pukhtoon", "pathan", "پشتون", "پختون", "پٹھان"),
    "QASAI": ("qasai", "qassab", "قصائی", "قصاب"),
    "QURESHI": ("qureshi", "quraishi", "qureyshi", "قریشی"),
    "RAJPUT": ("rajput", "rajpoot", "راجپوت"),
    "RANA": ("rana", "رانا"),
    "RANJHA": ("ranjha", "رانجھا"),
    "RAO": ("rao", "راؤ"),
    "RIND": ("rind", "رند"),
    "SANDHU": ("sandhu", "سندھو"),
    "SATTI": ("satti", "ستی"),
    "SHEIKH": ("sheikh", "shaikh", "shaykh", "sh", "شیخ"),
    "SHINWARI": ("shinwari", "شنواری"),
    "SIAL": ("sial", "siyal", "سیال"),
    "SOOMRO": ("soomro", "sumro", "سومرو"),
    "SUDHAN": ("sudhan", "sudhozai", "سدھن", "سدوزئی"),
    "SWATI": ("swati", "سواتی"),
    "SYED": ("syed", "sayed", "sayyid", "sadaat", "سید", "سادات"),
    "TANOLI": ("tanoli", "تنولی"),
    "TARAR": ("tarar", "تارڑ"),
    "TAREEN": ("tareen", "tarin", "ترین"),
    "TARKHAN": ("tarkhan", "ترکھان"),
    "TELI": ("teli", "تیلی"),
    "TURI": ("turi", "طوری"),
    "VIRK": ("virk", "ورک"),
    "WARRAICH": ("warraich", "waraich", "وڑائچ"),
    "WATTOO": ("wattoo", "watto", "وٹو"),
    "WAZIR": ("wazir", "وزیر"),
    "YOUSAFZAI": ("yousafzai", "yusufzai", "yousufzai", "یوسفزئی"),
}  # fmt: skip
_CANONICAL: Final = {
    fold(spelling).text: canonical
    for canonical, spellings in _SPELLINGS.items()
    for spelling in spellings
}

_KNOWN: Final = alternation(spelling for spellings in _SPELLINGS.values() for spelling in spellings)
_LABEL: Final = alternation(
    (
        "caste", "cast", "sub caste", "qaum", "qoum", "qom", "quom", "biradari", "baradari",
        "biraderi", "bradri", "tribe", "zaat", "zat", "qabila", "qabeela", "clan", "قوم", "ذات",
        "برادری", "قبیلہ", "قبیلے",
    )
)  # fmt: skip
_WORD: Final = rf"[{LETTERS}][{LETTERS}'\-]{{1,24}}"
_NEXT_FIELD: Final = alternation(
    (
        "سکنہ", "ساکن", "پیشہ", "عمر", "بعمر", "شناختی", "مسلمان", "ذات", "مذہب", "حصہ", "رقبہ",
        "کھیوٹ", "sakna", "sakin", "resident", "r/o", "pesha", "umar", "aged", "hissa", "raqba",
        "khewat", "cnic", "nic",
    )
)  # fmt: skip
_NOTHING: Final = frozenset(
    {"nil", "na", "none", "null", "not", "unknown", "the", "is", "and", "ka", "ki", "ke", "ko",
     "se", "ne", "system"}
)  # fmt: skip


def compact(text: str) -> str:
    """Return one name for all listed spellings of a caste or tribe, in upper case.

    Raises ValidationError for a text without a letter.
    """
    folded = " ".join(fold(text).text.lower().strip(" \t\r\n'\".,;:=()-").split())
    if not any(map(str.isalpha, folded)):
        raise ValidationError("no word in it")
    return _CANONICAL.get(folded, folded.upper())


def validate(text: str) -> str:
    """Return the compact name if it is a listed caste or tribe.

    Raises ValidationError otherwise.
    """
    found = compact(text)
    if found not in _SPELLINGS:
        raise ValidationError("not a caste or tribe that is listed")
    return found


is_valid = accepted_by(validate)


def format(text: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact name; no authority prints it in one form."""
    return compact(text)


class PkCasteOrTribeRecognizer(PkRecognizer):
    """Finds a caste or tribe in its column and behind its label, nowhere else."""

    NAME_EN = "Caste, clan or tribe"
    NAME_UR = "ذات، قوم، برادری یا قبیلہ"
    ISSUER = "Nobody issues it"
    PROOF = ("context",)
    ENTITY = "CASTE_OR_TRIBE"
    PATTERNS = (
        Pattern(
            "listed behind its label",
            rf"{NOT_AFTER_LETTER}{_LABEL}{NOT_BEFORE_LETTER}[ \t]{{0,3}}[:=|\-]{{0,2}}"
            rf"[ \t]{{0,3}}(?P<value>{_KNOWN}){NOT_BEFORE_LETTER}",
            0.7,
        ),
        Pattern(
            "any word behind its label",
            rf"{NOT_AFTER_LETTER}{_LABEL}[\"']?[ \t]{{0,3}}[:=]-?[ \t]{{0,3}}[\"']?"
            rf"(?P<value>{_WORD})",
            0.6,
        ),
        Pattern(
            "line of a form",
            rf"(?<![^\n])[ \t]{{0,8}}{_LABEL}(?:[ \t]{{0,16}}[:=|\-]{{1,2}}[ \t]{{0,24}}|\t| {{2,24}})"
            rf"(?P<value>{_WORD}(?: {_WORD})?)[ \t]{{0,8}}(?![^\r\n])",
            0.6,
        ),
        Pattern(
            "between two fields",
            rf"{NOT_AFTER_LETTER}{_LABEL}[ \t]{{1,3}}(?P<value>{_WORD}(?:[ \t]{_WORD})?)"
            rf"[ \t,]{{1,3}}{_NEXT_FIELD}{NOT_BEFORE_LETTER}",
            0.6,
        ),
        Pattern(
            "before its label",
            rf"{NOT_AFTER_LETTER}(?P<value>{_KNOWN})[ \t]{{1,2}}"
            rf"(?:caste|qaum|biradari|baradari|bradri|tribe|qabila|قوم|برادری|قبیلہ|قبیلے){NOT_BEFORE_LETTER}",
            0.6,
        ),
    )
    CONTEXT = (
        "caste", "sub caste", "qaum", "qoum", "quom", "biradari", "baradari", "biraderi", "tribe", "zaat",
        "qabila", "qabeela", "قوم", "ذات", "برادری", "قبیلہ",
    )  # fmt: skip
    HEADERS = ("cast", "zat", "clan", "qom", "bradri", "casteid", "ethnicity", "ethnic group")
    NOT_HEADERS = ("certificate", "no", "number", "date", "count")
    WHOLE_CELL = True

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop words for nothing behind the label."""
        first = value.lower().split()[0]
        if pattern.name != "listed behind its label" and first in _NOTHING:
            return 0.0
        return pattern.score
