"""Words that speak for or against a number: phrases in three scripts, on both sides of it.

Presidio's own enhancer never matches a phrase of several words, never sees "call" or "name", needs
a language model's lemmas, and is quadratic. This one replaces it through Presidio's own parameter
and serves both paths. A label is a phrase of some recogniser's CONTEXT or NEGATIVE_CONTEXT that
stands in the text or in the column's header. For each match:

- its own label before it (within BEFORE characters) or after it (within AFTER, with no number
  between or behind) lifts it to the recogniser's CONTEXT_SCORE;
- a very weak shape (below WEAK) is lifted only if no other number's label stands nearer;
- a label that speaks against it, if nearest and with no other number between, lowers a score
  of at most LOWERED to OPPOSED;
- in a row of numbers ("mobile: 0300..., 3211234567") the later ones share the first one's label.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from presidio_analyzer import RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer

from recognizers.pk.script import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from presidio_analyzer import EntityRecognizer
    from presidio_analyzer.nlp_engine import NlpArtifacts

BEFORE = 60
AFTER = 30
WEAK = 0.15
LOWERED = 0.6
OPPOSED = 0.3
# Letters of a header from which on it may be several words.
_LONG_WORD = 5
_LONGEST_HEADER = 60
# Letters of a label from which on it is no series of a number.
_LONG_LABEL = 4
# Labels that stand together ("CNIC / mobile no:") all name what follows.
_CLUSTER_GAP = 12
# Unless the first is only where the second belongs: "account par cheque no", "cnic ka invoice no".
_BELONGS_TO = re.compile(
    r"[^\w\n]{0,3}(?:par|pe|per|se|mein|main|ke|ka|ki|ko|پر|سی|میں|کا|کی|کو)(?!\w)",
    re.IGNORECASE,
)

# In lower case. Words of two scripts may touch ("نمبرPA-1234"), and "#" is said as "no".
_LATIN = "a-z\u00df-\u00f6\u00f8-\u024f"
_WORD = re.compile(rf"[{_LATIN}]+|[^\W\d_{_LATIN}]+|#")
# No label is without one of these.
_LETTER = re.compile(r"[^\W\d_]|#")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN_SIBLINGS = re.compile(r"[\s,;:/&|+.\-()]*(?:and|or|aur|ya|اور|یا)?[\s,;:/&|+.\-()]*", re.I)
_DIGIT = re.compile(r"[0-9]")
# As folded. Police reports write "number" with an ending (کار نمبری), chats in many ways.
_SPELLINGS = {
    "#": "no", "mtr": "meter",
    "نمبری": "نمبر", "نمبرز": "نمبر", "nambar": "number", "nmbr": "number",
    "nmber": "number", "numbr": "number", "numbar": "number", "nomber": "number", "پرانی": "پرانا",
    "shinakhti": "shanakhti", "shnakhti": "shanakhti", "shanakti": "shanakhti",
    "shinakhati": "shanakhti", "shanakhati": "shanakhti", "shenakhti": "shanakhti",
    "license": "licence", "licenses": "licences", "licens": "licence", "lic": "licence",
    "fouji": "fauji", "injan": "engine", "chasis": "chassis", "chesis": "chassis",
    "سکیورٹی": "سیکیورٹی", "سیکورٹی": "سیکیورٹی", "سکیوریٹی": "سیکیورٹی", "سیکیوریٹی": "سیکیورٹی",
}  # fmt: skip
_SENTENCE_END = re.compile(r"(?<!no)(?<!nos)(?<!num)[.!?] ", re.IGNORECASE)
# What a line begins with, up to a sign that sets it off from its value.
_LINE_LABEL = re.compile(
    r"[^\w\n]{0,8}([^\W\d_][^\n:=|>]{0,24}?)[ \t]{0,3}"
    r"(?:[:=|>\u2190-\u21ff\u2794-\u27bf»]|- )"
)
# A key of JSON that stands in a text.
_KEY_LABEL = re.compile(r"[\"']([^\W\d_][\w .#\-]{0,24})[\"'][ ]?:")
# What stands between a label and its own number: "no.", "number is", the letters of a series.
_DIGIT_SOON = re.compile(
    r"(?:[^0-9A-Za-z\u0600-\u06ff\n]{1,3}(?:nos?|num|number|nmbr|is|was|of|on|the|id|card|code|نمبر|کا"
    r"|ہی|reads)(?![A-Za-z\u0600-\u06ff])){0,5}"
    # "(IMEI 2)" counts labels.
    r"[^0-9A-Za-z\u0600-\u06ff]{0,4}(?:[A-Za-z]{1,4}[ \-/]{0,3})?[0-9](?![):])",
    re.IGNORECASE,
)


def words(text: str) -> list[str]:
    """Return the letter-only words of a text, folded and in lower case.

    >>> words("C.N.I.C #12 نمبری")
    ['c', 'n', 'i', 'c', 'no', 'نمبر']
    """
    return [_SPELLINGS.get(word, word) for word in _WORD.findall(fold(text).text.lower())]


@lru_cache(maxsize=4096)
def header_words(header: str) -> tuple[str, ...]:
    """Return the words of a column header, camelCase and snake_case taken apart.

    >>> header_words("CustomerCNIC_No")
    ('customer', 'cnic', 'no')
    >>> header_words("Emp#")
    ('emp', 'no')
    """
    return tuple(words(_CAMEL.sub(" ", fold(header).text)))


def _variants(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a label's words as they are given, in the plural, and with other words for "number".

    >>> print(*sorted(" ".join(words) for words in _variants(("nic", "no"))), sep=", ")
    nic ka no, nic ka number, nic no, nic nos, nic num, nic number, nic numbers, nicno, nicnumber
    """
    if not phrase:
        return
    yield phrase
    if _takes_plural(phrase):
        yield (*phrase[:-1], f"{phrase[-1]}s")
    if len(phrase) > 1 and phrase[-1] in {"no", "number"}:
        other = "number" if phrase[-1] == "no" else "no"
        yield (*phrase[:-1], other)
        yield (*phrase[:-1], f"{other}s")
        yield (*phrase[:-1], "num")
        yield (*phrase[:-1], "ka", "number")
        yield (*phrase[:-1], "ka", "no")
        # "beltno", as a header would have it
        if len(phrase) == 2 and len(phrase[0]) > 2 and phrase[0].isascii():
            yield (f"{phrase[0]}no",)
            yield (f"{phrase[0]}number",)
    if len(phrase) > 1 and phrase[-1] == "نمبر":
        yield (*phrase[:-1], "کا", "نمبر")


