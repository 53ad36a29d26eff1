"""Check recognizers/pk/data/cnic_districts.txt: form, order, and one division a prefix.

The list can't be rebuilt by program, because its source is a list of tehsil codes in a repository
that is not fetched; with that list in a file (one five-digit code first on a line), the districts
in it are compared: `python tools/check_cnic_districts.py [CODES.txt]`. Exit code 1 on a difference.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TABLE = Path(__file__).parent.parent / "recognizers" / "pk" / "data" / "cnic_districts.txt"


def check(text: str) -> list[str]:
    """Return what is wrong with the table, one line each."""
    wrong = []
    rows = [line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    codes = [row[0] for row in rows]
    if codes != sorted(set(codes)):
        wrong.append("codes are not sorted, or one stands twice")
    wrong += [
        f"{code}: not three digits beginning 1 to 8"
        for code in codes
        if not re.fullmatch("[1-8][0-9]{2}", code)
    ]
    divisions: dict[str, set[str]] = {}
    for row in rows:
        divisions.setdefault(row[0][:2], set()).add(row[-1])
    wrong += [f"{prefix}: two names" for prefix, names in divisions.items() if len(names) > 1]
    return wrong


def main(arguments: list[str]) -> int:
    """Print what is wrong and return the exit code."""
    text = TABLE.read_text("utf-8")
    wrong = check(text)
    if arguments:
        listed = set(
            re.findall(r"^([0-9]{3})[0-9]{2}\b", Path(arguments[0]).read_text("utf-8"), re.M)
        )
        ours = {line[:3] for line in text.splitlines() if line[:1].isdigit()}
        wrong += [f"{code}: only in the source" for code in sorted(listed - ours)]
        wrong += [f"{code}: only in the table" for code in sorted(ours - listed)]
    print("\n".join(wrong) or "all is well")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
