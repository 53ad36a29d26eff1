"""Data frames of polars, pandas and pyarrow through the same decisions as files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from redactor.blocks import distinct
from redactor.detection import ColumnProfile, Tally
from redactor.detection.columns import SAMPLE_ROWS
from redactor.errors import UsageError

if TYPE_CHECKING:
    from redactor.pipeline import Pipeline


Columns = dict[str, ColumnProfile]
"""What the columns of a table are, by their names."""


def profile_table(frame: Any, pipeline: Pipeline) -> Columns:
    """Decide what each column is, from its name and its first SAMPLE_ROWS rows.

    For data in parts: made once, from the first part, so that all parts are treated alike.
    Raises UsageError for anything but an eager data frame.
    """
    table = _eager(frame)
    profiles = {name: _profile(table[name], str(name), pipeline) for name in table.columns}
    # Not all of a column is counted here, so nothing in it is taken for chance.
    return {str(name): replace(p, by_chance=frozenset()) for name, p in profiles.items()}


def redact_table(frame: Any, pipeline: Pipeline, columns: Columns | None = None) -> Any:
    """Return a redacted frame of the same library; the given one is not touched.

    `columns` is what `profile_table` gave. Raises UsageError for anything but an eager data frame.
    """
    table = _eager(frame)
    runner = pipeline.runner
    series_: list[nw.Series[Any]] = []
    for name in table.columns:
        series = table[name]
        cells = _as_text(series)
        profile = (columns or {}).get(str(name)) or _profile(series, str(name), pipeline)
        if profile.by_chance:
            tally = Tally()
            runner.detector.count(distinct(cells).to_list(), profile, tally)
            profile = runner.detector.confirmed(profile, tally)
        decision = runner.decide_column(distinct(cells), profile)
        if decision.changed or decision.whole:
            values = decision.applied(cells).to_list()
            series = nw.new_series(
                name, values, nw.String(), backend=nw.get_native_namespace(table)
            )
        series_.append(series)
    result = table.with_columns(*series_) if series_ else table
    renamed = {name: runner.redact_text(str(name)) for name in table.columns}
    return nw.to_native(
        result.rename({old: new for old, new in renamed.items() if str(old) != new})
    )


def _eager(frame: Any) -> nw.DataFrame[Any]:
    try:
        table: nw.DataFrame[Any] = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise UsageError(
            "a table is a polars, pandas or pyarrow data frame (collect a lazy one first)"
        ) from None
    return table


def _profile(series: nw.Series[Any], name: str, pipeline: Pipeline) -> ColumnProfile:
    return pipeline.runner.detector.profile(
        name,
        _as_text(series.head(SAMPLE_ROWS)).drop_nulls().to_list(),
        entity=pipeline.policy.column_entity(name),
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
