"""Writes a `Change` whole or not at all. The only place that writes cases, events, clocks, assignments and tallies.

A document of rows goes to the server as one JSON value; PostgreSQL types it by the tables themselves. An opening is one
statement outside any transaction of its own; an action is an update and an insert inside the caller's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.db import connection

from linli.cases.models import Assignment, Case, Clock, Event, Hiding, TallyDelta
from linli.cases.rules.state import Adjustment, CaseState, Change, ClockState, MessageDraft, Part, TallyDraft
from linli.core import chain
from linli.core.models import OnceKey
from linli.notify.models import Outgoing
from linli.people.access import Actor
from linli.people.contacts import SealedContact
from linli.people.models import Contact

Row = dict[str, Any]


def _insert(model: Any, part: str, *, without: Collection[str] = ("id",)) -> str:
    """`INSERT` of every row of one part of the document."""
    names = [one.column for one in model._meta.concrete_fields if one.column not in without]
    listed, read = ", ".join(names), ", ".join(f"r.{name}" for name in names)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({listed}) SELECT {read} "  # noqa: S608 names come from models, values from the document
        f"FROM doc, jsonb_populate_recordset(NULL::{table}, j->'{part}') r"
    )


# A staff or reporter's message goes out as it is; a broadcast goes to every confirmed subscriber of the case.
_BROADCAST = """
INSERT INTO notify_outgoing (channel, template, subject, contact_id, audience, context, language, state, tries, due_at,
                             problem)
SELECT 'email', b->>'template', b->>'subject', s.contact_id, '{}',
       b->'context' || jsonb_build_object('subscription', s.id), '', 'waiting', 0, (b->>'due_at')::timestamptz, ''
