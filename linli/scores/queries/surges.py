"""Warnings as staff read them: lists, one with its days and parts, and how many were marked wrong."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.packs import pack_of
from linli.cases.queries.series import Daily, daily
from linli.core.errors import NotFound
from linli.people import access
from linli.people.access import Actor
from linli.places import queries as places
from linli.scores.models import Surge, SurgeNight, SurgeStep
from linli.scores.queries.series import MEASURE
from linli.scores.rules import life
from linli.scores.rules.baseline import BASE, GUARD

State = Literal["running", "all", "open", "acknowledged", "explained", "acted", "closed", "wrong"]
MOST = 300
PUBLISHED = timedelta(days=365)
"""How far back the share of wrong warnings reaches."""
LEAST_SETTLED = 10
"""Fewer settled warnings than this make no rate."""
AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SurgeView:
    """A warning. `per_day` is what was expected of a day."""

    id: int
    pack: str
    category: str
    area_code: str
    areas: tuple[str, ...]
    since: date
    until: date
    observed: int
    expected: float
    chance: float
    found_date: date
    last_date: date
    stage: str

    @property
    def days(self) -> int:
        """How many days it was counted over."""
        return (self.until - self.since).days + 1

    @property
    def per_day(self) -> float:
        """What was expected of a day."""
        return self.expected / self.days


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that was taken."""

    stage: str
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A place or a category within a warning: how many came in, and how many usually do in as many days.

    `now` counts what is known today, as the list behind it does.
    """

    code: str
    now: int
    usual: float


@dataclass(frozen=True, slots=True)
class SurgeDetail:
    """A warning with its days, its places (`areas`: one list each), where in them and what it is made of, its steps."""

    view: SurgeView
    days: tuple[tuple[date, int], ...]
    areas: tuple[Part, ...]
    places: tuple[Part, ...]
    categories: tuple[Part, ...]
    steps: tuple[StepView, ...]
    may: tuple[str, ...]

    @property
    def now(self) -> int:
        """What the lists behind it hold together today."""
        return sum(part.now for part in self.areas)


@dataclass(frozen=True, slots=True)
class WrongShare:
    """Of the warnings of the last year that are settled, those that were marked wrong."""

    settled: int
    wrong: int

    @property
    def rate(self) -> float | None:
        """The share; None while too few are settled for one."""
        return self.wrong / self.settled if self.settled >= LEAST_SETTLED else None


def listing(*, by: Actor, state: State = "running", pack: str = "", area: str = "") -> tuple[SurgeView, ...]:
    """The warnings of the actor's area, or of one within it; newest first."""
    rows = _within(by)
    if area:
        rows = rows.filter(area_code__startswith=area)
    if pack:
        rows = rows.filter(pack=pack)
    if state == "running":
        rows = rows.exclude(stage__in=life.SETTLED)
    elif state != "all":
        rows = rows.filter(stage=state)
    return tuple(_view(row) for row in rows.order_by("-found_date", "chance", "id")[:MOST])


def first_seen(*, area: str, since: date, until: date) -> tuple[SurgeView, ...]:
    """The warnings of an area that were first seen on the dates, the least likely first."""
    rows = Surge.objects.filter(area_code__startswith=area, found_date__range=(since, until))
    return tuple(_view(row) for row in rows.exclude(stage="wrong").order_by("chance", "id")[:MOST])


def unsettled(*, area: str) -> int:
    """How many warnings of an area are not settled."""
    return Surge.objects.filter(area_code__startswith=area).exclude(stage__in=life.SETTLED).count()


def is_watched(*, on: date) -> bool:
    """Whether it was looked for what rose by the end of a day, with enough history to tell."""
    return SurgeNight.objects.filter(date=on, chance__isnull=False).exists()


def own(*, surge: int, by: Actor, lock: bool = False) -> Surge:
    """One of the actor's area. Raises NotAllowed, NotFound."""
    rows = _within(by)
    found = (rows.select_for_update() if lock else rows).filter(id=surge).first()
    if found is None:
        raise NotFound(_("There is no such warning in the area of your post."))
    return found


