"""`linli bench lists`: what people look at all day, through HTTP, at a size and at ten thousand cases in turns."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

import click

from linli.cli.bench import bench_db, reading, report, web
from linli.cli.bench.reading import Work
from linli.cli.root import bench

SMALL = 10_000
TURNS = 5
"""Both sizes are read in turns, because a machine's speed changes from minute to minute."""
REQUESTS = 40
"""Requests of a turn."""
CONNECTIONS = (1, 8)


@bench.command("lists")
@click.option("--cases", "size", default=1_000_000, show_default=True, type=click.IntRange(1_000, 50_000_000))
@click.option("--yardstick", default=10, show_default=True, type=click.IntRange(2, 600), help="Seconds of pgbench.")
@click.option("--turns", default=TURNS, show_default=True, type=click.IntRange(1, 100), help="Turns of each size.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def lists(size: int, yardstick: int, turns: int, as_json: bool, save: bool) -> None:
    """Inbox, detail, search and my work over HTTP at 1 and 8 connections. Cases are made once and kept."""
    now = datetime.now(UTC)
    sizes = list(dict.fromkeys([SMALL, size]))
    plans = {one: reading.plan_of(size=one) for one in sizes}
    with bench_db.given_server() as given, contextlib.ExitStack() as servers:
        tps = bench_db.yardstick(given, seconds=yardstick)
        ports = {one: servers.enter_context(_serving(given, one)) for one in sizes}
        found = [
            figure
            for works in zip(*plans.values(), strict=True)
            for connections in CONNECTIONS
            for figure in compared(
                works=dict(zip(sizes, works, strict=True)), ports=ports, connections=connections, turns=turns
            )
        ]
    metrics = [report.Metric(metric="pgbench_tps", value=round(tps, 1), unit="1/s", connections=8), *found]
    report.emit(metrics, as_json=as_json)
    if save:
        settings = {"requests": turns * REQUESTS, "turns": turns, "workers": web.WORKERS}
        report.save(metrics, name=f"lists-{size}", now=now, settings=settings)


def _serving(given: str, size: int) -> contextlib.AbstractContextManager[int]:
    return web.serving(url=bench_db.named(given, name=reading.database_of(size)))


def compared(*, works: dict[int, Work], ports: dict[int, int], connections: int, turns: int) -> Iterator[report.Metric]:
    """The figure at each size, read in turns, and how many times the smaller one the larger is."""
    runs: dict[int, list[web.Run]] = {size: [] for size in works}
    for turn in range(turns + 1):
        for size, work in works.items():
            run = _read(work, port=ports[size], connections=connections)
            if turn:  # the first one warms caches
                runs[size].append(run)
    metrics = [_metric(work, runs[size], size=size, connections=connections) for size, work in works.items()]
    yield from metrics
    if len(metrics) > 1:
        yield _growth(*metrics)


def _read(work: Work, *, port: int, connections: int) -> web.Run:
    run = web.drive(
        port=port,
        connections=connections,
        seconds=60,
        requests=REQUESTS,
        addresses=list(work.addresses),
        headers=f"{work.header}\r\n",
    )
    if set(run.statuses) != {"200"} or run.broken:
        raise click.ClickException(f"{work.name}: {run.statuses}, {run.broken} broken connections")
    return run


def _metric(work: Work, runs: list[web.Run], *, size: int, connections: int) -> report.Metric:
    p50 = round(median(run.p50_ms for run in runs), 2)
    return report.Metric(
        metric=work.name,
        value=p50,
        unit="ms",
        cases=size,
        connections=connections,
        p50_ms=p50,
        p95_ms=round(median(run.p95_ms for run in runs), 2),
        statements=work.statements,
    )


def _growth(small: report.Metric, large: report.Metric) -> report.Metric:
    """How many times the figure at ten thousand cases the large one is."""
    times = round(large.value / small.value, 2) if small.value else 0.0
    return replace(large, metric=f"{large.metric}_growth", value=times, unit="x", p50_ms=None, p95_ms=None)
