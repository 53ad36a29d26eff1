"""Spreadsheets: what is carried over is the same, what is a person's number is seen as one."""

# ruff: noqa: DTZ001 - the formats have no time zones

from __future__ import annotations

import datetime
import html
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
import xlwt
from pyxlsbwriter import XlsbWriter

from redactor.batch import Batch
from redactor.errors import QuarantineError
from redactor.formats import recognise, workbook
from redactor.formats.source import Source
from redactor.formats.workbook import package, reading, sheet, values_only, writing, xlsx
from redactor.report import Report

Redact = Callable[[Path], tuple[Path, Report]]
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XML = '<?xml version="1.0"?>'


def batches(data: bytes, batch_bytes: int = 1 << 22) -> list[Batch]:
    """Read a workbook in this process, without the sandbox."""
    parser = xlsx if zipfile.is_zipfile(io.BytesIO(data)) and b"xl/workbook.xml" in data else values_only
    return list(reading.batches(parser.records(Source.from_bytes(data)), batch_bytes))


def rewritten(data: bytes, batch_bytes: int = 1 << 22) -> bytes:
    sink = io.BytesIO()
    writing.write(batches(data, batch_bytes), sink)
    return sink.getvalue()


def named(found: list[Batch]) -> dict[str | None, list[str]]:
    """Return all cells under the name that their column has."""
    cells: dict[str | None, list[str]] = {}
    for batch in found:
        for column in batch.columns:
            cells.setdefault(column.name, []).extend(column.cells.drop_nulls().to_list())
    return cells


def made(*rows: list[object], formats: dict[int, str] | None = None) -> bytes:
    """Return a workbook of one sheet; `formats` are number formats by column."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        page = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                given = book.add_format({"num_format": (formats or {}).get(column, "General")})
                if isinstance(value, datetime.date):
                    page.write_datetime(row, column, value, given)
                elif isinstance(value, str):
                    page.write_string(row, column, value)
                elif value is not None:
                    page.write(row, column, value, given)
    return sink.getvalue()


def raw_workbook(cells: str, **members: str) -> bytes:
    """Return a workbook with one sheet of the given XML inside <sheetData>."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "xl/workbook.xml",
            f'{XML}<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{XML}<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
            '<Relationship Id="b" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        )
        package.writestr(
            "xl/worksheets/sheet1.xml",
            cells if cells.startswith("<?xml") else f"{XML}<worksheet><sheetData>{cells}</sheetData></worksheet>",
        )
        for name, content in members.items():
            package.writestr(f"xl/{name}.xml", content)
    return sink.getvalue()


def test_sheets_cells_types_and_formats_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Zeta"
    first.append(["Item", "Count", "Price", "On", "Yes", "Note"])
    for n in range(30):
        when = datetime.datetime(2020, 1, 1, 12, n)
        first.append([f"item {n}", n, n + 0.1 + 0.2, when, n % 2 == 0, None if n % 3 else "x  y\nz"])
        first.cell(n + 2, 3).number_format = "#,##0.00"
        first.cell(n + 2, 4).number_format = "d-mmm-yy h:mm"
    hidden = book.create_sheet("Alpha")
    hidden.sheet_state = "hidden"
    hidden["C7"] = "far"
    very = book.create_sheet("Mid")
    very.sheet_state = "veryHidden"
    very["A1"] = 1
    book.create_sheet("Empty")
    book.save(path)
    data = path.read_bytes()
    book = openpyxl.load_workbook(path)
    for size in (200, 1 << 22):
        copy = openpyxl.load_workbook(io.BytesIO(rewritten(data, size)))
        assert [(s.title, s.sheet_state) for s in copy] == [
            ("Zeta", "visible"), ("Alpha", "hidden"), ("Mid", "veryHidden"), ("Empty", "visible"),
        ]  # fmt: skip
        for page in book:
            for row in page.iter_rows():
                for cell in row:
                    other = copy[page.title][cell.coordinate]
                    assert (other.value, other.number_format) == (cell.value, cell.number_format)


