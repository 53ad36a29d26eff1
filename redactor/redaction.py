"""The pure function in the middle: the distinct cells of a column in, their redacted texts out.

Holds everything that decides and transforms; knows no file, no format and no process.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence  # noqa: TC003 - an alias is made of them
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from recognizers.pk.name_features import REPLACED
from redactor import encoded, serialised
from redactor.batch import Finding
from redactor.detection import ColumnProfile, Detector
from redactor.detection.columns import is_nothing
from redactor.detection.conflicts import resolve
from redactor.disclosure.hierarchies import is_band_of_years
from redactor.formats.member_names import part_of
from redactor.operators import PREFIXES, TOKEN, Transformer, placeholder, random_token
from redactor.protection import Lists

if TYPE_CHECKING:
    from redactor.keys import Key
    from redactor.policy import Policy
    from redactor.protection import Match

Known = Callable[[Sequence[str]], list[list[Finding]]]
"""Gives further findings in each of some cells: what verification found in an earlier copy."""

# Cells that changed and are remembered, some 20 MB: numbers of towers and callers come again.
_MOST_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 40
# A replacement can bring words together that make a new finding; so often is looked again.
_ROUNDS = 3
# Private characters that stand for encoded parts while the rest of a cell is read.
_FIRST_MARK = 0xF8000
_MOST_MARKS = 256
_MARK = re.compile("[\U000f8000-\U000f80ff]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class WholeCells:
    """Distinct cells that are wholly of one entity, and what stands for each of them."""

    entity: str
    old: pl.Series
    new: pl.Series


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a column's distinct cells; a cell that is not in `changed` stays.

    `whole` are cells that were replaced as a whole, in one step. `changed` maps another cell to
    its new text and to what was removed from it: (entity, value) each.
    `kept` maps a cell to the entities of what was left in it because the user's list says so.
    """

    changed: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    whole: list[WholeCells] = field(default_factory=list)
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def applied(self, cells: pl.Series) -> pl.Series:
        """Return the column with the new texts where an old one stood; null stays null."""
        old, new = self._pairs()
        return cells.replace(old, new) if len(old) else cells

    def _pairs(self) -> tuple[pl.Series, pl.Series]:
        old = [pl.Series(list(self.changed), dtype=pl.String)]
        new = [pl.Series([text for text, _ in self.changed.values()], dtype=pl.String)]
        for whole in self.whole:
            old.append(whole.old.rename(""))
            new.append(whole.new.rename(""))
        return pl.concat(old), pl.concat(new)


@dataclass(slots=True)
class _Respelled:
    """A cell with its encoded parts redacted: those in `hidden` stand as one mark each."""

    text: str
    removed: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    hidden: list[str] = field(default_factory=list)

    def restored(self, text: str) -> str:
        """Return a text with what its marks stand for."""
        if not self.hidden:
            return text
        return _MARK.sub(lambda match: self.hidden[ord(match[0]) - _FIRST_MARK], text)


