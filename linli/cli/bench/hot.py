"""`linli bench hot`: hot issues among many made-up messages, with time, processor time and memory."""

import random
import re
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linli.cli.bench.matters import MATTERS, SPOTS
from linli.cli.root import bench, with_django
from linli.cli.training import progress_bar

if TYPE_CHECKING:
    from linli.reading.rules.finding import Reported

PLANTED_SHARE = 0.02
PLANTED_SIZE = 20
PER_ESTATE = 3
_KINDS = ("小区", "花园", "公寓", "新村", "佳苑", "广场", "路", "巷")
_PIECE = re.compile("[，。；！？,;!?、]")
_END = datetime(2026, 1, 1, tzinfo=UTC)


@bench.command("hot")
@click.option("--count", default=1_000_000, show_default=True, help="How many messages.")
@click.option("--seed", default=7, show_default=True)
@with_django
def hot(count: int, seed: int) -> None:
    """Find hot issues among messages of a year that are put together from the project's own sentences."""
    from linli.reading.actions.issues import found, general
    from linli.reading.queries.reports import widths

    reports = list(made_up(count=count, seed=seed))
    length = sum(len(one.text) for one in reports) / len(reports)
    click.echo(f"{count} messages of {length:.0f} characters made; {_megabytes(resource.RUSAGE_SELF):.0f} MB")
    general()
    at, used = time.perf_counter(), _processor()
    with progress_bar(True) as step:
        issues = found(found_in=reports, as_of=_END, widths=widths(), progress=step)
    took, worked = time.perf_counter() - at, _processor() - used
    click.echo(f"{len(issues)} issues of {sum(len(one.keys) for one in issues)} messages")
    click.echo(f"{took:.0f} s, {worked:.0f} s of processor time")
    own, child = _megabytes(resource.RUSAGE_SELF), _megabytes(resource.RUSAGE_CHILDREN)
    click.echo(f"at most {own:.0f} MB here and {child:.0f} MB in each of two helpers")


def made_up(*, count: int, seed: int) -> "Iterator[Reported]":
    """Messages of a year: most of them alone, some about a planted matter of twenty messages."""
    from linli.places.city import current
    from linli.reading.rules.finding import Reported

    dice = random.Random(seed)
    villages = _villages(current().root)
    pieces = _pieces()
    estates = [_estate(dice, villages) for _turn in range(max(count // PER_ESTATE, 1))]
    planted = [(dice.choice(estates), dice.choice(MATTERS), dice.uniform(0, 300)) for _turn in range(_planted(count))]
    for key in range(count):
        is_planted = planted and dice.random() < PLANTED_SHARE
        (name, area), matter, since = (
            dice.choice(planted) if is_planted else (dice.choice(estates), dice.choice(MATTERS), None)
        )
        day = dice.uniform(0, 365) if since is None else since + dice.uniform(0, 60)
        title = f"{name}{dice.choice(SPOTS)}{matter}"
        text = "，".join([title, *dice.choices(pieces, k=dice.randint(4, 12))])
        yield Reported(
            key=key,
            title=title,
            text=f"{title}\n{text}。",
            area_code=area[: dice.choice((6, 9, 12, 12))],
            at=_END - timedelta(days=365 - day),
            person=dice.randrange(count),
            support=int(dice.expovariate(0.5)),
        )


def _planted(count: int) -> int:
    return int(count * PLANTED_SHARE / PLANTED_SIZE)


def _villages(root: str) -> list[tuple[str, str]]:
    """Codes and names of the city's villages, from its own file of divisions."""
    from django.conf import settings

    from linli.core.tables import read_table

    file = Path(settings.CITY_ROOT) / "divisions.csv"
    table = read_table(content=file.read_bytes(), name=file.name)
    rows = (row for _line, row in table.records() if row["level"] == "village" and row["code"].startswith(root))
    return [(row["code"], row["name"]) for row in rows]


def _estate(dice: random.Random, villages: list[tuple[str, str]]) -> tuple[str, str]:
    """A name put together from those of two villages, and the code of a third."""
    one, other = (dice.choice(villages)[1][: dice.randint(1, 3)] for _half in range(2))
    return f"{one}{other}{dice.choice(_KINDS)}", dice.choice(villages)[0]


def _pieces() -> list[str]:
    """Parts of the sentences that the project wrote for its starting models."""
    from linli.reading.actions.issues import general_sentences

    return [part for text in general_sentences() for part in _PIECE.split(text) if len(part) > 3]


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024
