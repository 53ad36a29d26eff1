"""The model of names: what is lost when its file, its decoder or its tokens change unseen."""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizers.pk import name_features, name_links, name_model, name_spans
from recognizers.pk.address import PkAddressRecognizer
from recognizers.pk.name_features import attributes, name_pairs, see, tokens
from recognizers.pk.name_model import GROUPS, MODEL_FILE, NameModel, model, read_weights
from recognizers.pk.person import PkPersonRecognizer
from recognizers.pk.script import fold
from redactor.detection import ColumnProfile, Detector
from redactor.errors import DetectionError

ROOT = Path(name_model.__file__).parents[2]
CARD = Path(__file__).parent.parent.parent / "docs" / "model-card.md"

TEXTS = [
    "Zubaida ne kaha ke Farrukh kal Daska gaya tha",
    "ghulam nabi walad karim bakhsh sakna mohalla rajputan jampur",
    "My brother Shehroz lives at House 9, Street 2, Gulshan Colony, Jhelum.",
    "کل زبیدہ نے کہا کہ فرخ ڈسکہ گیا تھا۔",
    "Name: NAGHMANA SHOUKAT\nFather: SHOUKAT ALI\nAddress: Chak 31/MB, Khushab",
    "the meeting was moved to Monday",
    "a",
    "",
    "--- 03001234567 ---",
]


def find(text: str, entity: str, cut_off: float = 0.3) -> list[str]:
    recognizer = PkPersonRecognizer() if entity == "PERSON" else PkAddressRecognizer()
    recognizer.cut_off = cut_off
    return [text[r.start : r.end] for r in recognizer.analyze(text, [entity])]


# --- the file


def test_a_model_file_that_was_exchanged_finds_other_names() -> None:
    content = name_model.model_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert f"`{digest}`" in CARD.read_text("utf-8"), "the model card names another file"
    assert len(content) <= 6_000_000


@pytest.mark.parametrize(
    "content", [b"", b"lCRF", b"\x80\x04K\x01.", b"lCRF" + bytes(60), b"<html>" * 20]
)
def test_a_file_that_is_no_model_is_read_as_one(content: bytes) -> None:
    with pytest.raises(ValueError, match="CRFsuite"):
        read_weights(content)


# --- the decoder, against CRFsuite's own


def test_a_decoder_that_differs_from_crfsuite_misses_names() -> None:
    tagger = pycrfsuite.Tagger()
    content = name_model.model_bytes()  # the tagger keeps no copy
    tagger.open_inmemory(content)
    for text in TEXTS:
        read = model().read([text])[0]
        if not len(read.spans):
            continue
        tagger.set(attributes([see(text[a:b]) for a, b in read.spans]))
        labels = set(tagger.labels())
        for place in range(len(read.spans)):
            for number, group in enumerate(GROUPS):
                expected = sum(
                    tagger.marginal(label, place)
                    for label in (f"B-{group}", f"I-{group}")
                    if label in labels
                )
                assert read.groups[place, number] == pytest.approx(expected, abs=2e-4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TEXTS), st.text(max_size=40)), max_size=8))
def test_a_text_read_beside_others_is_read_differently(texts: list[str]) -> None:
    folded = [fold(text).text for text in texts]
    together = model().read(folded)
    for text, one in zip(folded, together, strict=True):
        alone = model().read([text])[0]
        assert np.array_equal(alone.spans, one.spans)
        assert np.array_equal(alone.groups, one.groups)
        assert np.array_equal(alone.begins, one.begins)


def test_a_fresh_process_reads_differently() -> None:
    fresh = NameModel(read_weights(name_model.model_bytes()))
    for text in reversed(TEXTS):
        assert np.array_equal(fresh.read([text])[0].groups, model().read([text])[0].groups)


@given(st.text(max_size=80))
def test_letters_between_tokens_are_never_seen(text: str) -> None:
    folded = fold(text).text
    covered = set()
    for start, end in tokens(folded):
        assert start < end
        covered |= set(range(start, end))
    left = [c for place, c in enumerate(folded) if place not in covered]
    assert not any(character.isalpha() or character in "0123456789" for character in left)


