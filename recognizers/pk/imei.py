"""IMEI, International Mobile Equipment Identity (آئی ایم ای آئی): the number of a handset.

15 digits, printed 35-209900-176148-1; *#06# shows it and the PTA registers it (DIRBS).

1-8    type allocation code (TAC): maker and model; its first two digits are the reporting body
9-14   serial number
15     check digit (Luhn over digits 1-14)

14 digits are the same without the check digit. 16 digits are an IMEISV: two digits of software
version in place of the check digit, and nothing to check. In call records the fifteenth digit is
often 0: a phone sends it as "spare". So `compact` gives the first fourteen digits and their
check digit, whichever form was written.

A Luhn digit is right by chance in one of ten numbers, so a bare number needs a reporting body of
today's phones (01, 35, 86, 99) as well, and never counts as proven.

Not known: the share of older reporting bodies (33, 44, 45, 49, 50-54, 91, 98) in Pakistani data;
they count with context only.

Sources: 3GPP TS 23.003 release 18, clause 6.2 and annex B; GSMA TS.06; python-stdnum 2.2, imei.

>>> compact("35-209900-176148-1")
'352099001761481'
>>> compact("35209900176148") == compact("352099001761480") == compact("3520990017614823")
True
>>> format("352099001761481")
'35-209900-176148-1'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import only_digits
from recognizers.pk.validation import ValidationError, accepted_by, luhn_digit, luhn_is_valid

if TYPE_CHECKING:
    from typing import Final

# Reporting bodies of phones in use: PTCRB, BABT (now TUV SUD), TAF, GHA. GSMA TS.06, annex.
REPORTING_BODIES: Final = ("01", "35", "86", "99")

# How the IMSI of a Pakistani network begins; 41 is no reporting body.
_NETWORKS: Final = tuple(f"4100{code}" for code in range(1, 9))


def compact(number: str) -> str:
    """Return the 15 digits of an IMEI: the 14 that name the device and their check digit.

    Raises ValidationError when there are not 14, 15 or 16 digits.
    """
    found = only_digits(number)
    if not 14 <= len(found) <= 16:
        raise ValidationError("an IMEI has 14, 15 or 16 digits")
    device = found[:14]
    return device + luhn_digit(device)


def validate(number: str) -> str:
    """Return the compact number if it can be an IMEI.

    Raises ValidationError for a wrong length, a filler, or a fifteenth digit that is neither the
    check digit nor the spare 0.
    """
    whole = compact(number)
    found = only_digits(number)
    if len(set(found)) == 1:
        raise ValidationError("a filler, not a number that was issued")
    if len(found) == 15 and found[14] not in {whole[14], "0"}:
        raise ValidationError("the check digit is wrong")
    return whole


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number as it is printed on a box: 2-6-6-1."""
    found = compact(number)
    return f"{found[:2]}-{found[2:8]}-{found[8:14]}-{found[14]}"


class ImeiRecognizer(PkRecognizer):
    """Finds IMEI and IMEISV numbers, solid or grouped, in any script."""

    NAME_EN = "Handset number (IMEI)"
    NAME_UR = "آئی ایم ای آئی نمبر"
    ISSUER = "The handset's maker, under GSMA; registered by PTA (DIRBS)"
    PROOF = ("check digit", "structure", "context")
    ENTITY = "IMEI"
    WHOLE_FORM = r"([0-9]{15})"
    WHOLE_PREFIX = None
    RAISED = frozenset({"printed", "solid"})
    PATTERNS = (
        Pattern(
            "printed",
            r"(?<![0-9])(?<![0-9]-)"
            r"(?:[0-9]{2}[ \-./_][0-9]{6}|[0-9]{6}[ \-./_][0-9]{2}|[0-9]{8})[ \-./_]"
            r"[0-9]{6}(?:[ \-./_]?[0-9]{1,2})?(?![0-9])(?!-[0-9])",
            0.2,
        ),
        Pattern(
            "solid",
            r"(?<![0-9])(?<![0-9][.\-])[0-9]{14,16}(?:\.0{1,2})?(?![0-9])(?!\.[0-9])",
            0.2,
        ),
        # The code that a handset shows its IMEI for.
        Pattern(
            "behind *#06#",
            r"\*#06#[^0-9A-Z\r\n]{0,6}(?P<value>[0-9](?:[ \-./_]?[0-9]){13,15})(?![0-9])",
            0.9,
        ),
        Pattern("grouped otherwise", r"(?<![0-9])[0-9](?:[ \-./][0-9]|[0-9]){13,15}(?![0-9])", 0.1),
    )
    COLUMN_PATTERNS = (
        Pattern("scientific", r"(?<![0-9.])[0-9](?:\.[0-9]{1,15})?E\+?1[345](?![0-9])", 0.6),
        Pattern("thousands", r"(?<![0-9,])[0-9]{2,3}(?:,[0-9]{3}){4}(?:\.00?)?(?![0-9,])", 0.6),
        Pattern("lost zero", r"(?<![0-9])1[0-9]{12,13}(?:\.0{1,2})?(?![0-9])", 0.5),
        Pattern("partly masked", r"(?<![0-9])[0-9]{2,8}[x*#•]{2,12}[0-9]{0,6}(?![0-9])", 0.6),
    )
    CONTEXT = (
        "imei", "imeis", "imei no", "imei number", "imeisv", "imei sv", "i m e i", "imie", "emei",
        "device imei", "handset", "handset no", "device", "device no", "device number", "dirbs",
        "pta approved", "pta registered", "mobile serial no", "phone serial no",
        "آئی ایم ای آئی", "آئی ایم ای آئی نمبر", "ائی ایم ای ائی", "ہینڈ سیٹ", "ہینڈسیٹ",
        "ڈی آئی آر بی ایس",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "imsi", "iccid", "card", "card no", "card number", "account", "account no", "a c no",
        "iban", "order", "order no", "order id", "invoice", "invoice no", "tracking",
        "tracking no", "tracking id", "consignment", "barcode", "amount", "rs", "pkr",
        "reference no", "ref no", "consumer no", "transaction id", "trx id", "psid", "challan",
        "voucher", "timestamp", "meter no",
    )  # fmt: skip
    HEADERS = (
        "imei1", "imei2", "imeino1", "imeino2", "imeinumber1", "imeinumber2", "device", "deviceid",
        "handsetid", "equipmentid", "equipmentno", "terminalid", "mobileimei",
    )  # fmt: skip
    CONTEXT_SCORE = 0.95

    def score(self, pattern: Pattern, value: str) -> float:
        """Grade by reporting body and check digit; only both together count without context."""
        found = only_digits(value)
        if found.startswith(_NETWORKS) and len(found) == 15:
            return 0.0
        if pattern.name not in {"printed", "solid"}:
            return pattern.score
        if not found.startswith(REPORTING_BODIES) or len(set(found[2:])) == 1:
            return 0.15 if len(found) == 15 else 0.1
        is_checked = len(found) == 15 and luhn_is_valid(found)
        if pattern.name == "printed" and "-" in value:
            return 0.8 if is_checked else 0.45
        if is_checked:
            return 0.75 if pattern.name == "printed" else 0.5
        return 0.25
