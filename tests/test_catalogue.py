"""The catalogue of entities: complete, and the same in the modules, the command and the docs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from recognizers import pk
from recognizers.pk.recognizer import PROOFS
from redactor.catalogue import Entry, catalogue, measured
from redactor.cli import cli
from redactor.detection import Detector

ROOT = Path(__file__).parents[1]
ENTRIES = catalogue()
# Found by words, not by a form; what is beside them is part of how they are read.
BY_WORDS = {"PERSON", "ADDRESS", "RELIGION", "CASTE_OR_TRIBE"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["entity"])
def test_a_newcomer_learns_what_a_kind_is_and_how_far_to_trust_it(entry: Entry) -> None:
    assert len(entry["name_en"]) > 3
    assert any("\u0600" <= character <= "\u06ff" for character in entry["name_ur"])
    assert len(entry["issuer"]) > 2
    assert entry["not_known"], "the docstring has no paragraph 'Not known:'"
    assert entry["sources"], "the docstring has no paragraph 'Sources:'"
    assert entry["proof"]
    assert set(entry["proof"]) <= set(PROOFS)
    assert entry["measured"] is not None, "run tools/measure_recall.py --stock --write"
    assert entry["description"]


def test_names_are_not_shared() -> None:
    for field in ("name_en", "name_ur"):
        names = [entry[field] for entry in ENTRIES]
        assert len(set(names)) == len(names)


def test_a_kind_that_only_context_proves_claims_no_bare_value() -> None:
    """A kind's own value under no label: else the listed proof promises too much."""
    only_context = {
        entry["entity"]: entry["module"].rpartition(".")[2]
        for entry in ENTRIES
        if entry["proof"] == ["context"] and entry["entity"] not in BY_WORDS
    }
    detector = Detector()
    claimed = []
    for entity, stem in only_context.items():
        path = ROOT / "tests" / "vectors" / "pk" / f"{stem}.jsonl"
        vectors = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        # "EOBI-12345" holds its label.
        labels = tuple(
            phrase
            for phrase in next(r for r in detector.recognizers if entity == r.ENTITY).CONTEXT
            if phrase.isalpha() and len(phrase) > 3
        )
        for value in {value for vector in vectors for value in vector["values"]}:
            if value.lower().startswith(labels):
                continue
            if any(f.entity == entity for f in detector.find(f"It says {value} there.")):
                claimed.append(f"{entity}: {value}")
    assert claimed == []


def test_the_numbers_say_how_they_came_about() -> None:
    numbers = measured()
    assert set(numbers["entities"]) == set(pk.modules())
    assert numbers["corpus"] == "held-out"
    assert numbers["command"].startswith("python tools/measure_recall.py")
    assert numbers["date"]
    assert numbers["seed"]
    for entity, row in numbers["entities"].items():
        assert row["values"] >= 4 * numbers["values_in_a_place"], entity
    assert set(numbers["stock"]["tables"]) == {"ours", "no_model", "small_model"}


def test_the_command_lists_every_kind_as_text_and_as_json() -> None:
    text = CliRunner().invoke(cli, ["recognizers"])
    assert text.exit_code == 0
    for entry in ENTRIES:
        for said in (entry["entity"], entry["name_en"], entry["name_ur"], entry["issuer"],
                     entry["not_known"], entry["sources"]):  # fmt: skip
            assert said in text.output
    listed = json.loads(CliRunner().invoke(cli, ["recognizers", "--json"]).output)
    assert listed == ENTRIES


def test_the_docs_are_what_the_modules_and_the_measurement_say() -> None:
    finished = subprocess.run(
        [sys.executable, ROOT / "tools" / "write_entities.py", "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
