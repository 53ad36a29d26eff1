"""What a run does with tables that are not as their header says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from redactor.errors import ResidualError
from redactor.formats import Source, delimited, json_documents, sql
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

KEY = Key.from_bytes(bytes(range(32)))


def run(text: str, folder: Path, policy: str = "study") -> str:
    (folder / "leak.csv").write_text(text, encoding="utf-8", newline="")
    Pipeline(Policy.load(policy), KEY).run([folder / "leak.csv"], folder / "out")
    return (folder / "out" / "leak.csv").read_text("utf-8")


HEAD = "msisdn,cnic,name,address,city\n"
ROWS = "".join(
    f"0300123{n:04},35202-123{n:04}-{n % 10},ALI NO{chr(65 + n)},H {n} MODEL TOWN,LAHORE\n"
    for n in range(20)
)


def test_an_unquoted_comma_in_an_address_leaks_no_part_of_it(tmp_path: Path) -> None:
    text = (
        HEAD + ROWS + "03001239999,35202-1239999-1,ZAHID GUL,H 12,ST 4 MOHALLA ISLAMPURA,LAHORE\n"
    )
    last = run(text, tmp_path).splitlines()[-1]
    assert not re.search("ZAHID|H 12|ISLAMPURA", last), last
    assert last.count(",") == 5


def test_a_short_row_and_blank_lines_stay_in_their_place(tmp_path: Path) -> None:
    text = HEAD + ROWS + "03001239999,35202-1239999-1\n\n" + ROWS
    out = run(text, tmp_path).splitlines()
    assert len(out) == len(text.splitlines())
    assert out[22] == ""
    assert re.fullmatch(r"MOBILE_\w{16},CNIC_\w{16}", out[21])


def test_a_preamble_and_a_legend_are_searched(tmp_path: Path) -> None:
    text = "Leak by seller\nwhatsapp 0300-1234567\n" + HEAD + ROWS + "call 03007654321 for more\n"
    out = run(text, tmp_path)
    assert not re.search("1234567|7654321", out)
    assert "ALI NO" not in out


def test_spreadsheet_damage_goes_in_its_column(tmp_path: Path) -> None:
    text = HEAD + ROWS + "3.00124E+09,3.52021E+12,N/A,,KARACHI\n3001234567,3520212345671.0,-,x,y\n"
    last = run(text, tmp_path).splitlines()[-2:]
    assert re.fullmatch(r"MOBILE_\w{16},CNIC_\w{16},N/A,,KARACHI", last[0]), last[0]
    assert re.fullmatch(r"MOBILE_\w{16},CNIC_\w{16},-,<ADDRESS>,y", last[1]), last[1]


def test_a_name_removed_from_its_column_is_removed_from_remarks(tmp_path: Path) -> None:
    text = "name,remarks\n" + "".join(f"BASHIR{chr(65 + n)} KHATTAK,ok\n" for n in range(9))
    out = run(text + "x y,paid to bashira khattak on friday\n", tmp_path)
    assert "bashira" not in out.lower()


def test_redacting_twice_changes_nothing(tmp_path: Path) -> None:
    once = run(HEAD + ROWS, tmp_path, "evidence")
    (tmp_path / "two").mkdir()
    assert run(once, tmp_path / "two", "evidence") == once


def test_the_batch_size_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + ROWS * 3 + "a,b,c,d,e,f\n" + ROWS
    whole = run(text, tmp_path)
    read = delimited.read
    monkeypatch.setattr(delimited, "read", lambda source, **options: read(source, batch_bytes=200, **options))
    (tmp_path / "small").mkdir()
    assert run(text, tmp_path / "small") == whole


def test_two_processes_give_the_same_copy(tmp_path: Path) -> None:
    one = run(HEAD + ROWS, tmp_path)
    pipeline = Pipeline(Policy.load("study"), KEY, jobs=2)
    pipeline.run([tmp_path / "leak.csv"], tmp_path / "out2")
    assert (tmp_path / "out2" / "leak.csv").read_text("utf-8") == one


def test_a_library_error_holds_no_value(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text("")
    with pytest.raises(Exception, match="empty") as caught:
        Pipeline(Policy.load("study"), KEY).redact_source(
            Source.from_path(tmp_path / "leak.csv"), tmp_path / "out.csv"
        )
    assert "leak" not in str(caught.value)


@pytest.mark.parametrize(
    ("module", "name", "text", "lost"),
    [
        (json_documents, "a.json", '{"a": "x", "note": "y"}\n' * 50, b', "note": "y"'),
        (json_documents, "b.json", '{"a": "{\\"b\\": \\"c\\", \\"d\\": 1}"}\n' * 50, b', \\"d\\": 1'),
        (sql, "a.sql", "INSERT INTO t (a, b) VALUES ('x', 'y')" + ",\n('x', 'y')" * 49 + ";\n",
         b",\n('x', 'y')"),
    ],
)  # fmt: skip
def test_a_value_lost_while_writing_is_noticed(
    module: ModuleType, name: str, text: str, lost: bytes, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / name).write_text(text)
    write = module.write

    def losing(batches: object, sink: object) -> None:
        write(batches, sink)
        sink.seek(0)  # type: ignore[attr-defined]
        data = sink.read()  # type: ignore[attr-defined]
        sink.seek(0)  # type: ignore[attr-defined]
        sink.truncate()  # type: ignore[attr-defined]
        assert lost in data
        sink.write(data.replace(lost, b"", 1))  # type: ignore[attr-defined]

    assert Pipeline(Policy.load("study"), KEY).run([tmp_path / name], tmp_path / "good").exit_code == 0
    monkeypatch.setattr(module, "write", losing)
    with pytest.raises(ResidualError, match="rows and cells"):
        Pipeline(Policy.load("study"), KEY).run([tmp_path / name], tmp_path / "bad")
    assert not (tmp_path / "bad" / name).exists()
