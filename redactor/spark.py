"""Spark: a DataFrame through the same decisions as files, spread by `mapInArrow`.

What a column is, is decided once, on the driver, before any cell is; it travels with the function.
Recognisers are loaded once in each Python worker process and kept there from task to task. How the
key gets to the workers, and what that means, stands in docs/scale.md and SECURITY.md.

Needs the extra `spark` on the driver, and this package on every worker.
"""

from __future__ import annotations

import secrets
from collections import Counter, OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor.blocks import distinct
from redactor.detection.columns import SAMPLE_ROWS, ColumnProfile
from redactor.errors import DetectionError, RedactorError, UsageError
from redactor.keys import KEY_BYTES, Key
from redactor.redaction import CellRedactor
from redactor.table import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import DataType, StructType

    from redactor.policy import Policy

# What is decided in one step: larger steps find more equal cells, smaller ones hold less memory.
STEP_ROWS = 100_000
STEP_BYTES = 64 << 20
# Engines kept by a worker process: a session that uses several policies or keys in turns.
_MOST_ENGINES = 2
# What Spark must do with the bytes of a key that travels with the function.
_PROTECTED = ("spark.network.crypto.enabled", "spark.io.encryption.enabled")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column, or a field of a nested one, that holds cells. `keeps_type`: nothing is done."""

    profile: ColumnProfile
    keeps_type: bool = False


@dataclass(frozen=True, slots=True)
class Struct:
    """A column with fields of its own."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A column of lists."""

    child: Node


Node = Leaf | Struct | Array


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a frame are: made once, by `profile`, and the same for every row."""

    nodes: tuple[Node, ...]


def profile(frame: DataFrame, policy: Policy) -> Columns:
    """Decide what each column is, from its name and SAMPLE_ROWS rows; one pass over the frame.

    A frame has no order, so the rows are those with the smallest xxhash64 over all columns: the
    same ones however the frame is partitioned. They never decide that a cell is clean. Hand in a
    part of the data (its first file) to save the pass. Raises UsageError as `redact`.
    """
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - its usual name

    for place, column in enumerate(frame.schema.fields, 1):
        _refuse_unreadable(column.dataType, f"column {place}")
    quoted = [F.col(f"`{name.replace('`', '``')}`") for name in frame.columns]
    rows = frame.orderBy(F.xxhash64(*quoted)).limit(SAMPLE_ROWS).collect() if quoted else []
    redactor = _engine(policy, None)
    return Columns(
        tuple(
            _node(column.dataType, column.name, [row[place] for row in rows], redactor)
            for place, column in enumerate(frame.schema.fields)
        )
    )


def redact(
    frame: DataFrame, policy: Policy, key: Key | Path | str, *, columns: Columns | None = None
) -> DataFrame:
    """Return the frame with everything found in it replaced; it is computed when it is used.

    `key` is a Key, or the path of a key file that every worker can read under that name. `columns`
    is what `profile` gave; without it, the frame is profiled here, in a pass of its own.

    Every column comes back as text but booleans in which nothing can be found and columns that the
    policy keeps: a number can't hold a token. Structs and arrays keep their shape. Tokens are those
    of a local run under the same key. Nothing is verified: `residuals` searches what was written.

    Raises UsageError for a policy that makes a release, for a column of binary data, maps or
    another type that can't be read as text, for a key file with a passphrase, and for a Key on a
    cluster that would put it on the network or on disks unencrypted.
    """
    if policy.publish is not None:
        raise UsageError(
            f"the policy {policy.name} makes a release, which looks at whole tables: redact on "
            "Spark under study, then make the release from the copy"
        )
    columns = columns or profile(frame, policy)
    if len(columns.nodes) != len(frame.schema.fields):
        raise UsageError("the columns were profiled on a frame with other columns")
    secret = Secret.of(key, frame.sparkSession)
    schema = _schema(frame.schema, columns)
    plan = _Plan(policy, columns, secret)

    def redact_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # Imported here, so that the engine lives in the module and not in this pickled function.
        from redactor import spark  # noqa: PLC0415

        yield from spark.redact_batches(batches, plan)

    names = [_engine(policy, None).redact_text(name) for name in frame.columns]
    return frame.mapInArrow(redact_partition, schema).toDF(*names)


def residuals(frame: DataFrame, policy: Policy, columns: Columns) -> Counter[str]:
    """Count, by entity, what the recognisers still find in a redacted frame read back from disk.

    `columns` is what `redact` was given. An empty count is what a good copy has.
    """
    plan = _Plan(policy, columns, None)

    def search_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from redactor import spark  # noqa: PLC0415

        yield from spark.search_batches(batches, plan)

    found: Counter[str] = Counter()
    for row in frame.mapInArrow(search_partition, "entity string, n long").collect():
        found[row.entity] += row.n
    return found


# -- the key ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Secret:
    """What the workers get the key from: the path of a file that they can read, or two shares.

    Each share is random by itself, and neither they nor the key are text, so no log, dump or error
    shows the key by accident. Whoever has both has the key: see `_refuse_open`.
    """

    path: str | None = None
    shares: tuple[bytes, bytes] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, key: Key | Path | str, session: SparkSession) -> Secret:
        """Return the way on which a key gets to the workers. Raises UsageError as `redact`."""
        if isinstance(key, Key):
            _refuse_open(session)
            pad = secrets.token_bytes(KEY_BYTES)
            return cls(shares=(pad, _xor(pad, key.to_bytes())))
        # Read here once, so that a missing file, a passphrase or a wrong mode is told at once.
        Key.load(key)
        return cls(path=str(Path(key).absolute()))

    def key(self) -> Key:
        """Return the key; called on the workers. Raises KeyFileError."""
        if self.shares is not None:
            return Key.from_bytes(_xor(*self.shares))
        if self.path is None:
            raise RedactorError("internal: a worker was given no key")
        return Key.load(self.path)


def _xor(first: bytes, second: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


def _refuse_open(session: SparkSession) -> None:
    """Raise UsageError where a key inside the function would travel or be spilled in clear."""
    if str(session.conf.get("spark.master", "")).startswith("local"):
        return
    missing = [name for name in _PROTECTED if session.conf.get(name, "false") != "true"]
    if missing:
        raise UsageError(
            "the key would reach the workers unencrypted: give the path of a key file that every "
            f"worker can read, or start the session with {' and '.join(missing)} set to true"
        )


# -- on the driver ---------------------------------------------------------------------------------


def _refuse_unreadable(kind: DataType, where: str) -> None:
    """Raise UsageError for a type whose values can't be searched as text."""
    from pyspark.sql import types as T  # noqa: N812, PLC0415

    if isinstance(kind, T.StructType):
        for place, child in enumerate(kind.fields, 1):
            _refuse_unreadable(child.dataType, f"{where}, field {place}")
    elif isinstance(kind, T.ArrayType):
        _refuse_unreadable(kind.elementType, where)
    elif isinstance(kind, T.MapType):
        raise UsageError(f"{where} is a map, whose keys are data: make it a struct or explode it")
    elif not isinstance(
        kind,
        T.StringType | T.NumericType | T.BooleanType | T.DateType | T.TimestampType
        | T.TimestampNTZType | T.NullType,
    ):  # fmt: skip
        raise UsageError(
            f"{where} is of the type {kind.typeName()}, which is not searched: cast it to text "
            "or drop it"
        )


