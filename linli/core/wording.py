"""A due date explained in plain words, in the reader's language. The steps come from `core.clock.explain`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from linli.core.clock import ROLLING, Step, Unit


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence that says it all, and the steps one by one."""

    sentence: str
    items: tuple[str, ...]


def describe(steps: Sequence[Step], language: str, *, tz: ZoneInfo, extension_law: str = "") -> Explanation:
    """Words for the steps of one clock, `language` being `zh-hans` or `en`. Times are on the wall clock of `tz`.

    `extension_law` is the legal basis, in that language, that each extension rests on, if it has one of its own.
    """
    by_hours = steps[0].unit == "working_hour"
    with override(language):
        items = [_hours_of(step) if by_hours and step.kind == "counted" else _item(step, tz) for step in steps]
        if extension_law:
            pairs = zip(steps, items, strict=True)
            items = [_under(said, extension_law) if step.kind == "extended" else said for step, said in pairs]
        return Explanation(sentence=_sentence(steps, tz), items=tuple(items))


def describe_agreed(due_at: datetime, language: str, *, tz: ZoneInfo) -> str:
    """A due moment that was agreed, or came with an imported case: nothing was counted."""
    with override(language):
        return _("Due by %(due)s, as agreed or as it came with the case.") % {"due": moment(due_at, tz)}


def describe_past(due_at: datetime, language: str, *, tz: ZoneInfo) -> str:
    """A due moment of the past whose days were counted on a calendar that has been corrected since."""
    with override(language):
        told = _("Due by %(due)s, counted on the working calendar as it stood then.")
        return told % {"due": moment(due_at, tz)}


def describe_law(law: str, *, since: date | None) -> str:
    """A legal basis and since when it has been in force, in the current language."""
    if since is None:
        return law
    # Translators: Django date format, as in "1 May 2022"
    return _("%(law)s, in force since %(date)s") % {"law": law, "date": date_format(since, _("j F Y"))}


def describe_length(amount: int, unit: Unit, language: str | None = None) -> str:
    """`5 working days`, in the current language or the one given."""
    if language is None:
        return _length(amount, unit)
    with override(language):
        return _length(amount, unit)


def moment(at: datetime, tz: ZoneInfo) -> str:
    """Date and time in the current language; midnight is told as 24:00 of the day that ends."""
    local = at.astimezone(tz)
    if (local.hour, local.minute) == (0, 0):
        return _("%(date)s, 24:00") % {"date": day((local - timedelta(days=1)).date())}
    return _("%(date)s, %(time)s") % {"date": day(local.date()), "time": f"{local:%H:%M}"}


def day(at: date) -> str:
    """A date with its weekday in the current language."""
    return _day(at, get_language() or "")


@lru_cache(maxsize=2048)  # the same few weeks stand in every case
def _day(at: date, language: str) -> str:
    # Translators: Django date format, as in "Tuesday 13 October 2026"
    return date_format(at, _("l j F Y"))


def _sentence(steps: Sequence[Step], tz: ZoneInfo) -> str:
    start, end = steps[0], steps[-1]
    parts = [
        _("Due by %(due)s: %(length)s from %(start)s.")
        % {"due": moment(end.at, tz), "length": _length(start.amount, start.unit or "day"), "start": _start(start, tz)}
    ]
    off = [_days_off(step) for step in steps if step.kind == "skipped" and step.name not in ("weekend", "free")]
    if off:
        parts.append(_("Days off not counted: %(days)s.") % {"days": _("; ").join(off)})
    elif any(step.kind == "skipped" for step in steps):
        parts.append(_("Weekends are not counted."))
    parts += [_item(step, tz) for step in steps if step.kind in _MOVERS]
    return (" " if _is_english() else "").join(parts)


_MOVERS = ("workday_exchanged", "extended", "paused", "rolled")


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _start(step: Step, tz: ZoneInfo) -> str:
    local = step.at.astimezone(tz)
    return _("%(date)s, %(time)s") % {"date": day(local.date()), "time": f"{local:%H:%M}"}


