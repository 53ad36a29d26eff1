"""Dialect: how a delimited file separates, quotes and ends its cells; and quoting by it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """The way a delimited file is written.

    delimiter      one or two characters.
    quote          a double or single quote.
    escape         a backslash before a quote inside quotes, or "": then it is doubled.
    spaced         blanks may stand between delimiter and quote.
    quotes_freely  cells are quoted that do not need it; then a changed cell stays quoted.
    returns        a lone CR ends a record.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    spaced: bool = False
    quotes_freely: bool = False
    returns: bool = False

    def needs_quotes(self, text: str) -> bool:
        """Say whether a cell would be read as something else without quotes."""
        start = text.lstrip(" \t") if self.spaced else text
        return (
            self.delimiter[0] in text
            or start.startswith(self.quote)
            or "\n" in text
            or "\r" in text
        )

    def quoted(self, text: str) -> str:
        """Return a cell in quotes.

        >>> Dialect().quoted('5" pipe')
        '"5"" pipe"'
        """
        if self.escape:
            text = text.replace(self.escape, self.escape * 2)
            text = text.replace(self.quote, self.escape + self.quote)
        else:
            text = text.replace(self.quote, self.quote * 2)
        return f"{self.quote}{text}{self.quote}"

    def written(self, text: str) -> str:
        """Return a cell as it stands in the file, in quotes only if it needs them."""
        return self.quoted(text) if self.needs_quotes(text) else text

    def unquoted(self, inside: str) -> str:
        """Return the text that stands between two quotes.

        >>> Dialect().unquoted('5"" pipe')
        '5" pipe'
        """
        if self.escape:
            return re.sub(rf"\\([\\{self.quote}])", r"\1", inside)
        return inside.replace(self.quote * 2, self.quote)
