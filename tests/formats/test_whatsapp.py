"""A chat keeps every byte but its people; no layout of any phone hides a sender."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import formats
from redactor.formats import delimited, text, whatsapp
from redactor.formats.source import Source

NUMBER = "+92\u00a0300\u00a01234567"
# Why, line, time, sender, mobile, text. Forms of Pustur/whatsapp-chat-parser's and chat-miner's
# tests, and of exports seen from Android and iOS.
HEADS: list[tuple[str, str, str, str | None, str | None, str]] = [
    ("Android, narrow blank", "12/03/2021, 9:05\u202fpm - Ali: hi", "12/03/2021, 9:05\u202fpm", "Ali", None, "hi"),
    ("Android, 24 hours", "12/03/2021, 21:05 - Ali Khan: hi", "12/03/2021, 21:05", "Ali Khan", None, "hi"),
    ("Android, number", f"12/03/2021, 21:05 - {NUMBER}: hi", "12/03/2021, 21:05", None, NUMBER, "hi"),
    ("American", "3/6/18, 1:55 PM - a: m", "3/6/18, 1:55 PM", "a", None, "m"),
    ("dotted pm", "3/6/18, 1:55 p.m. - a: m", "3/6/18, 1:55 p.m.", "a", None, "m"),
    ("spaced pm", "3/6/2018 1:55 p. m. - a: m", "3/6/2018 1:55 p. m.", "a", None, "m"),
    ("dashes", "03-06-2018, 01:55 PM - a: m", "03-06-2018, 01:55 PM", "a", None, "m"),
    ("dots", "13.06.18, 21.25.15 - a: m", "13.06.18, 21.25.15", "a", None, "m"),
    ("dots, colon", "13.06.18 21.25.15: a: m", "13.06.18 21.25.15", "a", None, "m"),
    ("klo", "13.6.2018 klo 21.25.15 - a: m", "13.6.2018 klo 21.25.15", "a", None, "m"),
    ("blanks in the date", "13. 6. 2018. 21:25:15 a: m", "13. 6. 2018. 21:25:15", "a", None, "m"),
    ("ISO", "2021-03-12 21:05 - Bo: hej", "2021-03-12 21:05", "Bo", None, "hej"),
    ("iOS", "[12/03/2021, 9:05:33\u202fPM] Ali: hi", "12/03/2021, 9:05:33\u202fPM", "Ali", None, "hi"),
    ("iOS, marks", "\u200e[12/03/21, 21:05:33] ~\u202fAli: \u200eimage omitted", "12/03/21, 21:05:33", "Ali", None, "\u200eimage omitted"),
    ("iOS, wrapped number", f"[12/03/21, 21:05:33] \u202a{NUMBER}\u202c: hi", "12/03/21, 21:05:33", None, NUMBER, "hi"),
    ("iOS, year first", "[2018/06/13, 21:25:15] a: m", "2018/06/13, 21:25:15", "a", None, "m"),
    ("iOS, month first", "[06/2018/13, 21:25:15] a: m", "06/2018/13, 21:25:15", "a", None, "m"),
    ("iOS, no comma", "[3/6/18 1:55:00 p. m.] a: m", "3/6/18 1:55:00 p. m.", "a", None, "m"),
    ("Urdu digits", "۱۲/۰۳/۲۰۲۱، ۲۱:۰۵ - علی: متن", "۱۲/۰۳/۲۰۲۱، ۲۱:۰۵", "علی", None, "متن"),
    ("Urdu evening", "12/03/2021, 9:05 شام - علی: متن", "12/03/2021, 9:05 شام", "علی", None, "متن"),
    ("Arabic marks", "١٢\u200f/٣\u200f/٢٠٢١، ٩:٠٥ م - علي: نص", "١٢\u200f/٣\u200f/٢٠٢١، ٩:٠٥ م", "علي", None, "نص"),
    ("word before the hour", "2018/6/13 下午9:05 - Li: hi", "2018/6/13 下午9:05", "Li", None, "hi"),
    ("Urdu number", "12/03/21, 21:05 - ۰۳۰۰-۱۲۳۴۵۶۷: hi", "12/03/21, 21:05", None, "۰۳۰۰-۱۲۳۴۵۶۷", "hi"),
    ("colons in the text", "12/03/21, 21:05 - Ali: CNIC: 1: 2", "12/03/21, 21:05", "Ali", None, "CNIC: 1: 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "time", "sender", "mobile", "said"), [h[1:] for h in HEADS], ids=[h[0] for h in HEADS]
)
def test_the_sender_of_a_message_is_never_text(
    line: str, time: str, sender: str | None, mobile: str | None, said: str, tools: SimpleNamespace
) -> None:
    for end in ("\n", "\r\n"):
        data = f"{line}{end}second line{end}{line}".encode()
        assert formats.recognise(Source.from_bytes(data, "_chat.txt")) is whatsapp
        assert formats.recognise(Source.from_bytes(data, "x.txt")) is whatsapp
        batches = tools.read(whatsapp, data)
        expected = [
            (n, c) for n, c in (("time", time), ("sender", sender), ("mobile", mobile)) if c
        ]
        rows = tools.cells(batches)
        assert rows == [
            [*expected, ("text", f"{said}{end}second line")],
            [*expected, ("text", said)],
        ]
        assert tools.write(whatsapp, batches) == data


# Line, persons and numbers in it.
NAMED: list[tuple[str, list[str]]] = [
    ("12/03/21, 21:05 - Ali added Zara Gul, +92 300 1234567 and Omar", ["Ali", "Zara Gul", "+92 300 1234567", "Omar"]),
    ("12/03/21, 21:05 - You added Zara", ["Zara"]),
    ("12/03/21, 21:05 - Ali left", ["Ali"]),
    ("12/03/21, 21:05 - \u200e~\u202fAli joined using this group's invite link", ["Ali"]),
    ("12/03/21, 21:05 - Your security code with Zara Gul changed. Tap to learn more.", ["Zara Gul"]),
    ("12/03/21, 21:05 - +92 300 1234567 changed to +92 301 7654321", ["+92 300 1234567"]),
    ("12/03/21, 21:05 - Messages and calls are end-to-end encrypted.", []),
    ("12/03/21, 21:05 - Ali: salam @\u2068~Zara Gul\u2069 kaise ho", ["Ali", "Zara Gul"]),
    ("12/03/21, 21:05 - Ali: Zara Gul.vcf (file attached)", ["Ali", "Zara Gul"]),
    ("[12/03/21, 21:05:33] Ali: \u200e<attached: 00000012-Zara Gul.vcf>", ["Ali", "Zara Gul"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "people"), NAMED)
def test_people_named_by_the_program_are_senders_too(
    line: str, people: list[str], tools: SimpleNamespace
) -> None:
    batches = tools.read(whatsapp, line.encode())
    rows = tools.cells(batches)
    assert [c for row in rows for n, c in row if n in {"sender", "mobile"}] == people
    assert tools.write(whatsapp, batches) == line.encode()


NO_CHATS: list[tuple[str, str, object]] = [
    ("a log", "2018-06-13 21:25:15 - INFO: started\n2018-06-13 21:25:16 - ERROR: stopped\n", text),
    ("a table", "date,name,phone\n12/03/2021,Ali,0300\n12/03/2021,Zara,0301\n", delimited),
    ("prose", "Am 13.06.2018 um 21:25 kam er.\nEr ging.\n", text),
]


@pytest.mark.parametrize(
    ("content", "module"), [n[1:] for n in NO_CHATS], ids=[n[0] for n in NO_CHATS]
)
def test_other_files_are_no_chats(content: str, module: object) -> None:
    assert formats.recognise(Source.from_bytes(content.encode(), "x.txt")) is module


def test_nothing_before_the_first_message_is_lost(tools: SimpleNamespace) -> None:
    data = "\ufeffseller 0300-1234567\n\n12/03/21, 21:05 - Ali: hi\n".encode()
    batches = tools.read(whatsapp, data)
    assert tools.cells(batches)[0] == [("text", "seller 0300-1234567\n")]
    assert tools.write(whatsapp, batches) == data


def test_a_message_without_end_is_cut_and_nothing_is_lost(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatsapp, "MESSAGE_LIMIT", 100)
    data = ("12/03/21, 21:05 - Ali: " + "line\n" * 200 + "12/03/21, 21:06 - Bo: x").encode()
    rows = [tools.cells(tools.read(whatsapp, data, batch_bytes=n)) for n in (1, 64, 4 << 20)]
    assert rows[0] == rows[1] == rows[2]
    assert tools.write(whatsapp, tools.read(whatsapp, data)) == data


def test_a_line_too_long_to_be_searched_is_not_copied(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatsapp, "RECORD_LIMIT", 1000)
    data = ("12/03/21, 21:05 - Ali: " + "7" * 5000 + "\n12/03/21, 21:06 - Bo: x\n").encode()
    for size in (1, 4 << 20):
        batches = tools.read(whatsapp, data, batch_bytes=size)
        assert sum(len(b.quarantined) for b in batches) == 1
        written = tools.write(whatsapp, batches)
        assert b"7777" not in written
        assert written.endswith(b"\n12/03/21, 21:06 - Bo: x\n")


LINES = st.one_of(
    st.sampled_from([h[1] for h in HEADS] + [n[0] for n in NAMED]),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.sampled_from(["", "\u200e", "[", "12/03/21, 21:05 - ", "12/03/21, 21:05 -"]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\n"])), max_size=12),
    st.integers(1, 200),
)
def test_a_chat_in_which_nothing_is_found_is_the_same_bytes(
    parts: list[tuple[str, str]], size: int
) -> None:
    import io

    data = "".join(line + end for line, end in parts).encode() + b"\xff"
    source = Source.from_bytes(data)
    batches = list(whatsapp.read(source, batch_bytes=size))
    sink = io.BytesIO()
    whatsapp.write(batches, sink)
    assert sink.getvalue() == data
    at_once = list(whatsapp.read(source))
    assert [c.cells.to_list() for b in at_once for c in b.columns if b.rows] == [
        [cell for b in batches for cell in b.columns[n].cells] for n in range(4) if at_once[0].rows
    ]
