"""Unpacking: archives and compressed files taken apart; runs in the sandbox.

`listing` gives the members of a container with their first bytes, `content` all bytes of one. A
container may lie in others: `steps` leads there from the outermost file, a pair (kind, place of the
member) each, so that one child unpacks them all and no archive in between is kept anywhere.

Nothing else is imported than what takes archives apart: the child has to start fast.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from redactor.formats import sandbox
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, BinaryIO

_ZIP_METHODS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
BLOCK = 1 << 20
# Memory that a decoder may take: the largest window that the tools make by default or with --long.
WINDOW = 128 << 20
# Compressed bytes that are decoded at once: 2 KiB of Zstandard can be 64 MiB.
_GIVEN = 1 << 11
# A zip archive in another one is held whole: its list of members stands at its end.
_ZIP_INSIDE = 1 << 30
# Bytes that may pass without a word to the parent.
_SILENT = 16 << 20
# What a member is left out for; the parent has the words.
LINK, SPARSE = "link", "sparse"

Steps = list[tuple[str, Any]]
# Name, why it is left out or "", where it is, and how it is opened.
_Found = tuple[str, str, Any, "Callable[[], IO[bytes]] | None"]


class Overfull(Exception):  # noqa: N818 - what it says of an archive
    """More comes out of the archives around a member than may."""


class Locked(Exception):  # noqa: N818 - what it says of an archive
    """An archive is under a password."""


class Unpackable(Exception):  # noqa: N818 - what it says of an archive
    """An archive is packed in a way that Python does not know."""


def listing(
    source: Source, *, kind: str, steps: Steps, held: int, budget: int
) -> Iterator[list[Any] | bytes]:
    """Yield [name, why it is left out or "", place] of each member, then its first bytes.

    So many more than `held` that one can tell whether there are more. `budget` is how many bytes
    may come out of the containers on the way. Raises whatever a damaged container makes the
    decoders raise.
    """
    container = _within(source, steps, _Budget(budget))
    members: Iterator[_Found] = {"zip": _zip, "tar": _tar}.get(kind, partial(_one, kind))(container)
    for name, left_out, place, opened in members:
        yield [name, left_out, place]
        if opened is not None:
            with opened() as stream:
                yield from _blocks(stream, held + 1)


def content(source: Source, *, steps: Steps, budget: int) -> Iterator[bytes]:
    """Yield all bytes of the member where `steps` leads, in blocks."""
    *around, (kind, place) = steps
    with _opened(kind, place, _within(source, around, _Budget(budget))) as stream:
        yield from _blocks(stream, None)


def _blocks(stream: IO[bytes], most: int | None) -> Iterator[bytes]:
    while most is None or most > 0:
        block = stream.read(BLOCK if most is None else min(BLOCK, most))
        if not block:
            return
        yield block
        most = None if most is None else most - len(block)


def _within(source: Source, steps: Steps, budget: _Budget) -> Source:
    """Return the container where `steps` leads."""
    for kind, place in steps:
        opened = partial(_opened, kind, place, source)
        source = Source("", stream=partial(_watched, opened, budget))
    return source


def _opened(kind: str, place: Any, source: Source) -> IO[bytes]:
    if kind == "zip":
        archive = zipfile.ZipFile(_seekable(source))
        return archive.open(archive.infolist()[place])
    if kind == "tar":
        start, size = place
        return io.BufferedReader(_Part(source, start, size), BLOCK)
    return _decompressed(kind, source)


# -- archives ------------------------------------------------------------------------------------


def _zip(source: Source) -> Iterator[_Found]:
    with _seekable(source) as stream, zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
        if any(info.flag_bits & 0x41 for info in infos):
            raise Locked
        if any(info.compress_type not in _ZIP_METHODS for info in infos):
            raise Unpackable
        for place, info in enumerate(infos):
            if info.is_dir():
                continue
            if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
                yield _zip_name(info), LINK, place, None
            else:
                yield _zip_name(info), "", place, partial(archive.open, info)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one in UTF-8 that does not say so was read as code page 437."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _seekable(source: Source) -> BinaryIO:
    return source.open() if source.stream is None else io.BytesIO(source.whole(_ZIP_INSIDE))


def _tar(source: Source) -> Iterator[_Found]:
    with (
        _watched(source.open) as stream,
        tarfile.open(fileobj=stream, mode="r|", errorlevel=2) as archive,
    ):
        for info in archive:
            archive.members = []  # type: ignore[attr-defined]  # else all headers stay in memory
            if info.isdir():
                continue
            if not info.isreg():
                yield info.name, LINK, None, None
            elif info.issparse():
                yield info.name, SPARSE, None, None
            else:
                place = [info.offset_data, info.size]
                yield info.name, "", place, partial(_tar_member, archive, info)
        # What lies behind the end is not carried over; it must be whole all the same.
        while stream.read(BLOCK):
            pass


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(info)
    if found is None:
        raise EOFError
    return found


class _Part(io.RawIOBase):
    """So many bytes of a source from a place on. Raises EOFError when there are fewer."""

    def __init__(self, source: Source, start: int, size: int) -> None:
        super().__init__()
        self._stream = stream = source.open() if source.stream is None else _watched(source.open)
        self._left = size
        if source.stream is None:
            stream.seek(start)
            return
        while start:
            block = stream.read(min(start, BLOCK))
            if not block:
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


# -- streams -------------------------------------------------------------------------------------


class _Budget:
    """Bytes that may still come out of the containers around a member."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise Overfull


