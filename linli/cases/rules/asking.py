"""Requests for more time or for a pause: who may grant what was asked for, and what it does to the clocks. Pure.

Whoever asks never grants. A request is for one clock and lapses with it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import AskedYourself, BadInput, Guarded, NotYours
from linli.cases.rules import assisting, clocks
from linli.cases.rules.state import CaseState, ClockState
from linli.cases.rules.step import Step, rule_per
from linli.people import access
from linli.people.access import Actor
from linli.process.definition import Action, ClockRule, Pack

GRANTS = {"approve_extension": "extension", "approve_suspension": "suspension"}


def check_granting(*, pack: Pack, state: CaseState, action: Action, actor: Actor) -> None:
    """Raises AskedYourself to whoever made the request, NotYours to whom the clock's rule does not name."""
    kind = GRANTS.get(action.effect, "")
    pending = _pending(state, kind) if kind else None
    if pending and actor.account_id is not None and pending.get("account") == actor.account_id:
        raise AskedYourself
    found = _extendable(pack, state) if kind == "extension" else None
    approver = found[1].extension.approver if found and found[1].extension else ""
    if approver and approver not in access.relations(actor=actor, facts=state.facts()):
        raise NotYours


def lapsed(state: CaseState) -> CaseState:
    """Without the request, if the clock that it was for has stopped meanwhile."""
    wanted = (_pending(state, "extension") or {}).get("clock")
    if wanted is None or any(item.key == wanted and item.state != "stopped" for item in state.clocks):
        return state
    return replace(state, pending=None, pending_area="")


def ask_extension(state: CaseState, step: Step) -> CaseState:
    """More time is asked for the clock that may be extended."""
    _check_free(state)
    item, _rule = _check_extension(state, step)
    return _asked(state, step, "extension", clock=item.key)


def ask_suspension(state: CaseState, step: Step) -> CaseState:
    """A pause until a day is asked for."""
    _check_free(state)
    _check_later(moment_of(step.inputs.get("until"), step=step), step)
    return _asked(state, step, "suspension")


def approve_extension(state: CaseState, step: Step) -> CaseState:
    """The asked clock grows by what was asked (or by what is granted), and the promise with it."""
    item, rule = _check_extension(state, step)
    length, unit = _length(state, step), _unit(item, rule, state)
    longer = clocks.extended(item, rule=rule, unit=unit, length=length, now=step.now, calendars=step.calendars)
    grown = tuple(
        longer if other is item else _follow_promise(other, asked=length, unit=unit, step=step)
        for other in state.clocks
    )
    return _answered(replace(state, clocks=grown), "extension")


def refuse_extension(state: CaseState, step: Step) -> CaseState:
    """The request is answered; no clock moves."""
    return _answered(state, "extension")


def approve_suspension(state: CaseState, step: Step) -> CaseState:
    """Suspended until the agreed moment, which gets a clock of its own in place of one agreed before."""
    pending = _pending(state, "suspension") or {}
    until = _check_later(moment_of(pending.get("until") or step.inputs.get("until"), step=step), step)
    rule = rule_per(step.pack, "suspension")
    watch = (_watch(rule, until, state, step),) if rule else ()
    kept = assisting.stopped_clocks(state, step, "suspension")
    return _answered(replace(state, clocks=(*kept, *watch)), "suspension")


def refuse_suspension(state: CaseState, step: Step) -> CaseState:
    """The request is answered; nothing is suspended."""
    return _answered(state, "suspension")


def moment_of(value: Any, *, step: Step) -> datetime | None:
    """An ISO date or moment; a date means its end in the calendar's time zone."""
    if not value:
        return None
    zone = step.calendars["default"].tz
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadInput({"until": _("Write a date as 2026-03-31.")}) from None
    if len(str(value)) == 10:
        moment = moment.replace(hour=23, minute=59, second=59)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _pending(state: CaseState, kind: str) -> dict[str, Any] | None:
    """The request of this kind that waits for an answer."""
    pending = state.pending
    return dict(pending) if pending is not None and pending.get("kind") == kind else None


def _check_free(state: CaseState) -> None:
    if state.pending is not None:
        raise Guarded(_("A request is already waiting for approval. Wait for the answer first."))


def _asked(state: CaseState, step: Step, kind: str, **more: str) -> CaseState:
    asked = {**step.inputs, **more, "kind": kind, "asked_at": step.now.isoformat(), "account": step.by.account_id}
    return replace(state, pending=asked, pending_area=state.holder_area)


def _answered(state: CaseState, kind: str) -> CaseState:
    """A request of another kind still waits."""
    return replace(state, pending=None, pending_area="") if _pending(state, kind) is not None else state


def _length(state: CaseState, step: Step) -> int:
    return int(step.inputs.get("length") or (_pending(state, "extension") or {}).get("length") or 0)


def _check_extension(state: CaseState, step: Step) -> tuple[ClockState, ClockRule]:
    found = _extendable(step.pack, state)
    if found is None or found[1].extension is None:
        raise Guarded(_("No running deadline of this case can be extended."))
    item, rule = found
    longest = found[1].extension.longest or item.length or _own_length(rule, state)
    if not 1 <= _length(state, step) <= longest:
        raise BadInput({"length": _("Ask for 1 to %(longest)s more.") % {"longest": longest}})
    if item.extensions >= found[1].extension.times:
        raise Guarded(_("This deadline was already extended as often as the rules allow."))
    return item, rule


def _extendable(pack: Pack, state: CaseState) -> tuple[ClockState, ClockRule] | None:
    """The clock that a request is for: the one it was made for, else one that runs before one that is paused."""
    live = [(item, clocks.rule_of(pack=pack, item=item)) for item in state.clocks if item.state != "stopped"]
    able = [one for one in live if one[1].extension is not None and one[1].per == "case" and one[1].lengths]
    wanted = (_pending(state, "extension") or {}).get("clock")
    asked = [one for one in able if wanted in (None, one[0].key)]
    return min(asked, key=lambda one: one[0].state != "running", default=None)


def _own_length(rule: ClockRule, state: CaseState) -> int:
    found = rule.length_of(category=state.category, urgency=state.urgency)
    return found.length if found else 0


def _unit(item: ClockState, rule: ClockRule, state: CaseState) -> str:
    """In what the extension is counted: as the rule says, else the clock's unit; its rule's, for an agreed end."""
    if rule.extension and rule.extension.longest and rule.extension.unit:
        return rule.extension.unit
    found = rule.length_of(category=state.category, urgency=state.urgency)
    return found.unit if item.length is None and found else item.unit


def _follow_promise(item: ClockState, *, asked: int, unit: str, step: Step) -> ClockState:
    """The reporter is told of an extension, so a promise that counts the same unit moves by as much."""
    rule = clocks.rule_of(pack=step.pack, item=item)
    if item.state == "stopped" or not rule.is_promise or item.unit != unit:
        return item
    return clocks.extended(item, rule=rule, unit=unit, length=asked, now=step.now, calendars=step.calendars)


def _watch(rule: ClockRule, until: datetime, state: CaseState, step: Step) -> ClockState:
    law = clocks.in_force(rule=rule, opened_at=state.opened_at, now=step.now, calendars=step.calendars)
    return clocks.fixed(rule=law, now=step.now, due_at=until, calendars=step.calendars)


def _check_later(until: datetime | None, step: Step) -> datetime:
    if until is None or until <= step.now:
        raise BadInput({"until": _("Name a day after today.")})
    return until
