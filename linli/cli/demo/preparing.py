"""Brings the demo's database to where it can be shown: migrated, with the city and its cases. Skips what is done."""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from config.paths import ROOT
from linli.cli.embedded import Server
from linli.cli.root import database

Roles = Mapping[str, Mapping[str, str]]
Report = Callable[[str], None]
STAMP = "demo-stamp.json"
WIPED_FOLDERS = ("pg", "media", "mail")
WIPED_FILES = (STAMP, "demo.json", "demo.log")


def environment(*, url: str) -> None:
    """What the demo's processes are told, unless the caller has said otherwise."""
    os.environ["LINLI_DEMO"] = "true"
    os.environ.setdefault("LINLI_BASE_URL", url)


def wipe(*, folder: Path) -> None:
    """Forget what an earlier demo made. A server of your own is never emptied."""
    if os.environ.get("DATABASE_URL"):
        raise click.UsageError("--fresh empties the embedded database only: empty the one at DATABASE_URL yourself")
    with contextlib.suppress(FileNotFoundError):
        Server(folder=folder / "pg").stop()
    for name in WIPED_FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in WIPED_FILES:
        (folder / name).unlink(missing_ok=True)


@contextlib.contextmanager
def prepared(*, folder: Path) -> Iterator[Roles]:
    """A database that runs and holds the demo, for the length of the block; yields who may sign in."""
    with _progress() as report, contextlib.ExitStack() as stack:
        report("starting the database")
        stack.enter_context(database())
        roles = _fill(folder=folder, report=report)
        release = stack.pop_all()
    with release:
        yield roles


def _fill(*, folder: Path, report: Report) -> Roles:
    from linli.cli.server import collect_static

    stamp = folder / STAMP
    state = _shape()
    kept = json.loads(stamp.read_text()) if stamp.exists() else {}
    if kept.get("state") != state or not _same_database(kept):
        report("bringing the database to its shape")
        _migrate()
        roles = kept.get("roles", {}) if _same_database(kept) else {}
        roles = _load(report) or roles
        kept = {"state": state, "database": _database_identity(), "roles": roles}
        stamp.write_text(json.dumps(kept, ensure_ascii=False))
    report("gathering static files")
    collect_static()
    _close()
    roles = kept["roles"]
    return dict(roles)


def _load(report: Report) -> Roles:
    from django.utils import timezone

    from linli.cli.city import load_city

    report("loading the city")
    load_city(now=timezone.now(), progress=report)
    if find_spec("linli.cli.demo_content") is None or _has_cases():
        return {}
    from importlib import import_module

    report("writing the demo's cases")
    roles: Roles = import_module("linli.cli.demo_content").load(report)
    return roles


def _migrate() -> None:
    from django.core.management import call_command

    from linli.cases.actions.rebuilding import is_wanting, rebuild

    call_command("migrate", interactive=False, verbosity=0)
    if is_wanting():
        rebuild()


def _has_cases() -> bool:
    from linli.cases.models import Case

    return Case.objects.exists()


def _same_database(kept: Mapping[str, object]) -> bool:
    return kept.get("database") == _database_identity()


def _database_identity() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || ' ' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def _shape() -> str:
    """Changes with the migrations and with the city's files."""
    from django.conf import settings

    digest = hashlib.sha256()
    migrations = sorted((ROOT / "linli").rglob("migrations/*.py")) or [Path(__file__)]
    for file in [*migrations, *sorted(Path(settings.CITY_ROOT).rglob("*"))]:
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _close() -> None:
    from django.db import connections

    connections.close_all()


@contextlib.contextmanager
def _progress() -> Iterator[Report]:
    """One line that says what is under way; plain lines where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: console.print(text, highlight=False)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("preparing", total=None)
        yield lambda text: bar.update(task, description=text)
