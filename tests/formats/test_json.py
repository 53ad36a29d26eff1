"""JSON: what no parser keeps (duplicate keys, large numbers, bad escapes) stays; nothing hides."""

from __future__ import annotations

import base64
import io
import json
import random
import re
import time
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import formats
from redactor.batch import HEADINGS
from redactor.errors import QuarantineError
from redactor.formats import json_documents
from redactor.formats.json_documents import value_of
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.report import Report

CNIC = "35202-7654321-9"
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200))).decode()

DOCUMENTS = {
    "document": '{"a": 1, "b": [true, null, -1.50e+3, {"c": "x"}], "b": "again", "": 0}',
    "array": '[{"name": "Ali"}, {"name": "B"}]\n',
    "lines": '{"_id":{"$oid":"5f"},"n":{"$numberLong":"9"}}\r\n{"_id":1}\r\n',
    "bulk": '{"index":{"_id":"7"}}\n{"name":"x"}\n',
    "search": '{"took":1,"hits":{"hits":[{"_source":{"cnic":"1"}}]}}',
    "shell": "{ _id: ObjectId('5f'), n: NumberLong(12), d: ISODate(\"2013\") }\n",
    "large": '{"n": 12345678901234567890123, "f": 1.000000000000000000001, "z": 007, "e": 1E400}',
    "not numbers": '[{"x": NaN, "y": Infinity, "z": -Infinity}]',
    "telegram": '{"text": "a\\x0Bb \\/ \\u0041 \\ud83d\\ude00 \\ud800"}',
    "nested": json.dumps({"log": json.dumps({"user": {"a": 1}, "t": json.dumps([{"b": "c"}])})}),
    "unclosed": '{"a": "b\n{"c": "d"}\n{"e',
    "comments": '{"z": 0, // note\n "a": /* x */ 1, }',
    "mark": '\ufeff{"a": "سلام"}',
}


@cache
def pipeline(policy: str) -> Pipeline:
    return Pipeline(Policy.load(policy), Key.from_bytes(bytes(range(32))))


def redact(data: bytes, folder: Path, policy: str = "evidence") -> tuple[bytes, Report]:
    (folder / "a.json").write_bytes(data)
    report = pipeline(policy).run([folder / "a.json"], folder / "out")
    return (folder / "out" / "a.json").read_bytes(), report


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_comes_back_to_the_byte_whatever_the_window(
    name: str, encoding: str, tools: SimpleNamespace
) -> None:
    data = DOCUMENTS[name].encode(encoding)
    assert formats.recognise(Source.from_bytes(data)) is json_documents
    for size in (1, 7, 1 << 20):
        batches = tools.read(json_documents, data, batch_bytes=size)
        assert tools.write(json_documents, batches) == data


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ("document", {("b", "again"), (None, "b"), ("a", "1"), ("c", "x"), ("b", "-1.50e+3")}),
        ("lines", {("_id", "5f"), ("n", "9"), (None, "$numberLong")}),
        ("search", {("cnic", "1"), (None, "_source")}),
        ("shell", {("n", "12"), ("d", "2013")}),
        ("nested", {("a", "1"), ("b", "c"), (None, "user")}),
        ("telegram", {("text", "a\x0bb / A 😀 \ufffd")}),
    ],
)
def test_a_value_stands_under_its_key(
    document: str, wanted: set[tuple[str | None, str]], tools: SimpleNamespace
) -> None:
    batches = tools.read(json_documents, DOCUMENTS[document].encode())
    assert wanted <= {pair for row in tools.cells(batches) for pair in row}


