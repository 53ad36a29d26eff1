"""One block of rows through detector and operators, and the search of one that was written.

What a worker process does: columns of cells in; their new cells, counts and keyed digests out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from redactor import encoded, formats
from redactor.batch import Batch
from redactor.detection import Tally
from redactor.errors import RedactorError
from redactor.formats import delimited, embedded, formulas, time_limit
from redactor.formats.decoding import MARKS
from redactor.formats.unread_rows import Written
from redactor.operators import PREFIXES, TOKEN
from redactor.operators.tokens import are_outputs
from redactor.redaction import cut_at_outputs
from redactor.verification import Removals, Search, decoded_in, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.batch import Column, Dropped
    from redactor.detection import ColumnProfile
    from redactor.formats.unread_rows import UnreadRows
    from redactor.redaction import CellRedactor, Decision, Known, WholeCells
    from redactor.verification import Digests


@dataclass(slots=True)
class Redacted:
    """The new cells of some rows, and what became of the old ones, in counts and digests.

    `found` counts by the column's place and entity; `delta` by how many more of a delimiter or
    line end the new cells hold. `values` are (entity, value, token or ""), only where asked for.
    """

    cells: list[pl.Series] = field(default_factory=list)
    found: Counter[tuple[int, str]] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    delta: Counter[str] = field(default_factory=Counter)
    not_searched: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)
    removed: list[Digests] = field(default_factory=list)
    values: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Rewritten:
    """What became of a block of rows that was not cut: a batch that is ready to be written.

    `parts` are without their cells.
    """

    batch: Batch
    parts: list[Redacted]


@dataclass(slots=True)
class Searched:
    """What a search of written rows or text gave.

    `seen` are digests of everything that may be a removed value; `found` counts what recognisers
    find, `doubtful` are digests of the cells that they find it in. `tallies` count, by column,
    numbers that fit by chance.
    """

    seen: Digests
    found: Counter[str] = field(default_factory=Counter)
    doubtful: dict[int, str] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)


def redact(
    redactor: CellRedactor,
    columns: Sequence[Column],
    profiles: Sequence[ColumnProfile],
    secret: bytes,
    *,
    wants_values: bool = False,
    known: Known | None = None,
) -> Redacted:
    """Redact the cells of some rows. `secret` keys the digests of what is removed."""
    block = _Block(redactor, Redacted(), Removals(secret), wants_values, known)
    shifted = _shifted_rows(columns, profiles)
    first = next((n for n, profile in enumerate(profiles) if profile.whole), 0)
    for place, (column, profile) in enumerate(zip(columns, profiles, strict=True)):
        if shifted is None or profile.whole or place < first:
            block.done.cells.append(block.redacted(place, column.cells, profile))
            continue
        # Behind a name or address that held a delimiter, every cell of the row is under the
        # wrong header: it may be a part of that name or address.
        kept = block.redacted(place, column.cells.filter(~shifted), profile)
        moved = block.redacted(place, column.cells.filter(shifted), profiles[-1])
        block.done.cells.append(
            column.cells.scatter((~shifted).arg_true(), kept).scatter(shifted.arg_true(), moved)
        )
    for place, rows in enumerate(redactor.cut_names([column.cells for column in columns])):
        if rows:
            block.hide(place, columns[place].cells, rows)
    block.done.not_searched = block.removals.not_searched
    block.done.kinds = block.removals.kinds
    block.done.removed = block.removals.digests()
    return block.done


def cut(unread: UnreadRows) -> Iterator[Batch]:
    """Cut a block of rows into the batches that are redacted.

    Raises QuarantineError for one that can't be read.
    """
    try:
        for batch in time_limit.progressing(delimited.cut(unread)):
            yield formulas.without_formulas(embedded.without_files(batch))
    except (RedactorError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the message may hold a value: its type is told
        raise formats.unreadable(delimited, error) from None


def rewrite(
    redactor: CellRedactor,
    unread: UnreadRows,
    profiles: Sequence[ColumnProfile],
    secret: bytes,
    *,
    wants_values: bool = False,
    known: Known | None = None,
) -> Rewritten:
    """Cut a block of rows, redact its cells and write them; as `redact` does.

    Raises InputError when a replacement can't be written in the file's encoding.
    """
    parts = []
    data = []
    dropped: list[Dropped] = []
    cells = 0
    for batch in cut(unread):
        part = redact(
            redactor, batch.columns, profiles, secret, wants_values=wants_values, known=known
        )
        data.append(delimited.encoded(batch.with_cells(part.cells)))
        part.cells = []
        parts.append(part)
        dropped += batch.dropped
        cells += batch.cells
    written = Written(b"".join(data), len(parts), unread.rows, cells)
    return Rewritten(Batch((), written, unread.first_row, dropped=tuple(dropped)), parts)


@dataclass(slots=True)
class _Block:
    """Some rows on their way."""

    redactor: CellRedactor
    done: Redacted
    removals: Removals
    wants_values: bool
    known: Known | None

    def redacted(self, place: int, cells: pl.Series, profile: ColumnProfile) -> pl.Series:
        decision = self.redactor.decide_column(distinct(cells), profile, self.known)
        if decision.kept:
            self._count_kept(cells, decision)
        for whole in decision.whole:
            self._count_whole(place, cells, whole)
        if decision.changed:
            self._count_changed(place, cells, decision)
        return decision.applied(cells)

    def hide(self, place: int, cells: pl.Series, rows: Sequence[int]) -> None:
        """Replace the parts of protected names that are cut over the cells of a row."""
        made = self.done.cells[place]
        new = []
        for row in rows:
            value, left = cells[row], made[row]
            is_gone = left != value and not left.startswith("PERSON_")
            new.append(left if is_gone else self.redactor.unlinked("PERSON", value))
            for mark in MARKS:
                if more := new[-1].count(mark) - left.count(mark):
                    self.done.delta[mark] += more
            if left == value:
                self.done.found[place, "PERSON"] += 1
                self.removals.note("PERSON", (value,))
        self.done.cells[place] = made.scatter(rows, pl.Series(new, dtype=pl.String))

    def _count_changed(self, place: int, cells: pl.Series, decision: Decision) -> None:
        old = pl.Series(list(decision.changed), dtype=pl.String)
        frequency = dict(
            cells.filter(cells.is_in(old.implode())).value_counts(name="n").iter_rows()
        )
        for before, (after, removed) in decision.changed.items():
            times = frequency.get(before, 0)
            for mark in MARKS:
                if mark in before or mark in after:
                    self.done.delta[mark] += times * (after.count(mark) - before.count(mark))
            for entity, value in removed:
                self.done.found[place, entity] += times
                self.removals.note(entity, (value,))
                # Of a column that is redacted without a name for what it holds nothing is kept.
                if self.wants_values and entity in PREFIXES:
                    # Of somebody protected the token is random, and the value is kept nowhere.
                    token = self.redactor.transformer.replacement(entity, value)
                    is_token = TOKEN.fullmatch(token) and token[0] != "<"
                    is_token = is_token and encoded.spells(after, token)
                    self.done.values.append((entity, value, token if is_token else ""))

    def _count_whole(self, place: int, cells: pl.Series, whole: WholeCells) -> None:
        among = cells.filter(cells.is_in(whole.old.implode()))
        joined = among.str.join("").item()
        for mark in MARKS:
            # A token or placeholder holds none.
            if before := joined.count(mark):
                self.done.delta[mark] -= before
        self.done.found[place, whole.entity] += len(among)
        self.removals.note_column(whole.entity, whole.old)
        if self.wants_values:
            for value, token in zip(whole.old.to_list(), whole.new.to_list(), strict=True):
                is_token = TOKEN.fullmatch(token) and token[0] != "<"
                self.done.values.append((whole.entity, value, token if is_token else ""))

    def _count_kept(self, cells: pl.Series, decision: Decision) -> None:
        kept = pl.Series(list(decision.kept), dtype=pl.String)
        counted = cells.filter(cells.is_in(kept.implode())).value_counts(name="n")
        for cell, times in counted.iter_rows():
            for entity in decision.kept[cell]:
                self.done.kept[entity] += times


def _shifted_rows(
    columns: Sequence[Column], profiles: Sequence[ColumnProfile]
) -> pl.Series | None:
    """Return which rows have more cells than the header, None if that changes nothing."""
    overflow = [
        column.cells.str.strip_chars().str.len_bytes().fill_null(0) > 0
        for column, profile in zip(columns, profiles, strict=True)
        if profile.strict and profile.whole
    ]
    if not overflow:
        return None
    rows = overflow[0]
    for more in overflow[1:]:
        rows = rows | more
    return rows if rows.any() else None


def search(
    redactor: CellRedactor,
    columns: Sequence[Column],
    profiles: Sequence[ColumnProfile],
    searching: Search,
) -> Searched:
    """Run the recognisers over rows that were written, column by column."""
    seen = []
    result = Searched(searching.of_texts([]))
    for place, (column, profile) in enumerate(zip(columns, profiles, strict=True)):
        cells = distinct(column.cells)
        others = cells.filter(~are_outputs(cells))
        seen.append(searching.of_cells(others))
        left = others.to_list()
        cells_of = redactor.residual_cells(left, profile)
        result.found.update(entity for entities in cells_of.values() for entity in entities)
        result.doubtful.update(
            searching.of_doubtful(
                {cut_at_outputs(cell): entities[0] for cell, entities in cells_of.items()}
            )
        )
        if profile.by_chance:
            tally = result.tallies.setdefault(place, Tally())
            redactor.detector.count(left, profile, tally)
    result.seen = np.concatenate([result.seen, *seen])
    return result


def search_uncut(
    redactor: CellRedactor,
    unread: UnreadRows,
    profiles: Sequence[ColumnProfile],
    searching: Search,
) -> list[Searched]:
    """Cut a block of rows that was written, and run the recognisers over it."""
    return [
        search(redactor, batch.columns, profiles, searching) for batch in delimited.cut(unread)
    ]


def search_text(redactor: CellRedactor, text: str, searching: Search) -> Searched:
    """Search decoded text of a file that was written, and what is encoded in it."""
    del redactor
    pieces = pieces_of(text)
    inside = decoded_in("\n".join(piece for piece in pieces if len(piece) >= encoded.SHORTEST))
    return Searched(searching.of_texts([*pieces, *(pieces_of(inside) if inside else ())]))


def distinct(cells: pl.Series) -> pl.Series:
    """Return a column's distinct cells in the order they come in, without empty ones."""
    found = cells.drop_nulls().unique(maintain_order=True)
    return found.filter(found != "")
