"""Devices, vehicles and papers: what the vectors can't say of these identifiers.

One value in two spellings that gives two tokens breaks a study's links; a shape without a label
that is claimed ruins an untouched column; an input that hangs or throws stops the run.
"""

from __future__ import annotations

import importlib
import json
import time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers import pk
from recognizers.pk.validation import ValidationError
from recognizers.pk.vehicle_registration import is_city_series
from redactor.detection import ColumnProfile, Detector

if TYPE_CHECKING:
    from types import ModuleType

    from recognizers.pk.recognizer import PkRecognizer

DEVICES = ("imei", "imsi", "iccid", "cell_id")
PAPERS = ("passport", "ntn", "vehicle_registration", "professional_licence")
# They have no published form: without a label, a header or a column they claim nothing.
LABELLED_ONLY = (
    "eobi", "social_security", "personnel_number", "pension_number", "military_number",
    "police_belt", "strn", "old_nic", "family_number", "afghan_card",
    "chassis_number", "engine_number", "driving_licence", "arms_licence",
)  # fmt: skip
ALL = (*DEVICES, *PAPERS, *LABELLED_ONLY)
VECTORS = Path(__file__).parent.parent / "vectors" / "pk"


def module(name: str) -> ModuleType:
    return importlib.import_module(f"recognizers.pk.{name}")


def recognizer(name: str) -> PkRecognizer:
    return next(one for one in pk.recognizers() if type(one).__module__.endswith(f".{name}"))


@cache
def detector() -> Detector:
    return Detector()


def values(name: str) -> list[str]:
    lines = (VECTORS / f"{name}.jsonl").read_text("utf-8").splitlines()
    return sorted({value for line in lines for value in json.loads(line)["values"]})


