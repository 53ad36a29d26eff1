"""Members: files within a file. Each is read and written by its own format, and put back.

An archive, a compressed file or a mail gives its members one by one as sources; their batches come
out as if the members were inputs of their own, each with tables of its own. What no format
understands is left out and counted. A container that is damaged, encrypted or too large is refused
whole, and nothing of it is written.

A child process takes containers apart (`unpacking`). Nothing is ever extracted by name, and no
byte of an original is put on disk: a small member is held in memory, a large one is decompressed
anew whenever it is opened. Limits hold for the bytes that really come out, not for headers' claims.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections import Counter
from collections.abc import Generator, Set
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from redactor import formats
from redactor.batch import Batch, Column, Quarantined
from redactor.errors import InputError, QuarantineError, RedactorError
from redactor.formats import sandbox, unpacking
from redactor.formats.decoding import blocks_of, marks_of
from redactor.formats.encoding import detect
from redactor.formats.member_names import Names, Part, parts_of, suffix_of
from redactor.formats.source import Source
from redactor.formats.time_limit import NoProgressError, go_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType
    from typing import IO, BinaryIO

# Archives within archives.
DEPTH = 4
MOST_MEMBERS = 100_000
# Bytes that may come out of an archive and all archives in it: so many times its own, but from
# FREE on only, and never more than TOTAL. Text in which one line repeats reaches 1,000 times.
RATIO = 100
FREE = 256 << 20
TOTAL = 50 << 30
# Bytes of a member that are held in memory.
HELD = 32 << 20
# Bytes of a written one that is searched by a parser that goes back and forth in it.
_SOUGHT = 1 << 30
# Bytes of a larger one that are: enough to tell its format.
_START = 4 << 20
_BLOCK = 1 << 20

# What a child may use that takes one apart. It tells every 16 MiB that it goes on.
LIMITS = sandbox.Limits(memory=4 << 30, wait=120.0)

_REMEDY = "unpack it yourself, look at what is in it, and redact the folder"
_WHOLE_COPY = "get a whole copy, or unpack it yourself and redact the folder"
_LEFT_OUT = {
    unpacking.LINK: "a link or device; copy what it points to",
    unpacking.SPARSE: "a sparse file; copy it without --sparse",
}
_CAUSES = {
    "hung": f"taking it apart takes longer than allowed: {_REMEDY}",
    "died": f"taking it apart was stopped by its limits, or crashed: {_REMEDY}",
    "MemoryError": f"taking it apart takes more memory than allowed: {_REMEDY}",
    "Locked": "a zip archive under a password: unpack it, redact the folder",
    "Unpackable": "a zip archive packed in a way that can't be read: unpack it, redact the folder",
    "QuarantineError": "a zip archive of more than 1 GiB inside an archive: unpack the outer one",
}


class ArchiveError(QuarantineError):
    """A container is damaged or can't be read: it is refused whole. `container` says which."""

    def __init__(self, message: str, container: object = None) -> None:
        """Take the message and the container's own mark."""
        super().__init__(message)
        self.container = container


class BudgetError(QuarantineError):
    """More came out of an archive than may: the outermost archive is refused whole."""


@dataclass(slots=True)
class Budget:
    """What may come out of an outermost archive in one reading."""

    limit: int
    spent: int = 0
    members: int = 0

    @classmethod
    def of(cls, size: int) -> Budget:
        """Return the budget of an archive of so many bytes."""
        return cls(min(TOTAL, max(FREE, RATIO * size)))

    def spend(self, count: int) -> None:
        """Take in so many bytes. Raises BudgetError."""
        self.spent += count
        if self.spent > self.limit:
            raise self.overspent()

    def overspent(self) -> BudgetError:
        """Return the error that says so."""
        return BudgetError(
            f"more than {self.limit >> 20} MiB come out of it, an archive that may be made to "
            f"fill disks: {_REMEDY}"
        )

    def another(self) -> None:
        """Take in one more member. Raises BudgetError."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise BudgetError(f"more than {MOST_MEMBERS:,} members: {_REMEDY}")


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a container lies: `depth` is 1 for one that is in no other.

    One that is too large to be held is unpacked anew whenever it is opened: `steps` leads to it
    from `origin`, which is a file or held.
    """

    depth: int
    budget: Budget
    origin: Source | None = None
    steps: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a container. `left_out` says why it can't be one, if so.

    `head` is all of it, or if it is longer the first HELD + 1 bytes; `step` leads to it.
    """

    name: str
    left_out: str
    head: bytes
    step: tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Frame of cells that are a member's name."""

    number: int
    parts: tuple[Part, ...]
    places: tuple[int, ...]
    suffix: str


