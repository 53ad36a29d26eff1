"""Tables as leaks lay them out: what stays in the copy if a column is not known for what it is."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from redactor.detection import ColumnProfile, Detector
from redactor.detection.columns import are_amounts, are_births
from redactor.detection.fixed_width import spans_of

LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"
NAMES = ["ALI RAZA", "SANA KHAN", "BILAL AHMED SHAH", "HINA", "USMAN GHANI", "MARIA BIBI", "TALHA", "NIDA ASLAM"]


@cache
def detector() -> Detector:
    return Detector()


def found(cells: list[str], profile: ColumnProfile) -> list[list[tuple[str, str]]]:
    return [
        [(one.entity, cell[one.start : one.end]) for one in findings]
        for cell, findings in zip(cells, detector().find_cells(cells, profile), strict=True)
    ]


def of_column(header: str | None, cells: list[str]) -> list[list[tuple[str, str]]]:
    return found(cells, detector().profile(header, cells))


def of_lines(lines: list[str]) -> list[list[tuple[str, str]]]:
    return found(lines, detector().profile_lines(lines))


def digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def cnic(chance: Random) -> str:
    return chance.choice(["35202", "42101", "17301", "61101", "54400"]) + digits(chance, 8)


def mobile(chance: Random) -> str:
    return chance.choice(["300", "312", "321", "333", "345", "355"]) + digits(chance, 7)


def day(chance: Random, first: int, last: int) -> str:
    return f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(first, last)}"


# -- columns that no header names -----------------------------------------------------------------


@pytest.mark.parametrize("header", [None, "col4", "field"])
def test_dates_of_birth_without_a_header_go(header: str | None) -> None:
    chance = Random(1)
    cells = [day(chance, 1950, 2004) for _ in range(40)]
    assert of_column(header, cells) == [[("DATE_OF_BIRTH", cell)] for cell in cells]


# Why, header, cells.
DATES_OF_BUSINESS = [
    ("of some years", None, [day(Random(n), 2015, 2023) for n in range(40)]),
    ("with a time", None, [f"{day(Random(n), 1950, 2004)} 13:0{n % 10}" for n in range(40)]),
    ("of appointments", "Bharti", [day(Random(n), 1970, 2010) for n in range(40)]),
    ("of issue", "issued_on", [day(Random(n), 1970, 2010) for n in range(40)]),
    ("too few", None, [day(Random(n), 1950, 2004) for n in range(5)]),
]


@pytest.mark.parametrize(("header", "cells"), [c[1:] for c in DATES_OF_BUSINESS], ids=[c[0] for c in DATES_OF_BUSINESS])  # fmt: skip
def test_dates_of_business_stay(header: str | None, cells: list[str]) -> None:
    assert of_column(header, cells) == [[] for _ in cells]


def test_passports_without_a_header_go() -> None:
    chance = Random(2)
    cells = [chance.choice(LETTERS) + chance.choice(LETTERS) + digits(chance, 7) for _ in range(40)]
    assert of_column(None, cells) == [[("PK_PASSPORT", cell)] for cell in cells]


def test_stock_numbers_with_one_series_are_no_passports() -> None:
    cells = [f"SK{digits(Random(n), 7)}" for n in range(40)]
    assert of_column("Art", cells) == [[] for _ in cells]


@pytest.mark.parametrize("header", [None, "reg", "REG"])
def test_plates_go_without_a_header_and_under_reg(header: str | None) -> None:
    chance = Random(3)
    cells = [f"B{chance.choice(LETTERS)}{chance.choice(LETTERS)}-{digits(chance, 3)}" for _ in range(40)]  # fmt: skip
    assert of_column(header, cells) == [[("PK_VEHICLE_REGISTRATION", cell)] for cell in cells]


def sheet(header: str = "Name                CNIC           City      ") -> list[str]:
    chance = Random(8)
    rows = [f"{chance.choice(NAMES):<20}{cnic(chance):<15}{'Lahore':<10}" for _ in range(20)]
    return [header, *rows]


@pytest.mark.parametrize("line", ["Prepared by: Muhammad  Akram", "Ghulam  Rasool Khan", "Checked:  Sana  Khan"])
def test_a_name_with_a_gap_in_a_line_that_is_no_row_goes(line: str) -> None:
    text = [*sheet(), line]
    gone = " ".join(value for entity, value in of_lines(text)[-1] if entity == "PERSON")
    for word in ("Muhammad", "Akram", "Ghulam", "Rasool", "Sana"):
        assert word not in line or word in gone


def test_in_rows_of_a_printed_table_no_name_takes_the_next_column_with_it() -> None:
    for line, findings in zip(sheet()[1:], of_lines(sheet())[1:], strict=True):
        assert [entity for entity, _ in findings] == ["PERSON", "PK_CNIC"], line
    assert of_lines(sheet())[0] == []


def test_persons_that_columns_of_a_printed_table_are_called_after_go() -> None:
    text = sheet("Name                CNIC           Muhammad Akram  Kashmala")
    text = [text[0], *[f"{row}      A         P" for row in text[1:]]]
    assert [value for _, value in of_lines(text)[0]] == ["Muhammad Akram", "Kashmala"]


@pytest.mark.parametrize("heading", ["Pekhawra", "Marghalara", "Khamiso", "Granaz", "Spogmai"])
def test_a_rare_name_that_a_column_is_called_after_goes(heading: str) -> None:
    assert [one[0] for one in found([heading], ColumnProfile(heads=True))[0]] == ["PERSON"]


@pytest.mark.parametrize("last", [4, 8])
def test_courses_of_a_university_are_no_plates(last: int) -> None:
    chance = Random(6)
    subjects = ["BIO", "ENG", "MTH", "PHY", "ZOO", "STA", "CSC", "ISL"]
    cells = [f"{chance.choice(subjects)}-{chance.randint(1, last)}{digits(chance, 2)}" for _ in range(40)]  # fmt: skip
    assert of_column(None, cells) == [[] for _ in cells]


def test_numbers_in_the_company_of_identity_cards_are_some() -> None:
    chance = Random(4)
    cells = [f"tenant:{cnic(chance)}" for _ in range(20)] + ["tenant:4679906660941"]
    assert of_column("k", cells)[-1] == [("PK_CNIC", "4679906660941")]


def test_passports_in_mixed_company_go() -> None:
    chance = Random(5)
    passports = [chance.choice(LETTERS) + chance.choice(LETTERS) + digits(chance, 7) for _ in range(20)]  # fmt: skip
    cells = [cell for one in passports for cell in (one, cnic(chance))]
    assert all(of_column("ids", cells))


def test_order_numbers_have_no_company() -> None:
    chance = Random(6)
    cells = [digits(chance, 10) for _ in range(60)] + [digits(chance, 13) for _ in range(60)]
    assert detector().profile("ref", cells).company == ()


# -- headers that stand over amounts, or in a line -------------------------------------------------


@pytest.mark.parametrize("cells", [["264148.95", "73976.50", "900"] * 9, ["26414", "739769", "128600"] * 9])  # fmt: skip
def test_a_balance_below_contact_stays(cells: list[str]) -> None:
    assert of_column("Contact Avg Bal", cells) == [[] for _ in cells]


def test_amounts_are_told_from_numbers_with_a_tail() -> None:
    assert are_amounts(["12.50", "Rs. 1,000", "70/-"])
    assert not are_amounts(["3001234567.0", "3211234567.0"])
    assert not are_amounts([])


def test_births_need_most_cells_to_be_days() -> None:
    assert not are_births(["01/02/1960", "", "x"] * 10)


@pytest.mark.parametrize(
    "line", ["Number: 3054983660", "📱 Number ➤ 3054983660", "Number | 3054983660", "number = 3054983660"]
)
def test_a_number_behind_what_columns_are_called_goes(line: str) -> None:
    assert found([line], ColumnProfile()) == [[("PK_MOBILE", "3054983660")]]


def test_an_order_number_is_no_mobile() -> None:
    assert found(["Order Number: 3054983660"], ColumnProfile()) == [[]]


@pytest.mark.parametrize("heading", ["SUBS_NM", "ADDR_LINE1", "Kaifiat", "Mulazim", "Nat. ID", "Zuban"])
def test_what_columns_are_called_stays(heading: str) -> None:
    assert found([heading], ColumnProfile(heads=True)) == [[]]


@pytest.mark.parametrize(
    ("heading", "entity"),
    [("Akram", "PERSON"), ("Akram Khan", "PERSON"), ("35202-1234567-1", "PK_CNIC")],
)
def test_a_person_that_a_column_is_called_after_goes(heading: str, entity: str) -> None:
    assert [one[0] for one in found([heading], ColumnProfile(heads=True))[0]] == [entity]


# -- tables of fixed width -------------------------------------------------------------------------


def printed(chance: Random, *, solid: bool = False) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            chance.choice(NAMES),
            chance.choice(LETTERS) + chance.choice(LETTERS) + digits(chance, 7),
            day(chance, 1950, 2004).replace("/", "" if solid else "/"),
            mobile(chance),
            str(chance.randint(10_000, 99_999)),
        )
        for _ in range(30)
    ]


def test_a_printed_table_is_read_by_its_columns() -> None:
    rows = printed(Random(7))
    lines = [f"{'PAX NAME':<24}{'PPT NO':<12}{'DOB':<12}{'CONTACT':<13}{'FARE':>8}"]
    lines += [f"{a:<24}{b:<12}{c:<12}{d:<13}{e:>8}" for a, b, c, d, e in rows]
    assert of_lines(lines) == [[]] + [
        [("PERSON", a), ("PK_PASSPORT", b), ("DATE_OF_BIRTH", c), ("PK_MOBILE", d)]
        for a, b, c, d, _ in rows
    ]


def test_a_line_of_dashes_draws_the_columns() -> None:
    rows = printed(Random(8))
    lines = ["Name                 Born       Cell       Fee  ", "-------------------- ---------- ---------- -----"]  # fmt: skip
    lines += [f"{a:<20} {c:<10} {d:<10} {e:>5}" for a, _, c, d, e in rows]
    assert of_lines(lines)[2:] == [
        [("PERSON", a), ("DATE_OF_BIRTH", c), ("PK_MOBILE", d)] for a, _, c, d, _ in rows
    ]


def test_columns_without_blanks_are_told_apart() -> None:
    chance = Random(9)
    rows = [(cnic(chance), "0" + mobile(chance), *row) for row in printed(chance, solid=True)]
    lines = [f"{card}{name:<20}{call}{born}{city:<9}" for (card, call, name, _, born, *_), city in zip(rows, ["LAHORE", "OKARA"] * 15, strict=True)]  # fmt: skip
    results = of_lines(lines)
    for (card, call, name, _, born, *_), findings in zip(rows, results, strict=True):
        values = [value for _, value in findings]
        assert (card, call, born) == (values[0], values[-2], values[-1])
        assert any(name in value for value in values)


@pytest.mark.parametrize(
    "lines",
    [
        ["2021-03-04 10:11:12 INFO  user logged in", "2021-03-04 10:11:13 WARN  disk full"] * 20,
        ["Dear all,  the meeting is   on Friday.", "Regards,", "", "The   office"] * 10,
        [],
        ["x"],
        ["a  b  c"] * 3,
    ],
)
def test_no_other_text_has_columns(lines: list[str]) -> None:
    assert spans_of(lines, lambda text: False) == ([], None)


def test_a_changed_line_has_no_places() -> None:
    lines = ["Name      CNIC            Cell       "] + ["Ali Raza  3520212345671   3001234567"] * 9
    fixed = detector().profile_lines(lines).fixed
    assert fixed is not None
    assert fixed.fits(lines[1])
    assert not fixed.fits(lines[1].replace("Ali Raza", "\ufffd" * 8))
    assert not fixed.fits(lines[0])


def test_a_key_of_json_in_a_text_names_its_value() -> None:
    text = 'sent {"lic": "KHI-014070", "reg": "BMS-177", "qty": "KHI-014070"}'
    assert found([text], ColumnProfile())[0][:2] == [
        ("PK_DRIVING_LICENCE", "KHI-014070"),
        ("PK_VEHICLE_REGISTRATION", "BMS-177"),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "entity"),
    [
        ("doc_no", "4679906660941", "PK_CNIC"),
        ("block", "259001234", "PK_VOTER"),
        ("ac", "02788694672494", "PK_BANK_ACCOUNT"),
        ("Roll", "448766", "PK_STUDENT_ID"),
    ],
)
def test_a_vague_header_means_what_its_cells_are(header: str, cell: str, entity: str) -> None:
    cells = [f"{int(cell) + 7919 * n:0{len(cell)}}" for n in range(20)]
    assert of_column(header, cells) == [[(entity, one)] for one in cells]


@pytest.mark.parametrize(
    ("header", "cells"), [("doc_no", ["4960949592", "4937475235"]), ("block", ["A", "12", "7-C"]), ("ac", ["Yes", "No"])]
)  # fmt: skip
def test_a_vague_header_means_nothing_else(header: str, cells: list[str]) -> None:
    assert of_column(header, cells * 9) == [[] for _ in cells * 9]


# -- headers below the header ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "head", "form", "entity"),
    [
        ("Statutory", "EOBI", "####A######", "PK_EOBI"),
        ("", "A/C No", "############", "PK_BANK_ACCOUNT"),
        ("Vehicle", "Engine No", "K######", "ENGINE_NUMBER"),
        ("بینک", "اکاؤنٹ نمبر", "##############", "PK_BANK_ACCOUNT"),
    ],
)
def test_a_second_row_of_headers_names_its_columns(
    above: str, head: str, form: str, entity: str
) -> None:
    chance = Random(11)
    cells = ["".join(digits(chance, 1) if sign == "#" else sign for sign in form) for _ in range(9)]
    for rows in (above, ""):
        results = of_column(rows or None, [head, *cells])
        assert results == [[], *[[(entity, cell)] for cell in cells]]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("remarks", ["account", "paid 4411882200", "account", *["seen 4411882200"] * 8]),
        ("item", ["Mobile", "Laptop", "Fan", "Iron", "Mobile cover", "TV", "Oven", "Lamp"]),
        ("Total", ["account", "4411882200", "5"]),
    ],
    ids=["twice", "above words", "above too few"],
)
def test_a_word_among_other_cells_heads_nothing(header: str, cells: list[str]) -> None:
    assert of_column(header, cells) == [[] for _ in cells]


def test_the_header_of_a_further_table_in_the_file_names_its_column() -> None:
    chance = Random(12)
    plates = [f"LE{chance.choice('BCDE')}-{digits(chance, 4)}" for _ in range(6)]
    cells = ["Amount", "5000", "7500", "9000", "Vehicle No", *plates]
    assert of_column(None, cells) == [[], [], [], [], [], *[[("PK_VEHICLE_REGISTRATION", p)] for p in plates]]  # fmt: skip


# -- split names ------------------------------------------------------------------------------------

SURNAMES = [
    "BALOCH",
    "AFRIDI",
    "MENGAL",
    "AWAN",
    "KAKAR",
    "SOOMRO",
    "BUGTI",
    "GUJJAR",
    "SWATI",
    "MARRI",
]


@pytest.mark.parametrize("header", ["LNM", "last", "FH_LNM", None])
def test_a_column_of_surnames_goes(header: str | None) -> None:
    assert of_column(header, SURNAMES) == [[("PERSON", cell)] for cell in SURNAMES]


@pytest.mark.parametrize(
    "cells",
    [
        ["Lahore", "Karachi", "Multan", "Quetta", "Mardan", "Gujrat", "Sahiwal"],
        ["Gul Ahmed", "Khaadi", "Sana Safinaz", "Nishat", "Bata", "Servis", "Alkaram"],
        ["Wheat", "Cotton", "Rice", "Sugarcane", "Maize", "Chana"],
        ["Teacher", "Driver", "Farmer", "Tailor", "Labour", "Housewife"],
    ],
    ids=["cities", "brands", "crops", "jobs"],
)
def test_a_column_of_other_words_stays(cells: list[str]) -> None:
    assert detector().profile("zz", cells).prior is None


# -- dates of birth in lines ------------------------------------------------------------------------


def family(chance: Random, first: int, last: int) -> list[str]:
    return [
        f"|-- {relation}   {chance.choice(NAMES)}   {cnic(chance)}   {day(chance, first, last)}  Alive"
        for relation in ["Father", "Mother", "Wife", "Son", "Brother", "Sister"] * 4
    ]


def test_dates_of_birth_beside_identity_cards_in_lines_go() -> None:
    lines = ["Family Tree", *family(Random(21), 1950, 2005)]
    assert all("DATE_OF_BIRTH" in {entity for entity, _ in one} for one in of_lines(lines)[1:])
    # As cells, whatever else is found in them.
    long = [f"{line}, {'remarks were not given ' * 12}" for line in lines]
    for line, one in zip(lines[1:], of_column("details", long)[1:], strict=True):
        assert any(line.split()[-2] in text for _, text in one)


@pytest.mark.parametrize(
    "lines",
    [
        family(Random(22), 2012, 2021),
        [f"{line} until {day(Random(n), 1990, 2030)}" for n, line in enumerate(family(Random(23), 1950, 2005))],
        [f"{day(Random(n), 1950, 2005)} rain in Multan" for n in range(20)],
    ],
    ids=["of some years", "two dates", "no card"],
)  # fmt: skip
def test_other_dates_in_lines_stay(lines: list[str]) -> None:
    assert not any(entity == "DATE_OF_BIRTH" for one in of_lines(lines) for entity, _ in one)
