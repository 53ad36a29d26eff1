"""Roles: what each column is to somebody who looks for a person.

identifier         names a person alone: a number, a name, an address, or their token.
quasi_identifier   names a person together with others: place, date, sex, occupation.
sensitive          what must not become known of a person: illness, religion, income.
free_text          sentences; can hold all of the above, and is measured by nothing here.
other              neither: a status, a row number.

A role is proposed from the header, from what the recognisers say of the column, and from how
often its values repeat; a policy or an option overrides it. A doubtful column that repeats is
taken for a quasi-identifier, since that can only raise the risk that is shown.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from recognizers.pk.script import fold
from redactor.errors import UsageError
from redactor.operators import PREFIXES, TOKEN
from redactor.policy import Role, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from redactor.risk.table import Table

# Entities that a column keeps something of when they are reduced: a district, a day, an operator.
_QUASI_ENTITIES: Final = frozenset(
    {"LOCATION", "DATE_OF_BIRTH", "GEO_COORDINATES", "CELL_ID", "IP_ADDRESS", "PK_DOMICILE"}
)
_QUASI_PREFIXES: Final = frozenset(PREFIXES[entity] for entity in _QUASI_ENTITIES)
_SENSITIVE_ENTITIES: Final = frozenset({"RELIGION", "CASTE_OR_TRIBE"})

# Words of headers, whole or as part; squashed, in three scripts.
_QUASI_WORDS: Final = (
    "sex", "gender", "jins", "جنس", "age", "umar", "umr", "عمر", "dob", "birth", "پیدائش",
    "year", "month", "date", "time", "day", "تاریخ", "tareekh", "district", "zila", "ضلع",
    "tehsil", "taluka", "تحصیل", "city", "town", "شہر", "shehr", "province", "صوبہ", "division",
    "ڈویژن", "unioncouncil", "uc", "یونینکونسل", "ward", "halka", "حلقہ", "thana", "تھانہ",
    "policestation", "village", "mouza", "mauza", "deh", "chak", "گاؤں", "postcode", "postalcode",
    "zip", "pincode", "locality", "area", "region", "domicile", "ڈومیسائل", "tower", "site",
    "cellid", "lac", "cgi", "lat", "lon", "latitude", "longitude", "marital", "married",
    "education", "qualification", "degree", "class", "occupation", "profession", "job", "pesha",
    "پیشہ", "designation", "grade", "scale", "bps", "department", "employer", "school", "college",
    "institute", "nationality", "country", "language", "mothertongue", "زبان", "bloodgroup",
    "household", "members", "children", "operator", "network", "branch", "make", "model",
    "vehicle", "hospital", "ward", "duration", "relation", "rishta", "origin", "ethnic",
)  # fmt: skip
_SENSITIVE_WORDS: Final = (
    "diagnosis", "disease", "illness", "icd", "result", "hiv", "hepatitis", "test", "medicine",
    "drug", "disability", "disabled", "معذور", "مرض", "religion", "مذہب", "mazhab", "sect",
    "مسلک", "فرقہ", "firqa", "caste", "tribe", "qaum", "قوم", "ذات", "biradari", "برادری",
    "income", "salary", "gross", "pay", "wage", "تنخواہ", "balance", "amount", "رقم", "tax",
    "loan", "debt", "price", "credit", "score", "pmt", "party", "vote", "ووٹ", "politic",
    "offence", "offense", "crime", "جرم", "section", "fir", "conviction", "accused", "verdict",
    "orientation", "pregnan", "marks", "bimari", "beemari", "بیماری", "maraz", "marz",
    "zaat", "zat", "tankhwah", "tankhwa", "tankha", "amdani", "aamdani", "آمدنی", "raqam", "qarz",
    "قرض", "jurm", "saza", "سزا", "nateeja", "نتیجہ", "dawa",
)  # fmt: skip
_TEXT_WORDS: Final = (
    "remark", "note", "notes", "comment", "tafseel", "kaifiat", "kaifiyat", "shikayat", "بیان",
    "description", "message", "text", "complaint", "narrative",
    "body", "details", "تفصیل", "کیفیت", "پیغام", "شکایت", "statement", "feedback",
)  # fmt: skip
_NUMBERING: Final = frozenset({"sr", "srno", "sno", "serial", "serialno", "no", "row", "rowno",
                               "index", "نمبرشمار", "silsila"})  # fmt: skip
NUMBERS_ROWS: Final = "numbers the rows"
_COLUMN_OF: Final = "a column of "
# Rows from which on numbers that count up are no chance.
_FEWEST_ROWS: Final = 5
_CODE_WORDS: Final = ("status", "type", "code", "flag", "call", "direction", "unit")

_DATE: Final = re.compile(
    r"[0-9]{1,4}[-/.][0-9a-z]{1,9}[-/.][0-9]{1,4}(?:[ t][0-9:. apm+z]*)?|[0-9]{4}-[0-9]{2}"
)
_PLACEHOLDER: Final = re.compile(r"<[A-Z_]+>")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]+)*")
# Share of a sample from which on a column counts as of one kind.
_MOSTLY: Final = 0.6
# Words of a cell, on average, from which on a column is sentences.
_SENTENCE_WORDS: Final = 5
# Rows per distinct value below which a column points at single rows.
_REPEATS: Final = 1.25
# Tokens that stand for a person, the best first.
UNIT_PREFIXES: Final = (
    "CNIC", "OLDNIC", "FAMILY", "AFGHAN", "PASSPORT", "NTN", "PERSONNEL", "STUDENT", "HEALTH",
    "WELFARE", "VOTER", "MOBILE", "WALLET", "IMSI", "IMEI", "ACCOUNT", "IBAN", "EMAIL", "LANDLINE",
    "PERSON",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each column, by its place, why, and which column is the person (or none)."""

    roles: tuple[Role, ...]
    reasons: tuple[str, ...]
    unit: int | None = None

    def of(self, role: Role) -> tuple[int, ...]:
        """Return the places of the columns with a role."""
        return tuple(n for n, found in enumerate(self.roles) if found == role)