FROM doc, jsonb_array_elements(j->'broadcasts') b
JOIN cases_subscription s ON s.case_id = (b->>'case_id')::bigint AND s.confirmed_at IS NOT NULL
"""

# Everything of a report in one statement: one round trip, one commit, never half.
_OPEN = f"""
WITH doc AS (SELECT %s::jsonb AS j),{{more}}
contact AS ({_insert(Contact, "contacts", without=())}),
once AS ({_insert(OnceKey, "once", without=())}),
opened AS ({_insert(Case, "cases", without=())}),
clock AS ({_insert(Clock, "clocks")}),
tally AS ({_insert(TallyDelta, "tallies")}),
outgoing AS ({_insert(Outgoing, "outgoing")}),
attached AS (
    UPDATE cases_attachment a SET case_id = (r.j->>'case_id')::bigint, event_seq = 1,
        taken_lon = NULL, taken_lat = NULL, apart_metres = NULL, apart_seconds = NULL
    FROM (SELECT jsonb_array_elements(j->'attachments') AS j FROM doc) r
    WHERE a.id = (r.j->>'id')::uuid AND a.case_id IS NULL
)
{_insert(Event, "events")}
"""  # noqa: S608
OPEN = _OPEN.format(more="")
# Few reports name anybody: only those pay for it.
OPEN_HIDDEN = _OPEN.format(more=f"\nhiding AS ({_insert(Hiding, 'hiding')}),")

# The columns that a change may touch; the words of a report stay as they were opened.
_CHANGING = [
    "category", "urgency", "confidentiality", "stage", "previous_stage", "outcome", "holder_kind", "holder_area",
    "holder_org_id", "lead_org_id", "handler_account_id", "pending", "pending_area", "supervised_at", "area_id",
    "lon", "lat", "address", "due_at", "promised_at", "closed_at", "updated_at", "merged_into_id", "rating",
    "counts", "fields", "version", "event_count", "last_hash",
]  # fmt: skip
_SET = ", ".join(f"{name} = r.{name}" for name in _CHANGING)

# What changes: the case if nobody else changed it since it was read, its clocks and assignments. Answers the case's id.
CHANGE = f"""
WITH doc AS (SELECT %s::jsonb AS j),
clock AS (
    UPDATE cases_clock c SET state = r.state, length = r.length, unit = r.unit, due_at = r.due_at,
        warn_at = r.warn_at, paused_at = r.paused_at, stopped_at = r.stopped_at, warned_at = r.warned_at,
        breached_at = r.breached_at, history = r.history, count_from = r.count_from, ends = r.ends,
        edition_date = r.edition_date
    FROM doc, jsonb_populate_recordset(NULL::cases_clock, j->'changed_clocks') r WHERE c.id = r.id
),
part AS (
    UPDATE cases_assignment a SET is_final = r.is_final, account_id = r.account_id, accepted_at = r.accepted_at,
        finished_at = r.finished_at, ended_at = r.ended_at, ended_as = r.ended_as, due_at = r.due_at
    FROM doc, jsonb_populate_recordset(NULL::cases_assignment, j->'changed_parts') r WHERE a.id = r.id
)
UPDATE cases_case c SET {_SET}
FROM doc, jsonb_populate_recordset(NULL::cases_case, j->'cases') r
WHERE c.id = r.id AND c.version = r.version - 1
RETURNING c.id
"""  # noqa: S608

# What is new: after the update, because a new lead may come only once the old one has ended.
ADD = f"""
WITH doc AS (SELECT %s::jsonb AS j),
part AS ({_insert(Assignment, "parts", without=())}),
clock AS ({_insert(Clock, "clocks")}),
tally AS ({_insert(TallyDelta, "tallies")}),
outgoing AS ({_insert(Outgoing, "outgoing")}),
once AS ({_insert(OnceKey, "once", without=())}),
broadcast AS ({_BROADCAST}),
attached AS (
    UPDATE cases_attachment a SET case_id = (r.j->>'case_id')::bigint, event_seq = (r.j->>'event_seq')::int,
        purpose = r.j->>'purpose', is_public = (r.j->>'is_public')::boolean,
        taken_lon = NULL, taken_lat = NULL, apart_metres = NULL, apart_seconds = NULL
    FROM (SELECT jsonb_array_elements(j->'attachments') AS j FROM doc) r
    WHERE a.id = (r.j->>'id')::uuid AND a.case_id IS NULL
),
merged AS (
    INSERT INTO cases_subscription (id, case_id, area_id, contact_id, confirmed_at, token_hash, made_at)
    SELECT (m->>'id')::uuid, (m->>'into')::bigint, NULL, (m->>'contact_id')::uuid, (m->>'at')::timestamptz,
           (m->>'token_hash')::bytea, (m->>'at')::timestamptz
    FROM doc, jsonb_array_elements(j->'merged') m WHERE m->>'contact_id' IS NOT NULL
),
followed AS (
    UPDATE cases_subscription s SET case_id = (m->>'into')::bigint
    FROM doc, jsonb_array_elements(j->'merged') m WHERE s.case_id = (m->>'from')::bigint
),
link AS (
    INSERT INTO cases_link (from_case_id, to_case_id, kind, made_at)
    SELECT (m->>'from')::bigint, (m->>'into')::bigint, coalesce(m->>'kind', 'duplicate'), (m->>'at')::timestamptz
    FROM doc, jsonb_array_elements((j->'merged') || (j->'links')) m
)
{_insert(Event, "events")}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Extra:
    """What a report's row holds beside its state."""

    pack_version: str
    title: str
    text: str
    fields: Mapping[str, Any]
    channel: str
    located_by: str
    located_reason: str
    secret_hash: bytes | None
    suggested_org_id: int | None
    retain_until_date: date | None
    is_demo: bool
    photos: tuple[str, ...] = ()
    source: str = ""
    external_number: str = ""
    cues: str = ""


