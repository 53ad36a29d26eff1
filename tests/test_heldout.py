"""Recall and precision on small generated corpora; tools/measure_recall.py measures large ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from recognizers import pk

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "measure_recall.py"


def measure(*arguments: str) -> dict[str, Any]:
    """Return what the tool counts."""
    finished = subprocess.run(
        [sys.executable, TOOL, *arguments, "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert finished.returncode in {0, 3}, finished.stderr
    counts: dict[str, Any] = json.loads(finished.stdout)
    return counts


@pytest.fixture(scope="module")
def developed() -> dict[str, Any]:
    """Return the counts of the corpus that recognisers are developed on."""
    return measure("--corpus", "development", "--seed", "7", "--count", "30")


@pytest.fixture(scope="module")
def held_out() -> dict[str, Any]:
    """Return the counts of a small held-out corpus, of a seed of its own."""
    return measure("--count", "12", "--rows", "400", "--seed", "quick test")


def test_no_entity_with_structure_is_missed_or_wrongly_claimed(developed: dict[str, Any]) -> None:
    assert developed["below_floor"] == []


def test_names_and_addresses_by_header_and_relation_words_are_mostly_found(
    developed: dict[str, Any],
) -> None:
    """Names and addresses in free text need a model; headers and relation words carry this far."""
    for entity in ("PERSON", "ADDRESS"):
        recall = developed["entities"][entity]["recall_by_place"]
        assert recall["column"] >= 0.99, f"{entity} in a column of its own"
        for place in ("English", "Roman Urdu", "Urdu"):
            assert recall[place] >= 0.8, f"{entity} in {place}"


def test_each_entity_is_measured(held_out: dict[str, Any]) -> None:
    """A generator that stops making an entity would otherwise pass as perfect recall."""
    assert set(held_out["entities"]) == set(pk.modules())
    assert all(row["values"] >= 4 * 12 for row in held_out["entities"].values())


def test_what_was_not_developed_on_is_covered_too(held_out: dict[str, Any]) -> None:
    """Wide bounds for a small sample; the floors hold for the published measurement."""
    least = {"A": 0.97, "B": 0.92, "C": 0.85}
    short = {
        entity: row["covered"]
        for entity, row in held_out["entities"].items()
        if row["covered"] < least[row["tier"]]
    }
    assert short == {}


def test_business_numbers_stay(held_out: dict[str, Any]) -> None:
    for where in ("table", "beside_identifiers"):
        assert max(held_out["business"][where].values()) <= 0.0125, where


# What the published measurement is short of, and why; anything else is a regression.
KNOWN_SHORTFALLS = (
    "PK_MOBILE (tier A) precision",  # by 0.0005: numbers in groups that hold a mobile's digits
    "business numbers of 16 digits, sentences",  # Luhn and a card's range fit by chance
    "business numbers of 13 digits, sentences",  # one in sixty begins like a CNIC: a miss costs more
)


def test_the_published_measurement_holds_the_floors() -> None:
    """Tier A 0.995 and 0.99, tier B 0.97 and 0.95, business numbers; by the committed numbers."""
    numbers = json.loads((ROOT / "redactor" / "measured.json").read_text("utf-8"))
    short = [line for line in numbers["below_floor"] if not line.startswith(KNOWN_SHORTFALLS)]
    assert short == []


@pytest.fixture
def corpora() -> Iterator[tuple[Any, Any]]:
    """Return the generators of both corpora."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import development.corpus  # noqa: PLC0415
        import heldout.corpus  # noqa: PLC0415

        yield development.corpus, heldout.corpus
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_the_held_out_corpus_shares_no_template_and_no_header(corpora: tuple[Any, Any]) -> None:
    """Else the published numbers would say how well we remember."""
    development, heldout = corpora
    seen = {
        re.sub(r"\{[A-Z_]+!?\}", "{v}", template)
        for language in development.LANGUAGES.values()
        for templates in language.TEMPLATES.values()
        for template in templates
    }
    headers = {header for headers in development.HEADERS.values() for header in headers}
    headers |= {header for header in development.NEUTRAL if header}
    for path in (ROOT / "tests" / "vectors" / "pk").glob("*.jsonl"):
        lines = path.read_text("utf-8").split("\n")
        headers |= {json.loads(line).get("header") for line in lines if line.strip()}
    for kind in heldout.REHEARSAL:
        headers |= set(kind.headers)
        seen |= {t.replace("{v!}", "{v}") for t in (*kind.english, *kind.roman, *kind.urdu)}
    for kind in heldout.KINDS:
        templates = {
            template.replace("{v!}", "{v}")
            for template in (*kind.english, *kind.roman, *kind.urdu)
            if template != "{v!}"
        }
        assert not templates & seen, kind.entity
        assert not set(kind.headers) & headers, kind.entity
    assert not set(heldout.NEUTRAL) & headers
