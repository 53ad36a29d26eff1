"""Every identifier's vectors, through the detector: a missed value exposes a person."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from recognizers import pk
from redactor.detection import ColumnProfile, Detector

FOLDER = Path(__file__).parent.parent / "vectors" / "pk"
ENTITY = {module.__name__.rpartition(".")[2]: entity for entity, module in pk.modules().items()}


@cache
def detectors(entity: str) -> tuple[Detector, Detector]:
    """Return a detector of this entity alone and one of all: an overlap may be another's."""
    others = set(ENTITY.values()) - {entity}
    return Detector(ignored=others, name_threshold=NO_MODEL), Detector(name_threshold=NO_MODEL)


# The vectors prove the rules. What the model of names adds is measured (tools/measure_names.py);
# here only that it takes nothing away.
NO_MODEL = 1.01
MODELLED = ("person", "address")


def found_by(detector: Detector, entity: str, text: str, header: object) -> list[str]:
    profile = detector.profile(str(header), [text]) if header else ColumnProfile()
    findings = detector.find_cells([text], profile)[0]
    return [text[f.start : f.end] for f in findings if f.entity == entity]


def lines() -> list[tuple[str, int, dict[str, object]]]:
    return [
        (path.stem, number, json.loads(line))
        for path in sorted(FOLDER.glob("*.jsonl"))
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if line.strip()
    ]


def test_each_module_has_vectors_and_each_file_a_module() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == set(ENTITY)


@pytest.mark.parametrize("stem", sorted(ENTITY))
def test_there_are_enough_of_both_kinds(stem: str) -> None:
    own = [vector for name, _, vector in lines() if name == stem]
    assert sum(bool(vector["values"]) for vector in own) >= 20
    assert sum(not vector["values"] for vector in own) >= 20


@pytest.mark.parametrize("stem", sorted(ENTITY))
def test_vectors(stem: str) -> None:
    wrong = []
    for name, number, vector in lines():
        if name != stem:
            continue
        text, header = str(vector["text"]), vector.get("header")
        found = [found_by(d, ENTITY[stem], text, header) for d in detectors(ENTITY[stem])]
        if vector["values"] not in found:
            wrong.append(f"{stem}:{number} {vector['reason']}: {found} != {vector['values']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("stem", MODELLED)
def test_the_model_takes_no_letter_from_what_the_rules_find(stem: str) -> None:
    detector = Detector()
    left = []
    for name, number, vector in lines():
        if name != stem or not vector["values"]:
            continue
        text, header = str(vector["text"]), vector.get("header")
        profile = detector.profile(str(header), [text]) if header else ColumnProfile()
        covered = "".join(
            text[f.start : f.end] for f in detector.find_cells([text], profile)[0]
        )
        for value in vector["values"]:  # type: ignore[attr-defined]
            if value not in covered:
                left.append(f"{stem}:{number} {vector['reason']}")
    assert not left, "\n".join(left)
