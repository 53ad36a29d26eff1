"""Wallet and Raast identifiers: a name at a payment service (ali@nayapay), a QR code, a till.

Issued by electronic money institutions and branchless banks under State Bank of Pakistan licence.

name@service      NayaPay ID and its like: letters, digits, dot, dash and underscore, then the
                  service's name with no top-level domain, so no e-mail pattern finds it
QR payload        what a Raast or wallet QR code holds: fields of two digits tag, two digits length
                  and value (EMVCo), from "000201" (or "000202") to "6304" and a checksum over all before it; one
                  field holds the IBAN or the mobile number, others the name and the city
till number       a merchant's short number at a wallet, five to ten digits, told only by its label

The Raast ID of a person is a mobile number and the account number of an Easypaisa or JazzCash
wallet too; those are found as mobile numbers, so that they link to the same number elsewhere.

The QR payload has a check (CRC-16, polynomial 0x1021, start 0xFFFF); handles and tills have none.

Not known: which characters each service allows; whether services other than NayaPay show handles
outside their own application.

Sources: NayaPay's published help; State Bank of Pakistan, Raast person-to-person; EMVCo, QR Code
Specification for Payment Systems, Merchant-Presented Mode 1.1; ISO/IEC 13239 for the checksum.

>>> compact("Ali.Khan @ NayaPay")
'ali.khan@nayapay'
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from recognizers.pk import mobile
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

# Wallets, branchless banks and Raast, as they are written after an @ sign.
_SERVICE: Final = (
    "(?:easy-?paisa|easypesa|jazz-?cash|jazzcsh|mobicash|naya-?pay|nayapey|sada-?pay|raast|u-?paisa"
    "|hbl-?konnect|konnect|simsim|simpaisa|paymax|zindigi|alfapay|alfa|finja|keenu|omni|digitt)"
)
_VARIANTS: Final = {"easypesa": "easypaisa", "jazzcsh": "jazzcash", "nayapey": "nayapay"}
# Letters of scripts other than Latin, folded; no punctuation, no symbols.
_OTHER_LETTER: Final = "\u0370-\u1fff\u2c00-\ud7ff\uf900-\uffef"
_NAME: Final = rf"[a-z0-9{_OTHER_LETTER}][a-z0-9._+\-{_OTHER_LETTER}]{{0,127}}"
_HANDLE: Final = re.compile(rf"@?({_NAME}) ?@ ?({_SERVICE})", re.IGNORECASE)
_PAYLOAD: Final = re.compile(r"00020[12][^\r\n]{10,500}6304[0-9a-f]{4}", re.IGNORECASE)
_TILL: Final = re.compile(r"[0-9](?:[ \-]?[0-9]){4,9}")


def _checksum(text: str) -> str:
    """Return the CRC-16 (polynomial 0x1021, start 0xFFFF) of a text as four hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('utf-8', 'replace'), 0xFFFF):04X}"


def compact(number: str) -> str:
    """Return a handle as name@service, a QR payload without change, a till as its digits.

    Handles are not told apart by case or by a dash in the service's name. Raises ValidationError
    when the text is none of the three, a mobile number that lost its zero too.
    """
    text = fold(number).text.strip(" \t\r\n'\"=")
    handle = _HANDLE.fullmatch(text)
    if handle:
        service = handle[2].lower().replace("-", "")
        return f"{handle[1].lower()}@{_VARIANTS.get(service, service)}"
    if _PAYLOAD.fullmatch(text):
        return text
    if _TILL.fullmatch(text) and not mobile.is_valid(text):
        return re.sub(r"[^0-9]", "", text)
    raise ValidationError("not a handle, a QR payload or a till number")


def validate(number: str) -> str:
    """Return the compact identifier; of a QR payload the checksum must be right.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if _PAYLOAD.fullmatch(found) and _checksum(found[:-4]) != found[-4:].upper():
        raise ValidationError("the checksum of the QR payload is wrong")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact identifier; none of its forms has a printed grouping."""
    return compact(number)


