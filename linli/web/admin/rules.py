"""Periods that the law changed: every open case whose due date moves, to be read, taken away as a file, and applied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions import dry_running
from linli.cases.models import Recount
from linli.cases.queries.dry_runs import waiting
from linli.core.wording import describe_length
from linli.mediation import reminders
from linli.packs.queries import city_periods, installed
from linli.process import city
from linli.process.definition import ClockRule, Edition, Length, Pack
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin import dry_runs

RIGHT = "calendars.edit"


@dataclass(frozen=True, slots=True)
class Change:
    """An edition of a clock's rule, in words."""

    pack: Pack
    clock: ClockRule
    edition: Edition
    lengths: str
    is_running: bool
    """Whether it binds clocks that run already."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """When people are reminded, in words: before a duty, after it, a session, the court's last day."""

    rule: reminders.Reminders
    duty_before: str
    duty_after: str
    session_before: str
    confirm_before: str


@staff_page(right=RIGHT)
def listing(request: StaffRequest) -> HttpResponse:
    """Every edition of every clock's rule, what the city set itself, and what was applied lately."""
    changes = sorted(_changes(), key=lambda one: one.edition.starts_date, reverse=True)
    context = {
        "changes": changes,
        "reminders": [_reminding(one) for one in reversed(reminders.every())],
        "faults": [*city_periods().faults, *reminders.of_city().faults],
        "unknown": list(city.unknown(city_periods().periods, packs=installed().current())),
        "recounts": Recount.objects.select_related("run").order_by("-id")[:20],
        "today": timezone.localdate(),
    }
    return render(request, "admin/rules/list.html", context)


@staff_page(right=RIGHT)
def one(request: StaffRequest, key: str, clock: str) -> HttpResponse:
    """One rule with its editions; whom it moves is counted on demand."""
    pack, rule = _rule(key, clock)
    now = timezone.now()
    if request.method == "POST":
        dry_runs.check(request)
        law_at = now if _in_force(rule, now) else _first_moment(rule, now)
        by = request.actor.account_id
        run = dry_running.order_for_rule(pack=key, clock=clock, law_at=law_at, by=by, now=now)
        return redirect("admin:dry_run", dry_runs.counted(run).id)
    context = {
        "pack": pack,
        "clock": rule,
        "changes": [change for change in _changes() if (change.pack.key, change.clock.key) == (key, clock)],
        "in_force": _in_force(rule, now),
        "waiting": waiting(pack=key, clock=clock),
        "may_edit": dry_runs.may_edit(request),
    }
    return render(request, "admin/rules/one.html", context)


def _changes() -> Iterator[Change]:
    for pack in installed().current():
        for rule in pack.clocks.values():
            for edition in rule.editions:
                yield Change(pack, rule, edition, _lengths(edition.lengths), edition.transition == "running")


def _reminding(rule: reminders.Reminders) -> Reminding:
    before, after, session = (
        describe_length(n, "day") for n in (rule.duty_before, rule.duty_after, rule.session_before)
    )
    court = _(", ").join(describe_length(n, "day") for n in rule.confirm_before)
    return Reminding(rule, before, after, session, court or _("no reminder"))


def _lengths(lengths: Sequence[Length]) -> str:
    return _(", ").join(_length(each) for each in lengths)


def _length(each: Length) -> str:
    length = describe_length(each.length, each.unit)
    kind = "/".join(part for part in (each.category, each.urgency) if part)
    return _("%(length)s (%(kinds)s)") % {"length": length, "kinds": kind} if kind else length


def _rule(key: str, clock: str) -> tuple[Pack, ClockRule]:
    for pack in installed().current():
        if pack.key == key and clock in pack.clocks:
            return pack, pack.clocks[clock]
    raise Http404


def _running(rule: ClockRule) -> list[date]:
    return [edition.starts_date for edition in rule.editions if edition.transition == "running"]


def _in_force(rule: ClockRule, now: datetime) -> bool:
    """Whether an edition for running clocks has begun."""
    return any(day <= timezone.localdate(now) for day in _running(rule))


def _first_moment(rule: ClockRule, now: datetime) -> datetime:
    """When the first edition for running clocks will begin."""
    first = min(_running(rule), default=timezone.localdate(now))
    return datetime.combine(first, time(0), timezone.get_current_timezone())
