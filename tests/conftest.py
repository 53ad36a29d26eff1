"""What every test runs under: no network, and no planted value in a log."""

from __future__ import annotations

import socket

import pytest
from hypothesis import settings

# The machine's load is no property of the code; what must be fast is timed in its own tests.
settings.register_profile("redactor", deadline=None)
settings.load_profile("redactor")

# A value that tests plant where an error could repeat it.
SENTINEL = "35202-7654321-9"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the program tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def _no_value_in_logs(caplog: pytest.LogCaptureFixture) -> object:
    with caplog.at_level("DEBUG"):
        yield
    for record in caplog.records:
        message = record.getMessage()
        assert SENTINEL not in message
        assert "7654321" not in message
