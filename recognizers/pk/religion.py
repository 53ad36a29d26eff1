"""Religion, sect and school (مذہب، مسلک، فرقہ): what people are attacked for.

In a column of it the whole cell is one, whatever it holds. In text only what stands behind its
label ("religion: Islam", "مذہب: اسلام"), and the words for Ahmadis with context or beside
"jamaat" and "community": being named one puts a life at risk, and the words are also surnames and
insults. A religion's name alone is never found: "Muslim Town" is a place, "Islamia" a college.

Which words name a religion or sect comes from the census of Pakistan (Muslim, Christian, Hindu
(Jati), Qadiani/Ahmadi, Scheduled Castes, Sikh, Parsi, Others), and from the fields of public forms.

`compact` reads the spellings of one religion or sect in the three scripts as one; a word that is
not listed stands for itself.

Not found: a religion that a sentence only implies, places of worship, names that tell it.

Not known: spellings that no form lists; what a sentence means without naming it.

Sources: Pakistan Bureau of Statistics, Census 2017 and 2023, table 9; NADRA's registration form
(declaration of Muslims); spellings as commonly written.

>>> compact("مسلمان"), compact("Islam"), compact("ahl-e-tashi")
('ISLAM', 'ISLAM', 'SHIA')
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
    "ISLAM": ("islam", "muslim", "muslims", "musalman", "muslman", "اسلام", "مسلم", "مسلمان"),
    "CHRISTIAN": ("christian", "christianity", "isai", "esai", "eesai", "masihi", "maseehi",
                  "مسیحی", "مسیحیت", "عیسائی", "کرسچن"),
    "ROMAN CATHOLIC": ("roman catholic", "catholic", "کیتھولک", "رومن کیتھولک"),
    "PROTESTANT": ("protestant", "church of pakistan", "پروٹسٹنٹ"),
    "HINDU": ("hindu", "hinduism", "hindu jati", "hindu sc", "ہندو", "ہندو مت"),
    "SCHEDULED CASTE": ("scheduled caste", "scheduled castes", "dalit", "شیڈول کاسٹ", "دلت"),
    "SIKH": ("sikh", "sikhism", "سکھ"),
    "AHMADI": ("ahmadi", "ahmedi", "ahmadiyya", "ahmadiya", "ahmadia", "qadiani", "qadyani",
               "qadiyani", "mirzai", "mirzaee", "lahori ahmadi", "احمدی", "احمدیہ", "قادیانی",
               "مرزائی", "لاہوری احمدی"),
    "PARSI": ("parsi", "zoroastrian", "پارسی"),
    "BAHAI": ("bahai", "baha'i", "بہائی"),
    "BUDDHIST": ("buddhist", "buddhism", "بدھ مت", "بدھ"),
    "JEWISH": ("jew", "jewish", "yahoodi", "یہودی"),
    "KALASHA": ("kalash", "kalasha", "kailash", "کیلاش", "کالاش"),
    "ZIKRI": ("zikri", "ذکری"),
    "ATHEIST": ("atheist", "no religion", "dehria", "دہریہ", "ملحد"),
    "SUNNI": ("sunni", "ahle sunnat", "ahl e sunnat", "ahl-e-sunnat", "ahle sunnat wal jamaat",
              "hanafi", "سنی", "اہل سنت", "اہلسنت", "حنفی"),
    "SHIA": ("shia", "shiite", "shi'a", "shea", "ahle tashi", "ahl e tashi", "ahl-e-tashi",
             "ahle tashee", "jafri", "jaffri", "fiqa jafria", "fiqah jafria", "asna ashari",
             "شیعہ", "اہل تشیع", "جعفری", "فقہ جعفریہ", "اثنا عشری"),
    "DEOBANDI": ("deobandi", "dewbandi", "devbandi", "دیوبندی"),
    "BARELVI": ("barelvi", "brelvi", "bareilvi", "barelwi", "بریلوی"),
    "AHL-E-HADITH": ("ahl e hadith", "ahle hadith", "ahl-e-hadith", "ahle hadees", "ahl e hadees",
                     "ahl-e-hadees", "wahabi", "wahhabi", "salafi", "اہل حدیث", "اہلحدیث",
                     "وہابی", "سلفی"),
    "ISMAILI": ("ismaili", "agha khani", "aga khani", "aghakhani", "اسماعیلی", "آغا خانی"),
    "BOHRA": ("bohra", "bohri", "dawoodi bohra", "بوہرہ", "بوہری", "داؤدی بوہرہ"),
    "NURBAKHSHI": ("noorbakhshi", "nurbakhshi", "نوربخشی"),
}  # fmt: skip
_CANONICAL: Final = {
    " ".join(fold(spelling).text.lower().replace("-", " ").split()): canonical
    for canonical, spellings in _SPELLINGS.items()
    for spelling in spellings
}

_KNOWN: Final = alternation(spelling for spellings in _SPELLINGS.values() for spelling in spellings)
_THREATENED: Final = alternation(_SPELLINGS["AHMADI"])
_LABEL: Final = alternation(
    (
        "religion", "mazhab", "mazhub", "mzhab", "sect", "maslak", "firqa", "firqah", "fiqah",
        "fiqh", "faith", "مذہب", "مسلک", "فرقہ", "فقہ", "عقیدہ",
    )
)  # fmt: skip
_WORD: Final = rf"[{LETTERS}][{LETTERS}'\-]{{1,29}}"
_NOTHING: Final = frozenset(
    {"nil", "na", "none", "null", "not", "unknown", "the", "is", "and", "ka", "ki", "ke", "kya"}
)
_COMMUNITY: Final = r"(?:jamaat|jama'at|jamat|community|جماعت|کمیونٹی)"


def compact(text: str) -> str:
    """Return one name for all spellings of a religion or sect, in upper case.

    Raises ValidationError for a text without a letter.
    """
    folded = " ".join(fold(text).text.lower().replace("-", " ").strip(" \t\r\n'\".,;:=()").split())
    if not any(map(str.isalpha, folded)):
        raise ValidationError("no word in it")
    return _CANONICAL.get(folded, folded.upper())


def validate(text: str) -> str:
    """Return the compact name if it is a listed religion or sect.

    Raises ValidationError otherwise.
    """
    found = compact(text)
    if found not in _SPELLINGS:
        raise ValidationError("not a religion or sect that is listed")
    return found


is_valid = accepted_by(validate)


def format(text: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact name; no authority prints it in one form."""
    return compact(text)


