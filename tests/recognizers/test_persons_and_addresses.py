"""Names and addresses: what is lost when a column, a relation word or a cue is not understood."""

from __future__ import annotations

import re
import time
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import Pattern, RecognizerResult

from recognizers.pk import address, address_parts, name_links, person, person_cues
from recognizers.pk.name_spans import forget
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError
from recognizers.pk.words import alternation, place_at, places, titles, word_list, words_before
from redactor.detection import ColumnProfile, Detector

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def detector(engine: str = "fast") -> Detector:
    return Detector(engine=engine)  # type: ignore[arg-type]


def found(text: str, entity: str) -> list[str]:
    return [text[f.start : f.end] for f in detector().find(text) if f.entity == entity]


# --- columns

NAME_HEADERS = """
name|Name|NAME|Full Name|full_name|FullName|SubscriberName|SUBSCRIBER_NAME|CustomerName|CustName
customer name|Owner Name|ownerName|Applicant Name|ConsumerName|Father Name|FATHER_NAME
FatherName|Father's Name|father/husband name|Father/Husband|FName|F/Name|F Name|fhname|Guardian
GuardianName|Mother Name|MName|Mother's Name|Spouse Name|Husband Name|HusbandName|Wife Name
Nominee|nominee_name|NOK Name|Next of Kin|Account Title|Title of Account|Bank Account Title
Account Holder Name|Accused|Accused Name|Complainant|complainant_name|Witness|Patient Name
patientName|Rider Name|Driver Name|driverName|passenger_name|Student Name|Employee Name|EmpName
BeneficiaryName|Name of Applicant|Name (as per CNIC)|Name 2|Name1|First Name|lastName|surname
S/O|D/O|W/O|S/O D/O W/O|Alias|naam|walid ka naam|shohar ka naam|walidiat|waldiyat|zaujiat|نام
نام ووٹر|والد کا نام|ولدیت|شوہر کا نام|زوجیت|والدہ کا نام|والد/شوہر|والد|ملزم
"""
NO_NAME_HEADERS = """
Company Name|company_name|CompanyName|Business Name|Firm Name|Product Name|ProductName|Item Name
Bank Name|BankName|Branch Name|City Name|District Name|Tehsil Name|File Name|fileName|User Name
username|School Name|Hospital Name|Site Name|Network Name|Plan Name|Package Name|Table Name
Column Name|Name of School|Name of the Company|shehar ka naam|شہر کا نام|بینک کا نام
Department Name|SO|DO|WO|Father CNIC|Customer ID|Mobile|City|Remarks|CNIC|Domain Name
"""
ADDRESS_HEADERS = """
address|Address|ADDRESS|Address1|address2|ADDRESS3|Address 4|add1|ResAddress|Res. Address
Home Address|Permanent Address|permanent_address|PresentAddress|Mailing Address|Current Address
Postal Address|shippingAddress|Billing Address|Site Address|Location|Mohalla|Street|pata
mustaqil pata|Sakna|سکنہ|پتہ|مستقل پتہ|موجودہ پتہ|محلہ|Village|House No|Email/Postal Address
dropoff_address
"""
NO_ADDRESS_HEADERS = """
IP Address|ip_address|IPAddress|Email Address|email_address|MAC Address|macAddress|Web Address
Website|Wallet Address|City|Name
"""


def headers(block: str) -> list[str]:
    return [header for line in block.strip().splitlines() for header in line.split("|")]


@pytest.mark.parametrize("header", headers(NAME_HEADERS))
def test_a_name_column_that_is_not_recognised_leaves_every_name(header: str) -> None:
    profile = detector().profile(header, ["Kalsoom", "Akbar Jan"])
    assert (profile.prior, profile.whole) == ("PERSON", True)


@pytest.mark.parametrize("header", headers(NO_NAME_HEADERS))
def test_a_firm_or_place_column_taken_for_names_loses_what_is_studied(header: str) -> None:
    assert detector().profile(header, ["Basmati", "Saddar"]).prior != "PERSON"


@pytest.mark.parametrize("header", headers(ADDRESS_HEADERS))
def test_an_address_column_that_is_not_recognised_leaves_every_address(header: str) -> None:
    profile = detector().profile(header, ["Kotla", "Dhudial"])
    assert (profile.prior, profile.whole) == ("ADDRESS", True)


