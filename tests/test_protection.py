"""Nobody on the --protect list survives; who is on --keep stays and is counted."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.detection import ColumnProfile
from redactor.errors import ResidualError, UsageError
from redactor.keys import Key
from redactor.operators import TOKEN
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.protection import Kept, Lists, Protected, sound
from redactor.redaction import CellRedactor
from redactor.verification import refuse_protected

LIST = """# sources
Muhammad Waseem Khattak
زرینہ بی بی
35202-7654321-9
+92 300 7654321
LEA-19-4471
Billu Kabootar
"""


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Protected:
    path = tmp_path_factory.mktemp("lists") / "protect.txt"
    path.write_text(LIST, encoding="utf-8")
    return Protected.load(path)


def check(folder: Path, entry: str, found: list[str], left: list[str]) -> None:
    """Hold a list of one entry to the texts that it has to find, and to those that stay."""
    (folder / "p.txt").write_text(entry + "\n", encoding="utf-8")
    listed = Protected.load(folder / "p.txt")
    assert [text for text in found if not listed.find(text)] == []
    assert [text for text in left if listed.find(text)] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("paid to Mohd. Wasim Khatak yesterday", "spelt another way"),
        ("WASEEM KHATTAK came", "without Muhammad"),
        ("Khattak, Waseem", "family name first"),
        ("وسیم خٹک کا بیان", "in Urdu"),
        ("محمد وسیم خٹک", "in Urdu, whole"),
        ("mail waseemkhattak@example.org", "joined"),
        ("Zareena Bibi", "Roman of an Urdu entry"),
        ("zarina  bibi d/o", "spelt another way"),
        ("cnic 3520276543219.", "digits alone"),
        ("۳۵۲۰۲-۷۶۵۴۳۲۱-۹", "Urdu digits"),
        ("9-7654321-35202", "groups as a right-to-left screen shows them"),
        ("9123456720253", "digits backwards"),
        ("PK00EXMP0003001234567 0092-300-7654321", "mobile with country code"),
        ("acct 990003007654321", "mobile inside a longer number"),
        ("0300 765\u200b4321", "an invisible character inside"),
        ("car LEA 194471", "a plate"),
        ("call billu kabooter", "a nickname"),
        ("Waseem Gul Khattak", "a word between"),
        ("kattahK meesaW", "backwards, as some programs leave text"),
        ("Wäséem Khattāk", "with marks"),
        ("Wаseem Khаttak", "Cyrillic letters that look alike"),
        ("وسیمخٹک", "Urdu as one word"),
        ("mail thewasimkhatak7@example.org", "another spelling inside a word"),
        ("Was eem Khattak", "cut by a blank"),
        ("x/Waseem%20Khattak.pdf", "in an address"),
        ("idوسیم خٹک", "right behind Latin letters"),
        ("4471-19-LEA", "groups of a plate from right to left"),
        ("35202_7654321_9", "underlines"),
        ("9-7654321-352021", "groups swapped, a digit glued to them"),
        ("7654321 0300", "a mobile's groups swapped"),
    ],
)
def test_every_written_form_is_found(protected: Protected, text: str, why: str) -> None:
    assert protected.find(text), why


@pytest.mark.parametrize(
    "text",
    ["Nadeem Akhtar of Lahore", "0301 7654329", "35202-7654322-9", "the road to Kohat", "Bibi Gul"],
)
def test_others_are_left(protected: Protected, text: str) -> None:
    assert not protected.find(text)


@settings(max_examples=100, deadline=None)
@given(
    st.text("0123456789 -./ab", max_size=12),
    st.lists(st.sampled_from(["", " ", "-", ".", " - "]), min_size=13, max_size=13),
    st.text(" ,xyz", max_size=6),
)
def test_a_number_is_found_with_anything_between_its_digits(
    protected: Protected, before: str, gaps: list[str], after: str
) -> None:
    number = "".join(d + g for d, g in zip("3520276543219", gaps, strict=True))
    # Digits right before it may be read as part of it; that must not hide it.
    assert protected.find(before + number + after)


@pytest.mark.parametrize(
    ("entry", "found", "left"),
    [
        ("Dr. Sajjad Marwat s/o Gul Zaman, 35202-7654321-9",
         ["sajad marwat", "Gul Zaman", "3520276543219"], ["Gul Khan", "Sajjad"]),
        ("Riffat Bugti @ Chanda", ["رفعت بگٹی", "CHANDA"], ["Riffat"]),
        ("نصرت پروین عرف گڈی", ["Nusrat Parveen", "گڈی"], ["نصرت"]),
        ("Mst. Kulsoom Bibi", ["kulsum bibi"], ["Bibi"]),
        ("Abdul Rehman Memon", ["Abdur Rahman Memon", "abd-ur-rehman memon", "عبدالرحمن میمن"], []),
        ("042-20001234", ["+92 42 20001234", "4220001234"], ["042-20001235"]),
        ("0012345678901", ["12345678901"], ["1234567890"]),
        ("0300 7654321, Adeel Lashari", ["923007654321", "Lashari Adeel"], ["Adeel"]),
        ("48213", ["belt 48213"], ["48,213"]),
    ],
)  # fmt: skip
def test_an_entry_is_read_as_people_write_it(
    tmp_path: Path, entry: str, found: list[str], left: list[str]
) -> None:
    check(tmp_path, entry, found, left)


@settings(max_examples=100, deadline=None)
@given(st.text("0123456789", min_size=9, max_size=16), st.text("0123456789", max_size=2))
def test_any_listed_number_is_found_as_it_stands(number: str, beside: str) -> None:
    path = Path(tempfile.mkdtemp()) / "p.txt"
    path.write_text(number)
    listed = Protected.load(path)
    assert listed.find(number)
    assert listed.find(f"x{beside}{number}{beside}")
    assert listed.find(number[::-1])


def test_a_name_cut_over_the_cells_of_a_row_goes(protected: Protected, tmp_path: Path) -> None:
    lines = ["ref,alpha,town,beta", "1,وسیم,Lahore,خٹک", "2,Gul,Lahore,Khattak", '3,"Khatak,",x,Wasim']
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pipeline = Pipeline(Policy.load("study"), Key.generate(), lists=Lists(protected))
    pipeline.run([tmp_path / "a.csv"], tmp_path / "out")
    made = (tmp_path / "out" / "a.csv").read_text("utf-8")
    assert not re.search("وسیم|خٹک|khatak|wasim", made, re.I)
    assert made.count("Lahore") == 2
    assert made.splitlines()[2].endswith(",Lahore,Khattak")


@pytest.mark.parametrize(
    ("entry", "found", "left"),
    [
        ("Waqas Khattak",
         ["W. Khattak", "met W Khattak there", "W.Khattak", "W-Khattak", "Mr V. Khatak", "Waqas K.",
          "Khattak, W.", "Khattak, W", "Khattak W.", "KHATTAK (W)", "M. W. Khattak", "w khattak",
          "w.khattak@example.org", "wkhattak", "khattak_w", "و۔ خٹک", "خٹک، و۔", "ڈبلیو خٹک",
          "وقاص خ۔", "وقاص کے۔", "W. خٹک", "x W۔ Khattak"],
         ["W. Khan", "gate W", "the Khattak tribe", "K. Waqas", "W. K.", "A. Khattak", "a Khattak",
          "M. Khattak", "گل و خٹک", "lahore k khattak", "block W2 Khattak", "by Khattak. We went"]),
        ("Kamran Ali Khan",
         ["K. A. Khan", "K.A. Khan", "K A Khan", "K. Khan", "Kamran A. Khan", "کے اے خان", "ک۔ خان",
          "Khan, K. A."],
         ["لاہور کے خان", "lahore k khan", "A. Ali", "بی بی خان", "Gul Khan, K, Lahore"]),
        ("Imran Khan", ["S. I. Khan", "آئی۔ خان", "ع۔ خان"],
         ["D. I. Khan", "D.I. Khan", "A. Khan", "U Khan"]),
        ("Muhammad Umar Farooq", ["U. Farooq", "M. O. Farooq", "م۔ ع۔ فاروق", "M. Farooq"],
         ["M. Umar", "I. Farooq"]),
        ("زرینہ بی بی", ["Z. Bibi", "ز۔ بی بی"], ["A. Bibi", "بی بی", "Z B"]),
        ("Khattak, Waqas", ["W. Khattak"], []),
        ("Sajid Shah", ["S. Shah", "S. شاہ"], ["gate S se", "S so"]),
        ("Dr. Usman Ghani s/o Imran Aziz, 0300 7654321", ["O. Ghani", "I. Aziz"],
         ["I. Ghani", "U. Aziz"]),
        ("Ali Mardan", ["Ali M.", "A. Mardan"], ["M. Ali", "Ali M"]),
    ],
)  # fmt: skip
def test_a_name_cut_to_initials_is_found_beside_its_other_word_only(
    tmp_path: Path, entry: str, found: list[str], left: list[str]
) -> None:
    check(tmp_path, entry, found, left)


def test_initials_in_one_cell_and_the_name_in_another_go_together(
    protected: Protected, tmp_path: Path
) -> None:
    lines = [
        "id,alpha,beta,group,town",
        "1,W.,Gul,x,Khattak",  # with a dot anywhere in the row
        "2,W,Khatak,x,Kohat",  # without one beside the name
        "3,Gul,Khattak,M,Kohat",  # a sex
        "4,W,Gul,Kohat,Khattak",  # a class
        "5,W,Orakzai,x,Kohat",
        "6,و۔,خٹک,x,Kohat",
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "p.txt").write_text("Waseem Khattak\nMina Khattak\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        'extends = "study"\n'
        + "".join(f'[columns.{c}]\noperator = "keep"\n' for c in ("alpha", "beta", "group", "town"))
    )
    lists = Lists(Protected.load(tmp_path / "p.txt"))
    pipeline = Pipeline(Policy.load(tmp_path / "mine.toml"), Key.generate(), lists=lists)
    pipeline.run([tmp_path / "a.csv"], tmp_path / "out")
    made = [
        line.split(",") for line in (tmp_path / "out" / "a.csv").read_text("utf-8").splitlines()
    ]
    hidden = [[n for n, cell in enumerate(row) if cell.startswith("PERSON_")] for row in made]
    assert hidden == [[], [1, 4], [1, 2], [], [], [], [1, 2]]


def test_sounds_of_three_scripts_agree() -> None:
    for names in (
        ("Khadija", "Khadeeja", "خدیجہ"), ("Yousaf", "Yusuf", "یوسف"), ("Qasim", "قاسم"),
        ("Ghulam", "غلام"), ("Fatima", "Fatimah", "فاطمہ"), ("Ayesha", "عائشہ"),
        ("Iqbal", "اقبال"), ("Zafar", "ظفر"), ("Shahid", "شاہد"),
    ):  # fmt: skip
        assert len({sound(name) for name in names}) == 1, names


@pytest.mark.parametrize(("line", "says"), [("12", "digits"), ("al", "letters"), ("", "no entry")])
def test_an_entry_that_would_match_anything_is_refused(
    tmp_path: Path, line: str, says: str
) -> None:
    (tmp_path / "p.txt").write_text(f"# x\n{line}\n")
    with pytest.raises(UsageError, match=says):
        Protected.load(tmp_path / "p.txt")


def test_a_list_shows_nothing_of_itself(protected: Protected, tmp_path: Path) -> None:
    assert not re.search("ws|3520|LEA|4471", repr(Lists(protected)), re.I)
    (tmp_path / "p.txt").write_bytes(b"\xff\xfe3520276543219")
    with pytest.raises(UsageError) as caught:
        Protected.load(tmp_path / "p.txt")
    assert "3520276543219" not in str(caught.value)


TABLE = (
    "cnic,name,city,remarks\n"
    + "".join(f"35202-1234{n:03}-1,BASHIR {chr(65 + n)}OMAL,Lahore,ok\n" for n in range(12))
    + "35202-7654321-9,Wasim Khatak,Lahore,spoke to wasim khattak at home\n"
    + "35202-1234999-1,IMRAN MINISTER,Billu Kabootar,told by zareena bibi\n"
)


def test_nobody_survives_and_nothing_points_at_the_row(
    protected: Protected, tmp_path: Path
) -> None:
    (tmp_path / "wasim khattak.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "keep.txt").write_text("imran minister\n")
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "study"\n[columns.city]\noperator = "keep"\n')
    lists = Lists(protected, Kept.load(tmp_path / "keep.txt"))
    key = Key.from_bytes(bytes(32))
    pipeline = Pipeline(Policy.load(mine), key, lists=lists)
    report = pipeline.run([tmp_path / "wasim khattak.csv"], tmp_path / "out")
    (copy,) = (tmp_path / "out").glob("*.csv")
    everything = copy.read_text("utf-8") + copy.name + json.dumps(report.to_dict())
    assert not re.search("khat|billu|zareena|7654321|protect", everything, re.I)
    assert "IMRAN MINISTER" in everything
    assert report.to_dict()["kept"] == {"PERSON": 1}
    # The protected row looks like the others, and the key can't make its tokens.
    row = copy.read_text("utf-8").splitlines()[13].split(",")
    assert re.fullmatch(r"CNIC_\w{16}", row[0])
    assert re.fullmatch(r"PERSON_\w{16}", row[1])
    plain = CellRedactor(Policy.load("study"), key)
    assert row[0] != plain.transformer.replacement("PK_CNIC", "35202-7654321-9")
    with pytest.raises(ResidualError, match="protect"):
        refuse_protected(lists, "x\nwaseem khattak\n")


def test_a_kept_name_that_is_protected_too_does_not_stay(
    protected: Protected, tmp_path: Path
) -> None:
    (tmp_path / "keep.txt").write_text("Waseem Khattak\n")
    lists = Lists(protected, Kept.load(tmp_path / "keep.txt"))
    redactor = CellRedactor(Policy.load("evidence"), Key.generate(), lists=lists)
    profile = ColumnProfile("name", ("name",), "PERSON", whole=True)
    assert redactor.decide(["Waseem Khattak"], profile).changed["Waseem Khattak"][0] == "<PERSON>"
    assert not TOKEN.sub("", redactor.redact_text("Waseem Khattak"))
