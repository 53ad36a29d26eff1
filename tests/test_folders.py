"""One run over a folder of everything: one number in every corner, and none of it in the copy."""

from __future__ import annotations

import base64
import bz2
import email
import gzip
import io
import lzma
import os
import quopri
import re
import tarfile
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import zstandard

from redactor.errors import InputError
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

KEY = Key.from_bytes(bytes(range(32)))
# One generated person. No part of the number may be in the copy, forwards or backwards.
CNIC, MOBILE, NAME = "35202-9371846-3", "0300-9182736", "Zarmina Gulzada"
DIGITS, MOBILE_DIGITS = "3520293718463", "3009182736"
URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

CSV = f"name,cnic,mobile\n{NAME},{CNIC},{MOBILE}\nAli Akbar Shah,61101-2345671-8,0321-1234567\n"
CHAT = (
    f"for 2021: {CNIC}\n"
    f"12/03/2021, 9:05\u202fpm - {NAME}: mera CNIC {CNIC} hai\nدوسرا {CNIC.translate(URDU)}\n"
    f"12/03/2021, 9:06\u202fpm - +92 {MOBILE_DIGITS[:3]} {MOBILE_DIGITS[3:]}: @92{MOBILE_DIGITS} "
    f"location: https://maps.google.com/?q=31.5204,74.3587\n"
    f"12/03/2021, 9:07\u202fpm - {NAME} added +92 {MOBILE_DIGITS[:3]} {MOBILE_DIGITS[3:]}\n"
    f"12/03/2021, 9:08\u202fpm - Ali: {NAME}.vcf (file attached)\n"
    "12/03/2021, 9:09\u202fpm - Ali: IMG-20210312-WA0001.jpg (file attached)\n"
)
PHOTO = base64.b64encode(b"\xff\xd8\xff\xe0" + CNIC.encode() * 9).decode()
VCF = "\r\n".join([
    "BEGIN:VCARD", "VERSION:3.0", f"N:{NAME.split()[1]};{NAME.split()[0]};;;", f"FN:{NAME}",
    f"TEL;TYPE=CELL;waid=92{MOBILE_DIGITS}:+92 {MOBILE_DIGITS[:3]}", f"  {MOBILE_DIGITS[3:]}",
    f"item1.X-ABLabel:{CNIC}", f"NOTE:CNIC {CNIC[:4]}", f" {CNIC[4:]}",
    f"X-NOTE;ENCODING=b:{base64.b64encode(CNIC.encode()).decode()}", f"PHOTO;ENCODING=b:{PHOTO}",
    "END:VCARD", "BEGIN:VCARD", "VERSION:2.1",
    f"NOTE;ENCODING=QUOTED-PRINTABLE:CNIC {CNIC[:6]}=", f"{CNIC[6:]}", "END:VCARD", "",
])  # fmt: skip


def mail() -> bytes:
    made = EmailMessage()
    made["From"] = f"{NAME} <zarmina.gulzada@example.com>"
    made["To"] = "علی <ali@example.com>"
    made["Subject"] = f"CNIC {CNIC} علی"
    made["Message-ID"] = f"<{DIGITS}@example.com>"
    made["X-Hidden"] = CNIC
    made.set_content(f"CNIC {CNIC}\n", cte="quoted-printable")
    made.add_attachment(CSV.encode(), maintype="text", subtype="csv", filename=f"{CNIC}.csv")
    for photo in (base64.b64decode(PHOTO), PHOTO.encode()):
        made.add_attachment(photo, maintype="image", subtype="jpeg", filename=f"{CNIC}.jpg")
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Message-ID"] = "a@example.com", CNIC, "<1@example.com>"
    inner.set_content(f"CNIC {CNIC}\n", cte="base64")
    made.add_attachment(inner)
    return made.as_bytes()


