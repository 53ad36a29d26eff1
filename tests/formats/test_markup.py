"""HTML and XML: nothing is repaired, nothing is resolved, and no corner hides a number."""

from __future__ import annotations

import base64
import html
import io
import re
import time
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import formats
from redactor.errors import QuarantineError
from redactor.formats import markup
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.report import Report

CNIC = "35202-7654321-9"
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200))).decode()

DOCUMENTS = {
    "html": "<!DOCTYPE html>\r\n<html lang=ur><head><title>a &amp; b</title><style>p{color:red}</style>"
    "</head><body class='x'><p>Ali <b>K</b>han<br/>x < y &copy; &unknown; 5 > 3</p><script>if (a<b) "
    "{ x = '</p>'; }</script><!-- note --><table><tr><th>Name<th>CNIC</tr><tr><td>Ali<td>1</table>",
    "xml": '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "y">]>\n<a b="1"><c>&x;&#65;</c><![CDATA[<z>]]>'
    "<d/><e f='2'/></a>\n",
    "kml": '<kml xmlns="k"><Data name="cnic"><value>1</value></Data></kml>',
    "bad": "<html><body <p>a</b></i><!-- never closed <p>x</p>",
    "urdu": "<html><body><p dir=rtl>سلام</p></body></html>",
}


@cache
def pipeline(policy: str) -> Pipeline:
    return Pipeline(Policy.load(policy), Key.from_bytes(bytes(range(32))))


def redact(data: bytes, folder: Path, policy: str = "evidence") -> tuple[bytes, Report]:
    (folder / "a.html").write_bytes(data)
    report = pipeline(policy).run([folder / "a.html"], folder / "out")
    return (folder / "out" / "a.html").read_bytes(), report


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_comes_back_to_the_byte_whatever_the_window(
    name: str, encoding: str, tools: SimpleNamespace
) -> None:
    data = DOCUMENTS[name].encode(encoding)
    assert formats.recognise(Source.from_bytes(data)) is markup
    whole = None
    for size in (1 << 20, 1, 7):
        batches = tools.read(markup, data, batch_bytes=size)
        cells = sorted((pair[0] or "", pair[1]) for row in tools.cells(batches) for pair in row)
        assert whole is None or cells == whole
        whole = cells
        assert tools.write(markup, batches) == data


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "html",
            {(None, "Ali Khan"), ("Name", "Ali"), ("CNIC", "1"), (None, "a & b"), (None, " note ")},
        ),
        ("xml", {("c", "&x;A"), ("b", "1"), ("f", "2"), (None, "<z>")}),
        ("kml", {("cnic", "1")}),
    ],
)
def test_texts_are_whole_and_stand_under_their_name(
    name: str, wanted: set[tuple[str | None, str]], tools: SimpleNamespace
) -> None:
    key = lambda pair: (pair[0] or "", pair[1])  # noqa: E731
    found = {
        pair for row in tools.cells(tools.read(markup, DOCUMENTS[name].encode())) for pair in row
    }
    assert wanted <= found, sorted(found, key=key)


# Every corner in which a number can hide; {} is the number.
CORNERS = {
    "text": "<p>call {}</p>",
    "inline tags": "<p>352<b>02-76</b>543<i class='x'>21-9</i> now</p>",
    "comment in text": "<p>35202-<!-- x -->7654321-9</p>",
    "numeric entities": "<p>&#51;&#x35;202&#45;7654321-9</p>",
    "named entities": "<p>35202&ndash;7654321&ndash;9</p>",
    "soft hyphen": "<p>35202&shy;-7654321-9</p>",
    "attribute": "<img alt='{}'>",
    "unquoted attribute": "<a href=tel:{}>x</a>",
    "attribute entity": '<a title="35202&#45;7654321-9">x</a>',
    "comment": "<!-- {} -->",
    "comment with tags": "<!-- <p>{}</p> -->",
    "script": "<script>var x = '{}';</script>",
    "style": "<style>p:after{{content:'{}'}}</style>",
    "json in a script": '<script type="application/json">{{"a":"{}"}}</script>',
    "title": "<title>{}</title>",
    "textarea": "<textarea>{}</textarea>",
    "tag name": "<x{}>y</x{}>",
    "attribute name": "<p data-{}=1>y</p>",
    "address": "<a href='?q={}&x=1'>z</a>",
    "table": "<table><tr><th>x<th>y</tr><tr><td>a<td>{}</table>",
    "processing instruction": "<?php echo '{}'; ?>",
    "declaration": '<!ENTITY x "{}">',
    "data address": "<a href='data:text/plain,{}'>z</a>",
    "lonely bracket": "<p>a < {} > b</p>",
    "unclosed": "<p title='{}",
}
FORMS = [CNIC, "9-7654321-35202", "۳۵۲۰۲-۷۶۵۴۳۲۱-۹", "3520276543219"]


