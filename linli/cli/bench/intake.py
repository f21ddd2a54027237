"""`linli bench intake`: reports over HTTP with everything on, from a receipt asked for to a receipt kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from linli.cli.bench import bench_db, city, report, web
from linli.cli.root import bench

WARM_UP_SECONDS = 4.0
TURNS = 6
COUNTED = 25


@bench.command("intake")
@click.option("--seconds", default=30, show_default=True, type=click.IntRange(3, 3600), help="How long to report.")
@click.option("--connections", default=8, show_default=True, type=click.IntRange(1, 256))
@click.option("--yardstick", default=14, show_default=True, type=click.IntRange(7, 600), help="Seconds of pgbench.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def intake(seconds: int, connections: int, yardstick: int, as_json: bool, save: bool) -> None:
    """Reports a second over HTTP with everything on: limits, keys, place, triage, routing, clocks, chain, outbox."""
    now = datetime.now(UTC)
    with bench_db.bench_database() as url:
        city.load(now=now)
        points = city.points()
        statements = statements_of_a_report(points[0])
        before = cases()
        with web.serving(url=url) as port:
            warm = web.drive(port=port, connections=connections, seconds=WARM_UP_SECONDS, points=points)
            turns = bench_db.beside(
                url,
                turns=TURNS,
                seconds=yardstick // (TURNS + 1),
                work=lambda: web.drive(port=port, connections=connections, seconds=seconds / TURNS, points=points),
            )
        run = web.joined(turns.runs)
        check(run, wanted=run.answers + warm.answers, kept=cases() - before)
        found = report.Metric(
            metric="reports_per_second",
            value=round(run.rate, 1),
            unit="1/s",
            ratio=round(turns.ratio(lambda turn: turn.rate), 4),
            cases=cases(),
            connections=connections,
            p50_ms=round(run.p50_ms, 2),
            p95_ms=round(run.p95_ms, 2),
            statements=statements,
        )
    metrics = [report.Metric(metric="pgbench_tps", value=round(turns.tps, 1), unit="1/s", connections=8), found]
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name="intake", now=now, settings={"seconds": seconds, "workers": web.WORKERS})


def cases() -> int:
    """Cases in the database."""
    from linli.cases.models import Case

    return Case.objects.count()


def check(run: web.Run, *, wanted: int, kept: int) -> None:
    """Every answer was a receipt, every receipt is a case, and the chains hold."""
    from linli.cases.queries import verify

    if set(run.statuses) != {"201"} or run.broken:
        raise click.ClickException(f"not every report was taken: {run.statuses}, {run.broken} broken connections")
    if wanted != kept:
        raise click.ClickException(f"{wanted} receipts, but {kept} cases")
    faults = list(verify())
    if faults:
        raise click.ClickException(f"linli verify finds {len(faults)} faults: {faults[0]}")


def statements_of_a_report(point: list[float]) -> float:
    """SQL statements of one report, counted inside the process once its caches are warm."""
    from django.db import connection
    from django.test import Client

    sent: list[str] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    client = Client(headers={"host": "localhost"})
    for turn in range(COUNTED + 5):
        if turn == 5:
            sent.clear()
        body = {"text": f"楼道堆物第 {turn} 次", "lon": point[0], "lat": point[1], "contact": {"phone": "13900000000"}}
        with connection.execute_wrapper(count):
            answer = client.post(
                "/api/v1/reports",
                body,
                content_type="application/json",
                headers={"Idempotency-Key": f"{datetime.now(UTC).timestamp():026.6f}"},
            )
        if answer.status_code != 201:
            raise click.ClickException(f"a report is answered {answer.status_code}: {answer.content[:300]!r}")
    return len(sent) / COUNTED
