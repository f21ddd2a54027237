"""Cases, their chain and what may be done with them."""

from linli.api.shown.words import Shown, fields, plain, stage, titled
from linli.cases.queries.cues import title_of as cue_title
from linli.cases.rules.state import Part
from linli.cases.types import (
    AttachmentView,
    CaseDetail,
    CaseRow,
    Choice,
    ClockView,
    EventView,
    LinkView,
    OwnLink,
    PublicCase,
)
from linli.cases.wording import said
from linli.core.clock import Step
from linli.core.wording import name_of
from linli.places import queries as places


def row(found: CaseRow) -> Shown:
    """One line of a list."""
    return {
        "number": found.number,
        "pack": found.pack,
        "category": found.category,
        "title": found.title,
        "stage": stage(found.pack, found.stage),
        "urgency": found.urgency,
        "area_code": found.area_code,
        "address": found.address,
        "holder_kind": found.holder_kind,
        "holder_area": found.holder_area,
        "holder_org": found.holder_org_id,
        "holder": found.holder_name,
        "lead_org": found.lead_org_id,
        "lead": found.lead_name,
        "opened_at": found.opened_at,
        "due_at": found.due_at,
        "closed_at": found.closed_at,
        "outcome": found.outcome,
        "is_supervised": found.is_supervised,
        "pending": found.pending_kind,
        "channel": found.channel,
        "rating": found.rating,
        "version": found.version,
        "is_demo": found.is_demo,
        "lon": found.lon,
        "lat": found.lat,
        "cues": [titled(key, cue_title(key)) for key in found.cue_keys],
    }


def detail(found: CaseDetail) -> Shown:
    """Everything of the case but its events."""
    return {
        "case": row(found.row),
        "text": found.text,
        "fields": plain(found.fields),
        "contact_mask": found.contact_mask,
        "located_by": found.located_by,
        "located_reason": found.located_reason,
        "promised_at": found.promised_at,
        "merged_into": found.merged_into,
        "source": found.source,
        "external_number": found.external_number,
        "relations": sorted(found.relations),
        "is_holder": found.is_holder,
        "clocks": [clock(one) for one in found.clocks],
        "assignments": [_assignment(one) for one in found.assignments],
        "attachments": [_attachment(one) for one in found.attachments],
        "links": [_link(one) for one in found.links],
        "actions": [_action(one) for one in found.choices],
    }


def event(found: EventView) -> Shown:
    """One entry of the chain."""
    return {
        "seq": found.seq,
        "at": found.at,
        "kind": found.kind,
        "title": said(found.title),
        "actor_kind": found.actor_kind,
        "actor_role": found.actor_role,
        "actor": found.actor_name,
        "from_stage": found.from_stage,
        "to_stage": found.to_stage,
        "is_public": found.is_public,
        "body": plain(found.body),
        "hash": found.hash,
        "is_erased": found.is_erased,
    }


def clock(found: ClockView) -> Shown:
    """A deadline and why."""
    return {
        "key": found.key,
        "title": said(found.title),
        "state": found.state,
        "started_at": found.started_at,
        "due_at": found.due_at,
        "stopped_at": found.stopped_at,
        "is_late": found.is_late,
        "is_promise": found.is_promise,
        "org": found.org_name,
        "length": found.length,
        "unit": found.unit,
        "explanation": found.sentence,
        "basis": found.law,
        "steps": [_step(one, text, found) for one, text in zip(found.steps, found.reasons, strict=False)],
    }


def _step(one: Step, text: str, of: ClockView) -> Shown:
    return {
        "kind": one.kind,
        "at": one.at,
        "until": one.until,
        "first_date": one.first_date,
        "last_date": one.last_date,
        "amount": one.amount,
        "unit": one.unit or "",
        "name": name_of(one),
        "text": text,
        "basis": of.extension_law if one.kind == "extended" else "",
    }


def public(found: PublicCase) -> Shown:
    """What the reporter sees."""
    return {
        "number": found.number,
        "pack": found.pack,
        "category": titled(found.category.key, found.category.title) if found.category else None,
        "text": found.text,
        "stage": titled(found.stage, found.stage_public),
        "outcome": found.outcome,
        "is_final": found.is_final,
        "area": " ".join(name for _code, name in places.name_path(found.area_code)),
        "address": found.address,
        "opened_at": found.opened_at,
        "promised_at": found.promised_at,
        "closed_at": found.closed_at,
        "promise": found.promise.sentence if found.promise else "",
        "promise_steps": list(found.promise.reasons) if found.promise else [],
        "promise_basis": found.promise.law if found.promise else "",
        "lead": found.lead_name,
        "rating": found.rating,
        "merged_into": found.merged_into,
        "links": [_own_link(one) for one in found.links],
        "events": [_public_event(one) for one in found.events],
        "choices": [titled(one.action.key, one.action.title) for one in found.choices],
        "last_hash": found.last_hash,
    }


def _own_link(found: OwnLink) -> Shown:
    return {
        "number": found.number,
        "secret": found.secret,
        "pack": said(found.pack),
        "stage": said(found.stage_public),
        "is_outward": found.is_outward,
    }


def _public_event(found: EventView) -> Shown:
    return {
        "at": found.at,
        "kind": found.kind,
        "title": said(found.title),
        "stage": found.to_stage,
        "body": plain(found.body),
        "hash": found.hash,
    }


def _action(found: Choice) -> Shown:
    return titled(found.action.key, found.action.title) | {
        "fields": fields(found.fields, found.values),
        "requires": list(found.action.requires),
    }


def _link(found: LinkView) -> Shown:
    return {"number": found.number, "kind": found.kind, "title": found.title, "is_outward": found.is_outward}


def _assignment(found: Part) -> Shown:
    return {
        "id": found.id,
        "org": found.org_id,
        "name": found.org_name,
        "role": found.role,
        "task": found.task,
        "assigned_at": found.assigned_at,
        "accepted_at": found.accepted_at,
        "finished_at": found.finished_at,
        "ended_at": found.ended_at,
        "ended_as": found.ended_as,
        "due_at": found.due_at,
        "is_final": found.is_final,
    }


def _attachment(found: AttachmentView) -> Shown:
    return {
        "id": found.id,
        "event_seq": found.event_seq,
        "purpose": found.purpose,
        "name": found.name,
        "media_type": found.media_type,
        "width": found.width,
        "height": found.height,
        "size": found.size,
        "is_public": found.is_public,
    }
