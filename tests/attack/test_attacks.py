"""Every attack succeeds where it must, and gets nothing from what we make."""

from __future__ import annotations

import hashlib
import json
import random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

from redactor.attack import traces
from redactor.attack.attempt import Attempt, Pair
from redactor.attack.campaign import run
from redactor.attack.controls import controls, weak_table
from redactor.attack.enumeration import enumeration
from redactor.attack.frequency import frequency
from redactor.cli import cli
from redactor.disclosure import Table, release
from redactor.keys import Key
from redactor.operators import canonical, token
from redactor.policy import Publish

if TYPE_CHECKING:
    from pathlib import Path


def keyed(cells: pl.Series, entity: str, key: Key) -> pl.Series:
    subkey = key.subkey(f"token/{entity}")
    made = {v: token(entity, canonical(entity, v), subkey) for v in cells.unique().to_list()}
    return cells.replace_strict(list(made), list(made.values()), return_dtype=pl.String)


def test_every_attack_beats_a_copy_made_weak_for_it() -> None:
    reached = controls()
    assert len(reached) == 9
    assert min(reached.values()) >= 0.9, reached


@pytest.mark.parametrize(
    ("scheme", "is_found"),
    [
        (lambda v: hashlib.md5(v.encode(), usedforsecurity=False).hexdigest(), True),
        (lambda v: "CNIC_" + hashlib.sha1(v.replace("-", "").encode(), usedforsecurity=False).hexdigest()[:12], True),
        (lambda v: hashlib.sha256(b"sesame" + v.encode()).hexdigest(), True),
        (
            lambda v: token(
                "PK_CNIC", v.replace("-", ""),
                Key(hashlib.sha256(b"sesame").digest()).subkey("token/PK_CNIC"),
            ),
            True,
        ),
        (lambda v: hashlib.sha256(b"k\x91\x02unguessed" + v.encode()).hexdigest(), False),
    ],
    ids=["md5", "short sha1", "salted by a guess", "key of a guessed passphrase", "not guessed"],
)  # fmt: skip
def test_tokens_of_a_weak_scheme_are_undone(scheme: object, is_found: bool) -> None:
    numbers = weak_table().select("cnic").head(16)
    made = pl.DataFrame({"cnic": [scheme(v) for v in numbers["cnic"]]})  # type: ignore[operator]
    got = enumeration(Pair(numbers, made, ("identifier",), 0, True), ["sesame"])
    assert (got.share == 1.0) is is_found
    assert got.wins(0.1) is is_found


def test_our_tokens_are_not_undone_nor_joined() -> None:
    numbers = weak_table().select("cnic").head(60)
    ours = numbers.with_columns(keyed(numbers["cnic"], "PK_CNIC", Key.generate()))
    assert enumeration(Pair(numbers, ours, ("identifier",), 0, True), ["sesame"]).hits == 0
    other = numbers.with_columns(keyed(numbers["cnic"], "PK_CNIC", Key.generate()))
    assert traces.difference(ours, other).hits == 0
    assert traces.difference(ours, ours).share == 1.0


def test_counts_tell_names_behind_tokens_but_not_in_a_release() -> None:
    people = weak_table()
    names = people.select("name")
    ours = names.with_columns(keyed(names["name"], "PERSON", Key.generate()))
    assert frequency(Pair(names, ours, ("identifier",), None, True)).wins(0.1)
    made = release(
        Table(people.select("cnic", "name"), ("identifier", "identifier"), 0), Publish(k=11)
    )
    assert frequency(
        Pair(people.select("cnic", "name"), made.rows, ("identifier",) * 2, 0, False)
    ).hits == 0  # fmt: skip


def crowd(count: int) -> pl.DataFrame:
    rng = random.Random(6)
    return pl.DataFrame(
        [
            (f"35290-{n:07}-1", rng.choice(["Lahore", "Kasur", "Multan"]),
             str(rng.randrange(1950, 2000)), rng.choice("MF"), rng.choice(["a", "b", "c"]))
            for n in range(count)
        ],
        schema=["cnic", "city", "born", "sex", "illness"],
        orient="row",
    )  # fmt: skip