@pytest.mark.parametrize("header", headers(NO_ADDRESS_HEADERS))
def test_a_technical_address_column_taken_for_postal_is_lost(header: str) -> None:
    assert detector().profile(header, ["x", "y"]).prior != "ADDRESS"


# --- canonical spellings

ONE_NAME = [
    (
        ("Naveed Aslam", "NAVEED  ASLAM", "naveed aslam", "Naveed-Aslam", "NaveedAslam"),
        "case, blanks",
    ),
    (("Naveed Aslam", "Mr. Naveed Aslam", "MR NAVEED ASLAM", "Naveed Aslam sahib"), "titles"),
    (("Nighat Seemab", "Mst. Nighat Seemab", "Dr Nighat Seemab", "late Nighat Seemab"), "titles"),
    (("Liaqat Ali Gondal", "Haji Liaqat Ali Gondal", "HAFIZ LIAQAT ALI GONDAL"), "honorifics"),
    (("محمد علی", "محمد  علی", "محمدعلی", "محمد\u200cعلی", "محمد علي", "مُحمّد علی"), "letter forms"),
    (("کریم", "كريم", "ﻛﺮﯾﻢ"), "Arabic letters, presentation forms"),
    (("عبدالغنی", "عبد الغنی", "عبدالغنى"), "compound names"),
    (("M. Aslam", "M Aslam", "m aslam"), "an initial"),
    (("نگہت سیماب", "مسماۃ نگہت سیماب", "ڈاکٹر نگہت سیماب"), "Urdu titles"),
]
OTHER_NAMES = [
    ("Naveed Aslam", "Naveed Akram", "another name"),
    ("M Ali", "Mali", "an initial is no beginning"),
    ("Rana Akram", "Akram", "Rana is part of the name"),
    ("Haji Gul", "Gul", "with one word left an honorific may be the name"),
    ("محمد اکرم", "محمد اکبر", "another Urdu name"),
]


@pytest.mark.parametrize(("forms", "reason"), ONE_NAME)
def test_one_person_gets_two_tokens(forms: tuple[str, ...], reason: str) -> None:
    assert len({person.compact(form) for form in forms}) == 1, reason


@pytest.mark.parametrize(("first", "second", "reason"), OTHER_NAMES)
def test_two_people_get_one_token(first: str, second: str, reason: str) -> None:
    assert person.compact(first) != person.compact(second), reason


ONE_ADDRESS = [
    ("House No. 18, Street 9, Sialkot", "H# 18 ST# 9 SIALKOT", "house no 18 street no 9, sialkot"),
    ("12-A Link Road", "12 A, Link Rd.", "12A link road"),
    ("مکان نمبر ۱۸ گلی نمبر ۹", "مکان نمبر 18، گلی نمبر 9", "مكان 18 گلی 9"),
    ("Distt. Attock", "District Attock", "ضلع Attock"),
]


@pytest.mark.parametrize("forms", ONE_ADDRESS)
def test_one_address_gets_two_tokens(forms: tuple[str, ...]) -> None:
    assert len({address.compact(form) for form in forms}) == 1


def test_two_houses_get_one_token() -> None:
    assert address.compact("House 8/79") != address.compact("House 87/9")


