"""Whose organisation a step counts for, and how much it is worth. It scores institutions, never persons. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from linli.cases.rules.state import CaseState, Part
from linli.cases.rules.step import Step, is_of
from linli.process.counts import CALLING
from linli.process.definition import Count

CALLED = "called:"
"""Before an assisting organisation, in a case's counts: the organisation that called it in."""


def callers(*, before: CaseState, state: CaseState, step: Step) -> Mapping[str, int]:
    """Who called in the organisations that the step calls in; nothing where the pack does not count it."""
    counts_callers = any(one.of == "caller" for one in step.pack.counts.values())
    if not counts_callers or step.action.effect not in CALLING or not step.by.org_id:
        return {}
    return {f"{CALLED}{part.org_id}": step.by.org_id for part in _concerned(before, state, step)}


def orgs(*, one: Count, before: CaseState, state: CaseState, step: Step) -> Iterator[int]:
    """The organisations that the count is put down to, as often as it counts for them."""
    if one.of == "lead":
        yield from _known(before.lead_org_id)
    elif one.of == "actor":
        yield from _known(step.by.org_id)
    elif one.of == "named":
        named = step.inputs.get(one.named_in)
        yield from _known(named if any(part.org_id == named for part in before.parts) else None)
    else:
        for part in _concerned(before, state, step):
            if one.in_time is None or _in_time(part, before, step) is one.in_time:
                yield from _known(part.org_id if one.of == "assist" else state.counts.get(f"{CALLED}{part.org_id}"))


def worth(*, one: Count, inputs: Mapping[str, Any]) -> int | None:
    """What the answer adds to the sum; None where there is no answer."""
    answer = inputs.get(one.sums)
    if answer is None or answer == "":
        return None
    if not one.points:
        return int(answer)
    return one.points[str(answer).lower() if isinstance(answer, bool) else str(answer)]


def _known(org: object) -> Iterator[int]:
    if org:
        yield int(str(org))


def _concerned(before: CaseState, state: CaseState, step: Step) -> tuple[Part, ...]:
    """The assisting parts that the step begins, or ends as done."""
    if step.action.effect in CALLING:
        return tuple(part for part in state.parts if part.role == "assist" and part.id is None)
    at_work = {part.id for part in before.parts if part.ended_at is None}
    return tuple(part for part in state.parts if part.id in at_work and part.ended_as == "finished")


def _in_time(part: Part, before: CaseState, step: Step) -> bool | None:
    """Whether the clock of the part that ends had not fallen due; None where there is none."""
    for item in before.clocks:
        if item.org_id == part.org_id and is_of(item, step, "assist"):
            return (item.paused_at or step.now) <= item.due_at
    return None
