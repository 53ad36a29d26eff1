"""Tar archives: every member by its own format, in a new archive.

Dropped: owners, groups, times, modes, empty folders, extended attributes. Left out and counted:
links, devices, sparse files. Compressed tar archives are compressed files with one in them.

It is taken apart in a child process (`unpacking`).

Source: POSIX.1-2017 pax, GNU tar manual. `texts` reads the header blocks by itself.
"""

from __future__ import annotations

import io
import tarfile
from functools import partial
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import members
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
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
    yield from members.read(source, "tar", batch_bytes=batch_bytes)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write a new archive of the members that `read` gave."""
    with tarfile.open(fileobj=sink, mode="w", format=tarfile.PAX_FORMAT) as archive:

        def add(name: str, content: IO[bytes], size: int) -> None:
            info = tarfile.TarInfo(name)
            info.size, info.mode = size, 0o600
            archive.addfile(info, content)

        members.write(batches, add)


def balance(source: Source, left_out: members.LeftOut = frozenset()) -> Counter[str]:
    """Count members, and what is counted in each of them."""
    return members.balance(source, "tar", left_out=left_out)


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
                opened = partial(_between, source, position, size)
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


def _between(source: Source, start: int, size: int) -> BinaryIO:
    return io.BufferedReader(_Part(source.open(), start, size), _BLOCK)


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
