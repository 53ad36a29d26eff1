"""7-Zip and RAR archives, unpacked by bsdtar where it is installed; the copy is a zip archive.

bsdtar (libarchive) reads the archive from its standard input and gives a tar stream: no name is on
its command line and nothing is written to disk. Without it the archive is quarantined, and the
report says what to install. The copy is a zip archive because no free program writes RAR.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import members, zip_archive
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from redactor.batch import Batch

NAME = "7-Zip or RAR archive"
ORDER = 60

_PROGRAM = "bsdtar"
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_RAR = b"Rar!\x1a\x07"
# Bytes of address space and seconds of processor time that the program may take.
_MEMORY = 4 << 30
_SECONDS = 3600
_HELD = 1 << 30


def recognise(source: Source) -> bool:
    """Say whether a file is such an archive, or the copy of one. Raises QuarantineError."""
    if not source.head(8).startswith((_SEVEN_ZIP, _RAR)):
        return False
    if shutil.which(_PROGRAM) is None:
        raise QuarantineError(
            "a 7-Zip or RAR archive: install bsdtar to have it read (Debian: apt install "
            "libarchive-tools; macOS and Windows 10 have it as tar), or unpack it and redact the "
            "folder"
        )
    return True


def target_suffix(source: Source) -> str:
    """Return the suffix of the copy."""
    del source
    return ".zip"


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the members' names and batches. Raises QuarantineError if refused whole."""
    if not source.head(8).startswith((_SEVEN_ZIP, _RAR)):  # the copy, read back
        yield from zip_archive.read(source, batch_bytes=batch_bytes)
        return
    with _as_tar(source) as tar:
        yield from members.read(tar, "tar", batch_bytes=batch_bytes)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write a zip archive of the members that `read` gave."""
    zip_archive.write(batches, sink)


def balance(source: Source, left_out: members.LeftOut = frozenset()) -> Counter[str]:
    """Count members, and what is counted in each of them."""
    if not source.head(8).startswith((_SEVEN_ZIP, _RAR)):
        return zip_archive.balance(source, left_out)
    with _as_tar(source) as tar:
        return members.balance(tar, "tar", left_out=left_out)


def texts(source: Source) -> Iterator[str]:
    """Yield all that stands in a written archive."""
    return zip_archive.texts(source)


@contextmanager
def _as_tar(source: Source) -> Iterator[Source]:
    """Give the tar stream of an archive as a source; no program outlives the block."""
    started: list[_Unpacked] = []

    def opened() -> BinaryIO:
        started.append(_Unpacked(source))
        return io.BufferedReader(started[-1])

    inside = replace(members.inside_of(source), origin=None, steps=())
    try:
        yield Source("", stream=opened, inside=inside)
    finally:
        for unpacked in started:
            unpacked.stop()


class _Unpacked(io.RawIOBase):
    """The tar stream that bsdtar makes of an archive. Raises OSError if it says that it failed."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        program = shutil.which(_PROGRAM)
        if program is None:
            raise QuarantineError("bsdtar is not installed")
        with _as_file(source) as stream:
            self._child = subprocess.Popen(
                [program, "-cf", "-", "--format=pax", "@-"],
                stdin=stream,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it names members
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            )
        _limit(self._child.pid)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._child.stdout is None:  # pragma: no cover - it is a pipe
            raise AssertionError
        data = self._child.stdout.read(len(view))
        if not data and self._child.wait():
            raise OSError("it could not be unpacked")
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self.stop()
            if self._child.stdout is not None:
                self._child.stdout.close()
        super().close()

    def stop(self) -> None:
        """End the program: whoever still waits for its bytes gets no more."""
        self._child.kill()
        self._child.wait()


def _as_file(source: Source) -> BinaryIO:
    """Return a stream with a descriptor that can be sought in, never on disk."""
    stream = source.open()
    if source.path is not None and source.stream is None:
        return stream
    stream.close()
    if not hasattr(os, "memfd_create"):
        raise QuarantineError("a 7-Zip or RAR archive inside an archive: unpack the outer one")
    memory = os.fdopen(os.memfd_create("archive"), "w+b")
    memory.write(source.whole(_HELD))
    memory.flush()
    memory.seek(0)
    return memory


def _limit(process: int) -> None:
    try:
        import resource  # noqa: PLC0415 - POSIX only

        resource.prlimit(process, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.prlimit(process, resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    except (ImportError, AttributeError, OSError):  # not on Linux, or it has ended already
        return
