"""Cells of .xls, .xlsb and .ods workbooks, by python-calamine; runs in the sandbox.

Yields the records of `redactor.formats.workbook.xlsx`. Calamine shows values alone: of comments,
formulas, formats, page headers and properties nothing is seen, so nothing of them is carried over;
what stands in members of its own (images, macros) is counted where the container is a zip file.
"""

from __future__ import annotations

import datetime
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import python_calamine as calamine

from redactor.formats.workbook.package import Package
from redactor.formats.workbook.parts import dropped_parts
from redactor.formats.workbook.refusal import Refused
from redactor.formats.workbook.xlsx import MOST_COLUMNS, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

# What the formats in the "book" record are.
_FORMATS = ["General", "[h]:mm:ss"]
_CHUNK = 4_000
# Bytes of an XML file that its document type would stand in.
_PROLOGUE = 4_096
_STATES = {"Hidden": "hidden", "VeryHidden": "veryHidden"}


def records(source: Source) -> Iterator[list[Any]]:
    """Yield the records of a workbook; the last is ["refused", code] where it is not honest."""
    try:
        with source.open() as stream:
            dropped = _dropped(source)
            yield from _read(stream, dropped)
    except Refused as refusal:
        yield ["refused", refusal.code]
    except calamine.PasswordError:
        yield ["refused", "password"]


def _dropped(source: Source) -> Counter[str]:
    """Count what is not carried over; refuse a container that unpacks to too much."""
    counts = Counter({"all that is not a cell's value (not counted in this format)": 1})
    if source.head(2) != b"PK":
        return counts
    with source.open() as stream:
        try:
            package = Package(stream)
        except zipfile.BadZipFile:
            raise Refused("missing") from None
        for name in package.names:
            if name.endswith((".xml", ".bin")):
                with package.open(name) as member:
                    block = member.read(1 << 20)
                    if b"<!DOCTYPE" in block[:_PROLOGUE]:
                        raise Refused("doctype")
                    while member.read(1 << 20):
                        pass
        counts.update(dropped_parts(package.names))
    return counts


def _read(stream: Any, dropped: Counter[str]) -> Iterator[list[Any]]:
    with calamine.CalamineWorkbook.from_filelike(stream) as workbook:
        sheets = []
        for number, sheet in enumerate(workbook.sheets_metadata):
            kind = str(sheet.typ).rpartition(".")[2]
            if kind in {"WorkSheet", "MacroSheet"}:
                state = _STATES.get(str(sheet.visible).rpartition(".")[2], "visible")
                sheets.append((number, sheet.name, state))
            else:
                dropped["sheet of no cells"] += 1
        if not sheets:
            raise Refused("empty")
        yield [
            "book",
            {
                "sheets": [[name, state] for _, name, state in sheets],
                "formats": _FORMATS,
                "is_1904": False,
            },
        ]
        for number, (place, _, _) in enumerate(sheets):
            yield from _rows(number, workbook.get_sheet_by_index(place))
        yield ["dropped", dict(dropped)]


def _rows(number: int, sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    start = sheet.start
    if start is None:
        return
    rows: list[list[Any]] = []
    count = 0
    first_row, first_column = 0, start[1]
    for place, values in enumerate(sheet.iter_rows()):
        cells: list[Any] = []
        for column, value in enumerate(values, first_column):
            if value != "":
                cells += (column, *_cell(value))
        if cells:
            if first_row + place >= MOST_ROWS or cells[-4] >= MOST_COLUMNS:
                raise Refused("outside")
            rows.append([first_row + place, cells])
            count += len(cells) // 4
        if count >= _CHUNK:
            yield ["rows", number, rows]
            rows, count = [], 0
    if rows:
        yield ["rows", number, rows]


def _cell(value: object) -> tuple[str, str, int]:
    """Return kind, raw text and format of a value."""
    if isinstance(value, str):
        return "s", value, 0
    if isinstance(value, bool):
        return "b", str(int(value)), 0
    if isinstance(value, int | float):
        return "n", repr(value), 0
    if isinstance(value, datetime.timedelta):
        return "n", repr(value / datetime.timedelta(days=1)), 1
    if isinstance(value, datetime.datetime):
        return "d", value.replace(microsecond=0).isoformat(" "), 0
    if isinstance(value, datetime.date | datetime.time):
        return "d", value.isoformat()[:10], 0
    raise Refused("reference")
