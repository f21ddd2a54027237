"""`linli bench locate`: a map of Tianjin's size (16, 299, 5,617 and 22,468 areas) in a database of its own."""

import csv
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import click

from config.paths import ROOT
from linli.cli.bench.report import Metric, emit, save
from linli.cli.root import bench, database

DISTRICTS, TOWNS, VILLAGES, GRIDS = 16, 299, 5617, 4
"""As in Tianjin, which has about 21,408 grids."""
SCRATCH = "linli_bench_locate"


@bench.command("locate")
@click.option("--json", "as_json", is_flag=True, help="One object a line on standard output.")
@click.option("--points", default=300_000, show_default=True, help="Points to place in bulk.")
def locate(as_json: bool, points: int) -> None:
    """Place points among 22,468 grids: one at a time, in bulk, and the memory that it takes."""
    now = datetime.now(UTC)
    with database() as url, tempfile.TemporaryDirectory() as folder:
        make_city(Path(folder))
        with scratch_database(url) as scratch:
            environment = os.environ | {"DATABASE_URL": scratch, "LINLI_CITY": folder}
            child(environment, "prepare", 0)
            figures = child(environment, "measure", points)
    metrics = [Metric(name, float(value), unit) for name, value, unit in csv.reader(figures.splitlines())]
    emit(metrics, as_json=as_json)
    save(metrics, name="locate", now=now, settings={"points": points, "grids": VILLAGES * GRIDS})


class scratch_database:  # noqa: N801
    """A database beside the given one, made empty and dropped in the end."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = urlunsplit((parts.scheme, parts.netloc, f"/{SCRATCH}", parts.query, ""))

    def __enter__(self) -> str:
        self._run(f'DROP DATABASE IF EXISTS "{SCRATCH}" WITH (FORCE)', f'CREATE DATABASE "{SCRATCH}"')
        return self.url

    def __exit__(self, *fault: object) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{SCRATCH}" WITH (FORCE)')

    def _run(self, *statements: str) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def child(environment: dict[str, str], step: str, points: int, *, module: str = "locating") -> str:
    """One step in a fresh process, whose memory is that of a worker."""
    command = [sys.executable, "-m", f"linli.cli.bench.{module}", step, str(points)]
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"the {step} step failed")
    return done.stdout


def make_city(folder: Path) -> None:
    """A city folder with divisions as many as Tianjin's, spread evenly."""
    text = (ROOT / "cities" / "changsha" / "city.toml").read_text(encoding="utf-8")
    head, _mark, rest = text.partition("[centres]")
    head = head.replace('"4301"', '"1201"').replace("aspect = 1.9", "aspect = 0.8")
    (folder / "city.toml").write_text(head + rest[rest.index("[[levels]]") :], encoding="utf-8")
    towns = [f"1201{at * DISTRICTS // TOWNS + 1:02d}{at % 999 + 1:03d}" for at in range(TOWNS)]
    villages = [f"{towns[at * TOWNS // VILLAGES]}{at % 999 + 1:03d}" for at in range(VILLAGES)]
    codes = ["12", "1201", *sorted({town[:6] for town in towns}), *towns, *villages]
    rows = "".join(f"{code},区划{code}\n" for code in codes)
    (folder / "divisions.csv").write_text("code,name\n" + rows, encoding="utf-8")
