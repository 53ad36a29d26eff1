"""One generated number in every corner of a workbook: none may be in the copy."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import xlsxwriter

from redactor.report import Report

Redact = Callable[[Path], tuple[Path, Report]]

DOCUMENT = Path(__file__).parents[2] / "docs" / "formats.md"
# Corners by where the builder below plants their numbers.
CELLS = """
text cell; number cell; number under a format of dashes; number in scientific notation; text in a
number's place of a named column; rich text in pieces; escaped text; inline text; reversed text;
Urdu digits; stored value of a formula; error beside it; merged title; form value beside its label;
cell of a second table; stray cell far away; hidden row; hidden column; hidden sheet;
very hidden sheet; macro sheet
"""
AROUND = """
sheet name; comment; comment author; threaded comment; list of persons; page header; page footer;
defined name; data validation; hyperlink target; hyperlink tip; conditional format; filter;
table definition; formula text; number format; chart title; chart cache; text box; image;
macro project; embedded object; pivot table cache; external link; data connection; custom XML;
printer settings; document title; custom property; phonetic reading; scenario; sheet not listed;
member name; zip comment; bytes behind the zip; code name of a sheet
"""


def corners(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split(";")]


def png(text: str) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0" + text.encode()) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )  # fmt: skip


def build(number: dict[str, str], shown: dict[str, str]) -> bytes:
    """Return a workbook with the numbers in their corners."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    book.set_properties({"title": shown["document title"]})
    book.set_custom_property("about", shown["custom property"])
    page = book.add_worksheet("People")
    dashes = book.add_format({"num_format": "00000-0000000-0"})
    literal = book.add_format({"num_format": f'"{shown["number format"]}"'})
    page.merge_range("A1:D1", f"List of {shown['merged title']}")
    page.write_row("A2", ["CNIC:", shown["form value beside its label"]])
    page.write_row("A4", ["Name", "CNIC", "Note", "Count"])
    cells: list[tuple[object, object]] = [
        (int(number["number cell"]), None),
        (int(number["number under a format of dashes"]), dashes),
        (f"{int(number['number in scientific notation']):.12E}", None),
        (number["text in a number's place of a named column"], None),
        (shown["text cell"], None),
        ("-".join(reversed(shown["reversed text"].split("-"))), None),
        (shown["Urdu digits"].translate({48 + n: chr(0x6F0 + n) for n in range(10)}), None),
    ]
    row = 4
    for row, (value, given) in enumerate(cells, 4):
        page.write(row, 0, "Ali Khan")
        page.write(row, 1, value, given)
        page.write(row, 3, row, literal if row % 2 else None)
    page.write(row + 1, 1, "x")
    page.set_row(row + 1, None, None, {"hidden": True})
    page.write(row + 1, 2, f"call {shown['hidden row']}")
    page.write_formula("C6", f'="{shown["formula text"]}"', None, shown["stored value of a formula"])
    page.write_rich_string("C7", "id ", book.add_format({"bold": True}), shown["rich text in pieces"][:9], shown["rich text in pieces"][9:])
    page.write("C8", "ESCAPED-HERE")
    page.write("C9", f"seen {shown['error beside it']}")
    page.write_row(row + 4, 0, ["Owner Name", "CNIC"])
    page.write_row(row + 5, 0, ["Zara Gul", number["cell of a second table"]])
    page.write("XFD1048576", f"id {shown['stray cell far away']}")
    page.set_column("H:H", None, None, {"hidden": True})
    page.write("H5", f"id {shown['hidden column']}")
    page.write_comment("B5", f"{shown['comment']}", {"author": shown["comment author"]})
    page.set_header(f"&L{shown['page header']}")
    page.set_footer(f"&R{shown['page footer']}")
    book.define_name("Person", f'="{shown["defined name"]}"')
    page.data_validation("D5", {"validate": "list", "source": [shown["data validation"]]})
    page.write_url("E5", f"http://x.example/{number['hyperlink target']}", string="x", tip=shown["hyperlink tip"])
    page.conditional_format("B5:B9", {"type": "formula", "criteria": f'=$B$5="{shown["conditional format"]}"'})
    other = book.add_worksheet("Table")
    other.add_table("A1:B3", {"columns": [{"header": "k"}, {"header": f"v {shown['table definition']}"}], "name": "T"})
    chart = book.add_chart({"type": "bar"})
    chart.set_title({"name": shown["chart title"]})
    chart.add_series({"values": "=People!$B$5:$B$9", "values_data": [int(number["chart cache"])]})
    page.insert_chart("K2", chart)
    page.insert_textbox("K20", shown["text box"])
    page.insert_image("K30", "x.png", {"image_data": io.BytesIO(png(shown["image"]))})
    hidden = book.add_worksheet("Hidden")
    hidden.hide()
    hidden.write("A1", f"id {shown['hidden sheet']}")
    very = book.add_worksheet(f"x {shown['sheet name']}")
    very.very_hidden()
    very.write("A1", f"id {shown['very hidden sheet']}")
    filtered = book.add_worksheet("Filtered")
    filtered.write_row("A1", ["k", "v"])
    filtered.autofilter("A1:B3")
    filtered.filter_column_list("A", [shown["filter"]])
    macro = book.add_worksheet("Macro")
    macro.write_string("A1", f"id {shown['macro sheet']}")
    book.close()
    return changed(sink.getvalue(), number, shown)


