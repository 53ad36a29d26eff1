"""Risk and loss of the Adult data beside the figures that ARX's own tests expect.

    python benchmarks/arx.py FOLDER

FOLDER is `data` of a clone of github.com/arx-deidentifier/arx: adult.csv (UCI Adult, training part,
the 30,162 rows without a missing value) and its hierarchies adult_hierarchy_*.csv. Prints each
figure with ARX's beside it; ends with 1 if one differs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

from redactor.disclosure.lattice import Demand, Lattice, Node
from redactor.risk import measure
from redactor.risk.population import estimate
from redactor.risk.table import from_frame

# TestRiskMetrics: by all nine columns; the estimate that Dankar's rule takes, by sampling fraction.
AVERAGE, UNIQUE = 0.6465751607983555, 0.5142895033485844
PITMAN = {0.01: 0.1446083531167384, 0.1: 0.27684993883653597}
ZAYATZ = {0.1: 0.3207402393466189, 0.2: 0.3577099234829125, 1.0: 0.5142895033485844}
# TestUtilityMetricsLoss: 5-anonymity by all columns but occupation, any rows may go; ARX's levels,
# and the loss of each column there, largest first.
LEVELS: Node = (0, 3, 0, 0, 1, 0, 0, 0)
LOSSES = [0.297248193, 0.29678055, *[0.1297659306] * 6]
# TestUtilityMetrics: mean size of a class ("AECS") at levels, 5-anonymity. ARX counts the rows that
# are taken out as one more class.
MEAN_SIZES = {
    (0, 0, 0, 0, 0, 0, 0, 0): 29.113899613899616,
    (0, 1, 1, 2, 1, 0, 0, 1): 63.76744186046512,
    (0, 3, 1, 0, 0, 1, 1, 0): 53.38407079646018,
    (0, 4, 1, 0, 1, 0, 0, 1): 97.6116504854369,
    (1, 1, 1, 1, 3, 2, 2, 1): 1005.4,
    (1, 2, 1, 2, 0, 2, 0, 1): 93.96261682242991,
    (1, 3, 0, 2, 2, 0, 2, 0): 150.81,
    (1, 4, 1, 0, 2, 0, 1, 0): 160.43617021276594,
    (1, 4, 1, 0, 3, 1, 2, 1): 1040.0689655172414,
}


def lattice_of(frame: pl.DataFrame, folder: Path, suppress_at_most: float) -> Lattice:
    """Return the lattice of ARX's hierarchies, values that the table lacks included."""
    cells, levels = [], []
    for name in frame.columns:
        text = (folder / f"adult_hierarchy_{name}.csv").read_text("utf-8")
        lines = [line.split(";") for line in text.splitlines() if line]
        places = {line[0]: n for n, line in enumerate(lines)}
        cells.append(np.array([places[value] for value in frame[name]]))
        levels.append(
            [np.unique(level, return_inverse=True)[1] for level in zip(*lines, strict=True)]
        )
    return Lattice(cells, levels, np.arange(frame.height), [], Demand(5, 1, suppress_at_most))


def main(folder: Path) -> int:
    """Print every figure beside ARX's; return 1 if one differs."""
    differs = False

    def show(what: str, ours: float, arxs: float, tolerance: float) -> None:
        nonlocal differs
        is_equal = abs(ours - arxs) <= tolerance * abs(arxs)
        differs |= not is_equal
        print(f"{what:45} {ours:.16g}  ARX {arxs:.16g}{'' if is_equal else '  DIFFERS'}")

    frame = pl.read_csv(folder / "adult.csv", separator=";", infer_schema_length=0)
    found = measure(from_frame(frame), range(frame.width))
    show("average risk", found.average, AVERAGE, 0)
    show("unique", found.unique, UNIQUE, 0)
    for fraction in sorted({*PITMAN, *ZAYATZ}):
        estimated = estimate(found.sizes, round(frame.height / fraction))
        if fraction in ZAYATZ:
            show(f"Zayatz, fraction {fraction}", estimated.zayatz or 0, ZAYATZ[fraction], 1e-15)
        if fraction in PITMAN:
            show(f"Pitman, fraction {fraction}", estimated.pitman or 0, PITMAN[fraction], 1e-11)
    frame = frame.drop("occupation")
    lattice = lattice_of(frame, folder, 1.0)
    for place, (ours, arxs) in enumerate(
        zip(sorted(lattice.losses(LEVELS), reverse=True), LOSSES, strict=True)
    ):
        # ARX writes ten digits.
        show(f"loss of column {place + 1} at ARX's levels", ours, arxs, 1e-9)
    for levels, arxs in MEAN_SIZES.items():
        good = lattice.good(levels)
        classes = lattice.classes(levels).to_numpy()[good]
        count = len(np.unique(classes)) + bool((~good).any())
        show(f"mean class at {levels}", frame.height / count, arxs, 1e-15)
    print(f"mean loss at ARX's levels {np.mean(lattice.losses(LEVELS)):.4f}")
    for most in (1.0, 0.05):
        best = lattice_of(frame, folder, most).search()
        if best is not None:
            print(
                f"least loss, at most {most:.0%} taken out: {best.loss:.4f} at {best.node}, "
                f"{int((~best.stays).sum()):,} rows taken out, {best.measured} nodes measured"
            )
    return int(differs)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
