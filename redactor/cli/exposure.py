"""Commands that ask what a copy still gives away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redactor.cli.commands import _guarded, _policy, cli

if TYPE_CHECKING:
    from redactor.exposure import Exposure


@cli.command(epilog="Example:  redactor risk redacted/ --quasi district,sex,birth_year --unit cnic")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--quasi", default="", metavar="COLUMNS",
              help="Columns that together can name a person, by commas. Left out, they are "
              "proposed from headers and cells.")  # fmt: skip
@click.option("--sensitive", default="", metavar="COLUMNS",
              help="Columns that must not become known of a person, by commas.")  # fmt: skip
@click.option("--unit", metavar="COLUMN",
              help="Column of tokens that stands for the person; left out, the best is taken, and "
              "without one every row is a person.")  # fmt: skip
@click.option("--population", type=click.IntRange(1), metavar="N",
              help="Persons that the table was drawn from, for estimates beyond it.")  # fmt: skip
@click.option("--population-list", type=click.Path(path_type=Path), metavar="FILE|DIR",
              help="A list of these persons, a row each, that an intruder may hold (voters, a "
              "census), with the same quasi-identifiers: journalist risk against it.")  # fmt: skip
@click.option("--policy", "policy_name", default="study", show_default=True, metavar="NAME|FILE",
              help="Its roles of columns count.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@_guarded
def risk(
    inputs: tuple[Path, ...], quasi: str, sensitive: str, unit: str | None,
    population: int | None, population_list: Path | None, policy_name: str, as_json: bool,
) -> int:  # fmt: skip
    """Measure whether the remaining columns single persons out. Shows no value.

    Tells the smallest class of persons who look alike (k-anonymity), the share of persons in
    small classes, what a class gives away (l-diversity, t-closeness), the chance of an intruder
    (prosecutor, journalist, marketer), and how few rows are enough to know a person among all.
    """
    from redactor.exposure import measure_exposure  # noqa: PLC0415

    found = measure_exposure(
        list(inputs),
        _policy(policy_name),
        quasi=_names(quasi),
        sensitive=_names(sensitive),
        unit=unit,
        population=population,
        population_list=[population_list] if population_list is not None else [],
    )
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
    else:
        _print_risk(found)
    return found.exit_code


@cli.command(epilog="Example:  redactor attack redacted/ --original leak/")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--original", "originals", multiple=True, required=True,
              type=click.Path(path_type=Path), help="What the copy was made from.")  # fmt: skip
@click.option("--second", type=click.Path(path_type=Path),
              help="Another copy of the same people, earlier or public.")  # fmt: skip
@click.option("--passphrases", type=click.Path(path_type=Path), metavar="FILE",
              help="Guesses of the key's passphrase, a line each.")  # fmt: skip
@click.option("--tolerance", type=click.FloatRange(0, 1), default=0.1, show_default=True,
              help="Gain over guessing that is no win yet: a class of 11 gives 1/11.")  # fmt: skip
@click.option("--policy", "policy_name", default="study", show_default=True, metavar="NAME|FILE",
              help="Its roles of columns count.")  # fmt: skip
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE",
              help="Also write a page with the results, in English and Urdu.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@_guarded
def attack(
    folder: Path, originals: tuple[Path, ...], second: Path | None, passphrases: Path | None,
    tolerance: float, policy_name: str, page: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Play the intruder on a copy: numbers, counts, links, order, pieces. Shows no value.

    Each attack is first tried on a copy made weak on purpose, where it must succeed. Ends with 3
    if the intruder wins one, 4 if a file could not be attacked.
    """
    from redactor.attack import attack as play  # noqa: PLC0415
    from redactor.exposure import detecting  # noqa: PLC0415

    policy = _policy(policy_name)
    guesses = passphrases.read_text("utf-8").splitlines() if passphrases is not None else []
    found = play(
        folder,
        list(originals),
        second=second,
        passphrases=guesses,
        overrides=policy.roles(),
        entity_of=detecting(policy),
        tolerance=tolerance,
    )
    if page is not None:
        from redactor.report import write_attacks  # noqa: PLC0415

        write_attacks(found.to_dict(), page)
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
    else:
        _print_attacks(found.to_dict())
    return found.exit_code


