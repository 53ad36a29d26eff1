"""The same functions on the processes of one machine: rows in, what `blocks` makes of them out.

With one job all runs in this process. With more, rows go to worker processes (started fresh, not
forked: polars has threads), each with its own recognisers, and come back in order. A worker that
dies is reported, its rows are tried once more, and then the run fails: nothing passes undecided.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from redactor import blocks
from redactor.batch import Column
from redactor.errors import DetectionError
from redactor.formats.unread_rows import UnreadRows
from redactor.redaction import CellRedactor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.queues import SimpleQueue

    from redactor.batch import Batch
    from redactor.detection import ColumnProfile
    from redactor.detection.prefilter import Compiled
    from redactor.keys import Key
    from redactor.policy import Policy
    from redactor.protection import Lists
    from redactor.redaction import Known
    from redactor.verification import Search

Profiled = tuple["Batch", "list[ColumnProfile]"]
# What decides a column: its name, its first cells, what a policy says that it is.
Sampled = tuple["str | None", "Sequence[str]", "str | None"]

# Input from which on further processes are worth their start, in bytes.
WORTH_PROCESSES = 4 << 20
# Seconds that the thread behind the workers gets to end, and that are waited for at a time.
_SOON = 1.0
_STEP = 0.2
_HELD_BACK = (signal.SIGINT, signal.SIGTERM)
# Cells of a table's first rows from which on its columns are decided by the workers.
_WORTH_SENDING = 1_000
# What goes to a worker at a time, in bytes.
_BLOCK = 1 << 20
# Blocks under way for each worker: one that it works on, and the next.
_AHEAD = 3

_worker: CellRedactor | None = None
# The search that this process works on: it skips what it has just searched.
_searching: Search | None = None


def start_worker(
    policy: Policy,
    secret: bytes,
    engine: Literal["fast", "plain"],
    lists: Lists | None,
    size: int,
    scans: SimpleQueue[Compiled | None],
) -> None:
    """Make a worker of this process, which is a fresh one; the compiled scan comes when it is."""
    from redactor.keys import Key  # noqa: PLC0415 - a fresh process starts here

    global _worker  # noqa: PLW0603 - one set of recognisers a process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = CellRedactor(policy, Key.from_bytes(secret), engine, lists)
    _worker.detector.begin()
    _worker.detector.expect(size, scans.get())


def _end_with_parent() -> None:
    """Don't outlive a run that the system killed: this process holds the key and cells."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(function: Callable[..., Any], arguments: tuple[Any, ...], options: Any) -> Any:
    if _worker is None:
        raise DetectionError("a worker process has no recognisers")
    return function(_worker, *arguments, **options)


def _search(
    redactor: CellRedactor,
    columns: list[Column],
    profiles: list[ColumnProfile],
    searching: Search,
) -> blocks.Searched:
    return blocks.search(redactor, columns, profiles, _kept(searching))


def _search_uncut(
    redactor: CellRedactor,
    unread: UnreadRows,
    profiles: list[ColumnProfile],
    searching: Search,
) -> list[blocks.Searched]:
    return blocks.search_uncut(redactor, unread, profiles, _kept(searching))


def _search_text(redactor: CellRedactor, text: str, searching: Search) -> blocks.Searched:
    return blocks.search_text(redactor, text, _kept(searching))


def _kept(searching: Search) -> Search:
    global _searching  # noqa: PLW0603 - one search at a time
    if _searching != searching:
        _searching = searching
    return _searching


def _profile(
    redactor: CellRedactor, name: str | None, sample: Sequence[str], entity: str | None
) -> ColumnProfile:
    return redactor.detector.profile(name, sample, entity=entity)


def _hand_out(
    scan: Future[Compiled | None], scans: SimpleQueue[Compiled | None], jobs: int
) -> None:
    """Give each worker the compiled scan, once it is compiled; each waits for it."""
    wait([scan])
    if not scan.cancelled() and scan.exception() is None:  # else the run fails
        for _ in range(jobs):
            scans.put(scan.result())


def _nothing(redactor: CellRedactor) -> None:
    """Let a worker start before there is work for it."""
    del redactor


