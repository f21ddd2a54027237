"""What came of a dispute, for the body that referred it and has no seat in its mediation: outcome, dates, answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli.cases.errors import NoSuchCase
from linli.cases.models import Case, Event
from linli.cases.queries.loading import state_of
from linli.cases.queries.packs import pack_of
from linli.mediation.queries.rooms import PACKS
from linli.people import access
from linli.people.access import Actor
from linli.people.models import Organisation
from linli.process.definition import Texts

REPLY = "reply_referrer"
"""The step that answers."""
BODY = "referring_org"
"""The fact that names the body that referred, where it works on this platform."""


OWN = frozenset({None, "", "applied", "found"})
"""Sources of what nobody referred."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it was given: its result by key and title, and its words, which name nobody."""

    at: datetime
    result: str
    title: Texts | None
    words: str


@dataclass(frozen=True, slots=True)
class CameOf:
    """What came of what was referred. `own_number` and `due_date` are what the referrer gave."""

    number: str
    own_number: str
    due_date: date | None
    is_open: bool
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    replies: tuple[Reply, ...]


def came_of(*, number: str, by: Actor) -> CameOf:
    """For the body that referred the case alone. Raises NoSuchCase for everybody else."""
    state, row = state_of(number=number)
    path = _path(state.fields) if state.pack in PACKS else ""
    if not access.referred(actor=by, facts=state.facts(), referrer_path=path):
        raise NoSuchCase
    case = Case.objects.only("outcome", "opened_at", "closed_at").get(id=state.id)
    due = state.fields.get("referral_due")
    return CameOf(
        number=state.number,
        own_number=state.fields.get("referral_no") or "",
        due_date=date.fromisoformat(str(due)[:10]) if due else None,
        is_open=case.closed_at is None,
        outcome=case.outcome,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        replies=_replies(state.id, state.pack, row["pack_version"]),
    )


def _path(fields: Mapping[str, Any]) -> str:
    """The path of the referring body; empty where none is named, or the source was corrected since."""
    named = fields.get(BODY) if fields.get("source") not in OWN else None
    return (Organisation.objects.filter(id=named).values_list("path", flat=True).first() or "") if named else ""


def _replies(case_id: int, pack: str, version: str) -> tuple[Reply, ...]:
    """Oldest first; none once the case is erased."""
    asks = pack_of(key=pack, version=version).actions[REPLY].asks
    titles = {choice.key: choice.title for one in asks if one.key == "reply_result" for choice in one.choices}
    rows = Event.objects.filter(case_id=case_id, kind=REPLY, body__isnull=False).order_by("seq")
    return tuple(_reply(row, titles) for row in rows)


def _reply(row: Event, titles: Mapping[str, Texts]) -> Reply:
    given = (row.body or {}).get("inputs", {})
    result = given.get("reply_result", "")
    return Reply(row.at, result, titles.get(result), given.get("reply", ""))
