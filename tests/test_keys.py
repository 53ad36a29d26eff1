"""Keys: who can read one, what a damaged one does, and that none shows itself."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import os
import pickle
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from redactor import keys
from redactor.errors import KeyFileError
from redactor.keys import Key, destroy

DOCS = Path(__file__).parents[1] / "docs" / "keys.md"
VECTOR_KEY = Key(bytes(range(32)))
PASSPHRASE = "correct horse é بیٹری"


def documented(form: str) -> str:
    """Return an example file from docs/keys.md."""
    blocks = re.findall(r"(?:^    .+\n)+", DOCS.read_text("utf-8"), re.MULTILINE)
    [found] = [block for block in blocks if f"form: {form}" in block]
    return re.sub(r"^    ", "", found, flags=re.MULTILINE)


def write(path: Path, content: str | bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return path


@pytest.fixture
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a guess cost a millisecond; the documented file is opened at full cost."""
    monkeypatch.setattr(keys, "_SCRYPT_N", 2**4)


def test_a_saved_key_makes_the_same_tokens_again(tmp_path: Path) -> None:
    key = Key.generate()
    key.save(tmp_path / "study.key")
    assert Key.load(tmp_path / "study.key") == key


@pytest.mark.usefixtures("cheap_scrypt")
def test_a_key_under_a_passphrase_opens_with_it_alone(tmp_path: Path) -> None:
    key, path = Key.generate(), tmp_path / "study.key"
    # é as one character and as two: keyboards differ.
    key.save(path, "caf\u00e9 کھڑکی")
    assert Key.load(path, lambda: "cafe\u0301 کھڑکی") == key
    with pytest.raises(KeyFileError, match="does not open") as error:
        Key.load(path, lambda: "cafe کھڑکی")
    assert "cafe" not in str(error.value)
    with pytest.raises(KeyFileError, match="on a terminal"):
        Key.load(path)
    with pytest.raises(KeyFileError, match="empty passphrase"):
        Key.load(path, lambda: "")


def test_documented_files_open(tmp_path: Path) -> None:
    assert Key.load(write(tmp_path / "plain", documented("plain"))) == VECTOR_KEY
    sealed = write(tmp_path / "sealed", documented("passphrase"))
    assert Key.load(sealed, lambda: PASSPHRASE) == VECTOR_KEY


def test_a_plain_key_asks_for_no_passphrase(tmp_path: Path) -> None:
    def asked() -> str:
        raise AssertionError("asked for a passphrase that the file does not need")

    assert Key.load(write(tmp_path / "key", documented("plain")), asked) == VECTOR_KEY


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277])
def test_nobody_else_can_read_a_new_key(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        VECTOR_KEY.save(tmp_path / "study.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "study.key").stat().st_mode) == 0o600
    assert (tmp_path / "study.key").read_text() == documented("plain")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620, 0o601, 0o610])
def test_a_key_that_others_can_open_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyFileError, match=r"chmod 600") as error:
        Key.load(write(tmp_path / "study.key", documented("plain"), mode))
    assert f"{mode:04o}" in str(error.value)


def test_an_existing_file_is_never_overwritten_by_a_key(tmp_path: Path) -> None:
    target = write(tmp_path / "members.csv", "name,cnic\n")
    link, dangling = tmp_path / "link", tmp_path / "dangling"
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "nowhere")
    for path in (target, link, dangling, tmp_path):
        with pytest.raises(KeyFileError, match="never overwritten"):
            VECTOR_KEY.save(path)
    assert target.read_text() == "name,cnic\n"
    assert not (tmp_path / "nowhere").exists()


def test_a_key_that_can_not_be_written_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "write_all", full)
    with pytest.raises(KeyFileError, match="No space left"):
        VECTOR_KEY.save(tmp_path / "study.key")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyFileError, match="can't be created"):
        VECTOR_KEY.save(tmp_path / "no" / "such" / "folder")


def test_an_interrupted_save_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int, content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keys, "write_all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        VECTOR_KEY.save(tmp_path / "study.key")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_or_unwritable_passphrase_makes_no_file(tmp_path: Path) -> None:
    for passphrase, remedy in (("", "empty passphrase"), ("a\udcff", "type it again")):
        with pytest.raises(KeyFileError, match=remedy) as error:
            VECTOR_KEY.save(tmp_path / "study.key", passphrase)
        assert error.value.__context__ is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("load", [Key.load, destroy])