def _node(kind: DataType, name: str, values: Sequence[Any], redactor: CellRedactor) -> Node:
    """Return what a column is, by its type, its name (a path in nested ones) and some values."""
    from pyspark.sql import types as T  # noqa: N812, PLC0415

    values = [value for value in values if value is not None]
    if isinstance(kind, T.StructType):
        return Struct(
            tuple(
                _node(
                    child.dataType,
                    f"{name}.{child.name}",
                    [value[place] for value in values],
                    redactor,
                )
                for place, child in enumerate(kind.fields)
            )
        )
    if isinstance(kind, T.ArrayType):
        return Array(_node(kind.elementType, name, [v for vs in values for v in vs], redactor))
    rule = redactor.policy.column_rule(name)
    if rule is not None and rule.operator == "keep":
        return Leaf(ColumnProfile(name), keeps_type=True)
    found = redactor.detector.profile(
        name,
        [text for text in map(text_of, values[:SAMPLE_ROWS]) if text is not None],
        entity=redactor.policy.column_entity(name),
    )
    is_plain = isinstance(kind, T.BooleanType | T.NullType) and found.prior is None and rule is None
    # Not all of the column is counted, so nothing in it is taken for chance.
    return Leaf(replace(found, by_chance=frozenset()), keeps_type=is_plain)


def _schema(schema: StructType, columns: Columns) -> StructType:
    from pyspark.sql import types as T  # noqa: N812, PLC0415

    def written(kind: DataType, node: Node) -> DataType:
        if isinstance(node, Struct) and isinstance(kind, T.StructType):
            return T.StructType(
                [
                    T.StructField(child.name, written(child.dataType, below))
                    for child, below in zip(kind.fields, node.children, strict=True)
                ]
            )
        if isinstance(node, Array) and isinstance(kind, T.ArrayType):
            return T.ArrayType(written(kind.elementType, node.child))
        return kind if isinstance(node, Leaf) and node.keeps_type else T.StringType()

    return T.StructType(
        [
            T.StructField(column.name, written(column.dataType, node))
            for column, node in zip(schema.fields, columns.nodes, strict=True)
        ]
    )


# -- on the workers --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that a task needs, and no value."""

    policy: Policy
    columns: Columns
    secret: Secret | None