def run(sql: str, document: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Runs one of the statements above with its document."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [orjson.dumps(document).decode()])
        return cursor.fetchall() if cursor.description else []


def run_opening(document: Mapping[str, Any]) -> None:
    """Writes the reports of an `opening_document`, or of several merged."""
    run(OPEN_HIDDEN if document["hiding"] else OPEN, document)


def opening_document(
    *,
    change: Change,
    extra: Extra,
    contact: SealedContact | None,
    by: Actor,
    now: datetime,
    tz: ZoneInfo,
    once: Row | None,
) -> tuple[dict[str, Any], bytes]:
    """The document of `OPEN` and the hash of the first event."""
    state = change.after
    event = event_row(change=change, by=by, now=now, prev=chain.GENESIS, seq=1)
    opened = case_row(state=state, now=now) | {
        "pack_version": extra.pack_version,
        "title": extra.title,
        "text": extra.text,
        "fields": extra.fields,
        "channel": extra.channel,
        "located_by": extra.located_by,
        "located_reason": extra.located_reason,
        "secret_hash": hexed(extra.secret_hash),
        "suggested_org_id": extra.suggested_org_id,
        "retain_until_date": extra.retain_until_date,
        "is_demo": extra.is_demo,
        "source": extra.source,
        "external_number": extra.external_number,
        "cues": extra.cues,
        "contact_id": contact.id if contact else None,
        "event_count": 1,
        "last_hash": event["hash"],
    }
    document: dict[str, Any] = {
        "contacts": [contact_row(contact, extra.retain_until_date, now)] if contact else [],
        "once": [once] if once else [],
        "cases": [opened],
        "clocks": [clock_row(item, case_id=state.id, parts={}) for item in state.clocks],
        "tallies": [tally_row(item, tz) for item in change.tallies],
        "outgoing": [
            message_row(item, state=state, now=now, contact_id=contact.id if contact else None)
            for item in change.messages
        ],
        "hiding": [{"organisation_id": org, "case_id": state.id} for org in state.hidden],
        "attachments": [{"id": photo, "case_id": state.id} for photo in extra.photos],
        "events": [event],
    }
    return document, bytes.fromhex(event["hash"][2:])


def event_row(*, change: Change, by: Actor, now: datetime, prev: bytes, seq: int) -> Row:
    """The event in its place of the chain."""
    body = chain.salted(chain.plain(change.event.body))
    digest = chain.body_hash(body)
    header = chain.Header(
        number=change.after.number,
        seq=seq,
        at=now,
        kind=change.event.kind,
        actor_kind=by.kind,
        actor_role=by.role,
        account_id=by.account_id,
        post_id=by.post_id,
        from_stage=change.before.stage if change.before else "",
        to_stage=change.after.stage,
        is_public=change.event.is_public,
    )
    return {
        "case_id": change.after.id,
        "seq": seq,
        "at": now,
        "kind": header.kind,
        "actor_kind": header.actor_kind,
        "actor_role": header.actor_role,
        "account_id": header.account_id,
        "post_id": header.post_id,
        "from_stage": header.from_stage,
        "to_stage": header.to_stage,
        "is_public": header.is_public,
        "body": body,
        "body_hash": hexed(digest),
        "prev_hash": hexed(prev),
        "hash": hexed(chain.event_hash(prev=prev, header=header, body=digest)),
    }


def hexed(value: bytes | None) -> str | None:
    """Bytes as PostgreSQL reads them from text."""
    return None if value is None else "\\x" + value.hex()


def case_row(*, state: CaseState, now: datetime) -> Row:
    """The columns of a case that its state decides."""
    return {
        "id": state.id,
        "number": state.number,
        "pack": state.pack,
        "category": state.category,
        "urgency": state.urgency,
        "confidentiality": state.confidentiality,
        "stage": state.stage,
        "previous_stage": state.previous_stage,
        "outcome": state.outcome,
        "holder_kind": state.holder_kind,
        "holder_area": state.holder_area,
        "holder_org_id": state.holder_org_id,
        "lead_org_id": state.lead_org_id,
        "handler_account_id": state.handler_account_id,
        "pending": state.pending,
        "pending_area": state.pending_area,
        "supervised_at": state.supervised_at,
        "area_id": state.area_code,
        "lon": state.lon,
        "lat": state.lat,
        "address": state.address,
        "opened_at": state.opened_at,
        "due_at": state.due_at,
        "promised_at": state.promised_at,
        "closed_at": state.closed_at,
        "updated_at": now,
        "reporter_account_id": state.reporter_account_id,
        "merged_into_id": state.merged_into_id,
        "rating": state.rating,
        "counts": dict(state.counts),
        "fields": dict(state.fields),
        "version": state.version,
    }


def clock_row(item: ClockState, *, case_id: int, parts: Mapping[int, int]) -> Row:
    """A clock; `parts` gives the assignment of the organisation whose clock it is."""
    return {
        "id": item.id,
        "case_id": case_id,
        "assignment_id": parts.get(item.org_id),
        "key": item.key,
        "state": item.state,
        "length": item.length,
        "unit": item.unit,
        "calendar": item.calendar,
        "count_from": item.count_from,
        "started_at": item.started_at,
        "due_at": item.due_at,
        "warn_at": item.warn_at,
        "paused_at": item.paused_at,
        "stopped_at": item.stopped_at,
        "warned_at": item.warned_at,
        "breached_at": item.breached_at,
        "history": [adjustment_row(step) for step in item.history],
        "ends": item.ends,
        "edition_date": item.edition_date,
    }


def adjustment_row(step: Adjustment) -> Row:
    """A pause or extension as kept in a clock's history."""
    if step.kind == "pause":
        return {"kind": "pause", "from": step.begins_at, "to": step.ends_at}
    return {"kind": "extend", "at": step.begins_at, "length": step.length, "unit": step.unit}


def part_row(part: Part, *, case_id: int, part_id: int, due_at: datetime | None) -> Row:
    """An assignment."""
    return {
        "id": part_id,
        "case_id": case_id,
        "organisation_id": part.org_id,
        "role": part.role,
        "is_final": part.is_final,
        "task": part.task,
        "account_id": part.account_id,
        "assigned_at": part.assigned_at,
        "accepted_at": part.accepted_at,
        "finished_at": part.finished_at,
        "ended_at": part.ended_at,
        "ended_as": part.ended_as,
        "due_at": due_at,
    }


def tally_row(draft: TallyDraft, tz: ZoneInfo) -> Row:
    """A tally delta on the city's own date."""
    return {
        "area_code": draft.area_code,
        "date": draft.at.astimezone(tz).date(),
        "pack": draft.pack,
        "category": draft.category,
        "org_id": draft.org_id,
        "channel": draft.channel,
        "measure": draft.measure,
        "band": draft.band,
        "n": draft.n,
        "total": draft.total,
    }


def message_row(draft: MessageDraft, *, state: CaseState, now: datetime, contact_id: object = None) -> Row:
    """A message for the outbox. The reporter's own carries `own`, so that delivery adds the secret link; what goes to
    staff never goes to those that the case is hidden from."""
    to_reporter = draft.to == "reporter"
    audience = dict(draft.audience)
    if audience and state.hidden:
        audience["not_under"] = list(state.hidden)
    return {
        "channel": "email" if to_reporter else "inapp",
        "template": draft.template,
        "subject": state.number,
        "contact_id": contact_id if to_reporter else None,
        "audience": audience,
        "context": {**draft.context, "own": to_reporter},
        "language": "",
        "state": "waiting",
        "tries": 0,
        "due_at": now,
        "problem": "",
    }


def contact_row(contact: SealedContact, retain_until_date: date | None, now: datetime) -> Row:
    """A sealed contact."""
    return {
        "id": contact.id,
        "name": hexed(contact.name),
        "phone": hexed(contact.phone),
        "email": hexed(contact.email),
        "mask": contact.mask,
        "purpose": contact.purpose,
        "language": contact.language,
        "retain_until_date": retain_until_date,
        "created_at": now,
    }
