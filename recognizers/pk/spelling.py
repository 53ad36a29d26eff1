"""Canonical spellings: what is left of a number without separators and spreadsheet marks.

A spreadsheet leaves an apostrophe before a text ('0712345), an equals sign around it
(="0712345") and ".0" behind a number (357805023984942.0). None of them belongs to the value.
"""

from __future__ import annotations

import re
from typing import Final

from recognizers.pk.script import fold

# After three digits ".0" is a spreadsheet's float; "5.0" may be a value of its own.
_FLOAT_TAIL: Final = re.compile(r"(?<=[0-9]{3})\.0{1,2}\Z")


def without_marks(text: str) -> str:
    """Return the folded text without what a spreadsheet put around or behind the value.

    >>> without_marks("'۳۵۷۸.0 ")
    '3578'
    """
    return _FLOAT_TAIL.sub("", fold(text).text.strip().strip("'\"=").strip())


def only_digits(text: str) -> str:
    """Return the digits 0-9 of a value, without a spreadsheet's ".0".

    >>> only_digits("='352099001761481.0'")
    '352099001761481'
    """
    return "".join(filter("0123456789".__contains__, without_marks(text)))


def letters_and_digits(text: str) -> str:
    """Return the letters (upper case, of any script) and the digits of a value.

    >>> letters_and_digits("lea-17 ۱۲۳۴")
    'LEA171234'
    """
    return "".join(filter(str.isalnum, without_marks(text))).upper()
