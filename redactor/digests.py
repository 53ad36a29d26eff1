"""Keyed digests of many short texts at once, and any number of them in bounded memory.

SipHash-2-4 is a pseudo-random function of 64 bits under a key of 128, made for short inputs; here
it runs over whole arrays. Without the key a digest tells nothing of its text.

Source: Aumasson, Bernstein, SipHash: a fast short-input PRF (2012), with its test vectors.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    import numpy.typing as npt
    import polars as pl

    Words = npt.NDArray[np.uint64]

# Parts of the digests, by their first six bits.
PARTITIONS = 64
_FLUSH = 1 << 18
_INITIAL = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)
_WORD = 8


def siphash(texts: Sequence[bytes], key: bytes) -> Words:
    """Return the SipHash-2-4 of each text under a key of 16 bytes.

    >>> [hex(number) for number in siphash([bytes(range(15))], bytes(range(16)))]
    ['0xa129ca6149be45e5']
    """
    result = np.zeros(len(texts), np.uint64)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    counts = lengths // _WORD + 1
    for count in np.unique(counts):
        among = np.flatnonzero(counts == count)
        width = int(count) * _WORD
        padded = b"".join([texts[place].ljust(width, b"\0") for place in among.tolist()])
        words = np.frombuffer(padded, "<u8").reshape(-1, int(count)).astype(np.uint64)
        words[:, -1] |= lengths[among].astype(np.uint64) << np.uint64(56)
        result[among] = _siphash_words(words, key)
    return result


def siphash_column(texts: pl.Series, key: bytes) -> Words:
    """Return the SipHash-2-4 of each text of a column, in no order, as `siphash` of its UTF-8."""
    lengths = texts.str.len_bytes()
    results = [np.zeros(0, np.uint64)]
    for length in lengths.unique().to_list():
        among = texts.filter(lengths == length)
        count = length // _WORD + 1
        padded = np.zeros((len(among), count * _WORD), np.uint8)
        joined = among.str.join("").item().encode()
        padded[:, :length] = np.frombuffer(joined, np.uint8).reshape(len(among), length)
        words = padded.view("<u8").astype(np.uint64)
        words[:, -1] |= np.uint64(length % 256 << 56)
        results.append(_siphash_words(words, key))
    return np.concatenate(results)


def _siphash_words(words: Words, key: bytes) -> Words:
    """Return the SipHash of rows of 64-bit words, the last of which holds the length."""
    first, second = (np.uint64(int.from_bytes(key[at : at + 8], "little")) for at in (0, 8))
    state = [
        np.full(len(words), np.uint64(start) ^ part, np.uint64)
        for start, part in zip(_INITIAL, (first, second, first, second), strict=True)
    ]
    for number in range(words.shape[1]):
        word = words[:, number]
        state[3] = state[3] ^ word
        _round(state)
        _round(state)
        state[0] = state[0] ^ word
    state[2] = state[2] ^ np.uint64(0xFF)
    for _ in range(4):
        _round(state)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def _round(state: list[Words]) -> None:
    a, b, c, d = state
    a = a + b
    b = _rotated(b, 13) ^ a
    a = _rotated(a, 32)
    c = c + d
    d = _rotated(d, 16) ^ c
    a = a + d
    d = _rotated(d, 21) ^ a
    c = c + b
    b = _rotated(b, 17) ^ c
    c = _rotated(c, 32)
    state[:] = a, b, c, d


def _rotated(words: Words, bits: int) -> Words:
    return (words << np.uint64(bits)) | (words >> np.uint64(64 - bits))


class DigestSpool:
    """Digests in any number, in bounded memory.

    Full buffers go to an anonymous temporary file (unlinked from the start, digests only, the key
    never leaves memory), split by first bits, so that two spools can be joined part by part.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._buffers: list[Words] = []
        self._held = 0
        self._file = tempfile.TemporaryFile(prefix="redactor-")  # noqa: SIM115 - closed below
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(PARTITIONS)]
        self.is_empty = True
        # What was added since the journal was last written, where a run keeps one.
        self.log: list[Words] | None = None

    def add(self, digests: Words) -> None:
        """Add digests, in any order and number."""
        if not len(digests):
            return
        digests = _distinct(digests)
        if self.log is not None:
            self.log.append(digests)
        self.is_empty = False
        self._buffers.append(digests)
        self._held += len(digests)
        if self._held >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        if self._buffers:
            held = _distinct(np.concatenate(self._buffers))
            for number, part in enumerate(_split(held)):
                if len(part):
                    self._pieces[number].append((self._file.seek(0, 2), part.nbytes))
                    self._file.write(part.tobytes())
        self._buffers, self._held = [], 0

    def partition(self, number: int) -> Words:
        """Return the distinct digests of one part, sorted."""
        self._flush()
        parts = [np.zeros(0, np.uint64)]
        for offset, size in self._pieces[number]:
            self._file.seek(offset)
            parts.append(np.frombuffer(self._file.read(size), np.uint64))
        return _distinct(np.concatenate(parts))

    def save(self, sink: BinaryIO) -> None:
        """Write the distinct digests, sorted, eight bytes each in the machine's order."""
        for number in range(PARTITIONS):
            sink.write(self.partition(number).tobytes())

    def load(self, digests: Words) -> None:
        """Take in digests that were saved; they are not logged again."""
        log, self.log = self.log, None
        for part in np.array_split(digests, len(digests) // _FLUSH + 1):
            self.add(part)
        self.log = log

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def _distinct(digests: Words) -> Words:
    """Return the distinct digests, sorted: what np.unique does, which hashes and is far slower."""
    ordered = np.sort(digests)
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _split(digests: Words) -> list[Words]:
    """Cut sorted digests by their first six bits."""
    ends = np.searchsorted(digests >> np.uint64(58), np.arange(1, PARTITIONS))
    return np.split(digests, ends)
