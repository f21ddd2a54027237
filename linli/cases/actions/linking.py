"""Opens a case of another kind out of one: place, words, facts and contact go along, nothing is keyed twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from linli.cases.actions.opening import open_case
from linli.cases.models import Attachment, Case
from linli.cases.queries.links import OPENED
from linli.cases.queries.packs import pack_of
from linli.cases.rules.facts import carried
from linli.cases.rules.state import CaseState
from linli.cases.rules.step import Step
from linli.cases.types import Channel, NewCase, NewContact, Opened
from linli.core.errors import NotPossible
from linli.people import contacts

CHANNEL: Channel = "desk"


def open_linked(*, state: CaseState, step: Step, contact_id: UUID | None, now: datetime) -> Opened:
    """The case that the step opens, inside the caller's transaction. The caller writes the link.

    Raises BadInput for what the other pack needs and was not given.
    """
    pack = pack_of(key=step.action.opens)
    words = Case.objects.values("title", "text", "is_demo").get(id=state.id)
    text = step.text("text")
    report = NewCase(
        pack=pack.key,
        text=text or words["text"] or words["title"],
        title="" if text else words["title"],
        channel=CHANNEL,
        category=step.text("category"),
        urgency=step.text("urgency"),
        lon=state.lon,
        lat=state.lat,
        area_code=state.area_code,
        address=state.address,
        fields=carried(source=step.pack, facts=state.fields, target=pack, inputs=step.inputs),
        contact=_contact(contact_id),
        photos=_photos(state.id, now),
        is_demo=words["is_demo"],
        opened_from=state.number,
        hidden_from=tuple(state.hidden),
    )
    return open_case(report=report, by=step.by, now=now)


def link_row(*, state: CaseState, opened: Opened, now: datetime) -> Mapping[str, Any]:
    """The link from the case to the one opened out of it."""
    return {"from": state.id, "into": opened.case_id, "kind": OPENED, "at": now}


def _photos(case_id: int, now: datetime) -> tuple[UUID, ...]:
    """What came with the report, once more for the new case: the file on disk is one, under its digest."""
    rows = list(Attachment.objects.filter(case=case_id, event_seq=1, purpose="report").order_by("uploaded_at"))
    for row in rows:
        row.pk, row.case, row.event_seq, row.uploaded_at, row._state.adding = uuid4(), None, None, now, True
    return tuple(row.pk for row in Attachment.objects.bulk_create(rows))


def _contact(contact_id: UUID | None) -> NewContact:
    """The reporter's contact, to be sealed anew; nothing where none was left or it was erased."""
    if contact_id is None:
        return NewContact()
    try:
        found = contacts.open_contact(contact_id=contact_id, purpose="carry")
    except NotPossible:
        return NewContact()
    return NewContact(name=found.name, phone=found.phone, email=found.email, language=found.language)
