"""When a call was, or a card was issued, is no number: headers that name one over dates."""

from __future__ import annotations

import pytest

from redactor.detection import Detector

DATES = [f"2023-0{m}-{d:02} {d:02}:1{m}:07" for m in range(1, 7) for d in range(1, 24)]


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector()


@pytest.mark.parametrize(
    "header", ["call_start", "last call", "CNIC Issue Date", "cnic expiry", "IMEI first seen"]
)
def test_times_under_a_header_that_names_a_number_stay(detector: Detector, header: str) -> None:
    profile = detector.profile(header, DATES)
    assert profile.prior is None
    assert [f for found in detector.find_cells(DATES, profile) for f in found] == []


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("CNIC", ["3.52021E+12", "3520212345", *DATES[:8]]),  # damaged numbers among dates
        ("CNIC", ["35202-1234567-1", *DATES[:40]]),
        ("date of birth", DATES),
    ],
)
def test_numbers_among_dates_still_go(detector: Detector, header: str, cells: list[str]) -> None:
    profile = detector.profile(header, cells)
    assert detector.find_cells(cells[:1], profile)[0]
    assert profile.prior is not None or header != "date of birth"
