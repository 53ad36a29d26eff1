"""Cells to findings: which characters are personal data, and of what kind.

`Detector` is the door. Recognisers decide (`engine`), words around a number and its column's
header support them (`context`, `columns`), overlaps are resolved once (`conflicts`), and a
superset scan keeps from every cell the patterns that can't match in it (`prefilter`).
"""

from redactor.detection.chance import Tally
from redactor.detection.columns import ColumnProfile
from redactor.detection.engine import Detector

__all__ = ["ColumnProfile", "Detector", "Tally"]
