"""Measure recall and precision of every entity on generated data, and of stock Presidio beside it.

    python tools/measure_recall.py                     held-out corpus: the published numbers
    python tools/measure_recall.py --corpus rehearsal --examples 5    other words, to learn from
    python tools/measure_recall.py --corpus development --examples 5
    python tools/measure_recall.py --stock             stock Presidio on the same corpus, too
    python tools/measure_recall.py --stock --write     and keep it in redactor/measured.json
    python tools/measure_recall.py --write             the same, stock Presidio's numbers as kept

The data is generated in memory; nothing of it is written. Sections: recall and precision of each
entity in columns and in text in three languages (covered: no character is left; recall: and it
was called by its name; precision: share of the findings of that name that were right); recall by
damage; business numbers that must not be touched; populations of numbers that share a shape.

Ends with exit code 3 if an entity is below the floor of its tier (A: recall 0.995, precision 0.99;
B, beside a label or in a column: 0.97 and 0.95) or business numbers are touched too often.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from development.corpus import make_corpus as make_development
from development.forms import ENTITIES, OPEN, STANDALONE
from heldout import corpus as heldout
from measuring import results
from measuring.case import PLACES
from measuring.detectors import has_model, ours, stock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from measuring.case import Group
    from measuring.detectors import Find
    from measuring.scoring import Score

STOCK_COUNT = 40
RESULTS = Path(__file__).parent.parent / "redactor" / "measured.json"
_DEVELOPMENT_TIERS = {
    entity: "A" if entity in STANDALONE else "C" if entity in OPEN else "B" for entity in ENTITIES
}


def write_line(line: str = "") -> None:
    """Write one line to the standard output."""
    sys.stdout.write(line + "\n")


def measure(chosen: argparse.Namespace) -> tuple[dict[str, Any], Score, list[Group]]:
    """Run what was asked for; return the numbers, the score, and the groups that were judged."""
    is_development = chosen.corpus == "development"
    seed = chosen.seed or ("1" if is_development else f"{chosen.corpus} 2026-11")
    tiers = _DEVELOPMENT_TIERS if is_development else heldout.TIERS
    if is_development:
        groups = list(make_development(chosen.count, seed))
    else:
        kinds = heldout.KINDS if chosen.corpus == "held-out" else heldout.REHEARSAL
        groups = list(heldout.make_corpus(chosen.count, seed, kinds))
    if chosen.entity:
        groups = [group for group in groups if group.cases[0].kind.split(" ")[0] == chosen.entity]
    find = ours()
    score = results.run(groups, find)
    numbers: dict[str, Any] = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": "python tools/measure_recall.py --stock --write",
        "corpus": chosen.corpus,
        "seed": seed,
        "values_in_a_place": chosen.count,
        "versions": {
            "python": platform.python_version(),
            "presidio-analyzer": metadata.version("presidio-analyzer"),
            "phonenumbers": metadata.version("phonenumbers"),
        },
        "entities": results.by_entity(score, tiers),
        "damage": results.by_form(score, groups),
    }
    if not is_development and not chosen.entity:
        numbers["business"] = {
            "rows": chosen.rows,
            "table": results.business_tables(find, seed, chosen.rows),
            "beside_identifiers": results.business_beside_identifiers(seed, chosen.rows),
            "mixed": results.mixed_columns(find, seed, chosen.rows),
            "sentences": results.business_sentences(find, seed, max(20, chosen.rows // 10)),
        }
        numbers["collisions"] = results.collisions(find, seed, max(50, chosen.rows // 10))
    if chosen.stock or chosen.write:
        numbers["stock"] = _beside_stock(chosen, seed, find, numbers["versions"])
    numbers["below_floor"] = results.below_floor(numbers["entities"]) + _too_often(numbers)
    return numbers, score, groups


def _beside_stock(
    chosen: argparse.Namespace, seed: str, find: Find, versions: dict[str, str]
) -> dict[str, Any]:
    """Return ours and stock Presidio on one corpus, smaller because stock is slow.

    Without --stock what was kept of it is taken, if the corpus and the versions are the same: our
    code does not change it.
    """
    groups = list(heldout.make_corpus(STOCK_COUNT, seed, heldout.KINDS))
    kept: dict[str, Any] = {}
    if RESULTS.exists() and not chosen.stock:
        kept = json.loads(RESULTS.read_text("utf-8")).get("stock", {})
    about = {"values_in_a_place": STOCK_COUNT, "seed": seed, "versions": versions}
    tables = {"ours": results.by_entity(results.run(groups, find), heldout.TIERS)}
    if all(kept.get(name) == value for name, value in about.items()):
        tables = kept["tables"] | tables
    elif chosen.stock:
        for name, with_model in (("no_model", False), ("small_model", True)):
            if has_model() or not with_model:
                tables[name] = results.by_entity(
                    results.run(groups, stock(with_model=with_model)), heldout.TIERS
                )
    return about | {"tables": tables}


def _too_often(numbers: dict[str, Any]) -> list[str]:
    business = numbers.get("business", {})
    limits = {
        "table": results.MOST_TOUCHED,
        "beside_identifiers": results.MOST_TOUCHED,
        "sentences": results.MOST_CLAIMED,
    }
    return [
        f"business numbers of {width} digits, {where}: {share:.2%} touched"
        for where, most in limits.items()
        for width, share in business.get(where, {}).items()
        if share > most
    ]


def write_tables(numbers: dict[str, Any]) -> None:
    """Print the sections."""
    write_line(
        f"{'entity':26}{'tier':5}{'values':>7}{'covered':>9}{'recall':>8}{'precision':>10}  "
        + "".join(f"{place[:7]:>8}" for place in PLACES)
    )
    for entity, row in numbers["entities"].items():
        line = f"{entity:26}{row['tier']:5}{row['values']:7}{_three(row)}  "
        line += "".join(f"{row['recall_by_place'][place]:8.3f}" for place in PLACES)
        write_line(line)
    if "stock" in numbers:
        tables = numbers["stock"]["tables"]
        write_line("\nbeside stock Presidio: covered, recall, precision")
        write_line(f"{'entity':26}" + "".join(f"{name:>30}" for name in tables))
        for entity in numbers["entities"]:
            cells = "".join(f"{_three(table[entity]):>30}" for table in tables.values())
            write_line(f"{entity:26}{cells}")
    write_line("\nmisses by what was done to the digits (values, missed)")
    for name, (values, missed) in numbers["damage"].items():
        write_line(f"  {name:28}{values:7}{missed:6}")
    if "business" in numbers:
        write_line("\nrandom business numbers: share touched, by digits")
        for where in ("table", "beside_identifiers", "sentences"):
            shares = numbers["business"][where]
            write_line(f"  {where:20}" + "  ".join(f"{w}: {s:.2%}" for w, s in shares.items()))
        write_line("\nbare identifiers found among business numbers, by their share of the column")
        for entity, shares in numbers["business"]["mixed"].items():
            write_line(f"  {entity:20}" + "  ".join(f"{r}: {s:.1%}" for r, s in shares.items()))
        write_line("\nnumbers that share a shape: called under their header | in a neutral column")
        for name, rows in numbers["collisions"].items():
            write_line(f"  {name}")
            for row in rows:
                write_line(
                    f"    {row['population']:22}{_shares(row['under_header']):52} | "
                    f"{_shares(row['neutral_column'])}"
                )


def _three(row: dict[str, Any]) -> str:
    precision = "-" if row["precision"] is None else f"{row['precision']:.3f}"
    return f"{row['covered']:9.3f}{row['recall']:8.3f}{precision:>10}"


def _shares(shares: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.1%}" for name, share in shares.items())


def write_examples(score: Score, count: int) -> None:
    """Print up to `count` generated texts of each kind in which detection was wrong."""
    seen: dict[str, int] = {}
    for kind, span, case in (
        *((f"missed {planted.entity}", planted, case) for planted, case in score.missed),
        *((f"wrong {finding.entity}", finding, case) for finding, case in score.wrong),
    ):
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= count:
            value = case.text[span.start : span.end]
            write_line(f"{kind}: {value!a} in {case.text!r} header {case.header!r} ({case.kind})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description="Recall and precision on generated data.")
    parser.add_argument(
        "--corpus", choices=("held-out", "rehearsal", "development"), default="held-out"
    )
    parser.add_argument("--count", type=int, default=150, help="values of an entity in a place")
    parser.add_argument("--rows", type=int, default=4000, help="business numbers of a width")
    parser.add_argument("--seed", help="another seed, another corpus")
    parser.add_argument("--entity", help="only the cases made for this entity")
    parser.add_argument("--stock", action="store_true", help="stock Presidio on the same corpus")
    parser.add_argument("--examples", type=int, default=0, help="show so many mistakes of a kind")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--write", action="store_true", help=f"keep the numbers in {RESULTS.name}")
    chosen = parser.parse_args(arguments)
    started = time.perf_counter()
    numbers, score, _ = measure(chosen)
    if chosen.json:
        write_line(json.dumps(numbers, ensure_ascii=False))
    else:
        write_tables(numbers)
        write_line(f"\n{time.perf_counter() - started:.0f} s, seed {numbers['seed']!r}")
        for line in numbers["below_floor"]:
            write_line(f"below the floor: {line}")
        write_examples(score, chosen.examples)
    if chosen.write:
        RESULTS.write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 3 if numbers["below_floor"] else 0


if __name__ == "__main__":
    sys.exit(main())
