"""Makes cases of the past in bulk through the engine's own import: history, clocks and tallies exact.

Run as a process of its own: `python -m linli.cli.bench.generating write|crowd|index COUNT PART`.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from linli.cli.bench.matters import CROWD, MATTERS, SPOTS

BATCH = 5_000
OPEN_SHARE = 0.03
YEARS = 3


def write(*, count: int, part: int) -> None:
    """Writes `count` cases, spread over the city's areas and organisations; three in a hundred are still open."""
    from django.utils import timezone

    _write(cases(part=part, now=timezone.now()), count=count)


def crowd(*, count: int, part: int) -> None:
    """Writes `count` open cases of one town, half of them with one organisation of its county."""
    from django.utils import timezone

    now = timezone.now()
    _write(_crowded(cases(part=part, now=now), now=now), count=count)


def _write(source: Iterator[Any], *, count: int) -> None:
    from django.utils import timezone

    from linli.cases.actions.bulk import write_past
    from linli.cases.queries.packs import pack_of
    from linli.cases.rules.importing import Stages

    pack = pack_of(key="event")
    done = 0
    while done < count:
        size = min(BATCH, count - done)
        batch = [next(source) for _ in range(size)]
        write_past(pack=pack, stages=Stages(open="filed", with_org="handling"), cases=batch, now=timezone.now())
        done += size
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


def _crowded(source: Iterator[Any], *, now: datetime) -> Iterator[Any]:
    """The cases, moved to one town and its busiest organisation, and opened lately."""
    from linli.people.models import Organisation
    from linli.places import queries as places

    first = next(source)
    leaves = [row for row in places.areas_under(first.desk_area) if not places.children_of(row.code)]
    org = Organisation.objects.filter(area_id=first.desk_area[:6]).order_by("id").first()
    dice = random.Random(first.desk_area)
    for turn, case in enumerate(source):
        leaf = dice.choice(leaves)
        place = f"{places.name_of(leaf.parent)}{SPOTS[0]}"
        held = {"org_id": org.pk, "org_path": org.path} if org and turn % 2 else {"org_id": None, "org_path": ""}
        yield replace(
            case,
            source=CROWD,
            title=f"{place}{dice.choice(MATTERS)}",
            area_code=leaf.code,
            desk_area=first.desk_area,
            opened_at=now - timedelta(seconds=dice.uniform(3_600, 30 * 86_400)),
            closed_at=None,
            closed_stage="",
            result="",
            **held,
        )


def index() -> None:
    """Puts the words of every new case into the search table, and what it counts into the tallies."""
    from linli.cases.actions.indexing import index_text
    from linli.cases.actions.rebuilding import settle

    settle()

    while done := index_text(limit=10 * BATCH):
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


def cases(*, part: int, now: datetime) -> Iterator[Any]:
    """Past cases without end."""
    from linli.cases.queries.packs import pack_of
    from linli.cases.rules.importing import PastCase
    from linli.people.models import Organisation
    from linli.places import queries as places
    from linli.places.city import current

    city, pack = current(), pack_of(key="event")
    leaves = [row for row in places.areas_under(city.root) if not places.children_of(row.code)]
    desks = {leaf.code: city.prefix_at(leaf.code, pack.desk_level) for leaf in leaves}
    names = {leaf.code: places.name_of(leaf.parent) for leaf in leaves}
    categories = sorted(key for key in pack.categories if "." in key)
    orgs = _organisations(list(Organisation.objects.values_list("id", "path", "area_id")))
    dice = random.Random(part)
    run = f"{now.timestamp():.0f}-{part}"
    for turn in range(10**9):
        leaf = dice.choice(leaves)
        is_open = dice.random() < OPEN_SHARE
        opened_at = now - timedelta(seconds=dice.uniform(3_600, (30 if is_open else YEARS * 365) * 86_400))
        closed_at = None if is_open else min(now, opened_at + timedelta(hours=dice.expovariate(1 / 60) + 1))
        org = dice.choice(orgs[leaf.code[:6]]) if dice.random() < 0.7 or not is_open else None
        matter, spot = dice.choice(MATTERS), dice.choice(SPOTS)
        yield PastCase(
            external_number=f"{run}-{turn}",
            source="bench",
            title=f"{names[leaf.code]}{spot}{matter}",
            text=f"{spot}{matter}，影响居民通行，希望尽快处理。记录号 Z{dice.getrandbits(32):08X}。",
            category=dice.choice(categories),
            area_code=leaf.code,
            located_by="chosen",
            located_reason="",
            desk_area=desks[leaf.code],
            opened_at=opened_at,
            address=f"{names[leaf.code]}{dice.randrange(1, 300)}号",
            org_id=org[0] if org else None,
            org_path=org[1] if org else "",
            closed_at=closed_at,
            closed_stage="" if is_open else "closed",
            result="" if is_open else "已处理完毕。",
        )


def _organisations(rows: list[tuple[int, str, str | None]]) -> dict[str, list[tuple[int, str]]]:
    """The organisations of each county, and of those above it where it has none."""
    found: dict[str, list[tuple[int, str]]] = {}
    for org_id, path, area in rows:
        if area and len(area) == 6:
            found.setdefault(area, []).append((org_id, path))
    every = [(org_id, path) for org_id, path, _area in rows]
    return _Fallback(found, every)


class _Fallback(dict[str, list[tuple[int, str]]]):
    def __init__(self, found: dict[str, list[tuple[int, str]]], every: list[tuple[int, str]]) -> None:
        super().__init__(found)
        self.every = every

    def __missing__(self, key: str) -> list[tuple[int, str]]:
        return self.every


def main() -> None:
    """One step in a process of its own, on the database that `DATABASE_URL` names."""
    import django

    django.setup()
    step, count, part = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if step == "index":
        index()
    else:
        {"write": write, "crowd": crowd}[step](count=count, part=part)


if __name__ == "__main__":
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {' '.join(sys.argv[1:])}\n")
    main()