class PkWalletIdRecognizer(PkRecognizer):
    """Finds handles at Pakistani wallets, Raast QR payloads, and tills beside their label."""

    NAME_EN = "Mobile wallet and Raast account"
    NAME_UR = "موبائل والٹ / راست آئی ڈی"
    ISSUER = "Wallets (Easypaisa, JazzCash, NayaPay, SadaPay); State Bank of Pakistan (Raast)"
    PROOF = ("structure", "check digit", "context")
    ENTITY = "PK_WALLET_ID"
    RAISED = frozenset({"QR payload"})
    PATTERNS = (
        # A name begins once in a run of its characters, so that the search stays linear. With a
        # top-level domain after it, it is an e-mail address.
        Pattern(
            "handle",
            r"(?<![a-z0-9._+\-])[._+\-]*(?P<value>@?[a-z0-9][a-z0-9._+\-]{0,127}"
            rf"@{_SERVICE})(?![a-z0-9@])(?!\.[a-z0-9])",
            0.95,
        ),
        Pattern(
            "handle in another script",
            rf"(?<![{_OTHER_LETTER}])[{_OTHER_LETTER}]{{1,64}}@{_SERVICE}(?![a-z0-9@])(?!\.[a-z0-9])",
            0.9,
        ),
        # "Send to ali @ nayapay", but also "paid @ easypaisa".
        Pattern(
            "handle set apart",
            r"(?<![a-z0-9._+\-])[._+\-]*(?P<value>[a-z0-9][a-z0-9._+\-]{2,127}"
            rf"(?: @ ?| ?@ ){_SERVICE})(?![a-z0-9@])(?!\.[a-z0-9])",
            0.3,
        ),
        Pattern(
            "QR payload", r"(?<![0-9])00020[12][^\r\n]{10,500}?6304[0-9a-f]{4}(?![0-9a-f])", 0.65
        ),
        # Cut short, or its checksum misread: version, then static or dynamic.
        Pattern(
            "QR payload, its end lost", r"(?<![0-9])00020[12]0102 ?1[12][^\r\n\"'|\t]{10,500}", 0.65
        ),
        # The label is part of the shape: so short a number would be lifted by other labels' too.
        Pattern(
            "till",
            r"(?<![a-z])(?:(?:merchant )?till[ _\-]?(?:id|no|number|code|#)|merchant till"
            r"|ٹل (?:آی ڈی|نمبر|کوڈ))[ .:#=\-]{0,4}(?P<value>[0-9]{5,10})(?![0-9])",
            0.6,
        ),
    )
    CONTEXT = (
        "wallet id", "wallet handle", "nayapay id", "naya pay id", "sadapay id", "sada pay id",
        "jazzcash id", "easypaisa id", "raast alias", "till id", "till no", "till number",
        "ٹل آئی ڈی", "ٹل نمبر", "والٹ آئی ڈی", "نیا پے آئی ڈی", "راست آئی ڈی",
    )  # fmt: skip
    NEGATIVE_CONTEXT = ("amount", "total", "rs", "pkr", "balance", "price", "رقم", "روپے")
    HEADERS = (
        "walletid", "walletno", "wallethandle", "nayapay", "nayapayid", "sadapayid", "tillid",
        "tillno", "tillnumber", "raastalias", "raastqr", "qrcode", "qrpayload", "qrdata",
    )  # fmt: skip
    NOT_HEADERS = ("balance", "type", "amount", "status", "date", "provider", "bank")
    WHOLE_CELL = True
    # Below a mobile number's and an IBAN's, which name themselves in a column of wallets.
    CONTEXT_SCORE = 0.6

    def score(self, pattern: Pattern, value: str) -> float:
        """Give a payload whose checksum is right full worth."""
        if pattern.name == "QR payload":
            return 1.0 if is_valid(value) else pattern.score
        return pattern.score
