"""Names in chats, deeds, lists, Sindhi and Pashto: what is lost when their surroundings change."""

from __future__ import annotations

from functools import cache

import pytest

from recognizers.pk.name_features import as_urdu, flags
from recognizers.pk.script import fold
from recognizers.pk.words import word_list
from redactor.detection import Detector


@cache
def detector() -> Detector:
    return Detector()


def found(text: str, entity: str = "PERSON") -> list[str]:
    return [text[f.start : f.end] for f in detector().find(text) if f.entity == entity]


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        ("[02/11/2024, 7:05 am] Zubair Garage 2: gari tayyar hai", "Zubair Garage 2"),
        ("[2024-11-02, 19:05:33] ~ Phoopho Lahore: acha", "Phoopho Lahore"),
        ("2/11/24, 19:05 - Asad (Bank): otp nahi aya", "Asad (Bank)"),
        ("02.11.2024, 19:05 - Nadia \U0001f338: ok", "Nadia \U0001f338"),
        ("[۰۲/۱۱/۲۰۲۴، ۷:۰۵ صبح] خالہ فرزانہ: اچھا", "خالہ فرزانہ"),
    ],
)
def test_who_wrote_a_line_of_a_chat_stays_in_part(line: str, sender: str) -> None:
    assert sender in found(line)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Checked by Engr. N. Yousafzai on site", "N. Yousafzai"),
        ("The papers of M.T. Junejo were returned", "M.T. Junejo"),
        ("Leave of Shabana K. is approved", "Shabana K."),
        ("رپورٹ ایم آر جونیجو نے وصول کی", "ایم آر جونیجو"),
    ],
)
def test_initials_stand_before_a_token(text: str, name: str) -> None:
    assert [one for one in found(text) if name.strip(".") in one]


@pytest.mark.parametrize(
    "text", ["A. uncle", "M. Dr S. sahab", "K. chacha ne kaha", "اے آر چچا نے کہا", "W. Mr. B."]
)
def test_initials_beside_no_name_stop_the_run(text: str) -> None:
    assert detector().find(text) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("منهنجو نالو رخسانه آهي", "رخسانه"),
        ("فريادي ڪريم بخش لاشاري چيو ته گهر ۾ چوري ٿي", "ڪريم بخش لاشاري"),
        ("زما نوم ګل رخ دی", "ګل رخ"),
        ("د شېر علي زوی نن راغی", "شېر علي"),
    ],
)
def test_a_name_in_sindhi_or_pashto_is_left(text: str, name: str) -> None:
    assert name in " ".join(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "@SUM(B2..B9)", "=SUM(B2:B9) @SUM(C1..C4)", "@SUM", "سنڌ يونيورسٽي ۾ داخلائون شروع ٿيون",
        "P.O. Box 2210, GPO Multan", "VERSUS The State etc.", "باران وکړ او هوا سړه شوه",
    ],
)  # fmt: skip
def test_a_command_or_a_phrase_is_taken_for_a_person(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["mohalla", "House", "flat", "gali", "House Street Village", "محلہ گلی مکان نمبر", "Block"]
)
def test_the_words_of_a_form_are_taken_for_an_address(text: str) -> None:
    assert found(text, "ADDRESS") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("iqrar nama mabain Zahoor Ahmad wald Karam Din", ["Zahoor Ahmad", "Karam Din"]),
        ("نام دولہا ظہور احمد ولدیت کرم دین", ["ظہور احمد", "کرم دین"]),
        ("حلف نامہ منجانب ظہور احمد ولد کرم دین", ["ظہور احمد", "کرم دین"]),
    ],
)
def test_the_word_before_a_name_goes_with_it(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_the_address_behind_a_father_is_taken_for_his_name() -> None:
    text = "نذیر احمد ولد حق نواز ڈیرہ رانجھا سرگودھا"
    assert "نذیر احمد" in found(text)
    assert "حق نواز" in found(text)


def test_letters_of_sindhi_and_pashto_hide_a_listed_name() -> None:
    assert "gN" in flags("ګل")
    assert as_urdu("ٺٽو") == "ٹھٹو"
    # A word of theirs that is a name in Urdu ("ولي") stays one.
    assert not {word for word in word_list("sindhi_pashto_words.txt") if "nn" in flags(word)} & {
        fold(name).text for name in ("ولی", "ولید", "کور", "عمر", "اختر")
    }


@pytest.mark.parametrize(
    "text",
    [
        "record 0ddf8097-52f7-4630-85c5-80d9de333948 saved",
        "the digest is df6794483a21b76b3dabbd7f247714ad6fa81737814ed69e7d69eb5a9c529734",
        "abc41802-b335-4192-83e0-4b837971c5e1",
        "eeac6580f99008248849a32a80cbc764",
    ],
)
def test_letters_within_a_uuid_or_a_hash_are_no_name(text: str) -> None:
    assert found(text) == []


def test_a_name_that_touches_a_number_is_no_code() -> None:
    assert any("Adeeba" in name for name in found("Adeeba-35202-1234567-1 came"))


@pytest.mark.parametrize(
    "text",
    ["aslaha licence 4471 dikhao", "PESSI: 44718 was entered", "پاسپورٹ نمبر 44718 درج ہے", "Alien card 5512"],
)
def test_an_office_or_a_paper_before_a_number_is_no_name(text: str) -> None:
    assert found(text) == []
