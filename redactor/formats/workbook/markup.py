"""Markup: XML as calls of functions, without a document type and so without entities of its own.

Elements are named without their namespace's prefix: prefixes differ between programs, and within
one part no two namespaces share an element that is read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from redactor.formats.workbook.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK = 1 << 16
# Elements within one another, from which on it is no workbook.
_DEEPEST = 256


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""


def parse(
    stream: Readable,
    *,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start(name, attributes)`, `end(name)` and `text(characters)` through an XML stream.

    Raises Refused for a document type (the door to entities) or a very deep nesting,
    xml.parsers.expat.ExpatError for what is no XML.
    """
    feed = feeder(start=start, end=end, text=text)
    while block := stream.read(_BLOCK):
        feed(block, False)
    feed(b"", True)


def feeder(
    *,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Callable[[bytes, bool], object]:
    """Return a function that takes an XML stream block by block: (bytes, is last)."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    depth = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Refused("deep")
        if start is not None:
            start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(":")[2] if ":" in name else name)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    if text is not None:
        parser.CharacterDataHandler = text
    return parser.Parse


def _refuse(*declaration: object) -> None:
    del declaration
    raise Refused("doctype")
