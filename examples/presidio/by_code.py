"""Pakistani identifiers in a stock Presidio engine, by code.

    python examples/presidio/by_code.py

No language model is loaded and no network is used. Prints one line a finding: the entity, where it
stands and its score; the text itself is only printed after it was anonymised.
"""

from __future__ import annotations

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_anonymizer import AnonymizerEngine

from recognizers import pk

# Invented, by the rules in examples/README.md.
TEXTS = (
    "Please call 0364-0000417, CNIC 35291-1234567-1.",
    "رابطہ ۰۳۳۸۰۰۰۰۱۲۳ پر کریں، شناختی کارڈ ۴۲۲۹۵-۷۶۵۴۳۲۱-۲",
    "paisay PK53EXMP0000001123456702 mein bhej dein",
)


def build_engine() -> AnalyzerEngine:
    """Return an engine that holds the recognisers of this package and no others."""
    # The registry is filled before the engine sees it: an empty one would be given Presidio's
    # American and British recognisers.
    registry = RecognizerRegistry(supported_languages=["en"])
    pk.register(registry)
    return AnalyzerEngine(
        registry=registry,
        # Without an engine of its own Presidio downloads a model.
        nlp_engine=NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]),
        supported_languages=["en"],
        # A match below 0.4 has a shape that many other numbers share.
        default_score_threshold=0.4,
    )


def main() -> None:
    """Find and replace in a few lines of text, then in a cell whose header gives it away."""
    engine = build_engine()
    anonymizer = AnonymizerEngine()
    for text in TEXTS:
        found = engine.analyze(text, language="en")
        for result in found:
            print(f"{result.entity_type:12} {result.start:3}-{result.end:3} {result.score:.2f}")
        print(anonymizer.anonymize(text, found).text)
    # Thirteen bare digits of an unlisted district could be an order number. The column's header,
    # handed over as context, says that they are not.
    cell = "3529112345671"
    without = engine.analyze(cell, language="en")
    found = engine.analyze(cell, language="en", context=["cnic"])
    print(f"without context {len(without)} found, with it {len(found)}")
    print(anonymizer.anonymize(cell, found).text)


if __name__ == "__main__":
    main()
