"""Embedded: images and other binary data that stand as text inside a cell; they are dropped.

A photograph of an identity card hides in base64 from every recogniser, so nothing of it stays.
Base64 that spells text is not dropped but searched (`redactor.encoded`).
"""

from __future__ import annotations

import base64
import binascii
import re

from redactor.formats import signatures

# Shorter runs of base64 letters are words and tokens, not files: no image fits into 48 bytes.
_SHORTEST = 64
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\s]+={0,2}\s*")
_DATA_URI = re.compile(r"data:([\w.+\-]+/[\w.+\-]+)?((?:;[\w.+\-]+(?:=[^;,\s]*)?)*),", re.I)
_HEAD = 512
_FONT_OR_CODE = re.compile(r"(?:text|application)/(?:plain|html|json|xml|csv|javascript)", re.I)
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
        return kind_of(_decoded(value[: _HEAD * 2]))
    return None


def is_base64(value: str) -> bool:
    """Say whether a text is of base64 letters only, without blanks between words."""
    return _BASE64.fullmatch(value) is not None and " " not in value.strip()


def _decoded(text: str) -> bytes:
    letters = re.sub(r"[\s=]", "", text).replace("-", "+").replace("_", "/")
    letters = letters[: len(letters) // 4 * 4]
    try:
        return base64.b64decode(letters)
    except (binascii.Error, ValueError):
        return b""


def kind_of(head: bytes) -> str | None:
    """Return what first bytes of binary data are; None for bytes that may be text or a digest."""
    kind = signatures.of_bytes(head)
    if kind is not None:
        return "image" if "image" in kind.name else "embedded file"
    if len(head) < _SHORTEST:
        return None
    try:
        text = head[: len(head) - 3].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(head) - 8:
            return None
        return "binary data"
    return "binary data" if signatures.is_binary(text) else None
