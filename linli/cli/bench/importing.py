"""`linli bench import`: cases of the past through the engine's bulk path, history, clocks and tallies exact."""

import time
from datetime import UTC, datetime
from itertools import islice

import click

from linli.cli.bench import bench_db, city, report
from linli.cli.root import bench

BATCH = 5_000


@bench.command("import")
@click.option("--cases", "count", default=50_000, show_default=True, type=click.IntRange(1_000, 10_000_000))
@click.option("--yardstick", default=10, show_default=True, type=click.IntRange(2, 600), help="Seconds of pgbench.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def import_cases(count: int, yardstick: int, as_json: bool, save: bool) -> None:
    """Cases a second that one process writes, in batches of 5,000, each batch one transaction."""
    now = datetime.now(UTC)
    with bench_db.bench_database() as url:
        city.load(now=now)
        tps = bench_db.yardstick(url, seconds=yardstick)
        seconds = written(count=count, now=now)
    rate = count / seconds
    metrics = [
        report.Metric(metric="pgbench_tps", value=round(tps, 1), unit="1/s", connections=8),
        report.Metric(
            "imported_per_second", round(rate, 1), "1/s", ratio=round(rate / tps, 3), cases=count, connections=1
        ),
    ]
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name="import", now=now, settings={"batch": BATCH})


def written(*, count: int, now: datetime) -> float:
    """Seconds that writing took; making the cases up is not counted."""
    from linli.cases.actions.bulk import write_past
    from linli.cases.queries.packs import pack_of
    from linli.cases.rules.importing import Stages
    from linli.cli.bench.generating import cases

    pack, stages = pack_of(key="event"), Stages(open="filed", with_org="handling")
    source, seconds = cases(part=int(now.timestamp()), now=now), 0.0
    for done in range(0, count, BATCH):
        batch = list(islice(source, min(BATCH, count - done)))
        start = time.perf_counter()
        write_past(pack=pack, stages=stages, cases=batch, now=now)
        seconds += time.perf_counter() - start
    return seconds
