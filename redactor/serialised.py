r"""Serialised: PHP's text for values, which says how long each string is; lengths are made true.

WordPress's options, sessions and shop orders stand so in the cells of dumps. It is searched as
text; a string that was changed gets its new length in bytes, a number in which something was found
becomes a string, so that PHP can still read it.

Source: the PHP manual, `serialize`.

>>> repaired('s:11:"MOBILE_X";i:CNIC_X;')
's:8:"MOBILE_X";s:6:"CNIC_X";'
"""

from __future__ import annotations

import re

_IS_PHP = re.compile(r"(?:^|[|;{])(?:a:\d+:\{|O:\d+:\"|s:\d+:\")")
_TOKEN = re.compile(r's:(?P<size>\d{1,9}):"|(?P<number>[id]):(?P<value>[^;{}"]*);')
# What follows a string: its end, and the beginning of another value or the end of all.
_END = re.compile(r'";(?=[sibdaONCR]:|N;|\}|\Z|[\w.-]{1,64}\|)')
_NESTED = re.compile(r'a:\d+:\{|O:\d+:"')
_MARK = re.compile(r's:(?P<size>\d{1,9}):"|[{}]')
_MOST_NESTED = 64
_NUMBER = re.compile(r"-?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|INF|NAN)")


def is_php(text: str) -> bool:
    """Say whether a text holds PHP's serialised strings."""
    return "s:" in text and _IS_PHP.search(text) is not None


def repaired(text: str) -> str:
    """Return a text in which the lengths of strings are those that they have."""
    return _repaired(text, _Budget())


class _Budget:
    """How many nested arrays are still looked through: a hostile text must not cost time."""

    def __init__(self) -> None:
        self.left = _MOST_NESTED


def _repaired(text: str, budget: _Budget) -> str:
    pieces: list[str] = []
    done = 0
    while (match := _TOKEN.search(text, done)) is not None:
        end = None
        if match["size"] is not None:
            end = _end_of(text, match.end(), int(match["size"]), budget)
            if end is None:
                break
        pieces.append(text[done : match.start()])
        done = match.end()
        if end is None:
            value = match["value"]
            is_one = _NUMBER.fullmatch(value) is not None
            pieces.append(match[0] if is_one else f's:{_size(value)}:"{value}";')
            continue
        value = text[done:end]
        if budget.left and is_php(value):
            budget.left -= 1
            value = _repaired(value, budget)
        pieces.append(f's:{_size(value)}:"{value}";')
        done = end + 2
    return "".join([*pieces, text[done:]])


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _end_of(text: str, start: int, size: int, budget: _Budget) -> int | None:
    """Return where a string ends: where it says, or before the next quote that can end it."""
    claimed = text[start : start + size].encode("utf-8", "surrogatepass")[:size]
    end = start + len(claimed.decode("utf-8", "ignore"))
    if text[end : end + 2] == '";':
        return end
    if budget.left and _NESTED.match(text, start):
        budget.left -= 1
        end = _behind(text, start, budget)
        if text[end : end + 2] == '";':
            return end
    found = _END.search(text, start)
    return found.start() if found else None


def _behind(text: str, start: int, budget: _Budget) -> int:
    """Return where an array or object that begins here ends, the text's end if it does not."""
    open_, position = 0, start
    while (match := _MARK.search(text, position)) is not None:
        position = match.end()
        if match["size"] is not None:
            end = _end_of(text, position, int(match["size"]), budget)
            if end is None:
                break
            position = end + 2
            continue
        open_ += 1 if match[0] == "{" else -1
        if open_ <= 0:
            return position
    return len(text)