def choose_roles(
    table: Table,
    *,
    quasi: Sequence[str] = (),
    sensitive: Sequence[str] = (),
    unit: str | None = None,
    overrides: Mapping[str, Role] | None = None,
    entity_of: Callable[[str, Sequence[str]], str | None] | None = None,
) -> Roles:
    """Return the roles of a table's columns.

    `quasi` and `sensitive`, if given, are all quasi-identifiers and sensitive columns that count;
    `unit` is the column that is the person. `overrides` maps squashed headers to roles (a
    policy's). `entity_of` says which entity a header and its first cells are, as the detector
    does. Raises UsageError, which names the nearest header, for a column that isn't there.
    """
    proposed = [propose(table, place, entity_of) for place in range(len(table.headers))]
    roles = [role for role, _ in proposed]
    reasons = [reason for _, reason in proposed]
    for place, header in enumerate(table.headers):
        said = (overrides or {}).get(squash(header))
        if said is not None:
            roles[place], reasons[place] = said, "the policy says so"
    named: list[tuple[Sequence[str], Role]] = [
        (quasi, "quasi_identifier"),
        (sensitive, "sensitive"),
    ]
    for names, role in named:
        if not names:
            continue
        chosen = {place_of(table, name) for name in names}
        for place in range(len(roles)):
            if place in chosen:
                roles[place], reasons[place] = role, "named in the call"
            elif roles[place] == role:
                roles[place], reasons[place] = "other", "not named in the call"
    person = place_of(table, unit) if unit is not None else _unit(table, roles, reasons)
    return Roles(tuple(roles), tuple(reasons), person)


def has_column(table: Table, name: str) -> bool:
    """Say whether a table has a column of this name."""
    return squash(name) in map(squash, table.headers)


def place_of(table: Table, name: str) -> int:
    """Return the place of a column by its name. Raises UsageError, with the nearest name."""
    return place_among(table.headers, name, table.names[0])


def place_among(headers: Sequence[str], name: str, where: str) -> int:
    """Return the place of a name among headers. Raises UsageError, with the nearest name."""
    known = {squash(header): place for place, header in reversed([*enumerate(headers)])}
    place = known.get(squash(name))
    if place is not None:
        return place
    raise UsageError(f"there is no column {name} in {where}{_hint(name, headers)}")


def refuse_unknown(names: Iterable[str], headers: Iterable[str], where: str) -> None:
    """Raise UsageError, with the nearest name, where no header is a name that was given."""
    given = list(headers)
    known = set(map(squash, given))
    for name in names:
        if squash(name) not in known:
            raise UsageError(f"{where}: there is no column {name}{_hint(name, given)}")


def _hint(name: str, headers: Sequence[str]) -> str:
    known = {squash(header): header for header in reversed(headers)}
    nearest = difflib.get_close_matches(squash(name), list(known), n=1, cutoff=0.0)
    return f"; did you mean {known[nearest[0]]}?" if nearest else ""


