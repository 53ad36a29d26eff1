"""(a) Trying all numbers: is any token an unkeyed digest, or one under a guessed passphrase?

There are about 10^13 CNICs and 4 x 10^8 mobile numbers; a laptop digests ten million a second.
Whoever tries all of them meets the true ones, so it is enough to try those: a hit here is a hit
for everybody who has the time. Schemes: hexadecimal and base 32 and 64 of MD5, SHA-1, SHA-2, SHA-3,
BLAKE2, CRC-32, whole or cut, of the number in its usual forms, plain and as HMAC under each
passphrase; and this program's own tokens under a key made from a passphrase.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import zlib
from typing import TYPE_CHECKING, Final

import polars as pl

from redactor.attack.attempt import Attempt, Pair, drawn
from redactor.keys import Key
from redactor.operators import canonical, token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GUESSES: Final = (
    "", "password", "pakistan", "Pakistan123", "pakistan786", "786", "1234", "123456", "12345678",
    "admin", "secret", "salt", "key", "pepper", "nadra", "cnic", "changeme", "test", "lahore",
    "karachi", "islamabad", "allah", "bismillah", "qwerty", "redactor", "study",
)  # fmt: skip
_SCHEMES: Final = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b",
                   "blake2s")  # fmt: skip
_RUN: Final = re.compile(r"[0-9A-Za-z+/=_-]{8,}")
_CROCKFORD: Final = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)
# Characters that a cut digest must have, so that a hit is none by chance.
_SHORTEST: Final = 8
_MOST: Final = 200


def enumeration(pair: Pair, passphrases: Sequence[str], control: float = 0.0) -> Attempt:
    """Return how many of the original's numbers can be told from the copy's tokens."""
    hits = tried = 0
    for name in pair.of("identifier"):
        values = pair.original[name].drop_nulls().unique().sort()
        values = values.filter(values.str.contains(r"[0-9۰-۹٠-٩]{4}"))
        if not len(values):
            continue
        tokens = _tokens(pair.copy[name])
        for value in values.gather(drawn(len(values), _MOST)).to_list():
            tried += 1
            hits += any(_meets(made, tokens) for made in _digests(value, passphrases))
    return Attempt(
        "enumeration",
        "all CNIC and mobile numbers, all unkeyed schemes, "
        f"{len(passphrases) + len(GUESSES)} guessed passphrases",
        tried,
        hits,
        0.0,
        control,
    )


def _tokens(cells: pl.Series) -> dict[int, set[str]]:
    """Return what may be a digest in the copy's cells, by length, as it stands and in lower case.

    A token's prefix is tried with and without.
    """
    found: dict[int, set[str]] = {}
    for cell in cells.drop_nulls().unique().to_list():
        for run in _RUN.findall(cell):
            for part in {run, run.rpartition("_")[2]}:
                if len(part) >= _SHORTEST:
                    found.setdefault(len(part), set()).update((part, part.lower()))
    return found


def _meets(made: str, tokens: dict[int, set[str]]) -> bool:
    return any(length <= len(made) and made[:length] in of for length, of in tokens.items())


def _digests(value: str, passphrases: Sequence[str]) -> Iterator[str]:
    phrases = [p for p in (*GUESSES, *passphrases) if p]
    for form in _forms(value):
        data = form.encode()
        yield f"{zlib.crc32(data):08x}"
        for scheme in _SCHEMES:
            yield from _written(hashlib.new(scheme, data, usedforsecurity=False).digest())
        for phrase in phrases:
            secret = phrase.encode()
            for scheme in ("md5", "sha1", "sha256"):
                yield from _written(hmac.digest(secret, data, scheme))
                for joined in (secret + data, data + secret):
                    yield from _written(hashlib.new(scheme, joined, usedforsecurity=False).digest())
    for entity in ("PK_CNIC", "PK_MOBILE"):
        plain = canonical(entity, value)
        for phrase in ("", *phrases):
            raw = hashlib.sha256(phrase.encode()).digest() if phrase else bytes(32)
            for group in (entity, "phone"):
                made = token(entity, plain, Key(raw).subkey(f"token/{group}"))
                yield made.rpartition("_")[2]


def _forms(value: str) -> set[str]:
    """Return the forms in which a number is usually digested."""
    forms = {value.strip()}
    for entity in ("PK_CNIC", "PK_MOBILE"):
        plain = canonical(entity, value)
        forms.add(plain)
        if len(plain) == 13 and plain.isdigit():
            forms.add(f"{plain[:5]}-{plain[5:12]}-{plain[12]}")
        if len(plain) == 11 and plain.startswith("03"):
            forms.update((plain[1:], f"92{plain[1:]}", f"+92{plain[1:]}"))
    return forms


def _written(digest: bytes) -> Iterator[str]:
    yield digest.hex()
    yield base64.b32encode(digest).translate(_CROCKFORD).decode()
    yield base64.b32encode(digest).decode()
    yield base64.b64encode(digest).decode()
