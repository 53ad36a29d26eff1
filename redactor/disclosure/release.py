"""A release: coarser cells, rare rows out, tokens without a key, rows in no order.

What becomes of a column is decided by its role. Identifiers are emptied, but for the column that
is the person, whose tokens are replaced by random ones; free text and row numbers are emptied;
quasi-identifiers go up their hierarchies; of sensitive columns values that fewer than k persons
have become bands or "*"; all other columns stay.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from redactor.disclosure.hierarchies import EVERYTHING, Hierarchy, build, number_of
from redactor.disclosure.lattice import Demand, Lattice
from redactor.errors import PolicyError, UsageError
from redactor.operators import TOKEN, random_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.policy import Publish, Role


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text, the role of each column and the place of the person's column (or None).

    `numbering` are places of columns that number the rows.
    """

    rows: pl.DataFrame
    roles: tuple[Role, ...]
    unit: int | None = None
    numbering: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Release:
    """The rows that may go out, and what it cost. `outputs` maps a column to all it can hold.

    `persons` says of each row whose it is, which the tokens of unlinked persons do not.
    """

    rows: pl.DataFrame = field(repr=False)
    source_rows: np.ndarray = field(repr=False)
    persons: np.ndarray = field(repr=False)
    loss: float
    suppressed: int
    complementary: int
    unlinked: int
    levels: dict[str, str]
    entropy: dict[str, float]
    emptied: tuple[str, ...]
    classes: int
    is_exact: bool
    measured: int
    l_not_asked: tuple[str, ...]
    outputs: dict[int, frozenset[str]] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the cost for the report: no value, only names of columns and numbers."""
        total = self.rows.height + self.suppressed
        return {
            "rows": self.rows.height,
            "suppressed": self.suppressed,
            "suppressed_share": self.suppressed / total if total else 0.0,
            "complementary": self.complementary,
            "unlinked_persons": self.unlinked,
            "loss": self.loss,
            "classes": self.classes,
            "average_class": self.rows.height / self.classes if self.classes else 0.0,
            "levels": self.levels,
            "entropy_kept": self.entropy,
            "emptied": list(self.emptied),
            "search": {"nodes_measured": self.measured, "exact": self.is_exact},
            "l_not_asked": list(self.l_not_asked),
        }


def release(table: Table, demand: Publish, hierarchies: Mapping[int, str] | None = None) -> Release:
    """Return the table's release under a policy's demand.

    `hierarchies` says for places of quasi-identifiers which kind or file to use; the rest get what
    fits. Raises UsageError when not even a table without any quasi-identifier meets the demand,
    PolicyError for a bad hierarchy.
    """
    if demand.k < 2:
        raise PolicyError("k below 2 hides nobody: each person would be a class of one")
    rows = table.rows
    names = rows.columns
    table = replace(table, roles=_roles(table, demand))
    quasi = [n for n, role in enumerate(table.roles) if role == "quasi_identifier"]
    sensitive = [n for n, role in enumerate(table.roles) if role == "sensitive"]
    persons = _persons(table)
    cells, found = _columns(rows, quasi, persons, hierarchies or {}, demand.k)
    banded = {n: _without_rare(rows[names[n]], persons, demand.k) for n in sensitive}
    diverse = [n for n in sensitive if banded[n].n_unique() >= demand.l]
    lattice = Lattice(
        [codes for codes, _ in cells],
        [levels for _, levels in cells],
        persons,
        [banded[n].rank("dense").to_numpy() for n in diverse] if demand.l > 1 else [],
        Demand(demand.k, demand.l, demand.suppress_at_most),
    )
    best = lattice.search()
    if best is None:
        raise UsageError(
            f"no release of {rows.height:,} rows has classes of {demand.k} persons"
            + (f" with {demand.l} values" if demand.l > 1 else "")
            + ": lower k or l in [publish], or publish counts only"
        )
    columns = []
    outputs: dict[int, frozenset[str]] = {}
    emptied: list[str] = []
    tokens: list[str] = []
    for place, name in enumerate(names):
        series = rows[name]
        if place in found:
            level = best.node[quasi.index(place)]
            series = _at_level(series, found[place], level)
            outputs[place] = frozenset(series.unique().to_list())
        elif place in banded:
            series = banded[place]
            outputs[place] = frozenset(series.unique().to_list())
        elif place != table.unit and _is_emptied(table, place, demand):
            emptied.append(name)
            series = pl.Series(name, [""] * rows.height, dtype=pl.String)
        elif place != table.unit and table.roles[place] == "identifier":
            tokens.append(name)
        columns.append(series.rename(name))
    made = pl.DataFrame(columns).with_columns(
        pl.Series("__row", np.arange(rows.height)), pl.Series("__person", persons)
    ).filter(pl.Series(best.stays))  # fmt: skip
    made, unlinked = _retokened(made, table, quasi, demand)
    made = made.with_columns(_without_telling(made[name], demand.k) for name in tokens)
    order = _shuffled(made.height)
    made = made[order]
    classes = made.select(pl.struct([names[n] for n in quasi]).n_unique()).item() if quasi else 1
    return Release(
        rows=made.drop("__row", "__person"),
        source_rows=made["__row"].to_numpy(),
        persons=made["__person"].to_numpy(),
        loss=best.loss,
        suppressed=rows.height - made.height,
        complementary=best.complementary,
        unlinked=unlinked,
        levels={names[n]: found[n].names[best.node[quasi.index(n)]] for n in quasi},
        entropy={names[n]: _kept(rows[names[n]], made[names[n]]) for n in quasi},
        emptied=tuple(emptied),
        classes=int(classes),
        is_exact=best.is_exact,
        measured=best.measured,
        l_not_asked=tuple(names[n] for n in sensitive if n not in diverse),
        outputs=outputs,
    )


def _roles(table: Table, demand: Publish) -> tuple[Role, ...]:
    """Return the roles, in which tokens of places are identifiers unless tokens are to stay.

    Which tower a token stands for is told by how many calls it had.
    """
    return tuple(
        "identifier"
        if role == "quasi_identifier"
        and demand.tokens == "random"
        and _is_tokens(table.rows.to_series(n))
        else role
        for n, role in enumerate(table.roles)
    )


def _persons(table: Table) -> np.ndarray:
    numbers = np.arange(table.rows.height, dtype=np.int64)
    if table.unit is None:
        return numbers
    cells = table.rows.to_series(table.unit).fill_null("").str.strip_chars()
    dense = cells.rank("dense").cast(pl.Int64).to_numpy() + table.rows.height
    return np.where((cells == "").to_numpy(), numbers, dense)


def _columns(
    rows: pl.DataFrame,
    quasi: Sequence[int],
    persons: np.ndarray,
    wanted: Mapping[int, str],
    k: int,
) -> tuple[list[tuple[np.ndarray, list[np.ndarray]]], dict[int, Hierarchy]]:
    """Return codes and levels of each quasi-identifier, and its hierarchy."""
    cells: list[tuple[np.ndarray, list[np.ndarray]]] = []
    found: dict[int, Hierarchy] = {}
    for place in quasi:
        series = one_spelling(rows.to_series(place))
        frame = pl.DataFrame({"value": series, "person": persons})
        counted = frame.unique().group_by("value").len("n").sort("value")
        values = dict(counted.iter_rows())
        hierarchy = build(values, wanted.get(place), header=rows.columns[place], fewest=k)
        texts = list(values)
        codes = pl.DataFrame({"value": series}).join(
            pl.DataFrame({"value": texts}).with_row_index("code"),
            on="value", how="left", maintain_order="left",
        )["code"].to_numpy()  # fmt: skip
        levels = [
            pl.Series([level[text] for text in texts], dtype=pl.String).rank("dense").to_numpy() - 1
            for level in hierarchy.levels
        ]
        cells.append((codes, [np.asarray(level, np.int64) for level in levels]))
        found[place] = hierarchy
    return cells, found


def one_spelling(series: pl.Series) -> pl.Series:
    """Return cells without blanks around them, in the commonest spelling of each."""
    plain = series.fill_null("").str.strip_chars()
    frame = pl.DataFrame({"text": plain, "normal": plain.str.to_lowercase()})
    best = (
        frame.group_by("normal", "text").len("n")
        .sort(["n", "text"], descending=[True, False])
        .unique("normal", keep="first", maintain_order=True)
        .select("normal", pl.col("text").alias("best"))
    )  # fmt: skip
    return frame.join(best, on="normal", how="left", maintain_order="left")["best"]


def _at_level(series: pl.Series, hierarchy: Hierarchy, level: int) -> pl.Series:
    values = list(hierarchy.levels[level])
    return one_spelling(series).replace_strict(
        values, [hierarchy.levels[level][v] for v in values], return_dtype=pl.String
    )


def _without_rare(series: pl.Series, persons: np.ndarray, k: int) -> pl.Series:
    """Return a sensitive column in which every value is of k persons or "*".

    An amount to the rupee names a person as well as a number does. Numbers go to the finest bands
    in which nine of ten persons are not alone; what is still rare becomes "*".
    """
    plain = one_spelling(series)

    def common(texts: pl.Series) -> pl.Series:
        frame = pl.DataFrame({"text": texts, "person": persons})
        sizes = frame.unique().group_by("text").len("n")
        joined = frame.join(sizes, on="text", how="left", maintain_order="left")
        return joined["n"] >= k

    best = plain
    is_common = common(plain)
    distinct = plain.unique().to_list()
    numbers = {text: number_of(text) for text in distinct if text}
    width = 10
    while (
        is_common.mean() < 0.9  # type: ignore[operator]
        and numbers
        and all(n is not None for n in numbers.values())
        and width <= 10**12
    ):
        bands = {
            text: f"{n - n % width}-{n - n % width + width - 1}"
            for text, n in numbers.items()
            if n is not None
        }
        best = plain.replace_strict(list(bands), list(bands.values()), default="")
        is_common = common(best)
        width *= 10
    stars = pl.Series([EVERYTHING], dtype=pl.String).new_from_index(0, len(best))
    return best.zip_with(is_common, stars)


def _is_emptied(table: Table, place: int, demand: Publish) -> bool:
    role = table.roles[place]
    if role == "identifier":
        # Tokens of a name can be told by how often they occur: a release has none but the person's.
        return demand.tokens == "random" or not _is_tokens(table.rows.to_series(place))
    return role == "free_text" or place in table.numbering


def _is_tokens(series: pl.Series) -> bool:
    filled = series.fill_null("").unique().to_list()
    return all(not text.strip() or TOKEN.fullmatch(text.strip()) for text in filled)


def _retokened(
    made: pl.DataFrame, table: Table, quasi: Sequence[int], demand: Publish
) -> tuple[pl.DataFrame, int]:
    """Return the rows with random tokens, and how many persons' rows were unlinked.

    A person whose rows together are like those of fewer than k - 1 others is known by them, however
    common each row is. Such a person's rows get a token each, so that nothing joins them.
    """
    if table.unit is None or not made.height:
        return made, 0
    names = table.rows.columns
    unit = names[table.unit]
    key = pl.struct([names[n] for n in quasi]).hash(3) if quasi else pl.lit(0, pl.UInt64)
    history = made.group_by("__person").agg(key.sum().alias("history"), pl.len().alias("len"))
    alike = history.group_by("history", "len").len("persons")
    history = history.join(alike, on=["history", "len"])
    rare = history.filter((pl.col("persons") < demand.k) & (pl.col("len") > 1))["__person"]
    is_rare = made["__person"].is_in(rare.implode())
    tokens = made[unit].fill_null("")
    filled = tokens.str.strip_chars() != ""
    prefixes = tokens.str.split_exact("_", 1).struct.field("field_0")
    distinct = tokens.unique().to_list()
    fresh = {t: random_token(_prefix(t)) if t.strip() else "" for t in distinct}
    new = tokens
    if demand.tokens == "random":
        new = tokens.replace_strict(list(fresh), list(fresh.values()), return_dtype=pl.String)
    lone = pl.Series(
        [
            random_token(_prefix(f"{p}_")) if r and f else ""
            for p, r, f in zip(prefixes.to_list(), is_rare.to_list(), filled.to_list(), strict=True)
        ],
        dtype=pl.String,
    )
    made = made.with_columns(lone.zip_with(is_rare, new).rename(unit))
    if demand.tokens == "keyed":
        # Any other token of the same row would join the rows again.
        others = [
            name for n, name in enumerate(names)
            if n != table.unit and table.roles[n] == "identifier"
        ]  # fmt: skip
        blank = pl.Series([""], dtype=pl.String).new_from_index(0, made.height)
        made = made.with_columns(blank.zip_with(is_rare, made[n]).rename(n) for n in others)
    return made, len(rare)


def _without_telling(series: pl.Series, k: int) -> pl.Series:
    """Return tokens without those that occur as often as fewer than k of the column's tokens.

    Who knows how often each name occurs would know by its count which one a token stands for.
    """
    frame = pl.DataFrame({"text": series.fill_null("")})
    counts = frame.filter(pl.col("text") != "").group_by("text").len("n")
    alike = counts.group_by("n").agg(pl.len().alias("tokens")).filter(pl.col("tokens") >= k)
    fine = counts.join(alike, on="n", how="semi")["text"]
    return series.set(~frame["text"].is_in(fine.implode()), "")


def _prefix(text: str) -> str:
    found = text.strip().partition("_")[0]
    return found if found.isascii() and found.isalpha() and found.isupper() else "ROW"


def _shuffled(count: int) -> np.ndarray:
    """Return a random order from the system's random numbers, so that none can be guessed."""
    rng = np.random.Generator(np.random.PCG64(secrets.randbits(128)))
    return rng.permutation(count)


def _kept(before: pl.Series, after: pl.Series) -> float:
    """Return which share of a column's entropy is left."""
    was = _entropy(before)
    return _entropy(after) / was if was else 1.0


def _entropy(series: pl.Series) -> float:
    counts = series.fill_null("").value_counts(name="n")["n"].to_numpy()
    shares = counts / counts.sum() if counts.sum() else counts
    return float(-(shares * np.log2(shares)).sum()) + 0.0 if len(shares) else 0.0
