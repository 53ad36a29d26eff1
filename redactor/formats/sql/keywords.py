"""Words of SQL itself: code that is nothing but them holds nobody's data and is no cell.

Only code outside quotes is asked about, and only if every word is one of these and no number has
five digits. A word that is missing here costs nothing: its code is searched like any text.

Source: ISO/IEC 9075 reserved words, and the types and options that mysqldump, pg_dump and SQL
Server write.
"""

from __future__ import annotations

import re

_WORDS = frozenset(
    """
    add after all alter always and any array as asc auto_increment autoincrement
    avg_row_length before begin between bigint bigserial binary bit blob boolean both btree by
    bytea cascade case cast change char character charset check checksum clob close clustered
    collate collation column columns comment commit constraint convert create cross current
    current_date current_timestamp cursor cycle data database date datetime datetime2
    datetimeoffset dec decimal declare default deferrable deferred delayed delete delimiter
    desc disable distinct double drop dynamic each else enable end engine enum except exec
    execute exists explain extension fetch filegroup fillfactor first float float4 float8
    following for force foreign from full fulltext function generated geometry global go grant
    group hash having identity if ignore image immediate in increment index inet inner inout
    insert int int2 int4 int8 integer intersect interval into is isolation join json jsonb key
    key_block_size keys language last leading leave left level like limit local lock long
    longblob longtext low_priority match max maxvalue medium mediumblob mediumint mediumtext
    min minvalue mode modify money move names national natural nchar next no noaudit nocache
    nocheck nocycle nolock nonclustered not notnull now null number numeric nvarchar nvarchar2
    of off offset on only open option or order outer over overriding owned owner partition
    partitions precision prepare primary print privileges procedure public raise range raw
    read real references rename repeat replace restart restrict return returning returns
    revoke right role rollback row row_format rows rowversion savepoint schema scroll select
    sequence serial serializable session set share show simple smalldatetime smallint
    smallmoney smallserial spatial sql start statement statistics stdin storage stored super
    table tables tablespace temp temporary text textimage_on then time timestamp timestamptz
    timetz tinyblob tinyint tinytext to top trailing transaction trigger truncate type uid
    union unique uniqueidentifier unlock unlogged unsigned update usage use user using utf8
    utf8mb3 utf8mb4 uuid valid value values varbinary varchar varchar2 varying view virtual
    when where while with without work write xml year zerofill zone
    """.split()  # noqa: SIM905 - a list of words reads better than one of strings
)
# Digits from which on a number is a cell of its own.
_LONG_NUMBER = 5
_TOKEN = re.compile(r"[^\W\d]\w*|[0-9]+|[^\x00-\x7f]")


def is_grammar(code: str) -> bool:
    """Say whether code is words of SQL, short numbers and marks, and nothing else.

    >>> is_grammar(" varchar(191) DEFAULT NULL COMMENT "), is_grammar("DEFAULT Akram")
    (True, False)
    """
    return all(
        len(token) < _LONG_NUMBER if token.isdigit() else token.lower() in _WORDS
        for token in _TOKEN.findall(code)
    )
