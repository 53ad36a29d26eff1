"""Tables: what CREATE TABLE says about the names and types of columns, and wider types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.formats.sql.literals import value_of

if TYPE_CHECKING:
    from redactor.formats.sql.dialect import Dialect

# The longest names have 128 characters (SQL Server, Oracle).
NAME = (
    r"(?:`(?:[^`]|``){0,300}+`|\"(?:[^\"]|\"\"){0,300}+\"|\[(?:[^\]]|\]\]){0,300}+\]"
    r"|[^\W\d][\w$#@]{0,300}+)"
)
_DOTTED = re.compile(rf"{NAME}")
# Words that begin a part of CREATE TABLE that is no column.
_NO_COLUMN = frozenset(
    {"primary", "unique", "key", "index", "constraint", "foreign", "check", "fulltext", "spatial",
     "exclude", "like", "period"}
)  # fmt: skip
_REST = NAME + r"|[\d.]++|."
_PIECE = re.compile(r"\s++|--[^\n]*+|/\*.*?\*/|'(?:[^']|'')*+'|" + _REST, re.S)
_ESCAPED_PIECE = re.compile(r"\s++|--[^\n]*+|/\*.*?\*/|'(?:[^'\\]|\\.|'')*+'|" + _REST, re.S)
_TYPE_ENDS = re.compile(
    r"(?:not|null|default|collate|character\s+set|charset|auto_increment|primary|unique|comment|"
    r"constraint|check|references|generated|identity|on|as|encode|sparse|rowguidcol|key|"
    r"virtual|stored|invisible|visible)\b",
    re.I,
)
_SIZED = re.compile(
    r"\[?(?:n?var)?(?:n?char|character|varying|\s)*2?\]?\s*\(\s*(\d+)\s*(?:char|byte)?\s*\)", re.I
)
_UNLIMITED = re.compile(
    r"\[?(?:(?:long|medium|n)?text|n?clob|citext|string|json|jsonb|xml|long"
    r"|(?:n?varchar|character varying|varchar2?)\s*(?:\(\s*max\s*\))?)\]?\s*(?:\(\s*max\s*\))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A column of a table: its name, and where in the text its type stands."""

    name: str
    start: int
    end: int
    is_counter: bool


def table_name(raw: str, dialect: Dialect) -> str:
    """Return the last part of a name with dots, without its quotes."""
    parts = _DOTTED.findall(raw)
    return value_of(parts[-1], dialect) if parts else raw


def names_in(raw: str, dialect: Dialect) -> tuple[str, ...]:
    """Return the names of a list of columns."""
    return tuple(value_of(part, dialect) for part in _DOTTED.findall(raw))


def definitions(text: str, start: int, stop: int, dialect: Dialect) -> list[Definition] | None:
    """Return the columns defined between a parenthesis, behind `start`, and its end.

    None if the parenthesis is not closed before `stop`.
    """
    pattern = _ESCAPED_PIECE if dialect.backslash else _PIECE
    depth = 1
    position, part = start, start
    found: list[Definition] = []
    while True:
        piece = pattern.match(text, position, stop)
        if piece is None:
            return None
        position = piece.end()
        word = piece[0]
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        if (word == "," and depth == 1) or depth == 0:
            definition = _definition(text, part, piece.start(), dialect)
            if definition is not None:
                found.append(definition)
            part = position
        if depth == 0:
            return found


def _definition(text: str, start: int, end: int, dialect: Dialect) -> Definition | None:
    pattern = _ESCAPED_PIECE if dialect.backslash else _PIECE
    pieces = [
        (m[0], m.start(), m.end())
        for m in pattern.finditer(text, start, end)
        if not m[0].isspace() and m[0][:2] not in {"--", "/*"}
    ]
    if len(pieces) < 2 or pieces[0][0].lower() in _NO_COLUMN:
        return None
    depth = 0
    first = last = pieces[1][1]
    for word, piece_start, piece_end in pieces[1:]:
        if depth == 0 and _TYPE_ENDS.match(text, piece_start):
            break
        depth += (word == "(") - (word == ")")
        last = piece_end
    rest = text[last:end].lower()
    is_counter = "auto_increment" in rest or "identity" in rest or "serial" in text[first:last]
    return Definition(value_of(pieces[0][0], dialect), first, last, is_counter)


def widened(declared: str, longest: int, dialect: Dialect) -> str | None:
    """Return the type that holds any text of `longest` characters; None if `declared` does.

    Never shorter than `declared`, so that it can be put in its place.
    """
    sized = _SIZED.fullmatch(declared.strip())
    if _UNLIMITED.fullmatch(declared.strip()) or (sized and int(sized[1]) >= longest):
        return None
    new = dialect.short if longest <= dialect.short_size else dialect.long
    return new.ljust(len(declared))