def test_a_number_is_found_in_every_corner(tmp_path: Path) -> None:
    lines = [
        corner.format(*[FORMS[number % len(FORMS)]] * 2) if "{}" in corner else corner
        for number, corner in enumerate(CORNERS.values())
    ]
    out, report = redact(("<html><body>\n" + "\n".join(lines)).encode(), tmp_path)
    text = html.unescape(re.sub(r"</?[bi]\b[^<>]*>|<!-- x -->", "", out.decode()))
    digits = re.sub(r"[^0-9۰-۹]", "", text).translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert "7654321" not in digits, text
    assert "1234567" not in digits
    assert report.entities()["PK_CNIC"] >= len(CORNERS) - 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<p>a <b>{CNIC}</b> z</p>", "<p>a <b>&lt;PK_CNIC&gt;</b> z</p>"),
        ("<p>a 352<b>02-7654321-9</b> z</p>", "<p>a &lt;PK_CNIC&gt;<b></b> z</p>"),
        ("<p>x<b>35202-<i id=q>7654321</i>-9 z</b></p>", "<p>x<b>35202-<i id=q>7654321</i>-9 z</b></p>"),
        (f"<p title='{CNIC}'>&lt;ok&gt;</p>", "<p title='&lt;PK_CNIC&gt;'>&lt;ok&gt;</p>"),
        (f"<p title={CNIC}>ok</p>", '<p title="&lt;PK_CNIC&gt;">ok</p>'),
    ],
)  # fmt: skip
def test_tags_stay_where_they_are_around_a_replacement(
    before: str, after: str, tools: SimpleNamespace
) -> None:
    import polars as pl  # noqa: PLC0415

    changed = [
        batch.with_cells([
            pl.Series([
                re.sub(r"(?<![\w-])35202-7654321-9", "<PK_CNIC>", cell) if cell else cell
                for cell in column.cells
            ], dtype=pl.String)
            for column in batch.columns
        ])
        for batch in tools.read(markup, f"<html>{before}</html>".encode())
    ]  # fmt: skip
    assert tools.write(markup, changed).decode() == f"<html>{after}</html>"


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 30))
    data = (
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">{bomb}]>'
        f"<a><b>&s;</b><c>&b29;</c><cnic>{CNIC}</cnic></a>"
    ).encode()
    out, _ = redact(data, tmp_path)
    assert b"the secret" not in out
    assert b"<b>&s;</b><c>&b29;</c><cnic>&lt;PK_CNIC&gt;</cnic></a>" in out


def test_images_are_dropped_and_counted(tmp_path: Path) -> None:
    uri = f"data:image/png;base64,{PIXEL}"
    data = f"<html><img src='{uri}'><style>a{{b:url({uri})}}</style><p>{PIXEL}</p></html>".encode()
    out, report = redact(data, tmp_path)
    assert out == b'<html><img src="data:,"><style>a{b:url(data:,)}</style><p></p></html>'
    assert report.dropped() == {"image": 3}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "/", "<p>", "</p>", "<b>", "</b>", "<a href='", '"', "'", "=", "<!--", "-->",
             "<![CDATA[", "]]>", "<?", "?>", "<script>", "</script>", "&#51;", "&amp", "x", "12345",
             "<td>", "<table>", "<!DOCTYPE a [", "]>", "\n", " "]
        ),
        max_size=40,
    ),
    st.sampled_from(["<html>", "<?xml version='1.0'?><a>"]),
    st.integers(1, 9),
)  # fmt: skip
def test_no_damage_loses_a_byte(parts: list[str], head: str, size: int) -> None:
    data = (head + "".join(parts)).encode()
    for batch_bytes in (size, 1 << 20):
        sink = io.BytesIO()
        markup.write(markup.read(Source.from_bytes(data), batch_bytes=batch_bytes), sink)
        assert sink.getvalue() == data


def test_a_comment_that_never_ends_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "LIMIT", 100_000)
    data = b"<html><!-- " + b"x" * 400_000
    with pytest.raises(QuarantineError, match="comment"):
        list(markup.read(Source.from_bytes(data), batch_bytes=10_000))


def test_hostile_text_takes_linear_time() -> None:
    hostile = ["<" * 90_000, "<a '" * 30_000, "<!--" * 30_000, "<b>" * 20_000, "&" * 90_000,
               "x<b>" * 30_000, "<!a [" * 30_000, "<a " + "b=" * 20_000]  # fmt: skip
    for text in hostile:
        started = time.process_time()
        list(markup.read(Source.from_bytes(b"<html>" + text.encode())))
        assert time.process_time() - started < 10, text[:10]


def test_a_property_list_names_its_values_before_them(tools: SimpleNamespace) -> None:
    data = (
        b'<?xml version="1.0"?><plist><dict><key>phone</key><string>3001234567</string>'
        b"<key>n</key><integer>7</integer></dict></plist>"
    )
    cells = [pair for row in tools.cells(tools.read(markup, data)) for pair in row]
    assert {("phone", "3001234567"), ("n", "7")} <= set(cells)
