"""Tokens and placeholders: how they look, and how to know one.

A token is a prefix that says what stood there, "_", and 16 characters: the first 80 bits of an
HMAC-SHA256 in Crockford's base32 (0-9 and A-Z without I, L, O, U). It holds at least one digit and
never six in a row, so that it is not read as a number, and neither `CARD_4111111111111111` nor
`PERSON_` before a name is taken for a token. docs/keys.md has the derivation and vectors.

Source: Crockford, Base 32, https://www.crockford.com/base32.html.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

PREFIXES: Final = {
    "PERSON": "PERSON",
    "LOCATION": "LOCATION",
    "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "IBAN",
    "CREDIT_CARD": "CARD",
    "IP_ADDRESS": "IP",
    "MAC_ADDRESS": "MAC",
    "URL": "URL",
    "PK_CNIC": "CNIC",
    "PK_OLD_NIC": "OLDNIC",
    "PK_FAMILY_NUMBER": "FAMILY",
    "PK_AFGHAN_CARD": "AFGHAN",
    "PK_PASSPORT": "PASSPORT",
    "PK_MRZ": "MRZ",
    "PK_NTN": "NTN",
    "PK_STRN": "STRN",
    "PK_EOBI": "EOBI",
    "PK_SOCIAL_SECURITY": "SOCIAL",
    "PK_PERSONNEL_NUMBER": "PERSONNEL",
    "PK_PENSION_NUMBER": "PENSION",
    "PK_MILITARY_NUMBER": "MILITARY",
    "PK_POLICE_BELT": "BELT",
    "PK_PROFESSIONAL_LICENCE": "PROFESSION",
    "PK_BANK_ACCOUNT": "ACCOUNT",
    "PK_WALLET_ID": "WALLET",
    "PK_MOBILE": "MOBILE",
    "PK_LANDLINE": "LANDLINE",
    "IMEI": "IMEI",
    "IMSI": "IMSI",
    "ICCID": "ICCID",
    "CELL_ID": "CELL",
    "PK_VEHICLE_REGISTRATION": "VEHICLE",
    "CHASSIS_NUMBER": "CHASSIS",
    "ENGINE_NUMBER": "ENGINE",
    "PK_DRIVING_LICENCE": "DRIVING",
    "PK_ARMS_LICENCE": "ARMS",
    "PK_DOMICILE": "DOMICILE",
    "PK_ELECTRICITY_REFERENCE": "ELECTRICITY",
    "PK_UTILITY_ACCOUNT": "UTILITY",
    "PK_VOTER": "VOTER",
    "PK_LAND_RECORD": "LAND",
    "PK_CASE_NUMBER": "CASE",
    "PK_STUDENT_ID": "STUDENT",
    "PK_HEALTH_ID": "HEALTH",
    "PK_WELFARE_ID": "WELFARE",
    "PK_TRAVEL_ID": "TRAVEL",
    "ADDRESS": "ADDRESS",
    "GEO_COORDINATES": "GEO",
    "DATE_OF_BIRTH": "BIRTH",
    "RELIGION": "RELIGION",
    "CASTE_OR_TRIBE": "CASTE",
    "SOCIAL_HANDLE": "HANDLE",
}
"""What a token of each entity begins with."""

UNNAMED_PLACEHOLDER: Final = "<REDACTED>"
"""Stands for a cell of a column that is redacted without a name of what it holds."""

_RFC_4648: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD: Final = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD: Final = bytes.maketrans(_RFC_4648, _CROCKFORD)
_TOKEN_BYTES: Final = 10
_BODY_LENGTH: Final = 16
# Five bytes are eight digits of base 32.
_BYTE_SHIFTS: Final = np.array([32, 24, 16, 8, 0], np.uint64)
_FIVE_BIT_SHIFTS: Final = np.array([35, 30, 25, 20, 15, 10, 5, 0], np.uint64)

_BODY: Final = (
    r"(?=[A-HJKMNP-TV-Z]{0,15}[0-9])(?![0-9A-HJKMNP-TV-Z]{0,10}[0-9]{6})[0-9A-HJKMNP-TV-Z]{16}"
)
_IS_BODY: Final = re.compile(_BODY)

# The look-ahead spares most places the many alternatives.
TOKEN: Final = re.compile(
    rf"(?=[A-Z<])(?:(?:{'|'.join(sorted(PREFIXES.values(), key=len, reverse=True))})_{_BODY}"
    rf"|<(?:{'|'.join(sorted(PREFIXES, key=len, reverse=True))}|REDACTED)>)"
)
"""Matches any token or placeholder that a policy can make, also glued to other text."""


# The same for whole cells, less the look-aheads, which polars' patterns do not have.
_HEADS: Final = "|".join(PREFIXES.values())
_WHOLE_TOKEN: Final = rf"\A(?:{_HEADS})_[0-9A-HJKMNP-TV-Z]{{16}}\z"
# Of those: a digit, and nowhere six. Patterns that begin at \A take a third of the time.
_WITH_DIGIT: Final = r"\A[A-Z]+_[A-Z]*[0-9]"
_WITHOUT_NUMBER: Final = r"\A[A-Z]+_(?:[0-9]{0,5}[A-Z])*[0-9]{0,5}\z"
_WHOLE_PLACEHOLDER: Final = rf"\A<(?:{'|'.join(PREFIXES)}|REDACTED)>\z"


def prefix(entity: str) -> str:
    """Return what a token of an entity begins with; other people's entities give their letters."""
    return PREFIXES.get(entity) or re.sub(r"[^A-Z0-9]", "", entity.upper()) or "VALUE"


