"""Columns decided and replaced in one step hold what cells one by one give."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizers import pk
from redactor.detection import ColumnProfile, Detector
from redactor.detection.columns import are_nothing, is_nothing
from redactor.keys import Key
from redactor.operators import TOKEN, canonical
from redactor.operators.tokens import are_outputs, token, tokens
from redactor.policy import Policy
from redactor.redaction import CellRedactor

FORMS = {
    r.ENTITY: r.WHOLE_FORM for r in pk.recognizers("en") if getattr(r, "WHOLE_FORM", "")
}
CELLS = st.one_of(
    st.text(max_size=20),
    st.from_regex(r"[0-9+\- ]{1,17}", fullmatch=True),
    *(st.from_regex(rf"(?:{form})", fullmatch=True) for form in FORMS.values()),
    st.sampled_from(["N/A", " nil ", "ＮＡ", "null\u200b", "ـ", "نہیں", "3.52021E+12", "MOBILE_7Q2M4K9XD3VA5BTW"]),
)


@cache
def redactor() -> CellRedactor:
    return CellRedactor(Policy.load("study"), Key(bytes(range(32))))


def test_some_forms_are_declared() -> None:
    assert {"PK_CNIC", "PK_MOBILE", "IMEI", "IMSI"} <= set(FORMS)


@pytest.mark.parametrize("entity", sorted(FORMS))
def test_a_whole_form_gives_the_token_of_the_written_value(entity: str) -> None:
    detector = redactor().detector
    profile = ColumnProfile("x", ("x",), entity)

    @settings(max_examples=80, deadline=None)
    @given(st.from_regex(rf"(?:{FORMS[entity]})", fullmatch=True).filter(str.isascii))
    def check(cell: str) -> None:
        found = detector.canonical_of_whole(pl.Series([cell]), profile)
        assert found is None or found[0] == canonical(entity, cell)

    check()


@pytest.mark.parametrize("prior", [*sorted(FORMS), "PERSON", "ADDRESS"])
@settings(max_examples=40, deadline=None)
@given(cells=st.lists(CELLS, unique=True, max_size=12))
def test_a_column_in_one_step_is_its_cells_one_by_one(prior: str, cells: list[str]) -> None:
    cells = [cell for cell in cells if cell]
    made = redactor()
    profile = ColumnProfile("x", ("x",), prior, whole=prior in {"PERSON", "ADDRESS"})
    column = pl.Series(cells, dtype=pl.String)
    together = made.decide_column(column, profile).applied(column).to_list()
    one_by_one = [made.decide([c], profile).changed.get(c, (c, ()))[0] for c in cells]
    assert together == one_by_one


@given(st.lists(st.text(max_size=30), max_size=40))
def test_tokens_made_together_are_those_made_alone(values: list[str]) -> None:
    subkey = bytes(range(32))
    column = pl.Series(values, dtype=pl.String)
    assert tokens("PK_CNIC", column, subkey).to_list() == [token("PK_CNIC", v, subkey) for v in values]


def test_a_token_that_could_be_read_as_a_number_is_drawn_anew_in_both_ways() -> None:
    values = [str(number) for number in range(3_000)]  # one in a hundred has six digits in a row
    made = tokens("PERSON", pl.Series(values), bytes(32))
    assert made.to_list() == [token("PERSON", value, bytes(32)) for value in values]
    assert all(TOKEN.fullmatch(one) for one in made.to_list())
    assert are_outputs(made).all()


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.from_regex(r"[ .\-/(]?[nN][ .\-/]?([aA][nN]?|[uU]?[lL]{1,2}|[oO]ne)?[ .)]?", fullmatch=True),
            st.sampled_from(["Not Available", "NO DATA!", "unknown ", "Unknown1", "n\u00a0a", ""]),
        ),
        max_size=20,
    )
)
def test_blank_cells_are_told_alike(cells: list[str]) -> None:
    column = pl.Series(cells, dtype=pl.String)
    assert are_nothing(column).to_list() == [is_nothing(cell) for cell in cells]


def test_an_output_is_told_from_what_only_looks_like_one() -> None:
    cells = ["CARD_4111111111111111", "PERSON_ABCDEFGHJKMNPQRS", "<PK_CNIC>", "x <PK_CNIC>", "<NAME>"]
    assert are_outputs(pl.Series(cells)).to_list() == [False, False, True, False, False]


def test_a_detector_without_the_entity_decides_nothing() -> None:
    detector = Detector(ignored={"PK_CNIC"})
    assert detector.whole_cells(pl.Series(["3520212345671"]), ColumnProfile("x", (), "PK_CNIC")) is None


@given(st.lists(st.from_regex(r"(CNIC|PERSON|OLDNIC|X)_[0-9A-FI]{15,17}\n?", fullmatch=True)))
def test_a_column_of_outputs_is_told_like_each_of_them(cells: list[str]) -> None:
    column = pl.Series(cells, dtype=pl.String)
    assert are_outputs(column).to_list() == [bool(TOKEN.fullmatch(cell)) for cell in cells]
