"""Our context in anyone's Presidio: labels of several words, in three scripts, without a model.

    registry = RecognizerRegistry(supported_languages=["en"])
    pk.register(registry)
    engine = AnalyzerEngine(registry=registry, nlp_engine=NoOpNlpEngine(...),
                            context_aware_enhancer=phrase_enhancer(registry), ...)

Presidio's own enhancer needs a language model's lemmas and never matches "passport no"; this one
reads the text. Results of recognisers that are not ours are handed to Presidio's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from presidio_analyzer import RecognizerResult
from presidio_analyzer.context_aware_enhancers import (
    ContextAwareEnhancer,
    LemmaContextAwareEnhancer,
)

from recognizers.pk.recognizer import PkRecognizer
from redactor.detection.context import AFTER, BEFORE, ContextIndex, PhraseEnhancer

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts


class _Divided(ContextAwareEnhancer):
    """Ours for our recognisers, Presidio's for all others."""

    def __init__(self, ours: list[PkRecognizer]) -> None:
        super().__init__(
            context_similarity_factor=0.35,
            min_score_with_context_similarity=0.4,
            context_prefix_count=BEFORE,
            context_suffix_count=AFTER,
        )
        self._ids = frozenset(recognizer.id for recognizer in ours)
        self._ours = PhraseEnhancer(ContextIndex(ours), ours)
        self._others = LemmaContextAwareEnhancer()

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Return the results with the scores that their surroundings give."""
        ours: list[RecognizerResult] = []
        others: list[RecognizerResult] = []
        for result in raw_results:
            (ours if self._identifier(result) in self._ids else others).append(result)
        enhanced = self._ours.enhance_using_context(
            text, ours, nlp_artifacts, recognizers, context
        )
        if others:
            enhanced += self._others.enhance_using_context(
                text, others, nlp_artifacts, recognizers, context
            )
        return enhanced

    @staticmethod
    def _identifier(result: RecognizerResult) -> str:
        metadata = result.recognition_metadata or {}
        return str(metadata.get(RecognizerResult.RECOGNIZER_IDENTIFIER_KEY, ""))


def phrase_enhancer(registry: RecognizerRegistry) -> ContextAwareEnhancer:
    """Return the enhancer for a registry that our recognisers were added to.

    Raises ValueError when there are none: register them first.
    """
    ours = [r for r in registry.recognizers if isinstance(r, PkRecognizer)]
    if not ours:
        raise ValueError("no recogniser of recognizers.pk is registered: call pk.register first")
    return _Divided(ours)
