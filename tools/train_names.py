"""Train the model of names and addresses: recognizers/pk/data/names.crfsuite.

    python tools/train_names.py --corpora FOLDER --roman-words FILE [--lists] [--out FILE]
        [--dictionary FILE ...]

FOLDER holds the CC BY 4.0 corpora that names/corpora.py lists (they are not in the project); FILE
is a JSON list of common Roman Urdu words. `--lists` first rewrites data/common_words.txt, and
`--dictionary` data/english_words.txt from lists of words (SCOWL, one a line). Seeds
are fixed: the same input gives the same file, byte for byte. Needs python-crfsuite; twenty minutes
on one core at most. docs/model-card.md says what was used and what came out.
"""

# ruff: noqa: E501, E402 - tables read better whole; the project is not installed
from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import textwrap
import time
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from names import corpora
from names.people import People
from names.sentences import LIKE_URDU, SCRIPTS, Labelled, make, make_plain, recase

from recognizers.pk.name_features import (
    REPLACED,
    TOKEN,
    Seen,
    attributes,
    see,
    see_known,
)
from recognizers.pk.script import fold

DATA = ROOT / "recognizers" / "pk" / "data"
SEED = 20261124
# Share of sentences in which words are hidden from the lists, and of words hidden in those: of
# names, places and firms, and of all others (what no list knows need not be a name).
HIDDEN_SENTENCES, HIDDEN_WORDS, HIDDEN_OTHERS = 0.55, 0.5, 0.07
# Sentences without any name for each sentence made from a template that may have one. Few where no
# capital tells a name: each of them costs rare names too (measured: 0.35 in Urdu cost .014).
PLAIN = {"english": 0.4, "roman_urdu": 0.25, "urdu": 0.27}
_HEAD = """\
# Words that are common in text and rarely part of a name, English, Roman Urdu and Urdu. Read by
# the model of names as a feature. Made by `tools/train_names.py --lists`, 2026-11-24. Source:
# counted in the corpora BTC, WNUT 2017, Wikigold and IL-NER (all CC BY 4.0), and the common words
# of the UCI Roman Urdu data set (CC BY 4.0), and the words of tools/names/templates (everyday words
# and sentences without names; this project, MIT). Single words and no text of theirs.
"""
_DICTIONARY_HEAD = """\
# English words in small letters, names and regular forms left out (see ENGLISH_ENDINGS in
# name_features.py). Made by `tools/train_names.py --dictionary`, 2026-11-24, from the word lists
# wamerican-small and wbritish-small 2020.12.07 of Debian, which are SCOWL up to size 35.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these
# word lists, the associated scripts, the output created from the scripts, and its documentation for
# any purpose is hereby granted without fee, provided that the above copyright notice appears in all
# copies and that both that copyright notice and this permission notice appear in supporting
# documentation. Kevin Atkinson makes no representations about the suitability of this array for any
# purpose. It is provided "as is" without express or implied warranty.
"""


def tokens_of(sentence: Labelled) -> tuple[list[str], list[str]]:
    """Return a sentence's tokens and labels; a word that holds several gives each its label."""
    found: list[str] = []
    labels: list[str] = []
    for word, label in sentence:
        for number, match in enumerate(TOKEN.finditer(fold(word).text)):
            found.append(match[0])
            labels.append("I" + label[1:] if number and label != "O" else label)
    return found, labels


