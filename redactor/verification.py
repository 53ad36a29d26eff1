"""Reads a written copy back from disk and searches it for what the original held.

Shares no code with the readers and writers: it decodes the file itself, line by line. Three
searches, each of which fails the run:

- every removed value, in every written form and digit order (`keys_of`, `candidates`), by keyed
  digests: the values themselves are not kept, in memory or on disk;
- the recognisers once more (done by the pipeline's caller with the same columns);
- the balance of line ends and delimiters between input and output: no row and no cell was lost.

What can't be searched for is counted and said: a value shorter than SHORTEST digits without a
letter or a separator stands in any table of amounts, and a single given name in any text.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import secrets
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from recognizers.pk.script import fold
from redactor.formats import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType
    from typing import BinaryIO

    import numpy.typing as npt

    from redactor.formats.source import Source

SHORTEST = 9
LONGEST = 24
# Letters of a name of several words, from which on it is searched for.
_NAME_LETTERS = 7
# Parts of the digests, by their first six bits.
PARTITIONS = 64
_FLUSH = 1 << 16
BALANCED = "\n\r,;\t|~^"

_NUMBER = re.compile(r"[0-9](?:[ \t\-._/()·,]{0,3}[0-9])*")
_RUN = re.compile(r"[0-9]+")
_MOBILE = re.compile(r"(?:0092|92|0)?0?(3[0-9]{9})")
_WORD = re.compile(r"[^\W\d_]+")
_ALNUM = re.compile(r"[^\W_]+")
_DELIMITERS = re.compile(r"[,;\t|~^]")
_WITH_AT = re.compile(r"[^\s,;<>()\"']+@[^\s,;<>()\"']+")
# Kept only in part or replaced by a class that many share: a search would find other people's.
NOT_SEARCHED = frozenset(
    {"DATE_OF_BIRTH", "RELIGION", "CASTE_OR_TRIBE", "GEO_COORDINATES", "LOCATION", "CELL_ID"}
)


def keys_of(entity: str, value: str) -> list[str]:
    """Return what a removed value is searched by; empty if it is too common to be searched."""
    text = fold(value).text.lower().strip()
    if entity in NOT_SEARCHED:
        return []
    if entity == "PERSON":
        found = _WORD.findall(text)
        named = len(found) > 1 and sum(map(len, found)) >= _NAME_LETTERS
        return ["w:" + " ".join(found[:3])] if named else []
    if entity == "ADDRESS":
        tokens = _ALNUM.findall(text)
        return ["x:" + " ".join(tokens[:6])] if len(tokens) >= 6 else []
    keys = []
    if "@" in text:
        keys += ["t:" + found.strip(".:") for found in _WITH_AT.findall(text)]
    runs = _RUN.findall(text)
    joined = "".join(runs)
    mobile = _MOBILE.fullmatch(joined)
    if mobile:
        keys.append("d:" + mobile[1])
    elif SHORTEST <= len(joined) <= LONGEST:
        keys.append("d:" + joined)
    elif joined and len(runs) > 1 and len(joined) > 6:
        keys.append("s:" + "-".join(runs))
    squashed = "".join(_ALNUM.findall(text))
    if joined and len(squashed) > max(5, len(joined)) and len(squashed) <= LONGEST + 10:
        keys.append("a:" + squashed)
    return keys


def candidates(text: str, kinds: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (key, start, end) of everything in a text that may be a removed value.

    Offsets are those of the folded text; `kinds` are the first letters of keys in use.
    """
    folded = fold(text).text.lower()
    if kinds & {"d", "s"}:
        for match in _NUMBER.finditer(folded):
            yield from _numbers(folded, match.start(), match.end())
    if "t" in kinds and "@" in folded:
        for match in _WITH_AT.finditer(folded):
            yield "t:" + match[0].strip(".:"), match.start(), match.end()
    if "a" in kinds:
        yield from _windows(folded, _ALNUM, "a:", "", range(1, 7), needs_digit=True)
    if "w" in kinds:
        yield from _windows(folded, _WORD, "w:", " ", range(2, 4))
    if "x" in kinds:
        yield from _windows(folded, _ALNUM, "x:", " ", range(6, 7))


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield a number's own digits, its groups joined in both orders, and digits backwards."""
    groups = [(m[0], m.start(), m.end()) for m in _RUN.finditer(text, start, end)]
    for first, (run, run_start, run_end) in enumerate(groups):
        length = len(run)
        for size in range(12, min(length, LONGEST) + 1):
            for offset in range(length - size + 1):
                part = run[offset : offset + size]
                yield "d:" + part, run_start + offset, run_start + offset + size
                yield "d:" + part[::-1], run_start + offset, run_start + offset + size
        if length >= 10:
            yield "d:" + run[-10:], run_end - 10, run_end
            yield "d:" + run[:10], run_start, run_start + 10
        joined = ""
        for group, _, group_end in groups[first : first + 5]:
            joined += group
            if len(joined) > LONGEST:
                break
            if len(joined) < SHORTEST and group_end == run_end:
                continue
            runs = [g for g, _, e in groups[first:] if e <= group_end]
            yield "s:" + "-".join(runs), run_start, group_end
            if len(joined) >= SHORTEST:
                for order in (joined, joined[::-1], "".join(reversed(runs))):
                    mobile = _MOBILE.fullmatch(order)
                    yield "d:" + (mobile[1] if mobile else order), run_start, group_end


