"""How the tests of binary containers make numbers, redact files and search copies."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.report import Report

KEY = Key.from_bytes(bytes(range(32)))
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[^0-9A-Za-z]{1,2}(?=[0-9])")


def cnics(seed: int) -> Iterator[str]:
    """Yield generated numbers of 13 digits, no two alike."""
    generator = random.Random(seed)
    taken: set[str] = set()
    while True:
        number = f"{generator.choice('1234567')}{generator.randrange(10**12):012}"
        if number not in taken:
            taken.add(number)
            yield number


def dashed(number: str) -> str:
    return f"{number[:5]}-{number[5:12]}-{number[12]}"


def decoded(data: bytes) -> Iterator[str]:
    """Yield a file as text in every encoding, and the members of a zip file as well."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        for shift in (0, 1) if encoding != "utf-8" else (0,):
            text = data[shift:].decode(encoding, "ignore")
            yield text
            yield _BETWEEN_DIGITS.sub("", text)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                yield member.filename
                yield from decoded(package.read(member))


def found_in(data: bytes, numbers: dict[str, str]) -> list[str]:
    """Return the corners whose number stands in a file, in either order of digits."""
    texts = list(decoded(data))
    return [
        corner
        for corner, number in numbers.items()
        if any(n in text for text in texts for n in (number, number[::-1], dashed(number)))
    ]


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline(Policy.load("study"), KEY)


@pytest.fixture
def redact(pipeline: Pipeline, tmp_path: Path) -> Callable[..., tuple[Path, Report]]:
    """Return a function that redacts one file: (its copy, the report)."""

    def run(path: Path) -> tuple[Path, Report]:
        out = tmp_path / f"out-{path.name}"
        report = pipeline.run([path], out)
        copies = [p for p in out.iterdir() if p.name not in {"report.json", "report.html"}]
        return (copies[0] if copies else out), report

    return run


@pytest.fixture(scope="session")
def canaries() -> SimpleNamespace:
    """Give tests the functions above (test modules here can't import one another)."""
    return SimpleNamespace(cnics=cnics, dashed=dashed, found_in=found_in)
