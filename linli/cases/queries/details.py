"""One case as one reader may see it: facts, timeline, clocks with their reasons, and what the reader may do now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from linli.cases.errors import NoSuchCase
from linli.cases.queries.explaining import clock_view
from linli.cases.queries.links import Links, links_of
from linli.cases.queries.loading import instant, part_of, read, state_of
from linli.cases.queries.packs import calendars_of, is_in_use, pack_of
from linli.cases.queries.rows import COLUMNS, FROM, WIDTH, row_of
from linli.cases.rules import facts
from linli.cases.rules.acting import guard_facts
from linli.cases.rules.allowed import may_act
from linli.cases.rules.proofs import Proof, proof_in
from linli.cases.rules.state import CaseState
from linli.cases.types import (
    AttachmentView,
    CaseDetail,
    Choice,
    ClockView,
    EventView,
)
from linli.core.same import Same
from linli.people import access
from linli.people.access import Actor
from linli.process.definition import Action, Pack, Texts

# The row, its texts, and everything that hangs on it: one round trip beside that of the state.
_DETAIL = """
SELECT {columns}, c.text, c.fields, c.located_by, c.located_reason, c.promised_at, c.previous_stage, c.pending,
       c.source, c.external_number, c.contact_id IS NOT NULL,
       (SELECT k.mask FROM people_contact k WHERE k.id = c.contact_id),
       (SELECT m.number FROM cases_case m WHERE m.id = c.merged_into_id),
       (SELECT jsonb_agg(jsonb_build_object('seq', e.seq, 'at', e.at, 'kind', e.kind, 'actor_kind', e.actor_kind,
               'actor_role', e.actor_role, 'name', a.name, 'from', e.from_stage, 'to', e.to_stage,
               'public', e.is_public, 'body', e.body, 'hash', encode(e.hash, 'hex'),
               'erased', e.erased_at IS NOT NULL) ORDER BY e.seq)
          FROM cases_event e LEFT JOIN people_account a ON a.id = e.account_id WHERE e.case_id = c.id),
       (SELECT jsonb_agg(to_jsonb(k) || jsonb_build_object('org_name', coalesce(o.name, '')) ORDER BY k.id)
          FROM cases_clock k LEFT JOIN cases_assignment p ON p.id = k.assignment_id
          LEFT JOIN people_organisation o ON o.id = p.organisation_id WHERE k.case_id = c.id),
       (SELECT jsonb_agg(to_jsonb(p) || jsonb_build_object('org_name', o.name, 'path', o.path) ORDER BY p.id)
          FROM cases_assignment p JOIN people_organisation o ON o.id = p.organisation_id WHERE p.case_id = c.id),
       (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.uploaded_at) FROM cases_attachment f
          WHERE f.case_id = c.id AND f.purpose <> 'room')
{source} WHERE c.id = %s
"""

UNSHOWN = frozenset({"salt", "proofs"})
"""Of an event's body: the salt is nobody's; the proofs are for those who judge the work, see `proofs_of`."""
JUDGES = frozenset({"verifier", "desk", "upper_desk", "leader"})

OPEN_TITLE: Texts = {"zh": "提交反映", "en": "Reported"}
SYSTEM_TITLES: Mapping[str, Texts] = {
    "open": OPEN_TITLE,
    "imported": {"zh": "历史导入", "en": "Imported"},
    "clock_breached": {"zh": "超过时限", "en": "Deadline passed"},
    "calendar_followed": {"zh": "期限随工作日历调整", "en": "Deadline follows the calendar"},
    "rule_followed": {"zh": "时限规则变更，重新计算期限", "en": "Counted anew under a changed rule"},
    "rechecked": {"zh": "独立复核", "en": "Checked once more"},
    "clock_warned": {"zh": "临近时限", "en": "Deadline near"},
    "area_changed": {"zh": "区划调整", "en": "Area changed"},
    "erased": {"zh": "到期清除个人信息", "en": "Personal data erased at the end of its retention"},
}


def detail(*, number: str, by: Actor, now: datetime) -> CaseDetail:
    """The case as this actor may see it. Raises NoSuchCase when there is none that they may see."""
    state, kept = state_of(number=number)
    if not access.can_see(actor=by, facts=state.facts()):
        raise NoSuchCase
    pack = pack_of(key=state.pack, version=kept["pack_version"])
    with connection.cursor() as cursor:
        cursor.execute(_DETAIL.format(columns=COLUMNS, source=FROM), [state.id])
        found = cursor.fetchone()
    row, rest = row_of(found[:WIDTH]), found[WIDTH:]
    (text, fields, located_by, located_reason, promised_at, previous, pending, source, external) = rest[:9]
    has_contact, mask, merged_into, events, clocks, parts, files = rest[9:]
    relations = access.relations(actor=by, facts=state.facts())
    logged = read(events) or ()
    hidden = hidden_from(pack=pack, relations=relations)
    links = links_of(case_id=state.id, by=by)
    return CaseDetail(
        row=row,
        text=text,
        fields=shown(read(fields) or {}, hidden),
        category=pack.categories.get(state.category),
        contact_mask=mask or "",
        has_contact=has_contact,
        located_by=located_by,
        located_reason=located_reason,
        promised_at=promised_at,
        previous_stage=previous,
        pending=shown(read(pending) or {}, hidden),
        merged_into="" if merged_into in links.secret else merged_into or "",
        source=source,
        external_number=external,
        relations=relations,
        is_holder=access.is_holder(actor=by, facts=state.facts()),
        events=told(events=logged, pack=pack, hidden=hidden, links=links),
        clocks=clock_views(read(clocks) or (), pack=pack, state=state, now=now),
        assignments=tuple(part_of(item) for item in read(parts) or ()),
        attachments=tuple(attachment(item) for item in read(files) or ()),
        links=links.shown,
        choices=choices(pack=pack, state=state, by=by, now=now),
        proofs=proofs_of(logged) if relations & JUDGES else {},
    )


def proofs_of(events: Iterable[Mapping[str, Any]]) -> Mapping[str, Proof]:
    """When and how far off each photo was taken, by the photo's digest, as the events fixed it."""
    bodies = (item["body"] or {} for item in events)
    return {item["photo"]: proof_in(item) for body in bodies for item in body.get("proofs", ())}