def placeholder(entity: str | None) -> str:
    """Return what stands for a value that is redacted: <PK_CNIC>."""
    return f"<{entity}>" if entity else UNNAMED_PLACEHOLDER


def token(entity: str, canonical: str, subkey: bytes) -> str:
    """Return the token of a canonical value under a subkey.

    >>> token("PK_CNIC", "3520212345671", bytes(32))
    'CNIC_SXC7V9ZYBBQH7BAJ'
    """
    # A lone surrogate has no UTF-8 form; it gets the one that it would have.
    digest = hmac.digest(subkey, canonical.encode("utf-8", "surrogatepass"), "sha256")
    while True:
        body = base64.b32encode(digest[:_TOKEN_BYTES]).translate(_TO_CROCKFORD).decode("ascii")
        if _IS_BODY.fullmatch(body):
            return f"{prefix(entity)}_{body}"
        # One in about a hundred: hash on until it can't be read as a number or a word.
        digest = hmac.digest(subkey, digest, "sha256")


def tokens(entity: str, canonicals: pl.Series, subkey: bytes) -> pl.Series:
    """Return the token of each canonical value, as `token` would, many times faster."""
    digests = b"".join(_macs(canonicals, subkey))
    fives = np.frombuffer(digests, np.uint8).reshape(-1, 5).astype(np.uint64)
    joined = (fives << _BYTE_SHIFTS).sum(axis=1, dtype=np.uint64)
    places = (joined[:, None] >> _FIVE_BIT_SHIFTS) & np.uint64(31)
    bodies = np.frombuffer(_CROCKFORD, np.uint8)[places].reshape(-1, _BODY_LENGTH)
    made = _texts_of_rows(f"{prefix(entity)}_", bodies)
    is_body = pl.Series((bodies <= ord("9")).any(axis=1)) & ~made.str.contains("[0-9]{6}")
    if is_body.all():
        return made
    others = (~is_body).arg_true()
    return made.scatter(
        others, pl.Series([token(entity, value, subkey) for value in canonicals.gather(others)])
    )


def _texts_of_rows(head: str, rows: npt.NDArray[np.uint8]) -> pl.Series:
    """Return `head` and each row of ASCII characters as a text."""
    start = head.encode("ascii")
    lines = np.empty((len(rows), len(start) + rows.shape[1] + 1), np.uint8)
    lines[:, : len(start)] = np.frombuffer(start, np.uint8)
    lines[:, len(start) : -1] = rows
    lines[:, -1] = ord("\n")
    every = pl.Series([lines.tobytes().decode("ascii")]).str.split("\n").explode()
    return every.head(len(rows))


def _macs(texts: pl.Series, key: bytes) -> Iterator[bytes]:
    """Yield the first bytes of the HMAC-SHA256 of each text (RFC 2104).

    `key` has at most 64 bytes. It is hashed, padded, but once: a third of `hmac.digest`'s time.
    """
    block = key.ljust(hashlib.sha256().block_size, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block)).copy
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block)).copy
    for text in texts.cast(pl.Binary).to_list():
        first = inner()
        first.update(text)
        second = outer()
        second.update(first.digest())
        yield second.digest()[:_TOKEN_BYTES]


def random_token(head: str) -> str:
    """Return a token of random bits, which stands for no value: nothing can make it again.

    `head` is a prefix, such as CNIC.
    """
    while True:
        drawn = secrets.token_bytes(_TOKEN_BYTES)
        body = base64.b32encode(drawn).translate(_TO_CROCKFORD).decode("ascii")
        if _IS_BODY.fullmatch(body):
            return f"{head}_{body}"


def are_outputs(cells: pl.Series) -> pl.Series:
    """Say of each cell whether it is one token or placeholder and nothing else."""
    is_token = cells.str.contains(_WHOLE_TOKEN)
    if is_token.any():
        is_token &= cells.str.contains(_WITH_DIGIT) & cells.str.contains(_WITHOUT_NUMBER)
    return is_token | cells.str.contains(_WHOLE_PLACEHOLDER)


def is_token(entity: str, text: str) -> bool:
    """Say whether a text is, in form, a token of an entity."""
    start = f"{prefix(entity)}_"
    return text.startswith(start) and _IS_BODY.fullmatch(text, len(start)) is not None