@dataclass(frozen=True, slots=True)
class Held:
    """Frame of a batch of a member: its format's module, and that format's own frame.

    `place` is where it lies in its container. `module` is "" in the batch behind a member that
    could not be read to its end.
    """

    place: tuple[int, ...]
    module: str
    frame: object = None


@dataclass(frozen=True, slots=True)
class Note:
    """Frame of a batch without cells: it reports what is left out, or how a container is made."""

    value: str = ""
    number: int = -1


class _Content(io.RawIOBase):
    """A member's bytes as a child gives them, counted as far as none were read before."""

    def __init__(self, blocks: Iterator[bytes], budget: Budget, furthest: list[int]) -> None:
        super().__init__()
        self._blocks = blocks
        self._block = memoryview(b"")
        self._budget = budget
        self._furthest = furthest
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._block:
            self._block = memoryview(next(self._blocks, b""))
            self._position += len(self._block)
            self._budget.spend(max(0, self._position - self._furthest[0]))
            self._furthest[0] = max(self._position, self._furthest[0])
        count = min(len(view), len(self._block))
        view[:count] = self._block[:count]
        self._block = self._block[count:]
        return count

    def close(self) -> None:
        if not self.closed and isinstance(self._blocks, Generator):
            self._blocks.close()
        super().close()


def inside_of(source: Source) -> Inside:
    """Return where a container lies. Raises QuarantineError if that is too deep."""
    if not isinstance(source.inside, Inside):
        return Inside(1, Budget.of(source.size()))
    if source.inside.depth > DEPTH:
        raise QuarantineError(f"an archive more than {DEPTH} archives deep: {_REMEDY}")
    return source.inside


def _listed(
    source: Source, kind: str, name: str, inside: Inside, container: object
) -> Iterator[Member]:
    """Yield the members of a container, taken apart in a child process."""
    origin, steps = _way(source, inside)
    options = {"kind": kind, "steps": steps, "held": HELD}
    found: list[Any] | None = None
    blocks: list[bytes] = []
    for record in _unpacked("listing", origin, options, inside.budget, container):
        if isinstance(record, bytes):
            inside.budget.spend(len(record))
            blocks.append(record)
            continue
        if found is not None:
            yield _member(kind, name, found, blocks)
        found, blocks = record, []
    if found is not None:
        yield _member(kind, name, found, blocks)


def _member(kind: str, name: str, found: list[Any], blocks: list[bytes]) -> Member:
    given, left_out, place = found
    return Member(str(given) or name, str(left_out), b"".join(blocks), (kind, place))


def _way(source: Source, inside: Inside) -> tuple[Source, tuple[tuple[str, Any], ...]]:
    return (source, ()) if inside.origin is None else (inside.origin, inside.steps)


def source_of(member: Member, source: Source, inside: Inside, container: object) -> Source:
    """Return a member of the container `source` as a source of its own."""
    if member.left_out:
        raise QuarantineError(_LEFT_OUT.get(member.left_out, "it can't be read"))
    name = member.name.replace("\\", "/").rpartition("/")[2]
    below = Inside(inside.depth + 1, inside.budget)
    if len(member.head) <= HELD:
        return Source(name, None, member.head, inside=below)
    origin, steps = _way(source, inside)
    steps = (*steps, member.step)
    furthest = [len(member.head)]

    def stream() -> BinaryIO:
        blocks = _unpacked("content", origin, {"steps": steps}, inside.budget, container)
        return io.BufferedReader(_Content(blocks, inside.budget, furthest), _BLOCK)

    below = replace(below, origin=origin, steps=steps)
    return Source(name, stream=stream, start=member.head[:_START], inside=below)


def _unpacked(
    function: str, origin: Source, options: dict[str, Any], budget: Budget, container: object
) -> Iterator[Any]:
    """Yield what a function of `unpacking` gives. Raises ArchiveError and BudgetError."""
    options = {**options, "budget": budget.limit - budget.spent}
    try:
        yield from sandbox.stream(
            f"redactor.formats.unpacking:{function}",
            origin, options=options, limits=LIMITS, kind="an archive", is_streamed=True,
        )  # fmt: skip
    except sandbox.ChildError as error:
        if error.cause == "Overfull":
            raise budget.overspent() from None
        reason = _CAUSES.get(error.cause)
        if reason is None:
            reason = f"it is damaged, cut off or encrypted ({error.cause}); {_WHOLE_COPY}"
        raise ArchiveError(reason, container) from None


# -- reading -------------------------------------------------------------------------------------


