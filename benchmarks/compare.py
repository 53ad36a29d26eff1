"""redactor beside Presidio, other tools and polars: ratios, spread, peak memory, a picture.

    python benchmarks/compare.py [--rows 1000000] [--kind subscribers] [--rounds 3] [--sample 2000]
                                 [--only NAME ...] [--peers] [--jobs 1]
    python benchmarks/compare.py --picture docs/performance.svg [--sizes 1 10 100 1000]

Makes the data, checks on the first rows that each subject found what it should, and then times
them in turns, each as a process of its own, so that a machine that slows down slows all of them.
Each round gives one ratio. Slow subjects are timed on the first `--sample` rows; their time grows
with the rows. `--peers` installs other people's tools into environments under benchmarks/data/.

Presidio gets the same recognisers and less to do: it finds no names, links nothing, verifies
nothing. redactor's time holds all of that.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import chart
import generate
from subjects import COMPLETE, OF_TEXT, PEERS, SUBJECTS

CHECKED_ROWS = 500
TOP = Path(__file__).parents[1]
# Timed on the first rows only: at their speed a whole file takes hours.
SLOW = frozenset(
    {"presidio", "presidio-patterns", "presidio-spacy", "presidio-batch", "datafog", "scrubadub"}
)
BASELINE = "presidio-batch"
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


@dataclass
class Timing:
    """What the rounds of one subject gave: seconds of work, bytes of memory at most."""

    rows: int
    size: int
    seconds: list[float] = field(default_factory=list)
    peak: int = 0


def head(source: Path, rows: int, target: Path) -> Path:
    """Write the first rows of a file, with its header if it has one, and return the copy."""
    with source.open("rb") as file, target.open("wb") as copy:
        for _ in range(rows + (source.suffix == ".csv")):
            copy.write(file.readline())
    return target


def count_identifiers(text: str) -> int:
    """Return how many identifiers the patterns of this file see in a text."""
    return len(_IDENTIFIER.findall(text.translate(_DIGITS)))


def python_of(name: str) -> Path | None:
    """Return the interpreter that has what a subject needs, None if that is not installed."""
    if name not in PEERS:
        return Path(sys.executable)
    python = generate.FOLDER / "peers" / name / "bin" / "python"
    return python if python.exists() else None


def install_peers(names: list[str]) -> None:
    """Install other people's tools, each into an environment of its own; say what fails."""
    for name in names:
        if name in PEERS and python_of(name) is None:
            folder = generate.FOLDER / "peers" / name
            venv.create(folder, with_pip=True)
            done = subprocess.run(
                [folder / "bin" / "python", "-m", "pip", "install", "-qqq", *PEERS[name]],
                check=False,
            )
            if done.returncode:
                shutil.rmtree(folder)
                print(f"{name} can't be installed here and is left out")