def test_a_long_text_is_cut_and_its_end_is_not_read() -> None:
    text = "woh kal bazar gaya tha. " * 200 + "Zubaida ne kaha ke theek hai"
    spans = find(text, "PERSON")
    assert "Zubaida" in spans


# --- what it finds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kal zubaida ne kaha ke paise bhej do", "zubaida"),
        ("I spoke with Shehroz about the invoice", "Shehroz"),
        ("کل زبیدہ نے کہا کہ پیسے بھیج دو", "زبیدہ"),
        ("yaar mudassir ko bolo jaldi aye", "mudassir"),
    ],
)
def test_a_name_that_stands_alone_is_left(text: str, name: str) -> None:
    assert name in " ".join(find(text, "PERSON"))


@pytest.mark.parametrize(
    "text",
    [
        "Jinnah Road is closed for traffic",
        "Allama Iqbal Open University announced its schedule",
        "sabr karo sab theek ho jaye ga",
        "The openers scored fifty before lunch",
        "NA-120 ka result aa gaya",
        "umeed hai sab theek ho jaye ga",
        "علامہ اقبال اوپن یونیورسٹی نے داخلے کھول دیے",
        "Please reset my password",
    ],
)
def test_what_is_no_person_is_lost(text: str) -> None:
    assert find(text, "PERSON", 0.5) == []


def test_a_lower_threshold_finds_less() -> None:
    text = "\n".join(TEXTS)
    found = [sum(map(len, find(text, "PERSON", cut))) for cut in (0.9, 0.5, 0.1)]
    assert found == sorted(found)


# --- in the detector


def test_numbers_cost_a_reading_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read = NameModel.read

    def spy(self: NameModel, texts: list[str]) -> object:
        asked.extend(texts)
        return read(self, texts)

    monkeypatch.setattr(NameModel, "read", spy)
    name_spans.forget()
    cells = [str(number) for number in range(5_000)] + ["", "12-5", "a1"]
    detector = Detector()
    detector.find_cells(cells, detector.profile("col", cells[:100]))
    assert asked == []
    detector.find_cells(["Zubaida ne kaha", "Zubaida ne kaha"], ColumnProfile())
    assert asked == ["Zubaida ne kaha"]


