"""Measures equal to published examples that can be worked out by hand, and to pycanon's."""

from __future__ import annotations

import json
import math
import random
import runpy
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.errors import UsageError
from redactor.risk import choose_roles, measure
from redactor.risk.assessment import assess
from redactor.risk.cells import crossings
from redactor.risk.measures import class_keys, person_keys
from redactor.risk.population import estimate, expected_risk
from redactor.risk.table import Table, from_frame
from redactor.risk.trajectories import unicity

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors" / "risk"


def table(rows: list[dict[str, str]]) -> Table:
    return from_frame(pl.DataFrame(rows))


# Machanavajjhala et al., l-diversity (ICDE 2006), figure 2: 4-anonymous, and the last class tells
# everybody's illness. Figure 3: 3-diverse.
FIGURE_2 = {
    "130**,<30": ["heart", "heart", "viral", "viral"],
    "1485*,>=40": ["cancer", "heart", "viral", "viral"],
    "130**,3*": ["cancer"] * 4,
}
FIGURE_3 = {
    "1305*,<=40": ["heart", "viral", "cancer", "cancer"],
    "1485*,>40": ["cancer", "heart", "viral", "viral"],
    "1306*,<=40": ["heart", "viral", "cancer", "cancer"],
}


def of_classes(classes: dict[str, list[str]]) -> Table:
    return table([{"class": c, "value": v} for c, values in classes.items() for v in values])


@pytest.mark.parametrize(
    ("classes", "distinct", "entropy", "homogeneous"),
    [(FIGURE_2, 1, 1.0, 4 / 12), (FIGURE_3, 3, math.exp(1.5 * math.log(2)), 0.0)],
)
def test_classes_that_give_an_illness_away_are_seen(
    classes: dict[str, list[str]], distinct: int, entropy: float, homogeneous: float
) -> None:
    found = measure(of_classes(classes), [0], sensitive=[1])
    assert (found.smallest, found.classes, found.persons) == (4, 3, 12)
    assert found.average == pytest.approx(0.25)
    assert found.diversity["value"].distinct == distinct
    assert found.diversity["value"].entropy == pytest.approx(entropy)
    assert found.diversity["value"].homogeneous == pytest.approx(homogeneous)


# Li, Li and Venkatasubramanian, t-closeness (ICDE 2007): salaries 3k to 11k. The class {3, 4, 5}
# is 0.375 from all, the classes of table 5 at most 0.167.
@pytest.mark.parametrize(
    ("classes", "closeness"),
    [
        ({"a": [3, 4, 5], "b": [6, 11, 8], "c": [7, 9, 10]}, 0.375),
        ({"a": [3, 5, 9], "b": [6, 11, 8], "c": [4, 7, 10]}, 1 / 6),
    ],
)
def test_distance_of_salaries_is_that_of_the_paper(
    classes: dict[str, list[int]], closeness: float
) -> None:
    made = of_classes({c: [f"{v}000" for v in values] for c, values in classes.items()})
    found = measure(made, [0], sensitive=[1]).diversity["value"]
    assert found.is_ordered
    assert found.closeness == pytest.approx(closeness, abs=1e-12)


def test_figures_are_those_of_pycanon() -> None:
    draw = runpy.run_path(str(ROOT / "tools" / "pycanon_vectors.py"))["adult"]
    for case in json.loads((VECTORS / "pycanon.json").read_text("utf-8"))["cases"]:
        made = table(draw(case["rows"], case["seed"]))
        places = {name: n for n, name in enumerate(made.headers)}
        found = measure(
            made, [places[q] for q in case["quasi"]], sensitive=[places["salary"], places["hours"]]
        )
        assert found.smallest == case["k"]
        for column in ("salary", "hours"):
            assert found.diversity[column].distinct == case[f"l_{column}"]
            assert found.diversity[column].closeness == pytest.approx(
                case[f"t_{column}"], abs=1e-14
            )
            # pycanon gives the whole part.
            assert int(found.diversity[column].entropy + 1e-9) == case[f"entropy_l_{column}"]


def test_one_person_with_many_rows_is_not_a_crowd() -> None:
    rows = [{"token": "CNIC_A", "place": "x"}] * 50 + [
        {"token": f"CNIC_{n}", "place": "y"} for n in range(50)
    ]
    found = measure(table(rows), [1], unit=0)
    assert (found.persons, found.smallest) == (51, 1)
    assert found.unique == pytest.approx(1 / 51)
    assert found.linked == pytest.approx(1 / 51)


def test_rows_without_a_person_are_persons_of_their_own() -> None:
    rows = [{"token": "", "place": "x"}] * 4 + [{"token": "CNIC_A", "place": "x"}]
    assert measure(table(rows), [1], unit=0).persons == 5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.sampled_from(["a", "b", " A", ""])] * 3, st.sampled_from("pqr")), min_size=1
    )
)
def test_classes_are_those_of_a_plain_count(rows: list[tuple[str, str, str, str]]) -> None:
    made = from_frame(pl.DataFrame(rows, schema=["q1", "q2", "q3", "unit"], orient="row"))
    groups: dict[tuple[str, ...], set[str]] = {}
    for *cells, unit in rows:
        groups.setdefault(tuple(c.strip().lower() for c in cells), set()).add(unit)
    size_of = {
        unit: min(len(members) for members in groups.values() if unit in members)
        for unit in {row[3] for row in rows}
    }
    found = measure(made, [0, 1, 2], unit=3)
    assert found.smallest == min(size_of.values())
    assert found.unique == pytest.approx(sum(s == 1 for s in size_of.values()) / len(size_of))
    assert found.average == pytest.approx(sum(1 / s for s in size_of.values()) / len(size_of))
    assert found.classes == len(groups)