def _takes_plural(phrase: tuple[str, ...]) -> bool:
    """Say whether a label ends in an English word that is not too short to be told by its "s"."""
    last = phrase[-1]
    is_long_enough = len(last) > 2 or (len(phrase) > 1 and last in {"no", "id"})
    return last.isascii() and is_long_enough and not last.endswith("s")


def squash(header: str) -> str:
    """Return a header as its letters and digits only, folded and in lower case.

    >>> squash("Father's Name #1")
    'fathersname1'
    """
    return re.sub(r"[\W_]+", "", fold(header).text.lower())


def _counted(header: str) -> str:
    """Return a squashed header without the number behind it."""
    return header.rstrip("0123456789")


class Hit(NamedTuple):
    """One match: which recogniser (by its place in the list), where, and what it is worth."""

    recognizer: int
    start: int
    end: int
    score: float
    origin: str = "pattern"


_NOBODY: frozenset[int] = frozenset()
# By their first words: how many words they have, most first, and whose they are.
_OfWord: TypeAlias = tuple[list[int], dict[tuple[str, ...], frozenset[int]]]
_NO_PHRASES: _OfWord = ([], {})


class Label(NamedTuple):
    """A phrase in a text, and the recognisers that it speaks for and against."""

    start: int
    end: int
    speaks_for: frozenset[int]
    speaks_against: frozenset[int]


def _without_opposed(label: Label, opposing: list[Label]) -> Label:
    """Take from a label those whom a longer phrase around it speaks against ("engine capacity")."""
    place = bisect_left(opposing, label.end, key=lambda other: other.end)
    if place == len(opposing) or not label.speaks_for:
        return label
    other = opposing[place]
    if other.start > label.start or other.end - other.start <= label.end - label.start:
        return label
    return Label(label.start, label.end, label.speaks_for - other.speaks_against, _NOBODY)


class _Labels:
    """The labels of a text, to be asked for those around a place."""

    def __init__(self, labels: list[Label]) -> None:
        self._by_end = sorted(labels, key=lambda label: (label.end, label.start))
        self._ends = [label.end for label in self._by_end]
        self._by_start = sorted(labels, key=lambda label: (label.start, label.end))
        self._starts = [label.start for label in self._by_start]

    def before(self, place: int) -> list[Label]:
        first = bisect_left(self._ends, place - BEFORE)
        return self._by_end[first : bisect_right(self._ends, place)]

    def reaching_into(self, start: int, end: int) -> list[Label]:
        """Return the labels that a match takes for its first letters ("EOBI-12345").

        Not the short ones, which are numbers' own letters (DL-12345).
        """
        first = bisect_right(self._ends, start)
        return [
            label
            for label in self._by_end[first : bisect_left(self._ends, end)]
            if label.start <= start and label.end - label.start >= _LONG_LABEL
        ]

    def after(self, place: int) -> list[Label]:
        first = bisect_left(self._starts, place)
        return self._by_start[first : bisect_right(self._starts, place + AFTER)]


