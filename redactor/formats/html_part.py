"""A piece of HTML that something else declares to be HTML: the body of a mail.

It need not begin like a page, so it is never recognised by content; entities and tags are read as
those of HTML whatever it begins with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.formats import markup
from redactor.formats.markup import texts as texts
from redactor.formats.markup import write as write
from redactor.formats.time_limit import go_on

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from redactor.batch import Batch
    from redactor.formats.source import Source

NAME = "HTML"


def recognise(source: Source) -> bool:
    """Say no: what is HTML without looking so is known to whoever holds it."""
    del source
    return False


def read(source: Source, *, batch_bytes: int = 4 << 20) -> Iterator[Batch]:
    """Yield the batches of a piece of HTML. Raises as `markup.read`."""
    yield from markup.read(
        source, batch_bytes=batch_bytes, scanner=markup.Scanner(is_html=True)
    )


def balance(source: Source) -> Counter[str]:
    """Count tags by name, comments and attributes. Raises as `read`."""
    scanner = markup.Scanner(is_html=True)
    for _ in markup.read(source, scanner=scanner):
        go_on()
    return scanner.counts
