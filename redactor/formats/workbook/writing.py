"""Batches to an .xlsx workbook, by XlsxWriter: values only, no formula, link, macro or picture.

A cell that nothing was found in is written as what it was: a number with its digits, a date with
its format. One that was changed is text.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor.formats.workbook import number_formats
from redactor.formats.workbook.frames import LONGEST, Book, Comments, Rows, Scattered, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from redactor.batch import Batch

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A workbook says when it was made; the copy says nothing.
_NO_TIME = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zones
_CUT = "<CUT>"
_NAME_LIMIT = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# By number, so that each program shows them in its own language.
_BUILT_IN = {
    code: number
    for number, code in number_formats.BUILT_IN.items()
    if number < 27 or 36 < number < 50
}
_DATE, _MOMENT, _TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write the batches of a workbook that `read` gave, with whatever cells they have now."""
    import xlsxwriter  # noqa: PLC0415 - other formats start without it

    folder = Path(sink.name).parent if isinstance(getattr(sink, "name", None), str) else None
    with tempfile.TemporaryDirectory(prefix=".redactor-", dir=folder) as temporary:
        writer: _Writer | None = None
        try:
            for batch in batches:
                frame = batch.frame
                if isinstance(frame, Book):
                    options = {**_OPTIONS, "tmpdir": temporary, "date_1904": frame.is_1904}
                    writer = _Writer(xlsxwriter.Workbook(sink, options), batch, frame)
                elif writer is not None:
                    writer.take(batch)
            if writer is None:
                raise TypeError("not batches of a workbook")
            writer.close()
        finally:
            if writer is not None:
                writer.let_go()


class _Exact(float):
    """A number that is written with the digits that stood in the file."""

    raw: str

    def __format__(self, spec: str) -> str:
        """Return its own digits; XlsxWriter would round to 16."""
        del spec
        return self.raw