def detail(*, surge: int, by: Actor) -> SurgeDetail:
    """One with all that is shown of it, counted as of now. Raises NotAllowed, NotFound."""
    view = _view(own(surge=surge, by=by))
    since = view.since - timedelta(days=BASE + GUARD)
    rows = list(_daily(view, since, max(view.last_date, view.until + AFTER)))
    steps = SurgeStep.objects.filter(surge=view.id).select_related("by").order_by("at", "id")
    return SurgeDetail(
        view=view,
        days=_days(rows, since, max(view.last_date, view.until)),
        areas=tuple(_part(code, _at(rows, code), view) for code in view.areas),
        places=_places(rows, view),
        categories=_categories(rows, view),
        steps=tuple(StepView(one.stage, one.at, one.by.name, one.words) for one in steps),
        may=life.STEPS[view.stage] if access.can(actor=by, right="warnings.act") else (),
    )


def wrong_share(*, today: date, area: str = "") -> WrongShare:
    """How many of the settled warnings of the last year were wrong, in an area or in the whole city."""
    rows = Surge.objects.filter(found_date__gt=today - PUBLISHED, stage__in=life.SETTLED)
    if area:
        rows = rows.filter(area_code__startswith=area)
    stages = Counter(rows.values_list("stage", flat=True))
    return WrongShare(settled=stages.total(), wrong=stages["wrong"])


def last_nights() -> tuple[SurgeNight, ...]:
    """What was looked at last, kind by kind."""
    newest = SurgeNight.objects.order_by("-date").values_list("date", flat=True).first()
    return tuple(SurgeNight.objects.filter(date=newest).order_by("pack")) if newest else ()


def _within(by: Actor) -> "QuerySet[Surge]":
    access.needs(actor=by, right="warnings.view")
    return Surge.objects.filter(area_code__startswith=by.area_code) if by.area_code else Surge.objects.none()


def _view(row: Surge) -> SurgeView:
    return SurgeView(
        id=row.id,
        pack=row.pack,
        category=row.category,
        area_code=row.area_code,
        areas=tuple(row.areas),
        since=row.since,
        until=row.until,
        observed=row.observed,
        expected=row.expected,
        chance=row.chance,
        found_date=row.found_date,
        last_date=row.last_date,
        stage=row.stage,
    )


def _daily(view: SurgeView, since: date, until: date) -> Iterable[Daily]:
    for code in view.areas:
        for row in daily(measure=MEASURE, pack=pack_of(key=view.pack), area=code, since=since, until=until):
            if row.category.partition(".")[0] == view.category:
                yield row


def _days(rows: Iterable[Daily], since: date, until: date) -> tuple[tuple[date, int], ...]:
    counts = Counter[date]()
    for row in rows:
        counts[row.date] += row.n
    dates = (since + timedelta(days=number) for number in range((until - since).days + 1))
    return tuple((day, counts[day]) for day in dates)


def _at(rows: Iterable[Daily], code: str) -> list[Daily]:
    return [row for row in rows if row.area_code.startswith(code)]


def _places(rows: list[Daily], view: SurgeView) -> tuple[Part, ...]:
    """The areas directly below, of one area; those below the neighbours are theirs to look at."""
    if len(view.areas) > 1:
        return ()
    parts = (_part(row.code, _at(rows, row.code), view) for row in places.children_of(view.areas[0]))
    return _most(parts)


def _categories(rows: list[Daily], view: SurgeView) -> tuple[Part, ...]:
    keys = sorted({row.category for row in rows})
    return _most(_part(key, [row for row in rows if row.category == key], view) for key in keys)


def _most(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted((part for part in parts if part.now), key=lambda part: (part.usual - part.now, part.code)))


def _part(code: str, rows: Iterable[Daily], view: SurgeView) -> Part:
    """`usual`: the mean of the weeks before, over as many days."""
    ends = view.since - timedelta(days=GUARD)
    now, before = 0, 0
    for row in rows:
        if view.since <= row.date <= view.until:
            now += row.n
        elif ends - timedelta(days=BASE) < row.date <= ends:
            before += row.n
    return Part(code, now, before * view.days / BASE)
