"""Bills, accounts, rolls, land, cases and papers: what their vectors can't say.

These numbers have no published form, so what matters is that every spelling of one number gives one
token, that nothing breaks on any text, and that none is claimed without a label.
"""

from __future__ import annotations

import time
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers.pk import (
    bank_account,
    case_number,
    domicile,
    electricity_reference,
    health_id,
    land_record,
    mrz,
    student_id,
    travel_id,
    utility_account,
    voter,
    welfare_id,
)
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.validation import ValidationError

RECOGNIZERS: dict[ModuleType, PkRecognizer] = {
    bank_account: bank_account.PkBankAccountRecognizer(),
    case_number: case_number.PkCaseNumberRecognizer(),
    domicile: domicile.PkDomicileRecognizer(),
    electricity_reference: electricity_reference.PkElectricityReferenceRecognizer(),
    health_id: health_id.PkHealthIdRecognizer(),
    land_record: land_record.PkLandRecordRecognizer(),
    mrz: mrz.PkMrzRecognizer(),
    student_id: student_id.PkStudentIdRecognizer(),
    travel_id: travel_id.PkTravelIdRecognizer(),
    utility_account: utility_account.PkUtilityAccountRecognizer(),
    voter: voter.PkVoterRecognizer(),
    welfare_id: welfare_id.PkWelfareIdRecognizer(),
}
MODULES = list(RECOGNIZERS)

# The passport of ICAO Doc 9303, part 4, appendix B, and the card of part 5.
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)

