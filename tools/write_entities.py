"""Write docs/entities.md from the modules' own facts and redactor/measured.json.

    python tools/write_entities.py            write it
    python tools/write_entities.py --check    exit code 1 if it is not what would be written

The numbers come from `python tools/measure_recall.py --stock --write`; nothing is typed by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recognizers.pk.recognizer import PROOFS
from redactor.catalogue import catalogue, measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.catalogue import Entry

TARGET = Path(__file__).parent.parent / "docs" / "entities.md"
PLACES = ("column", "English", "Roman Urdu", "Urdu")
INTRODUCTION = """\
# Entities

Written by `python tools/write_entities.py` from the modules in `recognizers/pk/` and from
`redactor/measured.json`; a test compares. `redactor recognizers` prints the same.

Each has a tier. **A**: a check digit or a structure that few other things have; found without a
label. **B**: many other numbers have its form; found beside a label, in three scripts, or in a
column of its own, and not claimed bare. **C**: words; found by cue words, labels and columns.
"""
HOW = """\
## How it is measured

All data is generated: a test corpus whose templates, headers, names, damage and seed are shared
with nothing that the recognisers are developed on. For each entity there are columns (a header in
one of its spellings, ten cells, for tier A a quarter of them under headers that say nothing) and
sentences in English, Roman Urdu and Urdu, with the damage of real leaks: digits of four scripts,
also mixed, other dashes, invisible characters, spreadsheet damage, partly masked numbers, several
in a cell. Between them stand harmless values (orders, tracking numbers, amounts, barcodes, times,
constituencies, sectors, courses, versions, hashes).

*Covered*: no character of the value is left. *Recall*: covered, and called by its name (or by one
that is as right: a link to a profile is a URL). *Precision*: share of the findings of that name
that stand on such a value. Generated data measures the written forms that we know of, not the
world: on a real file expect less, above all for names and addresses.

