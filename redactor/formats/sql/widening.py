"""Widening: a token in a column of numbers, or in a short one, would not load; its type is changed.

Which columns changed is known only behind the last row, the types stand before the first. So the
finished copy is opened up where the types stand; with no change nothing is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.formats.pieces import Chunk
from redactor.formats.sql import tables
from redactor.formats.sql.dialect import GENERIC, Dialect

if TYPE_CHECKING:
    from typing import BinaryIO

    from redactor.formats.encoding import Encoding
    from redactor.formats.pieces import Lengths

_BLOCK = 1 << 20


@dataclass(slots=True, repr=False)
class Typed(Chunk):
    """A chunk, and the types of columns that begin in it."""

    dialect: Dialect = GENERIC
    types: list[tuple[str, tables.Definition]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """Where in the copy, in bytes, the type of a column stands, and what it is."""

    key: tuple[str, str]
    start: int
    end: int
    declared: str
    encoding: Encoding
    dialect: Dialect


def places(chunk: Typed, done: int) -> list[Place]:
    """Return where the types of a chunk are written, `done` bytes being written before it."""
    found = []
    wanted = [
        (d.start - chunk.base, d.end - chunk.base, table, d)
        for table, d in chunk.types
        if not d.is_counter
    ]
    if not wanted:
        return []
    byte = done + len(chunk.mark)
    for place, piece in chunk.pieces():
        for start, end, table, definition in wanted:
            if place <= start and end <= place + len(piece) and chunk.text[start:end] in piece:
                before = chunk.encoding.size(piece[: start - place])
                declared = piece[start - place : end - place]
                if declared != chunk.text[start:end]:
                    continue
                found.append(
                    Place(
                        (table.lower(), definition.name.lower()),
                        byte + before,
                        byte + before + chunk.encoding.size(declared),
                        declared,
                        chunk.encoding,
                        chunk.dialect,
                    )
                )
        byte += chunk.encoding.size(piece)
    return found


def widen(sink: BinaryIO, types: list[Place], lengths: Lengths) -> None:
    """Give every column that holds a longer or another kind of text now a type that it fits."""
    changes: list[tuple[int, int, bytes]] = []
    longest_of: dict[tuple[str, str], int] = {}
    for (table, name), longest in lengths.items():
        if name is not None:
            # In code a column is named without its table.
            key = (table or "").lower(), name.lower()
            longest_of[key] = max(longest, longest_of.get(key, 0))
    for place in types:
        longest = max(longest_of.get(place.key, 0), longest_of.get(("", place.key[1]), 0))
        new = tables.widened(place.declared, longest, place.dialect) if longest else None
        if new is not None:
            changes.append((place.start, place.end, place.encoding.encode(new)))
    if not changes:
        return
    changes.sort()
    growth = sum(len(wider) - (end - start) for start, end, wider in changes)
    end_of_part = sink.seek(0, 2)
    # From the end on, so that nothing is overwritten before it was moved.
    for start, end, wider in reversed(changes):
        _move(sink, end, end_of_part, growth)
        growth -= len(wider) - (end - start)
        sink.seek(start + growth)
        sink.write(wider)
        end_of_part = start
    sink.seek(0, 2)


def _move(sink: BinaryIO, start: int, end: int, distance: int) -> None:
    """Move the bytes between two places towards the end of the file."""
    while end > start:
        size = min(_BLOCK, end - start)
        sink.seek(end - size)
        data = sink.read(size)
        sink.seek(end - size + distance)
        sink.write(data)
        end -= size
