"""What stands in a cell in another spelling (base64, tokens, escapes) does not get through."""

from __future__ import annotations

import base64
import gzip
import json
import re
import time
import zipfile
import zlib
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recognizers.pk.script import fold
from redactor import encoded, serialised
from redactor.detection import ColumnProfile
from redactor.errors import ResidualError
from redactor.formats import delimited, embedded
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy
from redactor.redaction import CellRedactor
from redactor.verification import decoded_in

CNIC = "35202-1234567-1"
TEXTS = (
    CNIC,
    f"x 3520212345671 y {CNIC}",
    f'{{"nic": "{CNIC}", "n": "علی"}}',
    "03001234567",
)


@cache
def pipeline() -> Pipeline:
    return Pipeline(Policy.load("evidence"), Key(bytes(range(32))))


@cache
def redactor() -> CellRedactor:
    return CellRedactor(Policy.load("evidence"), Key(bytes(range(32))))


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def safe(data: object) -> str:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


SPELLINGS = {
    "base64": packed,
    "base64 without padding": lambda text: packed(text).rstrip("="),
    "base64 in a path": lambda text: f"/photos/{packed(text)}/x",
    "base64 twice": lambda text: packed(packed(text)),
    "base64 in lines": lambda text: base64.encodebytes((text + " z" * 60).encode()).decode(),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "zlib in base64": lambda text: safe(zlib.compress(text.encode())),
    "a serialised object": lambda text: base64.b64encode(b"\x80\x04\x95\xff" + text.encode() + b"\xfe").decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "UTF-16 in hexadecimal": lambda text: "0x" + text.encode("utf-16-le").hex().upper(),
    "bytea": lambda text: "\\x" + text.encode().hex(),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "bytes escaped": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "quotes escaped": lambda text: f"{{\\x22id\\x22:\\x22{text}\\x22}}",
    "escapes": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "JSON Web Token": lambda text: f"Bearer {safe({'alg': 'HS256'})}.{safe({'sub': text})}.{safe(bytes(range(200, 232)))}",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_in_another_spelling_is_taken_out(spelling: str) -> None:
    for text in TEXTS:
        cell = SPELLINGS[spelling](text)
        new = redactor().redact_text(cell)
        assert new != cell
        decoded = "\n".join([new, decoded_in(new), decoded_in(decoded_in(new)), unquote(new)])
        assert "1234567" not in decoded
        assert not redactor().residual_cells([new], ColumnProfile())


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_search_of_a_copy_reads_what_is_encoded_by_itself(spelling: str) -> None:
    if spelling.startswith(("gzip", "zlib", "base64 twice")):  # only the recognisers look deeper
        return
    assert CNIC in decoded_in(SPELLINGS[spelling](CNIC))


URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def misread(text: str, codec: str) -> str:
    """Return UTF-8 as a program shows it that takes it for another encoding."""
    return "".join(
        chr(byte) if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode(codec)
        for byte in text.encode()
    )


# Why, what stood there.
MISREAD = [
    ("Urdu digits", f"کارڈ {CNIC.translate(URDU)} ہے"),
    ("a mobile in Urdu digits", "فون ۰۳۰۰-۱۲۳۴۵۶۷"),
    ("Arabic digits", "٣٥٢٠٢-١٢٣٤٥٦٧-١"),
    ("dashes", CNIC.replace("-", "–")),
    ("no-break blanks", CNIC.replace("-", "\u00a0")),
    ("invisible marks", f"\u200e{CNIC[:3]}\u200b{CNIC[3:]}"),
]


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize("text", [m[1] for m in MISREAD], ids=[m[0] for m in MISREAD])
def test_a_number_in_bytes_that_were_misread_is_taken_out(text: str, codec: str) -> None:
    once = misread(text, codec)
    for cell in (once, f"é «{once}» ok"):
        new = redactor().redact_text(cell)
        left = fold(decoded_in(new) + new).text
        assert "1234567" not in re.sub("[^0-9]", "", left)
        assert "<PK_" in new
        assert new.endswith(cell[-2:]) or cell is once
    assert "1234567" in re.sub("[^0-9]", "", fold(decoded_in(once)).text)
    assert "<PK_" in redactor().redact_text(misread(once, codec))


@pytest.mark.parametrize(
    "cell", ["Spaß“ und", "Ø– x", "Êtes–vous là", "d’été « oui »", "Renée Zoë", "MÜLLER’S", "à « b »", "Ã‰cole"]
)
def test_letters_of_other_languages_stay(cell: str) -> None:
    assert redactor().redact_text(cell) == cell


def test_a_token_keeps_its_shape_but_not_its_signature() -> None:
    given_ = SPELLINGS["JSON Web Token"](CNIC)
    new = redactor().redact_text(given_)
    head, payload, signature = new.removeprefix("Bearer ").split(".")
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "HS256"}
    assert json.loads(base64.urlsafe_b64decode(payload + "==")) == {"sub": "<PK_CNIC>"}
    assert signature == ""


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("AZaz09+/=_-.%\\u0x&#;: \n"), max_size=120))
@example("%D8%A7\\u0627&#1575;")
def test_a_part_that_was_not_changed_is_written_as_it_stood(cell: str) -> None:
    last = 0
    for part in encoded.parts(cell):
        assert last <= part.start < part.end
        last = part.end
        if part.text.isprintable() and "redacted" not in part.write(part.text):
            again = encoded.parts(part.write(part.text))
            assert part.write(part.text) == cell[part.start : part.end] or again[0].text == part.text