def _item(step: Step, tz: ZoneInfo) -> str:
    if step.kind == "start":
        told = {"start": _start(step, tz), "length": _length(step.amount, step.unit or "day")}
        return _("Starts %(start)s; the period is %(length)s.") % told
    if step.kind == "begins":
        return _("Counting begins %(start)s.") % {"start": _start(step, tz)}
    if step.kind == "due":
        return _("Due by %(due)s.") % {"due": moment(step.at, tz)}
    if step.kind == "extended":
        return _("Extended by %(length)s.") % {"length": _length(step.amount, step.unit or "day")}
    if step.kind == "rolled":
        return _rolled(step)
    if step.kind == "paused":
        return _pause(step, tz)
    return _run(step)


def _under(extended: str, law: str) -> str:
    return _("%(extended)s Legal basis: %(law)s.") % {"extended": extended, "law": law}


def _rolled(step: Step) -> str:
    """The law moves an end on a day off to the next working day."""
    if step.last_date is None:
        raise ValueError("a period that was moved has a new last day")
    told = {"days": _days_off(replace(step, last_date=step.first_date)), "next": day(step.last_date)}
    return _("The last day, %(days)s, is a day off: the period ends on the next working day, %(next)s.") % told


def _pause(step: Step, tz: ZoneInfo) -> str:
    if step.until is None:
        return _("Paused since %(start)s; the time until it resumes will not count.") % {"start": _start(step, tz)}
    return _("Paused from %(start)s to %(end)s; that time does not count.") % {
        "start": _start(step, tz),
        "end": moment(step.until, tz),
    }


def _hours_of(step: Step) -> str:
    return _("Working hours of %(days)s counted.") % {"days": _days(step)}


def _run(step: Step) -> str:
    if step.kind == "skipped":
        return _("Not counted: %(days)s.") % {"days": _days_off(step)}
    days = _days(step)
    if step.unit and step.unit in ROLLING:
        return _("%(days)s: %(length)s, every day counted.") % {"days": days, "length": _length(step.amount, step.unit)}
    if step.kind == "workday_exchanged":
        return _("%(days)s is a working day in exchange for a day off and counts.") % {"days": days}
    return ngettext(
        "%(days)s: %(amount)d working day counted.", "%(days)s: %(amount)d working days counted.", step.amount
    ) % {"days": days, "amount": step.amount}


def _days_off(step: Step) -> str:
    name = {"weekend": _("weekend"), "free": _("no working hours")}.get(step.name) or name_of(step)
    return _("%(days)s (%(reason)s)") % {"days": _days(step), "reason": name}


def name_of(step: Step) -> str:
    """What the days of the step are called, in the reader's language."""
    return step.name_en if _is_english() and step.name_en else step.name


def _days(step: Step) -> str:
    if step.first_date is None or step.last_date is None:
        raise ValueError("a run of days has a first and a last date")
    if step.first_date == step.last_date:
        return _day_short(step.first_date)
    return _("%(first)s to %(last)s") % {"first": _day_short(step.first_date), "last": _day_short(step.last_date)}


def _day_short(at: date) -> str:
    return _short(at, get_language() or "")


@lru_cache(maxsize=2048)
def _short(at: date, language: str) -> str:
    # Translators: Django date format, as in "13 October"
    return date_format(at, _("j F"))


def _length(amount: int, unit: Unit) -> str:
    return _worded(amount, unit, get_language() or "")


@lru_cache(maxsize=1024)
def _worded(amount: int, unit: Unit, language: str) -> str:
    words = {
        "minute": ngettext("%(n)d minute", "%(n)d minutes", amount),
        "hour": ngettext("%(n)d hour", "%(n)d hours", amount),
        "working_hour": ngettext("%(n)d working hour", "%(n)d working hours", amount),
        "day": ngettext("%(n)d day", "%(n)d days", amount),
        "working_day": ngettext("%(n)d working day", "%(n)d working days", amount),
        "week": ngettext("%(n)d week", "%(n)d weeks", amount),
        "month": ngettext("%(n)d month", "%(n)d months", amount),
        "year": ngettext("%(n)d year", "%(n)d years", amount),
    }
    return words[unit] % {"n": amount}