SAME = [
    ("imei", ["35-209900-176148-1", "352099001761481", "۳۵۲۰۹۹۰۰۱۷۶۱۴۸۱", "352099-00-176148-1"],
     "352099001761481", "groupings of one number"),
    ("imei", ["35209900176148", "352099001761480", "3520990017614823", "352099001761481.0"],
     "352099001761481", "no check digit, the network's spare 0, an IMEISV, a float: one handset"),
    ("imsi", ["410-06-1234567890", "410061234567890", "٤١٠٠٦١٢٣٤٥٦٧٨٩٠", "410 06 1234567890",
              "410061234567890F"], "410061234567890", "groupings, digits, the SIM's filler"),
    ("iccid", ["8992300000000000011", "8992 3000 0000 0000 011", "8992300000000000011F",
               "'8992300000000000011"], "8992300000000000011", "groupings and the filler"),
    ("cell_id", ["410-01-1234-56789", "410|01|1234|56789", "410_01_01234_056789",
                 "41001-1234-56789"], "410-01-1234-56789",
     "separators and leading zeros"),
    ("cell_id", ["1234-56789", "1234|56789", "01234 56789"], "1234-56789", "area and cell"),
    ("passport", ["AB1234567", "ab 1234567", "AB-1234567", "ＡＢ۱۲۳۴۵۶۷"], "AB1234567",
     "case, separators, digits"),
    ("ntn", ["1234567-8", "12345678", "1234567", "1234567 - 8", "NTN1234567-8", "۱۲۳۴۵۶۷-۸"],
     "1234567", "with and without its check digit"),
    ("ntn", ["0712345-6", "712345-6", "'0712345-6"], "0712345", "a zero lost in a spreadsheet"),
    ("ntn", ["A123456-7", "a1234567"], "A123456", "a letter in front"),
    ("vehicle_registration", ["LEA-17-1234", "lea 17 1234", "LEA171234", "LEA-2017-1234",
                              "1234-17-LEA", "ایل ای اے-۱۷-۱۲۳۴", "LEA\u201117\u20111234"],
     "LEA171234", "separators, century, order, letters spelled out"),
    ("vehicle_registration", ["ABC-123", "abc 123", "ABC123", "123-ABC"], "ABC123", "no year"),
    ("eobi", ["1234A567890", "1234-A-567890", "1234 a 567890"], "1234A567890", "separators"),
    ("social_security", ["PESSI 12-34567", "1234567", "SS/1234567"], "1234567", "names in front"),
    ("personnel_number", ["00123456", "123456", "P.No 00123456", "00123456.0"], "00123456",
     "zeros lost in a spreadsheet"),
    ("pension_number", ["12345-P", "PPO-12345-P", "12345 / p"], "12345P", "PPO in front"),
    ("military_number", ["PA-12345", "PA No. 12345", "pa 12345"], "PA12345", "No inside"),
    ("police_belt", ["1234/HC", "HC-1234", "hc 01234"], "HC1234", "rank before or behind"),
    ("professional_licence", ["12345-P", "PMDC 12345-P", "12345p"], "12345P", "council in front"),
    ("professional_licence", ["CIVIL/12345", "PEC CIVIL-12345"], "CIVIL12345", "council in front"),
    ("strn", ["12-00-9999-001-37", "1200999900137", "۱۲ ۰۰ ۹۹۹۹ ۰۰۱ ۳۷"], "1200999900137",
     "groups and digits"),
    ("strn", ["SRB S1234567-8", "S1234567", "s12345678"], "S1234567", "check digit or not"),
    ("old_nic", ["101-52-123456", "10152123456", "101 52 123456"], "10152123456", "groups"),
    ("family_number", ["AB12CD", "ab-12 cd"], "AB12CD", "case and separators"),
    ("afghan_card", ["AF12345678", "af-12345678"], "AF12345678", "case and separators"),
    ("chassis_number", ["NKR55L-1234567", "nkr55l 1234567"], "NKR55L1234567", "separators"),
    ("engine_number", ["K10B-123456", "k10b 123456"], "K10B123456", "separators"),
    ("driving_licence", ["DL-123456", "DL No 123456", "123456"], "123456", "DL in front"),
    ("arms_licence", ["1234/DC/LHR/1998", "1234-dc-lhr-1998"], "1234DCLHR1998", "separators"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spellings", "canonical", "reason"), SAME)
def test_one_value_would_get_two_tokens(
    name: str, spellings: list[str], canonical: str, reason: str
) -> None:
    assert {module(name).compact(spelling) for spelling in spellings} == {canonical}, reason


DIFFERENT = [
    ("vehicle_registration", "ABC-012", "ABC-0012", "a car and a motorcycle"),
    ("vehicle_registration", "LEA-17-1234", "LEA-1234", "with and without a year"),
    ("imei", "352099001761481", "352099001761491", "neighbours"),
    ("cell_id", "410-01-1234-56789", "410-01-12345-6789", "area and cell apart"),
    ("cell_id", "410-01-1234-56789", "410-06-1234-56789", "two networks"),
    ("police_belt", "1234/HC", "1234/LHR", "a rank and a district"),
    ("strn", "S1234567", "T1234567890123"[1:], "a province's and a federal number"),
]


@pytest.mark.parametrize(("name", "one", "other", "reason"), DIFFERENT)
def test_two_values_would_share_a_token(name: str, one: str, other: str, reason: str) -> None:
    assert module(name).compact(one) != module(name).compact(other), reason


INVALID = [
    ("imei", "352099001761487", "a wrong check digit"),
    ("imei", "000000000000000", "a filler"),
    ("imei", "3520990017614", "13 digits"),
    ("imsi", "424021234567890", "another country"),
    ("imsi", "410091234567890", "a network that was not assigned"),
    ("imsi", "41006123456789", "14 digits"),
    ("iccid", "8992300000000000012", "a wrong check digit"),
    ("iccid", "8965880812100011146", "another country"),
    ("iccid", "9992300000000000011", "not a telecommunication card"),
    ("cell_id", "404-01-1234-56789", "another country"),
    ("cell_id", "410-09-1234-56789", "a network that was not assigned"),
    ("cell_id", "410-01-1234", "three parts"),
    ("cell_id", "LHR1234", "a site's name has no number's form"),
    ("cell_id", "...", "nothing"),
    ("passport", "ABC1234567", "a foreign form"),
    ("passport", "AB1111111", "a filler"),
    ("passport", "AB12345", "too short"),
    ("ntn", "0000000-0", "a filler"),
    ("ntn", "123456789", "nine digits"),
    ("vehicle_registration", "NA-55", "a constituency"),
    ("vehicle_registration", "GRE-320", "an examination"),
    ("vehicle_registration", "ABCDE-123", "five letters"),
    ("vehicle_registration", "12-AB-3456", "no form in use"),
    ("vehicle_registration", "plate", "no digit"),
    ("eobi", "12345", "no reported form"),
    ("eobi", "EOBI", "no digit"),
    ("social_security", "ABC123", "three digits"),
    ("social_security", "SESSI", "no digit"),
    ("personnel_number", "00000000", "a filler"),
    ("personnel_number", "EMP-1", "an employer's form"),
    ("personnel_number", "x", "no digit"),
    ("pension_number", "123", "three digits"),
    ("pension_number", "P", "no digit"),
    ("military_number", "XY-12345", "unknown letters"),
    ("military_number", "1", "too short"),
    ("police_belt", "0/HC", "zero"),
    ("police_belt", "12-34-HC-5", "two numbers"),
    ("professional_licence", "XYZ-12", "no council's form"),
    ("professional_licence", "PEC", "no digit"),
    ("strn", "0000000000000", "a filler"),
    ("strn", "123456789012", "twelve digits"),
    ("old_nic", "03001234567", "a mobile number"),
    ("old_nic", "11111111111", "a filler"),
    ("old_nic", "101-52-12345", "ten digits"),
    ("family_number", "AB1", "too short"),
    ("family_number", "", "nothing"),
    ("afghan_card", "ABCD12345678", "four letters"),
    ("afghan_card", "1234", "too short"),
    ("chassis_number", "1HGCM82633O004352", "the letter O in a VIN"),
    ("chassis_number", "123", "too short"),
    ("engine_number", "AB12C", "does not end in digits"),
    ("engine_number", "12", "too short"),
    ("driving_licence", "12-34-AB-56", "no reported form"),
    ("driving_licence", "DL", "no digit"),
    ("arms_licence", "AB-12", "no reported form"),
    ("arms_licence", "DC", "no digit"),
]


@pytest.mark.parametrize(("name", "number", "reason"), INVALID)
def test_what_was_never_issued_would_pass_for_proven(name: str, number: str, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        module(name).validate(number)
    assert number.isalpha() or not number or number not in str(caught.value), "the value is shown"
    assert not module(name).is_valid(number), reason


PRINTED = [
    ("imei", "352099001761481", "35-209900-176148-1"),
    ("imsi", "410061234567890", "410 06 1234567890"),
    ("iccid", "8992300000000000011", "8992 3000 0000 0000 011"),
    ("cell_id", "410|01|1234|56789", "410-01-1234-56789"),
    ("passport", "ab 1234567", "AB1234567"),
    ("ntn", "12345678", "1234567-8"),
    ("ntn", "1234567", "1234567"),
    ("vehicle_registration", "lea171234", "LEA-17-1234"),
    ("vehicle_registration", "12-AB-3456", "12AB3456"),
    ("eobi", "1234-A-567890", "1234A567890"),
    ("social_security", "ss 1234567", "1234567"),
    ("personnel_number", "123456", "00123456"),
    ("pension_number", "12345p", "12345-P"),
    ("military_number", "pa12345", "PA-12345"),
    ("police_belt", "hc1234", "1234/HC"),
    ("police_belt", "1234", "1234"),
    ("professional_licence", "12345p", "12345-P"),
    ("professional_licence", "elect12345", "ELECT/12345"),
    ("strn", "1200999900137", "12-00-9999-001-37"),
    ("strn", "S1234567", "S1234567"),
    ("old_nic", "10152123456", "101-52-123456"),
    ("family_number", "ab12cd", "AB12CD"),
    ("afghan_card", "af-12345678", "AF12345678"),
    ("chassis_number", "cda-123456", "CDA123456"),
    ("engine_number", "k10b-123456", "K10B123456"),
    ("driving_licence", "3520212345671123", "35202-1234567-1#123"),
    ("driving_licence", "lhr-12-123456", "LHR12123456"),
    ("arms_licence", "1234DCLHR1998", "1234/DCLHR/1998"),
]


@pytest.mark.parametrize(("name", "number", "printed"), PRINTED)
def test_a_report_would_print_another_number(name: str, number: str, printed: str) -> None:
    assert module(name).format(number) == printed
    assert module(name).compact(printed) == module(name).compact(number)


@pytest.mark.parametrize("name", ALL)
def test_a_value_that_was_found_would_have_no_token_of_its_own(name: str) -> None:
    refused = 0
    for value in values(name):
        try:
            found = module(name).compact(value)
        except ValidationError:
            refused += 1  # digits lost in a spreadsheet or masked: there is no whole number
        else:
            assert module(name).compact(found) == found, "compact changes its own result"
            assert module(name).is_valid(value) in {True, False}
    assert refused <= 5


@pytest.mark.parametrize("name", ALL)
@given(text=st.text(max_size=40) | st.from_regex(r"[A-Z0-9 ./#\-]{0,24}", fullmatch=True))
def test_a_strange_cell_would_stop_the_run(name: str, text: str) -> None:
    for verb in ("compact", "validate", "format"):
        refused = ""
        try:
            assert isinstance(getattr(module(name), verb)(text), str)
        except ValidationError as error:
            refused = str(error)
        assert len(text) < 8 or text not in refused, "the error shows the value"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "\ud800123\udfff",
        "😀" * 50,
        "۱" * 100,
        "\u200f" * 100,
        "ۓ\u0640" * 50,
        "\r\n\t" * 50,
    ],
)
def test_a_hostile_text_would_stop_the_run(name: str, text: str) -> None:
    found = recognizer(name).analyze(text, [recognizer(name).ENTITY])
    assert all(0 <= result.start < result.end <= len(text) for result in found)


WORST = ("1-", "1", "A", "A1", "AB-12 ", "410-", "8 9 ", "1234567-", "12/", "ای ", "1x*")


@pytest.mark.parametrize("name", ALL)
def test_one_long_cell_would_hold_up_the_run(name: str) -> None:
    one = recognizer(name)
    patterns = [*one.patterns, *one.COLUMN_PATTERNS]
    start = time.perf_counter()
    for worst in WORST:
        text = worst * (20_000 // len(worst))
        for pattern in patterns:
            for _ in one.matches(text, pattern):
                pass
    # 220,000 characters a pattern, at a microsecond each; a quadratic pattern takes minutes.
    assert time.perf_counter() - start < 5.0 * len(patterns)


@pytest.mark.parametrize("name", LABELLED_ONLY)
def test_an_open_shape_would_claim_unlabelled_numbers(name: str) -> None:
    one = recognizer(name)
    assert not one.RAISED
    # A pattern that names the value's group holds a label or a rank itself.
    assert all(p.score < 0.4 or "(?P<value>" in p.regex for p in one.patterns)
    assert one.CONTEXT
    assert one.HEADERS


@pytest.mark.parametrize("name", ALL)
def test_a_fast_scan_would_skip_a_match_that_counts(name: str) -> None:
    one = recognizer(name)
    for value in values(name):
        for pattern in one.patterns:
            if pattern.name not in one.RAISED:
                assert all(score <= pattern.score for _, _, score in one.matches(value, pattern)), (
                    pattern.name
                )


LOOK_ALIKES = [
    ("352099001761481", "IMEI", "an IMEI is also a card by its check digit"),
    ("410061234567890", "IMSI", "an IMSI has an IMEI's length"),
    ("8992300000000000011", "ICCID", "an ICCID has a card's shape"),
    ("410-01-1234-56789", "CELL_ID", "a cell's identity begins like an IMSI"),
    ("410-06-1234567890", "IMSI", "an IMSI in parts looks like a 5G cell"),
    ("35202-1234567-1", "PK_CNIC", "a CNIC's tail is an NTN's shape"),
    ("LEA-17-1234", "PK_VEHICLE_REGISTRATION", "a registration looks like a licence"),
    ("STRN 3520212345671", "PK_STRN", "a labelled sales tax number that looks like a CNIC"),
    ("NIC No 101-52-123456", "PK_OLD_NIC", "the old form beside the new card's label"),
    (
        "Chassis No NKR55L1234567 Engine No 2NZ1234567",
        "CHASSIS_NUMBER ENGINE_NUMBER",
        "side by side",
    ),
    ("IMEI/IMSI 352099001761481 / 410061234567890", "IMEI IMSI", "one label for two numbers"),
    ("NTN 1234567-8, STRN 12-00-9999-001-37", "PK_NTN PK_STRN", "side by side"),
    ("Passport AB1234567, gari LEA-1234", "PK_PASSPORT PK_VEHICLE_REGISTRATION", "side by side"),
]


@pytest.mark.parametrize(("text", "entities", "reason"), LOOK_ALIKES)
def test_a_number_would_go_by_another_ones_rule(text: str, entities: str, reason: str) -> None:
    found = detector().find_cells([text], ColumnProfile())[0]
    assert " ".join(finding.entity for finding in found) == entities, reason


SHAPES = [
    ("chassis_number", "VIN", "1HGCM82633A004352", 0.3, "letters and digits"),
    ("chassis_number", "VIN", "12345678901234567", 0.0, "seventeen digits are an account"),
    ("chassis_number", "VIN", "ABCDEFGHJKLMNPRST", 0.0, "seventeen letters are a word"),
    ("driving_licence", "CNIC and serial", "35202-1234567-1#123", 0.35, "a CNIC with a serial"),
    ("driving_licence", "any form", "35202-1234567-1", 0.0, "a CNIC is left to `cnic`"),
    ("afghan_card", "like a CNIC", "12345-1234567-1", 0.1, "refugees' cards may look like one"),
    ("imei", "solid", "410061234567890", 0.0, "an IMSI"),
    ("imsi", "any network", "352099001761481", 0.0, "an IMEI"),
    ("vehicle_registration", "letters and number", "RIZ 3725", 0.45, "a known city's series"),
    ("vehicle_registration", "letters and number", "in 2019", 0.0, "a word and a year"),
    ("vehicle_registration", "letters and number", "AGE-123", 0.05, "a word, or a series"),
]


@pytest.mark.parametrize(("name", "pattern", "value", "score", "reason"), SHAPES)
def test_a_shape_would_be_worth_more_than_it_proves(
    name: str, pattern: str, value: str, score: float, reason: str
) -> None:
    one = recognizer(name)
    shape = next(shape for shape in one.patterns if shape.name == pattern)
    assert one.score(shape, value) == score, reason


def table(name: str) -> tuple[list[str], list[str]]:
    text = files("recognizers.pk").joinpath(f"data/{name}.txt").read_text("utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    return comments, [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("name", ["vehicle_series", "vehicle_not_plates"])
def test_a_table_would_not_say_where_it_is_from(name: str) -> None:
    comments, entries = table(name)
    assert any("Typed" in line for line in comments)
    assert any("Date: 20" in line for line in comments)
    assert any("Licence" in line for line in comments)
    assert entries


def test_an_exception_would_except_nothing() -> None:
    _, entries = table("vehicle_series")
    series = {line.split()[0] for line in entries if not line.startswith("-")}
    for line in entries:
        if line.startswith("-"):
            assert line[1:3] in series
            assert not is_city_series(line[1:])
    assert is_city_series("LEA")
    assert not is_city_series("ABC")


def test_a_word_in_the_table_would_hide_a_city_series() -> None:
    _, entries = table("vehicle_not_plates")
    listed = [word for line in entries for word in line.split()]
    assert all(word.isascii() and word.isupper() and word.isalpha() for word in listed)
    assert not [word for word in listed if is_city_series(word)]
