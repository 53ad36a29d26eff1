"""What every operator of this package is: a presidio-anonymizer Operator that fails closed."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Final

from presidio_anonymizer.entities import InvalidParamError
from presidio_anonymizer.operators import Operator, OperatorType

from redactor.errors import PolicyError
from redactor.operators.tokens import placeholder
from redactor.policy import parse_rule

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTITY: Final = "entity_type"
"""The parameter that Presidio's AnonymizerEngine adds to every call."""

# Parameters that are not fields of a policy's rule.
_BESIDE_RULE: Final = frozenset({ENTITY, "key", "share"})


class EntityOperator(Operator):  # type: ignore[misc, unused-ignore]
    """Base of the operators; a subclass has a NAME, `replace` and `is_output`.

    Parameters are the fields of the policy's rule of the same name (`redactor.policy`), and
    `entity_type`, which Presidio's engine adds. An operator keeps no state.
    """

    NAME: ClassVar[str]

    @abstractmethod
    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return what stands for `text`; `entity` is "" where none is known."""

    @abstractmethod
    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say whether `replace` can have given `text` for some value: for verification."""

    def operate(self, text: str = "", params: dict[str, Any] | None = None) -> str:
        """Return what stands for `text`, in Presidio's signature."""
        params = params or {}
        return self.replace(text, params.get(ENTITY) or "", params)

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Check the parameters. Raises Presidio's InvalidParamError with what is wrong."""
        params = params or {}
        rule = {name: value for name, value in params.items() if name not in _BESIDE_RULE}
        try:
            parse_rule({**rule, "operator": self.NAME}, self.NAME, params.get(ENTITY) or "")
        except PolicyError as error:
            raise InvalidParamError(str(error)) from None

    def operator_name(self) -> str:
        """Return the name that a policy or an OperatorConfig calls it by."""
        return self.NAME

    def operator_type(self) -> OperatorType:
        """Return Presidio's type for operators that don't restore anything."""
        return OperatorType.Anonymize


def is_placeholder(text: str, entity: str) -> bool:
    """Say whether a text is the placeholder of an entity."""
    return text == placeholder(entity)
