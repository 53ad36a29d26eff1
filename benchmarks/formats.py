"""Reading and writing by format, beside reading the same file with a library alone.

    python benchmarks/formats.py [--megabytes 20]

No detection: what is timed is `write(read(file))`, processor seconds of this process. The library
reads the same file and keeps nothing. Data is generated with a seed.
"""

from __future__ import annotations

import argparse
import io
import json
import mailbox as mailboxes
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from redactor import formats

DATA = Path(__file__).parent / "data"
COLUMNS = ("id", "cnic", "mobile", "name", "address", "remarks")


def rows(megabytes: int) -> Iterator[tuple[str, ...]]:
    generator = random.Random(6)
    number = size = 0
    while size < megabytes << 20:
        row = (
            str(number),
            str(generator.randrange(11 * 10**11, 8 * 10**12)),
            f"03{generator.randrange(10**8, 10**9)}",
            generator.choice(["ALI", "O'NEIL", "BASHIR"]) + " KHAN",
            f"H {generator.randrange(999)} MODEL TOWN, LAHORE",
            generator.choice(["ok", "paid; see file", "call back"]),
        )
        number += 1
        size += sum(map(len, row)) + 20
        yield row


def quoted(row: tuple[str, ...]) -> str:
    return ",".join("'" + cell.replace("'", "''") + "'" for cell in row)


def sql_insert(megabytes: int) -> Iterator[str]:
    yield f"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t ({','.join(COLUMNS)});\n"
    for row in rows(megabytes):
        yield f"INSERT INTO t VALUES({quoted(row)});\n"
    yield "COMMIT;\n"


def sql_extended(megabytes: int) -> Iterator[str]:
    columns = ",\n".join(f"  `{name}` text" for name in COLUMNS)
    yield f"-- MySQL dump\nCREATE TABLE `t` (\n{columns}\n) ENGINE=InnoDB;\n"
    yield "INSERT INTO `t` VALUES "
    for number, row in enumerate(rows(megabytes)):
        yield f"{',' if number else ''}({quoted(row)})"
    yield ";\n"


def sql_copy(megabytes: int) -> Iterator[str]:
    yield "-- PostgreSQL database dump\nCOPY public.t (" + ", ".join(COLUMNS) + ") FROM stdin;\n"
    for row in rows(megabytes):
        yield "\t".join(row) + "\n"
    yield "\\.\n"


def json_lines(megabytes: int) -> Iterator[str]:
    for row in rows(megabytes):
        yield json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n"


def html(megabytes: int) -> Iterator[str]:
    yield "<html><table><tr>" + "".join(f"<th>{name}</th>" for name in COLUMNS) + "</tr>\n"
    for row in rows(megabytes):
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n"
    yield "</table></html>\n"


def xml(megabytes: int) -> Iterator[str]:
    yield "<?xml version='1.0'?>\n<rows>\n"
    for row in rows(megabytes):
        cells = zip(COLUMNS, row, strict=True)
        yield "<row>" + "".join(f"<{name}>{cell}</{name}>" for name, cell in cells) + "</row>\n"
    yield "</rows>\n"


def whatsapp(megabytes: int) -> Iterator[str]:
    for row in rows(megabytes):
        time = f"12/03/2021, {int(row[0]) % 12}:{int(row[0]) % 60:02}\u202fpm"
        yield f"{time} - {row[3]}: {row[4]} {row[5]}\n"


def telegram(megabytes: int) -> Iterator[str]:
    yield '{"name": "x", "type": "private_group", "id": 1, "messages": [\n'
    for row in rows(megabytes):
        text = [row[4], {"type": "phone", "text": row[2]}]
        message = {"id": int(row[0]), "from": row[3], "from_id": "user" + row[1], "text": text}
        yield (",\n" if row[0] != "0" else "") + json.dumps(message | {"text_entities": []})
    yield "\n]}\n"


def contacts(megabytes: int) -> Iterator[str]:
    for row in rows(megabytes):
        yield (
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{row[3]}\r\nTEL;TYPE=CELL:{row[2]}\r\n"
            f"ADR:;;{row[4]};;;;\r\nNOTE:{row[5]}\r\nEND:VCARD\r\n"
        )


def mailbox(megabytes: int) -> Iterator[str]:
    for row in rows(megabytes):
        yield (
            "From a@example.com Tue Nov 24 10:00:00 2026\n"
            f"From: {row[3]} <a{row[0]}@example.com>\nTo: b@example.com\nSubject: {row[5]}\n"
            f"Message-ID: <{row[0]}@example.com>\nMIME-Version: 1.0\n\n" + f"{row[4]}\n" * 40 + "\n"
        )


def with_mailbox(path: Path) -> None:
    for message in mailboxes.mbox(path, create=False):
        message.get_payload(decode=True)


def with_sqlite(path: Path) -> None:
    database = sqlite3.connect(":memory:")
    database.executescript(path.read_text("utf-8"))
    database.close()


def with_json(path: Path) -> None:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            json.loads(line)


def with_html_parser(path: Path) -> None:
    parser = HTMLParser()
    with path.open(encoding="utf-8") as stream:
        while block := stream.read(1 << 20):
            parser.feed(block)


def with_expat(path: Path) -> None:
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = lambda data: None
    with path.open("rb") as stream:
        parser.ParseFile(stream)


Case = tuple[str, Callable[[int], Iterator[str]], Callable[[Path], None] | None, str]
CASES: tuple[Case, ...] = (
    ("SQL, an INSERT a row", sql_insert, with_sqlite, "sqlite3 loads it"),
    ("SQL, one INSERT", sql_extended, None, ""),
    ("SQL, COPY", sql_copy, None, ""),
    ("JSON lines", json_lines, with_json, "json.loads"),
    ("HTML table", html, with_html_parser, "html.parser"),
    ("XML", xml, with_expat, "expat"),
    ("WhatsApp chat", whatsapp, None, ""),
    ("Telegram chat", telegram, None, ""),
    ("contacts", contacts, None, ""),
    ("mailbox", mailbox, with_mailbox, "mailbox.mbox"),
)


class Nowhere(io.RawIOBase):
    """A sink that counts."""

    size = 0

    def write(self, data: bytes) -> int:
        """Take data."""
        self.size += len(data)
        return len(data)


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=20)
    megabytes = parser.parse_args().megabytes
    DATA.mkdir(exist_ok=True)
    print("| format | MB/s, read and written | library, read only | MB/s |\n|---|---|---|---|")
    for name, generate, library, library_name in CASES:
        path = DATA / f"{generate.__name__}.txt"
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(generate(megabytes))
        source = formats.Source.from_path(path)
        module = formats.recognise(source)
        sink = Nowhere()
        ours = seconds(lambda m=module, s=source, k=sink: m.write(m.read(s), k))
        # Mail is built anew; everything else has the bytes of the original here.
        if sink.size != source.size() and library is not with_mailbox:
            raise SystemExit(f"{name}: the copy is not as long as the original")
        theirs = ""
        if library is not None:
            theirs = f"{source.size() / 1e6 / seconds(partial(library, path)):.1f}"
        print(f"| {name} | {source.size() / 1e6 / ours:.1f} | {library_name} | {theirs} |")
        path.unlink()


if __name__ == "__main__":
    main()