def test_a_release_withstands_what_a_study_does_not() -> None:
    people = crowd(700)
    roles = ("identifier", "quasi_identifier", "quasi_identifier", "quasi_identifier", "sensitive")
    tokens = people.with_columns(keyed(people["cnic"], "PK_CNIC", Key.generate()))
    study = {a.name: a for a in run(Pair(people, tokens, roles, 0, True), [], {})}
    assert study["row order"].wins(0.1)
    made = release(Table(tokens, roles, 0), Publish(k=11, l=2))
    left = {a.name: a for a in run(Pair(people, made.rows, roles, 0, False), [], {})}
    # What a class of eleven tells of an illness is less than half of what a row tells, not nothing.
    inference = left.pop("inference")
    assert inference.gain < study["inference"].gain / 2
    assert not [name for name, attempt in left.items() if attempt.wins(0.1)]
    assert left["linkage (singling out)"].share <= 1 / 11
    assert abs(left["row order"].share - left["row order"].chance) < 0.06


def test_a_column_that_became_tokens_does_not_blind_the_intruder() -> None:
    people = crowd(300)
    roles = ("identifier", "quasi_identifier", "quasi_identifier", "quasi_identifier", "sensitive")
    hidden = people.with_columns(
        keyed(people["cnic"], "PK_CNIC", Key.generate()),
        keyed(people["city"], "LOCATION", Key.generate()),
    )
    got = {a.name: a for a in run(Pair(people, hidden, roles, 0, True), [], {})}
    assert got["linkage (singling out)"].wins(0.1)
    # Three towns, each as often as no other, are told by their counts.
    assert got["frequency"].wins(0.1)


def test_a_number_inside_an_iban_of_the_row_is_seen() -> None:
    people = weak_table().select("cnic", "name", "remarks")
    roles = ("identifier", "identifier", "free_text")
    blank = people.with_columns(pl.lit("x").alias("cnic"), pl.lit("x").alias("name"))
    iban = blank.with_columns(
        pl.concat_str([pl.lit("PK00EXMP000"), people["cnic"].str.replace_all("-", "")])
        .alias("remarks")
    )  # fmt: skip
    assert traces.pieces(Pair(people, iban, roles, 0, True)).share == 1.0
    assert traces.pieces(Pair(people, blank, roles, 0, True)).share == 0.0


def test_the_interval_is_that_of_the_gain() -> None:
    attempt = Attempt("x", "y", 100, 50, 0.2, 1.0)
    assert attempt.gain == pytest.approx(0.375)
    # Wilson's interval of 50 in 100 is 0.40383 to 0.59617.
    assert attempt.interval == pytest.approx((0.254788, 0.495212), abs=1e-5)
    assert attempt.wins(0.1)
    assert not attempt.wins(0.3)


def test_the_command_ends_with_three_when_the_intruder_wins(tmp_path: Path) -> None:
    people = crowd(300)
    people.write_csv(tmp_path / "leak.csv")
    (tmp_path / "out").mkdir()
    weak = [hashlib.sha256(v.replace("-", "").encode()).hexdigest() for v in people["cnic"]]
    people.with_columns(pl.Series("cnic", weak)).write_csv(tmp_path / "out" / "leak.csv")
    command = ["attack", str(tmp_path / "out"), "--original", str(tmp_path / "leak.csv")]
    done = CliRunner().invoke(cli, [*command, "--json"])
    assert done.exit_code == 3, done.output
    (table,) = json.loads(done.stdout)["tables"]
    won = {entry["name"] for entry in table["attacks"] if entry["won"]}
    assert {"enumeration", "linkage (singling out)", "row order"} <= won
    assert all(entry["control"] >= 0.9 for entry in table["attacks"])
    assert people["cnic"][0] not in done.output
    assert "WINS" in CliRunner().invoke(cli, command).output
