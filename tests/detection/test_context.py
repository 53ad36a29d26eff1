"""Words around a number and its header decide what a weak shape is."""

from __future__ import annotations

import time
from functools import cache

import pytest

from redactor.detection import Detector


@cache
def detector() -> Detector:
    return Detector()


@pytest.mark.parametrize(
    ("text", "header", "entity", "reason"),
    [
        ("CNIC: 1234512345671", None, "PK_CNIC", "label before"),
        ("C.N.I.C. # 1234512345671", None, "PK_CNIC", "letters with dots are one phrase"),
        ("1234512345671 شناختی کارڈ نمبر", None, "PK_CNIC", "label after, right to left"),
        ("qaumi shanakhti card number 1234512345671", None, "PK_CNIC", "Roman Urdu phrase"),
        ("cnic 1234512345671, 1234512345673 aur 1234512345675", None, "PK_CNIC", "a row of them"),
        ("1234512345671", "father_cnic_no", "PK_CNIC", "snake case header"),
        ("1234512345671", "GuarantorCNIC", "PK_CNIC", "camel case header"),
        ("1234512345671", "شناختی کارڈ", "PK_CNIC", "Urdu header"),
        ("3.52021E+12", "CNIC", "PK_CNIC", "spreadsheet damage in its column"),
        ("35202-12345", "CNIC", "PK_CNIC", "cut off in its column"),
        ("MUHAMMAD AKRAM", "NAME", "PERSON", "whole cell by header"),
        ("GHULAM RASOOL", "fname", "PERSON", "father's or first name"),
        ("H 12 ST 4 LAHORE", "Permanent Address", "ADDRESS", "whole cell by header"),
    ],
)
def test_what_context_makes_of_a_shape(
    text: str, header: str | None, entity: str, reason: str
) -> None:
    found = detector().find(text, header)
    assert {f.entity for f in found} == {entity}, reason


@pytest.mark.parametrize(
    ("text", "header", "reason"),
    [
        ("order no 1234512345671", None, "an order's number, however like"),
        ("1234512345671", "tracking_no", "a neutral or opposing header"),
        ("1234512345671", None, "thirteen digits alone are no claim"),
        ("Acme Traders", "company_name", "a firm's name column"),
        ("17-03-2021", "activation_date", "a date of something else"),
        ("N/A", "CNIC", "a word for nothing stays"),
        ("call 1122 or 15", None, "short codes"),
    ],
)
def test_what_stays(text: str, header: str | None, reason: str) -> None:
    assert detector().find(text, header) == [], reason


@pytest.mark.parametrize(
    "text",
    ["1-" * 500_000, "0300-1234567 " * 10_000, "cnic " * 200_000, "3" * 1_000_000, "@." * 500_000,
     "H# " * 300_000, "ولد " * 250_000, "a" * 1_000_000],
    ids=["dashes", "numbers", "labels", "digits", "at", "cues", "relations", "letters"],
)  # fmt: skip
def test_a_hostile_cell_ends_in_seconds(text: str) -> None:
    started = time.process_time()
    detector().find(text)
    assert time.process_time() - started < 20
