"""Reading and writing spreadsheets, databases and columnar files, beside their library alone.

    python benchmarks/containers.py [--rows 100000]

No detection: what is timed is `write(read(file))`, processor seconds of this process and of the
children that parse. The library reads the same file and keeps nothing. Rates are cells a second
and megabytes of the file a second.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import python_calamine
import xlsxwriter

from redactor.formats import columnar, sqlite, workbook
from redactor.formats.source import Source

COLUMNS = ("sr", "msisdn", "cnic", "name", "city", "date")
Rows = list[tuple[int, int, int, str, str, str]]


def rows(count: int) -> Rows:
    generator = random.Random(6)
    return [
        (
            number,
            generator.randrange(3 * 10**9, 3 * 10**9 + 5 * 10**8),
            generator.randrange(11 * 10**11, 8 * 10**12),
            f"ALI {generator.randrange(10**5)} KHAN",
            generator.choice(["LAHORE", "KARACHI"]),
            f"0{generator.randrange(1, 10)}-JAN-13",
        )
        for number in range(count)
    ]


def make_workbook(path: Path, table: Rows) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *table]):
            sheet.write_row(number, 0, row)


def make_sqlite(path: Path, table: Rows) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE t ({','.join(COLUMNS)})")
    connection.executemany("INSERT INTO t VALUES (?,?,?,?,?,?)", table)
    connection.commit()
    connection.close()


def make_parquet(path: Path, table: Rows) -> None:
    pl.DataFrame(table, schema=list(COLUMNS), orient="row").write_parquet(path)


def make_arrow(path: Path, table: Rows) -> None:
    pl.DataFrame(table, schema=list(COLUMNS), orient="row").write_ipc(path)


def read_arrow(path: Path) -> None:
    for _ in pl.read_ipc(path).iter_rows():
        pass


def read_workbook(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(path)
    for _ in book.get_sheet_by_index(0).iter_rows():
        pass


def read_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    for _ in connection.execute("SELECT * FROM t"):
        pass
    connection.close()


def read_parquet(path: Path) -> None:
    for _ in pl.read_parquet(path).iter_rows():
        pass


def seconds(function: Callable[[], None]) -> float:
    before = os.times()
    function()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    table = rows(count)
    cases = (
        (".xlsx", workbook, make_workbook, read_workbook, "calamine"),
        (".db", sqlite, make_sqlite, read_sqlite, "sqlite3"),
        (".parquet", columnar, make_parquet, read_parquet, "polars"),
        (".arrow", columnar, make_arrow, read_arrow, "polars"),
    )
    print(f"{'format':<10}{'MB':>6}{'cells/s':>12}{'MB/s':>8}   library alone, cells/s")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, module, make, read, library in cases:
            path = Path(folder) / f"table{suffix}"
            make(path, table)
            source = Source.from_path(path)

            def run(module: object = module, source: Source = source) -> None:
                with (Path(folder) / "copy").open("w+b") as sink:
                    module.write(module.read(source), sink)  # type: ignore[attr-defined]

            ours, alone = seconds(run), seconds(lambda read=read, path=path: read(path))
            size, cells = path.stat().st_size / 1e6, count * len(COLUMNS)
            print(
                f"{suffix:<10}{size:>6.1f}{cells / ours:>12,.0f}{size / ours:>8.2f}   "
                f"{library} {cells / max(alone, 0.01):,.0f}"
            )


if __name__ == "__main__":
    main()
