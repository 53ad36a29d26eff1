"""The model of names and addresses: a linear-chain conditional random field, read and decoded.

The model (data/names.crfsuite, made by tools/train_names.py, see docs/model-card.md) is a file of
CRFsuite. It is read here with numpy and needs no CRFsuite to run: what a token adds depends on its
spelling alone, so its weights are summed once for each spelling and multiplied per place, many
texts at a time. A test holds the result to CRFsuite's own tagger.

Every label has a probability at every token (forward-backward, in products of doubles in a fixed
order, rounded to four places): a text's result does not depend on the texts beside it.

Source: N. Okazaki, CRFsuite, http://www.chokkan.org/software/crfsuite/ (file format of 0.12).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from recognizers.pk.name_features import BEGIN, END, TOKEN, Seen, see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MODEL_FILE: Final = "names.crfsuite"
GROUPS: Final = ("PERSON", "ADDRESS", "LOCATION", "ORGANISATION")

# Tokens of one sequence: cut at a line end or full stop from the first on, at the second anyway.
_ENOUGH: Final = 60
_MOST: Final = 120
# Spellings remembered before all are forgotten: some 45 MB.
_SPELLINGS: Final = 100_000
_LEARNED_TOGETHER: Final = 500
# What the names of attributes of a token begin with: at its own place, and beside it.
_PLACES: Final = ("", "-1", "+1", "-2", "+2")
# Sequences decoded together: more make the arrays larger than the cache.
_TOGETHER: Final = 512
# Tokens read at a time, of one text or of many: what they take is some 40 MB.
_AT_ONCE: Final = 40_000
_HAS_LETTER: Final = re.compile(r"[^\W\d_]")
_ENDS: Final = frozenset(".!?\n")


class Reading(NamedTuple):
    """One text read: its tokens' spans, and for each token the probability of each of GROUPS.

    `begins` is the probability that a PERSON or ADDRESS begins at the token, `most` the highest
    probability of each of GROUPS. Arrays of tokens by two, four and two, and of four, as small as
    may be: many texts' readings are kept at once.
    """

    spans: NDArray[np.int32]
    groups: NDArray[np.float32]
    begins: NDArray[np.float32]
    most: NDArray[np.float32]


_NOTHING: Final = Reading(
    np.zeros((0, 2), dtype=np.int32),
    np.zeros((0, len(GROUPS)), dtype=np.float32),
    np.zeros((0, 2), dtype=np.float32),
    np.zeros(len(GROUPS), dtype=np.float32),
)


class Weights(NamedTuple):
    """A CRFsuite model: labels, attributes with a row of weights a label, transitions."""

    labels: tuple[str, ...]
    rows: dict[str, int]
    state: Numbers
    transition: Numbers


def read_weights(content: bytes) -> Weights:
    """Read a model file of CRFsuite (type FOMC, version 100). Raises ValueError if it is none."""
    if content[:4] != b"lCRF" or content[8:12] != b"FOMC":
        raise ValueError("not a model file of CRFsuite")
    header = np.frombuffer(content, "<u4", 9, 12)
    _, _, _, n_attributes, at_features, at_labels, at_attributes = (int(x) for x in header[:7])
    labels = _names(content, at_labels)
    attributes = _names(content, at_attributes)
    count = int(np.frombuffer(content, "<u4", 1, at_features + 8)[0])
    record = np.dtype([("type", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
    features = np.frombuffer(content, record, count, at_features + 12)
    state = np.zeros((n_attributes, len(labels)))
    transition = np.zeros((len(labels), len(labels)))
    of_state = features[features["type"] == 0]
    state[of_state["source"], of_state["target"]] = of_state["weight"]
    of_pair = features[features["type"] == 1]
    transition[of_pair["source"], of_pair["target"]] = of_pair["weight"]
    rows = {name: row for row, name in enumerate(attributes)}
    return Weights(tuple(labels), rows, state, transition)


def _names(content: bytes, start: int) -> list[str]:
    """Return the strings of a CQDB table, by their number."""
    if content[start : start + 4] != b"CQDB":
        raise ValueError("not a model file of CRFsuite: a table is missing")
    count, at = (int(x) for x in np.frombuffer(content, "<u4", 2, start + 16))
    offsets = np.frombuffer(content, "<u4", count, start + at).astype(np.int64) + start
    octets = np.frombuffer(content, np.uint8)
    sizes = octets[offsets[:, None] + np.arange(4, 8)].view("<u4")[:, 0]
    begins, ends = offsets + 8, offsets + 7 + sizes
    pairs = zip(begins.tolist(), ends.tolist(), strict=True)
    return [content[begin:end].decode() for begin, end in pairs]


def _by_place(rows: dict[str, int]) -> tuple[dict[str, int], ...]:
    """Return, for each of _PLACES, the rows of its attributes under their names without it.

    At its own place an attribute has no more than its name.
    """
    beside: dict[str, dict[str, int]] = {place: {} for place in _PLACES[1:]}
    for name, row in rows.items():
        if (own := beside.get(name[:2])) is not None:
            own[name[2:]] = row
    return rows, *beside.values()


class NameModel:
    """Reads texts with one model; remembers what it worked out for each spelling."""

    def __init__(self, weights: Weights) -> None:
        """Take a model as `read_weights` returns it."""
        self._weights = weights
        labels = weights.labels
        self._group = np.array(
            [[label[2:] == group for label in labels] for group in GROUPS], dtype=np.float64
        )
        self._begin = np.array(
            [[label == f"B-{group}" for label in labels] for group in GROUPS[:2]], dtype=np.float64
        )
        self._transition = np.exp(weights.transition)
        # A row of zeros behind the others stands for an attribute that the model does not have.
        self._nothing = len(weights.state)
        self._state = np.concatenate((weights.state, np.zeros((1, len(labels)))))
        self._rows = _by_place(weights.rows)
        self._forget()

    def _forget(self) -> None:
        self._number: dict[str, int] = {}
        self._number_of: dict[Seen, int] = {}
        self._count = 0
        self._kind_of: list[int] = []
        self._kinds: dict[str, int] = {}
        width = len(self._weights.labels)
        self._table = np.ones((1024, 5, width))
        self._kind_array = np.zeros(1024, dtype=np.int64)
        self._pairs = np.ones((3, 0, 0, width))
        self._learn([BEGIN, END])

    def _learn(self, tokens: list[str]) -> None:
        """Work out the weights of new spellings and number them.

        Spellings of which the same is seen (all numbers of a length) share a number.
        """
        for first in range(0, len(tokens), _LEARNED_TOGETHER):
            number = fresh = self._count
            kinds: list[int] = []
            rows: list[int] = []
            starts: list[int] = []
            for token in tokens[first : first + _LEARNED_TOGETHER]:
                seen = see(token)
                # Words are never seen alike; what is seen of them would take too much memory to keep.
                alike = fresh if token[0].isalpha() else self._number_of.setdefault(seen, fresh)
                self._number[token] = alike
                if alike < fresh:
                    continue
                fresh += 1
                kinds.append(self._kind_number(seen))
                names = (seen.here, seen.beside, seen.beside, seen.near, seen.near)
                for known, slot in zip(self._rows, names, strict=True):
                    starts.append(len(rows))
                    rows.append(self._nothing)
                    rows += [row for name in slot if (row := known.get(name)) is not None]
            self._count = fresh
            if fresh == number:
                continue
            while fresh > len(self._table):
                self._table = np.concatenate((self._table, np.ones_like(self._table)))
                self._kind_array = np.concatenate(
                    (self._kind_array, np.zeros_like(self._kind_array))
                )
            self._kind_array[number:fresh] = kinds
            total = np.add.reduceat(self._state[rows], starts, axis=0)
            # Only differences between labels count; the highest as 1 keeps products in range.
            total = np.exp(total - total.max(axis=1, keepdims=True))
            self._table[number:fresh] = total.reshape(fresh - number, 5, -1)

    def _pair(self, name: str) -> Numbers:
        total = self._state[self._weights.rows.get(name, self._nothing)]
        return np.asarray(np.exp(total - total.max()))

    def _kind_number(self, seen: Seen) -> int:
        number = self._kinds.setdefault(seen.kind, len(self._kinds))
        if number == self._pairs.shape[1]:
            kinds = list(self._kinds)
            grown = np.ones((3, len(kinds), len(kinds), len(self._weights.labels)))
            grown[:, :number, :number] = self._pairs
            for other, name in enumerate(kinds):
                for side, letter in enumerate("ABC"):
                    grown[side, number, other] = self._pair(f"{letter}{seen.kind}~{name}")
                    grown[side, other, number] = self._pair(f"{letter}{name}~{seen.kind}")
            self._pairs = grown
        return number

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read folded texts; those without a letter hold nothing."""
        parts: list[list[Reading]] = [[] for _ in texts]
        waiting: list[tuple[int, list[re.Match[str]]]] = []
        count = 0
        for place, text in enumerate(texts):
            if not _HAS_LETTER.search(text):
                continue
            found = TOKEN.finditer(text)
            while some := list(islice(found, _AT_ONCE)):
                waiting.append((place, some))
                count += len(some)
                if count >= _AT_ONCE:
                    self._read_waiting(waiting, parts)
                    waiting, count = [], 0
        self._read_waiting(waiting, parts)
        return [_joined(some) for some in parts]

    def _read_waiting(
        self, waiting: list[tuple[int, list[re.Match[str]]]], parts: list[list[Reading]]
    ) -> None:
        """Read stretches of tokens and put each reading behind those of its text."""
        if len(self._number) > _SPELLINGS:
            self._forget()
        readings: list[Reading] = []
        sequences: list[list[int]] = []
        owners: list[tuple[int, int]] = []
        rows = [[match[0] for match in found] for _, found in waiting]
        known = self._number
        self._learn([word for word in dict.fromkeys(chain.from_iterable(rows)) if word not in known])
        for number, (place, found) in enumerate(waiting):
            read = Reading(
                np.array([match.span() for match in found], dtype=np.int32),
                np.zeros((len(found), len(GROUPS)), dtype=np.float32),
                np.zeros((len(found), 2), dtype=np.float32),
                np.zeros(len(GROUPS), dtype=np.float32),
            )
            readings.append(read)
            parts[place].append(read)
            numbers = [known[word] for word in rows[number]]
            for first, last in _cut(rows[number]):
                sequences.append(numbers[first:last])
                owners.append((number, first))
        order = sorted(range(len(sequences)), key=lambda n: -len(sequences[n]))
        for start in range(0, len(order), _TOGETHER):
            batch = order[start : start + _TOGETHER]
            marginals = self._marginals([sequences[n] for n in batch])
            groups = np.round(_fold_labels(marginals, self._group), 4)
            begins = np.round(_fold_labels(marginals, self._begin), 4)
            starts = np.cumsum([0, *(len(sequences[n]) for n in batch[:-1])])
            most = np.maximum.reduceat(groups, starts, axis=0)
            for number, before, highest in zip(batch, starts.tolist(), most, strict=True):
                (owner, first), length = owners[number], len(sequences[number])
                read = readings[owner]
                read.groups[first : first + length] = groups[before : before + length]
                read.begins[first : first + length] = begins[before : before + length]
                np.maximum(read.most, highest, out=read.most)

    def _emissions(self, sequences: Sequence[list[int]]) -> Numbers:
        """Return the weights of the labels at every token, the sequences one behind the other."""
        begin, end = self._number[BEGIN], self._number[END]
        row: list[int] = []
        places: list[int] = []
        for sequence in sequences:
            row += (begin, begin)
            places += range(len(row), len(row) + len(sequence))
            row += sequence
            row += (end, end)
        ids, at = np.array(row), np.array(places)
        kinds = self._kind_array[ids]
        table, pairs = self._table, self._pairs
        total = table[ids[at], 0] * table[ids[at - 1], 1]
        total *= table[ids[at + 1], 2]
        total *= table[ids[at - 2], 3]
        total *= table[ids[at + 2], 4]
        total *= pairs[0][kinds[at - 1], kinds[at]]
        total *= pairs[1][kinds[at], kinds[at + 1]]
        total *= pairs[2][kinds[at - 1], kinds[at + 1]]
        # Products can become very small where lists and context disagree; 1e-100 keeps them in.
        total /= total.max(axis=1, keepdims=True)
        return np.maximum(total, 1e-100)

    def _marginals(self, sequences: Sequence[list[int]]) -> Numbers:
        """Return the probabilities of the labels at every token, sequence by sequence.

        The longest sequence comes first.
        """
        lengths = [len(sequence) for sequence in sequences]
        flat = self._emissions(sequences)
        width = flat.shape[1]
        count, longest = len(sequences), lengths[0]
        emission = np.ones((longest, count, width))
        ends = np.cumsum([0, *lengths])
        for number, length in enumerate(lengths):
            emission[:length, number] = flat[ends[number] : ends[number + 1]]
        active = [sum(length > time for length in lengths) for time in range(longest)]
        forward = np.ones_like(emission)
        forward[0] = emission[0]
        for time in range(1, longest):
            now = active[time]
            step = (forward[time - 1, :now, :, None] * self._transition).sum(axis=1)
            step *= emission[time, :now]
            step /= step.max(axis=1, keepdims=True)
            forward[time, :now] = step
        backward = np.ones_like(emission)
        turned = self._transition.T
        for time in range(longest - 2, -1, -1):
            now = active[time + 1]
            ahead = emission[time + 1, :now] * backward[time + 1, :now]
            step = (ahead[:, :, None] * turned).sum(axis=1)
            step /= step.max(axis=1, keepdims=True)
            backward[time, :now] = step
        both = forward * backward
        both /= both.sum(axis=2, keepdims=True)
        return np.concatenate([both[:length, number] for number, length in enumerate(lengths)])