def test_a_cell_without_findings_is_not_touched() -> None:
    for name in ("base64", "bytea", "percent", "escapes", "entities", "JSON Web Token"):
        cell = SPELLINGS[name]("the weather is fine, come in")
        assert redactor().redact_text(cell) == cell


@pytest.mark.parametrize(
    "cell",
    ["A/" * 200_000, "%41" * 100_000, "\\u0041" * 70_000, ("Ab1" * 25 + "\n") * 6_000,
     "eyJhbGciOiJIUzI1NiJ9." * 20_000, "aB3" * 200_000],
    ids=["slashes", "percent", "escapes", "lines", "tokens", "one run"],
)  # fmt: skip
def test_hostile_cells_take_linear_time(cell: str) -> None:
    started = time.process_time()
    encoded.parts(cell)
    assert time.process_time() - started < 5


# -- PHP -----------------------------------------------------------------------------------------


def php(value: object) -> str:
    if isinstance(value, dict):
        return f"a:{len(value)}:{{" + "".join(php(k) + php(v) for k, v in value.items()) + "}"
    return f"i:{value};" if isinstance(value, int) else f's:{len(str(value).encode())}:"{value}";'


def unphp(data: bytes, place: int = 0) -> tuple[object, int]:
    """Read serialised text strictly, as PHP does."""
    colon = data.index(b":", place + 2) if data[place : place + 1] in b"as" else 0
    if data[place : place + 1] == b"i":
        end = data.index(b";", place)
        return int(data[place + 2 : end]), end + 1
    size = int(data[place + 2 : colon])
    if data[place : place + 1] == b"s":
        end = colon + 2 + size
        assert data[end : end + 2] == b'";'
        return data[colon + 2 : end].decode(), end + 2
    found, place = {}, colon + 2
    for _ in range(size):
        key, place = unphp(data, place)
        found[key], place = unphp(data, place)
    assert data[place : place + 1] == b"}"
    return found, place + 1


def test_php_can_read_its_text_after_it_was_redacted() -> None:
    inner = {"phone": "0300-1234567", "n": 1}
    given_ = {"cnic": CNIC, "msisdn": 923001234567, "q": 'a";s:3:"b', "u": "شہر", "in": php(inner)}
    new = redactor().redact_text(php(given_))
    read, _ = unphp(new.encode())
    assert read["cnic"] == "<PK_CNIC>"  # type: ignore[index]
    assert read["msisdn"] == "<PK_MOBILE>"  # type: ignore[index]
    assert read["q"] == given_["q"]  # type: ignore[index]
    assert unphp(read["in"].encode())[0] == {"phone": "<PK_MOBILE>", "n": 1}  # type: ignore[index]


