"""Periods that the law changed: every open case whose due date moves, to be read, taken away as a file, and applied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.actions.following import order_rule
from linli.cases.models import Recount
from linli.cases.queries.moving import rule_moves
from linli.core.wording import describe_length
from linli.packs.queries import installed
from linli.people.access import must_govern
from linli.people.actions.changes import record
from linli.places.city import current
from linli.process.definition import ClockRule, Edition, Length, Pack
from linli.web import spreadsheets
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


@staff_page(right=RIGHT)
def listing(request: StaffRequest) -> HttpResponse:
    """Every edition of every clock's rule, and what was applied lately."""
    changes = sorted(_changes(), key=lambda one: one.edition.starts_date, reverse=True)
    context = {"changes": changes, "recounts": Recount.objects.order_by("-id")[:20], "today": timezone.localdate()}
    return render(request, "admin/rules/list.html", context)


@staff_page(right=RIGHT)
def one(request: StaffRequest, key: str, clock: str) -> HttpResponse:
    """The dry run of one rule: on the page, as a file, and in earnest."""
    pack, rule = _rule(key, clock)
    now = timezone.now()
    in_force = _in_force(rule, now)
    if request.method == "POST":
        must_govern(actor=request.actor, area_code=current().root)
        return _apply(request, pack, rule, in_force=in_force)
    moved = rule_moves(pack=pack, clock=clock, now=now if in_force else _first_moment(rule, now))
    found = dry_runs.told(moved, by=request.actor)
    if kind := request.GET.get("file", ""):
        return spreadsheets.download(table=dry_runs.table(found), name=f"linli-{key}-{clock}", kind=kind)
    shown = list(islice(found, dry_runs.SHOWN))
    context = {
        "pack": pack,
        "clock": rule,
        "changes": [change for change in _changes() if (change.pack.key, change.clock.key) == (key, clock)],
        "moves": shown,
        "more": sum(1 for _one in found),
        "in_force": in_force,
        "order": Recount.objects.filter(pack=key, clock=clock, finished_at=None).first(),
    }
    return render(request, "admin/rules/one.html", context)


def _apply(request: StaffRequest, pack: Pack, rule: ClockRule, *, in_force: bool) -> HttpResponse:
    if in_force:
        now = timezone.now()
        order_rule(pack=pack.key, clock=rule.key, by=request.actor.account_id, now=now)
        record(kind="rule.apply", subject=f"rule {pack.key} {rule.key}", by=request.actor, now=now)
        messages.success(request, _("Open cases are being brought in line. Each gets an entry."))
    else:
        messages.warning(request, _("This rule is not in force yet. Apply it on the day."))
    return redirect("admin:rules")


def _changes() -> Iterator[Change]:
    for pack in installed().current():
        for rule in pack.clocks.values():
            for edition in rule.editions:
                yield Change(pack, rule, edition, _lengths(edition.lengths), edition.transition == "running")


def _lengths(lengths: Sequence[Length]) -> str:
    return _(", ").join(describe_length(each.length, each.unit) for each in lengths)


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
