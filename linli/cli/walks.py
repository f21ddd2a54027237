"""`linli pack walk`: the scenarios of packs, walked through the engine on the database, with nothing left behind."""

from pathlib import Path

import click
from rich.console import Console

from linli.cli.pack import installed_folders, pack
from linli.cli.root import refuse_old_shape, stop_at, with_database
from linli.process import check, scenarios
from linli.process.definition import Pack
from linli.process.errors import Fault

MARKS = {"passed": "[green]passed[/green]", "failed": "[red]FAILED[/red]", "unfinished": "[yellow]unfinished[/yellow]"}


@pack.command("walk")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--kept", type=int, default=None, hidden=True, help="An uploaded pack, whose results are kept.")
@with_database
def walk(folders: tuple[Path, ...], kept: int | None) -> None:
    """Walk every scenario of the packs in FOLDERS (default: all that are installed), as the city's calendar counts."""
    from django.utils import timezone, translation

    from linli.walks.actions.kept import walk_kept

    refuse_old_shape()
    if kept is not None:
        walk_kept(id=kept, now=timezone.now())
        return
    with translation.override("en"):
        failed = sum(_walked(one) for one in _read(folders or installed_folders()))
    if failed:
        raise click.ClickException(f"{failed} scenario{'s' if failed != 1 else ''} did not pass")


def _read(folders: tuple[Path, ...]) -> list[Pack]:
    faults: list[Fault] = []
    found: list[Pack] = []
    for folder in folders:
        reading = check.read(folder / "pack.toml", folder=folder)
        faults += [*reading.faults, *scenarios.check(folder)]
        found += [reading.pack] if reading.pack else []
    stop_at(faults)
    return found


def _walked(pack: Pack) -> int:
    """Shows each scenario as soon as it is walked; how many did not pass."""
    from linli.walks.actions.trying import walk_all
    from linli.walks.walking import Verdict

    console, failed = Console(), []

    def show(position: int, verdict: Verdict, seconds: float) -> None:
        line = f"{pack.key} {position}: {MARKS[verdict.state]} in {seconds:.1f} s  {verdict.title['en']}"
        console.print(line, highlight=False, soft_wrap=True)
        if verdict.state != "passed":
            failed.append(position)
            console.print(f"    {verdict.told(language='en')}", highlight=False, markup=False, soft_wrap=True)

    walk_all(pack=pack, each=show)
    return len(failed)
