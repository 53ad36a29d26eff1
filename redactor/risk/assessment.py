"""One table's risk, all of it: roles, measures, population, trajectories, small cells."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from redactor.risk.cells import Crossing, crossings
from redactor.risk.journalist import Journalist, journalist
from redactor.risk.measures import Measures, class_keys, measure, person_keys, unique_alone
from redactor.risk.population import Population, estimate
from redactor.risk.trajectories import Unicity, unicity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.risk.roles import Roles
    from redactor.risk.table import Table

_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a table gives away. Holds names of columns and numbers, never a value."""

    files: tuple[str, ...]
    headers: tuple[str, ...]
    roles: Roles
    measures: Measures
    alone: dict[str, float]
    small_cells: tuple[Crossing, ...]
    unicity: tuple[Unicity, ...]
    population: Population | None
    journalist: Journalist | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON; docs/risk.md says what each field is."""
        measures = asdict(self.measures)
        measures["below"] = {str(k): v for k, v in self.measures.below.items()}
        measures["sizes"] = {str(k): v for k, v in self.measures.sizes.items()}
        unit = self.roles.unit
        return {
            "files": list(self.files),
            "columns": [
                {"column": header, "role": role, "because": why}
                for header, role, why in zip(
                    self.headers, self.roles.roles, self.roles.reasons, strict=True
                )
            ],
            "unit": self.headers[unit] if unit is not None else None,
            **measures,
            "unique_by_column": self.alone,
            "small_cells": [asdict(cell) for cell in self.small_cells],
            "unicity": [asdict(points) for points in self.unicity],
            "population": asdict(self.population) if self.population is not None else None,
            "journalist": asdict(self.journalist) if self.journalist is not None else None,
        }


def assess(
    table: Table,
    roles: Roles,
    *,
    population: int | None = None,
    population_list: Sequence[Path] = (),
) -> Assessment:
    """Return what a table gives away under these roles.

    `population` is how many persons it was drawn from, if known; `population_list` are files that
    name them, a row each, with the quasi-identifiers among their columns. Raises as `journalist`.
    """
    quasi = roles.of("quasi_identifier")
    measures = measure(table, quasi, unit=roles.unit, sensitive=roles.of("sensitive"))
    persons = person_keys(table, roles.unit)
    alone = {
        table.headers[place] or f"column {place + 1}": unique_alone(
            table, place, persons, measures.persons
        )
        for place in quasi
    }
    points: list[Unicity] = []
    if roles.unit is not None and quasi:
        points = unicity(class_keys(table, quasi), persons)
    return Assessment(
        files=table.names,
        headers=table.headers,
        roles=roles,
        measures=measures,
        alone=alone,
        small_cells=tuple(crossings(table, quasi, persons)[:_LISTED]),
        unicity=tuple(points),
        population=estimate(measures.sizes, population) if population is not None else None,
        journalist=(
            journalist(table, quasi, population_list, unit=roles.unit) if population_list else None
        ),
    )