def _windows(
    text: str,
    token: re.Pattern[str],
    kind: str,
    glue: str,
    sizes: range,
    *,
    needs_digit: bool = False,
) -> Iterator[tuple[str, int, int]]:
    found = [(m[0], m.start(), m.end()) for m in token.finditer(text)]
    for first in range(len(found)):
        for size in sizes:
            if first + size > len(found):
                break
            window = found[first : first + size]
            joined = glue.join(part for part, _, _ in window)
            if needs_digit:
                if len(joined) > LONGEST + 10:
                    break
                if len(joined) < 6 or not _RUN.search(joined):
                    continue
            yield kind + joined, window[0][1], window[-1][2]


class DigestSpool:
    """Keyed 8-byte digests in any number, in bounded memory.

    Full buffers go to an anonymous temporary file (unlinked from the start, digests only, the key
    never leaves memory), split by first bits, so that two spools can be joined part by part.
    """

    def __init__(self) -> None:
        """Start empty; no file is made before it is needed."""
        self._buffers: list[list[int]] = [[] for _ in range(PARTITIONS)]
        self._held = 0
        self._file = tempfile.TemporaryFile(prefix="redactor-")  # noqa: SIM115 - closed below
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(PARTITIONS)]
        self._recent: set[int] = set()
        self.is_empty = True
        # What was added since the journal was last written, where a run keeps one.
        self.log: list[int] | None = None

    def add(self, digest: int) -> None:
        """Add one digest (an unsigned 64-bit number); recent repeats are dropped."""
        if digest in self._recent:
            return
        if self.log is not None:
            self.log.append(digest)
        self.is_empty = False
        self._recent.add(digest)
        self._buffers[digest >> 58].append(digest)
        self._held += 1
        if self._held >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        for partition, buffer in enumerate(self._buffers):
            if buffer:
                data = np.array(sorted(set(buffer)), np.uint64).tobytes()
                self._pieces[partition].append((self._file.seek(0, 2), len(data)))
                self._file.write(data)
                buffer.clear()
        self._held = 0
        self._recent.clear()

    def partition(self, number: int) -> npt.NDArray[np.uint64]:
        """Return the distinct digests of one part, sorted."""
        parts = [np.array(self._buffers[number], np.uint64)]
        for offset, size in self._pieces[number]:
            self._file.seek(offset)
            parts.append(np.frombuffer(self._file.read(size), np.uint64))
        return np.unique(np.concatenate(parts))

    def save(self, sink: BinaryIO) -> None:
        """Write the distinct digests, sorted, eight bytes each in the machine's order."""
        for number in range(PARTITIONS):
            sink.write(self.partition(number).tobytes())

    def load(self, digests: npt.NDArray[np.uint64]) -> None:
        """Take in digests that were saved."""
        for part in np.array_split(np.sort(digests), len(digests) // _FLUSH + 1):
            ends = np.searchsorted(part >> np.uint64(58), np.arange(PARTITIONS + 1))
            for number in range(PARTITIONS):
                data = part[ends[number] : ends[number + 1]].tobytes()
                if data:
                    self._pieces[number].append((self._file.seek(0, 2), len(data)))
                    self._file.write(data)
        self.is_empty = self.is_empty and not len(digests)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


@dataclass
class Verifier:
    """What one run removed, and the search for it in everything that the run wrote."""

    removed: DigestSpool = field(default_factory=DigestSpool)
    seen: DigestSpool = field(default_factory=DigestSpool)
    kinds: set[str] = field(default_factory=set)
    not_searched: Counter[str] = field(default_factory=Counter)
    _searched: set[str] = field(default_factory=set, repr=False)
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def keyed(cls, secret: bytes) -> Verifier:
        """Return one whose digests agree with those of others under the same 32 bytes."""
        return cls(_secret=secret)

    def digest(self, key: str) -> int:
        """Return the keyed digest of a search key."""
        made = hashlib.blake2b(key.encode(), digest_size=8, key=self._secret)
        return int.from_bytes(made.digest(), "big")

    def note_removed(self, entity: str, values: Iterable[str]) -> None:
        """Remember, as digests, what was removed."""
        for value in values:
            keys = keys_of(entity, value)
            if not keys:
                self.not_searched[entity] += 1
            for key in keys:
                self.kinds.add(key[0])
                self.removed.add(self.digest(key))

    def search(self, texts: Iterable[str]) -> None:
        """Take in texts of the output; tokens and placeholders already blanked out."""
        kinds = frozenset(self.kinds)
        for text in texts:
            # Places, dates and blanked-out tokens repeat: what was just searched is skipped.
            if text in self._searched:
                continue
            if len(self._searched) >= _FLUSH:
                self._searched.clear()
            self._searched.add(text)
            for key, _, _ in candidates(text, kinds):
                self.seen.add(self.digest(key))

    def residuals(self) -> frozenset[int]:
        """Return the digests that were removed and are still there."""
        found: set[int] = set()
        for number in range(PARTITIONS):
            both = np.intersect1d(self.removed.partition(number), self.seen.partition(number))
            found.update(int(digest) for digest in both)
        return frozenset(found)

    def forget_seen(self) -> None:
        """Forget what was read of a copy that is being written anew."""
        self.seen.close()
        self.seen = DigestSpool()
        self._searched.clear()

    def close(self) -> None:
        """Let go of everything."""
        self.removed.close()
        self.seen.close()

    def places(self, text: str, wanted: frozenset[int]) -> list[tuple[str, int, int]]:
        """Return (search key, start, end) of the wanted values in a text, in its own offsets."""
        folded = fold(text)
        return [
            (key, *folded.span(start, end))
            for key, start, end in candidates(text, frozenset(self.kinds))
            if self.digest(key) in wanted
        ]


def pieces_of(line: str) -> list[str]:
    """Cut a line at every delimiter, so that no number is read across two cells."""
    return [piece for piece in _DELIMITERS.split(line) if _ALNUM.search(piece)]


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


def texts_of(module: ModuleType, source: Source) -> Iterator[str]:
    """Yield what stands in a written file, decoded by other code than the format's `read`."""
    texts = getattr(module, "texts", None)
    return texts(source) if texts else lines_of(source, encoding_of(source))


def structure_of(module: ModuleType, source: Source) -> Counter[str]:
    """Count what a copy must have as often as its original (with the default: less its changes)."""
    own = getattr(module, "balance", None)
    return Counter(own(source)) if own else balance(source, encoding_of(source))


def balance(source: Source, encoding: str) -> Counter[str]:
    """Count line ends and delimiters of a file."""
    counts: Counter[str] = Counter()
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with source.open() as stream:
        while block := stream.read(1 << 20):
            text = decoder.decode(block)
            counts.update({mark: text.count(mark) for mark in BALANCED})
    return +counts
