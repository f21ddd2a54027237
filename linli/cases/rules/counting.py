"""What a pack counts of a case, once each: which steps count, and what that adds to the tallies. Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from linli.cases.rules.inputs import holds
from linli.cases.rules.state import CaseState
from linli.cases.rules.step import Step

COUNTED = "counted:"
"""Before the name of what was counted, in a case's counts: the second, since 1970, at which it was."""
TIMED = "timed:"
"""The same for the days that a timed count took."""
DAYS = "_days"
"""Behind the name of a timed count: the tally of its days."""
A_DAY = 86_400


def counted(*, state: CaseState, facts: Mapping[str, Any], step: Step) -> Mapping[str, int]:
    """The case's counts after the step. Only the first time counts: what happened has happened, also where the case is
    reopened afterwards or its agreement is broken."""
    fresh: dict[str, int] = {}
    for key in step.action.counts:
        one = step.pack.counts[key]
        if f"{COUNTED}{key}" in state.counts or (one.when and not holds(one.when, {**facts, **step.inputs})):
            continue
        fresh[f"{COUNTED}{key}"] = int(step.now.timestamp())
        if one.timed:
            fresh[f"{TIMED}{key}"] = days(since=state.opened_at, until=step.now)
    return {**state.counts, **fresh} if fresh else state.counts


def measures(state: CaseState) -> Iterator[tuple[str, int, datetime]]:
    """Each tally that the case adds to by its counts: its name, how much, and when it was counted."""
    for name, second in state.counts.items():
        if name.startswith(COUNTED):
            key, at = name.removeprefix(COUNTED), datetime.fromtimestamp(second, tz=UTC)
            yield key, 1, at
            if took := state.counts.get(f"{TIMED}{key}", 0):
                yield key + DAYS, took, at


def days(*, since: datetime, until: datetime) -> int:
    """Days of twenty-four hours, rounded to the nearest: so that a mean of many is right."""
    return int((until - since).total_seconds() / A_DAY + 0.5)
