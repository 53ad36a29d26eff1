"""The journal of a run under a lasting key: how far each file's copy has come, for `--resume`.

It lies in the run's private folder, beside the copies, and holds no value: counts, positions and
keyed digests. Each line is sealed with a subkey, so a torn or changed line ends what is believed.
A journal is bound to the inputs (path, size, time of change, samples of the content, all as keyed
digests), to the policy, to the options that decide what is written, and to the versions of the
packages: a run that would write other bytes is not gone on with.

A copy goes on in the middle of a file where its format writes batch by batch (APPENDS); other
files are written anew. What is read and skipped is only parsed, not searched again.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from redactor.errors import InputError, UsageError
from redactor.formats.unread_rows import Written
from redactor.publishing import JOURNAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from redactor.batch import Batch
    from redactor.keys import Key
    from redactor.planning import Work
    from redactor.verification import Verifier

# Bytes of a copy from one note to the next: seconds of work at most are done again.
CHECKPOINT_BYTES = 64 << 20
# Bytes of one sample of an input, and how many are taken from a large one.
_SAMPLE = 1 << 20
_SAMPLES = 64
# Of what is noted, and of how files are read: what was written is counted in batches.
_VERSION = 2
_SEAL = 32  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class State:
    """How far the copy of one file had come.

    `batches` were written, `offset` bytes of the copy and `digests` of removed values are good.
    `dropped` is why a file is not in the copy.
    """

    batches: int = 0
    offset: int = 0
    digests: int = 0
    is_done: bool = False
    report: dict[str, Any] = field(default_factory=dict)
    delta: dict[str, int] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    not_searched: dict[str, int] = field(default_factory=dict)
    dropped: str | None = None


class Journal:
    """Notes of one run in its folder; `states` are those of the run that is gone on with."""

    def __init__(self, folder: Path, key: Key, states: dict[int, State] | None = None) -> None:
        """Open the journal of a folder for further notes; `begin` and `find` are the doors."""
        self.folder = folder
        self.states = states or {}
        self._seal = key.subkey("journal")
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        self._file = os.fdopen(os.open(folder / JOURNAL, flags, 0o600), "ab")
        self._digests: dict[int, BinaryIO] = {}
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise UsageError(
                "the unfinished run is still going on: wait for it, or stop it"
            ) from None

    @classmethod
    def begin(cls, folder: Path, key: Key, binding: dict[str, Any]) -> Journal:
        """Start the journal of a new run."""
        made = cls(folder, key)
        made._note(binding)
        return made

    @classmethod
    def find(cls, out: Path, key: Key, binding: dict[str, Any]) -> Journal | None:
        """Return the journal of an unfinished run into `out`, None if there is none.

        Raises UsageError when one is there but the inputs, the policy, the options or the versions
        are others, or when it was made under another key.
        """
        for folder in sorted(out.glob(".redactor-*")):
            if not (folder / JOURNAL).is_file() or folder.is_symlink():
                continue
            lines, size = _read(folder / JOURNAL, key.subkey("journal"))
            if not lines:
                raise UsageError(
                    f"{out.name}: the unfinished run there was made under another key, or its "
                    f"journal is damaged. Give its key, or delete {folder.name} and start anew"
                )
            changed = [name for name, value in binding.items() if lines[0].get(name) != value]
            if changed:
                raise UsageError(
                    f"{out.name}: the unfinished run there can't be gone on with: other "
                    f"{' and '.join(changed)} than then. Delete {folder.name} and start anew"
                )
            made = cls(folder, key, _states(lines[1:]))
            # What is added must not stand behind half a line.
            made._file.truncate(size)
            return made
        return None

    def checkpoint(
        self, number: int, work: Work, verifier: Verifier, batches: int, offset: int, *, done: bool
    ) -> None:
        """Note that a copy is good up to here; it has been flushed to the disk by the caller."""
        log = self._digests.get(number)
        if log is None:
            log = self._digests[number] = _digest_file(self.folder, number)
            log.seek(0, os.SEEK_END)
        fresh, verifier.removed.log = verifier.removed.log or [], []
        for digests in fresh:
            log.write(digests.tobytes())
        _sync(log)
        self._note(
            {
                "file": number,
                "batches": batches,
                "offset": offset,
                "digests": log.tell() // 8,
                "is_done": done,
                "report": work.report.state(),
                "delta": dict(work.delta),
                "kinds": sorted(verifier.kinds),
                "not_searched": dict(work.not_searched),
            }
        )
        if done:
            log.close()
            del self._digests[number]

    def dropped(self, number: int, reason: str) -> None:
        """Note that a file is not in the copy, and why."""
        self._note({"file": number, "dropped": reason})

    def again(self, work: Work) -> None:
        """Note that a finished copy is being written anew and can't be counted on."""
        self._note({"file": int(work.written.stem), "again": True})

    def restore(self, number: int, work: Work, verifier: Verifier) -> State:
        """Bring a file's report, counts and digests back; return where to go on."""
        state = self.states.get(number, State())
        if state.dropped is not None or not (state.batches or state.is_done):
            return state
        path = work.written
        if not path.is_file() or path.stat().st_size < state.offset:
            return State()
        with _digest_file(self.folder, number) as log:
            data = log.read(state.digests * 8)
            log.truncate(state.digests * 8)
        if len(data) < state.digests * 8:
            return State()
        work.report.restore(state.report)
        work.delta = Counter(state.delta)
        work.not_searched = Counter(state.not_searched)
        verifier.not_searched.update(work.not_searched)
        verifier.kinds.update(state.kinds)
        verifier.removed.load(np.frombuffer(data, np.uint64))
        return state

    def forget(self, number: int) -> None:
        """Throw away the digests of a file that is begun anew."""
        (self.folder / f"{number:06d}.removed").unlink(missing_ok=True)

    def close(self) -> None:
        """Let the files go."""
        for log in (*self._digests.values(), self._file):
            log.close()

    def _note(self, line: dict[str, Any]) -> None:
        text = json.dumps(line, sort_keys=True).encode("ascii")
        self._file.write(text + b"\t" + _sealed(text, self._seal) + b"\n")
        _sync(self._file)


