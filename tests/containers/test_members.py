"""Workbooks, databases and columnar files come out of archives and mail as they do alone."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from redactor.formats import members
from redactor.report import Report

Redact = Callable[[Path], tuple[Path, Report]]
ROWS = 40


def sqlite_of(table: pl.DataFrame, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (card TEXT, n INTEGER)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", table.rows())
        connection.commit()


def read_sqlite(path: Path) -> pl.DataFrame:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT card, n FROM t ORDER BY n").fetchall()
    return pl.DataFrame(rows, schema=["card", "n"], orient="row")


def read_workbook(path: Path) -> pl.DataFrame:
    header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return pl.DataFrame([(card, int(n)) for card, n in rows], schema=header, orient="row")


FORMATS: dict[str, tuple[Callable[[pl.DataFrame, Path], object], Callable[[Path], pl.DataFrame]]] = {
    "a.xlsx": (lambda table, path: table.write_excel(path), read_workbook),
    "a.sqlite": (sqlite_of, read_sqlite),
    "a.parquet": (lambda table, path: table.write_parquet(path), pl.read_parquet),
    "a.feather": (lambda table, path: table.write_ipc(path), pl.read_ipc),
}  # fmt: skip


def zipped(name: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(name, data)
    return sink.getvalue()


def unzipped(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(archive.namelist()[0])


def tarred(name: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def untarred(data: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return archive.extractfile(archive.getmembers()[0]).read()  # type: ignore[union-attr]


def mailed(name: str, data: bytes) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "a@example.com", "s", "<1@example.com>"
    made.set_content("salam\n")
    made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def unmailed(data: bytes) -> bytes:
    return list(message_from_bytes(data).walk())[-1].get_payload(decode=True)  # type: ignore[return-value]


CONTAINERS: dict[str, tuple[Callable[[str, bytes], bytes], Callable[[bytes], bytes]]] = {
    "zip": (zipped, unzipped),
    "tar": (tarred, untarred),
    "gz": (lambda name, data: gzip.compress(data), gzip.decompress),
    "eml": (mailed, unmailed),
    "mail in zip.zip": (
        lambda name, data: zipped("a.eml", mailed(name, data)),
        lambda data: unmailed(unzipped(data)),
    ),
}


@pytest.mark.parametrize("is_large", [False, True], ids=["held", "not held"])
@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_member_comes_out_with_every_row_and_without_the_number(
    name: str,
    container: str,
    is_large: bool,
    redact: Redact,
    canaries: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if is_large:
        monkeypatch.setattr(members, "HELD", 100)
    make, read = FORMATS[name]
    pack, unpack = CONTAINERS[container]
    generator = canaries.cnics(5)
    numbers = {f"row {n}": next(generator) for n in range(ROWS)}
    cards = [canaries.dashed(number) for number in numbers.values()]
    make(pl.DataFrame({"card": cards, "n": range(ROWS)}), tmp_path / name)
    path = tmp_path / f"{name}.{container}"
    path.write_bytes(pack(name, (tmp_path / name).read_bytes()))
    copy, report = redact(path)
    assert report.exit_code == 0
    member = unpack(copy.read_bytes())
    assert canaries.found_in(member, numbers) == []
    again = tmp_path / f"again{Path(name).suffix}"
    again.write_bytes(member)
    table = read(again)
    assert table["n"].to_list() == list(range(ROWS))
    assert table["card"].str.starts_with("CNIC_").all()
    assert table["card"].n_unique() == ROWS
