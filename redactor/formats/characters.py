"""A window over the decoded text of a file, filled chunk by chunk; memory stays bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.formats.encoding import Decoder

if TYPE_CHECKING:
    from typing import BinaryIO

    from redactor.formats.encoding import Encoding

# Characters of one record; a longer one is quarantined. Real records end far below.
RECORD_LIMIT = 16 << 20
# A window that must grow is read in chunks of up to so many bytes.
_LARGEST_GROWTH = 4 << 20


class Characters:
    """The text that is read but not yet taken: `text`, its place in the file, and what follows.

    text     decoded characters from `byte` on.
    is_last  nothing follows `text`.
    """

    def __init__(self, stream: BinaryIO, encoding: Encoding, chunk: int) -> None:
        """Start behind the byte order mark. `chunk` is the least number of bytes read at a time."""
        self.text = ""
        self._read = len(stream.read(len(encoding.mark)))
        self.is_last = False
        self._stream = stream
        self._encoding = encoding
        self._decoder = Decoder(encoding)
        self._chunk = max(1, chunk)

    @property
    def byte(self) -> int:
        """Position in the file, in bytes, of the first character of `text`."""
        return self._read - self._decoder.waiting - self._encoding.size(self.text)

    def fill(self) -> None:
        """Read on. What is asked for grows with the window, so that waiting costs linear time."""
        wanted = max(self._chunk, min(len(self.text), _LARGEST_GROWTH))
        data = self._stream.read(wanted)
        self._read += len(data)
        self.is_last = len(data) < wanted
        text = self._decoder.decode(data, final=self.is_last)
        self.text = self.text + text if self.text else text

    def take(self, count: int) -> None:
        """Let the first `count` characters go."""
        if count:
            self.text = self.text[count:]
