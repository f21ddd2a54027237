"""What each effect of `process.definition.Effect` does to a case beside its move to another stage. Pure.

An effect takes the case and its `Step` and returns the case after it; `acting` then moves the stage and the clocks.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput, Guarded, NotYours
from linli.cases.rules import assisting, clocks, hiding
from linli.cases.rules.state import HANDLED, CaseState, ClockState, Part, unhandled
from linli.cases.rules.step import Step, is_of, rule_per
from linli.people import access
from linli.process.definition import ClockRule

Apply = Callable[[CaseState, Step], CaseState]


def apply(state: CaseState, step: Step) -> CaseState:
    """The case after the action's effect."""
    return EFFECTS[step.action.effect](state, step)


def _nothing(state: CaseState, step: Step) -> CaseState:
    return state


def _dispatch(state: CaseState, step: Step) -> CaseState:
    """Names lead and assists anew. A lead named after a return was adjudicated may not return again."""
    lead_id = int(step.inputs["lead"])
    assists = [int(item) for item in step.inputs.get("assists") or [] if int(item) != lead_id]
    ended = tuple(_ended(part, step.now, "replaced") for part in state.parts)
    lead = Part(
        org_id=lead_id,
        org_path=step.resolved.org_paths[lead_id],
        role="lead",
        assigned_at=step.now,
        is_final=bool(state.counts.get("adjudicated")),
        task=step.text("task"),
    )
    fresh = tuple(assisting.part_of(org_id, step) for org_id in dict.fromkeys(assists))
    urgency = step.text("urgency") or state.urgency
    kept = assisting.stopped_clocks(state, step)
    return replace(
        state,
        parts=(*ended, lead, *fresh),
        lead_org_id=lead_id,
        lead_org_path=lead.org_path,
        urgency=urgency,
        clocks=(*kept, *assisting.clocks_of(fresh, replace(state, urgency=urgency), step)),
        counts=unhandled(state.counts),
        handler_account_id=None,
        pending=None,
        pending_area="",
    )


def _ended(part: Part, now: datetime, how: str) -> Part:
    return part if part.ended_at else replace(part, ended_at=now, ended_as=how)


def _accept(state: CaseState, step: Step) -> CaseState:
    parts = tuple(
        replace(part, accepted_at=step.now, account_id=step.by.account_id) if part == state.lead() else part
        for part in state.parts
    )
    return replace(state, parts=parts, handler_account_id=step.by.account_id, counts=_handled(state, step))


def _return(state: CaseState, step: Step) -> CaseState:
    """The lead says that it is not theirs; the desk adjudicates and whatever it rules is final."""
    return replace(state, counts={**state.counts, "adjudicated": 1}, pending=None, pending_area="")


def _uphold_return(state: CaseState, step: Step) -> CaseState:
    """The lead was right; its part ends and the desk names another."""
    return _freed(state, step, "returned")


def _recall(state: CaseState, step: Step) -> CaseState:
    """The desk takes back what it gave to the wrong one; what was asked for or ruled meanwhile binds nobody else."""
    freed = _freed(state, step, "recalled")
    return replace(freed, counts={**freed.counts, "adjudicated": 0}, pending=None, pending_area="")


def _freed(state: CaseState, step: Step, how: str) -> CaseState:
    """The case with nobody at work on it."""
    return replace(
        state,
        parts=tuple(_ended(part, step.now, how) for part in state.parts),
        lead_org_id=None,
        lead_org_path="",
        clocks=assisting.stopped_clocks(state, step),
        counts=unhandled(state.counts),
        handler_account_id=None,
    )


def _finish(state: CaseState, step: Step) -> CaseState:
    """Whoever says that it is done is the handler from now on, and may not verify it: nor may who said so before."""
    lead = state.lead()
    parts = tuple(replace(part, finished_at=step.now) if part == lead else part for part in state.parts)
    account = step.by.account_id or state.handler_account_id
    return replace(state, parts=parts, handler_account_id=account, counts=_handled(state, step))


