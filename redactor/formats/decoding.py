"""Decoding for verification: a file's text by code that shares nothing with the readers."""

from __future__ import annotations

import codecs
from collections import Counter
from typing import TYPE_CHECKING

from redactor.formats.time_limit import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

# What ends a row or a cell in delimited text; a copy has as many.
MARKS = "\n\r,;\t|~^"


def blocks_of(source: Source, encoding: str, limit: int = 1 << 20) -> Iterator[str]:
    """Decode a file by itself and yield whole lines, many at a time; long ones in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    with source.open() as stream:
        while block := stream.read(limit):
            rest += decoder.decode(block)
            end = max(rest.rfind("\n"), rest.rfind("\r")) + 1
            if end:
                yield rest[:end]
                rest = rest[end:]
            if len(rest) > limit:
                yield rest
                rest = rest[-256:]
    yield rest + decoder.decode(b"", final=True)


def marks_of(source: Source, encoding: str) -> Counter[str]:
    """Count line ends and delimiters of a file."""
    counts: Counter[str] = Counter()
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with source.open() as stream:
        while block := stream.read(1 << 20):
            counts.update(marks_in(decoder.decode(block)))
            go_on()
    return +counts


def marks_in(text: str) -> dict[str, int]:
    """Count line ends and delimiters of a text."""
    return {mark: text.count(mark) for mark in MARKS}