def _print_attacks(found: dict[str, Any]) -> None:
    for table in found["tables"]:
        click.echo(", ".join(table["columns"]))
        for entry in table["attacks"]:
            if not entry["tried"]:
                click.echo(f"  {entry['name']:<24} nothing to try")
                continue
            verdict = "WINS" if entry["won"] else "by design" if not entry["counts"] else "fails"
            click.echo(
                f"  {entry['name']:<24} {verdict:<9} gain {entry['gain']:>7.2%} "
                f"(95 %: {entry['low']:.2%} to {entry['high']:.2%}), {entry['tried']:,} tried, "
                f"chance {entry['chance']:.2%}, control {entry['control']:.0%}"
            )
    for entry in found["not_attacked"]:
        click.echo(f"{entry['name']}  not attacked: {entry['reason']}")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _print_risk(found: Exposure) -> None:
    for table in found.to_dict()["tables"]:
        _print_table(table)
    for name, reason in found.left_out:
        click.echo(f"{name}  not measured: {reason}")


def _print_table(table: dict[str, Any]) -> None:
    unit = table["unit"]
    click.echo(
        f"{', '.join(table['files'])}: {table['rows']:,} rows, {table['persons']:,} persons "
        f"({'by ' + unit if unit else 'each row is one'})"
    )
    for column in table["columns"]:
        alone = table["unique_by_column"].get(column["column"])
        tail = f", unique alone: {alone:.2%}" if alone is not None else ""
        name = column["column"] or "(no header)"
        click.echo(f"  {name:<28} {column['role']:<17}{column['because']}{tail}")
    click.echo(
        f"  smallest class (k) {table['smallest']:,}; average {table['mean_class']:,.1f}; "
        f"{table['classes']:,} classes"
    )
    for size, share in table["below"].items():
        _line(f"in classes below {size}", share, "of persons")
    _line("unique", table["unique"])
    if table["linked"] is not None:
        _line("unique by all their rows", table["linked"])
    _line(
        "prosecutor risk",
        table["average"],
        f"on average, {table['highest']:.2%} highest, {table['at_risk']:.2%} of persons above 20 %",
    )
    estimates = table["population"]
    if estimates is not None:
        _line(
            "journalist, marketer risk",
            estimates["journalist"],
            f"on average, {estimates['highest']:.2%} highest (Benedetti-Franconi)",
        )
        for name in ("zayatz", "pitman"):
            _line(f"population unique, {name}", estimates[name])
    listed = table["journalist"]
    if listed is not None:
        _line(
            "journalist risk, by the list",
            listed["average"],
            f"on average, {listed['highest']:.2%} highest, {listed['at_risk']:.2%} of persons "
            f"above 20 %; {listed['unique']:.2%} alone in it, {listed['missing']:.2%} not in it",
        )
    for column, found in table["diversity"].items():
        click.echo(
            f"  {column}: l = {found['distinct']}, entropy l = {found['entropy']:.2f}, "
            f"t = {found['closeness']:.3f}; {found['homogeneous']:.2%} of persons are in classes "
            "that hold one value"
        )
    for points in table["unicity"]:
        interval = f"(95 %: {points['low']:.2%} to {points['high']:.2%})"
        _line(f"known by {points['points']} rows", points["share"], interval)
    if table["small_cells"]:
        worst = table["small_cells"][0]
        click.echo(
            f"  small cells in {len(table['small_cells'])} tables of counts; worst "
            f"{' by '.join(worst['columns'])}: {worst['small']:,} of {worst['cells']:,}"
        )


def _line(name: str, share: float | None, rest: str = "") -> None:
    shown = f"{share:>9.2%}" if share is not None else "not estimable"
    click.echo(f"  {name:<28} {shown} {rest}".rstrip())