# Every corner in which a number can hide; {} is the number.
CORNERS = {
    "string": '{{"a": "{}"}}',
    "key": '{{"{}": 1}}',
    "key of an object": '{{"{}": {{"x": 1}}}}',
    "duplicate key": '{{"d": "x", "d": "{}"}}',
    "array": '{{"a": [1, ["{}"]]}}',
    "escaped": '{{"a": "\\u0009{}\\n"}}',
    "invalid escape": '{{"a": "\\x0B{}"}}',
    "nested": '{{"log": "{{\\"phone\\": \\"{}\\"}}"}}',
    "nested twice": '{{"log": "{{\\"p\\": \\"[{{\\\\\\"q\\\\\\": \\\\\\"{}\\\\\\"}}]\\"}}"}}',
    "nested key": '{{"log": "{{\\"{}\\": 1}}"}}',
    "address": '{{"u": "https://x.pk/?q={}&r=1"}}',
    "single quotes": "{{'a': '{}'}}",
    "call": '{{"a": ObjectId("{}")}}',
    "comment": '{{"a": 1}} // {}',
    "bare": '{{"a": {}}}',
    "top": '"{}"',
    "unclosed": '{{"a": "{}',
}
FORMS = [CNIC, "9-7654321-35202", "۳۵۲۰۲-۷۶۵۴۳۲۱-۹", "3520276543219"]


def test_a_number_is_found_in_every_corner(tmp_path: Path) -> None:
    lines = [
        corner.format(FORMS[number % len(FORMS)]) for number, corner in enumerate(CORNERS.values())
    ]
    digits = "".join(f"\\u{ord(c):04x}" for c in CNIC)
    lines.insert(0, json.dumps({"a": base64.b64encode(f"cnic is {CNIC} ok".encode()).decode()}))
    lines.insert(0, f'{{"a": "{digits}", "cnic": 3520276543219, "c": {{"$numberLong": "{CNIC}"}}}}')
    out, report = redact("\n".join(lines).encode(), tmp_path)
    text = out.decode()
    text += "".join(
        base64.b64decode(found).decode("utf-8", "replace")
        for found in re.findall(r'"([A-Za-z0-9+/]{16,}={0,2})"', text)
    )
    seen = re.sub(r"[^0-9۰-۹]", "", re.sub(r"\\u00(..)", lambda m: chr(int(m[1], 16)), text))
    assert "7654321" not in seen.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")), text
    assert "1234567" not in seen
    assert report.entities()["PK_CNIC"] >= len(CORNERS) + 3  # one went with its URL


def test_a_number_that_is_replaced_becomes_a_string_and_the_rest_stays(tmp_path: Path) -> None:
    data = b'[{"cnic": 3520276543219, "n": 1.50, "big": 12345678901234567890123456, "n":NaN}]'
    out, _ = redact(data, tmp_path, "study")
    assert re.fullmatch(
        rb'\[\{"cnic": "CNIC_\w{16}", "n": 1\.50, "big": 12345678901234567890123456, "n":NaN\}\]',
        out,
    ), out


def test_nested_json_is_still_json_in_a_string(tmp_path: Path) -> None:
    inner = {"phone": "0300-7654321", "note": 'say "hi"\n'}
    data = json.dumps({"log": json.dumps(inner), "x": 1}).encode()
    out, _ = redact(data, tmp_path, "study")
    found = json.loads(json.loads(out)["log"])
    assert re.fullmatch(r"MOBILE_\w{16}", found["phone"])
    assert found["note"] == inner["note"]


def test_images_are_dropped_and_counted(tmp_path: Path) -> None:
    data = json.dumps({"photo": PIXEL, "uri": f"data:image/png;base64,{PIXEL}", "n": 1}).encode()
    out, report = redact(data, tmp_path)
    assert json.loads(out) == {"photo": "", "uri": "", "n": 1}
    assert report.dropped() == {"image": 2}


def test_a_depth_of_100000_is_read_and_written(tools: SimpleNamespace) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        data = ("[" + opening * 100_000 + '"x"' + closing * 100_000 + "]").encode()
        started = time.process_time()
        batches = tools.read(json_documents, data)
        assert tools.write(json_documents, batches) == data
        assert time.process_time() - started < 10


def test_a_document_keyed_by_data_has_few_columns() -> None:
    generator = random.Random(6)
    names = ["".join(generator.choices("abcdefgh", k=9)) for _ in range(30_000)]
    data = json.dumps({name: {"city": "x", name: 1} for name in names}).encode()
    groups = {
        (batch.table, batch.columns[0].name)
        for batch in json_documents.read(Source.from_bytes(data))
    }
    assert len(groups) < 3_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=6), children, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(JSON, st.booleans(), st.integers(1, 9))
