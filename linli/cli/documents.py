"""`linli pack documents`: the Word templates of a pack, made from its letters.toml."""

from pathlib import Path

import click

from linli.cli.pack import pack
from linli.cli.root import with_django
from linli.process import registry


@pack.command("documents")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a template is out of date.")
@with_django
def documents(folders: tuple[Path, ...], only_check: bool) -> None:
    """Make the Word templates that documents/letters.toml of the packs in FOLDERS (default: all shipped) describes."""
    from linli.documents.drafting import SOURCE, made

    chosen = [folder / "documents" for folder in folders] or sorted(registry.HOME.glob("*/documents"))
    count, stale = 0, []
    for folder in (one for one in chosen if (one / SOURCE).is_file()):
        try:
            drafts = list(made(folder))
        except ValueError as error:
            raise click.ClickException(f"{folder / SOURCE}: {error}") from None
        for file, content in drafts:
            count += 1
            if not file.is_file() or file.read_bytes() != content:
                stale.append(file.name)
                if not only_check:
                    file.write_bytes(content)
    if only_check and stale:
        raise click.ClickException("out of date: " + ", ".join(stale))
    click.echo(f"{count} templates, {0 if only_check else len(stale)} written")
