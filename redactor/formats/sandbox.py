"""Sandbox: a parser of hostile containers runs in a child process with limits of its own.

The child has a memory limit, a limit of processor time, no network, no other programs, a private
folder that is gone afterwards, and a umask that lets nobody else read what it makes. What it gives
comes back as JSON, one value a line: never as pickle, which a subverted child could use to take
the parent over. If it dies, takes too long or raises, the file is quarantined: QuarantineError.

    for row in sandbox.stream("redactor.formats.excel:rows", source, options={"sheet": 0}):

`rows(source, **options)` is a function that yields what JSON can hold, or bytes, which go as they
are. Limits of memory and time are those of POSIX; Windows has only the time limit.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from redactor.errors import QuarantineError, RedactorError
from redactor.formats import fork_server
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    memory   bytes of address space.
    seconds  of processor time in all.
    wait     seconds without a value or a sign of life, until it counts as hanging.
    """

    memory: int = 2 << 30
    seconds: int = 3600
    wait: float = 300.0


DEFAULT = Limits()
# What the child's last line says, and what the parent makes of it.
_REASONS = {
    "MemoryError": "reading it took more memory than allowed",
    "died": "the program that read it was stopped by its limits, or crashed",
    "hung": "reading it took longer than allowed",
}
# A line of JSON, or bytes, that a child may give at once.
_LONGEST = 1 << 30
_COPIED = 1 << 20


class ChildError(QuarantineError):
    """A child failed. `cause` is "died", "hung", or the name of the error that it raised."""

    def __init__(self, message: str, cause: str) -> None:
        """Take the message and what happened."""
        super().__init__(message)
        self.cause = cause


def stream(
    function: str,
    source: Source,
    *,
    options: dict[str, Any] | None = None,
    limits: Limits = DEFAULT,
    kind: str = "a file",
    is_streamed: bool = False,
) -> Iterator[Any]:
    """Yield what "module:function"(source, **options) yields in a child process.

    With `is_streamed`, a source that is no file is not held: the child reads it once, as it comes.
    Raises ChildError (which names `kind`, and no value) when the child fails in any way.
    """
    task = _Task.of(function, source, options or {}, limits, is_streamed=is_streamed)
    with tempfile.TemporaryDirectory(prefix="redactor-") as folder:
        task.head["folder"] = folder
        with _child() as child:
            yield from _values(child, task, limits, kind)


@dataclass(frozen=True, slots=True)
class _Child:
    """A child process: where its task goes, where its answers come from, and what ends it."""

    given: IO[bytes]
    answers: IO[bytes]
    kill: Callable[[], object]


@contextlib.contextmanager
def _child() -> Iterator[_Child]:
    """Start a child; nothing is left of it behind the block."""
    child = _forked() if fork_server.IS_THERE else _fresh()
    try:
        yield child
    finally:
        child.kill()
        _close(child.given)
        _close(child.answers)


def _forked() -> _Child:
    given, to_child = os.pipe()
    from_child, answers = os.pipe()
    try:
        number = fork_server.begin([given, answers], _environment())
    except BaseException:
        os.close(to_child)
        os.close(from_child)
        raise
    finally:
        os.close(given)
        os.close(answers)
    return _Child(
        os.fdopen(to_child, "wb"), os.fdopen(from_child, "rb"), partial(fork_server.end, number)
    )


def _fresh() -> _Child:
    child = subprocess.Popen(
        [sys.executable, "-B", "-m", "redactor.formats.sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback could quote the data
        env=_environment(),
    )

    def kill() -> None:
        child.kill()
        child.wait()

    if child.stdin is None or child.stdout is None:  # pragma: no cover - both are pipes
        raise AssertionError
    return _Child(child.stdin, child.stdout, kill)


def _environment() -> dict[str, str]:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
    }
    if "SYSTEMROOT" in os.environ:
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return environment