@dataclass(frozen=True, slots=True)
class Support:
    """Which recognisers a header (or a column's cells) speaks for and against."""

    speaks_for: frozenset[int] = frozenset()
    speaks_against: frozenset[int] = frozenset()


def _line_labels(text: str) -> Iterator[re.Match[str]]:
    """Yield what each line begins with that is set off from its value."""
    start = 0
    while True:
        if (match := _LINE_LABEL.match(text, start)) is not None:
            yield match
        start = text.find("\n", start) + 1
        if not start:
            return


class ContextIndex:
    """The labels of a list of recognisers, ready to be found in texts and headers."""

    def __init__(self, recognizers: Sequence[EntityRecognizer]) -> None:
        """Collect the phrases; a recogniser's place in the list is its number in a Hit."""
        self.context_scores = tuple(
            getattr(recognizer, "CONTEXT_SCORE", None) for recognizer in recognizers
        )
        self._competes = frozenset(
            number
            for number, recognizer in enumerate(recognizers)
            if not getattr(recognizer, "WHOLE_CELL", False)
        )
        phrases: dict[tuple[str, ...], tuple[set[int], set[int]]] = {}
        self._headers: dict[str, set[int]] = {}
        self._not_headers: list[frozenset[tuple[str, ...]]] = []
        for number, recognizer in enumerate(recognizers):
            for side, attribute in enumerate(("CONTEXT", "NEGATIVE_CONTEXT")):
                stock = recognizer.context if side == 0 else ()
                for phrase in getattr(recognizer, attribute, None) or stock or ():
                    for key in _variants(tuple(words(phrase))):
                        phrases.setdefault(key, (set(), set()))[side].add(number)
            for header in getattr(recognizer, "HEADERS", ()):
                self._headers.setdefault(squash(header), set()).add(number)
            self._not_headers.append(
                frozenset(
                    key
                    for phrase in getattr(recognizer, "NOT_HEADERS", ())
                    if (key := tuple(words(phrase)))
                )
            )
        # Whom "order" speaks against, "order id" does too, unless it speaks for them.
        for key, (own, against) in phrases.items():
            for length in range(1, len(key)):
                shorter = phrases.get(key[:length])
                if shorter is not None and shorter[1]:
                    against |= shorter[1] - own
        # One table for what speaks for, one for what speaks against: a phrase of the one does
        # not hide a shorter one of the other ("father cnic" is no name, and names a CNIC).
        self._by_first: tuple[dict[str, _OfWord], dict[str, _OfWord]] = ({}, {})
        for key, sides in sorted(phrases.items(), key=lambda item: -len(item[0])):
            for table, numbers in zip(self._by_first, sides, strict=True):
                if numbers:
                    lengths, owners = table.setdefault(key[0], ([], {}))
                    owners[key] = frozenset(numbers)
                    if len(key) not in lengths:
                        lengths.append(len(key))
        self._firsts = self._by_first[0].keys() | self._by_first[1].keys()
        words_of_labels = {word for key in phrases for word in key}
        words_of_labels |= {word for keys in self._not_headers for key in keys for word in key}
        words_of_labels |= {word for word, usual in _SPELLINGS.items() if usual in words_of_labels}
        self._vocabulary = frozenset(
            word
            for word in words_of_labels
            if len(word) > 1
            and word.isascii()
            and (
                (bare := word.removesuffix("number").removesuffix("no")) == word
                or bare not in words_of_labels
            )
        )

    def header_support(self, headers: Iterable[str]) -> Support:
        """Say which recognisers headers speak for and against."""
        speaks_for: set[int] = set()
        speaks_against: set[int] = set()
        for header in headers:
            found = self._taken_apart(header_words(header))
            positions = [(index, index + 1) for index in range(len(found))]
            plain = squash(header)
            # "Lac 1", "mobile2": the second of two such columns.
            own = set(self._headers.get(plain) or self._headers.get(_counted(plain)) or ())
            for label in self._labels(found, positions):
                own |= label.speaks_for
                speaks_against |= label.speaks_against
            speaks_for |= {
                number for number in own if not self._is_excluded(found, self._not_headers[number])
            }
        return Support(frozenset(speaks_for), frozenset(speaks_against - speaks_for))

    def _taken_apart(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Return a header's words, one that is several labels' words in a row taken apart.

        "PASSPORTNO" and "handsetimei" have nothing else to show where a word ends.
        """
        if (
            len(found) != 1
            or found[0] in self._vocabulary
            or not (_LONG_WORD <= len(found[0]) <= _LONGEST_HEADER)
        ):
            return found
        # For each place, the fewest words that end there.
        word = found[0]
        reached: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(2, len(word) + 1):
            ways = [
                (*reached[start], word[start:end])
                for start in reached
                if word[start:end] in self._vocabulary
            ]
            if ways:
                reached[end] = min(ways, key=len)
        return tuple(_SPELLINGS.get(part, part) for part in reached.get(len(word), found))

    @staticmethod
    def _is_excluded(found: tuple[str, ...], excluded: frozenset[tuple[str, ...]]) -> bool:
        return any(
            found[start : start + len(phrase)] == phrase
            for phrase in excluded
            for start in range(len(found) - len(phrase) + 1)
        )

    def _labels(
        self, found: tuple[str, ...], positions: list[tuple[int, int]]
    ) -> list[Label]:
        """Find phrases in a row of words, longest first; none that lies within another's words.

        Phrases may overlap ("bank account title" is of an account and of a title).
        """
        labels = []
        firsts = [(index, word) for index, word in enumerate(found) if word in self._firsts]
        for side, table in enumerate(self._by_first):
            reached = 0
            for index, word in firsts:
                lengths, owners = table.get(word, _NO_PHRASES)
                for length in lengths:
                    last = index + length
                    if not reached < last <= len(found):
                        continue
                    numbers = owners.get(found[index:last])
                    if numbers:
                        reached = last
                        start, end = positions[index][0], positions[last - 1][1]
                        both = (numbers, _NOBODY) if side == 0 else (_NOBODY, numbers)
                        labels.append(Label(start, end, *both))
                        break
        opposing = [label for label in labels if label.speaks_against]
        if not opposing:
            return labels
        opposing.sort(key=lambda label: label.end)
        return [_without_opposed(label, opposing) for label in labels]

    def labels_in(self, text: str) -> list[Label]:
        """Return the labels of a folded text."""
        if _LETTER.search(text) is None:
            return []
        lowered = text.lower() if text.isascii() else _lower(text)
        found = _WORD.findall(lowered)
        if not _SPELLINGS.keys().isdisjoint(found):
            found = [_SPELLINGS.get(word, word) for word in found]
        labels = self._headers_of_lines(lowered)
        if self._firsts.isdisjoint(found):
            return labels
        positions = [match.span() for match in _WORD.finditer(lowered)]
        return labels + self._labels(tuple(found), positions)

    def _headers_of_lines(self, lowered: str) -> list[Label]:
        """Return what lines begin with that is called as a column is ("Number > 300...")."""
        found = list(_line_labels(lowered))
        if '"' in lowered or "'" in lowered:
            found += _KEY_LABEL.finditer(lowered)
        return [
            Label(*match.span(1), frozenset(numbers), _NOBODY)
            for match in found
            if (numbers := self._headers.get(squash(match[1])))
        ]

    def adjust(
        self,
        text: str,
        hits: Sequence[Hit],
        support: Support,
        labels_in_text: list[Label] | None = None,
    ) -> list[Hit]:
        """Return the hits with the scores that their surroundings give them.

        `text` is folded, as are the hits' offsets; `labels_in_text` are its labels, if known.
        Linear in the text, and in hits times the logarithm of labels.
        """
        if not hits:
            return []
        labels = _Labels(self.labels_in(text) if labels_in_text is None else labels_in_text)
        adjusted: list[Hit] = []
        last_lifted: dict[int, int] = {}
        for hit in sorted(hits, key=lambda hit: (hit.start, hit.end, hit.recognizer)):
            new = self._adjust_one(text, hit, support, labels, last_lifted)
            if new.origin == "context":
                last_lifted[hit.recognizer] = hit.end
            adjusted.append(new)
        return adjusted

    def _adjust_one(
        self,
        text: str,
        hit: Hit,
        support: Support,
        labels: _Labels,
        last_lifted: dict[int, int],
    ) -> Hit:
        number = hit.recognizer
        before = labels.before(hit.start)
        nearest = self._nearest(text, before)
        is_opposed = any(
            number in label.speaks_against and not _DIGIT.search(text, label.end, hit.start)
            for label in nearest
        ) and not any(number in label.speaks_for for label in nearest)
        if not is_opposed:
            pool = nearest if hit.score < WEAK else before
            if hit.score < WEAK:
                # A label names one number, and those in a row with it.
                used = last_lifted.get(number, -1)
                if used <= hit.start:
                    pool = [label for label in pool if label.end > used]
            is_supported = (
                any(number in label.speaks_for for label in pool)
                or number in support.speaks_for
                or any(
                    number in label.speaks_for for label in labels.reaching_into(hit.start, hit.end)
                )
                or self._is_supported_after(text, hit, labels)
                or self._is_sibling(text, hit, last_lifted)
            )
            if is_supported:
                own = self.context_scores[number]
                lifted = min(1.0, hit.score + 0.35) if own is None else max(hit.score, own)
                return Hit(number, hit.start, hit.end, lifted, "context")
            is_opposed = number in support.speaks_against
        if is_opposed and hit.score <= LOWERED:
            return Hit(number, hit.start, hit.end, min(hit.score, OPPOSED), hit.origin)
        return hit

    def _nearest(self, text: str, before: list[Label]) -> list[Label]:
        """Return the last label that names or opposes a number, and its close companions."""
        nearest: list[Label] = []
        for label in reversed(before):
            if nearest and (
                nearest[-1].start - label.end > _CLUSTER_GAP
                or _BELONGS_TO.match(text, label.end, nearest[-1].start)
            ):
                break
            if label.speaks_against or label.speaks_for & self._competes:
                nearest.append(label)
        return nearest

    @staticmethod
    def _is_supported_after(text: str, hit: Hit, labels: _Labels) -> bool:
        for label in labels.after(hit.end):
            if hit.recognizer in label.speaks_for:
                is_alone = not _DIGIT.search(text, hit.end, label.start)
                is_last = _SENTENCE_END.match(text, label.end) is not None
                return is_alone and (is_last or not _DIGIT_SOON.match(text, label.end))
        return False

    @staticmethod
    def _is_sibling(text: str, hit: Hit, last_lifted: dict[int, int]) -> bool:
        end = last_lifted.get(hit.recognizer)
        if end is None or not 0 <= hit.start - end <= _CLUSTER_GAP:
            return False
        return _BETWEEN_SIBLINGS.fullmatch(text, end, hit.start) is not None


def _lower(text: str) -> str:
    """Lower-case without changing the length (the folded text has no İ, but others may grow)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(
        small if len(small := character.lower()) == 1 else character for character in text
    )


class PhraseEnhancer(ContextAwareEnhancer):
    """The same, as Presidio's `context_aware_enhancer`: the plain path's and anyone's."""

    def __init__(self, index: ContextIndex, recognizers: Sequence[EntityRecognizer]) -> None:
        """Serve the recognisers that `index` was built from."""
        super().__init__(
            context_similarity_factor=0.35,
            min_score_with_context_similarity=0.4,
            context_prefix_count=BEFORE,
            context_suffix_count=AFTER,
        )
        self._index = index
        self._numbers = {recognizer.id: n for n, recognizer in enumerate(recognizers)}

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Return the results with the scores that surroundings and `context` (headers) give."""
        del nlp_artifacts, recognizers
        folded = fold(text)
        back = _Inverse(folded.origins)
        key = RecognizerResult.RECOGNIZER_IDENTIFIER_KEY
        hits = [
            Hit(
                self._numbers[result.recognition_metadata[key]],
                *back.span(result.start, result.end),
                result.score,
            )
            for result in raw_results
        ]
        support = self._index.header_support(context or ())
        ids = {n: identifier for identifier, n in self._numbers.items()}
        return [
            RecognizerResult(
                entity_type=raw.entity_type,
                start=raw.start,
                end=raw.end,
                score=hit.score,
                analysis_explanation=raw.analysis_explanation,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: ids[hit.recognizer],
                    "origin": hit.origin,
                },
            )
            for raw, hit in _pair(raw_results, hits, self._index.adjust(folded.text, hits, support))
        ]


def _pair(
    raw_results: Sequence[RecognizerResult], hits: Sequence[Hit], adjusted: Sequence[Hit]
) -> Iterable[tuple[RecognizerResult, Hit]]:
    """Pair results with their adjusted hits: `adjust` sorts by place, stably."""
    order = sorted(range(len(hits)), key=lambda i: (hits[i].start, hits[i].end, hits[i].recognizer))
    return ((raw_results[index], hit) for index, hit in zip(order, adjusted, strict=True))


class _Inverse:
    """Folded offsets from original ones."""

    def __init__(self, origins: tuple[int, ...] | None) -> None:
        self._origins = origins

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self._origins is None:
            return start, end
        return bisect_left(self._origins, start), bisect_left(self._origins, end)
