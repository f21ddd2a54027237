"""Commands for those who write packs: check, explain, lock, revise, new, and the reference pages."""

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table

from config.paths import IS_CHECKOUT, ROOT
from linli.cli.root import COMMAND, root, set_up, stop_at
from linli.process import check, lock, periods, reference, registry, scenarios
from linli.process.definition import Pack
from linli.process.errors import BadPackError, Fault, UnknownPackError

PAGES = ROOT / "docs" / "reference" / "packs"
PERIODS = ROOT / "docs" / "reference" / "periods.md"
SAMPLES = ("new", "campaign")
"""What a pack may be started from: the folders of the same name, with an underscore, beside the packs."""


@root.group("pack")
def pack() -> None:
    """Kinds of matter, each a folder with a pack.toml."""


@pack.command("check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
def checking(folders: tuple[Path, ...]) -> None:
    """List every fault of the packs in FOLDERS (default: all that are installed), by file and line."""
    chosen = _each(folders) or installed_folders()
    faults = [fault for folder in chosen for fault in (*check.check(folder), *scenarios.check(folder))]
    faults += [fault for folder in _each(folders) for fault in _as_a_citys(folder)]
    faults += [fault for parent in sorted({folder.parent for folder in chosen}) for fault in lock.check_root(parent)]
    stop_at(faults)
    click.echo(f"{len(chosen)} pack{'s' if len(chosen) != 1 else ''} without a fault")


@pack.command("explain")
@click.argument("pack_", metavar="KEY|FOLDER")
@click.option("--version", "version", default=None, help="An older version.")
def explain(pack_: str, version: str | None) -> None:
    """Show what a pack says, installed (its KEY) or in a FOLDER: stages, actions, clocks and their law."""
    found = _pack(pack_, version)
    console = Console()
    console.print(f"[bold]{reference.both(found.title)}[/bold]  version {found.version}\n{found.summary['en']}\n")
    for title, head, rows in _tables(found):
        table = Table(*(Column(name, overflow="fold") for name in head), title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        console.print(table)


@pack.command("lock")
def locking() -> None:
    """Publish: write the hash of every new version to packs/lock.toml. A published version never changes again."""
    if not IS_CHECKOUT:
        raise click.UsageError("packs are published from a checkout, not from an installed Linli")
    try:
        fresh = lock.publish(registry.HOME)
    except BadPackError as error:
        stop_at(error.faults)
        return
    for one in fresh:
        click.echo(f"published {one.key} {one.version}")
    if not fresh:
        click.echo("nothing new to publish")


@pack.command("revise")
@click.argument("key")
@click.argument("version")
def revise(key: str, version: str) -> None:
    """Keep the published pack KEY under versions/ and give its pack.toml the next VERSION, to be edited."""
    folder = _folder(key)
    try:
        kept = lock.revise(folder, version=version)
    except BadPackError as error:
        stop_at(error.faults)
        return
    click.echo(f"kept {kept}; {folder / 'pack.toml'} is now version {version}")


@pack.command("new")
@click.argument("key")
@click.option("--zh", "title_zh", required=True, help="Chinese title.")
@click.option("--en", "title_en", required=True, help="English title.")
@click.option("--prefix", required=True, help="Two to four capital letters that case numbers begin with.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=registry.HOME, help="Folder of packs."
)
@click.option(
    "--like", type=click.Choice(SAMPLES), default="new", show_default=True, help="new: small; campaign: a whole one."
)
def new(key: str, title_zh: str, title_en: str, prefix: str, into: Path, like: str) -> None:
    """Start a pack: a folder KEY with a working pack.toml, its scenarios and a README."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key):
        raise click.UsageError(f"KEY {key!r} must be small letters, digits and _, beginning with a letter")
    if not re.fullmatch(r"[A-Z]{2,4}", prefix):
        raise click.UsageError(f"--prefix {prefix!r} must be two to four capital letters")
    folder = into / key
    if folder.exists():
        raise click.UsageError(f"{folder} exists already: choose another key")
    words = {"KEY": key, "TITLE_ZH": title_zh, "TITLE_EN": title_en, "PREFIX": prefix}
    folder.mkdir(parents=True)
    for template in sorted((registry.HOME / f"_{like}").iterdir()):
        text = re.sub(r"@([A-Z_]+)@", lambda match: words[match[1]], template.read_text(encoding="utf-8"))
        (folder / template.name.removesuffix(".template")).write_text(text, encoding="utf-8")
    stop_at(check.check(folder))
    click.echo(f"made {folder}: edit pack.toml, then `{COMMAND} pack check {shlex.quote(str(folder))}`")


@pack.command("reference")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a page is out of date.")
def pages(only_check: bool) -> None:
    """Write the reference page of every shipped pack, and the table of every period with its law."""
    stale = []
    for page, text in _pages():
        if not page.is_file() or page.read_text(encoding="utf-8") != text:
            stale.append(page)
            if not only_check:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(text, encoding="utf-8")
    if only_check and stale:
        raise click.ClickException("out of date: " + ", ".join(page.name for page in stale))
    click.echo(f"{len(stale)} page{'s' if len(stale) != 1 else ''} written" if stale else "all pages are up to date")


def _pages() -> Iterable[tuple[Path, str]]:
    """Every page that is written from packs, and the text it must have."""
    packs = registry.registry().current()
    yield from ((PAGES / f"{one.key}.md", reference.markdown(one)) for one in packs)
    yield PERIODS, periods.markdown(packs)


def installed_folders() -> tuple[Path, ...]:
    """Every pack's folder that this installation reads, a city's own included."""
    set_up()
    from django.conf import settings

    return registry.folders([registry.HOME, *settings.EXTRA_PACKS])


def _folder(key: str) -> Path:
    found = [folder for folder in installed_folders() if folder.name == key]
    if not found:
        raise click.UsageError(f"there is no pack {key!r}: {', '.join(folder.name for folder in installed_folders())}")
    return found[0]


def _each(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders of packs; for one that holds packs instead, those."""
    return tuple(one for folder in folders for one in (registry.folders([folder]) or (folder,)))


def _as_a_citys(folder: Path) -> Iterable[Fault]:
    """What would be refused of a pack that does not come with Linli when it is uploaded or kept."""
    if folder.resolve().parent == registry.HOME.resolve():
        return
    from linli.packs import unpacking

    try:
        unpacking.files_in(folder, pack=folder / "pack.toml")
    except (unpacking.Unusable, FileNotFoundError) as refusal:
        yield from getattr(refusal, "faults", ())
    found = check.read(folder / "pack.toml", folder=folder).pack if (folder / "pack.toml").is_file() else None
    if found:
        yield from registry.clashes(found, shipped=registry.Registry(registry.folders([registry.HOME])).current())


def _pack(key: str, version: str | None) -> Pack:
    is_folder = (Path(key) / "pack.toml").is_file()
    folder = Path(key).resolve() if is_folder else _folder(key)
    try:
        return registry.Registry([folder]).pack(folder.name, version)
    except UnknownPackError as error:
        raise click.UsageError(str(error)) from None
    except BadPackError as error:
        stop_at(error.faults)
        raise


def _tables(found: Pack) -> Iterable[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    yield (
        "Stages",
        ("stage", "title", "holder", "ends as"),
        [(key, reference.both(stage.title), stage.holder, stage.outcome or "") for key, stage in found.stages.items()],
    )
    yield (
        "Actions",
        ("action", "title", "from → to", "by", "conditions"),
        [
            (
                key,
                reference.both(action.title),
                f"{', '.join(stage for stage in found.stages if stage in action.from_stages)} → {action.to}",
                ", ".join(sorted(action.by)),
                reference.conditions(action),
            )
            for key, action in found.actions.items()
        ],
    )
    yield (
        "Clocks",
        ("clock", "title", "length", "when due", "basis"),
        [
            (
                key,
                reference.both(clock.title),
                "\n".join(reference.length(one) for one in clock.lengths) or "to the date agreed",
                reference.on_breach(clock),
                reference.laws(clock),
            )
            for key, clock in found.clocks.items()
        ],
    )