SAME = [
    (bank_account, "12341234567812", ["1234-12345678-12", "12341234567812.0", "A/C # ۱۲۳۴۱۲۳۴۵۶۷۸۱۲"]),
    (bank_account, "0123456789", ["0123456789", "0123 456 789"]),
    (case_number, "123/2024", ["123/24", "123/2024", "FIR No. 123/24", "123 of 2024", "۱۲۳/۲۴", "0123-24"]),
    (case_number, "123/1998", ["123/98", "123 of 1998"]),
    (case_number, "WP 1915/1998", ["W.P. No. 1915/98", "Writ Petition No.1915 of 1998", "w.p 1915-1998"]),
    (case_number, "CRLMISC 27821H/2024", ["Crl.Misc.No.27821-H/24", "Criminal Misc. 27821-H of 2024"]),
    (case_number, "SUIT 12/2019", ["Civil Suit No. 12/2019", "suit 12/19"]),
    (case_number, "123", ["123", "No. 0123"]),
    (domicile, "1234/DC/LHR/2015", ["1234/DC/LHR/2015", "No. 01234-DC-LHR-2015", "Domicile No 1234/dc/lhr/2015"]),
    (domicile, "1234", ["1234", "01234.0", "domicile no ۱۲۳۴"]),
    (electricity_reference, "04112221234567", ["04 11222 1234567 U", "04-11222-1234567-R", "4112221234567",
     "04112221234567.0", "۰۴ ۱۱۲۲۲ ۱۲۳۴۵۶۷"]),
    (electricity_reference, "1234567890", ["1234567890", "12345 67890"]),
    (health_id, "1234567", ["MR No. 12-34567", "mrn 1234567", "1234567", "Patient ID 1234567"]),
    (land_record, "12/3/1", ["12//3/1 min", "12-3-1", "khasra no. 12/3/1", "۱۲//۳/۱"]),
    (land_record, "DHA/LHR/12345", ["DHA/LHR/12345", "dha-lhr-12345"]),
    (student_id, "FA20BCS001", ["FA20-BCS-001", "CIIT/FA20-BCS-001/LHR", "fa20 bcs 001"]),
    (student_id, "123456", ["123456", "Roll No 123456", "۱۲۳۴۵۶.0"]),
    (travel_id, "ABC1D2", ["abc1d2", "PNR ABC1D2"]),
    (travel_id, "2141234567890", ["214-1234567890", "2141234567890"]),
    (utility_account, "0400012345678", ["0400-0123-45678", "0400 012345678", "۰۴۰۰۰۱۲۳۴۵۶۷۸"]),
    (voter, "440160404", ["440160404", "440160404.0", "بلاک کوڈ ۴۴۰۱۶۰۴۰۴"]),
    (voter, "12", ["12", "0012", "Silsila No. 12"]),
    (voter, "0", ["0", "000"]),
    (welfare_id, "12345678", ["NSER form no. 12-345678", "12345678", "BISP 12345678"]),
    (mrz, PASSPORT[0] + PASSPORT[1], ["\n".join(PASSPORT), "\r\n".join(PASSPORT), "\\n".join(PASSPORT),
     " ".join(PASSPORT).lower()]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("module", "canonical", "spelling"), [(m, c, s) for m, c, spellings in SAME for s in spellings]
)
def test_one_number_in_two_spellings_stays_one_person(
    module: ModuleType, canonical: str, spelling: str
) -> None:
    assert module.compact(spelling) == canonical
    assert module.compact(canonical) == canonical


FORMATTED = [
    (bank_account, "1234-12345678-12", "12341234567812"),
    (case_number, "W.P. 12 of 98", "WP 12/1998"),
    (domicile, "1-DC", "1/DC"),
    (electricity_reference, "04112221234567", "04 11222 1234567"),
    (electricity_reference, "1234567890", "1234567890"),
    (health_id, "12-34567", "1234567"),
    (land_record, "12//3/1 min", "12/3/1"),
    (mrz, "".join(PASSPORT), "\n".join(PASSPORT)),
    (mrz, " ".join(CARD), "\n".join(CARD)),
    (mrz, CARD[1], CARD[1]),
    (student_id, "fa20bcs001", "FA20-BCS-001"),
    (student_id, "12-34", "1234"),
    (travel_id, "2141234567890", "214-1234567890"),
    (travel_id, "abc1d2", "ABC1D2"),
    (utility_account, "al-123456", "AL123456"),
    (voter, "0012", "12"),
    (welfare_id, "12-345", "12345"),
]


@pytest.mark.parametrize(("module", "text", "expected"), FORMATTED)
def test_the_printed_form_is_the_usual_one(module: ModuleType, text: str, expected: str) -> None:
    assert module.format(text) == expected


INVALID = [
    (bank_account, "1234567", "too few digits for any bank"),
    (bank_account, "00000000", "a filler"),
    (bank_account, "1234", "too few digits to be anything"),
    (bank_account, "****1234", "masked"),
    (case_number, "123", "no year"),
    (case_number, "0/2024", "number 0"),
    (case_number, "1/2/2024", "a date"),
    (domicile, "abc", "no number"),
    (domicile, "1/2/3/4/5/6/7/8/9", "too many parts"),
    (domicile, "DC/LHR/12", "another order"),
    (electricity_reference, "99112221234567", "no batch 99"),
    (electricity_reference, "0000000000", "a filler"),
    (electricity_reference, "12345", "another length"),
    (health_id, "1111", "a filler"),
    (health_id, "A1", "one digit"),
    (land_record, "0/1", "number 0"),
    (land_record, "none", "no number"),
    (land_record, "1/2/3/4/5/6/7/8/9", "too many numbers"),
    (mrz, "P<PAK", "too short"),
    (mrz, "not a zone: it has a colon, and a comma", "other characters"),
    (mrz, PASSPORT[0], "names alone prove nothing"),
    (mrz, PASSPORT[1][:-1] + "1", "the digit over all is wrong"),
    (mrz, "L898902C37" + PASSPORT[1][10:], "the number's digit is wrong"),
    (mrz, PASSPORT[1][:42] + "2" + PASSPORT[1][43:], "the optional field's digit is wrong"),
    (mrz, CARD[0] + CARD[1][:-1] + "7" + CARD[2], "the card's digit over all is wrong"),
    (mrz, CARD[0] + CARD[1] + CARD[1], "the third line holds no name"),
    (mrz, "D231458907UTO7408122F1204159<<<<<<<7", "36 characters, the digit over all is wrong"),
    (student_id, "ABCDEF12345X", "no known form"),
    (student_id, "none", "no digit"),
    (travel_id, "AB", "too short"),
    (travel_id, "ABCDE", "five letters are no booking"),
    (utility_account, "11111", "a filler"),
    (utility_account, "AB1", "too short"),
    (voter, "011111111", "no block begins with 0"),
    (voter, "111111111", "a filler"),
    (voter, "1234567890", "ten digits"),
    (voter, "0", "number 0"),
    (welfare_id, "2222", "a filler"),
    (welfare_id, "X", "no digit"),
]


@pytest.mark.parametrize(("module", "text", "reason"), INVALID)
def test_what_cannot_be_is_not_called_valid(module: ModuleType, text: str, reason: str) -> None:
    assert not module.is_valid(text), reason
    with pytest.raises(ValidationError) as error:
        module.validate(text)
    assert len(text) < 4 or text not in str(error.value)


VALID = [
    (bank_account, "12345678"),
    (case_number, "FIR 123/24"),
    (domicile, "1234/DC/LHR/2015"),
    (electricity_reference, "04 11222 1234567 U"),
    (health_id, "12345"),
    (land_record, "12//3/1"),
    (mrz, "\n".join(PASSPORT)),
    (mrz, PASSPORT[1]),
    (mrz, "\n".join(CARD)),
    (mrz, CARD[0]),
    (mrz, "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
    # Made by a separate script after ICAO Doc 9303-3, 4.9: the optional field is empty.
    (mrz, "AB12345671PAK9001011M3001019<<<<<<<<<<<<<<<4"),
    (mrz, CARD[1]),
    (mrz, "D231458907UTO7408122F1204159<<<<<<<6"),
    (mrz, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226"),
    (student_id, "20L-1234"),
    (travel_id, "QWERTY"),
    (utility_account, "AL-123456"),
    (voter, "440160404"),
    (welfare_id, "12345"),
]


@pytest.mark.parametrize(("module", "text"), VALID)
def test_what_was_issued_is_called_valid(module: ModuleType, text: str) -> None:
    assert module.is_valid(text)


def test_only_check_digits_prove_a_zone() -> None:
    recognizer = RECOGNIZERS[mrz]

    def best(text: str) -> float:
        return max((found.score for found in recognizer.analyze(text, ["PK_MRZ"])), default=0.0)

    assert best("\n".join(PASSPORT)) == 1.0
    assert best("\n".join(CARD)) == 1.0
    assert best(PASSPORT[1]) == 1.0
    assert 0.4 <= best(PASSPORT[1][:-1] + "1") < 1.0
    assert 0.4 <= best(PASSPORT[0]) < 1.0


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", min_size=1, max_size=14), st.data())
def test_one_wrong_digit_is_noticed(field: str, data: st.DataObject) -> None:
    """The weights 7, 3 and 1 have no factor in common with 10: one changed digit always shows."""
    places = [place for place, character in enumerate(field) if character.isdecimal()]
    if places:
        place = data.draw(st.sampled_from(places))
        other = data.draw(st.sampled_from([d for d in "0123456789" if d != field[place]]))
        changed = field[:place] + other + field[place + 1 :]
        assert mrz.check_digit(changed) != mrz.check_digit(field)


@given(st.integers(0, 10**16))
def test_no_number_is_claimed_without_a_label(number: int) -> None:
    """A bare number of any length would otherwise empty tables of amounts and identifiers."""
    for module in MODULES:
        found = RECOGNIZERS[module].analyze(str(number), [RECOGNIZERS[module].ENTITY])
        assert all(result.score < 0.4 for result in found)


HOSTILE = [
    "", " ", "\x00", "\ud800", "😀", "\u202e", "۔۔۔", "-", "/", "<", "P<", "#", "%",
    "\u0660" * 5000, "9" * 5000, "1." * 5000, "a" * 100_000, "1/" * 20_000, "é" * 50_000,
    "<" * 5000, "FIR " * 5000, "12//" * 5000, "A1" * 5000, "\n" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_the_four_verbs(module: ModuleType, text: str) -> None:
    for verb in (module.compact, module.validate, module.format):
        try:
            assert isinstance(verb(text), str)
        except ValidationError as error:
            assert len(str(error)) < 120  # noqa: PT017 - the message holds no input
    assert module.is_valid(text) in {True, False}


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for module in MODULES:
        try:
            found = module.compact(text)
        except ValidationError:
            continue
        assert module.compact(found) == found


SLOW_SHAPES = ["1-", "1.", "1/", "1 ", "A1", "0400", "12//", "fir 1/", "P<PAK", "<", "A<", "khewat ",
               "roll no 1", "FA20-", "1234 ", "pnr ", "*1", "گھرانہ ", "A"]  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_a_megabyte_of_anything_ends_in_seconds(module: ModuleType) -> None:
    """40 KB of each shape; quadratic time would need minutes, and stop the run."""
    recognizer = RECOGNIZERS[module]
    started = time.perf_counter()
    for shape in SLOW_SHAPES:
        text = (shape * 40_000)[:40_000]
        for pattern in recognizer.patterns:
            for _ in recognizer.matches(text, pattern):
                pass
    assert time.perf_counter() - started < 20
