"""Presidio is loaded without what it does not need here: spaCy's command line, checks of patterns.

Importing presidio_analyzer imports spaCy, and that imports `spacy.cli` for one function,
`spacy.info`: with it come a project manager and two HTTP clients, half a second of a start that
takes three. None of it is needed here, and a program that works without network had better not
load it. Presidio's own recognisers, which are imported and not used, have their patterns compiled
as they are defined, to see whether they are any: another tenth of the start.

Only the command does this, in its own process; the library leaves both as they are.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = "spacy.cli"
_MODULE = "spacy.cli.info"
_CHECK = "_Pattern__validate_regex"


def _info(*arguments: Any, **named: Any) -> Any:
    """Do what `spacy.info` does: load the real one and call it."""
    return importlib.import_module(_MODULE).info(*arguments, **named)


@contextlib.contextmanager
def _unchecked_patterns() -> Iterator[None]:
    """Let Presidio's own patterns, which its tests have checked, be defined unchecked."""
    found = importlib.util.find_spec("presidio_analyzer")
    package = ModuleType("presidio_analyzer")
    package.__path__ = list(found.submodule_search_locations or ()) if found is not None else []
    sys.modules["presidio_analyzer"] = package
    module: Any = None
    # A Presidio whose patterns ask for more than this is loaded as it is.
    with contextlib.suppress(ImportError):
        module = importlib.import_module("presidio_analyzer.pattern")
    for name in [name for name in sys.modules if name.partition(".")[0] == "presidio_analyzer"]:
        if module is None or name != "presidio_analyzer.pattern":
            del sys.modules[name]
    pattern = getattr(module, "Pattern", None)
    check = None if pattern is None else vars(pattern).get(_CHECK)
    if check is None:
        yield
        return
    setattr(pattern, _CHECK, staticmethod(lambda regex: None))
    try:
        yield
        sys.modules["presidio_analyzer"].pattern = module  # type: ignore[attr-defined]
    finally:
        setattr(pattern, _CHECK, check)


def load_presidio() -> None:
    """Import spaCy with a stand-in for its command line, which is gone again afterwards."""
    if "spacy" in sys.modules or "presidio_analyzer" in sys.modules:
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
    with _unchecked_patterns():
        importlib.import_module("presidio_analyzer")
    # What was loaded stays: the collector of cycles need not go through it again and again.
    gc.freeze()
