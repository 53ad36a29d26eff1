"""Figures of pycanon for tests/vectors/risk/pycanon.json.

    python -m venv other && other/bin/pip install pycanon
    other/bin/python tools/pycanon_vectors.py > tests/vectors/risk/pycanon.json

In an environment of its own, since pycanon (Apache-2.0) pins older numpy and pandas than this
package. Needs nothing of this package; the tests draw the same rows by `adult`.
"""

from __future__ import annotations

import json
import random
import sys
from importlib.metadata import version

CASES = [
    (5_000, 1996, ["sex"]),
    (5_000, 1996, ["age", "sex"]),
    (5_000, 1996, ["age", "sex", "race"]),
    (5_000, 1996, ["age", "sex", "race", "education"]),
    (30_162, 2024, ["sex", "education"]),
    (30_162, 2024, ["age", "education"]),
    (30_162, 2024, ["age", "sex", "race", "education"]),
]
SENSITIVE = ("salary", "hours")


def adult(rows: int, seed: int) -> list[dict[str, str]]:
    """Return rows of the shape of UCI's Adult data, drawn."""
    rng = random.Random(seed)
    return [
        {
            "age": str(min(90, 17 + int(rng.expovariate(1 / 18))) // 10 * 10),
            "sex": rng.choice(["Male", "Male", "Female"]),
            "race": rng.choices(["A", "B", "C", "D", "E"], [85, 10, 3, 1, 1])[0],
            "education": rng.choices([f"e{i}" for i in range(6)], [32, 22, 17, 5, 4, 20])[0],
            "hours": str(rng.choice([20, 30, 35, 40, 40, 40, 45, 50, 60])),
            "salary": rng.choices(["<=50K", ">50K", "none"], [70, 25, 5])[0],
        }
        for _ in range(rows)
    ]


def main() -> None:
    """Print the figures as JSON."""
    import pandas as pd  # noqa: PLC0415
    from pycanon import anonymity  # noqa: PLC0415

    cases = []
    for rows, seed, quasi in CASES:
        frame = pd.DataFrame(adult(rows, seed))
        frame["hours"] = frame["hours"].astype(int)
        case = {"rows": rows, "seed": seed, "quasi": quasi}
        case["k"] = int(anonymity.k_anonymity(frame, quasi))
        for column in SENSITIVE:
            case[f"l_{column}"] = int(anonymity.l_diversity(frame, quasi, [column]))
            case[f"entropy_l_{column}"] = int(anonymity.entropy_l_diversity(frame, quasi, [column]))
            case[f"t_{column}"] = float(anonymity.t_closeness(frame, quasi, [column]))
        cases.append(case)
    origin = f"pycanon {version('pycanon')} (Apache-2.0), by tools/pycanon_vectors.py"
    json.dump({"origin": origin, "cases": cases}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
