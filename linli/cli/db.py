"""`linli db`, `linli migrate`: the embedded server and the shape of the database."""

import click

from config.paths import VAR
from linli.cli.embedded import Server
from linli.cli.root import root, with_database


@root.group()
def db() -> None:
    """The embedded PostgreSQL, used while DATABASE_URL is unset."""


@db.command("start")
def start() -> None:
    """Start it and leave it running."""
    server = Server(folder=VAR / "pg")
    server.start()
    click.echo(server.url())


@db.command("stop")
def stop() -> None:
    """Stop it, whoever uses it."""
    click.echo("stopped" if Server(folder=VAR / "pg").stop() else "it was not running")


@db.command("url")
def url() -> None:
    """Print its address, for other programs."""
    click.echo(Server(folder=VAR / "pg").url())


@root.command()
@with_database
def migrate() -> None:
    """Bring the database to the shape this version needs."""
    from django.core.management import call_command

    from linli.cases.actions.rebuilding import is_wanting
    from linli.cli.tallies import count_anew

    call_command("migrate", interactive=False, verbosity=1)
    if is_wanting():
        count_anew()
