"""What was done, in numbers: report.json for programs, report.html for people.

Holds counts, positions and names of columns and files as they stand in the copy; never a value.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from importlib import metadata
from typing import TYPE_CHECKING, Any

from redactor.errors import UsageError
from redactor.formats.unread_rows import Written
from redactor.sections import (
    URDU_STYLE,
    WORDS,
    attack_page,
    release_section,
    risk_section,
    urdu_part,
)

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.batch import Batch
    from redactor.detection import Detector
    from redactor.policy import Policy

SCHEMA_VERSION = 1
_LISTED = 100
NOT_CHECKED = (
    "Names and addresses are found by column, by relation words (S/O, ولد …), labels and address "
    "cues, and by a model. In running text some are missed, most of all rare names in lower case "
    "(docs/model-card.md has the numbers).",
    "Combinations of harmless columns can still single out a person: `redactor risk` measures it, "
    "and only for the columns that it is told of.",
    "Images, audio and other media are not read; such files are quarantined.",
    "Numbers of kinds that no recogniser knows stay as they are (`redactor recognizers` lists "
    "what is known).",
)


@dataclass
class FileReport:
    """One input file: what it was, what was found in it, what was left out."""

    name: str
    format: str
    bytes_in: int
    rows: int = 0
    cells: int = 0
    columns: dict[str, Counter[str]] = field(default_factory=dict)
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    quarantined_count: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Forget a former pass over the same file."""
        self.rows = self.cells = self.quarantined_count = 0
        self.columns.clear()
        self.kept.clear()
        self.quarantined.clear()
        self.dropped.clear()

    def state(self) -> dict[str, Any]:
        """Return the counts in a form that JSON can hold."""
        return dict(vars(self))

    def restore(self, state: dict[str, Any]) -> None:
        """Take the counts back that `state` gave."""
        for name, value in state.items():
            if name == "columns":
                value = {column: Counter(found) for column, found in value.items()}  # noqa: PLW2901
            elif isinstance(getattr(self, name), Counter):
                value = Counter(value)  # noqa: PLW2901
            elif name == "quarantined":
                value = [(where, reason) for where, reason in value]  # noqa: PLW2901
            setattr(self, name, value)

    def found(self, column: str, entity: str, times: int) -> None:
        """Count findings of one entity in one column ("" where cells have no column)."""
        self.columns.setdefault(column, Counter())[entity] += times

    def count(self, batch: Batch) -> None:
        """Count a batch that was written."""
        counted = batch.frame if isinstance(batch.frame, Written) else batch
        self.rows += counted.rows
        self.cells += counted.cells
        self.quarantined_count += len(batch.quarantined)
        for part in batch.dropped:
            self.dropped[part.kind] += part.count
        room = _LISTED - len(self.quarantined)
        self.quarantined += [(part.where, part.reason) for part in batch.quarantined[:room]]

    def entities(self) -> Counter[str]:
        """Return the findings by entity."""
        return sum(self.columns.values(), Counter())