@pytest.mark.parametrize("engine", ["fast", "plain"])
def test_a_model_that_fails_lets_names_through(
    monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    def broken() -> NameModel:
        raise OSError("Zubaida")

    monkeypatch.setattr(name_spans, "model", broken)
    name_spans.forget()
    with pytest.raises(DetectionError) as error:
        Detector(engine=engine).find_cells(["Zubaida ne kaha"], ColumnProfile())  # type: ignore[arg-type]
    assert "Zubaida" not in str(error.value)


NAMES = [
    "Rubab Zehra", "ALLAH WADHAYA", "Sajawal Marri", "sughra mai", "Parkash Lal", "Anosh Masih",
    "Gulalai", "Shehzad Ghumman", "Mst. Nighat", "Dilmurad Zehri", "نجمہ خاتون", "Rab Dino Shar",
    "Tehniat Bukhari", "KHALIQ DAD", "Jaswinder Kaur",
]  # fmt: skip
FIRMS = [
    "Ali Traders", "Bismillah Store", "Usman & Sons", "Al Noor Bakery", "Rehman Cloth House",
    "City Medical Store", "Haji Sweets", "Kashif Motors", "Punjab Rice Mills", "Khan Electronics",
    "Madina Autos", "Shah Builders",
]  # fmt: skip
HOUSES = [
    "House 3, Street 9, Shadman, Lahore", "H# 40 ST# 2 MOHALLA EIDGAH JHANG",
    "Chak No. 31/MB, Tehsil Khushab", "Flat 4, Block C, Gulshan-e-Maymar, Karachi",
    "مکان نمبر ۱۸ گلی نمبر ۹ محلہ اسلام نگر وہاڑی", "Village Dhudial, P.O. Khas, District Chakwal",
    "12-B, Satellite Town, Rawalpindi", "Goth Haji Soomro, Taluka Moro",
]  # fmt: skip


@pytest.mark.parametrize("header", [None, "col3", "field_7"])
@pytest.mark.parametrize(
    ("cells", "entity"), [(NAMES, "PERSON"), (HOUSES, "ADDRESS"), (FIRMS, None)]
)
def test_a_column_without_a_telling_header_is_taken_for_another(
    header: str | None, cells: list[str], entity: str | None
) -> None:
    profile = Detector().profile(header, cells)
    assert (profile.prior, profile.whole) == (entity, entity is not None)


# --- lists and links


def test_a_pair_of_names_is_torn() -> None:
    pairs = [pair for section in name_pairs().values() for pair in section]
    assert len(pairs) >= 3_000
    for roman, urdu in pairs:
        assert re.fullmatch(r"[A-Za-z' ]+", roman), roman
        assert urdu, roman
        assert not re.search("[A-Za-z]", urdu), roman


@pytest.mark.parametrize(
    "forms",
    [
        ("Muhammad Akram", "MOHAMMAD AKRAM", "Mohd. Akram", "محمد اکرم"),
        ("Abdul Ghafoor", "Abdul Ghafur", "AbdulGhafoor", "عبدالغفور", "عبد الغفور"),
        ("Ayesha Siddiqui", "Mst. AYESHA SIDDIQUI", "عائشہ صدیقی"),
    ],
)
def test_linked_spellings_are_two_people(forms: tuple[str, ...]) -> None:
    assert len({name_links.linked(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("Hassan Raza", "Hussain Raza"), ("Nadia Ali", "Nida Ali"), ("Umar Khan", "Amir Khan")],
)
def test_linking_joins_two_people(first: str, second: str) -> None:
    assert name_links.linked(first) != name_links.linked(second)


# --- speed


@pytest.mark.slow
def test_reading_new_words_is_slow() -> None:
    """Every word is new, the worst case; the best of three, since others use the machine too."""
    chance = random.Random(4)
    fresh = NameModel(read_weights(name_model.model_bytes()))
    fresh.read(TEXTS)
    speeds = []
    for letters in ("aeiourstnlmkhbdgpz", "aeiourstnlmkhbdgpz", "ابتجدرزسشعفقکلمنوہی"):
        texts = [
            " ".join("".join(chance.choices(letters, k=6)) for _ in range(15)) for _ in range(2_000)
        ]
        started = time.process_time()
        count = sum(len(read.spans) for read in fresh.read(texts))
        speeds.append(count / (time.process_time() - started))
    assert max(speeds) > 20_000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts a program's own peak")
def test_a_long_text_takes_more_memory_than_there_is() -> None:
    program = (
        "from recognizers.pk.name_model import model\n"
        "model().read(['a b ' * 500_000])\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603
    assert int(done.stdout.split()[1]) < 200_000


def test_stretches_of_a_long_text_are_joined_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "woh kal bazar gaya tha. " * 60 + "Zubaida ne kaha ke theek hai"
    whole = model().read([text])[0]
    monkeypatch.setattr(name_model, "_AT_ONCE", 100)
    parts = model().read([text])[0]
    assert np.array_equal(parts.spans, whole.spans)
    assert parts.groups.shape == whole.groups.shape
    assert "Zubaida" in find(text, "PERSON")


def test_the_file_is_where_the_package_says() -> None:
    assert (ROOT / "recognizers" / "pk" / "data" / MODEL_FILE).is_file()
    assert name_features.REPLACED == "\ufffd"


def test_lists_that_are_read_at_once_are_those_read_word_by_word() -> None:
    lists = name_features._lists()
    roman = {word for word in lists.given | lists.family if word.isascii() and len(word) > 3}
    assert lists.keys == {name_features.spelling_key(word) for word in roman}
    places = {fold(name).text.casefold() for pair in name_features.place_pairs() for name in pair}
    assert lists.places == places - {""}
