"""Measure recall and precision of the detection on held-out data.

    python tools/measure_recall.py [--seed 1] [--count 1000] [--entity PK_CNIC] [--examples 5]

The data is generated in memory (see heldout/) and nothing is written. Each cell and each text goes
through the detector on its own, a cell with its column's header. The table says for each entity
and place: how many values there were, the share of which no character is left (covered), the share
that was also called by its right name (recall), and the share of the findings under that name that
were right (precision); recall and precision with their 95 % Wilson intervals.

Ends with exit code 3 if an entity with a structure or check digit is below the floor: recall
0.995, precision 0.98.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING

from heldout.case import PLACES
from heldout.corpus import make_corpus
from heldout.forms import ENTITIES, STRUCTURED
from heldout.scoring import Score, Tally, score, wilson

from redactor.detection import Detector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.batch import Finding

RECALL_FLOOR = 0.995
PRECISION_FLOOR = 0.98
THRESHOLD = 0.4  # the score from which a policy counts a finding, by default


def write_line(line: str = "") -> None:
    """Write one line to the standard output."""
    sys.stdout.write(line + "\n")


def write_table(result: Score) -> None:
    """Write a line for each entity and place, and one for all places of an entity."""
    write_line(
        f"{'entity':24}{'where':12}{'values':>8}{'covered':>9}"
        f"{'recall':>8}  {'95 %':15}{'precision':>9}  {'95 %':15}{'wrong':>6}"
    )
    for entity in sorted({name for name, _ in result.tallies}, key=_order):
        for place in PLACES:
            if (entity, place) in result.tallies:
                _write_row(entity, place, result.tallies[entity, place])
        _write_row(entity, "all", result.total(entity))


def _order(entity: str) -> tuple[int, str]:
    return (ENTITIES.index(entity) if entity in ENTITIES else len(ENTITIES), entity)


def _write_row(entity: str, place: str, tally: Tally) -> None:
    recalled = wilson(tally.recalled, tally.values)
    right = wilson(tally.right, tally.findings)
    covered, recall = f"{tally.coverage:.4f}", f"{tally.recall:.4f}"
    interval = f"{recalled[0]:.4f}-{recalled[1]:.4f}"
    if not tally.values:
        covered = recall = interval = "-"
    precision = f"{tally.precision:.4f}" if tally.findings else "-"
    write_line(
        f"{entity:24}{place:12}{tally.values:8}{covered:>9}{recall:>8}  {interval:15}"
        f"{precision:>9}  {f'{right[0]:.4f}-{right[1]:.4f}' if tally.findings else '-':15}"
        f"{tally.findings - tally.right:6}"
    )


def write_examples(result: Score, count: int) -> None:
    """Write up to `count` generated texts of each kind in which detection was wrong."""
    seen: dict[str, int] = {}
    for planted, case in result.missed:
        _write_example(seen, count, f"missed {planted.entity}", case.text, case.header, planted)
    for finding, case in result.wrong:
        _write_example(seen, count, f"wrong {finding.entity}", case.text, case.header, finding)


def _write_example(
    seen: dict[str, int], count: int, kind: str, text: str, header: str | None, span: object
) -> None:
    seen[kind] = seen.get(kind, 0) + 1
    if seen[kind] <= count:
        start, end = getattr(span, "start", 0), getattr(span, "end", 0)
        write_line(f"{kind}: {text[start:end]!a} in {text!r} header {header!r}")


def below_floor(result: Score) -> list[str]:
    """Return what an entity with structure misses: "ENTITY recall 0.9912" and the like."""
    short = []
    for entity in STRUCTURED:
        tally = result.total(entity)
        if tally.values and tally.recall < RECALL_FLOOR:
            short.append(f"{entity} recall {tally.recall:.4f}")
        if tally.precision < PRECISION_FLOOR:
            short.append(f"{entity} precision {tally.precision:.4f}")
    return short


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description="Recall and precision on held-out data.")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another corpus")
    parser.add_argument("--count", type=int, default=1000, help="values of an entity in a place")
    parser.add_argument("--entity", help="only the cases made for this entity, no look-alikes")
    parser.add_argument("--examples", type=int, default=0, help="show so many mistakes of a kind")
    parser.add_argument("--json", action="store_true", help="counts as JSON instead of the table")
    chosen = parser.parse_args(arguments)
    detector = Detector()

    def find(text: str, header: str | None) -> list[Finding]:
        return detector.find(text, header=header)

    cases = make_corpus(chosen.seed, chosen.count)
    if chosen.entity:
        cases = (case for case in cases if case.kind.startswith(f"{chosen.entity} in "))
    started = time.perf_counter()
    result = score(cases, find, THRESHOLD)
    short = below_floor(result)
    if chosen.json:
        counts = {
            f"{entity} {place}": vars(tally) for (entity, place), tally in result.tallies.items()
        }
        write_line(json.dumps({"below_floor": short, "counts": counts}))
    else:
        write_table(result)
        write_line(f"\n{time.perf_counter() - started:.0f} s, seed {chosen.seed}")
        for line in short:
            write_line(f"below the floor: {line}")
        write_examples(result, chosen.examples)
    return 3 if short else 0


if __name__ == "__main__":
    sys.exit(main())
