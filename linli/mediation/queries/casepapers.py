"""What the case itself holds for its volume: the letters that its steps issued, and the calls back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from linli.cases.models import Attachment, Case, Event
from linli.cases.queries.details import hidden_from, shown
from linli.cases.queries.packs import pack_of
from linli.mediation.rules.volume import CALLS
from linli.mediation.types import Room
from linli.people import access
from linli.process.definition import Field

YES_NO = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """A letter that a step issued; `key` is its document in the pack, `title` what it calls itself."""

    key: str
    title: str
    number: str
    issued_at: datetime
    file: UUID


@dataclass(frozen=True, slots=True)
class CalledBack:
    """A call back: when, by whom (role and name), and what was found, each with its label."""

    at: datetime
    title: str
    who: str
    found: tuple[tuple[str, str], ...]


def letters_of(*, room: Room) -> tuple[IssuedLetter, ...]:
    """Every letter of the case in order. Two statements."""
    events = Event.objects.filter(case_id=room.case_id, body__has_key="documents").values_list("seq", "at", "body")
    issued = {seq: (at, (body or {})["documents"][0]) for seq, at, body in events}
    files = Attachment.objects.filter(case_id=room.case_id, event_seq__in=issued, purpose__in=("letter", "document"))
    return tuple(_letter(room, row, *issued[row.event_seq or 0]) for row in files.order_by("event_seq", "id"))


def _letter(room: Room, row: Attachment, at: datetime, told: Mapping[str, Any]) -> IssuedLetter:
    title = Path(row.name).stem.removeprefix(f"{room.number} ")
    return IssuedLetter(key=told["key"], title=title, number=told.get("number", ""), issued_at=at, file=row.id)


def calls_back(*, room: Room, language: str) -> tuple[CalledBack, ...]:
    """Every call back with all that the reader's post may see of it, in `language` ("zh" or "en")."""
    if room.actor is None:
        return ()
    pack = pack_of(key=room.pack, version=Case.objects.values_list("pack_version", flat=True).get(id=room.case_id))
    hidden = hidden_from(pack=pack, relations=access.relations(actor=room.actor, facts=room.facts))
    rows = Event.objects.filter(case_id=room.case_id, kind__in=CALLS, erased_at=None).select_related("account")
    calls = []
    for row in rows.order_by("seq"):
        action, told = pack.actions[row.kind], shown((row.body or {}).get("inputs") or {}, hidden)
        found = [(one.label[language], _said(one, told[one.key], language)) for one in action.asks if one.key in told]
        who = row.account.name if row.account else ""
        calls.append(CalledBack(row.at, action.title[language], who, tuple(pair for pair in found if pair[1])))
    return tuple(calls)


def _said(one: Field, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return YES_NO[language][value]
    return next((choice.title[language] for choice in one.choices if choice.key == value), str(value or ""))