@dataclass(slots=True)
class Entry:
    """One file's place in the journal: where its copy goes on, and what is noted of it."""

    journal: Journal
    number: int
    work: Work
    verifier: Verifier
    state: State

    @classmethod
    def restored(cls, journal: Journal, number: int, work: Work, verifier: Verifier) -> Entry:
        """Return the entry of a file, with its counts and digests brought back."""
        state = journal.restore(number, work, verifier)
        if not state.batches and not state.is_done:
            journal.forget(number)
        return cls(journal, number, work, verifier, state)

    def watched(self, batches: Iterable[Batch], sink: BinaryIO) -> Iterator[Batch]:
        """Pass batches on to a writer that puts out each before it asks for the next."""
        last = self.state.offset
        for batch in batches:
            yield batch
            count = batch.frame.batches if isinstance(batch.frame, Written) else 1
            self.state = replace(self.state, batches=self.state.batches + count)
            if sink.tell() - last >= CHECKPOINT_BYTES:
                last = sink.tell()
                _sync(sink)
                self._note(last, done=False)

    def finish(self, offset: int) -> None:
        """Note that the copy is complete and on the disk."""
        self._note(offset, done=True)

    def dropped(self, reason: str) -> None:
        """Note that the file is not in the copy, and why."""
        self.journal.dropped(self.number, reason)

    def _note(self, offset: int, *, done: bool) -> None:
        self.journal.checkpoint(
            self.number, self.work, self.verifier, self.state.batches, offset, done=done
        )


def binding_of(works: Sequence[Work], key: Key, **others: Any) -> dict[str, Any]:
    """Return what a journal is bound to. Raises InputError for an input that can't be read.

    `others` are what else decides the bytes of the copy, by the name that a message calls it by.
    """
    secret = key.subkey("journal of inputs")
    inputs = [_identity(work, secret) for work in works]
    return {"journal": _VERSION, "inputs": inputs, **others}


def _identity(work: Work, secret: bytes) -> str:
    """Return a keyed digest of a file's path, size, time of change and samples of its content."""
    path = work.source.path
    if path is None:
        raise InputError("only files can be gone on with, not standard input")
    status = path.stat()
    made = hashlib.blake2b(digest_size=16, key=secret)
    made.update(f"{status.st_size}\0{status.st_mtime_ns}\0".encode() + os.fsencode(path.absolute()))
    last = max(0, status.st_size - _SAMPLE)
    places = range(_SAMPLES) if last > _SAMPLES * _SAMPLE else range(last // _SAMPLE + 1)
    with work.source.open() as stream:
        for place in places:
            stream.seek(last * place // max(1, len(places) - 1))
            made.update(stream.read(_SAMPLE))
    return made.hexdigest()


def _read(path: Path, seal: bytes) -> tuple[list[dict[str, Any]], int]:
    """Return the lines up to the first that is not whole, and the bytes that they take."""
    lines: list[dict[str, Any]] = []
    size = 0
    for line in path.read_bytes().split(b"\n")[:-1]:
        text, _, end = line.rpartition(b"\t")
        if not text or not hmac.compare_digest(end, _sealed(text, seal)):
            break
        lines.append(json.loads(text))
        size += len(line) + 1
    return lines, size


def _states(lines: Iterable[dict[str, Any]]) -> dict[int, State]:
    states: dict[int, State] = {}
    for line in lines:
        number = line.pop("file")
        states[number] = State() if line.pop("again", False) else State(**line)
    return states


def _sealed(text: bytes, seal: bytes) -> bytes:
    return hmac.new(seal, text, "sha256").hexdigest()[:_SEAL].encode("ascii")


def _digest_file(folder: Path, number: int) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
    return os.fdopen(os.open(folder / f"{number:06d}.removed", flags, 0o600), "r+b")


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
