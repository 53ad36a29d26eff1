"""What a class tells of a value, against a count by hand and against published examples."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactor.risk import diversity as module
from redactor.risk import measure
from redactor.risk.table import from_frame

if TYPE_CHECKING:
    from collections.abc import Iterable


def by_hand(rows: Iterable[tuple[str, str, str]], *, is_ordered: bool) -> dict[str, float]:
    """Return l, entropy l, t and the share of the homogeneous, in exact fractions."""
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    overall: Counter[str] = Counter()
    people: dict[str, set[str]] = defaultdict(set)
    for cell, person, value in set(rows):
        classes[cell][value] += 1
        overall[value] += 1
        people[cell].add(person)
    order = sorted({float(v) for v in overall}) if is_ordered else []
    worst = Fraction(0)
    for values in classes.values():
        p, q = sum(values.values()), sum(overall.values())
        if is_ordered:
            total, gap = Fraction(0), Fraction(0)
            for number in order:
                same = [v for v in overall if float(v) == number]
                gap += sum(Fraction(values[v], p) - Fraction(overall[v], q) for v in same)
                total += abs(gap)
            distance = total / (len(order) - 1) if len(order) > 1 else Fraction(0)
        else:
            distance = sum((abs(Fraction(values[v], p) - Fraction(overall[v], q)) for v in overall), Fraction(0)) / 2
        worst = max(worst, distance)
    alone = sum(len(people[c]) for c, values in classes.items() if len(values) == 1)
    return {
        "l": min(map(len, classes.values())),
        "entropy": min(
            math.exp(-sum(n / sum(v.values()) * math.log(n / sum(v.values())) for n in v.values()))
            for v in classes.values()
        ),
        "t": float(worst),
        "homogeneous": min(1.0, alone / len({person for _, person, _ in rows})),
    }


@pytest.mark.parametrize("values", ["pqrs", ("1", "1.0", "2", "7", "40")])
@pytest.mark.parametrize("small", [False, True])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_figures_are_those_of_a_count_by_hand(
    data: st.DataObject, values: str, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if small:
        # Classes in blocks, and keys that don't fit into 64 bits.
        monkeypatch.setattr(module, "_BLOCK", 3)
        monkeypatch.setattr(module, "_MOST_KEYS", 8)
    rows = data.draw(
        st.lists(
            st.tuples(st.sampled_from("abc"), st.sampled_from("uvwxyz"), st.sampled_from(values)),
            min_size=1, max_size=30,
        )
    )  # fmt: skip
    made = from_frame(pl.DataFrame(rows, schema=["q", "person", "value"], orient="row"))
    found = measure(made, [0], unit=1, sensitive=[2]).diversity["value"]
    expected = by_hand(rows, is_ordered=found.is_ordered)
    assert found.distinct == expected["l"]
    assert found.entropy == pytest.approx(expected["entropy"], abs=1e-12)
    assert found.closeness == pytest.approx(expected["t"], abs=1e-12)
    assert found.homogeneous == pytest.approx(expected["homogeneous"], abs=1e-12)


# Sweeney, k-anonymity (Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10(5), 2002),
# figure 2: adheres to k = 2 for race, birth, gender and ZIP.
SWEENEY = """
Black,1965,m,0214*,short breath
Black,1965,m,0214*,chest pain
Black,1965,f,0213*,hypertension
Black,1965,f,0213*,hypertension
Black,1964,f,0213*,obesity
Black,1964,f,0213*,chest pain
White,1964,m,0213*,chest pain
White,1964,m,0213*,obesity
White,1964,m,0213*,short breath
White,1967,m,0213*,chest pain
White,1967,m,0213*,chest pain
"""


def test_sweeneys_table_has_the_k_that_she_says() -> None:
    rows = [line.split(",") for line in SWEENEY.split("\n") if line]
    frame = pl.DataFrame(rows, schema=["race", "birth", "gender", "zip", "problem"], orient="row")
    found = measure(from_frame(frame), [0, 1, 2, 3], sensitive=[4])
    # Her figure 2 lists k = 2: four classes of two and one of three.
    assert (found.smallest, found.classes, found.persons) == (2, 5, 11)
    # Prosecutor risk as ARX's re-identification risk tab counts it: the highest is 1/k, the
    # average classes/records (El Emam 2013, chapter 16), every record is above the threshold 0.2.
    assert (found.highest, found.at_risk, found.unique) == (0.5, 1.0, 0.0)
    assert found.average == pytest.approx(5 / 11, abs=1e-15)
    # Two of her classes have one problem each: what l-diversity was invented against.
    assert found.diversity["problem"].distinct == 1
    assert found.diversity["problem"].homogeneous == pytest.approx(4 / 11, abs=1e-15)


# Li, Li and Venkatasubramanian, t-closeness (ICDE 2007), tables 3 and 5: salaries and diseases.
# Their 0.278 for diseases rests on a tree of diseases; with equal distances it is 5/9.
LI_3 = {"a": "gastric ulcer,gastritis,stomach cancer", "b": "gastritis,flu,bronchitis",
        "c": "bronchitis,pneumonia,stomach cancer"}  # fmt: skip
LI_5 = {"a": "gastric ulcer,stomach cancer,pneumonia", "b": "gastritis,flu,bronchitis",
        "c": "gastritis,bronchitis,stomach cancer"}  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "salaries", "t_disease", "t_salary"),
    [
        (LI_3, {"a": "3,4,5", "b": "6,11,8", "c": "7,9,10"}, Fraction(4, 9), 0.375),
        (LI_5, {"a": "3,5,9", "b": "6,11,8", "c": "4,7,10"}, Fraction(5, 9), 1 / 6),
    ],
)
def test_distances_are_those_of_the_paper(
    classes: dict[str, str], salaries: dict[str, str], t_disease: Fraction, t_salary: float
) -> None:
    rows = [
        (name, disease, f"{salary}000")
        for name in classes
        for disease, salary in zip(classes[name].split(","), salaries[name].split(","), strict=True)
    ]
    frame = pl.DataFrame(rows, schema=["class", "disease", "salary"], orient="row")
    found = measure(from_frame(frame), [0], sensitive=[1, 2]).diversity
    assert found["salary"].closeness == pytest.approx(t_salary, abs=1e-12)
    assert found["disease"].closeness == pytest.approx(float(t_disease), abs=1e-12)
    assert (found["salary"].distinct, found["disease"].distinct) == (3, 3)