@dataclass
class Report:
    """One run. `exit_code` is 0, or 4 where input was quarantined."""

    policy: str
    policy_digest: str
    threshold: float
    rules: dict[str, str]
    versions: dict[str, str]
    entities_loaded: list[str]
    files: list[FileReport] = field(default_factory=list)
    unreadable: list[tuple[str, str, str]] = field(default_factory=list)
    not_searched: dict[str, int] = field(default_factory=dict)
    residual: dict[str, int] = field(default_factory=dict)
    residual_values: int = 0
    repaired: int = 0
    risk: list[dict[str, Any]] = field(default_factory=list)
    release: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    name_threshold: float = 0.0
    linked_spellings: int | None = None

    @classmethod
    def begin(cls, policy: Policy, detector: Detector) -> Report:
        """Start the report of a run."""
        packages = ("pk-redactor", "presidio-analyzer", "presidio-anonymizer", "polars")
        return cls(
            policy=policy.name,
            policy_digest=policy.digest,
            threshold=policy.threshold,
            name_threshold=policy.name_threshold,
            linked_spellings=0 if policy.link_spellings else None,
            rules={e: policy.rule_for(e).operator or "" for e in sorted(detector.entities)},
            versions={name: _version(name) for name in packages},
            entities_loaded=sorted(detector.entities),
        )

    def quarantine(self, name: Path, reason: str, remedy: str) -> None:
        """Note a whole file that was not understood."""
        self.unreadable.append((str(name), reason, remedy))

    def finish(self, files: list[FileReport], not_searched: dict[str, int], seconds: float) -> None:
        """Complete the report."""
        self.files = files
        self.not_searched = not_searched
        self.seconds = seconds

    @property
    def exit_code(self) -> int:
        """Say how the run ended, as the command's exit code."""
        is_partial = self.unreadable or any(file.quarantined_count for file in self.files)
        return 4 if is_partial else 0

    def dropped(self) -> Counter[str]:
        """Return what was left out of the copies, by kind."""
        return sum((file.dropped for file in self.files), Counter())

    def entities(self) -> Counter[str]:
        """Return all findings by entity."""
        return sum((file.entities() for file in self.files), Counter())

    def to_dict(self) -> dict[str, Any]:
        """Return the report as it is written to report.json (see docs/report.md)."""
        return {
            "schema": "redactor-report",
            "version": SCHEMA_VERSION,
            "versions": self.versions,
            "policy": {
                "name": self.policy,
                "sha256": self.policy_digest,
                "threshold": self.threshold,
                "name_threshold": self.name_threshold,
                "rules": self.rules,
            },
            "seconds": round(self.seconds, 3),
            "found": dict(sorted(self.entities().items())),
            "files": [
                {
                    "name": file.name,
                    "format": file.format,
                    "bytes": file.bytes_in,
                    "rows": file.rows,
                    "cells": file.cells,
                    "columns": [
                        {"column": column, "found": dict(sorted(found.items()))}
                        for column, found in file.columns.items()
                    ],
                    "quarantined": file.quarantined_count,
                    "quarantined_parts": [list(part) for part in file.quarantined],
                    "dropped": dict(sorted(file.dropped.items())),
                }
                for file in self.files
            ],
            "linked_spellings": self.linked_spellings,
            "quarantined_files": [
                {"name": name, "reason": reason, "remedy": remedy}
                for name, reason, remedy in self.unreadable
            ],
            "verification": {
                "residual_findings": self.residual,
                "residual_values": self.residual_values,
                "removed_in_second_pass": self.repaired,
                "not_searched": dict(sorted(self.not_searched.items())),
            },
            "kept": dict(sorted(sum((f.kept for f in self.files), Counter()).items())),
            "risk": self.risk,
            "release": self.release,
            "not_checked": list(NOT_CHECKED),
        }

    def write(self, folder: Path) -> None:
        """Write report.json and report.html into a folder."""
        text = json.dumps(self.to_dict(), indent=2, ensure_ascii=False)
        (folder / "report.json").write_text(text + "\n", encoding="utf-8")
        (folder / "report.html").write_text(to_html(self), encoding="utf-8")


