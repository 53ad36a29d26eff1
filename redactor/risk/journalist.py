"""Journalist risk against a table of the population, as ARX defines it.

The intruder does not know who is in the sample, but holds a list of the population with the same
quasi-identifiers: a voter list, a census extract. A person is found with chance 1/F, F persons of
the list being like her. Source: El Emam, Guide to the De-Identification of Personal Health
Information, 2013, ch. 16; Dankar and El Emam, 2010.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from redactor import formats
from redactor.errors import InputError, UsageError
from redactor.risk.measures import RISK_THRESHOLD, distinct_rows, person_keys
from redactor.risk.records import rows_of
from redactor.risk.roles import place_among
from redactor.risk.table import MOST_REMEMBERED, files_of, normal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.risk.table import Table

_SEED: Final = 13


@dataclass(frozen=True, slots=True)
class Journalist:
    """What a list of the population gives an intruder; shares are 0 to 1 and of persons.

    persons   rows of the list, each one person.
    average   mean of 1/F, which is marketer risk too; F is never less than the persons of the
              sample who are in the same class.
    highest   1/F of the most exposed.
    at_risk   share above RISK_THRESHOLD.
    unique    share with F = 1.
    missing   share whose class the list holds fewer of than the sample does: it is not complete.
    """

    persons: int
    average: float
    highest: float
    at_risk: float
    unique: float
    missing: float


def journalist(
    table: Table, quasi: Sequence[int], paths: Sequence[Path], *, unit: int | None = None
) -> Journalist:
    """Return the risk of a table's persons against the list in files and folders.

    Every quasi-identifier must be a column of the list, by the same name. Raises UsageError for
    one that is not, or that has too many different values; InputError.
    """
    keys = _keys_of_table(table, quasi)
    listed, persons = _listed([table.headers[place] for place in quasi], paths)
    members = pl.DataFrame([keys, person_keys(table, unit)])
    if unit is not None:
        members = distinct_rows(members)
    classes = members.group_by("class").len("sample").join(listed, on="class", how="left")
    classes = classes.with_columns(pl.col("listed").fill_null(0)).with_columns(
        pl.max_horizontal("sample", "listed").alias("size"),
        (pl.col("listed") < pl.col("sample")).alias("missing"),
    )
    # Somebody with several rows is as exposed as in the smallest class that holds one.
    exposed = members.join(classes, on="class").group_by("person").agg(
        pl.col("size").min(), pl.col("missing").any()
    )
    risks = 1 / exposed["size"].cast(pl.Float64)
    count = max(1, exposed.height)
    return Journalist(
        persons=persons,
        average=float(risks.sum()) / count,
        highest=float(risks.max() or 0),  # type: ignore[arg-type]
        at_risk=int((risks > RISK_THRESHOLD).sum()) / count,
        unique=int((exposed["size"] == 1).sum()) / count,
        missing=int(exposed["missing"].sum()) / count,
    )


def _keys_of_table(table: Table, quasi: Sequence[int]) -> pl.Series:
    columns = []
    for place in quasi:
        texts = table.texts[place]
        if texts is None:
            raise UsageError(
                f"{table.headers[place]} has more than {MOST_REMEMBERED:,} different values: no "
                "list of the population is compared by it; leave it out of --quasi, or make it "
                "coarser"
            )
        columns.append(table.codes[str(place)].replace_strict(texts["code"], texts["text"]))
    return _keys(columns, table.rows)


def _listed(headers: Sequence[str], paths: Sequence[Path]) -> tuple[pl.DataFrame, int]:
    """Return how many persons of the list are in each class, and how many there are."""
    counts = pl.DataFrame(schema={"class": pl.UInt64, "listed": pl.UInt32})
    persons = 0
    for path in files_of(paths):
        source = formats.Source.from_path(path)
        notes: list[str] = []
        for names, batch in rows_of(source, formats.recognise(source), notes):
            where = "the list of the population"
            places = [place_among(names, header, where) for header in headers]
            keys = _keys([normal(batch.columns[place].cells) for place in places], batch.rows)
            new = keys.to_frame().group_by("class").len("listed")
            counts = pl.concat([counts, new]).group_by("class").agg(pl.col("listed").sum())
            persons += batch.rows
        if notes:
            raise InputError(f"the list of the population can't be read whole: {notes[0]}")
    if not persons:
        raise InputError("there is no table with a header in the list of the population")
    return counts, persons


def _keys(columns: Sequence[pl.Series], rows: int) -> pl.Series:
    """Return a number for each row, equal where all texts are, in whatever table."""
    if not columns:
        return pl.zeros(rows, pl.UInt64, eager=True).alias("class")
    frame = pl.DataFrame([cells.rename(str(number)) for number, cells in enumerate(columns)])
    return frame.hash_rows(_SEED).alias("class")
