"""What stands in a workbook, taken by other code than its reader's: for verification.

`texts` gives every text and attribute of every member of a written workbook; `counts` the filled
cells of an .xlsx workbook, which its copy must have as well.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING

from redactor.formats.workbook import markup
from redactor.formats.workbook.package import Package
from redactor.formats.workbook.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.formats.source import Source

_BLOCK = 1 << 20
# A text node, or an attribute's value.
_PIECE = re.compile(r'>([^<]+)<|="([^"]*)"')
# Shorter ones hold nothing that is searched for; most are references like A1.
_SHORTEST = 6
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def texts(source: Source) -> Iterator[str]:
    """Yield all texts and attributes of a written workbook, and its members' names."""
    with source.open() as stream, zipfile.ZipFile(stream) as package:
        for member in package.infolist():
            yield member.filename
            yield member.comment.decode("utf-8", "replace")
            rest = ""
            with package.open(member) as content:
                while block := content.read(_BLOCK):
                    # Cut between two elements: never within a text of less than a block.
                    text = rest + block.decode("utf-8", "surrogateescape")
                    cut = text.rfind("><", max(0, len(text) - _BLOCK)) + 1 or len(text)
                    yield from _pieces(text[:cut])
                    rest = text[cut:]
            yield from _pieces(rest)
        yield package.comment.decode("utf-8", "replace")


def _pieces(markup: str) -> Iterator[str]:
    """Yield texts and attributes, many joined by tabs: a search reads no number across one."""
    found = []
    for match in _PIECE.finditer(markup):
        text = match[1] or match[2] or ""
        if len(text) < _SHORTEST:
            continue
        if "&" in text:
            text = html.unescape(text)
        found.append(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text)
    yield "\t".join(found)


def counts(source: Source) -> Iterator[dict[str, int]]:
    """Yield the number of sheets and of filled cells; runs in the sandbox.

    Yields nothing for a workbook that the reader refuses as well.
    """
    try:
        with source.open() as stream:
            yield _counted(Package(stream))
    except Refused:
        return


def _counted(package: Package) -> dict[str, int]:
    part = next((t for k, t in package.relations("").values() if k == "officeDocument"), "")
    relations = package.relations(part or "xl/workbook.xml").values()
    empty: frozenset[int] = frozenset()
    for kind, target in relations:
        if kind == "sharedStrings" and target in package:
            empty = _empty_texts(package, target)
    sheets = [t for kind, t in relations if kind.lower().endswith(("worksheet", "macrosheet"))]
    return {"sheets": len(sheets), "cells": sum(_cells(package, t, empty) for t in sheets)}


def _empty_texts(package: Package, part: str) -> frozenset[int]:
    """Return which of the shared texts have no character."""
    lengths: list[int] = []
    path: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        del attributes
        path.append(element)
        if element == "si":
            lengths.append(0)

    def end(element: str) -> None:
        del element
        path.pop()

    def text(characters: str) -> None:
        if path[-1] == "t" and "rPh" not in path:
            lengths[-1] += len(characters)

    with package.open(part) as stream:
        markup.parse(stream, start=start, end=end, text=text)
    return frozenset(number for number, length in enumerate(lengths) if not length)


def _cells(package: Package, part: str, empty: frozenset[int]) -> int:
    """Return how many cells of a sheet hold something."""
    filled = 0
    kind = ""
    value: list[str] = []
    is_value = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal kind, is_value
        if element == "c":
            kind = attributes.get("t", "")
            value.clear()
        is_value = element in {"v", "t"}

    def end(element: str) -> None:
        nonlocal filled, is_value
        is_value = False
        if element == "c" and value:
            filled += not (kind == "s" and int("".join(value)) in empty)
            value.clear()

    def text(characters: str) -> None:
        if is_value:
            value.append(characters)

    with package.open(part) as stream:
        markup.parse(stream, start=start, end=end, text=text)
    return filled
