"""Types of columns as JSON can carry them, their values as the texts that they are searched as.

A spec is a name ("Int64"), or a list: ["Datetime", unit, zone], ["Duration", unit],
["Decimal", precision, scale], ["List", spec], ["Array", spec, width], ["Struct", [[name, spec]]].
A value is what `polars.Series.to_physical` gives (a date is a number of days), but text for a
Decimal and {"b": base64} for bytes.

A leaf is a spec that holds no other. `Path` says which: () for a flat column, "[]" for the items
of a list, a field's place for a struct.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from redactor.formats.workbook.number_formats import shown

Spec = Any
Path = tuple[int | str, ...]

_PER_SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAT = frozenset(
    {"Boolean", "String", "Binary", "Null", "Date", "Time", "Float16", "Float32", "Float64"}
    | {f"{sign}{bits}" for sign in ("Int", "UInt") for bits in (8, 16, 32, 64, 128)}
)


def spec_of(dtype: object) -> Spec:
    """Return the spec of a type; one with a list of values (Enum) is a String, a Map a List."""
    if isinstance(dtype, pl.Datetime):
        return ["Datetime", dtype.time_unit, dtype.time_zone]
    if isinstance(dtype, pl.Duration):
        return ["Duration", dtype.time_unit]
    if isinstance(dtype, pl.Decimal):
        return ["Decimal", dtype.precision, dtype.scale]
    if isinstance(dtype, pl.List):
        return ["List", spec_of(dtype.inner)]
    if isinstance(dtype, pl.Array):
        return ["Array", spec_of(dtype.inner), dtype.size]
    if isinstance(dtype, pl.Struct):
        return ["Struct", [[field.name, spec_of(field.dtype)] for field in dtype.fields]]
    if type(dtype).__name__ == "Map":  # since polars 2; before, such a column is a List
        its: Any = dtype
        fields = [["key", spec_of(its.key)], ["value", spec_of(its.value)]]
        return ["List", ["Struct", fields]]
    name = type(dtype).__name__
    return name if name in _FLAT else "String"


def dtype_of(spec: Spec, *, is_carried: bool = False) -> pl.DataType:
    """Return the type of a spec; `is_carried`, the one that values are taken from for JSON."""
    if isinstance(spec, str):
        made: pl.DataType = getattr(pl, spec)()
        return made
    name, *rest = spec
    if name == "Datetime":
        return pl.Datetime(*rest)
    if name == "Duration":
        return pl.Duration(*rest)
    if name == "Decimal":
        return pl.String() if is_carried else pl.Decimal(*rest)
    if name == "List":
        return pl.List(dtype_of(rest[0], is_carried=is_carried))
    if name == "Array":
        return pl.Array(dtype_of(rest[0], is_carried=is_carried), rest[1])
    fields = [pl.Field(field, dtype_of(its, is_carried=is_carried)) for field, its in rest[0]]
    return pl.Struct(fields)


def physical_of(spec: Spec) -> pl.DataType:
    """Return the type of the values that JSON carries."""
    if isinstance(spec, str):
        return {"Date": pl.Int32(), "Time": pl.Int64()}.get(spec) or dtype_of(spec)
    name, *rest = spec
    if name in {"Datetime", "Duration"}:
        return pl.Int64()
    if name == "Decimal":
        return dtype_of(spec)
    if name == "List":
        return pl.List(physical_of(rest[0]))
    if name == "Array":
        return pl.Array(physical_of(rest[0]), rest[1])
    return pl.Struct([pl.Field(field, physical_of(its)) for field, its in rest[0]])


def is_nested(spec: Spec) -> bool:
    """Say whether a spec holds others."""
    return not isinstance(spec, str) and spec[0] in {"List", "Array", "Struct"}


def renamed(spec: Spec, names: Iterator[str]) -> Spec:
    """Return a spec with other names of fields, taken in order (`field_names`)."""
    if not is_nested(spec):
        return spec
    if spec[0] != "Struct":
        return [spec[0], renamed(spec[1], names), *spec[2:]]
    taken: set[str] = set()
    fields = []
    for _, its in spec[1]:
        name = unique(next(names), taken)
        fields.append([name, renamed(its, names)])
    return ["Struct", fields]


def unique(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet, and take it."""
    made, count = name, 1
    while made in taken:
        count += 1
        made = f"{name} ({count})"
    taken.add(made)
    return made


