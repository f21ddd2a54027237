"""An actor's scope as SQL: the one translation of `people.access.Scope`, used by every list, search and export."""

from dataclasses import dataclass, field
from typing import Any

from linli.people import access
from linli.people.access import Actor, Scope


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, and their values. `%s` placeholders only."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """One more condition."""
        self.parts.append(condition)
        self.values.extend(values)

    def sql(self) -> str:
        """The conditions as one expression."""
        return " AND ".join(self.parts) if self.parts else "TRUE"


def after(prefix: str) -> str:
    """The first code after every code with this prefix, in byte order."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def in_area(where: Where, code: str) -> None:
    """Narrows to an area and its descendants: a range of codes."""
    where.add("c.area_id >= %s AND c.area_id < %s", code, after(code))


_LED_OR_ASSISTED = """(
    EXISTS (SELECT FROM cases_assignment a JOIN people_organisation o ON o.id = a.organisation_id
            WHERE a.case_id = c.id AND o.path >= %s AND o.path < %s
              AND (a.role = 'assist' OR a.organisation_id = c.lead_org_id)))"""


def in_scope(where: Where, *, by: Actor) -> None:
    """Narrows to what the actor may see in lists; to nothing when that is nothing."""
    scope = access.scope_of(actor=by)
    ways: list[str] = []
    values: list[Any] = []
    for area in scope.areas:
        ways.append("(c.area_id >= %s AND c.area_id < %s)")
        values += [area, after(area)]
    if scope.org_path:
        ways.append(_LED_OR_ASSISTED)
        values += [scope.org_path, after(scope.org_path)]
    if scope.account_id is not None:
        ways.append("c.reporter_account_id = %s")
        values.append(scope.account_id)
    where.add("(" + (" OR ".join(ways) or "FALSE") + ")", *values)
    _hide_confidential(where, scope)


def _hide_confidential(where: Where, scope: Scope) -> None:
    if scope.confidential:
        return
    if scope.desk_area:
        where.add(
            "(c.confidentiality <> 'confidential' OR c.holder_area = %s OR c.pending_area = %s)",
            scope.desk_area,
            scope.desk_area,
        )
    else:
        where.add("c.confidentiality <> 'confidential'")
