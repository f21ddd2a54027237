"""Linked cases, as far as a reader may know of them: what is seen across a link obeys both cases' rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from linli.cases.queries.loading import states_by_id
from linli.cases.rules.state import CaseState
from linli.cases.types import LinkView
from linli.people import access
from linli.people.access import Actor

_LINKS = """
SELECT o.id, l.kind, o.title, l.from_case_id = %s FROM cases_link l
JOIN cases_case o ON o.id = CASE WHEN l.from_case_id = %s THEN l.to_case_id ELSE l.from_case_id END
WHERE l.from_case_id = %s OR l.to_case_id = %s ORDER BY l.made_at
"""


@dataclass(frozen=True, slots=True)
class Links:
    """What may be shown, and the numbers of those cases that the reader may not even know of."""

    shown: tuple[LinkView, ...]
    secret: frozenset[str]

    def tells(self, body: Mapping[str, Any]) -> bool:
        """Whether an event may be shown: not one that opened a case nobody shall know of."""
        return not self.secret or body.get("opened") not in self.secret

    def cleared(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """An event's body without the numbers of secret cases."""
        return {key: self._cleared(value) for key, value in body.items() if not self._is_secret(value)}

    def _cleared(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: one for key, one in value.items() if not self._is_secret(one)}
        return value

    def _is_secret(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.secret


def links_of(*, case_id: int, by: Actor) -> Links:
    """The links of a case both ways; title and stage only of those that the actor may open, and no word of a
    confidential or hidden one. Two statements, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [case_id] * 4)
        rows = cursor.fetchall()
    states = states_by_id(ids=[row[0] for row in rows])
    found = [(states[other_id], kind, title, outward) for other_id, kind, title, outward in rows]
    known = [one for one in found if access.may_know(actor=by, facts=one[0].facts())]
    return Links(
        shown=tuple(_view(state, kind, title, outward, by) for state, kind, title, outward in known),
        secret=frozenset(one[0].number for one in found if one not in known),
    )


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
