"""`linli bench import`: cases of the past through the engine's bulk path, history, clocks and tallies exact."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import click

from linli.cli.bench import bench_db, city, report
from linli.cli.root import bench

BATCH = 2_500
TURNS = 6


@bench.command("import")
@click.option("--cases", "count", default=120_000, show_default=True, type=click.IntRange(30_000, 10_000_000))
@click.option("--processes", type=click.IntRange(1, 64), help="How many write at once; one for each core, at most 4.")
@click.option("--yardstick", default=21, show_default=True, type=click.IntRange(7, 600), help="Seconds of pgbench.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the figures under bench/results/.")
def import_cases(count: int, processes: int | None, yardstick: int, as_json: bool, save: bool) -> None:
    """Cases a second, written in batches of 2,500 that are one transaction each, in turns with the yardstick."""
    from linli.core.processes import usual

    now = datetime.now(UTC)
    many, size = processes or usual(), count // TURNS
    with bench_db.bench_database() as url:
        city.load(now=now)
        source = made(now=now)
        turns = bench_db.beside(
            url,
            turns=TURNS,
            seconds=yardstick // (TURNS + 1),
            work=lambda: written(cases=list(islice(source, size)), processes=many, now=now),
        )
    rate = size * TURNS / sum(turns.runs)
    metrics = [
        report.Metric(metric="pgbench_tps", value=round(turns.tps, 1), unit="1/s", connections=8),
        report.Metric(
            "imported_per_second",
            round(rate, 1),
            "1/s",
            ratio=round(turns.ratio(lambda seconds: size / seconds), 3),
            cases=size * TURNS,
            connections=many,
        ),
    ]
    report.emit(metrics, as_json=as_json)
    if save:
        report.save(metrics, name="import", now=now, settings={"batch": BATCH, "processes": many})


def made(*, now: datetime) -> Iterator[Any]:
    """Cases of the past without end."""
    from linli.cli.bench.generating import cases

    return cases(part=int(now.timestamp()), now=now)


def written(*, cases: list[Any], processes: int, now: datetime) -> float:
    """Seconds that writing took, processes and connections made in that time; making the cases up is not counted."""
    from linli.cases.actions.bulk import write_past
    from linli.cases.queries.packs import pack_of
    from linli.cases.rules.importing import Stages
    from linli.core.processes import spread

    pack, stages = pack_of(key="event"), Stages(open="filed", with_org="handling")

    def write(start: int) -> int:
        return len(write_past(pack=pack, stages=stages, cases=cases[start : start + BATCH], now=now))

    begun = time.perf_counter()
    done = sum(spread(work=write, items=range(0, len(cases), BATCH), processes=processes))
    seconds = time.perf_counter() - begun
    if done != len(cases):
        raise click.ClickException(f"{len(cases)} cases, but {done} written")
    return seconds
