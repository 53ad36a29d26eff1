"""Text comes line by line; a label stays with the number it names."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from redactor.formats import text

# Reason, file, rows.
ROWS: list[tuple[str, str, list[str]]] = [
    ("lines", "a\nb\r\nc\rd", ["a", "b", "c", "d"]),
    ("a label and its number", "CNIC:\n35202-1234567-1\nx\n", ["CNIC:\n35202-1234567-1", "x"]),
    ("with CRLF", "CNIC:\r\n35202-1234567-1\r\n", ["CNIC:\r\n35202-1234567-1"]),
    ("a label by its word alone", "Mobile No\n0300\nx\n", ["Mobile No\n0300", "x"]),
    ("Urdu", "شناختی کارڈ نمبر\n۳۵۲۰۲\n", ["شناختی کارڈ نمبر\n۳۵۲۰۲"]),
    ("emphasis", "**CNIC:**\n35202\n", ["**CNIC:**\n35202"]),
    ("a blank line between", "CNIC:\n\n35202\nx\n", ["CNIC:\n\n35202", "x"]),
    ("two labels, two numbers", "CNIC:\nMobile:\n352\n0300\n", ["CNIC:\nMobile:\n352", "0300"]),
    ("a label at the end", "x\nCNIC:\n", ["x", "CNIC:"]),
    ("a label with its number beside", "CNIC: 35202\nx\n", ["CNIC: 35202", "x"]),
    ("a long line with a colon", "x" * 60 + ":\ny\n", ["x" * 60 + ":", "y"]),
    ("digits make no label", "call 0300:\ny\n", ["call 0300:", "y"]),
    ("a name is no label", "Ali Khan\n0300\n", ["Ali Khan", "0300"]),
    ("labels without end", "A:\n" * 20 + "x\n", ["A:\n" * 7 + "A:"] * 2 + ["A:\n" * 4 + "x"]),
]


@pytest.mark.parametrize(("content", "rows"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_a_number_is_seen_with_its_label(
    content: str, rows: list[str], tools: SimpleNamespace
) -> None:
    for size in (1, 2, 5, 4 << 20):
        batches = tools.read(text, content.encode(), batch_bytes=size)
        assert tools.cells(batches) == [[(None, row)] for row in rows]
        assert tools.write(text, batches) == content.encode()


def test_a_change_leaves_all_other_bytes(tools: SimpleNamespace) -> None:
    data = "نام: علی\r\nCNIC:\n35202\r\rbad \udcff byte\n".encode("utf-8", "surrogateescape")
    batches = tools.change(tools.read(text, data), "CNIC:\n35202", "CNIC:\n<PK_CNIC>")
    assert tools.write(text, batches) == data.replace(b"35202", b"<PK_CNIC>")


def test_a_missing_cell_is_written_as_nothing(tools: SimpleNamespace) -> None:
    batch = tools.read(text, b"a\nb\n")[0]
    empty = batch.with_cells([batch.columns[0].cells.replace("a", None)])
    assert tools.write(text, [empty]) == b"\nb\n"
