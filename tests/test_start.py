"""The command answers at once: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import time

HEAVY = ("polars", "presidio_analyzer", "presidio_anonymizer", "spacy", "numpy", "pandas",
         "pyarrow", "pyspark", "hyperscan", "pydantic", "cryptography", "rich")  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import json, sys\n"
        "from redactor.cli import cli\n"
        "try:\n    cli(['redact', '--help'], prog_name='redactor')\n"
        "except SystemExit:\n    pass\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert json.loads(done.stderr) == []
    assert b"--out" in done.stdout


def test_help_answers_before_anybody_wonders() -> None:
    # 0.15 s of work on a quiet machine; the bound is for one that is busy with other tests.
    times = []
    for _ in range(3):
        before = time.perf_counter()
        subprocess.run([sys.executable, "-m", "redactor", "--help"], capture_output=True, check=True)
        times.append(time.perf_counter() - before)
    assert min(times) < 2.0


def test_the_public_names_are_there_when_asked_for() -> None:
    import redactor

    for name in redactor.__all__:
        assert getattr(redactor, name).__name__ == name


def test_presidio_checks_patterns_though_its_own_were_not_checked() -> None:
    program = (
        "from redactor.cli.loading import load_presidio\n"
        "load_presidio()\n"
        "import presidio_analyzer\n"
        "assert presidio_analyzer.AnalyzerEngine and presidio_analyzer.pattern.Pattern\n"
        "from presidio_analyzer.predefined_recognizers import UrlRecognizer\n"
        "found = UrlRecognizer().analyze('see https://example.org', ['URL'])\n"
        "assert len(found) == 1\n"
        "try:\n    presidio_analyzer.Pattern('broken', '(', 0.5)\n"
        "except ValueError:\n    pass\n"
        "else:\n    raise AssertionError('a broken pattern was taken')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_spacy_is_whole_though_its_command_line_was_not_loaded() -> None:
    program = (
        "import sys\n"
        "from redactor.cli.loading import load_presidio\n"
        "load_presidio()\n"
        "import presidio_analyzer, spacy\n"
        "assert 'presidio_analyzer' in sys.modules and 'spacy.language' in sys.modules\n"
        "assert not {'httpx', 'weasel', 'spacy.cli'} & set(sys.modules)\n"
        "import spacy.cli\n"
        "assert spacy.cli.info.__module__ == 'spacy.cli.info' and spacy.cli.download\n"
        "sys.modules['spacy.cli.info'].info = lambda model: model\n"  # the real one asks a server
        "assert spacy.info('x') == 'x'\n"
        "assert len(spacy.blank('en')('two words')) == 2\n"
    )
    subprocess.run([sys.executable, "-W", "error::ImportWarning", "-c", program], check=True)
