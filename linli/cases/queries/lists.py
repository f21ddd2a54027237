"""Lists of cases: filters, order and keyset cursor in one statement, over indexes that do not feel the table's size."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from linli.cases.queries import cued, cursors, searching
from linli.cases.queries.rows import COLUMNS, NAMES, row_of
from linli.cases.queries.scoping import Where, after, cases_for, in_area, in_category, in_scope, org_ids, part_of
from linli.cases.rules.counting import COUNTED
from linli.cases.types import CaseRow, Filters, Page
from linli.core.calendars.queries import calendar
from linli.people.access import Actor
from linli.places import queries as places

SOON = timedelta(hours=24)
NOBODY = 0
"""The organisation of cases that nobody leads."""

# The page is found by its keys, where an index can answer alone; rows and names are joined to those fifty afterwards.
_PAGE = """
SELECT {columns} FROM (SELECT c.id FROM cases_case c WHERE {where} ORDER BY {order} LIMIT %s) page
JOIN cases_case c ON c.id = page.id {names} ORDER BY {order}
"""
# An organisation's list comes off the index of what it leads, as far as the page goes; what it only assists is read
# beside it. One condition for both would make PostgreSQL read the whole history for every page.
_OWN = """
SELECT {columns} FROM (
    SELECT c.id FROM (
        SELECT led.id, led.{key} FROM unnest(%s::bigint[]) AS org(id) CROSS JOIN LATERAL (
            SELECT c.id, c.{key} FROM cases_case c WHERE c.lead_org_id = org.id AND {where} ORDER BY {order} LIMIT %s
        ) led
        UNION ALL
        SELECT c.id, c.{key} FROM (SELECT DISTINCT part.case_id FROM cases_assignment part WHERE {assisted}) helped
        JOIN cases_case c ON c.id = helped.case_id WHERE (c.lead_org_id = ANY(%s)) IS NOT TRUE AND {where}
    ) c ORDER BY {order} LIMIT %s
) page JOIN cases_case c ON c.id = page.id {names} ORDER BY {order}
"""


def listing(*, by: Actor, filters: Filters, cursor: str = "", limit: int = 50, now: datetime) -> Page:
    """A page of what the actor may see under the filters, and the cursor of the next.

    Raises Invalid for a cursor that is none.
    """
    where = where_of(by=by, filters=filters, now=now)
    if filters.text.strip():
        return searching.search(by=by, filters=filters, cursor=cursor, limit=limit, where=where)
    key, direction = _order(filters)
    on_top = cued.on_top(by=by, filters=filters)
    if on_top:
        asked = cued.statement(where=where, cursor=cursor, most=limit + 1)
    else:
        cursors.after(where, key, direction, cursor)
        asked = _statement(where, key, direction, most=limit + 1)
    with connection.cursor() as db:
        db.execute(*asked)
        rows = [row_of(row) for row in db.fetchall()]
    more = rows[limit - 1] if len(rows) > limit else None
    following = "" if more is None else cued.cursor_of(more) if on_top else cursors.of(more, key)
    return Page(rows=tuple(rows[:limit]), next_cursor=following)


def _statement(where: Where, key: str, direction: str, *, most: int) -> tuple[str, list[Any]]:
    """The statement of a page, and its values."""
    order = f"c.{key} {direction}, c.id {direction}"
    words = {"columns": COLUMNS, "names": NAMES, "where": where.sql(), "order": order}
    if where.org_ids is None:
        return _PAGE.format(**words), [*where.values, most]
    ids = where.org_ids
    sql = _OWN.format(**words, key=key, assisted=where.assisted)
    return sql, [ids, *where.values, most, ids, ids, *where.values, most]


def everything(*, by: Actor, filters: Filters, now: datetime, most: int = 100_000) -> Iterator[CaseRow]:
    """Every row under the filters, page by page: for exports."""
    cursor, count = "", 0
    while True:
        page = listing(by=by, filters=filters, cursor=cursor, limit=500, now=now)
        yield from page.rows
        count += len(page.rows)
        if not page.next_cursor or count >= most:
            return
        cursor = page.next_cursor


def count(*, by: Actor, filters: Filters, now: datetime, most: int = 1000) -> int:
    """How many rows there are, counted no further than `most`."""
    if filters.text.strip():
        return len(listing(by=by, filters=filters, limit=min(most, 200), now=now).rows)
    condition, values = where_of(by=by, filters=filters, now=now).whole()
    sql = f"SELECT count(*) FROM (SELECT FROM cases_case c WHERE {condition} LIMIT %s) found"  # noqa: S608
    with connection.cursor() as db:
        db.execute(sql, [*values, most])
        return int(db.fetchone()[0])


def where_of(*, by: Actor, filters: Filters, now: datetime) -> Where:
    """What the actor may see under the filters, but for words: what every list, count and map goes by."""
    where = cases_for(by=by)
    _LENSES[filters.lens](where, by)
    if filters.lens == "org":
        _org(where, by, only_open=filters.state == "open")
    if filters.lens not in _NARROW:
        in_scope(where, by=by)
    _states(where, filters)
    for column, value in _plain(filters).items():
        if value:
            where.add(f"c.{column} = %s", value)
    if filters.org == NOBODY:
        where.add("c.lead_org_id IS NULL")
    _kinds(where, filters)
    _in_area(where, filters)
    if filters.supervised:
        where.add("c.supervised_at IS NOT NULL")
    _late(where, filters, now)
    _dates(where, filters)
    _counted(where, filters)
    return where


def _kinds(where: Where, filters: Filters) -> None:
    """The category with all below it, or none; confidential cases left out where they are not counted."""
    in_category(where, "c.category", filters.category)
    if filters.open_to_all:
        where.add("c.confidentiality <> 'confidential'")
        where.add("NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id)")


def _in_area(where: Where, filters: Filters) -> None:
    """The area with all below it; or what lies in none of the areas directly below it."""
    if not filters.area:
        return
    _in_boundaries(where, filters)
    below = [row.code for row in places.children_of(filters.area)] if filters.itself else []
    for width in sorted({len(code) for code in below}):
        where.add("left(c.area_id, %s) <> ALL(%s)", width, below)


def _in_boundaries(where: Where, filters: Filters) -> None:
    """As they were drawn when the case was there; or as they are drawn now, with what came to the area and left it."""
    moved = places.moved(filters.area) if filters.boundaries == "now" else places.Moved()
    if not moved.here and not moved.away:
        in_area(where, filters.area)
        return
    here = [filters.area, *moved.here]
    spans = " OR ".join("c.area_id >= %s AND c.area_id < %s" for _code in here)
    where.add(f"({spans})", *(edge for code in here for edge in (code, after(code))))
    for code in moved.away:
        where.add("NOT (c.area_id >= %s AND c.area_id < %s)", code, after(code))


def _plain(filters: Filters) -> Mapping[str, Any]:
    return {
        "pack": filters.pack,
        "stage": filters.stage,
        "lead_org_id": filters.org,
        "urgency": filters.urgency,
        "channel": filters.channel,
        "outcome": filters.outcome,
    }


def _states(where: Where, filters: Filters) -> None:
    if filters.state == "open":
        where.add("c.closed_at IS NULL")
    elif filters.state == "closed":
        where.add("c.closed_at IS NOT NULL")
    if filters.closed_as:
        where.add(f"c.closed_at {'<=' if filters.closed_as == 'on_time' else '>'} c.promised_at")


def _late(where: Where, filters: Filters, now: datetime) -> None:
    if filters.late == "late":
        where.add("c.due_at < %s", now)
    elif filters.late == "soon":
        where.add("c.due_at >= %s AND c.due_at < %s", now, now + SOON)


def _dates(where: Where, filters: Filters) -> None:
    zone = calendar().tz
    for column in ("opened", "closed"):
        first, last = getattr(filters, f"{column}_from"), getattr(filters, f"{column}_to")
        if first:
            where.add(f"c.{column}_at >= %s", datetime.combine(first, time(), tzinfo=zone))
        if last and last < date.max:
            where.add(f"c.{column}_at < %s", datetime.combine(last + timedelta(days=1), time(), tzinfo=zone))


def _counted(where: Where, filters: Filters) -> None:
    """What the pack counts of a case, and when it was counted. Only cases with counts are read, by their pack."""
    if not filters.counted:
        return
    zone, name = calendar().tz, f"{COUNTED}{filters.counted}"
    where.add("c.counts <> '{}'::jsonb")
    where.add("jsonb_exists(c.counts, %s)", name)
    for limit, sign, later in ((filters.counted_from, ">=", 0), (filters.counted_to, "<", 1)):
        if limit and limit < date.max:
            moment = datetime.combine(limit + timedelta(days=later), time(), tzinfo=zone)
            where.add(f"(c.counts->>%s)::bigint {sign} %s", name, int(moment.timestamp()))
            if later:  # nothing is counted before it came in: the index need not be read from today on
                where.add("c.opened_at < %s", moment)


def _inbox(where: Where, by: Actor) -> None:
    """What my post holds: the desk's, my organisation's, or what waits for a verifier in my area."""
    if by.role == "handler":
        where.add("c.holder_kind = 'org' AND c.closed_at IS NULL")
        _of_org(where, by, "c.holder_org_id")
    elif by.role == "desk":
        where.add("c.holder_kind = 'desk' AND c.holder_area = %s", by.area_code)
    elif by.role in ("verifier", "grid_worker"):
        where.add("c.holder_kind = %s", by.role)
        where.add("(c.handler_account_id IS NULL OR c.handler_account_id <> %s)", by.account_id)
        in_area(where, by.area_code)
        where.add("c.confidentiality <> 'confidential'")
    else:
        in_scope(where, by=by)


def _mine(where: Where, by: Actor) -> None:
    where.add("c.handler_account_id = %s", by.account_id)
    in_scope(where, by=by)


def _of_org(where: Where, by: Actor, column: str) -> None:
    """The organisation itself as an equality, so that the list comes off its index; with units, a short list of ids."""
    ids = org_ids(by.org_path)
    if len(ids) == 1:
        where.add(f"{column} = %s", ids[0])
    else:
        where.add(f"{column} = ANY(%s)", ids)


def _org(where: Where, by: Actor, *, only_open: bool) -> None:
    """Cases that my organisation leads or assists; of open cases, those that it does not assist any more left out."""
    part_of(where, ids=org_ids(by.org_path), only_open=only_open)
    if by.role != "handler":
        in_scope(where, by=by)


def _pending(where: Where, by: Actor) -> None:
    where.add("c.pending_area <> '' AND c.pending_area = %s", by.area_code if by.role == "desk" else "-")


def _reported(where: Where, by: Actor) -> None:
    where.add("c.reporter_account_id = %s", by.account_id)


def _area(where: Where, by: Actor) -> None:
    """Everything in the actor's scope."""


_LENSES = {"inbox": _inbox, "mine": _mine, "area": _area, "org": _area, "pending": _pending, "reported": _reported}
_NARROW = frozenset({"inbox", "mine", "org", "pending", "reported"})
"""Lenses that already hold nothing beyond what the actor may see."""


def _order(filters: Filters) -> tuple[str, str]:
    if filters.order == "newest" or (filters.order == "due" and filters.state != "open"):
        return "opened_at", "DESC"
    if filters.order == "oldest":
        return "opened_at", "ASC"
    return "due_at", "ASC"
