"""The core: read, detect, transform, write, verify, report. One run over any number of inputs.

Nothing appears under its final name before everything that was written has been read back and
searched. What verification still finds is removed in one more pass over the file it stands in;
what is found after that fails the run.
"""

from __future__ import annotations

import os
import platform
import secrets
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from redactor import formats
from redactor.batch import HEADINGS, Batch
from redactor.detection import ColumnProfile, Tally
from redactor.errors import InputError, QuarantineError, RedactorError, ResidualError, UsageError
from redactor.formats import delimited, time_limit
from redactor.formats.differences import Differences
from redactor.formats.members import innermost
from redactor.formats.unread_rows import UnreadRows, Written
from redactor.journal import Entry, Journal, State, binding_of
from redactor.operators.linking import LinkedNames
from redactor.planning import OnUnknown, Planner, Work, roughly
from redactor.policy import squash
from redactor.profiling import Profiler, group_of, padded
from redactor.publishing import private, publish, refuse_existing, working_folder
from redactor.repair import Repair
from redactor.report import Report
from redactor.runner import WORTH_PROCESSES, Runner
from redactor.verification import Verifier, decoded_in, refuse_protected, structure_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from redactor.blocks import Redacted
    from redactor.formats.source import Source
    from redactor.keys import Key
    from redactor.policy import Policy
    from redactor.profiling import Group, Names, Profiles
    from redactor.protection import Lists
    from redactor.vault import Vault
    from redactor.verification import Search

