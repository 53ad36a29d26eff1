"""Loss of a release beside anjana's, on the same invented table with the same hierarchies and k.

    python benchmarks/release.py write case.json
    python benchmarks/release.py anjana case.json      # in an environment that has anjana

anjana (Apache-2.0) needs older numpy and pandas than this package, hence the two steps. Both
losses are counted here by the same definition: Iyengar's, 1 for a row taken out.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

K = 11
SUPPRESSED_PERCENT = 5
PLACES = ["Lahore", "Kasur", "Pattoki", "Multan", "Karachi", "Swat", "Quetta", "Jhang"]


def people(count: int = 3_000) -> dict[str, list[str]]:
    """Return invented people, by column."""
    rng = random.Random(7)
    return {
        "city": rng.choices(PLACES, [50, 10, 5, 15, 25, 3, 4, 8], k=count),
        "born": [str(rng.randrange(1940, 2004)) for _ in range(count)],
        "sex": [rng.choice("MF") for _ in range(count)],
        "activated": [
            f"{rng.randrange(2015, 2020)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}"
            for _ in range(count)
        ],
    }


def write(path: Path) -> None:
    """Make our release, and write the case with its hierarchies."""
    import polars as pl  # noqa: PLC0415

    from redactor.disclosure import Table, release  # noqa: PLC0415
    from redactor.disclosure.hierarchies import build  # noqa: PLC0415
    from redactor.policy import Publish  # noqa: PLC0415

    columns = people()
    levels = {}
    for name, cells in columns.items():
        made = build(dict(sorted(Counter(cells).items())), None, fewest=K)
        levels[name] = [list(level.values()) for level in made.levels]
    frame = pl.DataFrame(columns)
    started = time.process_time()
    ours = release(Table(frame, ("quasi_identifier",) * frame.width), Publish(k=K))
    seconds = time.process_time() - started
    path.write_text(json.dumps({"columns": columns, "levels": levels}))
    print(f"redactor: loss {ours.loss:.4f}, {ours.suppressed} rows taken out, {seconds:.2f} s")
    print("   ", ", ".join(f"{name} by {level}" for name, level in ours.levels.items()))


def compare(path: Path) -> None:
    """Run anjana on the case, and count its loss."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    from anjana.anonymity import k_anonymity  # noqa: PLC0415

    case = json.loads(path.read_text())
    frame = pd.DataFrame(case["columns"])
    names = list(frame.columns)
    levels = {n: {i: np.array(v) for i, v in enumerate(case["levels"][n])} for n in names}
    started = time.process_time()
    made = k_anonymity(frame.copy(), [], names, K, SUPPRESSED_PERCENT, levels)
    seconds = time.process_time() - started
    loss = 0.0
    reached = []
    for name in names:
        of = case["levels"][name]
        level = min(n for n, texts in enumerate(of) if set(made[name]) <= set(texts))
        sizes = Counter(of[level])
        loss += sum((sizes[text] - 1) / (len(of[0]) - 1) for text in made[name])
        reached.append(f"{name} by level {level} of {len(of) - 1}")
    gone = len(frame) - len(made)
    loss = (loss / len(names) + gone) / len(frame)
    print(f"anjana: loss {loss:.4f}, {gone} rows taken out, {seconds:.2f} s")
    print("   ", ", ".join(reached))


if __name__ == "__main__":
    {"write": write, "anjana": compare}[sys.argv[1]](Path(sys.argv[2]))
