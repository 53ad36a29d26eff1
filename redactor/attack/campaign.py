"""All attacks on all tables of a copy, each with a control that must succeed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from redactor import formats
from redactor.attack import traces
from redactor.attack.attempt import Attempt, Pair
from redactor.attack.controls import controls
from redactor.attack.enumeration import enumeration
from redactor.attack.frequency import frequency
from redactor.attack.linkage import Fits, inference, linkability, linkage
from redactor.errors import InputError, QuarantineError, RedactorError
from redactor.policy import squash
from redactor.risk import choose_roles
from redactor.risk.records import rows_of
from redactor.risk.table import files_of, from_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from redactor.policy import Role
    from redactor.risk import Roles

Headers = tuple[str, ...]
# A control that hits less shows that the attack is broken, not that a copy withstands it.
CONTROL_AT_LEAST: Final = 0.9
TOLERANCE: Final = 0.1
"""Gain over guessing that is still no win: a class of eleven gives 1/11."""

# Share of headers that must agree for a copy's table to be taken for the original's.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the attacks on one copy got, by table: (columns of the table, attempts)."""

    tables: tuple[tuple[tuple[str, ...], tuple[Attempt, ...]], ...]
    tolerance: float
    not_attacked: tuple[tuple[str, str], ...] = ()

    @property
    def is_won(self) -> bool:
        """Say whether the intruder won at least one of them."""
        return any(a.wins(self.tolerance) for _, attempts in self.tables for a in attempts)

    @property
    def exit_code(self) -> int:
        """Return 3 if the intruder won, 4 if a table could not be attacked, else 0."""
        return 3 if self.is_won else 4 if self.not_attacked else 0

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON: names of columns and numbers, never a value."""
        return {
            "schema": "redactor-attack",
            "version": 1,
            "tolerance": self.tolerance,
            "won": self.is_won,
            "tables": [
                {
                    "columns": list(columns),
                    "attacks": [
                        {
                            **asdict(a),
                            "share": a.share,
                            "gain": a.gain,
                            "low": a.interval[0],
                            "high": a.interval[1],
                            "won": a.wins(self.tolerance),
                        }
                        for a in attempts
                    ],
                }
                for columns, attempts in self.tables
            ],
            "not_attacked": [{"name": n, "reason": why} for n, why in self.not_attacked],
        }


def attack(
    folder: Path,
    originals: Sequence[Path],
    *,
    second: Path | None = None,
    passphrases: Sequence[str] = (),
    overrides: Mapping[str, Role] | None = None,
    entity_of: Callable[[str, Sequence[str]], str | None] | None = None,
    tolerance: float = TOLERANCE,
) -> Campaign:
    """Attack every table of a copy that has its original.

    `second` is another copy of the same people; `overrides` are roles by squashed header.
    Raises UsageError (nothing there), InputError (no table), RedactorError when a control fails.
    """
    copies, left_out = _frames([folder])
    truths, _ = _frames(originals)
    others, _ = _frames([second]) if second is not None else ({}, [])
    reached = controls(passphrases)
    failed = sorted(name for name, share in reached.items() if share < CONTROL_AT_LEAST)
    if failed:
        raise RedactorError(
            f"an attack did not succeed on a copy made weak for it ({', '.join(failed)}), so "
            "nothing can be concluded; please report this"
        )
    is_release = _is_release(folder)
    tables = []
    for headers, copy in copies.items():
        original = _original_of(headers, truths)
        if original is None:
            left_out.append((", ".join(headers[:4]), "no table of the original has these columns"))
            continue
        roles = _roles(original, copy, overrides, entity_of)
        pair = Pair(
            original,
            copy,
            roles.roles,
            roles.unit,
            is_aligned=not is_release and original.height == copy.height,
        )
        attempts = run(pair, passphrases, reached)
        for other in others.values():
            attempts.append(traces.difference(copy, other, reached["difference"]))
        tables.append((headers, tuple(attempts)))
    if not tables:
        raise InputError("no table of the copy belongs to a table of the original")
    return Campaign(tuple(tables), tolerance, tuple(left_out))


def run(pair: Pair, passphrases: Sequence[str], reached: Mapping[str, float]) -> list[Attempt]:
    """Run the attacks that need one copy only; `reached` are the controls by attack."""
    fits = Fits(pair, pair.of("quasi_identifier"))
    return [
        enumeration(pair, passphrases, reached.get("enumeration", 0.0)),
        frequency(pair, reached.get("frequency", 0.0)),
        linkage(pair, fits, reached.get("linkage (singling out)", 0.0)),
        inference(pair, fits, reached.get("inference", 0.0)),
        linkability(pair, reached.get("linkability", 0.0)),
        traces.order(pair, fits, reached.get("row order", 0.0)),
        traces.times(pair, reached.get("times of day", 0.0)),
        traces.pieces(pair, reached.get("pieces", 0.0)),
    ]


def _is_release(folder: Path) -> bool:
    """Say whether a copy is a release, whose rows are in no order."""
    report = folder / "report.json"
    try:
        return bool(json.loads(report.read_text("utf-8")).get("release"))
    except (OSError, ValueError, AttributeError):
        return False


def _roles(
    original: pl.DataFrame,
    copy: pl.DataFrame,
    overrides: Mapping[str, Role] | None,
    entity_of: Callable[[str, Sequence[str]], str | None] | None,
) -> Roles:
    """Return what the columns are to an intruder, who has the original; the unit is the copy's."""
    found = choose_roles(from_frame(original), overrides=overrides, entity_of=entity_of)
    unit = choose_roles(from_frame(copy), overrides=overrides).unit
    return type(found)(found.roles, found.reasons, unit)


def _original_of(headers: Headers, truths: Mapping[Headers, pl.DataFrame]) -> pl.DataFrame | None:
    """Return the original's table with a copy's columns, under the copy's names."""
    wanted = [squash(h) for h in headers]
    best: tuple[float, pl.DataFrame] | None = None
    for known, frame in truths.items():
        if len(known) != len(headers):
            continue
        pairs = zip(wanted, map(squash, known), strict=True)
        alike = sum(a == b for a, b in pairs) / max(len(headers), 1)
        if alike >= _ALIKE and (best is None or alike > best[0]):
            best = (alike, frame)
    return best[1] if best is not None else None


def _frames(
    paths: Sequence[Path],
) -> tuple[dict[Headers, pl.DataFrame], list[tuple[str, str]]]:
    """Return the tables in files and folders as text, by their headers, and what is none."""
    parts: dict[Headers, list[pl.DataFrame]] = {}
    left_out: list[tuple[str, str]] = []
    for path in files_of(paths):
        source = formats.Source.from_path(path)
        notes: list[str] = []
        try:
            for headers, batch in rows_of(source, formats.recognise(source), notes):
                names = [f"{n}" for n in range(len(headers))]
                parts.setdefault(headers, []).append(
                    pl.DataFrame(
                        [batch.columns[n].cells.cast(pl.String).rename(names[n])
                         for n in range(len(headers))]
                    )
                )  # fmt: skip
        except (QuarantineError, InputError) as error:
            left_out.append((path.name, str(error)))
            continue
        left_out += [(path.name, note) for note in notes]
    return {
        headers: _named(pl.concat(frames), headers) for headers, frames in parts.items()
    }, left_out


def _named(frame: pl.DataFrame, headers: Headers) -> pl.DataFrame:
    taken: set[str] = set()
    names = []
    for place, header in enumerate(headers):
        name = header if header and header not in taken else f"{header} [{place + 1}]"
        taken.add(name)
        names.append(name)
    return frame.rename(dict(zip(frame.columns, names, strict=True)))
