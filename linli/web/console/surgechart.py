"""The days of a warning as columns, its own standing out, beside what was to be expected of a day."""

from django.utils.translation import gettext as _

from linli.core.charts import days
from linli.core.charts.definition import Columns, Level, Marked, Series, Words
from linli.scores.queries.surges import SurgeDetail
from linli.web import charts


def chart(*, found: SurgeDetail, title: str, where: str) -> Columns:
    """Of the weeks before the warning, and of its own days."""
    own = [at for at, (day, _n) in enumerate(found.days) if found.view.since <= day <= found.view.until]
    return Columns(
        words=Words(
            title=_("What came in each day: %(matter)s, %(area)s") % {"matter": title, "area": where},
            along=_("Date"),
            told=_told(found),
        ),
        dates=tuple(day for day, _n in found.days),
        series=(Series(_("How many"), tuple(n for _day, n in found.days)),),
        levels=(Level(_("Expected"), round(found.view.per_day, 1)),),
        marked=Marked(own[0], own[-1], _("Days of the warning")) if own else None,
    )


def _told(found: SurgeDetail) -> str:
    language = charts.language()
    return _("From %(since)s to %(until)s: %(n)d came in, %(expected).1f expected.") % {
        "n": found.view.observed,
        "expected": found.view.expected,
        "since": days.whole(found.view.since, grain="day", language=language),
        "until": days.whole(found.view.until, grain="day", language=language),
    }
