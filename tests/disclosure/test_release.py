"""What a release must never do: leave a small class, an order, a key or a way back."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.disclosure import Table, protect_counts, release
from redactor.disclosure.hierarchies import build, fitting
from redactor.disclosure.lattice import Demand, Lattice
from redactor.errors import PolicyError, UsageError
from redactor.keys import Key
from redactor.operators import TOKEN, random_token
from redactor.pipeline import Pipeline
from redactor.policy import Policy, Publish

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ["Lahore", "LAHORE", "Kasur", "Pattoki", "Multan", "Karachi", "Swat", "فیصل آباد"]


def people(count: int, seed: int = 5) -> pl.DataFrame:
    rng = random.Random(seed)
    return pl.DataFrame(
        [
            (
                random_token("CNIC"),
                rng.choices(PLACES, [30, 20, 9, 4, 15, 25, 3, 8])[0],
                str(rng.randrange(1950, 2000)),
                rng.choice("MF"),
                rng.choice(["flu", "tb", "dengue"]),
                str(rng.randrange(400) * 500),
                f"X{n}K",
            )
            for n in range(count)
        ],
        schema=["cnic", "city", "born", "sex", "illness", "income", "ref"],
        orient="row",
    )


ROLES: tuple[Any, ...] = (
    "identifier", "quasi_identifier", "quasi_identifier", "quasi_identifier", "sensitive",
    "sensitive", "identifier",
)  # fmt: skip


def test_every_class_that_is_left_has_k_persons_and_l_values() -> None:
    rows = people(900)
    made = release(Table(rows, ROLES, 0), Publish(k=11, l=2))
    classes: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for cnic, city, born, sex, illness, _, _ in made.rows.iter_rows():
        classes[city, born, sex].append((cnic, illness))
    assert min(len({cnic for cnic, _ in rows}) for rows in classes.values()) >= 11
    assert min(len({illness for _, illness in rows}) for rows in classes.values()) >= 2
    assert made.rows.height + made.suppressed == 900
    assert made.suppressed <= 45
    assert made.is_exact
    assert 0 < made.loss < 1


def test_tokens_order_and_codes_are_no_way_back() -> None:
    rows = people(300)
    made = release(Table(rows, ROLES, 0), Publish(k=3))
    assert not set(made.rows["cnic"]) & set(rows["cnic"])
    assert all(TOKEN.fullmatch(token) for token in made.rows["cnic"])
    assert set(made.rows["ref"]) == {""}
    order = np.corrcoef(made.source_rows, np.arange(made.rows.height))[0, 1]
    assert abs(order) < 0.25
    again = release(Table(rows, ROLES, 0), Publish(k=3))
    assert not set(made.rows["cnic"]) & set(again.rows["cnic"])


def test_an_amount_that_few_have_becomes_a_band() -> None:
    made = release(Table(people(600), ROLES, 0), Publish(k=5))
    counts = Counter(made.rows["income"])
    assert all(value == "*" or re.fullmatch(r"[0-9]+-[0-9]+", value) for value in counts)


def test_rows_of_a_person_with_a_rare_history_are_unlinked() -> None:
    rows, rng = [], random.Random(3)
    for n in range(60):
        # Each place and month is common, but who was where when is not.
        token = random_token("CNIC")
        rows += [(token, rng.choice("abc")) for _ in range(5 if n else 9)]
    frame = pl.DataFrame(rows, schema=["cnic", "place"], orient="row")
    made = release(Table(frame, ("identifier", "quasi_identifier"), 0), Publish(k=11))
    histories: dict[str, list[str]] = defaultdict(list)
    for token, place in made.rows.iter_rows():
        histories[token].append(place)
    alike = Counter(tuple(sorted(h)) for h in histories.values() if len(h) > 1)
    assert made.unlinked > 0
    assert all(persons >= 11 for persons in alike.values())


def test_too_few_rows_gone_take_a_class_with_them() -> None:
    frame = pl.DataFrame({"place": ["a"] * 40 + ["b"] * 30 + ["c"] * 20 + ["d"]})
    table = Table(frame, ("quasi_identifier",), None)
    made = release(table, Publish(k=5, suppress_at_most=0.02), {0: "words"})
    # One row is rare; the limit leaves room for it and not for a class with it.
    assert made.suppressed == 0
    more = release(table, Publish(k=5, suppress_at_most=0.25), {0: "words"})
    assert (more.suppressed, more.complementary) == (21, 20)


@pytest.mark.parametrize(("budget", "gone"), [(0.25, 21), (0.2, 0)])
def test_what_goes_with_the_few_counts_for_the_limit(budget: float, gone: int) -> None:
    cells = [np.repeat(np.arange(4), [40, 30, 20, 1])]
    levels = [[np.arange(4), np.zeros(4, int)]]
    found = Lattice(cells, levels, np.arange(91), [], Demand(5, 1, budget)).search()
    assert found is not None
    assert int((~found.stays).sum()) == gone
    assert found.complementary == max(0, gone - 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 6), st.sampled_from([0.0, 0.05, 0.2]))
def test_the_search_finds_the_least_loss_of_all_nodes(seed: int, k: int, budget: float) -> None:
    rng = np.random.default_rng(seed)
    rows, shape = 60, (8, 6, 4)
    cells = [rng.integers(0, n, rows) for n in shape]
    levels = [[np.arange(n), np.arange(n) // 2, np.zeros(n, int)] for n in shape]
    def penalty(codes: np.ndarray, value: int) -> float:
        return (sum(codes == codes[value]) - 1) / (len(codes) - 1)

    lattice = Lattice(cells, levels, np.arange(rows), [], Demand(k, 1, budget))
    found = lattice.search()
    losses = {}
    for node in itertools.product(range(3), repeat=3):
        coarse = list(zip(*(levels[c][node[c]][cells[c]] for c in range(3)), strict=True))
        sizes = Counter(coarse)
        stays = [sizes[key] >= k for key in coarse]
        if 0 < stays.count(False) < k:
            # The smallest class goes too, of two of one size the one that tells less.
            worth: Counter[tuple[int, ...]] = Counter()
            for row, key in enumerate(coarse):
                worth[key] += 3 - sum(penalty(levels[c][node[c]], cells[c][row]) for c in range(3))
            left = [(sizes[key], worth[key], key) for key in set(coarse) if sizes[key] >= k]
            if len(left) < 2:
                continue
            stays = [stay and key != min(left)[2] for stay, key in zip(stays, coarse, strict=True)]
        if not any(stays) or stays.count(False) > budget * rows + 1e-9:
            continue
        # Iyengar's loss, counted by hand.
        total = 0.0
        for row in range(rows):
            for c in range(3):
                lost = penalty(levels[c][node[c]], cells[c][row])
                total += lost if stays[row] else 1.0
        losses[node] = total / rows / 3
    assert found is not None
    assert found.loss == pytest.approx(min(losses.values()))
    assert losses[found.node] == pytest.approx(found.loss)


def test_a_demand_that_can_not_be_met_is_refused() -> None:
    with pytest.raises(UsageError, match="lower k or l"):
        release(Table(people(8), ROLES, 0), Publish(k=11))


@pytest.mark.parametrize(
    ("kind", "value", "levels"),
    [
        ("date", "26.12.2015 13:40", ["2015-12-26", "2015-12", "2015", "2015-2019", "2010-2019",
                                      "2000-2019", "*"]),
        ("year", "1984", ["1984", "1980-1984", "1980-1989", "1980-1999", "*"]),
        ("age", "97 years", ["97 years", "90+", "90+", "90+", "*"]),
        ("place", "پتوکی", ["پتوکی", "Kasur", "Lahore", "Punjab", "*"]),
        ("place", "R.Y. Khan", ["R.Y. Khan", "Rahim Yar Khan", "Bahawalpur", "Punjab", "*"]),
        ("place", "Nowhere", ["Nowhere", "*", "*", "*", "*"]),
        ("place", "", ["", "", "", "", "*"]),
    ],
)  # fmt: skip
def test_a_value_gets_coarser_step_by_step(kind: str, value: str, levels: list[str]) -> None:
    assert [level[value] for level in build({value: 1}, kind).levels] == levels


@pytest.mark.parametrize("kind", ["date", "year", "age", "number", "place", "words"])
def test_classes_only_ever_merge(kind: str) -> None:
    values = {
        f"{d:02}-{m:02}-{y}": y % 7 for d in (3, 9) for m in (1, 2) for y in range(1999, 2025)
    }
    values |= dict.fromkeys(
        [*PLACES, *map(str, range(1900, 2100, 7)), "90", "Rs 1,25,000/-", ""], 3
    )
    made = build(values, kind, fewest=5)
    for fine, coarse in itertools.pairwise(made.levels):
        parent: dict[str, str] = {}
        for value in values:
            assert parent.setdefault(fine[value], coarse[value]) == coarse[value]


def test_columns_get_the_hierarchy_that_fits() -> None:
    assert fitting(["01-JAN-13", "1/2/2013"]) == "date"
    assert fitting(["1980-1984", "1991"]) == "year"
    assert fitting(["35", "41"], "Age") == "age"
    assert fitting(["3500", "41"]) == "number"
    assert fitting(["Lahore", "قصور", "Swat"]) == "place"
    assert fitting(["married", "single"]) == "words"


def test_an_own_hierarchy_is_a_plain_file(tmp_path: Path) -> None:
    path = tmp_path / "jobs.txt"
    path.write_text("# jobs\nnurse;health;service\ntailor;textile;industry\n")
    levels = build({"Nurse": 2, "pilot": 1}, str(path)).levels
    assert [level["Nurse"] for level in levels] == ["Nurse", "health", "service", "*"]
    assert [level["pilot"] for level in levels] == ["pilot", "*", "*", "*"]
    path.write_text("nurse;health;service\ntailor;health;industry\n")
    with pytest.raises(PolicyError, match="line 2"):
        build({"nurse": 1}, str(path))


def test_no_count_can_be_worked_out_from_the_sums() -> None:
    rows = [("a", "m")] * 20 + [("a", "f")] * 3 + [("b", "m")] * 15 + [("b", "f")] * 12
    rows += [("c", "m")] * 30 + [("c", "f")] * 14
    made = protect_counts(pl.DataFrame(rows, schema=["d", "sex"], orient="row"), "d", "sex", k=11)
    cells = [list(row[1:]) for row in made.iter_rows()]
    for line in [*cells, *zip(*cells, strict=True)]:
        assert list(line).count(None) != 1
    assert all(n is None or n == 0 or n >= 11 for line in cells for n in line)
    with pytest.raises(ValueError, match="k below 2"):
        protect_counts(pl.DataFrame({"d": ["a"]}), "d", None, k=1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('extends = "publish"\n[publish]\nk = 1\n', "hides nobody"),
        ('extends = "study"\n[publish]\nl = 2\n', "say k"),
        ('extends = "publish"\n[publish]\nkk = 3\n', "did you mean k"),
        (
            'extends = "publish"\n[entities.PK_CNIC]\noperator = "mask"\nkeep_last = 4\n',
            "keep_last",
        ),
        ('extends = "publish"\n[entities.PK_CNIC]\noperator = "sha256"\n', "without a key"),
    ],
)
def test_a_policy_that_would_harm_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        Policy.parse(text)


def test_partner_takes_five_and_keeps_the_studys_tokens() -> None:
    assert (Policy.load("partner").publish or Publish(k=2)).k == 5
    rows = people(300)
    made = release(Table(rows, ROLES, 0), Publish(k=5, tokens="keyed"))
    assert set(made.rows["cnic"]) <= set(rows["cnic"])


def test_a_policy_for_columns_that_are_not_there_is_refused(tmp_path: Path) -> None:
    people(40).write_csv(tmp_path / "a.csv")
    for text, says in (
        ('[publish]\nunit = "cnik"\n', "no column cnik; did you mean cnic"),
        ('[columns.ilness]\nrole = "sensitive"\n', "did you mean illness"),
    ):
        policy = Policy.parse(f'extends = "publish"\n{text}')
        with pytest.raises(UsageError, match=says):
            Pipeline(policy, Key.generate()).run([tmp_path / "a.csv"], tmp_path / "out")
    said: list[str] = []
    policy = Policy.parse('extends = "study"\n[columns.boorn]\noperator = "drop"\n')
    Pipeline(policy, Key.generate(), notice=said.append).run([tmp_path / "a.csv"], tmp_path / "out")
    assert said == ["the policy's column boorn is in no file: its rule was not used"]


def test_tokens_that_their_count_tells_are_not_for_a_partner() -> None:
    rng = random.Random(4)
    # Two common names, each as often as no other, and thirty that occur twice.
    heads = ["PERSON_7Q2M4K9XD3VA5BT" + c for c in "ABCDEFGHJKMNPQRSTVWXYZ0123456789"]
    names = [heads[0]] * 60 + [heads[1]] * 41 + heads[2:] * 2
    rng.shuffle(names)
    count = len(names)
    towers = [f"CELL_7Q2M4K9XD3VA5BT{'WXYZ'[n % 4]}" for n in range(count)]
    frame = pl.DataFrame({
        "cnic": [random_token("CNIC") for _ in names], "name": names, "tower": towers,
    })  # fmt: skip
    table = Table(frame, ("identifier", "identifier", "quasi_identifier"), 0)
    made = release(table, Publish(k=5, tokens="keyed"))
    kept = Counter(made.rows["name"])
    assert heads[0] not in kept
    assert heads[1] not in kept
    assert set(kept) - {""} == set(heads[2:])
    assert set(made.rows["tower"]) == set(towers)
    # For everybody no token of a place stays: its count tells which it is.
    assert set(release(table, Publish(k=5)).rows["tower"]) == {""}


def test_a_file_becomes_a_release_with_its_cost_told(tmp_path: Path) -> None:
    rng = random.Random(9)
    with (tmp_path / "leak.csv").open("w", encoding="utf-8") as file:
        file.write("Sr#,CNIC,Name,City,DOB,Remarks\n")
        for n in range(120):
            file.write(
                f"{n + 1},35202-{rng.randrange(10**7):07}-{rng.randrange(1, 10)},MUHAMMAD AKRAM,"
                f"{rng.choice(PLACES)},{rng.randrange(10, 28)}-0{rng.randrange(1, 10)}-"
                f"{rng.randrange(1950, 2000)},please call him back at home today\n"
            )
    (tmp_path / "note.txt").write_text("nothing\n")
    pipeline = Pipeline(Policy.load("publish"), Key.generate())
    report = pipeline.run([tmp_path / "leak.csv", tmp_path / "note.txt"], tmp_path / "out")
    assert report.exit_code == 4
    # `redactor verify` takes what the hierarchies gave for no date of birth.
    assert pipeline.verify(tmp_path / "out", [tmp_path / "leak.csv"]).residual_values == 0
    made = pl.read_csv(tmp_path / "out" / "leak.csv", infer_schema=False)
    assert not (tmp_path / "out" / "note.txt").exists()
    assert made.group_by("City", "DOB").len()["len"].min() >= 11  # type: ignore[operator]
    assert made.select("Sr#", "Name", "Remarks").fill_null("").unique().row(0) == ("", "", "")
    told = json.loads((tmp_path / "out" / "report.json").read_text())
    assert told["risk"][0]["before"]["smallest"] == 1
    assert told["risk"][0]["after"]["smallest"] >= 11
    assert told["release"][0]["levels"].keys() == {"City", "DOB"}


@pytest.mark.slow
def test_k_and_l_hold_in_a_large_release_as_it_stands_on_the_disk(tmp_path: Path) -> None:
    rng = np.random.default_rng(31)
    rows, persons = 40_000, 33_000
    of = np.concatenate([np.arange(persons), rng.integers(0, persons, rows - persons)])
    frame = pl.DataFrame({
        "cnic": [f"3529{n % 10}-{n:07}-{n % 9 + 1}" for n in of.tolist()],
        # Stays, by the policy: whose row it is, where tokens were drawn anew.
        "whose": [f"w{n}" for n in of.tolist()],
        "district": np.array(["Lahore", "Kasur", "Okara", "Multan", "Swat", "Quetta", "Jhang"])[
            rng.choice(7, rows, p=[.4, .2, .1, .15, .05, .06, .04])
        ],
        "sex": np.array(["m", "f"])[rng.integers(0, 2, rows)],
        "birth_year": [str(y) for y in rng.integers(1935, 2006, rows)],
        "visited": [f"2021-{m:02}-{d:02}" for m, d in zip(rng.integers(1, 13, rows), rng.integers(1, 29, rows), strict=True)],
        "diagnosis": np.array(["flu", "tb", "dengue", "cancer"])[rng.choice(4, rows, p=[.5, .3, .15, .05])],
    })  # fmt: skip
    frame.write_csv(tmp_path / "leak.csv")
    policy = Policy.parse(
        'extends = "publish"\n[publish]\nunit = "cnic"\nl = 3\n[columns.whose]\nrole = "other"\n'
    )
    report = Pipeline(policy, Key.generate()).run([tmp_path / "leak.csv"], tmp_path / "out")
    # From here on nothing of ours: the file as anybody would count it.
    made = pd.read_csv(tmp_path / "out" / "leak.csv", dtype=str, keep_default_na=False)
    quasi = ["district", "sex", "birth_year", "visited"]
    classes = made.groupby(quasi)
    assert classes["whose"].nunique().min() >= 11
    assert classes["diagnosis"].nunique().min() >= 3
    assert len(made) >= 0.95 * rows
    assert len(made) + report.release[0]["suppressed"] == rows
    assert not set(made["cnic"]) & set(frame["cnic"])
    # Persons with several rows: whoever is still joined shares the history with ten others.
    histories = made.sort_values(quasi).groupby("cnic")[quasi].apply(
        lambda of: tuple(map(tuple, of.to_numpy()))
    )
    alike = histories[histories.map(len) > 1].value_counts()
    assert alike.empty or alike.min() >= 11
    told = report.risk[0]["after"]
    assert told["smallest"] == classes["whose"].nunique().min()
    assert told["persons"] == made["whose"].nunique()
