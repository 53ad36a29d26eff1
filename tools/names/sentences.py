"""Training sentences made by program: templates filled with names and addresses of nobody."""

# ruff: noqa: E501 - tables of words read better whole
from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from names.people import People

FOLDER = Path(__file__).parent / "templates"
SCRIPTS = ("english", "roman_urdu", "urdu")
LIKE_URDU = ("sindhi", "pashto")
"""Languages whose templates are filled with Urdu names and places."""
_SLOT = re.compile(r"\{(\w)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")

Labelled = list[tuple[str, str]]
"""Words with their labels: "B-PERSON", "I-ADDRESS", "O"; a word may hold several tokens."""

_TITLES = {
    "english": "Mr . |Mrs . |Ms . |Dr . |Prof . |Engr . |Mst . |Adv . |Justice|SI|ASI|Inspector|"
    "Constable|Capt . |Col . |Ch . |Senator|Minister|Sir|Madam|DSP|Advocate|Barrister|Maulana",
    "roman_urdu": "sir|madam|dr|ustad|haji|hafiz|maulana|master|inspector|sardar|peer|mistri",
    "urdu": "ڈاکٹر|پروفیسر|جناب|محترمہ|انجینئر|مولانا|وزیر|سینیٹر|ایس پی|انسپکٹر|کرنل|جسٹس|ماسٹر|رکن اسمبلی",
}
_ROADS = {
    "english": "Road|Road|Avenue|Chowk|Park|Stadium|Flyover|Underpass|Day|Hall",
    "roman_urdu": "road|road|chowk|park|stadium|pul|mor|phatak|bridge",
    "urdu": "روڈ|روڈ|چوک|پارک|اسٹیڈیم|پل|انڈر پاس|سڑک",
}
_FIRMS = {
    "english": "Traders|& Sons|Medical Store|Hospital|University|Public School|Library|Autos|"
    "Enterprises|Textile Mills|Bank|Foundation|College|Cloth House|Sweets|Trust|Mosque|Market|"
    "Bakery|Electronics|Airport|International Airport|Institute|Sweet House|Collection|Builders|Steel Works|Law College|General Store|Pharmacy|Kiryana Store|"
    "Marriage Hall|Medical University|Open University|Motors|Associates|Goods Transport|Jewellers|"
    "Industries|Rice Mills|Fabrics|Brothers|Corporation|Ltd|Hotel|Restaurant|Clinic|Academy",
    "roman_urdu": "traders|airport|institute|medical college|open university|bank|medical store|hospital|university|public school|autos|college|sweets|"
    "market|bakery|electronics|general store|kiryana store|marriage hall|cloth house|hotel|plaza",
    "urdu": "ٹریڈرز|ایئرپورٹ|انسٹیٹیوٹ|ہسپتال|یونیورسٹی|میڈیکل اسٹور|پبلک سکول|کالج|لائبریری|مسجد|ٹرسٹ|بینک|اینڈ سنز|"
    "مارکیٹ|بیکری|فاؤنڈیشن|موٹرز|جنرل اسٹور|شادی ہال|اکیڈمی|اوپن یونیورسٹی|میڈیکل کالج",
}
# After whom schools, hospitals and roads are called here.
_NAMESAKES = {
    "english": "Allama Iqbal|Quaid - e - Azam|Quaid e Azam|Jinnah|Fatima Jinnah|Liaquat Ali Khan|Sir Syed|Sir Ganga Ram|Benazir Bhutto|Shaheed Benazir|"
    "Zulfiqar Ali Bhutto|Bacha Khan|Abdul Wali Khan|Ayub|Sheikh Zayed|Shaukat Khanum|Lady Reading|Lady Aitchison|Nishtar|Ziauddin|Aga Khan|Shah Abdul Latif|"
    "Sachal Sarmast|Lal Shahbaz|Data Darbar|Shah Faisal|King Edward|Mir Chakar|Khushal Khan|Fatimah|Ghulam Ishaq Khan|Sultan Qaboos|Rashid Minhas|"
    "Raja Rashid|Chaudhry Pervaiz Elahi|Abdullah Haroon|Dow|Baqai|Hamdard|Iqra|Khwaja Fareed|Bahauddin Zakariya|Faiz Ahmed Faiz|Edhi|M . A . Jinnah|Tipu Sultan",
    "roman_urdu": "allama iqbal|quaid e azam|jinnah|fatima jinnah|liaquat ali khan|sir syed|ganga ram|benazir bhutto|shaheed benazir|zulfiqar ali bhutto|"
    "bacha khan|wali khan|ayub|sheikh zayed|shaukat khanum|lady reading|nishtar|ziauddin|agha khan|shah latif|sachal sarmast|data darbar|shah faisal|"
    "mir chakar|khushal khan|rashid minhas|abdullah haroon|hamdard|iqra|khwaja fareed|bahauddin zakariya|edhi|tipu sultan|m a jinnah",
    "urdu": "علامہ اقبال|قائد اعظم|جناح|فاطمہ جناح|لیاقت علی خان|سر سید|گنگا رام|بے نظیر بھٹو|شہید بے نظیر|ذوالفقار علی بھٹو|باچا خان|عبدالولی خان|ایوب|"
    "شیخ زید|شوکت خانم|لیڈی ریڈنگ|نشتر|ضیاء الدین|آغا خان|شاہ عبداللطیف|سچل سرمست|داتا دربار|شاہ فیصل|میر چاکر|خوشحال خان|راشد منہاس|عبداللہ ہارون|"
    "ہمدرد|اقرا|خواجہ فرید|بہاء الدین زکریا|ایدھی|ٹیپو سلطان|ایم اے جناح",
}


