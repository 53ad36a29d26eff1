"""Signatures: kinds of files that are not text, or text of a structure that has no reader here.

By content, never by name. Each kind says what to do with such a file.

Sources: the formats' own specifications; the magic numbers collected by the `file` project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TABLE = "export its tables as CSV and redact those"
_ORACLE = (
    "import it on a server of your own, save its tables as text (SQL Developer: Export, or spool) "
    "and redact that"
)
_SHEET = "save each of its sheets as CSV and redact those"
_UNPACK = "unpack it and redact the folder"
_IMAGE = "images are not redacted; keep it apart, or type what is needed into a text file"
_MEDIA = "sound and video are not redacted; keep it apart"
_DOCUMENT = "save its text as a .txt file and redact that"
_BESIDE = "it is read together with the database of its name; keep it beside that"
_NEVER = "it can run code or hide data when opened; keep it apart"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is and what to do with it; `is_text` says that it can be searched as text."""

    name: str
    remedy: str
    is_text: bool = False


# (offset, bytes, name, remedy), longest first where two begin alike.
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"SQLite format 3\0", "a SQLite database", _TABLE),
    (0, b"\x37\x7f\x06\x82", "a SQLite write-ahead log", _BESIDE),
    (0, b"\x37\x7f\x06\x83", "a SQLite write-ahead log", _BESIDE),
    (0, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "a SQLite journal", _BESIDE),
    (4, b"Standard Jet DB", "an Access database", _TABLE),
    (4, b"Standard ACE DB", "an Access database", _TABLE),
    (0, b"\x1f\x8b", "a gzip file", _UNPACK),
    (0, b"BZh91AY&SY", "a bzip2 file", _UNPACK),
    (0, b"\xfd7zXZ\0", "an xz file", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"PAR1", "a Parquet file", _TABLE),
    (0, b"ARROW1\0", "an Arrow file", _TABLE),
    (0, b"Obj\x01", "an Avro file", _TABLE),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file", _TABLE),
    (0, b"PGDMP", "a PostgreSQL archive", "turn it into text with `pg_restore -f out.sql FILE` "
     "and redact that"),
    (0, b"TAPE\0", "a SQL Server backup", "restore it on a server of your own, save it as text "
     "(Tasks, Generate Scripts, schema and data) and redact that"),
    (0, b"\xff\xd8\xff", "a JPEG image", _IMAGE),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image", _IMAGE),
    (0, b"GIF87a", "a GIF image", _IMAGE),
    (0, b"GIF89a", "a GIF image", _IMAGE),
    (0, b"II*\0", "a TIFF image", _IMAGE),
    (0, b"MM\0*", "a TIFF image", _IMAGE),
    (8, b"WEBP", "a WebP image", _IMAGE),
    (8, b"WAVE", "a sound file", _MEDIA),
    (8, b"AVI ", "a video file", _MEDIA),
    (0, b"OggS\0", "a sound file", _MEDIA),
    (0, b"ID3\x02", "a sound file", _MEDIA),
    (0, b"ID3\x03", "a sound file", _MEDIA),
    (0, b"ID3\x04", "a sound file", _MEDIA),
    (0, b"\x1aE\xdf\xa3", "a video file", _MEDIA),
    (0, b"!BDN", "an Outlook mailbox", "export its messages as text and redact those"),
    (0, b"\x7fELF", "a program", _NEVER),
    (0, b"\xca\xfe\xba\xbe", "a program", _NEVER),
    (0, b"\x93NUMPY", "a NumPy array", _NEVER),
    (0, b"RDX2\n", "an R data file", _NEVER),
    (0, b"RDX3\n", "an R data file", _NEVER),
    (0, b"Salted__", "an encrypted file", "decrypt it first"),
    (0, b"age-encryption.org/", "an encrypted file", "decrypt it first"),
    (0, b"LUKS\xba\xbe", "an encrypted disk", "decrypt it first"),
    (0, b"{\\rtf", "an RTF document", _DOCUMENT),
    (0, b"%!PS", "a PostScript document", _DOCUMENT),
)
_IN_ZIP = (
    (b"EncryptedPackage", "a document under a password", "open it, save it without one"),
    (b"xl/", "an Excel workbook", _SHEET),
    (b"word/", "a Word document", _DOCUMENT),
    (b"ppt/", "a PowerPoint document", _DOCUMENT),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", _SHEET),
    (b"opendocument", "an OpenDocument file", _DOCUMENT),
    (b"data.pkl", "a PyTorch file", _NEVER),
)
_IN_OLE = (
    ("EncryptedPackage", "an Office document under a password", "open it, save it without one"),
    ("Workbook", "an Excel workbook", _SHEET),
    ("WordDocument", "a Word document", _DOCUMENT),
    ("PowerPoint", "a PowerPoint document", _DOCUMENT),
    ("__substg1.0", "an Outlook message", "save it as text"),
    ("InPage", "an InPage document", "export it from InPage as Unicode text"),
    ("Book", "an Excel workbook", _SHEET),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05](?:[\x95\x80-\x8a}\](Kcq]|X)")

