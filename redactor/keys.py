"""Keys: 256 random bits, where they are kept, and what is derived from them.

A key makes tokens that link within a study and nowhere else. By default it lives for one run and
is never written. A key file lets several runs give the same tokens; destroying it makes every
token of the study irreversible. The file's format and the derivation, with test vectors, are in
docs/keys.md.

No passphrase is ever taken from an argument of a command or from the environment: both can be read
by other programs of the machine.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import secrets
import stat
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from redactor.errors import KeyFileError

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_BYTES: Final = 32
# Subkeys that a key remembers.
_MOST_SUBKEYS: Final = 128
_NAME: Final = "redactor-key"
_VERSION: Final = "1"
_HEADER: Final = f"{_NAME} {_VERSION}"
_PURPOSE_PREFIX: Final = b"redactor/v1/"

# Bytes. A key file has about 350; anything longer is another file.
_MOST_BYTES: Final = 4096

# scrypt: 128 MiB of memory and about half a second a guess (RFC 7914; OWASP Password Storage
# Cheat Sheet, 2024). Version 1 of the file allows no others, so that a file can't ask for more.
_SCRYPT_N: Final = 2**17
_SCRYPT_R: Final = 8
_SCRYPT_P: Final = 1
KDF: Final = f"scrypt n={_SCRYPT_N} r={_SCRYPT_R} p={_SCRYPT_P}"
_CIPHER: Final = "AES-256-GCM"
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16

# Names of the fields of each form, in their order.
_PLAIN_FIELDS: Final = ("form", "key", "checksum")
_SEALED_FIELDS: Final = ("form", "kdf", "salt", "cipher", "nonce", "key", "checksum")


class Key:
    """32 secret bytes that show themselves nowhere: not in repr, not in a pickle, not in a log.

    Two keys are equal when their bytes are; the comparison takes the same time for any two.
    """

    __slots__ = ("_secret", "_subkeys")

    def __init__(self, secret: bytes) -> None:
        """Take 32 bytes; `generate` and `load` are the usual ways to a key.

        Raises ValueError for another length.
        """
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._secret = bytes(secret)
        self._subkeys: dict[str, bytes] = {}

    @classmethod
    def generate(cls) -> Key:
        """Return a new key from the operating system's random numbers."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_bytes(cls, secret: bytes) -> Key:
        """Return the key that `to_bytes` gave. Raises ValueError for a length other than 32."""
        return cls(secret)

    @classmethod
    def load(cls, path: str | Path, passphrase: Callable[[], str] | None = None) -> Key:
        """Read a key file.

        `passphrase` is called once, only if the file needs a passphrase; it should ask a person.
        Raises KeyFileError, with the remedy, when the file is missing, a link, not a regular file,
        open to group or others, damaged, of another version, or needs another passphrase.
        """
        path = Path(path)
        descriptor = _open(path, os.O_RDONLY)
        try:
            _refuse_open_to_others(path, descriptor)
            content = _read(descriptor)
        finally:
            os.close(descriptor)
        fields = _parse(path, content)
        if fields["form"] == "plain":
            return cls(_bytes(path, fields["key"], KEY_BYTES))
        if passphrase is None:
            raise KeyFileError(
                f"{path} is protected by a passphrase: run the command on a terminal, where it "
                "can ask for it"
            )
        return cls(_unseal(path, fields, passphrase()))

    def save(self, path: str | Path, passphrase: str | None = None) -> None:
        """Write the key to a new file of mode 0600, sealed if there is a passphrase.

        Raises KeyFileError when anything of that name exists (nothing is ever overwritten), when
        the file can't be created, or when the passphrase is empty. No part of a file stays behind.
        """
        path = Path(path)
        content = _plain(self._secret) if passphrase is None else _seal(self._secret, passphrase)
        write_new(path, content)

    def subkey(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose: HMAC-SHA256(key, "redactor/v1/" + purpose).

        Subkeys of different purposes tell nothing of each other or of the key (RFC 5869 expands a
        key the same way). Raises ValueError for an empty purpose.
        """
        if not purpose:
            raise ValueError("a subkey needs a purpose")
        known = self._subkeys.get(purpose)
        if known is None:
            known = hmac.digest(self._secret, _PURPOSE_PREFIX + purpose.encode("utf-8"), "sha256")
            # One is used for every token of an entity; others may be used once.
            if len(self._subkeys) < _MOST_SUBKEYS:
                self._subkeys[purpose] = known
        return known

    def to_bytes(self) -> bytes:
        """Return the 32 bytes, to hand the key to a worker process through its pipe.

        The only way to them; whoever calls it keeps them out of files, logs and errors.
        """
        return self._secret

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        if not isinstance(other, Key):
            return NotImplemented
        return hmac.compare_digest(self._secret, other._secret)

    def __repr__(self) -> str:
        """Show that it is a key, and nothing of it."""
        return "Key(hidden)"

    def __copy__(self) -> Key:
        """Return itself: a key doesn't change, and one copy in memory is enough."""
        return self

    def __deepcopy__(self, _memo: object) -> Key:
        """Return itself, as `__copy__`."""
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        """Refuse to be pickled: pickles end up in files and caches."""
        raise TypeError("a key can't be pickled: save it, or pass to_bytes() to a worker's pipe")


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What `destroy` did, and what nobody can promise."""

    path: Path
    caveats: tuple[str, ...]


def destroy(path: str | Path) -> Destroyed:
    """Overwrite a key file with random bytes, flush it to the disk, rename and remove it.

    A damaged key file and one open to others are destroyed too. Returns what can't be guaranteed,
    to be shown. Raises KeyFileError when the file is missing, a link, or no key file: nothing else
    is ever destroyed.
    """
    path = Path(path)
    descriptor = _open(path, os.O_RDWR)
    try:
        status = os.fstat(descriptor)
        content = _read(descriptor)
        if status.st_size > _MOST_BYTES or not content.startswith(f"{_NAME} ".encode()):
            raise KeyFileError(f"{path} is not a key file of redactor: it is left as it is")
        os.lseek(descriptor, 0, os.SEEK_SET)
        write_all(descriptor, secrets.token_bytes(status.st_size))
        named = path.lstat()
        if (named.st_dev, named.st_ino) != (status.st_dev, status.st_ino):
            raise KeyFileError(
                f"the key was overwritten, but {path} is another file by now: remove it yourself"
            )
        # So that the folder's entry does not keep the name of the study either.
        nameless = path.with_name(secrets.token_hex(8))
        path.rename(nameless)
        nameless.unlink()
    except OSError as error:
        raise KeyFileError(
            f"{path} can't be destroyed: {reason_of(error)}. Assume that the key still exists"
        ) from None
    finally:
        os.close(descriptor)
    sync_folder(path)
    caveats = [
        "A solid-state drive or memory card may keep old blocks where no program reaches them; "
        "only full-disk encryption, or destroying the drive, settles that.",
        "Backups, snapshots and synchronised folders may hold the file; delete it there too.",
        "Copies of the file, and anyone who has one, can still make and compare tokens.",
    ]
    if status.st_nlink > 1:
        caveats.append(
            f"The file had {status.st_nlink - 1} more name(s) on this disk; they now hold noise."
        )
    return Destroyed(path, tuple(caveats))


def reason_of(error: OSError | ValueError) -> str:
    """Return the system's words for an error, without the path that it repeats."""
    return (isinstance(error, OSError) and error.strerror) or "the name is not possible"


def _open(path: Path, access: int) -> int:
    """Open an existing regular file that is not a link; a pipe or device doesn't block.

    Raises KeyFileError otherwise.
    """
    try:
        descriptor = os.open(path, access | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise KeyFileError(f"{path} does not exist: `redactor key new FILE` makes a key") from None
    except PermissionError:
        raise KeyFileError(
            f"{path} can't be opened by this user: `chmod 600 FILE` as its owner"
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ELOOP:
            raise KeyFileError(f"{path} is a symbolic link: give the key file itself") from None
        if isinstance(error, OSError) and error.errno == errno.EISDIR:
            raise KeyFileError(f"{path} is a folder: give the key file in it") from None
        raise KeyFileError(f"{path} can't be opened: {reason_of(error)}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise KeyFileError(f"{path} is not a regular file: give a key file")
    return descriptor


def _refuse_open_to_others(path: Path, descriptor: int) -> None:
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & 0o077:
        raise KeyFileError(
            f"{path} has mode {mode:04o}, so others can open it: `chmod 600 FILE` if nobody has "
            "read it, else make a new key"
        )


def _read(descriptor: int) -> bytes:
    """Read to the end of the file, or to just past what a key file can hold."""
    content = b""
    while len(content) <= _MOST_BYTES:
        part = os.read(descriptor, _MOST_BYTES + 1 - len(content))
        if not part:
            break
        content += part
    return content


def write_new(path: Path, content: bytes) -> None:
    """Write a new file of mode 0600; no part of it stays behind if that fails.

    Raises KeyFileError when anything of that name exists or it can't be created or written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        raise KeyFileError(
            f"{path} exists already and is never overwritten: choose another name"
        ) from None
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path} can't be created: {reason_of(error)}") from None
    try:
        # The mode given to open loses what the umask says; this one is exact.
        os.fchmod(descriptor, 0o600)
        write_all(descriptor, content)
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise KeyFileError(f"{path} can't be written: {reason_of(error)}") from None
        raise
    finally:
        os.close(descriptor)
    sync_folder(path)


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of it and wait until the disk says that it has it."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Make the file's name, or its absence, survive a power cut, where the file system can."""
    with suppress(OSError):
        descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _checksum(lines: list[str]) -> str:
    """Return the last field: tells damage from a wrong passphrase. It proves no origin."""
    content = "".join(f"{line}\n" for line in lines)
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:32]


def _join(lines: list[str]) -> bytes:
    complete = [*lines, f"checksum: {_checksum(lines)}"]
    return "".join(f"{line}\n" for line in complete).encode("ascii")


def _plain(secret: bytes) -> bytes:
    return _join([_HEADER, "form: plain", f"key: {secret.hex()}"])


def _seal(secret: bytes, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    lines = [
        _HEADER,
        "form: passphrase",
        f"kdf: {KDF}",
        f"salt: {salt.hex()}",
        f"cipher: {_CIPHER}",
        f"nonce: {nonce.hex()}",
    ]
    sealed = AESGCM(stretch(passphrase, salt)).encrypt(nonce, secret, _associated(lines))
    return _join([*lines, f"key: {sealed.hex()}"])


def _unseal(path: Path, fields: dict[str, str], passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if fields["kdf"] != KDF or fields["cipher"] != _CIPHER:
        raise _damaged(path)
    salt = _bytes(path, fields["salt"], _SALT_BYTES)
    nonce = _bytes(path, fields["nonce"], _NONCE_BYTES)
    sealed = _bytes(path, fields["key"], KEY_BYTES + _TAG_BYTES)
    named = [f"{name}: {fields[name]}" for name in _SEALED_FIELDS[:5]]
    try:
        return AESGCM(stretch(passphrase, salt)).decrypt(
            nonce, sealed, _associated([_HEADER, *named])
        )
    except InvalidTag:
        raise KeyFileError(
            f"the passphrase does not open {path}: try again; nobody can recover it"
        ) from None


def _associated(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def stretch(passphrase: str, salt: bytes) -> bytes:
    """Return the 32 bytes that seal the key. NFC, since keyboards compose letters differently."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    if not passphrase:
        raise KeyFileError("an empty passphrase protects nothing: give one, or none at all")
    try:
        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        pass
    else:
        kdf = Scrypt(salt=salt, length=32, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
        return kdf.derive(secret)
    # Raised out here, since the error above holds the passphrase.
    raise KeyFileError("the passphrase has a character that can't be encoded: type it again")


def _parse(path: Path, content: bytes) -> dict[str, str]:
    """Return the fields of a key file. Raises KeyFileError: no key file, newer, damaged."""
    if not content.startswith(f"{_NAME} ".encode()):
        raise KeyFileError(f"{path} is not a key file: `redactor key new FILE` makes one")
    # Asked first, since the error of a failed decoding holds the whole content.
    if len(content) > _MOST_BYTES or not content.isascii():
        raise _damaged(path)
    lines = content.decode("ascii").split("\n")
    if lines[0] != _HEADER and lines[0].removeprefix(f"{_NAME} ").isdecimal():
        raise KeyFileError(
            f"{path} is of another version than {_VERSION}: use the redactor that made it"
        )
    if lines[0] != _HEADER or lines[-1] != "":
        raise _damaged(path)
    pairs = [line.partition(": ") for line in lines[1:-1]]
    names = tuple(name for name, _, _ in pairs)
    fields = {name: value for name, _, value in pairs}
    expected = {"plain": _PLAIN_FIELDS, "passphrase": _SEALED_FIELDS}.get(fields.get("form", ""))
    if names != expected or fields["checksum"] != _checksum(lines[:-2]):
        raise _damaged(path)
    return fields


def _bytes(path: Path, text: str, length: int) -> bytes:
    """Read lower-case hexadecimal of a known length."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        raise _damaged(path) from None
    if len(found) != length:
        raise _damaged(path)
    return found


def _damaged(path: Path) -> KeyFileError:
    return KeyFileError(f"{path} is damaged: restore it from a copy; it can't be repaired")
