"""The core: read, detect, transform, write, verify, report. One run over any number of inputs.

Nothing appears under its final name before everything that was written has been read back and
searched. What verification still finds is removed in one more pass over the file it stands in;
what is found after that fails the run.
"""

from __future__ import annotations

import os
import platform
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from redactor import encoded, formats
from redactor.batch import Batch, Column, Finding
from redactor.detection import ColumnProfile, Tally
from redactor.errors import InputError, QuarantineError, RedactorError, ResidualError, UsageError
from redactor.formats.members import is_counted_by_marks
from redactor.journal import Entry, Journal, State, binding_of
from redactor.operators import TOKEN
from redactor.operators.linking import LinkedNames
from redactor.operators.tokens import are_outputs
from redactor.planning import OnUnknown, Planner, Work
from redactor.profiling import Profiler, group_of, padded, shifted_rows
from redactor.publishing import private, publish, refuse_existing, working_folder
from redactor.redaction import cut_at_outputs
from redactor.releasing import assess_copies, make_release, refuse_protected
from redactor.report import Report
from redactor.runner import Runner, distinct
from redactor.verification import (
    Verifier,
    decoded_in,
    marks_changed,
    pieces_of,
    structure_of,
    texts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from redactor.formats.source import Source
    from redactor.keys import Key
    from redactor.policy import Policy
    from redactor.profiling import Group, Names
    from redactor.protection import Lists
    from redactor.redaction import Decision, WholeCells
    from redactor.vault import Vault

REPORTS = ("report.json", "report.html")
# Input from which on a user is told, before it starts, that a run can't be resumed.
LARGE_BYTES = 1 << 30
# Copies written before a run is given up.
_ATTEMPTS = 4
NOT_RESUMABLE = (
    "this run can't be resumed if it is stopped: its key is never written, and another key gives "
    "other tokens. `redactor key new FILE` and --key FILE make it resumable"
)
# What a residual is called in the second pass, by its digits or the first letter of its key.
_RESIDUAL_ENTITY = {"w": "PERSON", "x": "ADDRESS", "t": "EMAIL_ADDRESS", "a": "PK_BANK_ACCOUNT"}


class Pipeline:
    """Redacts inputs into a folder under one policy and one key.

    `progress` is called with (stage, bytes done, bytes in all). `jobs` is the number of processes.
    `is_lasting` says that the key is kept: then a run keeps a journal, and can be gone on with.
    `notice` is called with a sentence that the user should read: before a large run that can't be
    gone on with, and when a worker process died.
    What is not understood is left out and reported; with `on_unknown` "stop" it stops the run.
    """

    def __init__(
        self,
        policy: Policy,
        key: Key,
        *,
        engine: Literal["fast", "plain"] = "fast",
        jobs: int = 1,
        as_text: bool = False,
        on_unknown: OnUnknown = "drop",
        measure_risk: bool = False,
        lists: Lists | None = None,
        vault: Vault | None = None,
        progress: Callable[[str, int, int], None] | None = None,
        is_lasting: bool = False,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        """Load the recognisers; raises DetectionError or PolicyError if something is missing."""
        self.policy = policy
        self._linked = LinkedNames() if policy.link_spellings else None
        self._lasting_key = key if is_lasting else None
        # The lists are not written down, so a run with lists is not gone on with.
        self._has_lists = lists is not None and (lists.protected, lists.kept) != (None, None)
        self._options = f"engine {engine}, text {as_text}, lists {self._has_lists}"
        self.runner = Runner(policy, key, engine, jobs, lists, notice)
        self.planner = Planner(self.runner.redact_name, as_text, on_unknown)
        self._measures_risk = measure_risk
        self._vault = vault
        self._labels: dict[str, str] = {}
        self._is_refuted = False
        # Where the whole of a column is never counted, nothing in it is taken for chance.
        self.trusts_chance = True
        self._progress = progress or (lambda stage, done, total: None)
        self._notice = notice or (lambda text: None)

    # -- whole runs ------------------------------------------------------------------------------

    def run(self, inputs: Sequence[Path], out: Path, *, resume: bool = False) -> Report:
        """Redact files and folders into `out`; return what was done.

        With `resume`, a run that was stopped is gone on with, and this one stays to be gone on with
        if it is stopped in turn; the copy is the same as that of a run in one go.

        Raises UsageError (missing input, existing output, a journal of another input), InputError,
        DetectionError, and ResidualError when verification finds personal data: then nothing is
        left in `out`.
        """
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        works = self.planner.plan(inputs, out, report)
        refuse_existing([out / w.relative for w in works] + [out / n for n in REPORTS], out)
        total = sum(work.report.bytes_in for work in works)
        found, binding = self._unfinished(works, out, report, resume=resume)
        unfinished = found.folder if found is not None else None
        with working_folder(out, unfinished, keep=resume) as folder, ExitStack() as opened:
            key, journal = self._lasting_key, found
            if key is not None:
                journal = found or Journal.begin(folder, key, binding)
                opened.callback(journal.close)
            verifier = Verifier.keyed(key.subkey("verification")) if key else Verifier()
            opened.callback(verifier.close)
            verifier.removed.log = [] if journal is not None else None
            done = self._redact_all(works, folder, verifier, report, total, journal)
            self._verify_all(done, folder, verifier, report, journal)
            if self.policy.publish is not None:
                done = make_release(done, folder, self.policy, self.runner, verifier, report)
            elif self._measures_risk:
                report.risk = [
                    {"before": None, "after": found_risk}
                    for found_risk in assess_copies(done, self.policy, self.runner)
                ]
            self._note_linked(report)
            report.finish(
                [work.report for work in done],
                dict(+verifier.not_searched),
                time.monotonic() - started,
            )
            report.write(folder)
            for work in done:
                publish(work.written, out / work.relative)
            for name in REPORTS:
                publish(folder / name, out / name)
        return report

    def _unfinished(
        self, works: Sequence[Work], out: Path, report: Report, *, resume: bool
    ) -> tuple[Journal | None, dict[str, Any]]:
        """Return the journal of the run that is gone on with, and what a journal is bound to."""
        if resume and self._has_lists:
            raise UsageError(
                "a run with --protect or --keep can't be resumed: the lists are not written down. "
                "Start it anew without --resume"
            )
        if self._lasting_key is None:
            if resume:
                raise UsageError(NOT_RESUMABLE)
            if sum(work.report.bytes_in for work in works) >= LARGE_BYTES:
                self._notice(NOT_RESUMABLE)
            return None, {}
        binding = binding_of(
            works,
            self._lasting_key,
            policy=self.policy.digest,
            options=self._options,
            versions={**report.versions, "python": platform.python_version()},
        )
        return Journal.find(out, self._lasting_key, binding) if resume else None, binding

    def redact_source(self, source: Source, target: Path) -> Report:
        """Redact one file to exactly `target`, without report files beside it."""
        if self.policy.publish is not None:
            raise UsageError("a release is made into a folder, with its report: name it by --out")
        report = Report.begin(self.policy, self.runner.detector)
        started = time.monotonic()
        work = self.planner.work(source, Path(target.name), report)
        if work is None:
            raise QuarantineError(report.unreadable[-1][1])
        refuse_existing([target], target.parent)
        with working_folder(target.parent) as folder:
            verifier = Verifier()
            try:
                done = self._redact_all([work], folder, verifier, report, work.report.bytes_in)
                if not done:
                    raise QuarantineError(report.unreadable[-1][1])
                self._verify_all(done, folder, verifier, report)
            finally:
                verifier.close()
            publish(work.written, target)
        self._note_linked(report)
        report.finish([work.report], dict(verifier.not_searched), time.monotonic() - started)
        return report

    def scan(self, inputs: Sequence[Path]) -> Report:
        """Count what is in the inputs, by file, column and entity; nothing is written."""
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        done = []
        for work in self.planner.plan(inputs, None, report):
            try:
                for _ in self._redacted(work, None, frozenset()):
                    pass
            except QuarantineError as error:
                self.planner.unknown(report, work.relative, str(error), "")
            else:
                done.append(work.report)
        self._note_linked(report)
        report.finish(done, {}, time.monotonic() - started)
        return report

    def verify(self, folder: Path, originals: Sequence[Path]) -> Report:
        """Search a redacted copy for what the originals hold; raises ResidualError if found."""
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        verifier = Verifier()
        try:
            for work in self.planner.plan(originals, None, report):
                for _ in self._redacted(work, verifier, frozenset()):
                    pass
            copies = Report.begin(self.policy, self.runner.detector)
            skipped = [folder / name for name in REPORTS]
            works = self.planner.plan([folder], None, copies, skipped)
            for work in works:
                work.temporary = work.source.path
            self._search(works, verifier, report)
        finally:
            verifier.close()
        self._note_linked(report)
        report.finish(
            [w.report for w in works], dict(verifier.not_searched), time.monotonic() - started
        )
        return report

    # -- redacting -------------------------------------------------------------------------------

    def _redact_all(
        self,
        works: Sequence[Work],
        folder: Path,
        verifier: Verifier,
        report: Report,
        total: int,
        journal: Journal | None = None,
    ) -> list[Work]:
        """Write the copies; return the works that have one. Of a file that fails nothing stays."""
        before = 0
        done = []
        for number, work in enumerate(works):
            work.temporary = folder / f"{number:06d}.part"
            entry = None if journal is None else Entry.restored(journal, number, work, verifier)
            try:
                if entry is not None and entry.state.dropped is not None:
                    raise QuarantineError(entry.state.dropped)  # noqa: TRY301 - as it was then
                if entry is not None and entry.state.is_done:
                    self._profile_again(work)
                else:
                    self.write_copy(work, verifier, frozenset(), before, total, entry)
            except QuarantineError as error:
                work.temporary.unlink(missing_ok=True)
                if entry is not None:
                    entry.dropped(str(error))
                self.planner.unknown(report, work.relative, str(error), "")
            else:
                done.append(work)
            before += work.report.bytes_in
        return done

    def write_copy(
        self,
        work: Work,
        verifier: Verifier,
        residuals: frozenset[int] = frozenset(),
        before: int = 0,
        total: int = 0,
        entry: Entry | None = None,
    ) -> None:
        """Write the redacted copy of one file under its temporary name.

        `residuals` are digests of what a search found in a first copy: it goes as well. Raises
        QuarantineError when the file can't be read as what it is. `entry` is where the journal
        keeps how far the copy has come, and where it goes on.
        """
        start = entry.state if entry is not None else State()
        if not start.batches:
            work.delta = Counter()
            verifier.not_searched.subtract(work.not_searched)
            work.not_searched = Counter()
        batches = self._redacted(work, verifier, residuals, start.batches)
        batches = self._counted(batches, work, verifier)
        try:
            with os.fdopen(private(work.written, start.offset), "w+b") as sink:
                if entry is not None and getattr(work.format, "APPENDS", False):
                    batches = entry.watched(batches, sink)
                work.format.write(self._watched(batches, work, before, total), sink)
                sink.flush()
                os.fsync(sink.fileno())
                if entry is not None:
                    entry.finish(sink.tell())
        except UnicodeEncodeError:
            raise InputError(
                f"{work.relative}: a replacement can't be written in the file's encoding"
            ) from None
        except OSError as error:
            raise RedactorError(
                f"{work.relative}: the copy could not be written ({error.strerror}). "
                "Nothing was kept; free some space or choose another --out."
            ) from None

    def _counted(self, batches: Iterable[Batch], work: Work, verifier: Verifier) -> Iterator[Batch]:
        """Keep count, by file, of what can't be searched for."""
        before, own = Counter(verifier.not_searched), Counter(work.not_searched)
        for batch in batches:
            work.not_searched = own + (verifier.not_searched - before)
            yield batch

    def _profile_again(self, work: Work) -> None:
        """Decide anew what the columns are of a file whose copy is finished."""
        for _ in Profiler(self._profiles, work.profiles).profiled(work.batches()):
            pass

    def _watched(
        self, batches: Iterable[Batch], work: Work, before: int, total: int
    ) -> Iterator[Batch]:
        for batch in batches:
            if batch.quarantined and self.planner.on_unknown == "stop":
                part = batch.quarantined[0]
                raise InputError(
                    f"{work.relative}: {part.where}: {part.reason}. Nothing was written; without "
                    "--on-unknown stop it is left out."
                )
            yield batch
            done = min(work.report.bytes_in, work.source.position())
            self._progress("redacting", before + done, total)

    def _profiles(
        self, table: str | None, names: Names, samples: Sequence[list[str]]
    ) -> list[ColumnProfile]:
        """Decide what the columns of a table are, from their names and first rows."""
        del table
        is_named = any(name is not None for name in names)
        profiles = []
        for name, sample in zip(names, samples, strict=True):
            entity = self.policy.column_entity(name) if name is not None else None
            profiles.append(
                self.runner.detector.profile(
                    name, sample, entity=entity, strict=is_named and name is None
                )
                if name is not None or not is_named
                else ColumnProfile(strict=True)
            )
        if not self.trusts_chance:
            return [replace(profile, by_chance=frozenset()) for profile in profiles]
        return profiles

    def _redacted(
        self, work: Work, verifier: Verifier | None, residuals: frozenset[int], skipped: int = 0
    ) -> Iterator[Batch]:
        """Yield the batches of a file with their cells redacted, and keep count.

        The first `skipped` are written already and were counted.
        """
        if not skipped:
            work.report.begin()
        tasks = Profiler(self._profiles, work.profiles).profiled(work.batches())
        tasks = islice(tasks, skipped, None)
        known = None
        if verifier is not None and (residuals or verifier.doubtful):
            known = partial(_known_places, verifier, residuals)
        for batch, profiles, decisions in self.runner.map(tasks, known):
            shifted = shifted_rows(batch, profiles)
            first = next((n for n, profile in enumerate(profiles) if profile.whole), 0)
            cells = []
            for place, (column, profile, decision) in enumerate(
                zip(batch.columns, profiles, decisions, strict=True)
            ):
                if shifted is None or profile.whole or place < first:
                    cells.append(self._apply(work, column, profile, decision, verifier))
                    continue
                # Behind a name or address that held a delimiter, every cell of the row is
                # under the wrong header: it may be a part of that name or address.
                moved = Column(column.name, column.cells.filter(shifted))
                kept = Column(column.name, column.cells.filter(~shifted))
                decided = self.runner.decide_column(
                    moved.cells.drop_nulls().unique(), profiles[-1]
                )
                result = column.cells.scatter(
                    (~shifted).arg_true(), self._apply(work, kept, profile, decision, verifier)
                )
                cells.append(
                    result.scatter(
                        shifted.arg_true(),
                        self._apply(work, moved, profiles[-1], decided, verifier),
                    )
                )
            work.report.count(batch)
            if is_counted_by_marks(work.format, batch.frame):
                for column, new in zip(batch.columns, cells, strict=True):
                    work.delta.update(marks_changed(column.cells, new))
            yield batch.with_cells(cells)

    def _apply(
        self,
        work: Work,
        column: Column,
        profile: ColumnProfile,
        decision: Decision,
        verifier: Verifier | None,
    ) -> pl.Series:
        cells = column.cells
        if decision.kept:
            self._count_kept(work, cells, decision)
        for whole in decision.whole:
            self._count_whole(work, cells, profile, whole, verifier)
        self._count_changed(work, cells, profile, decision, verifier)
        return decision.applied(cells)

    def _count_changed(
        self,
        work: Work,
        cells: pl.Series,
        profile: ColumnProfile,
        decision: Decision,
        verifier: Verifier | None,
    ) -> None:
        if not decision.changed:
            return
        old = pl.Series(list(decision.changed), dtype=pl.String)
        frequency = dict(
            cells.filter(cells.is_in(old.implode())).value_counts(name="n").iter_rows()
        )
        for before, (after, removed) in decision.changed.items():
            times = frequency.get(before, 0)
            for entity, value in removed:
                work.report.found(self._label(profile.name), entity, times)
                if self._linked is not None and entity == "PERSON":
                    self._linked.note(value)
                if verifier is not None:
                    verifier.note_removed(entity, (value,))
                if self._vault is not None:
                    # Of somebody protected the token is random, and the value is kept nowhere.
                    token = self.runner.transformer.replacement(entity, value)
                    if TOKEN.fullmatch(token) and token[0] != "<" and encoded.spells(after, token):
                        self._vault.add(token, value)

    def _count_whole(
        self,
        work: Work,
        cells: pl.Series,
        profile: ColumnProfile,
        whole: WholeCells,
        verifier: Verifier | None,
    ) -> None:
        among = cells.filter(cells.is_in(whole.old.implode()))
        work.report.found(self._label(profile.name), whole.entity, len(among))
        if self._linked is not None and whole.entity == "PERSON":
            for value in whole.old.to_list():
                self._linked.note(value)
        if verifier is not None:
            verifier.note_removed_column(whole.entity, whole.old)
        if self._vault is not None:
            for value, token in zip(whole.old.to_list(), whole.new.to_list(), strict=True):
                if TOKEN.fullmatch(token) and token[0] != "<":
                    self._vault.add(token, value)

    def _note_linked(self, report: Report) -> None:
        if self._linked is not None:
            report.linked_spellings = self._linked.joined

    def _count_kept(self, work: Work, cells: pl.Series, decision: Decision) -> None:
        kept = pl.Series(list(decision.kept), dtype=pl.String)
        counted = cells.filter(cells.is_in(kept.implode())).value_counts(name="n")
        for cell, times in counted.iter_rows():
            for entity in decision.kept[cell]:
                work.report.kept[entity] += times

    def _label(self, name: str | None) -> str:
        """Return a column's name for the report: a header can hold an identifier too."""
        if name is None:
            return ""
        if name not in self._labels:
            self._labels[name] = self.runner.redact_text(name)
        return self._labels[name]

    # -- verifying -------------------------------------------------------------------------------

    def _verify_all(
        self,
        works: Sequence[Work],
        folder: Path,
        verifier: Verifier,
        report: Report,
        journal: Journal | None = None,
    ) -> None:
        del folder
        repaired: frozenset[int] = frozenset()
        known_doubtful = 0
        for attempt in range(1, _ATTEMPTS + 1):
            self._is_refuted = False
            try:
                self._search(works, verifier, report)
            except ResidualError:
                residuals = verifier.residuals()
                doubtful = len(verifier.doubtful)
                is_same = residuals <= repaired and doubtful == known_doubtful
                if attempt == _ATTEMPTS or (is_same and not self._is_refuted):
                    raise
                known_doubtful = doubtful
                repaired |= residuals
                report.repaired = len(repaired)
                verifier.removed.log = None
                for work in works:
                    if journal is not None:
                        journal.again(work)
                    self.write_copy(work, verifier, repaired, 0, work.report.bytes_in)
                verifier.forget_seen()
            else:
                return

    def _search(self, works: Sequence[Work], verifier: Verifier, report: Report) -> None:
        """Read what was written and search it; raises ResidualError if anything is found."""
        residual: Counter[str] = Counter()
        for work in works:
            residual.update(self.search_copy(work, verifier))
        found = verifier.residuals()
        report.residual = dict(residual)
        report.residual_values = len(found)
        if found or residual:
            where = ", ".join(sorted(residual)) or "removed values"
            raise ResidualError(
                f"verification found {len(found)} removed values and {sum(residual.values())} "
                f"new findings ({where}) in the copy. Nothing was kept."
            )

    def search_copy(self, work: Work, verifier: Verifier) -> Counter[str]:
        """Take one written copy into the search; return what the recognisers still find in it.

        Raises ResidualError when it does not have the rows and cells of the original.
        """
        refuse_protected(self.runner.lists, str(work.relative))
        copy = formats.Source.from_path(work.written)
        if work.written != work.source.path and not work.report.quarantined:
            self._compare(work, copy)
        for text in texts_of(work.format, copy):
            refuse_protected(self.runner.lists, text)
            blanked = TOKEN.sub("\n", text)
            verifier.search(pieces_of(blanked))
            decoded = decoded_in(blanked)
            refuse_protected(self.runner.lists, decoded)
            verifier.search(pieces_of(TOKEN.sub("\n", decoded)))
        residual = self._rescan(work, work.written, verifier)
        self._progress("verifying", 1, 1)
        return residual

    def _compare(self, work: Work, copy: formats.Source) -> None:
        """Raise ResidualError unless the copy has the rows and cells of the original."""
        expected = structure_of(work.format, work.source)
        expected.update(work.delta)
        if +expected != +structure_of(work.format, copy):
            raise ResidualError(
                f"{work.relative}: the copy does not have the rows and cells of the original. "
                "Nothing was kept; please report this."
            )

    @staticmethod
    def _read_copy(work: Work, copy: formats.Source) -> Iterator[Batch]:
        """Read what was written as its original was: a header must not be taken for a row."""
        read_like = getattr(work.format, "read_like", None)
        if read_like is None or work.written == work.source.path:
            batches: Iterator[Batch] = work.format.read(copy)
            return batches
        like: Iterator[Batch] = read_like(copy, work.source)
        return like

    def _rescan(self, work: Work, path: Path, verifier: Verifier) -> Counter[str]:
        """Run the recognisers over what was written, column by column."""
        found: Counter[str] = Counter()
        tallies: dict[tuple[Group, int], Tally] = {}
        batches = self._read_copy(work, formats.Source.from_path(path))
        if work.profiles:
            known = ((batch, work.profiles.get(group_of(batch))) for batch in batches)
            profiled: Iterator[tuple[Batch, list[ColumnProfile]]] = (
                (batch, padded(batch, found) if found else [ColumnProfile()] * len(batch.columns))
                for batch, found in known
            )
        else:
            profiled = Profiler(self._profiles).profiled(batches)
        for batch, profiles in profiled:
            for place, (column, profile) in enumerate(zip(batch.columns, profiles, strict=True)):
                cells = distinct(column.cells)
                left = cells.filter(~are_outputs(cells)).to_list()
                cells_of = self.runner.residual_cells(left, profile)
                found.update(entity for entities in cells_of.values() for entity in entities)
                verifier.note_doubtful(
                    {cut_at_outputs(cell): entities[0] for cell, entities in cells_of.items()}
                )
                if profile.by_chance and work.profiles:
                    tally = tallies.setdefault((group_of(batch), place), Tally())
                    self.runner.detector.count(left, profile, tally)
        for (group, place), tally in tallies.items():
            found.update(self._refuted(work.profiles[group], place, tally))
        return found

    def _refuted(self, profiles: list[ColumnProfile], place: int, tally: Tally) -> Counter[str]:
        """Count what stayed as chance in a column in which, all told, more fits than by chance.

        The column's profile is changed, and the file written once more.
        """
        before = profiles[place]
        profiles[place] = self.runner.detector.confirmed(before, tally)
        gone = before.by_chance - profiles[place].by_chance
        self._is_refuted = self._is_refuted or bool(gone)
        return +Counter({entity: tally.fitting[entity, digits] for entity, digits in gone})


def _known_places(
    verifier: Verifier, residuals: frozenset[int], cells: Sequence[str]
) -> list[list[Finding]]:
    """Return what verification found in cells of the first copy.

    A cell of the copy in which recognisers still found something goes as a whole.
    """
    found = []
    for cell, places, doubt in zip(
        cells, verifier.places(cells, residuals), verifier.doubts(cells), strict=True
    ):
        findings = [
            Finding(start, end, residual_entity(key), 0.5, "verification")
            for key, start, end in places
        ]
        if doubt is not None:
            findings.append(Finding(0, len(cell), doubt, 0.5, "verification"))
        found.append(findings)
    return found


def residual_entity(key: str) -> str:
    """Return what a residual is treated as in the second pass, by its search key."""
    if key[0] not in {"d", "s"}:
        return _RESIDUAL_ENTITY[key[0]]
    number = key[2:]
    if len(number) == 13:
        return "PK_CNIC"
    return "PK_MOBILE" if len(number) == 10 and number[0] == "3" else "PK_BANK_ACCOUNT"
