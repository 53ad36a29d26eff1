"""Zip archives: every member by its own format, in a new archive.

Dropped: comments, extra fields, times, modes, empty folders. Refused whole: archives under a
password, in several parts, or damaged. Documents that are zip files inside (Word, PowerPoint) are
kinds of their own and no archives.

It is taken apart in a child process (`unpacking`).

Source: PKWARE APPNOTE 6.3.10. `texts` reads the local headers by itself, not through zipfile.
"""

from __future__ import annotations

import io
import shutil
import stat
import struct
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from redactor.errors import QuarantineError
from redactor.formats import members, zip_directory
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
    from typing import IO, BinaryIO

    from redactor.batch import Batch

NAME = "zip archive"
# Behind the formats that are zip files inside.
ORDER = 60

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_DOCUMENTS = (
    "[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml",
    "word/document.xml", "ppt/presentation.xml",
)  # fmt: skip
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_BLOCK = 1 << 18


def recognise(source: Source) -> bool:
    """Say whether a file is a zip archive, and no document that is one inside."""
    if not source.head(4).startswith(_MAGIC):
        return False
    try:
        with zip_directory.opened(source) as archive:
            names = {info.filename for info in archive.infolist()[:50]}
    except Exception:  # noqa: BLE001 - damaged: `read` refuses it and says so
        return True
    is_pickle = any(name.endswith("/data.pkl") for name in names)
    return not is_pickle and not any(name in names for name in _DOCUMENTS)


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the members' names and batches. Raises QuarantineError if refused whole."""
    yield from members.read(source, "zip", batch_bytes=batch_bytes)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write a new archive of the members that `read` gave. `sink` can be sought in."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: IO[bytes], size: int) -> None:
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o600) << 16
            info.file_size = size
            with archive.open(info, "w") as member:
                shutil.copyfileobj(content, member, _BLOCK)

        members.write(batches, add)


def balance(source: Source, left_out: members.LeftOut = frozenset()) -> Counter[str]:
    """Count members, and what is counted in each of them."""
    return members.balance(source, "zip", left_out=left_out)


# -- checking ------------------------------------------------------------------------------------


def texts(source: Source) -> Iterator[str]:
    """Yield all that stands in a written archive: between the members, and in each of them.

    Raises QuarantineError where the archive is not as this module writes it.
    """
    position = 0
    while True:
        with source.open() as stream:
            _skip(stream, position)
            header = stream.read(_LOCAL.size)
            if not header.startswith(b"PK\x03\x04"):
                rest = header + stream.read()
                yield rest.decode("utf-8", "replace")
                return
            fields = _LOCAL.unpack(header)
            method, size, extra = fields[3], fields[7], stream.read(fields[9] + fields[10])
        name = extra[: fields[9]].decode("utf-8", "replace")
        yield name
        yield extra[fields[9] :].decode("latin-1")
        position += _LOCAL.size + len(extra)
        if size == 0xFFFFFFFF:  # zip64: the sizes stand first in the extra field
            size = struct.unpack("<Q", extra[fields[9] + 12 : fields[9] + 20])[0]
        if fields[2] & 8 or method != zipfile.ZIP_DEFLATED:
            raise QuarantineError("a zip archive that redactor did not write; unpack it first")
        opened = partial(_inflated, source, position, size)
        yield from members.texts(Source(name, stream=opened))
        position += size


def _inflated(source: Source, position: int, size: int) -> BinaryIO:
    return io.BufferedReader(_Inflated(source, position, size), _BLOCK)


class _Inflated(io.RawIOBase):
    """The bytes of one deflated member."""

    def __init__(self, source: Source, position: int, size: int) -> None:
        super().__init__()
        self._stream = source.open()
        _skip(self._stream, position)
        self._left = size
        self._inflater = zlib.decompressobj(-15)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = b""
        while not data and not self._inflater.eof:
            given = self._inflater.unconsumed_tail
            if not given:
                given = self._stream.read(min(_BLOCK, self._left))
                self._left -= len(given)
                if not given:
                    raise QuarantineError("a damaged zip archive")
            data = self._inflater.decompress(given, len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _skip(stream: BinaryIO, count: int) -> None:
    """Go on by so many bytes, also in a stream that can't be sought in."""
    if stream.seekable():
        stream.seek(count)
        return
    while count:
        block = stream.read(min(count, _BLOCK))
        if not block:
            return
        count -= len(block)
