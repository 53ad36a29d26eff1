"""What is a column, a header and a row: a column rule on the wrong column is a leak."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from redactor import formats
from redactor.formats import delimited, text
from redactor.formats.headers import header_strength, is_header_by_contrast, is_name
from redactor.formats.layout import detect
from redactor.formats.source import Source

# Reason, file, delimiter, quote, names of columns.
DETECTED: list[tuple[str, str, str, str, tuple[str | None, ...]]] = [
    ("the plain case", "name,cnic\nAli,1\n", ",", '"', ("name", "cnic")),
    ("decimal commas", "naam;rs\nAli;1,5\nBa;2,5\n", ";", '"', ("naam", "rs")),
    ("commas in every address", "name;address\nAli;H 1, St 2, L\nBa;H 3, St 4, M\n", ";", '"',
     ("name", "address")),
    ("latitude and longitude in one cell", "id|site|x\n1|31.5,74.3|a\n2|31.6,74.4|b\n", "|", '"',
     ("id", "site", "x")),
    ("double pipes", "MSISDN||CNIC||NAME\n300||352||ALI\n301||||BA\n", "||", '"',
     ("MSISDN", "CNIC", "NAME")),
    ("pipes with empty cells", "name|cnic|x\nAli||\nBa|2|\n", "|", '"', ("name", "cnic", "x")),
    ("single quotes", "'name','cnic'\n'Ali','1, 2'\n'Ba','3'\n", ",", "'", ("name", "cnic")),
    ("apostrophes are not quotes", "name,cnic\nAli,'352\nBa,'353\n", ",", '"', ("name", "cnic")),
    ("CR only", "name,cnic\rAli,1\rBa,2\r", ",", '"', ("name", "cnic")),
    ("a mark glued to the header", "\ufeffname,cnic\nAli,1\n", ",", '"', ("name", "cnic")),
    ("Urdu headers", "نام,شناختی کارڈ نمبر\nعلی,۳۵۲۰۲\n", ",", '"', ("نام", "شناختی کارڈ نمبر")),
    ("headers that repeat or are empty", "Name,Name,,CNIC\nA,B,1,2\n", ",", '"',
     ("Name", "Name", "", "CNIC")),
    ("blanks round headers stay", "Name , CNIC No\nA,1\n", ",", '"', ("Name ", " CNIC No")),
    ("no header, numbers in the first row", "300123,352,ALI\n300124,353,BA\n", ",", '"', (None,) * 3),
    ("no header, names only", "Ali,Lahore,Male\nBa,Karachi,Male\nCa,Multan,Male\n", ",", '"',
     (None,) * 3),
    ("unknown words over numbers", "Kode,Jina,Namba\n12,Ali,555\n13,Ba,556\n", ",", '"',
     ("Kode", "Jina", "Namba")),
    ("months as headers", "Consumer No,Name,01/2013\n1,Ali,3\n2,Ba,3\n", ",", '"',
     ("Consumer No", "Name", "01/2013")),
    ("the header on row 6", "Op,,,\nNumber:,0300,,\nFrom,1/1,,\n\n,,,\nSr#,A Number,Date,Cell ID\n"
     + "1,0300,1/1,410\n" * 3, ",", '"', ("Sr#", "A Number", "Date", "Cell ID")),
    ("two rows of headers", "Person,,Contact,\nName,CNIC,Mobile,Address\nA,1,2,L\nB,3,4,M\n", ",",
     '"', ("Name", "CNIC", "Mobile", "Address")),
    ("row numbers of R", '"Name","CNIC"\n"1","Ali","352"\n"2","Ba","353"\n', ",", '"',
     (None, "Name", "CNIC")),
    ("row numbers that have a header", "Sr,Name\n1,Ali,352\n2,Ba,353\n", ",", '"', ("Sr", "Name")),
    ("row numbers of R that are none", "CNIC,Name\nx,Ali,1\ny,Ba,2\n", ",", '"', ("CNIC", "Name")),
    ("a delimiter at the end of rows", "Name,CNIC\nAli,352,\nBa,353,\n", ",", '"', ("Name", "CNIC")),
    ("as psql prints", " id | name\n----+-----\n 1 | Ali\n 2 | Ba\n", "|", '"', (" id ", " name")),
    ("most rows ragged, a known header", "Name,Address\n" + "".join(
        f"A,H{',x' * (n % 3)}\n" for n in range(9)), ",", '"', ("Name", "Address")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "delimiter", "quote", "names"),
    [row[1:] for row in DETECTED],
    ids=[row[0] for row in DETECTED],
)
def test_columns_are_the_ones_of_the_file(
    content: str, delimiter: str, quote: str, names: tuple[str | None, ...]
) -> None:
    layout = detect(content)
    assert layout is not None
    assert layout.dialect.delimiter == delimiter
    assert layout.dialect.quote == quote
    assert layout.names == names


NOT_TABLES = [
    ("prose", "Dear Sir,\nmy number is 0300, please call.\nThanks, Ali\n"),
    ("WhatsApp, Android", "12/03/2021, 9:05 pm - Ali: hello\n" * 3),
    ("WhatsApp, Android, narrow space", "12/03/2021, 9:05\u202fpm - Ali: hello\n" * 3),
    ("WhatsApp, iOS", "\u200e[12/03/21, 21:05:33] Ali: hi\n" * 3),
    ("WhatsApp, Urdu digits", "۱۲/۰۳/۲۰۲۱، ۲۱:۰۵ - علی: سلام\n" * 3),
    ("a log with decimal commas", "2024-01-01 10:00:00,123 - INFO - login\n" * 5),
    ("key and value by line", "Name: Ali\nCNIC: 352\nAddress: L\n"),
    ("nothing", ""),
    ("blank lines", "\n\n\n"),
    ("one line with one comma", "Hello, Ali\n"),
]


@pytest.mark.parametrize("content", [c for _, c in NOT_TABLES], ids=[r for r, _ in NOT_TABLES])
def test_text_is_not_torn_into_columns(content: str) -> None:
    assert detect(content) is None


def test_a_table_of_one_column_keeps_its_header_for_every_row(tools: SimpleNamespace) -> None:
    data = b"Name\nMuhammad Ali\nKhan, Ba\n"
    assert detect(data.decode(), suffix=".txt") is None
    batches = tools.read(delimited, data, "x.csv")
    assert tools.cells(batches)[1:] == [[("Name", "Muhammad Ali")], [("Name", "Khan, Ba")]]
    assert tools.write(delimited, batches) == data
    assert detect("Ali\nBa\n", suffix=".csv") is None


def test_rows_go_where_they_belong(tools: SimpleNamespace) -> None:
    data = (
        b"Call record\nRequested Number:,03001234567\n\n"
        b"name,cnic,mobile\nAli,1,2\nBa,3\nCa,4,5,6,7\n"
        b"-----\nname,cnic,mobile\nData sold by X: 03001234567\nDa\n\n(4 rows affected)\n"
    )
    for size in (1, 20, 4 << 20):
        batches = tools.read(delimited, data, batch_bytes=size)
        assert tools.cells(batches) == [
            [(None, "Call record")],
            [(None, "Requested Number:,03001234567")],
            [(None, "")],
            [(None, "name"), (None, "cnic"), (None, "mobile")],
            [("name", "Ali"), ("cnic", "1"), ("mobile", "2")],
            [("name", "Ba"), ("cnic", "3")],
            [("name", "Ca"), ("cnic", "4"), ("mobile", "5"), (None, "6"), (None, "7")],
            [(None, "-----")],
            [(None, "name"), (None, "cnic"), (None, "mobile")],
            [(None, "Data sold by X: 03001234567")],
            [("name", "Da")],
            [("name", "")],
            [(None, "(4 rows affected)")],
        ]
        rows = [batch.first_row + row for batch in batches for row in range(batch.rows)]
        assert rows == list(range(1, 14))
        irregular = sum(getattr(batch.frame, "irregular", 0) for batch in batches)
        assert irregular == 4


def test_rows_above_a_late_header_are_rows_too(tools: SimpleNamespace) -> None:
    data = b"Ali,352,0300,L\nBa,353,0301,M\nName,CNIC,Mobile,Address\nCa,354,0302,K\n"
    found = tools.cells(tools.read(delimited, data))
    assert found[0] == [("Name", "Ali"), ("CNIC", "352"), ("Mobile", "0300"), ("Address", "L")]


def test_a_very_long_row_keeps_its_columns(tools: SimpleNamespace) -> None:
    for cell in (b"7", b'"7,"'):
        data = b"name,cnic\nAli,1\nBa,2" + (b"," + cell) * 70_000 + b"\nCa,3\n"
        batches = tools.read(delimited, data)
        assert tools.write(delimited, batches) == data
        found = tools.cells(batches)
        assert found[2] == [("name", "Ba"), ("cnic", "2")]
        assert found[3][0][0] is None
        assert found[-1] == [("name", "Ca"), ("cnic", "3")]
        assert max(len(batch.columns) for batch in batches) == 2
        small = tools.read(delimited, data, batch_bytes=10_000)
        assert tools.cells(small) == found


def test_a_very_long_rule_is_a_line(tools: SimpleNamespace) -> None:
    data = b"name,cnic\nAli,1\n" + b"-," * 200_000 + b"-\nBa,2\n"
    batches = tools.read(delimited, data)
    assert tools.write(delimited, batches) == data
    assert tools.cells(batches)[2] == [(None, "-," * 200_000 + "-")]


def test_quoted_cells_beyond_count_keep_their_bytes(tools: SimpleNamespace) -> None:
    for end in (b"\r", b"\r\r\n", b"\n"):
        data = end.join([b"name,cnic", b"Ali,1", b'"B a",' * 66_000 + b'"x', b"Ca,3", b""])
        batches = tools.read(delimited, data)
        assert tools.write(delimited, batches) == data
        small = tools.read(delimited, data, batch_bytes=70_000)
        assert tools.cells(small) == tools.cells(batches)
        changed = tools.change(batches, "B a", "<P>")
        assert b"B a" in tools.write(delimited, changed)  # beyond, quotes are part of the cell
        changed = tools.change(changed, '"B a"', "<P>")
        assert b"B a" not in tools.write(delimited, changed)


def test_lone_returns_between_whole_rows_end_them(tools: SimpleNamespace) -> None:
    data = b"name,cnic\n" + b"Ali,1\n" * 9 + b"Da\rFa,4\nBa,2\rCa,3\nDa\rEa,4\n"
    found = tools.cells(tools.read(delimited, data))
    assert found[-3:] == [
        [("name", "Ba"), ("cnic", "2")],
        [("name", "Ca"), ("cnic", "3")],
        [("name", "Da\rEa"), ("cnic", "4")],
    ]


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["Name", "CNIC"], True),
        (["Customer Name", "A Number", "Date & Time"], True),
        (["Name", "x", "03001234567"], False),
        (["Ali Khan", "Street No 5 Model Town", "Lahore"], False),
        (["نام", "والد/شوہر کا نام"], True),
        (["", ""], False),
        (["Name", "a@b"], False),
        (["Name", "CNIC", "x" * 90], False),
        (["Name"], True),
    ],
)
def test_a_header_is_told_from_data(cells: list[str], is_one: bool) -> None:
    assert bool(header_strength(cells)) is is_one


@pytest.mark.parametrize(
    ("cells", "below", "is_one"),
    [
        (["Kode", "Jina"], [["1", "A"], ["2", "B"]], True),
        (["Ali", "N/A"], [["Ba", "1"], ["Ca", "2"]], False),
        (["Ali", "x1"], [["Ba", "1"], ["Ca", "2"]], False),
        (["x", "x"], [["Ba", "1"], ["Ca", "2"]], False),
        (["Ali", "Ba"], [["Ca", "Da"], ["Ea", "Fa"]], False),
        (["Kode", ""], [["1", "A"], ["2", "B"]], False),
        (["Kode", "Jina"], [["1", "A"]], False),
    ],
)
def test_unknown_words_head_columns_only_over_numbers(
    cells: list[str], below: list[list[str]], is_one: bool
) -> None:
    assert is_header_by_contrast(cells, below) is is_one


def test_a_name_is_one_in_any_spelling() -> None:
    assert is_name("FATHER'S_NAME")
    assert is_name("شناختي كارڈ")
    assert not is_name("x" * 1_000_000)


def test_labels_lined_up_by_tabs_are_no_table(tools: SimpleNamespace) -> None:
    block = "Name\t\t: Ali Raza\nCNIC\t\t: 3520212345671\nCell\t: 3001234567\n\n"
    assert formats.recognise(Source.from_bytes((block * 9).encode(), "a.txt")) is text


def test_two_marks_can_part_cells(tools: SimpleNamespace) -> None:
    data = "".join(f"{n}~|Ali Raza~|3001234567~|x\n" for n in range(9)).encode()
    assert tools.cells(tools.read(delimited, data))[0][2][1] == "3001234567"


def test_a_counted_header_heads_columns() -> None:
    below = [["8012", "ALI", "3001234567", "H 1 ST 2", "01-JAN-13"]] * 5
    assert is_header_by_contrast(["SUBS_ID", "SUBS_NM", "MSISDN", "ADDR_LINE1", "ACTV_DT"], below)
    assert not is_header_by_contrast(["ALI KHAN", "House 12", "x", "y", "z"], below)
