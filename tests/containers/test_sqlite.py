"""SQLite: the copy holds the same rows and nothing that was removed, in no page of it."""

# ruff: noqa: S608 - our own statements

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from redactor.batch import Batch
from redactor.errors import QuarantineError
from redactor.formats import recognise, sqlite
from redactor.formats.source import Source
from redactor.formats.sqlite import checking, reading, records, writing
from redactor.report import Report

Redact = Callable[[Path], tuple[Path, Report]]

SCHEMA = """
CREATE TABLE item(id INTEGER PRIMARY KEY, label TEXT NOT NULL DEFAULT '', price REAL, extra BLOB,
  code TEXT UNIQUE, at DATETIME DEFAULT CURRENT_TIMESTAMP, maker INTEGER REFERENCES maker(id));
CREATE TABLE maker(id INTEGER PRIMARY KEY, label);
CREATE TABLE pair(a TEXT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE exact(n INTEGER, t TEXT) STRICT;
CREATE TABLE "odd ""name" ("a b" TEXT, [c] TEXT, "select" TEXT);
CREATE INDEX by_price ON item(price DESC, label);
CREATE VIEW cheap AS SELECT id, label FROM item WHERE price < 10;
CREATE TRIGGER t AFTER DELETE ON item BEGIN DELETE FROM pair WHERE b = old.id; END;
"""


def database(path: Path, script: str, encoding: str = "UTF-8") -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA encoding='{encoding}'")
        connection.executescript(script)
        connection.commit()
    return path


def batches(path: Path, batch_bytes: int = 1 << 22) -> list[Batch]:
    found = records.records(Source.from_path(path))
    return list(reading.batches(found, batch_bytes))


def rewritten(path: Path, batch_bytes: int = 1 << 22) -> Path:
    sink = io.BytesIO()
    writing.write(batches(path, batch_bytes), sink)
    copy = path.with_suffix(".copy")
    copy.write_bytes(sink.getvalue())
    return copy


def dropped(found: list[Batch]) -> dict[str, int]:
    return {part.kind: part.count for batch in found for part in batch.dropped}


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return connection.execute(f"SELECT * FROM {table}").fetchall()


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_tables_rows_types_keys_and_indexes_come_back_as_they_were(encoding: str, tmp_path: Path) -> None:
    path = database(tmp_path / "x.db", SCHEMA, encoding)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for n in range(50):
            values = (n * 3, f"item {n}\0x" if n == 7 else f"item {n}", n / 7, b"text" if n % 2 else None, f"c{n}", None, n)
            connection.execute("INSERT INTO item VALUES (?,?,?,?,?,?,?)", values)
            connection.execute("INSERT INTO pair VALUES (?,?)", (f"a{n}", -n))
        connection.execute("INSERT INTO item VALUES (999, 5, 'no number', 12, x'', 1e300, -9223372036854775808)")
        connection.execute("INSERT INTO pair VALUES (CAST(x'41FF42' AS TEXT), 99)")
        connection.execute("INSERT INTO exact VALUES (1, 'one')")
        connection.execute("""INSERT INTO "odd ""name" VALUES ('1', '', NULL)""")
        connection.commit()
    copy = rewritten(path, 300)
    for table in ("item", "maker", "pair", "exact", '"odd ""name"'):
        assert rows(copy, table) == rows(path, table)
        assert rows(copy, f"pragma_table_info('{table.strip(chr(34)).replace(chr(34) * 2, chr(34))}')")
    for ask in ("PRAGMA encoding", "PRAGMA table_list", "PRAGMA foreign_key_list(item)", "SELECT id, label FROM cheap",
                "SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"):  # fmt: skip
        with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(copy)) as other:
            assert sorted(other.execute(ask).fetchall()) == sorted(one.execute(ask).fetchall())
    with closing(sqlite3.connect(copy)) as other:
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = [row[1] for row in other.execute("PRAGMA index_list(item)")]
        assert "by_price" in names
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("INSERT INTO item(id, label, code) VALUES (5000, '', 'c1')")


def test_no_page_of_the_copy_holds_what_was_removed(redact: Redact, tmp_path: Path, canaries: SimpleNamespace) -> None:
    given = canaries.cnics(6)
    number = {name: next(given) for name in (
        "row", "integer", "real", "key", "blob", "blob16", "note", "deleted", "fts", "comment", "default",
        "check", "table", "column", "view", "trigger", "index", "partial", "generated", "stat", "type",
    )}  # fmt: skip
    shown = {name: canaries.dashed(value) for name, value in number.items()}
    script = f"""
    PRAGMA secure_delete=OFF;
    CREATE TABLE people(id TEXT DEFAULT '{shown["default"]}', -- {shown["comment"]}
      cnic INTEGER, cnic2 REAL, note TEXT, "x {shown["column"]}" TEXT, odd "T{shown["type"]}",
      made TEXT AS ('{shown["generated"]}' || id), CHECK (id <> '{shown["check"]}'));
    CREATE TABLE keyed(cnic INTEGER PRIMARY KEY, b BLOB, c BLOB);
    CREATE TABLE "t {shown["table"]}"(a);
    CREATE VIEW v AS SELECT id FROM people WHERE id = '{shown["view"]}';
    CREATE TRIGGER tr AFTER INSERT ON keyed BEGIN DELETE FROM people WHERE id = '{shown["trigger"]}'; END;
    CREATE INDEX "i {shown["index"]}" ON people(cnic);
    CREATE INDEX p ON people(id) WHERE id = '{shown["partial"]}';
    CREATE VIRTUAL TABLE notes USING fts5(body);
    INSERT INTO notes VALUES ('about {shown["fts"]}');
    INSERT INTO people(id, cnic, cnic2, note) VALUES
      ('{shown["row"]}', {number["integer"]}, {number["real"]}.0, 'call {shown["note"]} now');
    INSERT INTO keyed VALUES ({number["key"]}, CAST('id {shown["blob"]}' AS BLOB), x'{shown["blob16"].encode("utf-16-le").hex()}');
    CREATE TABLE gone(a); INSERT INTO gone VALUES ('{shown["deleted"]}'); DELETE FROM gone;
    ANALYZE;
    """
    path = database(tmp_path / "leak.db", script)
    planted = path.read_bytes()
    assert shown["deleted"].encode() in planted
    copy, report = redact(path)
    assert canaries.found_in(copy.read_bytes(), number) == []
    assert report.exit_code == 0
    assert rows(copy, "keyed")[0][0].startswith(b"CNIC_")
    assert report.files[0].dropped["view with a text or remark of its own"] == 1
    assert report.files[0].dropped["trigger with a text or remark of its own"] == 1
    assert {"default of a column", "check of a table", "comment in the schema"} <= {*report.files[0].dropped}


