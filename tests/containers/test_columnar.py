"""Parquet and Arrow: types are kept, metadata is not, nested values are searched too."""

# ruff: noqa: DTZ001 - the formats have no time zones

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from redactor.batch import Batch
from redactor.errors import QuarantineError
from redactor.formats import columnar, recognise
from redactor.formats.columnar import reading, records, types, writing
from redactor.formats.source import Source
from redactor.report import Report

Redact = Callable[[Path], tuple[Path, Report]]

TABLE = pl.DataFrame(
    {
        "i": pl.Series([1, None, -(2**63)], dtype=pl.Int64),
        "u": pl.Series([2**64 - 1, 0, None], dtype=pl.UInt64),
        "small": pl.Series([1, 2, 3], dtype=pl.Int8),
        "f": [0.1, float("inf"), None],
        "f32": pl.Series([0.1, 2.5, None], dtype=pl.Float32),
        "b": [True, False, None],
        "s": ["a", "", None],
        "d": [dt.date(2020, 2, 29), dt.date(1, 1, 1), None],
        "t": [dt.datetime(2020, 1, 1, 1, 2, 3, 456789), None, dt.datetime(1900, 1, 1)],
        "ns": pl.Series([1577840400000000001, None, 5], dtype=pl.Int64).cast(pl.Datetime("ns")),
        "zone": pl.Series([dt.datetime(2020, 1, 1)] * 3).dt.replace_time_zone("Asia/Karachi"),
        "time": [dt.time(1, 2, 3, 4), None, dt.time(23)],
        "long": [dt.timedelta(1), None, dt.timedelta(microseconds=1)],
        "dec": [Decimal("1.50"), None, Decimal("-3.00")],
        "raw": [b"text", b"", None],
        "list": [[1, 2], [], None],
        "times": [[dt.datetime(2020, 1, 1)], None, [None]],
        "array": pl.Series([[1, 2], [3, 4], None], dtype=pl.Array(pl.Int8, 2)),
        "deep": [[{"a": 1, "b": ["x"]}], [], None],
        "none": [None, None, None],
    }
)


def saved(table: pl.DataFrame, kind: str) -> bytes:
    sink = io.BytesIO()
    table.write_parquet(sink) if kind == "parquet" else table.write_ipc(sink)
    return sink.getvalue()


def batches(data: bytes, batch_bytes: int = 1 << 22) -> list[Batch]:
    source = Source.from_bytes(data)
    found = records.records(source)
    return list(reading.batches(found, batch_bytes, is_parquet=data[:4] == b"PAR1"))


def written(found: list[Batch]) -> bytes:
    sink = io.BytesIO()
    writing.write(found, sink)
    return sink.getvalue()


def loaded(data: bytes) -> pl.DataFrame:
    return pl.read_parquet(data) if data[:4] == b"PAR1" else pl.read_ipc(data)


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_values_and_types_come_back_as_they_were(kind: str) -> None:
    copy = written(batches(saved(TABLE, kind)))
    assert_frame_equal(loaded(copy), TABLE)


@pytest.mark.parametrize("size", [1, 60_000, 1 << 22])
def test_what_is_replaced_in_one_part_is_text_in_all(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_ROWS", 500)
    table = pl.DataFrame(
        {
            "n": range(2000),
            "d": [dt.date(2020, 1, 1)] * 2000,
            "s": [{"x": n, "y": [n]} for n in range(2000)],
        }
    )
    found = batches(saved(table, "parquet"), size)
    changed = []
    for batch in found:
        series = [c.cells.replace("1999", "<X>") for c in batch.columns]
        changed.append(batch.with_cells(series))
    copy = loaded(written(changed))
    assert copy.schema == {"n": pl.String, "d": pl.Date, "s": pl.Struct({"x": pl.String, "y": pl.List(pl.String)})}
    assert copy["n"].to_list() == [*map(str, range(1999)), "<X>"]
    assert copy["s"].to_list()[-2:] == [{"x": "1998", "y": ["1998"]}, {"x": "<X>", "y": ["<X>"]}]


def test_a_map_is_read_to_its_keys_and_values() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="polars can't write a map")
    kind = pyarrow.map_(pyarrow.string(), pyarrow.string())
    table = pyarrow.table({"m": pyarrow.array([[("0300", "x")], [], None], kind)})
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    found = batches(sink.getvalue().to_pybytes())
    assert [c.cells.to_list() for b in found for c in b.columns][:3] == [["m", "key", "value"], ["0300"], ["x"]]
    assert loaded(written(found))["m"].to_list() == [[{"key": "0300", "value": "x"}], [], None]


def test_an_empty_table_stays_one() -> None:
    table = TABLE.clear()
    assert_frame_equal(loaded(written(batches(saved(table, "parquet")))), table)


