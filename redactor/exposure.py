"""Risk of files and folders: reads tables, says what each column is, measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from redactor.errors import InputError
from redactor.risk import Assessment, assess, choose_roles, read_tables
from redactor.risk.roles import has_column, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.detection import Detector
    from redactor.policy import Policy

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Exposure:
    """The tables that were measured, and the files that are none: (name, why)."""

    tables: tuple[Assessment, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def exit_code(self) -> int:
        """Return 4 where a file was not measured."""
        return 4 if self.left_out else 0

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "schema": "redactor-risk",
            "version": SCHEMA_VERSION,
            "tables": [table.to_dict() for table in self.tables],
            "not_measured": [{"name": name, "reason": why} for name, why in self.left_out],
        }


def measure_exposure(
    inputs: Sequence[Path],
    policy: Policy,
    *,
    quasi: Sequence[str] = (),
    sensitive: Sequence[str] = (),
    unit: str | None = None,
    population: int | None = None,
    population_list: Sequence[Path] = (),
) -> Exposure:
    """Measure every table in files and folders, against a list of the population if there is one.

    A named column must be in one of the tables at least. Raises UsageError, InputError.
    """
    tables, left_out = read_tables(inputs)
    if not tables:
        raise InputError("there is no table with a header in it: risk is measured on tables")
    for name in [*quasi, *sensitive, *([unit] if unit else [])]:
        if not any(has_column(table, name) for table in tables):
            place_of(tables[0], name)
    detect = detecting(policy)
    assessments = []
    for table in tables:
        roles = choose_roles(
            table,
            quasi=[name for name in quasi if has_column(table, name)],
            sensitive=[name for name in sensitive if has_column(table, name)],
            unit=unit if unit is not None and has_column(table, unit) else None,
            overrides=policy.roles(),
            entity_of=detect,
        )
        assessments.append(
            assess(table, roles, population=population, population_list=population_list)
        )
    return Exposure(tuple(assessments), tuple(left_out))


def detecting(policy: Policy) -> partial[str | None]:
    """Return a function that says which entity a header and its first cells are."""
    from redactor.detection import Detector  # noqa: PLC0415 - Presidio loads slowly

    return partial(_entity, Detector(policy.threshold), policy)


def _entity(detector: Detector, policy: Policy, header: str, sample: Sequence[str]) -> str | None:
    named = policy.column_entity(header)
    profile = detector.profile(header or None, list(sample), entity=named)
    return profile.prior
