"""Files compressed one by one: gzip, bzip2, xz, Zstandard. One member, which may be an archive.

The copy is compressed in the same way. Dropped: the name, time and comment that a gzip header can
hold. A file that is cut off, or with anything behind its end, is refused whole.

Sources: RFC 1952 (gzip), RFC 8878 (Zstandard); Python's gzip, bz2, lzma; python-zstandard.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import zlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

import zstandard

from redactor.errors import QuarantineError
from redactor.formats import members
from redactor.formats.members import Member
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
    from typing import IO, BinaryIO

    from redactor.batch import Batch

NAME = "compressed file"

_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_SUFFIXES = {
    ".gz": "", ".gzip": "", ".tgz": ".tar", ".taz": ".tar", ".bz2": "", ".tbz": ".tar",
    ".tbz2": ".tar", ".xz": "", ".txz": ".tar", ".zst": "", ".zstd": "", ".tzst": ".tar",
}  # fmt: skip
_BLOCK = 1 << 18
# Memory that a decoder may take: the largest window that the tools make by default or with --long.
_WINDOW = 128 << 20
# Compressed bytes that are decoded at once: 2 KiB of Zstandard can be 64 MiB.
_GIVEN = 1 << 11


def recognise(source: Source) -> bool:
    """Say whether a file is compressed in one of these ways."""
    head = source.head(10)
    if head.startswith(b"BZh"):
        return head[4:10] in {b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"}
    return _kind(head) is not None


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of what is in the file. Raises QuarantineError if refused whole."""
    kind = _kind(source.head(10)) or ""
    yield members.own(kind)
    for batch in members.read(source, _members(source), batch_bytes=batch_bytes, word="content"):
        if isinstance(batch.frame, members.Note | members.Failed):
            raise QuarantineError(
                f"a {kind} file of what can't be read: "
                + "; ".join(part.reason for part in batch.quarantined)
            )
        yield batch


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write the content, compressed as it was."""
    given = iter(batches)
    kind = members.own_value(next(given))

    def add(name: str, content: IO[bytes], size: int) -> None:
        del name, size
        with _packed(kind, sink) as packed:
            shutil.copyfileobj(content, packed, _BLOCK)

    members.write(given, add)


def balance(source: Source) -> Counter[str]:
    """Count what is counted in the content, if its format counts."""
    return members.balance(source, _members(source))


def texts(source: Source) -> Iterator[str]:
    """Yield what stands in the header and in the content of a written file."""
    yield source.head(64).decode("latin-1")
    kind = _kind(source.head(10)) or ""
    yield from members.texts(Source(_inner_name(source), stream=partial(_checked, kind, source)))


def _kind(head: bytes) -> str | None:
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def _inner_name(source: Source) -> str:
    suffix = source.suffix
    if suffix not in _SUFFIXES:
        return source.name
    return source.name[: -len(suffix)] + _SUFFIXES[suffix]


def _members(source: Source) -> Iterator[Member]:
    kind = _kind(source.head(10)) or ""
    yield Member(_inner_name(source), partial(_unpacked, kind, source))


def _unpacked(kind: str, source: Source) -> BinaryIO:
    return io.BufferedReader(_Streams(_DECODERS[kind], source.open()), _BLOCK)


def _checked(kind: str, source: Source) -> BinaryIO:
    """Return the content by other code than `_unpacked`."""
    stream = source.open()
    reader: object
    if kind == "zstd":
        reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
            stream, read_across_frames=True
        )
    elif kind == "xz":
        reader = lzma.LZMAFile(stream)  # noqa: SIM115 - closed with the stream
    else:
        reader = bz2.BZ2File(stream) if kind == "bzip2" else gzip.GzipFile(fileobj=stream)
    return _Both(reader, stream)


def _packed(kind: str, sink: BinaryIO) -> IO[bytes]:
    if kind == "zstd":
        return zstandard.ZstdCompressor(write_checksum=True).stream_writer(sink, closefd=False)
    if kind == "xz":
        return lzma.LZMAFile(sink, "w", preset=3)
    if kind == "bzip2":
        return bz2.BZ2File(sink, "w")
    packed: IO[bytes] = gzip.GzipFile("", "wb", 6, sink, mtime=0)  # type: ignore[assignment]
    return packed


class _Both(io.BufferedReader):
    """A reader that closes the stream below it as well."""

    def __init__(self, reader: object, below: BinaryIO) -> None:
        super().__init__(reader, _BLOCK)  # type: ignore[arg-type]
        self._below = below

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._below.close()


class _Decoder(Protocol):
    """What decompresses one stream (gzip's member, Zstandard's frame)."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: zlib.decompressobj(31),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=2 * _WINDOW),
    "zstd": lambda: zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj(),
}


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
