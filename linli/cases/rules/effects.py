"""What each effect of `process.definition.Effect` does to a case beside its move to another stage. Pure.

An effect takes the case and its `Step` and returns the case after it; `acting` then moves the stage and the clocks.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput, Guarded
from linli.cases.rules import asking, assisting, hiding, reviewing, supervising
from linli.cases.rules.state import HANDLED, CaseState, Part, unhandled
from linli.cases.rules.step import Step

Apply = Callable[[CaseState, Step], CaseState]


def apply(state: CaseState, step: Step) -> CaseState:
    """The case after the action's effect."""
    return EFFECTS[step.action.effect](state, step)


def _nothing(state: CaseState, step: Step) -> CaseState:
    return state


def _dispatch(state: CaseState, step: Step) -> CaseState:
    """Names lead and assists anew. A lead named after a return was adjudicated may not return again."""
    lead_id = int(step.inputs["lead"])
    reviewing.check_body(lead_id, step)
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
        counts=reviewing.counts_of(unhandled(state.counts), step),
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


def _escalate(state: CaseState, step: Step) -> CaseState:
    if not step.resolved.desk_above:
        raise Guarded(_("There is no desk above this one."))
    return replace(state, holder_area=step.resolved.desk_above, pending=None, pending_area="")


def _hand_down(state: CaseState, step: Step) -> CaseState:
    if not step.resolved.desk_below:
        raise Guarded(_("The case's place is known no deeper, so there is no desk below to hand it to."))
    return replace(state, holder_area=step.resolved.desk_below)


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
    "ask_extension": asking.ask_extension,
    "approve_extension": asking.approve_extension,
    "refuse_extension": asking.refuse_extension,
    "ask_suspension": asking.ask_suspension,
    "approve_suspension": asking.approve_suspension,
    "refuse_suspension": asking.refuse_suspension,
    "resume": _nothing,
    "escalate": _escalate,
    "hand_down": _hand_down,
    "supervise": supervising.supervise,
    "merge": _merge,
    "rate": _rate,
    "relocate": _relocate,
    "recategorise": _recategorise,
    "finish": _finish,
    "uphold_return": _uphold_return,
    "recall": _recall,
    "respond_supervision": supervising.respond,
    "add_assists": assisting.add,
    "open_linked": _nothing,
}
