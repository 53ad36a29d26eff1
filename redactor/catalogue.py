"""What is found here, and whether this installation can find it: `recognizers` and `doctor`."""

from __future__ import annotations

import importlib.util
import inspect
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from recognizers import pk

if TYPE_CHECKING:
    from recognizers.pk.recognizer import PkRecognizer

_OUR_DISTRIBUTION = "pk-redactor"
_PACKAGES = (
    "pk-redactor", "presidio-analyzer", "presidio-anonymizer", "polars", "hyperscan", "regex",
    "spacy", "cryptography", "pydantic", "narwhals", "click", "rich",
)  # fmt: skip


class Entry(TypedDict):
    """One kind of personal data."""

    entity: str
    module: str
    summary: str
    proof: str
    sources: str
    description: str


def catalogue() -> list[Entry]:
    """Return every kind that is found, from the modules' own words, sorted by name."""
    entries = []
    for entity, module in sorted(pk.modules().items()):
        text = inspect.getdoc(module) or ""
        sources = re.search(r"^Sources?:\s*(.+?)(?:\n\s*\n|\Z)", text, re.S | re.M)
        entries.append(
            Entry(
                entity=entity,
                module=module.__name__,
                summary=text.split("\n", 1)[0],
                proof=_proof(entity),
                sources=" ".join(sources[1].split()) if sources else "",
                description=text.split(">>>")[0].strip(),
            )
        )
    return entries


def _proof(entity: str) -> str:
    """Say what a finding of this kind rests on."""
    recognizer = next(r for r in _recognizers() if entity == r.ENTITY)
    best = max((pattern.score for pattern in recognizer.patterns), default=0.0)
    if recognizer.WHOLE_CELL:
        return "the column's header; in text, words around it"
    if best >= 1.0:
        return "a check digit"
    if best >= 0.4:  # noqa: PLR2004 - the threshold of the built-in policies
        return "its structure; words around it and the column's header add to it"
    return "words around it or the column's header; never its shape alone"


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