def nested(depth: int) -> st.SearchStrategy[types.Spec]:
    flat = st.sampled_from(["Int64", "String", "Float64", "Boolean", "Date", ["Datetime", "us", None]])
    if not depth:
        return flat
    inner = nested(depth - 1)
    struct = st.lists(inner, min_size=1, max_size=3).map(lambda s: ["Struct", [[f"f{n}", its] for n, its in enumerate(s)]])
    return st.one_of(flat, inner.map(lambda s: ["List", s]), struct)


def value_of(spec: types.Spec) -> st.SearchStrategy[object]:
    if spec == "String":
        return st.text(max_size=5)
    if spec in ("Int64", "Date") or spec[0] == "Datetime":
        return st.integers(0, 10**4) | st.none()
    if spec == "Float64":
        return st.floats(allow_nan=False)
    if spec == "Boolean":
        return st.booleans()
    if spec[0] == "List":
        return st.lists(value_of(spec[1]), max_size=3) | st.none()
    return st.fixed_dictionaries({name: value_of(its) for name, its in spec[1]})


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nested_values_survive_and_every_leaf_is_searched(data: st.DataObject) -> None:
    spec = data.draw(nested(2))
    values = data.draw(st.lists(value_of(spec), min_size=1, max_size=4))
    table = pl.DataFrame([types.series(spec, values, "c")])
    found = batches(saved(table, "parquet"))
    assert_frame_equal(loaded(written(found)), table)
    texts = {t for b in found for c in b.columns for t in c.cells.drop_nulls()}

    def check(path: types.Path, its: types.Spec, value: object) -> None:
        assert types.text_of(its, value) in texts

    for value in values:
        types.mapped(spec, value, check)


def test_metadata_statistics_and_categories_hold_no_value(redact: Redact, tmp_path: Path, canaries: SimpleNamespace) -> None:
    numbers = canaries.cnics(8)
    number = {name: next(numbers) for name in (
        "text", "integer", "float", "list", "struct", "field name", "bytes", "category", "pandas", "metadata",
        "field metadata", "column name", "decimal", "deep",
    )}  # fmt: skip
    shown = {name: canaries.dashed(value) for name, value in number.items()}
    schema = pa.schema(
        [
            pa.field("note", pa.string(), metadata={"about": shown["field metadata"]}),
            pa.field("cnic", pa.int64()),
            pa.field("cnic2", pa.float64()),
            pa.field("ids", pa.list_(pa.string())),
            pa.field("who", pa.struct([("cnic", pa.int64()), (f"x {shown['field name']}", pa.string())])),
            pa.field("blob", pa.binary()),
            pa.field("kind", pa.dictionary(pa.int8(), pa.string())),
            pa.field(f"y {shown['column name']}", pa.string()),
            pa.field("cnic3", pa.decimal128(20, 2)),
            pa.field("deep", pa.list_(pa.list_(pa.struct([("cnic", pa.int64())])))),
        ],
        metadata={"pandas": f'{{"index": "{shown["pandas"]}"}}', "k": shown["metadata"]},
    )
    row = [
        f"call {shown['text']}", int(number["integer"]), float(number["float"]), [shown["list"]],
        {"cnic": int(number["struct"]), f"x {shown['field name']}": "x"}, f"id {shown['bytes']}".encode(),
        shown["category"], "x", Decimal(number["decimal"]), [[{"cnic": int(number["deep"])}]],
    ]  # fmt: skip
    table = pa.table([pa.array([v] * 5, f.type) for v, f in zip(row, schema, strict=True)], schema=schema)
    pyarrow.parquet.write_table(table, tmp_path / "leak.parquet")
    copy, report = redact(tmp_path / "leak.parquet")
    data = copy.read_bytes()
    assert report.exit_code == 0
    assert canaries.found_in(data, number) == []
    content = str(pyarrow.parquet.read_table(copy).to_pylist()) + str(pyarrow.parquet.read_schema(copy))
    assert canaries.found_in(content.encode(), number) == []
    metadata = pyarrow.parquet.ParquetFile(copy).metadata
    assert {*(metadata.metadata or {})} <= {b"ARROW:schema"}
    columns = [metadata.row_group(0).column(n) for n in range(metadata.num_columns)]
    assert not any(c.statistics and c.statistics.has_min_max for c in columns)
    assert report.files[0].dropped["metadata and statistics of the file"] == 1


@pytest.mark.parametrize(("data", "words"), [(b"PARE" + bytes(50), "encrypted"), (b"FEA1" + bytes(50), "version 1")])
def test_kinds_that_are_not_read_are_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(QuarantineError, match=words):
        recognise(Source.from_bytes(data, "x.parquet"))


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_counts_and_texts_are_of_all_that_is_written(kind: str) -> None:
    source = Source.from_bytes(saved(TABLE, kind))
    assert recognise(source) is columnar
    (found,) = records.counts(source)
    counted = [c for c in TABLE.columns if c != "raw"]
    assert found == {"columns": 20, "rows": 3, "values": sum(TABLE[c].count() for c in counted)}
    text = "\n".join(columnar.texts(source))
    assert "456789" in text
    assert "'x'" in text
