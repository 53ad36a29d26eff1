"""Which reader a file gets: nothing that is not understood may be copied through."""

from __future__ import annotations

import io
import os
import pickle
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from redactor import formats
from redactor.errors import InputError, QuarantineError, UsageError
from redactor.formats import delimited, json_documents, mail, markup, sql, text, vcard, whatsapp
from redactor.formats.source import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 24


def zipped(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return sink.getvalue()


def tarred() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    return sink.getvalue()


BINARY: list[tuple[bytes, str]] = [
    (zipped("word/document.xml"), "Word"),
    (zipped("archive/data.pkl"), "PyTorch"),
    (OLE + "Workbook".encode("utf-16-le"), "Excel"),
    (OLE + "InPage200".encode("utf-16-le"), "InPage"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    (OLE, "Office"),
    (b"%PDF-1.7\n", "PDF"),
    (b"\n\n%PDF-1.7\n", "PDF"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"RIFF\0\0\0\0WEBP", "WebP"),
    (b"\0\0\0\x18ftypheic", "HEIF"),
    (b"\0\0\0\x18ftypisom", "video"),
    (b"BM\x36\0\x0c\0\0\0\0\0\x36", "BMP"),
    (b"MZ\x90\0\x03\0\0\0\x04\0\0", "program"),
    (b"PGDMP\x01\x0e", "PostgreSQL.*pg_restore"),
    (b"TAPE\0\0\x03\0", "SQL Server backup.*Generate Scripts"),
    (b"\x03\x00\x97TEXPORT:V19.00.00\n", "Oracle export.*spool"),
    (b"\x01\x02\0\x04SYS_EXPORT_TABLE_01", "Oracle export"),
    (pickle.dumps({"a": ["b"]}), "pickle"),
    (b"\x93NUMPY\x01\0v\0{'descr'", "NumPy"),
    (b"{\\rtf1\\ansi x}", "RTF"),
    (b"Salted__12345678\x90\x91", "encrypted"),
    (bytes(range(256)) * 20, "binary"),
    (b"\0" * 50 + b"abc", "binary"),
]


@pytest.mark.parametrize(("data", "kind"), BINARY, ids=[kind for _, kind in BINARY])
def test_what_is_no_text_is_quarantined_by_its_kind_whatever_its_name(
    data: bytes, kind: str
) -> None:
    for as_text in (False, True):
        with pytest.raises(QuarantineError, match=kind) as raised:
            formats.recognise(Source.from_bytes(data, "members.csv"), as_text=as_text)
        assert ":" in str(raised.value)  # says what to do
    assert not text.recognise(Source.from_bytes(data))


STRUCTURED = [
    ('{"cnic": "1"}\n', json_documents),
    ('{"a":1,"b":2}\n{"a":3,"b":4}\n', json_documents),
    ("\ufeff [\n {}\n]", json_documents),
    ("[1, 2]", json_documents),
    ("{ _id: ObjectId('x') }", json_documents),
    ("-- MySQL dump\n\nDROP TABLE `t`;\nCREATE TABLE `t` (\n a int);\n", sql),
    ("INSERT INTO t VALUES (1,'x');\n", sql),
    ("SET x;\nCOPY public.t (a, b) FROM stdin;\n1\t2\n\\.\n", sql),
    ("<!DOCTYPE html>\n<html></html>", markup),
    ("<?xml version='1.0'?><a/>", markup),
    ("<kml a='1'><b/></kml>", markup),
    ("BEGIN:VCARD\nTEL:1\nEND:VCARD\n", vcard),
    ("BEGIN:VCALENDAR\n", "calendar"),
    ("From: a@b\nTo: c@d\nSubject: x\nMessage-ID: <1>\n\nhi\n", mail),
    ("From a@b Mon\nReceived: x\nFrom: a@b\nSubject: x\n\nhi\n", mail),
]


@pytest.mark.parametrize(("content", "kind"), STRUCTURED)
def test_text_of_unknown_structure_is_text_only_when_asked(
    content: str, kind: str | ModuleType
) -> None:
    for encoding in ("utf-8", "utf-16"):
        source = Source.from_bytes(content.encode(encoding), "members.csv")
        if isinstance(kind, str):
            with pytest.raises(QuarantineError, match=f"(?s){kind}.*--text"):
                formats.recognise(source)
        else:
            assert formats.recognise(source) is kind
        assert formats.recognise(source, as_text=True) is text
        assert text.recognise(source)


READ = [
    ("name,cnic\nAli,1\n", "members.csv", delimited),
    ("name,cnic\nAli,1\n", "members.txt", delimited),
    ("name,cnic\nAli,1\n", "server.log", delimited),
    ("1,2\n3,4\n5,6\n", "a.txt", delimited),
    ("1,2\n3,4\n5,6\n", "a.log", text),
    ("Ali,1\n", "one.csv", delimited),
    ("Ali Khan\n", "one.csv", text),
    ("12/03/2021, 9:05 pm - Ali: hello\n" * 3, "chat.txt", whatsapp),
    ("[12/03/2021, 9:05:33 PM] Ali: hi\n" * 3, "_chat.txt", whatsapp),
    ("<PERSON> said, hello\n<PERSON> went\n", "redacted.txt", text),
    ("Create table bookings early.\nInsert into the slot.\n", "note.txt", text),
    ("From: Ali\nSubject: cows\n\nhi\n", "letter.txt", text),
    ("BMW,Honda\nA,B\nC,D\n", "cars.csv", delimited),
    ("ID3,TAPE,MZ\n1,2,3\n", "tags.csv", delimited),
    ("\x1b[31mred\x1b[0m login 0300\n" * 5, "colour.log", text),
    (" \n\n", "blank.txt", text),
    ("A\0li,1\nBa,2\nCa,3\n", "nul.csv", delimited),
]


@pytest.mark.parametrize(("content", "name", "module"), READ)
def test_text_gets_its_reader_by_content(content: str, name: str, module: object) -> None:
    source = Source.from_bytes(content.encode(), name)
    assert formats.recognise(source) is module
    assert formats.recognise(source, as_text=True) is text
    assert formats.encoding_of(source) == "utf-8"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    with pytest.raises(InputError, match="empty") as raised:
        formats.recognise(Source.from_bytes(data, "a.csv"))
    assert not isinstance(raised.value, QuarantineError)


@pytest.mark.parametrize("name", ["-rf.csv", "a[1].csv", "a*.csv", "http:x.csv", "con.csv", "\u202egpj.csv"])
def test_a_name_is_never_a_pattern_an_option_or_an_address(name: str, tmp_path: Path) -> None:
    (tmp_path / "a1.csv").write_bytes(b"other,file\n1,2\n")
    (tmp_path / name).write_bytes(b"name,cnic\nAli,1\n")
    source = Source.from_path(tmp_path / name)
    assert formats.recognise(source) is delimited
    assert source.head(4) == b"name"
    assert source.size() == 16


def test_what_cannot_be_read_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name, error, message in [
        ("missing.csv", UsageError, "no such file"),
        (".", UsageError, "folder"),
        ("pipe.csv", UsageError, "regular"),
        ("a\0.csv", InputError, "opened"),
    ]:
        with pytest.raises(error, match=message) as raised:
            Source.from_path(tmp_path / name).open()
        assert raised.value.__cause__ is None


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> int:
        raise PermissionError

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(InputError, match="permission"):
        Source.from_path(tmp_path / "x").open()


def test_progress_shows_how_far_the_reading_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,cnic\n" + b"Ali,1\n" * 100_000)
    source = Source.from_path(path)
    assert source.position() == 0
    batches = delimited.read(source, batch_bytes=100_000)
    next(batches)
    assert 0 < source.position() < source.size()
    list(batches)
    assert source.position() == source.size()


def test_a_format_that_breaks_on_its_look_at_a_file_quarantines_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(source: Source) -> bool:
        raise KeyError(source.head(20))

    monkeypatch.setattr(json_documents, "recognise", fail)
    with pytest.raises(QuarantineError, match="KeyError") as raised:
        formats.recognise(Source.from_bytes(b'{"a": "35202-7654321-9"}'))
    assert "7654321" not in str(raised.value)
