"""Risk: what a table still gives away about the persons in it, in numbers.

Measures of the field under their own names; `docs/risk.md` has each definition with its source.
"""

from redactor.risk.assessment import Assessment, assess
from redactor.risk.measures import Measures, measure
from redactor.risk.roles import Roles, choose_roles
from redactor.risk.table import Table, read_tables

__all__ = [
    "Assessment",
    "Measures",
    "Roles",
    "Table",
    "assess",
    "choose_roles",
    "measure",
    "read_tables",
]
