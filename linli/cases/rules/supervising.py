"""Supervision: the holder owes an account by a date of its own, asked for or because a clock fell due. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from linli.cases.rules import assisting, clocks
from linli.cases.rules.state import CaseState
from linli.cases.rules.step import Step, rule_per
from linli.core.clock import Calendar
from linli.process.definition import Pack


def supervise(state: CaseState, step: Step) -> CaseState:
    """Supervised from now; an account that is owed already stays due when it was."""
    return begun(state, pack=step.pack, now=step.now, calendars=step.calendars)


def begun(state: CaseState, *, pack: Pack, now: datetime, calendars: Mapping[str, Calendar]) -> CaseState:
    """The case under supervision, with the clock of the answer where the pack has one."""
    rule = rule_per(pack, "supervision")
    running = any(item.state != "stopped" and pack.clocks[item.key].per == "supervision" for item in state.clocks)
    if rule is None or running or state.stage not in rule.runs_in:
        return replace(state, supervised_at=state.supervised_at or now)
    item = clocks.started(
        rule=rule,
        category=state.category,
        urgency=state.urgency,
        opened_at=state.opened_at,
        now=now,
        calendars=calendars,
    )
    return replace(state, supervised_at=now, clocks=(*state.clocks, item))


def respond(state: CaseState, step: Step) -> CaseState:
    """The account was given; its clock stops."""
    return replace(state, clocks=assisting.stopped_clocks(state, step, per="supervision"))
