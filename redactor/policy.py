"""Policies: what is done to which entity, and from which score on.

A policy is a TOML file. Two are in the package (`study`, `evidence`); a user's file extends one of
them or stands alone:

    extends = "study"
    threshold = 0.4                      # optional
    name_threshold = 0.3                 # optional: probability from which the model's names count
    scan_name_threshold = 0.5            # optional: the same for `redactor scan`
    link_spellings = false               # optional: one token for Muhammad, Mohammad and محمد
    [default]                            # for every entity without a rule
    operator = "pseudonym"
    [entities.PK_CNIC]
    operator = "generalise"
    [columns."Officer name"]             # what a column is ...
    entity = "PERSON"
    [columns.remarks]                    # ... or what is done to each of its cells
    operator = "drop"
    [share]                              # groups in which equal values link
    phone = ["PK_MOBILE", "PK_WALLET_ID"]

Anything that is not known (a name, a field, a value) is an error that names the nearest right one:
a typo in a policy must not let a value through.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from recognizers.pk.script import fold
from redactor.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

ENTITIES: Final = (
    "PERSON", "LOCATION", "EMAIL_ADDRESS", "IBAN_CODE", "CREDIT_CARD", "IP_ADDRESS", "MAC_ADDRESS",
    "URL", "PK_CNIC", "PK_OLD_NIC", "PK_FAMILY_NUMBER", "PK_AFGHAN_CARD", "PK_PASSPORT", "PK_MRZ",
    "PK_NTN", "PK_STRN", "PK_EOBI", "PK_SOCIAL_SECURITY", "PK_PERSONNEL_NUMBER",
    "PK_PENSION_NUMBER", "PK_MILITARY_NUMBER", "PK_POLICE_BELT", "PK_PROFESSIONAL_LICENCE",
    "PK_BANK_ACCOUNT", "PK_WALLET_ID", "PK_MOBILE", "PK_LANDLINE", "IMEI", "IMSI", "ICCID",
    "CELL_ID", "PK_VEHICLE_REGISTRATION", "CHASSIS_NUMBER", "ENGINE_NUMBER", "PK_DRIVING_LICENCE",
    "PK_ARMS_LICENCE", "PK_DOMICILE", "PK_ELECTRICITY_REFERENCE", "PK_UTILITY_ACCOUNT", "PK_VOTER",
    "PK_LAND_RECORD", "PK_CASE_NUMBER", "PK_STUDENT_ID", "PK_HEALTH_ID", "PK_WELFARE_ID",
    "PK_TRAVEL_ID", "ADDRESS", "GEO_COORDINATES", "DATE_OF_BIRTH", "RELIGION", "CASTE_OR_TRIBE",
    "SOCIAL_HANDLE",
)  # fmt: skip
"""Every entity that a policy can name; docs/design.md says what each is."""

DEFAULT_THRESHOLD: Final = 0.4
DEFAULT_NAME_THRESHOLD: Final = 0.3
"""Probability from which the model's names and addresses are replaced: low, nothing may slip."""
DEFAULT_SCAN_NAME_THRESHOLD: Final = 0.5
"""The same where names are only counted."""

# What people also call an entity, where spelling alone would lead them to another one.
_ALSO_CALLED: Final = {
    "PHONE_NUMBER": "PK_MOBILE", "PHONE": "PK_MOBILE", "NAME": "PERSON", "DOB": "DATE_OF_BIRTH",
    "NIC": "PK_CNIC", "LAT_LONG": "GEO_COORDINATES", "CASTE": "CASTE_OR_TRIBE",
    "TRIBE": "CASTE_OR_TRIBE", "SECT": "RELIGION", "CARD": "CREDIT_CARD",
}  # fmt: skip

