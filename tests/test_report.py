"""report.html and report.json: complete, in two languages, and without a claim or a value."""

from __future__ import annotations

import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.report import write_attacks
from redactor.sections import NOT_CHECKED_URDU, risk_section

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "report.schema.json").read_text("utf-8"))
HOSTILE = '<b onmouseover="x">Zila</b>'


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a release of an invented table."""
    folder = tmp_path_factory.mktemp("report")
    rng = random.Random(1)
    with (folder / "leak.csv").open("w", encoding="utf-8") as file:
        file.write(f'CNIC,City,"{HOSTILE.replace(chr(34), chr(34) * 2)}",Diagnosis\n')
        for _ in range(150):
            file.write(
                f"35202-{rng.randrange(10**7):07}-1,{rng.choice(['Chichawatni', 'Kasur'])},"
                f"{rng.choice('AB')},{rng.choice(['Xeroderma', 'flu', 'tb'])}\n"
            )
    Pipeline(Policy.load("publish"), Key.generate()).run([folder / "leak.csv"], folder / "out")
    return folder / "out"


def test_report_json_follows_the_published_schema(out: Path) -> None:
    report = json.loads((out / "report.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(report, SCHEMA)
    for required in SCHEMA["required"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({k: v for k, v in report.items() if k != required}, SCHEMA)
    broken = json.loads(json.dumps(report))
    broken["risk"][0]["after"]["unique"] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)


def test_every_field_of_the_schema_is_in_the_docs() -> None:
    docs = Path(__file__).parents[1] / "docs"
    text = (docs / "report.md").read_text("utf-8") + (docs / "risk.md").read_text("utf-8")
    assert not [name for name in SCHEMA["properties"] if f"`{name}" not in text]


class _Reader(HTMLParser):
    """Collects the elements, and fails on what a page without script may not have."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.directions: set[str | None] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "iframe", "img", "object"}
        for name, value in attrs:
            assert not name.startswith("on")
            assert "//" not in (value or "")
            if name == "dir":
                self.directions.add(value)
        self.tags.append(tag)


def page_of(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    return reader


def test_the_page_has_curves_in_two_languages_and_no_script(out: Path) -> None:
    text = (out / "report.html").read_text("utf-8")
    page = page_of(text)
    assert text.count("<polyline") == 4
    assert "rtl" in page.directions
    assert "Nastaliq" in text
    assert "What the release cost" in text
    assert "شائع کرنے کے لیے" in text
    for readers in ("editor", "ethics board", "auditor"):
        assert f"For an {readers}" in text
    assert all(line in text for line in NOT_CHECKED_URDU)


def test_nothing_is_claimed_and_no_value_shown(out: Path) -> None:
    everything = (out / "report.html").read_text("utf-8") + (out / "report.json").read_text("utf-8")
    everything = everything.replace("presidio-anonymizer", "")
    assert not re.search(r"\b(anonym\w*|safe(ly)?|secure)\b", everything, re.I)
    assert "محفوظ" not in everything
    assert "گمنام" not in everything
    assert not re.search("chichawatni|kasur|xeroderma|35202", everything, re.I)


def attack_of(name: str, *, won: bool, tried: int = 5, counts: bool = True) -> dict[str, Any]:
    return {"name": name, "has": HOSTILE, "tried": tried, "gain": 0.5, "low": 0.4, "high": 0.6,
            "control": 1.0, "won": won, "counts": counts}  # fmt: skip


def test_the_attack_page_says_who_won(tmp_path: Path) -> None:
    entries = [attack_of("a", won=True), attack_of("b", won=False), attack_of("c", won=False, tried=0),
               attack_of("d", won=False, counts=False)]  # fmt: skip
    write_attacks({"tables": [{"columns": ["x"], "attacks": entries}]}, tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text("utf-8")
    page_of(text)
    for words in ("wins", "fails", "nothing to try", "by design", "کامیاب", "ناکام"):
        assert words in text


def test_what_was_not_measured_is_said() -> None:
    assert "Not measured" in risk_section([])
