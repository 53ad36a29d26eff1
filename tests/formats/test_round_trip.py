"""What is read is written back, byte for byte, but for the cells that were changed."""

from __future__ import annotations

import csv
import io
import random
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.formats import delimited, text
from redactor.formats.dialect import Dialect
from redactor.formats.grammar import CELL_LIMIT, Grammar
from redactor.formats.layout import Layout
from redactor.formats.source import Source

BOTH = pytest.mark.parametrize("module", [delimited, text], ids=["delimited", "text"])

# Why each is nasty, and its bytes.
NASTY: list[tuple[str, bytes]] = [
    ("nothing at all", b""),
    ("only a byte order mark", b"\xef\xbb\xbf"),
    ("only a line end", b"\n"),
    ("only a CR", b"\r"),
    ("no line end at the end", b"name,cnic\nAli,1"),
    ("byte order mark glued to the header", b"\xef\xbb\xbfname,cnic\nAli,1\n"),
    ("two byte order marks, as files put together have", b"\xef\xbb\xbf\xef\xbb\xbfname,cnic\nA,1\n"),
    ("CRLF", b"name,cnic\r\nAli,1\r\n"),
    ("CR only", b"name,cnic\rAli,1\rBa,2\r"),
    ("LF, CRLF and CR mixed", b"name,cnic\nAli,1\r\nBa,2\rCa,3\n"),
    ("CR CR LF, as Windows makes of CRLF", b"name,cnic\r\r\nAli,1\r\r\n"),
    ("a lone CR inside a cell", b"name,cnic\nAli\rKhan,1\nBa,2\n"),
    ("a CR at the very end", b"name,cnic\nAli,1\r"),
    ("blank lines", b"\n\nname,cnic\n\n\nAli,1\n\n"),
    ("semicolons, decimal commas", b"naam;rs\nAli;1,5\nBa;2,5\n"),
    ("tabs", b"name\tcnic\nAli\t1\n"),
    ("pipes with empty cells", b"name|cnic|x\nAli||\n|2|\n"),
    ("double pipes", b"name||cnic\nAli||1\nBa||\n"),
    ("double pipes beside a single one", b"name||cnic\n|Ali|||1|\nBa|||\n|||2\n"),
    ("tilde", b"name~cnic\nAli~1\n"),
    ("caret", b"name^cnic\nAli^1\n"),
    ("all quoted", b'"name","cnic"\n"Ali","1"\n"","2"\n'),
    ("quoted where needed", b'name,address\nAli,"H 1, St 2"\nBa,x\n'),
    ("quoted without need, in one row", b'name,address\nAli,"x"\nBa,x\n'),
    ("single quotes", b"'name','cnic'\n'Ali','1, 2'\n"),
    ("apostrophes of Excel, not quotes", b"name,cnic\nAli,'3520212345671\nBa,'3520212345671\n"),
    ("doubled quotes", b'name,address\nAli,"H ""1"", L"\n'),
    ("quotes escaped by a backslash", b'name,address\n"Ali","H \\"1\\", L"\n"Ba","C:\\\\x"\n'),
    ("a backslash before a closing quote", b'name,path\n"Ali","C:\\"\n"Ba","D:\\"\n'),
    ("a backslash at the end of a line", b"name,cnic\nAli,1\\\nBa,2\\\n"),
    ("blanks before quotes", b'"name", "cnic"\n"Ali", "1, 2"\n"Ba" , "3"\n'),
    ("line ends inside quotes", b'name,address\nAli,"H 1\nSt 2\r\nL"\nBa,x\n'),
    ("a header of two lines", b'name,"cnic\nno"\nAli,1\nBa,2\n'),
    ("quotes in the middle of a cell", b'name,size\nAli,5" pipe\nBa,"x"y\nCa,z"\n'),
    ("quotes in quotes, not doubled", b'name,x\n"He said "hi" ok",1\nBa,2\n'),
    ("the Excel way to keep zeros", b'name,mobile\nAli,="03001234567"\nBa,="03001234567"\n'),
    ("cells that look like formulas", b"name,x\n=1+1,@a\n+92,-5\n"),
    ("a quote that is never closed", b'name,cnic\nAli,"1\nBa,2\nCa,3\n'),
    ("a quote that is never closed, quoted cells behind", b'name,x\nAli,"1\nBa,"2, 3"\nCa,"4"\n'),
    ("a quote that opens at the end of the file", b'name,cnic\nAli,1\n"'),
    ("quotes only", b'name,cnic\n"""","""\n"",""""""\n"""\n'),
    ("short and long rows", b"name,cnic,x\nAli\nBa,1,2,3,4\n,\n,,,\n"),
    ("delimiters at line ends", b"name,cnic,\nAli,1,\nBa,2,\n"),
    ("a row of a hundred cells more", b"name,cnic\nAli,1\nBa" + b",7" * 100 + b"\nCa,3\n"),
    ("no header", b"Ali,3520212345671\nBa,3520212345672\n"),
    ("headers that repeat, empty headers", b"name,name,,\nAli,Ba,1,2\n"),
    ("a preamble, a header, a legend", b"Report\nNo:,03001234567\n\nname,cnic\nAli,1\n(1 rows)\n"),
    ("the header again among the rows", b"name,cnic\nAli,1\nname,cnic\nBa,2\n"),
    ("rules under the header", b"name,cnic\n----,----\nAli,1\n-----\n(1 rows affected)\n"),
    ("as psql prints", b" name | cnic \n------+------\n Ali  | 1\n(1 row)\n"),
    ("NUL bytes", b"name,cnic\nA\0li,1\0\n\0,\0\n"),
    ("one bad byte in UTF-8", "نام,پتہ\nعلی,لا".encode() + b"\xff" + "ہور\n".encode()),
    ("characters that stand for bad bytes", "name,x\nA\U0010ffff,\U0010ff00\n\U0010ff41,1\n".encode()),
    ("half a character at the end", "name,پتہ\nAli,ہ".encode()[:-1]),
    ("UTF-16 LE with mark", "name,پتہ\r\nAli,لاہور\r\n".encode("utf-16")),
    ("UTF-16 BE with mark", b"\xfe\xff" + "name,cnic\nAli,1\n".encode("utf-16-be")),
    ("UTF-16 LE without mark", "name,cnic\nAli,1\n".encode("utf-16-le")),
    ("UTF-16 with half a pair and an odd byte", b"\xff\xfea\0,\0\x00\xd8b\0\n\0\0\xdcc"),
    ("UTF-32", "name,پتہ\nAli,1\n".encode("utf-32")),
    ("Windows-1256", "name,پتا\nعلی,لاہور\n".replace("ی", "ي").encode("cp1256")),
    ("Windows-1252", "name,x\nRenée,1\nZoë,2\n".encode("cp1252")),
    ("bytes that Windows-1252 lacks", b"name,x\nRen\xe9e,\x81\x8d\x8f\x90\x9d\n"),
    ("UTF-8 and Windows-1256 by line", "نام,x\n".encode() + "نام,x\n".encode("cp1256")),
    ("separators of Unicode are not line ends", "name,x\nA\u2028li,1\x85\nB\x0b\x0c\x1c,2\n".encode()),
    ("emoji and marks of direction", "name,x\n\u200fعلی\u200e 😀,1\n".encode()),
    ("labels alone in their lines", b"CNIC:\n35202-1234567-1\nName\n\nAli\nMobile:\n"),
    ("prose", b"Dear Sir,\nmy number is 03001234567, thanks, Ali\n"),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize("data", [d for _, d in NASTY], ids=[reason for reason, _ in NASTY])
def test_nothing_is_lost_or_altered_in_a_nasty_file(
    module: ModuleType, data: bytes, tools: SimpleNamespace
) -> None:
    batches = tools.read(module, data)
    assert tools.write(module, batches) == data
    for size in (1, 2, 3, 7, 31, 1000):
        small = tools.read(module, data, batch_bytes=size)
        assert tools.write(module, small) == data
        assert tools.cells(small) == tools.cells(batches)


@BOTH
@given(data=st.binary(max_size=300), size=st.integers(1, 40))
def test_nothing_is_lost_or_altered_in_any_bytes(
    module: ModuleType, data: bytes, size: int, tools: SimpleNamespace
) -> None:
    batches = tools.read(module, data, batch_bytes=size)
    assert tools.write(module, batches) == data


dialects = st.builds(
    Dialect,
    st.sampled_from([",", ";", "\t", "|", "||", "~", "^"]),
    st.sampled_from(['"', "'"]),
    st.sampled_from(["", "\\"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@st.composite
def files(draw: st.DrawFn) -> tuple[Layout, str]:
    """A dialect, and text that is made of what matters to it."""
    dialect = draw(dialects)
    width = draw(st.integers(1, 4))
    mark, quote = dialect.delimiter, dialect.quote
    header = draw(st.sampled_from([None, mark.join("abcd"[:width])]))
    piece = st.sampled_from(
        [
            *(mark, mark, quote, quote, "\n", "\n", "\r", "\r\n", "a", "b c", " ", "\\", "é", "-"),
            *("|", "\\" + quote, quote + mark + quote, mark + " " + quote, quote * 2, "x" * 70),
            *(quote + "\n" + quote, mark * 3, header or "a"),
        ]
    )
    loose = st.lists(piece, max_size=40).map("".join)
    cell = st.lists(piece, max_size=3).map("".join)
    written = st.one_of(cell.map(dialect.quoted), cell.map(dialect.written), cell)
    row = st.lists(written, min_size=1, max_size=width + 1).map(mark.join)
    neat = st.lists(row.map(lambda line: line + "\n"), max_size=8).map("".join)
    names = tuple("abcd"[:width]) if header else (None,) * width
    layout = Layout(dialect, names, header, draw(st.integers(0, 2)), width)
    return layout, draw(st.one_of(loose, neat))


@given(file=files(), size=st.integers(1, 60))
def test_where_a_chunk_ends_changes_nothing(
    file: tuple[Layout, str], size: int, tools: SimpleNamespace
) -> None:
    layout, content = file
    data = content.encode()
    whole = tools.read(delimited, data, layout=layout)
    parts = tools.read(delimited, data, layout=layout, batch_bytes=size)
    assert tools.write(delimited, whole) == tools.write(delimited, parts) == data
    assert tools.cells(whole) == tools.cells(parts)


@given(file=files(), number=st.integers(0, 1000))
def test_a_changed_cell_changes_nothing_beside_it(
    file: tuple[Layout, str], number: int, tools: SimpleNamespace
) -> None:
    layout, content = file
    batches = tools.read(delimited, content.encode(), layout=layout)
    spots = [
        (at, column, row)
        for at, batch in enumerate(batches)
        for column, found in enumerate(batch.columns)
        for row, cell in enumerate(found.cells)
        if cell is not None
    ]
    if not spots:
        return
    at, column, row = spots[number % len(spots)]
    series = [found.cells.clone() for found in batches[at].columns]
    old = series[column][row]
    series[column] = series[column].scatter(row, "TOKEN")
    batches[at] = batches[at].with_cells(series)
    before, after = tools.write(delimited, batches).decode().split("TOKEN")
    quote = layout.dialect.quote
    if not (content.startswith(before) and content.endswith(after)):
        assert before.endswith(quote)
        assert after.startswith(quote)
        before, after = before[:-1], after[1:]
    assert content.startswith(before)
    assert content.endswith(after)
    stood = content[len(before) : len(content) - len(after)]
    unquoted = layout.dialect.unquoted
    assert old in {stood, unquoted(stood), unquoted(stood[1:-1])}


@given(
    dialect=dialects,
    table=st.lists(
        st.lists(st.text(st.sampled_from("a,;|~^\t\"'\\ \n\r"), max_size=5), min_size=2, max_size=2),
        min_size=1,
        max_size=5,
    ),
    new=st.text(st.sampled_from("a,;|~^\t\"'\\ \n\r"), max_size=5),
)  # fmt: skip
def test_any_new_text_is_read_back_as_one_cell(
    dialect: Dialect, table: list[list[str]], new: str, tools: SimpleNamespace
) -> None:
    layout = Layout(dialect, ("a", "b"), None, 0, 2)
    lines = [["A", "OLD"], ["x", "y"]]
    data = "".join(dialect.delimiter.join(row) + "\n" for row in lines).encode()
    changed = tools.change(tools.read(delimited, data, layout=layout), "OLD", new)
    again = tools.read(delimited, tools.write(delimited, changed), layout=layout)
    assert tools.cells(again)[0] == [("a", "A"), ("b", new)]
    content = "".join(dialect.delimiter.join(map(dialect.quoted, row)) + "\n" for row in table)
    found = tools.cells(tools.read(delimited, content.encode(), layout=layout))
    assert [[cell for _, cell in row] for row in found if len(row) > 1] == table


# (reason, file, cell, new text, what must come out)
CHANGES = [
    ("plain stays plain", b"a,b\nX,1\n", "X", "<P>", b"a,b\n<P>,1\n"),
    ("quoted only if needed", b"a,b\nX,1\n", "X", "L, P", b'a,b\n"L, P",1\n'),
    ("a quote inside needs none", b"a,b\nX,1\n", "X", '5" p', b'a,b\n5" p,1\n'),
    ("a quote in front does", b"a,b\nX,1\n", "X", '"p', b'a,b\n"""p",1\n'),
    ("a line end does", b"a,b\nX,1\n", "X", "p\nq", b'a,b\n"p\nq",1\n'),
    ("need gone, quotes gone", b'a,b\n"X, Y",1\n', "X, Y", "<P>", b"a,b\n<P>,1\n"),
    ("in quotes throughout", b'"a","b"\n"X, Y","1"\n', "X, Y", "<P>", b'"a","b"\n"<P>","1"\n'),
    ("quoted without need", b'a,b\n"X",1\nY,"2"\n', "X", "<P>", b'a,b\n"<P>",1\nY,"2"\n'),
    ("backslashes", b'"a","b"\n"X \\"y\\" z","1"\n"p \\"q\\" r","2"\n', 'X "y" z', 'k"',
     b'"a","b"\n"k\\"","1"\n"p \\"q\\" r","2"\n'),
    ("blanks around quotes", b'"a", "b"\n"X" , "y"\n', "X", "<P>", b'"a", "b"\n"<P>" , "y"\n'),
    ("the unclosed quote goes with its cell", b'a,b\n"X,1\ny,2\n', '"X', "<P>", b"a,b\n<P>,1\ny,2\n"),
    ("Excel's zeros", b'a,b\n="030",1\n', '="030"', '="<P>"', b'a,b\n="<P>",1\n'),
    ("CRLF and other rows", b'a,b\r\nX,1\r\ny,"2, 3"\r\n', "X", "<P>", b'a,b\r\n<P>,1\r\ny,"2, 3"\r\n'),
    ("double pipes", b"a||b\nX||1\n|y|||2\n", "X", "p|q", b'a||b\n"p|q"||1\n|y|||2\n'),
    ("an empty cell filled", b"a,b\n,1\n", "", "<P>", b"a,b\n<P>,1\n"),
    ("an overflow cell", b"a,b\nx,1,X\ny,2\n", "X", "<P>", b"a,b\nx,1,<P>\ny,2\n"),
    ("a header", b"name,X\ny,1\n", "X", "<P>", b"name,<P>\ny,1\n"),
    ("bad bytes beside it", b"name,b\nX,\xff\ny,2\n", "X", "<P>", b"name,b\n<P>,\xff\ny,2\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "old", "new", "expected"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_the_dialect_of_a_file_survives_a_change(
    data: bytes, old: str, new: str, expected: bytes, tools: SimpleNamespace
) -> None:
    for size in (1, 4 << 20):
        batches = tools.read(delimited, data, batch_bytes=size)
        assert tools.write(delimited, tools.change(batches, old, new)) == expected


def test_a_row_cannot_gain_a_cell_unnoticed(tools: SimpleNamespace) -> None:
    batch = tools.read(delimited, b"name,cnic\nAli\nBa,1\n")[1]
    filled = [column.cells.fill_null("x") for column in batch.columns]
    with pytest.raises(ValueError, match="does not have"):
        tools.write(delimited, [batch.with_cells(filled)])


def test_batches_of_another_format_are_refused(tools: SimpleNamespace) -> None:
    table = tools.read(delimited, b"name,cnic\nAli,1\n")
    with pytest.raises(TypeError):
        tools.write(text, table)
    foreign = [type(table[0])(table[0].columns)]
    with pytest.raises(TypeError):
        tools.write(delimited, foreign)


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "~"])
def test_cells_are_those_of_an_independent_reader(
    quoting: int, delimiter: str, tools: SimpleNamespace
) -> None:
    choice = random.Random(7)
    parts = ["Ali", "Khan", ", ", ";", '"', "\n", "خان", "0300", " ", "|", "~", "\t", ""]
    table = [
        [str(number), *("".join(choice.choices(parts, k=3)) for _ in range(3))]
        for number in range(1000, 1400)
    ]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows([["serial no", "name", "father name", "address"], *table])
    for size in (100, 4 << 20):
        batches = tools.read(delimited, out.getvalue().encode(), batch_bytes=size)
        rows = [[cell for _, cell in row] for row in tools.cells(batches)[1:]]
        assert rows == table
        assert batches[-1].columns[1].name == "name"


@given(file=files())
def test_a_record_is_the_same_by_the_quick_and_by_the_exact_way(
    file: tuple[Layout, str], tools: SimpleNamespace
) -> None:
    layout, content = file
    if layout.dialect.returns or "\r" in content:
        return
    grammar, position, exact = Grammar(layout.dialect), 0, []
    while position < len(content):
        record = grammar.record(content, position, is_last=True)
        assert record is not None
        assert record.end > position
        exact.append(record.values)
        position = record.end
    found = tools.read(delimited, content.encode(), layout=layout)
    if any(batch.columns[0].name is None for batch in found):
        return  # lines that are no rows come whole
    assert [[cell for _, cell in row] for row in tools.cells(found)] == exact


def test_a_cell_in_quotes_may_be_long_but_not_endless(tools: SimpleNamespace) -> None:
    for size, is_cell in ((CELL_LIMIT, True), (CELL_LIMIT + 1, False)):
        data = b'name,cnic\n"x\n' + b"y" * (size - 2) + b'",1\nBa,2\n'
        batches = tools.read(delimited, data)
        assert (len(tools.cells(batches)) == 3) is is_cell
        assert tools.write(delimited, batches) == data
        small = tools.read(delimited, data, batch_bytes=50_000)
        assert tools.cells(small) == tools.cells(batches)


def test_no_value_is_in_a_repr(tools: SimpleNamespace) -> None:
    data = b'name,35202-1234567-1\nAli,"35202-1234567-1\nBa,2\nCa,x' + b",35202-1234567-1" * 99
    source = Source.from_bytes(data, "35202-1234567-1.csv")
    shown = repr(source)
    for batch in delimited.read(source):
        shown += repr(batch.frame) + repr(getattr(batch.frame, "styles", None))
    assert "35202" not in shown
