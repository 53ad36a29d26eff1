"""What stands in a database, taken by other code than its reader's: for verification.

`texts` gives all that a written database holds, row by row; `counts`, in the sandbox, the rows and
values of a database, of which its copy must have as many. BLOBs are not counted: those that are no
text are left out.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from redactor.formats.sqlite.records import opened, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from redactor.formats.source import Source


def texts(source: Source) -> Iterator[str]:
    """Yield the statements of a written database, and each of its rows with tabs between."""
    if source.path is None:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(source.data or b"")
    else:
        uri = f"{source.path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True)
    with closing(connection):
        connection.text_factory = bytes
        master = connection.execute("SELECT name, tbl_name, sql, type FROM sqlite_master")
        for name, *rest, kind in master.fetchall():
            yield "\t".join(map(_shown, (name, *rest)))
            if kind == b"table":
                quoted = '"' + name.decode().replace('"', '""') + '"'
                for row in connection.execute(f"SELECT * FROM {quoted}"):  # noqa: S608 - quoted
                    yield "\t".join(map(_shown, row))


def _shown(value: Any) -> str:
    if not isinstance(value, bytes):
        return "" if value is None else str(value)
    if b"\0" in value:
        return "\t".join(value.decode(codec, "ignore") for codec in ("utf-16-le", "utf-16-be"))
    return value.decode("utf-8", "surrogateescape")


def counts(source: Source) -> Iterator[dict[str, int]]:
    """Yield the number of tables, rows and values."""
    found = {"tables": 0, "rows": 0, "values": 0}
    with closing(opened(source)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        for name in tables_of(connection):
            quoted = '"' + name.replace('"', '""') + '"'
            about = connection.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall()
            typed = " + ".join(
                "total(typeof(\"{}\") IN ('integer', 'real', 'text'))".format(c.replace('"', '""'))
                for (c,) in about
            )
            sql = f"SELECT count(*), {typed or 0} FROM {quoted}"  # noqa: S608 - quoted
            rows, values = connection.execute(sql).fetchone()
            found["tables"] += 1
            found["rows"] += rows
            found["values"] += int(values)
    yield found
