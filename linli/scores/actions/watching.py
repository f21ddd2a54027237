"""Looking every night for what rises, and keeping what was found: one warning for each event, as long as it goes on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from linli.cases.queries.series import countable
from linli.places.city import current
from linli.process.definition import Pack
from linli.scores.models import Surge, SurgeNight
from linli.scores.queries.series import Gathered, gather
from linli.scores.rules.calibrating import latest, threshold
from linli.scores.rules.surges import QUIET, Hit, apart, hits
from linli.scores.rules.zones import common, overlap

KEPT = timedelta(days=28)
"""How long a threshold holds before it is counted anew."""
RAREST = 1e-300


@dataclass(frozen=True, slots=True)
class Rise:
    """A warning as it is found: `category` is of the first level, `areas` one or several neighbouring ones."""

    pack: str
    category: str
    area_code: str
    areas: tuple[str, ...]
    since: date
    until: date
    observed: int
    expected: float
    chance: float


@dataclass(frozen=True, slots=True)
class Night:
    """What a kind of matter came to on a day. Without a `chance` there was too little history to warn from."""

    as_of: date
    pack: str
    series: int
    promise: float
    chance: float | None
    calibrated_on: date | None
    rises: tuple[Rise, ...]


def look(*, as_of: date, weeks: int | None = None) -> tuple[Night, ...]:
    """What rises by the end of a day, kind by kind, from what is known of the days up to it. Writes nothing.

    The promise of false warnings a week is the city's: kinds with enough history share it evenly.
    """
    found = [(pack, gather(pack=pack, as_of=as_of)) for pack in countable()]
    share = settings.FALSE_WARNINGS / max(1, sum(one is not None for _pack, one in found))
    return tuple(_night(pack, one, as_of, share, weeks) for pack, one in found)


def watch(*, as_of: date, now: datetime, weeks: int | None = None) -> tuple[Night, ...]:
    """The same, kept: new warnings, and those that go on. A day that was watched already is watched anew."""
    nights = look(as_of=as_of, weeks=weeks)
    with transaction.atomic():
        for night in nights:
            _keep_night(night, now)
            for rise in night.rises:
                _keep(rise, as_of, now)
    return nights


def watch_due(*, today: date, now: datetime) -> tuple[Night, ...]:
    """Watches yesterday, once it is over; nothing when that was done."""
    yesterday = today - timedelta(days=1)
    return () if SurgeNight.objects.filter(date=yesterday).exists() else watch(as_of=yesterday, now=now)


def _night(pack: Pack, found: Gathered | None, as_of: date, promise: float, weeks: int | None) -> Night:
    if found is None:
        return Night(as_of, pack.key, 0, promise, None, None, ())
    chance, calibrated = _chance(pack, found, as_of, promise, weeks)
    raised = apart(hits(series=found.series, zones=found.zones, night=found.night, at_most=chance))
    rises = tuple(_rise(pack, found, hit) for hit in raised)
    return Night(as_of, pack.key, len(found.zones), promise, chance, calibrated, rises)


def _chance(pack: Pack, found: Gathered, as_of: date, promise: float, weeks: int | None) -> tuple[float, date]:
    """The threshold that an earlier night counted not long ago; else counted on shuffled days now."""
    known = SurgeNight.objects.filter(
        pack=pack.key, promise=promise, date__lte=as_of, calibrated_date__gt=as_of - KEPT, calibrated_date__lte=as_of
    )
    row = known.order_by("-calibrated_date", "-date").first()
    if row is not None and row.chance is not None and row.calibrated_date is not None:
        return row.chance, row.calibrated_date
    days = latest(found.series)
    more = {} if weeks is None else {"weeks": weeks}
    return threshold(series=days, zones=found.zones, promise=promise, seed=as_of.toordinal(), **more).chance, as_of


def _rise(pack: Pack, found: Gathered, hit: Hit) -> Rise:
    city = current()
    return Rise(
        pack=pack.key,
        category=found.categories[hit.category],
        area_code=common(hit.zone, ancestors={code: city.ancestors(code) for code in hit.zone}),
        areas=hit.zone,
        since=found.date_of(hit.night - hit.days + 1),
        until=found.date_of(hit.night),
        observed=hit.observed,
        expected=hit.expected,
        chance=max(hit.chance, RAREST),
    )


def _keep_night(night: Night, now: datetime) -> None:
    SurgeNight.objects.update_or_create(
        pack=night.pack,
        date=night.as_of,
        defaults={
            "series": night.series,
            "promise": night.promise,
            "chance": night.chance,
            "calibrated_date": night.calibrated_on,
            "ran_at": now,
        },
    )


def _keep(rise: Rise, as_of: date, now: datetime) -> None:
    """A warning that goes on is shown at its most unusual; its stage and steps stay."""
    running = _running(rise, as_of)
    shown = {name: getattr(rise, name) for name in ("area_code", "since", "until", "observed", "expected", "chance")}
    shown["areas"] = list(rise.areas)
    if running is None:
        Surge.objects.create(
            pack=rise.pack, category=rise.category, found_date=as_of, last_date=as_of, found_at=now, **shown
        )
        return
    more = shown if rise.chance < running.chance else {}
    Surge.objects.filter(id=running.id).update(last_date=max(as_of, running.last_date), **more)


def _running(rise: Rise, as_of: date) -> Surge | None:
    """The warning of the same event, seen within the last days."""
    recent = Surge.objects.select_for_update().filter(
        pack=rise.pack,
        category=rise.category,
        found_date__lte=as_of,
        last_date__gte=as_of - timedelta(days=QUIET),
    )
    return next((one for one in recent.order_by("id") if overlap(tuple(one.areas), rise.areas)), None)
