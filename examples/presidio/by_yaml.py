"""Pakistani identifiers in a stock Presidio engine, by Presidio's own YAML.

    python examples/presidio/by_yaml.py

recognizers.yaml beside this file configures the whole engine. No language model is loaded and no
network is used.
"""

from __future__ import annotations

from pathlib import Path

from presidio_analyzer import AnalyzerEngine, AnalyzerEngineProvider
from presidio_anonymizer import AnonymizerEngine

from recognizers import pk

CONFIGURATION = Path(__file__).with_name("recognizers.yaml")
TEXT = "Please call 0364-0000417, CNIC 35291-1234567-1."  # invented, see examples/README.md


def build_engine() -> AnalyzerEngine:
    """Return the engine that recognizers.yaml describes.

    Raises RuntimeError when a recogniser of the package is not in it.
    """
    # Presidio finds a class by its name only if it was imported already.
    wanted = set(pk.modules())
    engine = AnalyzerEngineProvider(analyzer_engine_conf_file=CONFIGURATION).create_engine()
    # Presidio carries on without what it did not load, so ask.
    missing = wanted - set(engine.get_supported_entities("en"))
    if missing:
        raise RuntimeError(f"recognizers.yaml does not load {', '.join(sorted(missing))}")
    return engine


def main() -> None:
    """Say how many entities were loaded, and anonymise one line."""
    engine = build_engine()
    print(f"{len(engine.get_supported_entities('en'))} entities")
    found = engine.analyze(TEXT, language="en")
    print(AnonymizerEngine().anonymize(TEXT, found).text)


if __name__ == "__main__":
    main()
