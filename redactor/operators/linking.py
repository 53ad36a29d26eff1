"""How many spellings of names `link_spellings` joined: counted with digests that nobody keeps."""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from typing import Final

from recognizers.pk import name_links, person

# Distinct names counted; beyond, the count stands still and is "at least".
_MOST: Final = 2_000_000
_BYTES: Final = 8


class LinkedNames:
    """Counts the distinct spellings that fell together in one run."""

    def __init__(self) -> None:
        """Begin with none; the digests' key lives as long as this object."""
        self._key = secrets.token_bytes(32)
        self._written: set[bytes] = set()
        self._linked: set[bytes] = set()

    def note(self, name: str) -> None:
        """Count a name as it was written; what can't be read as one is left out."""
        if len(self._written) >= _MOST:
            return
        with suppress(ValueError):
            written, linked = person.compact(name), name_links.linked(name)
            self._written.add(self._digest(written))
            self._linked.add(self._digest(linked))

    def _digest(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256")[:_BYTES]

    @property
    def joined(self) -> int:
        """Return how many spellings have the token of another one."""
        return len(self._written) - len(self._linked)
