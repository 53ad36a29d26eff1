"""Presidio is loaded without what it does not need here: spaCy, an HTTP client, checks of patterns.

Importing presidio_analyzer imports spaCy, for engines that are not used here, and phonenumbers and
tldextract with an HTTP client, for recognisers that are not used either: together a quarter of a
start of three seconds. A program that works without network had better not load them. Stand-ins
take spaCy's and phonenumbers' places while Presidio is imported, and go again: whoever imports
these afterwards gets the real ones, and what would use them through Presidio gets an error.
Presidio's own recognisers have their patterns compiled as they are defined, to see whether they are
any: another tenth.

Only the command and worker processes do this; the library leaves all of it as it is. A Presidio
that asks for more than the stand-ins have is loaded as a whole.
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

_ABSENT = (
    "phonenumbers", "phonenumbers.phonenumberutil",
    "spacy", "spacy.language", "spacy.pipeline", "spacy.tokens", "spacy.util", "spacy.vocab",
    "thinc", "thinc.api",
)  # fmt: skip
_LATER = ("tldextract",)
_CHECK = "_Pattern__validate_regex"
_is_loading = False


class _OfAbsent(type):
    """Gives a stand-in all that a module may do with a class while it is imported."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") or not _is_loading:
            raise AttributeError(name)
        return cls

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        if not _is_loading:
            raise RuntimeError("not loaded: a command has no use for spaCy and phonenumbers")
        return cls


class _Absent(metaclass=_OfAbsent):
    """Stands for whatever is asked of a module that is not loaded."""


class _StandIn(ModuleType):
    """A module that has everything, and does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent


class _Later(ModuleType):
    """A module that is loaded when something in it is first used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


@contextlib.contextmanager
def _stand_ins() -> Iterator[None]:
    global _is_loading  # noqa: PLW0603 - imports are a thing of the whole process
    for name in _LATER:
        sys.modules.setdefault(name, _Later(name))
    absent = {name: _StandIn(name) for name in _ABSENT if name not in sys.modules}
    for module in absent.values():
        module.__path__ = []
    sys.modules |= absent
    _is_loading = True
    try:
        yield
    finally:
        _is_loading = False
        for name in absent:
            sys.modules.pop(name, None)


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
    for name in _of_presidio():
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


def _of_presidio() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == "presidio_analyzer"]


def load_presidio() -> None:
    """Import presidio_analyzer, with what recognisers of patterns need, unless it is there."""
    if "presidio_analyzer" in sys.modules:
        return
    try:
        with _stand_ins(), _unchecked_patterns():
            importlib.import_module("presidio_analyzer")
    except Exception:  # noqa: BLE001 - whatever it missed, it gets all of it
        for name in _of_presidio():
            del sys.modules[name]
        importlib.import_module("presidio_analyzer")


def load(module: str, *, whole: bool = False) -> None:
    """Import a module and all recognisers; `whole` says that it needs all of Presidio.

    What is loaded stays, so the collector of cycles, which would go through it again and again,
    rests.
    """
    gc.disable()
    try:
        if not whole:
            load_presidio()
        importlib.import_module(module)
        importlib.import_module("recognizers.pk").modules()
        gc.freeze()
    finally:
        gc.enable()
