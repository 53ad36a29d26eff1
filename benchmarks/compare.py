"""Rows and megabytes a second of redactor beside plain Presidio, in the same run.

    python benchmarks/compare.py [--rows 1000000] [--kind subscribers] [--sample 2000] [--rounds 3]

Plain Presidio is what one would write without redactor: an AnalyzerEngine with the same recognisers
and no language model, and an AnonymizerEngine, one cell after the other, the column's header
handed over as context. It is timed on the first rows of the file, for all of them would take
hours; it does not verify, and it finds no names. redactor redacts the whole file, verifies it and
writes its reports. The subjects take turns within a round, and each round gives one ratio, so that
a machine that slows down slows all of them.

Before anything is timed, what each of them writes for the first rows is searched for the
identifiers that stand in the input, by patterns of this file's own.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import generate
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_anonymizer import AnonymizerEngine

from recognizers import pk
from redactor import Key, Redactor

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKED_ROWS = 500
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
_IDENTIFIER = re.compile(
    r"""(?<![0-9A-Za-z_])(?:
        [0-9]{5}[- ]?[0-9]{7}[- ]?[0-9]         # CNIC
        | (?:\+92|92|0)?-?3[0-4][0-9]-?[0-9]{7} # mobile
        | 35[0-9]{13} | 4100[0-9]{11}           # IMEI, IMSI
        | PK[0-9]{2}[A-Z]{4}[0-9]{16}
        | [a-z0-9]+@gmail\.com
    )(?![0-9])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Subject:
    """Something that is timed: its name, what one run of it does, and how many rows that is."""

    name: str
    run: Callable[[], object]
    rows: int
    size: int  # bytes


def head(source: Path, rows: int, target: Path) -> Path:
    """Write the first rows of a file, with its header if it has one, and return the copy."""
    with source.open("rb") as file, target.open("wb") as copy:
        for _ in range(rows + (source.suffix == ".csv")):
            copy.write(file.readline())
    return target


def count_identifiers(text: str) -> int:
    """Return how many identifiers the patterns of this file see in a text."""
    return len(_IDENTIFIER.findall(text.translate(_DIGITS)))


class PlainPresidio:
    """The stock engines, one cell at a time."""

    def __init__(self) -> None:
        """Load the recognisers; nothing is downloaded."""
        registry = RecognizerRegistry(supported_languages=["en"])
        pk.register(registry)
        self._analyzer = AnalyzerEngine(
            registry=registry,
            nlp_engine=NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]),
            supported_languages=["en"],
            default_score_threshold=0.4,
        )
        self._anonymizer = AnonymizerEngine()

    def redact(self, cell: str, header: str | None = None) -> str:
        """Return one cell with what was found in it replaced."""
        context = [header] if header else None
        found = self._analyzer.analyze(cell, language="en", context=context)
        return self._anonymizer.anonymize(cell, found).text if found else cell

    def redact_file(self, source: Path) -> str:
        """Return a file's text, redacted; a table by its cells, a text by its lines."""
        text = source.read_text("utf-8")
        if source.suffix != ".csv":
            return "\n".join(map(self.redact, text.split("\n")))
        buffer = io.StringIO()
        reader, writer = csv.reader(io.StringIO(text)), csv.writer(buffer)
        header = next(reader)
        writer.writerow(header)
        for row in reader:
            writer.writerow(map(self.redact, row, header))
        return buffer.getvalue()


def redact_by_command(source: Path, out: Path, jobs: int) -> Path:
    """Run `redactor redact` as a process of its own and return what it wrote."""
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "redactor", "redact", source, "--out", out, "--jobs", str(jobs)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return out / source.name


def redact_by_library(redactor: Redactor, source: Path, target: Path) -> Path:
    """Redact a file in this process, whose recognisers are loaded, and return what was written."""
    target.unlink(missing_ok=True)
    redactor.file(source, target)
    return target


def check(source: Path, outputs: dict[str, str]) -> None:
    """End the program unless the input holds identifiers and no output holds one of them."""
    planted = count_identifiers(source.read_text("utf-8"))
    if not planted:
        sys.exit("The input holds no identifier: there is nothing to measure.")
    for name, text in outputs.items():
        left = count_identifiers(text)
        if left:
            sys.exit(f"{name} left {left} of {planted} identifiers: its speed would mean nothing.")
    sys.stdout.write(
        f"checked: {planted} identifiers in {CHECKED_ROWS} rows, none left by either\n"
    )


def compare(kind: str, rows: int, sample: int, rounds: int, jobs: int) -> None:
    """Check, time and print one kind of data."""
    source = generate.ensure(kind, rows)
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        work = Path(folder)
        few = head(source, CHECKED_ROWS, work / f"checked{source.suffix}")
        part = head(source, sample, work / f"sample{source.suffix}")
        presidio = PlainPresidio()
        redactor = Redactor(policy="study", key=Key.generate(), jobs=jobs)
        check(
            few,
            {
                "plain Presidio": presidio.redact_file(few),
                "the command": redact_by_command(few, work / "out", jobs).read_text("utf-8"),
                "the library": redact_by_library(
                    redactor, few, work / f"few{few.suffix}"
                ).read_text("utf-8"),
            },
        )
        whole = work / f"whole{source.suffix}"
        size = source.stat().st_size
        measure(
            (
                Subject(
                    "plain Presidio",
                    lambda: presidio.redact_file(part),
                    sample,
                    part.stat().st_size,
                ),
                Subject(
                    "redactor, library",
                    lambda: redact_by_library(redactor, source, whole),
                    rows,
                    size,
                ),
                Subject(
                    "redactor, command",
                    lambda: redact_by_command(source, work / "out", jobs),
                    rows,
                    size,
                ),
            ),
            rounds,
        )


def measure(subjects: tuple[Subject, ...], rounds: int) -> None:
    """Time the subjects in turns and print medians, and ratios to the first of each round."""
    seconds: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for _ in range(rounds):
        for subject in subjects:
            started = time.perf_counter()
            subject.run()
            seconds[subject.name].append(time.perf_counter() - started)
    baseline = subjects[0]
    for subject in subjects:
        times = seconds[subject.name]
        middle = statistics.median(times)
        ratios = [
            (subject.rows / mine) / (baseline.rows / other)
            for mine, other in zip(times, seconds[baseline.name], strict=True)
        ]
        sys.stdout.write(
            f"{subject.name:18} {subject.rows:>10,} rows {middle:8.2f} s "
            f"{subject.rows / middle:>11,.0f} rows/s {subject.size / middle / 1e6:9.3f} MB/s "
            f"{statistics.median(ratios):8.1f}x ({min(ratios):.1f}-{max(ratios):.1f})\n"
        )


def main() -> None:
    """Print where this runs, then one block a kind."""
    parser = argparse.ArgumentParser(description="redactor beside plain Presidio.")
    parser.add_argument("--rows", type=int, default=generate.ROWS)
    parser.add_argument("--kind", choices=sorted(generate.KINDS), action="append")
    parser.add_argument("--sample", type=int, default=2000, help="rows for plain Presidio")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    sys.stdout.write(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, presidio-analyzer {version('presidio-analyzer')}, "
        f"{chosen.jobs} job(s), {chosen.rounds} rounds\n"
    )
    for kind in chosen.kind or ["subscribers"]:
        sys.stdout.write(f"\n{kind}\n")
        compare(kind, chosen.rows, min(chosen.sample, chosen.rows), chosen.rounds, chosen.jobs)


if __name__ == "__main__":
    main()
