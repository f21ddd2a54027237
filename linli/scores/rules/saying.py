"""What a brief says of what was counted: which sentences, with which numbers. Pure; `briefwords` has the words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from linli.scores.rules import briefs
from linli.scores.rules.briefs import Behind, Facts, Part
from linli.scores.rules.periods import Period
from linli.scores.rules.sentences import About, Item, Length, Name, Number, Rate, Section, Sentence, Value

NAMED = 3
"""As many parts are named at most."""
_AGAIN: tuple[briefs.Counted, ...] = ("reopened", "returned")


def said(*, facts: Facts) -> dict[Section, tuple[Sentence, ...]]:
    """The sentences of every section."""
    return {
        "came_in": (*_came_in(facts), *_closed(facts)),
        "late": tuple(_late(facts)),
        "rising": tuple(_rising(facts)),
        "well": tuple(_well(facts)) or (Sentence("well.none"),),
    }


def _came_in(facts: Facts) -> Iterator[Sentence]:
    whole, before = facts.whole, facts.before
    values = {
        "n": Number(whole.opened, briefs.opened(whole, facts.period)),
        "before": Number(before.opened, before_behind(facts)),
        "change": Number(whole.opened - before.opened, is_change=True),
    }
    yield Sentence(f"opened.{facts.kind}", values)
    if facts.kind == "week" and facts.year.opened:
        last = briefs.opened(facts.year, briefs.year_before(facts.period))
        yield Sentence("opened.year", {"n": Number(facts.year.opened, last)})
    for key, parts in (("packs", facts.packs), ("categories", facts.categories)):
        named = [part for part in _most(parts, "opened") if part.opened]
        if named and (key == "categories" or len(facts.packs) > 1):
            yield Sentence(key, {"parts": _items((part, part.opened, _opened(facts, part)) for part in named)})


def before_behind(facts: Facts, *, is_closed: bool = False) -> Behind:
    """The list of the day or the week before."""
    days = facts.period.days
    shifted = Period(_back(facts.since, days), _back(facts.until, days))
    return briefs.closed(facts.before, shifted) if is_closed else briefs.opened(facts.before, shifted)


def _closed(facts: Facts) -> Iterator[Sentence]:
    whole, before = facts.whole, facts.before
    values = {
        "n": Number(whole.closed, briefs.closed(whole, facts.period)),
        "before": Number(before.closed, before_behind(facts, is_closed=True)),
        "change": Number(whole.closed - before.closed, is_change=True),
    }
    yield Sentence(f"closed.{facts.kind}", values)
    if whole.promised:
        yield _on_time(facts)
    if whole.reopened or whole.returned:
        again: dict[str, Value] = {
            key: Number(getattr(whole, key), briefs.counted(whole, facts.period, key)) for key in _AGAIN
        }
        yield Sentence("again", again)


def _on_time(facts: Facts) -> Sentence:
    """A rate only of as many cases as its indicator asks for."""
    whole = facts.whole
    values: dict[str, Value] = {
        "n": Number(whole.promised),
        "k": Number(whole.on_time, briefs.closed(whole, facts.period, closed_as="on_time")),
        "m": Number(whole.late, briefs.closed(whole, facts.period, closed_as="late")),
    }
    if whole.share is None:
        return Sentence("on_time.few", values | {"least": Number(facts.least)})
    return Sentence("on_time.rate", values | {"rate": Rate(whole.share)})


def _late(facts: Facts) -> Iterator[Sentence]:
    whole = facts.whole
    values: dict[str, Value] = {
        "at": facts.at,
        "open": Number(whole.open, briefs.standing(whole)),
        "soon": Number(whole.soon, briefs.standing(whole, late="soon")),
    }
    if not whole.overdue:
        yield Sentence("late.none", values)
        return
    yield Sentence("late.some", values | {"overdue": Number(whole.overdue, briefs.standing(whole, late="late"))})
    for key in ("organisations", "categories", "areas"):
        named = [part for part in _most(getattr(facts, key), "overdue") if part.overdue]
        if named:
            items = _items((part, part.overdue, briefs.standing(part, late="late")) for part in named)
            yield Sentence(f"late.{key}", {"parts": items})


def _rising(facts: Facts) -> Iterator[Sentence]:
    for rise in facts.rises:
        yield Sentence(
            "rise",
            {
                "what": Name(rise.what),
                "where": Name(rise.where),
                "since": rise.since,
                "until": rise.until,
                "n": Number(rise.observed, Behind(warning=rise.id)),
                "expected": About(rise.expected),
            },
        )
    if not facts.rises:
        yield Sentence("rise.none" if facts.is_watched else "rise.unknown")
    if facts.running:
        yield Sentence("rise.running", {"n": Number(facts.running, Behind(warnings=facts.area))})


def _well(facts: Facts) -> Iterator[Sentence]:
    """Kinds of matter and organisations, never persons; nothing that a handful of cases would show by chance."""
    whole = facts.whole
    if whole.on_time >= facts.few and not whole.late:
        on_time = Number(whole.on_time, briefs.closed(whole, facts.period, closed_as="on_time"))
        yield Sentence("well.all", {"n": on_time})
    else:
        yield from _throughout(facts)
    yield from _quickest(facts)
    yield from _organisations(facts)


def _throughout(facts: Facts) -> Iterator[Sentence]:
    good = [one for one in facts.categories if one.on_time >= facts.few and not one.late and not one.reopened]
    if good:
        found = ((part, part.on_time, _on_time_list(facts, part)) for part in _most(good, "on_time"))
        yield Sentence("well.categories", {"parts": _items(found)})


def _quickest(facts: Facts) -> Iterator[Sentence]:
    timed = [(one.half, one) for one in facts.categories if one.half is not None and one.closed >= facts.few]
    if len(timed) > 1:
        half, part = min(timed, key=lambda pair: pair[0])
        n = Number(part.closed, briefs.closed(part, facts.period))
        yield Sentence("well.quickest", {"what": Name(part.name), "n": n, "time": Length(half)})


def _organisations(facts: Facts) -> Iterator[Sentence]:
    """Those whose whole interval lies above the rate of all together."""
    share = facts.whole.share
    good = [one for one in facts.organisations if share is not None and one.low is not None and one.low > share]
    best = sorted(good, key=lambda one: -(one.share or 0))[:NAMED]
    if best:
        items = tuple(
            Item(one.name, Number(one.on_time, _on_time_list(facts, one)), one.share, one.promised) for one in best
        )
        yield Sentence("well.organisations", {"parts": items})


def _opened(facts: Facts, part: Part) -> Behind:
    return briefs.opened(part, facts.period)


def _on_time_list(facts: Facts, part: Part) -> Behind:
    return briefs.closed(part, facts.period, closed_as="on_time")


def _most(parts: Iterable[Part], measure: str) -> list[Part]:
    """Those with the most of it, in a fixed order where two have as many."""
    return sorted(parts, key=lambda one: (-getattr(one, measure), one.name["zh"]))[:NAMED]


def _items(found: Iterable[tuple[Part, int, Behind]]) -> tuple[Item, ...]:
    return tuple(Item(part.name, Number(n, behind)) for part, n, behind in found)


def _back(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)


_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def strangers(*, texts: Mapping[str, str], drafted: str) -> tuple[str, ...]:
    """The numbers in somebody's own words that were not counted, in order: to be looked at before they are kept."""
    known = set(_numbers(drafted))
    return tuple(dict.fromkeys(one for text in texts.values() for one in _numbers(text) if one not in known))


def _numbers(text: str) -> list[str]:
    return [found.replace(",", "") for found in _NUMBER.findall(text)]
