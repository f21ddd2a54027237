"""Linked cases, as far as a reader may know of them: what is seen across a link obeys both cases' rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from linli.cases.queries.loading import states_by_id
from linli.cases.queries.packs import pack_of
from linli.cases.rules.state import CaseState
from linli.cases.types import LinkView, OwnLink
from linli.core import receipts
from linli.people import access
from linli.people.access import Actor

_LINKS = """
SELECT o.id, l.kind, o.title, l.from_case_id = %s FROM cases_link l
JOIN cases_case o ON o.id = CASE WHEN l.from_case_id = %s THEN l.to_case_id ELSE l.from_case_id END
WHERE l.from_case_id = %s OR l.to_case_id = %s ORDER BY l.made_at
"""
_OWN = """
SELECT o.number, o.secret_hash, o.pack, o.pack_version, o.stage, l.from_case_id = %s FROM cases_link l
JOIN cases_case o ON o.id = CASE WHEN l.from_case_id = %s THEN l.to_case_id ELSE l.from_case_id END
WHERE (l.from_case_id = %s OR l.to_case_id = %s) AND l.kind = 'opened' ORDER BY l.made_at
"""
OPENED = "opened"
"""The kind of link between a case and one opened out of it. Other kinds join duplicates."""


@dataclass(frozen=True, slots=True)
class Links:
    """What may be shown; the numbers of cases that the reader may not even know of, and of those opened out of this one
    (or the other way round) that the reader may not open."""

    shown: tuple[LinkView, ...]
    secret: frozenset[str]
    closed: frozenset[str] = frozenset()

    def tells(self, body: Mapping[str, Any]) -> bool:
        """Whether an event may be shown: not one that opened a case nobody shall know of."""
        return not self.secret or body.get("opened") not in self.secret

    def cleared(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """An event's body without what the reader may not know: numbers, and what was written for a closed case."""
        told = {key: self._cleared(value) for key, value in body.items() if not self._is_secret(value)}
        return {**told, "inputs": {}} if body.get("opened") in self.closed else told

    def _cleared(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: one for key, one in value.items() if not self._is_secret(one)}
        return value

    def _is_secret(self, value: Any) -> bool:
        return isinstance(value, str) and (value in self.secret or value in self.closed)


def links_of(*, case_id: int, by: Actor) -> Links:
    """The links of a case both ways: cases opened out of one another where the actor may open them, duplicates by their
    number at least, and no word of a confidential or hidden case. Two statements, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [case_id] * 4)
        rows = cursor.fetchall()
    states = states_by_id(ids=[row[0] for row in rows])
    found = [(states[other_id], kind, title, outward) for other_id, kind, title, outward in rows]
    known = [one for one in found if access.may_know(actor=by, facts=one[0].facts())]
    views = tuple(_view(state, kind, title, outward, by) for state, kind, title, outward in known)
    return Links(
        shown=tuple(view for view in views if view.may_open or view.kind != OPENED),
        secret=frozenset(one[0].number for one in found if one not in known),
        closed=frozenset(view.number for view in views if view.kind == OPENED and not view.may_open),
    )


def own_links(*, case_id: int) -> tuple[OwnLink, ...]:
    """The cases that the reporter of this one follows as well; their secrets are the reporter's own."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [case_id] * 4)
        rows = cursor.fetchall()
    return tuple(one for row in rows if (one := _own(*row)) is not None)


def _own(number: str, kept: bytes | None, key: str, version: str, stage: str, outward: bool) -> OwnLink | None:
    secret = receipts.recall(number=number, kept=bytes(kept), keys=settings.CONTACT_KEYS) if kept else None
    if secret is None:
        return None
    pack = pack_of(key=key, version=version)
    return OwnLink(number, secret, pack.title, pack.stages[stage].public, outward)


def _view(state: CaseState, kind: str, title: str, outward: bool, by: Actor) -> LinkView:
    may_open = access.can_see(actor=by, facts=state.facts())
    return LinkView(
        number=state.number,
        kind=kind,
        title=title if may_open else "",
        stage=state.stage if may_open else "",
        may_open=may_open,
        is_outward=outward,
    )