@pytest.mark.parametrize("fraction", [0.01, 0.2, 0.39, 0.41, 0.9])
@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_expected_risk_is_the_negative_binomial_mean(size: int, fraction: float) -> None:
    # E[1/F] = sum over h >= f of C(h-1, f-1) p^f (1-p)^(h-f) / h, summed term by term.
    term, expected = fraction**size, 0.0
    for h in range(size, 60_000):
        expected += term / h
        term *= h / (h - size + 1) * (1 - fraction)
    assert expected_risk(size, fraction) == pytest.approx(expected, rel=1e-6)


def test_population_uniques_are_near_those_of_a_known_population() -> None:
    rng = random.Random(4)
    weights = [1 / (n + 1) for n in range(6_000)]
    population = rng.choices(range(6_000), weights, k=20_000)
    counts: dict[int, int] = {}
    for person in population:
        counts[person] = counts.get(person, 0) + 1
    sample = rng.sample(population, 4_000)
    drawn: dict[int, int] = {}
    for person in sample:
        drawn[person] = drawn.get(person, 0) + 1
    sizes: dict[int, int] = {}
    for size in drawn.values():
        sizes[size] = sizes.get(size, 0) + size
    truth = sum(counts[p] == 1 for p in drawn) / len(sample)
    risk = sum(1 / counts[p] for p in sample) / len(sample)
    found = estimate(sizes, 20_000)
    assert found.zayatz == pytest.approx(truth, abs=0.06)
    assert found.pitman is not None
    assert found.pitman == pytest.approx(sum(c == 1 for c in counts.values()) / 20_000, abs=0.06)
    assert found.journalist == pytest.approx(risk, rel=0.5)


def test_few_calls_are_enough_to_know_a_person() -> None:
    rng = random.Random(8)
    rows = [
        {"token": f"CNIC_{n}", "tower": str(rng.randrange(40)), "hour": str(rng.randrange(24))}
        for n in range(200)
        for _ in range(20)
    ]
    made = table(rows)
    found = unicity(class_keys(made, [1, 2]), person_keys(made, 0))
    shares = [points.share for points in found]
    assert shares[0] < 0.05 < shares[1] < shares[2] <= shares[3]
    assert shares[3] > 0.95


def test_small_cells_are_counted() -> None:
    rows = [{"district": "a", "sex": "f"}] * 30 + [{"district": "b", "sex": "m"}] * 2
    made = table(rows)
    worst = crossings(made, [0, 1], person_keys(made, None))[0]
    assert (worst.small, worst.persons_in_small) == (1, 2)


def roles_of(rows: list[dict[str, str]]) -> dict[str, str]:
    made = table(rows)
    return dict(zip(made.headers, choose_roles(made).roles, strict=True))


def test_columns_get_the_roles_that_people_would_give_them() -> None:
    rng = random.Random(2)
    found = roles_of([
        {
            "Sr#": str(n),
            "CNIC No": "CNIC_7Q2M4K9XD3VA5BTW",
            "ضلع": rng.choice(["لاہور", "قصور"]),
            "Admission Date": f"{rng.randrange(1, 28):02}-0{rng.randrange(1, 9)}-2019",
            "Diagnosis": rng.choice(["flu", "tb"]),
            "Monthly_Income": str(rng.randrange(9_000)),
            "Remarks": "came with his elder brother and left at noon",
            "Address": "<ADDRESS>",
            "Ward": rng.choice("ABC"),
            "ref": f"X{n}K",
            "Bimari": rng.choice(["bukhar", "tb"]),
            "Tankhwah": rng.choice(["20,000", "35,000"]),
        }
        for n in range(80)
    ])  # fmt: skip
    assert found == {
        "Sr#": "other", "CNIC No": "identifier", "ضلع": "quasi_identifier",
        "Admission Date": "quasi_identifier", "Diagnosis": "sensitive",
        "Monthly_Income": "sensitive", "Remarks": "free_text", "Address": "other",
        "Ward": "quasi_identifier", "ref": "identifier", "Bimari": "sensitive",
        "Tankhwah": "sensitive",
    }  # fmt: skip


def test_in_a_table_that_nobody_redacted_the_person_is_not_the_row() -> None:
    made = table([{"cnic": f"35202-1234{n % 20:03}-1", "town": "x"} for n in range(60)])
    found = choose_roles(made, entity_of=lambda header, _: "PK_CNIC" if header == "cnic" else None)
    assert found.unit == 0
    assert measure(made, found.of("quasi_identifier"), unit=found.unit).persons == 20


def test_a_column_that_is_not_there_names_the_nearest() -> None:
    made = table([{"district": "a", "sex": "f"}])
    with pytest.raises(UsageError, match="did you mean district"):
        choose_roles(made, quasi=["distrct"])


def test_an_assessment_holds_no_value() -> None:
    rows = [{"token": "CNIC_7Q2M4K9XD3VA5BTW", "place": "Chichawatni", "illness": "Xeroderma"}] * 3
    made = table(rows)
    roles = choose_roles(made, quasi=["place"], sensitive=["illness"])
    shown = json.dumps(assess(made, roles, population=100).to_dict()) + repr(made)
    assert not any(word in shown.lower() for word in ("chichawatni", "xeroderma", "7q2m4k9x"))
