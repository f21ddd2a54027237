"""`linli bench import`: cases of an earlier system from a CSV file, with history, clocks, chains and tallies exact."""

import csv
import io
import random
import time
from datetime import UTC, datetime, timedelta

import click

from linli.cli.bench import bench_db, city, report
from linli.cli.root import bench

SEED = 20
DATABASE = "linli_bench_import"
TEXTS = (
    "路灯不亮，晚上看不清路",
    "路面破损积水",
    "小区门口垃圾没有清运",
    "施工噪音扰民到深夜",
    "占道经营堵住人行道",
    "井盖松动有异响",
)
MAPPING = """
source = "bench"
pack = "event"
time_zone = "Asia/Shanghai"
[columns]
external_number = "number"
opened_at = "opened"
due_at = "due"
title = "title"
text = "text"
organisation = "department"
lon = "lon"
lat = "lat"
result = "result"
[closing]
column = "closed"
[place]
by = ["point"]
default = "4301"
"""


@bench.command("import")
@click.option("--cases", default=50_000, show_default=True, type=click.IntRange(1000, 5_000_000))
@click.option("--yardstick", default=10, show_default=True, type=click.IntRange(2, 600), help="Seconds of pgbench.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def import_(cases: int, yardstick: int, as_json: bool, save: bool) -> None:
    """Cases a second out of a file: read, placed by their points, written with events, clocks and tallies."""
    now = datetime.now(UTC)
    with bench_db.bench_database(name=DATABASE) as url:
        city.load(now=now)
        tps = bench_db.yardstick(url, seconds=yardstick)
        content = _file(cases, now)
        seconds = _timed(content, now)
        _check(cases)
    rate = cases / seconds
    metrics = [
        report.Metric(metric="pgbench_tps", value=round(tps, 1), unit="1/s", connections=8),
        report.Metric(
            metric="imported_per_second", value=round(rate, 1), unit="1/s", ratio=round(rate / tps, 3), cases=cases
        ),
    ]
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name="import", now=now, settings={"cases": cases})


def _file(cases: int, now: datetime) -> bytes:
    """A file of closed and open cases over a year, at points in the city's grids."""
    from linli.people.models import Organisation

    chance = random.Random(SEED)
    points = city.points()
    departments = list(Organisation.objects.exclude(kind="").values_list("code", flat=True)[:200])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["number", "opened", "due", "closed", "title", "text", "department", "lon", "lat", "result"])
    stamp = f"{now:%Y%m%d%H%M%S}"
    for count in range(cases):
        opened = now - timedelta(minutes=chance.randint(60, 525_600))
        due = opened + timedelta(days=7)
        closed = opened + timedelta(hours=chance.randint(1, 300)) if chance.random() < 0.97 else None
        lon, lat = chance.choice(points)
        text = chance.choice(TEXTS)
        writer.writerow(
            [
                f"{stamp}-{count}",
                f"{opened:%Y-%m-%d %H:%M:%S}",
                f"{due:%Y-%m-%d %H:%M:%S}",
                f"{closed:%Y-%m-%d %H:%M:%S}" if closed and closed < now else "",
                text,
                f"{text}，请尽快处理。编号{count}",
                chance.choice(departments),
                lon,
                lat,
                "已处理" if closed else "",
            ]
        )
    return out.getvalue().encode()


def _timed(content: bytes, now: datetime) -> float:
    from linli.intake.actions.importing import import_cases

    begun = time.perf_counter()
    done = import_cases(content=content, name="bench.csv", mapping=MAPPING.encode(), now=now)
    seconds = time.perf_counter() - begun
    if done.faults or done.repeated:
        raise click.ClickException(f"{len(done.faults)} faulty and {done.repeated} repeated rows")
    return seconds


def _check(cases: int) -> None:
    """Every row is a case and every promise holds."""
    from linli.cases.queries import verify

    faults = list(verify())
    if faults:
        raise click.ClickException(f"linli verify finds {len(faults)} faults: {faults[0]}")
