"""What the ledger's states, measures and entries are called; a target as a reader sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.people.access import Actor
from linli.places import queries as places
from linli.process.definition import Pack
from linli.scores.queries import measuring
from linli.scores.rules import progress
from linli.scores.rules.measures import RATES
from linli.scores.types import BookView, MilestoneView, TargetView
from linli.web.console.promises.behind import address
from linli.web.roles import named
from linli.web.wording import text_of

KINDS: Mapping[str, Promise] = {"year": gettext_lazy("Targets of a year"), "project": gettext_lazy("A project")}
STATES: Mapping[str, Promise] = {
    "behind": gettext_lazy("Behind"),
    "on_course": gettext_lazy("On course"),
    "ahead": gettext_lazy("Ahead"),
    "done": gettext_lazy("Fulfilled"),
    "missed": gettext_lazy("Missed"),
    "unjudged": gettext_lazy("Not judged yet"),
}
ICONS: Mapping[str, str] = {
    "behind": "clock-exclamation",
    "on_course": "arrow-right",
    "ahead": "arrow-forward-up",
    "done": "circle-check",
    "missed": "circle-x",
    "unjudged": "hourglass",
}
TAGS: Mapping[str, str] = {"behind": "soon", "on_course": "told", "ahead": "active", "done": "good", "missed": "late"}
MEASURED: Mapping[str, Promise] = {
    "milestones": gettext_lazy("By its milestones"),
    "hand": gettext_lazy("By a number that the organisation reports"),
    "count": gettext_lazy("By a count of cases"),
    "rate": gettext_lazy("By a rate of cases"),
}
DIRECTIONS: Mapping[str, Promise] = {
    "at_least": gettext_lazy("At least the goal"),
    "at_most": gettext_lazy("At most the goal"),
}
COUNTED: Mapping[str, Promise] = {
    "opened": gettext_lazy("Cases reported"),
    "closed": gettext_lazy("Cases closed"),
    "on_time": gettext_lazy("Closed in time"),
    "late": gettext_lazy("Closed late"),
    "reopened": gettext_lazy("Cases reopened"),
}
DIVIDED: Mapping[str, Promise] = {
    "closed/opened": gettext_lazy("Closed, of those reported"),
    "on_time/promised": gettext_lazy("Closed in time, of those closed with a time limit"),
    "late/promised": gettext_lazy("Closed late, of those closed with a time limit"),
    "reopened/closed": gettext_lazy("Reopened, of those closed"),
}
ENTRIES: Mapping[str, Promise] = {
    "made": gettext_lazy("Target written"),
    "milestone": gettext_lazy("Milestone added"),
    "reported": gettext_lazy("Progress reported"),
    "confirmed": gettext_lazy("Progress confirmed"),
    "rejected": gettext_lazy("Progress not confirmed"),
    "note": gettext_lazy("Note"),
    "changed": gettext_lazy("Target changed"),
    "moved": gettext_lazy("Milestone given another day"),
    "dropped": gettext_lazy("Target dropped"),
}
CHANGES: Mapping[str, Promise] = {
    "title": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title in English"),
    "promise": gettext_lazy("What is promised"),
    "goal": gettext_lazy("Goal"),
    "unit": gettext_lazy("Unit"),
    "starts_date": gettext_lazy("First day"),
    "due_date": gettext_lazy("Due date"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A target as a row of the table, of the road map and of the exports."""

    one: TargetView
    title: str
    area: str
    owner: str
    state: str
    icon: str
    tag: str
    goal: str
    reached: str
    behind: str
    done: int
    late: int


def title_of(*, one: BookView | TargetView | MilestoneView) -> str:
    """The title in the reader's language."""
    return named(name=one.title, name_en=one.title_en)


def owner_of(*, one: TargetView) -> str:
    """The organisation that promised."""
    return named(name=one.owner, name_en=one.owner_en)


def line(*, one: TargetView, by: Actor, today: date) -> Line:
    """A target with everything in words."""
    return Line(
        one=one,
        title=title_of(one=one),
        area=places.name_of(one.area),
        owner=owner_of(one=one),
        state=str(STATES[one.state]),
        icon=ICONS[one.state],
        tag=TAGS.get(one.state, ""),
        goal=goal(one=one),
        reached=reached(one=one),
        behind=address(one=one, by=by, today=today),
        done=sum(mark.done is not None for mark in one.milestones),
        late=one.late(today),
    )


def figure(value: Decimal | float | None) -> str:
    """A number without idle zeros."""
    return "" if value is None else f"{float(value):.2f}".rstrip("0").rstrip(".")


def goal(*, one: TargetView) -> str:
    """`≥ 90 %`, `≤ 10 个`, or the milestones."""
    if one.measured == "milestones":
        return _("All milestones")
    sign = "≥" if one.direction == "at_least" else "≤"
    return f"{sign} {figure(one.goal)} {unit(one=one)}".strip()


def unit(*, one: TargetView) -> str:
    """What the numbers count."""
    return "%" if one.measured == "rate" else one.unit


def reached(*, one: TargetView) -> str:
    """What is reached: a rate with its interval and its n, a count, a number, milestones."""
    found = one.reached
    if one.measured == "milestones":
        done = sum(mark.done is not None for mark in one.milestones)
        return _("%(done)s of %(all)s milestones") % {"done": done, "all": len(one.milestones)}
    if found.value is None:
        few = ngettext("%(n)s case, too few for a rate", "%(n)s cases, too few for a rate", found.of)
        return few % {"n": found.of} if one.measured == "rate" else "—"
    if one.measured != "rate" or found.low is None or found.high is None:
        return f"{figure(found.value)} {one.unit}".strip()
    return _("%(rate).1f %% (%(low).1f to %(high).1f), %(n)s of %(of)s") % {
        "rate": found.value,
        "low": found.low,
        "high": found.high,
        "n": found.n,
        "of": found.of,
    }


def measured(*, one: TargetView) -> str:
    """How it is measured, in words."""
    if one.measured in {"milestones", "hand"}:
        return str(MEASURED[one.measured])
    pack = measuring.kind_of(key=one.pack)
    kind = text_of(pack.title) if pack else one.pack
    what = counted_title(pack=pack, measure=one.measure) if one.measured == "count" else divided_title(one=one)
    whose = _("of those that the organisation leads") if one.is_own else _("of all in the area")
    return _("%(what)s (%(kind)s), %(whose)s") % {"what": what, "kind": kind, "whose": whose}


def counted_title(*, pack: Pack | None, measure: str) -> str:
    """What a measure counts."""
    if measure in COUNTED:
        return str(COUNTED[measure])
    return text_of(pack.counts[measure].title) if pack and measure in pack.counts else measure


def divided_title(*, one: TargetView) -> str:
    """What a rate divides."""
    key = next((key for key, pair in RATES.items() if pair == (one.measure, one.over)), "")
    return str(DIVIDED.get(key, key))


def rule() -> str:
    """The thresholds, for whoever asks why a state is what it is."""
    return _(
        "Counts and reported numbers are held against the time that has gone: within %(margin)s %% of the goal of "
        "an even pace is on course. A rate is ahead or behind only where its 95 %% range lies wholly on one side of "
        "the goal; under %(least)s cases it is not shown. Milestones: behind when one is late, ahead when one is done "
        "before its day."
    ) % {"margin": int(100 * progress.MARGIN), "least": progress.LEAST}
