"""Turns a leaked Pakistani dataset into one that can be studied safely.

>>> from redactor import Key, Redactor
>>> r = Redactor(policy="evidence", key=Key.generate())
>>> r.text("CNIC 35202-1234567-1")
'CNIC <PK_CNIC>'
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from redactor.errors import RedactorError

if TYPE_CHECKING:
    from redactor.batch import Finding
    from redactor.detection import ColumnProfile
    from redactor.keys import Key
    from redactor.pipeline import Pipeline
    from redactor.policy import Policy
    from redactor.report import Report

__all__ = ["Finding", "Key", "Policy", "Redactor", "RedactorError"]

# Imported when first used: `redactor --help` needs neither polars nor pydantic.
_LATE = {"Finding": "batch", "Key": "keys", "Policy": "policy"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)


class Redactor:
    """Finds and replaces personal data in texts, tables, files and folders.

    `policy` is a Policy, the name of one in the package, or a path. `key` makes the tokens; left
    out, a new one is made that nobody keeps. Raises PolicyError and DetectionError.
    """

    def __init__(
        self,
        policy: Policy | str | Path = "study",
        key: Key | None = None,
        *,
        engine: Literal["fast", "plain"] = "fast",
        jobs: int = 1,
    ) -> None:
        """Load policy and recognisers (a second or two: Presidio is imported here)."""
        from redactor.keys import Key  # noqa: PLC0415
        from redactor.pipeline import Pipeline  # noqa: PLC0415 - Presidio loads slowly
        from redactor.policy import Policy  # noqa: PLC0415

        self.policy = policy if isinstance(policy, Policy) else Policy.load(policy)
        self._pipeline: Pipeline = Pipeline(
            self.policy, key or Key.generate(), engine=engine, jobs=jobs
        )

    def find(self, text: str, header: str | None = None) -> list[Finding]:
        """Return the findings in a text; offsets are in characters of the text as given.

        `header` is the name of the column, if the text is a cell of one.
        """
        return self._pipeline.runner.detector.find(text, header)

    def text(self, text: str) -> str:
        """Return the text with everything found in it replaced."""
        return self._pipeline.runner.redact_text(text)

    def columns(self, frame: Any) -> dict[str, ColumnProfile]:
        """Return what the columns of a data frame are, to redact further parts of it alike."""
        from redactor.table import profile_table  # noqa: PLC0415

        return profile_table(frame, self._pipeline)

    def table(self, frame: Any, columns: dict[str, ColumnProfile] | None = None) -> Any:
        """Return a data frame (polars, pandas or pyarrow) of the same kind, redacted.

        Cells are read as text; a column in which nothing was found keeps its type, one in which
        something was found becomes text. Column names are searched as well. `columns` is what
        `columns()` gave for the first part of the data; without it, the frame decides for itself.
        """
        from redactor.table import redact_table  # noqa: PLC0415 - narwhals only when needed

        return redact_table(frame, self._pipeline, columns)

    def file(self, source: str | Path, target: str | Path) -> Report:
        """Redact one file to `target`, verified; returns what was done.

        Raises UsageError when `target` exists, QuarantineError when the file is of an unknown
        kind, ResidualError when verification finds personal data (then nothing is written).
        """
        from redactor.formats import Source  # noqa: PLC0415

        return self._pipeline.redact_source(Source.from_path(Path(source)), Path(target))

    def folder(self, source: str | Path, target: str | Path) -> Report:
        """Redact a folder or a file into the folder `target`, with report.json and .html."""
        return self._pipeline.run([Path(source)], Path(target))
