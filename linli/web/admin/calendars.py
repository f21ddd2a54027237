"""Administration of working calendars: the year at a glance, days that differ, working hours with lunch.

A calendar counts for the whole city: every administrator reads it, one whose post covers the city edits it.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.cases.models import DryRun
from linli.cases.queries.dry_runs import waiting
from linli.core.calendars import edits, queries
from linli.core.calendars.edits import Edit
from linli.core.calendars.queries import Day
from linli.core.clock import Interval
from linli.core.errors import Invalid
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin import dry_runs
from linli.web.admin.forms import AdminForm, day_field, today

RIGHT = "calendars.edit"
_INTERVAL = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–~—]\s*(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the year view; `manner` is work, free, holiday or workday (an exchanged one)."""

    date: date
    manner: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven cells, Monday first; None outside the month."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]


class DayForm(AdminForm):
    """A day that differs from the weekly pattern."""

    date = day_field(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Is"), choices=[("holiday", _("a holiday")), ("workday", _("an exchanged working day"))]
    )
    name = forms.CharField(label=_("Full name"), max_length=80, help_text=_("Such as 春节, or 春节调休上班."))
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)


class HoursForm(AdminForm):
    """Working hours of each weekday as written: `09:00-12:00, 13:00-18:00`; empty is free."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday in range(7):
            field = forms.CharField(label=WEEKDAYS[weekday], required=False, max_length=120)
            field.widget.attrs["class"] = "input short"
            self.fields[f"day{weekday}"] = field

    def clean(self) -> dict[str, Any]:
        """Each day's text as intervals."""
        for weekday in range(7):
            key = f"day{weekday}"
            try:
                self.cleaned_data[key] = intervals_of(self.cleaned_data.get(key, ""))
            except ValueError:
                self.add_error(key, _("Write hours like 09:00-12:00, 13:00-18:00."))
        return self.cleaned_data


def intervals_of(text: str) -> tuple[Interval, ...]:
    """The intervals that a line names. Raises ValueError for anything else on it."""
    if re.sub(r"[,，;；、\s]", "", _INTERVAL.sub("", text)):
        raise ValueError(text)
    found = (tuple(int(part) for part in match.groups()) for match in _INTERVAL.finditer(text))
    return tuple((time(a, b), time(c, d)) for a, b, c, d in found)


@staff_page(right=RIGHT)
def year(request: StaffRequest) -> HttpResponse:
    """A calendar's year, and its working hours."""
    return _page(request)


@require_POST
@staff_page(right=RIGHT)
def set_day(request: StaffRequest) -> HttpResponse:
    """Makes a day a holiday or an exchanged working day."""
    dry_runs.check(request)
    form = DayForm(request.POST)
    if form.attempt(lambda given: _try(request, day=Day(**given))):
        return _tried(request, form.result)
    return _page(request, day_form=form)


@require_POST
@staff_page(right=RIGHT)
def remove_day(request: StaffRequest) -> HttpResponse:
    """Gives a day back to the weekly pattern."""
    dry_runs.check(request)
    return _tried(request, _try(request, without=_day(request)))


@require_POST
@staff_page(right=RIGHT)
def set_hours(request: StaffRequest) -> HttpResponse:
    """The working hours of all weekdays."""
    dry_runs.check(request)
    form = HoursForm(request.POST)
    if form.attempt(lambda given: _try(request, week=tuple(given[f"day{weekday}"] for weekday in range(7)))):
        return _tried(request, form.result)
    return _page(request, hours_form=form)


def _try(request: StaffRequest, **edit: Any) -> DryRun:
    return dry_runs.of_edit(request=request, edit=Edit(key=_key(request), **edit))


def _tried(request: StaffRequest, run: DryRun) -> HttpResponse:
    """To whom the edit moves; back to the year when it moves nobody and was kept."""
    if run.recount_id is None:
        return redirect("admin:dry_run", run.id)
    edit = edits.of_plain(key=run.calendar, plain=run.edit)
    messages.success(request, _("The edit was kept. No open case moves."))
    return redirect(_address(edit.key, (edit.date or today()).year))


def _page(request: StaffRequest, **forms_: AdminForm) -> HttpResponse:
    key, number = _key(request), _year(request)
    days = queries.days(key=key, year=number)
    hours = {f"day{weekday}": dry_runs.written(line) for weekday, line in enumerate(queries.hours(key=key))}
    context: dict[str, Any] = {
        "key": key,
        "keys": queries.keys(),
        "year": number,
        "months": months(number, key),
        "days": [(day, _name(day.name, day.name_en)) for day in days],
        "weekdays": [_short(str(WEEKDAYS[weekday])) for weekday in range(7)],
        "day_form": DayForm(initial={"date": request.GET.get("date", "")}),
        "hours_form": HoursForm(initial=hours),
        "lacks_days": not days,
        "may_edit": dry_runs.may_edit(request),
        "waiting": waiting(calendar=key),
    }
    return render(request, "admin/calendars/year.html", context | forms_, status=422 if forms_ else 200)


def months(number: int, key: str) -> tuple[Month, ...]:
    """The twelve months of a year, every day with what it is."""
    marked = {day.date: (day.kind, _name(day.name, day.name_en)) for day in queries.days(key=key, year=number)}
    hours = queries.hours(key=key)
    weeks_of = calendar.Calendar().monthdatescalendar

    def cell(day: date, month: int) -> DayCell | None:
        if day.month != month:
            return None
        kind, name = marked.get(day, ("work" if hours[day.weekday()] else "free", ""))
        return DayCell(date=day, manner=kind, name=name)

    return tuple(
        Month(
            first=date(number, month, 1),
            weeks=tuple(tuple(cell(day, month) for day in week) for week in weeks_of(number, month)),
        )
        for month in range(1, 13)
    )


def _day(request: StaffRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("date", ""))
    except ValueError:
        raise Invalid(_("Choose a day of the calendar.")) from None


def _key(request: StaffRequest) -> str:
    wanted = request.POST.get("key") or request.GET.get("key") or "default"
    known = queries.keys()
    return wanted if wanted in known else "default"


def _year(request: StaffRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and 1990 <= int(text) <= 2100 else today().year


def _address(key: str, number: int) -> str:
    return f"{reverse('admin:calendars')}?key={key}&year={number}"


def _name(name: str, name_en: str) -> str:
    return name_en if name_en and (get_language() or "").startswith("en") else name


def _short(weekday: str) -> str:
    """`Mo`, 一."""
    return weekday[:2] if weekday.isascii() else weekday[-1]