def test_what_is_no_plain_file_is_refused(tmp_path: Path, load: object) -> None:
    assert callable(load)
    real = write(tmp_path / "real", documented("plain"))
    (tmp_path / "link").symlink_to(real)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name, why in (
        ("link", "symbolic link"),
        ("pipe", "not a regular file"),
        (".", "folder|not a regular file"),
        ("missing", "does not exist"),
        ("nul\0byte", "can't be opened"),
    ):
        with pytest.raises(KeyFileError, match=why):
            load(tmp_path / name)
    assert real.read_text() == documented("plain")


SECRETS = (VECTOR_KEY.to_bytes().hex(), VECTOR_KEY.to_bytes().hex()[:16])
PLAIN = documented("plain")
SEALED = documented("passphrase")


@pytest.mark.parametrize(
    ("content", "why", "reason"),
    [
        ("", "not a key file", "empty"),
        ("name,cnic\nA,35202-7654321-9\n", "not a key file", "data given by mistake"),
        (PLAIN.replace("key 1", "key 2", 1), "another version", "a later version"),
        (PLAIN.replace("key 1", "key one", 1), "damaged", "no version"),
        (PLAIN[:-1], "damaged", "last line end lost"),
        (PLAIN[:60], "damaged", "cut"),
        (PLAIN.replace("\n", "\r\n"), "damaged", "line ends changed by an editor"),
        (PLAIN + "\n", "damaged", "a line too many"),
        (PLAIN.replace("key: 0", "key: 1"), "damaged", "one digit changed"),
        (PLAIN.replace("form: plain\n", ""), "damaged", "a field lost"),
        (PLAIN.encode().replace(b"key: 00", b"key: \xff0"), "damaged", "not ASCII"),
        (PLAIN + "x" * 10_000, "damaged", "far too long"),
        (SEALED.replace("n=131072", "n=1073741824"), "damaged", "asks for a terabyte"),
        (SEALED.replace("form: passphrase", "form: plain"), "damaged", "form changed"),
        (SEALED.replace("6b\n", "6c\n"), "damaged", "nonce changed"),
    ],
)
def test_a_damaged_key_never_makes_tokens(
    tmp_path: Path, content: str | bytes, why: str, reason: str
) -> None:
    path = write(tmp_path / "study.key", content)
    with pytest.raises(KeyFileError, match=why) as error:
        Key.load(path, lambda: PASSPHRASE)
    message = str(error.value)
    assert not any(secret in message for secret in SECRETS), reason
    assert "7654321" not in message
    assert error.value.exit_code == 2


def test_no_bit_of_a_key_file_can_change_unseen(tmp_path: Path) -> None:
    path = write(tmp_path / "study.key", PLAIN)
    for place in range(len(PLAIN)):
        changed = bytearray(PLAIN.encode())
        changed[place] ^= 1 << (place % 8)
        path.write_bytes(changed)
        with pytest.raises(KeyFileError):
            Key.load(path)


def with_checksum(lines: list[str]) -> str:
    content = "".join(f"{line}\n" for line in lines)
    return f"{content}checksum: {hashlib.sha256(content.encode()).hexdigest()[:32]}\n"


@pytest.mark.usefixtures("cheap_scrypt")
@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("kdf", "scrypt n=2 r=8 p=1", "damaged"),
        ("kdf", "scrypt n=1099511627776 r=8 p=1", "damaged"),
        ("cipher", "AES-256-CBC", "damaged"),
        ("salt", "40", "damaged"),
        ("salt", "zz" * 16, "damaged"),
        ("nonce", "", "damaged"),
        ("key", "00" * 48, "does not open"),
        ("key", "00" * 32, "damaged"),
    ],
)
def test_a_forged_key_file_is_refused(tmp_path: Path, field: str, value: str, why: str) -> None:
    lines = [
        f"{field}: {value}" if line.startswith(f"{field}:") else line
        for line in SEALED.splitlines()[:-1]
    ]
    path = write(tmp_path / "study.key", with_checksum(lines))
    with pytest.raises(KeyFileError, match=why):
        Key.load(path, lambda: PASSPHRASE)


