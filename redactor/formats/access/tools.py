"""mdbtools: its programs, each in a process of its own that reads the database as /dev/stdin."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from redactor.errors import QuarantineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

PROGRAMS = ("mdb-tables", "mdb-count", "mdb-schema", "mdb-export")
DATABASE = "/dev/stdin"
_LAUNCH = str(Path(__file__).with_name("launch.py"))
INSTALL = (
    "an Access database, which is read with mdbtools: install it (Debian and Ubuntu: apt install "
    "mdbtools; macOS: brew install mdbtools) and run again, or export the tables as CSV"
)
DAMAGED = (
    "an Access database that is damaged or encrypted: open it in Access, remove its password, "
    "compact and repair it, and run again. Nothing of it is in the copy"
)


def are_installed() -> bool:
    """Say whether every program is on the path."""
    return all(shutil.which(program) for program in PROGRAMS)


@contextmanager
def database(source: Source) -> Iterator[IO[bytes]]:
    """Open a database as a file: one in memory goes to a file without a name."""
    if source.path is not None:
        with source.open() as stream:
            yield stream
        return
    with tempfile.TemporaryFile(prefix="redactor-") as stream:
        with source.open() as given:
            shutil.copyfileobj(given, stream)
        stream.flush()
        yield stream


@contextmanager
def run(stream: IO[bytes], program: str, *arguments: str) -> Iterator[IO[bytes]]:
    """Run a program over a database; yield what it prints.

    Raises QuarantineError when it fails, or is stopped by its limits.
    """
    stream.seek(0)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", _LAUNCH, program, *arguments],
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it quotes what it reads
        env=environment,
    ) as child:
        try:
            if child.stdout is None:  # pragma: no cover - it is a pipe
                raise AssertionError
            yield child.stdout
            failed = child.wait() != 0
        finally:
            child.kill()
    if failed:
        raise QuarantineError(DAMAGED)


def lines(stream: IO[bytes], program: str, *arguments: str) -> list[str]:
    """Return the lines that a program prints. Raises as `run`."""
    with run(stream, program, *arguments) as printed:
        content = printed.read(64 << 20)
        if printed.read(1):
            raise QuarantineError(DAMAGED)
    return [line for line in content.decode("utf-8", "replace").split("\n") if line]
