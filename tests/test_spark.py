"""Spark gives what a local run gives, and the key shows itself nowhere."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import random
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from redactor import Redactor
from redactor.errors import UsageError
from redactor.keys import Key
from redactor.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: pip install '.[spark]'")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java 17 or newer, and there is none", allow_module_level=True)

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Spark's own sockets
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECRET = bytes(range(100, 132))
KEY = Key.from_bytes(SECRET)
STUDY = Policy.load("study")


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Spark's driver and workers speak over sockets of this machine: conftest's ban is off."""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    (folder / "events").mkdir()
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.local.dir": str(folder / "local"),
        "spark.eventLog.enabled": "true",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": (folder / "events").as_uri(),
    }.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()
    # The event log is complete only now: neither the key nor a value may stand in it.
    written = b"".join(p.read_bytes() for p in (folder / "events").rglob("*") if p.is_file())
    assert b"SparkListenerJobEnd" in written
    assert SECRET not in written
    assert SECRET.hex().encode() not in written
    assert str(list(SECRET)).encode() not in written
    assert b"7654321" not in written


def rows(count: int) -> list[dict[str, Any]]:
    draw = random.Random(5)
    people = [
        {
            "cnic": f"35202-{draw.randrange(10**6, 10**7)}-{n % 10}",
            "name": f"{draw.choice(['BASHIR', 'HINA', 'OWAIS'])} {draw.choice(['KHATTAK', 'MIR'])}",
            "mobile": f"0300{draw.randrange(10**6, 10**7)}",
            "remarks": draw.choice(["", "ok", f"call +92 301 {draw.randrange(10**6, 10**7)}"]),
        }
        for n in range(count)
    ]
    people[3]["cnic"] = "35202-7654321-9"
    people[4]["cnic"] = "3.52021E+12"
    people[5]["name"] = None
    return people


def test_tokens_are_those_of_a_local_run(session: SparkSession) -> None:
    from redactor import spark

    table = pl.DataFrame(rows(300))
    local = Redactor(policy=STUDY, key=KEY).table(table)
    frame = session.createDataFrame(
        rows(300), "cnic string, name string, mobile string, remarks string"
    )
    for parts in (1, 5):
        made = spark.redact(frame.repartition(parts), STUDY, KEY)
        found = sorted(map(tuple, made.collect()), key=str)
        assert found == sorted(local.iter_rows(), key=str)
        assert not re.search("7654321|KHATTAK|3\\.52021E", str(found))
    columns = spark.profile(frame, STUDY)
    assert not spark.residuals(made, STUDY, columns)
    assert spark.residuals(frame, STUDY, columns)["PK_CNIC"] >= 300


def test_numbers_nested_fields_and_nothing(session: SparkSession) -> None:
    from redactor import spark

    frame = session.createDataFrame(
        [
            (3520276543219, 3001234567.0, dt.date(1990, 5, 4), True, None,
             [{"cnic": "35202-7654321-9", "tags": ["ok", "0300-7654321"]}, None], 1.5),
            (None, float("nan"), None, None, None, None, None),
            (3520276543218, 3001234568.0, dt.date(1991, 5, 4), False, None, [], 2.0),
        ],
        "cnic bigint, mobile double, dob date, active boolean, empty string, "
        "known array<struct<cnic:string,tags:array<string>>>, amount double",
    )  # fmt: skip
    made = spark.redact(frame, STUDY, KEY)
    assert made.schema["active"].dataType.typeName() == "boolean"
    assert made.schema["cnic"].dataType.typeName() == "string"
    first, second, third = made.collect()
    token = re.compile(r"CNIC_\w{16}")
    assert token.fullmatch(first.cnic)
    assert first.known[0].cnic == first.cnic
    assert re.fullmatch(r"MOBILE_\w{16}", first.mobile)
    assert first.dob == "1990"
    assert first.active is True
    assert first.known[0].tags[0] == "ok"
    assert re.fullmatch(r"MOBILE_\w{16}", first.known[0].tags[1])
    assert first.known[1] is None
    assert first.amount == "1.5"
    assert all(value is None for value in second)
    assert third.known == []
    assert third.cnic != first.cnic


def test_a_column_name_with_an_identifier_is_replaced(session: SparkSession) -> None:
    from redactor import spark

    frame = session.createDataFrame([("x",)], "`of 35202-1112223-9` string")
    assert not re.search("1112223", str(spark.redact(frame, STUDY, KEY).columns))


def test_a_release_is_refused(session: SparkSession, tmp_path: Path) -> None:
    """It looks at whole tables for rare combinations; a partition alone would let them through."""
    from redactor import cluster, spark

    policy = Policy.load("publish")
    with pytest.raises(UsageError, match="release"):
        spark.redact(session.createDataFrame([("x",)], "a string"), policy, KEY)
    with pytest.raises(UsageError, match="release"):
        cluster.run(session, [tmp_path], tmp_path / "out", policy, KEY)


