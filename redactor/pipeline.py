"""The core: read, detect, transform, write, verify, report. One run over any number of inputs.

Nothing appears under its final name before everything that was written has been read back and
searched. What verification still finds is removed in one more pass over the file it stands in;
what is found after that fails the run.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from redactor import formats
from redactor.batch import Batch, Column, Finding
from redactor.detection.columns import SAMPLE_ROWS, ColumnProfile
from redactor.errors import (
    InputError,
    QuarantineError,
    RedactorError,
    ResidualError,
    UsageError,
)
from redactor.operators import TOKEN
from redactor.redaction import Decision
from redactor.report import FileReport, Report
from redactor.runner import Runner
from redactor.verification import Verifier, balance, lines_of, pieces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import ModuleType

    from redactor.formats.source import Source
    from redactor.keys import Key
    from redactor.policy import Policy

# What a residual is called in the second pass, by its digits or the first letter of its key.
_RESIDUAL_ENTITY = {"w": "PERSON", "x": "ADDRESS", "t": "EMAIL_ADDRESS", "a": "PK_BANK_ACCOUNT"}
Signature = tuple[str | None, ...]
# Batches that are looked into for the first rows of a table: a preamble stands before it.
_PROFILED_BATCHES = 8


@dataclass
class _Work:
    """One input file on its way."""

    source: Source
    relative: Path
    format: ModuleType
    report: FileReport
    profiles: dict[Signature, list[ColumnProfile]] = field(default_factory=dict)
    delta: Counter[str] = field(default_factory=Counter)
    temporary: Path | None = None


class Pipeline:
    """Redacts inputs into a folder under one policy and one key.

    `progress` is called with (stage, bytes done, bytes in all). `jobs` is the number of processes.
    """

    def __init__(
        self,
        policy: Policy,
        key: Key,
        *,
        engine: Literal["fast", "plain"] = "fast",
        jobs: int = 1,
        as_text: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        """Load the recognisers; raises DetectionError or PolicyError if something is missing."""
        self.policy = policy
        self.runner = Runner(policy, key, engine, jobs)
        self.as_text = as_text
        self._labels: dict[str, str] = {}
        self._progress = progress or (lambda stage, done, total: None)

    # -- whole runs ------------------------------------------------------------------------------

    def run(self, inputs: Sequence[Path], out: Path) -> Report:
        """Redact files and folders into `out`; return what was done.

        Raises UsageError (missing input, existing output), InputError, DetectionError, and
        ResidualError when verification finds personal data: then nothing is left in `out`.
        """
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        works = self._plan(inputs, out, report)
        _refuse_existing([out / w.relative for w in works] + [out / n for n in _REPORTS], out)
        total = sum(work.report.bytes_in for work in works)
        with _working_folder(out) as folder:
            verifier = Verifier()
            try:
                done = self._redact_all(works, folder, verifier, total)
                self._verify_all(done, folder, verifier, report)
            finally:
                verifier.close()
            report.finish(
                [work.report for work in works],
                dict(verifier.not_searched),
                time.monotonic() - started,
            )
            report.write(folder)
            for work in done:
                _publish(_written(work), out / work.relative)
            for name in _REPORTS:
                _publish(folder / name, out / name)
        return report

    def redact_source(self, source: Source, target: Path) -> Report:
        """Redact one file to exactly `target`, without report files beside it."""
        report = Report.begin(self.policy, self.runner.detector)
        started = time.monotonic()
        work = self._work(source, Path(target.name), report)
        if work is None:
            raise QuarantineError(report.files[0].quarantined[0][1])
        _refuse_existing([target], target.parent)
        with _working_folder(target.parent) as folder:
            verifier = Verifier()
            try:
                done = self._redact_all([work], folder, verifier, work.report.bytes_in)
                self._verify_all(done, folder, verifier, report)
            finally:
                verifier.close()
            _publish(_written(work), target)
        report.finish([work.report], dict(verifier.not_searched), time.monotonic() - started)
        return report

    def scan(self, inputs: Sequence[Path]) -> Report:
        """Count what is in the inputs, by file, column and entity; nothing is written."""
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        works = self._plan(inputs, None, report)
        for work in works:
            for _ in self._redacted(work, None, frozenset()):
                pass
        report.finish([work.report for work in works], {}, time.monotonic() - started)
        return report

    def verify(self, folder: Path, originals: Sequence[Path]) -> Report:
        """Search a redacted copy for what the originals hold; raises ResidualError if found."""
        started = time.monotonic()
        report = Report.begin(self.policy, self.runner.detector)
        verifier = Verifier()
        try:
            for work in self._plan(originals, None, report):
                for _ in self._redacted(work, verifier, frozenset()):
                    pass
            copies = Report.begin(self.policy, self.runner.detector)
            skipped = [folder / name for name in _REPORTS]
            works = self._plan([folder], None, copies, skipped)
            for work in works:
                work.temporary = work.source.path
                self._profile(work)
            self._search(works, verifier, report)
        finally:
            verifier.close()
        report.finish(
            [w.report for w in works], dict(verifier.not_searched), time.monotonic() - started
        )
        return report

    # -- planning --------------------------------------------------------------------------------

    def _plan(
        self,
        inputs: Sequence[Path],
        out: Path | None,
        report: Report,
        skipped: Sequence[Path] = (),
    ) -> list[_Work]:
        works: list[_Work] = []
        taken: set[Path] = set()
        for path, inside in _walk(inputs, out):
            if path in skipped:
                continue
            relative = self._redacted_name(inside, taken)
            taken.add(relative)
            if path.is_symlink() and len(inside.parts) > 1:
                report.quarantine(relative, "a symbolic link", "copy the file it points to")
                continue
            source = formats.Source.from_path(path)
            work = self._work(source, relative, report, is_alone=len(inputs) == 1 == len(taken))
            if work is not None:
                works.append(work)
        return works

    def _work(
        self, source: Source, relative: Path, report: Report, *, is_alone: bool = True
    ) -> _Work | None:
        size = source.size()
        try:
            if size == 0 and not is_alone:
                report.quarantine(relative, "empty", "nothing to do")
                return None
            module = formats.recognise(source, as_text=self.as_text)
        except QuarantineError as error:
            report.quarantine(relative, str(error), "")
            return None
        except OSError as error:
            raise InputError(f"{relative}: can't be read ({error.strerror})") from None
        return _Work(source, relative, module, FileReport(str(relative), module.NAME, size))

    def _redacted_name(self, inside: Path, taken: set[Path]) -> Path:
        """Return a path whose parts hold no identifier."""
        parts = [self.runner.redact_name(part) for part in inside.parts]
        relative = Path(*parts)
        count = 1
        while relative in taken:
            count += 1
            name = parts[-1]
            stem, dot, suffix = name.rpartition(".")
            relative = Path(*parts[:-1], f"{stem or suffix} ({count}){dot}{suffix if stem else ''}")
        return relative

    # -- redacting -------------------------------------------------------------------------------

    def _redact_all(
        self, works: Sequence[_Work], folder: Path, verifier: Verifier, total: int
    ) -> list[_Work]:
        before = 0
        for number, work in enumerate(works):
            work.temporary = folder / f"{number:06d}.part"
            self._write(work, verifier, frozenset(), before, total)
            before += work.report.bytes_in
        return list(works)

    def _write(
        self, work: _Work, verifier: Verifier, residuals: frozenset[int], before: int, total: int
    ) -> None:
        """Write the redacted copy of one file under its temporary name."""
        work.delta = Counter()
        path = _written(work)
        batches = self._redacted(work, verifier, residuals)
        try:
            with os.fdopen(_private(path), "wb") as sink:
                work.format.write(self._watched(batches, work, before, total), sink)
                sink.flush()
                os.fsync(sink.fileno())
        except UnicodeEncodeError:
            raise InputError(
                f"{work.relative}: a replacement can't be written in the file's encoding"
            ) from None
        except OSError as error:
            raise RedactorError(
                f"{work.relative}: the copy could not be written ({error.strerror}). "
                "Nothing was kept; free some space or choose another --out."
            ) from None

    def _watched(
        self, batches: Iterable[Batch], work: _Work, before: int, total: int
    ) -> Iterator[Batch]:
        for batch in batches:
            yield batch
            done = min(work.report.bytes_in, work.source.position())
            self._progress("redacting", before + done, total)

    def _profile(self, work: _Work) -> None:
        """Decide what the columns are, from headers and the first rows; before any cell."""
        samples: dict[Signature, list[list[str]]] = {}
        for batch in islice(work.format.read(work.source), _PROFILED_BATCHES):
            names = _signature(batch)
            columns = samples.setdefault(names, [[] for _ in names])
            for sample, column in zip(columns, batch.columns[: len(names)], strict=True):
                wanted = SAMPLE_ROWS - len(sample)
                sample += column.cells.drop_nulls().head(max(wanted, 0)).to_list()
            if len(names) > 1 and all(len(sample) >= SAMPLE_ROWS for sample in columns):
                break
        for names, columns in samples.items():
            work.profiles[names] = self._profiles(names, columns)

    def _profiles(self, names: Signature, samples: Sequence[list[str]]) -> list[ColumnProfile]:
        if len(names) == 1 and names[0] is None:
            return [ColumnProfile()]
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
        return profiles

    def _redacted(
        self, work: _Work, verifier: Verifier | None, residuals: frozenset[int]
    ) -> Iterator[Batch]:
        """Yield the batches of a file with their cells redacted, and keep count."""
        if not work.profiles:
            self._profile(work)
        work.report.begin()
        tasks = self._tasks(work)
        known = None
        if verifier is not None and residuals:
            known = partial(_known_places, verifier, residuals)
        for batch, profiles, decisions in self.runner.map(tasks, known):
            shifted = _shifted_rows(batch, profiles)
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
                decided = self.runner.decide(
                    moved.cells.drop_nulls().unique().to_list(), profiles[-1]
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
            yield batch.with_cells(cells)

    def _tasks(self, work: _Work) -> Iterator[tuple[Batch, list[ColumnProfile]]]:
        for batch in work.format.read(work.source):
            names = _signature(batch)
            if names not in work.profiles:
                known = {p.name: p for ps in work.profiles.values() for p in ps if p.name}
                work.profiles[names] = [
                    (known.get(name) if name else None) or profile
                    for name, profile in zip(
                        names, self._profiles(names, [[] for _ in names]), strict=True
                    )
                ]
            yield batch, _padded(batch, work.profiles[names])

    def _apply(
        self,
        work: _Work,
        column: Column,
        profile: ColumnProfile,
        decision: Decision,
        verifier: Verifier | None,
    ) -> pl.Series:
        if not decision.changed:
            return column.cells
        cells = column.cells
        old = pl.Series(list(decision.changed), dtype=pl.String)
        new = pl.Series([text for text, _ in decision.changed.values()], dtype=pl.String)
        result = cells.replace(old, new)
        frequency = dict(
            cells.filter(cells.is_in(old.implode())).value_counts(name="n").iter_rows()
        )
        for before, (after, removed) in decision.changed.items():
            times = frequency.get(before, 0)
            for mark in "\n\r,;\t|~^":
                if mark in before or mark in after:
                    work.delta[mark] += times * (after.count(mark) - before.count(mark))
            for entity, value in removed:
                work.report.found(self._label(profile.name), entity, times)
                if verifier is not None:
                    verifier.note_removed(entity, (value,))
        return result

    def _label(self, name: str | None) -> str:
        """Return a column's name for the report: a header can hold an identifier too."""
        if name is None:
            return ""
        if name not in self._labels:
            self._labels[name] = self.runner.redact_text(name)
        return self._labels[name]

    # -- verifying -------------------------------------------------------------------------------

    def _verify_all(
        self, works: Sequence[_Work], folder: Path, verifier: Verifier, report: Report
    ) -> None:
        del folder
        repaired: frozenset[int] = frozenset()
        for attempt in (1, 2, 3):
            try:
                self._search(works, verifier, report)
            except ResidualError:
                residuals = verifier.residuals()
                if attempt == 3 or not residuals or residuals <= repaired:
                    raise
                repaired |= residuals
                report.repaired = len(repaired)
                for work in works:
                    self._write(work, verifier, repaired, 0, work.report.bytes_in)
                verifier.forget_seen()
            else:
                return

    def _search(self, works: Sequence[_Work], verifier: Verifier, report: Report) -> None:
        """Read what was written and search it; raises ResidualError if anything is found."""
        residual: Counter[str] = Counter()
        for work in works:
            path = _written(work)
            encoding = formats.encoding_of(formats.Source.from_path(path))
            if path != work.source.path and not work.report.quarantined:
                expected = balance(work.source, formats.encoding_of(work.source))
                expected.update(work.delta)
                if +expected != balance(formats.Source.from_path(path), encoding):
                    raise ResidualError(
                        f"{work.relative}: the copy does not have the rows and cells of the "
                        "original. Nothing was kept; please report this."
                    )
            for line in lines_of(formats.Source.from_path(path), encoding):
                verifier.search(pieces_of(TOKEN.sub(" \x00 ", line)))
            residual.update(self._rescan(work, path))
            self._progress("verifying", 1, 1)
        found = verifier.residuals()
        report.residual = dict(residual)
        report.residual_values = len(found)
        if found or residual:
            where = ", ".join(sorted(residual)) or "removed values"
            raise ResidualError(
                f"verification found {len(found)} removed values and {sum(residual.values())} "
                f"new findings ({where}) in the copy. Nothing was kept."
            )

    def _rescan(self, work: _Work, path: Path) -> Counter[str]:
        """Run the recognisers over what was written, column by column."""
        found: Counter[str] = Counter()
        source = formats.Source.from_path(path)
        for batch in work.format.read(source):
            known = work.profiles.get(_signature(batch))
            profiles = _padded(batch, known) if known else [ColumnProfile() for _ in batch.columns]
            for column, profile in zip(batch.columns, profiles, strict=True):
                distinct = column.cells.drop_nulls().unique().to_list()
                found.update(self.runner.residuals(distinct, profile))
        return found


