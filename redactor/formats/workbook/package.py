"""Package: a workbook's zip file, read member by member within a budget of real bytes.

Member names are only looked up, never used as paths. What a file says of its own sizes is not
believed. Two members of one name, or an encrypted one, and the file is refused: programs differ in
which of the two they show.

Source: ECMA-376 part 2 (Open Packaging Conventions), APPNOTE.TXT 6.3 (zip).
"""

from __future__ import annotations

import posixpath
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from redactor.formats.workbook import markup
from redactor.formats.workbook.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

# Bytes that all members together may have: this, or so many times the file's own size.
_LEAST_BUDGET = 1 << 30
_RATIO = 200
_MOST_BUDGET = 32 << 30
_MOST_MEMBERS = 100_000


class Package:
    """The members of a zip file by name; names are compared without case, as Office does."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Read the list of members.

        Raises zipfile.BadZipFile, and Refused for what no honest workbook has.
        """
        size = stream.seek(0, 2)
        self._left = min(max(_LEAST_BUDGET, size * _RATIO), _MOST_BUDGET)
        self._zip = zipfile.ZipFile(stream)
        self._members: dict[str, zipfile.ZipInfo] = {}
        members = self._zip.infolist()
        if len(members) > _MOST_MEMBERS:
            raise Refused("members")
        for member in members:
            if member.is_dir():
                continue
            name = _name(member.filename)
            if name in self._members:
                raise Refused("twins")
            if member.flag_bits & 1:
                raise Refused("password")
            self._members[name] = member

    @property
    def names(self) -> list[str]:
        """The members' names, in lower case."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        """Say whether there is a member of a name."""
        return _name(name) in self._members

    @contextmanager
    def open(self, name: str) -> Iterator[Counted]:
        """Open a member. Raises KeyError for an unknown one, Refused beyond the budget."""
        with self._zip.open(self._members[_name(name)]) as stream:
            yield Counted(stream, self)

    def take(self, size: int) -> None:
        """Take from the budget. Raises Refused when it is used up."""
        self._left -= size
        if self._left < 0:
            raise Refused("budget")

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a member refers to inside the package: id -> (kind, member's name).

        `kind` is the last word of the relation's type ("worksheet", "comments" ...).
        """
        folder, base = posixpath.split(_name(name))
        rels = posixpath.join(folder, "_rels", base + ".rels")
        found: dict[str, tuple[str, str]] = {}
        if rels not in self:
            return found

        def start(element: str, attributes: dict[str, str]) -> None:
            if element != "Relationship" or attributes.get("TargetMode", "") == "External":
                return
            target = _name(posixpath.join("/" + folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target)

        with self.open(rels) as stream:
            markup.parse(stream, start=start)
        return found


class Counted:
    """A stream whose bytes come out of the package's budget."""

    def __init__(self, stream: IO[bytes], package: Package) -> None:
        """Read from a member's stream."""
        """Read from a stream, on a package's account."""
        self._stream = stream
        self._package = package

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; all that are left, in pieces within the budget, without."""
        if size >= 0:
            data = self._stream.read(size)
            self._package.take(len(data))
            return data
        pieces = []
        while piece := self.read(1 << 20):
            pieces.append(piece)
        return b"".join(pieces)


def _name(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
