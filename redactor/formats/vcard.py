"""Contacts (vCard 2.1, 3.0, 4.0): names, phones, e-mail and postal addresses, birthdays, notes.

Columns are what the properties say, a row is a property or one of its parameters (WhatsApp writes a
number twice: in `waid` and in the value). A property in which nothing is found stays as it stood;
another is written anew, folded or quoted-printable as it was. Photographs, logos, sounds and keys
are dropped, as is any other base64 that is no text.
"""

from __future__ import annotations

import quopri
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from redactor.batch import Batch, Column, Dropped, Quarantined
from redactor.errors import QuarantineError
from redactor.formats import lines, vcard_lines
from redactor.formats.characters import RECORD_LIMIT, Characters
from redactor.formats.decoding import blocks_of
from redactor.formats.encoding import HEAD, decode_all, detect, guess
from redactor.formats.time_limit import progressing
from redactor.formats.vcard_lines import Property
from redactor.formats.whatsapp_lines import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from redactor.formats.encoding import Encoding
    from redactor.formats.source import Source

NAME = "vCard contacts"
NAMES = ("name", "phone", "email", "address", "date of birth", "handle", "text")
_TEXT = NAMES.index("text")

_COLUMN_OF = {
    **dict.fromkeys(("FN", "N", "NICKNAME", "RELATED", "SORT-STRING", "AGENT"), "name"),
    **dict.fromkeys(("TEL", "X-TEL", "X-PHONE"), "phone"),
    "EMAIL": "email",
    **dict.fromkeys(("ADR", "LABEL", "GEO", "BIRTHPLACE", "DEATHPLACE"), "address"),
    **dict.fromkeys(("BDAY", "ANNIVERSARY", "X-ANNIVERSARY", "X-ABDATE", "DEATHDATE"),
                    "date of birth"),
    **dict.fromkeys(("IMPP", "X-SOCIALPROFILE", "X-SKYPE", "X-SKYPE-USERNAME", "X-QQ", "X-AIM",
                     "X-JABBER", "X-ICQ", "X-MSN", "X-YAHOO", "X-TWITTER", "X-GOOGLE-TALK"),
                    "handle"),
}  # fmt: skip
_PERSONS = re.compile(
    r"X-(?:AB)?(?:RELATED-?NAMES?|SPOUSE|ASSISTANT|MANAGER|MAIDENNAME|.*PHONETIC.*|NICKNAME|NAME)"
)
_DROPPED = {"PHOTO": "image", "LOGO": "image", "SOUND": "sound", "KEY": "key"}
# Display order of N: prefixes, given, additional, family, suffixes.
_DISPLAY = (3, 1, 2, 0, 4)
_FOLD = re.compile(rb"\r?\n[ \t]")
_PLAIN_PARAM = re.compile(
    r"(?:(?:TYPE|VALUE|ENCODING|CHARSET|PREF|LANGUAGE|X-MAYBE-IPHONE)=)?"
    r'"?[A-Za-z0-9\-]{1,4}"?|'
    r"(?:TYPE|VALUE|ENCODING|CHARSET|LANGUAGE|CALSCALE|MEDIATYPE)="
    r'"?[A-Za-z\-/_]{1,20}\d{0,4}(?:-\d{1,2})?(?:,[A-Za-z\-/_]{1,20})*"?|'
    r"(?:QUOTED-PRINTABLE|BASE64|VOICE|HOME|WORK|PREF|POSTAL|PARCEL|PAGER|MODEM|INTERNET|DOM|INTL|"
    r"VIDEO|ISDN|X400|JPEG|PNG|IPHONE|MAIN|OTHER)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row's cell is of: a property's value (`param` -1), or one of its parameters."""

    given: Property
    version: str
    column: int
    cell: str
    param: int = -1
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    encoding: Encoding
    mark: bytes
    rows: tuple[_Row, ...]


@dataclass(slots=True)
class _Reading:
    """Rows on their way into a batch."""

    encoding: Encoding
    rows: list[_Row] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    quarantined: list[Quarantined] = field(default_factory=list)
    size: int = 0
    version: str = "3.0"

    def add(self, given: Property) -> None:
        """Add the rows of a property, or count it among what is dropped."""
        if given.name in _DROPPED or given.is_binary:
            self.dropped[_DROPPED.get(given.name, "binary data")] += 1
            return
        if given.name == "VERSION":
            self.version = given.value.strip()
        if not given.name:
            self._row(_Row(given, self.version, _TEXT, given.line))
            return
        column, before, cell = _value_of(given)
        self._row(_Row(given, self.version, column, cell, before=before))
        for place, param in enumerate(given.params):
            key, _, value = param.partition("=")
            if not _PLAIN_PARAM.fullmatch(param):
                column = NAMES.index("phone") if key.lower() == "waid" else _TEXT
                before = key + "=" if value else ""
                self._row(_Row(given, self.version, column, value or key, place, before))

    def _row(self, row: _Row) -> None:
        self.rows.append(row)
        self.size += len(row.given.raw)

    def batch(self, mark: bytes, first_row: int) -> Batch:
        """Return the rows as a batch, and start anew."""
        columns = []
        for number, name in enumerate(NAMES):
            cells = [row.cell if row.column == number else None for row in self.rows]
            columns.append(Column(name, pl.Series(cells, dtype=pl.String)))
        made = Batch(
            tuple(columns), _Frame(self.encoding, mark, tuple(self.rows)), first_row,
            tuple(self.quarantined),
            dropped=tuple(Dropped(kind, count) for kind, count in self.dropped.items()),
        )  # fmt: skip
        self.rows, self.size = [], 0
        self.dropped.clear()
        self.quarantined.clear()
        return made


def recognise(source: Source) -> bool:
    """Say whether a file begins with a contact."""
    data = source.head(HEAD)
    text = decode_all(data, detect(source), final=len(data) < HEAD)
    return text[:4096].lstrip("\ufeff \t\r\n\0")[:11].upper() == "BEGIN:VCARD"


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the properties of all contacts in batches of about `batch_bytes` bytes.

    Raises QuarantineError for a line longer than RECORD_LIMIT characters; and as `Source.open`.
    """
    encoding = _encoding_of(source)
    mark, row = encoding.mark, 1
    reading = _Reading(encoding)
    for given in vcard_lines.logical(_physical(source, encoding, batch_bytes), encoding):
        reading.add(given)
        if reading.size >= batch_bytes:
            count = len(reading.rows)
            yield reading.batch(mark, row)
            row += count
            mark = b""
    yield reading.batch(mark, row)


def _encoding_of(source: Source) -> Encoding:
    """Return the encoding; a letter that a fold cut in two must not make UTF-8 look like none."""
    found = detect(source)
    if found.codec not in {"cp1252", "cp1256"}:
        return found
    unfolded = _FOLD.sub(b"", source.head(HEAD))
    return found if unfolded.isascii() else guess(unfolded)


def write(batches: Iterable[Batch], sink: BinaryIO) -> None:
    """Write the contacts with whatever cells they have now. Raises InputError as `encode`."""
    for batch in batches:
        frame = batch.frame
        if not isinstance(frame, _Frame):
            raise TypeError("not a batch of contacts")
        columns = [column.cells.to_list() for column in batch.columns]
        written: list[str] = []
        for place, row in enumerate(frame.rows):
            if row.param < 0:
                params = [
                    (later.param, later.before, later.cell, columns[later.column][at])
                    for at, later in _params_behind(frame.rows, place)
                ]
                written.append(_property(row, columns[row.column][place], params, frame.encoding))
        sink.write(frame.mark + frame.encoding.encode("".join(written)))


def _params_behind(rows: tuple[_Row, ...], place: int) -> Iterator[tuple[int, _Row]]:
    for at in range(place + 1, len(rows)):
        if rows[at].param < 0:
            return
        yield at, rows[at]


def _property(
    row: _Row, cell: str | None, params: list[tuple[int, str, str, str | None]], encoding: Encoding
) -> str:
    given = row.given
    is_changed = cell != row.cell
    if not is_changed and all(old == new for _, _, old, new in params):
        return given.raw
    cell = cell or ""
    if not given.name:
        return " ".join(cell.splitlines()) + given.end
    named = list(given.params)
    for place, before, old, new in params:
        if new != old:
            text = (new or "").replace('"', "'")
            named[place] = before + (f'"{text}"' if re.search(r"[;:,\s]", text) else text)
    value = given.value
    if is_changed:
        value = row.before + vcard_lines.escaped(cell, row.version, is_quoted=given.is_quoted)
        if given.name == "N":
            value = f";{value};;;"
        elif given.name == "ADR":
            value = f";;{value};;;;"
    return vcard_lines.built(given, named, value, encoding)


def _value_of(given: Property) -> tuple[int, str, str]:
    """Return a property's column, what stands before its cell, and the cell."""
    column = _COLUMN_OF.get(given.name) or ("name" if _PERSONS.fullmatch(given.name) else "text")
    before = ""
    if given.name in {"N", "ADR"}:
        parts = vcard_lines.components(given.value)
        order = [n for n in _DISPLAY if n < len(parts)] if given.name == "N" else []
        order += [n for n in range(len(parts)) if n not in order]
        cell = (" " if given.name == "N" else ", ").join(
            parts[n] for n in order if parts[n].strip()
        )
    else:
        cell = given.value
        if column == "phone" and cell[:4].lower() == "tel:":
            before, cell = cell[:4], cell[4:]
        elif column == "email" and cell[:7].lower() == "mailto:":
            before, cell = cell[:7], cell[7:]
        cell = vcard_lines.unescaped(cell)
    if column == "name" and is_number(cell):
        column = "phone"
    return NAMES.index(column), before, cell


def _physical(source: Source, encoding: Encoding, chunk: int) -> Iterator[tuple[str, str]]:
    with source.open() as stream:
        characters = Characters(stream, encoding, chunk)
        while not characters.is_last or characters.text:
            if not characters.is_last:
                characters.fill()
            size = lines.whole(characters.text, is_last=characters.is_last, returns=True)
            if not size and len(characters.text) > RECORD_LIMIT:
                raise QuarantineError(
                    f"contacts with a line of more than {RECORD_LIMIT} characters; export them anew"
                )
            found, ends = lines.split(characters.text[:size], returns=True)
            each = [ends] * len(found) if isinstance(ends, str) else ends
            yield from zip(found, each, strict=True)
            characters.take(size)


# -- checking ------------------------------------------------------------------------------------


def balance(source: Source) -> Counter[str]:
    """Count the properties by name, but for those that are dropped."""
    encoding = _encoding_of(source)
    counts: Counter[str] = Counter()
    found = vcard_lines.logical(_physical(source, encoding, 1 << 20), encoding)
    for given in progressing(found):
        if given.name and given.name not in _DROPPED and not given.is_binary:
            counts[given.name] += 1
    return counts


def texts(source: Source) -> Iterator[str]:
    """Yield the lines as they stand, and contact by contact unfolded and decoded."""
    card: list[str] = []
    blocks = blocks_of(source, _encoding_of(source).codec)
    for line in (line for block in blocks for line in re.split(r"\r\n|\n|\r", block)):
        yield line
        card.append(line)
        if line[:9].upper() == "END:VCARD" or len(card) > 10_000:
            yield from _decoded("\n".join(card))
            card = []
    yield from _decoded("\n".join(card))


def _decoded(card: str) -> Iterator[str]:
    yield from re.sub(r"\n+[ \t]", "", card).split("\n")
    if "=" in card:
        data = quopri.decodestring(re.sub(r"\n+", "\n", card).encode("utf-8", "replace"))
        yield from data.decode("utf-8", "replace").split("\n")
