"""Check the tables in recognizers/pk/data/ against independent sources.

    python tools/check_tables.py

Every table has its source and date on top, no entry twice, and the form that its module reads.
What can be compared is: area codes and mobile prefixes with phonenumbers, IBAN structures with
python-stdnum and (if installed) schwifty, bank codes, area codes and CNIC provinces with
pakdatakit (`pip install pakdatakit`, only for this). Prints what differs, and "not compared" where
a package is missing. Exit code 1 on an error; a difference that the table's own header explains
(a known gap of the other source) is printed and is none.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import phonenumbers
from phonenumbers import PhoneNumberType, geocoder

from recognizers.pk import words

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent.parent / "recognizers" / "pk" / "data"
MODULES = DATA.parent
_FIXED = {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
# Codes that the tables' headers account for: pakdatakit calls the bank SAUD, a second list SILK.
_OTHER_SOURCE = {"SILK"}
_TERRITORIES = {"Punjab", "Sindh", "KP", "Balochistan", "Islamabad", "AJK", "GB"}
_DATE = re.compile(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b")


def rows(name: str) -> list[list[str]]:
    """Return a table's lines as words, without remarks and blank lines."""
    text = (DATA / f"{name}.txt").read_text("utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and line[0] != "#"]


def header(path: Path) -> str:
    """Return the remarks on top of a table."""
    lines = path.read_text("utf-8").splitlines()
    end = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(lines[:end])


def check_header(path: Path) -> list[str]:
    """Return what a table's top lacks: where it comes from, and when it was written."""
    top = header(path)
    wrong = []
    if not re.search(r"(?i)\b(source|written from|typed from|typed for)\b", top):
        wrong.append("no source on top")
    if not _DATE.search(top):
        wrong.append("no date (YYYY-MM-DD) on top")
    return wrong


def is_read(path: Path) -> bool:
    """Say whether some module of the package names the table."""
    quoted = re.compile(rf"[\"'](?:data/)?{re.escape(path.stem)}(?:\.txt)?[\"']")
    return any(
        quoted.search(module.read_text("utf-8")) or f"{path.stem}.txt" in _code(module)
        for module in MODULES.glob("*.py")
    )


def _code(module: Path) -> str:
    """Return a module's text behind its docstring, where a table's name is only mentioned."""
    return module.read_text("utf-8").split('"""', 2)[-1]


def check_area_codes() -> list[str]:
    """Compare with phonenumbers: each code is a fixed line there, of the first length."""
    wrong = []
    for code, lengths, *_ in rows("area_codes"):
        length = int(lengths.split(",")[0])  # the others stand in older data only
        number = phonenumbers.parse(f"+92{code}{'3' + '4' * (length - 1)}")
        if phonenumbers.number_type(number) not in _FIXED:
            wrong.append(f"{code}, {length} digits: phonenumbers says it is no fixed line")
        if not geocoder.description_for_number(number, "en"):
            wrong.append(f"{code}: phonenumbers knows no place")
    return wrong


def check_cnic_districts() -> list[str]:
    """Each code has three digits and each division one name; provinces as in pakdatakit."""
    check = importlib.import_module("check_cnic_districts")
    wrong: list[str] = check.check((DATA / "cnic_districts.txt").read_text("utf-8"))
    known = _pakdatakit("cnic")
    if known:
        wrong += [
            f"{code}: pakdatakit knows no such province"
            for code, *_ in rows("cnic_districts")
            if not known.validate_cnic(f"{code}0112345671")
        ]
    return wrong


def check_iban_structures() -> list[str]:
    """Compare lengths and structures with python-stdnum's copy of the registry, and schwifty's."""
    ours = {row[0]: (int(row[1]), row[2]) for row in rows("iban_structures")}
    wrong = []
    text = files("stdnum").joinpath("iban.dat").read_text("utf-8")
    theirs = dict(re.findall(r'^([A-Z]{2}) .*?bban="([^"]+)"', text, re.M))
    missing = sorted(theirs.keys() - ours.keys())
    wrong += [f"{country}: only in python-stdnum" for country in missing]
    for country, bban in theirs.items():
        if country in ours and _expanded(bban) != _expanded(ours[country][1]):
            wrong.append(f"{country}: {ours[country][1]}, python-stdnum {bban}")
    for country, (length, structure) in ours.items():
        if len(_expanded(structure)) + 4 != length:
            wrong.append(f"{country}: length {length} is not that of {structure}")
    return wrong


def _expanded(structure: str) -> str:
    """Return one letter a character: "2!n4!a" is "nnaaaa"."""
    return "".join(kind * int(count) for count, kind in re.findall(r"([0-9]+)!?([nac])", structure))


def check_bank_codes() -> list[str]:
    """Compare with pakdatakit: a code that only it has, or a "both" that it lacks."""
    banks = _pakdatakit("iban")
    if banks is None:
        return []
    theirs = {bank.code for bank in banks.get_banks()}
    ours = {code for code, *_ in rows("bank_codes")}
    return [f"{code}: only in pakdatakit" for code in sorted(theirs - ours)] + [
        f"{code}: not in pakdatakit" for code in ours if code not in theirs | _OTHER_SOURCE
    ]


def check_card_ranges() -> list[str]:
    """Each range has ends of one length, in order, and lengths of 12 to 19 digits."""
    wrong = []
    for first, last, lengths, *_ in rows("card_ranges"):
        if len(first) != len(last) or first > last:
            wrong.append(f"{first}-{last}: not a range")
        if not all(12 <= int(length) <= 19 for length in lengths.split(",")):
            wrong.append(f"{first}-{last}: lengths {lengths}")
    networks = {"4111111111111111": "Visa", "5555555555554444": "Mastercard",
                "2223003122003222": "Mastercard", "378282246310005": "American",
                "30569309025904": "Diners", "6011111111111117": "Discover",
                "3530111333300000": "JCB", "6200000000000005": "UnionPay"}  # fmt: skip
    for number, network in networks.items():  # the networks' published test numbers
        found = next(
            (row for row in rows("card_ranges") if row[0] <= number[: len(row[0])] <= row[1]), None
        )
        if found is None or network not in " ".join(found[3:]):
            wrong.append(f"{network}'s test number {number[:4]}... is in no range of it")
    return wrong


def check_mobile_prefixes() -> list[str]:
    """Compare with phonenumbers, whose known gap is 338."""
    ours = {code for code, *_ in rows("mobile_prefixes")}
    theirs = {
        f"3{code:02d}"
        for code in range(100)
        if phonenumbers.number_type(phonenumbers.parse(f"+923{code:02d}1234567"))
        == PhoneNumberType.MOBILE
    }
    return [f"{code}: only in phonenumbers" for code in sorted(theirs - ours)] + [
        f"{code}: not in phonenumbers" for code in sorted(ours - theirs - {"338"})
    ]


def check_vehicle_series() -> list[str]:
    """Each is two letters, or with "-" in front three."""
    return [
        f"{word}: not two letters, nor three behind a dash"
        for word, *_ in rows("vehicle_series")
        if not re.fullmatch("[A-Z]{2}|-[A-Z]{3}", word)
    ]


def check_constituencies() -> list[str]:
    """Each is letters and a highest number, as the assemblies' seats."""
    return [
        f"{row[0]}: not letters and a number"
        for row in rows("constituencies")
        if not re.fullmatch("[A-Z]{2,4}", row[0]) or not row[1].isdecimal()
    ]


def check_boards() -> list[str]:
    """Each has a label of its own, a territory, and where the label names a town a listed one."""
    listed = words.places()
    wrong = []
    for label, territory, *name in rows("boards"):
        if territory not in _TERRITORIES:
            wrong.append(f"{label}: {territory} is no territory")
        town = label.removeprefix("BISE_").replace("_", " ")
        short = town.replace("DG", "Dera Ghazi").replace("DI", "Dera Ismail")
        if label.startswith("BISE_") and short.casefold() not in listed:
            wrong.append(f"{label}: places.txt has no {short}")
        if "Board" not in name:
            wrong.append(f"{label}: no board")
    return wrong


def check_universities() -> list[str]:
    """Each has a label of letters, and a form that holds letters besides those that vary."""
    return [
        f"{label}: not letters, or a form without letters of its own"
        for label, form, *_ in rows("universities")
        if not re.fullmatch("[A-Z]{2,8}", label)
        or (form != "-" and not re.fullmatch(r"[#@+/\-A-Z0-9]*[A-Z][#@+/\-A-Z0-9]*", form))
    ]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "area_codes": check_area_codes,
    "bank_codes": check_bank_codes,
    "boards": check_boards,
    "card_ranges": check_card_ranges,
    "cnic_districts": check_cnic_districts,
    "constituencies": check_constituencies,
    "iban_structures": check_iban_structures,
    "mobile_prefixes": check_mobile_prefixes,
    "universities": check_universities,
    "vehicle_series": check_vehicle_series,
}


def check_words(path: Path) -> list[str]:
    """A list of words: none twice, so that each exception is one line to read."""
    seen: set[str] = set()
    twice = []
    for word in (word for row in rows(path.stem) for word in row):
        if word in seen and word.isalpha():
            twice.append(f"{word}: twice")
        seen.add(word)
    return twice


def _pakdatakit(name: str) -> Any:
    try:
        return importlib.import_module(f"pakdatakit.{name}")
    except ImportError:
        print("pakdatakit is not installed: not compared")
        return None


def check_all() -> dict[str, list[str]]:
    """Return what is wrong with each table, by its file's name."""
    wrong: dict[str, list[str]] = {}
    for path in sorted(DATA.iterdir()):
        if path.suffix == ".crfsuite":  # the trained model: no table
            continue
        found = check_header(path)
        if not is_read(path):
            found.append("no module reads it")
        if path.stem in CHECKS:
            found += CHECKS[path.stem]()
        wrong[path.name] = found
    return wrong


def main() -> int:
    """Print what is wrong, one line each, and return the exit code."""
    wrong = check_all()
    for name, lines in wrong.items():
        for line in lines:
            print(f"{name}: {line}")
    print(json.dumps({name: len(lines) for name, lines in wrong.items()}, indent=1))
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