def write_attacks(campaign: dict[str, Any], path: Path) -> None:
    """Write a page of what `redactor attack` got. Raises UsageError where the file exists."""
    try:
        with path.open("x", encoding="utf-8") as page:
            page.write(attack_page(campaign, STYLE))
    except OSError as error:
        raise UsageError(f"{path.name}: can't be written ({error.strerror})") from None


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;
color:#1a1a1a}
h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.25rem;margin:2rem 0 .4rem}
h3{font-size:1.05rem;margin:1.3rem 0 .4rem}h4{font-size:1rem;margin:1.1rem 0 .3rem}
h2.page{border-top:2px solid #1a1a1a;padding-top:.6rem}table+table{margin-top:.8rem}
table{border-collapse:collapse;width:100%;font-size:.92em}
td,th{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #ddd;vertical-align:top}
td.n,th.n{text-align:right}.muted{color:#666}.ok{color:#0a6b2c}.bad{color:#a11}
svg{max-width:100%;height:auto}
@media print{body{margin:0;max-width:none}h2,h3,h4{break-after:avoid}svg,tr{break-inside:avoid}
h2.page~h2.page,section[lang=ur]{break-before:page}}
"""


def to_html(report: Report) -> str:
    """Return the report as one page: no script, no network, prints on paper."""
    found = report.entities().most_common()
    verdict = (
        '<p class="ok">The copy was read back and searched: nothing that was removed was found.</p>'
        if not report.residual and not report.residual_values
        else '<p class="bad">Verification found personal data in the copy.</p>'
    )
    if report.repaired:
        verdict += (
            f"<p>{report.repaired} values stood in places where only the search found them; "
            "they were removed in a second pass.</p>"
        )
    files = "".join(
        f"<tr><td>{escape(f.name)}</td><td>{escape(f.format)}</td><td class=n>{f.rows:,}</td>"
        f"<td class=n>{sum(f.entities().values()):,}</td>"
        f"<td class=n>{f.quarantined_count}</td></tr>"
        for f in report.files
    )
    columns = "".join(
        f"<tr><td>{escape(f.name)}</td><td><bdi>{escape(column) or '<i>no column</i>'}</bdi></td>"
        f"<td>{escape(entity)}</td><td class=n>{count:,}</td>"
        f"<td>{escape(report.rules.get(entity, ''))}</td></tr>"
        for f in report.files
        for column, counts in f.columns.items()
        for entity, count in counts.most_common()
    )
    unread = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(reason)}</td><td>{escape(remedy)}</td></tr>"
        for name, reason, remedy in report.unreadable
    ) + "".join(
        f"<tr><td>{escape(f.name)}</td><td>{escape(where)}: {escape(reason)}</td><td></td></tr>"
        for f in report.files
        for where, reason in f.quarantined
    )
    dropped = "".join(
        f"<tr><td>{escape(f.name)}</td><td>{escape(kind)}</td><td class=n>{count:,}</td></tr>"
        for f in report.files
        for kind, count in sorted(f.dropped.items())
    )
    limits = "".join(f"<li>{escape(text)}</li>" for text in NOT_CHECKED)
    skipped = sum(report.not_searched.values())
    if skipped:
        limits += (
            f"<li>{skipped:,} removed values were too short or too common to be searched for "
            "in the copy (single names, short numbers, dates).</li>"
        )
    if report.linked_spellings is not None:
        limits += (
            f"<li>Spellings of names were linked (link_spellings): {report.linked_spellings:,} "
            "spellings have the token of another one. Now and then two people are joined.</li>"
        )
    words = WORDS["en"]
    versions = ", ".join(f"{escape(k)} {escape(v)}" for k, v in report.versions.items())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Redaction report</title>'
        f"<style>{STYLE}{URDU_STYLE}</style></head><body><h1>Redaction report</h1>"
        '<p><a href="#ur" lang="ur">اردو میں نیچے</a></p>'
        f'<p class="muted">Policy {escape(report.policy)} · {len(report.files)} files · '
        f"{sum(f.rows for f in report.files):,} rows · {report.seconds:,.1f} s</p>{verdict}"
        f"<h2 class=page>{words['editor']}</h2><h3>What was found</h3>{_chart(found)}"
        + (
            "<h3>Quarantined: not in the copy</h3><table><tr><th>File<th>Why<th>Remedy</tr>"
            f"{unread}</table>"
            if unread
            else "<h3>Quarantined</h3><p>Nothing: all of the input was understood.</p>"
        )
        + (
            "<h3>Left out by design</h3><table><tr><th>File<th>What<th class=n>Number</tr>"
            f"{dropped}</table>"
            if dropped
            else ""
        )
        + f"<h3>What could not be checked</h3><ul>{limits}</ul>"
        f"<h2 class=page>{words['ethics']}</h2>"
        + risk_section(report.risk)
        + release_section(report.release)
        + f"<p class=muted>{words['attack_hint']}</p>"
        f"<h2 class=page>{words['auditor']}</h2>"
        "<h3>Files</h3><table><tr><th>File<th>Read as<th class=n>Rows<th class=n>Findings"
        f"<th class=n>Quarantined</tr>{files}</table>"
        "<h3>Where, and what was done</h3>"
        + (
            "<p class=muted>Done before the release was made from it; what the release emptied or "
            "made coarser stands above.</p>"
            if report.release
            else ""
        )
        + "<table><tr><th>File<th>Column<th>What<th class=n>Times<th>Done</tr>"
        f'{columns}</table><h3>To repeat it</h3><p class="muted">{versions}; policy sha256 '
        f"{escape(report.policy_digest)}</p>{urdu_part(report.to_dict())}</body></html>\n"
    )


def _chart(found: list[tuple[str, int]]) -> str:
    """Return a bar chart as inline SVG."""
    if not found:
        return "<p>Nothing.</p>"
    top = max(count for _, count in found)
    bars = "".join(
        f'<text x="215" y="{16 + 22 * row}" text-anchor="end">{escape(entity)}</text>'
        f'<rect x="225" y="{4 + 22 * row}" width="{max(2.0, 430 * count / top):.1f}" height="15" '
        f'fill="#2b6cb0"/><text x="{232 + max(2.0, 430 * count / top):.1f}" '
        f'y="{16 + 22 * row}">{count:,}</text>'
        for row, (entity, count) in enumerate(found)
    )
    height = 22 * len(found) + 6
    return (
        f'<svg viewBox="0 0 760 {height}" width="760" height="{height}" role="img" '
        f'aria-label="Findings by kind" font-size="13" font-family="system-ui,sans-serif">{bars}'
        "</svg>"
    )