@pytest.mark.parametrize("text", ["", " ", "--", "\u200f", "۔", "\ud800", "\x00", "🙂"])
@pytest.mark.parametrize("module", [person, address])
def test_nothing_is_taken_for_a_value(module: object, text: str) -> None:
    assert not module.is_valid(text)  # type: ignore[attr-defined]
    for verb in ("compact", "validate", "format"):
        with pytest.raises(ValidationError) as error:
            getattr(module, verb)(text)
        assert text.strip() == "" or text not in str(error.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_without_another_error(text: str) -> None:
    for module in (person, address):
        if module.is_valid(text):
            assert module.compact(text) == module.validate(text)
            assert module.format(text)


@given(st.lists(st.sampled_from(["Akbar", "NOOR", "zaman", "خان", "Gul", "M."]), min_size=2))
def test_a_canonical_name_that_changes_when_read_again_breaks_links(words: list[str]) -> None:
    spelled = person.compact(" ".join(words))
    assert person.compact(person.format(" ".join(words))) == spelled
    assert person.compact("  ".join(words).swapcase()) == spelled


def test_formats_are_what_a_register_prints() -> None:
    assert person.format("MST.  NIGHAT   SEEMAB") == "Nighat Seemab"
    assert address.format("House 18,\n Street  9") == "House 18, Street 9"


# --- text


@pytest.mark.parametrize("between", ["S/O", "s/o", "S/o", "son of", "walad", "D/O", "W/O", "zoja"])
@pytest.mark.parametrize("style", [str, str.upper, str.lower])
def test_a_second_person_behind_a_relation_word_is_left(between: str, style: object) -> None:
    first, second = (style(name) for name in ("Nadir Pervaiz", "Ghulam Qadir"))  # type: ignore[operator]
    assert found(f"{first} {between} {second}", "PERSON") == [first, second]


@pytest.mark.parametrize(
    "between", ["ولد", "ولدیت", "بن", "بنت", "دختر", "زوجہ", "بیوہ", "ابن", "عرف"]
)
def test_a_second_person_behind_an_urdu_relation_word_is_left(between: str) -> None:
    assert found(f"نادر پرویز {between} اسلم رضا", "PERSON") == ["نادر پرویز", "اسلم رضا"]


# Words of names that are words of sentences too, or look like places: each was lost once.
EASILY_LOST = """
Haq Nawaz|Hakim Ali|Abdul Bari|Allah Rakha|Allah Dino|Khushi Muhammad|Dil Nawaz|Hasil Khan
Sona Khan|Wali Jan|Dost Ali|Khuda Bux|Umar Din|Malik Dad|Wazir Gul|Aziz Jan|Sara Noor|Jannat Mai
Mustafa Jatoi|Rahim Yar|Noor Jahan|Gul Zaman|Mian Nazir|Abu Bakar|Sahib Khan|Abdul Salam
Abdul Wahid|Nand Lal|Gul Bahar|Mohabbat Khan|Sheikh Karim|Mir Hassan|Pir Bux|Ata Aziz
"""
EASILY_LOST_URDU = """
حق نواز|حکیم علی|عبد الباری|اللہ رکھا|اللہ ڈنو|خوشی محمد|دل نواز|حاصل خان|محفوظ خان|ولی جان
دوست علی|ماہ نور|خدا بخش|عمر دین|ملک داد|وزیر گل|عزیز جان|جنت مائی|عبد السلام|منظور کرم|قائم علی
نند لال
"""


@pytest.mark.parametrize("name", headers(EASILY_LOST))
@pytest.mark.parametrize("style", [str, str.upper])
def test_a_name_that_is_also_a_word_is_left(name: str, style: object) -> None:
    name = style(name)  # type: ignore[operator]
    text = f"{name} S/O {name} R/O Kasur"
    assert found(text, "PERSON") == [name, name]


@pytest.mark.parametrize("name", headers(EASILY_LOST_URDU))
def test_an_urdu_name_that_is_also_a_word_is_left(name: str) -> None:
    assert found(f"{name} ولد {name} سکنہ", "PERSON") == [name, name]


@pytest.mark.parametrize(
    "place", ["Lahore", "Toba Tek Singh", "D.G. Khan", "ٹوبہ ٹیک سنگھ", "كراچی"]
)
def test_a_place_that_is_not_read_whole_cuts_an_address(place: str) -> None:
    assert place_at(fold(place + ", x").text, 0) == len(place)


def test_an_address_that_is_cut_leaves_the_house() -> None:
    text = "deliver to 17-B, Khayaban-e-Shamsheer, DHA Phase 5, Karachi 75500, call first"
    assert found(text, "ADDRESS") == ["17-B, Khayaban-e-Shamsheer, DHA Phase 5, Karachi 75500"]


def test_name_and_address_in_one_line_become_one_value() -> None:
    text = "NADIR PERVAIZ S/O GHULAM QADIR R/O H# 18 ST# 9 MOHALLA QADIR ABAD SIALKOT 03001234567"
    assert found(text, "PERSON") == ["NADIR PERVAIZ", "GHULAM QADIR"]
    assert found(text, "ADDRESS") == ["H# 18 ST# 9 MOHALLA QADIR ABAD SIALKOT"]


# --- lists


def test_a_word_in_two_lists_is_read_by_chance() -> None:
    assert not word_list("not_names.txt") & word_list("sometimes_names.txt")
    kinds = titles()
    assert set(kinds) == {"pure", "honorific", "name", "after"}
    assert not kinds["pure"] & (kinds["honorific"] | kinds["name"])
    assert not kinds["name"] & word_list("not_names.txt")
    assert "lahore" in places()


def test_words_are_read_backwards_whole_or_not_at_all() -> None:
    text = "Abcdef ghi, Jkl"
    assert [word.key for word in words_before(text, len(text))] == ["jkl", "ghi", "abcdef"]
    assert [word.key for word in words_before(text, len(text), reach=12)] == ["jkl", "ghi"]


def test_a_shared_beginning_hides_no_phrase() -> None:
    phrases = ["s/o", "son", "son of", "sons of", "ولد", "ولدیت"]
    pattern = re.compile(alternation(phrases))
    assert all(pattern.fullmatch(fold(phrase).text) for phrase in phrases)


# --- the recognisers in Presidio, and the seam


def test_own_patterns_are_read_as_in_presidio() -> None:
    own = person.PkPersonRecognizer(patterns=[Pattern("nickname", "kaka [a-z]+", 0.9)])
    assert [(r.start, r.end) for r in own.analyze("yeh kaka munna hai", ["PERSON"])] == [(4, 14)]
    other = address.PkAddressRecognizer(patterns=[Pattern("own", "gali wali masjid", 0.9)])
    assert len(other.analyze("gali wali masjid", ["ADDRESS"])) == 1


def test_offsets_that_miss_invisible_characters_leave_letters() -> None:
    text = "\u202aناد\u200dر پرویز ولد اسلم\u200c رضا\u202c"
    results: list[RecognizerResult] = person.PkPersonRecognizer().analyze(text, ["PERSON"])
    assert {text[r.start : r.end] for r in results} == {"ناد\u200dر پرویز", "اسلم\u200c رضا"}


PIECES = st.sampled_from(
    [
        "S/O", "w/o", "@", "Name:", "نام", "ولد", "Mst.", "Bibi", "Muhammad", "akram", "KHAN",
        "علی", "خان", "House", "No. 5", "H#", "Block", "A", "Town", "Lahore", "near", "r/o",
        "سکنہ", "چک", "نمبر", "۵", "Address:", ",", ".", "\n", "\t", "(", "-", "e", "ul",
        "\u200f", "\ud800", "\x00", "İ", "ſ", "K", "ı", "ß", "ﬁ", "🙂", "Ch.", "4", "12/GB",
        "54000", "ka naam", "ke naam pe",
    ]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]))
