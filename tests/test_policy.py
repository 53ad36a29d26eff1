"""Policies: a typo, a gap or a harmful wish never lets a value through."""

from __future__ import annotations

import pickle
import typing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers import pk
from redactor import policy as module
from redactor.errors import PolicyError
from redactor.policy import ENTITIES, OPERATORS, Policy, squash


def test_every_recogniser_s_entity_has_a_rule() -> None:
    assert set(pk.modules()) <= set(ENTITIES)
    assert len(set(ENTITIES)) == len(ENTITIES)


def test_built_in_policies_are_found_and_whole() -> None:
    assert Policy.names() == ("evidence", "partner", "publish", "study")
    for name in Policy.names():
        policy = Policy.load(name)
        assert policy.name == name
        assert policy.threshold == 0.4
        assert policy.text().startswith(f"# {name}:")
        assert all(policy.rule_for(entity).operator in OPERATORS for entity in ENTITIES)
        assert policy.cautions() == ()


def test_evidence_leaves_placeholders_only() -> None:
    policy = Policy.load("evidence")
    assert {policy.rule_for(entity).operator for entity in ENTITIES} == {"redact"}
    assert policy.kept_entities() == frozenset()


@pytest.mark.parametrize(
    ("entity", "operator"),
    [
        ("PK_CNIC", "pseudonym"), ("PERSON", "pseudonym"), ("PK_MOBILE", "pseudonym"),
        ("EMAIL_ADDRESS", "pseudonym"), ("URL", "pseudonym"), ("IP_ADDRESS", "pseudonym"),
        ("DATE_OF_BIRTH", "generalise"), ("GEO_COORDINATES", "generalise"),
        ("RELIGION", "drop"), ("CASTE_OR_TRIBE", "drop"), ("ADDRESS", "redact"),
        ("LOCATION", "keep"),
    ],
)  # fmt: skip
def test_study_does_to_each_entity_what_it_says(entity: str, operator: str) -> None:
    assert Policy.load("study").rule_for(entity).operator == operator


def test_study_links_what_it_says_and_nothing_else() -> None:
    policy = Policy.load("study")
    groups = {entity: policy.link_group(entity) for entity in ENTITIES}
    assert groups["PK_MOBILE"] == groups["PK_WALLET_ID"] == "phone"
    assert all(
        groups[entity] == entity for entity in ENTITIES if entity not in policy.share["phone"]
    )
    assert policy.kept_entities() == {"LOCATION"}
    date, place = policy.rule_for("DATE_OF_BIRTH"), policy.rule_for("GEO_COORDINATES")
    assert isinstance(date, module.Generalise)
    assert isinstance(place, module.Generalise)
    assert (date.to, place.to, place.decimals) == ("year", "grid", 1)
    by_default = Policy.parse('[entities.GEO_COORDINATES]\noperator = "generalise"')
    assert by_default.rule_for("GEO_COORDINATES") == place


