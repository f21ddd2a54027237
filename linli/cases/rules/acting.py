"""The one decision on an action: may it be taken, is the input good, and what does the case become."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput, Guarded
from linli.cases.rules import asking, clocks, counting, effects, facts, hiding, messages, supervising, tallies
from linli.cases.rules.allowed import check_action, check_guards, counter
from linli.cases.rules.state import CaseState, Change, ClockState, EventDraft, MessageDraft
from linli.cases.rules.step import Resolved, Step
from linli.core.chain import plain
from linli.core.clock import Calendar
from linli.process.definition import Action, Pack
from linli.process.guards import GuardFacts


def guard_facts(
    *, pack: Pack, state: CaseState, now: datetime, inputs: Mapping[str, Any], photos: Mapping[str, int]
) -> GuardFacts:
    """What of the case and the step a guard may look at."""
    lead = state.lead()
    return GuardFacts(
        stage=state.stage,
        now=now,
        opened_at=state.opened_at,
        closed_at=state.closed_at,
        inputs=inputs,
        open_assists=sum(1 for part in state.parts if part.role == "assist" and part.ended_at is None),
        assignment_final=lead.is_final if lead else False,
        photos=photos,
        counts=state.counts,
        pending_kind=(state.pending or {}).get("kind", ""),
        has_lead=lead is not None,
        is_supervised=any(
            pack.clocks[item.key].per == "supervision" for item in state.clocks if item.state != "stopped"
        ),
        rating=state.rating,
        reopen_days=pack.reopen_days,
        fields=state.fields,
        category=state.category,
        lead_org=state.lead_org_id,
        desk_area=state.holder_area,
        running=frozenset(item.key for item in state.clocks if item.state != "stopped"),
    )


def decide(*, state: CaseState, step: Step) -> Change:
    """The change that the step comes to.

    Raises what `allowed.check_action` raises, `Guarded`, and `BadInput` for what the step needs and was not given.
    """
    pack, action, now = step.pack, step.action, step.now
    check_action(pack=pack, state=state, action=action, actor=step.by, now=now)
    known = facts.after(state=state, action=action, inputs=step.inputs)
    looked_at = guard_facts(pack=pack, state=state, now=now, inputs=step.inputs, photos=step.resolved.photos)
    check_guards(action=action, facts=replace(looked_at, fields=known), pack=pack)
    _check_requirements(step)
    after = _moved(before=state, applied=_kept_from(_applied(state, known, step), step), step=step)
    hiding.check(after=after, step=step)
    return Change(
        before=state,
        after=after,
        event=EventDraft(kind=action.key, body=_body(step, state, after), is_public=action.is_public),
        tallies=tallies.of_change(before=state, after=after),
        messages=messages.of_action(pack=pack, action=action, before=state, after=after)
        + messages.of_extensions(pack=pack, before=state, after=after),
        duplicate_of=after.merged_into_id if action.effect == "merge" else None,
    )


def _applied(state: CaseState, known: Mapping[str, Any], step: Step) -> CaseState:
    """The case after the action's effect, with what it knows now and from whom that hides it."""
    hidden = hiding.after(state=state, fields=step.pack.facts(), facts=known, paths=step.resolved.org_paths)
    return replace(effects.apply(replace(state, hidden=hidden), step), fields=known)


def _kept_from(state: CaseState, step: Step) -> CaseState:
    """The case at a desk where somebody may see it."""
    desks = step.resolved.desks
    return replace(
        state,
        holder_area=desks.get(state.holder_area, state.holder_area),
        pending_area=desks.get(state.pending_area, state.pending_area),
    )


def _check_requirements(step: Step) -> None:
    faults: dict[str, object] = {}
    for need in step.action.requires:
        kind, _sep, purpose = need.partition("_")
        if kind == "photo" and not step.resolved.photos.get(purpose):
            faults["photos"] = _("Add a photo of how it looks now.")
        if need == "note" and not any(step.text(key) for key in ("note", "reason", "result", "answer")):
            faults["note"] = _("Say in a few words what was done.")
    if faults:
        raise BadInput(faults)


def _moved(*, before: CaseState, applied: CaseState, step: Step) -> CaseState:
    """The case at its new stage, with its holder, clocks, counts and dates."""
    pack, now = step.pack, step.now
    key = _target(before, step.action)
    stage = pack.stages[key]
    items = clocks.follow(
        pack=pack,
        clocks=_regraded(before=before, applied=applied, step=step),
        stage=key,
        category=applied.category,
        urgency=applied.urgency,
        opened_at=applied.opened_at,
        now=now,
        calendars=step.calendars,
        facts=applied.fields,
        action=step.action.key,
        was=clocks.Spot(before.stage, facts.known(before)),
    )
    name = counter(action=step.action, state=before)
    counts = counting.counted(before=before, state=applied, facts=facts.known(applied), step=step)
    moved = replace(
        asking.lapsed(replace(applied, clocks=items)),
        stage=key,
        previous_stage=_previous(before, step.action, key),
        due_at=clocks.next_due(pack=pack, clocks=items),
        promised_at=clocks.promised(pack=pack, clocks=items) or applied.promised_at,
        counts={**counts, name: counts.get(name, 0) + 1},
        version=before.version + 1,
        outcome=stage.outcome or "",
        closed_at=(before.closed_at or now) if stage.is_final else None,
    )
    moved = replace(moved, counts=counting.lived(before=before, after=moved, step=step))
    if stage.is_final:
        moved = _put_away(moved, now)
    elif before.outcome:
        moved = replace(moved, rating=None, counts={**moved.counts, "adjudicated": 0, "rate": 0})
    return _held(moved, step)


