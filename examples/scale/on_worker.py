"""What a worker of Dask or Ray keeps: recognisers loaded once a process, from an importable module.

A function in the main script would be pickled whole, and its cache rebuilt for every task. The key
is read from a file on the worker, so that it never travels.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from redactor import Key, Redactor

if TYPE_CHECKING:
    import pandas as pd


@cache
def redactor() -> Redactor:
    """Return the redactor of this process."""
    return Redactor(policy="study", key=Key.load(os.environ["STUDY_KEY_FILE"]))


def redact(part: pd.DataFrame, columns: Any) -> pd.DataFrame:
    """Return one part of the data redacted; `columns` was decided once for all parts."""
    safe: pd.DataFrame = redactor().table(part, columns).astype(str)
    return safe
