"""Files compressed one by one: gzip, bzip2, xz, Zstandard. One member, which may be an archive.

The copy is compressed in the same way. Dropped: the name, time and comment that a gzip header can
hold. A file that is cut off, or with anything behind its end, is refused whole. A child process
unpacks it (`unpacking`).

Sources: RFC 1952 (gzip), RFC 8878 (Zstandard); Python's gzip, bz2, lzma; python-zstandard.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
from functools import partial
from typing import TYPE_CHECKING

import zstandard

from redactor.errors import QuarantineError
from redactor.formats import members, unpacking
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
    for batch in members.read(
        source, kind, batch_bytes=batch_bytes, word="content", name=_inner_name(source)
    ):
        if members.is_left_out(batch.frame):
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


def balance(source: Source, left_out: members.LeftOut = frozenset()) -> Counter[str]:
    """Count what is counted in the content."""
    kind = _kind(source.head(10)) or ""
    return members.balance(source, kind, _inner_name(source), left_out)


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


def _checked(kind: str, source: Source) -> BinaryIO:
    """Return the content by other code than `_unpacked`."""
    stream = source.open()
    reader: object
    if kind == "zstd":
        reader = zstandard.ZstdDecompressor(max_window_size=unpacking.WINDOW).stream_reader(
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
