"""What can go wrong, with the exit code and the remedy in each error.

No message ever holds a value from the data: it says what, where (file, row, column number) and
what to do. The library raises these; the command prints them and returns `exit_code`.
"""

from __future__ import annotations


class RedactorError(Exception):
    """Something stopped the run; nothing was written under a final name."""

    exit_code = 1


class UsageError(RedactorError):
    """The call can't be carried out as given: a missing file, an existing output, a typo."""

    exit_code = 2


class InputError(RedactorError):
    """The input could not be read as what it is."""


class QuarantineError(InputError):
    """A whole file was not understood: it is counted, named by kind, and not copied."""

    exit_code = 4


class KeyFileError(UsageError):
    """A key file is missing, damaged, readable by others or needs another passphrase."""


class PolicyError(UsageError):
    """A policy names an entity, an operator or a field that does not exist, or asks for harm."""


class DetectionError(RedactorError):
    """A recogniser is missing, failed or took too long: the run stops, nothing passes."""


class ResidualError(RedactorError):
    """Verification found personal data in the output."""

    exit_code = 3
