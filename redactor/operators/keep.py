"""`keep`: the value stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.operators.base import EntityOperator

if TYPE_CHECKING:
    from collections.abc import Mapping


class Keep(EntityOperator):
    """Leaves a value where it is, for what stands for many people: the name of a city."""

    NAME = "keep"

    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return the text as it is."""
        del entity, params
        return text

    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say yes: any text can stay."""
        del text, entity, params
        return True