@pytest.mark.parametrize(
    ("schema", "says"),
    [("a string, b binary", "column 2"), ("m map<string,string>", "a map"),
     ("s struct<b:binary>", "column 1, field 1")],
)  # fmt: skip
def test_what_cannot_be_searched_is_refused(session: SparkSession, schema: str, says: str) -> None:
    from redactor import spark

    with pytest.raises(UsageError, match=says):
        spark.redact(session.createDataFrame([], schema), STUDY, KEY)


def test_the_key_is_in_no_plan_closure_or_error(session: SparkSession) -> None:
    from pyspark import cloudpickle

    from redactor import spark

    frame = session.createDataFrame([("35202-7654321-9",)], "cnic string")
    made = spark.redact(frame, STUDY, KEY)
    explained = made._jdf.queryExecution().toString()
    secret = spark.Secret.of(KEY, session)
    plan = spark._Plan(STUDY, spark.profile(frame, STUDY), secret)
    closure = cloudpickle.dumps(lambda: plan)
    for text in (explained.encode(), closure, repr(plan).encode(), pickle.dumps(plan)):
        assert SECRET not in text
        assert SECRET.hex().encode() not in text
    assert spark.Secret(shares=secret.shares).key() == KEY


def test_a_failing_batch_stops_the_job_and_shows_no_value(session: SparkSession) -> None:
    from redactor import spark

    frame = session.createDataFrame([("35202-7654321-9",)], "cnic string")
    wrong = spark.Columns((spark.Struct(()),))  # what is in no frame: the worker's code throws
    with pytest.raises(Exception, match="could not be redacted") as caught:
        frame.mapInArrow(
            _task(spark._Plan(STUDY, wrong, spark.Secret.of(KEY, session))), frame.schema
        ).collect()
    assert "7654321" not in str(caught.value)
    assert SECRET.hex() not in str(caught.value)


def _task(plan: Any) -> Any:
    def run(batches: Any) -> Any:
        from redactor import spark

        yield from spark.redact_batches(batches, plan)

    return run


def test_a_key_file_is_read_by_the_workers(session: SparkSession, tmp_path: Path) -> None:
    from redactor import spark

    KEY.save(tmp_path / "k")
    frame = session.createDataFrame([("35202-7654321-9",)], "cnic string")
    by_file = spark.redact(frame, STUDY, tmp_path / "k").collect()
    assert by_file == spark.redact(frame, STUDY, KEY).collect()
    with pytest.raises(UsageError):
        spark.redact(frame, STUDY, tmp_path / "missing")


def test_a_folder_on_spark_is_the_folder_of_a_local_run(
    session: SparkSession, tmp_path: Path
) -> None:
    from redactor import cluster
    from redactor.pipeline import Pipeline

    leak = tmp_path / "leak"
    (leak / "sub").mkdir(parents=True)
    # A name of one file in the text of another: only the search over all of them finds it, for by
    # its words and its place in the text it is none.
    table = pl.DataFrame([*rows(60), rows(60)[9] | {"name": "GREEN LANTERN"}])
    table.write_csv(leak / "a.csv")
    table.tail(20).write_csv(leak / "sub" / "of 35202-1112223-9.csv", separator=";")
    (leak / "note.log").write_text(
        "paid to bashir khattak on friday\nmobile 03001234567\nstatus=green lantern ok 7\n"
    )
    (leak / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    local = Pipeline(STUDY, KEY).run([leak], tmp_path / "local")
    report = cluster.run(session, [leak], tmp_path / "spark", STUDY, KEY)
    assert report.exit_code == local.exit_code == 4
    assert report.entities() == local.entities()
    assert report.repaired == local.repaired > 0
    assert report.not_searched == local.not_searched
    for path in (tmp_path / "local").rglob("*.*"):
        if path.is_file() and "report" not in path.name:
            copy = tmp_path / "spark" / path.relative_to(tmp_path / "local")
            assert copy.read_bytes() == path.read_bytes(), path.name
    assert not list((tmp_path / "spark").glob(".redactor*"))
    assert not re.search("bashir|lantern", (tmp_path / "spark" / "note.log").read_text())


def test_a_failure_on_a_worker_is_told_and_keeps_nothing(
    session: SparkSession, tmp_path: Path
) -> None:
    from redactor import cluster
    from redactor.errors import ResidualError

    with pytest.raises(ResidualError, match="told"):
        cluster._collected(session, [1], lambda _: cluster._Failure("ResidualError", "told"))
    KEY.save(tmp_path / "k")
    setting = cluster._Setting(STUDY, cluster.Secret(path=str(tmp_path / "k")), False, tmp_path)
    file = cluster._File(0, tmp_path / "gone 7654321.csv", Path("gone.csv"))
    failed = cluster.carry_out("redact_one", file, setting)
    assert isinstance(failed, cluster._Failure)
    assert "7654321" not in failed.message
