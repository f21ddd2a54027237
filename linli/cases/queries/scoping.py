"""An actor's scope as SQL: the one translation of `people.access.Scope`, used by every list, search and export."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from linli.cases.types import ITSELF
from linli.people import access
from linli.people.access import Actor, Scope


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, and their values. `%s` placeholders only."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    org_ids: list[int] | None = None
    """Set when all that may be found are cases that these organisations lead or assist, or assisted."""
    only_open: bool = False
    """Whether what they assisted and finished is left out."""

    def add(self, condition: str, *values: Any) -> None:
        """One more condition."""
        self.parts.append(condition)
        self.values.extend(values)

    def sql(self) -> str:
        """The conditions as one expression, but for whose cases they are."""
        return " AND ".join(self.parts) if self.parts else "TRUE"

    def whole(self) -> tuple[str, list[Any]]:
        """The expression with whose cases they are in it, and its values: to find cases by."""
        if self.org_ids is None:
            return self.sql(), self.values
        return f"{_OWN.format(assisted=self.assisted)} AND {self.sql()}", [self.org_ids, self.org_ids, *self.values]

    def held_against(self) -> tuple[str, list[Any]]:
        """The same, to hold against a case that was found by other means."""
        if self.org_ids is None:
            return self.sql(), self.values
        return f"{_LEADS.format(assisted=self.assisted)} AND {self.sql()}", [self.org_ids, self.org_ids, *self.values]

    @property
    def assisted(self) -> str:
        """What makes an assignment one of these."""
        return _ASSISTS + (" AND part.ended_at IS NULL" if self.only_open else "")


def after(prefix: str) -> str:
    """The first code after every code with this prefix, in byte order."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def in_area(where: Where, code: str) -> None:
    """Narrows to an area and its descendants: a range of codes."""
    where.add("c.area_id >= %s AND c.area_id < %s", code, after(code))


def in_category(where: Where, column: str, category: str) -> None:
    """Narrows to a category with all below it; to it alone where it ends with `ITSELF`."""
    if category.endswith(ITSELF):
        where.add(f"{column} = %s", category.removesuffix(ITSELF))
    elif category:
        where.add(f"({column} = %s OR {column} LIKE %s)", category, f"{category}.%")


_ASSISTS = "part.role = 'assist' AND part.organisation_id = ANY(%s)"
_OWN = """c.id IN (
    SELECT led.id FROM cases_case led WHERE led.lead_org_id = ANY(%s)
    UNION ALL SELECT part.case_id FROM cases_assignment part WHERE {assisted})"""
_LEADS = """(c.lead_org_id = ANY(%s) OR EXISTS (
    SELECT FROM cases_assignment part WHERE part.case_id = c.id AND {assisted}))"""
_LEADS_OR_ASSISTS = _LEADS.format(assisted=_ASSISTS)


def org_ids(path: str) -> list[int]:
    """The organisation with this path and its units. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_organisation WHERE starts_with(path, %s)", [path or "-"])
        return [row[0] for row in cursor.fetchall()]


def part_of(where: Where, *, ids: list[int], only_open: bool = False) -> None:
    """Narrows to cases that the organisations lead or assist; with `only_open`, not to what they finished assisting."""
    where.org_ids, where.only_open = ids, only_open


# Not `NOT IN`: the planner takes that to halve the rows, and then sorts what lies in order already.
_HIDDEN = """NOT EXISTS (
    SELECT FROM cases_hiding h JOIN people_organisation o ON o.id = h.organisation_id
    WHERE h.case_id = c.id AND o.path = ANY(%s))"""


def cases_for(*, by: Actor) -> Where:
    """Where every list, count and search of cases begins: without those that are hidden from the actor."""
    where = Where()
    over = access.stands_under(actor=by)
    if over:
        where.add(_HIDDEN, list(over))
    return where


def in_scope(where: Where, *, by: Actor) -> None:
    """Narrows to what the actor may see in lists; to nothing when that is nothing. `where` comes from `cases_for`."""
    scope = access.scope_of(actor=by)
    if scope.org_path and not scope.areas and scope.account_id is None:
        part_of(where, ids=org_ids(scope.org_path))
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
