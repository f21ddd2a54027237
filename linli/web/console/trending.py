"""What came in and what was closed as a chart, each number with the list behind it."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.queries import trends
from linli.cases.queries.tallies import Asked, Span
from linli.cases.queries.trends import Flow
from linli.cases.types import Filters
from linli.core.charts import days
from linli.core.charts.definition import Series, Trend, Words
from linli.places import queries as places
from linli.web import charts
from linli.web.console import lists


@dataclass(frozen=True, slots=True)
class Trended:
    """The chart, and what it was drawn from."""

    flow: Flow
    chart: Trend
    narrowed: Filters

    def behind(self, row: int, column: int) -> str:
        """The list of just the cases that a number counts."""
        step = self.flow.steps[row]
        since, until = step.before if column == 2 else step.span
        if column == 1:
            return lists.address(filters=replace(self.narrowed, state="closed", closed_from=since, closed_to=until))
        return lists.address(filters=replace(self.narrowed, state="all", opened_from=since, opened_to=until))


def trended(*, asked: Asked, matter: str, narrowed: Filters) -> Trended:
    """Of what was asked for in one area on its dates. `matter`: what it is called; `narrowed`: the list of the same."""
    flow = trends.flow(asked=asked, today=timezone.localdate())
    title = _("Reported and closed: %(area)s, %(matter)s")
    chart = Trend(
        words=Words(
            title=title % {"area": places.name_of(asked.areas[0]), "matter": matter},
            along=_("Date") if flow.is_daily else _("Month"),
            told=_told(flow),
            note=_note(flow),
        ),
        dates=tuple(step.span[0] for step in flow.steps),
        series=tuple(_series(flow)),
        grain="day" if flow.is_daily else "month",
        partial=_partial(flow),
    )
    return Trended(flow, chart, narrowed)


def _series(flow: Flow) -> list[Series]:
    found = [
        Series(_("Reported"), tuple(step.opened for step in flow.steps)),
        Series(_("Closed"), tuple(step.closed for step in flow.steps)),
    ]
    before = tuple(step.opened_before for step in flow.steps)
    if any(before):
        name = _("Reported 52 weeks before") if flow.is_daily else _("Reported a year before")
        found.append(Series(name, before, is_compared=True))
    return found


def _told(flow: Flow) -> str:
    language = charts.language()
    return _("From %(since)s to %(until)s: %(opened)s reported, %(closed)s closed.") % {
        "opened": f"{sum(step.opened for step in flow.steps):,}",
        "closed": f"{sum(step.closed for step in flow.steps):,}",
        "since": days.whole(flow.steps[0].span[0], grain="day", language=language),
        "until": days.whole(flow.steps[-1].span[1], grain="day", language=language),
    }


def _note(flow: Flow) -> str:
    """What a reader has to know beside."""
    notes = [_told(flow)]
    if _partial(flow):
        notes.append(_("Hollow marks: months that are counted only as far as the dates go."))
    if flow.is_cut:
        notes.append(_("Only the last ten years are drawn."))
    return "".join(notes) if charts.language() == "zh" else " ".join(notes)


def _partial(flow: Flow) -> frozenset[int]:
    """The places of months that are not whole."""
    months = () if flow.is_daily else flow.steps
    return frozenset(at for at, step in enumerate(months) if not _is_whole(step.span))


def _is_whole(span: Span) -> bool:
    """Whether it is all of its month."""
    since, until = span
    return since.day == 1 and (date.fromordinal(until.toordinal() + 1)).day == 1