class PkReligionRecognizer(PkRecognizer):
    """Finds a religion or sect in its column or behind its label; Ahmadis by context too."""

    NAME_EN = "Religion, sect or school"
    NAME_UR = "مذہب، مسلک یا فرقہ"
    ISSUER = "Nobody issues it; declared to NADRA and in forms"
    PROOF = ("context",)
    ENTITY = "RELIGION"
    PATTERNS = (
        Pattern(
            "behind its label",
            rf"{NOT_AFTER_LETTER}{_LABEL}{NOT_BEFORE_LETTER}[ \t]{{0,3}}"
            rf"(?:[:=|\-]{{0,2}}[ \t]{{0,3}}(?:is |hai )?)(?P<value>{_KNOWN}){NOT_BEFORE_LETTER}",
            0.7,
        ),
        Pattern(
            "any word behind its label",
            rf"{NOT_AFTER_LETTER}{_LABEL}[\"']?[ \t]{{0,3}}[:=]-?[ \t]{{0,3}}[\"']?"
            rf"(?P<value>{_WORD})",
            0.6,
        ),
        Pattern(
            "community",
            rf"{NOT_AFTER_LETTER}{_COMMUNITY}[ \-](?:e[ \-])?"
            rf"(?P<value>{_THREATENED}){NOT_BEFORE_LETTER}",
            0.6,
        ),
        Pattern(
            "of a community",
            rf"{NOT_AFTER_LETTER}(?P<value>{_THREATENED})[ \-](?:muslim[ \-])?"
            rf"{_COMMUNITY}{NOT_BEFORE_LETTER}",
            0.6,
        ),
        Pattern("threatened", rf"{NOT_AFTER_LETTER}{_THREATENED}{NOT_BEFORE_LETTER}", 0.3),
    )
    CONTEXT = (
        "religion", "religious", "mazhab", "mazhabi", "mazhub", "sect", "maslak", "firqa",
        "firqah", "faith", "aqeeda", "fiqah", "non muslim", "ghair muslim", "khatm e nabuwat",
        "khatme nabuwat", "religious minority", "gustakh", "blasphemy", "toheen", "murtad",
        "مذہب", "مذہبی", "مسلک", "فرقہ", "عقیدہ", "غیر مسلم",
        "ختم نبوت", "اقلیت", "گستاخ", "توہین", "مرتد", "فقہ",
    )  # fmt: skip
    HEADERS = ("relegion", "religon", "mazhab", "relig", "religionid", "religioncode", "minority")
    NOT_HEADERS = ("teacher", "subject", "marks", "education", "school", "date", "rate", "count")
    WHOLE_CELL = True

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop words for nothing behind the label."""
        if pattern.name == "any word behind its label" and value.lower() in _NOTHING:
            return 0.0
        return pattern.score