def _handled(state: CaseState, step: Step) -> Mapping[str, int]:
    """Whoever accepts or finishes has handled it, even when another does so after them."""
    account = step.by.account_id or state.handler_account_id
    return {**state.counts, f"{HANDLED}{account}": 1} if account else state.counts


def _overrule_return(state: CaseState, step: Step) -> CaseState:
    parts = tuple(replace(part, is_final=True) if part == state.lead() else part for part in state.parts)
    return replace(state, parts=parts)


def _ask(kind: str) -> Apply:
    def ask(state: CaseState, step: Step) -> CaseState:
        if state.pending is not None:
            raise Guarded(_("A request is already waiting for approval. Wait for the answer first."))
        asked = {"kind": kind, "asked_at": step.now.isoformat(), "account": step.by.account_id, **dict(step.inputs)}
        if kind == "extension":
            _check_extension(state, step)
        if kind == "suspension":
            _check_later(moment_of(step.inputs.get("until"), step=step), step)
        return replace(state, pending=asked, pending_area=state.holder_area)

    return ask


def _check_extension(state: CaseState, step: Step) -> None:
    item, rule = _extendable(state, step)
    length = int(step.inputs.get("length") or (state.pending or {}).get("length") or 0)
    longest = (rule.extension.longest or item.length or 0) if rule.extension else 0
    if not 1 <= length <= longest:
        raise BadInput({"length": _("Ask for 1 to %(longest)s more.") % {"longest": longest}})
    if rule.extension is None or item.extensions >= rule.extension.times:
        raise Guarded(_("This deadline was already extended as often as the rules allow."))


def _check_approver(state: CaseState, rule: ClockRule, step: Step) -> None:
    approver = rule.extension.approver if rule.extension else ""
    if approver and approver not in access.relations(actor=step.by, facts=state.facts()):
        raise NotYours


def _extendable(state: CaseState, step: Step) -> tuple[ClockState, ClockRule]:
    for item in state.clocks:
        rule = clocks.rule_of(pack=step.pack, item=item)
        if item.state != "stopped" and rule.extension is not None:
            return item, rule
    raise Guarded(_("No running deadline of this case can be extended."))


def _approve_extension(state: CaseState, step: Step) -> CaseState:
    """The asked clock grows by what was asked (or by what the desk grants), and the promise with it."""
    asked = int(step.inputs.get("length") or (state.pending or {}).get("length") or 0)
    _check_extension(state, step)
    item, rule = _extendable(state, step)
    _check_approver(state, rule, step)
    longer = clocks.extended(item, rule=rule, length=asked, now=step.now, calendars=step.calendars)
    return replace(
        state,
        clocks=tuple(
            longer if other is item else _follow_promise(other, asked=asked, unit=item.unit, step=step)
            for other in state.clocks
        ),
        pending=None,
        pending_area="",
    )


def _follow_promise(item: ClockState, *, asked: int, unit: str, step: Step) -> ClockState:
    """The reporter is told of an extension, so a promise that counts the same unit moves by as much."""
    rule = clocks.rule_of(pack=step.pack, item=item)
    if item.state == "stopped" or not rule.is_promise or item.unit != unit:
        return item
    return clocks.extended(item, rule=rule, length=asked, now=step.now, calendars=step.calendars)


def _clear_pending(state: CaseState, step: Step) -> CaseState:
    return replace(state, pending=None, pending_area="")


def _approve_suspension(state: CaseState, step: Step) -> CaseState:
    """Suspended until the agreed moment, which gets a clock of its own."""
    asked = moment_of((state.pending or {}).get("until") or step.inputs.get("until"), step=step)
    rule = rule_per(step.pack, "suspension")
    until = _check_later(asked, step)
    watch = (clocks.fixed(rule=rule, now=step.now, due_at=until, calendars=step.calendars),) if rule else ()
    return replace(state, pending=None, pending_area="", clocks=(*state.clocks, *watch))


def _check_later(until: datetime | None, step: Step) -> datetime:
    if until is None or until <= step.now:
        raise BadInput({"until": _("Name a day after today.")})
    return until


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


