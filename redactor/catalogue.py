"""What is found here, and whether this installation can find it: `recognizers` and `doctor`."""

from __future__ import annotations

import importlib.util
import inspect
import json
import platform
import re
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from recognizers import pk

if TYPE_CHECKING:
    from recognizers.pk.recognizer import PkRecognizer

_OUR_DISTRIBUTION = "pk-redactor"
_PACKAGES = (
    "pk-redactor", "presidio-analyzer", "presidio-anonymizer", "polars", "hyperscan", "regex",
    "spacy", "cryptography", "pydantic", "narwhals", "click", "rich",
)  # fmt: skip


class Measured(TypedDict):
    """Shares on generated data, 0 to 1; precision is None where nothing was found."""

    covered: float
    recall: float
    precision: float | None


class Entry(TypedDict):
    """One kind of personal data. `measured` is None where it was not measured."""

    entity: str
    name_en: str
    name_ur: str
    issuer: str
    proof: list[str]
    not_known: str
    sources: str
    module: str
    description: str
    measured: Measured | None


def catalogue() -> list[Entry]:
    """Return every kind that is found, from the modules' own words, sorted by name."""
    by_entity = {recognizer.ENTITY: recognizer for recognizer in _recognizers()}
    figures = measured()["entities"]
    entries = []
    for entity, module in sorted(pk.modules().items()):
        text, recognizer = inspect.getdoc(module) or "", by_entity[entity]
        entries.append(
            Entry(
                entity=entity,
                name_en=recognizer.NAME_EN,
                name_ur=recognizer.NAME_UR,
                issuer=recognizer.ISSUER,
                proof=list(recognizer.PROOF),
                not_known=_paragraph(text, "Not known"),
                sources=_paragraph(text, "Sources"),
                module=module.__name__,
                description=text.split(">>>")[0].strip(),
                measured=_figures(figures.get(entity)),
            )
        )
    return entries


def describe(entry: Entry) -> str:
    """Return an entry as the lines that `redactor recognizers` prints."""
    figures = entry["measured"]
    precision = figures["precision"] if figures else None
    lines = [
        f"{entry['entity']}",
        f"    {entry['name_en']} · {entry['name_ur']}",
        f"    issuer:     {entry['issuer']}",
        f"    proof:      {', '.join(entry['proof'])}",
        f"    not known:  {entry['not_known']}",
        f"    sources:    {entry['sources']}",
        "    measured:   "
        + (
            f"recall {figures['recall']:.3f}, "
            f"precision {'-' if precision is None else f'{precision:.3f}'}"
            if figures
            else "not measured"
        ),
        f"    module:     {entry['module']}",
    ]
    return "\n".join(lines)


def measured() -> dict[str, Any]:
    """Return what tools/measure_recall.py last measured: date, command, seed, shares."""
    text = files("redactor").joinpath("measured.json").read_text("utf-8")
    kept: dict[str, Any] = json.loads(text)
    return kept


def _figures(row: dict[str, Any] | None) -> Measured | None:
    if row is None:
        return None
    return Measured(covered=row["covered"], recall=row["recall"], precision=row["precision"])


def _paragraph(text: str, label: str) -> str:
    """Return the paragraph of a docstring that begins with "label:", on one line."""
    found = re.search(rf"^{label}:\s*(.+?)(?:\n\s*\n|\Z)", text, re.S | re.M)
    return " ".join(found[1].split()) if found else ""


_loaded: list[PkRecognizer] = []


def _recognizers() -> list[PkRecognizer]:
    if not _loaded:
        _loaded.extend(pk.recognizers())
    return _loaded


def diagnose() -> tuple[list[str], bool]:
    """Return the lines of `redactor doctor`, and whether all is well."""
    lines = [f"Python {platform.python_version()} on {platform.platform(terse=True)}"]
    for name in _PACKAGES:
        try:
            lines.append(f"  {name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"  {name}: not installed")
    loaded = sorted(r.ENTITY for r in _recognizers())
    is_well = set(loaded) == set(pk.modules())
    lines.append(f"{len(loaded)} kinds are found: {', '.join(loaded)}")
    try:
        importlib.import_module("hyperscan")
    except ImportError:
        lines.append("hyperscan is missing: the same findings, more slowly")
    lines += [
        "Not found here: names and addresses in running text without a relation word, label or "
        "address cue; anything in images, audio and scanned pages.",
    ]
    for name in ("redactor", "recognizers"):
        others = _other_owners(name)
        if others:
            is_well = False
            lines.append(
                f"WARNING: `import {name}` is also claimed by {', '.join(others)}; "
                f"uninstall it, or use an environment of its own"
            )
        found = importlib.util.find_spec(name)
        lines.append(f"{name} is loaded from {Path(found.origin or '').parent if found else '?'}")
    lines.append("All is well." if is_well else "Something is wrong: see above.")
    return lines, is_well


def _other_owners(name: str) -> list[str]:
    owners = set(metadata.packages_distributions().get(name, ()))
    return sorted(owners - {_OUR_DISTRIBUTION})
