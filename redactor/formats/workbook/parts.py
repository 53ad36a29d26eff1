"""Parts: what stands in a workbook's zip file besides its cells, counted by kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# First words of a member's name (lower case) -> what it is counted as; None: written anew or read.
# The first that fits counts.
_KINDS: tuple[tuple[str, str | None], ...] = (
    ("[content_types].xml", None),
    ("mimetype", None),
    ("_rels/", None),
    ("xl/_rels/", None),
    ("xl/workbook.", None),
    ("xl/styles.", None),
    ("xl/theme/", None),
    ("xl/sharedstrings.", None),
    ("xl/worksheets/binaryindex", None),
    ("xl/worksheets/", None),
    ("xl/macrosheets/", None),
    ("xl/chartsheets/", None),
    ("xl/dialogsheets/", None),
    ("xl/comments", None),
    ("xl/drawings/vmldrawing", None),
    ("xl/calcchain.", None),
    ("xl/metadata.", None),
    ("docprops/thumbnail", "image"),
    ("docprops/", "document properties"),
    ("xl/media/", "image"),
    ("xl/charts/style", None),
    ("xl/charts/colors", None),
    ("xl/charts/", "chart"),
    ("xl/drawings/", "drawing"),
    ("xl/embeddings/", "embedded object"),
    ("xl/activex/", "control"),
    ("xl/ctrlprops/", "control"),
    ("xl/vba", "macro project"),
    ("xl/pivotcache/", "pivot table cache"),
    ("xl/pivottables/", "pivot table"),
    ("xl/externallinks/", "external link"),
    ("xl/tables/", "table definition"),
    ("xl/threadedcomments/", "threaded comments (kept as plain ones)"),
    ("xl/persons/", "list of persons"),
    ("xl/connections.", "data connection"),
    ("xl/querytables/", "data connection"),
    ("xl/printersettings/", "printer settings"),
    ("xl/slicer", "slicer"),
    ("customxml/", "custom XML"),
    # OpenDocument
    ("content.xml", None),
    ("styles.xml", "styles and page headers"),
    ("settings.xml", None),
    ("meta.xml", "document properties"),
    ("manifest.rdf", None),
    ("meta-inf/", None),
    ("configurations2/", None),
    ("thumbnails/", "image"),
    ("pictures/", "image"),
    ("basic/", "macro project"),
    ("scripts/", "macro project"),
    ("object ", "embedded object"),
    ("objectreplacements/", "image"),
    ("media/", "image"),
)


def dropped_parts(names: Iterable[str]) -> Counter[str]:
    """Count the members that are in no copy. `names` are in lower case.

    >>> dropped_parts(["xl/workbook.xml", "xl/media/image1.png", "xl/vbaproject.bin"])
    Counter({'image': 1, 'macro project': 1})
    """
    found: Counter[str] = Counter()
    for name in names:
        if "/_rels/" in name or name.endswith(".vml"):
            continue
        kind = next((k for start, k in _KINDS if name.startswith(start)), "other part")
        if kind is not None:
            found[kind] += 1
    return found
