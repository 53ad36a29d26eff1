"""Vaults: who stands behind a token, sealed, for lawful re-identification and nothing else.

A vault is made only when asked for (`--vault`), by a run whose tokens come from a key. It is
opened by a passphrase, or by those of two persons who are both needed. The format, with a test
vector, is in docs/keys.md. What is in it is as sensitive as the data: keep it elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from typing import TYPE_CHECKING, Final

from redactor.errors import KeyFileError, UsageError
from redactor.keys import KDF, reason_of, stretch, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_HEADER: Final = "redactor-vault 1"
_CIPHER: Final = "AES-256-GCM, 65536 bytes a chunk"
_PURPOSE: Final = b"redactor/v1/vault"
_SALT_BYTES: Final = 16
# The nonce of a chunk: 7 random bytes of the file, 4 of the chunk's number, 1 that marks the last.
_PREFIX_BYTES: Final = 7
_CHUNK: Final = 65_536
_TAG_BYTES: Final = 16
_SUM_BYTES: Final = 32
_MOST_HEADER: Final = 1_000
# Tokens that are held in memory until the run ends; about 250 bytes each.
MOST_TOKENS: Final = 10_000_000


class Vault:
    """Tokens and the values that they stand for, gathered during a run. Shows nothing of itself."""

    __slots__ = ("_values",)

    def __init__(self) -> None:
        """Start empty."""
        self._values: dict[str, str] = {}

    def add(self, token: str, value: str) -> None:
        """Remember the first spelling of a value. Raises UsageError when there are too many tokens.

        The run stops then: a vault that lacks tokens would be found out too late.
        """
        if token not in self._values and len(self._values) >= MOST_TOKENS:
            raise UsageError(
                f"more than {MOST_TOKENS:,} different tokens: too many for a vault; redact in "
                "parts under one key, each with a vault of its own"
            )
        self._values.setdefault(token, value)

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return len(self._values)

    def __repr__(self) -> str:
        """Say how many tokens it holds, and nothing else."""
        return f"Vault({len(self._values)} tokens, hidden)"

    def save(self, path: Path, passphrases: Sequence[str]) -> None:
        """Write a new file of mode 0600, sealed by one passphrase or by two that are both needed.

        Raises KeyFileError when anything of that name exists or the file can't be written.
        """
        write_new(path, seal(self._values, passphrases))


def seal(
    values: Mapping[str, str],
    passphrases: Sequence[str],
    *,
    salts: Sequence[bytes] | None = None,
    prefix: bytes | None = None,
) -> bytes:
    """Return a vault's bytes. `salts` and `prefix` are random; given only to make test vectors.

    Raises ValueError for other than one or two passphrases, or two that are equal; KeyFileError
    for an empty one.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrases) not in {1, 2} or len(set(passphrases)) != len(passphrases):
        raise ValueError("a vault has one passphrase, or two that differ")
    salts = salts or [secrets.token_bytes(_SALT_BYTES) for _ in passphrases]
    prefix = prefix or secrets.token_bytes(_PREFIX_BYTES)
    header = "".join(
        f"{line}\n"
        for line in (
            _HEADER,
            f"persons: {len(passphrases)}",
            f"kdf: {KDF}",
            f"salt: {' '.join(salt.hex() for salt in salts)}",
            f"cipher: {_CIPHER}",
            f"nonce: {prefix.hex()}",
            "",
        )
    ).encode("ascii")
    cipher = AESGCM(_secret(passphrases, salts))
    lines = (json.dumps([t, v], ensure_ascii=False) for t, v in sorted(values.items()))
    plain = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    chunks = [plain[n : n + _CHUNK] for n in range(0, max(len(plain), 1), _CHUNK)]
    body = b"".join(
        cipher.encrypt(_nonce(prefix, n, is_last=n == len(chunks) - 1), chunk, header)
        for n, chunk in enumerate(chunks)
    )
    return header + body + hashlib.sha256(header + body).digest()