When this wording was first measured, before anything that it showed was mended, 44 of the 51
entities held the floor of their tier (A: recall 0.995, precision 0.99; B: 0.97, 0.95; C has none);
that share is the better guess for wordings that nobody has seen. The kinds of mistakes were then
mended with other examples, and one label that was truly ambiguous ("ACC number" for an Afghan
Citizen Card) was taken out of the corpus.
"""


def write_document() -> str:
    """Return docs/entities.md."""
    numbers, entries = measured(), catalogue()
    parts = [
        INTRODUCTION,
        HOW,
        _conditions(numbers),
        *_measured_table(numbers, entries),
        *_stock_table(numbers),
        *_business(numbers),
        *_collisions(numbers),
        "## What proves it\n",
        *(f"- **{name}**: {meaning}" for name, meaning in PROOFS.items()),
        "",
        *(_section(entry) for entry in entries),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _conditions(numbers: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in numbers["versions"].items())
    return (
        f"Measured on {numbers['date']} by `{numbers['command']}`: at least "
        f"{numbers['values_in_a_place']} values of each entity in each of the four places, seed "
        f"`{numbers['seed']}`; {versions}.\n"
    )


def _measured_table(numbers: dict[str, Any], entries: Sequence[Entry]) -> Iterator[str]:
    yield "## Recall and precision\n"
    yield (
        "| entity | | tier | values | covered | recall | precision | "
        "recall in columns | English | Roman Urdu | Urdu |"
    )
    yield "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for entry in entries:
        row = numbers["entities"][entry["entity"]]
        places = " | ".join(_share(row["recall_by_place"][place]) for place in PLACES)
        yield (
            f"| {entry['entity']} | {entry['name_en']} | {row['tier']} | {row['values']} | "
            f"{_share(row['covered'])} | {_share(row['recall'])} | {_share(row['precision'])} | "
            f"{places} |"
        )
    yield ""


def _stock_table(numbers: dict[str, Any]) -> Iterator[str]:
    stock = numbers["stock"]
    titles = {
        "ours": "ours",
        "no_model": "stock, no model",
        "small_model": "stock, small English model",
    }
    tables = {name: stock["tables"][name] for name in titles if name in stock["tables"]}
    yield "## Beside stock Presidio\n"
    yield (
        f"The same corpus ({stock['values_in_a_place']} values in a place) through Presidio's "
        "predefined recognisers for English, with its PhoneRecognizer told to look for Pakistani "
        "numbers, the header's words handed over as context, and the same threshold (0.4); once "
        "without a language model, once with spaCy's small English one. Its names are read as ours "
        "(PHONE_NUMBER as mobile or landline, DATE_TIME as date of birth, LOCATION as address, NRP "
        "as religion). Each column holds recall / precision, and in brackets the share covered by "
        "findings of any name.\n"
    )
    yield "| entity | " + " | ".join(titles[name] for name in tables) + " |"
    yield "|---|" + "---|" * len(tables)
    for entity in sorted(numbers["entities"]):
        yield f"| {entity} | " + " | ".join(_pair(t[entity]) for t in tables.values()) + " |"
    yield ""


def _pair(row: dict[str, Any]) -> str:
    return f"{_share(row['recall'])} / {_share(row['precision'])} ({_share(row['covered'])})"


def _business(numbers: dict[str, Any]) -> Iterator[str]:
    business = numbers["business"]
    rows = {
        "in columns under headers that say nothing": business["table"],
        "the same beside columns of CNICs, mobiles, cards and IMEIs": business[
            "beside_identifiers"
        ],
        "in sentences without a label, three languages": business["sentences"],
    }
    widths = list(business["sentences"])
    yield "## Numbers that identify nobody\n"
    yield (
        f"Share of random numbers that were taken for an identifier, by their digits "
        f"({business['rows']:,} of each in columns). Luhn's check digit is right by chance in one "
        "number in ten, a CNIC's district in one in seventy.\n"
    )
    yield "| | " + " | ".join(widths) + " |"
    yield "|---|" + "---:|" * len(widths)
    for title, shares in rows.items():
        cells = " | ".join(f"{shares[w]:.2%}" if w in shares else "" for w in widths)
        yield f"| {title} | {cells} |"
    yield ""
    yield (
        "The other side: bare numbers of real kinds in such a column among business numbers of "
        "their length, by the share of the column that they are. Share found:\n"
    )
    mixed = business["mixed"]
    reals = list(next(iter(mixed.values())))
    yield "| | " + " | ".join(reals) + " |"
    yield "|---|" + "---:|" * len(reals)
    for entity, shares in mixed.items():
        yield f"| {entity} | " + " | ".join(f"{shares[real]:.1%}" for real in reals) + " |"
    yield ""


def _collisions(numbers: dict[str, Any]) -> Iterator[str]:
    yield "## Numbers that share a shape\n"
    yield "What the cells of such a column are called, with a header that names them and without.\n"
    yield "| column of | header | called | under a header that says nothing |"
    yield "|---|---|---|---|"
    for rows in numbers["collisions"].values():
        for row in rows:
            yield (
                f"| {row['population']} | {row['header']} | {_names(row['under_header'])} | "
                f"{_names(row['neutral_column'])} |"
            )
    yield ""


def _names(shares: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.1%}" for name, share in shares.items())


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _section(entry: Entry) -> str:
    return "\n".join(
        (
            f"## {entry['entity']}",
            "",
            f"{entry['name_en']} · {entry['name_ur']}",
            "",
            f"- Issuer: {entry['issuer']}",
            f"- Proof: {', '.join(entry['proof'])}",
            f"- Not known: {entry['not_known']}",
            f"- Sources: {entry['sources']}",
            f"- Module: `{entry['module']}`",
            "",
        )
    )


def main(arguments: Sequence[str]) -> int:
    """Write or compare, and return the exit code."""
    document = write_document()
    if "--check" not in arguments:
        TARGET.write_text(document, "utf-8")
        return 0
    if TARGET.read_text("utf-8") == document:
        return 0
    print("docs/entities.md is not current: run python tools/write_entities.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
