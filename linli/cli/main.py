"""Starts the `linli` command: loads every room's commands and turns a refusal into one clear line and exit 2."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

import click

from linli.cli.embedded import ServerFault
from linli.cli.root import root

COMMANDS = (
    "demo",
    "checks",
    "server",
    "db",
    "messages",
    "passthrough",
    "city",
    "places",
    "people",
    "pack",
    "city_packs",
    "walks",
    "tallies",
    "documents",
    "pathway",
    "cases",
    "training",
    "indicators",
    "index",
    "verify",
    "warnings",
    "hot",
    "briefs",
    "bench",
)
"""The modules of `linli.cli` that hold commands. A new one is one name here and one file."""

REFUSED = 2


def load() -> click.Group:
    """The whole command, with the commands of every room."""
    for name in COMMANDS:
        if find_spec(f"linli.cli.{name}"):
            import_module(f"linli.cli.{name}")
    return root


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    try:
        result = load().main(args=arguments, prog_name="linli", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except Exception as fault:
        line = refusal(fault)
        if line is None:
            raise
        click.echo(f"linli: {line}", err=True)
        sys.exit(REFUSED)
    sys.exit(result if isinstance(result, int) else 0)


def refusal(fault: Exception) -> str | None:
    """The one line that tells somebody what to mend; None for a fault of Linli's own."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError

    from linli.core.errors import LinliError

    if isinstance(fault, click.ClickException):
        return _hint(fault)
    if isinstance(fault, ServerFault | ImproperlyConfigured | CommandError | FileNotFoundError):
        return _one_line(fault)
    if isinstance(fault, LinliError):
        return _in_english(fault)
    return _database_down(fault)


def _hint(fault: click.ClickException) -> str:
    context = getattr(fault, "ctx", None)
    hint = f" (see `{context.command_path} --help`)" if context is not None else ""
    return fault.format_message().replace("\n", " ") + hint


def _in_english(fault: Exception) -> str:
    from django.utils import translation

    with translation.override("en"):
        fields = getattr(fault, "fields", {})
        return "; ".join([_one_line(fault), *(f"{name}: {text}" for name, text in fields.items())])


def _database_down(fault: Exception) -> str | None:
    import psycopg
    from django.db import OperationalError

    if isinstance(fault, OperationalError | psycopg.OperationalError):
        return f"the database does not answer: {_one_line(fault)} (check DATABASE_URL)"
    return None


def _one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())