def test_the_two_paths_disagree_or_a_strange_letter_stops_the_run(
    pieces: list[str], joint: str
) -> None:
    text = joint.join(pieces)
    fast = detector().find_cells([text], ColumnProfile())[0]
    plain = detector("plain").find_cells([text], ColumnProfile())[0]
    assert [(f.start, f.end, f.entity) for f in fast] == [(f.start, f.end, f.entity) for f in plain]
    assert all(0 <= f.start < f.end <= len(text) for f in fast)


LONG = 30_000


@pytest.mark.parametrize(
    "unit",
    ["S/O ", "a s/o ", "Name: ", "@ ", "Muhammad ", "bibi ", "ولد ", "نام ", "H# 5 ", "near x ",
     "ul ", "Lahore, ", "Model Town, ", "address: a: ", "r/o x ", "a", " ", "-", "\n", "1-",
     "e-"],
)  # fmt: skip
def test_a_long_cell_stops_the_run(unit: str) -> None:
    """Twice the text may cost about twice the time; ten times it would be quadratic."""
    recognizers = (person.PkPersonRecognizer(), address.PkAddressRecognizer())

    def seconds(text: str) -> float:
        forget([text])  # what the model says of a text is kept
        start = time.process_time()
        for recognizer in recognizers:
            for pattern in recognizer.patterns:
                for _ in recognizer.matches(text, pattern):
                    pass
        return time.process_time() - start

    seconds(unit)
    short, long = (unit * LONG)[: LONG // 4], (unit * LONG)[:LONG]
    assert min(seconds(long) for _ in range(2)) < 12 * seconds(short) + 0.2


@pytest.mark.slow
def test_a_file_made_of_cues_takes_minutes() -> None:
    """Ten MB of the worst text in seconds: a MB of cues costs at most ten times one of words."""
    words = "the quick brown fox and the lazy dog of yesterday "

    def seconds(recognizer: person.PkPersonRecognizer | address.PkAddressRecognizer, unit: str) -> float:
        text = unit * (1_000_000 // len(unit))
        start = time.process_time()
        for _ in recognizer.matches(text, recognizer.patterns[0]):
            pass
        return time.process_time() - start

    for recognizer in (person.PkPersonRecognizer(), address.PkAddressRecognizer()):
        usual = min(seconds(recognizer, words) for _ in range(2))
        for unit in ("S/O ", "Mr ", "muhammad ", "bibi ", "house no ", "near ", "tehsil ", "ولد "):
            assert seconds(recognizer, unit) < 10 * usual + 1, unit


@given(st.lists(PIECES, max_size=120), st.sampled_from(["", " "]))
@settings(max_examples=40, deadline=None)
def test_a_name_is_not_lost_in_a_long_text_that_a_short_one_shows(
    pieces: list[str], joint: str
) -> None:
    """The readers see a window around a cue; what they read with the whole text is the same."""
    text = fold(joint.join(pieces)).text
    recognizer = person.PkPersonRecognizer()
    for cue in recognizer.compiled(recognizer.patterns[0]).finditer(text):
        start, end = cue.span()
        whole = person_cues._read.__wrapped__(text, start, end)
        assert tuple(person_cues.read_names(text, start, end)) == whole


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HC 1234 Akram was at the gate", "Akram"),
        ("LHC/77 Noor Zaman left", "Noor Zaman"),
        ("constable no. 8812 sharafat duty pe nahi tha", "sharafat"),
        ("ASI-15 GHULAM QADIR recorded it", "GHULAM QADIR"),
        ("کانسٹیبل نمبر 8812 شرافت ڈیوٹی پر نہیں تھا", "شرافت"),
        ("ہیڈ کانسٹیبل 1234 اکرم نے بتایا", "اکرم"),
    ],
)
def test_a_policeman_behind_rank_and_number_is_left(text: str, name: str) -> None:
    assert name in [text[a:b] for a, b, _ in cue_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gawah dilbar adalat mein nahi aya", "dilbar"),
        ("Mr. Dost Muhammad tabled the bill", "Dost Muhammad"),
        ("گواہ دلبر عدالت میں پیش نہ ہوا", "دلبر"),
    ],
)
def test_a_word_of_the_sentence_goes_with_the_name(text: str, name: str) -> None:
    assert [fold(text).text[a:b] for a, b, _ in cue_names(text)] == [fold(name).text]


