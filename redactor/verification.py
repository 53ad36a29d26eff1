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

import binascii
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import numpy as np
import polars as pl

from recognizers.pk.script import fold
from redactor.digests import PARTITIONS, DigestSpool, siphash
from redactor.formats import encoding_of
from redactor.formats.decoding import MARKS, blocks_of, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    import numpy.typing as npt

    from redactor.formats.source import Source

SHORTEST = 9
_FEWEST_DIGITS = 7
LONGEST = 24
# Letters of a name of several words, from which on it is searched for.
_NAME_LETTERS = 7
_FLUSH = 1 << 16
_FEW = 8

_NUMBER = re.compile(r"[0-9](?:[ \t\-._/()·,]{0,3}[0-9])*")
_RUN = re.compile(r"[0-9]+")
_MOBILE = re.compile(r"(?:0092|92|0)?0?(3[0-9]{9})")
_WORD = re.compile(r"[^\W\d_]+")
_ALNUM = re.compile(r"[^\W_]+")
# Base64 of ten digits has 14 letters.
_FEWEST_LETTERS = 13
_LETTERS = re.compile(r"[A-Za-z0-9+/_-]{14,}")
_BETWEEN = re.compile("[/_-]")
_STANDARD = str.maketrans("-_", "+/")
_HEXADECIMAL = re.compile(r"(?:[0-9A-Fa-f]{2}){7,}")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
# Whatever ends a cell or a line ends a piece.
_ENDS = str.maketrans(dict.fromkeys(",;\t|~^\r", "\n"))
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
    elif joined and len(runs) > 1 and len(joined) >= _FEWEST_DIGITS:
        keys.append("s:" + "-".join(runs))
    squashed = "".join(_ALNUM.findall(text))
    if joined and len(squashed) > max(5, len(joined)) and len(squashed) <= LONGEST + 10:
        keys.append("a:" + squashed)
    return keys


def keys_of_column(entity: str, values: pl.Series) -> tuple[list[str], list[str]]:
    """Return the search keys of many values in one step, and the values that need `keys_of`.

    In one step go numbers in ASCII, and ASCII names and addresses that are searched for.
    """
    if entity in NOT_SEARCHED:
        return [], values.to_list()
    plain = values.str.to_lowercase().str.strip_chars()
    if entity == "PERSON":
        is_taken = plain.str.contains(r"\A[\x20-\x7e]+\z")
        words = plain.filter(is_taken).str.extract_all("[a-z]+")
        letters = plain.filter(is_taken).str.count_matches("[a-z]")
        is_named = (words.list.len() > 1) & (letters >= _NAME_LETTERS)
        keys = "w:" + words.list.head(3).list.join(" ")
    elif entity == "ADDRESS":
        is_taken = plain.str.contains(r"\A[\x20-\x7e]+\z")
        tokens = plain.filter(is_taken).str.extract_all("[a-z0-9]+")
        is_named = tokens.list.len() >= 6
        keys = "x:" + tokens.list.head(6).list.join(" ")
    else:
        is_taken = plain.str.contains(r"\A\+?[0-9](?:[ \-]?[0-9]){8,23}\z")
        digits = plain.filter(is_taken).str.replace_all("[^0-9]", "")
        mobile = digits.str.extract(rf"\A{_MOBILE.pattern}\z")
        is_named = digits.is_not_null()
        keys = "d:" + mobile.fill_null(digits)
    rest = values.filter(~is_taken).to_list() + values.filter(is_taken).filter(~is_named).to_list()
    return keys.filter(is_named).to_list(), rest


def candidates(
    text: str, kinds: frozenset[str], numbers: set[str] | None = None
) -> Iterator[tuple[str, int, int]]:
    """Yield (key, start, end) of everything in a text that may be a removed value.

    Offsets are those of the folded text; `kinds` are the first letters of keys in use.
    """
    folded = fold(text).text.lower()
    if kinds & {"d", "s"}:
        for match in _NUMBER.finditer(folded):
            # Nothing is searched for that has fewer than seven digits.
            if match.end() - match.start() < _FEWEST_DIGITS:
                continue
            if numbers is not None:
                if match[0] in numbers:
                    continue
                numbers.add(match[0])
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


