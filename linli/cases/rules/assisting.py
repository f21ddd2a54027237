"""Organisations that assist: called in with clocks of their own, signed off one by one. Pure."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput, Guarded
from linli.cases.rules import clocks
from linli.cases.rules.state import CaseState, ClockState, Part
from linli.cases.rules.step import Step, is_of, rule_per
from linli.people.access import Actor


def add(state: CaseState, step: Step) -> CaseState:
    """Calls further organisations in; the stage and the lead stay. Raises BadInput when all of them are at work."""
    at_work = {part.org_id for part in state.parts if part.ended_at is None}
    fresh = [org for org in dict.fromkeys(map(int, step.inputs.get("assists") or ())) if org not in at_work]
    if not fresh:
        raise BadInput({"assists": _("Name an organisation that is not already handling this case.")})
    parts = tuple(part_of(org, step) for org in fresh)
    return replace(state, parts=(*state.parts, *parts), clocks=(*state.clocks, *clocks_of(parts, state, step)))


def stopped_clocks(state: CaseState, step: Step, per: str = "assist") -> tuple[ClockState, ...]:
    """The clocks once nobody assists any more, or once those of another sort are done."""
    return tuple(stopped(item, step) if is_of(item, step, per) else item for item in state.clocks)


def stopped(item: ClockState, step: Step) -> ClockState:
    """The clock, done with this step."""
    rule = clocks.rule_of(pack=step.pack, item=item)
    return clocks.stopped(item, rule=rule, now=step.now, calendars=step.calendars)


def part_of(org_id: int, step: Step) -> Part:
    """The part of an organisation called in by this step."""
    return Part(
        org_id=org_id,
        org_path=step.resolved.org_paths[org_id],
        role="assist",
        assigned_at=step.now,
        task=step.text("task"),
    )


def clocks_of(parts: tuple[Part, ...], state: CaseState, step: Step) -> tuple[ClockState, ...]:
    """A clock of its own for each of the parts, where the pack has one."""
    rule = rule_per(step.pack, "assist")
    if rule is None:
        return ()
    return tuple(
        clocks.started(
            rule=rule,
            category=state.category,
            urgency=state.urgency,
            opened_at=state.opened_at,
            now=step.now,
            calendars=step.calendars,
            org_id=part.org_id,
        )
        for part in parts
    )


def finish(state: CaseState, step: Step) -> CaseState:
    """The actor's organisation has done its part; its clock stops. Raises Guarded when it has none."""
    mine = [part for part in state.parts if part.role == "assist" and not part.ended_at and _is_mine(part, step.by)]
    if not mine:
        raise Guarded(_("Your organisation has no open part in this case."))
    orgs = {part.org_id for part in mine}
    return replace(
        state,
        parts=tuple(
            replace(part, finished_at=step.now, ended_at=step.now, ended_as="finished", account_id=step.by.account_id)
            if part in mine
            else part
            for part in state.parts
        ),
        clocks=tuple(
            stopped(item, step) if item.org_id in orgs and is_of(item, step, "assist") else item
            for item in state.clocks
        ),
    )


def _is_mine(part: Part, by: Actor) -> bool:
    return by.kind == "system" or (bool(by.org_path) and part.org_path.startswith(by.org_path))
