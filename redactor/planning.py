"""What a run will do: which files, under which names without identifiers, by which readers."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from redactor import formats
from redactor.errors import InputError, QuarantineError, RedactorError, UsageError
from redactor.formats import delimited, embedded, formulas, members, time_limit
from redactor.report import FileReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from redactor.batch import Batch
    from redactor.formats.source import Source
    from redactor.profiling import Profiles
    from redactor.report import Report

OnUnknown = Literal["drop", "stop"]


@dataclass
class Work:
    """One input file on its way."""

    source: Source
    relative: Path
    format: ModuleType
    report: FileReport
    profiles: Profiles = field(default_factory=dict)
    delta: Counter[str] = field(default_factory=Counter)
    not_searched: Counter[str] = field(default_factory=Counter)
    # Members and parts of it that reading gave up on its way through them.
    left_out: set[tuple[int, ...]] = field(default_factory=set)
    # What the format counted when the file was last read to its end, if it counts as it reads.
    balance: Counter[str] | None = None
    temporary: Path | None = None

    def batches(self, *, uncut: bool = False) -> Iterator[Batch]:
        """Read the file. Whatever a damaged or hostile file does to its reader is quarantine.

        With `uncut`, rows that another process can cut are left uncut, if the format does that.
        """
        counting = self.counting()
        self.left_out = set()
        options = {"uncut": True} if uncut and self.format is delimited else {}
        try:
            for batch in time_limit.progressing(self.format.read(self.source, **options)):
                if counting is not None:
                    counting.add(batch)
                place, module = members.innermost(self.format, batch.frame)
                if module is None:
                    self.left_out.add(place)
                left = embedded.without_files(batch)
                yield formulas.without_formulas(left) if module is delimited else left
        except (RedactorError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - the message may hold a value: its type is told
            raise formats.unreadable(self.format, error) from None
        self.balance = None if counting is None else counting.counts

    def counting(self) -> Any:
        """Return what counts batches as they are read, None if the format reads to count."""
        made = getattr(self.format, "Balance", None)
        return made and made()

    @property
    def written(self) -> Path:
        """The copy, before it has its final name."""
        if self.temporary is None:
            raise RedactorError("internal: a file was verified before it was written")
        return self.temporary


@dataclass(frozen=True)
class Planner:
    """Turns inputs into works. `redact_name` takes identifiers out of a file's or folder's name."""

    redact_name: Callable[[str], str]
    as_text: bool = False
    on_unknown: OnUnknown = "drop"

    def plan(
        self,
        inputs: Sequence[Path],
        out: Path | None,
        report: Report,
        skipped: Sequence[Path] = (),
    ) -> list[Work]:
        """Return the works of a run; what is not understood is noted in the report.

        Raises UsageError (missing input), InputError, and QuarantineError with `stop`.
        """
        works: list[Work] = []
        taken: set[Path] = set()
        for path, inside, is_found in _walk(inputs, out):
            if path in skipped:
                continue
            relative = self._redacted_name(inside, taken)
            taken.add(relative)
            source = formats.Source.from_path(path)
            if is_found and (reason := _unreadable(path, source)):
                self.unknown(report, relative, *reason)
                continue
            work = self.work(source, relative, report, is_alone=len(inputs) == 1 == len(taken))
            if work is None:
                continue
            if work.relative != relative:
                work.relative = _free(work.relative, taken)
                work.report.name = str(work.relative)
                taken.add(work.relative)
            works.append(work)
        return works

    def work(
        self, source: Source, relative: Path, report: Report, *, is_alone: bool = True
    ) -> Work | None:
        """Return the work on one file, None if it was noted as not understood."""
        size = source.size()
        try:
            if size == 0 and not is_alone:
                self.unknown(report, relative, "empty", "nothing to do")
                return None
            with time_limit.limited():
                module = formats.recognise(source, as_text=self.as_text)
                suffix = formats.target_suffix(module, source)
        except QuarantineError as error:
            self.unknown(report, relative, str(error), "")
            return None
        except OSError as error:
            raise InputError(f"{relative}: can't be read ({error.strerror})") from None
        name = module.NAME
        if suffix is not None and relative.suffix.lower() != suffix:
            name = f"{name}, written as {suffix}"
            relative = relative.with_name(relative.name + suffix)
        return Work(source, relative, module, FileReport(str(relative), name, size))

    def unknown(self, report: Report, relative: Path, reason: str, remedy: str) -> None:
        """Note a file that is not in the copy. Raises QuarantineError if that stops the run."""
        report.quarantine(relative, reason, remedy)
        if self.on_unknown == "stop":
            raise QuarantineError(
                f"{relative}: {reason} {remedy}".rstrip()
                + ". Nothing was written; without --on-unknown stop it is left out."
            )

    def _redacted_name(self, inside: Path, taken: set[Path]) -> Path:
        """Return a path whose parts hold no identifier."""
        return _free(Path(*[self.redact_name(part) for part in inside.parts]), taken)


def roughly(inputs: Sequence[Path], enough: int) -> int:
    """Return how many bytes there are in files and folders, counting to `enough` and no further.

    Nothing but when workers start depends on it. What can't be looked at counts as nothing here;
    `Planner.plan`, which opens every file, names it or ends the run.
    """
    size = 0
    for path in inputs:
        for found in path.rglob("*") if path.is_dir() else (path,):
            with contextlib.suppress(OSError):  # told by the planner, see above
                size += found.stat().st_size
            if size >= enough:
                return size
    return size


def _free(path: Path, taken: set[Path]) -> Path:
    """Return the path, or one with a number if it is taken."""
    relative, count = path, 1
    while relative in taken:
        count += 1
        stem, dot, suffix = path.name.rpartition(".")
        name = f"{stem or suffix} ({count}){dot}{suffix if stem else ''}"
        relative = path.with_name(name)
    return relative


def _unreadable(path: Path, source: Source) -> tuple[str, str] | None:
    """Return why a file that was found in a folder is left out, and what to do; None if it is not.

    What a link points to may lie outside of the folder: nobody asked for that.
    """
    if path.is_symlink():
        return "a symbolic link", "copy the file it points to"
    try:
        source.head(1)
    except RedactorError as error:
        return str(error), ""
    except OSError as error:
        return f"can't be read ({error.strerror})", "check the disk"
    return None


def _walk(inputs: Sequence[Path], out: Path | None) -> Iterator[tuple[Path, Path, bool]]:
    """Yield (path, path as it shall appear under the output, found in a folder) of every file."""
    for path in inputs:
        if not path.exists():
            raise UsageError(f"{path.name}: there is no such file or folder")
        if path.is_dir():
            if out is not None and out.resolve().is_relative_to(path.resolve()):
                raise UsageError("the output folder lies inside the input; choose another --out")
            found = sorted(p for p in path.rglob("*") if p.is_symlink() or not p.is_dir())
            if not found:
                raise UsageError(f"{path.name}: the folder holds no files")
            yield from ((p, p.relative_to(path), True) for p in found)
        else:
            yield path, Path(path.name), False
