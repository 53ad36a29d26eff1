"""Business numbers: a false hit destroys the evidence, a number let through exposes somebody."""

from __future__ import annotations

import random
from functools import cache

import pytest

from redactor.detection import ColumnProfile, Detector

NEUTRAL = ("ref", "value", "code", "serial", "batch", "Bill No", "txn_ref", "Column1")
OPPOSING = ("order_no", "tracking_no", "Invoice #", "Transaction ID", "barcode", "event_time")
# Share of cells that may be touched (issue 3).
LIMIT = 0.005
CELLS = 400


@cache
def detector() -> Detector:
    return Detector()


def numbers(length: int, seed: int, count: int = CELLS) -> list[str]:
    chance = random.Random(f"{length} {seed}")
    return [str(chance.randrange(10 ** (length - 1), 10**length)) for _ in range(count)]


def cards(count: int, seed: int) -> list[str]:
    chance = random.Random(f"cards {seed}")
    made = []
    for _ in range(count):
        digits = "4" + "".join(chance.choices("0123456789", k=14))
        total = sum(
            sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit)
            for place, digit in enumerate(digits)
        )
        made.append(digits + str(-total % 10))
    return made


def cnics(count: int, seed: int) -> list[str]:
    chance = random.Random(f"cnics {seed}")
    return [
        chance.choice(["3520", "4210", "1730", "6110", "5440"])
        + "".join(chance.choices("0123456789", k=9))
        for _ in range(count)
    ]


def touched(cells: list[str], header: str | None) -> int:
    found = detector()
    return sum(map(bool, found.find_cells(cells, found.profile(header, cells))))


@pytest.mark.parametrize("length", [11, 13, 14, 15, 16])
def test_a_column_of_business_numbers_is_destroyed(length: int) -> None:
    cells = [(header, numbers(length, seed)) for seed, header in enumerate((*NEUTRAL, *OPPOSING))]
    count = sum(touched(column, header) for header, column in cells)
    assert count <= LIMIT * CELLS * len(cells)


@pytest.mark.parametrize("header", ["Ref No", "reference_number", "REFERENCE NO"])
def test_a_banks_reference_numbers_are_taken_for_electricity_bills(header: str) -> None:
    assert touched(numbers(16, 12), header) <= LIMIT * CELLS
    assert touched(["04112221234567", "", "13 digits: none"], header) == 1


@pytest.mark.parametrize("header", ["ref", "event_time", "created_at"])
def test_milliseconds_are_taken_for_identity_cards(header: str) -> None:
    chance = random.Random(3)
    cells = [str(chance.randrange(1_262_304_000_000, 1_767_225_600_000)) for _ in range(CELLS)]
    assert touched(cells, header) <= LIMIT * CELLS


@pytest.mark.parametrize("make", [cards, cnics])
@pytest.mark.parametrize("header", [*NEUTRAL, "remarks", None])
def test_a_column_of_them_under_a_header_that_says_nothing_slips_through(
    make: object, header: str | None
) -> None:
    cells = make(CELLS, 1)  # type: ignore[operator]
    assert touched(cells, header) == CELLS


@pytest.mark.parametrize("header", ["ref", "value", None])
def test_those_among_numbers_of_another_length_slip_through(header: str | None) -> None:
    cells = [*numbers(10, 1, 300), *cnics(40, 2), *numbers(8, 2, 300)]
    found = detector()
    profile = found.profile(header, cells)
    assert all(found.find_cells(cnics(100, 3), profile))


SENTENCES = ("They wrote {} on the box.", "{} again", "dabbay par {} likha tha", "یہاں {} ہے")


@pytest.mark.parametrize(("length", "most"), [(13, 0.02), (14, 0.01), (15, 0.01), (16, 0.035)])
def test_numbers_in_sentences_are_destroyed(length: int, most: float) -> None:
    """One in forty of 16 digits is a right card number, of 13 one in sixty begins like a CNIC."""
    texts = [
        SENTENCES[place % len(SENTENCES)].format(number)
        for place, number in enumerate(numbers(length, 31, 1_000))
    ]
    found = detector().find_cells(texts, ColumnProfile())
    assert sum(any(f.entity != "PERSON" for f in one) for one in found) <= most * len(texts)


@pytest.mark.parametrize("label", ["order no", "tracking number", "reference", "voucher", "آرڈر نمبر"])
def test_a_number_that_a_label_calls_business_is_destroyed(label: str) -> None:
    texts = [f"{label} {number}" for number in numbers(16, 32)]
    found = detector().find_cells(texts, ColumnProfile())
    assert sum(map(bool, found)) <= LIMIT * CELLS


@pytest.mark.parametrize(
    "sentence",
    ["mera visa card {} hai", "{} is his debit card", "کارڈ نمبر {} بند ہے", "{} 12/27 Ali", "{}",
     "Ali, {}, Lahore", "number: {}", "12\n{}\nLahore", "charge {} today", "یہاں {} ہے"],
)  # fmt: skip
def test_a_card_in_a_sentence_slips_through(sentence: str) -> None:
    texts = [sentence.format(card) for card in cards(100, 17)]
    found = detector().find_cells(texts, ColumnProfile())
    assert all(any(f.entity == "CREDIT_CARD" for f in one) for one in found)


def test_a_label_in_the_cell_counts_among_business_numbers() -> None:
    cells = [*numbers(13, 1), "cnic 3520212345671", "35202-1234567-1"]
    found = detector()
    profile = found.profile("ref", cells)
    assert all(found.find_cells(["cnic 3520212345671", "35202-1234567-1"], profile))


def test_free_text_is_not_judged_by_other_rows() -> None:
    cells = numbers(16, 1)
    found = detector()
    profile = found.profile("remarks", cells)
    assert all(found.find_cells(cards(50, 5), profile))


@pytest.mark.parametrize("length", [11, 13, 14, 15, 16])
def test_a_column_named_data_is_destroyed_although_it_holds_nothing_but_numbers(
    length: int,
) -> None:
    cells = numbers(length, 9)
    assert touched(cells, f"data {length}") <= LIMIT * CELLS


def test_cards_in_a_column_named_data_are_taken_for_chance() -> None:
    """A few among text, one in twenty among numbers, or all of them."""
    found = detector()
    among_text = [*numbers(16, 2), "as told on the phone", *cards(3, 6)]
    few = numbers(16, 3, 380) + cards(20, 7)
    for cells, real in ((among_text, 3), (few, 20), (cards(100, 8), 100)):
        assert all(found.find_cells(cells, found.profile("data", cells))[-real:])


def mobiles(count: int, seed: int, codes: list[str]) -> list[str]:
    chance = random.Random(f"mobiles {seed}")
    return [chance.choice(codes) + "".join(chance.choices("0123456789", k=7)) for _ in range(count)]


@pytest.mark.parametrize("header", ["Column9", "value", ""])
def test_mobiles_that_a_spreadsheet_cut_the_zero_from_stay(header: str) -> None:
    codes = ["300", "312", "321", "333", "345", "302"]
    assert touched(mobiles(60, 3, codes), header) == 60


def test_ids_that_are_counted_up_are_taken_for_mobiles() -> None:
    assert touched([str(3_012_000_000 + 7 * step) for step in range(60)], "Column9") == 0
    assert touched(mobiles(60, 4, ["300", "312", "321", "333", "345"]), "tracking_no") == 0


def test_a_belt_number_that_looks_like_a_year_stays_in_its_column() -> None:
    assert touched(["1987", "2004", "771", "1999", "45"], "BeltNo") == 5