class Runner:
    """Redacts and searches under one policy and key, in `jobs` processes."""

    def __init__(
        self,
        policy: Policy,
        key: Key,
        engine: Literal["fast", "plain"] = "fast",
        jobs: int = 1,
        lists: Lists | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        """Load the recognisers here; workers are started by `begin` or `expect`.

        `notice` is called with a sentence when a worker dies and its rows are tried once more.
        """
        self._redactor = CellRedactor(policy, key, engine, lists)
        self._start = (policy, key, engine, lists)
        self.lists = self._redactor.lists
        self.transformer = self._redactor.transformer
        self._jobs = jobs
        self._size = 0
        # Where the scan is compiled while this thread does something else.
        self._aside = ThreadPoolExecutor(1)
        self._scan: Future[Compiled | None] | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._notice = notice or (lambda text: None)
        self.detector = self._redactor.detector
        self.redact_text = self._redactor.redact_text
        self.residuals = self._redactor.residuals
        self.decide_column = self._redactor.decide_column

    def begin(self, size: int) -> None:
        """Make ready for about `size` bytes of input, without waiting for it."""
        self._size = size
        self.detector.begin()
        with _uninterrupted():
            self._scan = self._aside.submit(self.detector.expect, size)
        if self.uses_processes and self._pool is None:
            for _ in range(self._jobs):
                self._submit(_nothing, (), {})

    def expect(self, size: int) -> None:
        """Make ready for `size` bytes of input. Raises DetectionError."""
        if self._scan is None or self._size != size:
            self.begin(size)
        if self._scan is not None:
            _result(self._scan)

    def redact_name(self, name: str) -> str:
        """Return a file's or folder's name without identifiers, still usable as one."""
        if self._scan is not None:
            # Without it all patterns are compiled and tried: half a second, once.
            _result(self._scan)
        return self._redactor.redact_name(name)

    @property
    def uses_processes(self) -> bool:
        """Say whether there are workers, which can cut rows and write them as well."""
        return self._jobs > 1 and self._size >= WORTH_PROCESSES

    def profiles(self, columns: Sequence[Sampled]) -> list[ColumnProfile]:
        """Return what each column is, from its first cells."""
        if not self.uses_processes or sum(len(column[1]) for column in columns) < _WORTH_SENDING:
            return [_profile(self._redactor, *column) for column in columns]
        ((_, profiles),) = self._in_order([_Work(_profile, None, list(columns))])
        return profiles

    def redact(
        self,
        tasks: Iterable[Profiled],
        secret: bytes,
        *,
        wants_values: bool = False,
        known: Known | None = None,
    ) -> Iterator[tuple[Batch, list[ColumnProfile], list[blocks.Redacted]]]:
        """Yield each batch with its profiles and what was made of its rows, in order, in parts."""
        if not self.uses_processes:
            for batch, profiles in tasks:
                done = blocks.redact(
                    self._redactor, batch.columns, profiles, secret,
                    wants_values=wants_values, known=known,
                )  # fmt: skip
                yield batch, profiles, [done]
            return
        options = {"wants_values": wants_values, "known": known}
        works = (_to_redact(task, secret, options) for task in tasks)
        for work, results in self._in_order(works):
            batch, profiles = work.of
            if isinstance(batch.frame, UnreadRows):
                (made,) = results
                yield made.batch, profiles, made.parts
            else:
                yield batch, profiles, results

    def search(
        self, tasks: Iterable[Profiled], searching: Search
    ) -> Iterator[tuple[Batch, list[ColumnProfile], list[blocks.Searched]]]:
        """Yield each batch that was written with its profiles and what is in it."""
        if not self.uses_processes:
            for batch, profiles in tasks:
                found = blocks.search(self._redactor, batch.columns, profiles, searching)
                yield batch, profiles, [found]
            return
        fresh = searching.fresh()
        works = (_to_search(task, fresh) for task in tasks)
        for work, results in self._in_order(works):
            batch, profiles = work.of
            is_uncut = isinstance(batch.frame, UnreadRows)
            yield batch, profiles, results[0] if is_uncut else results

    def search_texts(self, texts: Iterable[str], searching: Search) -> Iterator[blocks.Searched]:
        """Yield what is in each text that was written."""
        if not self.uses_processes:
            for text in texts:
                yield blocks.search_text(self._redactor, text, searching)
            return
        fresh = searching.fresh()
        works = (_Work(_search_text, None, [(text, fresh)]) for text in texts)
        for _, results in self._in_order(works):
            yield from results

    def _in_order(self, works: Iterable[_Work]) -> Iterator[tuple[_Work, list[Any]]]:
        """Yield each piece of work with its results; few are under way at once."""
        waiting: deque[_Work] = deque()
        under_way = 0
        for work in works:
            for arguments in work.parts:
                work.futures.append(self._submit(work.function, arguments, work.options))
            waiting.append(work)
            under_way += len(work.parts)
            while under_way > _AHEAD * self._jobs and len(waiting) > 1:
                first = waiting.popleft()
                under_way -= len(first.parts)
                yield first, self._results(first)
        for work in waiting:
            yield work, self._results(work)

    def _submit(self, function: Any, arguments: Any, options: Any) -> _UnderWay:
        try:
            future = self._send(function, arguments, options)
        except BrokenProcessPool:  # a worker has just died; nobody has asked for its result yet
            self._give_up_pool(self._pool)
            try:
                future = self._send(function, arguments, options)
            except BrokenProcessPool:
                raise _dead_twice() from None
        return future, self._pool

    def _results(self, work: _Work) -> list[Any]:
        results = []
        for arguments, (future, pool) in zip(work.parts, work.futures, strict=True):
            try:
                results.append(_result(future))
                continue
            except (BrokenProcessPool, CancelledError):
                self._give_up_pool(pool)
            try:
                results.append(_result(self._send(work.function, arguments, work.options)))
            except (BrokenProcessPool, CancelledError):
                raise _dead_twice() from None
        return results

    def _give_up_pool(self, pool: ProcessPoolExecutor | None) -> None:
        """All that was under way is lost with a pool; only what comes first tells of it."""
        if pool is not None and pool is self._pool:
            self._notice("a worker process died; what it worked on is tried once more")
            self._stop_workers()

    def _send(self, function: Any, arguments: Any, options: Any) -> Future[Any]:
        if self._pool is None:
            # Apart from the next block, as Python lets signals in where it starts its own process.
            with _uninterrupted():
                self._pool = self._started()
        try:
            with _uninterrupted():
                return self._pool.submit(_work, function, arguments, options)
        except (OSError, ValueError):
            # It starts a process if there are too few; one that has just died closes what they
            # share under its hands.
            raise BrokenProcessPool from None

    def _started(self) -> ProcessPoolExecutor:
        from redactor import worker  # noqa: PLC0415 - it loads Presidio, if it is not there

        policy, key, engine, lists = self._start
        context = multiprocessing.get_context("spawn")
        scans: SimpleQueue[Compiled | None] = context.SimpleQueue()
        pool = ProcessPoolExecutor(
            self._jobs,
            mp_context=context,
            # The plain path needs all of Presidio.
            initializer=start_worker if engine == "plain" else worker.start,
            initargs=(policy, key.to_bytes(), engine, lists, self._size, scans),
        )
        # It waits for a worker to read, which may have died: nobody waits for this thread.
        handing_out = (self._scan, scans, self._jobs)
        threading.Thread(target=_hand_out, args=handing_out, daemon=True).start()
        return pool

    def close(self) -> None:
        """Stop the workers, and what is compiled, without waiting for it."""
        if self._scan is not None:
            self._scan.cancel()
            self.detector.give_up()
            self._scan = None
        self._stop_workers()

    def _stop_workers(self) -> None:
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())  # noqa: SLF001 - no public way
            manager = getattr(self._pool, "_executor_manager_thread", None)
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            # Without its processes it ends at once. Python wakes it when it ends itself, and prints
            # an error where it is just closing what it is woken by.
            if manager is not None:
                manager.join(_SOON)
            self._pool = None