_JSON = re.compile(
    r"""\{\s*(?:["'}]|[\w$]+\s*:)"""
    r"""|\[\s*(?:[{"\[\]]|-?\d+(?:\.\d+)?\s*[,\]]|(?:true|false|null)\s*[,\]])"""
)
_SQL = re.compile(
    r"""^[ \t]{0,8}(?:CREATE\s{1,4}(?:TEMPORARY\s{1,4})?TABLE\s{1,4}"""
    r"""(?:IF\s{1,4}NOT\s{1,4}EXISTS\s{1,4})?"""
    r"""[`"\[\w.\]]{1,200}\s{0,4}\("""
    r"""|INSERT\s{1,4}(?:IGNORE\s{1,4})?(?:INTO\s{1,4})?[`"\[\w.\]]{1,200}"""
    r"""\s{0,4}(?:\(|VALUES|SELECT)"""
    r"""|COPY\s{1,4}[\w."]{1,200}\s{0,4}(?:\([^()\n]{0,5000}\))?\s{1,4}FROM\s{1,4}stdin)""",
    re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"<([A-Za-z][\w:.\-]{0,60})[\s>/]")
_MAIL_HEADER = re.compile(
    r"^(From|To|Cc|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Content-Type|"
    r"Delivered-To|X-[\w\-]{1,60}):",
    re.IGNORECASE | re.MULTILINE,
)
_CONTROLS = re.compile(r"[\x02-\x08\x0e-\x19\x7f]")
_KEPT_BYTES = re.compile("[\U0010ff00-\U0010ffff]")
_SAMPLE = 1 << 16


def of_bytes(head: bytes) -> Kind | None:
    """Return the kind of file that certain first bytes mean."""
    for offset, magic, name, remedy in _MAGIC:
        if head.startswith(magic, offset):
            return Kind(name, remedy)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        for inside, name, remedy in _IN_ZIP:
            if inside in head:
                return Kind(name, remedy)
        return Kind("a zip archive", _UNPACK)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        for text, name, remedy in _IN_OLE:
            if text.encode("utf-16-le") in head:
                return Kind(name, remedy)
        return Kind("an Office document", _DOCUMENT)
    if b"EXPORT:V" in head[:16] or (b"SYS_EXPORT_" in head[:1024] and b"\0" in head[:64]):
        return Kind("an Oracle export", _ORACLE)
    if b"%PDF-" in head[:1024]:
        return Kind("a PDF document", _DOCUMENT)
    if head[4:8] == b"ftyp":
        is_image = head[8:12] in {b"heic", b"heix", b"mif1", b"avif", b"hevc"}
        return Kind("a HEIF image", _IMAGE) if is_image else Kind("a video file", _MEDIA)
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return Kind("a BMP image", _IMAGE)
    if head.startswith(b"MZ") and b"\0\0" in head[:64]:
        return Kind("a program", _NEVER)
    return Kind("a Python pickle", _NEVER) if _PICKLE.match(head) else None


def is_binary(text: str) -> bool:
    """Say whether the decoded start of a file is no text: many control characters or NULs."""
    sample = text[:_SAMPLE]
    controls = sum(1 for _ in _CONTROLS.finditer(sample))
    if controls > 2 and controls * 50 > len(sample):
        return True
    kept = sum(1 for _ in _KEPT_BYTES.finditer(sample))
    return sample.count("\0") * 3 > len(sample) or kept * 5 > len(sample) + 20


def of_text(text: str) -> Kind | None:
    """Return the structured kind of text that a decoded start of a file means."""
    start = text[:_SAMPLE].lstrip("\ufeff \t\r\n\0")
    if _JSON.match(start):
        return Kind("JSON", _TABLE, is_text=True)
    if start[:1] == "<":
        low = start[:512].lower()
        if low.startswith(("<!doctype html", "<html", "<head", "<body")):
            return Kind("HTML", _DOCUMENT, is_text=True)
        tag = _TAG.match(start)
        is_closed = tag is not None and f"</{tag[1]}>" in text
        if low.startswith(("<?xml", "<!doctype", "<svg", "<!--")) or is_closed:
            return Kind("XML", _DOCUMENT, is_text=True)
    upper = start[:32].upper()
    if upper.startswith("BEGIN:VCARD"):
        return Kind("a vCard file", "export the contacts as CSV and redact that", is_text=True)
    if upper.startswith("BEGIN:VCALENDAR"):
        return Kind("a calendar", "export it as CSV and redact that", is_text=True)
    if _SQL.search(text):
        return Kind("a SQL dump", "load it and export its tables as CSV", is_text=True)
    if is_mail(start):
        return Kind("mail", "save the messages as text and redact those", is_text=True)
    return None


def is_mail(text: str) -> bool:
    """Say whether a decoded start of a file is a message's or a mailbox's."""
    start = text[:_SAMPLE].lstrip("\ufeff \t\r\n\0")
    if not (_MAIL_HEADER.match(start) or start.startswith("From ")):
        return False
    head = re.split(r"\r?\n\r?\n", start[:_SAMPLE], maxsplit=1)[0]
    names = {match[1].lower() for match in _MAIL_HEADER.finditer(head)}
    return len(names) > 2 and bool(
        names & {"received", "message-id", "mime-version", "return-path", "delivered-to"}
    )