def tar() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", pax_headers={"comment": CNIC}) as archive:
        info = tarfile.TarInfo(f"{CNIC}/{MOBILE}.csv")
        info.size, info.uname, info.gname = len(CSV.encode()), CNIC, CNIC
        info.pax_headers = {"LIBARCHIVE.xattr.user": CNIC}
        archive.addfile(info, io.BytesIO(CSV.encode()))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, CNIC
        archive.addfile(link)
    return sink.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = CNIC.encode()
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.comment = CNIC.encode()
            info.extra = b"\x99\x99\x0f\x00" + CNIC.encode()
            archive.writestr(info, data)
    return sink.getvalue()


def named_gzip(data: bytes) -> bytes:
    sink = io.BytesIO()
    with gzip.GzipFile(f"{CNIC}.csv", "wb", fileobj=sink) as packed:
        packed.write(data)
    return sink.getvalue()


def folder(at: Path) -> None:
    csv, chat, vcf = CSV.encode(), CHAT.encode(), VCF.encode()
    chat_zip = zip_of({
        "_chat.txt": chat, f"{NAME}.vcf": vcf, "IMG-20210312-WA0001.jpg": b"\xff\xd8\xff\xe0" + CNIC.encode(),
    })  # fmt: skip
    files = {
        "subscribers.csv": csv,
        f"{CNIC}/{MOBILE}_list.csv": csv,
        f"WhatsApp Chat with {NAME}.txt": chat,
        f"WhatsApp Chat - {NAME}.zip": chat_zip,
        "contacts.vcf": vcf,
        "one.eml": mail(),
        "many.mbox": b"".join(b"From zarmina.gulzada@example.com Tue Nov 24 10:00:00 2026\n" + mail() + b"\n" for _ in range(2)),
        "table.csv.gz": named_gzip(csv),
        "table.csv.bz2": bz2.compress(csv),
        "table.csv.xz": lzma.compress(csv),
        "table.csv.zst": zstandard.compress(csv),
        "all.tar.gz": named_gzip(tar()),
        "nested.zip": zip_of({f"{MOBILE}.zip": chat_zip, "a.tar": tar(), "m.eml": mail(), "t.gz": named_gzip(csv)}),
        "photo.jpg": b"\xff\xd8\xff\xe0" + CNIC.encode(),
    }  # fmt: skip
    for name, data in files.items():
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_bytes(data)


def everything(data: bytes) -> Iterator[bytes]:
    """Yield bytes and, again and again, what is packed in them."""
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield info.filename.encode()
                yield from everything(archive.read(info))
    elif data[:2] == b"\x1f\x8b":
        yield from everything(gzip.decompress(data))
    elif data[:3] == b"BZh":
        yield from everything(bz2.decompress(data))
    elif data[:5] == b"\xfd7zXZ":
        yield from everything(lzma.decompress(data))
    elif data[:4] == b"\x28\xb5\x2f\xfd":
        yield from everything(zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read())
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for info in archive:
                yield repr((info.get_info(), info.pax_headers)).encode()
                if info.isreg():
                    yield from everything(archive.extractfile(info).read())  # type: ignore[union-attr]
    elif re.match(rb"(From|From:|To:|Subject:) ", data):
        for part in email.message_from_bytes(data).walk():
            for _, value in part.items():
                yield str(email.header.make_header(email.header.decode_header(value))).encode()
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield from everything(content)
    else:
        yield re.sub(rb"\r?\n[ \t]", b"", data)
        yield quopri.decodestring(data)
        for run in re.findall(rb"[A-Za-z0-9+/]{12,}={0,2}", data):
            yield base64.b64decode(run + b"=" * (-len(run) % 4))


def leaks(text: str) -> list[str]:
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    found = [d for d in (DIGITS, MOBILE_DIGITS) if d in digits or d[::-1] in digits]
    return found + [
        name for name in (NAME, *NAME.split(), "zarmina") if name.lower() in text.lower()
    ]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    at = tmp_path_factory.mktemp("mixed")
    folder(at / "in")
    report = Pipeline(Policy.load("study"), KEY).run([at / "in"], at / "out")
    return at / "out", report


