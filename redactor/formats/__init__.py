"""Formats: one module each, `read(source)` and `write(batches, sink)`; which one, content decides.

A format is a module or package in this folder that has NAME, `recognise`, `read` and `write`. It
is discovered, not registered; what no format understands is quarantined by its kind, never copied
through. CONTRIBUTING.md says what a format has to do.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from redactor.errors import InputError, QuarantineError, RedactorError
from redactor.formats import signatures
from redactor.formats.encoding import HEAD, decode_all, detect
from redactor.formats.source import Source

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Source", "encoding_of", "modules", "recognise", "target_suffix", "unreadable"]

_NEEDED = ("NAME", "recognise", "read", "write")
# What has no structure to be recognised by is one of these.
_PLAIN = frozenset({"delimited", "text"})
# Asked in this order unless a module has an ORDER of its own: containers before the text in them.
_ORDER = 50
# Files that are meant to be read by people: a table only if a header shows it.
_PROSE_SUFFIXES = frozenset({".log", ".md", ".rst"})


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the formats that have a structure to be recognised by, in the order they are asked."""
    found = [
        module
        for info in pkgutil.iter_modules(__path__)
        if info.name not in _PLAIN
        and all(hasattr(module := import_module(f"{__name__}.{info.name}"), n) for n in _NEEDED)
    ]
    return tuple(sorted(found, key=lambda m: (getattr(m, "ORDER", _ORDER), m.__name__)))


def recognise(source: Source, as_text: bool = False) -> ModuleType:
    """Return the module that reads a file, decided by its content.

    With `as_text`, text of any structure is read line by line.

    Raises InputError for an empty file; QuarantineError, which names the kind and what to do, for
    one that is no text, or text of a structure without a reader; and as `Source.open`.
    """
    from redactor.formats import delimited, text  # noqa: PLC0415 - polars: a child needs none

    head = source.head(HEAD)
    if not head:
        raise InputError("the file is empty; there is nothing to redact")
    kind = signatures.of_bytes(head)
    if kind is not None or not as_text:
        for module in modules():
            if _is_of(module, source):
                return module
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


def _is_of(module: ModuleType, source: Source) -> bool:
    """Ask a format; what breaks its look at a damaged or hostile file is quarantine."""
    try:
        return bool(module.recognise(source))
    except (RedactorError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the message may hold a value: its type is told
        raise QuarantineError(
            f"{module.NAME} that can't be read ({type(error).__name__}): damaged, or of a kind not "
            "seen before. Export it anew"
        ) from None


def unreadable(module: ModuleType, error: Exception) -> QuarantineError:
    """Return what to raise when a damaged or hostile file broke its reader in whatever way."""
    return QuarantineError(
        f"{module.NAME} that can't be read ({type(error).__name__}): damaged, or of a kind not "
        "seen before. Export it anew, or give --text if it is text"
    )


def target_suffix(module: ModuleType, source: Source) -> str | None:
    """Return the suffix of a copy that can't be of the input's format (".sqlite"), else None."""
    suffix: str | None = getattr(module, "target_suffix", lambda source: None)(source)
    return suffix


def _is_table(source: Source) -> bool:
    from redactor.formats import delimited  # noqa: PLC0415 - as above

    if source.suffix in _PROSE_SUFFIXES:
        return delimited.has_header(source)
    return delimited.recognise(source)


def encoding_of(source: Source) -> str:
    """Return the Python codec that a file is read with. Raises as `Source.open`."""
    return detect(source).codec
