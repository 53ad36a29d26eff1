"""Findings to text: what was found goes, all else stays, and a failure stops the run."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.batch import Finding
from redactor.errors import PolicyError, RedactorError
from redactor.keys import Key
from redactor.operators import TOKEN, TransformationError, Transformer, apply
from redactor.operators.base import EntityOperator
from redactor.policy import ENTITIES, Mask, Policy

KEY = Key(bytes(range(32)))
STUDY, EVIDENCE = Policy.load("study"), Policy.load("evidence")
SENTINEL = "35202-7654321-9"


def found(text: str, value: str, entity: str) -> Finding:
    start = text.index(value)
    return Finding(start, start + len(value), entity, 1.0)


def test_a_text_is_redacted_where_findings_are_and_nowhere_else() -> None:
    text = "Ali (35202-1234567-1), مذہب: اسلام, Lahore, b. 02-03-1984"
    findings = [
        found(text, "Ali", "PERSON"), found(text, "35202-1234567-1", "PK_CNIC"),
        found(text, "اسلام", "RELIGION"), found(text, "Lahore", "LOCATION"),
        found(text, "02-03-1984", "DATE_OF_BIRTH"),
    ]  # fmt: skip
    made = Transformer(STUDY, KEY).apply(text, findings)
    assert made.startswith("PERSON_")
    assert TOKEN.sub("T", made) == "T (T), مذہب: , Lahore, b. 1984"
    assert (
        Transformer(EVIDENCE, KEY).apply(text, findings)
        == "<PERSON> (<PK_CNIC>), مذہب: <RELIGION>, <LOCATION>, b. <DATE_OF_BIRTH>"
    )


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """Return a text of parts that stay and parts that are found."""
    text, findings = "", []
    for _ in range(draw(st.integers(0, 6))):
        text += draw(st.text(max_size=8))
        value = draw(st.text(min_size=1, max_size=20))
        if draw(st.booleans()):
            findings.append(
                Finding(len(text), len(text) + len(value), draw(st.sampled_from(ENTITIES)), 1.0)
            )
        text += value
    return text + draw(st.text(max_size=8)), findings


@given(cells(), st.sampled_from([STUDY, EVIDENCE]))
def test_what_was_not_found_stays_as_it_stood(
    cell: tuple[str, list[Finding]], policy: Policy
) -> None:
    text, findings = cell
    transformer = Transformer(policy, KEY)
    made = transformer.apply(text, findings)
    last = place = 0
    for finding in findings:
        before = text[last : finding.start]
        assert made[place : place + len(before)] == before
        place += len(before)
        value = text[finding.start : finding.end]
        replacement = transformer.replacement(finding.entity, value)
        assert made[place : place + len(replacement)] == replacement
        assert transformer.is_output(finding.entity, replacement)
        place += len(replacement)
        last = finding.end
    assert made[place:] == text[last:]


@pytest.mark.parametrize(
    "places",
    [
        [(0, 5), (4, 8)],
        [(5, 8), (0, 3)],
        [(0, 40)],
        [(-3, 2)],
        [(3, 3)],
        [(4, 2)],
        [(0, 5), (0, 5)],
    ],
)
def test_findings_that_overlap_or_lie_outside_replace_nothing(
    places: list[tuple[int, int]],
) -> None:
    findings = [Finding(start, end, "PERSON", 1.0) for start, end in places]
    with pytest.raises(TransformationError, match="overlaps") as error:
        Transformer(STUDY, KEY).apply(SENTINEL, findings)
    assert "7654321" not in str(error.value)


def test_a_million_characters_and_ten_thousand_findings_end_soon() -> None:
    text = "0300-1234567 " * 10_000
    findings = [Finding(13 * i, 13 * i + 12, "PK_MOBILE", 1.0) for i in range(10_000)]
    made = Transformer(STUDY, KEY).apply(text, findings)
    assert TOKEN.sub("", made).strip() == ""
    long = "x" * 1_000_000
    transformer = Transformer(STUDY, KEY)
    made = transformer.apply(long, [Finding(0, len(long), "PERSON", 1.0)])
    assert transformer.is_output("PERSON", made)


def test_an_entity_that_is_not_known_stops_the_run() -> None:
    for policy in (STUDY, EVIDENCE):
        with pytest.raises(PolicyError):
            Transformer(policy, KEY).apply("x", [Finding(0, 1, "PK_CNICS", 1.0)])


class _Failing(EntityOperator):
    NAME = "redact"

    def replace(self, text: str, entity: str, params: object) -> str:
        raise ValueError(f"can't read {text}")

    def is_output(self, text: str, entity: str, params: object) -> bool:
        return False


class _Forgetting(_Failing):
    def replace(self, text: str, entity: str, params: object) -> str:
        return None  # type: ignore[return-value]


@pytest.mark.parametrize("operator", [_Failing, _Forgetting])
@pytest.mark.parametrize("length", [1, 50])
def test_an_operator_that_fails_stops_the_run_without_the_value(
    monkeypatch: pytest.MonkeyPatch, operator: type[EntityOperator], length: int
) -> None:
    monkeypatch.setitem(apply.OPERATORS, "redact", operator)
    transformer = Transformer(EVIDENCE, KEY)
    value = SENTINEL * length
    with pytest.raises(TransformationError, match="nothing passes") as error:
        transformer.apply(value, [Finding(0, len(value), "PK_CNIC", 1.0)])
    assert isinstance(error.value, RedactorError)
    assert error.value.__context__ is None
    assert error.value.__cause__ is None
    shown = "".join(traceback.format_exception(error.value))
    assert "7654321" not in shown


COLUMNS = Policy.parse("""
extends = "study"
[columns.officer]
entity = "PERSON"
[columns.remarks]
operator = "drop"
[columns.notes]
operator = "redact"
[columns.salary]
operator = "generalise"
width = 10000
[columns.cnic]
entity = "PK_CNIC"
operator = "generalise"
[columns.holder]
entity = "PERSON"
operator = "pseudonym"
""")


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("remarks", "anything", ""),
        ("notes", "anything", "<REDACTED>"),
        ("salary", "12,500", "10000-19999"),
        ("salary", "good", "<REDACTED>"),
        ("cnic", "35202-1234567-1", "Punjab"),
        ("cnic", "none", "<PK_CNIC>"),
    ],
)
def test_a_column_s_rule_is_carried_out_on_its_cells(
    header: str, value: str, expected: str
) -> None:
    rule = COLUMNS.column_rule(header)
    assert rule is not None
    transformer = Transformer(COLUMNS, KEY)
    assert transformer.transform(None, value, rule) == expected
    assert transformer.is_output(None, expected, rule)
    assert not transformer.is_output(None, value, rule)


def test_a_column_s_names_link_to_names_elsewhere() -> None:
    transformer = Transformer(COLUMNS, KEY)
    expected = transformer.replacement("PERSON", "Ali Khan")
    for header in ("officer", "holder"):
        rule = COLUMNS.column_rule(header)
        assert rule is not None
        assert transformer.transform("PK_CNIC", "ALI KHAN", rule) == expected
        assert transformer.is_output(None, expected, rule)
    assert transformer.transform("PK_CNIC", "1", Mask()) == "*"


@pytest.mark.parametrize(
    ("entity", "text", "expected"),
    [
        ("PK_CNIC", "CNIC_4G319M14741D4ZEY", True),
        ("PK_NTN", "CNIC_4G319M14741D4ZEY", False),
        ("PK_CNIC", "<PK_CNIC>", False),
        ("PK_CNIC", "35202-1234567-1", False),
        ("PK_CNIC", "", False),
        ("ADDRESS", "<ADDRESS>", True),
        ("ADDRESS", "<PERSON>", False),
        ("ADDRESS", "House 5", False),
        ("DATE_OF_BIRTH", "1984", True),
        ("DATE_OF_BIRTH", "<DATE_OF_BIRTH>", True),
        ("DATE_OF_BIRTH", "02-03-1984", False),
        ("GEO_COORDINATES", "31.5, 74.4", True),
        ("GEO_COORDINATES", "31.52, 74.36", False),
        ("RELIGION", "", True),
        ("RELIGION", "اسلام", False),
        ("LOCATION", "Lahore", True),
    ],
)
def test_verification_knows_our_output_from_a_value(entity: str, text: str, expected: bool) -> None:
    assert Transformer(STUDY, KEY).is_output(entity, text) is expected


def test_what_is_remembered_is_bounded() -> None:
    transformer = Transformer(STUDY, KEY)
    for number in range(500):
        transformer.replacement("PERSON", f"{number}" * 100)
    remembered = transformer._remembered.cache_info()
    assert remembered.maxsize is not None
    assert remembered.currsize < 500