def test_numbers_keep_every_digit_that_stood_in_the_file() -> None:
    raws = ["0.30000000000000004", "89410012345678901234", "1E-7", "3.52E+12", "-0", "12345678901234567"]
    row = "".join(f'<c r="{"ABCDEF"[n]}1"><v>{raw}</v></c>' for n, raw in enumerate(raws))
    copy = rewritten(raw_workbook(f'<row r="1">{row}</row>'))
    content = zipfile.ZipFile(io.BytesIO(copy)).read("xl/worksheets/sheet1.xml").decode()
    for raw in raws:
        assert f"<v>{raw}</v>" in content


def test_numbers_are_searched_as_the_digits_that_their_reader_sees() -> None:
    data = made(
        ["CNIC", "Mobile", "Born", "Card"],
        [3520212345671, 3001234567, datetime.date(2013, 1, 1), 3.52e12],
        formats={0: "00000-0000000-0", 1: "00000000000", 2: "d-mmm-yy"},
    )
    cells = named(batches(data))
    assert cells["CNIC"] == ["35202-1234567-1"]
    assert cells["Mobile"] == ["03001234567"]
    assert cells["Born"] == ["2013-01-01"]
    assert cells["Card"] == ["3520000000000"]


def test_a_number_that_its_format_hides_is_searched_all_the_same() -> None:
    data = made(["CNIC"], [3520212345671], [3520212345672], formats={0: ";;;"})
    assert named(batches(data))["CNIC"] == ["3520212345671", "3520212345672"]


def test_the_header_below_merged_titles_names_the_columns() -> None:
    data = made(
        ["Subscriber list 2015"], [], ["Requested number:", 3001234567],
        ["Sr", "Name", "CNIC", "Contact", None],
        [None, None, None, "Mobile", "Landline"],
        *([n, "Ali Khan", 3520212345671 + n, 3001234567 + n, "042-35761234"] for n in range(5)),
    )  # fmt: skip
    cells = named(batches(data))
    assert cells["Name"] == ["Ali Khan"] * 5
    assert len(cells["CNIC"]) == len(cells["Contact Mobile"]) == len(cells["Contact Landline"]) == 5
    assert cells["Requested number:"] == ["3001234567"]


def test_a_form_gives_each_value_the_label_beside_it() -> None:
    rows = [["Name", "Ali Khan", None, "CNIC:", "3520212345671"], ["موبائل نمبر", "03001234567"]]
    cells = named(batches(made(*rows)))
    assert cells["Name"] == ["Ali Khan"]
    assert cells["CNIC:"] == ["3520212345671"]
    assert cells["موبائل نمبر"] == ["03001234567"]


def test_a_second_table_below_has_its_own_headers() -> None:
    data = made(
        ["Name", "CNIC"], ["Ali Khan", "3520212345671"], ["Zara Gul", "3520212345672"], [],
        ["Mobile", "Address"], ["03001234567", "House 1"],
    )  # fmt: skip
    cells = named(batches(data))
    assert cells["Mobile"] == ["03001234567"]
    assert cells["Name"] == ["Ali Khan", "Zara Gul"]


def test_a_row_of_names_is_never_taken_for_a_header_amid_the_table() -> None:
    layout = sheet.layout_of([(0, {0: "Name", 1: "City"}), (1, {0: "Ali", 1: "Lahore"})])
    assert not sheet.is_header_again(layout, {0: "Zara Gul", 1: "Multan"}, after_gap=True)
    assert layout.names == {0: "Name", 1: "City"}


