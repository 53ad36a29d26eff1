"""Findings to text: the policy's rule for each entity, carried out by its operator."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from redactor.errors import RedactorError
from redactor.operators.base import ENTITY, EntityOperator
from redactor.operators.drop import Drop
from redactor.operators.generalise import Generalise
from redactor.operators.keep import Keep
from redactor.operators.mask import Mask
from redactor.operators.pseudonym import Pseudonym
from redactor.operators.redact import Redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from presidio_anonymizer import AnonymizerEngine

    from redactor.batch import Finding
    from redactor.keys import Key
    from redactor.policy import ColumnRule, Policy, Rule

OPERATORS: Final[dict[str, type[EntityOperator]]] = {
    operator.NAME: operator for operator in (Pseudonym, Redact, Mask, Generalise, Keep, Drop)
}
"""The operators by the names that a policy calls them by."""

# Replacements remembered, about 10 MB; longer values are rarely met twice.
_REMEMBERED: Final = 16_384
_LONGEST_REMEMBERED: Final = 128


class TransformationError(RedactorError):
    """An operator failed, or findings overlap: the run stops, nothing passes."""


class Transformer:
    """Replaces values under one policy and one key."""

    def __init__(self, policy: Policy, key: Key) -> None:
        """Take what decides; no value is replaced yet."""
        self._policy = policy
        self._key = key
        self._operators = {name: operator() for name, operator in OPERATORS.items()}
        self._rules: dict[str, tuple[EntityOperator, dict[str, Any]]] = {}
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._replace)

    def apply(self, text: str, findings: Sequence[Finding]) -> str:
        """Return the text with every finding replaced, and all else as it stood.

        `findings` are in order of place and don't overlap; offsets are in characters of `text`.
        Raises TransformationError when they overlap or lie outside, or when an operator fails.
        """
        pieces: list[str] = []
        last = 0
        for finding in findings:
            if not last <= finding.start < finding.end <= len(text):
                raise TransformationError(
                    f"a finding of {finding.entity} overlaps another or lies outside its cell: "
                    "nothing was replaced; please report this"
                )
            value = text[finding.start : finding.end]
            pieces += (text[last : finding.start], self.replacement(finding.entity, value))
            last = finding.end
        pieces.append(text[last:])
        return "".join(pieces)

    def replacement(self, entity: str, value: str) -> str:
        """Return what the policy puts in place of a value.

        Raises TransformationError when the operator fails, PolicyError for an unknown entity.
        """
        if len(value) > _LONGEST_REMEMBERED:
            return self._replace(entity, value)
        return self._remembered(entity, value)

    def replace_column(
        self, entity: str, values: pl.Series, canonicals: pl.Series | None
    ) -> pl.Series | None:
        """Return what the policy puts in place of each value, None if not in one step.

        In one step go placeholders, dropped values and tokens. `canonicals` are the values'
        canonical spellings where they are known. Raises as `replacement`.
        """
        operator, params = self._rule_of(entity)
        if isinstance(operator, Redact | Drop):
            constant = self.replacement(entity, "x")
            return pl.Series([constant]).new_from_index(0, len(values))
        if not isinstance(operator, Pseudonym):
            return None
        try:
            return operator.replace_column(values, canonicals, entity, params)
        except Exception as error:  # noqa: BLE001 - any error may hold a value, so none passes
            kind = type(error).__name__
        raise self._failure(operator, entity, kind)

    def transform(self, entity: str | None, value: str, rule: ColumnRule | Rule) -> str:
        """Return what a rule puts in place of a whole cell; `entity` is None where none is known.

        An entity that the column's rule names goes before `entity`. A column rule that only names
        an entity gives what the policy does to that entity. Raises as `replacement`.
        """
        named, carried_out = _entity_and_rule(entity, rule)
        if carried_out is None:
            return self.replacement(named, value)
        return self._operate(*self._prepared(named, carried_out), named, value)

    def is_output(
        self, entity: str | None, text: str, rule: ColumnRule | Rule | None = None
    ) -> bool:
        """Say whether a text can stand for a value of this entity after its rule was carried out.

        `rule` is the column's, where there is one. Raises PolicyError for an unknown entity.
        """
        named, carried_out = _entity_and_rule(entity, rule)
        operator, params = (
            self._rule_of(named) if carried_out is None else self._prepared(named, carried_out)
        )
        return operator.is_output(text, named, params)

    def _replace(self, entity: str, value: str) -> str:
        return self._operate(*self._rule_of(entity), entity, value)

    def _operate(
        self, operator: EntityOperator, params: dict[str, Any], entity: str, value: str
    ) -> str:
        try:
            result = operator.operate(value, params)
        except Exception as error:  # noqa: BLE001 - any error may hold the value, so none passes
            kind = type(error).__name__
        else:
            if isinstance(result, str):
                return result
            kind = "no text"
        # Raised out here, so that the operator's error is not its context either.
        raise self._failure(operator, entity, kind)

    @staticmethod
    def _failure(operator: EntityOperator, entity: str, kind: str) -> TransformationError:
        return TransformationError(
            f"the operator {operator.NAME} failed on a value of {entity or 'a column'} ({kind}): "
            "the run stops, nothing passes; please report this"
        )

    def _rule_of(self, entity: str) -> tuple[EntityOperator, dict[str, Any]]:
        found = self._rules.get(entity)
        if found is None:
            found = self._rules[entity] = self._prepared(entity, self._policy.rule_for(entity))
        return found

    def _prepared(self, entity: str, rule: Rule) -> tuple[EntityOperator, dict[str, Any]]:
        """Return the operator of a rule and its parameters, as Presidio's engine gives them."""
        params = rule.model_dump(exclude={"operator"}, exclude_none=True)
        params[ENTITY] = entity
        if isinstance(self._operators[rule.operator], Pseudonym):
            params |= {
                "key": self._key,
                "share": self._policy.share,
                "link_spellings": self._policy.link_spellings,
            }
        return self._operators[rule.operator], params


def _entity_and_rule(entity: str | None, rule: ColumnRule | Rule | None) -> tuple[str, Rule | None]:
    """Return the entity that counts, "" for none, and the rule of an operator if there is one."""
    from redactor.policy import ColumnRule

    if isinstance(rule, ColumnRule):
        return rule.entity or entity or "", rule.rule
    return entity or "", rule


def add_to(engine: AnonymizerEngine) -> None:
    """Add the operators to a presidio AnonymizerEngine.

    Its own `redact`, `mask` and `keep` are replaced in that engine by ours of the same names.
    """
    for operator in OPERATORS.values():
        engine.add_anonymizer(operator)
