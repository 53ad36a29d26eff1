"""Damaged and hostile containers: the run goes on, says so, and nothing of the file is left."""

from __future__ import annotations

import gc
import io
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
import xlsxwriter
import xlwt

from redactor.batch import Batch
from redactor.errors import QuarantineError, RedactorError
from redactor.formats import columnar, recognise, sqlite, workbook
from redactor.formats.source import Source
from redactor.formats.workbook import package, reading
from redactor.formats.workbook import xlsx as parser
from redactor.pipeline import Pipeline

XML = '<?xml version="1.0"?>'
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx() -> bytes:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        page = book.add_worksheet()
        for row in range(300):
            page.write_row(row, 0, [row, f"item {row % 50}", row / 7])
            page.write_comment(row, 0, "note") if row % 100 == 0 else None
    return sink.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("S")
    for row in range(300):
        page.write(row, 0, f"item {row}")
        page.write(row, 1, row / 7)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def ods(cells: str = "", doctype: str = "") -> bytes:
    content = (
        f'{XML}{doctype}<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", f"{XML}<m/>")
    return sink.getvalue()


def database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(n, f"item {n}" * 5) for n in range(500)])
        connection.execute("CREATE INDEX i ON t(b)")
        connection.commit()
        return connection.serialize()


def parquet() -> bytes:
    sink = io.BytesIO()
    pl.DataFrame({"n": range(2000), "s": [f"item {n}" for n in range(2000)], "l": [[n] for n in range(2000)]}).write_parquet(sink)
    return sink.getvalue()


def arrow() -> bytes:
    sink = io.BytesIO()
    pl.DataFrame({"n": range(2000), "s": [f"item {n}" for n in range(2000)]}).write_ipc(sink)
    return sink.getvalue()


FILES: dict[str, tuple[ModuleType, Callable[[], bytes]]] = {
    "x.xlsx": (workbook, xlsx),
    "x.xls": (workbook, xls),
    "x.ods": (workbook, ods),
    "x.db": (sqlite, database),
    "x.parquet": (columnar, parquet),
    "x.arrow": (columnar, arrow),
}


def mutants(data: bytes, seed: int, count: int) -> list[bytes]:
    """Return damaged copies of a file: cut off, with bits flipped, with a part doubled or zeroed."""
    generator = random.Random(seed)
    made = []
    for number in range(count):
        new = bytearray(data)
        place, size = generator.randrange(20, len(data)), generator.randrange(1, 200)
        if number % 4 == 0:
            del new[place:]
        elif number % 4 == 1:
            for _ in range(generator.randrange(1, 30)):
                new[generator.randrange(16, len(new))] ^= 1 << generator.randrange(8)
        elif number % 4 == 2:
            new[place:place] = new[place - 20 : place + size]
        else:
            new[place : place + size] = bytes(len(new[place : place + size]))
        made.append(bytes(new))
    return made


def survives(module: ModuleType, data: bytes, name: str) -> None:
    """Read and write a damaged file: it is read, or refused without a word of it."""
    source = Source.from_bytes(data, name)
    message = ""
    try:
        if recognise(source) is module:
            module.write(module.read(source), io.BytesIO())
    except RedactorError as error:
        message = str(error)
    assert "item" not in message


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_read_or_refused(name: str) -> None:
    module, make = FILES[name]
    for data in mutants(make(), 1, 2):
        survives(module, data, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_damage_gets_through_to_the_run(name: str) -> None:
    module, make = FILES[name]
    for data in mutants(make(), 2, 60):
        survives(module, data, name)


def test_a_workbook_that_breaks_off_leaves_no_file_open(
    recwarn: pytest.WarningsRecorder,
) -> None:
    batches = list(workbook.read(Source.from_bytes(xlsx(), "x.xlsx")))

    def broken() -> Iterator[Batch]:
        yield from batches
        raise QuarantineError("cut off")

    with pytest.raises(QuarantineError):
        workbook.write(broken(), io.BytesIO())
    gc.collect()
    assert not recwarn.list


def test_of_damaged_files_in_a_folder_nothing_is_written(pipeline: Pipeline, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (_, make) in FILES.items():
        data = make()
        (folder / name).write_bytes(data[: len(data) // 2] if name != "x.ods" else data[:-60])
    (folder / "good.csv").write_text("a,b\n1,2\n3,4\n")
    report = pipeline.run([folder], tmp_path / "out")
    assert report.exit_code == 4
    assert len(report.unreadable) == len(FILES)
    left = sorted(path.name for path in (tmp_path / "out").rglob("*"))
    assert left == ["good.csv", "report.html", "report.json"]


@pytest.mark.parametrize(
    "data",
    [
        ods(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
        ),
        ods(doctype='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', cells="<x>&a;</x>"),
    ],
    ids=["a billion cells in 1 KB", "an entity that names a file"],
)
def test_a_bomb_stops_its_reader_and_not_the_run(data: bytes) -> None:
    batches = workbook.read(Source.from_bytes(data, "x.ods"))
    with pytest.raises(QuarantineError):
        list(batches)




@pytest.mark.parametrize(
    ("trick", "words"),
    [
        ("twins", "two members"),
        ("encrypted", "password"),
        ("bomb", "far more"),
        ("entities", "document type"),
        ("missing", "lacks a sheet"),
    ],
)
def test_a_workbook_that_is_not_honest_is_refused_with_its_reason(
    trick: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "_LEAST_BUDGET", 1 << 20)
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    if trick == "twins":
        members["XL\\worksheets/Sheet1.xml"] = b"<x/>"
    elif trick == "bomb":
        members["xl/styles.xml"] = b"<a>" + b" " * (3 << 20) + b"</a>"
    elif trick == "entities":
        members["xl/styles.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    elif trick == "missing":
        del members["xl/worksheets/sheet1.xml"]
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    data = bytearray(sink.getvalue())
    place = 0
    while trick == "encrypted" and (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4
    records = parser.records(Source.from_bytes(bytes(data), "x.xlsx"))
    with pytest.raises(QuarantineError, match=words):
        list(reading.batches(records, 1 << 20))
