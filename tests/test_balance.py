"""What was left out of a file is no reason not to compare the rest: a lost row is found beside it."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections import Counter
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from redactor.errors import QuarantineError, ResidualError
from redactor.formats import delimited, differences, mail, text
from redactor.formats.source import Source
from redactor.keys import Key
from redactor.pipeline import Pipeline
from redactor.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from redactor.batch import Batch

ROWS = "".join(f"35202-{1000000 + n}-{n % 10},MUHAMMAD NO{chr(65 + n)};{n}\n" for n in range(20))
TABLE = ("cnic,name\n" + ROWS).encode()
# Its reader gives rows with marks, and then finds that it can't be read.
BREAKS_OFF = b"cnic,breaks off\n" + ROWS.encode()
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(64)
FILES = {
    "a.csv": TABLE, "photo.png": IMAGE, "b.csv": BREAKS_OFF, "c.txt": TABLE, "d.csv.gz": gzip.compress(TABLE),
}  # fmt: skip


def zipped(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return sink.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def message(files: dict[str, bytes], subtype: str = "octet-stream") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "ali@example.com", "s", "<1@example.com>"
    made.set_content("salam\nsee; what is attached\n\n")
    for name, data in files.items():
        kind = "image/png" if data is IMAGE else f"application/{subtype}"
        made.add_attachment(data, *kind.split("/"), filename=name)
    return made


def mailed(files: dict[str, bytes]) -> bytes:
    return message(files).as_bytes()


def in_a_mailbox(files: dict[str, bytes]) -> bytes:
    made = message({})
    inner = message(files)
    made.add_attachment(inner)
    begin = b"From ali@example.com Tue Nov 24 10:00:00 2026\n"
    return b"\n".join(
        [begin + made.as_bytes(), begin + inner.as_bytes(), begin + message({}).as_bytes()]
    )


CONTAINERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "x.zip": zipped,
    "x.tar": tarred,
    "x.eml": mailed,
    "x.mbox": in_a_mailbox,
    "zip in tar in gzip.tgz": lambda files: gzip.compress(
        tarred({"inner.zip": zipped(files), "broken.zip": zipped(files)[:-9], "z.csv": TABLE})
    ),
    "mail in zip.zip": lambda files: zipped(
        {"a.eml": mailed(files), "b.mbox": in_a_mailbox(files)}
    ),
}


@pytest.fixture
def _breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader of one table raise behind its rows."""
    read = delimited.read

    def reading(source: Source, **options: int) -> Iterator[Batch]:
        yield from read(source, **options)
        if b"breaks off" in source.head(100):
            raise QuarantineError("it breaks off")

    monkeypatch.setattr(delimited, "read", reading)


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str, bytes], tuple[int, Path]]:
    """Return a function that redacts a file: (exit code, folder of the copy)."""

    def redact(name: str, data: bytes) -> tuple[int, Path]:
        (tmp_path / name).write_bytes(data)
        out = tmp_path / "out"
        report = Pipeline(Policy.load("study"), Key.generate()).run([tmp_path / name], out)
        return report.exit_code, out

    return redact


def losing(writer: Callable[..., None], number: int) -> Callable[..., None]:
    """Return a writer that loses the last row of the file that it writes as the n-th."""
    calls = 0

    def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
        nonlocal calls
        calls += 1
        whole = io.BytesIO()
        writer(batches, whole)
        data = whole.getvalue()
        is_hit = calls == number and data.count(b"\n") > 2
        sink.write(data[: data.rindex(b"\n", 0, -1) + 1] if is_hit else data)

    return write


@pytest.mark.usefixtures("_breaks_off")
@pytest.mark.parametrize("name", CONTAINERS)
def test_what_is_left_out_of_a_container_is_no_false_alarm(
    name: str, run: Callable[[str, bytes], tuple[int, Path]]
) -> None:
    code, out = run(name, CONTAINERS[name](FILES))
    assert code == 4
    assert len([path for path in out.iterdir() if path.stem != "report"]) == 1


@pytest.mark.usefixtures("_breaks_off")
@pytest.mark.parametrize("name", CONTAINERS)
def test_a_row_lost_in_a_sound_member_is_found_beside_one_that_is_left_out(
    name: str,
    run: Callable[[str, bytes], tuple[int, Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delimited, "write", losing(delimited.write, 1))
    with pytest.raises(ResidualError, match="does not have the rows and cells"):
        run(name, CONTAINERS[name](FILES))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("module", [delimited, text], ids=["delimited", "text"])
def test_a_row_lost_in_the_body_of_a_mail_is_found(
    module: object, run: Callable[[str, bytes], tuple[int, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = module.write  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "write", losing(writer, 1))
    with pytest.raises(ResidualError, match="does not have the rows and cells"):
        run("x.eml", mailed({"a.csv": TABLE, "photo.png": IMAGE}))


@pytest.mark.parametrize("loses", [False, True])
def test_a_row_lost_beside_a_record_that_is_too_long_is_found(
    loses: bool, run: Callable[[str, bytes], tuple[int, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = TABLE + b"x,;" * (6 << 20) + b"\r\n" + ROWS.encode()
    if loses:
        monkeypatch.setattr(delimited, "write", losing(delimited.write, 1))
        with pytest.raises(ResidualError, match="does not have the rows and cells"):
            run("x.csv", data)
    else:
        assert run("x.csv", data)[0] == 4


def test_a_mailbox_keeps_the_blank_lines_of_its_messages() -> None:
    begin = b"From ali@example.com Tue Nov 24 10:00:00 2026\n"
    head = b"Subject: s\nMessage-ID: <1@example.com>\n"
    bodies = [b"", b"a", b"a\n", b"a\n\n", b"\n\na\n\n\n", b"a\r\rb\r\n\r\n", b"\n"]
    data = b"\n".join(begin + head + b"\n" + body for body in bodies)
    sink = io.BytesIO()
    mail.write(mail.read(Source.from_bytes(data)), sink)
    assert mail.balance(Source.from_bytes(data)) == mail.balance(Source.from_bytes(sink.getvalue()))
    again = io.BytesIO()
    mail.write(mail.read(Source.from_bytes(sink.getvalue())), again)
    assert again.getvalue() == sink.getvalue()


# What is noted (place, differences) or forgotten (place, None), and what stays of it.
NOTED: list[tuple[str, list[tuple[tuple[int, ...], int | None]], int]] = [
    ("a file", [((), 1), ((), 2)], 3),
    ("members", [((0,), 1), ((1,), 2), ((1,), 4)], 7),
    ("one is left out", [((0,), 1), ((1,), 2), ((1,), None), ((2,), 4)], 5),
    ("one within is", [((0, 1), 1), ((0, 2), 2), ((0, 2), None), ((0, 3), 4)], 5),
    ("what holds it is", [((0, 1), 1), ((0, 2, 5), 2), ((0,), 8), ((0,), None), ((1,), 4)], 4),
    ("one without any", [((0,), 1), ((1,), None), ((2,), 4)], 5),
    ("twice", [((0, 1), 1), ((0, 1), None), ((0,), None), ((1, 0), 4)], 4),
]


@pytest.mark.parametrize(("notes", "total"), [n[1:] for n in NOTED], ids=[n[0] for n in NOTED])
def test_what_was_noted_of_a_member_that_is_left_out_is_forgotten(
    notes: list[tuple[tuple[int, ...], int | None]], total: int
) -> None:
    found: Counter[str] = Counter()
    noted = differences.Differences(found)
    for place, count in notes:
        if count is None:
            noted.forget(place)
        else:
            noted.note(place, {",": count})
    noted.finish()
    assert found[","] == total
