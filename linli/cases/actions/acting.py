"""The one way to change a case: lock it, look up what the input refers to, decide, write. One transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from linli.cases.actions import hiding, issuing, linking, record
from linli.cases.errors import NoSuchCase, SomebodyElseActed
from linli.cases.models import Event
from linli.cases.queries import resolving
from linli.cases.queries.loading import lock_together, state_of
from linli.cases.queries.packs import calendars_of, pack_of
from linli.cases.queries.waiting import token_subject
from linli.cases.rules import acting, facts
from linli.cases.rules.allowed import action_of, check_action
from linli.cases.rules.inputs import cleaned
from linli.cases.rules.state import CaseState, Change, Part
from linli.cases.rules.step import Step
from linli.cases.types import Done, Once
from linli.cases.wording import said
from linli.core import receipts
from linli.core.ids import secret_hash, uuid7
from linli.documents.reading import Block
from linli.people import access
from linli.people.access import Actor
from linli.process.definition import Action, Pack


def act(
    *,
    number: str,
    action: str,
    inputs: Mapping[str, Any],
    by: Actor,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> Done:
    """Takes the action on the case. Photos and files are inputs: ids of attachments kept before.

    `version` is what the actor looked at; when the case has moved on since, SomebodyElseActed says who and how.
    Raises NoSuchCase, NotYours, NotYourTurn, WrongStage, LimitReached, Guarded, BadInput, DocumentFailed.
    """
    with transaction.atomic():
        if inputs.get("into"):
            lock_together(numbers=(number, str(inputs["into"]).strip()))
        state, row = state_of(number=number, lock=True)
        if not access.can_see(actor=by, facts=state.facts()):
            raise NoSuchCase
        pack = pack_of(key=state.pack, version=row["pack_version"])
        chosen = action_of(pack=pack, key=action)
        if version is not None and version != state.version:
            _check_moved_on(state, pack, chosen, by, now)
        check_action(pack=pack, state=state, action=chosen, actor=by, now=now)
        step = _step(state=state, action=chosen, inputs=inputs, by=by, now=now, pack=pack)
        step, links = _linked(state=state, step=step, contact_id=row["contact_id"], now=now)
        change = acting.decide(state=state, step=step)
        files = resolving.files_of(action=chosen, inputs=step.inputs)
        if chosen.document:
            change, letter = issuing.issued(change=change, step=step, row=row)
            files.append(letter)
        event = write(change=change, by=by, now=now, contact_id=row["contact_id"], files=files, once=once, links=links)
    return Done(
        number=number,
        action=action,
        stage=change.after.stage,
        event_seq=event["seq"],
        event_hash=event["hash"][2:],
        version=change.after.version,
    )


def preview(*, number: str, action: str, inputs: Mapping[str, Any], by: Actor, now: datetime) -> tuple[Block, ...]:
    """The document that the action would issue, without taking it. Raises what `act` raises."""
    state, row = state_of(number=number)
    if not access.can_see(actor=by, facts=state.facts()):
        raise NoSuchCase
    pack = pack_of(key=state.pack, version=row["pack_version"])
    chosen = action_of(pack=pack, key=action)
    check_action(pack=pack, state=state, action=chosen, actor=by, now=now)
    step = _step(state=state, action=chosen, inputs=inputs, by=by, now=now, pack=pack)
    return issuing.shown(change=acting.decide(state=state, step=step), step=step, row=row)


def _step(
    *,
    state: CaseState,
    action: Action,
    inputs: Mapping[str, Any],
    by: Actor,
    now: datetime,
    pack: Pack,
) -> Step:
    """The step with its inputs checked and everything that they name looked up."""
    kept = cleaned(fields=action.asks, inputs=inputs, known=facts.known(state))
    return Step(
        pack=pack,
        action=action,
        inputs=kept,
        by=by,
        now=now,
        calendars=calendars_of(pack),
        resolved=resolving.resolved(state=state, action=action, inputs=kept, by=by, now=now, pack=pack),
    )


def _linked(
    *, state: CaseState, step: Step, contact_id: UUID | None, now: datetime
) -> tuple[Step, tuple[Mapping[str, Any], ...]]:
    """The step with the number of the case that it opens, and the link to it; as it was when it opens none."""
    if not step.action.opens:
        return step, ()
    opened = linking.open_linked(state=state, step=step, contact_id=contact_id, now=now)
    link = linking.link_row(state=state, opened=opened, now=now)
    return replace(step, resolved=replace(step.resolved, opened=opened.number)), (link,)


def write(
    *,
    change: Change,
    by: Actor,
    now: datetime,
    contact_id: UUID | None = None,
    files: Sequence[tuple[str, str]] = (),
    once: Once | None = None,
    links: Sequence[Mapping[str, Any]] = (),
) -> record.Row:
    """Writes a change of an existing case inside the caller's transaction; answers its event row.

    Raises SomebodyElseActed when the case was changed since it was read without a lock.
    """
    before = change.before
    assert before is not None
    event = record.event_row(change=change, by=by, now=now, prev=before.last_hash, seq=before.event_count + 1)
    part_ids = _part_ids(change.after.parts)
    if not record.run(record.CHANGE, _changed(change, before, event, part_ids, now)):
        raise SomebodyElseActed(kind="", who="")
    added = _added(change, event, part_ids) | {
        "outgoing": _outgoing(change, contact_id, now),
        "broadcasts": _broadcasts(change, now),
        "attachments": [_attached(file, purpose, event) for file, purpose in files],
        "once": [_once_row(once, event, change.after, now)] if once else [],
        "merged": _merged(change, contact_id, now),
        "links": list(links),
    }
    record.run(record.ADD, added)
    hiding.keep(before=before, after=change.after, now=now)
    return event


def write_together(*, changes: Sequence[Change], by: Actor, now: datetime) -> None:
    """Writes the changes of several cases, one each, that need no contact, no files and no new organisation.

    Inside the caller's transaction, which has locked the cases. Raises SomebodyElseActed when one was changed since.
    """
    changed: dict[str, list[record.Row]] = {"cases": [], "changed_clocks": [], "changed_parts": []}
    empty = ("parts", "clocks", "tallies", "events", "outgoing", "broadcasts", "attachments", "once", "merged")
    added: dict[str, list[record.Row]] = {name: [] for name in empty}
    for change in changes:
        before = change.before
        assert before is not None
        event = record.event_row(change=change, by=by, now=now, prev=before.last_hash, seq=before.event_count + 1)
        ids = _part_ids(change.after.parts)
        for name, rows in _changed(change, before, event, ids, now).items():
            changed[name] += rows
        for name, rows in _added(change, event, ids).items():
            added[name] += rows
        added["outgoing"] += _outgoing(change, None, now)
        added["broadcasts"] += _broadcasts(change, now)
    if changes and len(record.run(record.CHANGE, changed)) < len(changes):
        raise SomebodyElseActed(kind="", who="")
    if changes:
        record.run(record.ADD, added)
    for change in changes:
        hiding.keep(before=change.before or change.after, after=change.after, now=now)


def _changed(
    change: Change, before: CaseState, event: record.Row, part_ids: Mapping[int, int], now: datetime
) -> dict[str, list[record.Row]]:
    """The document of `record.CHANGE`: the case, and those of its clocks and assignments that differ from before."""
    state = change.after
    clocks = {item.id: item for item in before.clocks}
    parts = {item.id: item for item in before.parts}
    return {
        "cases": [record.case_row(state=state, now=now) | {"event_count": event["seq"], "last_hash": event["hash"]}],
        "changed_clocks": [
            record.clock_row(item, case_id=state.id, parts=part_ids)
            for item in state.clocks
            if item.id is not None and item != clocks.get(item.id)
        ],
        "changed_parts": [
            record.part_row(item, case_id=state.id, part_id=item.id, due_at=_part_due(item, state))
            for item in state.parts
            if item.id is not None and (item != parts.get(item.id) or _part_due(item, state) != item.due_at)
        ],
    }


def _added(change: Change, event: record.Row, part_ids: Mapping[int, int]) -> dict[str, list[record.Row]]:
    """What of the document of `record.ADD` the change itself decides."""
    state = change.after
    fresh = [item for item in state.clocks if item.id is None]
    return {
        "parts": [
            record.part_row(item, case_id=state.id, part_id=part_ids[item.org_id], due_at=_part_due(item, state))
            for item in state.parts
            if item.id is None
        ],
        "clocks": [record.clock_row(item, case_id=state.id, parts=part_ids) for item in fresh],
        "tallies": _tally_rows(change),
        "events": [event],
    }


def _tally_rows(change: Change) -> list[record.Row]:
    if not change.tallies:
        return []
    tz = calendars_of(pack_of(key=change.after.pack))["default"].tz
    return [record.tally_row(item, tz) for item in change.tallies]


def _attached(file: str, purpose: str, event: record.Row) -> record.Row:
    return {
        "id": file,
        "case_id": event["case_id"],
        "event_seq": event["seq"],
        "purpose": purpose,
        "is_public": purpose == issuing.TO_REPORTER,
    }


def _once_row(once: Once, event: record.Row, state: CaseState, now: datetime) -> record.Row:
    answer = {
        "number": state.number,
        "action": event["kind"],
        "stage": state.stage,
        "event_seq": event["seq"],
        "event_hash": event["hash"][2:],
        "version": state.version,
    }
    return {"key": once.key, "fingerprint": once.fingerprint, "answer": answer, "made_at": now}


def _part_ids(parts: Sequence[Part]) -> dict[int, int]:
    """The assignment of each organisation; ids for new ones come from the sequence first, as their clocks name them."""
    ids = {part.org_id: part.id for part in parts if part.id is not None and part.ended_at is None}
    fresh = [part.org_id for part in parts if part.id is None]
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('cases_assignment', 'id')) FROM generate_series(1, %s)",
                [len(fresh)],
            )
            ids.update(zip(fresh, (int(found[0]) for found in cursor.fetchall()), strict=True))
    return {org: part_id for org, part_id in ids.items() if part_id is not None}


def _part_due(part: Part, state: CaseState) -> datetime | None:
    """When the organisation's part is due: its own clock's date, or the case's for the lead."""
    if part.ended_at is not None:
        return part.due_at
    if part.role == "lead":
        return state.due_at if state.holder_kind == "org" else None
    return next((item.due_at for item in state.clocks if item.org_id == part.org_id and item.state != "stopped"), None)