def test_any_document_comes_back_and_every_string_of_it_is_a_cell(
    document: object, is_ascii: bool, size: int
) -> None:
    data = json.dumps([document], ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    batches = list(json_documents.read(Source.from_bytes(data), batch_bytes=size))
    sink = io.BytesIO()
    json_documents.write(batches, sink)
    assert sink.getvalue() == data
    cells = {cell for batch in batches for cell in batch.columns[0].cells}
    for raw in re.findall(rb'"(?:[^"\\]|\\.)*"', data):
        value = value_of(raw.decode())
        assert value in cells or value.lstrip()[:1] in {"{", "["}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ['"', "'", "\\", "{", "}", "[", "]", ":", ",", "\n", "\\u12", '"a"', "1", "x", " ", "$oid",
             '"{\\"a\\":', "\ufeff", "//"]
        ),
        max_size=40,
    ),
    st.integers(1, 9),
)  # fmt: skip
def test_no_damage_loses_a_byte(parts: list[str], size: int) -> None:
    data = ('{"a":' + "".join(parts)).encode()
    for batch_bytes in (size, 1 << 20):
        sink = io.BytesIO()
        json_documents.write(
            json_documents.read(Source.from_bytes(data), batch_bytes=batch_bytes), sink
        )
        assert sink.getvalue() == data


def test_a_string_that_never_ends_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_documents, "LIMIT", 100_000)
    data = b'{"a": "' + b"x" * 400_000
    with pytest.raises(QuarantineError, match="never closed"):
        list(json_documents.read(Source.from_bytes(data), batch_bytes=10_000))


def test_hostile_text_takes_linear_time() -> None:
    for text in (
        '"' * 90_000,
        "'\\" * 20_000,
        "{" * 90_000,
        '{"a":"\n' * 20_000,
        '\\"' * 20_000,
    ):
        started = time.process_time()
        list(json_documents.read(Source.from_bytes(b'{"a":1}\n' + text.encode())))
        assert time.process_time() - started < 10


def test_a_column_written_as_an_object_keeps_its_name(tools: SimpleNamespace) -> None:
    data = b'{"phone": {"0": "3001234567", "1": "3017654321"}, "n": {"0": 1}}'
    assert ("phone 0", "3001234567") in [pair for row in tools.cells(tools.read(json_documents, data)) for pair in row]


