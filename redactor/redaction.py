"""The pure function in the middle: the distinct cells of a column in, their redacted texts out.

Holds everything that decides and transforms; knows no file, no format and no process.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from recognizers.pk.name_features import REPLACED
from redactor.batch import Finding
from redactor.detection import ColumnProfile, Detector
from redactor.detection.columns import is_nothing
from redactor.detection.conflicts import resolve
from redactor.operators import TOKEN, Transformer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactor.keys import Key
    from redactor.policy import Policy

# A replacement can bring words together that make a new finding; so often is looked again.
_ROUNDS = 3
_UNSAFE_IN_NAMES = re.compile(r"[<>:\"/\\|?*\x00-\x1f]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a column's distinct cells; a cell that is not in `changed` stays.

    `changed` maps a cell to its new text and to what was removed from it: (entity, value) each.
    """

    changed: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)


class CellRedactor:
    """Detector and operators under one policy and key."""

    def __init__(self, policy: Policy, key: Key, engine: Literal["fast", "plain"] = "fast") -> None:
        """Load recognisers and operators."""
        self.policy = policy
        self.detector = Detector(
            policy.threshold,
            engine,
            policy.kept_entities(),
            name_threshold=policy.name_threshold,
        )
        self.transformer = Transformer(policy, key)

    def decide(
        self,
        cells: Sequence[str],
        profile: ColumnProfile,
        known: Callable[[str], list[Finding]] | None = None,
    ) -> Decision:
        """Return the new texts of the cells in which anything was found.

        `cells` are distinct cells of one column; `known` returns further findings in a cell.
        """
        rule = self.policy.column_rule(profile.name) if profile.name else None
        if rule is not None and rule.operator == "keep":
            return Decision()
        if rule is not None and rule.operator is not None:
            entity = rule.entity or profile.prior
            named = entity or "REDACTED"
            return Decision(
                {
                    cell: (self.transformer.transform(entity, cell, rule), ((named, cell),))
                    for cell in cells
                    if not is_nothing(cell)
                }
            )
        found = self.detector.find_cells(cells, profile)
        if known is not None:
            found = [
                resolve([*findings, *known(cell)])
                for cell, findings in zip(cells, found, strict=True)
            ]
        return Decision(
            self._redact(
                {cell: findings for cell, findings in zip(cells, found, strict=True) if findings},
                profile,
            )
        )

    def _redact(
        self, found: dict[str, list[Finding]], profile: ColumnProfile
    ) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
        """Return each cell's new text and what was removed; what is written is searched again."""
        texts: dict[str, str] = {}
        removed: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(found, ())
        again = found
        for _ in range(_ROUNDS):
            for cell, findings in again.items():
                text = texts.get(cell, cell)
                removed[cell] += tuple((f.entity, text[f.start : f.end]) for f in findings)
                texts[cell] = self.transformer.apply(text, findings)
            again = self._new_findings({cell: texts[cell] for cell in again}, profile)
            if not again:
                break
        # Looking again keeps finding: the whole cell goes.
        for cell in again:
            entity = found[cell][0].entity
            texts[cell] = f"<{entity}>"
            removed[cell] += ((entity, cell),)
        return {cell: (texts[cell], removed[cell]) for cell in found}

    def _new_findings(
        self, texts: dict[str, str], profile: ColumnProfile
    ) -> dict[str, list[Finding]]:
        """Return, by cell, the findings in our own output that are not our own output."""
        masked = {cell: mask_outputs(text) for cell, text in texts.items()}
        left = [cell for cell, text in masked.items() if _LETTER_OR_DIGIT.search(text)]
        results = self.detector.find_cells([masked[cell] for cell in left], profile)
        new = {
            cell: [f for f in findings if not self._is_output(masked[cell], texts[cell], f)]
            for cell, findings in zip(left, results, strict=True)
        }
        return {cell: findings for cell, findings in new.items() if findings}

    def _is_output(self, masked: str, text: str, finding: Finding) -> bool:
        if not _LETTER_OR_DIGIT.search(masked, finding.start, finding.end):
            return True
        part = text[finding.start : finding.end]
        return self.transformer.is_output(finding.entity, part.strip())

    def residuals(self, cells: Sequence[str], profile: ColumnProfile) -> Counter[str]:
        """Count, by entity, what the recognisers find in written cells and should not."""
        rule = self.policy.column_rule(profile.name) if profile.name else None
        if rule is not None and rule.operator == "keep":
            return Counter()
        masked = [mask_outputs(cell) for cell in cells]
        found: Counter[str] = Counter()
        left = [
            (cell, text)
            for cell, text in zip(cells, masked, strict=True)
            if _LETTER_OR_DIGIT.search(text)
        ]
        results = self.detector.find_cells([text for _, text in left], profile)
        for (cell, text), findings in zip(left, results, strict=True):
            found.update(
                f.entity
                for f in findings
                if not self._is_output(text, cell, f)
                and not (
                    rule is not None
                    and self.transformer.is_output(rule.entity or f.entity, cell, rule)
                )
            )
        return found

    def redact_text(self, text: str) -> str:
        """Return a text that stands alone, redacted."""
        return self.decide([text], ColumnProfile()).changed.get(text, (text, ()))[0]

    def redact_name(self, name: str) -> str:
        """Return a file's or folder's name without identifiers, still usable as one."""
        stem, dot, suffix = name.rpartition(".")
        if not stem:
            stem, dot, suffix = name, "", ""
        # In names, words are joined by what is no space: read them as words.
        readable = stem.replace("_", " ")
        found = self.detector.find(readable)
        if not found:
            return name
        return _UNSAFE_IN_NAMES.sub("", self.transformer.apply(readable, found)) + dot + suffix


def mask_outputs(text: str) -> str:
    """Blank out our own tokens and placeholders, length kept, so that they are not read as data."""
    return TOKEN.sub(lambda match: REPLACED * len(match[0]), text)
