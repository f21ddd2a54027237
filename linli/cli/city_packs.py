"""`linli pack keep`, `export`: packs of the city's own, which the database keeps once they are published."""

from pathlib import Path

import click

from linli.cli.pack import pack
from linli.cli.root import stop_at, with_database
from linli.process.errors import BadPackError, UnknownPackError


def keep_packs() -> None:
    """Keep what the city's folders of packs (LINLI_PACKS) hold anew, and say so; every fault is listed first."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from linli.packs.actions.folders import keep_folders

    for folder in settings.EXTRA_PACKS:
        if not folder.is_dir():
            click.echo(f"LINLI_PACKS: {folder} is not there; what was published from it goes on", err=True)
    try:
        fresh = keep_folders(roots=settings.EXTRA_PACKS, now=timezone.now())
    except BadPackError as error:
        stop_at(error.faults)
        return
    finally:
        connection.close()
    for one in fresh:
        click.echo(f"published {one.key} {one.version}")


@pack.command("keep")
@with_database
def keep() -> None:
    """Publish new packs and versions of LINLI_PACKS now; `serve` and `work` do so when they start."""
    keep_packs()


@pack.command("export")
@click.argument("key")
@click.option("--version", "version", default=None, help="Another version than the one published last.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Where its folder is made."
)
@with_database
def export(key: str, version: str | None, into: Path) -> None:
    """Write the published pack KEY, as the database keeps it, into a folder: to look at, to copy, to go on from."""
    from linli.packs import queries

    folder = into / key
    if folder.exists():
        raise click.UsageError(f"{folder} exists already: name another place with --into")
    try:
        files = queries.files(key=key, version=version)
    except UnknownPackError as error:
        raise click.UsageError(str(error)) from None
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    click.echo(f"made {folder}")
