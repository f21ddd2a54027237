"""The charts of a brief, of what was counted for it: the same on the page, in Word and as files."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.core.charts.definition import Bar, Bars, Chart, Series, Shades, Shape, Trend, Words
from linli.documents.rules import dates
from linli.places import queries as places
from linli.scores.briefwords import LANGUAGES
from linli.scores.rules.briefs import Facts, Part

COURSE, OVERDUE = "course", "overdue"
MOST_BARS = 10


def charts(*, facts: Facts, language: str) -> dict[str, Chart]:
    """By key: the course of what came in and was closed, and who has what is overdue, where anything is."""
    with override(LANGUAGES[language]):
        found: dict[str, Chart] = {COURSE: _course(facts, language)}
        if late := overdue(facts):
            found[OVERDUE] = _overdue(facts, late, language)
        return found


def area_map(*, facts: Facts, language: str) -> Shades | None:
    """The areas shaded by what is overdue in them; None where there are no areas, or none with a boundary."""
    rings = places.rings_below(facts.area)
    shapes = tuple(
        Shape(part.name[language], part.overdue, rings[code], places.centre_of(code) or (0.0, 0.0))
        for part in facts.areas
        if (code := part.filters.area) in rings
    )
    if not shapes:
        return None
    is_drawn = any(places.is_schematic(code) for code in (facts.area, *rings))
    with override(LANGUAGES[language]):
        return Shades(words=_map_words(facts, language, is_drawn=is_drawn), counted=_("Overdue"), shapes=shapes)


def _map_words(facts: Facts, language: str, *, is_drawn: bool) -> Words:
    told = _("%(n)d cases are overdue in all.") % {"n": facts.whole.overdue}
    note = [told, _("Schematic map, not surveyed.")] if is_drawn else [told]
    joiner = " " if language == "en" else ""
    return Words(title=_("Overdue cases by area"), along=_("Area"), told=told, note=joiner.join(note))


def overdue(facts: Facts) -> list[Part]:
    """The organisations of the second chart, those with the most first."""
    late = [one for one in facts.organisations if one.overdue]
    return sorted(late, key=lambda one: (-one.overdue, one.name["zh"]))[:MOST_BARS]


def _course(facts: Facts, language: str) -> Trend:
    first, last = (dates.plain(day=day.on, language=language) for day in (facts.course[0], facts.course[-1]))
    told = _("From %(since)s to %(until)s: %(opened)d reported, %(closed)d closed.") % {
        "since": first,
        "until": last,
        "opened": sum(day.opened for day in facts.course),
        "closed": sum(day.closed for day in facts.course),
    }
    return Trend(
        words=Words(title=_("What came in and was closed, day by day"), along=_("Date"), told=told, note=told),
        dates=tuple(day.on for day in facts.course),
        series=tuple(_series(facts)),
    )


def _series(facts: Facts) -> Iterator[Series]:
    yield Series(_("Reported"), tuple(day.opened for day in facts.course))
    yield Series(_("Closed"), tuple(day.closed for day in facts.course))


def _overdue(facts: Facts, late: list[Part], language: str) -> Bars:
    told = _("%(n)d cases are overdue in all.") % {"n": facts.whole.overdue}
    return Bars(
        words=Words(title=_("Overdue cases by organisation"), along=_("Organisation"), told=told),
        counted=_("Overdue"),
        bars=tuple(Bar(one.name[language], one.overdue) for one in late),
    )
