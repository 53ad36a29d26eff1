"""Names and addresses of nobody, for training: parts of names.txt, and made-up ones.

A made-up name is drawn letter by letter from what letters follow each other in the list (a Markov
chain), so that the model learns where a name stands and how it sounds, not which ones there are.
"""

# ruff: noqa: E501 - tables of words read better whole
from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from recognizers.pk.name_features import name_pairs, place_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

# Share of name words that are made up.
MADE_UP = 0.42
_RESPELLED = 0.3
# Share of whole names made of words that towns are called after too.
_AS_PLACES = 0.05
# Share of addresses in Roman letters that are typed without "House No.", "Street" and their like.
_TYPED = 0.24

_SUBSTITUTIONS = tuple(
    pair.split(">")
    for pair in ["ee>i", "i>ee", "oo>u", "u>oo", "ai>ay", "aa>a", "a>aa", "z>zz", "ss>s", "q>k", "kh>k", "ah>a", "mm>m", "m>mm", "ou>o", "au>ao", "v>w", "w>v", "y>i", "sh>s", "dd>d", "tt>t", "l>ll", "ei>i", "eh>e", "e>i", "o>u", "ph>f", "ck>k", "zz>z"]
)
_FIRST_M = ["Muhammad", "Muhammad", "Muhammad", "Mohammad", "Mohd", "M.", "Syed", "Syed", "Malik", "Rana", "Mian", "Sardar", "Abdul", "Ghulam", "Mir", "Pir", "Khan", "Raja", "Sheikh", "Qazi", "Nawab", "Makhdoom", "Agha", "Mirza", "Md"]
_FIRST_M_UR = ["محمد", "محمد", "محمد", "سید", "ملک", "رانا", "میاں", "سردار", "غلام", "میر", "پیر", "خان", "راجہ", "شیخ", "قاضی", "نواب", "مخدوم", "آغا", "مرزا"]
_LAST_M = ["Ali", "Ali", "Ahmad", "Ahmed", "Hussain", "Hussain", "Khan", "Khan", "Shah", "Din", "Bakhsh", "Bux", "Iqbal", "Akhtar", "Nawaz", "Raza", "Hassan", "Abbas", "Mehmood", "Aslam", "Jan", "Gul", "Dad", "Masih", "Masih", "Gill", "Singh", "Kumar", "Lal", "Das", "Chand", "Rai", "Mal", "Zada", "Ullah", "Baloch", "Muhammad", "Yar", "Sher", "Butt"]
_LAST_M_UR = ["علی", "علی", "احمد", "حسین", "حسین", "خان", "خان", "شاہ", "دین", "بخش", "اقبال", "اختر", "نواز", "رضا", "حسن", "عباس", "محمود", "اسلم", "جان", "گل", "داد", "مسیح", "مسیح", "گل", "سنگھ", "کمار", "لال", "داس", "چند", "رائے", "زادہ", "بلوچ", "محمد", "یار"]
_LAST_F = ["Bibi", "Bibi", "Bibi", "Begum", "Begum", "Mai", "Khatoon", "Bano", "Kausar", "Akhtar", "Parveen", "Fatima", "Naz", "Gul", "Batool", "Kanwal", "Noor", "Sultana", "Shaheen", "Jan", "Devi", "Kumari", "Bai", "Kaur", "Masih", "Yasmeen", "Jabeen", "Nisa"]
_LAST_F_UR = ["بی_بی", "بی_بی", "بی_بی", "بیگم", "بیگم", "مائی", "خاتون", "بانو", "کوثر", "اختر", "پروین", "فاطمہ", "ناز", "گل", "بتول", "کنول", "نور", "سلطانہ", "شاہین", "جان", "دیوی", "کماری", "بائی", "کور", "مسیح", "یاسمین", "جبیں"]
_ENDINGS = ("ullah", "uddin", "ur Rehman", "ul Haq", "ul Hassan", "ul Islam", "un Nisa", "ud Din", "ur Rahman")
_ENDINGS_UR = ("اللہ", "الدین", "الرحمان", "الحق", "الحسن", "الاسلام", "النساء")
# Before a name, and part of it: none tells who somebody is, all tell that somebody is meant.
_BEFORE = ["Seth", "Lala", "Munshi", "Mai", "Mai", "Mai", "Bibi", "Baba", "Jam", "Arbab", "Malak", "Sufi", "Khawaja", "Chaudhry", "Haji", "Hafiz", "Qari", "Mian", "Begum", "Makhdoom", "Kh.", "Ch.", "Sheikh", "Hakeem", "Nawabzada", "Hajiani"]
_BEFORE_UR = ["سیٹھ", "لالا", "منشی", "مائی", "مائی", "مائی", "بی_بی", "بابا", "جام", "ارباب", "صوفی", "خواجہ", "حاجی", "حافظ", "قاری", "میاں", "بیگم", "مخدوم", "شیخ", "حکیم", "نوابزادہ"]
_LETTERS_UR = ["اے", "بی", "سی", "ڈی", "ای", "ایف", "جی", "ایچ", "آئی", "جے", "ایل", "ایم", "ایم", "ایم", "این", "او", "پی", "کیو", "آر", "ایس", "ایس", "ٹی", "یو", "وی", "ڈبلیو", "زیڈ"]
# What a scanner reads for a letter.
_MISREAD = (("l", "1"), ("i", "1"), ("o", "0"), ("m", "rn"), ("q", "g"), ("I", "l"), ("S", "5"), ("B", "8"), ("e", "c"), ("h", "b"), ("a", "o"))
_AREAS = ("town", "Town", "Town", "colony", "Colony", "nagar", "park", "bagh", "garden", "city", "scheme", "society", "goth", "basti", "mohalla", "bazar", "cantt", "chowk", "abad", "extension", "villas", "housing scheme")
_AREAS_UR = "ٹاؤن|ٹاؤن|کالونی|کالونی|نگر|پارک|باغ|گارڈن|سوسائٹی|بستی|محلہ|بازار|کینٹ|چوک|آباد|ہاؤسنگ سکیم"
_BUILDINGS = ("heights", "Heights", "plaza", "Plaza", "arcade", "Arcade", "centre", "Center", "tower", "Towers", "apartments", "Apartment", "residency", "square", "mall", "market", "mansion", "complex", "pride", "terrace", "chambers", "view", "flats")
_ABDUL = ("Abdul", "Abdul", "Abdur", "Abdus", "Abdu")


