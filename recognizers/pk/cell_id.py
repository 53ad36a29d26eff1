"""Cell identity: which antenna a phone was at. With a time it is a place in someone's day.

CGI (2G, 3G) 410-01-1234-56789, in call records also 410|01|1234|56789.

1      mobile country code: 410 Pakistan
2      mobile network code: 01 to 08 (see `imsi`)
3      location area code (LAC), 0-65535; TAC in 4G and 5G
4      cell identity: 0-65535 in 2G, to 268435455 in 4G (ECI), to 68719476735 in 5G (NCI)

LAC and cell stand alone in columns of their own ("LAC", "Cell ID"), or together (1234-56789). An
operator's name of a site (LHR1234A) says the same in plain words; in such a column whatever stands
in a cell is one.

"LAC" is also how Roman Urdu writes lakh (100,000), so it is a label in a header only.

Not known: whether a Pakistani export writes the parts in hexadecimal; the four parts are then
accepted, and one of them alone in its column.

Sources: 3GPP TS 23.003 clauses 4.3 (CGI) and 19.6 (E-UTRAN), 3GPP TS 38.413 (NCI, 36 bits).

>>> compact("410|01|01234|056789")
'410-01-1234-56789'
>>> format("1234 56789")
'1234-56789'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import without_marks
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

_PART: Final = re.compile(r"[^\W_]+")
_NETWORK: Final = re.compile("(410)(0[1-8])")
# 36 bits of a 5G cell identity, written in decimal.
_LONGEST_NUMBER: Final = 11


def compact(number: str) -> str:
    """Return the parts of a cell identity, each without leading zeros, joined by "-".

    The network code keeps its zero. A site's name becomes its letters and digits in upper case.
    Raises ValidationError when there is no letter and no digit.
    """
    text = without_marks(number).upper()
    parts = _PART.findall(text)
    if not parts:
        raise ValidationError("a cell identity has a letter or a digit")
    network = _NETWORK.fullmatch(parts[0])
    if network and len(parts) > 1:
        parts[:1] = network.groups()
    has_network = parts[0] == "410" and len(parts) > 2
    return "-".join(
        part if has_network and place == 1 else part.lstrip("0") or "0"
        for place, part in enumerate(parts)
    )


def validate(number: str) -> str:
    """Return the compact identity if it is a Pakistani cell, a LAC with a cell, or a cell alone.

    Raises ValidationError for a part that is not a number of the length in use, or for the code
    of another country or an unknown network.
    """
    found = compact(number)
    parts = found.split("-")
    if not all(part.isdecimal() and len(part) <= _LONGEST_NUMBER for part in parts):
        raise ValidationError("the parts of a cell identity are numbers of at most 11 digits")
    if len(parts) == 4 and (parts[0] != "410" or parts[1] not in {f"0{n}" for n in range(1, 9)}):
        raise ValidationError("not the code of a Pakistani network")
    if len(parts) not in {1, 2, 4}:
        raise ValidationError("a cell identity has one, two or four parts")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the identity as networks write it: 410-01-1234-56789."""
    return compact(number)


class CellIdRecognizer(PkRecognizer):
    """Finds global cell identities of Pakistani networks; other forms with context or column."""

    NAME_EN = "Cell identity (CGI, LAC and cell)"
    NAME_UR = "موبائل ٹاور کا سیل نمبر"
    ISSUER = "Each mobile network"
    PROOF = ("structure", "context")
    ENTITY = "CELL_ID"
    PATTERNS = (
        Pattern(
            "global",
            r"(?<![0-9])(?<![0-9][\-_/|:.])410(?:[\-_/|:.]| [\-|/] )0[1-8](?:[\-_/|:.]| [\-|/] )"
            r"[0-9]{1,5}(?:[\-_/|:.]| [\-|/] )[0-9]{1,11}"
            r"(?![0-9])(?![\-_/|:][0-9])",
            0.9,
        ),
        Pattern(
            "global, 5G",
            r"(?<![0-9])(?<![0-9][\-_/|:.])410[\-_/|:]0[1-8][\-_/|:][0-9]{7,11}"
            r"(?![0-9])(?![\-_/|:][0-9])",
            0.5,
        ),
        Pattern(
            "global, spaced",
            r"(?<![0-9])(?<![0-9] )410 0[1-8] [0-9]{2,5} [0-9]{2,9}(?![0-9])(?! [0-9])",
            0.5,
        ),
        Pattern(
            "global, solid",
            r"(?<![0-9])4100[1-8][\-_/|:. ][0-9]{1,5}[\-_/|:. ][0-9]{1,11}(?![0-9])",
            0.7,
        ),
        Pattern(
            "global, hexadecimal",
            r"(?<![0-9A-Z])410[\-_/|:]0[1-8][\-_/|:][0-9A-F]{2,6}[\-_/|:][0-9A-F]{2,9}"
            r"(?![0-9A-Z])",
            0.8,
        ),
        Pattern(
            "area and cell behind labels",
            r"(?<![A-Z])(?:LAC|TAC)[ :=#]{1,3}(?P<value>[0-9]{1,5}[ ,;/|]{1,3}"
            r"(?:CID|CI|ECI|Cell ?ID)[ :=#]{1,3}[0-9]{1,9})(?![0-9])",
            0.7,
        ),
        Pattern("area and cell", r"(?<![0-9])[0-9]{2,5}[ ]?[\-_/|:][ ]?[0-9]{2,9}(?![0-9])", 0.1),
        Pattern("cell", r"(?<![0-9.,])[0-9]{3,11}(?![0-9])(?![.,][0-9])", 0.05),
        Pattern(
            "name of a site",
            r"(?<![A-Z0-9])[A-Z]{2,4}[_\-]?[0-9]{3,5}[A-Z0-9]{0,2}(?![A-Z0-9])",
            0.05,
        ),
    )
    COLUMN_PATTERNS = (Pattern("whatever stands there", r"[^ \t\r\n][^\r\n]{0,199}", 0.5),)
    CONTEXT = (
        "cell id", "cell ids", "cellid", "cell identity", "cell i d", "cgi", "ecgi", "ncgi",
        "first cgi", "last cgi", "first cell id", "last cell id", "cell global identity",
        "location area code",
        "lac id", "lac cid", "lac ci", "lac cell id", "lac no", "cell tower id", "tower id",
        "tower no", "site id", "site code", "bts id", "bts no", "enodeb", "enb id", "enodeb id",
        "gnodeb", "node b id", "sector id", "bts", "cell site id", "tower code", "cell code",
        "سیل آئی ڈی", "ٹاور آئی ڈی", "ٹاور نمبر", "سائٹ آئی ڈی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "lac", "lakh", "rs", "pkr", "rupees", "rupay", "duration", "seconds", "sec", "azimuth",
        "mobile no", "cell no", "cell number", "phone", "contact", "call time", "date",
    )  # fmt: skip
    HEADERS = (
        "lac", "tac", "ci", "cid", "eci", "nci", "cellcode", "lacid", "laccid", "lacci",
        "firstcell", "lastcell", "startcell", "endcell", "cella", "cellb", "celltower", "tower",
        "towerid", "sitename", "bts", "enodebid", "servingcell", "originatingcell",
        "terminatingcell", "callingcell", "calledcell", "سیل", "ٹاور",
    )  # fmt: skip
    NOT_HEADERS = ("cell no", "cell number", "cell phone", "mobile", "phone", "contact", "father")
    CONTEXT_SCORE = 0.85
