"""Verification catches a writer that forgets, adds or drops: else a value leaks unseen."""

from __future__ import annotations

import io
import random
import time
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor import verification
from redactor.digests import DigestSpool, siphash, siphash_column
from redactor.errors import QuarantineError, ResidualError
from redactor.formats import delimited, time_limit, zip_archive
from redactor.formats.decoding import MARKS, marks_of
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.verification import Verifier, candidates, keys_of, keys_of_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from redactor.batch import Batch

ALL = frozenset("dstawx")


@pytest.mark.parametrize(
    ("entity", "removed", "left", "reason"),
    [
        ("PK_CNIC", "35202-1234567-1", "id 3520212345671.", "without dashes"),
        ("PK_CNIC", "35202-1234567-1", "1-1234567-35202", "as displayed right to left"),
        ("PK_CNIC", "3520212345671", "۳۵۲۰۲ ۱۲۳۴۵۶۷ ۱", "Urdu digits, spaces"),
        ("PK_CNIC", "3520212345671", "1765432120253", "digits backwards"),
        ("PK_CNIC", "35202-1234567-1", "ref993520212345671", "inside a longer number"),
        ("PK_MOBILE", "0300-1234567", "+92 300 1234567", "international"),
        ("PK_MOBILE", "03001234567", "3001234567.0", "lost zero, float"),
        ("PK_MOBILE", "+923001234567", "PK12JCMA0002923001234567", "inside a wallet's IBAN"),
        ("IBAN_CODE", "PK36SCBL0000001123456702", "pk36 scbl 0000 0011 2345 6702", "grouped"),
        ("EMAIL_ADDRESS", "Ali.Khan@Example.com", "to ali.khan@example.com:", "other case"),
        ("PERSON", "MUHAMMAD AKRAM KHAN", "dear Muhammad  Akram Khan,", "in running text"),
        ("PERSON", "محمد اکرم", "جناب محمد اكرم صاحب", "Arabic letter forms"),
        ("PK_VEHICLE_REGISTRATION", "LEA-17-1234", "car lea 17 1234", "other separators"),
        ("PK_NTN", "1234567-8", "ntn 1234567 8", "a short number keeps its groups"),
    ],
)
def test_a_removed_value_is_found_in_any_form(
    entity: str, removed: str, left: str, reason: str
) -> None:
    keys = set(keys_of(entity, removed))
    assert keys & {key for key, _, _ in candidates(left, ALL)}, reason


@pytest.mark.parametrize(
    ("entity", "removed", "left"),
    [
        ("PK_CNIC", "35202-1234567-1", "35202-1234567-3"),
        ("PK_MOBILE", "03001234567", "0301 1234567"),
        ("PERSON", "MUHAMMAD AKRAM", "Muhammad Aslam"),
        ("PERSON", "NOOR", "noor"),
    ],
)
def test_another_value_is_not_taken_for_it(entity: str, removed: str, left: str) -> None:
    assert not set(keys_of(entity, removed)) & {key for key, _, _ in candidates(left, ALL)}


@given(
    st.sampled_from(["PK_CNIC", "PERSON", "ADDRESS", "PK_MOBILE", "DATE_OF_BIRTH"]),
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.from_regex(r"\+?[0-9]{1,5}[ -]?[0-9]{3,9}[ -]?[0-9]{1,9}", fullmatch=True),
            st.from_regex(r" ?([A-Za-z0-9#.]{1,6}[ ,]){1,8}", fullmatch=True),
        ),
        unique=True,
    ),
)
def test_a_column_is_searched_for_by_the_keys_of_its_values(entity: str, values: list[str]) -> None:
    keys, rest = keys_of_column(entity, pl.Series(values, dtype=pl.String))
    one_by_one = sorted(key for value in values for key in keys_of(entity, value))
    assert sorted(keys.to_list() + [key for value in rest for key in keys_of(entity, value)]) == one_by_one
    assert sorted(values, key=ascii) == sorted(
        [*rest, *(v for v in values if v not in rest and keys_of(entity, v))], key=ascii
    )


# The vectors of the reference implementation: input 00 01 02 …, key 00 01 … 0f.
@pytest.mark.parametrize(
    ("length", "digest"),
    [(0, 0x726FDB47DD0E0E31), (1, 0x74F839C593DC67FD), (8, 0x93F5F5799A932462),
     (15, 0xA129CA6149BE45E5)],
)  # fmt: skip
def test_digests_are_siphash(length: int, digest: int) -> None:
    others = [bytes(n) for n in range(40)]
    found = siphash([*others, bytes(range(length))], bytes(range(16)))
    assert int(found[-1]) == digest


@given(st.lists(st.text(max_size=600), max_size=20))
def test_a_column_has_the_digests_of_its_texts(texts: list[str]) -> None:
    key = bytes(range(16))
    one_by_one = siphash([text.encode() for text in texts], key)
    together = siphash_column(pl.Series(texts, dtype=pl.String), key)
    assert sorted(together.tolist()) == sorted(one_by_one.tolist())


