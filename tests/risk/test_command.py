"""`redactor risk` from end to end."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def redactor(*args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "redactor", *map(str, args)],
        cwd=cwd, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def write_parts(folder: Path) -> None:
    head = "cnic,district,sex,diagnosis\n"
    row = "CNIC_7Q2M4K9XD3VA5{},{},{},{}\n"
    for part in ("a", "b"):
        (folder / f"{part}.csv").write_text(
            head
            + "".join(
                row.format(f"B{part.upper()}{n}", "Lahore" if n else "Swat", "f", "flu")
                for n in range(6)
            )
        )


def test_parts_with_one_header_are_one_table_and_unread_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_parts(tmp_path / "out")
    (tmp_path / "out" / "note.txt").write_text("nothing here\n")
    done = redactor("risk", "out", "--unit", "cnic", "--json", cwd=tmp_path)
    assert done.returncode == 4, done.stderr
    found = json.loads(done.stdout)
    (only,) = found["tables"]
    assert (only["rows"], only["persons"], only["smallest"]) == (12, 12, 2)
    assert only["unit"] == "cnic"
    assert [entry["name"] for entry in found["not_measured"]] == ["note.txt"]
    assert "Swat" not in done.stdout + done.stderr
    assert "Swat" not in redactor("risk", "out", cwd=tmp_path).stdout


def test_a_misspelt_column_is_an_error_that_helps(tmp_path: Path) -> None:
    write_parts(tmp_path)
    done = redactor("risk", "a.csv", "--quasi", "distict,sex", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean district" in done.stderr


def test_a_policy_decides_roles(tmp_path: Path) -> None:
    write_parts(tmp_path)
    (tmp_path / "mine.toml").write_text('extends = "study"\n[columns.sex]\nrole = "sensitive"\n')
    done = redactor("risk", "a.csv", "--policy", "mine.toml", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["tables"][0]["diversity"]) == {"sex", "diagnosis"}
    (tmp_path / "mine.toml").write_text('extends = "study"\n[columns.sex]\nrole = "quasi"\n')
    done = redactor("risk", "a.csv", "--policy", "mine.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "quasi_identifier" in done.stderr
