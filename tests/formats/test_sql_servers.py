"""What is written loads in the real database: dumps of its own tools, redacted, and loaded anew.

Needs the servers (Debian: apt-get install postgresql mariadb-server); started on a socket only.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

pytestmark = [pytest.mark.slow, pytest.mark.databases]

Run = Callable[..., str]
INSERT = "INSERT INTO people VALUES "
PEOPLE = [
    (
        n,
        3520210000000 + n * 7,
        f"0300{1000000 + n}",
        f"ALI '{chr(65 + n)}' KHAN",
        "it's\t a; \\ (note)\nok",
    )
    for n in range(40)
]


def _call(*command: object, stdin: str = "", user: str | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], input=stdin, capture_output=True, text=True, check=False,
        timeout=120, user=user if os.getuid() == 0 else None, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _folder(user: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="redactor-server-"))
    folder.chmod(0o755)
    if os.getuid() == 0:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    return folder


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Run]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or shutil.which("psql") is None:
        pytest.skip("no PostgreSQL here: apt-get install postgresql")
    programs, folder = found[-1].parent, _folder("postgres")
    control = programs / "pg_ctl"
    _call(
        programs / "initdb",
        "-D",
        folder / "data",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-U",
        "postgres",
        user="postgres",
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _call(
        control,
        "-D",
        folder / "data",
        "-o",
        options,
        "-l",
        folder / "log",
        "-w",
        "start",
        user="postgres",
    )

    def run(program: str, *arguments: str, stdin: str = "") -> str:
        return _call(program, "-h", folder, "-U", "postgres", *arguments, stdin=stdin)

    yield run
    _call(control, "-D", folder / "data", "-m", "immediate", "stop", user="postgres")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def mariadb() -> Iterator[Run]:
    server = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
    if server is None or shutil.which("mariadb-install-db") is None:
        pytest.skip("no MariaDB here: apt-get install mariadb-server")
    folder = _folder("mysql")
    user = ["--user=mysql"] if os.getuid() == 0 else []
    _call(
        "mariadb-install-db",
        "--no-defaults",
        f"--datadir={folder / 'data'}",
        "--skip-test-db",
        "--auth-root-authentication-method=normal",
        *user,
    )
    socket = folder / "socket"
    process = subprocess.Popen(
        [server, "--no-defaults", f"--datadir={folder / 'data'}", f"--socket={socket}",
         "--skip-networking", f"--pid-file={folder / 'pid'}", *user],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(300):
        if socket.exists():
            break
        time.sleep(0.1)

    def run(program: str, *arguments: str, stdin: str = "") -> str:
        return _call(
            program, "--no-defaults", f"--socket={socket}", "--user=root", *arguments, stdin=stdin
        )

    yield run
    process.terminate()
    process.wait(60)
    shutil.rmtree(folder, ignore_errors=True)


def redacted(dump: str, folder: Path, name: str) -> str:
    (folder / f"{name}.sql").write_text(dump)
    pipeline = Pipeline(Policy.load("study"), Key.from_bytes(bytes(range(32))))
    pipeline.run([folder / f"{name}.sql"], folder / name)
    return (folder / name / f"{name}.sql").read_text()


def check(rows: list[list[str]]) -> None:
    assert [int(row[0]) for row in rows] == [person[0] for person in PEOPLE]
    assert all(re.fullmatch(r"CNIC_\w{16}", row[1]) for row in rows), rows[0]
    assert all(re.fullmatch(r"MOBILE_\w{16}", row[2]) for row in rows), rows[0]
    assert all(re.fullmatch(r"PERSON_\w{16}", row[3]) for row in rows), rows[0]
    assert len({row[1] for row in rows}) == len(PEOPLE)


def quoted(value: object, *, is_escaping: bool = False) -> str:
    text = str(value).replace("'", "''")
    return "'" + (text.replace("\\", "\\\\") if is_escaping else text) + "'"


def test_postgresql_loads_the_copy_of_its_own_dump(postgresql: Run, tmp_path: Path) -> None:
    postgresql("createdb", "before")
    values = ",".join("(" + ",".join(map(quoted, person)) + ")" for person in PEOPLE)
    postgresql("psql", "-q", "-v", "ON_ERROR_STOP=1", "before", stdin=(
        "CREATE TABLE people (id integer PRIMARY KEY, cnic bigint UNIQUE, mobile varchar(11) NOT NULL, "
        "name character varying(20) DEFAULT 'x', note text);"
        "CREATE VIEW v AS SELECT name FROM people WHERE note <> 'owner 35202-1234567-1';"
        "COMMENT ON TABLE people IS 'call 0300-1234567';"
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $x$ SELECT 'it''s' $x$;"
    ))  # fmt: skip
    postgresql("psql", "-q", "-v", "ON_ERROR_STOP=1", "before", stdin=INSERT + values)
    for number, option in enumerate(["--column-inserts", "--no-comments", "--inserts"]):
        copy = redacted(postgresql("pg_dump", option, "before"), tmp_path, f"dump{number}")
        assert "1234567" not in copy
        postgresql("createdb", f"after{number}")
        postgresql("psql", "-q", "-v", "ON_ERROR_STOP=1", f"after{number}", stdin=copy)
        found = postgresql(
            "psql", "-At", "-F", "|", f"after{number}", "-c",
            "SELECT id, cnic, mobile, name FROM people ORDER BY id",
        )  # fmt: skip
        check([line.split("|") for line in found.splitlines()])
        kept = postgresql("psql", "-At", f"after{number}", "-c", "SELECT DISTINCT note FROM people")
        assert kept.rstrip("\n") == PEOPLE[0][4]


def test_mariadb_loads_the_copy_of_its_own_dump(mariadb: Run, tmp_path: Path) -> None:
    values = ",".join(
        "(" + ",".join(quoted(value, is_escaping=True) for value in person) + ",0x41)"
        for person in PEOPLE
    )
    mariadb("mariadb", stdin=(
        "CREATE DATABASE b; USE b; CREATE TABLE people (id int PRIMARY KEY, cnic bigint(13) unsigned "
        "NOT NULL, mobile char(11), name varchar(20) DEFAULT 'O''N' COMMENT 'owner 0300-1234567', "
        "note text, raw blob, UNIQUE KEY c (cnic)) DEFAULT CHARSET=utf8mb4;"
        "CREATE VIEW v AS SELECT name FROM people WHERE note <> '35202-1234567-1';"
        "CREATE TRIGGER g BEFORE INSERT ON people FOR EACH ROW SET NEW.raw = '0300-1234567';"
    ))  # fmt: skip
    mariadb("mariadb", "b", stdin=INSERT + values)
    for number, options in enumerate(
        [[], ["--skip-extended-insert", "--complete-insert"], ["--hex-blob"]]
    ):
        copy = redacted(mariadb("mariadb-dump", *options, "b"), tmp_path, f"dump{number}")
        assert "1234567" not in copy
        mariadb("mariadb", "-e", f"CREATE DATABASE after{number}")
        mariadb("mariadb", f"after{number}", stdin=copy)
        found = mariadb(
            "mariadb", "-N", "-B", f"after{number}", "-e",
            "SELECT id, cnic, mobile, name FROM people ORDER BY id",
        )  # fmt: skip
        check([line.split("\t") for line in found.splitlines()])
        kept = mariadb(
            "mariadb", "-N", "-r", f"after{number}", "-e", "SELECT DISTINCT note FROM people"
        )
        assert kept.rstrip("\n") == PEOPLE[0][4]
