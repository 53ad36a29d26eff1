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
from redactor.digests import PARTITIONS, DigestSpool, siphash, siphash_column
from redactor.errors import ResidualError
from redactor.formats import encoding_of
from redactor.formats.decoding import blocks_of
from redactor.formats.members import counted
from redactor.operators import TOKEN
from redactor.operators.tokens import are_outputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    import numpy.typing as npt

    from redactor.formats.members import LeftOut
    from redactor.formats.source import Source
    from redactor.protection import Lists

    Digests = npt.NDArray[np.uint64]

SHORTEST = 9
_FEWEST_DIGITS = 7
LONGEST = 24
# Letters of a name of several words, from which on it is searched for.
_NAME_LETTERS = 7
_FLUSH = 1 << 16
# An address's first six words and numbers.
_SIX = r"\A[^a-z0-9]*([a-z0-9]+(?:[^a-z0-9]+[a-z0-9]+){5})"

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
_BYTE = re.compile(r"\\x(?=[0-9A-Fa-f]{2})")
# UTF-8 of Latin or Arabic script or of dashes, read as Latin-1 or Windows-1252.
_MISREAD = re.compile("[ÂÃØÙÚÛâï][^\0-\x7fÀ-ÿ]")
_FIRST_BYTES = {ord(bytes([n]).decode("cp1252", "replace")): n for n in range(0x80, 0xA0)}
# Whatever ends a cell or a line ends a piece; no token or placeholder holds any of it.
_ENDS = ",;\t|~^\r"
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


def keys_of_column(entity: str, values: pl.Series) -> tuple[pl.Series, list[str]]:
    """Return the search keys of many values in one step, and the values that need `keys_of`.

    In one step go numbers in ASCII, and ASCII names and addresses that are searched for.
    """
    if entity in NOT_SEARCHED:
        return pl.Series(dtype=pl.String), values.to_list()
    plain = values.str.to_lowercase().str.strip_chars()
    if entity == "PERSON":
        is_taken = plain.str.contains(r"\A[\x20-\x7e]+\z")
        named = plain.filter(is_taken)
        # Two or three words with a blank between are their own key.
        is_plain = named.str.contains(r"\A[a-z]+ [a-z]+(?: [a-z]+)?\z")
        others = named.filter(~is_plain).str.extract_all("[a-z]+")
        firsts = named.scatter((~is_plain).arg_true(), others.list.head(3).list.join(" "))
        letters = named.str.len_bytes() - named.str.count_matches(" ", literal=True)
        letters = letters.scatter((~is_plain).arg_true(), others.list.join("").str.len_bytes())
        is_named = firsts.str.contains(" ", literal=True) & (letters >= _NAME_LETTERS)
        keys = "w:" + firsts
    elif entity == "ADDRESS":
        is_taken = plain.str.contains(r"\A[\x20-\x7e]+\z")
        first = plain.filter(is_taken).str.extract(_SIX)
        is_named = first.is_not_null()
        keys = "x:" + first.str.replace_all("[^a-z0-9]+", " ")
    else:
        is_taken = plain.str.contains(r"\A\+?[0-9](?:[ \-]?[0-9]){8,23}\z")
        digits = plain.filter(is_taken)
        for sign in "- +":
            digits = digits.str.replace_all(sign, "", literal=True)
        mobile = digits.str.extract(rf"\A{_MOBILE.pattern}\z")
        is_named = digits.is_not_null()
        keys = "d:" + mobile.fill_null(digits)
    rest = values.filter(~is_taken).to_list() + values.filter(is_taken).filter(~is_named).to_list()
    return keys.filter(is_named), rest


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
    if "a" in kinds and _RUN.search(folded):
        yield from _with_digits(folded)
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
    text: str, token: re.Pattern[str], kind: str, glue: str, sizes: range
) -> Iterator[tuple[str, int, int]]:
    found = [(m[0], m.start(), m.end()) for m in token.finditer(text)]
    for first in range(len(found)):
        for size in sizes:
            if first + size > len(found):
                break
            window = found[first : first + size]
            joined = glue.join(part for part, _, _ in window)
            yield kind + joined, window[0][1], window[-1][2]


