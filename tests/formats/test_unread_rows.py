"""Rows that another process cuts are the rows that reading them here gives, and nothing else is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.formats import Source, delimited
from redactor.formats.dialect import Dialect
from redactor.formats.encoding import Encoding
from redactor.formats.layout import Layout
from redactor.formats.unread_rows import UnreadRows, count_rows

if TYPE_CHECKING:
    from redactor.batch import Batch

NAMES = ("number", "name", "remarks")
LAYOUT = Layout(Dialect(), NAMES, "number,name,remarks")
CELLS = st.one_of(
    st.sampled_from(
        ["", '""', "a", '"a,b"', '"a ""b"""', 'in"side"', '"', '"x\ny"', "--", "+", "گلی ۴", "number"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=6),
)
LINES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=40)


def read(data: bytes, batch_bytes: int, *, uncut: bool) -> tuple[list[Batch], int]:
    """Return the batches of a table, and how many blocks of it were left uncut on the way."""
    batches: list[Batch] = []
    count = 0
    source = Source.from_bytes(data, "t.csv")
    for batch in delimited.read(source, batch_bytes=batch_bytes, uncut=uncut):
        if isinstance(batch.frame, UnreadRows):
            count += 1
            batches += delimited.cut(batch.frame)
        else:
            batches.append(batch)
    return batches, count


def shown(batches: list[Batch]) -> list[object]:
    return [
        (batch.first_row, batch.frame, [(c.name, c.cells.to_list()) for c in batch.columns])
        for batch in batches
    ]


@settings(deadline=None, max_examples=150)
@given(
    LINES,
    st.sampled_from([",", ";", "|", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-16", "cp1256"]),
    st.sampled_from([60, 400, 1 << 22]),
)
def test_rows_cut_elsewhere_are_the_rows_of_the_file(
    lines: list[list[str]], delimiter: str, end: str, codec: str, batch_bytes: int
) -> None:
    regular = [["0300", "Aslam", "x"]] * 30
    table = [list(NAMES), *regular, *lines, *regular]
    text = "".join(delimiter.join(line) + end for line in table)
    data = text.encode(codec, "ignore") + (b"\xff\xfe,\x81\n" if codec == "utf-8" else b"")
    here, _ = read(data, batch_bytes, uncut=False)
    elsewhere, _ = read(data, batch_bytes, uncut=True)
    assert shown(elsewhere) == shown(here)
    written = io.BytesIO()
    delimited.write(elsewhere, written)
    assert written.getvalue() == data


@pytest.mark.parametrize("quoted", [False, True])
def test_a_plain_table_is_left_uncut(quoted: bool) -> None:
    cell = '"{}"' if quoted else "{}"
    line = ",".join(cell.format(value) for value in ("0300", "گلی ۴", ""))
    data = "\n".join(["number,name,remarks", *[line] * 500, ""]).encode()
    batches, count = read(data, 1_000, uncut=True)
    assert count >= len(batches) - 3


@pytest.mark.parametrize(
    "line",
    [
        "a,b",
        "a,b,c,d",
        'a,"b,c',
        'a,"b"x,c',
        'a,b "x",c',
        'a,"b""c",d',
        'a","b,c',
        "a,b\r,c",
        "number,name,remarks",
        "-,-,-",
        "----------",
        "",
        "a,b," + "c" * (1 << 18),
    ],
)
def test_a_line_that_may_be_anything_but_a_row_is_read_here(line: str) -> None:
    assert count_rows(b"1,2,3\n", LAYOUT) == 1
    assert count_rows(f"1,2,3\n{line}\n4,5,6\n".encode(), LAYOUT) is None


def test_a_cell_that_goes_on_in_the_next_line_is_read_here() -> None:
    assert count_rows(b'a,"b\nc",d\n', LAYOUT) is None
    assert count_rows(b'a,"b,c\nd,e",f\n', LAYOUT) is None


def test_rows_that_were_not_cut_are_never_written_as_nothing() -> None:
    unread = UnreadRows(b"1,2,3\n", 1, LAYOUT, Encoding(), 2, 1 << 20)
    (batch,) = delimited.cut(unread)
    with pytest.raises(TypeError, match="not a batch"):
        delimited.encoded(type(batch)((), unread, 2))
