"""`linli import cases`, `linli verify` and `linli sweep`: cases from files, and the proof that every case is whole."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from config.paths import VAR
from linli.cli.root import importing, root, with_database

SHOWN = 10
"""Faulty rows that are shown; all of them are in the report file."""


@importing.command("cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--errors", type=click.Path(path_type=Path), help="Where the report of faulty rows goes (CSV).")
@click.option("--dry-run", is_flag=True, help="Read and place every row, report, and write nothing.")
@click.option("--processes", type=click.IntRange(1, 64), help="How many write at once; one for each core, at most 4.")
@with_database
def import_(file: Path, mapping: Path, errors: Path | None, dry_run: bool, processes: int | None) -> None:
    """Read cases of an earlier system from a CSV or Excel file. Rows already in are left alone: start again at will."""
    from linli.core.processes import usual
    from linli.intake.actions.importing import import_cases

    with _bar(auto_refresh=False) as bar:  # No thread of the bar's own may run when processes are copied.
        task = bar.add_task(f"importing {file.name}", total=None)
        try:
            report = import_cases(
                content=file.read_bytes(),
                name=file.name,
                mapping=mapping.read_bytes(),
                now=datetime.now(UTC),
                dry=dry_run,
                processes=processes or usual(),
                progress=lambda done, rows: bar.update(task, completed=done, total=rows, refresh=True),
            )
        except KeyboardInterrupt:
            bar.console.print("stopped; whole batches are in, and the same command goes on from there")
            raise
    verb = "would come in" if dry_run else "came in"
    click.echo(
        f"{report.rows} rows: {report.created} {verb}, {report.repeated} were in already, {len(report.faults)} faulty"
    )
    for how, count in sorted(report.placed.items(), key=lambda item: -item[1]):
        click.echo(f"  placed by {how}: {count}")
    if report.faults:
        target = errors or VAR / f"{file.stem}-faults.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", newline="", encoding="utf-8-sig") as out:
            writer = csv.writer(out)
            writer.writerow(["line", "external_number", "column", "what"])
            writer.writerows([fault.line, fault.external_number, fault.column, fault.what] for fault in report.faults)
        for fault in report.faults[:SHOWN]:
            click.echo(f"  line {fault.line}, {fault.column}: {fault.what}")
        click.echo(f"every faulty row is in {target}")


@root.command("verify")
@with_database
def verify() -> None:
    """Check every chain, clock, holder, tally and daily root; exit 1 and name what is not as it must be."""
    from linli.cases.models import Case
    from linli.cases.queries import verify as check

    found = 0
    with _bar() as bar:
        task = bar.add_task("verifying cases", total=Case.objects.count())
        for finding in check(progress=lambda done: bar.update(task, completed=done)):
            found += 1
            bar.console.print(f"{finding.subject}: {finding.what}", highlight=False)
    if found:
        click.echo(f"{found} faults found", err=True)
        raise click.exceptions.Exit(1)
    click.echo("every chain, clock, holder, tally and root is as it must be")


@root.command("sweep")
@click.option("--limit", default=10_000, show_default=True, help="Clocks to deal with at most, of each kind.")
@with_database
def sweep(limit: int) -> None:
    """Deal now with deadlines that have passed or are near (the worker does this by itself)."""
    from linli.cases.actions.sweeping import sweep as deal

    swept = deal(now=datetime.now(UTC), limit=limit)
    click.echo(f"{swept.breached} deadlines passed, {swept.warned} warnings given")


def _bar(*, auto_refresh: bool = True) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=auto_refresh,
    )
