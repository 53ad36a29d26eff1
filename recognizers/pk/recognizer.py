"""What every recogniser of this package is: patterns over folded text, context in three scripts.

A plain Presidio PatternRecognizer in use and in configuration (code or YAML). What it adds: the
patterns see the folded text (see `script`), results carry offsets of the original; a pattern may
name the group that is the value; a match can be scored by what it holds; a pattern that runs out
of time raises instead of returning nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import regex
from presidio_analyzer import PatternRecognizer, RecognizerResult

from recognizers.pk.pattern import Pattern
from recognizers.pk.script import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from presidio_analyzer.nlp_engine import NlpArtifacts

# Seconds for one pattern on one text. All patterns are linear; this is the net below that claim.
PATTERN_TIMEOUT = 60.0
# Characters from which on a text is searched under that limit.
UNLIMITED_LENGTH = 2_000

# Characters that may stand between the parts of a number, in folded text.
SEPARATOR = r"[ \t\-._/·]{0,3}"
NOT_AFTER_DIGIT = r"(?<![0-9])"
NOT_BEFORE_DIGIT = r"(?![0-9])"

TO_ITS_NUMBER = (
    r"(?:[ \t]{1,2}(?:is|was|hai|he|tha|yeh?|ہی|تھا)(?![a-z])){0,2}"
    r"(?:[^0-9A-Za-z\u0600-\u06ff\r\n]{0,6}|[ \t:]{0,3}(?:\r?\n){1,2}[ \t]{0,3}"
    r"|[ \t]{0,2}</t[dh]>[ \t\r\n]{0,4}<t[dh]>[ \t]{0,2})"
)
"""What stands between a label that is part of a pattern and its number: signs, "is", a line end, \
the border of a table's cell."""

# Scores, as CATALOGUE tiers use them. A policy's threshold (0.4 by default) decides what counts.
BARE = 0.2
"""A shape that many other numbers share: counts only with context or in a column."""


PROOFS = {
    "check digit": "a digit that follows from the others",
    "registry": "digits or letters that are in a table of what is issued",
    "structure": "a form that few other things have",
    "context": "a label beside it or the column's header",
}
"""What can prove an identifier, and what is meant by it."""


