"""Folders on a Spark cluster: each file is one task of the same pipeline as on one machine.

Files go through our own readers and writers, so every format, the bytes of the copy, the tokens
and the verification are those of a local run; what was removed from one file is searched for in
all. The price: a single file is never split. Input and output lie on a file system that the driver
and all workers see under the same path.

The run keeps nothing of its own but a private folder under the output, as a local one: copies
without names, and keyed digests. It is gone at the end, whatever happened.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from redactor import errors
from redactor.digests import PARTITIONS
from redactor.errors import RedactorError, ResidualError, UsageError
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import REPORTS, Pipeline
from redactor.publishing import publish, refuse_existing, working_folder
from redactor.report import Report
from redactor.spark import Secret
from redactor.verification import Verifier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark.sql import SparkSession

    from redactor.planning import OnUnknown, Work
    from redactor.policy import Policy
    from redactor.profiling import Profiles
    from redactor.report import FileReport

# Copies are searched, and those with residuals written anew, so often; as in a local run.
_ATTEMPTS = 3
_PURPOSE = "verification on a cluster"


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every task of a run needs."""

    policy: Policy
    secret: Secret
    as_text: bool
    folder: Path


@dataclass(frozen=True, slots=True)
class _File:
    """One file on its way through the stages; what one task found out and the next one needs."""

    number: int
    path: Path
    relative: Path
    report: FileReport | None = None
    profiles: Profiles | None = None
    delta: Counter[str] | None = None
    left_out: frozenset[tuple[int, ...]] = frozenset()
    copy: str = ""
    kinds: frozenset[str] = frozenset()
    not_searched: Counter[str] | None = None
    unreadable: str | None = None
    residual: Counter[str] | None = None


@dataclass(frozen=True, slots=True)
class _Failure:
    """An error of ours on a worker; it comes back as a result, so that Spark does not log it."""

    kind: str
    message: str


def session(master: str) -> SparkSession:
    """Start Spark, or join the session that runs. Raises UsageError without pyspark or Java."""
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise UsageError("Spark is not installed: pip install 'pk-redactor[spark]'") from None
    builder = SparkSession.builder.master(master).appName("redactor")
    # Its page shows plans and settings to whoever can reach the port.
    builder = builder.config("spark.ui.enabled", "false")
    try:
        made = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise UsageError(
            f"Spark did not start ({type(error).__name__}): it needs Java 17 (JAVA_HOME) and a "
            "--master that answers, such as local[4] or spark://HOST:7077"
        ) from None
    made.sparkContext.setLogLevel("ERROR")
    return made


