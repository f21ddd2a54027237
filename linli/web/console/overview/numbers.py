"""The numbers of an overview, each in words, beside that of the period compared with, and with the list behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases.queries.tallies import Sums
from linli.cases.types import Filters
from linli.scores.indicators.definition import Indicator
from linli.scores.indicators.queries import current
from linli.scores.queries.overview import Figures
from linli.scores.rules.measuring import Measured, measured
from linli.scores.rules.periods import Period
from linli.web.console.overview.asking import behind
from linli.web.wording import span, text_of

FEW = 10
"""Times of fewer cases than these are not shown: a median of three says nothing."""
Link = Callable[[Filters], str]
"""The address of the list of some cases."""


def nowhere(_filters: Filters) -> str:
    """The link of numbers that nobody can press: writing addresses takes longer than counting."""
    return ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its title. `note`: of how many, and how sure. `change`: since the period compared with.

    `value` is what a file holds; None where nothing can be said.
    """

    key: str
    title: str
    said: str
    value: float | None
    href: str = ""
    note: str = ""
    change: str = ""


def now_numbers(one: Figures, filters: Filters, link: Link = behind) -> Iterator[Number]:
    """How things stand at this moment."""
    yield Number("open", _("Open now"), _n(one.open), one.open, link(replace(filters, state="open")))
    late = replace(filters, state="open", late="late")
    yield Number("overdue", _("Overdue now"), _n(one.late.late), one.late.late, link(late))
    soon = replace(filters, state="open", late="soon")
    yield Number("soon", _("Due within 24 hours"), _n(one.late.soon), one.late.soon, link(soon))


def period_numbers(
    sums: Sums, before: Sums | None, filters: Filters, period: Period, *, is_one_persons: bool, link: Link = behind
) -> Iterator[Number]:
    """What happened on the dates. Of a grid, which is one worker's, only counts: a rate would be a person's."""
    dates = {"from": period.since, "to": period.until}
    opened = link(replace(filters, opened_from=dates["from"], opened_to=dates["to"]))
    yield _count("opened", _("New cases"), sums, before, opened)
    closed = replace(filters, state="closed", closed_from=dates["from"], closed_to=dates["to"])
    yield _count("closed", _("Closed"), sums, before, link(closed))
    if is_one_persons:
        return
    known = current().indicators
    yield _rate(known["on_time"], sums, before, link(replace(closed, closed_as="on_time")))
    counted = {key: link(_counted(filters, key, period)) for key in ("responded", "resolved", "satisfied")}
    yield _time("responded", _("First answer"), sums, before, counted["responded"])
    yield _time("closed", _("Time to closing"), sums, before, link(closed))
    for key in ("reopened", "returned"):
        title = _("Opened again") if key == "reopened" else _("Given back")
        yield _count(key, title, sums, before, link(_counted(filters, key, period)))
    yield _rate(known["resolved"], sums, before, counted["resolved"])
    yield _rate(known["satisfied"], sums, before, counted["satisfied"])


def _counted(filters: Filters, key: str, period: Period) -> Filters:
    return replace(filters, counted=key, counted_from=period.since, counted_to=period.until)


def _count(key: str, title: str, sums: Sums, before: Sums | None, href: str) -> Number:
    n = sums[key]
    change = ""
    if before is not None:
        was = before[key]
        change = _("before: %(n)s") % {"n": _n(was)}
        if was >= FEW:
            change = _("%(share)s against %(n)s") % {"share": f"{(n - was) / was:+.0%}", "n": _n(was)}
    return Number(key, title, _n(n), n, href, change=change)


def _rate(indicator: Indicator, sums: Sums, before: Sums | None, href: str) -> Number:
    """A rate as the catalogue defines it, with its n and interval; nothing under its least number of cases."""
    key, title, found = indicator.key, text_of(indicator.title), _measured(indicator, sums)
    if found.value is None or found.interval is None:
        few = ngettext("%(n)d case: too few for a rate", "%(n)d cases: too few for a rate", found.n)
        note = few % {"n": found.n} if found.n else _("no cases")
        return Number(key, title, "—", None, href, note)
    ends = {"n": found.n, "low": f"{found.interval.low:.0%}", "high": f"{found.interval.high:.0%}"}
    note = _("of %(n)d; %(low)s to %(high)s") % ends
    was = _measured(indicator, before).value if before is not None else None
    change = _("before: %(rate)s") % {"rate": f"{was:.1%}"} if was is not None else ""
    return Number(key, title, f"{found.value:.1%}", found.value, href, note, change)


def _measured(indicator: Indicator, sums: Sums) -> Measured:
    return measured(indicator=indicator, measures={key: sums[key] for key in indicator.formula.measures})


def _time(measure: str, title: str, sums: Sums, before: Sums | None, href: str) -> Number:
    """The median of a timed measure, and the time that nine in ten did not exceed."""
    key, n = f"{measure}_time", sums[measure]
    half, nine = sums.quantile(measure, 0.5), sums.quantile(measure, 0.9)
    if n < FEW or half is None or nine is None:
        few = ngettext("%(n)d case: too few for a time", "%(n)d cases: too few for a time", n)
        return Number(key, title, "—", None, href, few % {"n": n} if n else _("no cases"))
    note = _("half within; nine in ten within %(time)s") % {"time": _span(nine)}
    was = before.quantile(measure, 0.5) if before is not None and before[measure] >= FEW else None
    change = _("before: %(time)s") % {"time": _span(was)} if was is not None else ""
    return Number(key, title, _span(half), round(half), href, note, change)


def _span(minutes: float) -> str:
    return span(length=timedelta(minutes=minutes))


def _n(n: int) -> str:
    return f"{n:,}"
