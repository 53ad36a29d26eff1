"""Decoding for verification: a file's lines by code that shares nothing with the readers."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source


def lines_of(source: Source, encoding: str, limit: int = 1 << 20) -> Iterator[str]:
    """Decode a file by itself and yield its lines, long ones in overlapping pieces."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    with source.open() as stream:
        while block := stream.read(limit):
            rest += decoder.decode(block)
            *lines, rest = re.split(r"\r\n|\n|\r", rest)
            yield from lines
            if len(rest) > limit:
                yield rest
                rest = rest[-256:]
    yield rest + decoder.decode(b"", final=True)
