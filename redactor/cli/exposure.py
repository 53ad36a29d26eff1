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
@click.option("--policy", "policy_name", default="study", show_default=True, metavar="NAME|FILE",
              help="Its roles of columns count.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@_guarded
def risk(
    inputs: tuple[Path, ...], quasi: str, sensitive: str, unit: str | None,
    population: int | None, policy_name: str, as_json: bool,
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
    )
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
    else:
        _print_risk(found)
    return found.exit_code


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
