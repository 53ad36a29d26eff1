"""A table of subscribers by city, with no count that points at a person.

    python examples/district_table/table.py

Counts below 11 are not shown, nor any that the sums would give away.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import polars as pl

from redactor import Redactor
from redactor.disclosure import protect_counts

SUBSCRIBERS = Path(__file__).parents[1] / "subscribers" / "subscribers.csv"
K = 11


def redacted_rows() -> pl.DataFrame:
    """Return city and status of each subscriber out of a redacted copy, with the CNIC's token."""
    with tempfile.TemporaryDirectory() as folder:
        Redactor("study").folder(SUBSCRIBERS, Path(folder) / "copy")
        text = (Path(folder) / "copy" / SUBSCRIBERS.name).read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    header = next(row for row in rows if "CNIC" in row)
    places = {name: header.index(name) for name in ("CNIC", "CITY", "STATUS")}
    return pl.DataFrame(
        [
            {name: row[place].strip().upper() for name, place in places.items()}
            for row in rows
            if len(row) == len(header) and row != header
        ]
    )


def main() -> None:
    """Print the table."""
    table = protect_counts(redacted_rows(), "CITY", "STATUS", k=K, unit="CNIC")
    print(",".join(table.columns))
    for row in table.iter_rows():
        print(",".join("below" if cell is None else str(cell) for cell in row))


if __name__ == "__main__":
    main()
