"""Tar archives: every member by its own format, in a new archive.

Dropped: owners, groups, times, modes, empty folders, extended attributes. Left out and counted:
links, devices, sparse files. Compressed tar archives are compressed files with one in them.

Source: POSIX.1-2017 pax, GNU tar manual. `texts` reads the header blocks by itself.
"""

from __future__ import annotations

import io
import tarfile
from functools import partial
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import members
from redactor.formats.members import Member
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, BinaryIO

    from redactor.batch import Batch

NAME = "tar archive"
ORDER = 60

_RECORD = 512
_BLOCK = 1 << 18


def recognise(source: Source) -> bool:
    """Say whether a file begins with a tar header, of the old kind too."""
    head = source.head(_RECORD)
    if len(head) < _RECORD or not head.strip(b"\0"):
        return False
    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the members' names and batches. Raises QuarantineError if refused whole."""
    yield from members.read(source, listed(source.open), batch_bytes=batch_bytes)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write a new archive of the members that `read` gave."""
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.PAX_FORMAT) as archive:

        def add(name: str, content: IO[bytes], size: int) -> None:
            info = tarfile.TarInfo(name)
            info.size, info.mode = size, 0o600
            archive.addfile(info, content)

        members.write(batches, add)


def balance(source: Source) -> Counter[str]:
    """Count members, and what is counted in those whose formats count."""
    return members.balance(source, listed(source.open))


def listed(opened: Callable[[], BinaryIO]) -> Iterator[Member]:
    """Yield the members of a tar stream; one that is opened once more is read from its start."""
    with opened() as stream, tarfile.open(fileobj=stream, mode="r|", errorlevel=2) as archive:
        for info in archive:
            archive.members = []  # type: ignore[attr-defined]  # else all headers stay in memory
            if info.isdir():
                continue
            if not info.isreg():
                yield Member(info.name, left_out="a link or device; copy what it points to")
            elif info.issparse():
                yield Member(info.name, left_out="a sparse file; copy it without --sparse")
            else:
                yield Member(info.name, _Opener(archive, info, opened))
        # What lies behind the end is not carried over; a program that makes the stream says there
        # whether it failed.
        while stream.read(_BLOCK):
            pass


class _Opener:
    """Opens a member: the first time where the archive's stream is, then from a stream anew."""

    def __init__(
        self, archive: tarfile.TarFile, info: tarfile.TarInfo, opened: Callable[[], BinaryIO]
    ) -> None:
        self._first: tarfile.TarFile | None = archive
        self._info = info
        self._opened = opened

    def __call__(self) -> IO[bytes]:
        if self._first is not None:
            found = self._first.extractfile(self._info)
            self._first = None
            if found is None:
                raise EOFError
            return found
        return between(self._opened, self._info.offset_data, self._info.size)


def between(opened: Callable[[], BinaryIO], start: int, size: int) -> BinaryIO:
    """Return a stream of so many bytes from a place on. Raises EOFError when there are fewer."""
    return io.BufferedReader(_Part(opened(), start, size), _BLOCK)


class _Part(io.RawIOBase):
    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._left = size
        if stream.seekable():
            stream.seek(start)
            return
        while start:
            block = stream.read(min(start, _BLOCK))
            if not block:
                stream.close()
                raise EOFError
            start -= len(block)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(min(len(view), self._left))
        if not data and self._left and len(view):
            raise EOFError
        self._left -= len(data)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


# -- checking ------------------------------------------------------------------------------------


def texts(source: Source) -> Iterator[str]:
    """Yield all that stands in a written archive: its header blocks, and each of its members.

    Raises QuarantineError where the archive is not as this module writes it.
    """
    position = 0
    long_size = None
    with source.open() as stream:
        while header := stream.read(_RECORD):
            position += _RECORD
            if not header.strip(b"\0"):
                continue
            yield header.decode("utf-8", "replace").replace("\0", " ")
            try:
                size = int(header[124:136].strip(b"\0 ") or b"0", 8)
            except ValueError:
                raise QuarantineError(
                    "a tar archive that redactor did not write; unpack it first"
                ) from None
            if header[156:157] in {b"x", b"g", b"L", b"K"}:
                data = stream.read(size)
                text = data.decode("utf-8", "replace")
                yield text
                long_size = _pax_size(text) or long_size
            else:
                size = long_size or size
                long_size = None
                name = header[:100].rstrip(b"\0").decode("utf-8", "replace")
                opened = partial(between, source.open, position, size)
                yield from members.texts(Source(name, stream=opened))
                _pass(stream, size)
            padding = -size % _RECORD
            yield stream.read(padding).decode("latin-1").replace("\0", "")
            position += size + padding


def _pax_size(text: str) -> int | None:
    return next(
        (int(line.partition(" size=")[2]) for line in text.split("\n") if " size=" in line), None
    )


def _pass(stream: BinaryIO, size: int) -> None:
    while size:
        block = stream.read(min(size, _BLOCK))
        if not block:
            raise QuarantineError("a damaged tar archive")
        size -= len(block)