def _outgoing(change: Change, contact_id: UUID | None, now: datetime) -> list[record.Row]:
    state = change.after
    direct = [item for item in change.messages if item.to == "staff" or (item.to == "reporter" and state.has_contact)]
    return [record.message_row(item, state=state, now=now, contact_id=contact_id) for item in direct]


def _broadcasts(change: Change, now: datetime) -> list[record.Row]:
    """What the reporter is told, confirmed subscribers are told too, once (without the secret link)."""
    state = change.after
    told = {item.template: item for item in change.messages if item.to in ("reporter", "subscribers")}
    return [
        {
            "template": item.template,
            "subject": state.number,
            "context": {**item.context, "own": False},
            "due_at": now,
            "case_id": state.id,
        }
        for item in told.values()
    ]


def _merged(change: Change, contact_id: UUID | None, now: datetime) -> list[record.Row]:
    """A merged case's reporter and subscribers follow the case that took it."""
    if change.duplicate_of is None:
        return []
    made = uuid7()
    token = receipts.derive(number=token_subject(made), key=settings.CONTACT_KEYS[0])
    return [
        {
            "id": made,
            "from": change.after.id,
            "into": change.duplicate_of,
            "contact_id": contact_id if change.after.has_contact else None,
            "token_hash": record.hexed(secret_hash(token)),
            "at": now,
        }
    ]


def _check_moved_on(state: CaseState, pack: Pack, action: Action, by: Actor, now: datetime) -> None:
    """Somebody acted since the actor looked. A step that does not mind (a note, a reminder) goes ahead."""
    if not action.holder_only and action.to == "@same" and action.effect in {"none", "add", "remind"}:
        return
    last = Event.objects.filter(case_id=state.id, seq=state.event_count).select_related("account").get()
    title = pack.actions[last.kind].title if last.kind in pack.actions else None
    who = last.account.name if last.account else ""
    raise SomebodyElseActed(kind=said(title) if title else last.kind, who=who)
