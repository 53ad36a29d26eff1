"""Where copies are written, and how they get their final names: never over anything."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from redactor.errors import ResidualError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# The file by which a run's folder tells whether its process lives, and that of its journal.
_LOCK = "lock"
_NAME = re.compile(r"\.redactor-[0-9a-f]{16}")
JOURNAL = "journal"


def refuse_existing(targets: Iterable[Path], out: Path) -> None:
    """Raise UsageError if any of the files to be written exists."""
    existing = [target for target in targets if os.path.lexists(target)]
    if existing:
        raise UsageError(
            f"{out.name}: {len(existing)} of the output files exist already, and nothing is ever "
            "overwritten. Choose an empty or new folder for --out."
        )


@contextmanager
def working_folder(
    out: Path, unfinished: Path | None = None, *, keep: bool = False
) -> Iterator[Path]:
    """Make a private folder beside the final names; gone at the end, whatever happened.

    `unfinished` is the folder of a run that is gone on with. With `keep`, the folder of a run that
    was stopped stays, to be gone on with; not of one that failed by what it was given or found.
    """
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(out)
        folder = unfinished or out / f".redactor-{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700, exist_ok=unfinished is not None)
    except OSError as error:
        raise UsageError(f"{out.name}: can't be written to ({error.strerror})") from None
    is_kept = False
    lock = _locked(folder)
    try:
        yield folder
    except (UsageError, ResidualError):
        raise
    except BaseException:
        is_kept = keep
        raise
    finally:
        if not is_kept:
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
        if is_new and out.exists() and not any(out.iterdir()):
            out.rmdir()


def _locked(folder: Path) -> int:
    """Lock a folder for as long as this process lives; return what holds the lock."""
    # Under its name only when it is locked: until then nobody may take the folder for abandoned.
    beside = folder / f"{_LOCK}-{secrets.token_hex(8)}"
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # a file system without locks: nothing is ever cleared there
        beside.unlink()
    else:
        beside.replace(folder / _LOCK)
    return descriptor


def _clear_abandoned(out: Path) -> None:
    """Delete the folders of killed runs that can't be gone on with: what is in them is unverified.

    A folder that a living process has locked, or that holds a journal, stays.
    """
    for folder in out.glob(".redactor-*"):
        is_ours = _NAME.fullmatch(folder.name) and not folder.is_symlink()
        if not is_ours or (folder / JOURNAL).exists():
            continue
        try:
            descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def private(path: Path, offset: int = 0) -> int:
    """Return a descriptor for a file that only its owner can read, cut off and set at `offset`."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    os.ftruncate(descriptor, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return descriptor


def publish(path: Path, target: Path) -> None:
    """Give a verified file its final name, only if nothing has that name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(path)
    except FileExistsError:
        raise UsageError(
            f"{target.name}: appeared while the run went on; not overwritten"
        ) from None
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise UsageError(f"{target.name}: exists; not overwritten") from None
        path.rename(target)
    else:
        path.unlink()
