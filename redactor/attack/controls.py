"""Copies made weak on purpose: on each, its attack must succeed, or it proves nothing elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import random
from typing import TYPE_CHECKING, Final

import polars as pl

from redactor.attack import traces
from redactor.attack.attempt import SEED, Pair
from redactor.attack.enumeration import GUESSES, enumeration
from redactor.attack.frequency import frequency
from redactor.attack.linkage import Fits, inference, linkability, linkage
from redactor.operators import random_token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactor.policy import Role

_ROLES: tuple[Role, ...] = (
    "identifier", "identifier", "quasi_identifier", "quasi_identifier", "sensitive", "other",
    "free_text",
)  # fmt: skip
# Rows, two a person, on which the enumeration is tried.
_NUMBERS: Final = 80


def controls(passphrases: Sequence[str] = ()) -> dict[str, float]:
    """Return the share that each attack reaches on a copy that is weak against it."""
    people = weak_table()
    kept = people.with_columns(
        # The piece that a careless export leaves: the number without its first five digits.
        pl.concat_str([pl.lit("ref "), pl.col("cnic").str.slice(6, 7)]).alias("remarks"),
        _by_value(people["name"], lambda _: random_token("PERSON")),
        _by_value(people["cnic"], lambda _: random_token("CNIC")),
    )
    pair = Pair(people, kept, _ROLES, 0, is_aligned=True)
    fits = Fits(pair, pair.of("quasi_identifier"))
    guessed = (passphrases or GUESSES)[-1]
    numbers = people.select("cnic").head(_NUMBERS)
    tried = [
        enumeration(
            Pair(
                numbers,
                numbers.with_columns(_by_value(numbers["cnic"], scheme)),
                ("identifier",),
                0,
                is_aligned=True,
            ),
            passphrases,
        ).share
        for scheme in (_plain_digest, lambda v: _keyed_digest(v, guessed))
    ]
    return {
        "enumeration": min(tried),
        "frequency": frequency(Pair(people.select("name"), kept.select("name"), ("identifier",),
                                    None, True)).share,
        "linkage (singling out)": linkage(pair, fits).share,
        "inference": inference(pair, fits).share,
        "linkability": linkability(pair).share,
        "difference": traces.difference(kept, kept).share,
        "row order": traces.order(pair, fits).share,
        "times of day": traces.times(pair).share,
        "pieces": traces.pieces(pair).share,
    }  # fmt: skip


def weak_table() -> pl.DataFrame:
    """Return invented people: every name as often as no other, every birthday different."""
    rng = random.Random(SEED)  # noqa: S311 - invented data, the same each time
    # Letters only: in a name's canonical form digits are left out.
    names = [f"FARZI {chr(63 + n) * 3}" for n in range(2, 28) for _ in range(n)]
    rows = []
    for n, name in enumerate(names):
        # A 9 in fourth place is no tehsil, so these are nobody's.
        number = f"352{9}{n % 7}-{rng.randrange(10**7):07}-{rng.randrange(1, 10)}"
        day = f"{1950 + n // 300}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        rows += [(number, name, day, f"place {n}", rng.choice("abcd"),
                  f"2024-01-{n % 28 + 1:02} {n // 60:02}:{n % 60:02}:00", "ok")] * 2  # fmt: skip
    frame = pl.DataFrame(
        rows, schema=["cnic", "name", "born", "place", "illness", "at", "remarks"], orient="row"
    )
    return frame.with_columns(
        pl.concat_str([pl.col("place"), pl.int_range(pl.len()).cast(pl.String)]).alias("place"),
        pl.concat_str([pl.col("at").str.slice(0, 17), pl.int_range(pl.len()).cast(pl.String)])
        .alias("at"),
    )  # fmt: skip


def _by_value(cells: pl.Series, make: Callable[[str], str]) -> pl.Series:
    values = cells.unique().to_list()
    return cells.replace_strict(values, [make(v) for v in values], return_dtype=pl.String)


def _plain_digest(value: str) -> str:
    return hashlib.sha256(value.replace("-", "").encode()).hexdigest()[:16]


def _keyed_digest(value: str, passphrase: str) -> str:
    return hmac.digest(passphrase.encode(), value.replace("-", "").encode(), "sha256").hex()