def changed(data: bytes, number: dict[str, str], shown: dict[str, str]) -> bytes:
    """Put into a workbook what its writer can't write."""
    escaped = "".join(f"_x{ord(character):04X}_" for character in f"id {shown['escaped text']}")
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/sharedStrings.xml":
                content = content.replace(b"ESCAPED-HERE", escaped.encode())
                reading = f"<rPh sb='0' eb='1'><t>{shown['phonetic reading']}</t></rPh></si></sst>"
                content = content.replace(b"</si></sst>", reading.encode())
            if name == "xl/worksheets/sheet1.xml":
                inline = f'<c r="F5" t="inlineStr"><is><t>id {shown["inline text"]}</t></is></c><c r="H5"'
                content = content.replace(b'<c r="H5"', inline.encode())
                scenario = f"</sheetData><scenarios><scenario name='{shown['scenario']}'/></scenarios>"
                content = content.replace(b"</sheetData>", scenario.encode())
                code = f'<sheetPr codeName="{shown["code name of a sheet"]}"/><dimension'
                content = re.sub(rb"<sheetPr/?>(</sheetPr>)?", b"", content).replace(b"<dimension", code.encode(), 1)
            if name == "xl/_rels/workbook.xml.rels":
                kind = b"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
                content = re.sub(rb'Type="[^"]*"( Target="worksheets/sheet6.xml")', b'Type="' + kind + rb'"\1', content)
            new.writestr(name, content)
        for name, corner in {
            "xl/threadedComments/threadedComment1.xml": "threaded comment",
            "xl/persons/person.xml": "list of persons",
            "xl/vbaProject.bin": "macro project",
            "xl/embeddings/oleObject1.bin": "embedded object",
            "xl/pivotCache/pivotCacheDefinition1.xml": "pivot table cache",
            "xl/externalLinks/externalLink1.xml": "external link",
            "xl/connections.xml": "data connection",
            "customXml/item1.xml": "custom XML",
            "xl/printerSettings/printerSettings1.bin": "printer settings",
            "xl/worksheets/sheet99.xml": "sheet not listed",
        }.items():
            new.writestr(name, f"<x>{shown[corner]}</x>")
        new.writestr(f"xl/media/{number['member name']}.png", b"x")
        new.comment = shown["zip comment"].encode()
    return sink.getvalue() + shown["bytes behind the zip"].encode()


def test_no_corner_of_a_workbook_keeps_its_number(redact: Redact, tmp_path: Path, canaries: SimpleNamespace) -> None:
    given = canaries.cnics(3)
    number = {corner: next(given) for corner in corners(CELLS) + corners(AROUND)}
    shown = {corner: canaries.dashed(value) for corner, value in number.items()}
    path = tmp_path / "leak.xlsx"
    path.write_bytes(build(number, shown))
    planted = {*canaries.found_in(path.read_bytes(), number)}
    assert {*number} - planted <= {"Urdu digits", "escaped text", "reversed text", "rich text in pieces", "number in scientific notation"}
    copy, report = redact(path)
    data = copy.read_bytes()
    assert canaries.found_in(data, number) == []
    content = " ".join(
        str(cell.value) for page in openpyxl.load_workbook(io.BytesIO(data)) for row in page.iter_rows(max_row=60, max_col=20) for cell in row
    )  # fmt: skip
    assert canaries.found_in(content.encode(), number) == []
    folded = content.translate({0x6F0 + n: 48 + n for n in range(10)})
    for corner, value in number.items():
        forms = (value, value[:5], "-".join(reversed(shown[corner].split("-"))), f"{int(value):.5E}"[:7])
        assert not any(re.search(rf"(?<![0-9A-Z]){re.escape(form)}", folded) for form in forms), corner
    assert report.exit_code == 0
    dropped = report.files[0].dropped
    assert {"image", "chart", "macro project", "hyperlink", "defined name", "data validation", "page header or footer",
            "comment author", "document properties", "pivot table cache", "sheet that the workbook does not list",
            "number format with a text of its own", "external link", "formula (its value is kept)"} <= {*dropped}  # fmt: skip
    openpyxl.load_workbook(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [n for n in package.namelist() if re.search("vba|media|chart|embed|custom|external|printer", n)]


def test_the_document_lists_the_corners_that_are_tested() -> None:
    text = " ".join(DOCUMENT.read_text("utf-8").split())
    for corner in corners(CELLS) + corners(AROUND):
        assert corner in text, corner