def read(
    source: Source, kind: str, *, batch_bytes: int, word: str = "member", name: str = ""
) -> Iterator[Batch]:
    """Yield the names and batches of a container's members; what is left out is quarantined.

    `kind` is one that `unpacking` knows; `name` is the member's where the container holds none.

    Raises QuarantineError for a container that is refused whole.
    """
    inside = inside_of(source)
    container = object()
    kept = 0
    for position, member in enumerate(_listed(source, kind, name, inside, container), 1):
        inside.budget.another()
        where = f"{word} {position}{suffix_of(member.name)}"
        try:
            inner = source_of(member, source, inside, container)
            module = _format_of(inner)
            suffix = formats.target_suffix(module, inner) if module else None
        except QuarantineError as error:
            _pass_on(error, container)
            yield _note(Quarantined(where, str(error)))
            continue
        yield from _name(member.name, kept, suffix or "")
        if module is not None:
            yield from _content(inner, module, kept, where, container, batch_bytes)
        kept += 1


def _pass_on(error: QuarantineError, container: object) -> None:
    """Raise what concerns the whole container, not one member."""
    if isinstance(error, BudgetError):
        raise error
    if isinstance(error, ArchiveError) and error.container is container:
        raise error


def _format_of(inner: Source) -> ModuleType | None:
    """Return a member's format, None if it is empty. Raises QuarantineError."""
    if not inner.head(1):
        return None
    try:
        return formats.recognise(inner)
    except QuarantineError:
        raise
    except InputError:  # nothing but a byte order mark
        return None


