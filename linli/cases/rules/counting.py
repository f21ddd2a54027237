"""What a pack counts of cases and organisations: which steps count, and what that adds to the tallies. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from linli.cases.rules import whose
from linli.cases.rules.bands import band_of
from linli.cases.rules.inputs import holds
from linli.cases.rules.state import CaseState
from linli.cases.rules.step import Step
from linli.process.definition import Count

COUNTED = "counted:"
"""Before the name of what was counted, in a case's counts: the second, since 1970, at which it was."""
TIMED = "timed:"
"""The same for the days that a timed count took."""
EACH = "each:"
"""Before what is counted for an organisation every time, and the second at which: how often it was then."""
SUMMED = "sum:"
"""The same for what an answer was worth."""
DAYS = "_days"
"""Behind the name of a timed count: its days, added up."""
SUM = "_sum"
"""Behind the name of a count that sums: its sums."""
OWNER = "@"
"""Between the name of what was counted and the organisation that it was counted for."""
A_DAY, A_MINUTE = 86_400, 60

OPENED, CLOSED, ON_TIME, LATE = "opened", "closed", "on_time", "late"
"""Counted of every case, by the date of its opening and of its last closing; against the promise where there is one."""
RESPONDED, RETURNED, REOPENED = "responded", "returned", "reopened"
"""Counted of a case the first time: somebody on duty took a step; a body gave it back and the desk agreed; it was
opened again after it was closed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a case adds to a tally, and when it was counted; `org` where it is not that of whoever leads the case.

    `total`: the minutes, days or points that are added up beside, `band` the class of the minutes.
    """

    name: str
    n: int
    at: datetime
    org: int | None = None
    band: int = 0
    total: int = 0


def counted(*, before: CaseState, state: CaseState, facts: Mapping[str, Any], step: Step) -> Mapping[str, int]:
    """The case's counts after the step. Of a case only the first time counts: what happened has happened, also where
    the case is reopened afterwards or its agreement is broken."""
    fresh = dict(whose.callers(before=before, state=state, step=step))
    called = replace(state, counts={**state.counts, **fresh}) if fresh else state
    for key in step.action.counts:
        one = step.pack.counts[key]
        if one.when and not holds(one.when, {**facts, **step.inputs}):
            continue
        if one.of:
            for org in whose.orgs(one=one, before=before, state=called, step=step):
                _count_for(org, one, {**state.counts, **fresh}, fresh, step)
        elif f"{COUNTED}{key}" not in state.counts:
            fresh[f"{COUNTED}{key}"] = int(step.now.timestamp())
            if one.timed:
                fresh[f"{TIMED}{key}"] = days(since=state.opened_at, until=step.now)
    return {**state.counts, **fresh} if fresh else state.counts


def lived(*, before: CaseState, after: CaseState, step: Step) -> Mapping[str, int]:
    """The case's counts with what every kind of matter counts of its life, each the first time."""
    happened = {
        RESPONDED: step.by.kind == "staff",
        RETURNED: step.action.effect == "uphold_return",
        REOPENED: before.closed_at is not None and after.closed_at is None,
    }
    fresh = {
        f"{COUNTED}{name}": int(step.now.timestamp())
        for name, has in happened.items()
        if has and f"{COUNTED}{name}" not in after.counts
    }
    return {**after.counts, **fresh} if fresh else after.counts


def _count_for(org: int, one: Count, known: Mapping[str, int], fresh: dict[str, int], step: Step) -> None:
    """Adds what the organisation is counted with to `fresh`; nothing the second time unless each counts."""
    name, second = f"{one.key}{OWNER}{org}", int(step.now.timestamp())
    points = whose.worth(one=one, inputs=step.inputs) if one.sums else 0
    if points is None or f"{COUNTED}{name}" in known:
        return
    if one.each:
        fresh[f"{EACH}{name}:{second}"] = known.get(f"{EACH}{name}:{second}", 0) + 1
    else:
        fresh[f"{COUNTED}{name}"] = second
    if one.sums:
        fresh[f"{SUMMED}{name}:{second}"] = known.get(f"{SUMMED}{name}:{second}", 0) + points


def measures(state: CaseState) -> Iterator[Measured]:
    """Each tally that the case adds to. A number must agree with a list that everybody over the area may open: a case
    that is confidential, or hidden from somebody, adds to none."""
    if state.hidden or state.confidentiality == "confidential":
        return
    yield Measured(OPENED, 1, state.opened_at)
    if state.closed_at is not None:
        yield from _of_closing(state, state.closed_at)
    for name, n in state.counts.items():
        kind, _sep, rest = name.partition(":")
        if f"{kind}:" not in _MEASURED:
            continue
        key, _sep, owner = rest.partition(OWNER)
        if not owner and kind == COUNTED[:-1]:
            yield _of_case(state, key, n)
        elif owner:
            yield _of_org(kind, key, owner, n)


def _of_closing(state: CaseState, closed_at: datetime) -> Iterator[Measured]:
    yield _timed(CLOSED, closed_at, state.opened_at)
    if state.promised_at is not None:
        yield Measured(ON_TIME if closed_at <= state.promised_at else LATE, 1, closed_at)


def _timed(name: str, at: datetime, since: datetime) -> Measured:
    minutes = max(int((at - since).total_seconds()) // A_MINUTE, 0)
    return Measured(name, 1, at, band=band_of(minutes=minutes), total=minutes)


_MEASURED = frozenset({COUNTED, EACH, SUMMED})


def _of_case(state: CaseState, key: str, second: int) -> Measured:
    at = datetime.fromtimestamp(second, tz=UTC)
    if key == RESPONDED:
        return _timed(key, at, state.opened_at)
    return Measured(key, 1, at, total=state.counts.get(f"{TIMED}{key}", 0))


def _of_org(kind: str, key: str, owner: str, n: int) -> Measured:
    org, _sep, second = owner.partition(":")
    at = datetime.fromtimestamp(int(second) if second else n, tz=UTC)
    if f"{kind}:" == SUMMED:
        return Measured(key, 0, at, int(org), total=n)
    return Measured(key, n if second else 1, at, int(org))


def days(*, since: datetime, until: datetime) -> int:
    """Days of twenty-four hours, rounded to the nearest: so that a mean of many is right."""
    return int((until - since).total_seconds() / A_DAY + 0.5)
