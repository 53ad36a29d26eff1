"""International Bank Account Number, IBAN (آئی بان): Pakistani ones above all, and foreign ones.

24 characters in Pakistan, printed in groups of four: PK36 SCBL 0000 0011 2345 6702.

1-2      PK, ISO 3166-1 country
3-4      check digits, mod-97 over all (ISO 7064); both digits together
5-8      bank, four letters; data/bank_codes.txt
9-24     account, letters or digits; each bank has its own structure

Inside the account of a wallet stands the holder's mobile number: SadaPay 000000 3xxxxxxxxx,
NayaPay five digits and 03xxxxxxxxx, JazzCash four digits and 923xxxxxxxxx. So an IBAN is
one finding and is never shown in part.

Foreign IBANs have the lengths and structures of data/iban_structures.txt and count only with right
check digits. A Pakistani one with wrong check digits or of a wrong length is still found when its
bank is known: it was mistyped or misread, and names the same account.

Not known: whether all codes in use are in the table of banks; the wallets' structures are seen in
public examples, no issuer documents them.

Sources: ISO 13616-1:2020; SWIFT IBAN Registry release 101 (PK2!n4!a16!c); State Bank of Pakistan,
Guidelines on International Bank Account Number; the tables' headers.

>>> compact("pk36 scbl 0000 0011 2345 6702")
'PK36SCBL0000001123456702'
>>> format("PK36SCBL0000001123456702")
'PK36 SCBL 0000 0011 2345 6702'
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from recognizers.pk.other_kinds import has_mask, is_masked
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

_GAP: Final = r"[ \-._/]{0,3}"
# How every IBAN begins; one quick look spares most text the many alternatives.
_BEGIN: Final = re.compile(
    r"(?:(?<![A-Z0-9])|(?<=IBAN))([A-Z]{2})[0-9]{2}(?=[ -]?[A-Z0-9])", re.IGNORECASE
)
_KINDS: Final = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


def _rows(table: str) -> list[list[str]]:
    """Return the words of each line of a table that is no comment."""
    text = files("recognizers.pk").joinpath(f"data/{table}").read_text("utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _structures() -> dict[str, str]:
    """Return the structure after the check digits by country: "18n", "4a16c"."""
    return {row[0]: row[2] for row in _rows("iban_structures.txt")}


@cache
def _banks() -> frozenset[str]:
    """Return the known codes of Pakistani banks."""
    return frozenset(row[0] for row in _rows("bank_codes.txt"))


def _expression(structure: str, gap: str) -> str:
    """Return a structure as a pattern, with `gap` before each character."""
    return "".join(
        f"(?:{gap}{_KINDS[kind]}){{{count}}}"
        for count, kind in re.findall(r"([0-9]+)([nac])", structure)
    )


@cache
def _solid(country: str) -> re.Pattern[str] | None:
    """Return the pattern of a country's compact IBAN, None where there is no such country."""
    structure = _structures().get(country)
    if structure is None:
        return None
    return re.compile(f"{country}[0-9]{{2}}{_expression(structure, '')}")


def _foreign() -> str:
    """Return one pattern for the IBANs of all countries but Pakistan, after four characters."""
    countries: dict[str, list[str]] = {}
    for country, structure in _structures().items():
        if country != "PK":
            countries.setdefault(structure, []).append(country)
    return "|".join(
        f"(?<=(?:{'|'.join(names)})[0-9]{{2}}){_expression(structure, '[ -]?')}"
        for structure, names in countries.items()
    )


def _remainder(number: str) -> int:
    """Return the number's remainder by 97 as ISO 7064 counts it; a right one leaves 1."""
    turned = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97


def compact(number: str) -> str:
    """Return the IBAN in upper case without separators; of a wrong length too.

    Where only PK was left out it is put back. Raises ValidationError when it does not begin with
    two letters and two digits, when letters other than A to Z or signs stand in it, or when it has
    more than 34 characters.
    """
    text = fold(number).text.strip(" \t\r\n'\"=").upper()
    text = re.sub(r"[ \t\-._/]", "", text).removeprefix("IBAN").lstrip(":#")
    if re.fullmatch(r"[0-9]{2}[A-Z]{4}[0-9]{16}", text):
        text = "PK" + text
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}", text):
        raise ValidationError("an IBAN is two letters, two digits and up to 30 letters or digits")
    return text


def validate(number: str) -> str:
    """Return the compact number if its country's structure and its check digits are right.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    solid = _solid(found[:2])
    if solid is None or not solid.fullmatch(found):
        raise ValidationError("no country has IBANs of this structure")
    if _remainder(found) != 1:
        raise ValidationError("the check digits are wrong")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number in groups of four, as it is printed."""
    found = compact(number)
    return " ".join(found[start : start + 4] for start in range(0, len(found), 4))


# Several patterns match the same number.
@lru_cache(maxsize=1 << 14)
def _checked(value: str) -> tuple[str, bool]:
    """Return the compact number, "" if it is none, and whether its check digits are right."""
    try:
        number = compact(value)
    except ValidationError:
        return "", False
    return number, is_valid(number)


def has_known_bank(number: str) -> bool:
    """Say whether a compact Pakistani IBAN names a bank of the table."""
    return number[:2] == "PK" and number[4:8] in _banks()