REPORTS = ("report.json", "report.html")
# Input from which on a user is told, before it starts, that a run can't be resumed.
LARGE_BYTES = 1 << 30
# Copies written before a run is given up.
_ATTEMPTS = 4
NOT_RESUMABLE = (
    "this run can't be resumed if it is stopped: its key is never written, and another key gives "
    "other tokens. `redactor key new FILE` and --key FILE make it resumable"
)


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
        self._headers: set[str] = set()
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
        with ExitStack() as opened:
            opened.callback(self.runner.close)
            self.runner.begin(roughly(inputs, WORTH_PROCESSES))
            works = self.planner.plan(inputs, out, report)
            refuse_existing([out / w.relative for w in works] + [out / n for n in REPORTS], out)
            total = sum(work.report.bytes_in for work in works)
            found, binding = self._unfinished(works, out, report, resume=resume)
            unfinished = found.folder if found is not None else None
            folder = opened.enter_context(working_folder(out, unfinished, keep=resume))
            self.runner.expect(total)
            key, journal = self._lasting_key, found
            if key is not None:
                journal = found or Journal.begin(folder, key, binding)
                opened.callback(journal.close)
            verifier = Verifier.keyed(key.subkey("verification")) if key else Verifier()
            opened.callback(verifier.close)
            verifier.removed.log = [] if journal is not None else None
            done = self._redact_all(works, folder, verifier, report, total, journal)
            done = self._verify_all(done, folder, verifier, report, journal)
            if self.policy.publish is not None:
                from redactor.releasing import make_release  # noqa: PLC0415 - seldom needed

                done = make_release(done, folder, self.policy, self.runner, verifier, report)
            elif self._measures_risk:
                from redactor.releasing import assess_copies  # noqa: PLC0415 - seldom needed

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
            self._tell_of_unknown_columns()
            for work in done:
                publish(work.written, out / work.relative)
            for name in REPORTS:
                publish(folder / name, out / name)
        return report

    def _tell_of_unknown_columns(self) -> None:
        """Say which rules of the policy were for no column: a typo there lets a column through."""
        for name in sorted(self.policy.columns.keys() - self._headers):
            self._notice(f"the policy's column {name} is in no file: its rule was not used")

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
                self.runner.expect(work.report.bytes_in)
                done = self._redact_all([work], folder, verifier, report, work.report.bytes_in)
                if not done:
                    raise QuarantineError(report.unreadable[-1][1])
                done = self._verify_all(done, folder, verifier, report)
                if not done:
                    raise QuarantineError(report.unreadable[-1][1])
            finally:
                verifier.close()
                self.runner.close()
            publish(work.written, target)
        self._note_linked(report)
        report.finish([work.report], dict(verifier.not_searched), time.monotonic() - started)
        return report

    def scan(self, inputs: Sequence[Path]) -> Report:
        """Count what is in the inputs, by file, column and entity; nothing is written."""
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        done = []
        try:
            self.runner.begin(roughly(inputs, WORTH_PROCESSES))
            works = self.planner.plan(inputs, None, report)
            self.runner.expect(sum(work.report.bytes_in for work in works))
            for work in works:
                try:
                    for _ in self._redacted(work, None, frozenset()):
                        pass
                except QuarantineError as error:
                    self.planner.unknown(report, work.relative, str(error), "")
                else:
                    done.append(work.report)
        finally:
            self.runner.close()
        self._note_linked(report)
        report.finish(done, {}, time.monotonic() - started)
        return report

    def verify(self, folder: Path, originals: Sequence[Path]) -> Report:
        """Search a redacted copy for what the originals hold; raises ResidualError if found."""
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        verifier = Verifier()
        try:
            self.runner.begin(roughly(originals, WORTH_PROCESSES))
            originals_planned = self.planner.plan(originals, None, report)
            self.runner.expect(sum(work.report.bytes_in for work in originals_planned))
            for work in originals_planned:
                for _ in self._redacted(work, verifier, frozenset()):
                    pass
            copies = Report.begin(self.policy, self.runner.detector)
            skipped = [folder / name for name in REPORTS]
            works = self.planner.plan([folder], None, copies, skipped)
            report.unreadable += copies.unreadable
            for work in works:
                work.temporary = work.source.path
            self._search(works, verifier, report, _refuse_unreadable)
        finally:
            verifier.close()
            self.runner.close()
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
        if table is not None and table.endswith(HEADINGS):
            return [ColumnProfile(name, heads=True) for name in names]
        if names == (None,):
            return [self.runner.detector.profile_lines(samples[0])]
        is_named = any(name is not None for name in names)
        self._headers.update(squash(name) for name in names if name is not None)
        decided = iter(
            self.runner.profiles([
                (name, sample, self.policy.column_entity(name) if name is not None else None)
                for name, sample in zip(names, samples, strict=True)
                if name is not None or not is_named
            ])
        )
        profiles = [
            next(decided) if name is not None or not is_named else ColumnProfile(strict=True)
            for name in names
        ]
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
        # Batches that are skipped are counted: they have to be cut here.
        batches = work.batches(uncut=self.runner.uses_processes and not skipped)
        tasks = Profiler(self._profiles, work.profiles).profiled(batches)
        tasks = islice(tasks, skipped, None)
        known = None
        if verifier is not None and (residuals or verifier.doubtful):
            known = Repair(
                frozenset(verifier.kinds), verifier.secret, residuals, dict(verifier.doubtful)
            )
        secret = verifier.secret if verifier is not None else secrets.token_bytes(32)
        wants_values = self._linked is not None or self._vault is not None
        differences = Differences(work.delta)
        for batch, profiles, parts in self.runner.redact(
            tasks, secret, wants_values=wants_values, known=known
        ):
            for part in parts:
                self._account(work, profiles, part, verifier)
            _note_differences(differences, work, batch, parts)
            work.report.count(batch)
            if isinstance(batch.frame, Written):
                yield batch
                continue
            columns = zip(*(part.cells for part in parts), strict=True)
            yield batch.with_cells([pl.concat(cells) for cells in columns])
        differences.finish()

    def _account(
        self,
        work: Work,
        profiles: Sequence[ColumnProfile],
        part: Redacted,
        verifier: Verifier | None,
    ) -> None:
        """Add what was done to some rows to the file's and the run's counts."""
        for (place, entity), times in part.found.items():
            work.report.found(self._label(profiles[place].name), entity, times)
        work.report.kept.update(part.kept)
        if verifier is not None:
            verifier.kinds |= part.kinds
            verifier.not_searched.update(part.not_searched)
            for digests in part.removed:
                verifier.removed.add(digests)
        for entity, value, token in part.values:
            if self._linked is not None and entity == "PERSON":
                self._linked.note(value)
            if self._vault is not None and token:
                self._vault.add(token, value)

    def _note_linked(self, report: Report) -> None:
        if self._linked is not None:
            report.linked_spellings = self._linked.joined

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
    ) -> list[Work]:
        """Search what was written, and write anew what is not clean; return what is kept.

        Of a file whose copy can't be read back nothing is.
        """
        del folder
        kept = list(works)

        def leave_out(work: Work, error: QuarantineError) -> None:
            kept.remove(work)
            work.written.unlink(missing_ok=True)
            reason = f"its copy can't be read back: {error}"
            if journal is not None:
                journal.dropped(int(work.written.stem), reason)
            self.planner.unknown(report, work.relative, reason, "")

        repaired: frozenset[int] = frozenset()
        known_doubtful = 0
        for attempt in range(1, _ATTEMPTS + 1):
            self._is_refuted = False
            try:
                self._search(list(kept), verifier, report, leave_out)
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
                for work in kept:
                    if journal is not None:
                        journal.again(work)
                    self.write_copy(work, verifier, repaired, 0, work.report.bytes_in)
                verifier.forget_seen()
            else:
                break
        return kept

    def _search(
        self,
        works: Sequence[Work],
        verifier: Verifier,
        report: Report,
        unreadable: Callable[[Work, QuarantineError], None],
    ) -> None:
        """Read what was written and search it; raises ResidualError if anything is found.

        `unreadable` is called with what can't be read back, and why.
        """
        residual: Counter[str] = Counter()
        for work in works:
            try:
                residual.update(self.search_copy(work, verifier))
            except QuarantineError as error:
                unreadable(work, error)
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

        Raises ResidualError when it does not have the rows and cells of the original, and
        QuarantineError when it can't be read back to its end.
        """
        refuse_protected(self.runner.lists, str(work.relative))
        copy = formats.Source.from_path(work.written)
        is_compared = work.written != work.source.path
        if is_compared and work.balance is None:
            with time_limit.limited():
                original = structure_of(work.format, work.source, work.left_out)
            with time_limit.limited():
                found = structure_of(work.format, copy)
            self._compare(work, original, found)
        searching = verifier.search()
        texts = self._unprotected(time_limit.progressing(texts_of(work.format, copy)))
        for part in self.runner.search_texts(texts, searching):
            verifier.seen.add(part.seen)
        counting = work.counting() if is_compared and work.balance is not None else None
        residual = self._rescan(work, verifier, searching, counting)
        if counting is not None and work.balance is not None:
            self._compare(work, work.balance, counting.counts)
        self._progress("verifying", 1, 1)
        return residual

    def _unprotected(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            refuse_protected(self.runner.lists, text)
            if self.runner.lists.protected is not None:
                refuse_protected(self.runner.lists, decoded_in(text))
            yield text

    @staticmethod
    def _compare(work: Work, expected: Counter[str], found: Counter[str]) -> None:
        """Raise ResidualError unless the copy has the rows and cells of the original."""
        expected = Counter(expected)
        expected.update(work.delta)
        if +expected != +found:
            raise ResidualError(
                f"{work.relative}: the copy does not have the rows and cells of the original. "
                "Nothing was kept; please report this."
            )

    def _read_copy(self, work: Work, copy: formats.Source) -> Iterator[Batch]:
        """Read what was written as its original was: a header must not be taken for a row."""
        read_like = getattr(work.format, "read_like", None)
        if read_like is None or work.written == work.source.path:
            batches: Iterator[Batch] = work.format.read(copy)
            return batches
        like: Iterator[Batch] = read_like(
            copy, work.source, uncut=self.runner.uses_processes and bool(work.profiles)
        )
        return like

    def _rescan(
        self, work: Work, verifier: Verifier, searching: Search, counting: Any = None
    ) -> Counter[str]:
        """Run the recognisers over what was written, column by column."""
        found: Counter[str] = Counter()
        tallies: dict[tuple[Group, int], Tally] = {}
        copy = formats.Source.from_path(work.written)
        batches = _whole(time_limit.progressing(self._read_copy(work, copy)))
        if counting is not None:
            batches = _taken_in(batches, counting)
        if work.profiles:
            batches = self._cut_if_unknown(batches, work.profiles)
            known = ((batch, work.profiles.get(group_of(batch))) for batch in batches)
            profiled: Iterator[tuple[Batch, list[ColumnProfile]]] = (
                (batch, padded(batch, found) if found else [ColumnProfile()] * len(batch.columns))
                for batch, found in known
            )
        else:
            profiled = Profiler(self._profiles).profiled(batches)
        for batch, _, parts in self.runner.search(profiled, searching):
            for part in parts:
                found.update(part.found)
                verifier.seen.add(part.seen)
                verifier.doubtful.update(part.doubtful)
                if work.profiles:
                    for place, tally in part.tallies.items():
                        tallies.setdefault((group_of(batch), place), Tally()).update(tally)
        for (group, place), tally in tallies.items():
            found.update(self._refuted(work.profiles[group], place, tally))
        return found

    @staticmethod
    def _cut_if_unknown(batches: Iterable[Batch], profiles: Profiles) -> Iterator[Batch]:
        for batch in batches:
            if isinstance(batch.frame, UnreadRows) and group_of(batch) not in profiles:
                yield from time_limit.progressing(delimited.cut(batch.frame))
            else:
                yield batch

    def _refuted(self, profiles: list[ColumnProfile], place: int, tally: Tally) -> Counter[str]:
        """Count what stayed as chance in a column in which, all told, more fits than by chance.

        The column's profile is changed, and the file written once more.
        """
        before = profiles[place]
        profiles[place] = self.runner.detector.confirmed(before, tally)
        gone = before.by_chance - profiles[place].by_chance
        self._is_refuted = self._is_refuted or bool(gone)
        return +Counter({entity: tally.fitting[entity, digits] for entity, digits in gone})


def _refuse_unreadable(work: Work, error: QuarantineError) -> None:
    raise QuarantineError(f"{work.relative}: can't be read, so it was not searched: {error}")


def _note_differences(
    differences: Differences, work: Work, batch: Batch, parts: Sequence[Redacted]
) -> None:
    """Note what a copy has more or less of where it is compared by its line ends and delimiters."""
    place, module = innermost(work.format, batch.frame)
    if module is None:
        differences.forget(place)
    elif not hasattr(module, "balance"):
        for part in parts:
            differences.note(place, part.delta)
        for lost in batch.quarantined:
            differences.note(place, {mark: -count for mark, count in lost.marks})


def _whole(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Yield what is read of a copy. Raises QuarantineError where something of it can't be."""
    for batch in batches:
        if batch.quarantined:
            part = batch.quarantined[0]
            raise QuarantineError(f"{part.where}: {part.reason}")
        yield batch


def _taken_in(batches: Iterable[Batch], counting: Any) -> Iterator[Batch]:
    for batch in batches:
        counting.add(batch)
        yield batch
