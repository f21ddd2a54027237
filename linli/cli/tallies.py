"""`linli tallies`: what is counted as cases change, counted anew or held against the cases and their events."""

import sys
import time

import click
from rich.console import Console

from linli.cli.root import root, with_database

SHOWN = 20
_WORDS = {
    "marks": "reading each case's life from its events",
    "cases": "reading what each case adds",
    "areas": "adding up where the cases lie and areas at every level, with their keys",
}


@root.group()
def tallies() -> None:
    """Tallies: what is counted of cases, by day and at every level."""


@tallies.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing: say where the tallies differ, exit code 1 if they do.")
@with_database
def rebuild(check: bool) -> None:
    """Count every tally anew from the cases and their events, while the city works on."""
    began = time.monotonic()
    if check:
        _check()
    else:
        count_anew()
        click.echo(f"counted anew in {time.monotonic() - began:.1f} s")


def count_anew() -> None:
    """Counts anew, saying what is being done."""
    from linli.cases.actions.rebuilding import rebuild as counted_anew

    console = Console(stderr=True)
    with console.status("counting anew") as status:
        counted_anew(step=lambda what: status.update(_WORDS[what]))


def _check() -> None:
    from linli.cases.queries.recounting import differences
    from linli.cases.queries.tallies import levels

    widths, grains = levels()
    with Console(stderr=True).status("counting anew beside the tallies"):
        found = list(differences(widths=widths, grains=grains))
    for subject, what in found[:SHOWN]:
        click.echo(f"{subject}: {what}")
    if found:
        click.echo(f"{len(found)} differences: `linli tallies rebuild` puts them right")
        sys.exit(1)
    click.echo("the tallies are what the cases and their events come to")
