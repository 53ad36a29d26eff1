"""Literals: the value that stands in a piece of SQL, and the piece that says another value.

A piece is a string in any quotes and with any prefix, a quoted name, a number, a hexadecimal
string, or plain code and comments, whose value is what stands there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactor.formats.sql.dialect import Dialect

NUMBER = re.compile(r"[-+]?(?:\d[\d_]*+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_HEX = re.compile(r"(?:[xX]'([0-9A-Fa-f\s]*)'|0[xX]([0-9A-Fa-f]*))")
_PREFIXED = re.compile(r"((?:[A-Za-z]|_\w+\s*|[uU]&)?)(['\"`])", re.S)
_DOLLAR = re.compile(r"\$(?:[^\W\d]\w*)?\$")
_Q = re.compile(r"[nN]?[qQ]'(.)", re.S)
_Q_PAIRS = {"[": "]", "(": ")", "{": "}", "<": ">"}
# What stands in any string as it is: tokens and placeholders among it.
_PLAIN = re.compile(r"[A-Za-z0-9_<>., -]*")
_BACKSLASH = re.compile(r"\\(.)", re.S)
_C_ESCAPE = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S
)
_MYSQL = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_C = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_TO_MYSQL = str.maketrans({"\\": "\\\\", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"})
_TO_COPY = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
)


def value_of(raw: str, dialect: Dialect) -> str:
    """Return the value of a piece."""
    hexadecimal = _HEX.fullmatch(raw)
    if hexadecimal:
        return _hex_value(raw, hexadecimal[1] if hexadecimal[1] is not None else hexadecimal[2])
    if raw[:1] == "[" and raw[-1:] == "]":
        return raw[1:-1].replace("]]", "]")
    quoted = _Q.match(raw)
    if quoted and raw.endswith("'"):
        return raw[quoted.end() : -2]
    dollar = _DOLLAR.match(raw)
    if dollar and raw.endswith(dollar[0]):
        return raw[dollar.end() : -dollar.end()]
    prefixed = _PREFIXED.match(raw)
    if prefixed and raw.endswith(prefixed[2]) and len(raw) > prefixed.end():
        inside, quote = raw[prefixed.end() : -1], prefixed[2]
        if prefixed[1] in {"e", "E"}:
            return unescaped(inside).replace("''", "'")
        if dialect.backslash and quote != "`":
            return _without_backslashes(inside, quote)
        return inside.replace(quote * 2, quote)
    return raw


def _hex_value(raw: str, digits: str) -> str:
    """Return the text that hexadecimal digits spell, or the piece itself if they spell none."""
    try:
        text = bytes.fromhex(digits).decode("utf-8")
    except ValueError:
        return raw
    return text if text.isprintable() or text.replace("\n", "").isprintable() else raw


def _without_backslashes(inside: str, quote: str) -> str:
    if "\\" not in inside:
        return inside.replace(quote * 2, quote)
    return re.sub(
        rf"\\(.)|{quote}{quote}",
        lambda m: _MYSQL.get(m[1], m[1]) if m[1] is not None else quote,
        inside,
        flags=re.S,
    )


def unescaped(text: str) -> str:
    r"""Return a text whose backslashes are those of C (COPY lines, E'' strings).

    >>> unescaped(r"a\tb\x41\101\\")
    'a\tbAA\\'
    """
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        octal, byte, short, long, other = match.groups()
        if octal is not None:
            return chr(int(octal, 8) & 0xFF)
        digits = byte or short or long
        if digits is not None:
            code = int(digits, 16)
            return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]
        return _C.get(other, other)

    return _C_ESCAPE.sub(one, text)


def written(raw: str, new: str, dialect: Dialect) -> str:
    """Return the piece that says `new` as `raw` says its value.

    A number in which something was found becomes a string.
    """
    if raw[:1] == raw[-1:] == "'" and len(raw) > 1 and _PLAIN.fullmatch(new):
        return f"'{new}'"
    hexadecimal = _HEX.fullmatch(raw)
    if hexadecimal:
        if _hex_value(raw, hexadecimal[1] if hexadecimal[1] is not None else hexadecimal[2]) == raw:
            return new if _HEX.fullmatch(new) else _string(new, dialect)
        digits = new.encode("utf-8").hex()
        return f"{raw[0]}'{digits}'" if hexadecimal[1] is not None else f"{raw[:2]}{digits}"
    if raw[:1] == "[" and raw[-1:] == "]":
        return "[" + new.replace("]", "]]") + "]"
    quoted = _Q.match(raw)
    if quoted and raw.endswith("'"):
        close = _Q_PAIRS.get(quoted[1], quoted[1])
        if close + "'" not in new:
            return f"{raw[: quoted.end()]}{new}{close}'"
        return _string(new, dialect)
    dollar = _DOLLAR.match(raw)
    if dollar and raw.endswith(dollar[0]):
        return f"{dollar[0]}{new}{dollar[0]}" if dollar[0] not in new else _string(new, dialect)
    prefixed = _PREFIXED.match(raw)
    if prefixed and raw.endswith(prefixed[2]) and len(raw) > prefixed.end():
        prefix, quote = prefixed[1], prefixed[2]
        if quote == "`" or not (dialect.backslash or prefix in {"e", "E"}):
            return f"{prefix}{quote}{new.replace(quote, quote * 2)}{quote}"
        return f"{prefix}{quote}{new.translate(_TO_MYSQL).replace(quote, quote * 2)}{quote}"
    if NUMBER.fullmatch(raw):
        return new if NUMBER.fullmatch(new) else _string(new, dialect)
    return new


def written_value(raw: str, new: str, dialect: Dialect) -> str:
    """Return `written`, for a piece that is a value: a bare word becomes a string."""
    made = written(raw, new, dialect)
    if made == new and not NUMBER.fullmatch(new) and not _HEX.fullmatch(new):
        return _string(new, dialect)
    return made


def _string(new: str, dialect: Dialect) -> str:
    text = new.translate(_TO_MYSQL) if dialect.backslash else new
    return "'" + text.replace("'", "''") + "'"


def copied(raw: str, new: str) -> str:
    """Return a cell of a COPY line."""
    del raw
    return new.translate(_TO_COPY)


def copied_csv(raw: str, new: str, *, delimiter: str, quote: str) -> str:
    """Return a cell of a COPY in CSV: in quotes if it was, or needs them.

    >>> copied_csv("a", "b;c", delimiter=";", quote="'")
    "'b;c'"
    """
    if not raw.startswith(quote) and not any(c in new for c in (delimiter, quote, "\n", "\r")):
        return new
    return f"{quote}{new.replace(quote, quote * 2)}{quote}"
