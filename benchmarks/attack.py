"""What each attack gets from `study`, `partner` and `publish`, with its 95 % interval.

    python benchmarks/attack.py --rows 3000

Writes invented subscribers to a temporary folder, redacts them under each policy, attacks each
copy with the original at hand, and prints a table for docs/attack.md.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

POLICIES = ("study", "partner", "publish")
GIVEN = ["Tanveer", "Rukhsana", "Shakeel", "Nusrat", "Javed", "Saima", "Riffat", "Mehmood",
         "Kulsoom", "Adeel", "Farzana", "Haroon"]  # fmt: skip
FAMILY = ["Lashari", "Durrani", "Memon", "Abbasi", "Gujjar", "Marwat", "Bugti", "Qaisrani"]
PLACES = ["Lahore", "لاہور", "Kasur", "Multan", "Karachi", "Swat", "Quetta", "Jhang"]


def write(path: Path, rows: int) -> None:
    """Write subscribers of invented names and of numbers that are nobody's."""
    rng = random.Random(8)
    with path.open("w", encoding="utf-8") as file:
        file.write("cnic,name,city,birth date,sex,mobile,activated,diagnosis\n")
        for n in range(rows):
            file.write(
                f"3529{n % 10}-{rng.randrange(10**7):07}-{rng.randrange(1, 10)},"
                f"{rng.choices(GIVEN, range(1, 13))[0]} {rng.choices(FAMILY, range(1, 9))[0]},"
                f"{rng.choices(PLACES, [40, 10, 9, 15, 25, 3, 4, 8])[0]},"
                f"{rng.randrange(1, 29):02}-{rng.randrange(1, 13):02}-{rng.randrange(1945, 2004)},"
                f"{rng.choice('MF')},0338-0{rng.randrange(10**6):06},"
                f"2019-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} "
                f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02},"
                f"{rng.choices(['flu', 'tb', 'dengue', 'cancer'], [5, 3, 2, 1])[0]}\n"
            )


def cell(entry: dict[str, float]) -> str:
    """Return a gain with its interval, or that there was nothing to try."""
    if not entry["tried"]:
        return "nothing to try"
    shown = f"{entry['gain']:.1%} ({entry['low']:.1%} to {entry['high']:.1%})"
    return f"**{shown}**" if entry["won"] else shown


def main() -> None:
    """Redact, attack and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=3_000)
    rows = parser.parse_args().rows
    found: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "leak").mkdir()
        write(folder / "leak" / "people.csv", rows)
        command = [sys.executable, "-m", "redactor"]
        for policy in POLICIES:
            out = str(folder / policy)
            leak = str(folder / "leak")
            subprocess.run([*command, "redact", leak, "--out", out, "--policy", policy], check=True)
            done = subprocess.run(
                [*command, "attack", out, "--original", leak, "--json"],
                check=False, capture_output=True, text=True,
            )  # fmt: skip
            for entry in json.loads(done.stdout)["tables"][0]["attacks"]:
                line = found.setdefault(entry["name"], {"control": f"{entry['control']:.0%}"})
                line[policy] = cell(entry)
    print(f"| attack | control | {' | '.join(POLICIES)} |")
    print("|---|---|---|---|---|")
    for attack, line in found.items():
        print(f"| {attack} | {line['control']} | {' | '.join(line[p] for p in POLICIES)} |")


if __name__ == "__main__":
    main()