_REPORTS = ("report.json", "report.html")


def _signature(batch: Batch) -> Signature:
    """Return the names of a batch's columns, without those of overflow cells behind them.

    Whether a ragged row lies in a batch depends on the batch's size; a column's profile must not.
    """
    names = tuple(column.name for column in batch.columns)
    last = max((place for place, name in enumerate(names) if name is not None), default=None)
    return names if last is None else names[: last + 1]


def _padded(batch: Batch, profiles: list[ColumnProfile]) -> list[ColumnProfile]:
    """Return a profile for each column of a batch; overflow cells have none of their own.

    They stand behind a row whose cells were shifted by a delimiter in a name or an address, so
    where the table has a column in which every cell goes, they go as well.
    """
    missing = len(batch.columns) - len(profiles)
    if not missing:
        return profiles
    whole = [profile for profile in profiles if profile.whole]
    overflow = (
        ColumnProfile(None, (), whole[-1].prior, whole=True, strict=True)
        if whole
        else ColumnProfile(strict=True)
    )
    return [*profiles, *[overflow] * missing]


def _shifted_rows(batch: Batch, profiles: list[ColumnProfile]) -> pl.Series | None:
    """Return which rows have more cells than the header, None if that changes nothing."""
    overflow = [
        column.cells.str.strip_chars().str.len_bytes().fill_null(0) > 0
        for column, profile in zip(batch.columns, profiles, strict=True)
        if profile.strict and profile.whole
    ]
    if not overflow:
        return None
    rows = overflow[0]
    for more in overflow[1:]:
        rows = rows | more
    return rows if rows.any() else None