# Why, document, (column, value) that must be there.
ARRAYS = [
    ("names beside them", '{"columns": ["cust", "ph"], "data": [["Ali", 3001234567]]}', ("ph", "3001234567")),
    ("described beside them", '{"columns": [{"name": "ph", "t": 1}, {"name": "nic", "t": 2}], "rows": [[1, 5]]}', ("nic", "5")),
    ("their first one", '[["Name", "CNIC"], ["Ali", 5]]', ("CNIC", "5")),
    ("nothing", '{"data": [[1, 5], [2, 6]]}', ("data 1", "6")),
    ("a line each", '["Ali", 5]\n["Sara", 6]\n["Zia", 7]\n', ("value 1", "7")),
    ("a place", '{"to": [31.5204, 74.3587]}', ("to coordinates", "74.3587")),
    ("a place, longitude first", '[{"at": [[74.3587, 31.5204, 9]]}]', ("at coordinates", "31.5204")),
    ("a list", '{"a": ["x", "y"]}', ("a", "y")),
    ("names of another object", '[{"c": ["name", "cnic"]}, {"d": [[1, 5]]}]', ("d 1", "5")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cell"), [a[1:] for a in ARRAYS], ids=[a[0] for a in ARRAYS])
@pytest.mark.parametrize("size", [1, 16, 1 << 20])
def test_a_place_in_an_array_is_a_column(
    tools: SimpleNamespace, text: str, cell: tuple[str, str], size: int
) -> None:
    batches = list(tools.read(json_documents, text.encode(), size))
    assert cell in [pair for row in tools.cells(batches) for pair in row]


def test_keys_that_are_data_are_a_column_by_themselves(tools: SimpleNamespace) -> None:
    batches = tools.read(json_documents, b'{"a": {"3520212345671": {"b": 1}, "b": 2}}')
    keys = {b.table: b.columns[0].cells.to_list() for b in batches if b.columns[0].name is None}
    assert keys == {"a.*": ["3520212345671"], HEADINGS: ["a", "b", "b"]}


def _cells_of(text: str, batch_bytes: int, scanner: json_documents.Scanner) -> dict[object, object]:
    """Return every cell that is read of a text, and where it stands, by its column."""
    found: dict[object, list[tuple[int, int, str]]] = {}
    source = Source.from_bytes(text.encode(), "records.json")
    for batch in json_documents.read(source, batch_bytes=batch_bytes, scanner=scanner):
        frame = batch.frame
        places = zip(frame.starts[0], frame.ends[0], batch.columns[0].cells, strict=True)
        where = (batch.table, batch.columns[0].name, frame.writer, frame.chunk.base)
        found.setdefault(where, []).extend(places)
    return {where: sorted(cells) for where, cells in found.items()}


class _ByToken(json_documents.Scanner):
    """Knows no likeness."""

    def _is_between_records(self) -> bool:
        return False


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False),
    st.text("aع0\"'\\{[} \n", max_size=12),
    st.sampled_from(
        ['{"a": "b"}', " [1, 2]", "data:image/png;base64,iVBOR", "x" * 70, "iVBORw0KGgo" * 9]
    ),
    st.builds(lambda n: {"$oid": f"{n:024x}"}, st.integers(0, 10**20)),
    st.builds(lambda n: {"name": f"n{n}", "n": {"value": n}}, st.integers(0, 9)),
    st.lists(st.sampled_from(["a", 1, None]), max_size=2),
)
_KEYS = st.sampled_from(["id", "cnic", "name", "value", "_id", "a b", "923001234567", "$x", ""])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=5), min_size=1, max_size=4),
    st.integers(1, 400),
    st.sampled_from(["lines", "list", "in an object", "pairs", "indented"]),
    st.sampled_from([200, 3_000, 1 << 20]),
    st.one_of(st.none(), st.tuples(st.integers(0, 10**6), st.sampled_from('"}],\\{\n'))),
)
def test_records_alike_are_read_as_if_token_by_token(
    shapes: list[dict[str, object]],
    count: int,
    style: str,
    size: int,
    damage: tuple[int, str] | None,
) -> None:
    records = [
        {key: n if value == 1 else value for key, value in shapes[n % len(shapes)].items()}
        for n in range(count)
    ]
    if style == "lines":
        text = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    elif style == "pairs":
        text = "\r\n".join(f'{{"index": {{"_id": "{n}"}}}}\n{json.dumps(r, separators=(",", ":"))}'
                           for n, r in enumerate(records))  # fmt: skip
    else:
        whole = {"data": records, "n": 1} if style == "in an object" else records
        text = json.dumps(whole, indent=1 if style == "indented" else None)
    if damage is not None:
        place = damage[0] % len(text)
        text = text[:place] + damage[1] + text[place:]
    by_token = _ByToken()
    assert _cells_of(text, size, json_documents.Scanner()) == _cells_of(text, size, by_token)


def test_most_records_of_a_large_file_are_read_in_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0
    gather = json_documents.Scanner._gather

    def count(self: json_documents.Scanner, likeness: object, records: list, into: object) -> None:
        nonlocal taken
        taken += len(records)
        gather(self, likeness, records, into)

    monkeypatch.setattr(json_documents.Scanner, "_gather", count)
    lines = [f'{{"id": {n}, "name": "somebody", "at": {{"x": null}}}}' for n in range(1000)]
    for text in ("\n".join(lines), f"[{', '.join(lines)}]", f'{{"data": [{",".join(lines)}]}}'):
        taken = 0
        _cells_of(text, 1 << 20, json_documents.Scanner())
        assert taken > 700, text[:20]
