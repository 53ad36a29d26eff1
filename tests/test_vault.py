"""A vault opens for those who may, and for nobody else."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from redactor.cli import cli
from redactor.errors import KeyFileError
from redactor.vault import Vault, persons_of, reveal, seal

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "CNIC_4G319M14741D4ZEY"
VALUE = "35202-1234567-1"
PHRASES = ["correct horse é بیٹری", "zweite"]


@pytest.fixture(scope="module")
def two_person() -> bytes:
    """Return the vault of docs/keys.md."""
    return seal(
        {TOKEN: VALUE},
        PHRASES,
        salts=[bytes(range(0x40, 0x50)), bytes(range(0x50, 0x60))],
        prefix=bytes(range(0x60, 0x67)),
    )


def test_another_program_can_open_it(two_person: bytes) -> None:
    # By the format in docs/keys.md, with the standard library's scrypt and HMAC.
    end = two_person.index(b"\n\n") + 2
    header, body, check = two_person[:end], two_person[end:-32], two_person[-32:]
    assert hashlib.sha256(header + body).digest() == check
    fields = dict(line.split(": ") for line in header.decode().splitlines()[1:-1])
    keys = [
        hashlib.scrypt(p.encode(), salt=bytes.fromhex(s), n=2**17, r=8, p=1, maxmem=2**28, dklen=32)
        for p, s in zip(PHRASES, fields["salt"].split(), strict=True)
    ]
    secret = hmac.digest(keys[0], b"redactor/v1/vault" + keys[1], "sha256")
    nonce = bytes.fromhex(fields["nonce"]) + (0).to_bytes(4, "big") + b"\x01"
    plain = AESGCM(secret).decrypt(nonce, body, header)
    assert [json.loads(line) for line in plain.decode().splitlines()] == [[TOKEN, VALUE]]
    assert body.hex().startswith("8c1c4e74274ded1df04cfaa82304559d")


def test_both_persons_are_needed_and_no_wrong_one_is_told_apart(
    two_person: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "v"
    path.write_bytes(two_person)
    assert persons_of(path) == 2
    assert reveal(path, [TOKEN, "CNIC_XXXXXXXXXXXXXXX1"], PHRASES) == {TOKEN: VALUE}
    said = set()
    for phrases in (["x", PHRASES[1]], [PHRASES[0], "x"]):
        with pytest.raises(KeyFileError) as caught:
            reveal(path, [TOKEN], phrases)
        said.add(str(caught.value))
    assert len(said) == 1
    with pytest.raises(KeyFileError, match="needs 2"):
        reveal(path, [TOKEN], PHRASES[:1])


def test_damage_is_found_wherever_it_is(two_person: bytes, tmp_path: Path) -> None:
    path = tmp_path / "v"
    for place in (0, 20, 60, 200, len(two_person) - 40, len(two_person) - 1):
        damaged = bytearray(two_person)
        damaged[place] ^= 1
        path.write_bytes(bytes(damaged))
        with pytest.raises(KeyFileError):
            reveal(path, [TOKEN], PHRASES)
    path.write_bytes(two_person[:-50])
    with pytest.raises(KeyFileError, match="damaged"):
        reveal(path, [TOKEN], PHRASES)


def test_a_vault_cut_at_a_chunk_and_summed_anew_does_not_open(tmp_path: Path) -> None:
    whole = seal({f"CNIC_{n}": "x" * 60 for n in range(1_500)}, ["p"])
    end = whole.index(b"\n\n") + 2
    cut = whole[: end + 65_536 + 16]
    path = tmp_path / "v"
    path.write_bytes(cut + hashlib.sha256(cut).digest())
    with pytest.raises(KeyFileError):
        reveal(path, ["CNIC_1"], ["p"])


def test_a_vault_shows_nothing_and_is_private(tmp_path: Path) -> None:
    vault = Vault()
    vault.add(TOKEN, VALUE)
    vault.add(TOKEN, "another spelling")
    assert VALUE not in repr(vault)
    vault.save(tmp_path / "v", ["p"])
    assert (tmp_path / "v").stat().st_mode & 0o777 == 0o600
    assert VALUE.encode() not in (tmp_path / "v").read_bytes()
    assert reveal(tmp_path / "v", [TOKEN], ["p"]) == {TOKEN: VALUE}
    with pytest.raises(KeyFileError, match="never overwritten"):
        vault.save(tmp_path / "v", ["p"])


def test_a_run_makes_a_vault_that_leads_back(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text("cnic,name\n35202-7654321-9,MUHAMMAD AKRAM\n")
    (tmp_path / "protect.txt").write_text("muhammad akram\n")
    command = ["redact", str(tmp_path / "leak.csv"), "--out", str(tmp_path / "out"),
               "--vault", str(tmp_path / "v"), "--two-person",
               "--protect", str(tmp_path / "protect.txt")]  # fmt: skip
    done = CliRunner().invoke(cli, command, input="one\none\ntwo\ntwo\n")
    assert done.exit_code == 0, done.output
    token, name = (tmp_path / "out" / "leak.csv").read_text().splitlines()[1].split(",")
    opened = CliRunner().invoke(
        cli, ["reveal", token, "--vault", str(tmp_path / "v")], input="one\ntwo\n"
    )
    assert opened.exit_code == 0, opened.output
    assert "35202-7654321-9" in opened.output
    # Who is protected is not in the vault either.
    refused = CliRunner().invoke(
        cli, ["reveal", name, "--vault", str(tmp_path / "v")], input="one\ntwo\n"
    )
    assert refused.exit_code == 2
    assert "AKRAM" not in refused.output


def test_a_release_has_no_vault(tmp_path: Path) -> None:
    (tmp_path / "leak.csv").write_text("cnic\n1\n")
    command = ["redact", str(tmp_path / "leak.csv"), "--out", str(tmp_path / "out"),
               "--vault", str(tmp_path / "v"), "--policy", "publish"]  # fmt: skip
    assert CliRunner().invoke(cli, command).exit_code == 2
