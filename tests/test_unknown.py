"""What is not understood, or fails, is left out whole and said; nothing of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from redactor.batch import Batch
from redactor.errors import QuarantineError
from redactor.formats import Source, json_documents, sql
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

CNIC = "35202-7654321-9"


@cache
def pipeline(**options: object) -> Pipeline:
    return Pipeline(Policy.load("evidence"), Key.generate(), **options)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "a.csv").write_text(f"cnic,units\n{CNIC},1\n")
    (leak / "b.json").write_text(f'{{"cnic": "{CNIC}"}}\n')
    (leak / "c.sql").write_text(f"CREATE TABLE t (cnic text);\nINSERT INTO t VALUES ('{CNIC}');\n")
    (leak / "d.html").write_text(f"<html><p>CNIC {CNIC}</p></html>\n")
    return leak


def test_one_run_over_a_mixed_folder_gives_one_report(folder: Path, tmp_path: Path) -> None:
    (folder / "e.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    done = Pipeline(Policy.load("study"), Key.generate()).run([folder], tmp_path / "out")
    assert done.exit_code == 4
    assert next(reason for _, reason, _ in done.unreadable).startswith("not text but a JPEG image")
    tokens = set()
    for path in sorted((tmp_path / "out").glob("[a-d].*")):
        text = path.read_text()
        assert "7654321" not in text
        tokens.add(text[text.index("CNIC_") :][:21])
    assert len(tokens) == 1
    assert {file.format for file in done.files} == {
        "delimited text", "JSON", "SQL dump", "HTML or XML",
    }  # fmt: skip


def test_a_file_that_fails_midway_leaves_nothing_and_the_others_stay(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = json_documents.read

    def break_off(source: Source) -> Iterator[Batch]:
        yield from read(source)
        raise ValueError(source.head(100).decode())

    monkeypatch.setattr(json_documents, "read", break_off)
    report = pipeline().run([folder], tmp_path / "out")
    assert report.exit_code == 4
    assert [(name, "ValueError" in reason) for name, reason, _ in report.unreadable] == [
        ("b.json", True)
    ]
    assert not any("7654321" in part for entry in report.unreadable for part in entry)
    assert not (tmp_path / "out" / "b.json").exists()
    assert (tmp_path / "out" / "c.sql").exists()


def test_a_single_file_that_fails_raises_and_writes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Source) -> Iterator[Batch]:
        raise QuarantineError("damaged")
        yield

    monkeypatch.setattr(sql, "read", refuse)
    with pytest.raises(QuarantineError, match="damaged"):
        pipeline().redact_source(Source.from_path(folder / "c.sql"), tmp_path / "c.sql")
    assert not (tmp_path / "c.sql").exists()


def test_on_unknown_stop_writes_nothing_at_all(folder: Path, tmp_path: Path) -> None:
    (folder / "e.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    with pytest.raises(QuarantineError, match="JPEG"):
        pipeline(on_unknown="stop").run([folder], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sql", "-- MySQL dump\nCREATE TABLE `t` (`a` int, `b` text);\n"
         "INSERT INTO `t` VALUES (1,'x\\'y\\n'),(2,NULL);\n"),
        ("a.json", '{"a": 1.50, "a": [null, "\\u0041\\/", {"": NaN}]}\r\n{"b": "{\\"c\\": 1}"}'),
        ("a.html", "<html><p class=x>a &amp; b <b>c</b> < d</p><!-- e --><script>f()</script></html>"),
    ],
)  # fmt: skip
def test_a_file_with_nothing_in_it_is_the_same_to_the_byte(
    name: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(text.encode())
    report = pipeline().run([tmp_path / name], tmp_path / "out")
    assert (tmp_path / "out" / name).read_bytes() == text.encode()
    assert not report.entities()
    assert report.exit_code == 0