def test_no_cell_of_a_copy_is_a_formula_a_link_or_markup() -> None:
    texts = ["=1+1", "+92", "-1", "@x", "\t=1", "＝1", "http://x.y", "mailto:a@b.c", "<r><t>x</t></r>",
             "<r>&</r>", "_x0041_", "a\x01b", "  pad  ", "{=1}", "internal:x", "12", "😀", "#N/A"]  # fmt: skip
    escaped = [html.escape(t).replace("_x", "_x005F_x").replace("\x01", "_x0001_") for t in texts]
    rows = "".join(f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>' for text in escaped)
    copy = rewritten(raw_workbook(rows))
    read_back = openpyxl.load_workbook(io.BytesIO(copy)).active
    calamine = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(copy)).get_sheet_by_index(0)
    for number in range(1, len(texts) + 1):
        cell = read_back.cell(number, 1)
        assert cell.data_type in {"s", "inlineStr"}
        assert cell.hyperlink is None
    assert [row[0] for row in calamine.iter_rows()] == texts
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(copy)).read("xl/worksheets/sheet1.xml")


def test_the_stored_value_of_a_formula_is_kept_and_formulas_are_counted() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>X()</f><v>text</v></c>'
        '<c r="C1"><f>NOW()</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    found = batches(raw_workbook(rows))
    assert sorted(named(found)[None]) == sorted(["S", "2", "text", "#DIV/0!"])
    dropped = {part.kind: part.count for part in found[-1].dropped}
    assert dropped["formula (its value is kept)"] == 3
    assert dropped["formula without a value"] == 1


def test_rich_inline_and_escaped_texts_are_read_whole() -> None:
    shared = (
        f"{XML}<sst><si><r><t>35202-</t></r><r><t>1234567-1</t></r><rPh><t>reading</t></rPh></si>"
        "<si><t>_x0033_520212345672</t></si></sst>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>0300</t></r><r><t>1234567</t></r></is></c></row>'
    )
    cells = named(batches(raw_workbook(rows, sharedStrings=shared)))
    assert {"35202-1234567-1", "3520212345672", "03001234567"} <= {*cells[None]}


def test_a_cell_at_the_far_end_costs_no_memory_and_is_read() -> None:
    data = raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')
    assert sorted(named(batches(data))[None]) == ["1", "7", "S"]
    assert openpyxl.load_workbook(io.BytesIO(rewritten(data))).active["XFD1048576"].value == 7


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>', "order"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "order"),
        ('<row r="1048577"><c><v>1</v></c></row>', "outside"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "outside"),
        ('<row r="1"><c t="s"><v>9</v></c></row>', "reference"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', "doctype"),
        (f"{XML}{'<a>' * 300}{'</a>' * 300}", "deep"),
    ],
)
def test_what_programs_would_read_in_different_ways_is_refused(rows: str, code: str) -> None:
    last = list(xlsx.records(Source.from_bytes(raw_workbook(rows))))[-1]
    assert last == ["refused", code]


def test_a_bomb_of_shared_texts_is_refused_before_it_fills_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "_LEAST_BUDGET", 1 << 20)
    shared = f"{XML}<sst><si><t>{'x' * 32_000}</t></si></sst>"
    cells = '<c t="s"><v>0</v></c>' * 40
    rows = "".join(f'<row r="{n}">{cells}</row>' for n in range(1, 1000))
    last = list(xlsx.records(Source.from_bytes(raw_workbook(rows, sharedStrings=shared))))[-1]
    assert last == ["refused", "budget"]


def test_texts_that_no_cell_can_hold_are_quarantined_and_said() -> None:
    found = batches(raw_workbook(f'<row><c t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'))
    parts = [part for batch in found for part in batch.quarantined]
    assert [part.where for part in parts] == ["sheet 1, row 1, column 1"]
    assert named(found)[None] == ["S", "<QUARANTINED>"]


def xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Old")
    for column, name in enumerate(["Name", "CNIC", "Mobile", "On"]):
        page.write(2, column, name)
    for row in range(3, 8):
        page.write(row, 0, "Ali Khan")
        page.write(row, 1, 3520212345671 + row)
        page.write(row, 2, f"0300123456{row}")
        page.write(row, 3, datetime.datetime(2013, 1, row), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.add_sheet("Gone").visibility = 2
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def xlsb(path: Path) -> bytes:
    with XlsbWriter(str(path)) as book:
        book.add_sheet("Old")
        book.write_sheet([["Name", "CNIC"], *(["Ali Khan", 3520212345671 + n] for n in range(5))])
    return path.read_bytes()


def ods() -> bytes:
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Ali Khan</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="{n}"><text:p>{n}</text:p></table:table-cell></table:table-row>'
    )
    head = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>CNIC</text:p></table:table-cell></table:table-row>'
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'{XML}<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Old">{head}'
        + "".join(row.format(n=3520212345671 + n) for n in range(5))
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("mimetype", ODS)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", f"{XML}<manifest/>")
        package.writestr("Pictures/a.png", b"\x89PNG")
    return sink.getvalue()


@pytest.fixture(params=["xls", "xlsb", "ods"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, bytes]:
    data = {"xls": xls, "ods": ods}.get(request.param, lambda: xlsb(tmp_path / "x"))()
    return request.param, data


def test_other_workbooks_are_recognised_by_content_and_read(other: tuple[str, bytes]) -> None:
    kind, data = other
    source = Source.from_bytes(data, "name.csv")
    assert recognise(source) is workbook
    assert workbook.target_suffix(source) == ".xlsx"
    cells = named(batches(data))
    assert cells["Name"] == ["Ali Khan"] * 5
    assert all(len(cell) == 13 and cell.isdecimal() for cell in cells["CNIC"])
    if kind == "xls":
        assert cells["On"][0] == "2013-01-03"
        copy = openpyxl.load_workbook(io.BytesIO(rewritten(data)))
        assert [s.sheet_state for s in copy] == ["visible", "veryHidden"]
        assert copy["Old"]["D4"].value == datetime.datetime(2013, 1, 3)
        assert copy["Old"]["B4"].value == 3520212345674


def test_an_old_workbook_comes_out_as_xlsx_and_the_report_says_so(redact: Redact, tmp_path: Path) -> None:
    path = tmp_path / "leak.xls"
    path.write_bytes(xls())
    copy, report = redact(path)
    assert copy.name == "leak.xls.xlsx"
    assert ".xlsx" in report.files[0].format
    page = openpyxl.load_workbook(copy)["Old"]
    assert page["A3"].value == "Name"
    assert str(page["A4"].value).startswith("PERSON_")
    assert str(page["B4"].value).startswith("CNIC_")
    assert not list(copy.parent.glob(".redactor*"))


def test_documents_under_a_password_are_refused_by_name() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(9)
    with pytest.raises(QuarantineError, match="password"):
        workbook.recognise(Source.from_bytes(data, "x.xlsx"))


def test_our_count_of_cells_is_that_of_an_independent_reader() -> None:
    data = made(["Name", "CNIC"], *(["Ali", None if n % 3 else n] for n in range(50)), ["", "x"])
    page = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    filled = sum(1 for row in page.iter_rows() for cell in row if cell != "")
    assert workbook.balance(Source.from_bytes(data, "x.xlsx")) == {"sheets": 1, "cells": filled}
    assert workbook.balance(Source.from_bytes(rewritten(data))) == {"sheets": 1, "cells": filled}


@pytest.mark.parametrize("names", [["a" * 40, "A" * 40], ["x:y", "x/y"], ["", "History"], ["<PERSON>", "<PERSON>"]])
def test_sheet_names_that_no_workbook_can_have_are_replaced(names: list[str]) -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        for name in writing._sheet_names(names):
            book.add_worksheet(name)
    assert len(set(openpyxl.load_workbook(sink).sheetnames)) == 2


def test_the_copy_of_a_date_system_of_1904_shows_the_same_dates() -> None:
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"date_1904": True}) as book:
        given = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime(0, 0, datetime.datetime(2013, 1, 1), given)
    found = batches(sink.getvalue())
    assert "2013-01-01" in named(found)[None]
    copy = io.BytesIO(rewritten(sink.getvalue()))
    assert openpyxl.load_workbook(copy).active["A1"].value == datetime.datetime(2013, 1, 1)
