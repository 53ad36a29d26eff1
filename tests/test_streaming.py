"""Files of any size: the same copy whatever the size of a block, and no block without a bound."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from redactor.formats import delimited, text
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key.from_bytes(bytes(range(32)))
HEAD = "cnic,name,mobile,remarks\r\n"
ROWS = "".join(
    f"35202-{1000000 + 7919 * n}-{n % 10},BASHIR{chr(65 + n % 26)} KHATTAK,0300{1000000 + 31 * n},"
    + ('"called ""0301-2345678""\nthen CNIC ۳۵۲۰۲۷۶۵۴۳۲۱۹"' if n % 7 == 0 else "ok")
    + (",one more,two more\r\n" if n % 11 == 0 else "\r\n")
    for n in range(120)
)
LINES = "Mobile number:\n\n0300-1234567\nCNIC ۳۵۲۰۲-۷۶۵۴۳۲۱-۹ aur naam Bashir s/o Gul Khan\n" * 40


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Policy.load("study"), KEY)


@pytest.mark.parametrize(
    ("module", "name", "content"),
    [(delimited, "leak.csv", "by a seller 0300-7654321\r\n" + HEAD + ROWS + HEAD + ROWS),
     (text, "leak.log", LINES)],
    ids=["delimited", "text"],
)  # fmt: skip
def test_the_size_of_a_block_changes_no_byte_and_no_count(
    module: object, name: str, content: str, pipeline: Pipeline, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(content.encode())
    read = module.read  # type: ignore[attr-defined]
    copies, counts = set(), set()
    for size in (97, 1_000, 8_191, 4 << 20):
        monkeypatch.setattr(module, "read", lambda source, size=size: read(source, batch_bytes=size))
        report = pipeline.run([tmp_path / name], tmp_path / f"out{size}")
        copies.add((tmp_path / f"out{size}" / name).read_bytes())
        (file,) = report.to_dict()["files"]
        counts.add(json.dumps(file))
    assert len(copies) == len(counts) == 1
    assert b"7654321" not in copies.pop()


def hostile(path: Path, kind: str, megabytes: int) -> None:
    with path.open("wb") as file:
        file.write(HEAD.encode() + ROWS.encode())
        file.write(b'35202-7654321-9,"' if kind == "quoted field" else b"35202-7654321-9 ")
        for _ in range(megabytes):
            file.write(b"35202-7654321-9 " * (1 << 16))
        file.write(b'",x\r\n' if kind == "quoted field" else b"\r\n")
        file.write(ROWS.encode())


def redact(folder: Path, kind: str, megabytes: int) -> int:
    """Run the command on a record of that size; return its peak memory in bytes."""
    hostile(folder / "leak.csv", kind, megabytes)
    done = subprocess.run(
        [sys.executable, "-m", "redactor", "redact", "leak.csv", "--out", "out"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    copy = (folder / "out" / "leak.csv").read_bytes()
    assert copy.count(b"<QUARANTINED>") == 1
    assert b"7654321" not in copy
    assert copy.count(b"MOBILE_") >= 240
    (file,) = json.loads((folder / "out" / "report.json").read_text())["files"]
    assert "16777216 characters" in file["quarantined_parts"][0][1]
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


@pytest.mark.parametrize("kind", ["line", "quoted field"])
def test_a_record_without_end_is_left_out_and_said(kind: str, tmp_path: Path) -> None:
    redact(tmp_path, kind, 20)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "megabytes"), [("line", 1024), ("quoted field", 500)])
def test_a_record_of_a_gigabyte_takes_no_more_memory(
    kind: str, megabytes: int, tmp_path: Path
) -> None:
    assert redact(tmp_path, kind, megabytes) < 900 << 20


@pytest.mark.slow
def test_a_line_of_a_log_takes_no_more_memory(tmp_path: Path) -> None:
    with (tmp_path / "leak.log").open("wb") as file:
        file.write(b"mobile 0300-1234567\n")
        for _ in range(300):
            file.write(b"35202-7654321-9 " * (1 << 16))
        file.write(b"\nmobile 0300-1234567\n")
    done = subprocess.run(
        [sys.executable, "-m", "redactor", "redact", "leak.log", "--out", "out"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    first, left_out, last, _ = (tmp_path / "out" / "leak.log").read_bytes().split(b"\n")
    assert first.startswith(b"mobile MOBILE_")
    assert (left_out, last) == (b"<QUARANTINED>", first)
    unit = 1 if sys.platform == "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit < 900 << 20
