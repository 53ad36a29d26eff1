"""Disclosure control: a table made so coarse that each person in it looks like k - 1 others."""

from redactor.disclosure.counts import protect_counts
from redactor.disclosure.release import Release, Table, release

__all__ = ["Release", "Table", "protect_counts", "release"]
