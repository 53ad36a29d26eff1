"""Which patterns can match in which cell: one superset scan, so that most are never tried.

The superset is derived by program from the recognisers' own patterns, never kept by hand: the
pattern is parsed, look-arounds and anchors (which only ever remove matches) are left out, optional
parts at both ends are trimmed, and the rest is given to Hyperscan. What can't be derived is always
tried. Without the hyperscan wheel every pattern is tried on every cell: slower, same findings.
"""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

try:
    import hyperscan
except ImportError:  # no wheel for this machine
    hyperscan = None  # type: ignore[assignment]

# A repeat with more choices than this is left open upwards: a superset that compiles quickly.
_CHOICES = 3
# A list of more alternatives than this is scanned for by their first parts only.
_ALTERNATIVES = 10
_BEGINNING = 3
# Repeats of a group of several parts, and long runs of one, are scanned for as this many or more.
_ENOUGH = 8
_LONGEST_RUN = 24
# Cells, and characters, from which on compiling the scan pays.
_WORTH_COMPILING = 30_000
# The patterns are compiled in so many parts: twice as fast as together, and no slower to scan.
_GROUPS = 4
_LONG = 2_000_000
_ZERO, _NINE = ord("0"), ord("9")
_CLASSES = {
    sre.CATEGORY_DIGIT: "0-9",
    sre.CATEGORY_SPACE: r"\x09-\x0d\x1c-\x20",
}
# Text is scanned as bytes of UTF-8: a character beyond ASCII is a first byte and one to three more.
_ASCII = 128
_WIDE = r"[\xc2-\xf4][\x80-\xbf]{1,3}"
_ANYTHING = rf"(?:[\x00-\x7f]|{_WIDE})"


class _NotDerivableError(Exception):
    """This part of a pattern has no superset that is worth scanning for."""


def superset(pattern: str) -> str | None:
    """Return a Hyperscan pattern that matches wherever `pattern` does, None if there is none.

    >>> superset("(?<![0-9])[0-9]{13}(?![0-9])")
    '[0-9]{13}'
    """
    try:
        tree = _parser.parse(pattern, re.IGNORECASE | re.DOTALL | re.MULTILINE)
        items = _shorten(_trim(list(tree)))
        text = "".join(_write(op, value) for op, value in items)
    except (_NotDerivableError, re.error, RecursionError):
        return None
    return text or None


