r"""Names of files, in folders and in archives: what of them is a cell, and what they become.

Words in a file's name are joined by what is no blank, so an underscore is read as one. Messengers
call a file after the person: a chat ("WhatsApp Chat with …"), a contact card. A name that could
lead out of a folder, hide its suffix or confuse a program is not used at all.

Source: CVE-2007-4559 and the like; Unicode TR 36 (bidirectional overrides in file names).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from redactor.formats.whatsapp_lines import is_number

_SUFFIX = re.compile(r"\.(?=[A-Za-z0-9]{0,7}[A-Za-z])(?![A-Za-z]?\d{4})[A-Za-z0-9]{1,8}\Z")
_CHAT = re.compile(
    r"(?P<before>\W{0,3}whatsapp chat(?: with|\s*-)\s+)(?P<name>.+?)"
    r"(?P<after>(?: ?\(\d{1,3}\))?)\Z",
    re.IGNORECASE,
)
_CARD_SUFFIXES = frozenset({".vcf", ".vcard"})
_OUTER_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst"})
# Words of contact files that are called after nobody.
_CARD_WORDS = re.compile(
    r"(?:contacts?|vcards?|all|phone|sim|backup|export(?:ed)?|pim|book|my|new|copy|of|card|list|"
    r"address|icloud|google|gmail|part|\d{1,6}|[\W_])+",
    re.IGNORECASE,
)
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NOT_IN_NAMES = re.compile(r"[<>:\"/\\|?*\x00-\x1f]")
# An underscore between words; the one of a token (PERSON_…) makes it one.
_JOINT = re.compile(r"(?<![A-Z])_|_(?![0-9A-HJKMNP-TV-Z]{16}(?![0-9A-Za-z]))")
_SEPARATORS = re.compile(r"[/\\]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
# Bytes of one part of a path that every file system takes, with room for a number behind it.
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a path: `before` + cell + `after`; `stem` is what the cell stood for.

    `column` is the header under which the stem is wholly one thing, None for other names.
    """

    before: str
    stem: str
    after: str
    column: str | None = None

    @property
    def cell(self) -> str:
        """The stem as it is read: with blanks between words."""
        return self.stem if self.column else _JOINT.sub(" ", self.stem)

    def with_cell(self, cell: str | None) -> str:
        """Return the part with another cell, as a name that can be used."""
        if cell == self.cell:
            return self.before + self.stem + self.after
        return self.before + (_NOT_IN_NAMES.sub("", cell or "").strip() or "x") + self.after


def suffix_of(name: str) -> str:
    """Return a name's suffix if it can be one and is no part of a number or a name.

    >>> suffix_of("a.csv"), suffix_of("a.03001234567"), suffix_of("a.7z"), suffix_of("ali khan")
    ('.csv', '', '.7z', '')
    """
    found = _SUFFIX.search(name)
    return found[0] if found and found.start() else ""


def part_of(name: str) -> Part:
    """Return what of a name without folders is a cell.

    >>> part_of("WhatsApp Chat with Zara.txt").stem, part_of("Zara Gul.vcf").column
    ('Zara', 'sender')
    >>> part_of("a.csv.gz").after
    '.csv.gz'
    >>> part_of("ali_raza.txt").cell, part_of("PERSON_0123456789ABCDEF.txt").cell
    ('ali raza', 'PERSON_0123456789ABCDEF')
    """
    after = suffix_of(name)
    if after.lower() in _OUTER_SUFFIXES:
        after = suffix_of(name[: len(name) - len(after)]) + after
    stem = name[: len(name) - len(after)]
    chat = _CHAT.match(stem)
    if chat:
        return Part(chat["before"], chat["name"], chat["after"] + after, _column(chat["name"]))
    if after.lower() in _CARD_SUFFIXES and not _CARD_WORDS.fullmatch(stem):
        return Part("", stem, after, _column(stem))
    return Part("", stem, after)


def _column(stem: str) -> str:
    return "mobile" if is_number(stem) else "sender"


def parts_of(path: str) -> tuple[Part, ...] | None:
    """Return the parts of a path in an archive, None if its name is not to be used."""
    if _UNSAFE.search(path):
        return None
    found = _SEPARATORS.split(path)
    if len(found) > 64 or any(part == ".." or ":" in part for part in found):
        return None
    names = [part for part in found if part.strip(" .")]
    if not names or any(_RESERVED.match(name.partition(".")[0]) for name in names):
        return None
    return tuple(part_of(name) for name in names)


@dataclass(slots=True)
class Names:
    """Gives the members of a new archive their names, each only once."""

    taken: set[str]

    def free(self, names: list[str] | None, number: int, suffix: str) -> str:
        """Return a path for member `number`; a number alone where the names can't be used."""
        if names is None or any(len(name.encode()) > _LONGEST for name in names):
            names = [f"m{number:06d}{suffix}"]
        path, count = "/".join(names), 1
        while path.lower() in self.taken:
            count += 1
            name = names[-1]
            after = suffix_of(name)
            again = f"{name[: len(name) - len(after)]} ({count}){after}"
            path = "/".join([*names[:-1], again])
        self.taken.add(path.lower())
        return path
