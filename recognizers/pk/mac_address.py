"""MAC address (EUI-48, EUI-64): the number of a network card, so of a phone, a router, a laptop.

48 bits as 12 hexadecimal digits, 64 bits as 16. Written 00:1A:2B:3C:4D:5E, 00-1A-2B-3C-4D-5E,
001A.2B3C.4D5E, 001A2B-3C4D5E, with spaces, or without separators.

1-6      maker (OUI), or random where bit 2 of the first byte is set, as phones do towards
         unknown networks
7-12     number of the card

There is no check digit. Bare 12 hexadecimal digits, spaced pairs and forms that hold only decimal
digits are shared by many other numbers: they count with context or in a column. Fingerprints of
certificates have 16, 20 or 32 pairs and are not MAC addresses. All zeros and all ones are nobody's.

Not known: whether a card's number was random when it was seen.

Sources: IEEE 802-2014, clause 8; IEEE Registration Authority, Guidelines for Use of EUI, OUI and
CID. The shapes were compared with Presidio's MacAddressRecognizer, which needs a back reference
and misses an address that touches an Urdu letter or a label.

>>> compact("00-1a-2b-3c-4d-5e")
'001A2B3C4D5E'
>>> format("001a.2b3c.4d5e")
'00:1A:2B:3C:4D:5E'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

_PAIR: Final = r"[0-9a-f]{2}"
_NOT_BEFORE_PAIR: Final = r"(?![0-9])(?![:\-_.][0-9a-f]{2})"
_SHAPE: Final = re.compile(r"[0-9A-F]{12}(?:[0-9A-F]{4})?")


def compact(number: str) -> str:
    """Return the 12 or 16 hexadecimal digits in upper case.

    Raises ValidationError for any other length or another letter.
    """
    found = re.sub(r"[:\-._ ]", "", fold(number).text.strip(" \t\r\n'\"=")).upper()
    if not _SHAPE.fullmatch(found):
        raise ValidationError("a MAC address has 12 or 16 hexadecimal digits")
    return found


def validate(number: str) -> str:
    """Return the compact address if a device can have it.

    Raises ValidationError for another shape and for the broadcast and null addresses.
    """
    found = compact(number)
    if len(set(found)) == 1:
        raise ValidationError("a broadcast, null or filler address")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the address in pairs with colons."""
    found = compact(number)
    return ":".join(found[place : place + 2] for place in range(0, len(found), 2))


class PkMacAddressRecognizer(PkRecognizer):
    """Finds MAC addresses, also glued to labels; bare digits only with context."""

    NAME_EN = "Network card number (MAC address)"
    NAME_UR = "میک ایڈریس"
    ISSUER = "The card's maker, under IEEE; or random"
    PROOF = ("structure", "context")
    ENTITY = "MAC_ADDRESS"
    PATTERNS = (
        Pattern(
            "pairs",
            # Two pairs before it, or one behind: the middle of a fingerprint.
            rf"(?<![0-9])(?<![:\-][0-9a-f]{{2}}[:\-]){_PAIR}(?:[:\-]{_PAIR}){{5}}"
            rf"(?:(?:[:\-]{_PAIR}){{2}})?{_NOT_BEFORE_PAIR}",
            0.6,
        ),
        Pattern(
            "fours",
            r"(?<![0-9])(?<![0-9a-f][.:\-])[0-9a-f]{4}(?:[.:\-][0-9a-f]{4}){2}"
            r"(?![0-9a-z])(?![.:\-][0-9a-f])",
            0.6,
        ),
        Pattern(
            "sixes",
            r"(?<![0-9a-f])(?<![0-9a-f][:\-])[0-9a-f]{6}[:\-][0-9a-f]{6}(?![0-9a-z])(?![:\-][0-9a-f])",
            0.2,
        ),
        Pattern(
            "spaced",
            rf"(?<![0-9a-z])(?<![0-9a-f] ){_PAIR}(?: {_PAIR}){{5}}"
            rf"(?![0-9a-z])(?! {_PAIR}(?![0-9a-z]))",
            0.2,
        ),
        Pattern(
            "other signs",
            rf"(?<![0-9a-z])(?<![0-9a-f][_.])(?:{_PAIR}(?:_{_PAIR}){{5}}|{_PAIR}(?:\.{_PAIR}){{5}}"
            rf"|{_PAIR}(?: - {_PAIR}){{5}}){_NOT_BEFORE_PAIR}",
            0.2,
        ),
        Pattern("bare", r"(?<![0-9a-z])(?<![0-9a-z]-)[0-9a-f]{12}(?![0-9a-z])", 0.1),
        Pattern("bare after mac", r"(?<=mac)[0-9a-f]{12}(?![0-9a-z])", 0.6),
    )
    CONTEXT = (
        "mac", "mac address", "mac addr", "mac id", "mac no", "hardware address", "hw addr",
        "hwaddr", "physical address", "ethernet address", "ether", "wifi mac", "wlan mac",
        "bluetooth address", "bt mac", "bssid", "calling station id", "called station id",
        "میک ایڈریس", "میک", "بی ایس ایس آئی ڈی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = ("fingerprint", "thumbprint", "sha", "checksum", "digest", "commit")
    HEADERS = (
        "macaddr", "macaddress", "macid", "macno", "wifimac", "wlanmac", "btmac", "routermac",
        "cpemac", "onumac", "devicemac", "hwaddress", "callingstationid", "calledstationid",
    )  # fmt: skip

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop fillers; let forms that hold no letter wait for context."""
        try:
            found = validate(value)
        except ValidationError:
            return 0.0
        if pattern.score > 0.2 and (found.isdigit() or found.isalpha()):
            # No clock shows 60 or more; groups of figures with dashes are many things.
            is_time = found.isdigit() and max(found[2::2]) < "6"
            return 0.45 if value.count(":") == 5 and not is_time else 0.3
        return pattern.score