def _with_digits(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what up to six words and numbers in a row are when joined, if a digit is in them."""
    found = [(m[0], m.start(), m.end()) for m in _ALNUM.finditer(text)]
    digit = len(found)
    for first in range(len(found) - 1, -1, -1):
        if _RUN.search(found[first][0]):
            digit = first
        for last in range(digit, min(first + 6, len(found))):
            joined = "".join([part for part, _, _ in found[first : last + 1]])
            if len(joined) > LONGEST + 10:
                break
            if len(joined) >= 6:
                yield "a:" + joined, found[first][1], found[last][2]


def digests_of(keys: Sequence[str], secret: bytes) -> Digests:
    """Return the keyed digest of each search key."""
    return siphash([key.encode("utf-8", "surrogatepass") for key in keys], secret[:16])


@dataclass(slots=True)
class Removals:
    """What was removed from some rows, as digests under 32 bytes; `kinds` are of which keys."""

    secret: bytes = field(repr=False)
    kinds: set[str] = field(default_factory=set)
    not_searched: Counter[str] = field(default_factory=Counter)
    _keys: list[str] = field(default_factory=list, repr=False)
    _done: list[Digests] = field(default_factory=list, repr=False)

    def note(self, entity: str, values: Iterable[str]) -> None:
        """Take in what was removed."""
        for value in values:
            keys = keys_of(entity, value)
            if not keys:
                self.not_searched[entity] += 1
            self.kinds.update(key[0] for key in keys)
            self._keys += keys

    def note_column(self, entity: str, values: pl.Series) -> None:
        """Take in distinct values, each a whole cell, as `note` would."""
        keys, rest = keys_of_column(entity, values)
        self.kinds.update(keys.str.head(1).unique().to_list())
        self._done.append(siphash_column(keys, self.secret[:16]))
        self.note(entity, rest)

    def digests(self) -> list[Digests]:
        """Return the digests of all that was taken in."""
        return [*self._done, digests_of(self._keys, self.secret)]


@dataclass(slots=True)
class Search:
    """Digests of everything in written text that may be a removed value.

    `kinds` are those of the keys that are in use; what was just searched is skipped. Two are equal
    that are of one search, in whatever process.
    """

    kinds: frozenset[str]
    secret: bytes = field(repr=False)
    number: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)
    _texts: set[str] = field(default_factory=set, repr=False, compare=False)
    _numbers: set[str] = field(default_factory=set, repr=False, compare=False)

    def fresh(self) -> Search:
        """Return this search as it starts in another process: nothing was searched there yet."""
        return Search(self.kinds, self.secret, self.number)

    def of_texts(self, texts: Iterable[str]) -> Digests:
        """Search texts; tokens and placeholders are blanked out already."""
        seen: list[str] = []
        found = []
        for text in texts:
            # Places, dates and blanked-out tokens repeat.
            if text in self._texts:
                continue
            if len(self._texts) >= _FLUSH:
                self._texts.clear()
            self._texts.add(text)
            if len(self._numbers) >= _FLUSH:
                self._numbers.clear()
            seen += [key for key, _, _ in candidates(text, self.kinds, self._numbers)]
            if len(seen) >= _FLUSH:
                found.append(digests_of(seen, self.secret))
                seen = []
        return np.concatenate([*found, digests_of(seen, self.secret)])

    def of_cells(self, cells: pl.Series) -> Digests:
        """Search the cells that hold a delimiter: in the text of a file they are cut there."""
        whole = cells.filter(cells.str.contains(r"[,;\t|~^\r\n]"))
        return self.of_texts(TOKEN.sub("\n", cell) for cell in whole.to_list())

    def of_doubtful(self, cells: Mapping[str, str]) -> dict[int, str]:
        """Return, by digest, the entity that recognisers still find in a cell."""
        return dict(zip(cell_digests(list(cells), self.secret), cells.values(), strict=True))


def cell_digests(cells: Sequence[str], secret: bytes) -> list[int]:
    """Return the digest of each cell as a whole."""
    digests: list[int] = digests_of([f"c:{cell}" for cell in cells], secret).tolist()
    return digests


@dataclass
class Verifier:
    """What one run removed, and the search for it in everything that the run wrote."""

    removed: DigestSpool = field(default_factory=DigestSpool)
    seen: DigestSpool = field(default_factory=DigestSpool)
    kinds: set[str] = field(default_factory=set)
    not_searched: Counter[str] = field(default_factory=Counter)
    doubtful: dict[int, str] = field(default_factory=dict)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def keyed(cls, secret: bytes) -> Verifier:
        """Return one whose digests agree with those of others under the same 32 bytes."""
        return cls(secret=secret)

    def search(self) -> Search:
        """Return the search for what was removed up to now."""
        return Search(frozenset(self.kinds), self.secret)

    def residuals(self) -> frozenset[int]:
        """Return the digests that were removed and are still there."""
        found: set[int] = set()
        for number in range(PARTITIONS):
            both = np.intersect1d(
                self.removed.partition(number), self.seen.partition(number), assume_unique=True
            )
            found.update(int(digest) for digest in both)
        return frozenset(found)

    def forget_seen(self) -> None:
        """Forget what was read of a copy that is being written anew."""
        self.seen.close()
        self.seen = DigestSpool()

    def close(self) -> None:
        """Let go of everything."""
        self.removed.close()
        self.seen.close()


def pieces_of(text: str) -> list[str]:
    """Cut text at every delimiter, line end and token; give each piece with a letter or digit once.

    So no number is read across two cells.
    """
    for mark in _ENDS:
        text = text.replace(mark, "\n")
    try:
        cells = pl.Series([text]).str.split("\n").explode().unique()
    except UnicodeEncodeError:  # a lone surrogate
        left = [*set(text.split("\n"))]
    else:
        left = cells.filter(~are_outputs(cells.str.strip_chars(" \"'"))).to_list()
    pieces: set[str] = set()
    for piece in left:
        if "_" in piece or "<" in piece:
            pieces.update(TOKEN.sub("\n", piece).split("\n"))
        else:
            pieces.add(piece)
    return [piece for piece in pieces if _ALNUM.search(piece)]


def texts_of(module: ModuleType, source: Source) -> Iterator[str]:
    """Yield what stands in a written file, decoded by other code than the format's `read`."""
    texts = getattr(module, "texts", None)
    return texts(source) if texts else blocks_of(source, encoding_of(source))


def decoded_in(text: str) -> str:
    """Return what base64, hexadecimal, escapes and misread bytes in a text spell, a line each."""
    runs = {*_LETTERS.findall(text)}
    runs |= {part for run in runs for part in _BETWEEN.split(run) if len(part) > _FEWEST_LETTERS}
    found = []
    for run in runs:
        letters = run[: len(run) - (len(run) % 4 == 1)].translate(_STANDARD) + "=="
        found += [binascii.a2b_base64(letters), *map(bytes.fromhex, _HEXADECIMAL.findall(run))]
    texts = [one.decode("utf-8", "replace").replace("\0", "") for one in found]
    if "%" in text or "&#" in text or "\\u" in text or "\\x" in text:
        texts.append(unquote(_BYTE.sub("%", unescape(_ESCAPE.sub(r"&#x\1;", text)))))
    if _MISREAD.search(text):
        data = text.translate(_FIRST_BYTES).encode("latin-1", "ignore")
        texts.append(data.decode("utf-8", "ignore"))
    return "\n".join(texts)


def structure_of(
    module: ModuleType, source: Source, left_out: LeftOut = frozenset()
) -> Counter[str]:
    """Count what a copy must have as often as its original, but for members that are left out."""
    return counted(module, source, left_out)


def refuse_protected(lists: Lists, text: str) -> None:
    """Raise ResidualError if somebody protected is left in a text that was written."""
    if lists.protected is not None and lists.protected.find(TOKEN.sub(" \x00 ", text)):
        raise ResidualError(
            "verification found somebody of the --protect list in the copy. Nothing was kept. If a "
            "name can stand over two lines or files, list its parts as entries of their own; else "
            "please report this, without the list."
        )