def test_a_spool_larger_than_memory_loses_no_digest() -> None:
    one, other = DigestSpool(), DigestSpool()
    numbers = np.arange(600_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for part in np.split(numbers, 60):
        one.add(part)
    other.add(numbers[::1000])
    verifier = Verifier(one, other)
    assert verifier.residuals() == frozenset(numbers[::1000].tolist())
    verifier.close()


def table(folder: Path) -> Path:
    path = folder / "leak.csv"
    rows = [
        f"35202-{1000000 + n}-{n % 10},0300-{2000000 + n},MUHAMMAD NO{chr(65 + n)},{n}"
        for n in range(20)
    ]
    path.write_text("cnic,mobile,name,units\n" + "\n".join(rows) + "\n")
    return path


delimited_write = delimited.write


def forget_a_cell(data: bytes) -> bytes:
    start = data.index(b"CNIC_")
    return data[:start] + b"3520210000033" + data[start + 21 :]


def put_a_value_into_the_header(data: bytes) -> bytes:
    return data.replace(b"units", b"0300-2000004", 1)


def drop_a_row(data: bytes) -> bytes:
    return data[: data.rindex(b"\n", 0, -1) + 1]


@pytest.mark.parametrize("damage", [forget_a_cell, put_a_value_into_the_header, drop_a_row])
def test_a_broken_writer_is_caught_and_leaves_nothing(
    damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
        whole = io.BytesIO()
        delimited_write(batches, whole)
        sink.write(damage(whole.getvalue()))

    monkeypatch.setattr(delimited, "write", write)
    with pytest.raises(ResidualError):
        Pipeline(Policy.load("study"), Key.generate()).run([table(tmp_path)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp1256", "iso8859-6",
                                      "ascii", "utf-16-le", "gbk"])  # fmt: skip
def test_no_line_end_or_delimiter_is_counted_that_is_none(encoding: str) -> None:
    generator = random.Random(encoding)
    data = bytes(generator.choices([*b"\n\r,;\t|~^ab0", *range(256)], k=4_000))
    text = data.decode(encoding, "replace")
    expected = {mark: text.count(mark) for mark in MARKS if mark in text}
    assert marks_of(Source.from_bytes(data), encoding) == expected
def spinning_behind(given: Iterable[Any], after: int) -> Iterator[Any]:
    """Yield so many items, and then never come back."""
    yield from islice(given, after)
    while True:
        pass


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(time_limit.signal, "setitimer"):
        pytest.skip("Windows has no such timer")
    monkeypatch.setattr(time_limit, "SECONDS", 0.5)


def hang_counting_it(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = verification.counted
    monkeypatch.setattr(
        verification,
        "counted",
        lambda module, source, left_out: next(spinning_behind([], 0))
        if source.head(4) == b"PK\x03\x04" and not left_out and "part" in source.name
        else counted(module, source, left_out),
    )


def hang_showing_its_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = zip_archive.texts
    monkeypatch.setattr(zip_archive, "texts", lambda source: spinning_behind(texts(source), 1))


def hang_reading_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read = zip_archive.read

    def reading(source: Source, **options: Any) -> Iterator[Batch]:
        given = read(source, **options)
        return spinning_behind(given, 2) if "part" in source.name else given

    monkeypatch.setattr(zip_archive, "read", reading)


def hang_in_a_member(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive's own reader takes this for a member's fault, and goes on."""
    read, calls = delimited.read, []

    def reading(source: Source, **options: Any) -> Iterator[Batch]:
        calls.append(1)
        given = read(source, **options)
        return spinning_behind(given, 1) if len(calls) > 1 else given

    monkeypatch.setattr(delimited, "read", reading)


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize(
    "hang", [hang_counting_it, hang_showing_its_texts, hang_reading_it, hang_in_a_member]
)
@pytest.mark.parametrize("is_alone", [False, True])
def test_a_copy_that_is_read_back_without_end_is_left_out_and_said(
    hang: Callable[[pytest.MonkeyPatch], None],
    is_alone: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "leak.zip", "w") as archive:
        archive.write(table(tmp_path), "a.csv")
    if not is_alone:
        (folder / "good.txt").write_text("salam 35202-1000001-1\n")
    hang(monkeypatch)
    out = tmp_path / "out"
    report = Pipeline(Policy.load("study"), Key.generate()).run([folder], out)
    assert report.exit_code == 4
    assert [name for name, _, _ in report.unreadable] == ["leak.zip"]
    reason = report.unreadable[0][1]
    assert "its copy can't be read back" in reason
    assert not any(character.isdigit() for character in reason.replace("member 1", "").replace("0 seconds", ""))
    left = {path.name for path in out.iterdir()}
    assert left == {"report.json", "report.html"} | ({"good.txt"} if not is_alone else set())


@pytest.mark.usefixtures("_short")
def test_one_file_whose_copy_is_read_back_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang_showing_its_texts(monkeypatch)
    with zipfile.ZipFile(tmp_path / "leak.zip", "w") as archive:
        archive.write(table(tmp_path), "a.csv")
    pipeline = Pipeline(Policy.load("study"), Key.generate())
    with pytest.raises(QuarantineError, match="can't be read back"):
        pipeline.redact_source(Source.from_path(tmp_path / "leak.zip"), tmp_path / "copy.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"leak.zip", "leak.csv"}


@pytest.mark.usefixtures("_short")
def test_a_block_within_another_gives_it_its_time_back() -> None:
    with time_limit.limited():
        for _ in range(4):
            with time_limit.limited():
                started = time.process_time()
                while time.process_time() - started < 0.3:
                    pass
        with pytest.raises(time_limit.NoProgressError):
            next(spinning_behind([], 0))


def test_a_copy_that_is_not_searched_is_said(tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "a.csv").write_text("a,b\n1,2\n3,4\n")
    (copies / "b.bin").write_bytes(bytes(range(256)) * 4)
    report = Pipeline(Policy.load("study"), Key.generate()).verify(copies, [table(tmp_path)])
    assert report.exit_code == 4
    assert [name for name, _, _ in report.unreadable] == ["b.bin"]