class _Writer:
    """One workbook; rows of a sheet have to come in order, cells from anywhere before them."""

    def __init__(self, workbook: Any, names: Batch, book: Book) -> None:
        self._workbook = workbook
        workbook.set_properties({"created": _NO_TIME})
        self._is_1904 = book.is_1904
        self._sheets = [
            workbook.add_worksheet(name) for name in _sheet_names(names.columns[0].cells.to_list())
        ]
        self._formats: dict[str, Any] = {}
        self._apart: dict[int, list[tuple[int, str, Stored | None]]] = {}
        self._sheet = -1
        shown = [n for n, state in enumerate(book.states) if state == "visible"] or [0]
        for number, (sheet, state) in enumerate(zip(self._sheets, book.states, strict=True)):
            # A text of <r>...</r> would be taken for markup.
            sheet._xml_rich_inline_string = _plainly(sheet)
            if number in shown:
                continue
            if state == "veryHidden":
                sheet.very_hidden()
            else:
                sheet.hide()
        self._sheets[shown[0]].activate()
        if shown[0]:
            self._sheets[shown[0]].set_first_sheet()

    def take(self, batch: Batch) -> None:
        """Write a batch, or keep its cells until their rows come."""
        frame = batch.frame
        if isinstance(frame, Comments):
            sheet = self._sheets[frame.sheet]
            for (row, column), text in zip(frame.places, _column(batch), strict=True):
                # Before any row: what is written already can't be commented.
                if sheet.write_comment(row, column, _cut(text), {"author": ""}):
                    raise RuntimeError("a comment could not be written")
            return
        if not isinstance(frame, Rows | Scattered):
            return
        if frame.sheet != self._sheet:
            self._finish()
            self._sheet = frame.sheet
        if isinstance(frame, Scattered):
            cells = zip(frame.places, _column(batch), frame.stored, strict=True)
            for (row, column), text, stored in cells:
                self._apart.setdefault(row, []).append((column, text, stored))
            return
        waiting = sorted(self._apart)
        series = [column.cells.to_list() for column in batch.columns]
        for number, row in enumerate(frame.rows):
            while waiting and waiting[0] <= row:
                self._write_apart(waiting.pop(0))
            for column, texts, values in zip(frame.columns, series, frame.stored, strict=True):
                text = texts[number]
                if text is not None:
                    self._write(row, column, text, values[number] if values else None)

    def close(self) -> None:
        """Write what is left, and the workbook."""
        self._finish()
        self._workbook.close()

    def let_go(self) -> None:
        """Close the files in which rows wait, which a workbook that broke off leaves open."""
        for page in self._workbook.worksheets():
            if page.row_data_fh is not None:
                page.row_data_fh.close()

    def _finish(self) -> None:
        for row in sorted(self._apart):
            self._write_apart(row)

    def _write_apart(self, row: int) -> None:
        for column, text, stored in self._apart.pop(row):
            self._write(row, column, text, stored)

    def _write(self, row: int, column: int, text: str, stored: Stored | None) -> None:
        sheet = self._sheets[self._sheet]
        if stored is not None and stored.text == text and self._write_stored(row, column, stored):
            return
        if text and sheet.write_string(row, column, _cut(text)):
            raise RuntimeError("a cell could not be written")

    def _write_stored(self, row: int, column: int, stored: Stored) -> bool:
        """Write a cell as what it was; False if it is nothing that a workbook can hold."""
        sheet = self._sheets[self._sheet]
        if stored.kind == "b":
            return not sheet.write_boolean(row, column, stored.text == "TRUE")
        if stored.kind == "d":
            return self._write_date(row, column, stored.raw)
        number = _number(stored.raw)
        if number is None:
            return False
        code = stored.code
        if not number_formats.is_safe(code):
            code = _DATE if number_formats.is_date(code) else number_formats.GENERAL
        return not sheet.write_number(row, column, number, self._format(code))

    def _write_date(self, row: int, column: int, raw: str) -> bool:
        try:
            if ":" in raw and "-" not in raw:
                value: Any = datetime.time.fromisoformat(raw)
                code = _TIME
            else:
                value = datetime.datetime.fromisoformat(raw).replace(tzinfo=None)
                code = _MOMENT if len(raw) > len("2013-01-01") else _DATE
            if isinstance(value, datetime.datetime) and value.year < 1900:
                return False
            sheet = self._sheets[self._sheet]
            return not sheet.write_datetime(row, column, value, self._format(code))
        except ValueError:
            return False

    def _format(self, code: str) -> Any:
        if code == number_formats.GENERAL:
            return None
        if code not in self._formats:
            given = _BUILT_IN.get(code, code)
            self._formats[code] = self._workbook.add_format({"num_format": given})
        return self._formats[code]


def _number(raw: str) -> float | None:
    try:
        number = _Exact(raw)
    except ValueError:
        return None
    if number - number != 0:  # infinite, or not a number
        return None
    number.raw = raw.strip()
    return number if number.raw.isascii() and "_" not in number.raw else None


def _column(batch: Batch) -> list[str]:
    return [text or "" for text in batch.columns[0].cells.to_list()]


def _cut(text: str) -> str:
    """Return a text that fits into a cell; only one that grew by its replacements may not."""
    if len(text) <= LONGEST // 2:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _plainly(sheet: Any) -> Any:
    def write(string: str, attributes: Any) -> None:
        sheet._xml_inline_string(string, True, attributes)  # noqa: FBT003, SLF001 - its own way

    return write


def _sheet_names(names: list[str]) -> list[str]:
    """Return names that a workbook can have: short, of allowed characters, no two alike."""
    taken: set[str] = set()
    found = []
    for number, name in enumerate(names, 1):
        plain = _NOT_IN_NAMES.sub(" ", name).strip("' ")
        is_too_long = len(plain.encode("utf-16-le")) > 2 * _NAME_LIMIT
        if not plain or is_too_long or plain.lower() == "history":
            plain = f"Sheet {number}"
        unique, count = plain, 1
        while unique.lower() in taken:
            count += 1
            ending = f" ({count})"
            unique = plain[: _NAME_LIMIT - len(ending)] + ending
        taken.add(unique.lower())
        found.append(unique)
    return found