@pytest.mark.parametrize("text", ['s:9:"a:1:{' * 50_000, 's:3:"ab' * 100_000, 'a:1:{s:2:"abc";' * 20_000])
def test_hostile_serialised_text_takes_linear_time(text: str) -> None:
    started = time.process_time()
    serialised.repaired(text)
    assert time.process_time() - started < 5


# -- files in cells ------------------------------------------------------------------------------


def test_a_photograph_in_a_cell_is_dropped_and_counted(tmp_path: Path) -> None:
    photo = base64.b64encode(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4).decode()
    (tmp_path / "p.csv").write_text(
        f'id,photo,note\n1,{photo},a\n2,"data:image/jpeg;base64,{photo}",b\n3,"photo={photo};",c\n'
    )
    report = pipeline().run([tmp_path / "p.csv"], tmp_path / "out")
    assert report.exit_code == 0
    assert report.dropped() == {"image": 3}
    assert (tmp_path / "out" / "p.csv").read_text() == (
        'id,photo,note\n1,<image>,a\n2,"data:image/jpeg;base64,",b\n3,"photo=<image>;",c\n'
    )


def test_no_cell_of_a_table_is_a_live_formula(tmp_path: Path) -> None:
    rows = ["note,x", "=1+1,@now()", '"=HYPERLINK(""http://x"")",-5', "+x|'/c y'!A0,+92", "＝1,-(a)", "==,- b (c)"]
    (tmp_path / "f.csv").write_text("\n".join(rows) + "\n")
    report = pipeline().run([tmp_path / "f.csv"], tmp_path / "out")
    assert (tmp_path / "out" / "f.csv").read_text().splitlines() == [
        "note,x", "'=1+1,'@now()", "\"'=HYPERLINK(\"\"<URL>\"\")\",-5", "'+x|'/c y'!A0,+92", "'＝1,-(a)", "==,- b (c)"
    ]  # fmt: skip
    assert report.dropped() == {"live formula (made text)": 5}


def test_a_digest_is_no_file() -> None:
    for cell in ("d41d8cd98f00b204e9800998ecf8427e" * 4, "x " * 200):
        assert embedded.dropped_kind(cell) is None


def test_a_row_lost_in_a_member_of_an_archive_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("t.csv", "a,note\n" + f'1,"one\ntwo {CNIC}, three"\n2,y\n' * 5)
    report = pipeline().run([tmp_path / "a.zip"], tmp_path / "good")
    assert report.exit_code == 0
    write = delimited.write

    def losing(batches: object, sink: object) -> None:
        write(batches, sink)  # type: ignore[arg-type]
        sink.seek(-4, 2)  # type: ignore[attr-defined]
        sink.truncate()  # type: ignore[attr-defined]

    monkeypatch.setattr(delimited, "write", losing)
    with pytest.raises(ResidualError, match="rows and cells"):
        pipeline().run([tmp_path / "a.zip"], tmp_path / "bad")
    assert not (tmp_path / "bad" / "a.zip").exists()


@pytest.mark.parametrize(
    "cell",
    [
        "PK36SCBL5045525341424344",  # pairs of its digits are letters in hexadecimal
        "4145464748495051",
        "410-04-6689-59099",
        "Z3J5dHVpb3Bhc2Rm2kXq",
        "CNIC_7Q2M4K9XD3VA5BTW",
        "550e8400-e29b-41d4-a716-446655440000",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_numbers_and_identifiers_spell_nothing(cell: str) -> None:
    assert encoded.parts(cell) == []


def test_a_number_in_hexadecimal_is_read_behind_a_prefix_too() -> None:
    for prefix in ("", "0x", "x"):
        (part,) = encoded.parts(prefix + b"3520212345671".hex())
        assert part.text == "3520212345671"
        assert part.start == len(prefix)


def test_what_unpacks_to_more_than_is_read_goes_whole() -> None:
    hidden = b"z " * (1 << 19) + b"CNIC 3520212345671"
    cell = "x " + base64.b64encode(zlib.compress(hidden)).decode()
    new = redactor().redact_text(cell)
    assert new == "x " + base64.b64encode(b"redacted").decode()
    assert not redactor().residual_cells([new], ColumnProfile())
