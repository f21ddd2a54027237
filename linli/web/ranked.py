"""The ranking as staff and everybody read it: what is asked, the lines of the table, and the parts of one rank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.queries import counting
from linli.people import queries as people
from linli.places import queries as places
from linli.places.city import current as city
from linli.process.definition import Pack
from linli.scores.indicators.definition import Indicator
from linli.scores.queries.ranking import Asked, Ranked, Units, levels_under, ranked
from linli.scores.queries.striking import Tried
from linli.scores.rules.intervals import Interval
from linli.scores.rules.mixing import Stratum
from linli.scores.rules.ranking import Part, Placed
from linli.web.console.labels import CHANNEL
from linli.web.roles import named
from linli.web.wording import text_of

USUAL = timedelta(days=89)
"""The dates that are ranked unless others are asked for: these days before today, and today."""
UNITS: Mapping[Units, Promise] = {"areas": gettext_lazy("Areas"), "organisations": gettext_lazy("Organisations")}
APART: Mapping[str, Promise] = {
    "few": gettext_lazy("too few cases"),
    "alone": gettext_lazy("too few cases of kinds that others have too"),
    "odd": gettext_lazy("counts of these dates do not belong together"),
}
WIDTH = 200
"""Of an interval's picture, in its own units."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An interval as a picture: where its ends, its middle and the rate of all stand, and what it says in words."""

    low: str
    middle: str
    high: str
    overall: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A body of the table."""

    key: str
    title: str
    why: str
    rank: int
    is_first: bool
    ties: int
    adjusted: str
    low: str
    high: str
    drawn: Drawn
    raw: str
    n: int
    tried: Tried | None


def asked(request: HttpRequest, *, top: str, indicators: Mapping[str, Indicator], units: Units | None = None) -> Asked:
    """What the address asks for, within the area `top`. Raises Http404 for an area elsewhere, or nothing to rank."""
    given = request.GET
    can = {key: one for key, one in indicators.items() if one.can_rank}
    indicator = can.get(given.get("indicator", "")) or next(iter(can.values()), None)
    area = given.get("area", "") or top
    if indicator is None or not area.startswith(top) or not places.exists(area):
        raise Http404
    levels = levels_under(area)
    wanted = given.get("units", "")
    chosen = cast("Units", wanted) if wanted in UNITS else units or "areas"
    if not indicator.can_rank_organisations:
        chosen = "areas"
    if not levels:
        chosen = "organisations"
    level = given.get("level", "")
    until = _date(given.get("to", "")) or timezone.localdate()
    since = _date(given.get("from", "")) or until - USUAL
    return Asked(
        indicator=indicator,
        area=area,
        units=chosen,
        since=min(since, until),
        until=until,
        level=(level if level in levels else levels[0]) if chosen == "areas" else "",
        pack=given.get("matter", "") if given.get("matter", "") in _packs() else "",
    )


def page(*, asked: Asked, why: str, top: str, indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    """What the templates read. `why` is the body whose rank is opened."""
    found = ranked(asked=asked)
    names = _Names(asked)
    lines = tuple(_lines(asked, found, names))
    opened = next((one for one in found.ranking.placed if one.key == why), None)
    return {
        "asked": asked,
        "indicator": asked.indicator,
        "title": text_of(asked.indicator.title),
        "source": text_of(asked.indicator.source),
        "choices": _choices(asked, top, indicators),
        "lines": lines,
        "groups": len({line.rank for line in lines}),
        "overall": _percent(found.ranking.overall) if found.ranking.overall is not None else "",
        "apart": [
            {"title": names.of(one.key), "n": one.n, "why": APART[one.why], "tried": _tried(asked, found, one.key)}
            for one in found.ranking.unplaced
        ],
        "why": _parts(found, opened, names) if opened else None,
        "here": "?" + _query(asked),
        "is_organisations": asked.units == "organisations",
    }


def table(*, context: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """The same as a file."""
    head = (_("Rank"), _("Area or organisation"), _("Adjusted rate"), _("Low"), _("High"), _("Own rate"), _("Cases"))
    strikes = (_("Asked to strike"), _("Struck"), _("Not struck"))
    yield (*head, *strikes) if context["is_organisations"] else head
    for line in context["lines"]:
        row = (line.rank, line.title, line.adjusted, line.low, line.high, line.raw, line.n)
        yield (*row, *_three(line.tried)) if line.tried else row
    for one in context["apart"]:
        row = ("", one["title"], str(one["why"]), "", "", "", one["n"])
        yield (*row, *_three(one["tried"])) if one["tried"] else row


def _three(tried: Tried) -> tuple[int, int, int]:
    return tried.asked, tried.granted, tried.refused


def _lines(asked: Asked, found: Ranked, names: "_Names") -> Iterator[Line]:
    scale = _scale(found)
    first = 0
    for one in found.ranking.placed:
        yield Line(
            key=one.key,
            title=names.of(one.key),
            why=f"?{_query(asked, why=one.key)}#why",
            rank=one.rank,
            is_first=one.rank != first,
            ties=len(one.tied),
            adjusted=_percent(one.adjusted),
            low=_percent(one.interval.low),
            high=_percent(one.interval.high),
            drawn=_drawn(one, found.ranking.overall or 0.0, scale),
            raw=_percent(found.measured[one.key].value or 0.0),
            n=found.measured[one.key].n,
            tried=_tried(asked, found, one.key),
        )
        first = one.rank


def _tried(asked: Asked, found: Ranked, key: str) -> Tried | None:
    return found.tried.get(key, Tried(0, 0, 0)) if asked.units == "organisations" else None


def _scale(found: Ranked) -> Interval:
    """The stretch that the pictures show: all intervals, and a little beside them."""
    lows, highs = (
        [one.interval.low for one in found.ranking.placed],
        [one.interval.high for one in found.ranking.placed],
    )
    low, high = min(lows, default=0.0), max(highs, default=1.0)
    beside = (high - low) * 0.05 or 0.05
    return Interval(max(0.0, low - beside), min(1.0, high + beside))


def _drawn(one: Placed, overall: float, scale: Interval) -> Drawn:
    def at(rate: float) -> str:
        return f"{(rate - scale.low) / (scale.high - scale.low) * WIDTH:.1f}"

    words = _("%(rate)s, between %(low)s and %(high)s; all together %(overall)s") % {
        "rate": _percent(one.adjusted),
        "low": _percent(one.interval.low),
        "high": _percent(one.interval.high),
        "overall": _percent(overall),
    }
    return Drawn(at(one.interval.low), at(one.adjusted), at(one.interval.high), at(overall), words)


def _parts(found: Ranked, one: Placed, names: "_Names") -> dict[str, Any]:
    """Why this rank: all that it is made of."""
    return {
        "key": one.key,
        "title": names.of(one.key),
        "rank": one.rank,
        "n": one.n,
        "left_out": one.left_out,
        "raw": _percent(one.raw),
        "expected": _percent(one.expected),
        "weight": _percent(one.weight),
        "adjusted": _percent(one.adjusted),
        "low": _percent(one.interval.low),
        "high": _percent(one.interval.high),
        "overall": _percent(found.ranking.overall or 0.0),
        "spread": found.ranking.spread > 0,
        "tied": [names.of(key) for key in one.tied],
        "struck": found.left_out.get(one.key, 0),
        "mix": [_part(part) for part in one.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "title": _stratum(part.stratum),
        "n": round(part.n),
        "own": _percent(part.k / part.n),
        "everyone": _percent(part.everyone),
        "is_shared": part.is_shared,
    }


def _stratum(stratum: Stratum) -> str:
    pack = _packs().get(stratum.pack)
    category = pack.categories.get(stratum.category) if pack else None
    words = [text_of(pack.title) if pack else stratum.pack, text_of(category.title) if category else ""]
    channel = CHANNEL.get(stratum.channel, stratum.channel)
    return " · ".join(str(word) for word in (*words, channel) if word)


def _choices(asked: Asked, top: str, indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    levels = {one.key: text_of(one.title) for one in city().levels}
    return {
        "indicators": [(key, text_of(one.title)) for key, one in indicators.items() if one.can_rank],
        "units": [
            (key, title)
            for key, title in UNITS.items()
            if (asked.indicator.can_rank_organisations if key == "organisations" else levels_under(asked.area))
        ],
        "levels": [(key, levels[key]) for key in levels_under(asked.area)],
        "areas": list(_areas(asked, top)),
        "packs": [(key, text_of(pack.title)) for key, pack in _packs().items()],
    }


def _areas(asked: Asked, top: str) -> Iterator[tuple[str, str]]:
    """The way down to the area, and those directly below it that hold others to rank."""
    for code, name in places.name_path(asked.area):
        if code.startswith(top):
            yield code, name
    for row in places.children_of(asked.area):
        if levels_under(row.code):
            yield row.code, row.title


def _packs() -> dict[str, Pack]:
    return {pack.key: pack for pack in counting.countable()}


def _query(asked: Asked, **more: str) -> str:
    given = {
        "indicator": asked.indicator.key,
        "units": asked.units,
        "level": asked.level,
        "area": asked.area,
        "matter": asked.pack,
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
    }
    return urlencode({key: one for key, one in {**given, **more}.items() if one})


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class _Names:
    """What bodies are called, in the reader's language."""

    def __init__(self, asked: Asked) -> None:
        rows = people.organisations(only_active=False) if asked.units == "organisations" else ()
        self.bodies = {str(row.id): named(name=row.name, name_en=row.name_en) for row in rows}
        self.is_areas = asked.units == "areas"

    def of(self, key: str) -> str:
        """The name of an area's code or an organisation's id."""
        return places.name_of(key) if self.is_areas else self.bodies.get(key, key)