class CellRedactor:
    """Detector and operators under one policy and key."""

    def __init__(
        self,
        policy: Policy,
        key: Key,
        engine: Literal["fast", "plain"] = "fast",
        lists: Lists | None = None,
    ) -> None:
        """Load recognisers and operators. `lists` are whom to protect and whom to leave."""
        self.policy = policy
        self.lists = lists or Lists()
        self.detector = Detector(
            policy.threshold,
            engine,
            policy.kept_entities(),
            name_threshold=policy.name_threshold,
        )
        self.transformer = Transformer(policy, key)
        self._changed: dict[ColumnProfile, dict[str, tuple[str, tuple[tuple[str, str], ...]]]] = {}
        self._remembered = 0

    def decide(
        self,
        cells: Sequence[str],
        profile: ColumnProfile,
        known: Known | None = None,
        depth: int = 0,
    ) -> Decision:
        """Return the new texts of the cells in which anything was found.

        `cells` are distinct cells of one column; `known` returns further findings in cells. What
        stands in them in another spelling is redacted first, in texts `depth` spellings deep.
        """
        decision = self._decide_spelt(cells, profile, known, depth)
        for cell, (new, removed) in decision.changed.items():
            if serialised.is_php(cell):
                decision.changed[cell] = serialised.repaired(new), removed
        return decision

    def _decide_spelt(
        self, cells: Sequence[str], profile: ColumnProfile, known: Known | None, depth: int
    ) -> Decision:
        respelled = self._respelled(cells, profile, known, depth)
        if not respelled:
            return self._decide_read(cells, profile, known)
        texts = [respelled[cell].text if cell in respelled else cell for cell in cells]
        decision = self._decide_read(list(dict.fromkeys(texts)), profile, known)
        whole = Decision(whole=decision.whole)
        for cell, text in zip(cells, texts, strict=True):
            spelt = respelled.get(cell, _Respelled(cell))
            if text in decision.changed or spelt.removed:
                new, removed = decision.changed.get(text, (text, ()))
                whole.changed[cell] = spelt.restored(new), (*spelt.removed, *removed)
            kept = (*spelt.kept, *decision.kept.get(text, ()))
            if kept:
                whole.kept[cell] = kept
        return whole

    def _respelled(
        self, cells: Sequence[str], profile: ColumnProfile, known: Known | None, depth: int
    ) -> dict[str, _Respelled]:
        """Return the cells in whose encoded parts something was found."""
        rule = self.policy.column_rule(profile.name) if profile.name else None
        if profile.whole or (rule and rule.operator is not None) or depth >= encoded.DEPTH:
            return {}
        parts = {cell: found for cell in cells if (found := encoded.parts(cell))}
        if not parts:
            return {}
        texts = list(dict.fromkeys(part.text for found in parts.values() for part in found))
        inner = self.decide(texts, profile, known, depth + 1)
        respelled = {}
        for cell, found in parts.items():
            made = _Respelled(cell)
            is_bare = known is not None or _MARK.search(cell) is not None
            pieces: list[str] = []
            last = 0
            for part in found:
                made.kept += inner.kept.get(part.text, ())
                values: tuple[tuple[str, str], ...]
                if part.is_unread:
                    text, values = "", (("REDACTED", cell[part.start : part.end]),)
                elif part.text in inner.changed:
                    text, values = inner.changed[part.text]
                else:
                    continue
                piece = part.write(text)
                made.removed += values
                # Letters that spell what is clean are not read as if they were words.
                is_part = part.start > 0 or part.end < len(cell)
                if is_part and not is_bare and len(made.hidden) < _MOST_MARKS:
                    made.hidden.append(piece)
                    piece = chr(_FIRST_MARK + len(made.hidden) - 1)
                pieces += (cell[last : part.start], piece)
                last = part.end
            if made.removed or made.kept:
                made.text = "".join([*pieces, cell[last:]])
                respelled[cell] = made
        return respelled

    def _decide_read(
        self, cells: Sequence[str], profile: ColumnProfile, known: Known | None
    ) -> Decision:
        """Do what `decide` does with what can be read as it stands."""
        if self.lists.protected is None:
            return self._decide(cells, profile, known)
        matches = {cell: self.lists.protected.find(cell) for cell in cells}
        decision = self._decide([c for c in cells if not matches[c]], profile, known)
        for cell, found in matches.items():
            if found:
                decision.changed[cell] = self._protect(cell, found, profile, known)
        return decision

    def decide_column(
        self,
        cells: pl.Series,
        profile: ColumnProfile,
        known: Known | None = None,
    ) -> Decision:
        """Do what `decide` does, with the cells that can be replaced as a whole in one step."""
        whole = self._whole(cells, profile) if known is None else None
        if whole is None:
            return self.decide(cells.to_list(), profile, known)
        made, rest = whole
        decision = self.decide(rest.to_list(), profile, known)
        decision.whole.append(made)
        return decision

    def _whole(
        self, cells: pl.Series, profile: ColumnProfile
    ) -> tuple[WholeCells, pl.Series] | None:
        rule = self.policy.column_rule(profile.name) if profile.name else None
        if profile.prior is None or self.lists != Lists() or (rule and rule.operator is not None):
            return None
        is_whole = self.detector.whole_cells(cells, profile)
        if is_whole is None or not is_whole.any():
            return None
        old = cells.filter(is_whole)
        canonicals = self.detector.canonical_of_whole(old, profile)
        new = self.transformer.replace_column(profile.prior, old, canonicals)
        if new is None:
            return None
        return WholeCells(profile.prior, old, new), cells.filter(~is_whole)

    def _protect(
        self,
        cell: str,
        matches: Sequence[Match],
        profile: ColumnProfile,
        known: Known | None,
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the text of a cell that holds somebody protected, and what was removed.

        It looks like any other: a mark of its own would point at the very row. Its tokens are
        random, so that not even the key can tell whose they are.
        """
        rule = self.policy.column_rule(profile.name) if profile.name else None
        if rule is not None and rule.operator in {"drop", "redact"}:
            named = rule.entity or profile.prior or "REDACTED"
            return self.transformer.transform(named, cell, rule), ((named, cell),)
        if profile.whole and profile.prior is not None:
            return self.unlinked(profile.prior, cell), ((profile.prior, cell),)
        findings = self.detector.find_cells([cell], profile)[0]
        places = [Finding(m.start, m.end, m.entity, 1.0, "protected") for m in matches]
        every = resolve([*findings, *(known([cell])[0] if known is not None else ()), *places])
        pieces: list[str] = []
        removed = []
        last = 0
        for finding in every:
            value = cell[finding.start : finding.end]
            is_ours = any(m.start < finding.end and finding.start < m.end for m in matches)
            new = (
                self.unlinked(finding.entity, value)
                if is_ours
                else self.transformer.replacement(finding.entity, value)
            )
            pieces += (cell[last : finding.start], new)
            removed.append((finding.entity, value))
            last = finding.end
        text = "".join([*pieces, cell[last:]])
        is_left = self.lists.protected is not None and self.lists.protected.find(mask_outputs(text))
        if is_left or self._new_findings({cell: text}, profile):
            return self.unlinked(every[0].entity, cell), ((every[0].entity, cell),)
        return text, tuple(removed)

    def cut_names(self, columns: Sequence[pl.Series]) -> list[list[int]]:
        """Return for each column the rows in which it holds a part of a protected name.

        Of names that are cut over a row, which no column shows by itself.
        """
        found: list[list[int]] = [[] for _ in columns]
        protected = self.lists.protected
        if protected is None or len(columns) < 2:
            return found
        is_part = []
        for cells in columns:
            parts = [cell for cell in cells.drop_nulls().unique() if protected.is_part(cell)]
            is_part.append(cells.is_in(parts).fill_null(value=False))
        several = pl.DataFrame([m.alias(str(n)) for n, m in enumerate(is_part)])
        for row in several.select(pl.sum_horizontal(pl.all()) > 1).to_series().arg_true():
            cells_of_row = {n: columns[n][row] for n, mask in enumerate(is_part) if mask[row]}
            for place in protected.cut(cells_of_row):
                found[place].append(row)
        return found

    def unlinked(self, entity: str, value: str) -> str:
        """Return what stands for somebody protected: random, so that no key can test it."""
        operator = self.policy.rule_for(entity).operator
        if operator == "pseudonym":
            return random_token(PREFIXES[entity])
        if operator in {"drop", "redact"}:
            return self.transformer.replacement(entity, value)
        return placeholder(entity)

    def _decide(
        self,
        cells: Sequence[str],
        profile: ColumnProfile,
        known: Known | None,
    ) -> Decision:
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
        if known is None and self.lists.kept is None:
            return Decision(self._decide_anew(cells, profile))
        found = self.detector.find_cells(cells, profile)
        if known is not None:
            found = [
                resolve([*findings, *more])
                for findings, more in zip(found, known(cells), strict=True)
            ]
        left: dict[str, tuple[str, ...]] = {}
        if self.lists.kept is not None:
            found = [
                self._without_kept(cell, findings, left)
                for cell, findings in zip(cells, found, strict=True)
            ]
        return Decision(
            self._redact(
                {cell: findings for cell, findings in zip(cells, found, strict=True) if findings},
                profile,
                known,
            ),
            kept=left,
        )

    def _decide_anew(
        self, cells: Sequence[str], profile: ColumnProfile
    ) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
        """Return what changes, but take short cells that came before as they were decided then."""
        if self._remembered > _MOST_REMEMBERED:
            self._changed.clear()
            self._remembered = 0
        before = self._changed.setdefault(profile, {})
        changed = {cell: before[cell] for cell in cells if cell in before}
        left = [cell for cell in cells if cell not in before]
        found = self.detector.find_cells(left, profile)
        new = self._redact({c: f for c, f in zip(left, found, strict=True) if f}, profile, None)
        short = {cell: text for cell, text in new.items() if len(cell) <= _LONGEST_REMEMBERED}
        before.update(short)
        self._remembered += len(short)
        return changed | new

    def _without_kept(
        self, cell: str, findings: list[Finding], left: dict[str, tuple[str, ...]]
    ) -> list[Finding]:
        """Return the findings but those on the list of what may stay, which are noted."""
        staying = [f for f in findings if self._is_kept(cell[f.start : f.end])]
        if not staying:
            return findings
        left[cell] = tuple(f.entity for f in staying)
        return [f for f in findings if f not in staying]

    def _is_kept(self, value: str) -> bool:
        return self.lists.kept is not None and self.lists.kept.has(value)

    def _redact(
        self,
        found: dict[str, list[Finding]],
        profile: ColumnProfile,
        known: Known | None,
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
            again = self._new_findings({cell: texts[cell] for cell in again}, profile, known)
            if not again:
                break
        # Looking again keeps finding: the whole cell goes.
        for cell in again:
            entity = found[cell][0].entity
            texts[cell] = f"<{entity}>"
            removed[cell] += ((entity, cell),)
        return {cell: (texts[cell], removed[cell]) for cell in found}

    def _new_findings(
        self,
        texts: dict[str, str],
        profile: ColumnProfile,
        known: Known | None = None,
    ) -> dict[str, list[Finding]]:
        """Return, by cell, the findings in our own output that are not our own output.

        A value can stand alone only after its neighbour was replaced, so `known` is asked again.
        """
        masked = {cell: mask_outputs(text) for cell, text in texts.items()}
        left = [cell for cell, text in masked.items() if _LETTER_OR_DIGIT.search(text)]
        results = self._find_distinct([masked[cell] for cell in left], profile)
        if known is not None:
            further = known([cut_at_outputs(texts[cell]) for cell in left])
            results = [
                resolve([*findings, *more])
                for findings, more in zip(results, further, strict=True)
            ]
        new = {
            cell: [f for f in findings if not self._is_output(masked[cell], texts[cell], f)]
            for cell, findings in zip(left, results, strict=True)
        }
        return {cell: findings for cell, findings in new.items() if findings}

    def _find_distinct(
        self, texts: Sequence[str], profile: ColumnProfile
    ) -> list[list[Finding]]:
        """Return the findings of each text; many lines are the same once their values are gone."""
        distinct = list(dict.fromkeys(texts))
        found = dict(zip(distinct, self.detector.find_cells(distinct, profile), strict=True))
        return [found[text] for text in texts]

    def _is_output(self, masked: str, text: str, finding: Finding) -> bool:
        if not _LETTER_OR_DIGIT.search(masked, finding.start, finding.end):
            return True
        part = text[finding.start : finding.end]
        if self._is_kept(part):
            return True
        return self.transformer.is_output(finding.entity, part.strip())

    def residuals(self, cells: Sequence[str], profile: ColumnProfile) -> Counter[str]:
        """Count, by entity, what the recognisers find in written cells and should not."""
        found = self.residual_cells(cells, profile)
        return Counter(entity for entities in found.values() for entity in entities)

    def residual_cells(
        self, cells: Sequence[str], profile: ColumnProfile, depth: int = 0
    ) -> dict[str, list[str]]:
        """Return the written cells in which recognisers find what should not be there: entities."""
        rule = self.policy.column_rule(profile.name) if profile.name else None
        if rule is not None and rule.operator == "keep":
            return {}
        if self.policy.publish is not None:
            cells = [cell for cell in cells if not is_band_of_years(cell)]
        found: dict[str, list[str]] = {}
        left: list[tuple[str, str]] = []
        inside: dict[str, list[encoded.Encoded]] = {}
        for cell in cells:
            text = mask_outputs(cell)
            if not profile.whole and depth < encoded.DEPTH and (parts := encoded.parts(text)):
                inside[cell] = parts
                for part in parts:
                    # Its letters are no words; what they spell is searched below. A number stays.
                    if not text[part.start : part.end].isdecimal():
                        blank = REPLACED * (part.end - part.start)
                        text = text[: part.start] + blank + text[part.end :]
            if _LETTER_OR_DIGIT.search(text):
                left.append((cell, text))
        results = self._find_distinct([text for _, text in left], profile)
        for (cell, text), findings in zip(left, results, strict=True):
            entities = [
                f.entity
                for f in findings
                if not self._is_output(text, cell, f)
                and not (
                    rule is not None
                    and self.transformer.is_output(rule.entity or f.entity, cell, rule)
                )
            ]
            if entities:
                found[cell] = entities
        if inside:
            texts = list(dict.fromkeys(part.text for parts in inside.values() for part in parts))
            inner = self.residual_cells(texts, profile, depth + 1)
            for cell, parts in inside.items():
                entities = [entity for part in parts for entity in inner.get(part.text, ())]
                if entities:
                    found[cell] = found.get(cell, []) + entities
        return found

    def redact_text(self, text: str) -> str:
        """Return a text that stands alone, redacted."""
        return self.decide([text], ColumnProfile()).changed.get(text, (text, ()))[0]

    def redact_name(self, name: str) -> str:
        """Return a file's or folder's name without identifiers, still usable as one."""
        part = part_of(name)
        cell = part.cell
        if self.lists.protected is not None and self.lists.protected.find(cell):
            return f"file-{secrets.token_hex(4)}{part.after}"
        profile = self.detector.profile(part.column, []) if part.column else ColumnProfile()
        text, _ = self.decide([cell], profile).changed.get(cell, (cell, ()))
        return part.with_cell(text)


def cut_at_outputs(text: str) -> str:
    """Put line ends for our own outputs, length kept: nothing is read across them."""
    return TOKEN.sub(lambda match: "\n" * len(match[0]), text)


def mask_outputs(text: str) -> str:
    """Blank out our own tokens and placeholders, length kept, so that they are not read as data."""
    if "_" not in text and "<" not in text:
        return text
    return TOKEN.sub(lambda match: REPLACED * len(match[0]), text)
