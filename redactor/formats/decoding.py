"""Decoding for verification: a file's text by code that shares nothing with the readers."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from redactor.formats.time_limit import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

# What ends a row or a cell in delimited text; a copy has as many.
MARKS = "\n\r,;\t|~^"
_OVER_ASCII = re.compile(r"utf-8(?:-sig)?|ascii|iso8859-[0-9]+|cp125[0-9]")


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
    # There a byte below 128 is that character wherever it stands.
    is_ascii = _OVER_ASCII.fullmatch(codecs.lookup(encoding).name) is not None
    with source.open() as stream:
        while block := stream.read(1 << 20):
            if is_ascii:
                octets = np.frombuffer(block, np.uint8)
                counts.update({mark: np.count_nonzero(octets == ord(mark)) for mark in MARKS})
            else:
                counts.update(marks_in(decoder.decode(block)))
            go_on()
    return +counts


def marks_in(text: str) -> dict[str, int]:
    """Count line ends and delimiters of a text."""
    return {mark: text.count(mark) for mark in MARKS}
