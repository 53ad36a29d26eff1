"""Mail: what a header, an encoding or an attachment hides is seen; what is not understood goes."""

from __future__ import annotations

import base64
import email
import email.policy
import gzip
import io
import mailbox
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactor import formats
from redactor.errors import QuarantineError
from redactor.formats import mail, members
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

CNIC = "35202-1234567-1"
HEAD = (
    "From: Ali Khan <ali@example.com>\nTo: b@example.com\nSubject: s\n"
    "Message-ID: <1@example.com>\nMIME-Version: 1.0\n"
)


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {"From": "Ali Khan <ali@example.com>", "To": "b@example.com", "Subject": "s"}
    for name, value in {**given, "Message_ID": "<1@example.com>", **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content("salam\n")
    return made


def shown(data: bytes) -> list[tuple[str, bytes]]:
    """Return (type, decoded content) of every part that holds no other."""
    read = email.message_from_bytes(data)
    return [
        (part.get_content_type(), part.get_payload(decode=True))
        for part in read.walk()
        if part.get_content_maintype() not in {"multipart", "message"}
    ]


# Why, headers, cells that must be seen.
HEADERS: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("a name and an address", "From: Ali Khan <ali@example.com>", [("name", "Ali Khan"), ("email", "ali@example.com")]),
    ("several", 'To: "Khan, Ali" <a@x.pk>, b@x.pk', [("name", "Khan, Ali"), ("email", "a@x.pk"), ("email", "b@x.pk")]),
    ("a number for a name", "Cc: +92 300 1234567 <a@x.pk>", [("mobile", "+92 300 1234567"), ("email", "a@x.pk")]),
    ("no address", "From: Ali Khan", [("name", "Ali Khan")]),
    ("a comment", "From: a@x.pk (Ali Khan)", [("name", "Ali Khan"), ("email", "a@x.pk")]),
    ("a group", "To: Family: a@x.pk, b@x.pk;", [("name", "Family: a@x.pk, b@x.pk;")]),
    ("encoded words", "Subject: =?utf-8?b?2LnZhNuM?= =?utf-8?q?=2035202-1234567-1?=", [("text", f"علی {CNIC}")]),
    ("an encoded name", "From: =?windows-1256?q?=DA=E1=ED?= <a@x.pk>", [("name", "علي"), ("email", "a@x.pk")]),
    ("an unknown charset", "Subject: =?x-none?q?35202-1234567-1?=", [("text", CNIC)]),
    ("a folded number", "Subject: 35202-\n 1234567-1", [("text", "35202- 1234567-1")]),
    ("bytes", "Subject: \udcd8\udcb9 x", [("text", "ع x")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "cells"), [h[1:] for h in HEADERS], ids=[h[0] for h in HEADERS]
)
def test_a_header_is_seen_decoded_and_whole(
    headers: str, cells: list[tuple[str, str]], tools: SimpleNamespace
) -> None:
    data = f"{headers}\nX-Other: {CNIC}\n\nbody\n".encode("utf-8", "surrogateescape")
    batches = tools.read(mail, data)
    assert [row[0] for row in tools.cells(batches[:1])] == cells
    assert sum(d.count for b in batches for d in b.dropped) == 1
    written = tools.write(mail, batches)
    assert CNIC.encode() not in written or "x-none" in headers
    again = tools.read(mail, written)
    assert [row[0] for row in tools.cells(again[:1])] == cells


def test_every_part_is_read_by_its_own_format(tools: SimpleNamespace) -> None:
    table = b"name,cnic\nAli,1\n"
    made = message()
    made.add_attachment(table, maintype="application", subtype="octet-stream", filename="a.csv")
    made.add_attachment(
        gzip.compress(table, mtime=0), maintype="application", subtype="gzip", filename="a.csv.gz"
    )
    made.add_attachment(message(Subject="inner"))
    batches = tools.read(mail, made.as_bytes())
    assert [c.name for b in batches for c in b.columns].count("cnic") == 2
    parts = shown(tools.write(mail, batches))
    assert [kind for kind, _ in parts] == [
        "text/plain",
        "application/octet-stream",
        "application/gzip",
        "text/plain",
    ]
    assert parts[1][1] == gzip.decompress(parts[2][1]) == table
    assert parts[3][1] == b"salam\n"


LEFT_OUT: list[tuple[str, str]] = [
    ("an image", "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"\xff\xd8\xff" + bytes(99)).decode()),
    ("base64 that is none", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nMzUyM"),
    ("an unknown encoding", "Content-Type: text/plain\nContent-Transfer-Encoding: x-rot13\n\n35202-1234567-1\n"),
    ("uuencode", "Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n"),
    ("sealed", "Content-Type: application/pkcs7-mime\n\nMIIB\n"),
    ("PGP", "Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nMIIB\n"),
    ("a pickle", "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\ngASVCgAAAAAAAAB9lIwBYZRLAXMu\n"),
]  # fmt: skip


@pytest.mark.parametrize("part", [p[1] for p in LEFT_OUT], ids=[p[0] for p in LEFT_OUT])
def test_a_part_that_is_not_understood_is_left_out_and_counted(
    part: str, tools: SimpleNamespace
) -> None:
    secret = part.partition("\n\n")[2].strip()[:10].encode()
    whole = HEAD + part
    inside = (
        HEAD
        + 'Content-Type: multipart/mixed; boundary="b"\n\npreamble 35202-1234567-1\n--b\n'
        + part
        + "\n--b\n\nkept\n--b--\nepilogue 35202-1234567-1\n"
    )
    for data in (whole, inside):
        batches = tools.read(mail, data.encode())
        assert sum(len(b.quarantined) for b in batches) == 1
        written = tools.write(mail, batches)
        assert secret not in written
        assert b"35202" not in written
        email.message_from_bytes(written, policy=email.policy.strict)
    assert shown(written)[-1][1].strip() == b"kept"


def test_entities_and_tags_hide_nothing_in_html(tools: SimpleNamespace) -> None:
    for body in (
        "&#51;5202-<b>1234567</b>-1<br>x",
        "<div dir=ltr>&#x33;5202-<wbr>1234567-1</div>",
        f"<!DOCTYPE html><html><body>{CNIC}</body></html>",
    ):
        data = (HEAD + "Content-Type: text/html; charset=utf-8\n\n" + body + "\n").encode()
        batches = tools.read(mail, data)
        assert any(CNIC in (cell or "") for b in batches for c in b.columns for cell in c.cells)
        assert shown(tools.write(mail, batches))[0] == ("text/html", body.encode() + b"\n")


def test_a_mailbox_has_as_many_messages_as_before(tools: SimpleNamespace, tmp_path: Path) -> None:
    body = "From here on\n>From there\n\nFrom nobody 1\n"
    messages = []
    for number in range(4):
        made = message(Subject=str(number))
        made.set_content(body)
        messages.append(
            b"From ali@example.com Tue Nov 24 10:00:00 2026\n"
            + made.as_bytes(unixfrom=False).replace(b"\nFrom ", b"\n>From ")
            + b"\n"
        )
    data = b"".join(messages)
    assert formats.recognise(Source.from_bytes(data, "x")) is mail
    for size in (1, 4 << 20):
        (tmp_path / str(size)).write_bytes(
            tools.write(mail, tools.read(mail, data, batch_bytes=size))
        )
        read = mailbox.mbox(tmp_path / str(size), create=False)
        assert [m["Subject"] for m in read] == ["0", "1", "2", "3"]
        assert all("here on" in m.get_payload() for m in read)
        read.close()
    assert mail.balance(Source.from_bytes(data)) == mail.balance(Source.from_path(tmp_path / "1"))


def test_a_charset_nobody_knows_does_not_lose_the_text(tools: SimpleNamespace) -> None:
    for charset, body in (
        ("x-none", "علی".encode()),
        ("us-ascii", "علی".encode()),
        ("utf-8", "علي".encode("cp1256")),
    ):
        data = HEAD.encode() + f"Content-Type: text/plain; charset={charset}\n\n".encode() + body
        (part,) = shown(tools.write(mail, tools.read(mail, data)))
        assert part[1].decode() in {"علی", "علي"}


def test_file_names_of_attachments_are_cells(tools: SimpleNamespace) -> None:
    made = message()
    for name in ("0300-1234567_list.csv", "Zara Gul.vcf", "علی 35202-1234567-1.txt"):
        made.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename=name)
    batches = tools.read(mail, made.as_bytes())
    named = [cell for row in tools.cells(batches[:1])[-3:] for cell in row]
    assert named == [
        ("text", "0300-1234567 list"),
        ("name", "Zara Gul"),
        ("text", "علی 35202-1234567-1"),
    ]
    for _, cell in named:
        batches = tools.change(batches, cell, "علی TOKEN")
    written = tools.write(mail, batches)
    read = email.message_from_bytes(written, policy=email.policy.default)
    assert [p.get_filename() for p in read.iter_attachments()] == [
        "علی TOKEN.csv",
        "علی TOKEN.vcf",
        "علی TOKEN.txt",
    ]


def test_mail_nested_without_end_is_left_out(tools: SimpleNamespace) -> None:
    data = "body\n"
    for _ in range(200):
        data = HEAD + "Content-Type: message/rfc822\n\n" + data
    batches = tools.read(mail, data.encode())
    assert sum(len(b.quarantined) for b in batches) == 1


BYTES = st.lists(
    st.one_of(
        st.sampled_from([
            HEAD.encode(), b"\n", b"From a@b.pk Tue Nov 24 10:00:00 2026\n", b"--b\n", b"--b--\n",
            b'Content-Type: multipart/mixed; boundary="b"\n\n', b"Content-Type: text/plain\n\n",
            b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/rfc822\n\n",
            b"Subject: =?utf-8?b?2Lk?=\n", b"From: a@b, =?q?\n",
        ]),
        st.binary(max_size=30),
    ),
    max_size=14,
)  # fmt: skip


@pytest.mark.usefixtures("_here")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(BYTES)
def test_no_damage_stops_the_reading_or_changes_the_result(pieces: list[bytes]) -> None:
    begin = b"From a@b.pk Tue Nov 24 10:00:00 2026\n"
    for first in (b"", begin):
        source = Source.from_bytes(first + HEAD.encode() + b"".join(pieces))
        written = []
        for size in (7, 4 << 20):
            sink = io.BytesIO()
            try:
                batches = list(mail.read(source, batch_bytes=size))
            except QuarantineError:
                return
            mail.write(iter(batches), sink)
            written.append(sink.getvalue())
        assert written[0] == written[1]
        places = (members.innermost(mail, batch.frame) for batch in batches)
        left_out = {place for place, module in places if module is None}
        assert mail.balance(source, left_out) == mail.balance(Source.from_bytes(written[0]))


def test_one_hostile_message_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = mail.sandbox.stream

    def failing(*args: Any, **options: Any) -> Iterator[Any]:
        first = options["options"]["first"]
        for number, record in enumerate(real(*args, **options), first):
            # Plain messages of one part: a head, the part's bytes, True.
            if (number - first) // 3 + first == 1:
                raise mail.sandbox.ChildError("mail: its parser died", "died")
            yield record

    monkeypatch.setattr(mail.sandbox, "stream", failing)
    letters = [
        f"From a@b.pk Mon May  4 10:11:12 2020\nSubject: s\n\nletter {n}\n\n" for n in range(4)
    ]
    source = Source.from_bytes("".join(letters).encode(), "inbox.mbox")
    sink = io.BytesIO()
    batches = list(mail.read(source))
    mail.write(iter(batches), sink)
    assert [part.where for batch in batches for part in batch.quarantined] == ["message 2"]
    kept = sink.getvalue().decode()
    assert [n for n in range(4) if f"letter {n}" in kept] == [0, 2, 3]


def test_a_mailbox_of_hostile_messages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: Any, **options: Any) -> Iterator[Any]:
        del args, options
        raise mail.sandbox.ChildError("mail: its parser died", "died")
        yield

    monkeypatch.setattr(mail.sandbox, "stream", failing)
    with pytest.raises(QuarantineError):
        list(
            mail.read(Source.from_bytes(b"From a@b Mon May  4 10:11:12 2020\n\nx\n", "inbox.mbox"))
        )
