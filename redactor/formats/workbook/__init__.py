"""Spreadsheets: .xlsx, .xlsm, .xls, .xlsb and .ods are read, .xlsx is written.

A workbook is never edited: its cells are read in a child process with limits, and a new workbook
is written that holds sheets in their order (hidden ones hidden), cells and plain comments, and
nothing else. What is left out is counted by kind. docs/formats.md says what is carried over.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import sandbox, zip_directory
from redactor.formats.workbook import checking, reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "spreadsheet"
ORDER = 20
# `texts` goes back and forth in a file: a member of an archive is held for it.
SEEKS = True

write = writing.write
texts = checking.texts

_SIMPLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Where a compound file lists its streams is anywhere in it; all of a usual .xls is looked through.
_LOOKED_THROUGH = 64 << 20
# The reader of a large workbook needs memory for its shared texts, or for a whole sheet.
LIMITS = sandbox.Limits(memory=4 << 30)
_PARSERS = {
    ".xlsx": "redactor.formats.workbook.xlsx:records",
    ".xls": "redactor.formats.workbook.values_only:records",
    ".xlsb": "redactor.formats.workbook.values_only:records",
    ".ods": "redactor.formats.workbook.values_only:records",
}


def recognise(source: Source) -> bool:
    """Say whether a file is a workbook, by what its container holds. Raises as `Source.open`.

    Raises QuarantineError for one under a password.
    """
    return _kind(source) is not None


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a workbook: its sheets' names, then each sheet's cells and comments.

    Raises QuarantineError when it is damaged, under a password, or none that is read here.
    """
    kind = _kind(source)
    if kind is None:
        raise QuarantineError("not a workbook")
    records = sandbox.stream(_PARSERS[kind], source, limits=LIMITS, kind="a workbook")
    return reading.batches(records, batch_bytes)


def target_suffix(source: Source) -> str | None:
    """Return the suffix of the copy, None for an .xlsx file by name and content."""
    return None if source.suffix == ".xlsx" else ".xlsx"


def balance(source: Source) -> Counter[str]:
    """Count the sheets and the filled cells of a workbook, or of its copy."""
    if _kind(source) == ".xlsx":
        function = "redactor.formats.workbook.checking:counts"
        return Counter(next(sandbox.stream(function, source, limits=LIMITS), {}))
    found: Counter[str] = Counter()
    for kind, *rest in sandbox.stream(_PARSERS[".xls"], source, limits=LIMITS):
        if kind == "book":
            found["sheets"] = len(rest[0]["sheets"])
        elif kind == "rows":
            found["cells"] += sum(len(cells) // 4 for _, cells in rest[1])
    return found


def _kind(source: Source) -> str | None:
    head = source.head(8)
    if head.startswith(_OLE):
        return _kind_of_compound(source)
    if not head.startswith(_ZIP):
        return None
    try:
        with zip_directory.opened(source) as package:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in package.namelist()}
            types = b""
            if "mimetype" in names and package.getinfo("mimetype").compress_type in _SIMPLE:
                with package.open("mimetype") as member:
                    types = member.read(200)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, ValueError):
        return ".xlsx" if b"xl/worksheets/" in source.head(1 << 20) else None
    if b"opendocument.spreadsheet" in types:
        return ".ods"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return ".xlsx"
    return None


def _kind_of_compound(source: Source) -> str | None:
    """Tell a workbook among compound files by the names of its streams.

    Raises QuarantineError for any Office document under a password.
    """
    content = source.head(_LOOKED_THROUGH)
    if _stream("EncryptedPackage") in content:
        raise QuarantineError(
            "an Office document under a password: open it, save it without one and run again"
        )
    is_other = _stream("WordDocument") in content or _stream("PowerPoint Document") in content
    is_workbook = _stream("Workbook") in content or _stream("Book") in content
    return ".xls" if is_workbook and not is_other else None


def _stream(name: str) -> bytes:
    """Return a stream's name as a compound file's directory has it, with its end."""
    return name.encode("utf-16-le") + b"\0\0"