_HASH: Final = (
    "a hash without a key is undone by trying all numbers, which takes minutes: use "
    '"pseudonym", which has a key'
)
_FAKE: Final = (
    'an invented number or name can be a real person\'s: use "pseudonym", whose tokens look '
    "like nothing else"
)
# Operators that other tools have and this one never will.
_REFUSED: Final = {
    **dict.fromkeys(("hash", "md5", "sha1", "sha256", "sha512"), _HASH),
    **dict.fromkeys(("fake", "faker", "synthesize", "synthetic", "surrogate"), _FAKE),
    "encrypt": 'what can be decrypted is not gone: use "pseudonym", and destroy the key',
    "custom": 'a policy holds no code: use "redact"',
    "replace": 'every value under one text hides what stood there: use "redact"',
    "shift": 'dates can\'t be moved by this version: use "generalise"',
}
_SAME_OPERATOR: Final = {
    "generalize": "generalise", "token": "pseudonym", "tokenise": "pseudonym",
    "tokenize": "pseudonym", "pseudonymise": "pseudonym", "pseudonymize": "pseudonym",
    "remove": "drop", "delete": "drop",
}  # fmt: skip

# Where the last characters tell neither place nor sex. In all others some position does, or none
# is published: a CNIC's first five give the tehsil and its last the sex.
PARTLY_MASKABLE: Final = frozenset({"CREDIT_CARD", "IBAN_CODE", "PK_BANK_ACCOUNT", "PK_MOBILE"})

Model = TypeVar("Model", bound=BaseModel)

_MOST_FILE_BYTES: Final = 1_000_000
_GROUP_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")


class _Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, hide_input_in_errors=True, allow_inf_nan=False
    )


class Pseudonym(_Model):
    """A token of the canonical value, the same in every file under one key."""

    operator: Literal["pseudonym"] = "pseudonym"


class Redact(_Model):
    """The entity's name in angle brackets."""

    operator: Literal["redact"] = "redact"


class Mask(_Model):
    """Each character becomes `character`; of a few entities `keep_last` may stay."""

    operator: Literal["mask"] = "mask"
    character: Literal["*", "#", "•", "█", "x", "X"] = "*"
    keep_last: Annotated[int, Field(ge=0, le=4)] = 0


class Generalise(_Model):
    """Something coarser; `to` says what, and by default what the entity's first choice is.

    DATE_OF_BIRTH to "year", "year_band" or "age_band" (`width` years; `reference_year` is the
    year in which the age counts); GEO_COORDINATES to "grid" (`decimals`); PK_CNIC to "province";
    ADDRESS to "district"; a column of amounts without an entity to "band" (`width`).
    """

    operator: Literal["generalise"] = "generalise"
    to: Literal["year", "year_band", "age_band", "grid", "province", "district", "band"] | None = (
        None
    )
    width: Annotated[int, Field(ge=2, le=10**12)] | None = None
    reference_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    # Three decimals are 110 m: a house. Two are a village.
    decimals: Annotated[int, Field(ge=0, le=2)] | None = None


class Keep(_Model):
    """The value stays as it is: a decision to publish it."""

    operator: Literal["keep"] = "keep"


class Drop(_Model):
    """Nothing stays, not even a placeholder."""

    operator: Literal["drop"] = "drop"


Rule = Annotated[
    Pseudonym | Redact | Mask | Generalise | Keep | Drop, Field(discriminator="operator")
]

_RULES: Final[dict[str, type[Pseudonym | Redact | Mask | Generalise | Keep | Drop]]] = {
    "pseudonym": Pseudonym,
    "redact": Redact,
    "mask": Mask,
    "generalise": Generalise,
    "keep": Keep,
    "drop": Drop,
}
OPERATORS: Final = tuple(_RULES)

# What an entity can be generalised to, the first being the default; "" is a column of no entity.
COARSER: Final = {
    "DATE_OF_BIRTH": ("year", "year_band", "age_band"),
    "GEO_COORDINATES": ("grid",),
    "PK_CNIC": ("province",),
    "ADDRESS": ("district",),
    "": ("band",),
}
# Fields that each needs and may have beside `to`.
_FIELDS_OF: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "year": (frozenset(), frozenset()),
    "year_band": (frozenset(), frozenset({"width"})),
    "age_band": (frozenset({"reference_year"}), frozenset({"width"})),
    "grid": (frozenset(), frozenset({"decimals"})),
    "province": (frozenset(), frozenset()),
    "district": (frozenset(), frozenset()),
    "band": (frozenset({"width"}), frozenset()),
}
DEFAULT_YEARS: Final = 5
# A class of one person is that person.
_LEAST_K: Final = 2
DEFAULT_DECIMALS: Final = 1


