"""`linli pathway`: the questions that lead people in dispute to their rights and to the routes that are open."""

from pathlib import Path

import click

from linli.cli.root import root, stop_at, with_django


@root.group()
def pathway() -> None:
    """The guided pathway for people in dispute: its file."""


@pathway.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False)
@with_django
def check(file: Path | None) -> None:
    """List every fault of FILE (default: the pathway in force), and ways that end without a route."""
    from django.conf import settings

    from linli.mediation.pathway import queries, reading, rules

    own = Path(settings.CITY_ROOT) / queries.FILE
    chosen = file or (own if own.is_file() else queries.NATIONAL)
    found = reading.read(chosen)
    if found.pathway is None:
        stop_at(found.faults)
        return
    ways = list(rules.ways(pathway=found.pathway))
    lost = [way for way in ways if not way.routes]
    for way in lost:
        click.echo(
            f"{chosen}: no route for " + ", ".join(f"{key} = {one}" for key, one in way.answers.items()), err=True
        )
    if lost:
        raise click.ClickException(
            f"{len(lost)} of {len(ways)} ways end without a route: add routes that hold for them"
        )
    click.echo(f"{chosen.name}: {len(ways)} ways, each with a route")
