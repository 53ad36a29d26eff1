"""The detector: recognisers, context, columns and conflicts put together, on two equal paths.

The plain path runs one cell at a time through Presidio's AnalyzerEngine and defines the result.
The fast path calls the same recognisers' own code, on distinct cells, only for the patterns that a
superset scan (`prefilter`) says can match; a test holds both to the same findings.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Literal

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from recognizers import pk
from recognizers.pk.name_features import REPLACED
from recognizers.pk.name_spans import CUT_OFF, MODEL, has_letters, in_turn, sees
from recognizers.pk.pattern import Pattern
from recognizers.pk.script import fold
from recognizers.pk.words import word_set
from redactor.batch import Finding
from redactor.detection.chance import Tally, without_chance
from redactor.detection.columns import (
    MOSTLY,
    SAMPLE_ROWS,
    ColumnProfile,
    Company,
    add_prior,
    add_whole,
    are_amounts,
    are_births,
    are_dates,
    are_nothing,
    day_beside_card,
    have_births,
    is_nothing,
    is_wholly,
)
from redactor.detection.conflicts import resolve
from redactor.detection.context import (
    ContextIndex,
    Hit,
    Label,
    PhraseEnhancer,
    Support,
    header_words,
    squash,
)
from redactor.detection.empty_cells import EmptyCells
from redactor.detection.fixed_width import Fixed, FixedColumn, cut_at_gaps, pieces, spans_of
from redactor.detection.headings import head_below, heads_within, without_guesses
from redactor.detection.matching import matches_in
from redactor.detection.name_columns import MEANINGLESS, NAME_ENTITIES, judge
from redactor.detection.place_columns import is_of_places, without_places
from redactor.detection.prefilter import Compiled, Prefilter, prefilter
from redactor.detection.superset import needs_digit
from redactor.errors import DetectionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl

    from recognizers.pk.recognizer import PkRecognizer

# Below the threshold of any policy: what a cell without a column is judged by.
STRICT_THRESHOLD = 0.15
_LANGUAGE = "en"
# Bytes of input from which on the scan is compiled at once.
_WORTH_COMPILING = 2 << 20
# What a column without a telling header needs to be known by its form: cells, the share of them
# that have it, and different beginnings among them.
_FEWEST_FORMED = 20
_FEWEST_AT_ALL = 8
_FORMED = 0.95
_DIFFERENT_STARTS = 5
# Different beginnings are enough, however many numbers there are.
_MANY_STARTS = 20
_DIGIT = re.compile("[0-9]")
# A solid number in a text.
_SOLID = re.compile(r"(?<![\w.\-+])[A-Z]{0,2}[0-9]{6,20}(?![\w\-])")
# What a text has that has one, or may have one once it is folded.
_MAY_BE_SOLID = re.compile(r"[0-9]{6}|[^\t\n\r\x20-\x7e]")
# A line that is a number and nothing else.
_NUMBER_LINE = re.compile(r"\W*[0-9](?:\W{0,3}[0-9]){6,24}\W*")
# Where a header names several entities and no cell tells which ("tel no").
_LIKELY = frozenset({"PK_CNIC", "PK_MOBILE"})
# Words of a header that say what happened on its dates: nobody's birth.
_EVENTS = word_set(
    "issue issued expiry expires valid joining joined join hiring hired appointment appointed "
    "activation activated created updated modified opening opened closing closed start end from to "
    "booking booked order ordered delivery delivered visit payment paid posting transfer promotion "
    "retirement bharti registration registered admission admitted marriage nikah death departure "
    "arrival transaction txn invoice bill billing due last first since upto purchase sale "
    "established founded sanction allotment بھرتی تقرری اجراء داخلہ وفات شادی نکاح"
)
# A header that ends in one of these, below one that goes over several columns ("Contact: Balance"),
# is of a number of a person only if its cells are.
_AMOUNTS = word_set(
    "amount amt balance bal total price rate fee fees salary pay gross net tax charges cost qty "
    "quantity units marks score bill paid due profit limit load weight رقم قیمت فیس تنخواہ"
)
_NUMBERS = frozenset(
    {"PK_CNIC", "PK_MOBILE", "PK_LANDLINE", "PK_BANK_ACCOUNT", "PK_NTN", "PK_PERSONNEL_NUMBER"}
)


class Detector:
    """Finds personal data in cells.

    `threshold` is the score from which a match counts. `ignored` are entities that the policy
    keeps: they are left out before overlaps are resolved, so that they shelter nothing. `extra`
    are the user's own recognisers; they work at once, on both paths. `name_threshold` is the
    probability from which the model's names and addresses count.
    """

    def __init__(
        self,
        threshold: float = 0.4,
        engine: Literal["fast", "plain"] = "fast",
        ignored: Iterable[str] = (),
        extra: Sequence[PkRecognizer] = (),
        name_threshold: float = CUT_OFF,
    ) -> None:
        """Load every recogniser; raises DetectionError if one is missing."""
        self.threshold = threshold
        self.ignored = frozenset(ignored)
        self._is_plain = engine == "plain"
        self.recognizers = [*pk.recognizers(_LANGUAGE), *extra]
        loaded = {recognizer.supported_entities[0] for recognizer in self.recognizers}
        missing = set(pk.modules()) - loaded
        if missing:
            raise DetectionError(f"recognisers not loaded: {', '.join(sorted(missing))}")
        self.entities = frozenset(loaded - self.ignored)
        self._index = ContextIndex(self.recognizers)
        self._entity_of = [r.supported_entities[0] for r in self.recognizers]
        self._number_of = {entity: n for n, entity in enumerate(self._entity_of)}
        self._patterns: list[tuple[int, Pattern]] = [
            (number, pattern)
            for number, recognizer in enumerate(self.recognizers)
            for pattern in recognizer.patterns
        ]
        # What is kept is not looked for: the names that a policy keeps cost no model.
        self._tried = [
            place
            for place, (number, _) in enumerate(self._patterns)
            if self._entity_of[number] not in self.ignored
        ]
        self._of_model = [p for p in self._tried if self._patterns[p][1].name == MODEL]
        for number, _ in (self._patterns[place] for place in self._of_model):
            self.recognizers[number].cut_off = name_threshold
        self._name_threshold = name_threshold
        self._column_patterns = {
            recognizer.supported_entities[0]: [
                Pattern(p.name, p.regex, p.score)
                for p in getattr(recognizer, "COLUMN_PATTERNS", ())
            ]
            for recognizer in self.recognizers
        }
        # Places of patterns in `_patterns`: those that can count alone, and by recogniser the
        # weak shapes that count only with a label or header of its own.
        self._claiming: list[int] = []
        self._open_shapes: dict[int, list[int]] = {}
        self._open_shapes_need_digit = False
        self._prefilter: Prefilter | None = None
        self._empty = EmptyCells()
        self._analyzer: AnalyzerEngine | None = None

    def find(self, text: str, header: str | None = None) -> list[Finding]:
        """Return what is in one text, sorted, without overlaps; offsets are the text's own.

        `header` is the name of the column that the text is a cell of.
        """
        profile = self.profile(header, [text]) if header is not None else ColumnProfile()
        return self.find_cells([text], profile)[0]

    def find_cells(self, cells: Sequence[str], profile: ColumnProfile) -> list[list[Finding]]:
        """Return the findings of each cell of one column.

        Raises DetectionError, without the cell, when a recogniser fails or takes too long.
        """
        if profile.fixed is not None:
            return self._find_in_places(cells, replace(profile, fixed=None), profile.fixed)
        if profile.whole and profile.prior in self.entities:
            return [add_prior(cell, [], profile) for cell in cells]
        form = self._whole_form(profile)
        if form:
            is_whole = re.compile(form).fullmatch
            places = [place for place, cell in enumerate(cells) if not is_whole(cell)]
            if len(places) < len(cells):
                found = [add_whole(cell, profile) for cell in cells]
                rest = self._find_cells([cells[place] for place in places], profile)
                for place, findings in zip(places, rest, strict=True):
                    found[place] = findings
                return found
        return self._find_cells(cells, profile)

    def _find_in_places(
        self, lines: Sequence[str], profile: ColumnProfile, fixed: Fixed
    ) -> list[list[Finding]]:
        """Return what is found in lines, and in each of them by the columns that stand in it.

        No name goes over the gap between two columns. In a row what would do that is left to its
        columns, also once something in it was replaced: places move then, gaps stay. In the
        header, and in a line that is no row of the table, each part is one.
        """
        found = self.find_cells(lines, profile)
        rows = [place for place, line in enumerate(lines) if fixed.fits(line)]
        if fixed.header is not None:
            are_rows = set(rows)
            for place, line in enumerate(lines):
                apart = place not in are_rows and REPLACED not in line
                found[place] = cut_at_gaps(line, found[place], NAME_ENTITIES, keeps=apart)
                if line == fixed.header:
                    found[place] = [
                        one
                        for one in found[place]
                        if without_guesses(
                            text := line[one.start : one.end],
                            [replace(one, start=0, end=len(text))],
                            is_known=self._is_header(text),
                        )
                    ]
        texts = [lines[place] for place in rows]
        edges = [column.span.start for column in fixed.columns[1:]]
        inside: dict[int, list[Finding]] = {place: [] for place in rows}
        for column in fixed.columns:
            starts, cells = zip(*pieces(texts, column.span), strict=True) if texts else ((), ())
            results = self.find_cells(cells, column.profile)
            for place, start, findings in zip(rows, starts, results, strict=True):
                inside[place] += [
                    replace(one, start=one.start + start, end=one.end + start) for one in findings
                ]
        for place, more in inside.items():
            # What goes over a border is what stands on a side of it, if that is anything.
            found[place] = more + [
                one
                for one in found[place]
                if not any(one.start < edge < one.end for edge in edges)
                or not any(one.start < other.end and other.start < one.end for other in more)
            ]
        return [resolve(findings) for findings in found]

    def whole_cells(self, cells: pl.Series, profile: ColumnProfile) -> pl.Series | None:
        """Return which cells are wholly of their column's entity; None if none is sure to be.

        It is what `find_cells` finds in them, told of all of them in one step.
        """
        if profile.prior not in self.entities:
            return None
        if profile.whole:
            return ~are_nothing(cells)
        form = self._whole_form(profile)
        return cells.str.contains(rf"\A(?:{form})\z") if form else None

    def canonical_of_whole(self, cells: pl.Series, profile: ColumnProfile) -> pl.Series | None:
        """Return the canonical spelling of whole cells, None where it takes more than one step."""
        form = self._whole_form(profile)
        if not form or profile.prior is None:
            return None
        recognizer = self.recognizers[self._number_of[profile.prior]]
        if recognizer.WHOLE_PREFIX is None:
            return None
        digits = cells.str.extract(rf"\A(?:{form})\z").str.replace_all("[^0-9]", "")
        return recognizer.WHOLE_PREFIX + digits

    def _whole_form(self, profile: ColumnProfile) -> str:
        """Return the form that the column's own recogniser declares, "" if it has none."""
        if profile.whole or profile.prior is None or profile.prior not in self.entities:
            return ""
        return str(getattr(self.recognizers[self._number_of[profile.prior]], "WHOLE_FORM", ""))

    def _find_cells(self, cells: Sequence[str], profile: ColumnProfile) -> list[list[Finding]]:
        raw = self._raw(cells, profile)
        if profile.by_chance:
            raw = [
                without_chance(cell, findings, profile) if findings else findings
                for cell, findings in zip(cells, raw, strict=True)
            ]
        if profile.heads:
            raw = [
                without_guesses(cell, findings, is_known=self._is_header(cell))
                if findings
                else findings
                for cell, findings in zip(cells, raw, strict=True)
            ]
        if profile.company:
            raw = [
                findings + self._in_company(cell, profile)
                for cell, findings in zip(cells, raw, strict=True)
            ]
        if profile.births:
            raw = [
                findings + self._birth_beside_card(cell)
                for cell, findings in zip(cells, raw, strict=True)
            ]
        if is_of_places(profile.name):
            raw = [
                without_places(cell, findings) if findings else findings
                for cell, findings in zip(cells, raw, strict=True)
            ]
        return [
            resolve(add_prior(cell, findings, profile) if profile.prior else findings)
            if findings or profile.prior
            else []
            for cell, findings in zip(cells, raw, strict=True)
        ]

    def _raw(self, cells: Sequence[str], profile: ColumnProfile) -> list[list[Finding]]:
        """Return what recognisers find, but don't ask anew where nothing was found before."""
        bare = replace(profile, by_chance=frozenset())
        is_new = self._empty.are_new(cells, bare)
        left = list(compress(cells, is_new))
        found: list[list[Finding]] = []
        if left:
            found = self._plain(left, bare) if self._is_plain else self._fast(left, bare)
        self._empty.add(
            (cell for cell, findings in zip(left, found, strict=True) if not findings), bare
        )
        if len(left) == len(cells):
            return found
        results = iter(found)
        return [next(results) if new else [] for new in is_new]

    def profile(
        self,
        name: str | None,
        sample: Sequence[str],
        *,
        entity: str | None = None,
        strict: bool = False,
    ) -> ColumnProfile:
        """Say what a column is, from its header and its first cells.

        `entity` is what a policy or a user says that it is.
        """
        filled = [cell for cell in sample[:SAMPLE_ROWS] if not is_nothing(cell)]
        context: tuple[str, ...] = (name,) if name else ()
        if entity is not None:
            return self._of(name, context, entity)
        if not _AMOUNTS.isdisjoint(header_words(name or "")[-1:]):
            # "Contact" may be what the next column holds.
            context = ()
        support = self._index.header_support(context)
        if not support.speaks_for and not strict:
            place = head_below(filled, self._is_header)
            if place is not None:
                return replace(self.profile(filled[place], filled[place + 1 :]), name=name)
        named = {self._entity_of[number] for number in support.speaks_for} & self.entities
        whole = sorted(e for e in named if self._is_whole(e))
        first = self._plain if self._is_plain else self._fast
        counts: Counter[str] = Counter()
        found = first(filled, ColumnProfile(name, context))
        if not strict:
            context += heads_within(filled, self._is_header)
        for cell, raw in zip(filled, found, strict=True):
            counts.update({f.entity for f in resolve(raw) if is_wholly(cell, f)})
        # Whether cells are names or addresses is judged by all of them together, below.
        common = [
            found
            for found, count in counts.most_common()
            if count >= MOSTLY * len(filled) and (found in named or found not in NAME_ENTITIES)
        ]
        if common and not (whole and common[0] not in named and not _mostly_digits(filled)):
            best = next((found for found in common if found in named), common[0])
            if not whole or best in whole or _mostly_digits(filled):
                return self._of(name, context, best)
        if whole:
            return self._of(name, context, whole[0] if "PERSON" not in whole else "PERSON")
        named = {e for e in named if counts[e] or not self._is_in_doubt(e, name or "", filled)}
        if named:
            best = max(sorted(named), key=lambda found: (counts[found], found in _LIKELY))
            return self._of(name, context, best, named - {best})
        words = header_words(name or "")
        is_named = not MEANINGLESS.issuperset(words)
        formed = self._by_form(filled, found, support, is_named=is_named)
        if formed is not None:
            return self._of(name, context, formed)
        if self._may_be_births(support, words) and are_births(filled):
            return self._of(name, context, "DATE_OF_BIRTH")
        judged = None if strict else judge(words, filled)
        if judged is not None and judged in self.entities:
            return self._of(name, context, judged)
        tally = Tally()
        tally.add(filled, found)
        texts = [fold(cell).text for cell in filled]
        return ColumnProfile(
            name,
            context,
            strict=strict,
            by_chance=tally.chance(words),
            company=self._company(texts, support),
            births="DATE_OF_BIRTH" in self.entities and have_births(texts),
        )

    def profile_lines(self, sample: Sequence[str]) -> ColumnProfile:
        """Say what the lines of a text are: a list of numbers is a column like any other.

        Lines with more in them are no column; but where most hold a number of a COLUMN_FORM (a
        table of fixed width, without the 0 of its mobiles), that entity's label is taken as said.
        """
        filled = [cell for cell in sample[:SAMPLE_ROWS] if not is_nothing(cell)]
        if len(filled) < _FEWEST_AT_ALL:
            return ColumnProfile()
        texts = [fold(cell).text for cell in filled]
        if sum(1 for text in texts if _NUMBER_LINE.fullmatch(text)) >= MOSTLY * len(texts):
            return self.profile(None, filled)
        said: list[str] = []
        for number, recognizer in enumerate(self.recognizers):
            form = getattr(recognizer, "COLUMN_FORM", "")
            # What is told by the company of its like needs no label that lifts other shapes too.
            is_told = form == getattr(recognizer, "COMPANY_FORM", "")
            if not form or is_told or self._entity_of[number] not in self.entities:
                continue
            find = re.compile(rf"(?<![\w.\-/+]){form}(?![\w\-/])").search
            starts = [match[1] for text in texts if (match := find(text))]
            needed = max(_FEWEST_AT_ALL, MOSTLY * len(texts))
            if len(starts) >= needed and len(set(starts)) >= _DIFFERENT_STARTS:
                said += recognizer.context[:1]
        return ColumnProfile(
            None,
            tuple(said),
            fixed=self._places(filled),
            company=self._company(texts, Support()),
            births="DATE_OF_BIRTH" in self.entities and have_births(texts),
        )

    def _company(self, texts: Sequence[str], support: Support) -> tuple[Company, ...]:
        """Return which solid numbers in folded texts are an entity's because most of them are."""
        solid: dict[tuple[int, int], list[str]] = {}
        for text in texts:
            for run in _SOLID.findall(text):
                solid.setdefault(_shape(run), []).append(run)
        found: list[Company] = []
        for number, recognizer in enumerate(self.recognizers):
            form = getattr(recognizer, "COMPANY_FORM", "")
            is_open = form and self._entity_of[number] in self.entities
            if not is_open or number in support.speaks_against:
                continue
            for shape, runs in solid.items():
                starts = [match[1] for run in runs if (match := re.fullmatch(form, run))]
                needed = max(_FEWEST_AT_ALL, MOSTLY * len(runs))
                different = recognizer.COMPANY_STARTS
                if shape[0]:
                    # Series of stock numbers begin with letters as well, but with few of them.
                    different = max(different, min(len(starts) // 3, _MANY_STARTS))
                if len(starts) >= needed and len(set(starts)) >= different:
                    found.append((self._entity_of[number], *shape))
        return tuple(found)

    def _in_company(self, cell: str, profile: ColumnProfile) -> list[Finding]:
        """Return the numbers of a cell that are what most numbers of their shape are."""
        if not _MAY_BE_SOLID.search(cell):
            return []
        folded = fold(cell)
        found = []
        for match in _of_shapes(profile.company).finditer(folded.text):
            shape = _shape(match[0])
            for entity, *given in profile.company:
                if shape == tuple(given):
                    found.append(Finding(*folded.span(*match.span()), entity, 0.5, "column"))
        return found

    @staticmethod
    def _birth_beside_card(cell: str) -> list[Finding]:
        """Return the date of a line that names a person by card, in a text of such lines."""
        folded = fold(cell)
        day = day_beside_card(folded.text)
        return [Finding(*folded.span(*day), "DATE_OF_BIRTH", 0.5, "column")] if day else []

    def _places(self, filled: Sequence[str]) -> Fixed | None:
        """Return the columns of a table of fixed width, each with a profile of its own."""
        spans, header = spans_of(filled, self._is_header)
        if not spans:
            return None
        plain = Fixed(tuple(FixedColumn(span, ColumnProfile()) for span in spans), header)
        rows = [line for line in filled if plain.fits(line)]
        return Fixed(
            tuple(
                FixedColumn(
                    span,
                    # Counting over all cells, as chance asks for, is done by column of a batch.
                    replace(
                        self.profile(span.name, [cell for _, cell in pieces(rows, span)]),
                        by_chance=frozenset(),
                    ),
                )
                for span in spans
            ),
            header,
        )

    def _by_form(
        self,
        filled: Sequence[str],
        found: Sequence[list[Finding]],
        support: Support,
        *,
        is_named: bool,
    ) -> str | None:
        """Return whose COLUMN_FORM nearly all cells of a column have, where no header says it.

        Or they are wholly found as that entity by themselves. In a short column all have to be.
        Numbers that are counted up begin alike: they are nobody's.
        """
        if len(filled) < _FEWEST_AT_ALL:
            return None
        needed = len(filled) * (_FORMED if len(filled) >= _FEWEST_FORMED else 1)
        for number, recognizer in enumerate(self.recognizers):
            form = getattr(recognizer, "COLUMN_FORM", "")
            if not form and not is_named:
                form = getattr(recognizer, "UNNAMED_FORM", "")
            if (
                not form
                or number in support.speaks_against
                or self._entity_of[number] not in self.entities
            ):
                continue
            entity = self._entity_of[number]
            formed: list[re.Match[str]] = []
            known = 0
            for cell, findings in zip(filled, found, strict=True):
                if match := re.fullmatch(form, fold(cell).text.strip()):
                    formed.append(match)
                else:
                    known += any(f.entity == entity and is_wholly(cell, f) for f in findings)
            is_varied = len({match[1] for match in formed}) >= _DIFFERENT_STARTS
            is_enough = len(formed) + known >= needed
            if is_enough and is_varied and recognizer.may_be_column([m[0] for m in formed]):
                return entity
        return None

    def _is_header(self, text: str) -> bool:
        """Say whether a column of a person's data is called so."""
        return bool(self._index.header_support((text,)).speaks_for)

    def _may_be_births(self, support: Support, words: Sequence[str]) -> bool:
        """Say whether nothing in a header speaks against dates of birth."""
        number = self._number_of.get("DATE_OF_BIRTH", -1)
        return "DATE_OF_BIRTH" in self.entities and not (
            number in support.speaks_against or not _EVENTS.isdisjoint(words)
        )

    def expect(self, size: int, compiled: Compiled | None = None) -> Compiled | None:
        """Make ready for `size` bytes of input: for many, the scan is compiled before any cell.

        Returns what was compiled, which the same recognisers in another process can be given. May
        be called in a thread, behind `begin`.
        """
        if size < _WORTH_COMPILING or self._is_plain or self._prefilter is None:
            return None
        self._prefilter.make_ready(compiled)
        return self._prefilter.compiled()

    def begin(self) -> None:
        """See which patterns can be scanned for, as the first cell would."""
        if not self._is_plain:
            self._claiming_in([])

    def give_up(self) -> None:
        """Let `expect` end soon that another thread is in."""
        if self._prefilter is not None:
            self._prefilter.give_up()

    def count(self, cells: Sequence[str], profile: ColumnProfile, tally: Tally) -> None:
        """Count, of a column with numbers that fit by chance, how many fit in these cells."""
        tally.add(cells, self._raw(cells, profile))

    @staticmethod
    def confirmed(profile: ColumnProfile, tally: Tally) -> ColumnProfile:
        """Return the profile with what all of its column's cells, counted, say to be chance."""
        chance = tally.chance(header_words(profile.name or ""))
        return replace(profile, by_chance=profile.by_chance & chance)

    def _of(
        self,
        name: str | None,
        context: tuple[str, ...],
        entity: str,
        also: Iterable[str] = (),
    ) -> ColumnProfile:
        recognizer = (
            self.recognizers[self._number_of[entity]] if entity in self._number_of else None
        )
        phrases = tuple(recognizer.context[:1]) if recognizer and recognizer.context else ()
        return ColumnProfile(
            name, (*context, *phrases), entity, self._is_whole(entity), also=tuple(sorted(also))
        )

    def _is_in_doubt(self, entity: str, header: str, cells: Sequence[str]) -> bool:
        """Say whether a header means the entity only if cells do ("ref no"), and none does.

        "Call start" and "CNIC issue date" name a number, and their columns hold dates.
        """
        if entity != "DATE_OF_BIRTH" and are_dates(cells):
            return True
        if entity in _NUMBERS and are_amounts(cells):
            return True
        recognizer = self.recognizers[self._number_of[entity]]
        if squash(header) in getattr(recognizer, "HEADERS_BY_CELLS", ()):
            return True
        if squash(header) not in getattr(recognizer, "HEADERS_IN_DOUBT", ()):
            return False
        profile = ColumnProfile(header, prior=entity)
        return bool(cells) and not any(self._damaged(cell, profile) for cell in cells)

    def _is_whole(self, entity: str) -> bool:
        number = self._number_of.get(entity)
        return number is None or bool(getattr(self.recognizers[number], "WHOLE_CELL", False))

    def _counts_from(self, profile: ColumnProfile) -> float:
        return min(STRICT_THRESHOLD, self.threshold) if profile.strict else self.threshold

    # -- the plain path --------------------------------------------------------------------------

    def _plain(self, cells: Sequence[str], profile: ColumnProfile) -> list[list[Finding]]:
        if self._analyzer is None:
            registry = RecognizerRegistry(
                recognizers=list(self.recognizers), supported_languages=[_LANGUAGE]
            )
            self._analyzer = AnalyzerEngine(
                registry=registry,
                nlp_engine=NoOpNlpEngine(models=[{"lang_code": _LANGUAGE, "model_name": "none"}]),
                supported_languages=[_LANGUAGE],
                context_aware_enhancer=PhraseEnhancer(self._index, self.recognizers),
            )
        threshold = self._counts_from(profile)
        found: list[list[Finding]] = []
        for cell in cells:
            try:
                results = self._analyzer.analyze(
                    cell, _LANGUAGE, context=list(profile.context), score_threshold=threshold
                )
            except Exception as error:  # noqa: BLE001 - whatever it is, the run stops
                raise self._failure(error) from None
            findings = [
                Finding(
                    r.start,
                    r.end,
                    r.entity_type,
                    r.score,
                    str((r.recognition_metadata or {}).get("origin", "pattern")),
                )
                for r in results
                if r.entity_type not in self.ignored
            ]
            found.append(findings + self._damaged(cell, profile))
        return found

    # -- the fast path ---------------------------------------------------------------------------

    def _fast(self, cells: Sequence[str], profile: ColumnProfile) -> list[list[Finding]]:
        with _without_collector():
            return self._in_one_pass(cells, profile)

    def _in_one_pass(self, cells: Sequence[str], profile: ColumnProfile) -> list[list[Finding]]:
        support = self._index.header_support(profile.context)
        threshold = self._counts_from(profile)
        folded = [fold(cell) for cell in cells]
        labels: dict[int, list[Label]] = {}
        hits: dict[int, list[Hit]] = {}
        try:
            texts = [one.text for one in folded]
            for place, among in self._to_try(texts, support, profile, labels):
                number, pattern = self._patterns[place]
                some = [texts[cell] for cell in among]
                for at, start, end, score in matches_in(self.recognizers[number], pattern, some):
                    hits.setdefault(among[at], []).append(Hit(number, start, end, score))
        except Exception as error:  # noqa: BLE001 - whatever it is, the run stops
            raise self._failure(error) from None
        found: list[list[Finding]] = [[] for _ in cells]
        for at, raw in hits.items():
            for hit in self._index.adjust(texts[at], raw, support, labels.get(at)):
                entity = self._entity_of[hit.recognizer]
                if hit.score >= threshold and entity not in self.ignored:
                    start, end = folded[at].span(hit.start, hit.end)
                    found[at].append(Finding(start, end, entity, hit.score, hit.origin))
        if any(self._column_patterns.get(e) for e in (profile.prior, *profile.also) if e):
            for place, cell in enumerate(cells):
                found[place] += self._damaged(cell, profile)
        return found

    def _to_try(
        self,
        texts: list[str],
        support: Support,
        profile: ColumnProfile,
        labels: dict[int, list[Label]],
    ) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield each pattern that can count somewhere, in order, and the cells to try it in.

        The labels that are looked for on the way are noted by cell.
        """
        everywhere = range(len(texts))
        if profile.strict:
            yield from ((place, everywhere) for place in self._tried)
            return
        among: dict[int, Sequence[int]] = self._claiming_in(texts)
        among.update(self._seen_by_model(texts))
        named: dict[int, list[int]] = {}
        for cell, text in enumerate(texts):
            if not self._open_shapes_need_digit or _DIGIT.search(text):
                labels[cell] = self._index.labels_in(text)
                named_here = {number for label in labels[cell] for number in label.speaks_for}
                for number in named_here:
                    named.setdefault(number, []).append(cell)
        for number, places in self._open_shapes.items():
            where = everywhere if number in support.speaks_for else named.get(number)
            if where:
                among.update(dict.fromkeys(places, where))
        yield from sorted(among.items())

    def _claiming_in(self, texts: list[str]) -> dict[int, Sequence[int]]:
        """Return where those patterns can match that can count without a label or header."""
        if self._prefilter is None:
            claiming = []
            for place in self._tried:
                number, pattern = self._patterns[place]
                if place in self._of_model:
                    continue
                if self.recognizers[number].may_claim(pattern, self.threshold):
                    claiming.append(place)
                else:
                    self._open_shapes.setdefault(number, []).append(place)
            self._prefilter = prefilter(tuple(self._patterns[p][1].regex for p in claiming))
            self._claiming = claiming
            self._open_shapes_need_digit = all(
                needs_digit(self._patterns[place][1].regex)
                for places in self._open_shapes.values()
                for place in places
            )
        return {
            self._claiming[place]: cells
            for place, cells in self._prefilter.candidates(texts).items()
        }

    def _seen_by_model(self, texts: list[str]) -> dict[int, Sequence[int]]:
        """Let the model read all cells with letters at once; return where it sees something."""
        if not self._of_model:
            return {}
        among = [place for place, text in enumerate(texts) if has_letters(text)]
        seen: dict[int, list[int]] = {pattern: [] for pattern in self._of_model}
        for some in in_turn(texts, among):
            for pattern, where in seen.items():
                entity = self._entity_of[self._patterns[pattern][0]]
                where += [cell for cell in some if sees(texts[cell], entity, self._name_threshold)]
        return {pattern: where for pattern, where in seen.items() if where}

    def _damaged(self, cell: str, profile: ColumnProfile) -> list[Finding]:
        """Return the damaged forms that mean the column's entity only because of the column."""
        found: list[Finding] = []
        folded = fold(cell)
        for entity in (profile.prior, *profile.also):
            if entity is None or entity in self.ignored:
                continue
            recognizer = self.recognizers[self._number_of[entity]]
            try:
                found += [
                    Finding(*folded.span(start, end), entity, max(score, 0.5), "column")
                    for pattern in self._column_patterns[entity]
                    for start, end, score in recognizer.matches(folded.text, pattern)
                ]
            except Exception as error:  # noqa: BLE001 - whatever it is, the run stops
                raise self._failure(error) from None
        return found

    @staticmethod
    def _failure(error: Exception) -> DetectionError:
        # The message of the cause may hold the cell; its type does not.
        return DetectionError(
            f"a recogniser failed ({type(error).__name__}): nothing was written. "
            "Please report this with the version that `redactor doctor` prints."
        )


@lru_cache(maxsize=64)
def _of_shapes(company: tuple[Company, ...]) -> re.Pattern[str]:
    """Return a pattern of the solid numbers that have one of the company's shapes."""
    shapes = {f"[A-Z]{{{letters}}}[0-9]{{{length - letters}}}" for _, letters, length in company}
    return re.compile(rf"(?<![\w.\-+])(?:{'|'.join(sorted(shapes))})(?![\w\-])")


def _shape(run: str) -> tuple[int, int]:
    """Return how many letters a solid number begins with, and how long it is."""
    return sum(map(str.isalpha, run)), len(run)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector of cycles from running: a pass makes none, but very many small objects.

    It would go through all of them, and all that Presidio loads, again and again: a fifth of the
    time.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def _mostly_digits(cells: Sequence[str]) -> bool:
    """Say whether most cells hold more digits than letters: no names, whatever the header says."""
    return bool(cells) and sum(
        sum(map(str.isdecimal, cell)) > sum(map(str.isalpha, cell)) for cell in cells
    ) > MOSTLY * len(cells)