# In this module and not in the function that Spark pickles: there it would be rebuilt in each task.
_engines: OrderedDict[tuple[str, Secret | None], CellRedactor] = OrderedDict()


def _engine(policy: Policy, secret: Secret | None) -> CellRedactor:
    """Return the recognisers and operators of this process, loaded once.

    Without a secret it detects only: what it would write is thrown away.
    """
    name = (policy.digest, secret)
    if name not in _engines:
        key = secret.key() if secret is not None else Key.generate()
        _engines[name] = CellRedactor(policy, key)
        while len(_engines) > _MOST_ENGINES:
            _engines.popitem(last=False)
    _engines.move_to_end(name)
    return _engines[name]


def redact_batches(batches: Iterator[pa.RecordBatch], plan: _Plan) -> Iterator[pa.RecordBatch]:
    """Yield a partition's batches redacted; the pure function that also fits Ray and Dask.

    Raises DetectionError, without any value, when anything fails.
    """
    redactor = _engine(plan.policy, plan.secret)
    for table in _steps(batches):
        yield from _guarded(_redacted, table, plan, redactor).to_batches()


def search_batches(batches: Iterator[pa.RecordBatch], plan: _Plan) -> Iterator[pa.RecordBatch]:
    """Yield one batch (entity, n) of what the recognisers find in a partition."""
    import pyarrow as pa  # noqa: PLC0415

    redactor = _engine(plan.policy, plan.secret)
    found: Counter[str] = Counter()
    for table in _steps(batches):
        found += _guarded(_found, table, plan, redactor)
    yield pa.RecordBatch.from_pydict(
        {"entity": pa.array(list(found), pa.string()), "n": pa.array(found.values(), pa.int64())}
    )


def _steps(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Gather small batches, so that equal cells are decided once and start-up costs are shared."""
    import pyarrow as pa  # noqa: PLC0415

    gathered: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        gathered.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= STEP_ROWS or size >= STEP_BYTES:
            yield pa.Table.from_batches(gathered)
            gathered, rows, size = [], 0, 0
    if gathered:
        yield pa.Table.from_batches(gathered)


def _guarded(step: Callable[..., Any], *args: Any) -> Any:
    """Call and return; an error of another library may quote a cell, so only its type is told."""
    try:
        return step(*args)
    except RedactorError as error:
        told: RedactorError = type(error)(*error.args)
    except Exception as error:  # noqa: BLE001 - whatever it is, the task fails
        told = DetectionError(
            f"a batch could not be redacted ({type(error).__name__}): the task fails, nothing "
            "passes; please report this"
        )
    # Raised out here, so that the cause is not its context either: Spark logs both.
    raise told


def _redacted(table: pa.Table, plan: _Plan, redactor: CellRedactor) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    columns = [
        _replaced(pa.concat_arrays(column.chunks), node, redactor)
        for column, node in zip(table.columns, plan.columns.nodes, strict=True)
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _replaced(array: pa.Array, node: Node, redactor: CellRedactor) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if isinstance(node, Struct):
        children = [
            _replaced(child, below, redactor)
            for child, below in zip(array.flatten(), node.children, strict=True)
        ]
        names = [array.type.field(place).name for place in range(array.type.num_fields)]
        return pa.StructArray.from_arrays(children, names=names, mask=array.is_null())
    if isinstance(node, Array):
        values = _replaced(array.flatten(), node.child, redactor)
        lengths = pc.fill_null(pc.list_value_length(array), 0)
        ends = pc.cumulative_sum(pc.cast(lengths, pa.int32()))
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
        return pa.ListArray.from_arrays(offsets, values, mask=array.is_null())
    if node.keeps_type:
        return array
    cells, places = _distinct(array)
    column = pl.Series(cells, dtype=pl.String)
    decision = redactor.decide_column(distinct(column), node.profile)
    return pa.array(decision.applied(column).to_list(), pa.string()).take(places)


def _found(table: pa.Table, plan: _Plan, redactor: CellRedactor) -> Counter[str]:
    import pyarrow as pa  # noqa: PLC0415

    def search(array: pa.Array, node: Node) -> Counter[str]:
        if isinstance(node, Struct):
            below = zip(array.flatten(), node.children, strict=True)
            return sum((search(child, kind) for child, kind in below), Counter())
        if isinstance(node, Array):
            return search(array.flatten(), node.child)
        if node.keeps_type:
            return Counter()
        return redactor.residuals([c for c in _distinct(array)[0] if c], node.profile)

    pairs = zip(table.columns, plan.columns.nodes, strict=True)
    return sum((search(pa.concat_arrays(c.chunks), node) for c, node in pairs), Counter())


def _distinct(array: pa.Array) -> tuple[list[str | None], pa.Array]:
    """Return the distinct cells of an array as text, and which of them stands where."""
    encoded = array.dictionary_encode()
    return [text_of(value) for value in encoded.dictionary.to_pylist()], encoded.indices