REFUSED = [
    # What nobody may do, refused by name.
    ('[entities.PK_CNIC]\noperator = "hash"', "no operator \"hash\".*pseudonym"),
    ('[entities.PK_CNIC]\noperator = "SHA256"', "trying all numbers"),
    ('[entities.PERSON]\noperator = "fake"', "real person's"),
    ('[entities.PK_MOBILE]\noperator = "encrypt"', "not gone"),
    ('[entities.PERSON]\noperator = "custom"', "no code"),
    ('[entities.PERSON]\noperator = "replace"', "redact"),
    ('[entities.DATE_OF_BIRTH]\noperator = "shift"', "generalise"),
    ('[entities.PK_CNIC]\noperator = "mask"\nkeep_last = 1', "a mask of PK_CNIC leaves nothing"),
    ('[entities.PK_OLD_NIC]\noperator = "mask"\nkeep_last = 4', "leaves nothing"),
    ('[entities.PERSON]\noperator = "mask"\nkeep_last = 4', "leaves nothing"),
    ('[default]\noperator = "mask"\nkeep_last = 4', "leaves nothing"),
    ('[columns.cnic]\noperator = "mask"\nkeep_last = 4', "leaves nothing"),
    ('[entities.PK_CNIC]\noperator = "mask"\nkeep_first = 5', "did you mean keep_last"),
    ('[entities.CREDIT_CARD]\noperator = "mask"\nkeep_last = 5', "less than or equal to 4"),
    ('[entities.PK_CNIC]\noperator = "mask"\ncharacter = "0"', "character"),
    ('[entities.PK_CNIC]\noperator = "mask"\ncharacter = "="', "character"),
    ('[entities.GEO_COORDINATES]\noperator = "generalise"\ndecimals = 4', "decimals"),
    # Typos; the nearest right name is in the message.
    ('[entities.PK_CNCI]\noperator = "redact"', "no entity PK_CNCI; did you mean PK_CNIC?"),
    ('[entities.cnic]\noperator = "redact"', "did you mean PK_CNIC?"),
    ('[entities.PHONE_NUMBER]\noperator = "redact"', "did you mean PK_MOBILE?"),
    ('[entities.DATE_OF_BRITH]\noperator = "redact"', "did you mean DATE_OF_BIRTH?"),
    ('[entities.RELIGON]\noperator = "drop"', "did you mean RELIGION?"),
    ('[entities.PERSON]\noperator = "pseudonim"', "did you mean pseudonym?"),
    ('[entities.PERSON]\noperator = "Redact"', "did you mean redact?"),
    ('[entities.PERSON]\noperator = "generalize"', "did you mean generalise?"),
    ('[entities.PERSON]\noperator = "delete"', "did you mean drop?"),
    ('[entities.PERSON]\noperater = "redact"', "needs an operator"),
    ('[entities.PERSON]\noperator = "redact"\nkeep_last = 4', "has no fields"),
    ('[entities.PERSON]\noperator = 7', "needs an operator"),
    ("[entities]\nPERSON = \"redact\"", "valid dictionary"),
    ('[entity.PERSON]\noperator = "redact"', "no field entity; did you mean entities?"),
    ('treshold = 0.3', "did you mean threshold?"),
    ('extends = "studdy"', "did you mean study?"),
    ('extends = "../study"', "did you mean study?"),
    ('extends = 1', "extends"),
    ('extends = ["study"]', "extends"),
    ("threshold = 40", "less than or equal to 1"),
    ("threshold = -0.1", "greater than or equal to 0"),
    ("threshold = nan", "finite"),
    ('threshold = "0.4"', "valid number"),
    ("threshold = true", "valid number"),
    # Rules that can't be carried out.
    ('[entities.PERSON]\noperator = "generalise"', "PERSON can't be generalised"),
    ('[default]\noperator = "generalise"', "depends on the entity"),
    ('[entities.DATE_OF_BIRTH]\noperator = "generalise"\nto = "province"', "year or year_band"),
    ('[entities.DATE_OF_BIRTH]\noperator = "generalise"\nto = "decade"', "year"),
    ('[entities.DATE_OF_BIRTH]\noperator = "generalise"\nto = "age_band"', "needs reference_year"),
    ('[entities.DATE_OF_BIRTH]\noperator = "generalise"\ndecimals = 1', "year has no decimals"),
    ('[columns.salary]\noperator = "generalise"', "band needs width"),
    ('[columns.salary]\noperator = "generalise"\nwidth = 1', "greater than or equal to 2"),
    ('[columns.officer]\noperator = "pseudonym"', "of what"),
    ('[columns.officer]\nentity = "PERSN"', "did you mean PERSON?"),
    ('[columns.officer]\nentity = 1', "name in quotes"),
    ('[columns.officer]\nentitty = "PERSON"', "did you mean entity?"),
    ("[columns.officer]", "say what it is"),
    ('[columns."###"]\noperator = "drop"', "no letter and no digit"),
    ('[columns."CNIC No"]\noperator = "drop"\n[columns.cnic_no]\noperator = "keep"', "same"),
    ('[share]\nphone = ["PK_MOBILE", "PK_WALET_ID"]', "did you mean PK_WALLET_ID?"),
    ('[share]\nphone = ["PK_MOBILE"]', "two entities"),
    ('[share]\nphone = ["PK_MOBILE", "PK_MOBILE"]', "two entities"),
    ('[share]\nPK_NTN = ["PK_CNIC", "PK_MOBILE"]', "lower case"),
    ('[share]\na = ["PK_NTN", "PK_CNIC"]\nb = ["PK_STRN", "PK_CNIC"]', "is in a and in b"),
    ('extends = "study"\n[share]\nmine = ["PK_MOBILE", "PK_CNIC"]', "phone = \\[\\]|mine = \\[\\]"),
    # No policy at all.
    ("name,cnic\nA,35202-7654321-9", "not TOML .*line 1"),
    ('a = """unclosed', "not TOML"),
    ("[entities.PERSON]\n[entities.PERSON]", "not TOML"),
    ("x = " + "[" * 10_000, "not TOML|too deeply"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_policy_that_does_not_say_what_it_means_is_refused(text: str, message: str) -> None:
    with pytest.raises(PolicyError, match=message) as error:
        Policy.parse(text, "mine")
    assert error.value.exit_code == 2
    assert "mine" in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize(
    "text",
    [
        "35202-7654321-9",
        '"35202-7654321-9" = 1',
        '[entities."35202-7654321-9"]\noperator = "redact"',
        '[entities.PERSON]\noperator = "35202-7654321-9"',
        '[entities.PERSON]\noperator = "mask"\n"35202-7654321-9" = 1',
        '[entities.PERSON]\noperator = "mask"\ncharacter = "35202-7654321-9"',
        '[columns."35202-7654321-9"]\noperator = "x"',
        '[share]\n"35202-7654321-9" = []',
        'extends = "35202-7654321-9"',
        'threshold = "35202-7654321-9"',
    ],
)
def test_data_given_as_a_policy_by_mistake_is_not_repeated(text: str) -> None:
    with pytest.raises(PolicyError) as error:
        Policy.parse(text)
    assert "7654321" not in str(error.value)


@given(st.text(alphabet="abeinoprst_=\"'[]{}.,# \n\t0149\x00é\u0679", max_size=60))
def test_no_text_breaks_the_reader_of_policies(text: str) -> None:
    try:
        policy = Policy.parse(text)
    except PolicyError:
        return
    # What can be read at all does no less than its default.
    assert policy.rule_for("PK_CNIC").operator == "redact"


def test_a_policy_alone_redacts_what_it_does_not_name() -> None:
    policy = Policy.parse('[entities.PERSON]\noperator = "pseudonym"')
    assert policy.rule_for("PERSON").operator == "pseudonym"
    assert policy.rule_for("PK_CNIC").operator == "redact"
    assert policy.share == {}
    assert Policy.parse("").threshold == 0.4


def test_an_entity_nobody_knows_has_no_rule() -> None:
    for name in Policy.names():
        with pytest.raises(PolicyError, match="did you mean PK_CNIC"):
            Policy.load(name).rule_for("PK_CNICS")


OWN = """
extends = "study"
threshold = 0.3
[entities.ADDRESS]
operator = "pseudonym"
[entities.CREDIT_CARD]
operator = "mask"
keep_last = 4
[entities.GEO_COORDINATES]
operator = "generalise"
decimals = 0
[columns."Officer's Name"]
entity = "PERSON"
[columns.Remarks]
operator = "drop"
[columns.dob]
entity = "DATE_OF_BIRTH"
operator = "generalise"
to = "age_band"
reference_year = 2025
[columns."تنخواہ"]
operator = "generalise"
width = 10000
[share]
tax = ["PK_CNIC", "PK_NTN"]
"""


def test_a_file_extends_a_built_in_policy_and_changes_only_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, "utf-8-sig")
    policy, study = Policy.load(path), Policy.load("study")
    assert (policy.name, policy.threshold) == ("mine", 0.3)
    assert policy.text() == OWN
    changed = {e for e in ENTITIES if policy.rule_for(e) != study.rule_for(e)}
    assert changed == {"ADDRESS", "CREDIT_CARD", "GEO_COORDINATES"}
    assert policy.link_group("PK_CNIC") == policy.link_group("PK_NTN") == "tax"
    assert policy.link_group("PK_MOBILE") == "phone"
    assert policy.cautions() == ("The last characters stay of: CREDIT_CARD.",)
    assert Policy.load(str(path)) == policy
    unlinked = Policy.parse('extends = "study"\n[share]\nphone = []')
    assert unlinked.link_group("PK_MOBILE") == "PK_MOBILE"


@pytest.mark.parametrize(
    ("header", "entity", "operator"),
    [
        ("officers_name", "PERSON", None),
        ("OFFICER'S NAME", "PERSON", None),
        ("Officer\u2019s\u00a0Name ", "PERSON", None),
        ("remarks", None, "drop"),
        ("D.O.B.", "DATE_OF_BIRTH", "generalise"),
        ("تنخواه", None, "generalise"),
        ("Officer", None, None),
        ("", None, None),
        ("###", None, None),
        ("\ud800\x00", None, None),
        ("x" * 1_000_000, None, None),
    ],
)
def test_a_column_is_known_however_its_header_is_written(
    header: str, entity: str | None, operator: str | None
) -> None:
    policy = Policy.parse(OWN)
    rule = policy.column_rule(header)
    assert policy.column_entity(header) == entity
    assert (rule.operator if rule else None) == operator
    assert (rule is None) == (entity is None and operator is None)


def test_what_a_policy_lets_stand_is_said() -> None:
    policy = Policy.parse(
        'extends = "study"\nthreshold = 0.9\n[entities.PK_CNIC]\noperator = "keep"\n'
        '[columns.a]\noperator = "keep"'
    )
    said = " ".join(policy.cautions())
    assert "0.9" in said
    assert "PK_CNIC" in said
    assert "1 column(s)" in said
    assert "LOCATION" not in said


def test_the_digest_tells_policies_apart_by_what_they_do() -> None:
    study = Policy.load("study")
    assert Policy.parse(f"# mine\n{study.text()}", "other").digest == study.digest
    assert Policy.parse('extends = "study"').digest == study.digest
    digests = {study.digest, Policy.load("evidence").digest, Policy.parse(OWN).digest}
    for line in (
        "threshold = 0.41",
        '[entities.URL]\noperator = "drop"',
        '[columns.a]\noperator = "drop"',
        '[columns.a]\nentity = "PERSON"',
        "[share]\nphone = []",
        '[entities.GEO_COORDINATES]\noperator = "generalise"\ndecimals = 2',
    ):
        digests.add(Policy.parse(f'extends = "study"\n{line}').digest)
    assert len(digests) == 9
    assert len(study.digest) == 64


def test_a_policy_reaches_worker_processes_unchanged() -> None:
    policy = Policy.parse(OWN)
    assert policy.digest
    again = pickle.loads(pickle.dumps(policy))  # noqa: S301 - what multiprocessing does
    assert again == policy
    assert again.digest == policy.digest
    assert "Remarks" not in repr(policy)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("studdy", "no policy studdy; did you mean study?"),
        ("Evidence", "did you mean evidence?"),
        ("missing.toml", "no policy missing.toml"),
        ("", "policy"),
        (".", "folder"),
        ("nul\0byte", "can't be read|folder|no policy"),
        ("x" * 5000, "can't be read"),
    ],
)
def test_a_policy_that_is_not_there_is_no_default(
    name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicyError, match=message):
        Policy.load(name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe" + "threshold = 0.4".encode("utf-16-le"), "not UTF-8"),
        (b"# 35202-7654321-9 \x80\n", "not UTF-8"),
        (b"#" * 1_000_001, "longer than 1 MB"),
        (b"\x00" * 100, "not TOML"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(PolicyError, match=message) as error:
        Policy.load(path)
    assert "7654321" not in str(error.value)


def test_a_file_in_the_way_does_not_change_a_built_in_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("study").write_text('[default]\noperator = "keep"')
    assert Policy.load("study").rule_for("PK_CNIC").operator == "pseudonym"
    assert Policy.load(Path("study")).rule_for("PK_CNIC").operator == "keep"


def test_every_operator_of_the_union_can_be_named() -> None:
    union = typing.get_args(typing.get_args(module.Rule)[0])
    assert {model().operator for model in union} == set(OPERATORS)
    assert squash("C.N.I.C_No") == "cnicno"
