"""The labelled corpora, all CC BY 4.0, read from a folder that is not part of the project.

ilner-urdu-train.txt, ilner-urdu-dev.txt   IL-NER, LTRC, IIIT Hyderabad (Bahad et al. 2024)
btc.conll        Broad Twitter Corpus (Derczynski, Bontcheva, Roberts 2016)
wnut17.conll     WNUT 2017 (Derczynski et al. 2017)
wikigold.conll   Wikigold (Balasuriya et al. 2009)
"""

# ruff: noqa: E501 - tables of words read better whole
from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from names.sentences import FOLDER, Filler, Labelled, everyday_words, plain_words, templates
from recognizers.pk.name_features import is_english, name_pairs
from recognizers.pk.script import fold
from recognizers.pk.words import word_list

if TYPE_CHECKING:
    from random import Random

    from names.people import People

ENGLISH = ("btc.conll", "wnut17.conll", "wikigold.conll")
URDU = ("ilner-urdu-train.txt", "ilner-urdu-dev.txt")
_LABELS = {
    "PER": "PERSON", "PERSON": "PERSON", "NEP": "PERSON",
    "LOC": "LOCATION", "LOCATION": "LOCATION", "GPE": "LOCATION", "NEL": "LOCATION",
    "ORG": "ORGANISATION", "CORPORATION": "ORGANISATION", "NEO": "ORGANISATION",
}  # fmt: skip


def read(path: Path) -> list[Labelled]:
    """Read a file of one word and label a line, sentences apart by empty lines."""
    sentences: list[Labelled] = []
    current: Labelled = []
    previous = "O"
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        parts = line.split()
        if len(parts) < 2:
            if current:
                sentences.append(current)
            current, previous = [], "O"
            continue
        label = _LABELS.get(parts[-1].upper().partition("-")[2], "")
        # A word of IL-NER may hold several, joined by "_".
        for number, word in enumerate(parts[0].replace("_", " ").split()):
            begins = label and (previous != label or (parts[-1][0] == "B" and number == 0))
            current.append((word, f"{'B' if begins else 'I'}-{label}" if label else "O"))
            previous = label
    return sentences


def swapped(
    chance: Random, sentence: Labelled, script: str, people: People, *, places: float = 0.5
) -> Labelled:
    """Return the sentence with names of people here in place of its own.

    `places` is the share of places that are replaced by places of here.
    """
    done: Labelled = []
    place = 0
    while place < len(sentence):
        label = sentence[place][1]
        end = place + 1
        if label.startswith("B-"):
            while end < len(sentence) and sentence[end][1] == "I-" + label[2:]:
                end += 1
        new: list[str] | None = None
        if label == "B-PERSON":
            new = people.full(script) if end - place > 1 else people.short(script)
        elif label == "B-LOCATION" and chance.random() < places:
            new = people.place(script)
        if new is None:
            done += sentence[place:end]
        else:
            done += [(w, f"{'B' if n == 0 else 'I'}-{label[2:]}") for n, w in enumerate(new)]
        place = end
    return done


_PRONOUNS = frozenset(["us", "is", "un", "in", "ap", "aap", "tum", "hum", "unho", "unhon", "inho", "uss", "iss", "اس", "ان", "انہوں", "آپ", "وہ", "he", "she", "they", "him"])
_AFTER = frozenset(["ne", "ny", "ko", "ki", "ka", "ke", "k", "kay", "se", "sy", "per", "par", "نے", "کو", "کی", "کا", "کے", "سے"])


def named(chance: Random, sentence: Labelled, script: str, people: People) -> Labelled | None:
    """Return the sentence with a name for its first pronoun before a case marker, if it has one."""
    for place in range(len(sentence) - 1):
        word = fold(sentence[place][0]).text.lower()
        behind = fold(sentence[place + 1][0]).text.lower()
        if sentence[place][1] != "O" or behind not in _AFTER_FOLDED or word not in _PRONOUNS_FOLDED:
            continue
        words = people.short(script) if chance.random() < 0.7 else people.full(script)
        name = [(w, f"{'B' if n == 0 else 'I'}-PERSON") for n, w in enumerate(words)]
        return [*sentence[:place], *name, *sentence[place + 1 :]]
    return None


_PRONOUNS_FOLDED = frozenset(fold(word).text for word in _PRONOUNS)
_AFTER_FOLDED = frozenset(fold(word).text for word in _AFTER)