def test_a_key_shows_itself_nowhere() -> None:
    key = Key(b"0123456789abcdef0123456789abcdef")
    shown = [repr(key), str(key), f"{key}", f"{key!r:>40}", repr([key]), repr({"key": key})]
    assert not any("0123" in text or "3031" in text for text in shown)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(key, protocol)
    with pytest.raises(TypeError):
        json.dumps(key)
    with pytest.raises(TypeError):
        hash(key)
    assert not hasattr(key, "__dict__")
    assert copy.copy(key) is key
    assert copy.deepcopy([key])[0] is key
    with pytest.raises(ValueError, match="32 bytes") as error:
        Key(b"secret")
    assert "secret" not in str(error.value)


def test_keys_are_equal_by_their_bytes_alone() -> None:
    assert Key(bytes(32)) == Key.from_bytes(Key(bytes(32)).to_bytes())
    assert Key(bytes(32)) != VECTOR_KEY
    assert Key(bytes(32)) != bytes(32)
    assert Key.generate() != Key.generate()


def test_subkeys_are_the_documented_ones() -> None:
    by_hand = hmac.new(bytes(range(32)), b"redactor/v1/token/PK_CNIC", hashlib.sha256)
    assert VECTOR_KEY.subkey("token/PK_CNIC") == by_hand.digest()
    assert by_hand.hexdigest() in DOCS.read_text("utf-8")
    assert VECTOR_KEY.subkey("token/PK_NTN") != by_hand.digest()
    with pytest.raises(ValueError, match="purpose"):
        VECTOR_KEY.subkey("")


def test_destroying_a_key_overwrites_it_before_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "study.key", PLAIN)
    (tmp_path / "other name").hardlink_to(path)
    done = destroy(path)
    assert not path.exists()
    left = (tmp_path / "other name").read_bytes()
    assert len(left) == len(PLAIN)
    assert b"redactor" not in left
    assert b"000102" not in left
    said = " ".join(done.caveats)
    for promise_not_made in ("solid-state", "Backups", "Copies", "1 more name"):
        assert promise_not_made in said


@pytest.mark.parametrize(
    ("content", "mode"), [(PLAIN[:40], 0o600), (SEALED, 0o600), (PLAIN, 0o666)]
)
def test_a_damaged_or_open_key_can_still_be_destroyed(
    tmp_path: Path, content: str, mode: int
) -> None:
    path = write(tmp_path / "study.key", content, mode)
    assert len(destroy(path).caveats) == 3
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "name,cnic\n", "redactor-key 1\n" + "x" * 5000])
def test_destroy_touches_nothing_but_a_key(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "members.csv", content)
    with pytest.raises(KeyFileError, match="not a key file"):
        destroy(path)
    assert path.read_text() == content


def test_a_key_replaced_while_it_is_destroyed_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "study.key", PLAIN)
    honest = keys.write_all

    def swapped(descriptor: int, content: bytes) -> None:
        honest(descriptor, content)
        path.unlink()
        write(path, "another file")

    monkeypatch.setattr(keys, "write_all", swapped)
    with pytest.raises(KeyFileError, match="another file by now"):
        destroy(path)
    assert path.read_text() == "another file"


def test_a_key_that_can_not_be_destroyed_says_that_it_still_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(descriptor: int, content: bytes) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(keys, "write_all", failing)
    with pytest.raises(KeyFileError, match="Assume that the key still exists"):
        destroy(write(tmp_path / "study.key", PLAIN))


def test_a_file_of_another_user_is_refused_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_args: object, **_kwargs: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path / "study.key", PLAIN)
    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(KeyFileError, match="chmod 600"):
        Key.load(path)


@pytest.mark.spawns
def test_keys_and_policies_load_without_presidio() -> None:
    """Else `redactor key new` and `--help` take seconds."""
    code = (
        "import sys; from redactor.keys import Key; from redactor.policy import Policy;"
        "Policy.load('study'); Key.generate();"
        "sys.exit(any(m.startswith(('presidio', 'spacy')) for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