def _content(
    inner: Source, module: ModuleType, number: int, where: str, container: object, batch_bytes: int
) -> Iterator[Batch]:
    try:
        for batch in module.read(inner, batch_bytes=batch_bytes):
            yield replace(
                batch,
                frame=Held((number,), module.__name__, batch.frame),
                table=f"{number}:{batch.table or ''}",
                quarantined=placed(batch, where),
            )
    except QuarantineError as error:
        _pass_on(error, container)
        reason = str(error)
    except InputError as error:
        reason = str(error)
    except (RedactorError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the message may hold a value: its type is told
        reason = f"{module.NAME} that can't be read ({type(error).__name__}): damaged, or not so"
    else:
        return
    yield replace(_note(Quarantined(where, reason)), frame=Held((number,), ""))


def placed(batch: Batch, where: str) -> tuple[Quarantined, ...]:
    """Return what a batch of a member lacks, with the member's own place in front."""
    return tuple(replace(part, where=f"{where}, {part.where}") for part in batch.quarantined)


def _note(*quarantined: Quarantined) -> Batch:
    column = Column(None, pl.Series([], dtype=pl.String))
    return Batch((column,), Note(), quarantined=quarantined)


def own(value: str) -> Batch:
    """Return a batch that tells the writer how the container is made."""
    return replace(_note(), frame=Note(value))


def own_value(batch: Batch) -> str:
    """Return what `own` was given."""
    if not isinstance(batch.frame, Note):
        raise TypeError("not the first batch of a container")
    return batch.frame.value


def _name(name: str, number: int, suffix: str) -> Iterator[Batch]:
    """Yield a member's name as cells: those that are a person's, and the rest."""
    parts = parts_of(name)
    plain = suffix_of(name) + suffix
    if parts is None:
        yield replace(_note(), frame=Named(number, (), (), plain))
        return
    for header in (None, "sender", "mobile"):
        places = tuple(n for n, part in enumerate(parts) if part.column == header)
        if places:
            cells = pl.Series([parts[place].cell for place in places], dtype=pl.String)
            yield Batch((Column(header, cells),), Named(number, parts, places, suffix))


# -- writing -------------------------------------------------------------------------------------


def write(batches: Iterable[Batch], add: Callable[[str, IO[bytes], int], None]) -> None:
    """Write the members that `read` gave, each by its own format, and hand them to `add`.

    `add` gets a name, a stream of the member's bytes, and how many they are. What is written waits
    in an unlinked temporary file: redacted data only.
    """
    names = Names(set())
    for number, group in groupby(batches, key=_number):
        if number < 0:
            for _ in group:
                pass
            continue
        whole, suffix, rest = _named(group)
        with tempfile.TemporaryFile(prefix="redactor-") as spool:
            if write_member(rest, spool):
                size = spool.seek(0, io.SEEK_END)
                spool.seek(0)
                add(names.free(whole, number, suffix), spool, size)


def _named(batches: Iterator[Batch]) -> tuple[list[str] | None, str, Iterator[Batch]]:
    """Return a member's new name in parts (None if it has none), its suffix, and its content."""
    named: dict[int, str] = {}
    parts: tuple[Part, ...] = ()
    suffix = ""
    rest: Iterator[Batch] = iter(())
    for batch in batches:
        frame = batch.frame
        if not isinstance(frame, Named):
            rest = chain([batch], batches)
            break
        parts, suffix = frame.parts, frame.suffix
        cells = batch.columns[0].cells.to_list()
        for place, cell in zip(frame.places, cells, strict=False):
            named[place] = parts[place].with_cell(cell)
    if not parts:
        return None, suffix, rest
    whole = [named[place] for place in range(len(parts))]
    if not whole[-1].lower().endswith(suffix):
        whole[-1] += suffix
    return whole, suffix, rest


def _number(batch: Batch) -> int:
    frame = batch.frame
    if isinstance(frame, Held):
        return frame.place[0]
    if not isinstance(frame, Named | Note):
        raise TypeError("not a batch of an archive")
    return frame.number


@dataclass(slots=True)
class Unwrapped:
    """The batches of one member as its format gave them; `is_whole` unless its reading failed."""

    batches: Iterator[Batch]
    module: str = field(default="", init=False)
    is_whole: bool = field(default=True, init=False)

    def __iter__(self) -> Iterator[Batch]:
        """Yield the batches up to the mark of failure, if there is one."""
        for batch in self.batches:
            frame = batch.frame
            if not isinstance(frame, Held) or not frame.module:
                self.is_whole = False
                return
            self.module = frame.module
            yield replace(batch, frame=frame.frame)


def write_member(batches: Iterator[Batch], sink: BinaryIO) -> bool:
    """Write a member by its own format; return whether it is whole and may be kept."""
    given = Unwrapped(batches)
    rest = iter(given)
    first = next(rest, None)
    if first is not None:
        try:
            sys.modules[given.module].write(chain([first], rest), sink)
        except Exception:
            if given.is_whole:
                raise
    return given.is_whole


# -- checking ------------------------------------------------------------------------------------


LeftOut = Set[tuple[int, ...]]
"""Places of members that could not be read to their end, of those in members as well."""


def balance(
    source: Source, kind: str, name: str = "", left_out: LeftOut = frozenset()
) -> Counter[str]:
    """Count the members that are kept, and what is counted in each of them.

    `left_out` are those of which reading told only at the end that they are not.
    """
    inside = inside_of(source)
    container = object()
    counts: Counter[str] = Counter()
    deeper = below(left_out, 1)
    number = -1
    for member in _listed(source, kind, name, inside, container):
        inside.budget.another()
        go_on()
        try:
            inner = source_of(member, source, inside, container)
            module = _format_of(inner)
        except QuarantineError as error:
            _pass_on(error, container)
            continue
        number += 1
        if (number,) in left_out:
            continue
        counts["members"] += 1
        if module is not None:
            counts.update(counted(module, inner, deeper.get((number,), frozenset())))
    return counts


def counted(module: ModuleType, source: Source, left_out: LeftOut = frozenset()) -> Counter[str]:
    """Count what a copy must have as often as its original (with the default: less its changes)."""
    own = getattr(module, "balance", None)
    if own is None:
        return marks_of(source, detect(source).codec)
    return Counter(own(source, left_out) if left_out else own(source))


def below(left_out: LeftOut, size: int) -> dict[tuple[int, ...], set[tuple[int, ...]]]:
    """Return, by the place of a member (`size` numbers), what is left out in it."""
    found: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    for place in left_out:
        if len(place) > size:
            found.setdefault(place[:size], set()).add(place[size:])
    return found


def is_left_out(frame: object) -> bool:
    """Say whether a batch only tells that a member is not kept."""
    return isinstance(frame, Note) or (isinstance(frame, Held) and not frame.module)


def innermost(module: ModuleType, frame: object) -> tuple[tuple[int, ...], ModuleType | None]:
    """Return where what a batch is of lies, in however many containers, and its format.

    None behind a member that could not be read to its end.
    """
    place: tuple[int, ...] = ()
    while isinstance(frame, Held):
        place += frame.place
        if not frame.module:
            return place, None
        module, frame = sys.modules[frame.module], frame.frame
    return place, module


def texts(source: Source) -> Iterator[str]:
    """Yield what stands in a written member, by its format's `texts` or as lines of text."""
    try:
        module = _format_of(source)
    except NoProgressError:
        raise
    except QuarantineError:
        module = None
    if module is not None and hasattr(module, "texts"):
        if source.stream is not None and getattr(module, "SEEKS", False):
            source = Source(source.name, data=source.whole(_SOUGHT), inside=source.inside)
        yield from module.texts(source)
    else:
        yield from blocks_of(source, detect(source).codec)