class PkRecognizer(PatternRecognizer):
    """Base of all recognisers here; a subclass states facts and, where needed, overrides `score`.

    NAME_EN, NAME_UR  what it is called, in English and Urdu; the module's docstring is the long form.
    ISSUER            who gives it out.
    PROOF             what a finding may rest on, strongest first, of PROOFS.
    ENTITY            the entity's name.
    PATTERNS          patterns in plain `re` syntax over folded text; a group named `value`, if
                      there is one, is the finding, else the whole match.
    COLUMN_PATTERNS   damaged forms that mean this entity only in a column of it (3.52021E+12).
    RAISED            names of patterns whose matches `score` may put above the pattern's score;
                      all others can only be lowered, which spares trying weak shapes where no
                      label or header supports them.
    SEARCHED_ALIKE    names of patterns that a `matches` of its own leaves to the base class.
    CONTEXT           words and phrases, English, Roman Urdu and Urdu together.
    NEGATIVE_CONTEXT  words and phrases that speak against a match scored below CONTEXT_SCORE.
    HEADERS           column headers that mean this entity where no context phrase is in them.
    HEADERS_IN_DOUBT  headers that mean it only where a cell of the column has its form ("ref no").
    HEADERS_BY_CELLS  headers that mean it only where its cells are wholly found under them ("doc no").
    NOT_HEADERS       words that, in a header, make it another thing ("company" before "name").
    WHOLE_CELL        in a column of this entity every non-empty cell is one, whatever it holds.
    WHOLE_FORM        a pattern, ASCII and of plain syntax, of cells that in a column of this entity are
                      one and nothing else; its first group with WHOLE_PREFIX before it is, less what
                      is no digit, the compact value (None: `compact` has to say).
    COLUMN_FORM       a pattern of cells that, where nearly all cells of a column have it and their
                      first groups differ, are this entity under whatever header.
    UNNAMED_FORM      the same, only where the column has no header or one that says nothing.
    COMPANY_FORM      a pattern of solid numbers that few of that length have by chance: where most
                      of a text's or a column's do, and COMPANY_STARTS of their first groups
                      differ, the others of the length are this entity as well.
    CONTEXT_SCORE     what a match is worth when context or header support it.
    """

    NAME_EN: ClassVar[str] = ""
    NAME_UR: ClassVar[str] = ""
    ISSUER: ClassVar[str] = ""
    PROOF: ClassVar[tuple[str, ...]] = ()
    ENTITY: ClassVar[str]
    PATTERNS: ClassVar[tuple[Pattern, ...]]
    COLUMN_PATTERNS: ClassVar[tuple[Pattern, ...]] = ()
    RAISED: ClassVar[frozenset[str]] = frozenset()
    SEARCHED_ALIKE: ClassVar[frozenset[str]] = frozenset()
    CONTEXT: ClassVar[tuple[str, ...]] = ()
    NEGATIVE_CONTEXT: ClassVar[tuple[str, ...]] = ()
    HEADERS: ClassVar[tuple[str, ...]] = ()
    HEADERS_IN_DOUBT: ClassVar[tuple[str, ...]] = ()
    HEADERS_BY_CELLS: ClassVar[tuple[str, ...]] = ()
    NOT_HEADERS: ClassVar[tuple[str, ...]] = ()
    WHOLE_CELL: ClassVar[bool] = False
    WHOLE_FORM: ClassVar[str] = ""
    WHOLE_PREFIX: ClassVar[str | None] = ""
    COLUMN_FORM: ClassVar[str] = ""
    UNNAMED_FORM: ClassVar[str] = ""
    COMPANY_FORM: ClassVar[str] = ""
    COMPANY_STARTS: ClassVar[int] = 5
    CONTEXT_SCORE: ClassVar[float] = 0.85
    COUNTRY_CODE = "pk"

    def __init__(
        self,
        patterns: list[Pattern] | None = None,
        context: list[str] | None = None,
        supported_language: str = "en",
        supported_entity: str | None = None,
        name: str | None = None,
    ) -> None:
        """Take Presidio's usual arguments, so that its YAML can build one."""
        self._ceilings: dict[tuple[str, float], float] = {}
        super().__init__(
            supported_entity=supported_entity or self.ENTITY,
            patterns=[
                Pattern(pattern.name, pattern.regex, pattern.score)
                for pattern in (patterns or self.PATTERNS)
            ],
            context=list(context or self.CONTEXT),
            supported_language=supported_language,
            name=name,
        )

    def score(self, pattern: Pattern, value: str) -> float:
        """Return what one match is worth, 0 to drop it; `value` is folded text.

        Unless overridden: Presidio's rule. `validate_result` True gives 1.0, False 0, None the
        pattern's own score.
        """
        valid = self.validate_result(value)
        if valid is None:
            return pattern.score
        return 1.0 if valid else 0.0

    def may_be_column(self, cells: Sequence[str]) -> bool:
        """Say whether folded cells of this entity's form may be it, with no header to tell."""
        del cells
        return True

    def may_claim(self, pattern: Pattern, threshold: float) -> bool:
        """Say whether a match of this pattern can reach a score without any context."""
        return (
            pattern.score >= threshold
            or pattern.name in self.RAISED
            or type(self).validate_result is not PatternRecognizer.validate_result
        )

    def may_match(self, folded: str, pattern: Pattern) -> bool:
        """Say whether a pattern is worth searching for in folded text: a quick look before it."""
        del folded, pattern
        return True

    def matches(self, folded: str, pattern: Pattern) -> Iterator[tuple[int, int, float]]:
        """Yield (start, end, score) of one pattern in folded text.

        Raises TimeoutError when the pattern takes longer than PATTERN_TIMEOUT.
        """
        if not self.may_match(folded, pattern):
            return
        # A time limit triples the cost of a short search, which can't run long anyway.
        limit = PATTERN_TIMEOUT if len(folded) > UNLIMITED_LENGTH else None
        for match in self.compiled(pattern).finditer(folded, timeout=limit):
            start, end = match.span("value" if "value" in match.re.groupindex else 0)
            if start < end:
                score = self.worth(pattern, folded[start:end])
                if score > 0:
                    yield from self.read(folded, pattern, start, end, score)

    def read(
        self, folded: str, pattern: Pattern, start: int, end: int, score: float
    ) -> Iterable[tuple[int, int, float]]:
        """Return (start, end, score) of what a match in folded text shows: itself, if no more."""
        del folded, pattern
        return ((start, end, score),)

    def compiled(self, pattern: Pattern) -> regex.Pattern[str]:
        """Return a pattern compiled with Presidio's flags, once."""
        flags = self.global_regex_flags
        if not pattern.compiled_regex or pattern.compiled_with_flags != flags:
            pattern.compiled_with_flags = flags
            pattern.compiled_regex = regex.compile(pattern.regex, flags)
        return pattern.compiled_regex

    def worth(self, pattern: Pattern, value: str) -> float:
        """Return the score of one match, at most what its pattern may reach."""
        ceiling = self._ceilings.get((pattern.name, pattern.score))
        if ceiling is None:
            ceiling = 1.0 if self.may_claim(pattern, 2.0) else pattern.score
            self._ceilings[pattern.name, pattern.score] = ceiling
        return min(ceiling, self.score(pattern, value))

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        """Find this entity; offsets are those of `text`. Presidio's signature.

        Raises TimeoutError when a pattern takes longer than PATTERN_TIMEOUT: nothing passes.
        """
        folded = fold(text)
        return [
            self._result(folded, pattern, *found)
            for pattern in self.patterns
            for found in self.matches(folded.text, pattern)
        ]

    def _result(
        self, folded: Folded, pattern: Pattern, start: int, end: int, score: float
    ) -> RecognizerResult:
        first, last = folded.span(start, end)
        explanation = self.build_regex_explanation(
            self.name, pattern.name, pattern.regex, score, None, self.global_regex_flags
        )
        return RecognizerResult(
            entity_type=self.supported_entities[0],
            start=first,
            end=last,
            score=score,
            analysis_explanation=explanation,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )
