"""The same function on the processes of one machine: batches in, decisions out, in order.

With one job all runs in this process. With more, columns' distinct cells go to worker processes
(started fresh, not forked: polars has threads), each with its own recognisers. A worker that dies
is reported, its cells are tried once more, and then the run fails: nothing passes undecided.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections import deque
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from redactor.errors import DetectionError
from redactor.redaction import CellRedactor, Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from redactor.batch import Batch
    from redactor.detection import ColumnProfile
    from redactor.keys import Key
    from redactor.policy import Policy
    from redactor.protection import Lists
    from redactor.redaction import Known

_CHUNK = 5_000

_worker: CellRedactor | None = None


def _start_worker(
    policy: Policy, secret: bytes, engine: Literal["fast", "plain"], lists: Lists | None
) -> None:
    from redactor.keys import Key  # noqa: PLC0415 - a fresh process starts here

    global _worker  # noqa: PLW0603 - one set of recognisers a process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = CellRedactor(policy, Key.from_bytes(secret), engine, lists)


def _decide(cells: pl.Series, profile: ColumnProfile) -> Decision:
    if _worker is None:
        raise DetectionError("a worker process has no recognisers")
    return _worker.decide_column(cells, profile)


class Runner:
    """Decides columns of cells under one policy and key, in `jobs` processes."""

    def __init__(
        self,
        policy: Policy,
        key: Key,
        engine: Literal["fast", "plain"] = "fast",
        jobs: int = 1,
        lists: Lists | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        """Load the recognisers here; workers are started when first needed.

        `notice` is called with a sentence when a worker dies and its cells are tried once more.
        """
        self._redactor = CellRedactor(policy, key, engine, lists)
        self._start = (policy, key, engine, lists)
        self.lists = self._redactor.lists
        self.transformer = self._redactor.transformer
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._notice = notice or (lambda text: None)
        self.detector = self._redactor.detector
        self.redact_name = self._redactor.redact_name
        self.redact_text = self._redactor.redact_text
        self.cut_names = self._redactor.cut_names
        self.unlinked = self._redactor.unlinked
        self.residuals = self._redactor.residuals
        self.residual_cells = self._redactor.residual_cells
        self.decide_column = self._redactor.decide_column

    def map(
        self,
        tasks: Iterable[tuple[Batch, list[ColumnProfile]]],
        known: Known | None = None,
    ) -> Iterator[tuple[Batch, list[ColumnProfile], list[Decision]]]:
        """Yield each batch with the decisions of its columns, in order; few batches in flight."""
        if self._jobs == 1 or known is not None:
            for batch, profiles in tasks:
                decisions = [
                    self._redactor.decide_column(distinct(column.cells), profile, known)
                    for column, profile in zip(batch.columns, profiles, strict=True)
                ]
                yield batch, profiles, decisions
            return
        waiting: deque[tuple[Batch, list[ColumnProfile], list[list[_Part]]]] = deque()
        try:
            for batch, profiles in tasks:
                waiting.append((batch, profiles, self._submit(batch, profiles)))
                if len(waiting) > self._jobs + 1:
                    yield self._collect(*waiting.popleft())
            while waiting:
                yield self._collect(*waiting.popleft())
        finally:
            self.close()

    def _submit(self, batch: Batch, profiles: list[ColumnProfile]) -> list[list[_Part]]:
        columns = []
        for column, profile in zip(batch.columns, profiles, strict=True):
            cells = distinct(column.cells)
            chunks = [cells.slice(first, _CHUNK) for first in range(0, len(cells), _CHUNK)]
            columns.append([self._part(chunk, profile) for chunk in chunks])
        return columns

    def _part(self, cells: pl.Series, profile: ColumnProfile) -> _Part:
        try:
            future = self._send(cells, profile)
        except BrokenProcessPool:  # a worker has just died; nobody has asked for its result yet
            self._give_up_pool(self._pool)
            try:
                future = self._send(cells, profile)
            except BrokenProcessPool:
                raise _dead_twice() from None
        return _Part(cells, profile, future, self._pool)

    def _give_up_pool(self, pool: ProcessPoolExecutor | None) -> None:
        """All that was under way is lost with a pool; only what comes first tells of it."""
        if pool is not None and pool is self._pool:
            self._notice("a worker process died; what it worked on is tried once more")
            self.close()

    def _send(self, cells: pl.Series, profile: ColumnProfile) -> Future[Decision]:
        if self._pool is None:
            policy, key, engine, lists = self._start
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start_worker,
                initargs=(policy, key.to_bytes(), engine, lists),
            )
        return self._pool.submit(_decide, cells, profile)

    def _collect(
        self, batch: Batch, profiles: list[ColumnProfile], columns: list[list[_Part]]
    ) -> tuple[Batch, list[ColumnProfile], list[Decision]]:
        decisions = []
        for parts in columns:
            whole = Decision()
            for part in parts:
                result = self._result(part)
                whole.changed.update(result.changed)
                whole.whole.extend(result.whole)
                whole.kept.update(result.kept)
            decisions.append(whole)
        return batch, profiles, decisions

    def _result(self, part: _Part) -> Decision:
        try:
            return part.future.result()
        except (BrokenProcessPool, CancelledError):
            self._give_up_pool(part.pool)
        try:
            return self._send(part.cells, part.profile).result()
        except (BrokenProcessPool, CancelledError):
            raise _dead_twice() from None

    def close(self) -> None:
        """Stop the workers without waiting for what they still do."""
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())  # noqa: SLF001 - no public way
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
            self._pool = None


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some cells of a column, and the decision about them that is on its way from a pool."""

    cells: pl.Series
    profile: ColumnProfile
    future: Future[Decision]
    pool: ProcessPoolExecutor | None


def _dead_twice() -> DetectionError:
    return DetectionError(
        "a worker process died twice on the same cells (out of memory?): nothing was "
        "written. Try --jobs 1 or a machine with more memory."
    )


def distinct(cells: pl.Series) -> pl.Series:
    """Return a column's distinct cells in the order they come in, without empty ones."""
    found = cells.drop_nulls().unique(maintain_order=True)
    return found.filter(found != "")
