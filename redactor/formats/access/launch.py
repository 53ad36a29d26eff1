"""Starts a program of mdbtools inside limits of memory and time, without a network.

    python -m redactor.formats.access.launch mdb-export ... < database

The database comes as standard input, which the program opens as /dev/stdin: no file's name is on
a command line, where everybody on the machine could read it.
"""

from __future__ import annotations

import os
import sys

from redactor.formats import sandbox


def main() -> None:
    """Confine this process and become the program that the arguments name."""
    os.umask(0o077)
    sandbox.limit(sandbox.DEFAULT)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - a fixed program, found on the path


if __name__ == "__main__":
    main()
