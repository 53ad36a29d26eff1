"""Presidio is loaded without the part of spaCy that is a command line of its own.

Importing presidio_analyzer imports spaCy, and that imports `spacy.cli` for one function,
`spacy.info`: with it come a project manager and two HTTP clients, half a second of a start that
takes three. None of it is needed here, and a program that works without network had better not
load it. Only the command does this, in its own process; the library leaves spaCy as it is.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from types import ModuleType
from typing import Any

_PACKAGE = "spacy.cli"
_MODULE = "spacy.cli.info"


def _info(*arguments: Any, **named: Any) -> Any:
    """Do what `spacy.info` does: load the real one and call it."""
    return importlib.import_module(_MODULE).info(*arguments, **named)


def load_presidio() -> None:
    """Import spaCy with a stand-in for its command line, which is gone again afterwards."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType(_PACKAGE), ModuleType(_MODULE)
    package.__path__ = []
    module.info = _info  # type: ignore[attr-defined]
    sys.modules |= {_PACKAGE: package, _MODULE: module}
    try:
        # A spaCy that asks for more than this is loaded as a whole, by Presidio.
        with contextlib.suppress(ImportError, AttributeError):
            importlib.import_module("spacy")
    finally:
        for name in (_PACKAGE, _MODULE):
            sys.modules.pop(name, None)
    importlib.import_module("presidio_analyzer")
    # What was loaded stays: the collector of cycles need not go through it again and again.
    gc.freeze()