class Romaniser:
    """Writes Urdu sentences in Roman letters: known words as people spell them, others replaced.

    There is no labelled Roman Urdu under an open licence; the order of words and the case markers
    are those of Urdu, and a word that is not in the table becomes a common Roman Urdu word.
    """

    def __init__(self, chance: Random, people: People, common: list[str]) -> None:
        """Read the table."""
        self._chance, self._people, self._common = chance, people, common
        table = (FOLDER / "roman_words.txt").read_text("utf-8").splitlines()
        self._words: dict[str, list[str]] = {}
        for line in table:
            if not line.startswith("#"):
                for pair in line.split():
                    urdu, _, roman = pair.partition("=")
                    self._words[fold(urdu).text] = roman.split("|")
        for urdu, roman in everyday_words().items():
            self._words.setdefault(fold(urdu).text, roman)

    def __call__(self, sentence: Labelled) -> Labelled:
        """Return the sentence in Roman letters, names and places drawn anew."""
        done: Labelled = []
        for word, label in swapped(
            self._chance, sentence, "roman_urdu", self._people, places=1.0
        ):
            key = fold(word).text
            if word.isascii():
                done.append((word, label))
            elif key in self._words:
                done += [(part, "O") for part in self._chance.choice(self._words[key]).split()]
            elif label != "O":
                done.append((self._chance.choice(self._people.part("roman_urdu")), label))
            elif not any(character.isalpha() for character in key):
                done.append((key, "O"))
            else:
                done.append((self._chance.choice(self._common), "O"))
        return done


def stretches(sentences: list[Labelled], *, least: int = 3) -> list[list[str]]:
    """Return the runs of words outside names."""
    found: list[list[str]] = []
    for sentence in sentences:
        run: list[str] = []
        for word, label in [*sentence, ("", "B-")]:
            if label == "O" and not word.startswith(("@", "http", "#")):
                run.append(word)
                continue
            if len(run) >= least:
                found.append(run)
            run = []
    return found


def common_words(folder: Path, roman: list[str]) -> list[str]:
    """Return the words that are common outside names, from the corpora and a list of Roman Urdu.

    A word counts from 4 times (English, lower case) or 3 times (Urdu) on, and only if it is a
    name or part of one in less than a fiftieth of its occurrences.
    """
    outside: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for name in (*ENGLISH, *URDU):
        for sentence in read(folder / name):
            for word, label in sentence:
                key = fold(word).text
                if not key.isalpha() or len(key) < 2:
                    continue
                if label != "O":
                    inside[key.lower()] += 1
                elif key.islower() or not key.isascii():
                    outside[key] += 1
    chosen = {
        word
        for word, count in outside.items()
        if count >= (4 if word.isascii() else 3) and inside[word] * 50 < count
    }
    family = {fold(name).text.lower() for pair in name_pairs()["S"] for name in pair}
    chosen |= {word for word in roman if word.isalpha() and len(word) > 1 and word not in family}
    names = _name_words()
    by_hand = {fold(word).text.lower() for word in plain_words()}
    chosen |= {word for word in by_hand if len(word) > 1 and word not in names}
    return sorted(chosen)


def _name_words() -> set[str]:
    return {
        fold(word).text.lower()
        for pairs in name_pairs().values() for pair in pairs for name in pair for word in name.split()
    }  # fmt: skip


def english_words(dictionaries: list[Path]) -> list[str]:
    """Return the words in small letters of dictionaries, without names and regular forms."""
    every = {
        word for path in dictionaries for word in path.read_text("utf-8").split()
        if re.fullmatch("[a-z]{3,}", word)
    } - _name_words()  # fmt: skip
    kept: set[str] = set()
    for word in sorted(every, key=lambda word: (len(word), word)):
        if not is_english(word, kept):
            kept.add(word)
    return sorted(kept)


def filler(folder: Path, romaniser: Romaniser, roman: list[str]) -> Filler:
    """Return what templates put where words without names stand."""
    english = [s for name in ENGLISH for s in read(folder / name)]
    urdu = [s for name in URDU for s in read(folder / name)]
    names = _name_words()
    sometimes = word_list("sometimes_names.txt")
    by_hand = [line.split() for line in templates("roman_clauses")]
    urdu_by_hand = [line.split() for line in templates("urdu_clauses")]
    romanised = [
        [word for word, _ in romaniser([(word, "O") for word in run])] for run in stretches(urdu)
    ]
    clauses = {
        "english": stretches(english),
        "urdu": [*urdu_by_hand * max(1, len(urdu) // (3 * len(urdu_by_hand))), *stretches(urdu)],
        "roman_urdu": [*by_hand * max(1, len(romanised) // (2 * len(by_hand))), *romanised],
    }

    def plain(words: list[str]) -> list[str]:
        return [word for word in words if word.lower() not in names or word in sometimes]

    words = {
        "english": sorted({w for run in clauses["english"] for w in plain(run) if w.isalpha()}),
        "urdu": sorted({w for run in clauses["urdu"] for w in run if w.isalpha()}),
        "roman_urdu": plain(roman),
    }
    return Filler(clauses, words)


def without_names(words: list[str]) -> list[str]:
    """Return the words that are not in names.txt: what stands between names is none itself."""
    names = {
        re.sub("[^a-z]", "", word.lower())
        for pairs in name_pairs().values() for roman, _ in pairs for word in roman.split()
    }  # fmt: skip
    return [word for word in words if word.isalpha() and len(word) > 1 and word not in names]
