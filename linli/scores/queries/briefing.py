"""Counting what a brief speaks of: an area's overview, what is late, what rises, from kept sums. Never a person."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.cases.queries import tallies
from linli.cases.queries.packs import installed
from linli.cases.queries.tallies import Asked, Sums
from linli.cases.rules.counting import CLOSED, OPENED
from linli.cases.types import ITSELF, Filters
from linli.core.calendars.queries import calendar
from linli.people.models import Organisation
from linli.places import queries as places
from linli.scores.briefwords import LANGUAGES
from linli.scores.indicators import queries as indicators
from linli.scores.queries import surges
from linli.scores.queries.overview import Figures, Overview, Parts, overview, parts
from linli.scores.queries.surges import SurgeView
from linli.scores.rules import briefs
from linli.scores.rules.briefs import Day, Facts, Kind, Part, Rise, Texts
from linli.scores.rules.measuring import measured
from linli.scores.rules.periods import Period

MEDIAN = 0.5


def facts_of(*, area: str, kind: Kind, first: date, now: datetime) -> Facts:
    """What a brief for the day or the week that begins on `first` says. About twenty statements over kept sums."""
    period = briefs.period_of(kind=kind, first=first)
    asked = Asked((area,), (), period.since, period.until)
    found = overview(asked=asked, by="category", against="before", now=now)
    base = Filters(state="all", area=area, open_to_all=True)
    name = texts(lambda: places.name_of(area))
    rate, time = (indicators.current().indicators[key] for key in ("on_time", "mean_days"))
    return Facts(
        area=area,
        kind=kind,
        since=period.since,
        until=period.until,
        at=now.astimezone(calendar().tz),
        whole=_part(name, base, found.whole),
        before=_part(name, base, Figures(found.before)),
        year=_part(name, base, Figures(_year(area, period))),
        packs=tuple(_packs(found, base)),
        categories=tuple(_categories(found, base)),
        organisations=tuple(_organisations(_told(asked, "org", now), base)),
        areas=tuple(_areas(area, _told(asked, "area", now), base)),
        rises=tuple(map(_rise, surges.first_seen(area=area, since=period.since, until=period.until))),
        running=surges.unsettled(area=area),
        is_watched=surges.is_watched(on=period.until),
        course=tuple(_course(area, briefs.course_of(kind=kind, until=period.until))),
        least=rate.least,
        few=time.least,
    )


def texts(say: Callable[[], str]) -> Texts:
    """What is said in each language."""
    found = {}
    for key, language in LANGUAGES.items():
        with override(language):
            found[key] = say()
    return found


def _told(asked: Asked, by: Parts, now: datetime) -> Mapping[str, Figures]:
    return parts(asked=asked, by=by, now=now)


def _year(area: str, period: Period) -> Sums:
    earlier = briefs.year_before(period)
    found = tallies.read(asked=Asked((area,), (OPENED,), earlier.since, earlier.until))
    return found.get("", Sums())


def _part(name: Texts, filters: Filters, one: Figures) -> Part:
    rate = indicators.current().indicators["on_time"]
    found = measured(indicator=rate, measures={key: one.sums[key] for key in rate.formula.measures})
    return Part(
        name=name,
        filters=filters,
        **{key: one.sums[key] for key in (OPENED, CLOSED, "on_time", "late", "returned", "reopened")},
        open=one.open,
        overdue=one.late.late,
        soon=one.late.soon,
        share=found.value,
        low=found.interval.low if found.interval else None,
        half=one.sums.quantile(CLOSED, MEDIAN),
    )


def _packs(found: Overview, base: Filters) -> Iterator[Part]:
    """The kinds of matter that came in."""
    opened = Counter[str]()
    for key, one in found.parts.items():
        opened[key.partition(":")[0]] += one.sums[OPENED]
    titles = {pack.key: pack.title for pack in installed().known()}
    for key, n in sorted(opened.items()):
        if n:
            yield Part(name=_titled(titles.get(key), key), filters=replace(base, pack=key), opened=n)


def _categories(found: Overview, base: Filters) -> Iterator[Part]:
    for key, one in sorted(found.parts.items()):
        pack, _sep, category = key.partition(":")
        yield _part(category_name(pack=pack, category=category), replace(base, pack=pack, category=category), one)


def category_name(*, pack: str, category: str) -> Texts:
    """A first-level category after its kind of matter."""
    known = next((one for one in installed().known() if one.key == pack), None)
    kind = _titled(known.title if known else None, pack)
    found = known.categories.get(category.removesuffix(ITSELF)) if known else None
    if found is None:
        return _joined(kind, texts(lambda: _("Not sorted yet")))
    return _joined(kind, _titled(found.title, category))


def _joined(kind: Texts, category: Texts) -> Texts:
    return {"zh": f"{kind['zh']}·{category['zh']}", "en": f"{kind['en']} · {category['en']}"}


def _titled(given: Mapping[str, str] | None, key: str) -> Texts:
    """A pack's words in both languages, Chinese where the other is missing."""
    return {language: (given or {}).get(language) or (given or {}).get("zh") or key for language in LANGUAGES}


def _organisations(found: Mapping[str, Figures], base: Filters) -> Iterator[Part]:
    rows = Organisation.objects.filter(id__in=[int(key) for key in found])
    names = {row.pk: {"zh": row.name, "en": row.name_en or row.name} for row in rows}
    for key, one in sorted(found.items(), key=lambda pair: int(pair[0])):
        name = names.get(int(key)) or texts(lambda: _("Nobody leads it yet"))
        yield _part(name, replace(base, org=int(key)), one)


def _areas(area: str, found: Mapping[str, Figures], base: Filters) -> Iterator[Part]:
    """The areas directly below, in the order of their codes."""
    for row in places.children_of(area):
        name = {"zh": row.name, "en": row.name_en or row.name}
        yield _part(name, replace(base, area=row.code), found.get(row.code, Figures()))


def _rise(view: SurgeView) -> Rise:
    where = {key: "、".join(names) if key == "zh" else ", ".join(names) for key, names in _names(view).items()}
    what = category_name(pack=view.pack, category=view.category)
    return Rise(view.id, what, where, view.since, view.until, view.observed, view.expected)


def _names(view: SurgeView) -> Mapping[str, list[str]]:
    rows = [places.area(code) for code in view.areas]
    return {"zh": [row.name for row in rows], "en": [row.name_en or row.name for row in rows]}


def _course(area: str, period: Period) -> Iterator[Day]:
    asked = Asked((area,), (OPENED, CLOSED), period.since, period.until)
    found = tallies.read(asked=asked, by="date")
    for number in range(period.days):
        on = period.since + timedelta(days=number)
        sums = found.get(on.isoformat(), Sums())
        yield Day(on, sums[OPENED], sums[CLOSED])
