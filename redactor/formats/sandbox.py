"""Sandbox: a parser of hostile containers runs in a child process with limits of its own.

The child has a memory limit, a limit of processor time, no network, no other programs, a private
folder that is gone afterwards, and a umask that lets nobody else read what it makes. What it gives
comes back as JSON, one value a line: never as pickle, which a subverted child could use to take
the parent over. If it dies, takes too long or raises, the file is quarantined: QuarantineError.

    for row in sandbox.stream("redactor.formats.excel:rows", source, options={"sheet": 0}):

`rows(source, **options)` is a function that yields what JSON can hold; bytes are its own matter.
Limits of memory and time are those of POSIX; Windows has only the time limit.
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
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from redactor.errors import QuarantineError
from redactor.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    memory   bytes of address space.
    seconds  of processor time in all.
    wait     seconds without a value, until it counts as hanging.
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


def stream(
    function: str,
    source: Source,
    *,
    options: dict[str, Any] | None = None,
    limits: Limits = DEFAULT,
    kind: str = "a file",
) -> Iterator[Any]:
    """Yield what "module:function"(source, **options) yields in a child process.

    Raises QuarantineError (which names `kind`, and no value) when the child fails in any way.
    """
    with tempfile.TemporaryDirectory(prefix="redactor-") as folder:
        command = [sys.executable, "-B", "-m", "redactor.formats.sandbox"]
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONIOENCODING": "utf-8",
            "TMPDIR": folder,
            "LC_ALL": "C.UTF-8",
        }
        if "SYSTEMROOT" in os.environ:
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could quote the data
            cwd=folder,
            env=environment,
        )
        try:
            yield from _values(child, _task(function, source, options or {}, limits), limits, kind)
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None and not pipe.closed:
                    _close(pipe)


def _task(function: str, source: Source, options: dict[str, Any], limits: Limits) -> list[bytes]:
    """Return what the child is told. No name is on its command line: it may hold an identifier."""
    data = source.whole(limits.memory // 4) if source.path is None else b""
    task = {
        "function": function,
        "name": source.name,
        "path": None if source.path is None else str(source.path.absolute()),
        "size": len(data),
        "options": options,
        "limits": asdict(limits),
    }
    return [json.dumps(task).encode() + b"\n", data]


def _values(
    child: subprocess.Popen[bytes], task: list[bytes], limits: Limits, kind: str
) -> Iterator[Any]:
    stdin, stdout = child.stdin, child.stdout
    if stdin is None or stdout is None:  # pragma: no cover - both are pipes
        raise AssertionError
    threading.Thread(target=_send, args=(stdin, task), daemon=True).start()
    has_hung = threading.Event()

    def stop() -> None:
        has_hung.set()
        child.kill()

    while True:
        alarm = threading.Timer(limits.wait, stop)
        alarm.daemon = True
        alarm.start()
        try:
            line = stdout.readline()
        finally:
            alarm.cancel()
        mark, value = line[:1], line[1:]
        if mark == b"v" and line.endswith(b"\n"):
            yield json.loads(value)
            continue
        if mark == b"." and line.endswith(b"\n"):
            return
        name = "hung" if has_hung.is_set() else json.loads(value) if mark == b"x" else "died"
        reason = _REASONS.get(name, f"damaged, or not what it says it is ({name})")
        raise QuarantineError(
            f"{kind}: {reason}. Nothing of it is in the copy; open it in a program that you trust "
            "on a machine without other data, and save it anew"
        )


def _send(pipe: IO[bytes], parts: list[bytes]) -> None:
    try:
        for part in parts:
            pipe.write(part)
        pipe.flush()
    except OSError:  # the child died; whoever reads from it will see
        pass
    finally:
        _close(pipe)


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


def _main() -> None:
    os.umask(0o077)
    # What a library prints must not be taken for a value.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    task = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(task["size"]) if task["path"] is None else None
    path = None if task["path"] is None else Path(task["path"])
    try:
        module, _, name = task["function"].partition(":")
        function = getattr(import_module(module), name)
        _confine(Limits(**task["limits"]))
        for value in function(Source(task["name"], path, data), **task["options"]):
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
    _main()
