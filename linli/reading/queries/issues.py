"""Hot issues as staff read them: only those whose every case the reader may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.rows import COLUMNS, FROM, row_of
from linli.cases.queries.scoping import Where, cases_for, in_scope
from linli.cases.types import CaseRow
from linli.core.errors import NotFound
from linli.people import access
from linli.people.access import Actor
from linli.reading.models import IssueRun
from linli.reading.rules.heat import Heat

MOST = 100
"""Issues that a list shows."""
MOST_CASES = 500

# An issue shows only to those who may see all its cases, so that no number tells of what is hidden from them.
_ISSUES = """
SELECT i.id, i.title, i.area_code, i.first_at, i.last_at, i.reports, i.people, i.heat_people, i.heat_support,
    i.heat_lasting, i.updated_at
FROM reading_issue i
WHERE {which} AND NOT EXISTS (
    SELECT FROM reading_issuecase m JOIN cases_case c ON c.id = m.case_id
    WHERE m.issue_id = i.id AND ({seen}) IS NOT TRUE
) AND EXISTS (SELECT FROM reading_issuecase m WHERE m.issue_id = i.id)
ORDER BY i.heat_people + i.heat_support + i.heat_lasting DESC, i.id LIMIT %s
"""
_CASES = """
SELECT {columns} {source} JOIN reading_issuecase m ON m.case_id = c.id
WHERE m.issue_id = %s AND {seen} ORDER BY c.opened_at DESC, c.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue. `people` is how many different reporters there are; nobody of them is known here."""

    id: int
    title: str
    area_code: str
    first_at: datetime
    last_at: datetime
    reports: int
    people: int
    heat: Heat
    updated_at: datetime

    @property
    def points(self) -> float:
        """How hot it is."""
        return self.heat.points

    @property
    def days(self) -> int:
        """Days from the first report to the last, both counted."""
        return (self.last_at - self.first_at).days + 1


@dataclass(frozen=True, slots=True)
class IssueDetail:
    """An issue and the list of cases behind it."""

    view: IssueView
    rows: tuple[CaseRow, ...]


def listing(*, by: Actor) -> tuple[IssueView, ...]:
    """The issues that the actor may see whole, the hottest first. Raises NotAllowed."""
    access.needs(actor=by, right="warnings.view")
    return _found("TRUE", [], by, most=MOST)


def of_case(*, case_id: int, by: Actor) -> IssueView | None:
    """The issue that a case belongs to, for whoever may see the issue whole. One statement, for a case page."""
    if not access.can(actor=by, right="warnings.view"):
        return None
    belongs = "i.id = (SELECT own.issue_id FROM reading_issuecase own WHERE own.case_id = %s)"
    return next(iter(_found(belongs, [case_id], by, most=1)), None)


def detail(*, issue: int, by: Actor) -> IssueDetail:
    """One with its cases, the newest first. Raises NotAllowed, NotFound."""
    access.needs(actor=by, right="warnings.view")
    view = next(iter(_found("i.id = %s", [issue], by, most=1)), None)
    if view is None:
        raise NotFound(_("There is no such issue among the cases that you may see. It may be over."))
    seen, values = _seen(by).held_against()
    with connection.cursor() as cursor:
        sql = _CASES.format(columns=COLUMNS, source=FROM, seen=seen)
        cursor.execute(sql, [issue, *values, MOST_CASES])
        rows = tuple(row_of(row) for row in cursor.fetchall())
    return IssueDetail(view, rows)


def last_run() -> IssueRun | None:
    """When cases were gathered last."""
    return IssueRun.objects.order_by("-at").first()


def _seen(by: Actor) -> Where:
    """What must hold of every case of an issue; one that became confidential or an accusation since hides it too."""
    where = cases_for(by=by)
    in_scope(where, by=by)
    where.add("c.confidentiality <> 'confidential' AND NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id)")
    return where


def _found(which: str, values: list[Any], by: Actor, *, most: int) -> tuple[IssueView, ...]:
    seen, more = _seen(by).held_against()
    with connection.cursor() as cursor:
        cursor.execute(_ISSUES.format(which=which, seen=seen), [*values, *more, most])
        rows = cursor.fetchall()
    return tuple(_view(row) for row in rows)


def _view(row: tuple[Any, ...]) -> IssueView:
    number, title, area, first, last, reports, people, *points, updated_at = row
    return IssueView(number, title, area, first, last, reports, people, Heat(*points), updated_at)
