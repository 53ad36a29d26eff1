"""Which database wrote a dump, and how its text is quoted.

Sources: MySQL 8.4 manual 11.1.1 (string literals), PostgreSQL 17 manual 4.1.2 (constants) and COPY,
Transact-SQL reference "Constants" and "Database identifiers", SQLite "SQL language: expressions",
Oracle Database SQL Language Reference "Literals".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database writes SQL.

    backslash   a backslash escapes the next character of a plain string.
    strings     double quotes hold strings, not names.
    brackets    [name] is a name.
    hashes      "#" begins a comment.
    short, long types of a column that holds any text, up to `short_size` characters or more.
    """

    name: str
    backslash: bool = False
    strings: bool = False
    brackets: bool = False
    hashes: bool = False
    short: str = "varchar(191)"
    short_size: int = 191
    long: str = "text"


# 191 characters of four bytes are the longest key of older MySQL versions (767 bytes).
MYSQL = Dialect("MySQL", backslash=True, strings=True, hashes=True)
POSTGRESQL = Dialect("PostgreSQL", short="text", short_size=1 << 30)
SQL_SERVER = Dialect(
    "SQL Server", brackets=True, short="nvarchar(400)", short_size=400, long="nvarchar(max)"
)
SQLITE = Dialect("SQLite", brackets=True, short="text", short_size=1 << 30)
ORACLE = Dialect("Oracle", short="varchar2(400 char)", short_size=400, long="clob")
GENERIC = Dialect("SQL")
_ESCAPING = Dialect("SQL", backslash=True, strings=True)

_MARKS: tuple[tuple[Dialect, re.Pattern[str]], ...] = (
    (MYSQL, re.compile(
        r"MySQL dump|MariaDB dump|phpMyAdmin|/\*!\d{5}|\bENGINE\s?=|LOCK TABLES `"
        r"|(?:INTO|TABLE|EXISTS) `|\bAUTO_INCREMENT\b")),
    (POSTGRESQL, re.compile(
        r"PostgreSQL database|\bFROM stdin\b|standard_conforming_strings|\bpg_catalog\b"
        r"|OWNER TO |character varying|::\w+")),
    (SQL_SERVER, re.compile(
        r"^GO\s*$|\[dbo\]|IDENTITY_INSERT|\bN'|SET ANSI_NULLS|\bnvarchar\b", re.M | re.I)),
    (SQLITE, re.compile(r"PRAGMA foreign_keys|sqlite_sequence|^BEGIN TRANSACTION;", re.M)),
    (ORACLE, re.compile(r"\bVARCHAR2\b|\bTO_DATE\s*\(|SET DEFINE OFF|^REM ", re.M | re.I)),
)  # fmt: skip
_ESCAPED_QUOTE = re.compile(r"[^\\\s,(]\\'[^\s,);]")
_AT_END = re.compile(r"[^\\]\\'\s*[,)]")


@lru_cache(maxsize=1)  # a run asks four times of each file
def detect(text: str) -> Dialect:
    r"""Decide the dialect from the start of a dump.

    >>> detect("INSERT INTO `t` VALUES (1,'O\\'Neill');").name
    'MySQL'
    """
    counts = [(len(mark.findall(text)), dialect) for dialect, mark in _MARKS]
    best, dialect = max(counts, key=lambda pair: pair[0])
    if best:
        off = re.search(r"standard_conforming_strings\s*(?:=|TO)\s*'?off", text, re.I)
        return _ESCAPING if dialect is POSTGRESQL and off else dialect
    escaped, at_end = len(_ESCAPED_QUOTE.findall(text)), len(_AT_END.findall(text))
    return _ESCAPING if escaped > at_end else GENERIC