def test_a_number_in_every_corner_is_in_none_of_the_copy(run: tuple[Path, object]) -> None:
    out, _ = run
    for path in sorted(out.rglob("*")):
        assert not leaks(str(path.relative_to(out))), path
        if path.is_file():
            for piece in everything(path.read_bytes()):
                assert not leaks(piece.decode("utf-8", "replace")), path


def test_one_person_has_one_token_in_every_file(run: tuple[Path, object]) -> None:
    out, _ = run
    tokens: dict[str, set[str]] = {"PERSON": set(), "CNIC": set(), "MOBILE": set()}
    for path in out.rglob("*"):
        if path.is_file() and not path.name.startswith("report."):
            whole = "\n".join(p.decode("utf-8", "replace") for p in everything(path.read_bytes()))
            found = {k: set(re.findall(rf"{k}_[0-9A-Z]{{16}}", whole)) for k in tokens}
            assert found["CNIC"], path
            for kind, values in found.items():
                tokens[kind] |= values
    # Zarmina and Ali Akbar Shah, Ali in the chats and his Urdu name in the mails.
    assert len(tokens["CNIC"]) == 2
    assert len(tokens["MOBILE"]) == 2
    assert len(tokens["PERSON"]) == 4


def test_one_report_lists_everything_that_was_not_understood(run: tuple[Path, object]) -> None:
    out, report = run
    assert report.exit_code == 4  # type: ignore[attr-defined]
    told = report.to_dict()  # type: ignore[attr-defined]
    assert [file["name"] for file in told["quarantined_files"]] == ["photo.jpg"]
    left_out = {f["name"]: f["quarantined"] for f in told["files"] if f["quarantined"]}
    assert sorted(left_out.values()) == [1, 1, 2, 4, 4]
    assert sum(f["dropped"].get("image", 0) for f in told["files"]) == 3
    assert not leaks((out / "report.json").read_text("utf-8"))


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_damaged_archive_leaves_nothing_behind(part: float, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in (
        ("a.zip", zip_of({"a.csv": CSV.encode() * 9})),
        ("b.tar.gz", named_gzip(tar())),
    ):
        place = int(len(data) * part)
        (tmp_path / "in" / name).write_bytes(data[:place] + b"x" * (len(data) - place - 5))
    (tmp_path / "in" / "c.csv").write_text(CSV)
    report = Pipeline(Policy.load("study"), KEY).run([tmp_path / "in"], tmp_path / "out")
    assert report.exit_code == 4
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "c.csv",
        "report.html",
        "report.json",
    ]
    assert not leaks((tmp_path / "out" / "report.json").read_text("utf-8"))


def test_what_a_link_points_to_is_never_read(tmp_path: Path) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (tmp_path / "mine.txt").write_text("my own diary")
    (given / "a.txt").write_text("cnic 35202-7654321-9")
    (given / "link.txt").symlink_to(tmp_path / "mine.txt")
    (given / "nowhere.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(given / "pipe")
    report = Pipeline(Policy.load("study"), KEY).run([given], tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if "report" not in p.name) == ["a.txt"]
    assert len(report.unreadable) == 3


def test_a_file_that_may_not_be_read_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    for name in ("a.txt", "b.txt"):
        (given / name).write_text("cnic 35202-7654321-9")
    real = Source.head

    def refusing(source: Source, size: int) -> bytes:
        if source.name == "b.txt":
            raise InputError("no permission to read the file; change its mode or copy it")
        return real(source, size)

    monkeypatch.setattr(Source, "head", refusing)
    report = Pipeline(Policy.load("study"), KEY).run([given], tmp_path / "out")
    assert (tmp_path / "out" / "a.txt").exists()
    assert not (tmp_path / "out" / "b.txt").exists()
    assert len(report.unreadable) == 1
