"""`linli messages`: the translations of every user-facing text."""

import click

from config.paths import IS_CHECKOUT, ROOT
from linli.cli.catalogues import compile_catalogues, missing
from linli.cli.root import root, with_django


@root.group()
def messages() -> None:
    """The translations of every text that a user can meet."""


@messages.command("compile")
def compile_() -> None:
    """Compile the catalogues that changed."""
    click.echo(f"{compile_catalogues(root=ROOT)} catalogues compiled")


@messages.command("missing")
@click.option("--language", default="zh-hans", show_default=True)
@with_django
def missing_(language: str) -> None:
    """List the texts that lack a translation; exit 1 if there are any."""
    if not IS_CHECKOUT:
        raise click.UsageError("translations are checked in a checkout of the source")
    found = missing(root=ROOT, language=language)
    for text in found:
        click.echo(f"{text.file.relative_to(ROOT)}:{text.line}: {text.message!r}")
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"every text has its translation into {language}")