def choices(*, pack: Pack, state: CaseState, by: Actor, now: datetime) -> tuple[Choice, ...]:
    """The actions that the actor may take now, in the pack's order."""
    looked_at = guard_facts(pack=pack, state=state, now=now, inputs={}, photos={})
    seen = shown(state.fields, hidden_from(pack=pack, relations=access.relations(actor=by, facts=state.facts())))
    return tuple(
        _choice(action, state, seen)
        for action in pack.actions.values()
        if (not action.opens or is_in_use(key=action.opens))
        and may_act(pack=pack, state=state, action=action, actor=by, facts=looked_at, now=now)
    )


def _choice(action: Action, state: CaseState, seen: Mapping[str, Any]) -> Choice:
    fields = facts.asked(state=state, action=action)
    return Choice(action=action, fields=fields, values=facts.values(asked=fields, seen=seen))


def hidden_from(*, pack: Pack, relations: frozenset[str]) -> frozenset[str]:
    """The keys of fields that the pack shows to others only; `table.column` for a column."""
    return _hidden_from(Same(pack), relations)


@lru_cache(maxsize=512)
def _hidden_from(of: Same[Pack], relations: frozenset[str]) -> frozenset[str]:
    pack = of.it
    asked = (*pack.fields, *(field for action in pack.actions.values() for field in action.asks))
    columns = ((f"{field.key}.{one.key}", one) for field in asked for one in field.columns)
    named = (*((field.key, field) for field in asked), *columns)
    return frozenset(key for key, one in named if one.seen_by and not one.seen_by & relations)


def shown(values: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """The values without those of hidden fields and columns."""
    return {key: _visible(key, value, hidden) for key, value in values.items() if key not in hidden}


def _visible(key: str, value: Any, hidden: frozenset[str]) -> Any:
    if not isinstance(value, list) or not any(isinstance(row, dict) for row in value):
        return value
    return [{name: cell for name, cell in row.items() if f"{key}.{name}" not in hidden} for row in value]


def told(
    *, events: Iterable[Mapping[str, Any]], pack: Pack, hidden: frozenset[str], links: Links
) -> tuple[EventView, ...]:
    """The timeline, silent about linked cases that the reader may not know of."""
    views = (event_view(item, pack, hidden) for item in events)
    return tuple(replace(view, body=links.cleared(view.body)) for view in views if links.tells(view.body))


def event_view(item: Mapping[str, Any], pack: Pack, hidden: frozenset[str]) -> EventView:
    """An entry of the timeline out of its JSON row; the salt and what is hidden stay out."""
    body = {key: value for key, value in (item["body"] or {}).items() if key not in UNSHOWN}
    body |= {key: shown(body[key], hidden) for key in ("inputs", "fields") if body.get(key)}
    return EventView(
        seq=item["seq"],
        at=instant(item["at"]),
        kind=item["kind"],
        title=title_of(item["kind"], pack),
        actor_kind=item["actor_kind"],
        actor_role=item["actor_role"],
        actor_name=item.get("name") or "",
        from_stage=item["from"],
        to_stage=item["to"],
        is_public=item["public"],
        body=body,
        hash=item["hash"],
        is_erased=item["erased"],
    )


def title_of(kind: str, pack: Pack) -> Texts:
    """What an event is called: the action's title, or that of what the system did."""
    if kind in pack.actions:
        return pack.actions[kind].title
    return SYSTEM_TITLES.get(kind, {"zh": kind, "en": kind})


def clock_views(
    items: Iterable[Mapping[str, Any]], *, pack: Pack, state: CaseState, now: datetime
) -> tuple[ClockView, ...]:
    """The case's clocks, running ones first."""
    calendars, category, urgency = calendars_of(pack), state.category, state.urgency
    views = [
        clock_view(item, pack=pack, category=category, urgency=urgency, calendars=calendars, now=now)
        for item in items
        if item["key"] in pack.clocks
    ]
    return tuple(sorted(views, key=lambda view: (view.state == "stopped", view.due_at)))


def attachment(item: Mapping[str, Any]) -> AttachmentView:
    """An attachment out of its JSON row."""
    return AttachmentView(
        id=item["id"],
        event_seq=item["event_seq"],
        purpose=item["purpose"],
        name=item["name"],
        media_type=item["media_type"],
        width=item["width"],
        height=item["height"],
        size=item["size"],
        is_public=item["is_public"],
        uploaded_at=instant(item["uploaded_at"]),
        sha256=item["sha256"],
    )