@pytest.mark.parametrize(
    "text",
    ["constable no. 5 of the list", "driver 2 din se nahi aya", "HC 44 of 2020", "khala adalat pe aayen gi",
     "passport ka number", "کلرک نمبر 5 کی فائل"],
)  # fmt: skip
def test_words_beside_a_rank_or_relative_are_taken_for_names(text: str) -> None:
    assert not list(cue_names(text))


def cue_names(text: str) -> Iterator[tuple[int, int, float]]:
    recognizer = person.PkPersonRecognizer()
    return recognizer.matches(fold(text).text, recognizer.patterns[0])


def test_a_chain_never_reaches_further_than_one_address() -> None:
    text = "House 5, " + "Alpha, House 6, " * 200
    assert address_parts.read_chain(text, 0).end <= address_parts.REACH + 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zulfiqarr", "ذوالفقار"),  # by its consonants
        ("Mohd Shahbaaaz", "Muhammad Shahbaz"),
        ("Abdul Rehman", "عبدالرحمن"),  # also written with an alef
        ("Ismail Khan", "اسمعیل خان"),
        ("Abd ur Rehman", "Abdul Rehman"),
        ("Xqzrtwov", "Xqzrtwov"),  # in no list: only its own spelling
    ],
)
def test_spellings_of_one_name_get_two_keys(one: str, other: str) -> None:
    assert name_links.linked(one) == name_links.linked(other)


def test_a_text_without_a_letter_is_taken_for_a_name() -> None:
    with pytest.raises(ValidationError):
        name_links.linked("0300 1234567")
