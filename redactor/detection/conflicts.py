"""One rule for overlapping findings, applied before any operator.

The union of what was found is removed and the strongest entity names it, so that no character
that any recogniser flagged survives through another's gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.batch import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

# What is known by words alone, and of it what may be read into the letters of a longer value.
_NAMES = frozenset({"PERSON", "ADDRESS"})
_OPEN = _NAMES | {"RELIGION", "CASTE_OR_TRIBE"}
# "Address" of these is a word of machines, however long the sentence around it is taken for one.
_OF_MACHINES = frozenset({"IP_ADDRESS", "MAC_ADDRESS"})
# The score from which a shape is proven by more than digits that fit.
_SURE = 0.6


def resolve(findings: Sequence[Finding]) -> list[Finding]:
    """Merge findings that share a character; the result is sorted and free of overlaps.

    The strongest is the one with the highest score, then the longest, then the first by name; but
    a name that lies inside something with a shape of its own is a part of that (the letters in an
    IPv6 address, the holder in a passport's machine-readable line), and something of a sure shape
    that fills half of a name or an address or more is what it is (a MAC address and a word).

    >>> resolve([Finding(0, 5, "A", 0.5), Finding(3, 9, "B", 0.9), Finding(9, 10, "C", 0.4)])
    [Finding(start=0, end=9, entity='B', score=0.9, origin='pattern'), \
Finding(start=9, end=10, entity='C', score=0.4, origin='pattern')]
    """
    if len(findings) == 1:
        return list(findings)
    merged: list[Finding] = []
    for finding in sorted(_outer(findings), key=lambda one: (one.start, -one.end, one.entity)):
        if merged and finding.start < merged[-1].end:
            last = merged[-1]
            name = _stronger(last, finding)
            merged[-1] = Finding(
                last.start, max(last.end, finding.end), name.entity, name.score, name.origin
            )
        else:
            merged.append(finding)
    return merged


def _outer(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what lies within a finding of the same entity that is at least as sure.

    Presidio's engine does so with what it returns; a second look at the same digits adds nothing.
    """
    kept: list[Finding] = []
    around: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: (one.start, -one.end, -one.score)):
        reaching = [one for one in around.get(finding.entity, ()) if one.end > finding.start]
        if not any(one.end >= finding.end and one.score >= finding.score for one in reaching):
            kept.append(finding)
            reaching.append(finding)
        around[finding.entity] = reaching
    return kept


def _stronger(one: Finding, other: Finding) -> Finding:
    """Return the one that names both; `one` begins no later than `other`."""
    if (
        other.entity in _NAMES
        and one.entity not in _OPEN
        and other.end <= one.end
        and other.end - other.start < one.end - one.start
    ):
        return one
    for name, shaped in ((one, other), (other, one)):
        if (
            name.entity in _NAMES
            and shaped.entity not in _OPEN
            and shaped.score >= _SURE
            and (
                shaped.entity in _OF_MACHINES
                or 2 * (min(one.end, other.end) - other.start) >= name.end - name.start
            )
        ):
            return shaped
    mine, theirs = (one.score, one.end - one.start), (other.score, other.end - other.start)
    if mine == theirs:
        return one if one.entity <= other.entity else other
    return one if mine > theirs else other
