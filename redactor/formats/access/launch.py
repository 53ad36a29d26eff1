"""Becomes a program of mdbtools inside limits of memory and time, without a network.

Run as a script of the bare interpreter, without any of our packages: a database of many tables
starts it often. The database comes as standard input, which the program opens as /dev/stdin: no
file's name is on a command line, where everybody on the machine could read it.
"""

import ctypes
import os
import resource
import sys

_MEMORY = 2 << 30  # bytes of address space
_SECONDS = 3_600  # of processor time
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # linux/sched.h


def main() -> None:
    """Confine this process and become the program that the arguments name."""
    os.umask(0o077)
    limits = (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, amount in limits:
        _, hard = resource.getrlimit(kind)
        amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):  # macOS has no RLIMIT_AS that can be set
            continue
    if sys.platform.startswith("linux"):
        # Where a kernel does not let users do it, the program keeps its network: it has no use.
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - a fixed program, found on the path


if __name__ == "__main__":
    main()
