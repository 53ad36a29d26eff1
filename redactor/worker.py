"""What a worker process imports first: Presidio without what it does not need, see `loading`.

A fresh process imports the module of what it is to call before it calls it, and with `runner`
would import all of Presidio.
"""

from __future__ import annotations

from typing import Any

from redactor.loading import load

load("redactor.runner")


def start(*arguments: Any) -> None:
    """Make a worker of this process; `runner` says with what."""
    from redactor import runner  # noqa: PLC0415 - only after Presidio

    runner.start_worker(*arguments)
