"""Source: where bytes come from, a file or memory, opened without trusting its name.

A name is only a name: `-rf.csv`, `a[1].csv` or `http:x` is never a pattern, an option or an
address here. A file is opened by descriptor, and only a regular file is read: a pipe or a device
would block or never end.
"""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from redactor.errors import InputError, QuarantineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY", "O_BINARY")
)


class _Latest:
    """The stream that was opened last, for showing how far the reading has come."""

    __slots__ = ("stream",)

    def __init__(self) -> None:
        self.stream: BinaryIO | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to be read: of the file `path`, `data`, or what `stream` opens anew each time.

    `name` serves for its suffix only. `stream` is for a member of an archive that is too large to
    be held; it can't be sought in. `start` are its first bytes: a look at them unpacks nothing.
    `inside` is what archives know of the archives around it.
    Neither name nor content is in the `repr`: both can hold an identifier.
    """

    name: str = field(repr=False)
    path: Path | None = field(default=None, repr=False)
    data: bytes | None = field(default=None, repr=False)
    stream: Callable[[], BinaryIO] | None = field(default=None, repr=False, compare=False)
    start: bytes = field(default=b"", repr=False, compare=False)
    inside: object = field(default=None, repr=False, compare=False)
    _latest: _Latest = field(default_factory=_Latest, repr=False, compare=False)

    @classmethod
    def from_path(cls, path: Path | str) -> Source:
        """Return the source that reads a file."""
        path = Path(path)
        return cls(path.name, path)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "") -> Source:
        """Return the source that reads bytes in memory."""
        return cls(name, None, data)

    @property
    def suffix(self) -> str:
        """The name's last suffix in lower case, with its dot; "" without one."""
        return Path(self.name).suffix.lower()

    def open(self) -> BinaryIO:
        """Return a new stream over the bytes, from the first on.

        Raises UsageError (no such file, a folder, a pipe or device) or InputError (no permission,
        a broken disk). The messages hold no name; whoever knows how the file may be called adds it.
        """
        stream = self._opened()
        self._latest.stream = stream
        return stream

    def _opened(self) -> BinaryIO:
        if self.stream is not None:
            return self.stream()
        if self.path is None:
            return io.BytesIO(self.data or b"")
        return os.fdopen(_open_regular(self.path), "rb")

    def head(self, size: int) -> bytes:
        """Return the first `size` bytes, fewer if there are fewer. Raises as `open`."""
        if size <= len(self.start):
            return self.start[:size]
        with self._opened() as stream:
            return stream.read(size)

    def whole(self, limit: int) -> bytes:
        """Return all bytes, for a parser that needs them at once. Raises as `open`.

        Raises QuarantineError if there are more than `limit`.
        """
        data = self.data if self.data is not None and self.path is None else self.head(limit + 1)
        if len(data) > limit:
            raise QuarantineError(
                f"more than {limit >> 20} MiB inside an archive, of a format that is read at once: "
                "unpack it and redact the folder"
            )
        return data

    def size(self) -> int:
        """Return the number of bytes. Raises as `open`."""
        if self.stream is not None:
            with self._opened() as stream:
                return sum(len(block) for block in iter(lambda: stream.read(1 << 20), b""))
        if self.path is None:
            return len(self.data or b"")
        with self._opened() as stream:
            return os.fstat(stream.fileno()).st_size

    def position(self) -> int:
        """Return how many bytes the stream opened last has given; all, once it is closed."""
        stream = self._latest.stream
        if stream is None:
            return 0
        return self.size() if stream.closed else stream.tell()


def _open_regular(path: Path) -> int:
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise UsageError("there is no such file; check the path") from None
    except PermissionError:
        raise InputError("no permission to read the file; change its mode or copy it") from None
    except (OSError, ValueError):
        raise InputError("the file can't be opened; check the path and the disk") from None
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise UsageError("this is a folder, not a file; give a file, or redact the folder")
    raise UsageError("this is not a regular file; copy its content into one first")
