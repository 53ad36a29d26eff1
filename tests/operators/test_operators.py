"""The operators in a real presidio AnonymizerEngine, as anyone would use them."""

from __future__ import annotations

import pytest
from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import (
    InvalidParamError,
    OperatorConfig,
    RecognizerResult,
)

from redactor.keys import Key
from redactor.operators import OPERATORS, Transformer, add_to
from redactor.policy import OPERATORS as NAMES
from redactor.policy import Policy

KEY = Key(bytes(range(32)))
TEXT = "CNIC 35202-1234567-1, DOB 02-03-1984"
FOUND = [
    RecognizerResult("PK_CNIC", 5, 20, 1.0),
    RecognizerResult("DATE_OF_BIRTH", 26, 36, 1.0),
]


@pytest.fixture(scope="module")
def engine() -> AnonymizerEngine:
    made = AnonymizerEngine()
    add_to(made)
    return made


def anonymize(engine: AnonymizerEngine, name: str, **params: object) -> str:
    operators = {
        "PK_CNIC": OperatorConfig(name, params),
        "DEFAULT": OperatorConfig("redact"),
    }
    return engine.anonymize(TEXT, FOUND, operators).text


@pytest.mark.parametrize(
    ("name", "params", "expected"),
    [
        ("pseudonym", {"key": KEY}, "CNIC CNIC_4G319M14741D4ZEY, DOB <DATE_OF_BIRTH>"),
        ("redact", {}, "CNIC <PK_CNIC>, DOB <DATE_OF_BIRTH>"),
        ("mask", {}, "CNIC ***************, DOB <DATE_OF_BIRTH>"),
        ("mask", {"character": "#"}, "CNIC ###############, DOB <DATE_OF_BIRTH>"),
        ("generalise", {}, "CNIC Punjab, DOB <DATE_OF_BIRTH>"),
        ("keep", {}, "CNIC 35202-1234567-1, DOB <DATE_OF_BIRTH>"),
        ("drop", {}, "CNIC , DOB <DATE_OF_BIRTH>"),
    ],
)
def test_operators_work_in_anyone_s_engine(
    engine: AnonymizerEngine, name: str, params: dict[str, object], expected: str
) -> None:
    assert anonymize(engine, name, **params) == expected


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("pseudonym", {}, 'needs "key"'),
        ("pseudonym", {"key": b"0" * 32}, 'needs "key"'),
        ("pseudonym", {"key": KEY, "salt": "x"}, "no fields"),
        ("mask", {"keep_last": 1}, "PK_CNIC leaves nothing"),
        ("mask", {"chars_to_mask": 4, "masking_char": "*", "from_end": False}, "did you mean"),
        ("mask", {"character": "7"}, "character"),
        ("generalise", {"to": "year"}, "can be generalised to province"),
        ("generalise", {"decimals": 9}, "decimals"),
        ("redact", {"new_value": "x"}, "no fields"),
    ],
)
def test_an_engine_refuses_what_a_policy_would(
    engine: AnonymizerEngine, name: str, params: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidParamError, match=message) as error:
        anonymize(engine, name, **params)
    assert "1234567" not in str(error.value)


def test_an_entity_of_someone_else_s_recogniser_gets_a_token_too(engine: AnonymizerEngine) -> None:
    made = engine.anonymize(
        "SSN 1", [RecognizerResult("US_SSN", 4, 5, 1.0)],
        {"US_SSN": OperatorConfig("pseudonym", {"key": KEY})},
    ).text  # fmt: skip
    assert made.startswith("SSN USSSN_")
    assert KEY.to_bytes().hex() not in repr(OperatorConfig("pseudonym", {"key": KEY}))


def test_tokens_of_an_engine_and_of_a_policy_are_the_same(engine: AnonymizerEngine) -> None:
    study = Policy.load("study")
    params = {"key": KEY, "share": study.share}
    for entity, value in (("PK_MOBILE", "0300-1234567"), ("PK_WALLET_ID", "03001234567")):
        made = engine.anonymize(
            value, [RecognizerResult(entity, 0, len(value), 1.0)],
            {entity: OperatorConfig("pseudonym", params)},
        ).text  # fmt: skip
        assert made == Transformer(study, KEY).replacement(entity, value)


def test_every_operator_of_a_policy_is_there() -> None:
    assert tuple(OPERATORS) == NAMES
    for name, operator in OPERATORS.items():
        made = operator()
        assert made.operator_name() == name
        made_type = made.operator_type()
        assert made_type.name == "Anonymize"


def mask(value: str, **params: object) -> str:
    operator = OPERATORS["mask"]()
    made = operator.operate(value, params)
    assert value == "" or operator.is_output(made, "", params)
    return made


@pytest.mark.parametrize(
    ("value", "keep_last", "expected", "reason"),
    [
        ("4111 1111 1111 1111", 4, "***************1111", "a card's last four"),
        ("0300-1234567", 4, "********4567", "a mobile's last four"),
        ("1234567", 4, "*******", "too short to hide anything"),
        ("3520212345671", 4, "*************", "an account number that may be a CNIC"),
        ("۳۵۲۰۲۱۲۳۴۵۶۷۱", 4, "*************", "the same in Urdu digits"),
        ("35202-1234567-1", 1, "***************", "the same with dashes"),
        ("Ali Khan", 0, "********", "the blank between names goes too"),
        ("👨‍👩‍👧\ud800\x00", 0, "*******", "anything"),
        ("", 4, "", "nothing"),
    ],
)
def test_a_mask_leaves_only_what_may_stay(
    value: str, keep_last: int, expected: str, reason: str
) -> None:
    assert mask(value, keep_last=keep_last) == expected, reason


@pytest.mark.parametrize(
    ("text", "keep_last"),
    [
        ("", 0),
        ("***1", 0),
        ("4111111111111111", 4),
        ("**** 1111", 0),
        ("1***********", 4),
        ("***1111", 4),
    ],
)
def test_what_is_not_masked_is_not_taken_for_masked(text: str, keep_last: int) -> None:
    assert not OPERATORS["mask"]().is_output(text, "", {"keep_last": keep_last})
