"""Peak memory of `redactor redact` on a small and a large file: it may not grow with the file.

    python benchmarks/memory.py [--kind subscribers|sql|ndjson|whatsapp] [--megabytes 100 1000]

The resident memory of the process and of all that it starts is added up ten times a second by
`ps`; pages that processes share are counted once for each. Ends with exit code 1 if the largest
peak is more than 20 % above the smallest.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import formats
import generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

INTERVAL = 0.1  # seconds between two looks
TOLERANCE = 1.2
ROWS = 10_000  # of a subscriber table, a megabyte
KINDS: dict[str, tuple[str, Callable[[int], Iterator[str]]]] = {
    "sql": (".sql", formats.sql_extended),
    "ndjson": (".json", formats.json_lines),
    "whatsapp": (".txt", formats.whatsapp),
}


def ensure(kind: str, megabytes: int) -> Path:
    """Return the file of a kind and about a size, which is written if it is not there."""
    if kind == "subscribers":
        return generate.ensure("subscribers", megabytes * ROWS)
    suffix, lines = KINDS[kind]
    target = generate.FOLDER / f"{kind}-{megabytes}{suffix}"
    if not target.exists():
        generate.FOLDER.mkdir(exist_ok=True)
        with target.open("w", encoding="utf-8") as stream:
            stream.writelines(lines(megabytes))
    return target


def read_tree(root: int) -> int:
    """Return the resident memory of a process and all below it, in bytes."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="],  # noqa: S607 - on every Linux and macOS
        capture_output=True,
        text=True,
        check=True,
    )
    processes = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    tree = {root}
    # A child's number can be below its parent's, so go round until nothing is added.
    while True:
        added = {pid for pid, parent, _ in processes if parent in tree} - tree
        if not added:
            break
        tree |= added
    return sum(kilobytes for pid, _, kilobytes in processes if pid in tree) * 1024


def measure(source: Path, out: Path, jobs: int) -> tuple[int, float]:
    """Redact a file and return the peak in bytes and the seconds it took."""
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "redactor", "redact", source, "--out", out, "--jobs", str(jobs)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, read_tree(process.pid))
        time.sleep(INTERVAL)
    seconds = time.perf_counter() - started
    shutil.rmtree(out, ignore_errors=True)
    if process.returncode:
        sys.exit(f"redactor ended with exit code {process.returncode}: nothing was measured.")
    return peak, seconds


def main() -> None:
    """Print a line a file, and fail if memory grew."""
    parser = argparse.ArgumentParser(description="Peak memory of redactor redact.")
    parser.add_argument("--kind", choices=["subscribers", *KINDS], default="subscribers")
    parser.add_argument("--megabytes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    peaks = []
    for megabytes in chosen.megabytes:
        source = ensure(chosen.kind, megabytes)
        peak, seconds = measure(source, generate.FOLDER / "memory-out", chosen.jobs)
        peaks.append(peak)
        sys.stdout.write(
            f"{source.name}: {source.stat().st_size / 1e6:,.0f} MB, peak {peak / 1e6:,.0f} MB, "
            f"{seconds:.0f} s\n"
        )
    growth = max(peaks) / min(peaks)
    sys.stdout.write(f"largest to smallest peak: {growth:.2f}\n")
    if growth > TOLERANCE:
        sys.exit(1)


if __name__ == "__main__":
    main()
