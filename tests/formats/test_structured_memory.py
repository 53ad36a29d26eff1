"""Memory is that of a window, not of the file; and a line of 64 MB is no window."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys, tempfile, os
from redactor import formats
kind, megabytes = sys.argv[1], int(sys.argv[2])
heads = {"sql": "-- MySQL dump\\nCREATE TABLE `t` (`a` int, `b` text);\\nINSERT INTO `t` VALUES (0,'x')",
         "json": '[{"a": 0, "b": "x"}', "lines": '{"a": 0, "b": "x"}\\n', "html": "<html><p>x</p>"}
rows = {"sql": ",(%d,'remark number %d')", "json": ',{"a": %d, "b": "remark number %d"}',
        "lines": '{"a": %d, "b": "remark number %d"}\\n', "html": "<p id=x%d>remark number %d</p>"}
with tempfile.NamedTemporaryFile("w") as file:
    file.write(heads[kind])
    size = number = 0
    while size < megabytes << 20:
        row = rows[kind] % (number, number)
        file.write(row)
        size += len(row)
        number += 1
    file.flush()
    source = formats.Source.from_path(file.name)
    module = formats.recognise(source)
    with open(os.devnull, "w+b") as sink:
        module.write(module.read(source), sink)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sql", "json", "lines", "html"])
def test_a_file_of_100_mb_needs_no_more_memory_than_one_of_20(kind: str) -> None:
    peaks = []
    for megabytes in (20, 100):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, kind, str(megabytes)], capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.2, peaks
