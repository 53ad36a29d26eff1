"""Data frames of polars, pandas and pyarrow through the same decisions as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from redactor.detection.columns import SAMPLE_ROWS
from redactor.errors import UsageError
from redactor.runner import distinct

if TYPE_CHECKING:
    from redactor.pipeline import Pipeline


def redact_table(frame: Any, pipeline: Pipeline) -> Any:
    """Return a redacted frame of the same library; the given one is not touched.

    Raises UsageError for anything but an eager data frame.
    """
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise UsageError(
            "a table is a polars, pandas or pyarrow data frame (collect a lazy one first)"
        ) from None
    runner = pipeline.runner
    columns: list[nw.Series[Any]] = []
    for name in table.columns:
        series = table[name]
        cells = _as_text(series)
        sample = cells.head(SAMPLE_ROWS).drop_nulls().to_list()
        entity = pipeline.policy.column_entity(str(name))
        profile = runner.detector.profile(str(name), sample, entity=entity)
        decision = runner.decide_column(distinct(cells), profile)
        if decision.changed or decision.whole:
            values = decision.applied(cells).to_list()
            series = nw.new_series(
                name, values, nw.String(), backend=nw.get_native_namespace(table)
            )
        columns.append(series)
    result = table.with_columns(*columns) if columns else table
    renamed = {name: runner.redact_text(str(name)) for name in table.columns}
    return nw.to_native(
        result.rename({old: new for old, new in renamed.items() if str(old) != new})
    )


def _as_text(series: nw.Series[Any]) -> pl.Series:
    """Return a column's cells as the text that they show."""
    return pl.Series([text_of(value) for value in series.to_list()], dtype=pl.String)


def text_of(value: Any) -> str | None:
    """Return a cell's value as the text that it shows; a whole float without its ".0".

    None for a missing value.
    """
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 - NaN is not equal to itself
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
