"""An actor's scope as SQL: the one translation of `people.access.Scope`, used by every list, search and export."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from linli.people import access
from linli.people.access import Actor, Scope


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, and their values. `%s` placeholders only."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    org_ids: list[int] = field(default_factory=list)
    """Set when all that may be found are cases of these organisations."""

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


# By the organisation's own assignments first, which are few; then held against who leads the case now.
_HAS_PART = "c.id IN (SELECT part.case_id FROM cases_assignment part WHERE part.organisation_id = ANY(%s){open})"
_LEADS_OR_ASSISTS = """(c.lead_org_id = ANY(%s) OR EXISTS (
    SELECT FROM cases_assignment part
    WHERE part.case_id = c.id AND part.role = 'assist' AND part.organisation_id = ANY(%s)))"""


def org_ids(path: str) -> list[int]:
    """The organisation with this path and its units. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_organisation WHERE starts_with(path, %s)", [path or "-"])
        return [row[0] for row in cursor.fetchall()]


def part_of(where: Where, *, ids: list[int], only_open: bool = False) -> None:
    """Narrows to cases that the organisations lead or assist; with `only_open`, where that part is not over."""
    where.add(_HAS_PART.format(open=" AND part.ended_at IS NULL" if only_open else ""), ids)
    where.add(_LEADS_OR_ASSISTS, ids, ids)


def in_scope(where: Where, *, by: Actor) -> None:
    """Narrows to what the actor may see in lists; to nothing when that is nothing."""
    scope = access.scope_of(actor=by)
    if scope.org_path and not scope.areas and scope.account_id is None:
        where.org_ids = org_ids(scope.org_path)
        part_of(where, ids=where.org_ids)
        _hide_confidential(where, scope)
        return
    ways: list[str] = []
    values: list[Any] = []
    for area in scope.areas:
        ways.append("(c.area_id >= %s AND c.area_id < %s)")
        values += [area, after(area)]
    if scope.org_path:
        ids = org_ids(scope.org_path)
        ways.append(_LEADS_OR_ASSISTS)
        values += [ids, ids]
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
