"""`linli test`: everything that CI runs, in the order of what fails fastest."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.table import Table

from config.paths import IS_CHECKOUT, ROOT
from linli.cli.root import root

PYTHON = sys.executable


@dataclass(frozen=True)
class Check:
    """A thing that CI looks at: its name and its command."""

    name: str
    command: tuple[str, ...]


CHECKS = (
    Check("style", (PYTHON, "-m", "ruff", "check", ".")),
    Check("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Check("types", (PYTHON, "-m", "mypy", ".")),
    Check("layers", (PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo")),
    Check("translations", (PYTHON, "-m", "linli", "messages", "missing")),
    Check("packs", (PYTHON, "-m", "linli", "pack", "check")),
    Check("migrations", (PYTHON, "-m", "linli", "manage", "makemigrations", "--check", "--dry-run")),
)
PYTEST = (PYTHON, "-m", "pytest", "-p", "no:cacheprovider")
SPREAD = ("-n", "2", "--dist", "loadfile", "-m", "not slow")


@root.command("test", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run everything that CI runs; arguments go to pytest and leave the other checks out."""
    if not IS_CHECKOUT:
        raise click.UsageError("the tests are run in a checkout of the source")
    failed = [] if arguments else _run_checks()
    if failed:
        _show(failed)
    result = _call([*PYTEST, *(arguments or SPREAD)])
    if failed:
        click.echo(f"FAILED besides the tests: {', '.join(check.name for check in failed)}", err=True)
    raise click.exceptions.Exit(1 if failed or result else 0)


def _run_checks() -> list[Check]:
    console = Console()
    failed = []
    for check in CHECKS:
        started = time.monotonic()
        is_good = _call(check.command) == 0
        mark = "[green]ok[/green]" if is_good else "[red]FAILED[/red]"
        console.print(f"{check.name}: {mark} in {time.monotonic() - started:.0f} s", highlight=False)
        if not is_good:
            failed.append(check)
    return failed


def _show(failed: Sequence[Check]) -> None:
    table = Table("failed", "run it alone with")
    for check in failed:
        table.add_row(check.name, " ".join(check.command).replace(PYTHON, ".venv/bin/python"))
    Console().print(table)


def _call(command: Sequence[str]) -> int:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603
