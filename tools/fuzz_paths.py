"""Hold the fast path to the plain one on many generated and damaged cells.

    python tools/fuzz_paths.py                          500,000 cells in two processes: an hour
    python tools/fuzz_paths.py --cells 50000 --jobs 4 --first 7000000 --without-hyperscan

The cells are those of tests/detection/test_paths_agree.py, by seed; each lot of 500 stands under
one of its headers. A difference is printed as its seed and header, escaped, and ends the program
with exit code 1: its smallest example belongs among the vectors. Nothing real is in a cell.
"""

from __future__ import annotations

import argparse
import multiprocessing
import runpy
import sys
import time
from pathlib import Path

from redactor.detection import Detector, prefilter

TESTS = Path(__file__).parents[1] / "tests" / "detection" / "test_paths_agree.py"
LOT = 500


def compare(first: int, last: int, *, without_hyperscan: bool) -> list[str]:
    """Return what differs between both paths in the cells of these seeds."""
    if without_hyperscan:
        prefilter.hyperscan = None  # type: ignore[assignment]
    cells_of = runpy.run_path(str(TESTS))
    generate, headers = cells_of["generate"], cells_of["HEADERS"]
    fast, plain = Detector(engine="fast"), Detector(engine="plain")
    differences = []
    for start in range(first, last, LOT):
        seeds = range(start, min(start + LOT, last))
        cells = [generate(seed) for seed in seeds]
        header = headers[start // LOT % len(headers)]
        profile = fast.profile(header, cells[:50], strict=start // LOT % 7 == 0)
        both = zip(
            seeds,
            cells,
            fast.find_cells(cells, profile),
            plain.find_cells(cells, profile),
            strict=True,
        )
        differences += [
            f"seed {seed} under {header!r}: {cell!a}\n  fast  {one}\n  plain {other}"
            for seed, cell, one, other in both
            if one != other
        ]
        print(f"{seeds[-1] + 1 - first:,} cells, {len(differences)} differ", flush=True)
    return differences


def main() -> None:
    """Compare, in processes of equal shares."""
    parser = argparse.ArgumentParser(description="Compare the fast path with the plain one.")
    parser.add_argument("--cells", type=int, default=500_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--first", type=int, default=2_000_000, help="the first seed")
    parser.add_argument("--without-hyperscan", action="store_true")
    chosen = parser.parse_args()
    started = time.monotonic()
    share = -(-chosen.cells // chosen.jobs)
    last = chosen.first + chosen.cells
    ranges = [(a, min(a + share, last)) for a in range(chosen.first, last, share)]
    with multiprocessing.get_context("spawn").Pool(chosen.jobs) as pool:
        tasks = [
            pool.apply_async(compare, one, {"without_hyperscan": chosen.without_hyperscan})
            for one in ranges
        ]
        differences = [line for task in tasks for line in task.get()]
    print("\n".join(differences))
    print(
        f"{len(differences)} differences in {chosen.cells:,} cells, "
        f"{time.monotonic() - started:.0f} s in {chosen.jobs} processes"
    )
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
