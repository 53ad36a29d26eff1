"""Risk of ten million rows with six quasi-identifiers: time and memory.

    python benchmarks/risk.py --rows 10000000

Writes an invented table to a temporary folder (650 MB), measures it with `redactor risk` in a
process of its own, and prints seconds of processor, seconds, and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

QUASI = "district,birth_year,sex,occupation,marital,education"


def table(rows: int) -> pl.DataFrame:
    """Return people of 136 districts, most with one row, some with several."""
    rng = np.random.default_rng(3)

    def drawn(values: list[str]) -> pl.Series:
        return pl.Series(values).gather(rng.integers(0, len(values), rows))

    numbers = pl.Series(rng.integers(0, rows * 9 // 10, rows)).cast(pl.String).str.zfill(7)
    return pl.DataFrame(
        {
            "cnic": "CNIC_K870CBRBF" + numbers,
            "district": drawn([f"District {n}" for n in range(136)]),
            "birth_year": drawn([str(n) for n in range(1940, 2005)]),
            "sex": drawn(["M", "F"]),
            "occupation": drawn([f"job {n}" for n in range(40)]),
            "marital": drawn(["single", "married", "widowed"]),
            "education": drawn([f"e{n}" for n in range(9)]),
            "income": drawn([str(n * 1000) for n in range(500)]),
        }
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        table(rows).write_csv(path)
        started = time.monotonic()
        options = f"--quasi {QUASI} --sensitive income --unit cnic --population 240000000"
        command = [sys.executable, "-m", "redactor", "risk", str(path), *options.split()]
        subprocess.run(command, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{rows:,} rows: {used.ru_utime + used.ru_stime:.0f} s of processor, "
            f"{time.monotonic() - started:.0f} s, {used.ru_maxrss / 1e6:.2f} GB at most"
        )


if __name__ == "__main__":
    main()
