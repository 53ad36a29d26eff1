"""Fork server: a process without data that forks the sandbox's children: they start at once.

A new Python takes a tenth of a second to start, which a folder of ten thousand letters can't
afford. The server has loaded what children need and holds nothing else: no file, no key, no cell.
Each child is a fork of it, made for one task and gone after it. It ends with its parent, however
that ends, and takes all children with it. Windows has no fork: there each child starts anew.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IS_THERE = hasattr(os, "fork") and hasattr(socket, "send_fds")
# What children need most often; nothing that starts threads.
_LOADED = ("redactor.formats.unpacking", "redactor.formats.mail_structure")
_MESSAGE = struct.Struct("=cq")
_BEGIN, _END = b"b", b"e"

_lock = threading.Lock()
_server: _ForkServer | None = None


class _ForkServer:
    """The parent's end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.owner = os.getpid()
        self.socket, other = socket.socketpair()
        with other:
            self.process = subprocess.Popen(
                [sys.executable, "-B", "-m", __name__, str(other.fileno())],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )

    def ask(self, what: bytes, number: int, descriptors: Sequence[int] = ()) -> int:
        """Send a message and return the answer. Raises OSError when the fork server is gone."""
        socket.send_fds(self.socket, [_MESSAGE.pack(what, number)], list(descriptors))
        answer = self.socket.recv(_MESSAGE.size, socket.MSG_WAITALL)
        if len(answer) < _MESSAGE.size:
            raise OSError("the fork server is gone")
        found: int = _MESSAGE.unpack(answer)[1]
        return found

    def close(self) -> None:
        self.socket.close()
        if self.owner == os.getpid():
            self.process.wait()


def begin(descriptors: Sequence[int], environment: Mapping[str, str]) -> int:
    """Start a child that has its task at the first descriptor and answers at the second.

    Returns its process number. Raises OSError when it can't be started.
    """
    global _server  # noqa: PLW0603 - one a process
    with _lock:
        for attempt in range(2):
            if _server is None or _server.owner != os.getpid():
                _server = _ForkServer(environment)
            try:
                return _server.ask(_BEGIN, 0, descriptors)
            except BaseException as error:  # it was killed; or Ctrl-C, and the answer is not read
                _server.close()
                _server = None
                if attempt or not isinstance(error, OSError):
                    raise
        raise AssertionError


def end(child: int) -> None:
    """Kill a child if it still runs."""
    with _lock, contextlib.suppress(OSError):
        if _server is not None and _server.owner == os.getpid():
            _server.ask(_END, child)


@atexit.register
def _close() -> None:
    if _server is not None:
        _server.close()


# -- in the fork server ---------------------------------------------------------------------------


def _main(descriptor: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: set[int] = set()
    for name in _LOADED:
        import_module(name)
    with socket.socket(fileno=descriptor) as parent:
        while True:
            message, descriptors, _, _ = socket.recv_fds(parent, _MESSAGE.size, 2)
            if len(message) < _MESSAGE.size:
                break
            what, child = _MESSAGE.unpack(message)
            if what == _BEGIN:
                child = os.fork()
                if not child:
                    parent.close()
                    _work(descriptors)
                for number in descriptors:
                    os.close(number)
                children.add(child)
            elif child in children:
                _stop(child)
                children.remove(child)
            parent.sendall(_MESSAGE.pack(what, child))
    for child in children:
        _stop(child)


def _stop(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)


def _work(descriptors: Sequence[int]) -> NoReturn:
    from redactor.formats import sandbox  # noqa: PLC0415 - it imports this module

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    given, answers = descriptors
    sandbox.work(os.fdopen(given, "rb"), os.fdopen(answers, "wb"))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