@dataclass(slots=True)
class _Task:
    """What a child is told. No name is on its command line: it may hold an identifier.

    `given` is a source that is no file: its bytes follow the task. `error` is why they could not be
    read to their end, if so: then what the child makes of them is not whole.
    """

    head: dict[str, Any]
    given: Source | None
    error: Exception | None = None

    @classmethod
    def of(
        cls,
        function: str,
        source: Source,
        options: dict[str, Any],
        limits: Limits,
        *,
        is_streamed: bool,
    ) -> _Task:
        given: Source | None = None
        if source.path is None:
            given = source
            if not is_streamed or source.stream is None:
                given = Source(source.name, data=source.whole(limits.memory // 4))
        head = {
            "function": function,
            "name": source.name,
            "path": None if source.path is None else str(source.path.absolute()),
            "is_held": given is not None and given.stream is None,
            "options": options,
            "limits": asdict(limits),
            "modules": [path for path in sys.path if path],
        }
        return cls(head, given)

    def send(self, pipe: IO[bytes]) -> None:
        try:
            pipe.write(json.dumps(self.head).encode() + b"\n")
            for block in self._blocks():
                pipe.write(block)
            pipe.flush()
        except OSError:  # the child died; whoever reads from it will see
            pass
        finally:
            _close(pipe)

    def _blocks(self) -> Iterator[bytes]:
        if self.given is None:
            return
        try:
            with self.given.open() as stream:
                while block := stream.read(_COPIED):
                    yield block
        except Exception as error:  # noqa: BLE001 - in a thread: whoever reads is told
            self.error = error


def _values(child: _Child, task: _Task, limits: Limits, kind: str) -> Iterator[Any]:
    answers = child.answers
    sending = threading.Thread(target=task.send, args=(child.given,), daemon=True)
    sending.start()
    has_hung = threading.Event()

    def stop() -> None:
        has_hung.set()
        child.kill()

    while True:
        alarm = threading.Timer(limits.wait, stop)
        alarm.daemon = True
        alarm.start()
        try:
            line = answers.readline(_LONGEST)
            mark, value = line[:1], line[1:]
            size = int(value) if mark == b"b" and value.strip().isdigit() else -1
            block = answers.read(size) if 0 <= size <= _LONGEST else b""
        finally:
            alarm.cancel()
        if len(block) == size:
            yield block
            continue
        if mark == b"v" and line.endswith(b"\n"):
            yield json.loads(value)
            continue
        if line == b"~\n":
            continue
        if line == b".\n":
            sending.join()
            if task.error is None:
                return
        if isinstance(task.error, RedactorError):
            raise task.error
        if task.error is not None:
            cause = "cut off"
        elif has_hung.is_set():
            cause = "hung"
        else:
            cause = json.loads(value) if mark == b"x" else "died"
        reason = _REASONS.get(cause, f"damaged, or not what it says it is ({cause})")
        raise ChildError(
            f"{kind}: {reason}. Nothing of it is in the copy; open it in a program that you trust "
            "on a machine without other data, and save it anew",
            cause,
        )


def _close(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        pipe.close()


# -- in the child --------------------------------------------------------------------------------

_DENIED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.forkpty",
)
# In a child, where its answers go.
_parent: IO[bytes] | None = None


def tell_alive() -> None:
    """Tell the parent that this child goes on, though it has no value yet."""
    if _parent is not None:
        _parent.write(b"~\n")
        _parent.flush()


def _main() -> None:
    """Do the task of a child that started anew."""
    given, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a library prints must not be taken for a value.
    os.dup2(2, 1)
    work(given, answers)


def work(given: IO[bytes], out: IO[bytes]) -> NoReturn:
    """Do the task that is given, in a process of its own that ends with it."""
    global _parent  # noqa: PLW0603 - a child has one parent
    _parent = out
    os.umask(0o077)
    task = json.loads(given.readline())
    os.chdir(task["folder"])
    os.environ["TMPDIR"] = tempfile.tempdir = task["folder"]
    sys.path[:] = task["modules"]
    path = None if task["path"] is None else Path(task["path"])
    data = given.read() if task["is_held"] else None
    is_stream = path is None and data is None
    source = Source(task["name"], path, data, (lambda: given) if is_stream else None)  # type: ignore[arg-type,return-value]
    try:
        module, _, name = task["function"].partition(":")
        function = getattr(import_module(module), name)
        _confine(Limits(**task["limits"]))
        for value in function(source, **task["options"]):
            if isinstance(value, bytes):
                out.write(b"b%d\n" % len(value) + value)
            else:
                out.write(b"v" + json.dumps(value).encode() + b"\n")
        out.write(b".\n")
        out.flush()
    except Exception as error:  # noqa: BLE001 - only its type leaves the child
        try:
            out.write(b"x" + json.dumps(type(error).__name__).encode() + b"\n")
            out.flush()
        except Exception:  # noqa: BLE001 - then the parent sees that the child is gone
            os._exit(1)
    os._exit(0)


def _confine(limits: Limits) -> None:
    """Take from this process what it does not need; called when all code is loaded."""
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        pass
    else:
        _limit(resource.RLIMIT_AS, limits.memory)
        _limit(resource.RLIMIT_CPU, limits.seconds)
        _limit(resource.RLIMIT_CORE, 0)
    _leave_network()

    def deny(event: str, arguments: tuple[object, ...]) -> None:
        del arguments
        if event in _DENIED:
            raise PermissionError("not allowed in the sandbox")

    sys.addaudithook(deny)


def _limit(what: int, amount: int) -> None:
    import resource  # noqa: PLC0415 - POSIX only

    _, hard = resource.getrlimit(what)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS has no RLIMIT_AS that can be set
        resource.setrlimit(what, (amount, amount))


def _leave_network() -> None:
    """Go into an empty network of one's own where Linux lets users do so."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415 - Linux only

    new_user, new_network = 0x10000000, 0x40000000  # linux/sched.h
    try:
        ctypes.CDLL(None).unshare(new_user | new_network)
    except (OSError, AttributeError):
        return


if __name__ == "__main__":
    # The module that the functions import, not a second one of the name __main__.
    from redactor.formats import sandbox

    sandbox._main()  # noqa: SLF001 - its own
