"""`drop`: nothing stays, not even that something was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.operators.base import EntityOperator

if TYPE_CHECKING:
    from collections.abc import Mapping


class Drop(EntityOperator):
    """Replaces a value with nothing."""

    NAME = "drop"

    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return nothing."""
        del text, entity, params
        return ""

    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say whether there is nothing."""
        del entity, params
        return text == ""