def test_what_a_write_ahead_log_has_is_in_the_copy(redact: Redact, tmp_path: Path) -> None:
    path = database(tmp_path / "wal.db", "PRAGMA journal_mode=WAL; CREATE TABLE t(note TEXT);")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("INSERT INTO t VALUES ('only in the log')")
    connection.commit()
    assert Path(f"{path}-wal").stat().st_size
    before = path.read_bytes()
    copy, report = redact(path)
    assert rows(copy, "t") == [(b"only in the log",)]
    assert any("journal" in kind for kind in report.files[0].dropped)
    assert path.read_bytes() == before
    connection.close()


def test_a_table_that_its_new_values_do_not_fit_loses_its_constraints_and_no_row(redact: Redact, tmp_path: Path) -> None:
    rows_in = ", ".join(f"({3520212345671 + n}, '1980-0{n + 1}-01')" for n in range(9))
    script = f"CREATE TABLE t(cnic INTEGER PRIMARY KEY, born TEXT UNIQUE); INSERT INTO t VALUES {rows_in};"
    copy, _ = redact(database(tmp_path / "t.db", script))
    found = rows(copy, "t")
    assert len(found) == 9
    assert {row[1] for row in found} == {b"1980"}
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_rows_of_search_tables_are_kept_as_plain_ones(tmp_path: Path) -> None:
    script = "CREATE VIRTUAL TABLE f USING fts4(a, b); INSERT INTO f VALUES ('x', 'y'); CREATE VIRTUAL TABLE r USING rtree(id, x0, x1);"
    path = database(tmp_path / "f.db", script)
    copy = rewritten(path)
    assert rows(copy, "f") == [(b"x", b"y")]
    assert dropped(batches(path))["virtual table (its rows are kept as a plain table)"] == 2


def test_blobs_that_are_no_text_are_left_out_and_counted(tmp_path: Path) -> None:
    path = database(tmp_path / "b.db", "CREATE TABLE t(p BLOB NOT NULL); INSERT INTO t VALUES (x'FFD8FFE000104A46'), (x'');")
    assert rows(rewritten(path), "t") == [(b"",), (b"",)]
    assert dropped(batches(path)) == {"BLOB that is no text (left empty)": 1}


def test_nothing_of_a_hostile_schema_is_executed(tmp_path: Path) -> None:
    spin = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    script = f"""
    CREATE TABLE t(a, CHECK (a <> 1));
    CREATE VIEW v AS {spin};
    PRAGMA ignore_check_constraints=ON;
    INSERT INTO t VALUES (1);
    ALTER TABLE t ADD COLUMN b AS (abs(-9223372036854775808));
    CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT load_extension('nothing'); END;
    """
    path = database(tmp_path / "h.db", script)
    assert rows(rewritten(path), "t") == [(1,)]


@pytest.mark.parametrize("damage", ["truncated", "flipped", "pages"])
def test_a_damaged_database_leaves_nothing(damage: str, redact: Redact, tmp_path: Path) -> None:
    values = ", ".join(f"('{'x' * 200}{n}')" for n in range(400))
    path = database(tmp_path / "d.db", f"CREATE TABLE t(a); INSERT INTO t VALUES {values};")
    data = bytearray(path.read_bytes())
    if damage == "truncated":
        data = data[: len(data) // 2]
    elif damage == "flipped":
        data[4096 + 3 : 4096 + 9] = b"\xff" * 6
    else:
        data[8192:12288] = data[12288:16384]
    path.write_bytes(data)
    with pytest.raises(QuarantineError):
        list(sqlite.read(Source.from_path(path)))
    out, report = redact(path)
    assert report.exit_code == 4
    assert sorted(p.name for p in out.iterdir()) == ["report.html", "report.json"]


def test_counts_and_texts_are_of_all_that_is_written(tmp_path: Path) -> None:
    path = database(tmp_path / "c.db", "CREATE TABLE t(a, b BLOB); INSERT INTO t VALUES (1, x'00'), ('two', NULL), (NULL, 3.5);")
    assert list(checking.counts(Source.from_path(path))) == [{"tables": 1, "rows": 3, "values": 3}]
    assert sqlite.balance(Source.from_bytes(path.read_bytes())) == {"tables": 1, "rows": 3, "values": 3}
    text = "\n".join(checking.texts(Source.from_path(path)))
    assert "CREATE TABLE" in text
    assert "two" in text
    assert recognise(Source.from_path(path)) is sqlite
