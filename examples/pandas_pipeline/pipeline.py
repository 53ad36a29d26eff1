"""The library in a pandas pipeline: read a leaked table, make it safe, count in it.

    python examples/pandas_pipeline/pipeline.py

The key lives only as long as this run, so the tokens link rows to each other and to nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from redactor import Key, Redactor

SOURCE = Path(__file__).parents[1] / "subscribers" / "subscribers.csv"
PREAMBLE_LINES = 2  # the seller's line and an empty one stand above the header


def read_leak(source: Path) -> pd.DataFrame:
    """Return the well-formed rows of the table as text, nothing inferred.

    pandas leaves out the rows with a cell too many; `redactor redact` would keep them.
    """
    return pd.read_csv(
        source,
        skiprows=PREAMBLE_LINES,
        dtype=str,
        keep_default_na=False,  # "NA" and "" stay what they are
        on_bad_lines="skip",
        encoding="utf-8-sig",
    ).fillna("")


def count_by_status(safe: pd.DataFrame) -> pd.DataFrame:
    """Return for each status how many numbers it has and how many people hold them."""
    # Headers in the middle, legends and the like have no status of their own.
    subscribers = safe[safe["STATUS"].isin(["A", "B", "CLOSED"])]
    return subscribers.groupby("STATUS").agg(numbers=("MSISDN", "size"), people=("CNIC", "nunique"))


def main() -> None:
    """Print counts that can be published; the table itself never leaves memory unredacted."""
    redactor = Redactor(policy="study", key=Key.generate())
    safe = redactor.table(read_leak(SOURCE))
    print(count_by_status(safe).to_string())


if __name__ == "__main__":
    main()
