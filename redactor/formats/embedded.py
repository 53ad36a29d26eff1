"""Embedded: images and other binary data that stand as text inside a cell; they are dropped.

A photograph of an identity card hides in base64 from every recogniser, so nothing of it stays.
Base64 that spells text is not dropped but searched (`redactor.encoded`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.batch import Dropped
from redactor.formats import signatures

if TYPE_CHECKING:
    import polars as pl

    from redactor.batch import Batch

# Shorter runs of base64 letters are words and tokens, not files: no image fits into 48 bytes.
_SHORTEST = 64
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\s]+={0,2}\s*")
_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+")
_DATA_URI = re.compile(r"data:([\w.+\-]+/[\w.+\-]+)?((?:;[\w.+\-]+(?:=[^;,\s]*)?)*),", re.I)
_HEAD = 512
_FONT_OR_CODE = re.compile(r"(?:text|application)/(?:plain|html|json|xml|csv|javascript)", re.I)
_FEW = 256
# Different letters from which on a text may be a file; a line that is drawn has one or two.
_DIFFERENT = 8
# Cells in which a file may stand (`re` and Rust syntax), and a file's letters among others.
_SUSPECT = r"[A-Za-z0-9+/_\-]{60}|^data:"
_LETTERS = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")
# What a cell without its file keeps: the marks by which rows and cells are counted in a copy.
_NOT_KEPT = re.compile(r"[^\n\r,;\t|~^]+")
# What a data: URI is replaced by: no content.
EMPTY_URI = "data:,"


def dropped_kind(value: str) -> str | None:
    """Return what a cell holds if that can't be searched ("image", "binary data"), else None.

    >>> dropped_kind("data:image/png;base64,iVBORw0KGgo=")
    'image'
    """
    if value.startswith(("data:", "DATA:")):
        uri = _DATA_URI.match(value)
        if uri is not None and not _FONT_OR_CODE.fullmatch(uri[1] or "text/plain"):
            return "image" if (uri[1] or "").lower().startswith("image/") else "embedded file"
    if len(value) >= _SHORTEST and is_base64(value):
        if _HEXADECIMAL.fullmatch(value):  # a file, or else a digest
            return _signed(bytes.fromhex(value[: _HEAD * 2]))
        return kind_of(_decoded(value[: _HEAD * 2]))
    return None


def is_base64(value: str) -> bool:
    """Say whether a text is of base64 letters only, without blanks between words.

    >>> is_base64("QWxpIFJhemE="), is_base64("-" * 80)
    (True, False)
    """
    return (
        _BASE64.fullmatch(value) is not None
        and " " not in value.strip()
        and len(set(value[:_HEAD])) >= min(_DIFFERENT, len(value) // 2)
    )


def _decoded(text: str) -> bytes:
    letters = re.sub(r"[\s=]", "", text).replace("-", "+").replace("_", "/")
    letters = letters[: len(letters) // 4 * 4]
    try:
        return base64.b64decode(letters)
    except (binascii.Error, ValueError):
        return b""


def kind_of(head: bytes) -> str | None:
    """Return what first bytes of binary data are; None for bytes that may be text or a digest."""
    signed = _signed(head)
    if signed is not None:
        return signed
    if len(head) < _SHORTEST:
        return None
    try:
        text = head[: len(head) - 3].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 8:
            return None
        return "binary data"
    return "binary data" if signatures.is_binary(text) else None


def _signed(head: bytes) -> str | None:
    kind = signatures.of_bytes(head)
    if kind is None:
        return None
    return "image" if "image" in kind.name else "embedded file"


def without_files(batch: Batch) -> Batch:
    """Return a batch without the files that stand as text in its cells; they are counted."""
    dropped: Counter[str] = Counter()
    cells = []
    for column in batch.columns:
        changed = {}
        for value, count in Counter(_suspects(column.cells)).items():
            new, kinds = _without_files(value)
            if kinds:
                changed[value] = new
                dropped.update(kinds * count)
        cells.append(
            column.cells.replace(list(changed), list(changed.values()))
            if changed
            else column.cells
        )
    if not dropped:
        return batch
    more = tuple(Dropped(kind, count) for kind, count in dropped.items())
    return replace(batch.with_cells(cells), dropped=(*batch.dropped, *more))


def _suspects(cells: pl.Series) -> list[str]:
    """Return the cells in which a file may stand."""
    if len(cells) < _FEW:
        found = [cell for cell in cells.to_list() if cell is not None and len(cell) >= _SHORTEST]
        return [cell for cell in found if re.search(_SUSPECT, cell)]
    long = cells.filter(cells.str.len_bytes().fill_null(0) >= _SHORTEST)
    return long.filter(long.str.contains(_SUSPECT)).to_list() if len(long) else []


def _without_files(value: str) -> tuple[str, list[str]]:
    kind = dropped_kind(value)
    if kind is not None:
        uri = _DATA_URI.match(value)
        head = uri[0] if uri is not None else f"<{kind}>"
        value = value[len(head) :] if uri is not None else value
        return head + _NOT_KEPT.sub("", value), [kind]
    kinds = []

    def left(match: re.Match[str]) -> str:
        kind = kind_of(_decoded(match[0][: _HEAD * 2]))
        if kind is None:
            return match[0]
        kinds.append(kind)
        return f"<{kind}>"

    return _LETTERS.sub(left, value), kinds
