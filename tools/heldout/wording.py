"""The headers and sentences of the published measurement: a second wording of every kind.

The first one (in the kinds themselves) is the rehearsal: its mistakes were looked at and mended.
Nothing of this one was looked at before it was measured. It stands in wording.txt: for each kind
its entity, then a line each of headers and of sentences in English, Roman Urdu and Urdu, parted
by "|".
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heldout.kinds import Kind

_TEXT = Path(__file__).with_suffix(".txt").read_text("utf-8")


def reworded(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Return the kinds with the headers and sentences of this module, in their order.

    Raises ValueError when a kind has no wording here, or the order differs.
    """
    blocks = [block.split("\n") for block in _TEXT.strip().split("\n\n")]
    changed = []
    for kind, (entity, *lines) in zip(kinds, _in_order(kinds, blocks), strict=True):
        if entity != kind.entity or len(lines) != 4:  # noqa: PLR2004 - headers, three languages
            raise ValueError(f"the wording of {kind.entity} is missing or has not four lines")
        headers, english, roman, urdu = (
            tuple(part.strip() for part in line.split("|")) for line in lines
        )
        changed.append(replace(kind, headers=headers, english=english, roman=roman, urdu=urdu))
    return tuple(changed)


def _in_order(kinds: tuple[Kind, ...], blocks: list[list[str]]) -> list[list[str]]:
    """Return the blocks in the order of the kinds; those of one entity keep theirs."""
    waiting: dict[str, list[list[str]]] = {}
    for block in blocks:
        waiting.setdefault(block[0], []).append(block)
    return [waiting[kind.entity].pop(0) for kind in kinds]
