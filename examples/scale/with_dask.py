"""Dask over a CSV file: python examples/scale/with_dask.py KEYFILE IN.csv OUTFOLDER."""

from __future__ import annotations

import os
import sys

import dask.dataframe as dd
from on_worker import redact, redactor

if __name__ == "__main__":
    os.environ["STUDY_KEY_FILE"], source, target = sys.argv[1:]
    frame = dd.read_csv(source, dtype=str, keep_default_na=False)
    columns = redactor().columns(frame.head(2000))
    safe = frame.map_partitions(redact, columns, meta=frame._meta.astype(str))
    safe.to_csv(target, index=False)
