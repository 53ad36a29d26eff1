"""Archives: every corner is searched, limits hold for real bytes, nothing is extracted by name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import shutil
import stat
import struct
import subprocess
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import zstandard

from redactor import formats
from redactor.errors import QuarantineError, RedactorError
from redactor.formats import compressed, foreign_archive, members, tar_archive, zip_archive
from redactor.formats.source import Source

CSV = b"name,cnic\nAli Khan,35202-1234567-1\n"
ROWS = CSV + b"Zara Gul,35202-7654321-2\n" * 1000


def zipped(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.comment = comment
    return sink.getvalue()


def tarred(files: dict[str, bytes], **attributes: object) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def untarred(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {i.name: archive.extractfile(i).read() for i in archive if i.isreg()}  # type: ignore[union-attr]


def parts(batches: list) -> list[str]:
    return [part.reason for batch in batches for part in batch.quarantined]


FILES = {"a.csv": CSV, "b/c.txt": b"x\ny\r\n", "empty.txt": b"", "b/a.csv": CSV}
KINDS: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "x.gz": (gzip.compress, gzip.decompress),
    "x.bz2": (bz2.compress, bz2.decompress),
    "x.xz": (lzma.compress, lzma.decompress),
    "x.zst": (zstandard.ZstdCompressor(write_checksum=True).compress, lambda data: zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()),
}  # fmt: skip


def test_a_zip_archive_in_which_nothing_is_found_has_the_same_members(
    tools: SimpleNamespace,
) -> None:
    source = zipped(FILES)
    assert formats.recognise(Source.from_bytes(source, "x")) is zip_archive
    for size in (1, 4 << 20):
        assert (
            unzipped(tools.write(zip_archive, tools.read(zip_archive, source, batch_bytes=size)))
            == FILES
        )


def test_a_tar_archive_in_which_nothing_is_found_has_the_same_members(
    tools: SimpleNamespace,
) -> None:
    source = tarred(FILES)
    assert formats.recognise(Source.from_bytes(source, "x")) is tar_archive
    assert untarred(tools.write(tar_archive, tools.read(tar_archive, source))) == FILES


@pytest.mark.parametrize("name", KINDS)
def test_a_compressed_file_is_compressed_again(name: str, tools: SimpleNamespace) -> None:
    pack, unpack = KINDS[name]
    for content in (CSV, tarred(FILES), pack(CSV)):
        source = pack(content)
        assert formats.recognise(Source.from_bytes(source, name)) is compressed
        written = tools.write(compressed, tools.read(compressed, source, name))
        assert source[:4] == written[:4]
        if content == CSV:
            assert unpack(written) == CSV
        elif content[:4] == source[:4]:
            assert unpack(unpack(written)) == CSV
        else:
            assert untarred(unpack(written)) == FILES


@pytest.mark.parametrize("name", KINDS)
def test_several_streams_in_one_file_are_read_to_the_last(
    name: str, tools: SimpleNamespace
) -> None:
    pack, unpack = KINDS[name]
    source = pack(b"a\n" * 5000) + pack(b"b\n")
    written = tools.write(compressed, tools.read(compressed, source, name))
    assert unpack(written).endswith(b"a\nb\n")


def test_headers_of_a_gzip_file_are_not_carried_over(tools: SimpleNamespace) -> None:
    sink = io.BytesIO()
    with gzip.GzipFile("35202-1234567-1.csv", "wb", fileobj=sink, mtime=1) as packed:
        packed.write(b"a,b\n1,2\n")
    written = tools.write(compressed, tools.read(compressed, sink.getvalue(), "x.gz"))
    assert b"35202" not in written
    assert written[4:8] == bytes(4)


def test_a_large_member_of_an_archive_in_another_comes_out_whole(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "HELD", 1000)
    packed = gzip.compress(tarred({"a.csv": ROWS, "b.csv": ROWS + CSV}))
    written = gzip.decompress(tools.write(compressed, tools.read(compressed, packed, "x.tgz")))
    assert untarred(written) == {"a.csv": ROWS, "b.csv": ROWS + CSV}


@pytest.mark.usefixtures("_here")
def test_large_members_are_read_without_being_held(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "HELD", 10)
    inner = gzip.compress(CSV * 50)
    files = {**FILES, "c.csv.gz": inner, "t.tar": tarred(FILES)}
    written = unzipped(tools.write(zip_archive, tools.read(zip_archive, zipped(files))))
    assert {n: d for n, d in written.items() if n in FILES} == FILES
    assert gzip.decompress(written["c.csv.gz"]) == CSV * 50
    assert untarred(written["t.tar"]) == FILES
    packed = gzip.compress(tarred(FILES))
    written = gzip.decompress(tools.write(compressed, tools.read(compressed, packed, "x.tgz")))
    assert untarred(written) == FILES


NAMES = [
    "../../etc/x.csv", "/abs/x.csv", "C:\\win\\x.csv", "a\\..\\..\\x.csv", "a/../x.csv", "con.csv",
    "x\u202evsc.csv", "x\x00y.csv", "x\ny.csv", "a" * 300 + ".csv", "./.././x.csv", "~/x.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_leads_out_of_the_archive(name: str, tools: SimpleNamespace) -> None:
    for module, pack, unpack in ((zip_archive, zipped, unzipped), (tar_archive, tarred, untarred)):
        if module is tar_archive and "\0" in name:
            continue
        written = unpack(tools.write(module, tools.read(module, pack({name: CSV}))))
        (found,) = written
        assert written[found] == CSV
        assert not found.startswith("/")
        assert ".." not in found.split("/")
        assert not set(found) & set("\\:\x00\n\u202e")
        assert len(found) < 256


def test_members_of_one_name_are_all_kept(tools: SimpleNamespace) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("a.csv", "a,b\n0,2\n")
        for number in (1, 2):
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("a.csv", f"a,b\n{number},2\n")
        archive.writestr("A.csv", "a,b\n9,2\n")
    written = unzipped(tools.write(zip_archive, tools.read(zip_archive, sink.getvalue())))
    assert sorted(data[4:5] for data in written.values()) == [b"0", b"1", b"2", b"9"]
    assert len({name.lower() for name in written}) == 4


def test_links_and_devices_are_left_out_and_counted(tools: SimpleNamespace) -> None:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("link")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    batches = tools.read(tar_archive, sink.getvalue())
    assert len(parts(batches)) == 4
    assert b"passwd" not in tools.write(tar_archive, batches)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    batches = tools.read(zip_archive, sink.getvalue())
    assert len(parts(batches)) == 1
    assert not unzipped(tools.write(zip_archive, batches))


def test_what_no_format_understands_is_left_out_and_counted(tools: SimpleNamespace) -> None:
    files = {
        "IMG-1.jpg": b"\xff\xd8\xff\xe0" + bytes(99),
        "a.csv": CSV,
        "x.bin": bytes(range(256)) * 9,
    }
    batches = tools.read(zip_archive, zipped(files))
    assert len(parts(batches)) == 2
    assert unzipped(tools.write(zip_archive, batches)) == {"a.csv": CSV}


def test_a_member_that_breaks_off_is_left_out(tools: SimpleNamespace) -> None:
    files = {
        "bad.csv.gz": gzip.compress(random.Random(1).randbytes(9999).hex().encode())[:-40],
        "a.csv": CSV,
    }
    batches = tools.read(zip_archive, zipped(files))
    assert len(parts(batches)) == 1
    assert unzipped(tools.write(zip_archive, batches)) == {"a.csv": CSV}


def encrypted() -> bytes:
    data = bytearray(zipped({"a.csv": CSV}))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x03\x04":
            data[at + 6] |= 1
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


def nested(depth: int) -> bytes:
    data = CSV
    for _ in range(depth):
        data = zipped({"x.zip" if data != CSV else "a.csv": data})
    return data


def lying(size: int) -> bytes:
    """Return a zip archive whose headers claim another size of its member."""
    data = bytearray(zipped({"a.csv": ROWS}))
    end = data.rfind(b"PK\x01\x02")
    data[22:26] = data[end + 24 : end + 28] = struct.pack("<L", size)
    return bytes(data)


REFUSED: list[tuple[str, ModuleType, bytes]] = [
    ("under a password", zip_archive, encrypted()),
    ("cut off", zip_archive, zipped(FILES)[:-30]),
    ("a size too small", zip_archive, lying(10)),
    ("gzip cut off", compressed, gzip.compress(CSV)[:-5]),
    ("bzip2 cut off", compressed, bz2.compress(CSV)[:-5]),
    ("xz cut off", compressed, lzma.compress(CSV)[:-5]),
    ("zstd cut off", compressed, zstandard.compress(CSV)[:-2]),
    ("gzip of an image", compressed, gzip.compress(b"\xff\xd8\xff\xe0" + bytes(99))),
    ("gzip with something behind", compressed, gzip.compress(CSV) + b"35202-1234567-1"),
    ("tar cut off", tar_archive, tarred({"a.csv": CSV * 100})[:1500]),
]  # fmt: skip


@pytest.mark.parametrize(("module", "data"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_damaged_or_locked_archive_is_refused_whole(
    module: ModuleType, data: bytes, tools: SimpleNamespace
) -> None:
    with pytest.raises(QuarantineError) as error:
        tools.read(module, data)
    assert "35202" not in str(error.value)


def test_a_claimed_size_is_not_believed(tools: SimpleNamespace) -> None:
    written = tools.write(zip_archive, tools.read(zip_archive, lying(1 << 30)))
    assert unzipped(written) == {"a.csv": ROWS}


def test_archives_deeper_than_four_are_left_out(tools: SimpleNamespace) -> None:
    assert not parts(tools.read(zip_archive, nested(4)))
    for depth in (5, 12):
        batches = tools.read(zip_archive, nested(depth))
        assert len(parts(batches)) == 1
        assert "deep" in parts(batches)[0]


BOMBS = [
    ("zip", zip_archive, lambda: zipped({"a.txt": bytes(40 << 20)})),
    ("many", zip_archive, lambda: zipped({f"{n}.txt": (b"x" * 1023 + b"\n") * 1024 for n in range(40)})),
    ("gzip", compressed, lambda: gzip.compress(b"\n" * (40 << 20))),
    ("bzip2", compressed, lambda: bz2.compress(b"\n" * (40 << 20))),
    ("xz", compressed, lambda: lzma.compress(b"\n" * (40 << 20), preset=0)),
    ("zstd", compressed, lambda: zstandard.compress(b"\n" * (40 << 20))),
    ("gzip in gzip", compressed, lambda: gzip.compress(gzip.compress(b"\n" * (40 << 20)))),
    ("zip in zip", zip_archive, lambda: zipped({"z.zip": zipped({"a.txt": b"\n" * (40 << 20)})})),
]  # fmt: skip


@pytest.mark.parametrize(("module", "make"), [b[1:] for b in BOMBS], ids=[b[0] for b in BOMBS])
def test_a_bomb_is_refused_before_it_fills_memory(
    module: ModuleType, make: Callable[[], bytes], tools: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(members, "FREE", 8 << 20)
    with pytest.raises(members.BudgetError):
        for _ in module.read(Source.from_bytes(make(), "x")):
            pass


def test_more_members_than_allowed_are_refused(
    tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_MEMBERS", 3)
    with pytest.raises(members.BudgetError):
        tools.read(zip_archive, zipped(FILES))


def test_documents_that_are_zip_files_inside_are_no_archives() -> None:
    for name in ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"):
        data = zipped({name: b"x", "word/document.xml": b"<x>35202</x>"})
        assert not zip_archive.recognise(Source.from_bytes(data, "x.zip"))


@pytest.mark.usefixtures("_here")
def test_damaged_archives_never_give_what_they_do_not_hold(tools: SimpleNamespace) -> None:
    """Cut and flipped at random: whole members or none, never half of one, never another error."""
    made = random.Random(20261124)
    sources = [(zip_archive, zipped(FILES)), (tar_archive, tarred(FILES))]
    sources += [(compressed, pack(CSV * 3)) for pack, _ in KINDS.values()]
    known = {CSV, CSV * 3, *FILES.values()}
    for module, whole in sources:
        for _ in range(40):
            data = bytearray(whole)
            if made.random() < 0.3:
                del data[made.randrange(len(data)) :]
            else:
                for _ in range(made.choice([1, 1, 3])):
                    data[made.randrange(len(data))] ^= 1 << made.randrange(8)
            if not module.recognise(Source.from_bytes(bytes(data), "x")):
                continue
            try:
                written = tools.write(module, tools.read(module, bytes(data), "x"))
            except RedactorError:
                continue
            if module is zip_archive:
                assert set(unzipped(written).values()) <= known
            elif module is compressed:
                kind = next(k for k in KINDS if KINDS[k][0](b"")[:2] == written[:2])
                assert KINDS[kind][1](written) in known


BSDTAR = shutil.which("bsdtar")


@pytest.mark.skipif(BSDTAR is None, reason="bsdtar is not installed: 7-Zip archives are refused")
def test_a_7z_archive_becomes_a_zip_archive(tmp_path: Path, tools: SimpleNamespace) -> None:
    for name, data in FILES.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    subprocess.run(
        [str(BSDTAR), "-cf", tmp_path / "x.7z", "--format=7zip", *FILES],
        cwd=tmp_path / "in", check=True,
    )  # fmt: skip
    for source in (
        Source.from_path(tmp_path / "x.7z"),
        Source.from_bytes((tmp_path / "x.7z").read_bytes()),
    ):
        assert formats.recognise(source) is foreign_archive
        assert foreign_archive.target_suffix(source) == ".zip"
        assert unzipped(tools.write(foreign_archive, foreign_archive.read(source))) == FILES
    cut = Source.from_bytes((tmp_path / "x.7z").read_bytes()[:-20])
    with pytest.raises(QuarantineError):
        list(foreign_archive.read(cut))


def vint(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + vint(high) if high else bytes([low])


def rar(files: dict[str, bytes], flags: int = 0) -> bytes:
    """Return a RAR 5 archive whose members are stored, by RARLAB's technical note."""

    def block(*numbers: int, rest: bytes = b"") -> bytes:
        body = b"".join(map(vint, numbers)) + rest
        head = vint(len(body)) + body
        return struct.pack("<I", zlib.crc32(head)) + head

    made = b"Rar!\x1a\x07\x01\x00" + block(1, 0, flags)
    for name, data in files.items():
        path = name.encode()
        size, checksum = len(data), struct.pack("<I", zlib.crc32(data))
        rest = checksum + vint(0) + vint(1) + vint(len(path)) + path
        made += block(2, 2, size, 4, size, 0o100644, rest=rest) + data
    return made + block(5, 0, 0)


@pytest.mark.skipif(BSDTAR is None, reason="bsdtar is not installed: RAR archives are refused")
def test_a_rar_archive_becomes_a_zip_archive(tools: SimpleNamespace) -> None:
    source = Source.from_bytes(rar(FILES), "x.rar")
    assert formats.recognise(source) is foreign_archive
    assert unzipped(tools.write(foreign_archive, foreign_archive.read(source))) == FILES
    for broken in (rar(FILES)[:-40], rar(FILES)[:-9]):
        with pytest.raises(QuarantineError):
            list(foreign_archive.read(Source.from_bytes(broken, "x.rar")))


def test_without_bsdtar_a_7z_archive_is_quarantined_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(QuarantineError, match="libarchive-tools"):
        formats.recognise(Source.from_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(40), "x.7z"))
