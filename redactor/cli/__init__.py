"""The command `redactor`: parses, calls one method, maps the error to its exit code. No logic."""

from __future__ import annotations

import sys

from redactor.cli import exposure  # noqa: F401 - its commands add themselves
from redactor.cli.commands import cli

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command line; the entry point of the installed command."""
    cli(prog_name="redactor", args=sys.argv[1:])