@dataclass
class Filler:
    """Stretches of words without names, by script, from the labelled corpora and by hand."""

    clauses: dict[str, list[list[str]]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)


def templates(script: str) -> list[str]:
    """Return the templates of a script."""
    lines = (FOLDER / f"{script}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def plain_templates(script: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the templates of a script that hold no name, and the words that fill their slots."""
    lines = templates(f"plain_{script}")
    slots = {line[1]: line[3:].split("|") for line in lines if line[0] == "@"}
    return [line for line in lines if line[0] != "@"], slots


def everyday_words() -> dict[str, list[str]]:
    """Return everyday_words.txt: Urdu words and phrases, and their Roman spellings."""
    pairs = [pair.partition("=") for line in templates("everyday_words") for pair in line.split()]
    return {
        urdu.replace("_", " "): [written.replace("_", " ") for written in roman.split("|")]
        for urdu, _, roman in pairs
    }


def plain_words() -> set[str]:
    """Return the words of everyday_words.txt and of the sentences without names.

    Slots h, g, x and those with a capital hold words that are also names.
    """
    lines = [
        line
        for script in SCRIPTS
        for line in templates(f"plain_{script}")
        if line[:2] not in {"@h", "@g", "@x"} and not (line[0] == "@" and line[1].isupper())
    ]
    text = " ".join(line[2:] if line[0] == "@" else _SLOT.sub(" ", line) for line in lines)
    pairs = everyday_words().items()
    text += " ".join(f" {urdu} {' '.join(roman)}" for urdu, roman in pairs)
    return {word for word in re.split(r"[^\w]|_", text) if len(word) > 1 and word.isalpha()}


def choose(chance: Random, template: str) -> str:
    """Take one of each [a|b]."""
    while found := _CHOICE.search(template):
        pick = chance.choice(found[1].split("|"))
        template = template[: found.start()] + pick + template[found.end() :]
    return template


def fill(chance: Random, template: str, script: str, people: People, filler: Filler) -> Labelled:
    """Return a template's words and labels."""
    done: Labelled = []
    # Escaped bars ("\\|") are bars in the text.
    for piece in choose(chance, template.replace("\\|", "\x00")).replace("\x00", "|").split():
        slot = _SLOT.search(piece)
        if slot is None:
            done.append(({"\\n": "\n", "\\t": "\t"}.get(piece, piece), "O"))
            continue
        before, behind = piece[: slot.start()], piece[slot.end() :]
        if before:
            done.append((before, "O"))
        done += _slot(chance, slot[1], script, people, filler)
        if behind:
            done.append((behind, "O"))
    return done


def _labelled(words: list[str], label: str) -> Labelled:
    return [(w, f"{'B' if n == 0 else 'I'}-{label}") for n, w in enumerate(words)]


def _number(chance: Random, kind: str) -> str:
    r = chance.randrange
    if kind == "p":
        number = f"03{r(0, 50):02}{r(10**6, 10**7)}"
        return chance.choice((number, f"{number[:4]}-{number[4:]}", "+92" + number[1:]))
    if kind == "c":
        return chance.choice((f"{r(10000, 99999)}-{r(10**6, 10**7)}-{r(1, 10)}", str(r(10**12, 10**13))))
    if kind == "t":
        return chance.choice(
            (f"{r(1, 29)}/{r(1, 13)}/20{r(10, 26)}", f"{r(1, 29)}-{r(1, 13):02}-20{r(10, 26)}",
             f"{r(1, 13)}/{r(1, 29)}/{r(10, 26)}")
        )  # fmt: skip
    return chance.choice((str(r(1, 99)), str(r(100, 9999)), f"{r(1, 999)},{r(100, 999)}"))


def _slot(
    chance: Random, name: str, script: str, people: People, filler: Filler
) -> Labelled:
    if name in "Nn":
        words = people.full(script) if name == "N" else people.short(script)
        return _labelled(words, "PERSON")
    if name == "A":
        return _labelled(people.address(script), "ADDRESS")
    if name == "L":
        return _labelled(people.place(script), "LOCATION")
    if name == "O":
        firm = [*_namesake(chance, script, people), *chance.choice(_FIRMS[script].split("|")).split()]
        if chance.random() < 0.15:
            firm = [*people.place(script), *chance.choice(_FIRMS[script].split("|")).split()]
        return _labelled(firm, "ORGANISATION")
    if name == "R":
        words = [*_namesake(chance, script, people), *chance.choice(_ROADS[script].split("|")).split()]
        return _labelled(words, "LOCATION")
    if name in "GS":
        return _labelled(people.area(script) if name == "G" else people.sector(script), "LOCATION")
    if name == "T":
        return [(word, "O") for word in chance.choice(_TITLES[script].split("|")).split()]
    if name == "q":
        return [(word, "O") for word in people.family(script)]
    if name == "w":
        return [(chance.choice(filler.words[script]), "O")]
    if name == "s":
        clause = chance.choice(filler.clauses[script])
        return [
            (_mistyped(chance, word, script, filler), "O")
            for word in clause[: chance.randrange(3, 10)]
        ]
    if name == "X":
        return [(part, "O") for part in _code(chance).split()]
    return [(_number(chance, name), "O")]


def _code(chance: Random) -> str:
    """Return what a record has behind a label and no person is: a code, a time, an amount."""
    r, of = chance.randrange, chance.choices
    upper = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return chance.choice(
        (
            str(r(10**3, 10**6)), str(r(10**3, 10**6)), str(r(10**7, 10**10)), str(r(10**9, 10**13)),
            str(r(10**12, 10**17)), "".join(of(upper, k=r(4, 7))), "".join(of(upper, k=r(2, 4))) + "-" + str(r(10**2, 10**6)),
            "".join(of(upper + "23456789", k=r(5, 11))), "".join(of("0123456789abcdef", k=r(8, 33))),
            "-".join("".join(of("0123456789abcdef", k=k)) for k in (8, 4, 4, 4, 12)),
            f"{r(0, 24):02}:{r(60):02}:{r(60):02}", f"{r(1, 13)}:{r(60):02} {chance.choice(('am', 'pm', ''))}",
            f"20{r(10, 27)}-{r(1, 13):02}-{r(1, 29):02}", f"{r(1, 29):02}-{r(1, 13):02}-20{r(10, 27)}", f"{r(100)}.{r(100):02}",
            f"{r(1, 100)}%", f"Rs {r(1, 999)},{r(100, 999)}", f"{r(1, 99)}/{r(2010, 2027)}", f"v{r(10)}.{r(30)}.{r(9)}",
            chance.choice(upper) + str(r(10**4, 10**8)), f"{r(1, 400)} kg", "-" + str(r(40, 120)),
        )
    )  # fmt: skip


def _namesake(chance: Random, script: str, people: People) -> list[str]:
    """Return whom a firm, a school or a road is named after: one name, or a person's whole."""
    if chance.random() < 0.25:
        return chance.choice(_NAMESAKES[script].split("|")).split()
    return people.full(script) if chance.random() < 0.35 else people.part(script)


def _mistyped(chance: Random, word: str, script: str, filler: Filler) -> str:
    """Return a word as people type it: a word that no list has need not be a name."""
    draw = chance.random()
    if script == "roman_urdu" and draw < 0.05:
        return chance.choice(filler.words["english"]).lower()
    if draw < (0.14 if script == "roman_urdu" else 0.04) and len(word) > 3 and word.isalpha():
        place = chance.randrange(1, len(word))
        return word[:place] + chance.choice(("", word[place] * 2)) + word[place + 1 :]
    return word


def recase(chance: Random, sentence: Labelled, script: str) -> Labelled:
    """Return the sentence in the case that people of this script often write in."""
    if script == "urdu":
        return sentence
    lower = 0.22 if script == "english" else 0.7
    draw = chance.random()
    if draw < lower:
        return [(word.lower(), label) for word, label in sentence]
    if draw < lower + 0.18:
        return [(word.upper(), label) for word, label in sentence]
    if draw < lower + 0.21:
        # Names typed small in a text that otherwise has capitals, and the other way round.
        return [
            (word.lower() if label.endswith("PERSON") else word, label) for word, label in sentence
        ]
    if draw < lower + 0.24:
        return [
            (word.lower() if label.endswith("ADDRESS") else word, label) for word, label in sentence
        ]
    return sentence


def make(chance: Random, script: str, count: int, people: People, filler: Filler) -> list[Labelled]:
    """Return `count` sentences of one script; each template is as likely as the others."""
    every = templates(script)
    made = []
    for _ in range(count):
        filled = "urdu" if script in LIKE_URDU else script
        sentence = fill(chance, chance.choice(every), filled, people, filler)
        if script == "english" and sentence and chance.random() < 0.5:
            sentence[0] = (sentence[0][0][:1].upper() + sentence[0][0][1:], sentence[0][1])
        made.append(recase(chance, sentence, filled))
    return made


def make_plain(
    chance: Random, script: str, count: int, people: People, filler: Filler
) -> list[Labelled]:
    """Return `count` sentences of one script in which nobody is named.

    A thing or a job stands where the other templates have a name: what stands behind "sir," or
    before a case marker need not be one.
    """
    every, slots = plain_templates(script)
    made = []
    for _ in range(count):
        template = _SLOT.sub(
            lambda slot: chance.choice(slots[slot[1]]) if slot[1] in slots else slot[0],
            chance.choice(every),
        )
        sentence = fill(chance, template, script, people, filler)
        if script == "english" and sentence and chance.random() < 0.5:
            sentence[0] = (sentence[0][0][:1].upper() + sentence[0][0][1:], sentence[0][1])
        made.append(recase(chance, sentence, script))
    return made
