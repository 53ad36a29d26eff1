"""Generalise: coarser or nothing; never a value that was not certain, never a digit too many."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.operators.generalise import Generalise

DATE, PLACE, CNIC = "DATE_OF_BIRTH", "GEO_COORDINATES", "PK_CNIC"


def coarser(entity: str, value: str, **params: object) -> str:
    operator = Generalise()
    given_ = {**params, "entity_type": entity}
    made = operator.operate(value, given_)
    assert operator.is_output(made, entity, given_)
    return made


@pytest.mark.parametrize(
    ("value", "year", "reason"),
    [
        ("02-03-1984", "1984", "as on forms"),
        ("02.03.1984", "1984", "as on the card"),
        ("2/3/1984", "1984", "short"),
        ("1984-03-02", "1984", "ISO 8601"),
        ("1984-03-02T00:00:00.000Z", "1984", "a database's"),
        ("1984-03-02 00:00:00+05:00", "1984", "with a zone"),
        ("02/03/1984 12:00:00 AM", "1984", "a spreadsheet's"),
        ("02-Mar-1984", "1984", "month as a word"),
        ("2nd of March, 1984", "1984", "in a sentence"),
        ("۱۴ فروری ۲۰۰۴", "2004", "Urdu"),
        ("۰۲-۰۳-۱۹۸۴", "1984", "Urdu digits"),
        ("02\u200f-03-\u200e1984", "1984", "marks inside"),
        ("19840302", "1984", "joined, year first"),
        ("20121911", "1911", "joined, year last"),
        ("20111912", "1912", "joined: the 19th month can't be"),
        ("30743", "1984", "a spreadsheet's count of days"),
        ("30743.0", "1984", "the same as a float"),
        ("1984", "1984", "the year alone"),
        ("March 1984", "1984", "month and year"),
        ("02-03-84", "1984", "two digits that are no day"),
        ("7-Mar-84", "1984", "the same, with a word"),
        ("'1984-03-02", "1984", "a spreadsheet's apostrophe"),
        ("02-03-04", "2004", "the day stands first"),
        ("02-03-31", "1931", "2031 is not yet"),
        ("14 Rajab 1404", "1984", "Hijri"),
        ("42 years", None, "an age"),
        ("عمر 42 سال", None, "an age"),
        ("84", None, "an age or a year"),
        ("1984 to 1990", None, "two years"),
        ("1984-1984", None, "two years, though equal"),
        ("House 84, Street 1984", None, "84 is no day"),
        ("35202-1234567-1", None, "no date"),
        ("0300-1234567", None, "no date"),
        ("54000", None, "a postal code"),
        ("6th of the 9 Rajab", None, "a Hijri year before the calendar"),
        ("9001", None, "a number of days too small"),
        ("19842503", None, "joined, impossible"),
        ("00/00/0000", None, "nothing"),
        ("0000-00-00", None, "nothing"),
        ("2190-01-01", None, "not yet"),
        ("", None, "empty"),
        ("\x00\ud800", None, "no text"),
        ("1984" * 50_000, None, "very long"),
        ("1984 " + " " * 100_000, None, "very long"),
    ],
)
def test_a_date_becomes_its_year_or_nothing(value: str, year: str | None, reason: str) -> None:
    assert coarser(DATE, value, to="year") == (year or "<DATE_OF_BIRTH>"), reason


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2029, 12, 31)),
    st.sampled_from(
        ["%d-%m-%Y", "%Y/%m/%d", "%d %B %Y", "%d.%m.%Y", "%Y%m%d", "%d%m%Y", "%d-%b-%Y"]
    ),
)
def test_a_year_is_the_right_one(date: datetime.date, form: str) -> None:
    assert coarser(DATE, date.strftime(form)) == str(date.year)


@given(st.dates(datetime.date(1927, 1, 1), datetime.date(2026, 12, 31)))
def test_a_year_of_two_digits_is_the_one_that_a_living_person_has(date: datetime.date) -> None:
    assert coarser(DATE, date.strftime("%d/%m/%y")) == str(date.year)


@pytest.mark.parametrize(
    ("value", "params", "expected"),
    [
        ("1984-03-02", {"to": "year_band", "width": 5}, "1980-1984"),
        ("1985-03-02", {"to": "year_band", "width": 5}, "1985-1989"),
        ("1985-03-02", {"to": "year_band"}, "1985-1989"),
        ("1984-03-02", {"to": "age_band", "width": 5, "reference_year": 2025}, "40-44"),
        ("2025-03-02", {"to": "age_band", "width": 10, "reference_year": 2025}, "0-9"),
        ("1935-03-02", {"to": "age_band", "width": 10, "reference_year": 2025}, "90+"),
        ("1901-03-02", {"to": "age_band", "width": 10, "reference_year": 2025}, "90+"),
        ("2026-03-02", {"to": "age_band", "width": 10, "reference_year": 2025}, "<DATE_OF_BIRTH>"),
        ("1901-03-02", {"to": "age_band", "reference_year": 2100}, "<DATE_OF_BIRTH>"),
        ("unknown", {"to": "age_band", "reference_year": 2025}, "<DATE_OF_BIRTH>"),
    ],
)
def test_dates_become_bands(value: str, params: dict[str, object], expected: str) -> None:
    assert coarser(DATE, value, **params) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected", "reason"),
    [
        ("31.5204, 74.3587", 1, "31.5, 74.4", "a pair"),
        ("31.5204,74.3587", 1, "31.5,74.4", "the comma as it stood"),
        ("31.5204 74.3587", 0, "32 74", "no decimals"),
        ("31.5204|74.3587", 2, "31.52|74.36", "two decimals"),
        ("31.5204", 1, "31.5", "a latitude in its own column"),
        ("31", 1, "31", "coarser already"),
        ("31.5,74", 2, "31.5,74", "coarser already"),
        ("31.5204° N, 74.3587° E", 1, "31.5, 74.4", "degrees"),
        ("N31.5204 E74.3587", 1, "31.5, 74.4", "hemisphere first"),
        ("lat: 31.5204; lng: 74.3587", 1, "31.5, 74.4", "labels"),
        ("(31.5204, 74.3587)", 1, "31.5, 74.4", "brackets"),
        ("POINT(74.3587 31.5204)", 1, "74.4 31.5", "well-known text, its order kept"),
        ("geo:31.5204,74.3587", 1, "31.5,74.4", "a URI"),
        ("31°31'13.4\"N 74°21'31\"E", 1, "31.5,74.4", "minutes and seconds"),
        ("31° 31′ 13″ N, 74° 21′ 31″ E", 1, "31.5,74.4", "the right signs for them"),
        ("31°31'N 74°21'E", 2, "31.52,74.35", "minutes alone"),
        ("۳۱٫۵۲۰۴، ۷۴٫۳۵۸۷", 1, "31.5, 74.4", "Urdu digits, point and comma"),
        ("0.01,-0.04", 1, "0.0,0.0", "no minus before nothing"),
        ("-31.5204,74.3587", 1, "-31.5,74.4", "a sign"),
        ("31.5204 S, 74.3587 E", 1, "-31.5,74.4", "the south"),
        ("31,5204", 1, "31.5", "a decimal comma"),
        ("31,52", 1, None, "a decimal comma or two numbers"),
        ("31 74", 1, None, "house 31, street 74"),
        ("@31.5204,74.3587,17z", 1, None, "three numbers"),
        ("31.5204,74.3587,212.5", 1, None, "a height too"),
        ("315204,743587", 1, None, "no degrees"),
        ("31 31.5", 1, None, "minutes, which would stay to 180 m"),
        ("31°31.5", 1, "31.5", "the same, marked"),
        ("3.15204E+01", 1, "31.5", "a spreadsheet's"),
        ('{"lat": "31.5204", "lng": "74.3587"}', 1, "31.5,74.4", "JSON"),
        ("https://maps.example/?q=31.5204,74.3587&u=7", 1, None, "three numbers"),
        ("near the mosque", 1, None, "no number"),
        ("8J3P+GQ Lahore", 1, None, "a plus code"),
        ("", 1, None, "empty"),
        ("\ud800\x00", 1, None, "no text"),
        ("31." + "1" * 1_000_000, 1, None, "very long"),
    ],
)
def test_a_place_becomes_a_grid_square_or_nothing(
    value: str, decimals: int, expected: str | None, reason: str
) -> None:
    made = coarser(PLACE, value, to="grid", decimals=decimals)
    assert made == (expected or "<GEO_COORDINATES>"), reason


@given(
    st.decimals("23.5", "37.2", places=7), st.decimals("60.8", "77.9", places=7),
    st.integers(0, 2), st.sampled_from([",", ", ", " ", ";"]),
)  # fmt: skip
def test_no_decimal_too_many_of_a_place_stays(
    latitude: Decimal, longitude: Decimal, decimals: int, glue: str
) -> None:
    made = coarser(PLACE, f"{latitude}{glue}{longitude}", to="grid", decimals=decimals)
    numbers = re.findall(r"[0-9]+(?:\.([0-9]+))?", made)
    assert len(numbers) == 2
    assert all(len(fraction) == decimals for fraction in numbers)
    first, second = (Decimal(number) for number in re.findall(r"[0-9.]+", made))
    half = Decimal(1).scaleb(-decimals) / 2
    assert abs(first - latitude) <= half
    assert abs(second - longitude) <= half


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("35202-1234567-1", "Punjab"),
        ("۴۲۱۰۱-۱۲۳۴۵۶۷-۱", "Sindh"),
        ("81101-1234567-1", "Azad Jammu and Kashmir"),
        ("91101-1234567-1", "<PK_CNIC>"),
        ("01101-1234567-1", "<PK_CNIC>"),
        ("3.52021E+12", "<PK_CNIC>"),
        ("35202-*****67-1", "<PK_CNIC>"),
        ("", "<PK_CNIC>"),
    ],
)
def test_a_cnic_becomes_its_province_or_nothing(value: str, expected: str) -> None:
    assert coarser(CNIC, value, to="province") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12500", "10000-19999"),
        ("Rs. 1,25,000/-", "120000-129999"),
        ("PKR 125,000.75", "120000-129999"),
        ("۱۲۵۰۰ روپے", "10000-19999"),
        ("0", "0-9999"),
        ("-500", "<REDACTED>"),
        ("1,2,3", "<REDACTED>"),
        ("about 12500", "<REDACTED>"),
        ("1.25E+05", "<REDACTED>"),
        ("", "<REDACTED>"),
        ("9" * 100_000, "<REDACTED>"),
    ],
)
def test_an_amount_becomes_a_band_or_nothing(value: str, expected: str) -> None:
    operator, params = Generalise(), {"to": "band", "width": 10_000}
    made = operator.operate(value, params)
    assert made == expected
    assert operator.is_output(made, "", params)


def test_an_address_becomes_its_placeholder() -> None:
    assert coarser("ADDRESS", "House 5, Street 3, Lahore", to="district") == "<ADDRESS>"


@pytest.mark.parametrize(
    ("entity", "params", "text"),
    [
        (DATE, {"to": "year"}, "02-03-1984"),
        (DATE, {"to": "year"}, "1984 "),
        (DATE, {"to": "year"}, "2190"),
        (DATE, {"to": "year_band", "width": 5}, "1981-1985"),
        (DATE, {"to": "year_band", "width": 5}, "1984"),
        (DATE, {"to": "age_band", "width": 5, "reference_year": 2025}, "41"),
        (DATE, {"to": "age_band", "width": 5, "reference_year": 2025}, "91"),
        (PLACE, {"to": "grid", "decimals": 1}, "31.52,74.35"),
        (PLACE, {"to": "grid", "decimals": 1}, "31.5,74.35"),
        (PLACE, {"to": "grid", "decimals": 0}, "31.5"),
        (PLACE, {"to": "grid", "decimals": 1}, "31.5, 74.4, 7"),
        (PLACE, {"to": "grid", "decimals": 1}, ""),
        (CNIC, {"to": "province"}, "35202-1234567-1"),
        (CNIC, {"to": "province"}, "<PERSON>"),
        ("ADDRESS", {"to": "district"}, "Lahore"),
        ("", {"to": "band", "width": 10_000}, "12500"),
        ("", {"to": "band", "width": 10_000}, "12500-12500"),
    ],
)
def test_what_is_too_fine_is_not_taken_for_our_output(
    entity: str, params: dict[str, object], text: str
) -> None:
    assert not Generalise().is_output(text, entity, params)