def _written(work: _Work) -> Path:
    if work.temporary is None:
        raise RedactorError("internal: a file was verified before it was written")
    return work.temporary


def _walk(inputs: Sequence[Path], out: Path | None) -> Iterator[tuple[Path, Path]]:
    """Yield (path, path as it shall appear under the output) of every input file."""
    for path in inputs:
        if not path.exists():
            raise UsageError(f"{path.name}: there is no such file or folder")
        if path.is_dir():
            if out is not None and out.resolve().is_relative_to(path.resolve()):
                raise UsageError("the output folder lies inside the input; choose another --out")
            found = sorted(p for p in path.rglob("*") if p.is_symlink() or not p.is_dir())
            if not found:
                raise UsageError(f"{path.name}: the folder holds no files")
            yield from ((p, p.relative_to(path)) for p in found)
        else:
            yield path, Path(path.name)


def _refuse_existing(targets: Iterable[Path], out: Path) -> None:
    existing = [target for target in targets if os.path.lexists(target)]
    if existing:
        raise UsageError(
            f"{out.name}: {len(existing)} of the output files exist already, and nothing is ever "
            "overwritten. Choose an empty or new folder for --out."
        )


@contextmanager
def _working_folder(out: Path) -> Iterator[Path]:
    """Make a private folder beside the final names; gone at the end, whatever happened."""
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = out / f".redactor-{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise UsageError(f"{out.name}: can't be written to ({error.strerror})") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if is_new and out.exists() and not any(out.iterdir()):
            out.rmdir()


def _private(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    return os.open(path, flags, 0o600)


def _publish(path: Path, target: Path) -> None:
    """Give a verified file its final name, only if nothing has that name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(path)
    except FileExistsError:
        raise UsageError(
            f"{target.name}: appeared while the run went on; not overwritten"
        ) from None
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise UsageError(f"{target.name}: exists; not overwritten") from None
        path.rename(target)
    else:
        path.unlink()


def _known_places(verifier: Verifier, residuals: frozenset[int], cell: str) -> list[Finding]:
    """Return what verification found in a cell of the first copy."""
    return [
        Finding(start, end, residual_entity(key), 0.5, "verification")
        for key, start, end in verifier.places(cell, residuals)
    ]


def residual_entity(key: str) -> str:
    """Return what a residual is treated as in the second pass, by its search key."""
    if key[0] not in {"d", "s"}:
        return _RESIDUAL_ENTITY[key[0]]
    number = key[2:]
    if len(number) == 13:
        return "PK_CNIC"
    return "PK_MOBILE" if len(number) == 10 and number[0] == "3" else "PK_BANK_ACCOUNT"
