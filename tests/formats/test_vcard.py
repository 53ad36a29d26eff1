"""Contacts: no fold, encoding or parameter hides a number, and what is written is a vCard."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from vobject import readComponents  # an independent reader; tests only

from redactor import formats
from redactor.formats import vcard, vcard_lines
from redactor.formats.source import Source


def card(body: str, version: str = "3.0", end: str = "\r\n") -> str:
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *body.split("\n"), "END:VCARD", ""]
    return end.join(lines)


# Why, version, body, cells (column, cell) of the body.
CARDS: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    ("N and FN are one name", "3.0", "N:Khan;Ali;;Dr.;\nFN:Dr. Ali Khan", [("name", "Dr. Ali Khan")] * 2),
    ("a fold inside a number", "3.0", "TEL:+92 300 12\n 34567", [("phone", "+92 300 1234567")]),
    ("a fold by a tab", "3.0", "NOTE:3520\n\t2-1234567-1", [("text", "35202-1234567-1")]),
    ("waid", "3.0", "TEL;type=CELL;waid=923001234567:+92 300 1234567", [("phone", "+92 300 1234567"), ("phone", "923001234567")]),
    ("tel: URI", "4.0", 'TEL;VALUE=uri;TYPE="cell,voice":tel:+92-300-1234567', [("phone", "+92-300-1234567")]),
    ("grouped", "3.0", "item1.TEL:0300\nitem1.X-ABLabel:_$!<Home>!$_", [("phone", "0300"), ("text", "_$!<Home>!$_")]),
    ("quoted-printable", "2.1", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B9=D9=84=DB=8C", [("name", "علی")]),
    ("a soft break in a number", "2.1", "NOTE;ENCODING=QUOTED-PRINTABLE:3520=\n2-123=\n4567-1", [("text", "35202-1234567-1")]),
    ("another charset", "2.1", "FN;CHARSET=windows-1256;ENCODING=QUOTED-PRINTABLE:=DA=E1=ED", [("name", "علي")]),
    ("an unknown charset", "2.1", "FN;CHARSET=x-none;ENCODING=QUOTED-PRINTABLE:=D8=B9", [("name", "ع")]),
    ("escapes", "3.0", "NOTE:a\\, b\\nCNIC\\; x", [("text", "a, b\nCNIC; x")]),
    ("an address", "3.0", "ADR;TYPE=HOME:;;H 5\\, St 3;Lahore;;54000;PK", [("address", "H 5, St 3, Lahore, 54000, PK")]),
    ("a number for a name", "3.0", "FN:+92 300 1234567", [("phone", "+92 300 1234567")]),
    ("base64 that is text", "3.0", "NOTE;ENCODING=b:MzUyMDItMTIzNDU2Ny0x", [("text", "35202-1234567-1")]),
    ("a label in a parameter", "3.0", "TEL;X-LABEL=Zara 0300:1", [("phone", "1"), ("text", "Zara 0300")]),
    ("no property", "3.0", "just words 0300", [("text", "just words 0300")]),
    ("relations", "4.0", "RELATED;TYPE=spouse;VALUE=text:Zara\nX-SPOUSE:Zara", [("name", "Zara")] * 2),
    ("a number in a group's place", "3.0", "0300-1234567.TEL:x", [("text", "0300-1234567.TEL:x")]),
    ("a birthday", "3.0", "BDAY:1985-02-03", [("date of birth", "1985-02-03")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "body", "cells"), [c[1:] for c in CARDS], ids=[c[0] for c in CARDS]
)
def test_what_a_contact_says_is_seen_whole(
    version: str, body: str, cells: list[tuple[str, str]], tools: SimpleNamespace
) -> None:
    for end in ("\r\n", "\n"):
        data = card(body, version, end).encode()
        assert formats.recognise(Source.from_bytes(data, "x")) is vcard
        for size in (1, 4 << 20):
            batches = tools.read(vcard, data, batch_bytes=size)
            assert [row[0] for row in tools.cells(batches)][2:-1] == cells
            assert tools.write(vcard, batches) == data


DROPPED = [
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\n AAAA",
    "PHOTO;JPEG;ENCODING=BASE64:/9j/4AAQSkZJRgABAQAAAQABAAD\nAAAA/9j/4AAQ\n\nX-A:1",
    "LOGO:data:image/png;base64,iVBORw0KGgo=",
    "SOUND;ENCODING=b:AAAA",
    "KEY;ENCODING=B:MIIB",
    "X-OTHER;ENCODING=b:/9j/4AAQSkZJRgABAQAAAQABAAD=",
]


@pytest.mark.parametrize("body", DROPPED)
def test_a_photograph_is_dropped_and_counted(body: str, tools: SimpleNamespace) -> None:
    batches = tools.read(vcard, card("FN:x\n" + body).encode())
    written = tools.write(vcard, batches)
    assert sum(d.count for b in batches for d in b.dropped) == 1
    for secret in (b"/9j", b"iVBO", b"AAAA", b"MIIB"):
        assert secret not in written


def test_what_is_written_is_read_by_another_program(tools: SimpleNamespace) -> None:
    body = (
        "N:Khan;Ali;;;\nFN:Ali Khan\nTEL;TYPE=CELL;waid=923001234567:+92 300\n  1234567\n"
        "ADR:;;H 5;Lahore;;;\nNOTE:a\\, b 35202-1234567-1"
    )
    batches = tools.read(vcard, card(body).encode())
    for old, new in (
        ("Ali Khan", "PERSON_X; 1, 2"),
        ("+92 300 1234567", "<PK_MOBILE>"),
        ("923001234567", "MOBILE_X"),
        ("H 5, Lahore", "<ADDRESS>"),
        ("a, b 35202-1234567-1", "a, b\n" + "é" * 90),
    ):
        batches = tools.change(batches, old, new)
    written = tools.write(vcard, batches).decode()
    read = next(readComponents(written))
    assert read.fn.value == "PERSON_X; 1, 2"
    assert (read.n.value.given, read.n.value.family) == ("PERSON_X; 1, 2", "")
    assert read.tel.value == "<PK_MOBILE>"
    assert read.tel.params["WAID"] == ["MOBILE_X"]
    assert read.adr.value.street == "<ADDRESS>"
    assert read.note.value == "a, b\n" + "é" * 90
    assert all(
        len(line.encode()) <= 75 for line in written.split("\r\n") if not line.startswith("NOTE")
    )


def test_quoted_printable_is_written_as_such(tools: SimpleNamespace) -> None:
    data = card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B9", "2.1").encode()
    batches = tools.change(tools.read(vcard, data), "ع", "ق = " * 30 + "\nx ")
    written = tools.write(vcard, batches).decode()
    assert max(map(len, written.split("\r\n"))) <= 76
    assert next(readComponents(written, allowQP=True)).fn.value == "ق = " * 30 + "\nx "


@settings(max_examples=80, deadline=None)
@example("00000ع", {6}, "\r\n")
@given(
    st.text(st.sampled_from("0123456789 -+علیx=;:,\\"), min_size=1, max_size=60),
    st.sets(st.integers(1, 59), max_size=4),
    st.sampled_from(["\r\n", "\n"]),
)
def test_a_fold_anywhere_changes_nothing_of_what_is_seen(
    value: str, folds: set[int], end: str
) -> None:
    octets = ("NOTE:" + value).encode()
    for place in sorted((f + 5 for f in folds if f + 5 < len(octets)), reverse=True):
        octets = octets[:place] + end.encode() + b" " + octets[place:]
    data = b"BEGIN:VCARD\r\n" + octets + b"\r\nEND:VCARD\r\n"
    batch = next(vcard.read(Source.from_bytes(data)))
    assert batch.columns[-1].cells.to_list()[1] == vcard_lines.unescaped(value)
    sink = io.BytesIO()
    vcard.write([batch], sink)
    assert sink.getvalue() == data


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 100))
def test_damaged_contacts_are_still_the_same_bytes(junk: str, size: int) -> None:
    data = card("FN:x\n" + junk + "\nTEL:1").encode() + b"\xff"
    sink = io.BytesIO()
    vcard.write(vcard.read(Source.from_bytes(data), batch_bytes=size), sink)
    written = sink.getvalue()
    if not any(word in junk.upper() for word in ("PHOTO", "LOGO", "SOUND", "KEY", "BASE64", "=B")):
        assert written == data


def test_an_iphones_other_dates_are_dates_of_persons(tools: SimpleNamespace) -> None:
    card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ali\nitem1.X-ABDATE:1983-06-12\nEND:VCARD\n"
    assert ("date of birth", "1983-06-12") in [pair for row in tools.cells(tools.read(vcard, card)) for pair in row]
