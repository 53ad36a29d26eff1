"""Words of SQL itself: code that is nothing but them holds nobody's data and is no cell.

Only code outside quotes is asked about; what stands between such words is searched like any text,
and a name that is replaced can't take a word of the statement with it. A word that is missing here
costs nothing.

Source: ISO/IEC 9075 reserved words, and the types and options that mysqldump, pg_dump and SQL
Server write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = frozenset(
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
_WORD = re.compile(r"[^\W\d]\w*")


def beside_grammar(code: str) -> Iterator[tuple[int, int]]:
    """Yield the places of code that are not words of SQL: what stands between these.

    >>> code = " varchar(9) OWNER TO akram;"
    >>> [code[start:end] for start, end in beside_grammar(code)]
    [' ', '(9) ', ' ', ' akram;']
    """
    last = 0
    for match in _WORD.finditer(code):
        if match[0].lower() in WORDS:
            if last < match.start():
                yield last, match.start()
            last = match.end()
    if last < len(code):
        yield last, len(code)