def _joined(parts: list[Reading]) -> Reading:
    """Return the readings of a text's stretches as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _NOTHING
    spans, groups, begins, most = zip(*parts, strict=True)
    return Reading(
        np.concatenate(spans), np.concatenate(groups), np.concatenate(begins), np.max(most, axis=0)
    )


def _fold_labels(marginal: Numbers, groups: Numbers) -> Numbers:
    """Return the sum over the labels of each group."""
    return np.asarray((marginal[:, None, :] * groups[None, :, :]).sum(axis=2))


def _cut(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where a long row of tokens is cut into sequences, by the text alone."""
    if len(words) <= _MOST:
        return [(0, len(words))] if words else []
    pieces = []
    first = 0
    for place, word in enumerate(words, start=1):
        length = place - first
        if length >= _MOST or (length >= _ENOUGH and word[0] in _ENDS):
            pieces.append((first, place))
            first = place
    if first < len(words):
        pieces.append((first, len(words)))
    return pieces


@cache
def model() -> NameModel:
    """Return the package's own model, read once a process. Raises OSError, ValueError."""
    return NameModel(read_weights(model_bytes()))


def model_bytes() -> bytes:
    """Return the model file's content."""
    return files("recognizers.pk").joinpath(f"data/{MODEL_FILE}").read_bytes()


def weights_of(content: Any) -> Weights:
    """Return the weights of a model given as bytes: for tools that compare models."""
    return read_weights(bytes(content))
