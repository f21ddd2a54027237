"""What a leader looks at: an area's figures, its parts, and what it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from linli.cases.queries import tallies
from linli.cases.queries.lateness import Late, late_now
from linli.cases.queries.tallies import Asked, By, Sums
from linli.cases.rules.counting import CLOSED, OPENED
from linli.cases.types import ITSELF
from linli.core.calendars.queries import calendar
from linli.places import queries as places
from linli.scores.rules.periods import Against, Period, compared

Parts = Literal["area", "pack", "category", "org", "channel"]
MEASURES = (
    OPENED, CLOSED, "on_time", "late", "responded", "returned", "reopened", "reached", "resolved", "rated", "satisfied",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted on the dates, and how things stand now."""

    sums: Sums = field(default_factory=Sums)
    open: int = 0
    late: Late = field(default_factory=Late)


@dataclass(frozen=True, slots=True)
class Overview:
    """The area itself, the same of the period compared with, and its parts by key."""

    whole: Figures
    before: Sums
    parts: Mapping[str, Figures]
    held_against: Period


def overview(*, asked: Asked, by: Parts, against: Against, now: datetime) -> Overview:
    """The area's overview. `asked` names one area and both dates.

    Eight statements at most, each over sums that are kept, but for what is late: that is counted off the open cases.
    """
    assert asked.since is not None
    assert asked.until is not None
    period = Period(asked.since, asked.until)
    other = compared(period=period, against=against)
    counted = _counted(asked, now)
    earlier = replace(counted, since=other.since, until=other.until)
    return Overview(
        whole=_figures(counted, "", now).get("", Figures()),
        before=tallies.read(asked=earlier).get("", Sums()),
        parts=_parts(counted, by, now),
        held_against=other,
    )


def parts(*, asked: Asked, by: Parts, now: datetime) -> Mapping[str, Figures]:
    """The parts of an overview alone, for whoever has the rest. Three statements."""
    return _parts(_counted(asked, now), by, now)


def _counted(asked: Asked, now: datetime) -> Asked:
    """Nothing is counted in days to come: without an end, a month that goes on is answered by its one sum."""
    is_now = asked.until is None or asked.until >= now.astimezone(calendar().tz).date()
    return replace(asked, measures=MEASURES, with_times=True, until=None if is_now else asked.until)


def _parts(counted: Asked, by: Parts, now: datetime) -> Mapping[str, Figures]:
    if by == "category":
        return _rolled_up(_figures(counted, by, now), counted.category)
    if by != "area":
        return _figures(counted, by, now)
    below = tuple(row.code for row in places.children_of(counted.areas[0]))
    return _figures(replace(counted, areas=below), by, now) if below else {}


def _rolled_up(found: Mapping[str, Figures], chosen: str) -> dict[str, Figures]:
    """Of categories, those just below the chosen one, each with all below it."""
    rolled: dict[str, Figures] = {}
    for key, one in found.items():
        pack, _sep, category = key.partition(":")
        under = f"{pack}:{step_below(category=category, chosen=chosen)}"
        kept = rolled.setdefault(under, Figures())
        kept.sums.merge(one.sums)
        late = Late(kept.late.late + one.late.late, kept.late.soon + one.late.soon)
        rolled[under] = replace(kept, open=kept.open + one.open, late=late)
    return rolled


def step_below(*, category: str, chosen: str) -> str:
    """The category one step below the chosen one that holds this one; what lies in no deeper one ends with `ITSELF`."""
    if category == chosen.removesuffix(ITSELF):
        return f"{category}{ITSELF}"
    depth = chosen.count(".") + 2 if chosen else 1
    return ".".join(category.split(".")[:depth])


def _figures(counted: Asked, by: By, now: datetime) -> dict[str, Figures]:
    flows = tallies.read(asked=counted, by=by)
    ever = replace(counted, measures=(OPENED, CLOSED), since=None, until=None, with_times=False)
    stocks = tallies.read(asked=ever, by=by)
    late = late_now(asked=counted, now=now, by=by)
    return {
        key: Figures(flows.get(key, Sums()), stocks[key].open if key in stocks else 0, late.get(key, Late()))
        for key in {**flows, **{key: 0 for key, sums in stocks.items() if sums.open}, **late}
    }