def run(
    spark: SparkSession,
    inputs: Sequence[Path],
    out: Path,
    policy: Policy,
    key: Key | Path,
    *,
    as_text: bool = False,
    on_unknown: OnUnknown = "drop",
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Redact files and folders into `out`, one task a file; return what was done.

    `key` is a Key, or the path of a key file that every worker can read. Raises as `Pipeline.run`,
    and UsageError as `redactor.spark.redact` for a key that would travel unprotected.
    """
    if policy.publish is not None:
        raise UsageError("a release can't be made on Spark; redact there, then make it from a copy")
    started = time.monotonic()
    secret = Secret.of(key, spark)
    pipeline = Pipeline(policy, secret.key(), as_text=as_text, on_unknown=on_unknown)
    pipeline.trusts_chance = False
    report = Report.begin(policy, pipeline.runner.detector)
    works = pipeline.planner.plan(inputs, out, report)
    refuse_existing([out / work.relative for work in works] + [out / n for n in REPORTS], out)
    with working_folder(out) as folder:
        setting = _Setting(policy, secret, as_text, folder.absolute())
        files = [_file(number, work) for number, work in enumerate(works)]
        show = progress or (lambda stage, done, total: None)
        show("redacting", 0, len(files))
        files = _spread(spark, setting, files, "redact_one")
        files = _readable(files, pipeline, report)
        files = _verified(spark, setting, files, pipeline, report, show)
        not_searched = sum((file.not_searched or Counter() for file in files), Counter())
        report.finish(
            [file.report for file in files if file.report is not None],
            dict(not_searched),
            time.monotonic() - started,
        )
        report.write(folder)
        for file in files:
            publish(folder / file.copy, out / file.relative)
        for name in REPORTS:
            publish(folder / name, out / name)
    return report


def _file(number: int, work: Work) -> _File:
    if work.source.path is None:
        raise UsageError("a cluster reads files: save the input to one")
    return _File(number, work.source.path.absolute(), work.relative)


def _readable(files: list[_File], pipeline: Pipeline, report: Report) -> list[_File]:
    """Return the files that could be read; the others are noted in the report."""
    for file in files:
        if file.unreadable is not None:
            pipeline.planner.unknown(report, file.relative, file.unreadable, "")
    return [file for file in files if file.unreadable is None]


def _verified(
    spark: SparkSession,
    setting: _Setting,
    files: list[_File],
    pipeline: Pipeline,
    report: Report,
    show: Callable[[str, int, int], None],
) -> list[_File]:
    """Search all copies for all that was removed; write anew what still holds some of it."""
    repaired: frozenset[int] = frozenset()
    for _ in range(_ATTEMPTS):
        kinds = frozenset(kind for file in files for kind in file.kinds)
        show("verifying", 0, len(files))
        files = _readable(_spread(spark, setting, files, "search_one", kinds), pipeline, report)
        found = _joined(spark, setting, files)
        residual = sum((file.residual or Counter() for file in files), Counter())
        report.residual, report.residual_values = dict(residual), len(found)
        if not found and not residual:
            return files
        if not found or found <= repaired:
            break
        repaired |= found
        report.repaired = len(repaired)
        files = _spread(spark, setting, files, "redact_one", repaired, kinds)
    where = ", ".join(sorted(residual)) or "removed values"
    raise ResidualError(
        f"verification found {len(found)} removed values and {sum(residual.values())} new "
        f"findings ({where}) in the copy. Nothing was kept."
    )


def _spread(
    spark: SparkSession, setting: _Setting, files: list[_File], task: str, *arguments: Any
) -> list[_File]:
    """Run one task a file on the cluster; return the files in order.

    Raises the first error of ours, and RedactorError when Spark gives up on a task.
    """
    if not files:
        return []

    def carry_out(file: _File) -> _File | _Failure:
        # Imported here: what a worker keeps must live in the module, not in this pickled function.
        from redactor import cluster  # noqa: PLC0415

        return cluster.carry_out(task, file, setting, *arguments)

    # Large files first, so that none is begun when all others are done.
    order = sorted(files, key=lambda file: -file.path.stat().st_size)
    results: list[Any] = _collected(spark, order, carry_out)
    return sorted(results, key=lambda file: file.number)


def _collected(spark: SparkSession, items: Sequence[Any], task: Callable[[Any], Any]) -> list[Any]:
    try:
        results = spark.sparkContext.parallelize(items, len(items)).map(task).collect()
    except Exception as error:  # noqa: BLE001 - py4j's, whose message holds a stack of the JVM
        told = RedactorError(
            f"Spark gave up on a task ({type(error).__name__}): a worker died or lacks this "
            "package. Nothing was kept; the executors' logs say more."
        )
    else:
        failed = next((result for result in results if isinstance(result, _Failure)), None)
        if failed is None:
            return results
        told = getattr(errors, failed.kind, RedactorError)(failed.message)
    raise told


def _joined(spark: SparkSession, setting: _Setting, files: list[_File]) -> frozenset[int]:
    """Return the digests that were removed from any file and stand in any copy."""
    numbers = [file.number for file in files]
    folder = setting.folder

    def join(part: int) -> list[int]:
        from redactor import cluster  # noqa: PLC0415

        return cluster.join_part(folder, numbers, part)

    found = _collected(spark, range(PARTITIONS), join) if numbers else []
    return frozenset(digest for part in found for digest in part)


# -- on the workers --------------------------------------------------------------------------------

_pipelines: dict[tuple[str, Secret, bool], Pipeline] = {}


def _pipeline(setting: _Setting) -> Pipeline:
    """Return the pipeline of this worker process, whose recognisers are loaded once."""
    name = (setting.policy.digest, setting.secret, setting.as_text)
    if name not in _pipelines:
        _pipelines.clear()
        _pipelines[name] = Pipeline(setting.policy, setting.secret.key(), as_text=setting.as_text)
        _pipelines[name].trusts_chance = False
    return _pipelines[name]


def carry_out(task: str, file: _File, setting: _Setting, *arguments: Any) -> _File | _Failure:
    """Run one of the tasks below; every error comes back without a value."""
    tasks: dict[str, Callable[..., _File]] = {"redact_one": redact_one, "search_one": search_one}
    if not setting.folder.is_dir():
        return _Failure(
            "UsageError",
            "a worker does not see the output folder: input and output must lie on a file system "
            "that all machines have under the same path",
        )
    try:
        return tasks[task](file, setting, *arguments)
    except RedactorError as error:
        return _Failure(type(error).__name__, str(error))
    except Exception as error:  # noqa: BLE001 - the message may hold a value: only its type is told
        return _Failure("RedactorError", f"internal error on a worker ({type(error).__name__})")


def redact_one(
    file: _File,
    setting: _Setting,
    residuals: frozenset[int] = frozenset(),
    kinds: frozenset[str] = frozenset(),
) -> _File:
    """Write the copy of one file and the digests of what was removed from it."""
    pipeline, verifier = _pipeline(setting), _verifier(setting)
    verifier.kinds |= kinds
    report = Report.begin(setting.policy, pipeline.runner.detector)
    work = pipeline.planner.work(Source.from_path(file.path), file.relative, report)
    if work is None:
        return replace(file, unreadable=report.unreadable[-1][1])
    # Spark may run a task twice at once: each attempt has files of its own.
    work.temporary = setting.folder / f"{file.number:06d}-{_attempt()}.part"
    work.relative, work.report.name = file.relative, str(file.relative)
    try:
        pipeline.write_copy(work, verifier, residuals)
        _save(verifier, setting.folder / f"{file.number:06d}.removed", "removed")
    except errors.QuarantineError as error:
        work.temporary.unlink(missing_ok=True)
        return replace(file, unreadable=str(error))
    finally:
        verifier.close()
    return replace(
        file,
        report=work.report,
        profiles=work.profiles,
        delta=work.delta,
        left_out=frozenset(work.left_out),
        copy=work.temporary.name,
        kinds=frozenset(verifier.kinds),
        not_searched=work.not_searched,
    )


def search_one(file: _File, setting: _Setting, kinds: frozenset[str]) -> _File:
    """Read one copy back: digests of what stands in it, and what the recognisers still find."""
    pipeline, verifier = _pipeline(setting), _verifier(setting)
    verifier.kinds |= kinds
    begun = Report.begin(setting.policy, pipeline.runner.detector)
    work = pipeline.planner.work(Source.from_path(file.path), file.relative, begun)
    if work is None or file.report is None:
        raise RedactorError(f"{file.relative}: changed while the run went on. Nothing was kept.")
    work.relative, work.report = file.relative, file.report
    work.profiles, work.delta = dict(file.profiles or {}), Counter(file.delta)
    work.left_out = set(file.left_out)
    work.temporary = setting.folder / file.copy
    try:
        residual = pipeline.search_copy(work, verifier)
        _save(verifier, setting.folder / f"{file.number:06d}.seen", "seen")
    except errors.QuarantineError as error:
        work.temporary.unlink(missing_ok=True)
        return replace(file, unreadable=f"its copy can't be read back: {error}")
    finally:
        verifier.close()
    return replace(file, residual=residual)


def join_part(folder: Path, numbers: Sequence[int], part: int) -> list[int]:
    """Return the digests of one part that were removed from any file and stand in any copy."""
    seen = np.unique(np.concatenate([_part(folder / f"{n:06d}.seen", part) for n in numbers]))
    found: set[int] = set()
    for number in numbers:
        removed = _part(folder / f"{number:06d}.removed", part)
        found.update(int(digest) for digest in np.intersect1d(removed, seen))
    return sorted(found)


def _part(path: Path, part: int) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Return those digests of a sorted file that begin with the six bits `part`."""
    if not path.stat().st_size:
        return np.empty(0, np.uint64)
    digests = np.memmap(path, np.uint64, "r")
    bounds = np.array([part << 58, (part << 58) | ((1 << 58) - 1)], np.uint64)
    first, last = (
        np.searchsorted(digests, bounds[:1]),
        np.searchsorted(digests, bounds[1:], "right"),
    )
    return np.array(digests[first[0] : last[0]])


def _verifier(setting: _Setting) -> Verifier:
    return Verifier.keyed(setting.secret.key().subkey(_PURPOSE))


def _save(verifier: Verifier, path: Path, spool: str) -> None:
    """Write a spool's digests beside and rename: a second attempt may do the same."""
    beside = path.with_name(f"{path.name}-{_attempt()}")
    with beside.open("wb") as sink:
        getattr(verifier, spool).save(sink)
    beside.replace(path)


def _attempt() -> int:
    from pyspark import TaskContext  # noqa: PLC0415

    context = TaskContext.get()
    return int(context.taskAttemptId()) if context is not None else 0
