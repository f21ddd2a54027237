"""`linli bench tiles`: boundaries of 22,468 grids as vector tiles, made and asked for over HTTP."""

import csv
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from linli.cli.bench import web
from linli.cli.bench.locate import GRIDS, VILLAGES, child, make_city, scratch_database
from linli.cli.bench.report import Metric, emit, save
from linli.cli.root import bench, database

CONNECTIONS = (1, 8)
SECONDS = 5.0
HEADERS = "Accept-Encoding: gzip\r\n"
"""As a browser asks."""


@bench.command("tiles")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--save/--no-save", "keep", default=True, show_default=True, help="Keep the figures under bench/results/."
)
def tiles(as_json: bool, keep: bool) -> None:
    """Tiles of every zoom at which grids are drawn: made for the first time, and over HTTP at 1 and 8 connections."""
    now = datetime.now(UTC)
    with database() as url, tempfile.TemporaryDirectory() as folder:
        make_city(Path(folder))
        with scratch_database(url) as scratch:
            environment = os.environ | {"DATABASE_URL": scratch, "LINLI_CITY": folder}
            child(environment, "prepare", 0)
            rows = list(csv.reader(child(environment, "plan", 0, module="tiling").splitlines()))
            addresses = [name for name, _zoom, unit in rows if not unit]
            metrics = [Metric(name, round(float(value), 2), unit) for name, value, unit in rows if unit]
            metrics += _over_http(scratch, folder, addresses)
    emit(metrics, as_json=as_json)
    if keep:
        save(metrics, name="tiles", now=now, settings={"grids": VILLAGES * GRIDS, "workers": web.WORKERS})


def _over_http(url: str, city: str, addresses: list[str]) -> list[Metric]:
    """Each tile once from workers that have just started, then over and over."""
    found = []
    with web.serving(url=url, environment={"LINLI_CITY": city}) as port:
        for name, connections, requests in (("warming", 8, 40), ("first", 1, len(addresses)), *(
            ("cached", connections, None) for connections in CONNECTIONS
        )):  # fmt: skip
            asked = addresses[:1] if name == "warming" else addresses
            run = web.drive(
                port=port,
                connections=connections,
                seconds=60 if requests else SECONDS,
                requests=requests,
                addresses=asked,
                headers=HEADERS,
            )
            if set(run.statuses) != {"200"} or run.broken:
                raise click.ClickException(f"{name}: {run.statuses}, {run.broken} broken connections")
            if name != "warming":
                found.append(_metric(name, run, connections))
    return found


def _metric(name: str, run: web.Run, connections: int) -> Metric:
    return Metric(
        metric=f"tile, {name}",
        value=round(run.p50_ms, 2),
        unit="ms",
        connections=connections,
        p50_ms=round(run.p50_ms, 2),
        p95_ms=round(run.p95_ms, 2),
    )
