"""`linli test`: everything that CI runs, in the order of what fails fastest."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
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


@dataclass(frozen=True)
class Outcome:
    """How a check ended, all that it said, and how long it took."""

    is_good: bool
    said: str
    seconds: float


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
SPREAD = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not slow")
"""A file at a time to each of three processes, one more than the cores that the suite is meant for, because a browser
or the database often keeps one waiting. In the folders' order: the journeys in a browser come first. xdist would begin
with the files of many tests and leave the longest journeys to the end, where one process waits for the others."""


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
    """As many at once as there are processors. What each says is shown whole, when it ends, if it is not good."""
    console = Console()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = {pool.submit(_outcome, check.command): check for check in CHECKS}
        failed = {running[one] for one in as_completed(running) if not _tell(console, running[one], one.result())}
    return [check for check in CHECKS if check in failed]


def _outcome(command: Sequence[str]) -> Outcome:
    started = time.monotonic()
    result = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=_environment(), check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return Outcome(is_good=result.returncode == 0, said=result.stdout, seconds=time.monotonic() - started)


def _tell(console: Console, check: Check, outcome: Outcome) -> bool:
    if not outcome.is_good:
        click.echo(outcome.said)
    mark = "[green]ok[/green]" if outcome.is_good else "[red]FAILED[/red]"
    console.print(f"{check.name}: {mark} in {outcome.seconds:.0f} s", highlight=False)
    return outcome.is_good


def _show(failed: Sequence[Check]) -> None:
    table = Table("failed", "run it alone with")
    for check in failed:
        table.add_row(check.name, " ".join(check.command).replace(PYTHON, ".venv/bin/python"))
    Console().print(table)


def _call(command: Sequence[str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode  # noqa: S603


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}
