"""Every command and its help. Presidio and polars are imported late, so that help is quick."""

from __future__ import annotations

import functools
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redactor.cli.interruption import Interrupted, interruptible
from redactor.errors import RedactorError, UsageError
from redactor.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.keys import Key
    from redactor.policy import Policy
    from redactor.protection import Lists
    from redactor.report import Report

_INPUTS = click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
_POLICY = click.option(
    "--policy", "policy_name", default="study", show_default=True, metavar="NAME|FILE",
    help="What is done to what: study (tokens that stay linkable), evidence (placeholders only), "
    "publish and partner (tables in which each person looks like 10 or 4 others), "
    "or your own file (see `redactor policy`).",
)  # fmt: skip
_TEXT = click.option(
    "--text", "as_text", is_flag=True, help="Read every file line by line as plain text."
)
_UNKNOWN = click.option(
    "--on-unknown", type=click.Choice(["drop", "stop"]), default="drop", show_default=True,
    help="What is not understood: drop leaves it out and says so (exit code 4), stop writes "
    "nothing.",
)  # fmt: skip
# Processes by default, at most: each takes up to 0.5 GB of memory.
_MOST_JOBS = 4


def _cores() -> int:
    """Return how many processes to use where the user does not say."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(len(affinity(0)) if affinity else os.cpu_count() or 1, _MOST_JOBS)


_JOBS = click.option(
    "--jobs", type=click.IntRange(1, 256), default=_cores,
    show_default=f"one for each core, at most {_MOST_JOBS}",
    help="Processes to use, up to 0.5 GB of memory each; one for less than 4 MB.",
)  # fmt: skip
_ENGINE_ON = click.option(
    "--engine-on", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="spark: one task a file on a Spark cluster (see docs/scale.md).",
)  # fmt: skip
_MASTER = click.option(
    "--master", metavar="URL", help="Spark's master: local[4], spark://HOST:7077, yarn."
)
_ENGINE = click.option(
    "--engine", type=click.Choice(["fast", "plain"]), default="fast", show_default=True,
    help="plain: every cell through Presidio's own engine. Same findings, much slower.",
)  # fmt: skip


def _guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Print an error's message and exit with its code; never a traceback, never a value."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            with interruptible():
                code = command(*args, **kwargs) or 0
        except RedactorError as error:
            click.echo(f"redactor: {error}", err=True)
            code = error.exit_code
        except (KeyboardInterrupt, Interrupted):
            click.echo("redactor: interrupted. Nothing was kept.", err=True)
            code = 1
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os._exit(1)
        except MemoryError:
            click.echo("redactor: not enough memory. Nothing was kept.", err=True)
            code = 1
        except Exception as error:  # noqa: BLE001 - the message may hold a value: only its type is told
            place = error.__traceback__
            while place is not None and place.tb_next is not None:
                place = place.tb_next
            where = (
                f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
                if place
                else "?"
            )
            click.echo(
                f"redactor: internal error ({type(error).__name__} at {where}). Nothing was kept. "
                "Please report this line with what `redactor doctor` prints.",
                err=True,
            )
            code = 1
        sys.exit(code)

    return run


def _policy(name: str) -> Policy:
    from redactor.policy import Policy  # noqa: PLC0415

    return Policy.load(name)


def _key(path: Path | None) -> Key:
    from redactor.keys import Key  # noqa: PLC0415

    if path is None:
        return Key.generate()
    return Key.load(path, lambda: str(click.prompt("Passphrase", hide_input=True, err=True)))


def _new_passphrases(*, two_person: bool) -> list[str]:
    """Ask one or two persons for a passphrase each, twice."""
    names = ["first person", "second person"] if two_person else ["vault"]
    phrases = [
        str(click.prompt(f"Passphrase ({name})", hide_input=True, confirmation_prompt=True,
                         err=True))
        for name in names
    ]  # fmt: skip
    if len(set(phrases)) != len(phrases):
        raise UsageError("two persons need two passphrases that differ")
    return phrases


def _lists(protect: Path | None, keep: Path | None) -> Lists:
    from redactor.protection import Kept, Lists, Protected  # noqa: PLC0415

    return Lists(
        Protected.load(protect) if protect is not None else None,
        Kept.load(keep) if keep is not None else None,
    )


def _summary(report: Report, out: Path | None) -> None:
    """Say on stderr what was done."""
    found = sum(report.entities().values())
    rows = sum(file.rows for file in report.files)
    click.echo(f"{len(report.files)} files, {rows:,} rows, {found:,} findings.", err=True)
    if report.repaired:
        click.echo(f"{report.repaired} more were found by the search and removed.", err=True)
    parts = sum(file.quarantined_count for file in report.files)
    if report.unreadable or parts:
        click.echo(
            f"Quarantined, not in the copy: {len(report.unreadable)} files, {parts} records.",
            err=True,
        )
        for name, reason, remedy in report.unreadable[:20]:
            click.echo(f"  {name}: {reason} {remedy}".rstrip(), err=True)
    dropped = report.dropped()
    if dropped:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(dropped.items()))
        click.echo(f"Left out by design: {kinds}.", err=True)
    kept = sum((file.kept.total() for file in report.files), 0)
    if kept:
        click.echo(f"{kept:,} values of the --keep list were left in place.", err=True)
    for release in report.release:
        click.echo(
            f"Release: {release['rows']:,} rows, {release['suppressed']:,} taken out "
            f"({release['suppressed_share']:.1%}); "
            + ", ".join(f"{column} by {level}" for column, level in release["levels"].items()),
            err=True,
        )
    if out is not None and report.files:
        click.echo(f"Read back and searched: clean. Written to {out}", err=True)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example:  redactor redact subscribers.csv --out redacted/",
)
@click.version_option(package_name="pk-redactor", prog_name="redactor")
def cli() -> None:
    """Turn leaked Pakistani data into a copy that can be studied safely.

    Works offline. Never changes or overwrites a file. Exit codes: 0 done and verified, 1 failed,
    2 wrong usage, 3 personal data was still found, 4 part of the input was not understood.
    """


@cli.command(epilog="Example:  redactor redact leak/ --out redacted/ --key study.key --resume")
@_INPUTS
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the copy; made if missing."
)
@_POLICY
@click.option("--key", "key_path", type=click.Path(path_type=Path),
              help="Key file, so that tokens agree with those of other runs (`redactor key new`). "
              "Without it a key is made for this run and never stored.")  # fmt: skip
@click.option("--protect", type=click.Path(path_type=Path), metavar="FILE",
              help="Names and numbers that must not survive in any form, a line each; above every "
              "rule. Never shown or logged.")  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path), metavar="FILE",
              help="Values that may stay, a line each; the report counts them.")  # fmt: skip
@click.option("--vault", "vault_path", type=click.Path(path_type=Path), metavar="FILE",
              help="Also write, sealed under a passphrase asked here, which value each token "
              "stands for (`redactor reveal`). Not needed to link or count.")  # fmt: skip
@click.option("--two-person", is_flag=True,
              help="The vault needs the passphrases of two persons.")  # fmt: skip
@click.option("--risk", "measure_risk", is_flag=True,
              help="Measure what the copy's tables still give away, for the report; publish and "
              "partner always do (see `redactor risk`).")  # fmt: skip
@_JOBS
@_ENGINE
@_TEXT
@_UNKNOWN
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped; keep what is done "
              "if this one is. Needs --key; the copy is that of a run in one go.")  # fmt: skip
@_ENGINE_ON
@_MASTER
@_guarded
def redact(
    inputs: tuple[Path, ...], out: Path | None, policy_name: str, key_path: Path | None,
    protect: Path | None, keep: Path | None, vault_path: Path | None, two_person: bool,
    measure_risk: bool, jobs: int, engine: Any, as_text: bool, on_unknown: Any, engine_on: str,
    master: str | None, resume: bool,
) -> int:  # fmt: skip
    """Write a copy of files or folders in which personal data is replaced.

    Every identifier, name and address becomes a token (CNIC_7Q2M4K9XD3VA5BTW) or a placeholder
    (<ADDRESS>). The copy is read back and searched before it gets its name. report.html says what
    was done. INPUT - reads standard input and writes standard output.
    """
    if (engine_on == "spark") != (master is not None):
        raise UsageError("--engine-on spark and --master URL belong together")
    if master is not None:
        if any((protect, keep, vault_path, measure_risk, resume)):
            raise UsageError(
                "--protect, --keep, --vault, --risk and --resume don't work on Spark; run on one "
                "machine"
            )
        return _redact_on_spark(
            inputs, out, policy_name, key_path, master, as_text=as_text, on_unknown=on_unknown
        )
    policy = _policy(policy_name)
    if key_path is not None and policy.publish is not None and policy.publish.tokens == "random":
        raise UsageError("a release has random tokens, which no key makes: leave --key out")
    if vault_path is not None and policy.publish is not None:
        raise UsageError("a release has no way back, so no vault: make it with the study's copy")
    if vault_path is not None and (out is None or os.path.lexists(vault_path)):
        raise UsageError("--vault needs --out, and a file that does not exist yet")
    if vault_path is not None and resume:
        raise UsageError("a vault of a resumed run would lack tokens: run anew without --resume")
    lists, key = _lists(protect, keep), _key(key_path)
    phrases = _new_passphrases(two_person=two_person) if vault_path is not None else []
    from redactor.vault import Vault  # noqa: PLC0415

    vault = Vault() if vault_path is not None else None
    from redactor.cli.progress import progress  # noqa: PLC0415

    load("redactor.pipeline", whole=engine == "plain")
    from redactor.pipeline import Pipeline  # noqa: PLC0415

    if inputs == (Path("-"),):
        pipeline = Pipeline(
            policy, key, engine=engine, jobs=jobs, as_text=as_text, on_unknown=on_unknown,
            lists=lists,
        )  # fmt: skip
        return _redact_stream(pipeline)
    if out is None:
        raise UsageError("--out is missing: name the folder for the copy")
    with progress() as advance:
        pipeline = Pipeline(
            policy, key, engine=engine, jobs=jobs, as_text=as_text, on_unknown=on_unknown,
            measure_risk=measure_risk, lists=lists, vault=vault, progress=advance,
            is_lasting=key_path is not None, notice=_notice,
        )  # fmt: skip
        report = pipeline.run(list(inputs), out, resume=resume)
    if vault is not None and vault_path is not None:
        vault.save(vault_path, phrases)
        click.echo(f"{len(vault):,} tokens are in {vault_path}. Keep it apart.", err=True)
    _summary(report, out)
    if lists.protected is not None:
        click.echo("Nobody of the --protect list was found in the copy.", err=True)
    return report.exit_code


def _notice(text: str) -> None:
    click.echo(f"redactor: {text}", err=True)


def _redact_on_spark(
    inputs: tuple[Path, ...], out: Path | None, policy_name: str, key_path: Path | None,
    master: str, **options: Any,
) -> int:  # fmt: skip
    if out is None:
        raise UsageError("--out is missing: name the folder for the copy")
    policy = _policy(policy_name)
    # On this machine the key stays in memory; on others it is read from a file of that name.
    is_elsewhere = key_path is not None and not master.startswith("local")
    key = key_path if key_path is not None and is_elsewhere else _key(key_path)
    from redactor import cluster  # noqa: PLC0415

    with cluster.session(master) as spark:
        report = cluster.run(spark, list(inputs), out, policy, key, **options)
    _summary(report, out)
    return report.exit_code


def _redact_stream(pipeline: Any) -> int:
    from redactor.stream import redact_stream  # noqa: PLC0415

    report = redact_stream(sys.stdin.buffer, sys.stdout.buffer, pipeline)
    return int(report.exit_code)


@cli.command(epilog="Example:  redactor scan leak/ --json > counts.json")
@_INPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@_POLICY
@_JOBS
@_ENGINE
@_TEXT
@_guarded
def scan(
    inputs: tuple[Path, ...], as_json: bool, policy_name: str, jobs: int, engine: Any,
    as_text: bool,
) -> int:  # fmt: skip
    """Count what is in files: by file, column and kind. Shows no value, writes nothing."""
    policy, key = _policy(policy_name), _key(None)
    load("redactor.pipeline", whole=engine == "plain")
    from redactor.pipeline import Pipeline  # noqa: PLC0415

    pipeline = Pipeline(policy.for_scan(), key, engine=engine, jobs=jobs, as_text=as_text)
    report = pipeline.scan(list(inputs))
    if as_json:
        whole = report.to_dict()
        kept = ("schema", "version", "versions", "found", "files", "quarantined_files")
        click.echo(json.dumps({k: whole[k] for k in kept}, indent=2, ensure_ascii=False))
        return report.exit_code
    for file in report.files:
        click.echo(f"{file.name}  ({file.format}, {file.rows:,} rows)")
        for column, counts in file.columns.items():
            for entity, count in counts.most_common():
                click.echo(f"  {column or '(no column)':<30} {entity:<26} {count:>12,}")
    for name, reason, _ in report.unreadable:
        click.echo(f"{name}  quarantined: {reason}")
    return report.exit_code


@cli.command(epilog="Example:  redactor verify redacted/ --original leak/")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--original", "originals", multiple=True, required=True,
              type=click.Path(path_type=Path), help="What it was made from.")  # fmt: skip
@_POLICY
@_TEXT
@_guarded
def verify(folder: Path, originals: tuple[Path, ...], policy_name: str, as_text: bool) -> int:
    """Search a redacted copy for everything that the original holds.

    Ends with 0 if nothing was found and 3 if something was.
    """
    policy, key = _policy(policy_name), _key(None)
    load("redactor.pipeline")
    from redactor.pipeline import Pipeline  # noqa: PLC0415

    report = Pipeline(policy, key, as_text=as_text).verify(folder, list(originals))
    click.echo(f"{len(report.files)} files searched: nothing of the original was found.", err=True)
    for name, reason, _ in report.unreadable:
        click.echo(f"{name}  not read, so not searched (for): {reason}", err=True)
    return report.exit_code


@cli.group(epilog="Example:  redactor key new study.key")
def key() -> None:
    """Make and destroy the keys that tokens are made with."""


@key.command("new", epilog="Example:  redactor key new study.key --passphrase")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase", "with_passphrase", is_flag=True,
              help="Protect the file with a passphrase, asked here.")  # fmt: skip
@_guarded
def key_new(file: Path, with_passphrase: bool) -> None:
    """Make a key file that only you can read. Whoever has it can link tokens to values."""
    from redactor.keys import Key  # noqa: PLC0415

    phrase = None
    if with_passphrase:
        phrase = str(
            click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
        )
    Key.generate().save(file, phrase)
    click.echo(f"Key written to {file}. Keep it apart from the data.", err=True)


@key.command("destroy", epilog="Example:  redactor key destroy study.key")
@click.argument("file", type=click.Path(path_type=Path))
@click.confirmation_option(
    prompt="Every token made with this key becomes irreversible. Destroy it?"
)
@_guarded
def key_destroy(file: Path) -> None:
    """Overwrite and delete a key file: its tokens can never be made again."""
    from redactor import keys  # noqa: PLC0415

    destroyed = keys.destroy(file)
    click.echo("Destroyed. What this can't promise:", err=True)
    for caveat in destroyed.caveats:
        click.echo(f"- {caveat}", err=True)


@cli.command(epilog="Example:  redactor reveal CNIC_7Q2M4K9XD3VA5BTW --vault study.vault")
@click.argument("tokens", nargs=-1, required=True, metavar="TOKEN...")
@click.option("--vault", "vault_path", required=True, type=click.Path(path_type=Path),
              help="What `redactor redact --vault` wrote.")  # fmt: skip
@_guarded
def reveal(tokens: tuple[str, ...], vault_path: Path) -> int:
    """Say whose token it is, out of a vault: for lawful re-identification.

    Prints a line a token, with its value. Asks for the passphrase, or for both where the vault was
    made with --two-person. TOKEN - reads tokens from standard input.
    """
    from redactor import vault  # noqa: PLC0415

    if tokens == ("-",):
        tokens = tuple(sys.stdin.read().split())
    needed = vault.persons_of(vault_path)
    names = ["first person", "second person"] if needed > 1 else ["vault"]
    phrases = [
        str(click.prompt(f"Passphrase ({name})", hide_input=True, err=True)) for name in names
    ]
    found = vault.reveal(vault_path, tokens, phrases)
    for token in tokens:
        if token in found:
            click.echo(f"{token}\t{found[token]}")
    missing = sum(token not in found for token in tokens)
    if missing:
        raise UsageError(f"{missing} token(s) are not in this vault")
    return 0


@cli.command(epilog="Example:  redactor recognizers | less")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@_guarded
def recognizers(as_json: bool) -> None:
    """List every kind of personal data that is found: name, issuer, proof, what is not known.

    Recall and precision are measured on generated data (docs/entities.md says how), as shares.
    """
    from redactor.catalogue import catalogue, describe  # noqa: PLC0415

    entries = catalogue()
    if as_json:
        click.echo(json.dumps(entries, indent=2, ensure_ascii=False))
        return
    for entry in entries:
        click.echo(describe(entry))


@cli.group(epilog="Example:  redactor policy show study > mine.toml")
def policy() -> None:
    """Show and check the rules of what is done to what."""


@policy.command("show", epilog="Example:  redactor policy show evidence")
@click.argument("name")
@_guarded
def policy_show(name: str) -> None:
    """Print a policy as it is written, ready to be changed."""
    click.echo(_policy(name).text().rstrip("\n"))


@policy.command("check", epilog="Example:  redactor policy check mine.toml")
@click.argument("file", type=click.Path(path_type=Path))
@_guarded
def policy_check(file: Path) -> None:
    """Say whether a policy file is right; if not, what is meant instead."""
    if not file.exists():
        raise UsageError(f"{file.name}: there is no such file")
    checked = _policy(str(file))
    click.echo(f"{file.name}: a good policy ({checked.name}).", err=True)
    for caution in checked.cautions():
        click.echo(f"- {caution}", err=True)


@cli.command(epilog="Example:  redactor doctor")
@_guarded
def doctor() -> int:
    """Check this installation: versions, what is loaded, what can't be found here."""
    from redactor.catalogue import diagnose  # noqa: PLC0415

    lines, is_well = diagnose()
    click.echo("\n".join(lines))
    return 0 if is_well else 1
