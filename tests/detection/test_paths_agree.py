"""The fast path finds what the plain path finds: a difference is a value that slips through."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.detection import ColumnProfile, Detector, prefilter

PIECES = [
    "0", "3", "92", "+92", "0092", "-", " ", ".", "/", "_", "a", "PK", "pk", "@", ":", ",", "\n",
    "35202", "1234567", "1", "35202-1234567-1", "3520212345671", "1234512345671", "03001234567",
    "0300-1234567", "3001234567", "۰۳۰۰", "۱۲۳۴۵۶۷", "٣٥٢٠٢", "\u200f", "\u200b", "\u00a0", "ـ", "–",
    "cnic", "CNIC no ", "شناختی کارڈ نمبر ", "mobile ", "موبائل ", "order no ", "imei ", "rs ",
    "PK36SCBL0000001123456702", "4111111111111111", "490154203237518", "410012345678901",
    "LEA-17-1234", "ABC-123", "F-7", "NA-120", "name@gmail.com", "name@nayapay", "192.168.1.1",
    "https://wa.me/923001234567", "31.5204, 74.3587", "14-02-1990", "dob ", "3.52021E+12", "xxxx",
    "S/O ", "ولد ", "H# 12 St# 4 ", "Mohalla ", "MUHAMMAD AKRAM ", "name: ", "İ", "ſ", "K", "﷽",
]  # fmt: skip
HEADERS = [None, "CNIC", "mobile", "remarks", "ntn", "order no", "name", "reg_no", "imei", "IBAN"]


@cache
def detectors() -> tuple[Detector, Detector]:
    fast = Detector(engine="fast")
    fast.find_cells(["1"], ColumnProfile())
    fast._prefilter.make_ready()  # else a handful of cells is decided without the scan
    return fast, Detector(engine="plain")


def generate(seed: int) -> str:
    chance = random.Random(seed)
    parts = []
    for _ in range(chance.randrange(1, 8)):
        if chance.random() < 0.7:
            parts.append(chance.choice(PIECES))
        else:
            length = chance.choice([1, 2, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15, 16, 19, 20])
            parts.append("".join(chance.choice("0123456789") for _ in range(length)))
    return "".join(parts)


def compare(cells: list[str], profile: ColumnProfile) -> None:
    fast, plain = detectors()
    for cell, one, other in zip(
        cells, fast.find_cells(cells, profile), plain.find_cells(cells, profile), strict=True
    ):
        assert one == other, ascii(cell)


@pytest.mark.parametrize("header", HEADERS)
def test_generated_cells_under_each_header(header: str | None) -> None:
    fast, _ = detectors()
    cells = [generate(seed) for seed in range(400)]
    compare(cells, fast.profile(header, cells[:50]))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=8))
def test_any_text(parts: list[str]) -> None:
    compare(["".join(parts)], ColumnProfile())


def test_without_the_wheel_the_findings_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast, _ = detectors()
    cells = [generate(seed) for seed in range(5_000, 5_400)]
    prefilter.prefilter.cache_clear()
    monkeypatch.setattr(prefilter, "hyperscan", None)
    try:
        without = Detector(engine="fast").find_cells(cells, ColumnProfile())
    finally:
        prefilter.prefilter.cache_clear()
    assert without == fast.find_cells(cells, ColumnProfile())


@pytest.mark.slow
def test_twenty_thousand_cells() -> None:
    compare([generate(seed) for seed in range(1_000_000, 1_020_000)], ColumnProfile())


def test_cells_do_not_see_their_neighbours() -> None:
    fast, _ = detectors()
    cells = ["352021234567", "1", "0300", "1234567", "cnic", "1234512345671"]
    assert fast.find_cells(cells, ColumnProfile()) == [
        fast.find_cells([cell], ColumnProfile())[0] for cell in cells
    ]