@dataclass(slots=True)
class _Work:
    """A batch with its profiles, what is called for its parts, and their results on their way."""

    function: Callable[..., Any]
    of: Any
    parts: list[tuple[Any, ...]]
    options: dict[str, Any] = field(default_factory=dict)
    futures: list[_UnderWay] = field(default_factory=list)


_UnderWay = tuple[Future[Any], "ProcessPoolExecutor | None"]


def _to_redact(task: Profiled, secret: bytes, options: dict[str, Any]) -> _Work:
    batch, profiles = task
    if isinstance(batch.frame, UnreadRows):
        return _Work(blocks.rewrite, task, [(batch.frame, profiles, secret)], options)
    parts = [(columns, profiles, secret) for columns in _parts(task)]
    return _Work(blocks.redact, task, parts, options)


def _to_search(task: Profiled, searching: Search) -> _Work:
    batch, profiles = task
    if isinstance(batch.frame, UnreadRows):
        return _Work(_search_uncut, task, [(batch.frame, profiles, searching)])
    return _Work(_search, task, [(columns, profiles, searching) for columns in _parts(task)])


def _parts(task: Profiled) -> list[list[Column]]:
    """Cut the rows of a batch into parts of about _BLOCK bytes.

    What is counted by distinct cell, numbers that fit by chance, is counted over all of them.
    """
    batch, profiles = task
    size = sum(int(column.cells.str.len_bytes().sum() or 0) for column in batch.columns)
    if size <= _BLOCK or any(profile.by_chance for profile in profiles):
        return [list(batch.columns)]
    rows = max(1, batch.rows * _BLOCK // size)
    return [
        [Column(column.name, column.cells.slice(first, rows)) for column in batch.columns]
        for first in range(0, batch.rows, rows)
    ]


def _result(future: Future[Any]) -> Any:
    """Wait for a result, in steps: Ctrl-C may reach another thread, and is seen between them."""
    while not future.done():
        wait([future], _STEP)
    return future.result()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold signals back while processes are started: half started, one would say so in its way.

    They inherit that, and this process stops them. So do threads. Those of libraries do not: what
    reaches one of them, Python hands to this one at once, so it is noted and comes again behind.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    noted: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    handlers = {
        number: signal.signal(number, lambda number, frame: noted.append(number))
        for number in (_HELD_BACK if is_main else ())
        if signal.getsignal(number) is not None  # not one of Python's, which can't be set again
    }
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if noted:
            signal.raise_signal(noted[0])


def _dead_twice() -> DetectionError:
    return DetectionError(
        "a worker process died twice on the same cells (out of memory?): nothing was "
        "written. Try --jobs 1 or a machine with more memory."
    )
