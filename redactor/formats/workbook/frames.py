"""Frames: what the writer of a workbook needs to put cells back where they stood."""

from __future__ import annotations

from dataclasses import dataclass

from redactor.formats.workbook.number_formats import GENERAL, shown

# Longest text that a cell of an .xlsx workbook can have, in UTF-16 code units.
LONGEST = 32_767


@dataclass(frozen=True, slots=True, repr=False)
class Stored:
    """A cell that is not text: how it stood in the file.

    kind   "n" number, "b" boolean, "d" ISO date or time.
    raw    its characters in the file; code is its number format.
    """

    kind: str
    raw: str
    code: str = GENERAL
    is_1904: bool = False

    @property
    def text(self) -> str:
        """The text that the cell is searched as."""
        if self.kind == "n":
            return shown(self.raw, self.code, is_1904=self.is_1904)
        if self.kind == "b":
            return "FALSE" if self.raw in {"0", "false"} else "TRUE"
        return self.raw


@dataclass(frozen=True, slots=True, repr=False)
class Book:
    """The batch's one column holds the sheets' names; `states` say whether each is hidden."""

    states: tuple[str, ...]
    is_1904: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """Rows of a table: `rows` and `columns` are where the batch's rows and columns stand.

    `stored` has a tuple for each column: what is no text, None where a cell is text or missing;
    None for a column of texts.
    """

    sheet: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    stored: tuple[tuple[Stored | None, ...] | None, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Scattered:
    """One column of cells from anywhere in a sheet: `places` are their rows and columns.

    They come before the rows of the table that they stand among.
    """

    sheet: int
    places: tuple[tuple[int, int], ...]
    stored: tuple[Stored | None, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Comments:
    """One column of comments; `places` are the cells they belong to."""

    sheet: int
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Nothing:
    """A batch without cells, for what it says was dropped."""
