"""Telephones, wallets, accounts, cards and e-mail: what a vector of one text can't say."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import Pattern

from recognizers.pk import credit_card, email_address, iban_code, landline, mobile, wallet_id
from recognizers.pk.credit_card import PkCreditCardRecognizer
from recognizers.pk.email_address import EmailAddressRecognizer
from recognizers.pk.iban_code import IbanCodeRecognizer
from recognizers.pk.landline import PkLandlineRecognizer
from recognizers.pk.mobile import PkMobileRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError
from recognizers.pk.wallet_id import PkWalletIdRecognizer

if TYPE_CHECKING:
    from types import ModuleType

    from recognizers.pk.recognizer import PkRecognizer

MODULES = (mobile, landline, wallet_id, iban_code, credit_card, email_address)
RECOGNIZERS = (
    PkMobileRecognizer(),
    PkLandlineRecognizer(),
    PkWalletIdRecognizer(),
    IbanCodeRecognizer(),
    PkCreditCardRecognizer(),
    EmailAddressRecognizer(),
)

WRITTEN = {
    (mobile, "03001234567"): (
        "0300-1234567", "0300 1234567", "03001234567", "+92 300 1234567", "+92-300-1234567",
        "+92 (0)300 1234567", "0092 300 1234567", "923001234567", "92-300-1234567",
        "(0300) 1234567", "0300.1234567", "0300_1234567", "3001234567", "۰۳۰۰-۱۲۳۴۵۶۷",
        "0300-123-4567", "0300-1234567/8", "0300-1234567 / 68", "0300-1234567-8",
        "+92(300)1234567", "(+92) 300-1234567", "+92 (0300) 1234567", "092-300-1234567",
        "1234567-0300", "4567-123-0300", "1234567 300 92+", "3001234567.0", "3.001234567E9",
        "9.23001234567E11", "3,001,234,567", "923001234567.0", "0300%201234567", "٠٣٠٠ـ١٢٣٤٥٦٧",
        "03\u200f00\u200e-1234567", "tel:+92-300-1234567", "0 3 0 0 1 2 3 4 5 6 7",
        "'03001234567", '="03001234567"', "003001234567", "0300-1234567/0321-7654321",
    ),
    (mobile, "03003001234"): ("3001234-0300", "3001234 300 92+", "0300-3001234"),
    (mobile, "03550000300"): ("0355000-0300", "0355-0000300"),
    (landline, "04235761234"): (
        "042-35761234", "(042) 35761234", "+92 42 35761234", "+92-(0)42-35761234",
        "0092 42 35761234", "92-42-35761234", "042 3576 1234", "0423-5761234", "04235761234",
        "4235761234", "۰۴۲-۳۵۷۶۱۲۳۴", "042-35761234/35", "042-35761234-5", "35761234-042",
        "4235761234.0", "+92 042 35761234", "0092-042-35761234", "042/35761234",
    ),
    (landline, "5761234"): ("576-1234", "5761234", "576 1234", "576-12-34"),
    (iban_code, "PK36SCBL0000001123456702"): (
        "PK36SCBL0000001123456702", "pk36 scbl 0000 0011 2345 6702", "PK36-SCBL-0000-0011-2345-6702",
        "PK۳۶SCBL۰۰۰۰۰۰۱۱۲۳۴۵۶۷۰۲", "IBAN: PK36SCBL0000001123456702", "36SCBL0000001123456702",
        "P K36 SCBL0000001123456702", "ＰＫ３６SCBL0000001123456702",
    ),
    (credit_card, "4111111111111111"): (
        "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111.1111.1111.1111",
        "۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱", "4111111111111111.0", "'4111111111111111",
        "%B4111111111111111^KHAN/ALI^25121010000012300000?",
        ";4111111111111111=25121010000012300000?",
    ),
    (wallet_id, "ali.khan@nayapay"): (
        "ali.khan@nayapay", "Ali.Khan@NayaPay", "ali.khan @ nayapay", "ali.khan@naya-pay",
        "@ali.khan@nayapay", "ali.khan@nayapey", "ali.khan\u200f@nayapay",
    ),
    (wallet_id, "123456"): ("123456", "۱۲۳۴۵۶", "123-456"),
    (email_address, "ali.khan@gmail.com"): (
        "ali.khan@gmail.com", "Ali.Khan@Gmail.COM", "mailto:ali.khan@gmail.com?subject=a",
        "<ali.khan@gmail.com>", "ali.khan (at) gmail dot com", "ali.khan[at]gmail[dot]com",
        "ali dot khan at gmail dot com", "ali.khan at the rate gmail dot com",
        "ali.khan @ the rate gmail.com", "ali.khan at gmail.com", "ali.khan@gmailcom",
        "ali.khan@gmail,com", "ali.khan@gmail com", "ali.khan@gmail", "ali.khan @gmail.com",
        "ali.khan@ gmail. com", "ali.khan%40gmail.com", "ali.khan ایٹ جی میل ڈاٹ کام",
        "ali.khan@gmail dot com", "ali.khan@gmail..com", "ali.khan ایٹ دی ریٹ جی میل ڈاٹ کام",
    ),
    (email_address, "ali@yahoo.com.pk"): (
        "ali@yahoo.com.pk", "ali@yahoocompk", "ali at yahoo dot com dot pk",
    ),
    (email_address, "ali@پاکستان.com"): ("ali@پاکستان.com", "ali@xn--mgbai9azgqp6j.com"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("module", "canonical", "written"),
    [(m, canonical, text) for (m, canonical), texts in WRITTEN.items() for text in texts],
)
def test_one_value_written_in_two_ways_gets_two_tokens(
    module: ModuleType, canonical: str, written: str
) -> None:
    assert module.compact(written) == canonical
    assert module.compact(canonical) == canonical


NOT_COMPACT = {
    mobile: (
        ("", "empty"), ("0300", "cut"), ("0300-12345678", "too many digits"),
        ("042-35761234", "a landline"), ("0300xxxxx67", "masked"), ("3.00123E+09", "rounded"),
        ("0300a1234567", "a letter inside"), ("12345", "no number"),
        ("0300-1234567 and 55555555555", "words after it"),
    ),
    landline: (
        ("", "empty"), ("042", "cut"), ("0300-1234567", "a mobile"), ("051-111-222-333", "UAN"),
        ("0800-12345", "toll-free"), ("042-1234567", "subscriber begins with 1"),
        ("042-35761234" + " " * 60 + "x", "too long"), ("042x35761234", "a letter inside"),
    ),
    wallet_id: (("", "empty"), ("ali@gmail.com", "e-mail"), ("12", "short"), ("ali", "no service"),
                ("3001234567", "a mobile number that lost its zero")),
    iban_code: (
        ("", "empty"), ("PK", "cut"), ("PK36 SCBL **** 6702", "masked"), ("0123", "digits"),
        ("PK36" + "A" * 31, "too long"), ("PK36SCBLé", "another letter"),
    ),
    credit_card: (
        ("", "empty"), ("411111111111", "12 digits"), ("4" * 20, "20 digits"),
        ("5123 45** **** 1234", "masked"), ("4.11111E+15", "rounded"),
    ),
    email_address: (
        ("", "empty"), ("ali", "no sign"), ("@gmail.com", "no name"), ("ali@", "no domain"),
        ("a@b@c.com", "two signs"), ("a" * 2_000 + "@gmail.com", "too long"), ("ali@.", "a dot"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("module", "text", "reason"),
    [(m, text, reason) for m, texts in NOT_COMPACT.items() for text, reason in texts],
)
def test_what_is_not_one_value_shares_a_token_with_one(
    module: ModuleType, text: str, reason: str
) -> None:
    with pytest.raises(ValidationError) as error:
        module.compact(text)
    assert reason
    assert not text or text not in str(error.value)


VALID = {
    mobile: (
        ("0300-1234567", True), ("0338-1234567", True), ("0355-1234567", True),
        ("0364-1234567", True), ("0379-1234567", True), ("0350-1234567", False),
        ("0365-1234567", False), ("0380-1234567", False),
    ),
    landline: (
        ("042-35761234", True), ("0922-512345", True), ("576-1234", False),
        ("051-111-222-333", False), ("013-1234567", False),
    ),
    wallet_id: (
        ("ali@nayapay", True), ("ali@gmail.com", False),
        ("0002010102115802PK5908ALI KHAN6304ABCD", False),
    ),
    iban_code: (
        ("PK36SCBL0000001123456702", True), ("PK63SADA0000003001234567", True),
        ("PK37SCBL0000001123456702", False), ("PK36SCBL000000112345670", False),
        ("XX36SCBL0000001123456702", False), ("GB82WEST12345698765432", True),
        ("masked ****", False),
    ),
    credit_card: (
        ("4111111111111111", True), ("2223003122003222", True), ("378282246310005", True),
        ("4111111111111110", False), ("1234567812345670", False), ("411111111111111", False),
        ("", False),
    ),
    email_address: (
        ("ali@example.com", True), ("root@10.0.0.5", True), ("علی@مثال.پاکستان", True),
        ("root@localhost", False), ("logo@2x.png", False), ("ali", False),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("module", "text", "is_valid"),
    [(m, text, is_valid) for m, texts in VALID.items() for text, is_valid in texts],
)
def test_an_impossible_value_counts_as_proven(
    module: ModuleType, text: str, is_valid: bool
) -> None:
    assert module.is_valid(text) is is_valid


def test_a_form_that_only_a_users_pattern_knows_is_dropped() -> None:
    own = Pattern("own", "[A-Z]{5}", 0.7)
    assert PkMobileRecognizer().score(own, "ABCDE") == 0.7
    assert PkCreditCardRecognizer().score(own, "ABCDE") == 0.4


def test_a_domain_that_only_looks_like_punycode_stops_the_run() -> None:
    for label in ("xn--\u0101", "xn--", "xn--mgbai9xazgqp6j"):
        assert email_address.compact(f"ali@{label}.com") == f"ali@{label}.com"


@pytest.mark.parametrize(
    ("module", "text", "printed"),
    [
        (mobile, "+923001234567", "0300-1234567"),
        (landline, "04235761234", "042-35761234"),
        (landline, "0922512345", "0922-512345"),
        (landline, "576-1234", "5761234"),
        (wallet_id, "Ali@NayaPay", "ali@nayapay"),
        (iban_code, "pk36scbl0000001123456702", "PK36 SCBL 0000 0011 2345 6702"),
        (credit_card, "4111111111111111", "4111 1111 1111 1111"),
        (credit_card, "378282246310005", "3782 822463 10005"),
        (credit_card, "30569309025904", "3056 930902 5904"),
        (email_address, "Ali@Example.com", "ali@example.com"),
    ],
)
def test_a_value_is_printed_as_nobody_prints_it(
    module: ModuleType, text: str, printed: str
) -> None:
    assert module.format(text) == printed


def found(recognizer: PkRecognizer, text: str) -> list[tuple[str, float]]:
    results = recognizer.analyze(text, [recognizer.ENTITY])
    return sorted({(text[r.start : r.end], r.score) for r in results})


@given(st.from_regex(r"3(?:[0-4][0-9]|55|64|7[0-9])[0-9]{7}", fullmatch=True), st.data())
def test_a_mobile_in_some_written_form_slips_through(national: str, data: st.DataObject) -> None:
    prefix = data.draw(
        st.sampled_from(["0", "+92", "0092", "92", "+92 ", "92-", "+92-(0)", "0092 ", "+92 0"])
    )
    first, second = data.draw(
        st.tuples(st.sampled_from(["", "-", " ", ".", "_", " - "]), st.sampled_from(["", "-", " "]))
    )
    digits = data.draw(st.sampled_from(["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"]))
    written = f"{prefix}{national[:3]}{first}{national[3:6]}{second}{national[6:]}".translate(
        str.maketrans("0123456789", digits)
    )
    around = data.draw(st.sampled_from(["", "موبائل", "cell", "#", ", ", "\n", '"']))
    after = data.draw(st.sampled_from(["", " 35 days", ", 12", " پر", "\n7", " 1234567"]))
    text = f"{around}{written}{after or around}"
    results = PkMobileRecognizer().analyze(text, ["PK_MOBILE"])
    assert any(text[r.start : r.end] == written and r.score >= 0.6 for r in results)
    assert mobile.compact(written) == f"0{national}"


AREAS = [area for area, lengths in landline._areas().items() for _ in lengths]


@given(st.sampled_from(AREAS), st.integers(0, 9_999_999), st.data())
def test_a_landline_in_some_written_form_slips_through(
    area: str, serial: int, data: st.DataObject
) -> None:
    length = data.draw(st.sampled_from(landline._areas()[area]))
    subscriber = f"{data.draw(st.integers(2, 9))}{serial:07}"[:length]
    start = data.draw(
        st.sampled_from([f"0{area}", f"(0{area})", f"+92 {area}", f"+92-(0){area}", f"0092{area}",
                         f"92-{area}", f"+92 ({area})"])
    )  # fmt: skip
    gap = data.draw(st.sampled_from(["", "-", " ", " - ", "."]))
    inside = data.draw(st.sampled_from(["", "-", " "]))
    written = f"{start}{gap}{subscriber[:-4]}{inside}{subscriber[-4:]}"
    after = data.draw(st.sampled_from(["", " 35 days", ", 12", " پر", "\n7", " 1234567"]))
    text = f"ptcl {written}{after}"
    assert written in {
        value for value, score in found(PkLandlineRecognizer(), text) if score >= 0.4
    }
    assert landline.compact(written) == f"0{area}{subscriber}"


def test_a_subscriber_number_that_another_implementation_knows_is_refused() -> None:
    phonenumbers = pytest.importorskip("phonenumbers")
    for code in range(300, 400):
        number = phonenumbers.parse(f"0{code}1234567", "PK")
        if phonenumbers.is_valid_number(number):
            assert mobile.is_valid(f"0{code}1234567"), code


def test_an_area_that_another_implementation_knows_is_refused() -> None:
    phonenumbers = pytest.importorskip("phonenumbers")
    fixed = phonenumbers.PhoneNumberType.FIXED_LINE
    for national in [f"{code}{'2345678'[:n]}" for code in range(20, 1000) for n in (6, 7)]:
        number = phonenumbers.parse(f"0{national}", "PK")
        if phonenumbers.number_type(number) == fixed:
            assert landline.is_valid(f"0{national}"), national


@pytest.mark.parametrize(
    "bank",
    [
        "SADA0000003001234567",
        "NAYA1234503001234567",
        "JCMA1234923001234567",
        "MUCB05ABC12345678901",
    ],
)
def test_an_iban_that_another_implementation_made_is_not_proven(bank: str) -> None:
    iban = pytest.importorskip("stdnum.iban")
    number = f"PK{iban.calc_check_digits(f'PK00{bank}')}{bank}"
    assert found(IbanCodeRecognizer(), f"IBAN{number}x")[0] == (number, 1.0)
    assert found(PkMobileRecognizer(), number) == []


@pytest.mark.parametrize(
    ("area", "prefix"), [(a, p) for a in ("21", "42", "51", "922") for p in ("0", "+92 ", "92-")]
)
def test_an_office_that_everybody_may_call_is_hidden(area: str, prefix: str) -> None:
    for text in (f"{prefix}{area}-111-222-333", f"({prefix}{area}) 111 222 333"):
        assert found(PkLandlineRecognizer(), text) == []
        assert found(PkMobileRecognizer(), text) == []


@pytest.mark.parametrize(
    ("digits", "dialled"),
    [("1122", True), ("111222333", True), ("0800123456", False), ("080012345", True),
     ("90012345", True), ("922111222333", False), ("9221111222333", True), ("35761234", False)],
)  # fmt: skip
def test_a_service_is_taken_for_a_subscriber(digits: str, dialled: bool) -> None:
    assert mobile.is_service_number(digits) is dialled


@pytest.mark.parametrize(
    ("text", "reason"),
    [("051-111-222-333", "an office"), ("0800-12345", "toll-free"), ("1122", "short code")],
)
def test_a_service_in_a_column_of_mobiles_is_a_person(text: str, reason: str) -> None:
    recognizer = PkMobileRecognizer()
    matches = [m for p in recognizer.COLUMN_PATTERNS for m in recognizer.matches(text, p)]
    assert matches == [], reason


@pytest.mark.parametrize(
    ("recognizer", "text"),
    [
        (RECOGNIZERS[0], "3.00123E+09"), (RECOGNIZERS[0], "9.23E+11"),
        (RECOGNIZERS[0], "3,001,234,567"), (RECOGNIZERS[0], "+971 50 1234567"),
        (RECOGNIZERS[0], "030012345"), (RECOGNIZERS[1], "4.23576E+09"),
        (RECOGNIZERS[1], "5.12346E+08"), (RECOGNIZERS[3], "00000011234567"),
        (RECOGNIZERS[3], "1.23E+13"), (RECOGNIZERS[4], "4.11111E+15"),
        (RECOGNIZERS[4], "9999999999999995"), (RECOGNIZERS[4], "xxxx-1234"),
        (RECOGNIZERS[5], "alikhangmail.com"), (RECOGNIZERS[5], "ali khan@somewhere"),
    ],
)  # fmt: skip
def test_a_damaged_value_stays_in_its_own_column(recognizer: PkRecognizer, text: str) -> None:
    scores = [
        score for p in recognizer.COLUMN_PATTERNS for *_, score in recognizer.matches(text, p)
    ]
    assert max(scores, default=0) >= 0.5


@pytest.mark.parametrize(
    ("recognizer", "text", "ceiling", "reason"),
    [
        (RECOGNIZERS[0], "+92 380 1234567", 0.5, "a network code that nobody has"),
        (RECOGNIZERS[0], "0380-1234567", 0.3, "the same without the country"),
        (RECOGNIZERS[0], "320 1234567", 0.3, "spaces alone are no dial"),
        (RECOGNIZERS[0], "1234567 0300", 0.45, "could be a time after a number"),
        (RECOGNIZERS[1], "04235761234", 0.5, "solid digits can be an account's"),
        (RECOGNIZERS[3], "PK24 ABCD 0000 0011 2345 6702", 0.45, "unknown bank, wrong check"),
        (RECOGNIZERS[3], "PK24ABCDEFGHIJ0000012345", 0.45, "mostly letters"),
        (RECOGNIZERS[4], "30569309025904", 0.2, "like an electricity reference"),
        (RECOGNIZERS[4], "41 111 111 1111 1111", 0.05, "a list of numbers"),
        (RECOGNIZERS[4], "4111 11111111 1111", 0.6, "groups that no card has"),
        (RECOGNIZERS[4], "3530111333300000", 0.7, "an IMEI's beginning"),
        (RECOGNIZERS[5], "us at gmail.com", 0.45, "prose"),
        (RECOGNIZERS[5], "us at gmail", 0.2, "prose"),
    ],
)
def test_a_weak_shape_overrules_a_strong_one(
    recognizer: PkRecognizer, text: str, ceiling: float, reason: str
) -> None:
    scores = [score for _, score in found(recognizer, text)]
    assert scores, reason
    assert max(scores) <= ceiling, reason


def test_a_very_long_name_leaves_its_beginning_behind() -> None:
    address = "a" * 300 + "@example.com"
    assert (address, 0.9) in found(EmailAddressRecognizer(), address)


def test_a_mistyped_account_with_letters_leaves_its_end_behind() -> None:
    number = "PK36SCBLAB000011234567"
    assert (number, 0.6) in found(IbanCodeRecognizer(), f"({number})")


HOSTILE = ("", " ", "\x00", "\ud800", "\udfff0300", "😀" * 5, "\u200f" * 9, "0" * 5_000, "-" * 5_000,
           "@" * 5_000, "\u0640" * 50, "PK" * 2_000, "²³", "۰" * 40, "%" * 40, "at " * 2_000)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_a_strange_cell_stops_the_run(module: ModuleType) -> None:
    for text in (*HOSTILE, "3" * 1_000_000, "a@" * 300_000):
        assert module.is_valid(text) in {True, False}


@pytest.mark.parametrize("recognizer", RECOGNIZERS)
def test_a_strange_text_stops_the_search(recognizer: PkRecognizer) -> None:
    for text in HOSTILE:
        for result in recognizer.analyze(text, [recognizer.ENTITY]):
            assert 0 <= result.start < result.end <= len(text)


ALPHABET = "0123456789۰۳٠٣+-_./()@ atdogmilcPKpkSCBLx*e%\u200f\u0640\ud800علی"


@pytest.mark.parametrize("module", MODULES)
@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(ALPHABET, max_size=40), st.text(max_size=40)))
def test_a_canonical_value_changes_when_read_again(module: ModuleType, text: str) -> None:
    try:
        first = module.compact(text)
    except ValidationError:
        return
    assert module.compact(first) == first


@pytest.mark.parametrize("recognizer", RECOGNIZERS)
@settings(max_examples=100, deadline=None)
@given(text=st.text(ALPHABET, max_size=60))
def test_a_finding_lies_outside_its_text(recognizer: PkRecognizer, text: str) -> None:
    for result in recognizer.analyze(text, [recognizer.ENTITY]):
        assert 0 <= result.start < result.end <= len(text)
        assert 0 < result.score <= 1


# What each pattern's repeats like best: nearly a value, over and over.
NEARLY = ("1-", "0300-", "0300 12345", "+92 (", "042-", "4111-", "4111****", "a--", "a.", "a@b.",
          "a dot ", "a at ", "%40", "PK36SCBL0", "DE89 ", "x000201", "3.", "\u06f0\u06f3")  # fmt: skip


@pytest.mark.parametrize("recognizer", RECOGNIZERS)
def test_a_cell_made_to_hang_the_search_hangs_it(recognizer: PkRecognizer) -> None:
    for piece in NEARLY:
        taken = []
        for size in (10_000, 40_000):
            text = fold((piece * size)[:size]).text
            start = time.process_time()
            for pattern in (*recognizer.PATTERNS, *recognizer.COLUMN_PATTERNS):
                for _ in recognizer.matches(text, pattern):
                    pass
            taken.append(time.process_time() - start)
        # Four times the text; a quadratic search takes sixteen times as long.
        assert taken[1] < 9 * taken[0] + 0.2, piece
