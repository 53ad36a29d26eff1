"""`pseudonym`: a keyed token, the same for every written form of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from presidio_anonymizer.entities import InvalidParamError

from redactor.keys import Key
from redactor.operators.base import EntityOperator
from redactor.operators.canonical import canonical
from redactor.operators.tokens import is_token, token, tokens
from redactor.policy import link_group

if TYPE_CHECKING:
    from collections.abc import Mapping


class Pseudonym(EntityOperator):
    """Replaces a value with its token.

    Parameters: `key`, a `redactor.Key`; and, if wanted, `share`, groups of entities whose equal
    values link, as in a policy: {"phone": ["PK_MOBILE", "PK_WALLET_ID"]}; `link_spellings`, whether
    the Roman and Urdu spellings of a person's name link.
    """

    NAME = "pseudonym"

    def replace(self, text: str, entity: str, params: Mapping[str, Any]) -> str:
        """Return the token of the canonical value under the subkey of the entity's group."""
        key: Key = params["key"]
        share = params.get("share") or {}
        group = link_group(entity, share)
        value = canonical(
            entity, text, share.get(group, ()), link_spellings=bool(params.get("link_spellings"))
        )
        return token(entity, value, key.subkey(f"token/{group}"))

    def replace_column(
        self,
        values: pl.Series,
        canonicals: pl.Series | None,
        entity: str,
        params: Mapping[str, Any],
    ) -> pl.Series:
        """Return the token of each value; `canonicals` are their canonical spellings, if known."""
        key: Key = params["key"]
        share = params.get("share") or {}
        group = link_group(entity, share)
        if canonicals is None:
            shared = share.get(group, ())
            known = [canonical(entity, value, shared) for value in values.to_list()]
            canonicals = pl.Series(known, dtype=pl.String)
        return tokens(entity, canonicals, key.subkey(f"token/{group}"))

    def is_output(self, text: str, entity: str, params: Mapping[str, Any]) -> bool:
        """Say whether a text is in form a token of the entity."""
        del params
        return is_token(entity, text)

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Check that there is a key and an entity. Raises InvalidParamError otherwise."""
        super().validate(params)
        if not isinstance((params or {}).get("key"), Key):
            raise InvalidParamError('pseudonym: needs "key", a redactor Key')
