"""What a pack counts of cases and organisations: which steps count, and what that adds to the tallies. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from linli.cases.rules import whose
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
"""Behind the name of a timed count: the tally of its days."""
SUM = "_sum"
"""Behind the name of a count that sums: the tally of its sums."""
OWNER = "@"
"""Between the name of what was counted and the organisation that it was counted for."""
A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Measured:
    """What a case adds to a tally, and when it was counted; `org` where it is not that of whoever leads the case."""

    name: str
    n: int
    at: datetime
    org: int | None = None


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
    """Each tally that the case adds to by its counts. What is counted of organisations must agree with a list that
    everybody over the area may open: a case that is confidential, or hidden from somebody, is left out."""
    is_listed = not state.hidden and state.confidentiality != "confidential"
    for name, n in state.counts.items():
        kind, _sep, rest = name.partition(":")
        if f"{kind}:" not in _MEASURED:
            continue
        key, _sep, owner = rest.partition(OWNER)
        if not owner and kind == COUNTED[:-1]:
            yield from _of_case(state, key, n)
        elif owner and is_listed:
            yield _of_org(kind, key, owner, n)


_MEASURED = frozenset({COUNTED, EACH, SUMMED})


def _of_case(state: CaseState, key: str, second: int) -> Iterator[Measured]:
    at = datetime.fromtimestamp(second, tz=UTC)
    yield Measured(key, 1, at)
    if took := state.counts.get(f"{TIMED}{key}", 0):
        yield Measured(key + DAYS, took, at)


def _of_org(kind: str, key: str, owner: str, n: int) -> Measured:
    org, _sep, second = owner.partition(":")
    at = datetime.fromtimestamp(int(second) if second else n, tz=UTC)
    return Measured(key + (SUM if f"{kind}:" == SUMMED else ""), n if second else 1, at, int(org))


def days(*, since: datetime, until: datetime) -> int:
    """Days of twenty-four hours, rounded to the nearest: so that a mean of many is right."""
    return int((until - since).total_seconds() / A_DAY + 0.5)
