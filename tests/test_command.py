"""The installed command from end to end: what a journalist sees, and what bad input gets."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CNIC = "35202-7654321-9"
TABLE = f"cnic,name,remarks\n{CNIC},MUHAMMAD AKRAM,call 0300-7654321\n"


def redactor(*args: object, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "redactor", *map(str, args)],
        cwd=cwd, input=stdin, capture_output=True, timeout=120, check=False,
    )  # fmt: skip


def everything_below(folder: Path) -> bytes:
    return b"".join(p.read_bytes() + str(p).encode() for p in folder.rglob("*") if p.is_file())


def test_a_table_becomes_safe_and_reported(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text(TABLE)
    done = redactor("redact", "leak.csv", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    text = (tmp_path / "out" / "leak.csv").read_text()
    assert re.fullmatch(
        r"cnic,name,remarks\nCNIC_\w{16},PERSON_\w{16},call MOBILE_\w{16}\n", text
    ), text
    assert b"7654321" not in everything_below(tmp_path / "out") + done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["found"] == {"PERSON": 1, "PK_CNIC": 1, "PK_MOBILE": 1}
    html = (tmp_path / "out" / "report.html").read_text()
    assert "<script" not in html
    assert "http" not in html
    assert (tmp_path / "leak.csv").read_text() == TABLE


def test_one_key_links_runs_and_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.log").write_text("CNIC ۳۵۲۰۲-۷۶۵۴۳۲۱-۹ aur 1-1\n")
    assert redactor("key", "new", "k", cwd=tmp_path).returncode == 0
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    tokens = set()
    for name in ("a.csv", "b.log"):
        done = redactor("redact", name, "--out", "out-" + name, "--key", "k", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        tokens |= set(re.findall(r"CNIC_\w{16}", (tmp_path / f"out-{name}" / name).read_text()))
    assert len(tokens) == 1


def test_a_folder_keeps_its_shape_and_redacts_names(tmp_path: Path) -> None:
    (tmp_path / "leak" / "sub").mkdir(parents=True)
    (tmp_path / "leak" / "sub" / f"{CNIC}.csv").write_text(TABLE)
    (tmp_path / "leak" / "note.txt").write_text("mobile 03007654321\n")
    (tmp_path / "leak" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    done = redactor("redact", "leak", "--out", "out", cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    names = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*"))
    assert "note.txt" in names
    assert not any("photo" in name for name in names)
    assert any(re.fullmatch(r"sub/CNIC_\w{16}\.csv", name) for name in names), names
    assert b"7654321" not in everything_below(tmp_path / "out") + done.stderr


def test_standard_input_to_standard_output(tmp_path: Path) -> None:
    done = redactor("redact", "-", cwd=tmp_path, stdin=f"CNIC {CNIC}\n".encode())
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(rb"CNIC CNIC_\w{16}\n", done.stdout)
    assert list(tmp_path.iterdir()) == []


def test_scan_counts_and_shows_no_value(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text(TABLE)
    done = redactor("scan", "leak.csv", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["found"] == {"PERSON": 1, "PK_CNIC": 1, "PK_MOBILE": 1}
    assert b"7654321" not in done.stdout + done.stderr


def test_verify_finds_what_somebody_put_back(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text(TABLE)
    redactor("redact", "leak.csv", "--out", "out", cwd=tmp_path)
    assert redactor("verify", "out", "--original", "leak.csv", cwd=tmp_path).returncode == 0
    with (tmp_path / "out" / "leak.csv").open("a") as copy:
        copy.write("x,y,9-7654321-35202\n")
    done = redactor("verify", "out", "--original", "leak.csv", cwd=tmp_path)
    assert done.returncode == 3
    assert b"7654321" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("missing.csv", None, 2, "no such file"),
        ("empty.csv", b"", 1, "empty"),
        ("binary.csv", bytes(range(256)) * 40, 4, "uarantined"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), 4, "PNG"),
    ],
)
def test_bad_input_is_named_and_nothing_written(
    name: str, content: bytes | None, code: int, says: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = redactor("redact", name, "--out", "out", cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert says.lower() in done.stderr.decode().lower()
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out" / name).exists()


@pytest.mark.parametrize("name", ["-rf.csv", "a[1].csv", "con.csv", "%s.csv"])
def test_a_strange_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(TABLE)
    done = redactor("redact", "--out", "out", "--", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "CNIC_" in (tmp_path / "out" / name).read_text()


def test_an_existing_output_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text(TABLE)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "leak.csv").write_text("mine")
    assert redactor("redact", "leak.csv", "--out", "out", cwd=tmp_path).returncode == 2
    assert (tmp_path / "out" / "leak.csv").read_text() == "mine"
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_a_policy_with_a_typo_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'extends = "study"\n[entities.PK_CNICC]\noperator = "redact"\n'
    )
    (tmp_path / "leak.csv").write_text(TABLE)
    done = redactor("redact", "leak.csv", "--out", "o", "--policy", "mine.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert b"PK_CNIC" in done.stderr


def test_a_damaged_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text(TABLE)
    redactor("key", "new", "k", cwd=tmp_path)
    data = bytearray((tmp_path / "k").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "k").write_bytes(bytes(data))
    done = redactor("redact", "leak.csv", "--out", "o", "--key", "k", cwd=tmp_path)
    assert done.returncode == 2
    (tmp_path / "k").chmod(0o644)
    done = redactor("redact", "leak.csv", "--out", "o", "--key", "k", cwd=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(signal_number: int, tmp_path: Path) -> None:
    with (tmp_path / "leak.csv").open("w") as leak:
        leak.write("cnic,remarks\n")
        for n in range(300_000):
            leak.write(f"35202-{1000000 + n}-{n % 10},no {n} called 0300-{1000000 + n}\n")
    run = subprocess.Popen(
        [sys.executable, "-m", "redactor", "redact", "leak.csv", "--out", "out"],
        cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("out/.redactor-*/*.part")) and time.monotonic() < deadline:
        time.sleep(0.05)
    for path in tmp_path.glob("out/.redactor-*"):
        assert path.stat().st_mode & 0o077 == 0
    os.killpg(run.pid, signal_number)
    try:
        _, errors = run.communicate(timeout=30)
    finally:
        run.kill()
    assert run.returncode == 1, errors
    assert b"Traceback" not in errors
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "command",
    [["--help"], ["redact", "--help"], ["scan", "--help"], ["verify", "--help"], ["key", "--help"],
     ["key", "new", "--help"], ["key", "destroy", "--help"], ["recognizers", "--help"],
     ["policy", "--help"], ["policy", "show", "--help"], ["policy", "check", "--help"],
     ["doctor", "--help"],
     ["risk", "--help"], ["attack", "--help"], ["reveal", "--help"]],
    ids=" ".join,
)  # fmt: skip
def test_every_command_explains_itself_with_an_example(command: list[str], tmp_path: Path) -> None:
    done = redactor(*command, cwd=tmp_path)
    assert done.returncode == 0
    assert b"Example:" in done.stdout


def test_listing_commands(tmp_path: Path) -> None:
    listed = json.loads(redactor("recognizers", "--json", cwd=tmp_path).stdout)
    assert "PK_CNIC" in {entry["entity"] for entry in listed}
    for entry in listed:
        assert all(entry[key] for key in ("name_en", "name_ur", "issuer", "proof")), entry
        assert re.search("[\u0600-\u06ff]", entry["name_ur"]), entry
    assert b"PK_CNIC" in redactor("doctor", cwd=tmp_path).stdout
    shown = redactor("policy", "show", "study", cwd=tmp_path).stdout
    (tmp_path / "mine.toml").write_bytes(shown)
    assert redactor("policy", "check", "mine.toml", cwd=tmp_path).returncode == 0
