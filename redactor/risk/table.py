"""Tables as codes: every cell a number, so that ten million rows fit and compare at once.

A cell is compared by its text without blanks around it and in lower case, since who looks for
"Lahore" looks for "LAHORE " too. A missing cell is a value of its own: "". Codes come from
64-bit hashes; that two of ten million distinct texts share one has a chance of 3 in a million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from redactor import formats
from redactor.errors import InputError, QuarantineError, UsageError
from redactor.risk.records import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.batch import Batch

_SEED: Final = 7
# Distinct texts of a column that are remembered; beyond, only their codes are.
MOST_REMEMBERED: Final = 1 << 18
# Cells of a column that its role is guessed from.
SAMPLE: Final = 2_000
_REPORTS: Final = frozenset({"report.json", "report.html", "report.ur.html", "risk.json"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table, of one file or of several with the same header.

    headers   as they stand in the file.
    codes     a UInt32 column "0", "1", … for each header, numbers from 0 without gaps.
    counts    how many different codes each column has.
    empty     the code of a missing cell in each column, None where there is none.
    texts     distinct (code, text) of each column; None where there are too many.
    samples   the first cells of each column that are not empty.
    """

    names: tuple[str, ...]
    headers: tuple[str, ...]
    codes: pl.DataFrame
    counts: tuple[int, ...]
    empty: tuple[int | None, ...]
    texts: tuple[pl.DataFrame | None, ...] = field(repr=False)
    samples: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def rows(self) -> int:
        """Rows in the table."""
        return self.codes.height

    def distinct(self, column: int) -> int:
        """Return how many distinct texts a column has."""
        return self.counts[column]


_EMPTY: Final[int] = int(pl.Series([""]).hash(_SEED)[0])


def normal(cells: pl.Series) -> pl.Series:
    """Return cells as they are compared."""
    return cells.cast(pl.String).fill_null("").str.strip_chars().str.to_lowercase()


@dataclass
class _Growing:
    """A table while it is read."""

    headers: tuple[str, ...]
    names: list[str] = field(default_factory=list)
    codes: list[list[pl.Series]] = field(default_factory=list)
    texts: list[pl.DataFrame | None] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.codes = [[] for _ in self.headers]
        self.texts = [_no_texts() for _ in self.headers]
        self.samples = [[] for _ in self.headers]

    def add(self, batch: Batch) -> None:
        for place in range(len(self.headers)):
            cells = batch.columns[place].cells
            sample = self.samples[place]
            if len(sample) < SAMPLE:
                filled = cells.drop_nulls()
                sample += filled.filter(filled != "").head(SAMPLE - len(sample)).to_list()
            texts = normal(cells)
            codes = texts.hash(_SEED).rename(str(place))
            self.codes[place].append(codes)
            known = self.texts[place]
            if known is not None:
                new = pl.DataFrame({"code": codes, "text": texts}).unique("code")
                merged = pl.concat([known, new]).unique("code")
                self.texts[place] = merged if merged.height <= MOST_REMEMBERED else None

    def finished(self) -> Table:
        columns: list[pl.Series] = []
        texts: list[pl.DataFrame | None] = []
        counts: list[int] = []
        empty: list[int | None] = []
        for place, parts in enumerate(self.codes):
            hashes = pl.concat(parts, rechunk=True)
            parts.clear()
            distinct = hashes.unique().sort()
            dense = (hashes.rank("dense") - 1).cast(pl.UInt32)
            columns.append(dense.rename(str(place)))
            counts.append(len(distinct))
            first = int(distinct.search_sorted(_EMPTY)) if len(distinct) else 0
            is_there = first < len(distinct) and distinct[first] == _EMPTY
            empty.append(first if is_there else None)
            known = self.texts[place]
            if known is not None:
                numbers = distinct.search_sorted(known["code"]).cast(pl.UInt32)
                known = known.with_columns(numbers.alias("code")).sort("text")
            texts.append(known)
        return Table(
            tuple(self.names),
            self.headers,
            pl.DataFrame(columns),
            tuple(counts),
            tuple(empty),
            tuple(texts),
            tuple(tuple(sample) for sample in self.samples),
        )


def _no_texts() -> pl.DataFrame:
    return pl.DataFrame(schema={"code": pl.UInt64, "text": pl.String})


def from_frame(frame: pl.DataFrame, name: str = "table") -> Table:
    """Return the table that a frame holds; its columns are read as text."""
    from redactor.batch import Batch, Column  # noqa: PLC0415

    growing = _Growing(tuple(frame.columns), [name])
    growing.add(Batch(tuple(Column(n, frame[n].cast(pl.String)) for n in frame.columns)))
    return growing.finished()


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of folders, reports left out. Raises UsageError for what is not there."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                p for p in path.rglob("*")
                if p.is_file() and not p.is_symlink() and p.name not in _REPORTS
            )  # fmt: skip
        elif path.exists():
            yield path
        else:
            raise UsageError(f"{path.name}: there is no such file or folder")


def read_tables(
    paths: Sequence[Path], *, as_text: bool = False
) -> tuple[list[Table], list[tuple[str, str]]]:
    """Return the tables in files and folders, and what is none: (file name, why).

    Files with the same header are one table. Raises UsageError, InputError.
    """
    growing: dict[tuple[str, ...], _Growing] = {}
    left_out: list[tuple[str, str]] = []
    for path in files_of(paths):
        source = formats.Source.from_path(path)
        try:
            module = formats.recognise(source, as_text=as_text)
        except (QuarantineError, InputError) as error:
            left_out.append((path.name, str(error)))
            continue
        notes: list[str] = []
        for headers, batch in rows_of(source, module, notes):
            table = growing.setdefault(headers, _Growing(headers))
            if path.name not in table.names:
                table.names.append(path.name)
            table.add(batch)
        left_out += [(path.name, note) for note in notes]
    return [table.finished() for table in growing.values()], left_out
