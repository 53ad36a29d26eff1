"""Formats: one module each, `read(source)` and `write(batches, sink)`; which one, content decides.

`write(read(source), sink)` gives the very bytes of the source. What no format understands is
quarantined by its kind, never copied through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import InputError, QuarantineError
from redactor.formats import delimited, signatures, text
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.source import Source

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Source", "encoding_of", "recognise"]

# Files that are meant to be read by people: a table only if a header shows it.
_PROSE_SUFFIXES = frozenset({".log", ".md", ".rst"})


def recognise(source: Source, as_text: bool = False) -> ModuleType:
    """Return the module that reads a file, decided by its content.

    With `as_text`, text of any structure is read line by line.

    Raises InputError for an empty file; QuarantineError, which names the kind and what to do, for
    one that is no text, or text of a structure without a reader; and as `Source.open`.
    """
    head = source.head(HEAD)
    if not head:
        raise InputError("the file is empty; there is nothing to redact")
    kind = signatures.of_bytes(head)
    if kind is not None:
        raise QuarantineError(f"not text but {kind.name}: {kind.remedy}")
    content = decode_all(head, detect(source), final=len(head) < HEAD)
    if not content:
        raise InputError("the file is empty but for a byte order mark; there is nothing to redact")
    if signatures.is_binary(content):
        raise QuarantineError(
            "not text but binary data of an unknown kind: export its content as CSV or text"
        )
    if as_text:
        return text
    kind = signatures.of_text(content)
    if kind is not None:
        raise QuarantineError(
            f"{kind.name}, which has no reader yet: {kind.remedy}, or give --text to have it "
            "searched line by line"
        )
    return delimited if _is_table(source) else text


def _is_table(source: Source) -> bool:
    if source.suffix in _PROSE_SUFFIXES:
        return delimited.has_header(source)
    return delimited.recognise(source)


def encoding_of(source: Source) -> str:
    """Return the Python codec that a file is read with. Raises as `Source.open`."""
    return detect(source).codec