class IbanCodeRecognizer(PkRecognizer):
    """Finds Pakistani IBANs in any written form, mistyped or masked, and valid foreign ones."""

    NAME_EN = "International Bank Account Number (IBAN)"
    NAME_UR = "آئی بان"
    ISSUER = "Each bank, under the State Bank of Pakistan's guidelines"
    PROOF = ("check digit", "registry", "structure", "context")
    ENTITY = "IBAN_CODE"
    RAISED = frozenset(
        {"pakistan", "pakistan, wrong length", "pakistan, country left out", "foreign"}
    )
    PATTERNS = (
        # No look-around: a label or a QR payload may be glued to it, check digits prove it.
        Pattern(
            "pakistan, proven",
            rf"P ?K{_GAP}[0-9]{_GAP}[0-9]{_GAP}[A-Z]{{4}}(?:{_GAP}[A-Z0-9]){{16}}",
            1.0,
        ),
        Pattern(
            "pakistan",
            rf"P ?K{_GAP}[0-9]{_GAP}[0-9]{_GAP}[A-Z]{{4}}(?:{_GAP}[A-Z0-9]){{16}}(?![A-Z0-9])",
            0.6,
        ),
        Pattern(
            "pakistan, wrong length",
            rf"P ?K{_GAP}[0-9]{{2}}{_GAP}[A-Z]{{4}}"
            rf"(?:[A-Z0-9]{{8,30}}(?![A-Z0-9])|(?:{_GAP}[0-9]){{8,22}}(?![0-9]))",
            0.6,
        ),
        Pattern(
            "pakistan, country left out",
            r"(?<![A-Z0-9])[0-9]{2}[ \-]?[A-Z]{4}(?:[ \-]?[0-9]){16}(?![A-Z0-9])",
            0.6,
        ),
        # Without country and check digits; a wallet's holds the mobile number.
        Pattern(
            "bank and account",
            r"(?<![A-Z0-9])[A-Z]{4}(?:[ \-]?[0-9]{4}){4}(?![A-Z0-9])",
            0.6,
        ),
        Pattern(
            "pakistan, partly masked",
            rf"P ?K{_GAP}[0-9x*#•]{{2}}{_GAP}[A-Z]{{4}}(?:{_GAP}[0-9x*#•]){{7,20}}(?![0-9x*#•])",
            0.6,
        ),
        # The country is looked at after two letters and two digits: most words end there.
        Pattern(
            "foreign",
            r"[A-Z]{2}[0-9]{2}(?:(?<![A-Z0-9][A-Z]{2}[0-9]{2})|(?<=IBAN[A-Z]{2}[0-9]{2}))"
            rf"(?:{_foreign()})(?![A-Z0-9])",
            0.2,
        ),
    )
    COLUMN_PATTERNS = (
        # An account number where its IBAN was asked for; an IBAN cut short.
        Pattern(
            "account",
            r"(?<![A-Z0-9])[A-Z0-9]{0,8}[0-9](?:[ \-]?[0-9]){7,23}(?![A-Z0-9])",
            0.5,
        ),
        Pattern("scientific", r"(?<![0-9.])[1-9](?:\.[0-9]{1,12})?e\+?[0-9]{1,2}(?![0-9])", 0.5),
    )
    CONTEXT = (
        "iban", "i b a n", "iban no", "iban number", "international bank account", "آئی بان",
        "آئی بان نمبر", "آئی بی اے این",
    )  # fmt: skip
    NEGATIVE_CONTEXT = ("chassis", "engine", "serial no", "sku", "tracking", "licence key")
    HEADERS = ("ibanno", "ibannumber", "bankiban", "accountiban", "ibanaccount", "آئی بان نمبر")
    NOT_HEADERS = ("title", "name", "branch")
    CONTEXT_SCORE = 0.9

    def score(self, pattern: Pattern, value: str) -> float:
        """Give right check digits full worth; keep wrong ones where the bank is known."""
        if pattern.name in {"account", "scientific"}:
            return pattern.score
        if pattern.name == "bank and account":
            return pattern.score if value[:4].upper() in _banks() else 0.0
        if pattern.name == "pakistan, partly masked":
            bank = re.sub(r"[^A-Z]", "", value.upper().replace("X", " "))[2:6]
            return pattern.score if is_masked(value[4:]) and bank in _banks() else 0.0
        number, is_right = _checked(value)
        if pattern.name == "pakistan, wrong length" and is_valid(number[:24]):
            # A number behind a whole one; that is found by its check digits.
            return 0.0
        if pattern.name == "pakistan, proven" and not is_right:
            return 0.0
        if has_known_bank(number):
            return 1.0 if is_right else pattern.score
        digits = sum("0" <= character <= "9" for character in number[4:])
        # "PK 47 road near the big school" has right check digits once in 97 times.
        if is_right and digits >= 8:
            return 1.0
        if digits < 10:
            return 0.0
        return 0.45 if pattern.name == "pakistan" else 0.2

    def may_match(self, folded: str, pattern: Pattern) -> bool:
        """Look for foreign ones only where one can begin, for masked ones where there is a mask."""
        if pattern.name == "pakistan, partly masked":
            return has_mask(folded)
        return pattern.name != "foreign" or any(
            country in _structures() and country != "PK"
            for country in map(str.upper, _BEGIN.findall(folded))
        )