def _regraded(*, before: CaseState, applied: CaseState, step: Step) -> tuple[ClockState, ...]:
    """The promise follows a corrected kind or urgency; the reporter reads the new date where the step is told."""
    if (before.category, before.urgency) == (applied.category, applied.urgency):
        return applied.clocks
    return tuple(
        clocks.regraded(
            item,
            rule=clocks.rule_of(pack=step.pack, item=item),
            category=applied.category,
            urgency=applied.urgency,
            calendars=step.calendars,
        )
        if step.pack.clocks[item.key].is_promise
        else item
        for item in applied.clocks
    )


def _target(before: CaseState, action: Action) -> str:
    if action.to == "@same":
        return before.stage
    if action.to == "@previous":
        if not before.previous_stage:
            raise Guarded(_("There is no earlier stage to go back to."))
        return before.previous_stage
    return action.to


def _previous(before: CaseState, action: Action, key: str) -> str:
    if key == before.stage:
        return before.previous_stage
    return "" if action.to == "@previous" else before.stage


def _put_away(state: CaseState, now: datetime) -> CaseState:
    parts = tuple(
        part if part.ended_at else replace(part, ended_at=now, ended_as="closed", finished_at=part.finished_at or now)
        for part in state.parts
    )
    return replace(state, parts=parts, pending=None, pending_area="", due_at=None)


def _held(state: CaseState, step: Step) -> CaseState:
    """Exactly one holder: who the stage says."""
    kind = step.pack.stages[state.stage].holder
    if kind == "org" and state.lead_org_id is None:
        raise Guarded(_("No organisation leads this case yet; dispatch it first."))
    return replace(
        state,
        holder_kind=kind,
        holder_org_id=state.lead_org_id if kind == "org" else None,
        holder_org_path=state.lead_org_path if kind == "org" else "",
    )


def _body(step: Step, before: CaseState, after: CaseState) -> dict[str, Any]:
    """What the event fixes: the inputs and what they changed, in plain JSON."""
    body: dict[str, Any] = {"inputs": plain(step.inputs)}
    if step.resolved.photo_hashes:
        body["photos"] = list(step.resolved.photo_hashes)
    if step.resolved.proofs:
        body["proofs"] = [proof.plain() for proof in step.resolved.proofs]
    if after.holder_area != before.holder_area:
        body["holder_area"] = [before.holder_area, after.holder_area]
    if after.area_code != before.area_code:
        body["area"] = [before.area_code, after.area_code]
    if after.lead_org_id != before.lead_org_id:
        body["lead_org"] = after.lead_org_id
    if step.resolved.target is not None:
        body["into"] = step.resolved.target.number
    if step.resolved.opened:
        body["opened"] = step.resolved.opened
    return body


def breach(
    *,
    pack: Pack,
    state: CaseState,
    clock_id: int,
    now: datetime,
    calendars: Mapping[str, Calendar],
    place_above: str = "",
) -> Change:
    """What a clock that fell due comes to: an event, messages, and what its rule says besides."""
    item = next(item for item in state.clocks if item.id == clock_id)
    rule = pack.clocks[item.key]
    dealt = replace(item, breached_at=now, warned_at=item.warned_at or now)  # a warning would come too late
    marked = tuple(dealt if other is item else other for other in state.clocks)
    above = place_above if "escalate" in rule.on_breach and state.holder_kind == "desk" else ""
    after = replace(state, clocks=marked, version=state.version + 1, holder_area=above or state.holder_area)
    if "supervise" in rule.on_breach:
        after = supervising.begun(after, pack=pack, now=now, calendars=calendars)
    return Change(
        before=state,
        after=after,
        event=EventDraft(kind="clock_breached", body={"clock": item.key, "due_at": item.due_at.isoformat()}),
        messages=_breach_messages(pack=pack, state=after, rule_key=item.key, told=rule.on_breach),
    )


def _breach_messages(*, pack: Pack, state: CaseState, rule_key: str, told: tuple[str, ...]) -> tuple[MessageDraft, ...]:
    said = messages.context(pack=pack, state=state) | {"clock": dict(pack.clocks[rule_key].title)}
    audiences = {
        "tell_holder": messages.holder_audience(state),
        "tell_desk": {"posts": {"role": "desk", "area": state.holder_area}},
        "tell_upper_desk": {"posts": {"role": "desk", "above": state.holder_area}},
    }
    return tuple(
        MessageDraft(template="clock_breach", to="staff", audience=audiences[word], context=said)
        for word in told
        if audiences.get(word)
    )


def warning(*, pack: Pack, state: CaseState, clock_id: int, now: datetime) -> Change:
    """What reaching a clock's warning comes to: the holder is told once."""
    item = next(item for item in state.clocks if item.id == clock_id)
    marked = tuple(replace(other, warned_at=now) if other is item else other for other in state.clocks)
    said = messages.context(pack=pack, state=state) | {"clock": dict(pack.clocks[item.key].title)}
    audience = {"orgs": [item.org_id]} if item.org_id else messages.holder_audience(state)
    told = (MessageDraft(template="clock_warning", to="staff", audience=audience, context=said),)
    return Change(
        before=state,
        after=replace(state, clocks=marked, version=state.version + 1),
        event=EventDraft(kind="clock_warned", body={"clock": item.key, "due_at": item.due_at.isoformat()}),
        messages=told if audience else (),
    )


__all__ = ["Resolved", "Step", "breach", "decide", "guard_facts", "warning"]