def run(name: str, source: Path, target: Path, jobs: int) -> dict[str, float]:
    """Run one subject as a process; return what it took. Ends the program if it fails."""
    python = python_of(name)
    done = subprocess.run(
        [
            str(python),
            str(Path(__file__).with_name("subjects.py")),
            name,
            source,
            target,
            str(jobs),
        ],
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{name} failed: {done.stderr.strip().splitlines()[-1:]}")
    took: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return took


def check(names: list[str], source: Path, folder: Path, jobs: int) -> None:
    """Say what each subject removes; end the program if one that should leaves an identifier."""
    few = head(source, CHECKED_ROWS, folder / f"checked{source.suffix}")
    planted = count_identifiers(few.read_text("utf-8"))
    if not planted:
        sys.exit("The input holds no identifier: there is nothing to measure.")
    for name in names:
        target = folder / f"checked-{name}{source.suffix}"
        run(name, few, target, jobs)
        left = count_identifiers(target.read_text("utf-8"))
        if left and name in COMPLETE:
            sys.exit(f"{name} left {left} of {planted} identifiers: its speed would mean nothing.")
        print(f"  {name:20} removed {planted - left:>5,} of {planted:,} identifiers")


def compare(
    kind: str, rows: int, names: list[str], *, sample: int, rounds: int, jobs: int
) -> dict[str, Timing]:
    """Check, time and print one kind of data."""
    source = generate.ensure(kind, rows)
    not_meant = {"presidio-structured"} if kind == "complaints" else OF_TEXT
    names = [name for name in names if name not in not_meant]
    with tempfile.TemporaryDirectory(dir=source.parent) as temporary:
        folder = Path(temporary)
        check(names, source, folder, jobs)
        part = head(source, min(sample, rows), folder / f"sample{source.suffix}")
        timings: dict[str, Timing] = {}
        for _ in range(rounds):
            for name in names:
                given = part if name in SLOW else source
                timing = timings.setdefault(
                    name, Timing(min(sample, rows) if name in SLOW else rows, given.stat().st_size)
                )
                took = run(name, given, folder / f"out{source.suffix}", jobs)
                timing.seconds.append(took["work"])
                timing.peak = max(timing.peak, int(took["peak"]))
    _print(timings)
    return timings


def _print(timings: dict[str, Timing]) -> None:
    base = timings.get(BASELINE) or next(iter(timings.values()))
    floor = timings.get("polars")
    for name, timing in timings.items():
        middle = statistics.median(timing.seconds)
        ratios = [
            (timing.size / mine) / (base.size / other)
            for mine, other in zip(timing.seconds, base.seconds, strict=True)
        ]
        share = ""
        if floor is not None and name != "polars":
            speed = floor.size / statistics.median(floor.seconds)
            share = f"  {timing.size / middle / speed:7.1%} of polars"
        print(
            f"  {name:20} {timing.rows:>10,} rows {middle:9.2f} s {timing.size / middle / 1e6:9.3f}"
            f" MB/s {statistics.median(ratios):8.1f}x ({min(ratios):.1f}-{max(ratios):.1f})"
            f" {timing.peak / 2**20:6.0f} MiB{share}"
        )


def draw(target: Path, sizes: list[float], jobs: int) -> None:
    """Time the command and polars on tables of several sizes (MB) and draw the picture."""
    bytes_a_row = 105
    lines: dict[str, list[tuple[float, float]]] = {"redactor-command": [], "polars": []}
    for size in sizes:
        rows = int(size * 1e6 / bytes_a_row)
        source = generate.ensure("subscribers", rows)
        with tempfile.TemporaryDirectory(dir=source.parent) as folder:
            for name, points in lines.items():
                took = run(name, source, Path(folder) / "out.csv", jobs)
                points.append((source.stat().st_size / 1e6, took["work"]))
                print(f"  {name:20} {size:8,.0f} MB {took['work']:9.2f} s", flush=True)
    target.write_text(chart.svg(lines), "utf-8")


def main() -> None:
    """Print where this runs, then one block a kind."""
    parser = argparse.ArgumentParser(description="redactor beside other tools.")
    parser.add_argument("--rows", type=int, default=generate.ROWS)
    parser.add_argument("--kind", choices=sorted(generate.KINDS), action="append")
    parser.add_argument("--sample", type=int, default=2000, help="rows for the slow subjects")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", choices=list(SUBJECTS), action="append")
    parser.add_argument("--peers", action="store_true", help="install other tools and time them")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10, 100, 1000], help="MB")
    chosen = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, presidio-analyzer {version('presidio-analyzer')}, "
        f"{chosen.jobs} job(s), {chosen.rounds} rounds"
    )
    if chosen.picture:
        draw(chosen.picture, chosen.sizes, chosen.jobs)
        return
    names = chosen.only or list(SUBJECTS)
    if chosen.peers:
        install_peers(names)
    names = [name for name in names if python_of(name) is not None]
    for kind in chosen.kind or ["subscribers"]:
        print(f"\n{kind}")
        compare(
            kind, chosen.rows, names, sample=chosen.sample, rounds=chosen.rounds, jobs=chosen.jobs
        )


if __name__ == "__main__":
    main()
