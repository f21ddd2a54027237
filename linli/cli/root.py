"""The `linli` command and the groups that rooms hang their commands on. `main` maps refusals to one line."""

import contextlib
import functools
import os
from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

import click

from config.paths import IS_CHECKOUT, ROOT, VAR
from linli import __version__
from linli.cli.catalogues import compile_catalogues
from linli.cli.embedded import Server
from linli.process.errors import Fault

P = ParamSpec("P")
R = TypeVar("R")

COMMAND = "./run" if IS_CHECKOUT else "linli"
"""How this command is called where it is installed."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, message="%(version)s")
def root() -> None:
    """Linli, the open platform on which a city's neighbourhoods get things done."""


@root.group("import")
def importing() -> None:
    """Read files into Linli: divisions, boundaries, organisations, posts, cases."""


@root.group("bench")
def bench() -> None:
    """Measure speed and size against pgbench on the same server in the same run."""


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The database's address, with the embedded server running when `DATABASE_URL` is unset, and Django set up."""
    with contextlib.ExitStack() as stack:
        url = os.environ.get("DATABASE_URL")
        if not url:
            url = os.environ["DATABASE_URL"] = stack.enter_context(Server(folder=VAR / "pg").use())
            stack.callback(os.environ.pop, "DATABASE_URL", None)
        set_up()
        yield url


def set_up() -> None:
    """Set Django up, once, with the translations of a checkout compiled."""
    import django
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if IS_CHECKOUT:
        with contextlib.suppress(PermissionError):
            compile_catalogues(root=ROOT)
    if not settings.configured:
        django.setup()


def with_database(command: Callable[P, R]) -> Callable[P, R]:
    """Decorates a command body that reads or writes rows: imports of models belong inside the body."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with database():
            return command(*args, **kwargs)

    return run


def with_django(command: Callable[P, R]) -> Callable[P, R]:
    """Decorates a command body that needs settings, templates or translations, but no rows."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        set_up()
        return command(*args, **kwargs)

    return run


def in_english(command: Callable[P, R]) -> Callable[P, R]:
    """Decorates a command body, under one of the two above, whose refusals are read on a terminal."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from django.utils import translation

        with translation.override("en"):
            return command(*args, **kwargs)

    return run


def stop_at(faults: Iterable[Fault]) -> None:
    """Every fault of files on a line of its own on standard error, then exit 2; nothing when there is none."""
    listed = list(faults)
    for fault in listed:
        click.echo(str(fault), err=True)
    if listed:
        raise click.ClickException(f"{len(listed)} fault{'s' if len(listed) != 1 else ''} found")


def refuse_old_shape() -> None:
    """Refuse to go on when migrations wait."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise click.ClickException(f"the database is {len(waiting)} migrations behind: run `linli migrate` first")
