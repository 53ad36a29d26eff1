"""`redact`: a placeholder that says what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from redactor.operators.base import EntityOperator, is_placeholder
from redactor.operators.tokens import placeholder

if TYPE_CHECKING:
    from collections.abc import Mapping


class Redact(EntityOperator):
    """Replaces a value with <ENTITY>. Two placeholders don't tell whether the values were equal."""

    NAME = "redact"

    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return the placeholder, whatever the text."""
        del text, params
        return placeholder(entity)

    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say whether a text is the placeholder."""
        del params
        return is_placeholder(text, entity)
