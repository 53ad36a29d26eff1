"""Ray Data over a CSV file: python examples/scale/with_ray.py KEYFILE IN.csv OUTFOLDER."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # else Ray reports to its makers

import pandas as pd
import ray
from on_worker import redact, redactor

if __name__ == "__main__":
    os.environ["STUDY_KEY_FILE"], source, target = [str(Path(a).resolve()) for a in sys.argv[1:]]
    ray.init(include_dashboard=False)  # workers of this machine inherit the environment
    rows = pd.read_csv(source, dtype=str, keep_default_na=False)  # or any ray.data.read_*
    columns = redactor().columns(rows.head(2000))
    data = ray.data.from_pandas(rows)
    data.map_batches(redact, fn_args=(columns,), batch_format="pandas").write_csv(target)
