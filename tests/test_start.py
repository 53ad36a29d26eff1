"""The command answers at once: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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
        "from redactor.loading import load_presidio\n"
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


def test_spacy_is_whole_for_others_though_presidio_was_loaded_without_it() -> None:
    program = (
        "import sys\n"
        "from redactor.loading import load_presidio\n"
        "load_presidio()\n"
        "import presidio_analyzer\n"
        "from presidio_analyzer.nlp_engine import NoOpNlpEngine\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not {'spacy', 'thinc', 'requests', 'urllib3', 'httpx'} & loaded, loaded\n"
        "try:\n    NoOpNlpEngine([{'lang_code': 'en', 'model_name': 'none'}])\n"
        "except RuntimeError:\n    pass\n"
        "else:\n    raise AssertionError('a stand-in worked as if it were spaCy')\n"
        "from presidio_analyzer.predefined_recognizers import EmailRecognizer\n"
        "assert EmailRecognizer().validate_result('a@b.notld') is False\n"  # it loads tldextract
        "import spacy\n"
        "assert len(spacy.blank('en')('two words')) == 2\n"
    )
    subprocess.run([sys.executable, "-W", "error::ImportWarning", "-c", program], check=True)


def test_a_presidio_that_asks_for_more_is_loaded_as_a_whole() -> None:
    program = (
        "import sys\n"
        "from redactor import loading\n"
        "loading._ABSENT = ('spacy', 'spacy.tokens')\n"  # spacy.language is missing
        "loading.load_presidio()\n"
        "import presidio_analyzer\n"
        "from presidio_analyzer.nlp_engine import NoOpNlpEngine\n"
        "NoOpNlpEngine([{'lang_code': 'en', 'model_name': 'none'}])\n"
        "assert 'spacy.language' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_plain_engine_has_all_of_presidio(tmp_path: Path) -> None:
    source = tmp_path / "leak.csv"
    source.write_text("name,cnic\nsomebody,35202-1234567-1\n")
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        command = ["redact", str(source), "--engine", "plain", "--jobs", jobs, "--out", str(out)]
        subprocess.run([sys.executable, "-m", "redactor", *command], check=True)
        assert b"1234567" not in (out / "leak.csv").read_bytes()