class Chain:
    """A Markov chain of letters."""

    def __init__(self, words: Iterable[str], order: int) -> None:
        """Learn from words."""
        self._order = order
        self._next: dict[str, list[str]] = defaultdict(list)
        for word in words:
            padded = "^" * order + word + "$"
            for place in range(order, len(padded)):
                self._next[padded[place - order : place]].append(padded[place])

    def draw(self, chance: Random) -> str:
        """Return a made-up word of 3 to 11 letters."""
        while True:
            word = "^" * self._order
            while word[-1] != "$" and len(word) < self._order + 12:
                word += chance.choice(self._next[word[-self._order :]])
            word = word[self._order :].rstrip("$")
            if 3 <= len(word) <= 11:
                return word


class People:
    """Draws names, places and addresses."""

    def __init__(self, chance: Random) -> None:
        """Prepare the pools; `chance` makes all draws, so one seed gives one series."""
        self.chance = chance
        pairs = name_pairs()
        self._pairs = {section: list(pairs[section]) for section in "MFS"}
        self._chains = {
            (section, side): Chain(
                (
                    word.lower()
                    for pair in pairs[section]
                    for word in pair[side].split()
                    if len(word) > 2
                ),
                3 if side == 0 else 2,
            )
            for section in "MFS"
            for side in (0, 1)
        }
        self._places = [pair for pair in place_pairs() if len(pair[0]) > 2]
        self._places_urdu = [pair for pair in self._places if pair[1]]
        self._in_places = {side: self._shared_with_places(side) for side in (0, 1)}

    def _shared_with_places(self, side: int) -> list[str]:
        """Return the names that are also words of places: Faisal (Shah Faisal), Saifullah, Yar."""
        of_places = {word for pair in self._places for word in pair[side].split() if len(word) > 2}
        names = dict.fromkeys(
            name for section in "MFS" for pair in self._pairs[section]
            if (name := pair[side]) in of_places
        )  # fmt: skip
        return list(names)

    # -- names

    def _part(self, section: str, script: str) -> list[str]:
        side = 1 if script == "urdu" else 0
        if self.chance.random() < MADE_UP:
            word = self._chains[section, side].draw(self.chance)
            return [word if side else word.title()]
        written = self.chance.choice(self._pairs[section])[side]
        if side == 0 and self.chance.random() < _RESPELLED:
            written = self._respelled(written)
        return written.split()

    def _respelled(self, word: str) -> str:
        old, new = self.chance.choice(_SUBSTITUTIONS)
        place = word.lower().find(old, 1)
        if place < 1 or len(word) < 4:
            return word
        return word[:place] + new + word[place + len(old) :]

    def part(self, script: str) -> list[str]:
        """Return a given or family name, as firms and roads are named after."""
        return self._part(self.chance.choice("MMFS"), script)

    def family(self, script: str) -> list[str]:
        """Return a caste's or tribe's name."""
        return self._part("S", script)

    def short(self, script: str) -> list[str]:
        """Return what people call each other: mostly one word."""
        draw = self.chance.random()
        if draw < 0.72:
            return self._part(self.chance.choice("MF"), script)
        if draw < 0.8:
            return self._compound(script)
        return self.full(script)

    def _compound(self, script: str) -> list[str]:
        base = self._part("M", script)[0]
        if script == "urdu":
            if self.chance.random() < 0.5:
                divine = self._part("M", script)[0]
                return [f"عبدال{divine}"] if self.chance.random() < 0.6 else ["عبد", f"ال{divine}"]
            ending = self.chance.choice(_ENDINGS_UR)
            return [base + ending] if self.chance.random() < 0.4 else [base, ending]
        if self.chance.random() < 0.5:
            first = self.chance.choice(_ABDUL)
            return [first, base] if self.chance.random() < 0.7 else [first + base.lower()]
        ending = self.chance.choice(_ENDINGS)
        if " " not in ending:
            return [base + ending] if self.chance.random() < 0.6 else [base, ending.title()]
        return [base, *ending.split()]

    def full(self, script: str) -> list[str]:
        """Return a whole name, in the ways names are put together here."""
        chance, urdu = self.chance, script == "urdu"
        words: list[str] = []
        if chance.random() < _AS_PLACES:
            return [word for name in self._like_places(script) for word in name.split()]
        if chance.random() < 0.62:
            if chance.random() < 0.3:
                words += chance.choice(_FIRST_M_UR if urdu else _FIRST_M).split("_")
            words += self._compound(script) if chance.random() < 0.12 else self._part("M", script)
            draw = chance.random()
            if draw < 0.35:
                words += chance.choice(_LAST_M_UR if urdu else _LAST_M).split("_")
            elif draw < 0.6:
                words += self._part("M", script)
            if chance.random() < (0.4 if len(words) > 1 else 0.75):
                words += self._part("S", script)
        else:
            if chance.random() < 0.08:
                words += ["سیدہ" if urdu else "Syeda"]
            words += self._part("F", script)
            draw = chance.random()
            if draw < 0.55:
                words += chance.choice(_LAST_F_UR if urdu else _LAST_F).split("_")
            elif draw < 0.75:
                words += self._part("M", script)
            elif draw < 0.92:
                words += self._part("S", script)
        if chance.random() < 0.05:
            words = self._with_initials(words, urdu=urdu)
        elif chance.random() < 0.05:
            words = chance.choice(_BEFORE_UR if urdu else _BEFORE).split("_") + words
        elif not urdu and chance.random() < 0.02:
            words = [self._misread(word) for word in words]
        return [piece for word in words for piece in _dotted(word)]

    def _like_places(self, script: str) -> list[str]:
        """Return a name of words that towns are called after too, in any order: "Faisal Shah"."""
        chance, side = self.chance, 1 if script == "urdu" else 0
        first = chance.choice(self._in_places[side])
        others = (
            self._in_places[side], self._in_places[side],
            [pair[side] for pair in self._pairs["M"]],
            [word.replace("_", " ") for word in (_LAST_M_UR, _LAST_M)[1 - side]],
        )  # fmt: skip
        words = [first, chance.choice(chance.choice(others))]
        if chance.random() < 0.2:
            words.insert(1, chance.choice(chance.choice(others)))
        if chance.random() < 0.4:
            words.reverse()
        return words

    def _with_initials(self, words: list[str], *, urdu: bool) -> list[str]:
        """Return a name with its first words, or its last one, as initials: "A. Q. Khan"."""
        chance = self.chance
        if urdu:
            letters = chance.sample(_LETTERS_UR, chance.choice((1, 2, 2)))
            return [*letters, words[-1]]
        mark = chance.choice((".", ".", ".", ""))
        if len(words) > 1 and chance.random() < 0.25:
            return [*words[:-1], words[-1][0] + mark]
        count = chance.choice((1, 1, 2, 2, 3))
        letters = [chance.choice("MSAAGHKNRZBFIJTWUQ") + mark for _ in range(count)]
        return [*letters, words[-1]]

    def _misread(self, word: str) -> str:
        """Return a word as a scanner may read it."""
        read, seen = self.chance.choice(_MISREAD)
        return word.replace(read, seen, 1)

    # -- places

    def place(self, script: str) -> list[str]:
        """Return a city, town or quarter; sometimes one that no list has."""
        chance = self.chance
        if chance.random() < 0.15:
            return self._made_up_place(script)
        if script == "urdu":
            return chance.choice(self._places_urdu)[1].split()
        return chance.choice(self._places)[0].split()

    def _made_up_place(self, script: str) -> list[str]:
        chance, part = self.chance, self.part(script)
        if script == "urdu":
            return chance.choice(
                ([*part, "آباد"], [*part, "پور"], [*part, "پورہ"], ["کوٹ", *part], ["چک", *part],
                 [*part, "گڑھ"], [*part, "نگر"], ["ٹنڈو", *part], [*part, "والا"])
            )  # fmt: skip
        joined = part[-1] + chance.choice(("abad", "pur", "pura", "kot", "garh", "nagar", "wala", "wali"))
        return chance.choice(
            ([joined], [joined], ["Kot", *part], ["Tando", *part], [*part, "Nagar"], [*part, "Abad"],
             ["Pind", *part], ["Mian", *part], [*part, "Khel"])
        )  # fmt: skip

    def area(self, script: str) -> list[str]:
        """Return a quarter of a city, where thousands live: no address by itself."""
        part, chance = self.part(script), self.chance
        if script == "urdu":
            return [*part, *chance.choice(_AREAS_UR.split("|")).split()]
        kind = chance.choice(_AREAS)
        return [*part, *(kind if script == "roman_urdu" else kind.title()).split()]

    def sector(self, script: str) -> list[str]:
        """Return a sector, a block or a phase and nothing else."""
        chance, n = self.chance, self._n
        if script == "urdu":
            letter = chance.choice(("ای", "ایف", "جی", "ایچ", "آئی"))
            return chance.choice(
                (["سیکٹر", letter, n(5, 17)], ["سیکٹر", n(1, 16)], ["بلاک", n(1, 20)], ["فیز", n(1, 9)],
                 ["بلاک", chance.choice(("اے", "بی", "سی", "ڈی"))], [letter, n(5, 17), "مرکز"])
            )  # fmt: skip
        letter = chance.choice("DEFGHI") + "-" + n(5, 17)
        return chance.choice(
            (["Sector", letter], ["Sector", letter + "/" + n(1, 4)], ["Sector", n(1, 16)], [letter], [letter + "/" + n(1, 4)],
             [letter, "Markaz"], ["Block", n(1, 20)], ["Block", chance.choice("ABCDEFGHJK")], ["Phase", n(1, 9)],
             ["Sector", ":", letter], [letter, *self.place(script)], ["Ward", n(1, 30)])
        )  # fmt: skip

    # -- addresses

    def address(self, script: str) -> list[str]:
        """Return an address, from a house to a village, with or without its city."""
        words = self._address_urdu() if script == "urdu" else self._address_latin(script)
        commas = self.chance.random()
        mark = "،" if script == "urdu" else ","
        out: list[str] = []
        for piece in words:
            if out and commas < 0.5 and (commas < 0.3 or self.chance.random() < 0.6):
                out.append(mark)
            out += piece
        return out

    def _n(self, low: int, high: int) -> str:
        return str(self.chance.randrange(low, high + 1))

    def _quarter(self, script: str) -> list[str]:
        chance, part = self.chance, self.part(script)
        if script == "urdu":
            return chance.choice(
                (["محلہ", *part, "آباد"], ["محلہ", *part, "پورہ"], ["محلہ", *part], ["محلہ", *part],
                 [*part, "کالونی"], [*part, "ٹاؤن"], [*part, "نگر"], [*part, "پارک"], [*part, "گارڈن"],
                 ["گلشن", *part], self.place(script), self.place(script), ["بلاک", self._n(1, 20)],
                 ["بلاک", chance.choice(["اے", "بی", "سی", "ڈی", "ایف", "جی", "ایچ", "کے"])], ["سیکٹر", self._n(1, 16)],
                 ["ڈیفنس", "فیز", self._n(1, 8)], [*part, "اسکوائر"], [*part, "اپارٹمنٹ"],
                 ["اندرون", *part, "گیٹ"], [*part, "سوسائٹی"], ["بحریہ", "ٹاؤن", "فیز", self._n(1, 8)])
            )  # fmt: skip
        return chance.choice(
            (["Mohalla", *part], ["Mohallah", *part, "Abad"], ["Moh", ".", *part, "pura"],
             ["Muhalla", part[-1] + "pura"], [*part, "Colony"], [*part, "Town"], [*part, "Nagar"],
             [*part, "Park"], [*part, "Garden"], ["Gulshan", "-", "e", "-", *part], ["Gulshan", "e", *part],
             self.place(script), self.place(script), ["Block", self._n(1, 20)],
             ["Block", chance.choice("ABCDEFGHJK")], ["Block", self._n(1, 20), "-", chance.choice("ABCD")],
             ["Sector", chance.choice("EFGHI") + "-" + self._n(5, 17)],
             [chance.choice("EFGHI") + "-" + self._n(5, 17) + "/" + self._n(1, 4)],
             ["Sector", self._n(1, 50), "-", chance.choice("ABCD")], ["DHA", "Phase", self._n(1, 9)],
             ["Phase", chance.choice(["1", "2", "3", "4", "5", "6", "7", "8", "II", "IV", "V", "VI", "VIII"]), ",", "DHA"],
             ["Bahria", "Town", "Phase", self._n(1, 8)], [*part, "Square"], [*part, "Apartments"],
             ["Askari", self._n(1, 14)], ["Khayaban", "-", "e", "-", *part], ["Khayaban", "e", *part],
             [*part, "Housing", "Society"], [*part, "Heights"], ["Scheme", "No", self._n(1, 40)],
             ["Ward", "No", self._n(1, 20)], [*part, "Villas"], [*part, "Arcade"], ["Nai", "Abadi", *part],
             ["Inside", *part, "Gate"], ["UC", self._n(1, 60), *part])
        )  # fmt: skip

    def _near(self, script: str) -> list[str]:
        chance, part = self.chance, self.part(script)
        if script == "urdu":
            return [*chance.choice(("نزد", "نزد", "نزد", "قریب", "بالمقابل", "عقب", "متصل")).split(), *chance.choice(
                (["جامع", "مسجد", *part], ["سرکاری", "سکول"], ["ریلوے", "پھاٹک"], [*part, "ہسپتال"],
                 [*part, "چوک"], ["لاری", "اڈا"], ["بائی", "پاس"], [*part, "پمپ"], ["مدینہ", "مسجد"],
                 ["سبزی", "منڈی"], ["نہر", "پل"], ["قبرستان"], [*part, "میڈیکل", "اسٹور"],
                 ["پانی", "کی", "ٹینکی"], ["پرانی", "چونگی"], ["گرلز", "کالج"], ["بنیادی", "مرکز", "صحت"], ["واپڈا", "آفس"],
                 ["امام", "بارگاہ", *part], ["برف", "خانہ"], ["پیٹرول", "پمپ"], ["ٹیوب", "ویل"], ["نہر", "کا", "ریسٹ", "ہاؤس"], ["دربار", *part])
            )]  # fmt: skip
        word = chance.choice(("near", "Near", "opp", "Opposite", "nazd", "behind", "ke paas", "adjacent"))
        return [*word.split(), *chance.choice(
            (["Masjid", *part], ["Jamia", "Masjid"], ["Govt", "School"], ["PSO", "Pump"], [*part, "Hospital"],
             ["Railway", "Phatak"], [*part, "Chowk"], ["Lari", "Adda"], ["Bypass"], ["Civil", "Hospital"],
             ["Madina", "Masjid"], ["Sabzi", "Mandi"], ["Canal", "Bridge"], [*part, "Medical", "Store"],
             ["Girls", "School"], ["Post", "Office"], ["Graveyard"], ["UBL", "Bank"], ["main", "road"],
             ["water", "tank"], ["old", "canal", "rest", "house"], ["the", "canal", "bank"], ["girls", "college"], ["BHU"],
             ["WAPDA", "Office"], ["Imam", "Bargah", *part], ["ice", "factory"], ["petrol", "pump"], ["tube", "well"],
             ["Darbar", *part], ["old", "octroi"], ["Grid", "Station"], ["Eidgah"], ["fire", "station"], [*part, "Marriage", "Hall"])
        )]  # fmt: skip

    def _typed(self, script: str) -> list[list[str]]:
        """Return an address as people type it in a message: a number, an area, what is near."""
        chance, n, part = self.chance, self._n, self.part(script)
        other = self.part(script)
        roman = script == "roman_urdu"
        letter = chance.choice("ABCDEFGHJKLMNR")
        area = [*part, chance.choice(_AREAS)]
        door = chance.choice(
            ([n(1, 300) + letter.lower()], [n(1, 300) + "-" + letter], [n(1, 99), letter], [n(1, 400)],
             [letter + "-" + n(1, 300)], [letter + "/" + n(1, 60)], [n(1, 90) + "/" + n(1, 12) + chance.choice(("", "-" + letter))],
             ["flat", n(1, 12) + letter.lower()], ["flat", n(1, 60)], ["shop", n(1, 80)], ["h", "no", n(1, 400)], ["hno", n(1, 400)],
             ["kothi", n(1, 300)], ["qtr", n(1, 99) + "-" + letter], ["bungalow", n(1, 200)], ["plot", n(1, 300) + letter.lower()],
             ["house", n(1, 900)], ["makan", n(1, 900)])
        )  # fmt: skip
        building = [*part, chance.choice(_BUILDINGS)]
        floor = chance.choice(
            (["ground", "floor"], ["first", "floor"], [n(1, 9) + "th", "floor"], ["2nd", "floor"], ["basement"], ["mezzanine"],
             ["upper", "portion"], ["lower", "portion"], ["oper", "wala", "portion"], ["room", n(1, 30)])
        )  # fmt: skip
        sector = chance.choice(
            (["sec", n(1, 16)], ["sector", n(1, 20) + letter], ["sector", n(1, 12), "-", letter, "/", n(1, 4)], ["block", n(1, 20)],
             ["block", letter], [letter.lower(), "block"], [letter, "Block"], ["ph", n(1, 8)], ["phase", n(1, 9)], ["ext"],
             [chance.choice("DEFGHI") + "-" + n(5, 17)], [chance.choice("DEFGHI") + n(5, 17) + "/" + n(1, 4)],
             [chance.choice("DEFGHI") + " - " + n(5, 17) + " / " + n(1, 4)], [chance.choice("FGI") + "-" + n(5, 15), "Markaz"],
             ["street", n(1, 60)], ["st", n(1, 60)], ["gali", n(1, 20)], ["lane", n(1, 12)], ["no", n(1, 6)])
        )  # fmt: skip
        stop = chance.choice(
            ([*part, "stop"], ["stop", "no", n(1, 9)], [*part, "mor"], ["adda", *part], ["pul", *part], [*part, "phatak"],
             ["km", n(1, 60), ",", *other, "road"], [*other, "road", ",", n(1, 40), "km"], ["GT", "road"], [*other, "highway"],
             ["bypass", *other, "road"], ["pump", "no", n(1, 4)], ["gate", "no", n(1, 5)])
        )  # fmt: skip
        rural = chance.choice(
            (["chak", n(1, 600)], ["chak", n(1, 99), *part], ["chak", n(1, 150) + chance.choice(("gb", "rb", "jb", "nb", "sb", "eb", "wb", "p", "-r", "-l", "/10-r", "/4-l", "/15-l"))],
             ["goth", *part, *other], ["killi", *part], ["kili", *part, *other], ["killi", *part, *self.family(script)],
             ["basti", *part, *chance.choice(([], ["wali"], ["wala"]))], ["dera", *part, *other], ["dhoke", *part], ["village", *part],
             ["gaon", *part, *chance.choice((["bala"], ["payan"], ["kalan"], ["khurd"], []))], [*part, chance.choice(("bala", "payan", "kalan", "khurd", "miani", "banda", "kili"))],
             ["mauza", *part], ["deh", n(1, 200), *part], ["tibba", *part], ["kot", *part], ["chah", *part, "wala"], ["bhatta", *part],
             ["upper", *part], ["lower", *part], [*part, "valley"], ["mohalla", *part, *self.family(script)])
        )  # fmt: skip
        near = self._near(script)
        if roman and chance.random() < 0.6:
            near = self._near_roman()
        city = self.place(script)
        main = ["main", *other, chance.choice(("road", "bazar", "boulevard", "chowk"))] if roman else ["main", *other, chance.choice((*_AREAS, "road", "boulevard"))]
        out = chance.choice(
            ([door, area], [door, area], [door, sector, area], [door, area, sector], [area, sector], [area, sector, city],
             [door, sector, city], [door, building, area], [door, building, near], [building, floor, area],
             [floor, building, [*other, "road"]], [floor, building, sector], [main, area], [main, sector, area], [main, city],
             [near, area], [near, area, city], [near, city], [area, near], [stop, sector, area], [stop, area], [stop, city],
             [rural], [rural, city], [rural, near], [rural, near, city], [rural, ["teh", *city]], [rural, ["po", *self.place(script)], city],
             [area, stop], [sector, area], [door, [*other, "colony"], city], [sector, self.place(script), city],
             [self.place(script), self.place(script), city], [[*part, "house"], area, city], [door, city], [door, sector, city])
        )  # fmt: skip
        if len(out) < 3 and chance.random() < 0.35 and out[-1] is not city:
            out = [*out, city]
        return out

    def _near_roman(self) -> list[str]:
        """Return a landmark with the word behind it, as Urdu has it: "masjid ke samne"."""
        chance, part = self.chance, self.part("roman_urdu")
        thing = chance.choice(
            ([*part, "masjid"], ["jamia", "masjid"], ["primary", "school"], ["girls", "school"], ["bijli", "ghar"], ["atta", "chakki"],
             [*part, "store"], [*part, "bakery"], [*part, "hospital"], ["thane"], ["dakkhane"], ["railway", "phatak"], ["lari", "adde"],
             ["pani", "ki", "tanki"], ["sabzi", "mandi"], ["qabristan"], ["imam", "bargah"], ["petrol", "pump"], [*part, "chowk"],
             ["bari", "nehar"], ["purane", "pul"], ["flour", "mill"], ["bank"], [*part, "darbar"], ["mandir"], ["girja", "ghar"])
        )  # fmt: skip
        behind = chance.choice(
            ("ke samne", "k samne", "ke peeche", "k peeche", "ke sath", "k sath", "ke paas", "k pas", "ke qareeb", "wali gali", "ke upar", "se agay")
        )  # fmt: skip
        return [*thing, *behind.split()]

    def _address_latin(self, script: str) -> list[list[str]]:
        chance, n = self.chance, self._n
        if chance.random() < _TYPED:
            return self._typed(script)
        kind = chance.random()
        if chance.random() < 0.04:
            box = [chance.choice(("P.O.", "P.O", "PO", "P. O.", "Post")), "Box", *chance.choice(([], ["No"], ["#"])), n(1, 9999)]
            return [box, *([["GPO"]] if chance.random() < 0.4 else []), self.place(script)]
        roman = script == "roman_urdu" and chance.random() < 0.6
        out: list[list[str]] = []
        if kind < 0.52:
            if chance.random() < 0.85:
                house = n(1, 999)
                out.append(chance.choice(
                    (["House", "No", ".", house], ["H", "#", house], ["House", "#", house], ["H.No", house],
                     ["House", house], ["H", house], ["Flat", "No", n(1, 40)], ["Flat", chance.choice("ABCDE") + "-" + n(1, 40)],
                     ["Plot", n(1, 300) + chance.choice(("", "-A", "-C"))], ["Makan", "No", house],
                     ["Shop", "#", n(1, 80)], ["Shop", "No", ".", n(1, 80)], ["Suite", n(1, 30)],
                     [n(1, 300) + "-" + chance.choice("ABCDEJ")], [n(1, 300), chance.choice("ABCDE")], [n(1, 400)],
                     ["Apartment", n(1, 60)], ["Quarter", "No", n(1, 99)], ["Office", "No", n(1, 40)],
                     ["House", n(1, 300) + "/" + n(1, 30)], ["H", ".", "NO", house], ["Portion", n(1, 3)],
                     ["Room", n(1, 40), ",", "Hostel", n(1, 12)], [n(1, 5) + chance.choice(("st", "nd", "rd")), "Floor", ",", *self.part(script), "Plaza"])
                ) if not roman else chance.choice(
                    (["makan", "number", house], ["makan", "no", house], ["ghar", "number", house], ["house", house],
                     ["dukan", "number", n(1, 80)], ["flat", n(1, 40)], ["plot", "number", n(1, 300)], ["makan", house])
                ))  # fmt: skip
            if chance.random() < 0.75:
                out.append(chance.choice(
                    (["Street", "No", ".", n(1, 60)], ["St", "#", n(1, 40)], ["Gali", "No", n(1, 20)],
                     ["Street", n(1, 40)], ["Lane", n(1, 12)], ["Main", "Road"], ["ST", n(1, 40)],
                     ["Gali", *self.part(script), "Wali"], [*self.part(script), "Road"], [*self.part(script), "Street"],
                     ["Main", *self.part(script), "Road"], ["Main", "Boulevard"], [n(1, 30) + "th", "Street"])
                ) if not roman else chance.choice(
                    (["gali", "number", n(1, 30)], ["gali", "no", n(1, 30)], ["street", n(1, 30)], ["gali", n(1, 30)],
                     ["gali", *self.part(script), "wali"], [*self.part(script), "road"])
                ))  # fmt: skip
            if chance.random() < 0.85 or len(out) < 1:
                out.append(self._quarter(script))
            if chance.random() < 0.25:
                out.append(self._quarter(script))
            if chance.random() < 0.15:
                out.append(self._near(script))
            if chance.random() < 0.7 or len(out) < 2:
                out.append(self.place(script))
            if chance.random() < 0.1:
                out.append([n(10000, 99999)])
        elif kind < 0.8:
            head = chance.choice(
                ("Village", "Vill", "Mauza", "Mouza", "Goth", "Dhok", "Dhoke", "Killi", "Basti", "VPO", "P/O",
                 "Chak", "Chak No", "Chak", "Gaon", "Deh", "Pind", "Dera", "Kot", "Haveli", "Moza")
            )  # fmt: skip
            if head.startswith("Chak"):
                branch = chance.choice(("/GB", "/RB", "/EB", "-L", "/P", "/WB", "/JB", " GB", " RB", " SB", " NB", "/9-L", " ML", " TDA", ""))
                out.append([*head.split(), *(n(1, 600) + branch).split()])
            else:
                out.append([head, *(self.part(script) + (self.family(script) if chance.random() < 0.5 else []))])
            if chance.random() < 0.4:
                out.append([*chance.choice(("Post Office", "P.O", "PO", "Dak Khana", "P . O .")).split(),
                            *chance.choice((["Khas"], self.place(script), self.place(script)))])
            if chance.random() < 0.25:
                out.append(self._near(script))
            if chance.random() < 0.6:
                out.append([*chance.choice(("Tehsil", "Teh", "Teh .", "Taluka", "Tehsil &", "Tehsil o")).split(), *self.place(script)])
            if chance.random() < 0.65:
                out.append([*chance.choice(("District", "Distt", "Dist", "Zila", "Distt .")).split(), *self.place(script)])
            elif chance.random() < 0.6 or len(out) < 2:
                out.append(self.place(script))
        else:
            out.append(self._quarter(script))
            if chance.random() < 0.35:
                out.append(self._quarter(script))
            if chance.random() < 0.45:
                out.append(self._near(script))
            if chance.random() < 0.8 or len(out) < 2:
                out.append(self.place(script))
        return out

    def _address_urdu(self) -> list[list[str]]:
        chance, n, script = self.chance, self._n, "urdu"
        kind = chance.random()
        out: list[list[str]] = []
        if kind < 0.52:
            if chance.random() < 0.85:
                out.append(chance.choice(
                    (["مکان", "نمبر", n(1, 900)], ["مکان", n(1, 900)], ["فلیٹ", "نمبر", n(1, 40)], ["دکان", "نمبر", n(1, 90)],
                     ["پلاٹ", "نمبر", n(1, 300)], ["کوٹھی", "نمبر", n(1, 200)], ["کوارٹر", "نمبر", n(1, 99)],
                     [n(1, 300), chance.choice(["اے", "بی", "سی", "ڈی", "ایچ"])], ["مکان", "نمبر", n(1, 300) + "/" + n(1, 30)],
                     ["فلیٹ", chance.choice(["اے", "بی", "سی", "ڈی"]), n(1, 30)], ["کمرہ", "نمبر", n(1, 60), "ہاسٹل", n(1, 9)],
                     [chance.choice(["پہلی", "دوسری", "تیسری"]), "منزل", *self.part(script), "پلازہ"], ["پورشن", n(1, 3)],
                     ["آفس", "نمبر", n(1, 30)], ["ایچ", "نمبر", n(1, 300)])
                ))  # fmt: skip
            if chance.random() < 0.75:
                out.append(chance.choice(
                    (["گلی", "نمبر", n(1, 40)], ["گلی", n(1, 40)], ["اسٹریٹ", "نمبر", n(1, 40)], ["سٹریٹ", n(1, 40)],
                     ["سڑک", "نمبر", n(1, 9)], ["گلی", *self.part(script), "والی"], [*self.part(script), "روڈ"],
                     ["لین", n(1, 20)], ["مین", "بلیوارڈ"], ["مین", *self.part(script), "روڈ"], [*self.part(script), "سٹریٹ"])
                ))  # fmt: skip
            if chance.random() < 0.85 or not out:
                out.append(self._quarter(script))
            if chance.random() < 0.2:
                out.append(self._quarter(script))
            if chance.random() < 0.15:
                out.append(self._near(script))
            if chance.random() < 0.75 or len(out) < 2:
                out.append(self.place(script))
        elif kind < 0.8:
            out.append(chance.choice(
                (["چک", "نمبر", n(1, 600)], ["چک", "نمبر", n(1, 600), *chance.choice(["گ_ب", "ر_ب", "ج_ب", "ای_بی", "ایل", "ش_ب", "ج", "جنوبی", "شمالی"]).split("_")],
                 ["موضع", *self.place(script)], ["موضع", *self.part(script)], ["گاؤں", *self.part(script)],
                 ["گاؤں", *self.place(script)], ["بستی", *self.part(script)], ["گوٹھ", *self.part(script), *self.family(script)],
                 ["کلی", *self.part(script)], ["ڈھوک", *self.part(script)], ["دیہہ", *self.part(script)],
                 ["ڈیرہ", *self.part(script)], ["حویلی", *self.part(script)], ["اڈا", *self.part(script)], ["پنڈ", *self.part(script)],
                 ["کوٹ", *self.part(script)], [*self.part(script), "خورد"], [*self.part(script), "کلاں"])
            ))  # fmt: skip
            if chance.random() < 0.4:
                out.append(["ڈاکخانہ", *chance.choice((["خاص"], self.place(script), self.part(script)))])
            if chance.random() < 0.25:
                out.append(self._near(script))
            if chance.random() < 0.6:
                out.append([*chance.choice(("تحصیل", "تحصیل", "تعلقہ", "تحصیل و ضلع")).split(), *self.place(script)])
            if chance.random() < 0.65:
                out.append(["ضلع", *self.place(script)])
            elif chance.random() < 0.6 or len(out) < 2:
                out.append(self.place(script))
        else:
            out.append(self._quarter(script))
            if chance.random() < 0.35:
                out.append(self._quarter(script))
            if chance.random() < 0.45:
                out.append(self._near(script))
            if chance.random() < 0.8 or len(out) < 2:
                out.append(self.place(script))
        return out


def _dotted(word: str) -> list[str]:
    return [word[:-1], "."] if word.endswith(".") and len(word) > 1 else [word]