def collect(folder: Path, roman: list[str], size: float) -> list[Labelled]:
    """Return all sentences to learn from, in the order in which they are learned."""
    chance = random.Random(SEED)
    people = People(chance)
    romaniser = corpora.Romaniser(chance, people, corpora.without_names(roman))
    filler = corpora.filler(folder, romaniser, roman)
    english = [s for name in corpora.ENGLISH for s in corpora.read(folder / name)]
    urdu = [s for name in corpora.URDU for s in corpora.read(folder / name)]
    every: list[Labelled] = [*english, *urdu]
    with_person = [s for s in english if any(label == "B-PERSON" for _, label in s)]
    every += [
        recase(chance, corpora.swapped(chance, s, "english", people), "english")
        for s in with_person
    ]
    named = [s for s in urdu if any(label == "B-PERSON" for _, label in s)]
    every += [corpora.swapped(chance, s, "urdu", people) for s in named]
    for script, source in (("urdu", urdu), ("english", english)):
        every += [
            put for s in source if (put := corpora.named(chance, s, script, people)) is not None
        ]
    romanised = [romaniser(s) for s in chance.sample(urdu, len(urdu) // 4)]
    every += [recase(chance, s, "roman_urdu") for s in romanised]
    every += [
        recase(chance, put, "roman_urdu")
        for s in map(romaniser, urdu)
        if (put := corpora.named(chance, s, "roman_urdu", people)) is not None
    ]
    for script, count in zip(SCRIPTS, (16_000, 18_000, 17_000), strict=True):
        every += make(chance, script, int(count * size), people, filler)
        every += make_plain(chance, script, int(PLAIN[script] * count * size), people, filler)
    for language in LIKE_URDU:
        every += make(chance, language, int(2_400 * size), people, filler)
    every += [
        replaced(chance, s) for s in chance.sample(every, len(every) // 14) if _has_name(s)
    ]
    chance.shuffle(every)
    joined: list[Labelled] = []
    for sentence in every:
        if chance.random() < 0.3 and sentence and sentence[-1][0] in {".", "۔"}:
            sentence = sentence[:-1]
        if joined and chance.random() < 0.15 and len(joined[-1]) + len(sentence) < 60:
            joined[-1] = [*joined[-1], ("\n", "O"), *sentence]
        elif sentence:
            joined.append(sentence)
    return joined


def _has_name(sentence: Labelled) -> bool:
    return any(label in {"B-PERSON", "B-ADDRESS"} for _, label in sentence)


def replaced(chance: random.Random, sentence: Labelled) -> Labelled:
    """Return the sentence as it looks in a redacted copy: names and addresses are tokens."""
    done: Labelled = []
    hides = {"PERSON": chance.random() < 0.85, "ADDRESS": chance.random() < 0.85}
    for word, label in sentence:
        entity = label[2:]
        if not hides.get(entity):
            done.append((word, label))
        elif label[0] == "B":
            done.append((REPLACED, "O"))
    return done


def train(sentences: list[Labelled], out: Path, iterations: int, c1: float, minimum: int) -> None:
    """Write the model."""
    chance = random.Random(SEED + 1)
    trainer = pycrfsuite.Trainer(verbose=False)
    hidden: dict[str, Seen] = {}
    for sentence in sentences:
        words, labels = tokens_of(sentence)
        if not words:
            continue
        hides = chance.random() < HIDDEN_SENTENCES
        seen = []
        for word, label in zip(words, labels, strict=True):
            share = HIDDEN_WORDS if label != "O" else HIDDEN_OTHERS
            is_hidden = hides and word.isalpha() and chance.random() < share
            if is_hidden and word not in hidden:
                hidden[word] = see(word, is_unknown=True)
            seen.append(hidden[word] if is_hidden else see_known(word))
        trainer.append(attributes(seen), labels)
    trainer.set_params(
        {
            "c1": c1, "c2": 0.02, "max_iterations": iterations, "feature.minfreq": minimum,
            "feature.possible_transitions": True,
        }
    )  # fmt: skip
    trainer.train(str(out))


def _write_list(name: str, head: str, words: list[str]) -> None:
    body = textwrap.fill(" ".join(words), 98, break_long_words=False, break_on_hyphens=False)
    (DATA / name).write_text(f"{head}{body}\n", "utf-8")


def main() -> None:
    """Read the arguments, train, print size and hash."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--roman-words", type=Path, required=True)
    parser.add_argument("--lists", action="store_true")
    parser.add_argument("--dictionary", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=DATA / "names.crfsuite")
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--iterations", type=int, default=80)
    parser.add_argument("--c1", type=float, default=0.4)
    parser.add_argument("--minfreq", type=int, default=3)
    options = parser.parse_args()
    roman = json.loads(options.roman_words.read_text("utf-8"))
    if options.lists:
        _write_list("common_words.txt", _HEAD, corpora.common_words(options.corpora, roman))
    if options.dictionary:
        words = corpora.english_words(options.dictionary)
        _write_list("english_words.txt", _DICTIONARY_HEAD, words)
    started = time.process_time()
    sentences = collect(options.corpora, roman, options.size)
    count = sum(map(len, sentences))
    print(f"{len(sentences):,} sentences, {count:,} words, {time.process_time() - started:.0f} s")
    train(sentences, options.out, options.iterations, options.c1, options.minfreq)
    content = options.out.read_bytes()
    print(
        f"{options.out.name}: {len(content):,} bytes, {time.process_time() - started:.0f} s, "
        f"sha256 {hashlib.sha256(content).hexdigest()}"
    )


if __name__ == "__main__":
    main()
