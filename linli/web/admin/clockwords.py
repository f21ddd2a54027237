"""A pack's clocks in words, each with an example counted from now on the city's calendar. Nothing is written here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from linli.core.articles import cited
from linli.core.calendars.queries import calendar
from linli.core.clock import explain
from linli.core.wording import describe, describe_law, describe_length
from linli.process.definition import Basis, ClockRule, Edition, Extension, Length, Pack
from linli.web.console import labels
from linli.web.wording import text_of

ON_BREACH: Mapping[str, Promise] = {
    "tell_holder": _("whoever has the ball is told"),
    "tell_desk": _("the desk is told"),
    "tell_upper_desk": _("the desk above is told"),
    "escalate": _("the case goes one level up"),
    "supervise": _("the desk above supervises"),
}
PER: Mapping[str, Promise] = {
    "assist": _("One for each assisting organisation."),
    "suspension": _("Ends on the date agreed for the suspension."),
    "supervision": _("One for each supervision, until it is answered."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A clock as a reader understands it."""

    key: str
    title: str
    sentences: tuple[str, ...]
    example: str
    law: str


def told(*, pack: Pack, now: datetime) -> tuple[Told, ...]:
    """Every clock of the pack, as it binds a case that is opened now."""
    day = now.date()
    rules = [rule.in_force(opened=day, on=day) for rule in pack.clocks.values()]
    return tuple(
        Told(rule.key, text_of(rule.title), tuple(_sentences(pack, rule)), _example(rule, now), _laws(pack, rule))
        for rule in rules
    )


def lengths(*, pack: Pack, rule: ClockRule | Edition) -> str:
    """`4 hours (urgent); 5 working days`."""
    return gettext("; ").join(_length(pack, one) for one in rule.lengths)


def _sentences(pack: Pack, rule: ClockRule) -> Iterator[str]:
    if rule.per in PER:
        yield str(PER[rule.per])
    if rule.lengths:
        yield gettext("Length: %(lengths)s.") % {"lengths": lengths(pack=pack, rule=rule)}
    yield gettext("Runs at: %(stages)s.") % {"stages": _stages(pack, rule.runs_in)}
    if rule.pauses_in:
        yield gettext("Stands still at: %(stages)s.") % {"stages": _stages(pack, rule.pauses_in)}
    yield from _ending(pack, rule)
    yield from _counting(rule)
    yield from _when_due(pack, rule)
    if rule.is_promise:
        yield gettext("This date is promised to the reporter.")
    for one in rule.editions:
        since = {"date": one.starts_date.isoformat(), "lengths": lengths(pack=pack, rule=one), "law": _laws(pack, one)}
        yield gettext("From %(date)s: %(lengths)s. %(law)s") % since


def _ending(pack: Pack, rule: ClockRule) -> Iterator[str]:
    """Which cases have it, and what ends it beside its stages and its length."""
    facts = {one.key: one for one in reversed(pack.facts())}
    if rule.when:
        titles = (
            {one.key: text_of(one.title) for one in facts[rule.when.field].choices} if rule.when.field in facts else {}
        )
        values = gettext("; ").join(titles.get(one, one) for one in rule.when.values)
        field = text_of(facts[rule.when.field].label) if rule.when.field in facts else rule.when.field
        yield gettext("Only cases of which this is so: %(field)s: %(values)s.") % {"field": field, "values": values}
    if rule.until in facts:
        yield gettext("Where it is known, it ends with this day: %(field)s.") % {
            "field": text_of(facts[rule.until].label)
        }
    steps = [text_of(pack.actions[one].title) for one in sorted(rule.stopped_by) if one in pack.actions]
    if steps:
        yield gettext("These steps stop it: %(steps)s.") % {"steps": gettext("; ").join(steps)}


def _counting(rule: ClockRule) -> Iterator[str]:
    if rule.count_from == "next_day":
        yield gettext("Counted from the day after, to the end of the last day.")
    if rule.ends == "working_day":
        yield gettext("If its last day is a day off, it ends on the next working day.")
    if rule.extension:
        yield _extension(rule.extension)


def _when_due(pack: Pack, rule: ClockRule) -> Iterator[str]:
    if rule.lengths and rule.warn_percent < 100:
        warned = gettext("The holder is warned when %(percent)s%% of the time is over.")
        yield warned % {"percent": rule.warn_percent}
    steps = [str(ON_BREACH[one]) for one in rule.on_breach]
    if rule.breach_action in pack.actions:
        title = text_of(pack.actions[rule.breach_action].title)
        steps.append(gettext("the system takes the step “%(title)s”") % {"title": title})
    if steps:
        yield gettext("When it is overdue: %(steps)s.") % {"steps": gettext("; ").join(steps)}


def _extension(rule: Extension) -> str:
    times = ngettext("May be extended once", "May be extended %(n)d times", rule.times) % {"n": rule.times}
    said = [times, _longest(rule)]
    if rule.approver:
        said.append(gettext("granted by: %(who)s") % {"who": labels.label(kind="role", value=rule.approver)})
    return gettext("%(said)s.") % {"said": gettext(", ").join(said)}


def _longest(rule: Extension) -> str:
    if not rule.longest:
        return gettext("by at most its own length")
    if rule.unit:
        return gettext("by at most %(length)s") % {"length": describe_length(rule.longest, rule.unit)}
    return gettext("by at most %(n)d in its unit") % {"n": rule.longest}


def _stages(pack: Pack, keys: frozenset[str]) -> str:
    return " · ".join(text_of(stage.title) for key, stage in pack.stages.items() if key in keys)


def _length(pack: Pack, one: Length) -> str:
    category = text_of(pack.categories[one.category].title) if one.category in pack.categories else ""
    kinds = [part for part in (category, labels.label(kind="urgency", value=one.urgency)) if part]
    length = describe_length(one.length, one.unit)
    return gettext("%(length)s (%(kinds)s)") % {"length": length, "kinds": " · ".join(kinds)} if kinds else length


def _example(rule: ClockRule, now: datetime) -> str:
    """What the last length, that of everything else, would come to if the clock started now."""
    if not rule.lengths:
        return ""
    length, here = rule.lengths[-1], calendar(rule.calendar)
    steps = explain(
        start=now,
        length=length.length,
        unit=length.unit,
        calendar=here,
        count_from=rule.count_from,
        ends=rule.ends,
    )
    return describe(steps, get_language() or "zh-hans", tz=here.tz).sentence


def _laws(pack: Pack, rule: ClockRule | Edition) -> str:
    """The legal basis of the clock, and that of each length which has its own."""
    own = [gettext("%(length)s: %(law)s") % _own(pack, one) for one in rule.lengths if one.basis]
    return gettext("; ").join(filter(None, (_law(rule.basis), *own)))


def _own(pack: Pack, one: Length) -> dict[str, str]:
    return {"length": _length(pack, one), "law": _law(one.basis)}


def _law(basis: Basis | None) -> str:
    if basis is None:
        return ""
    article = cited(article=basis.article, language=get_language() or "")
    law = " ".join(part for part in (text_of(basis.text), article) if part)
    return describe_law(law, since=basis.effective_from)