Role = Literal["identifier", "quasi_identifier", "sensitive", "free_text", "other"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""What a column can be to somebody who looks for a person; see redactor/risk/roles.py."""


class ColumnRule(_Model):
    """What a column is (`entity`), what is done to each of its cells (`rule`), or both.

    `role` is what it is to an intruder, `hierarchy` how it gets coarser (a kind or a file): they
    change what is measured and published, not what is redacted.
    """

    entity: str | None = None
    rule: Rule | None = None
    role: Role | None = None
    hierarchy: str | None = None

    @property
    def operator(self) -> str | None:
        """Name of the operator for whole cells, None where only the entity is given."""
        return self.rule.operator if self.rule is not None else None


class Publish(_Model):
    """What a release must have; see redactor/disclosure.

    Every class of rows that look alike has `k` persons and `l` values of each sensitive column;
    at most `suppress_at_most` of the rows are taken out. `tokens` are "random" (nothing can make
    them again) or "keyed" (those of the study). `unit` is the header of the person's column.
    """

    k: int
    l: Annotated[int, Field(ge=1, le=1000)] = 1  # noqa: E741 - the field's own name
    suppress_at_most: Annotated[float, Field(ge=0, le=0.5)] = 0.05
    tokens: Literal["random", "keyed"] = "random"
    unit: str | None = None


class _File(_Model):
    """A policy file as it is written; the tables in it are read one by one."""

    extends: str | None = None
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    name_threshold: Annotated[float, Field(ge=0.02, le=0.98)] | None = None
    scan_name_threshold: Annotated[float, Field(ge=0.02, le=0.98)] | None = None
    link_spellings: bool | None = None
    default: dict[str, Any] | None = None
    entities: dict[str, dict[str, Any]] = {}
    columns: dict[str, dict[str, Any]] = {}
    share: dict[str, list[str]] = {}
    publish: dict[str, Any] | None = None


class Policy(_Model):
    """An effective policy: built-in rules and a file's own, merged and checked.

    `columns` is keyed by `squash(header)`. Holds no data and no secret, and can be pickled.
    """

    name: str
    threshold: float = DEFAULT_THRESHOLD
    name_threshold: float = DEFAULT_NAME_THRESHOLD
    scan_name_threshold: float = DEFAULT_SCAN_NAME_THRESHOLD
    link_spellings: bool = False
    default: Rule = Redact()
    entities: dict[str, Rule] = {}
    columns: dict[str, ColumnRule] = {}
    share: dict[str, tuple[str, ...]] = {}
    publish: Publish | None = None
    source: str = Field(default="", repr=False)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the policies in the package."""
        return tuple(sorted(_built_in()))

    @classmethod
    def load(cls, name_or_path: str | Path) -> Policy:
        """Return a built-in policy by its name, or one from a TOML file.

        Raises PolicyError when there is no such policy, or when it names an entity, operator or
        field that does not exist, or asks for harm.
        """
        built_in = _built_in()
        if isinstance(name_or_path, str) and name_or_path in built_in:
            return cls.parse(built_in[name_or_path].read_text("utf-8"), name_or_path)
        path = Path(name_or_path)
        return cls.parse(_read(path, name_or_path), _shown(path.stem) or "own policy")

    @classmethod
    def parse(cls, text: str, name: str = "own policy") -> Policy:
        """Return the policy that a TOML text states. Raises PolicyError as `load`."""
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            # The parser's own words can quote the text, which may be data by mistake.
            place = re.search(r"\(at [^()]*\)\Z", str(error))
            raise PolicyError(
                f"policy {name}: not TOML {place[0] if place else ''}: a policy has lines such "
                'as operator = "redact", and a column with blanks or Urdu letters stands in '
                "quotes; `redactor policy show study` prints one"
            ) from None
        except RecursionError:
            raise PolicyError(f"policy {name}: nested too deeply to be a policy") from None
        file = _validate(_File, content, f"policy {name}")
        own = cls(
            name=name,
            threshold=DEFAULT_THRESHOLD if file.threshold is None else file.threshold,
            name_threshold=file.name_threshold or DEFAULT_NAME_THRESHOLD,
            scan_name_threshold=file.scan_name_threshold or DEFAULT_SCAN_NAME_THRESHOLD,
            link_spellings=bool(file.link_spellings),
            default=Redact()
            if file.default is None
            else parse_rule(file.default, f"policy {name}, [default]"),
            entities=dict(_entity_rules(file.entities, name)),
            columns=dict(_column_rules(file.columns, name)),
            share=_groups(file.share, name),
            publish=_publish({}, file.publish if file.extends is None else None, name),
            source=text,
        )
        if file.extends is None:
            return own._checked()
        built_in = _built_in()
        if file.extends not in built_in:
            raise PolicyError(
                f"policy {name}, extends: "
                f"{_unknown('policy', file.extends, built_in, 'only these can be extended')}"
            )
        base = cls.load(file.extends)
        of_base = base.publish.model_dump() if base.publish is not None else {}
        return cls(
            name=name,
            threshold=base.threshold if file.threshold is None else own.threshold,
            name_threshold=file.name_threshold or base.name_threshold,
            scan_name_threshold=file.scan_name_threshold or base.scan_name_threshold,
            link_spellings=base.link_spellings
            if file.link_spellings is None
            else own.link_spellings,
            default=base.default if file.default is None else own.default,
            entities={**base.entities, **own.entities},
            columns={**base.columns, **own.columns},
            share={**base.share, **own.share},
            publish=_publish(of_base, file.publish, name),
            source=text,
        )._checked()

    def _checked(self) -> Policy:
        """Return it without emptied groups. Raises PolicyError if an entity is in two groups."""
        share = {group: members for group, members in self.share.items() if members}
        group_of: dict[str, str] = {}
        for group, members in sorted(share.items()):
            for entity in members:
                if entity in group_of:
                    raise PolicyError(
                        f"policy {self.name}, [share]: {entity} is in {group_of[entity]} and "
                        f"in {group}: leave it in one, or empty the other ({group} = [])"
                    )
                group_of[entity] = group
        for entity in ENTITIES:
            if entity not in self.entities:
                _check(entity, self.default, f"policy {self.name}, [default] for {entity}")
        return self.model_copy(update={"share": share})

    def text(self) -> str:
        """Return the policy as it was written, comments included."""
        return self.source

    def rule_for(self, entity: str) -> Rule:
        """Return what is done to an entity.

        Raises PolicyError for one that is not known: nothing is done by chance.
        """
        rule = self.entities.get(entity)
        if rule is not None:
            return rule
        if entity not in ENTITIES:
            raise PolicyError(_unknown("entity", entity, ENTITIES))
        return self.default

    def column_rule(self, header: str) -> ColumnRule | None:
        """Return what the policy says of a column, None if nothing.

        Headers are compared by letters and digits alone, in any script's form and case.
        """
        return self.columns.get(squash(header)) if self.columns else None

    def column_entity(self, header: str) -> str | None:
        """Return the entity that the policy says a column is, None if it says none."""
        rule = self.column_rule(header)
        return rule.entity if rule is not None else None

    def roles(self) -> dict[str, Role]:
        """Return the roles that the policy gives to columns, by squashed header."""
        return {header: rule.role for header, rule in self.columns.items() if rule.role}

    def hierarchies(self) -> dict[str, str]:
        """Return the hierarchies that the policy gives to columns, by squashed header."""
        return {h: rule.hierarchy for h, rule in self.columns.items() if rule.hierarchy}

    def kept_entities(self) -> frozenset[str]:
        """Return the entities that stay as they are."""
        return frozenset(entity for entity in ENTITIES if self.rule_for(entity).operator == "keep")

    def link_group(self, entity: str) -> str:
        """Return the name under which an entity's tokens link: its group's, or its own."""
        return link_group(entity, self.share)

    def for_scan(self) -> Policy:
        """Return the policy as it counts without replacing: fewer words are taken for names."""
        return self.model_copy(update={"name_threshold": self.scan_name_threshold})

    def cautions(self) -> tuple[str, ...]:
        """Return what this policy lets stand that the built-in ones don't, in sentences."""
        found = []
        if self.threshold > DEFAULT_THRESHOLD:
            found.append(
                f"Matches below {self.threshold:g} are left in place; the built-in policies take "
                f"all from {DEFAULT_THRESHOLD:g}."
            )
        if self.name_threshold > DEFAULT_NAME_THRESHOLD:
            found.append(
                f"Names and addresses of which the model is less than {self.name_threshold:g} sure "
                f"are left in place; the built-in policies take all from "
                f"{DEFAULT_NAME_THRESHOLD:g}."
            )
        kept = sorted(self.kept_entities() - {"LOCATION"})
        if kept:
            found.append(f"These stay as they are: {', '.join(kept)}.")
        columns = sum(rule.operator == "keep" for rule in self.columns.values())
        if columns:
            found.append(f"{columns} column(s) are kept and not searched at all.")
        partly = sorted(
            entity
            for entity, rule in self.entities.items()
            if isinstance(rule, Mask) and rule.keep_last
        )
        if partly:
            found.append(f"The last characters stay of: {', '.join(partly)}.")
        return tuple(found)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the effective rules, in hexadecimal: equal digests, equal treatment."""
        rules = {
            "threshold": self.threshold,
            "name_threshold": self.name_threshold,
            "link_spellings": self.link_spellings,
            "entities": {entity: self.rule_for(entity).model_dump() for entity in ENTITIES},
            "columns": {header: rule.model_dump() for header, rule in self.columns.items()},
            "share": {group: sorted(members) for group, members in self.share.items()},
            "publish": self.publish.model_dump() if self.publish is not None else None,
        }
        return hashlib.sha256(json.dumps(rules, sort_keys=True).encode("ascii")).hexdigest()


def squash(header: str) -> str:
    """Return a header's letters and digits, in one form and case.

    >>> squash("C.N.I.C_No") == squash("cnic no")
    True
    """
    return "".join(c for c in fold(header).text.casefold() if c.isalnum())


def link_group(entity: str, share: Mapping[str, Sequence[str]]) -> str:
    """Return the group of `share` that an entity is in, or the entity's own name.

    Groups are in lower case and entities in upper, so the two never meet.
    """
    for group, members in share.items():
        if entity in members:
            return group
    return entity


def parse_rule(table: Mapping[str, Any], where: str, entity: str | None = None) -> Rule:
    """Return the rule that a table states: `operator` and that operator's fields.

    `where` begins the message of an error. `entity` is what the rule is for: None for the default
    of all, "" for a column that is of no entity. Raises PolicyError.
    """
    operator = table.get("operator")
    if not isinstance(operator, str):
        raise PolicyError(f"{where}: needs an operator, one of {', '.join(OPERATORS)}")
    if operator.lower() in _REFUSED:
        raise PolicyError(
            f'{where}: no operator "{operator.lower()}": {_REFUSED[operator.lower()]}'
        )
    if operator not in _RULES:
        same = _SAME_OPERATOR.get(operator.lower())
        raise PolicyError(
            f"{where}: {_unknown('operator', operator, [same] if same else OPERATORS)}"
        )
    rule = _validate(_RULES[operator], dict(table), where)
    if entity is not None:
        _check(entity, rule, where)
        if isinstance(rule, Generalise):
            return _completed(entity, rule)
    elif isinstance(rule, Generalise):
        raise PolicyError(f"{where}: what is coarser depends on the entity: name it in [entities]")
    return rule


def _check(entity: str, rule: Rule, where: str) -> None:
    """Raise PolicyError if a rule can't be carried out for an entity, or would do harm."""
    if isinstance(rule, Mask) and rule.keep_last and entity not in PARTLY_MASKABLE:
        which = entity or "a column of no entity"
        raise PolicyError(
            f"{where}: a mask of {which} leaves nothing, since its characters can tell place, sex "
            f"or more: drop keep_last ({', '.join(sorted(PARTLY_MASKABLE))} can have it)"
        )
    if entity == "" and isinstance(rule, Pseudonym):
        raise PolicyError(f'{where}: a token needs to know of what: add entity = "PERSON" or other')
    if not isinstance(rule, Generalise):
        return
    choices = COARSER.get(entity)
    if choices is None:
        raise PolicyError(
            f"{where}: {entity} can't be generalised, only "
            f'{", ".join(name for name in COARSER if name)} can: use "pseudonym" or "redact"'
        )
    to = rule.to or choices[0]
    if to not in choices:
        raise PolicyError(
            f"{where}: {entity or 'a column of no entity'} can be generalised to "
            f"{' or '.join(choices)}, not to {to}"
        )
    needed, possible = _FIELDS_OF[to]
    given = rule.model_dump(exclude={"operator", "to"}, exclude_none=True).keys()
    if needed - given:
        raise PolicyError(f"{where}: {to} needs {' and '.join(sorted(needed - given))}")
    if given - needed - possible:
        odd = ", ".join(sorted(given - needed - possible))
        raise PolicyError(f"{where}: {to} has no {odd}")


def _completed(entity: str, rule: Generalise) -> Generalise:
    """Return the rule with what was left to defaults, so that operators have none of their own."""
    to = rule.to or COARSER[entity][0]
    update: dict[str, object] = {"to": to}
    if to in {"year_band", "age_band"} and rule.width is None:
        update["width"] = DEFAULT_YEARS
    if to == "grid" and rule.decimals is None:
        update["decimals"] = DEFAULT_DECIMALS
    return rule.model_copy(update=update)


def _publish(
    base: Mapping[str, Any], table: Mapping[str, Any] | None, name: str
) -> Publish | None:
    """Return what a release must have. Raises PolicyError, with why, for what hides nobody."""
    content = {**base, **(table or {})}
    if not content:
        return None
    where = f"policy {name}, [publish]"
    if "k" not in content:
        raise PolicyError(f'{where}: say k, or extends = "publish" (k = 11) or "partner" (k = 5)')
    if isinstance(content["k"], int) and content["k"] < _LEAST_K:
        raise PolicyError(
            f"{where}: k = {content['k']} hides nobody, since a person alone in a class is known "
            "by place, age and sex: 11 is usual for the public, 5 for a partner under contract"
        )
    return _validate(Publish, content, where)


def _entity_rules(tables: Mapping[str, Mapping[str, Any]], name: str) -> Iterable[tuple[str, Rule]]:
    for entity, table in tables.items():
        if entity not in ENTITIES:
            raise PolicyError(f"policy {name}, [entities]: {_unknown('entity', entity, ENTITIES)}")
        yield entity, parse_rule(table, f"policy {name}, [entities.{entity}]", entity)


def _column_rules(
    tables: Mapping[str, Mapping[str, Any]], name: str
) -> Iterable[tuple[str, ColumnRule]]:
    seen = set()
    for number, (header, table) in enumerate(tables.items(), start=1):
        where = f"policy {name}, [columns], no. {number} ({_shown(header) or 'header not shown'})"
        squashed = squash(header)
        if not squashed:
            raise PolicyError(f"{where}: the header has no letter and no digit to know it by")
        if squashed in seen:
            raise PolicyError(f"{where}: an earlier header has the same letters and digits")
        seen.add(squashed)
        entity = table.get("entity")
        if entity is not None and not isinstance(entity, str):
            raise PolicyError(f"{where}: entity is a name in quotes")
        if entity is not None and entity not in ENTITIES:
            raise PolicyError(f"{where}: {_unknown('entity', entity, ENTITIES)}")
        role = table.get("role")
        if role is not None and role not in ROLES:
            raise PolicyError(f"{where}: {_unknown('role', str(role), ROLES)}")
        hierarchy = table.get("hierarchy")
        if hierarchy is not None and not isinstance(hierarchy, str):
            raise PolicyError(f"{where}: hierarchy is a kind or the name of a file, in quotes")
        beside = {"entity", "role", "hierarchy"}
        rest = {field: value for field, value in table.items() if field not in beside}
        if not rest and entity is None and role is None and hierarchy is None:
            raise PolicyError(f"{where}: say what it is (entity) or what to do (operator)")
        if rest and "operator" not in rest and not rest.keys() & _fields_of_rules():
            odd = next(iter(rest))
            known = ("entity", "operator", "role", "hierarchy", *_fields_of_rules())
            raise PolicyError(f"{where}: {_unknown('field', odd, known)}")
        rule = parse_rule(rest, where, entity or "") if rest else None
        yield squashed, ColumnRule(entity=entity, rule=rule, role=role, hierarchy=hierarchy)


def _fields_of_rules() -> set[str]:
    return {field for model in _RULES.values() for field in model.model_fields}


def _groups(share: Mapping[str, Sequence[str]], name: str) -> dict[str, tuple[str, ...]]:
    for group, members in share.items():
        where = f"policy {name}, [share]"
        if not _GROUP_NAME.fullmatch(group):
            raise PolicyError(f"{where}: a group's name is in lower case letters, such as phone")
        for entity in members:
            if entity not in ENTITIES:
                raise PolicyError(f"{where}, {group}: {_unknown('entity', entity, ENTITIES)}")
        if len(members) == 1 or len(set(members)) != len(members):
            raise PolicyError(f"{where}, {group}: a group has two entities or more, each once")
    return {group: tuple(members) for group, members in share.items()}


def _validate(model: type[Model], content: object, where: str) -> Model:
    """Return the content as a model. Raises PolicyError for the first thing that is wrong."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
    first = wrong[0]
    place = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden":
        fields = [field for field in model.model_fields if field != "operator"]
        if not fields:
            raise PolicyError(f"{where}: this operator has no fields ({_shown(place[-1])})")
        raise PolicyError(f"{where}: {_unknown('field', place[-1], fields)}")
    named = ".".join(shown for part in place if (shown := _shown(part)))
    raise PolicyError(f"{where}, {named}: {first['msg']}")


def _unknown(kind: str, word: str, known: Iterable[str], note: str = "") -> str:
    """Say that there is no such name, and which one is nearest."""
    names = list(known)
    nearest = _ALSO_CALLED.get(word.upper()) if kind == "entity" else None
    if nearest is None:
        by_lower = {name.lower(): name for name in names}
        # A cutoff of 0 always gives one.
        match = difflib.get_close_matches(word.lower()[:80], by_lower, n=1, cutoff=0.0)
        nearest = by_lower[match[0]]
    shown = _shown(word)
    return (
        (f"no {kind} {shown}" if shown else f"no such {kind}")
        + f"; did you mean {nearest}?"
        + (f" ({note})" if note else "")
    )


def _shown(word: str) -> str:
    """Return a word of a policy for a message, or "" where it may be data given by mistake."""
    plain = "".join(c for c in word if c.isprintable())
    if not plain or len(plain) > 40 or sum(c.isdecimal() for c in plain) > 3:
        return ""
    return plain


def _built_in() -> dict[str, Traversable]:
    folder = files("redactor").joinpath("policies")
    return {
        file.name.removesuffix(".toml"): file
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


def _read(path: Path, given: str | Path) -> str:
    """Return a policy file's text. Raises PolicyError: missing, folder, too long, not UTF-8."""
    try:
        if path.is_dir():
            raise PolicyError(f"policy {path.name}: a folder; give a TOML file")
        with path.open("rb") as file:
            content = file.read(_MOST_FILE_BYTES + 1)
    except FileNotFoundError:
        hint = _unknown("policy", str(given), _built_in(), "or give the path of a TOML file")
        raise PolicyError(hint) from None
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "not a possible name"
        raise PolicyError(f"policy {path.name}: can't be read ({reason})") from None
    if len(content) > _MOST_FILE_BYTES:
        raise PolicyError(f"policy {path.name}: longer than 1 MB, so not a policy")
    if not _is_utf8(content):
        raise PolicyError(f"policy {path.name}: not UTF-8 text; save it as UTF-8")
    return content.decode("utf-8-sig")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
