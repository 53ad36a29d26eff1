"""Telegram: a number over several pieces is one, and nobody's name stands in a key we know."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import formats
from redactor.formats import json_documents, markup, telegram, telegram_page
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

CNIC, NAME = "35202-9371846-3", "Zarmina Gulzada"


def message(text: object, **more: object) -> dict[str, object]:
    entities = text if isinstance(text, list) else [{"type": "plain", "text": text}]
    return {
        "id": 1, "type": "message", "date": "2021-03-12T21:05:00", "date_unixtime": "1615565100",
        "from": NAME, "from_id": "user1234567890", "text": text, "text_entities": entities, **more,
    }  # fmt: skip


def export(*messages: dict[str, object]) -> bytes:
    chat = {"name": "Family", "type": "private_group", "id": 9876543210, "messages": list(messages)}
    return json.dumps(chat, indent=1, ensure_ascii=False).replace("\\u000b", "\\x0B").encode()


SPLIT = ["mera ", {"type": "phone", "text": CNIC[:9]}, CNIC[9:], {"type": "bold", "text": " hai"}]
ALL = export(
    message(f"CNIC {CNIC}\x0b"),
    message(SPLIT, forwarded_from=NAME, via_bot="@zarmina_bot"),
    message("", actor="Zarmina", actor_id="user1234567890", members=["Omar", None], inviter="Omar"),
    message(
        ["salam ", {"type": "mention_name", "text": "Zarmina", "user_id": 1234567890}, " ji"],
        contact_information={"first_name": "Zarmina", "last_name": "Gulzada", "phone_number": "+92 300 9182736"},
        location_information={"latitude": 31.520412, "longitude": 74.358743},
        reactions=[{"type": "emoji", "count": 1, "recent": [{"from": "Omar", "from_id": "user55555"}]}],
    ),
    message("one\x0btwo"),
)  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("telegram")
    (at / "result.json").write_bytes(ALL)
    (at / "messages.html").write_bytes(PAGE)
    Pipeline(Policy.load("study"), Key.from_bytes(bytes(32))).run(
        [at / "result.json", at / "messages.html"], at / "out"
    )
    return at / "out"


def test_no_name_and_no_split_number_is_in_the_copy(run: Path) -> None:
    for name in ("result.json", "messages.html"):
        text = (run / name).read_text("utf-8")
        whole = re.sub(r"[^\w\-]+(?:type|text|phone|bold|a|href|tel)?", "", text)
        for secret in (
            "Zarmina",
            "Gulzada",
            "Omar",
            "9371846",
            "9182736",
            "1234567890",
            "9876543210",
            "55555",
            "31.52",
        ):
            assert secret not in text
            assert secret not in whole
        assert CNIC[:9] not in text
    written = json.loads((run / "result.json").read_text("utf-8").replace("\\x0B", ""))
    first, second, third, fourth, _ = written["messages"]
    token = first["text"].removeprefix("CNIC ").strip("\x0b")
    pieces = [p if isinstance(p, str) else p["text"] for p in second["text"]]
    assert "".join(pieces) == f"mera {token} hai"
    assert first["from"] == second["forwarded_from"] != third["members"][0]
    assert third["members"][1] is None
    assert first["from_id"] == "user" + fourth["text"][1]["user_id"]
    assert "\\x0B" in (run / "result.json").read_text("utf-8")


def test_an_export_in_which_nothing_is_found_is_the_same_bytes() -> None:
    for module, data in ((telegram, ALL), (telegram_page, PAGE)):
        assert formats.recognise(Source.from_bytes(data, "x")) is module
        seen = []
        for size in (1, 100, 4 << 20):
            batches = list(module.read(Source.from_bytes(data), batch_bytes=size))
            sink = io.BytesIO()
            module.write(batches, sink)
            assert sink.getvalue() == data
            seen.append(sorted(c for b in batches for c in b.columns[0].cells))
        assert seen[0] == seen[1] == seen[2]


def test_other_json_and_html_is_not_telegrams() -> None:
    assert (
        formats.recognise(Source.from_bytes(b'{"from": "Ali", "text": ["a"]}', "x"))
        is json_documents
    )
    assert formats.recognise(Source.from_bytes(b"<html><body>x</body></html>", "x")) is markup


PIECE = st.one_of(
    st.text("0123456789-\"\\\n", max_size=8),
    st.builds(lambda k, t: {"type": k, "text": t}, st.sampled_from(["phone", "link"]), st.text("0123ع", max_size=8)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECE, max_size=8), st.integers(0, 60), st.integers(0, 60), st.integers(1, 300))
def test_a_change_anywhere_in_a_text_of_pieces_reads_as_the_new_text(
    text: list[object], start: int, length: int, size: int
) -> None:
    import polars as pl

    def whole(value: list[object]) -> str:
        return "".join(p if isinstance(p, str) else p["text"] for p in value)  # type: ignore[index]

    old = whole(text)
    new = old[:start] + '<"X\\>' + old[start + length :]
    data = json.dumps({"messages": [{"text": text, "text_entities": []}]}).encode()
    changed = []
    for batch in telegram.read(Source.from_bytes(data), batch_bytes=size):
        cells = batch.columns[0].cells.to_list()
        if batch.columns[0].name == "text" and old:
            assert cells == [old]
            cells = [new]
        changed.append(batch.with_cells([pl.Series(cells, dtype=pl.String)]))
    sink = io.BytesIO()
    telegram.write(changed, sink)
    assert whole(json.loads(sink.getvalue())["messages"][0]["text"]) == (new if old else "")


PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
<div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
{NAME}
</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message1"><div class="body details">
Omar invited Zarmina
</div></div><div class="message service" id="message-1"><div class="body details">
12 March 2021
</div></div>
<div class="message default clearfix" id="message2"><div class="userpic"><div class="initials">
Omar
</div></div><div class="body"><div class="pull_right date details" title="12.03.2021 21:05:00">
21:05
</div><div class="from_name">
{NAME} 
</div><div class="text">
mera CNIC 35202-<a href="tel:{CNIC}">9371846</a>-3 hai
</div></div></div></div></div></div></body></html>
""".encode()  # noqa: W291 - as the program writes it
