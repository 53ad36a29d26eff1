"""Pakistani identifiers for Presidio: `pk.register(registry)` and nothing else to do.

One identifier is one module, found by walking this package. Each module has `compact` (the
canonical spelling), `validate` (the same, or ValidationError), `is_valid`, `format` (as printed by
the issuer) and one recogniser class.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from presidio_analyzer import RecognizerRegistry

    from recognizers.pk.recognizer import PkRecognizer

# Modules that the identifiers are built with, not identifiers themselves.
_FOUNDATION = frozenset({"pattern", "recognizer", "script", "validation"})


@cache
def modules() -> dict[str, ModuleType]:
    """Return the identifier modules by their entity's name, in alphabetical order of module.

    Raises ImportError when two modules claim one entity.
    """
    found: dict[str, ModuleType] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if info.name in _FOUNDATION or info.ispkg:
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        for recognizer in _classes(module):
            if recognizer.ENTITY in found:
                raise ImportError(f"two modules claim the entity {recognizer.ENTITY}")
            found[recognizer.ENTITY] = module
    return found


def _classes(module: ModuleType) -> Iterator[type[PkRecognizer]]:
    from recognizers.pk.recognizer import PkRecognizer  # noqa: PLC0415 - Presidio loads slowly

    for value in vars(module).values():
        if (
            isinstance(value, type)
            and issubclass(value, PkRecognizer)
            and value.__module__ == module.__name__
        ):
            yield value


def recognizers(supported_language: str = "en") -> list[PkRecognizer]:
    """Return one new recogniser of each class in the package."""
    return [
        recognizer(supported_language=supported_language)
        for module in modules().values()
        for recognizer in _classes(module)
    ]


def register(registry: RecognizerRegistry, supported_language: str = "en") -> None:
    """Add every recogniser of the package to a Presidio registry.

    Presidio's own CreditCardRecognizer, IbanRecognizer, PhoneRecognizer and
    UsLicenseRecognizer claim Pakistani numbers as something else; those of the same entity are
    replaced, the others are the caller's to keep or remove.
    """
    for recognizer in recognizers(supported_language):
        for stock in list(registry.recognizers):
            if (
                stock.supported_entities == recognizer.supported_entities
                and stock.supported_language == supported_language
                and not hasattr(stock, "ENTITY")
            ):
                registry.recognizers.remove(stock)
        registry.add_recognizer(recognizer)