def propose(
    table: Table,
    place: int,
    entity_of: Callable[[str, Sequence[str]], str | None] | None = None,
) -> tuple[Role, str]:
    """Return the role that a column seems to have, and why."""
    header, sample = table.headers[place], table.samples[place]
    if not sample:
        return "other", "empty"
    count = len(sample)
    tokens = sum(1 for cell in sample if TOKEN.fullmatch(cell.strip()))
    if tokens >= _MOSTLY * count:
        if all(_PLACEHOLDER.fullmatch(cell.strip()) for cell in sample):
            return "other", "placeholders only"
        if _prefix_of(sample) in _QUASI_PREFIXES:
            # Who was at the same tower, or lives in the same place, can still be told.
            return "quasi_identifier", "tokens of places"
        return "identifier", "tokens"
    entity = entity_of(header, sample) if entity_of is not None else None
    if entity in _SENSITIVE_ENTITIES:
        return "sensitive", _COLUMN_OF + entity
    if entity in _QUASI_ENTITIES:
        return "quasi_identifier", _COLUMN_OF + entity
    if entity is not None:
        return "identifier", _COLUMN_OF + entity
    return _by_shape(table, place)


def _by_shape(table: Table, place: int) -> tuple[Role, str]:
    header, sample = table.headers[place], table.samples[place]
    count = len(sample)
    words = _header_words(header)
    repeats = table.rows / max(table.distinct(place), 1)
    per_cell = sum(len(cell.split()) for cell in sample) / count
    if _names(words, header, _TEXT_WORDS) or per_cell >= _SENTENCE_WORDS:
        return "free_text", "sentences"
    if repeats < _REPEATS and (squash(header) in _NUMBERING or _counts_up(sample)):
        return "other", NUMBERS_ROWS
    if _names(words, header, _SENSITIVE_WORDS):
        return "sensitive", "its header"
    if sum(1 for cell in sample if _DATE.fullmatch(cell.strip().lower())) >= _MOSTLY * count:
        return "quasi_identifier", "dates"
    if _names(words, header, _QUASI_WORDS):
        return "quasi_identifier", "its header"
    if repeats < _REPEATS and table.rows > 1:
        # A code for each row can be joined with the original; an amount or a length can't name.
        numbers = sum(1 for cell in sample if _NUMBER.fullmatch(cell.strip()))
        is_code = any(c.isdecimal() for cell in sample for c in cell)
        if is_code and numbers < _MOSTLY * count:
            return "identifier", "another value in each row"
        return "quasi_identifier", "another value in each row"
    if table.distinct(place) == 1:
        return "other", "one value for all"
    if table.distinct(place) <= 12 and _names(words, header, _CODE_WORDS):
        return "other", "few codes"
    return "quasi_identifier", "its values repeat"


def _counts_up(sample: Sequence[str]) -> bool:
    """Say whether cells are numbers of which each is one more than that before, up to gaps."""
    plain = [fold(cell).text.strip() for cell in sample]
    if len(plain) < _FEWEST_ROWS or not all(c.isdecimal() and len(c) < 10 for c in plain):
        return False
    steps = [int(b) - int(a) for a, b in pairwise(plain)]
    return steps.count(1) >= 0.9 * len(steps)


def _prefix_of(sample: Sequence[str]) -> str:
    """Return what most of a column's tokens begin with."""
    prefixes = Counter(cell.strip().partition("_")[0] for cell in sample)
    return prefixes.most_common(1)[0][0] if prefixes else ""


def _header_words(header: str) -> tuple[str, ...]:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", fold(header).text)
    return tuple(re.findall(r"[^\W\d_]+", plain.replace("_", " ").lower()))


def _names(words: tuple[str, ...], header: str, known: Sequence[str]) -> bool:
    """Say whether a header names one of the known words, or begins a word with a long one."""
    whole = squash(header)
    return any(
        word == whole or word in words or (len(word) >= 5 and word in whole)
        for word in (squash(k) for k in known)
    )


def _unit(table: Table, roles: Sequence[Role], reasons: Sequence[str]) -> int | None:
    """Return the column that stands for the person, None where a row is one.

    Of tokens, or of what would become them in a table that nobody redacted.
    """
    best: tuple[int, int] | None = None
    for place, role in enumerate(roles):
        if role != "identifier":
            continue
        entity = reasons[place].removeprefix(_COLUMN_OF)
        prefix = PREFIXES.get(entity) or _prefix_of(table.samples[place])
        if prefix in UNIT_PREFIXES:
            rank = (UNIT_PREFIXES.index(prefix), place)
            best = rank if best is None or rank < best else best
    return best[1] if best is not None else None
