"""IMSI, International Mobile Subscriber Identity: the number of a SIM's subscription.

15 digits: 410 06 1234567890.

1-3    mobile country code: 410 Pakistan
4-5    mobile network code: 01 Jazz, 02 PTCL, 03 Ufone, 04 Zong, 05 and 08 SCO, 06 Telenor,
       07 Jazz (formerly Warid)
6-15   subscriber

There is no check digit. A SIM keeps its IMSI when the mobile number changes hands, so it links
what two numbers did. Networks also write it as the user part of an address
(0410061234567890@wlan.mnc006.mcc410.3gppnetwork.org); that is an e-mail address for us.

Not known: whether network codes other than 01-08 were assigned. Foreign SIMs and other codes count
with context only.

Sources: ITU-T E.212; 3GPP TS 23.003 clause 2.2; python-stdnum 2.2, imsi.dat.

>>> compact("410-06-1234567890")
'410061234567890'
>>> format("410061234567890")
'410 06 1234567890'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import only_digits
from recognizers.pk.validation import ValidationError, accepted_by, luhn_is_valid

if TYPE_CHECKING:
    from typing import Final

NETWORKS: Final = tuple(f"4100{code}" for code in range(1, 9))


def compact(number: str) -> str:
    """Return the 15 digits of an IMSI.

    Raises ValidationError when there are not 15 digits.
    """
    found = only_digits(number)
    if len(found) != 15:
        raise ValidationError("an IMSI has 15 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if a Pakistani network can have issued it.

    Raises ValidationError for a wrong length or another country's or an unknown network's code.
    """
    found = compact(number)
    if not found.startswith(NETWORKS):
        raise ValidationError("not the code of a Pakistani network")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as country, network and subscriber."""
    found = compact(number)
    return f"{found[:3]} {found[3:5]} {found[5:]}"


class ImsiRecognizer(PkRecognizer):
    """Finds the subscriber identities of Pakistani networks; others with context."""

    NAME_EN = "SIM subscription number (IMSI)"
    NAME_UR = "آئی ایم ایس آئی نمبر"
    ISSUER = "Each mobile network, under ITU and PTA"
    PROOF = ("structure", "context")
    ENTITY = "IMSI"
    WHOLE_FORM = r"(410[0-9]{12})"
    PATTERNS = (
        Pattern(
            "Pakistani network",
            r"(?<![0-9])(?<![0-9][.\-])4100[1-8][0-9]{10}F?(?:\.0{1,2})?(?![0-9])(?!\.[0-9])",
            0.7,
        ),
        Pattern(
            "Pakistani network, separated",
            r"(?<![0-9])(?<![0-9][.\-])410(?:[ \-./]| - )?0[1-8](?:[ \-./]| - )[0-9]{10}(?![0-9])(?!-[0-9])",
            0.7,
        ),
        Pattern("any network", r"(?<![0-9])(?<![0-9]\.)[2-7][0-9]{14}(?:\.0{1,2})?(?![0-9])", 0.1),
        Pattern("any network, grouped", r"(?<![0-9])410(?:[ \-./]?[0-9]){12}(?![0-9])", 0.1),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])[2-7](?:\.[0-9]{1,14})?E\+?14(?![0-9])", 0.6),
        Pattern("thousands", r"(?<![0-9,])[2-7][0-9]{2}(?:,[0-9]{3}){4}(?:\.00?)?(?![0-9,])", 0.6),
        Pattern("partly masked", r"(?<![0-9])410[0-9]{0,8}[x*#•]{2,12}[0-9]{0,6}(?![0-9])", 0.6),
    )
    CONTEXT = (
        "imsi", "imsis", "imsi no", "imsi number", "i m s i", "subscriber identity", "sim imsi",
        "آئی ایم ایس آئی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "imei", "iccid", "card no", "card number", "account no", "a c no", "order no", "order id",
        "invoice no", "tracking no", "tracking id", "consignment", "barcode", "transaction id",
        "trx id", "psid", "challan", "voucher",
    )  # fmt: skip
    HEADERS = ("imsi1", "imsi2", "imsino1", "imsino2", "subscriberidentity")
    CONTEXT_SCORE = 0.95

    def score(self, pattern: Pattern, value: str) -> float:
        """Leave a handset's number to `imei` where one label names both."""
        if pattern.name == "any network":
            found = only_digits(value)
            return 0.0 if found.startswith("35") and luhn_is_valid(found) else pattern.score
        return pattern.score