def _escalate(state: CaseState, step: Step) -> CaseState:
    if not step.resolved.desk_above:
        raise Guarded(_("There is no desk above this one."))
    return replace(state, holder_area=step.resolved.desk_above, pending=None, pending_area="")


def _hand_down(state: CaseState, step: Step) -> CaseState:
    if not step.resolved.desk_below:
        raise Guarded(_("The case's place is known no deeper, so there is no desk below to hand it to."))
    return replace(state, holder_area=step.resolved.desk_below)


def _supervise(state: CaseState, step: Step) -> CaseState:
    rule = rule_per(step.pack, "supervision")
    running = any(is_of(item, step, "supervision") for item in state.clocks)
    if rule is None or running:
        return replace(state, supervised_at=state.supervised_at or step.now)
    item = clocks.started(
        rule=rule,
        category=state.category,
        urgency=state.urgency,
        opened_at=state.opened_at,
        now=step.now,
        calendars=step.calendars,
    )
    return replace(state, supervised_at=step.now, clocks=(*state.clocks, item))


def _respond_supervision(state: CaseState, step: Step) -> CaseState:
    return replace(
        state,
        clocks=tuple(_stopped(one, step) if is_of(one, step, "supervision") else one for one in state.clocks),
    )


def _stopped(item: ClockState, step: Step) -> ClockState:
    rule = clocks.rule_of(pack=step.pack, item=item)
    return clocks.stopped(item, rule=rule, now=step.now, calendars=step.calendars)


def _merge(state: CaseState, step: Step) -> CaseState:
    target = step.resolved.target
    if target is None or target.id == state.id:
        raise BadInput({"into": _("Give the number of another case that you may see.")})
    if target.outcome or target.pack != state.pack:
        raise BadInput({"into": _("That case cannot take this one: it is closed already or is of another kind.")})
    if not all(hiding.covers(hidden=target.hidden, path=path) for path in state.hidden.values()):
        raise BadInput({"into": _("Organisations that this case is hidden from may see that one. Keep them apart.")})
    return replace(state, merged_into_id=target.id)


def _rate(state: CaseState, step: Step) -> CaseState:
    return replace(state, rating=int(step.inputs["rating"]))


def _relocate(state: CaseState, step: Step) -> CaseState:
    """Corrects the place; the desk follows it, unless the case was escalated."""
    moved = state
    if step.resolved.area_code:
        lon, lat = step.inputs.get("lon"), step.inputs.get("lat")
        moved = replace(
            moved,
            area_code=step.resolved.area_code,
            holder_area=step.resolved.desk_area or moved.holder_area,
            lon=float(lon) if lon is not None else moved.lon,
            lat=float(lat) if lat is not None else moved.lat,
            address=step.text("address") or moved.address,
        )
    return moved


def _recategorise(state: CaseState, step: Step) -> CaseState:
    category = step.text("category") or state.category
    return replace(
        state,
        category=category,
        confidentiality=step.pack.confidentiality_of(category),
        urgency=step.text("urgency") or state.urgency,
    )


EFFECTS: Mapping[str, Apply] = {
    "none": _nothing,
    "dispatch": _dispatch,
    "accept": _accept,
    "return": _return,
    "overrule_return": _overrule_return,
    "finish_assist": assisting.finish,
    "remind": _nothing,
    "add": _nothing,
    "ask_extension": _ask("extension"),
    "approve_extension": _approve_extension,
    "refuse_extension": _clear_pending,
    "ask_suspension": _ask("suspension"),
    "approve_suspension": _approve_suspension,
    "refuse_suspension": _clear_pending,
    "resume": _nothing,
    "escalate": _escalate,
    "hand_down": _hand_down,
    "supervise": _supervise,
    "merge": _merge,
    "rate": _rate,
    "relocate": _relocate,
    "recategorise": _recategorise,
    "finish": _finish,
    "uphold_return": _uphold_return,
    "recall": _recall,
    "respond_supervision": _respond_supervision,
    "add_assists": assisting.add,
    "open_linked": _nothing,
}
