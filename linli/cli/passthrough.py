"""`linli manage`, `linli reference`: for developers."""

import click

from config.paths import ROOT
from linli.cli.root import root, with_database


@root.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@with_database
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands: `linli manage shell`."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["linli manage", *arguments])


@root.command(hidden=True)
def reference() -> None:
    """Write docs/reference/commands.md from the commands."""
    from linli.cli.reference import markdown

    page = ROOT / "docs" / "reference" / "commands.md"
    page.write_text(markdown(root=root), encoding="utf-8")
    click.echo(page)
