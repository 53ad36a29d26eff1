"""The list of members in a zip archive, looked at to tell what an archive is; nothing is unpacked.

Here, in the main process, a list is read up to a length only: one that is longer than any honest
archive's would fill memory.
"""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from redactor.formats.source import Source

# Bytes of the list: 100,000 members, more than any document has.
_LONGEST = 8 << 20
# A zip archive in another one is held whole: its list stands at its end.
_HELD = 1 << 30


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive. Raises BadZipFile and others for one that is damaged or too long."""
    with _seekable(source) as stream, zipfile.ZipFile(_Bounded(stream)) as archive:
        yield archive


def _seekable(source: Source) -> BinaryIO:
    """Return a stream that can be sought in; a zip archive is read from its end."""
    return source.open() if source.stream is None else io.BytesIO(source.whole(_HELD))


class _Bounded:
    """A stream of which no more than _LONGEST bytes are read at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek = stream.seek
        self.tell = stream.tell
        self.seekable = stream.seekable

    def read(self, size: int = -1) -> bytes:
        data = b"" if size > _LONGEST else self._stream.read(_LONGEST + 1 if size < 0 else size)
        if size > _LONGEST or len(data) > _LONGEST:
            raise zipfile.BadZipFile("a list of members of such length")
        return data