def reveal(path: Path, tokens: Sequence[str], passphrases: Sequence[str]) -> dict[str, str]:
    """Return the values of tokens that a vault knows; the others are missing from the result.

    Raises KeyFileError when the file is missing, damaged, no vault, or not opened by these
    passphrases; it does not say which of two is wrong.
    """
    wanted = set(tokens)
    found: dict[str, str] = {}
    for token, value in _entries(path, _read(path), passphrases):
        if token in wanted:
            found[token] = value
    return found


def persons_of(path: Path) -> int:
    """Return how many passphrases a vault needs. Raises KeyFileError as `reveal`."""
    return int(_parse(path, _read(path))[0]["persons"])


def _secret(passphrases: Sequence[str], salts: Sequence[bytes]) -> bytes:
    keys = [stretch(p, salt) for p, salt in zip(passphrases, salts, strict=True)]
    return hmac.digest(keys[0], _PURPOSE + b"".join(keys[1:]), "sha256")


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _read(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path} can't be opened: {reason_of(error)}") from None


def _parse(path: Path, content: bytes) -> tuple[dict[str, str], bytes, bytes]:
    """Return a vault's fields, its header and what is sealed. Raises KeyFileError."""
    if not content.startswith(b"redactor-vault "):
        raise KeyFileError(f"{path} is no vault: `redactor redact --vault FILE` makes one")
    end = content.find(b"\n\n", 0, _MOST_HEADER)
    first = content.split(b"\n", 1)[0]
    if first != _HEADER.encode() and first.removeprefix(b"redactor-vault ").isdigit():
        raise KeyFileError(f"{path} is of another version: use the redactor that made it")
    if hashlib.sha256(content[:-_SUM_BYTES]).digest() != content[-_SUM_BYTES:] or end < 0:
        raise _damaged(path)
    header, body = content[: end + 2], content[end + 2 : -_SUM_BYTES]
    pairs = [line.partition(": ") for line in header.decode("ascii", "replace").split("\n")[1:-2]]
    fields = {name: value for name, _, value in pairs}
    is_known = (
        tuple(fields) == ("persons", "kdf", "salt", "cipher", "nonce")
        and fields["persons"] in {"1", "2"}
        and fields["kdf"] == KDF
        and fields["cipher"] == _CIPHER
    )
    if not is_known:
        raise _damaged(path)
    return fields, header, body


def _entries(path: Path, content: bytes, passphrases: Sequence[str]) -> Iterator[tuple[str, str]]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    fields, header, body = _parse(path, content)
    if len(passphrases) != int(fields["persons"]):
        raise KeyFileError(f"{path} needs {fields['persons']} passphrase(s)")
    try:
        salts = [bytes.fromhex(salt) for salt in fields["salt"].split(" ")]
        prefix = bytes.fromhex(fields["nonce"])
    except ValueError:
        raise _damaged(path) from None
    if len(salts) != len(passphrases) or len(prefix) != _PREFIX_BYTES:
        raise _damaged(path)
    cipher = AESGCM(_secret(passphrases, salts))
    size = _CHUNK + _TAG_BYTES
    chunks = [body[n : n + size] for n in range(0, len(body), size)]
    plain = bytearray()
    for number, chunk in enumerate(chunks):
        try:
            plain += cipher.decrypt(
                _nonce(prefix, number, is_last=number == len(chunks) - 1), chunk, header
            )
        except InvalidTag:
            if number:
                raise _damaged(path) from None
            raise KeyFileError(
                f"what was typed does not open {path}: try again; nobody can recover it"
            ) from None
    for line in plain.decode("utf-8", "surrogatepass").split("\n")[:-1]:
        token, value = json.loads(line)
        yield token, value


def _damaged(path: Path) -> KeyFileError:
    return KeyFileError(f"{path} is damaged: restore it from a copy; it can't be repaired")