@dataclass
class Verifier:
    """What one run removed, and the search for it in everything that the run wrote."""

    removed: DigestSpool = field(default_factory=DigestSpool)
    seen: DigestSpool = field(default_factory=DigestSpool)
    kinds: set[str] = field(default_factory=set)
    not_searched: Counter[str] = field(default_factory=Counter)
    doubtful: dict[int, str] = field(default_factory=dict)
    _removed_keys: list[str] = field(default_factory=list, repr=False)
    _seen_keys: list[str] = field(default_factory=list, repr=False)
    _searched: set[str] = field(default_factory=set, repr=False)
    _numbers: set[str] = field(default_factory=set, repr=False)
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def keyed(cls, secret: bytes) -> Verifier:
        """Return one whose digests agree with those of others under the same 32 bytes."""
        return cls(_secret=secret)

    def digests(self, keys: Sequence[str]) -> npt.NDArray[np.uint64]:
        """Return the keyed digest of each search key."""
        return siphash([key.encode("utf-8", "surrogatepass") for key in keys], self._secret[:16])

    def note_removed(self, entity: str, values: Iterable[str]) -> None:
        """Remember, as digests, what was removed."""
        for value in values:
            keys = keys_of(entity, value)
            if not keys:
                self.not_searched[entity] += 1
            self._note_keys(keys)

    def note_removed_column(self, entity: str, values: pl.Series) -> None:
        """Remember distinct values, each a whole cell, as `note_removed` would."""
        keys, rest = keys_of_column(entity, values)
        self._note_keys(keys)
        self.note_removed(entity, rest)

    def _note_keys(self, keys: Sequence[str]) -> None:
        self.kinds.update(key[0] for key in (keys if len(keys) < _FEW else {*keys}))
        self._removed_keys += keys
        if len(self._removed_keys) >= _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Turn what is waiting into digests."""
        self.removed.add(self.digests(self._removed_keys))
        self.seen.add(self.digests(self._seen_keys))
        self._removed_keys, self._seen_keys = [], []

    def search(self, texts: Iterable[str]) -> None:
        """Take in texts of the output; tokens and placeholders already blanked out."""
        kinds = frozenset(self.kinds)
        seen = self._seen_keys
        for text in texts:
            # Places, dates and blanked-out tokens repeat: what was just searched is skipped.
            if text in self._searched:
                continue
            if len(self._searched) >= _FLUSH:
                self._searched.clear()
            self._searched.add(text)
            if len(self._numbers) >= _FLUSH:
                self._numbers.clear()
            seen += [key for key, _, _ in candidates(text, kinds, self._numbers)]
            if len(seen) >= _FLUSH:
                self.flush()
                seen = self._seen_keys

    def residuals(self) -> frozenset[int]:
        """Return the digests that were removed and are still there."""
        self.flush()
        found: set[int] = set()
        for number in range(PARTITIONS):
            both = np.intersect1d(self.removed.partition(number), self.seen.partition(number))
            found.update(int(digest) for digest in both)
        return frozenset(found)

    def forget_seen(self) -> None:
        """Forget what was read of a copy that is being written anew."""
        self.seen.close()
        self.seen = DigestSpool()
        self._seen_keys = []
        self._searched.clear()
        self._numbers.clear()

    def close(self) -> None:
        """Let go of everything."""
        self.removed.close()
        self.seen.close()

    def note_doubtful(self, cells: Mapping[str, str]) -> None:
        """Remember, as digests, cells of a copy in which recognisers still find an entity."""
        self.doubtful.update(zip(self._cell_digests(list(cells)), cells.values(), strict=True))

    def doubts(self, cells: Sequence[str]) -> list[str | None]:
        """Return the entity for which each cell was noted, None if it was not."""
        if not self.doubtful:
            return [None] * len(cells)
        return [self.doubtful.get(digest) for digest in self._cell_digests(cells)]

    def _cell_digests(self, cells: Sequence[str]) -> list[int]:
        digests: list[int] = self.digests([f"c:{cell}" for cell in cells]).tolist()
        return digests

    def places(
        self, texts: Sequence[str], wanted: frozenset[int]
    ) -> list[list[tuple[str, int, int]]]:
        """Return (search key, start, end) of the wanted values in each text, in its own offsets."""
        kinds = frozenset(self.kinds)
        found = [list(candidates(text, kinds)) for text in texts]
        digests = iter(self.digests([key for one in found for key, _, _ in one]).tolist())
        result = []
        for text, one in zip(texts, found, strict=True):
            kept = [place for place, digest in zip(one, digests, strict=False) if digest in wanted]
            folded = fold(text) if kept else None
            result.append(
                [(key, *folded.span(start, end)) for key, start, end in kept] if folded else []
            )
        return result


def pieces_of(text: str) -> list[str]:
    """Cut text at every delimiter and line end, so that no number is read across two cells."""
    return [piece for piece in {*text.translate(_ENDS).split("\n")} if _ALNUM.search(piece)]


def texts_of(module: ModuleType, source: Source) -> Iterator[str]:
    """Yield what stands in a written file, decoded by other code than the format's `read`."""
    texts = getattr(module, "texts", None)
    return texts(source) if texts else blocks_of(source, encoding_of(source))


def decoded_in(text: str) -> str:
    """Return what base64, hexadecimal and escapes in a text spell, a line each."""
    runs = {*_LETTERS.findall(text)}
    runs |= {part for run in runs for part in _BETWEEN.split(run) if len(part) > _FEWEST_LETTERS}
    found = []
    for run in runs:
        letters = run[: len(run) - (len(run) % 4 == 1)].translate(_STANDARD) + "=="
        found += [binascii.a2b_base64(letters), *map(bytes.fromhex, _HEXADECIMAL.findall(run))]
    texts = [one.decode("utf-8", "replace").replace("\0", "") for one in found]
    if "%" in text or "&#" in text or "\\u" in text:
        texts.append(unquote(unescape(_ESCAPE.sub(r"&#x\1;", text))))
    return "\n".join(texts)


def structure_of(module: ModuleType, source: Source) -> Counter[str]:
    """Count what a copy must have as often as its original (with the default: less its changes)."""
    own = getattr(module, "balance", None)
    return Counter(own(source)) if own else marks_of(source, encoding_of(source))


def marks_changed(old: pl.Series, new: pl.Series) -> Counter[str]:
    """Count the line ends and delimiters that a column has more, or less, than before."""
    if new is old:
        return Counter()
    is_changed = new.ne_missing(old)
    counts: Counter[str] = Counter()
    for mark in MARKS if is_changed.any() else "":
        for cells, sign in ((new.filter(is_changed), 1), (old.filter(is_changed), -1)):
            counts[mark] += sign * int(cells.str.count_matches(mark, literal=True).sum() or 0)
    return counts
