"""Tokens: one value, one token; and nothing else that looks like one."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers import pk
from redactor.keys import Key
from redactor.operators import PREFIXES, TOKEN, Transformer, canonical, placeholder, token
from redactor.operators.tokens import is_token, prefix
from redactor.policy import ENTITIES, Policy

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"
SECRET = bytes(range(32))
STUDY = Policy.load("study")


def by_hand(group: str, value: str) -> str:
    """Return the 16 characters of a token, from docs/keys.md and without our code."""
    subkey = hmac.new(SECRET, b"redactor/v1/token/" + group.encode(), hashlib.sha256).digest()
    digest = hmac.new(subkey, value.encode("utf-8"), hashlib.sha256).digest()
    while True:
        number = int.from_bytes(digest[:10], "big")
        body = ""
        for _ in range(16):
            body = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number % 32] + body
            number //= 32
        if re.search("[0-9]", body) and not re.search("[0-9]{6}", body):
            return body
        digest = hmac.new(subkey, digest, hashlib.sha256).digest()


VECTORS = [
    (group, value, found)
    for group, value, tokens in re.findall(
        r"^\| (\w+) \| (.+?) \| ([A-Z]+_.+?) \|$", DOCS.read_text("utf-8"), re.MULTILINE
    )
    for found in re.findall(r"[A-Z]+_[0-9A-Z]{16}", tokens)
]


@pytest.mark.parametrize(("group", "value", "expected"), VECTORS)
def test_tokens_are_the_documented_ones(group: str, value: str, expected: str) -> None:
    name, _, body = expected.partition("_")
    [entity] = [entity for entity, start in PREFIXES.items() if start == name]
    assert by_hand(group, value) == body
    assert token(entity, value, Key(SECRET).subkey(f"token/{group}")) == expected


def test_the_documented_vectors_are_read() -> None:
    assert len(VECTORS) == 7


@given(st.text(), st.sampled_from(ENTITIES))
def test_tokens_agree_with_an_independent_computation(value: str, entity: str) -> None:
    made = token(entity, value, Key(SECRET).subkey(f"token/{entity}"))
    assert made == f"{PREFIXES[entity]}_{by_hand(entity, value)}"
    assert TOKEN.fullmatch(made)
    assert is_token(entity, made)
    assert not re.search("[0-9]{6}", made)


# One value as it is written; each row is one person's number, published placeholders only.
SAME = [
    ("PK_CNIC", "35202-1234567-1", "bare", "3520212345671"),
    ("PK_CNIC", "35202-1234567-1", "Urdu digits", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱"),
    ("PK_CNIC", "35202-1234567-1", "Arabic-Indic digits", "٣٥٢٠٢١٢٣٤٥٦٧١"),
    ("PK_CNIC", "35202-1234567-1", "blanks", "35202 1234567 1"),
    ("PK_CNIC", "35202-1234567-1", "a spreadsheet's float", "3520212345671.0"),
    ("PK_CNIC", "35202-1234567-1", "right-to-left mark inside", "35202\u200f-1234567-\u200f1"),
    ("PK_CNIC", "35202-1234567-1", "full width", "３５２０２－１２３４５６７－１"),
    ("PK_MOBILE", "03001234567", "dashed", "0300-1234567"),
    ("PK_MOBILE", "03001234567", "from abroad", "+92 300 1234567"),
    ("PK_MOBILE", "03001234567", "00", "00923001234567"),
    ("PK_MOBILE", "03001234567", "Urdu digits", "۰۳۰۰۱۲۳۴۵۶۷"),
    ("PK_MOBILE", "03001234567", "zero lost", "3001234567"),
    ("PERSON", "Muhammad Akram", "capitals", "MUHAMMAD  AKRAM"),
    ("PERSON", "علی احمد", "Arabic letters", "علي احمد"),
    ("IBAN_CODE", "PK36SCBL0000001123456702", "grouped", "pk36 SCBL 0000 0011 2345 6702"),
]


@pytest.mark.parametrize(("entity", "value", "reason", "other"), SAME)
def test_one_value_is_one_token_however_it_is_written(
    entity: str, value: str, reason: str, other: str
) -> None:
    transformer = Transformer(STUDY, Key(SECRET))
    made = transformer.replacement(entity, value)
    assert transformer.replacement(entity, other) == made, reason
    assert Transformer(STUDY, Key(SECRET)).replacement(entity, other) == made, "another run"
    assert Transformer(STUDY, Key(bytes(32))).replacement(entity, value) != made, "another key"


def test_different_values_never_share_a_token() -> None:
    transformer = Transformer(STUDY, Key(SECRET))
    numbers = [f"35202-{serial:07d}-{sex}" for serial in range(2_000) for sex in (1, 2)]
    assert len({transformer.replacement("PK_CNIC", number) for number in numbers}) == 4_000


def test_entities_link_only_where_the_policy_says_so() -> None:
    transformer = Transformer(STUDY, Key(SECRET))

    def body(entity: str, value: str) -> str:
        return transformer.replacement(entity, value).partition("_")[2]

    assert body("PK_NTN", "3520212345671") != body("PK_CNIC", "3520212345671")
    assert body("PK_MOBILE", "0300-1234567") == body("PK_WALLET_ID", "0300-1234567")
    assert body("PK_MOBILE", "0300-1234567") != body("PK_LANDLINE", "0300-1234567")
    unlinked = Policy.parse('extends = "study"\n[share]\nphone = []')
    alone = Transformer(unlinked, Key(SECRET))
    assert (
        alone.replacement("PK_MOBILE", "03001234567").partition("_")[2]
        != alone.replacement("PK_WALLET_ID", "03001234567").partition("_")[2]
    )


def test_a_damaged_value_links_only_to_the_same_damage() -> None:
    assert canonical("PK_CNIC", "3.52021E+12") == canonical("PK_CNIC", " ۳.۵۲۰۲۱e+12 ")
    assert canonical("PK_CNIC", "3.52021E+12") != canonical("PK_CNIC", "3520210000000")
    assert canonical("LOCATION", "Block  5,\tStreet 3") == "block 5, street 3"


HOSTILE = [
    "",
    " ",
    "\x00",
    "\ud800",
    "\ud83d\udc68",
    "👨‍👩‍👧",
    "\u200f\u200f",
    "9" * 100_000,
    "ا" * 10_000,
]


@pytest.mark.parametrize("entity", ENTITIES)
def test_any_value_gets_a_token(entity: str) -> None:
    transformer = Transformer(Policy.parse('[default]\noperator = "pseudonym"'), Key(SECRET))
    for value in HOSTILE:
        assert is_token(entity, transformer.replacement(entity, value)), len(value)


@given(st.text(max_size=40), st.sampled_from(ENTITIES))
def test_the_canonical_value_is_found_for_any_text(value: str, entity: str) -> None:
    once = canonical(entity, value)
    assert canonical(entity, value) == once
    assert isinstance(once, str)


def test_every_entity_has_a_prefix_of_its_own() -> None:
    assert set(PREFIXES) == set(ENTITIES)
    starts = list(PREFIXES.values())
    assert len(set(starts)) == len(starts)
    # Glued to other text, a token must not be read as another's.
    assert not [(a, b) for a in starts for b in starts if a != b and a.endswith(b)]
    assert all(re.fullmatch("[A-Z]+", start) for start in starts)
    assert set(pk.modules()) <= set(PREFIXES)
    assert prefix("US_SSN") == "USSSN"
    assert prefix("؟") == "VALUE"


REAL = token("PK_CNIC", "3520212345671", bytes(32))


@pytest.mark.parametrize(
    ("text", "found", "reason"),
    [
        (REAL, [REAL], "a token"),
        (f"CNIC{REAL}35", [REAL], "glued to other text"),
        (f"{REAL}{REAL}", [REAL, REAL], "two in a row"),
        (f"نمبر{REAL}ہے", [REAL], "inside Urdu"),
        ("<PK_CNIC>, <PERSON> <REDACTED>", ["<PK_CNIC>", "<PERSON>", "<REDACTED>"], "all of them"),
        ("CARD_4111111111111111", [], "a column's name glued to a card number"),
        ("ACCOUNT_0001123456702000", [], "a column's name glued to an account"),
        ("PERSON_ABCDEFGHJKMNPQRS", [], "a column's name glued to a name"),
        (REAL.lower(), [], "not how we write it"),
        (REAL.replace("CNIC", "CMIC"), [], "no prefix of ours"),
        (REAL[:-1], [], "cut"),
        ("CNIC_SXC7V9ZYBBQH7BAI", [], "a letter that base32 leaves out"),
        ("<PK_CNICS> <PK_CNIC >", [], "no placeholder of ours"),
        ("CNIC_35202-1234567-1", [], "a number under its label"),
    ],
)
def test_only_tokens_are_taken_for_tokens(text: str, found: list[str], reason: str) -> None:
    assert TOKEN.findall(text) == found, reason


def test_a_search_for_tokens_ends_on_any_text() -> None:
    for text in ("CNIC_" * 200_000, "CNIC_" + "0" * 1_000_000, "<" * 1_000_000):
        assert TOKEN.search(text) is None
    assert placeholder(None) == "<REDACTED>"