def _watched(opened: Callable[[], IO[bytes]], budget: _Budget | None = None) -> BinaryIO:
    return io.BufferedReader(_Watched(opened(), budget), BLOCK)


class _Watched(io.RawIOBase):
    """A stream that is counted, and tells the parent now and then that it goes on."""

    def __init__(self, stream: IO[bytes], budget: _Budget | None) -> None:
        super().__init__()
        self._stream = stream
        self._budget = budget
        self._silent = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._stream.read(min(len(view), BLOCK))
        if self._budget is not None:
            self._budget.spend(len(data))
        self._silent += len(data)
        if self._silent > _SILENT:
            sandbox.tell_alive()
            self._silent = 0
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


class _Decoder(Protocol):
    """What decompresses one stream (gzip's member, Zstandard's frame)."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def _zstd() -> _Decoder:
    import zstandard  # noqa: PLC0415 - a seventh of the child's start, for this one kind

    return zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: zlib.decompressobj(31),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=2 * WINDOW),
    "zstd": _zstd,
}


def _one(kind: str, source: Source) -> Iterator[_Found]:
    yield "", "", None, partial(_decompressed, kind, source)


def _decompressed(kind: str, source: Source) -> IO[bytes]:
    return io.BufferedReader(_Streams(_DECODERS[kind], source.open()), BLOCK)


class _Streams(io.RawIOBase):
    """Compressed streams, one behind the other. Raises EOFError where the last one is cut off."""

    def __init__(self, new: Callable[[], _Decoder], stream: BinaryIO) -> None:
        super().__init__()
        self._new = new
        self._stream = stream
        self._decoder: _Decoder | None = None
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._ready:
            given = self._stream.read(_GIVEN)
            if not given:
                if self._decoder is not None:
                    raise EOFError
                return 0
            self._ready = memoryview(self._taken(given))
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _taken(self, given: bytes) -> bytes:
        made = []
        while given:
            if self._decoder is None:
                given = given.lstrip(b"\0")  # padding to whole blocks of a tape
                if not given:
                    break
                self._decoder = self._new()
            made.append(self._decoder.decompress(given))
            if not self._decoder.eof:
                break
            given = self._decoder.unused_data
            self._decoder = None
        return b"".join(made)

    def close(self) -> None:
        self._stream.close()
        super().close()