def _trim(items: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Drop from both ends what may be absent; shorten repeats there to their minimum."""
    items = [item for item in items if item[0] not in (sre.AT, sre.ASSERT, sre.ASSERT_NOT)]
    for end in (0, -1):
        while items:
            op, value = items[end]
            if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
                low, high, body = value
                if low == 0:
                    items.pop(end)
                    continue
                if low != high:
                    items[end] = (sre.MAX_REPEAT, (low, low, body))
            break
    return items


def _shorten(items: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Cut a sequence behind the beginnings of a long list of alternatives.

    The cut pattern ends earlier than the match, but within it, and so in the same cell.
    """
    for place, (op, value) in enumerate(items):
        body = list(value[3]) if op is sre.SUBPATTERN else [(op, value)]
        if len(body) == 1 and body[0][0] is sre.BRANCH and len(body[0][1][1]) > _ALTERNATIVES:
            none, branches = body[0][1]
            starts = [list(branch)[:_BEGINNING] for branch in branches]
            return [*items[:place], (sre.BRANCH, (none, starts))]
    return items


def _write(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return _character(value)
    if op in (sre.NOT_LITERAL, sre.ANY):
        return _ANYTHING
    if op is sre.IN:
        return _write_class(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        low, high, body = value
        inner = "".join(_write(*item) for item in body)
        if not inner:
            return ""
        if low > (_ENOUGH if len(body) > 1 else _LONGEST_RUN):
            low, high = _ENOUGH, sre.MAXREPEAT
        is_open = high is sre.MAXREPEAT or high - low > _CHOICES
        if is_open:
            return f"(?:{inner}){{{low},}}" if low else f"(?:{inner})*"
        one = inner if re.fullmatch(r"\[[^\[\]]*\]", inner) else f"(?:{inner})"
        return f"{one}{{{low}}}" if low == high else f"{one}{{{low},{high}}}"
    if op is sre.SUBPATTERN:
        return "(?:" + "".join(_write(*item) for item in value[3]) + ")"
    if op is sre.ATOMIC_GROUP:
        return "(?:" + "".join(_write(*item) for item in value) + ")"
    if op is sre.BRANCH:
        branches = ["".join(_write(*item) for item in branch) for branch in value[1]]
        return "(?:" + "|".join(branches) + ")"
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return ""
    raise _NotDerivableError


def _write_class(parts: list[tuple[Any, Any]]) -> str:
    """Write a class for bytes: its ASCII part exactly, all else as any other character."""
    inside = ""
    is_wide = False
    for op, value in parts:
        if op is sre.LITERAL:
            value = (value, value)
        elif op is sre.CATEGORY and value in _CLASSES:
            inside += _CLASSES[value]
            is_wide = True
            continue
        elif op is not sre.RANGE:
            return _ANYTHING
        low, high = value
        is_wide |= high >= _ASCII
        if low < _ASCII:
            inside += f"{_byte(low)}-{_byte(min(high, _ASCII - 1))}"
    if not is_wide:
        return f"[{inside}]"
    return f"(?:[{inside}]|{_WIDE})" if inside else f"(?:{_WIDE})"


def _character(code: int) -> str:
    """Write one character as its bytes, in both cases where it is not ASCII."""
    if code < _ASCII:
        return _byte(code)
    character = chr(code)
    cases = {character, character.lower(), character.upper(), character.casefold()}
    written = ["".join(f"\\x{byte:02x}" for byte in case.encode()) for case in sorted(cases)]
    return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"


def _byte(code: int) -> str:
    return chr(code) if chr(code).isalnum() else f"\\x{code:02x}"


def needs_digit(pattern: str) -> bool:
    """Say whether every match of a pattern holds an ASCII digit, as its parse tree shows.

    >>> needs_digit("fir[ ]*[0-9]{1,4}"), needs_digit("[a-z0-9]{3}")
    (True, False)
    """
    try:
        tree = _parser.parse(pattern, re.IGNORECASE | re.DOTALL | re.MULTILINE)
    except (re.error, RecursionError):
        return False
    return any(_needs_digit(op, value) for op, value in tree)


def _needs_digit(op: Any, value: Any) -> bool:
    if op is sre.LITERAL:
        return _ZERO <= value <= _NINE
    if op is sre.IN:
        return all(
            (kind is sre.RANGE and one[0] >= _ZERO and one[1] <= _NINE)
            or (kind is sre.LITERAL and _ZERO <= one <= _NINE)
            for kind, one in value
        )
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return value[0] > 0 and any(_needs_digit(*item) for item in value[2])
    if op is sre.SUBPATTERN:
        return any(_needs_digit(*item) for item in value[3])
    if op is sre.ATOMIC_GROUP:
        return any(_needs_digit(*item) for item in value)
    if op is sre.BRANCH:
        return all(any(_needs_digit(*item) for item in branch) for branch in value[1])
    return False


class Prefilter:
    """The superset of all patterns, compiled once it pays."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Derive the supersets."""
        derived = [superset(p) if hyperscan is not None else None for p in patterns]
        self._scanned = [(place, text) for place, text in enumerate(derived) if text is not None]
        self._all = list(range(len(patterns)))
        self._always = self._all
        self._unscanned_cells = 0
        self._databases: list[Any] = []
        self._is_ready = False

    def make_ready(self) -> None:
        """Compile the supersets; takes a second or two, so not for a handful of cells."""
        if self._is_ready:
            return
        self._is_ready = True
        size = -(-len(self._scanned) // _GROUPS)
        for first in range(0, len(self._scanned), size or 1):
            group = self._scanned[first : first + size]
            database = _compile(group)
            if database is None:
                # One that can't be compiled spoils its group: find it, and always try it.
                group = _compilable(group)
                database = _compile(group)
            if database is not None:
                self._databases.append(database)
                self._always = [place for place in self._always if place not in dict(group)]

    def candidates(self, cells: Sequence[str]) -> dict[int, Sequence[int]]:
        """Return, for each pattern that can match somewhere, the cells to try it in, in order."""
        everywhere = range(len(cells))
        if not self._is_ready:
            self._unscanned_cells += len(cells)
            if self._unscanned_cells < _WORTH_COMPILING and sum(map(len, cells)) < _LONG:
                return dict.fromkeys(self._all, everywhere)
            self.make_ready()
        found: dict[int, Sequence[int]] = dict.fromkeys(self._always, everywhere)
        if not self._databases:
            return found
        pieces = [cell.encode() for cell in cells]
        matches: list[int] = []
        ends: list[int] = []
        note_match, note_end = matches.append, ends.append

        def note(identifier: int, start: int, end: int, flags: int, context: object) -> None:
            note_match(identifier)
            note_end(end)

        text = b"\n".join(pieces)
        for database in self._databases:
            database.scan(text, match_event_handler=note)
        # A cell's last byte is `borders` - 1; a match that ends there or before is in that cell.
        borders = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)) + 1) - 1
        at = np.searchsorted(borders, np.array(ends, np.int64))
        pairs = np.sort(np.array(matches, np.int64) * len(cells) + at)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        patterns, places = np.divmod(pairs, max(1, len(cells)))
        starts = np.flatnonzero(np.diff(patterns, prepend=-1))
        for pattern, among in zip(
            patterns[starts].tolist(), np.split(places, starts[1:]), strict=False
        ):
            found[pattern] = among.tolist()
        return found


def _compilable(scanned: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return those that Hyperscan takes, found by halving."""
    if len(scanned) < 2:  # noqa: PLR2004 - the last one is the one that can't be compiled
        return scanned if _compile(scanned) is not None else []
    half = len(scanned) // 2
    return [
        one
        for part in (scanned[:half], scanned[half:])
        for one in (part if _compile(part) is not None else _compilable(part))
    ]


def _compile(scanned: Sequence[tuple[int, str]]) -> Any:
    """Return a Hyperscan database of (place, superset), None if it can't be made."""
    if not scanned:
        return None
    flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL
    database = hyperscan.Database()
    try:
        database.compile(
            expressions=[text.encode() for _, text in scanned],
            ids=[place for place, _ in scanned],
            elements=len(scanned),
            flags=[flags] * len(scanned),
        )
    except hyperscan.error:
        return None
    return database