def field_names(spec: Spec) -> Iterator[str]:
    """Yield the names of all fields in a spec."""
    if is_nested(spec):
        if spec[0] != "Struct":
            yield from field_names(spec[1])
        else:
            for name, its in spec[1]:
                yield name
                yield from field_names(its)


def leaves(spec: Spec, name: str, path: Path = ()) -> Iterator[tuple[Path, str, Spec]]:
    """Yield (path, name for a reader, spec) of each leaf."""
    if not is_nested(spec):
        yield path, name, spec
    elif spec[0] == "Struct":
        for place, (field, its) in enumerate(spec[1]):
            yield from leaves(its, field, (*path, place))
    else:
        yield from leaves(spec[1], name, (*path, "[]"))


def mapped(
    spec: Spec, value: Any, change: Callable[[Path, Spec, Any], Any], path: Path = ()
) -> Any:
    """Return a value with `change(path, spec, leaf)` in place of each of its leaves, in order.

    Structs are dicts by the names in the spec.
    """
    if value is None:
        return None
    if not is_nested(spec):
        return change(path, spec, value)
    if spec[0] == "Struct":
        return {
            name: mapped(its, value[name], change, (*path, place))
            for place, (name, its) in enumerate(spec[1])
        }
    return [mapped(spec[1], item, change, (*path, "[]")) for item in value]


def with_texts(spec: Spec, changed: frozenset[Path], path: Path = ()) -> Spec:
    """Return a spec whose changed leaves are String."""
    if not is_nested(spec):
        return "String" if path in changed else spec
    if spec[0] == "Struct":
        fields = [
            [name, with_texts(its, changed, (*path, place))]
            for place, (name, its) in enumerate(spec[1])
        ]
        return ["Struct", fields]
    return [spec[0], with_texts(spec[1], changed, (*path, "[]")), *spec[2:]]


def text_of(spec: Spec, value: Any) -> str | None:
    """Return the text that a leaf is searched as; None for bytes that are no text."""
    if spec == "String":
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if spec == "Binary":
        return _decoded(base64.b64decode(value["b"]))
    kind = spec if isinstance(spec, str) else spec[0]
    try:
        if kind == "Date":
            return str(date(1970, 1, 1) + timedelta(days=value))
        if kind == "Time":
            return str((_EPOCH + timedelta(microseconds=value // 1_000)).time())
        if kind == "Datetime":
            per_second = _PER_SECOND[spec[1]]
            moment = _EPOCH + timedelta(seconds=value // per_second)
            return f"{moment:%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return str(value)
    return shown(repr(value)) if isinstance(value, float) else str(value)


def _decoded(data: bytes) -> str | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    is_text = text.isprintable() or not any(c < " " and c not in "\t\r\n" for c in text)
    return text if is_text else None


def series(spec: Spec, values: list[Any], name: str = "") -> pl.Series:
    """Return values that JSON carried as a column of their type."""
    if not is_nested(spec) and spec != "Binary" and (isinstance(spec, str) or spec[0] != "Decimal"):
        return pl.Series(name, values, physical_of(spec)).cast(dtype_of(spec))
    logical = [mapped(spec, value, _logical) for value in values]
    return pl.Series(name, logical, physical_of(spec)).cast(dtype_of(spec))


def _logical(path: Path, spec: Spec, value: Any) -> Any:
    del path
    if spec == "Binary":
        return base64.b64decode(value["b"])
    if not isinstance(spec, str) and spec[0] == "Decimal":
        return Decimal(value)
    return value


def carried(column: pl.Series, spec: Spec) -> list[Any]:
    """Return the values of a column as JSON can carry them."""
    values = column.cast(dtype_of(spec, is_carried=True)).to_physical().to_list()
    return [mapped(spec, value, _encoded) for value in values] if _has_bytes(spec) else values


def _encoded(path: Path, spec: Spec, value: Any) -> Any:
    del path
    return {"b": base64.b64encode(value).decode()} if spec == "Binary" else value


def _has_bytes(spec: Spec) -> bool:
    return any(its == "Binary" for _, _, its in leaves(spec, ""))


def as_texts(spec: Spec, value: Any, changed: frozenset[Path]) -> Any:
    """Return a value whose changed leaves are the texts that they are searched as."""
    return mapped(spec, value, partial(_as_text, changed))


def _as_text(changed: frozenset[Path], path: Path, spec: Spec, value: Any) -> Any:
    return text_of(spec, value) if path in changed else value
