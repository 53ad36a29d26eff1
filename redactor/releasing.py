"""Releases: redacted copies turned into tables in which each person looks like k - 1 others.

Comes after the copies were verified, and is verified by itself: the files are read back as lines,
searched for everything that was removed, and scanned by the recognisers, but for the texts that a
hierarchy gives.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor import disclosure, formats
from redactor.detection.columns import ColumnProfile
from redactor.errors import PolicyError, ResidualError, UsageError
from redactor.formats import delimited, formulas
from redactor.formats.decoding import blocks_of
from redactor.planning import Work
from redactor.policy import squash
from redactor.publishing import private
from redactor.risk import assess, choose_roles
from redactor.risk.records import rows_of
from redactor.risk.roles import NUMBERS_ROWS, Roles, has_column, refuse_unknown
from redactor.risk.table import from_frame
from redactor.verification import refuse_protected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.policy import Policy
    from redactor.report import Report
    from redactor.risk import Table
    from redactor.runner import Runner
    from redactor.verification import Verifier

_FILE = "__file"


def assess_copies(
    works: Sequence[Work], policy: Policy, runner: Runner, population: int | None = None
) -> list[dict[str, Any]]:
    """Return the risk of every table in redacted copies, for the report."""
    return [
        assess(table, _roles(table, policy, runner), population=population).to_dict()
        for _, table in _tables(works)
    ]


def make_release(
    works: Sequence[Work],
    folder: Path,
    policy: Policy,
    runner: Runner,
    verifier: Verifier,
    report: Report,
) -> list[Work]:
    """Return works whose copies are the release; files without a table are not in it.

    Raises UsageError where the demand can't be met, ResidualError if anything is found.
    """
    demand = policy.publish
    if demand is None:
        raise UsageError("this policy has no [publish]: extend publish or partner")
    released: list[Work] = []
    allowed: list[dict[int, frozenset[str]]] = []
    tables = list(_tables(works))
    named = [*([demand.unit] if demand.unit else []), *policy.roles(), *policy.hierarchies()]
    every = [header for _, table in tables for header in table.headers]
    refuse_unknown(named, every, f"policy {policy.name}")
    held = {number for rows, _ in tables for number in rows[_FILE].unique().to_list()}
    for number, work in enumerate(works):
        if number not in held:
            report.quarantine(
                work.relative, "no table, and a release holds tables only", "publish a table of it"
            )
    for rows, table in tables:
        roles = _roles(table, policy, runner)
        cells = rows.drop(_FILE)
        numbering = frozenset(n for n, why in enumerate(roles.reasons) if why == NUMBERS_ROWS)
        given = disclosure.Table(cells, roles.roles, roles.unit, numbering)
        try:
            made = disclosure.release(given, demand, _hierarchies(table, policy))
        except PolicyError:
            raise
        except UsageError as error:
            raise UsageError(
                f"{table.names[0]}, {_columns_of(table)}: {error}. Nothing was written; leave "
                "this table out to release the others."
            ) from None
        after = from_frame(made.rows, table.names[0])
        report.release.append({"files": list(table.names), **made.to_dict()})
        report.risk.append({
            "before": assess(table, roles).to_dict(),
            "after": _assess_release(made, after, _after(roles, after)),
        })  # fmt: skip
        of_file = rows[_FILE].to_numpy()[made.source_rows]
        for number in rows[_FILE].unique(maintain_order=True).to_list():
            part = made.rows.filter(pl.Series(of_file == number))
            work = _written(works[number], part, folder, released)
            work.profiles = {(None, tuple(part.columns)): _profiles(table, runner, policy)}
            released.append(work)
            allowed.append(made.outputs)
    verifier.forget_seen()
    _verify(released, allowed, runner, verifier, report)
    return released


def _tables(works: Sequence[Work]) -> Iterator[tuple[pl.DataFrame, Table]]:
    """Yield the rows of each table of the copies (with the number of their file), and its codes."""
    frames: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    names: dict[tuple[str, ...], list[str]] = {}
    for number, work in enumerate(works):
        for headers, batch in rows_of(formats.Source.from_path(work.written), work.format, []):
            columns = [
                batch.columns[n].cells.cast(pl.String).fill_null("").rename(name)
                for n, name in enumerate(_distinct(headers))
            ]
            here = pl.Series(_FILE, [number]).new_from_index(0, batch.rows)
            frames.setdefault(headers, []).append(pl.DataFrame([*columns, here]))
            if str(work.relative) not in names.setdefault(headers, []):
                names[headers].append(str(work.relative))
    for headers, parts in frames.items():
        rows = pl.concat(parts)
        table = from_frame(rows.drop(_FILE), names[headers][0])
        yield rows, replace(table, names=tuple(names[headers]))


def _columns_of(table: Table) -> str:
    more = len(table.headers) - 4
    return f"columns {', '.join(table.headers[:4])}" + (f" and {more} more" if more > 0 else "")


def _distinct(headers: Sequence[str]) -> list[str]:
    """Return names for columns, all different, where headers repeat or are missing."""
    seen: Counter[str] = Counter()
    names = []
    for place, header in enumerate(headers, start=1):
        name = header or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _roles(table: Table, policy: Policy, runner: Runner) -> Roles:
    unit = policy.publish.unit if policy.publish is not None else None

    def entity_of(header: str, sample: Sequence[str]) -> str | None:
        named = policy.column_entity(header)
        return runner.detector.profile(header or None, list(sample), entity=named).prior

    return choose_roles(
        table,
        unit=unit if unit is not None and has_column(table, unit) else None,
        overrides=policy.roles(),
        entity_of=entity_of,
    )


def _after(roles: Roles, after: Table) -> Roles:
    """Return the roles of the release: the same, but an emptied column is nothing any more."""
    is_empty = [after.distinct(n) == 1 and not after.samples[n] for n in range(len(after.headers))]
    return Roles(
        tuple("other" if gone else r for r, gone in zip(roles.roles, is_empty, strict=True)),
        roles.reasons,
        roles.unit if roles.unit is not None and not is_empty[roles.unit] else None,
    )


def _assess_release(made: disclosure.Release, after: Table, roles: Roles) -> dict[str, Any]:
    """Return the risk of a release, for the report.

    Classes are counted by whose rows they are: a person whose rows were unlinked is one still.
    What rows together tell is counted by the tokens that stand there.
    """
    by_token = assess(after, roles).to_dict()
    if roles.unit is None:
        return by_token
    persons = pl.Series(made.rows.columns[roles.unit], made.persons).cast(pl.String)
    owned = replace(from_frame(made.rows.with_columns(persons)), names=after.names)
    told = assess(owned, roles).to_dict()
    return told | {field: by_token[field] for field in ("linked", "unicity")}


def _hierarchies(table: Table, policy: Policy) -> dict[int, str]:
    named = policy.hierarchies()
    return {n: named[s] for n, h in enumerate(table.headers) if (s := squash(h)) in named}


def _profiles(table: Table, runner: Runner, policy: Policy) -> list[ColumnProfile]:
    return [
        runner.detector.profile(header, list(sample), entity=policy.column_entity(header))
        for header, sample in zip(table.headers, table.samples, strict=True)
    ]


def _written(work: Work, rows: pl.DataFrame, folder: Path, before: Sequence[Work]) -> Work:
    """Write one file of the release: CSV in UTF-8, whatever the original was."""
    relative = work.relative if work.relative.suffix == ".csv" else Path(f"{work.relative}.csv")
    taken = {made.relative for made in before}
    count = 1
    while relative in taken:
        count += 1
        relative = work.relative.with_name(f"{work.relative.stem} ({count}).csv")
    path = folder / f"release-{len(before):06d}.part"
    # A release is a CSV whatever its original was: a spreadsheet's text may begin as a formula.
    safe = rows.with_columns(formulas.as_text(rows[name])[0] for name in rows.columns)
    with os.fdopen(private(path), "wb") as sink:
        safe.write_csv(sink)
        sink.flush()
        os.fsync(sink.fileno())
    report = replace(work.report, name=str(relative), rows=rows.height)
    return Work(work.source, relative, delimited, report, temporary=path)


def _verify(
    works: Sequence[Work],
    allowed: Sequence[dict[int, frozenset[str]]],
    runner: Runner,
    verifier: Verifier,
    report: Report,
) -> None:
    residual: Counter[str] = Counter()
    searching = verifier.search()
    for work, outputs in zip(works, allowed, strict=True):
        source = formats.Source.from_path(work.written)
        for block in blocks_of(source, "utf-8"):
            refuse_protected(runner.lists, block)
            for part in runner.search_texts([block], searching):
                verifier.seen.add(part.seen)
        frame = pl.read_csv(work.written, infer_schema=False).fill_null("")
        if frame.height != work.report.rows:
            raise ResidualError(f"{work.relative}: the release lost rows. Nothing was kept.")
        (profiles,) = work.profiles.values()
        for place, profile in enumerate(profiles):
            distinct = set(frame.to_series(place).unique().to_list()) - {"", "*"}
            fine = outputs.get(place, frozenset())
            residual.update(runner.residuals(sorted(distinct - fine), profile))
    found = verifier.residuals()
    report.residual, report.residual_values = dict(residual), len(found)
    if found or residual:
        where = ", ".join(sorted(residual)) or "removed values"
        raise ResidualError(
            f"verification found {len(found)} removed values and {sum(residual.values())} new "
            f"findings ({where}) in the release. Nothing was kept."
        )
