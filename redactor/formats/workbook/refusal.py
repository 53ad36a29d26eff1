"""Why a workbook is not read: codes in the child that parses it, sentences in the parent.

The child's words are not believed: it may have been taken over by what it reads.
"""

from __future__ import annotations

REASONS = {
    "members": "has more than 100,000 members",
    "twins": "has two members of one name, of which programs show one or the other",
    "password": "is under a password: open it, save it without one and run again",
    "budget": "unpacks to far more than its size allows",
    "deep": "holds XML that is nested too deeply",
    "doctype": "holds XML with a document type, which no workbook needs",
    "missing": "lacks a sheet that it lists",
    "order": "has rows or cells twice or out of order, which programs read in different ways",
    "outside": "has cells outside of a sheet's 1,048,576 rows and 16,384 columns",
    "reference": "refers to a text or style that it does not have",
    "sparse": "has cells so far apart that its reader would need too much memory",
    "empty": "has no sheet of cells",
}


class Refused(Exception):  # noqa: N818 - not an error of the program
    """A workbook is not what an honest program writes; `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code
