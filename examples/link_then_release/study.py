"""Two leaks joined under one key, then released without it.

    python examples/link_then_release/study.py

Subscribers and patients are invented by the rules of examples/README.md. Under one key the same
CNIC becomes the same token in both, so the tables join; the release has tokens that no key makes,
and every patient in it looks like ten others at least.
"""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path

import polars as pl

from redactor import Key, Redactor

PEOPLE = 400


def write_leaks(folder: Path) -> None:
    """Write two tables about the same invented people, in other orders and spellings."""
    rng = random.Random(20)
    cnics = [f"3529{n % 10}-{rng.randrange(10**7):07}-{n % 9 + 1}" for n in range(PEOPLE)]
    with (folder / "subscribers.csv").open("w", encoding="utf-8") as file:
        file.write("cnic,city,sex\n")
        for cnic in cnics:
            file.write(f"{cnic},{rng.choice(['Lahore', 'Kasur', 'Okara', 'Multan'])},"
                       f"{rng.choice('mf')}\n")  # fmt: skip
    rng.shuffle(cnics)
    with (folder / "patients.csv").open("w", encoding="utf-8") as file:
        file.write("patient cnic,visit date,diagnosis\n")
        for cnic in cnics:
            day = f"{rng.randrange(1, 29):02}-{rng.randrange(1, 13):02}-2023"
            file.write(f"{cnic.replace('-', '')},{day},{rng.choice(['a', 'b', 'c'])}\n")


def main() -> None:
    """Redact both, join them, release the result, and say what it cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "leaks").mkdir()
        write_leaks(folder / "leaks")
        Redactor("study", Key.generate()).folder(folder / "leaks", folder / "study")
        subscribers = pl.read_csv(folder / "study" / "subscribers.csv", infer_schema=False)
        patients = pl.read_csv(folder / "study" / "patients.csv", infer_schema=False)
        joined = patients.join(subscribers, left_on="patient cnic", right_on="cnic")
        print(f"{joined.height} of {PEOPLE} joined")

        joined.write_csv(folder / "joined.csv")
        Redactor("publish").folder(folder / "joined.csv", folder / "release")
        released = pl.read_csv(folder / "release" / "joined.csv", infer_schema=False)
        report = json.loads((folder / "release" / "report.json").read_text("utf-8"))
        after = report["risk"][0]["after"]
        print(f"{released.height} rows released; smallest group {after['smallest']}")
        shared = set(released["patient cnic"]) & set(joined["patient cnic"])
        print(f"{len(shared)} tokens in common with the study")


if __name__ == "__main__":
    main()
