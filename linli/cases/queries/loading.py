"""One case as the rules see it, in one statement; locked when it is about to change."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson
from django.db import connection

from linli.cases.errors import NoSuchCase
from linli.cases.rules.state import Adjustment, CaseState, ClockState, Part

# The case, its live clocks, all its assignments and the paths of its organisations: one round trip.
_STATE = """
SELECT c.id, c.number, c.pack, c.pack_version, c.category, c.urgency, c.confidentiality, c.area_id, c.stage,
       c.previous_stage, c.outcome, c.holder_kind, c.holder_area, c.holder_org_id, c.lead_org_id,
       c.handler_account_id, c.reporter_account_id, c.contact_id, c.pending, c.pending_area, c.supervised_at,
       c.due_at, c.promised_at, c.opened_at, c.closed_at, c.rating, c.merged_into_id, c.lon, c.lat, c.address,
       c.channel, c.counts, c.version, c.event_count, c.last_hash, c.secret_hash, c.fields,
       lead.path AS lead_path, holder.path AS holder_path,
       (SELECT seen.version FROM cases_case seen WHERE seen.id = c.id) AS seen_version,
       (SELECT k.email IS NOT NULL FROM people_contact k WHERE k.id = c.contact_id) AS has_email,
       (SELECT jsonb_agg(to_jsonb(k) || jsonb_build_object('org_id', a.organisation_id) ORDER BY k.id)
          FROM cases_clock k LEFT JOIN cases_assignment a ON a.id = k.assignment_id
         WHERE k.case_id = c.id AND k.state <> 'stopped') AS clocks,
       (SELECT jsonb_agg(to_jsonb(a) || jsonb_build_object('path', o.path, 'department', up.path) ORDER BY a.id)
          FROM cases_assignment a JOIN people_organisation o ON o.id = a.organisation_id
          LEFT JOIN people_organisation up ON up.path = left(o.path, -4) AND up.kind <> 'gov'
         WHERE a.case_id = c.id AND (a.ended_at IS NULL OR a.role = 'assist')) AS parts,
       (SELECT jsonb_object_agg(h.organisation_id, o.path)
          FROM cases_hiding h JOIN people_organisation o ON o.id = h.organisation_id WHERE h.case_id = c.id) AS hidden
FROM cases_case c
LEFT JOIN people_organisation lead ON lead.id = c.lead_org_id
LEFT JOIN people_organisation holder ON holder.id = c.holder_org_id
WHERE {where}
{lock}
"""


def state_of(*, number: str, lock: bool = False) -> tuple[CaseState, Mapping[str, Any]]:
    """The case of this number and the rest of its row (`pack_version`, `contact_id`, `secret_hash`).

    Raises NoSuchCase.
    """
    return _one("c.number = %s", number, lock=lock)


def state_by_id(*, case_id: int, lock: bool = False) -> tuple[CaseState, Mapping[str, Any]]:
    """The same by id."""
    return _one("c.id = %s", case_id, lock=lock)


def states_by_id(*, ids: Sequence[int]) -> Mapping[int, CaseState]:
    """Several cases at once, by id."""
    return {row["id"]: _state(row) for row in _rows("c.id = ANY(%s)", list(ids))} if ids else {}


def states_not_taken(*, ids: Sequence[int]) -> Iterator[tuple[CaseState, Mapping[str, Any]]]:
    """Those of the cases that nobody else is changing, locked for the caller, with the rest of their rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_case WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED", [list(ids)]
        )
        locked = [int(row[0]) for row in cursor.fetchall()]
    return ((_state(row), row) for row in (_rows("c.id = ANY(%s)", locked) if locked else ()))


def lock_together(*, numbers: Sequence[str]) -> None:
    """Locks several cases in one order, so that two who want the same ones wait for each other instead of for ever."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM cases_case WHERE number = ANY(%s) ORDER BY id FOR UPDATE", [list(numbers)])


def _one(where: str, value: str | int, *, lock: bool) -> tuple[CaseState, Mapping[str, Any]]:
    """A lock that was waited for hands over the case as it is now, but its clocks and assignments as they were when
    the statement began. Once the lock is held nobody changes them: they are read again."""
    rows = _rows(where, value, lock=lock)
    if lock and rows and rows[0]["seen_version"] != rows[0]["version"]:
        rows = _rows(where, value, lock=lock)
    if not rows:
        raise NoSuchCase
    return _state(rows[0]), rows[0]


def _rows(where: str, value: str | int | list[int], *, lock: bool = False) -> list[Mapping[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_STATE.format(where=where, lock="FOR UPDATE OF c" if lock else ""), [value])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]


def _state(row: Mapping[str, Any]) -> CaseState:
    return CaseState(
        id=row["id"],
        number=row["number"],
        pack=row["pack"],
        category=row["category"],
        urgency=row["urgency"],
        confidentiality=row["confidentiality"],
        area_code=row["area_id"],
        stage=row["stage"],
        previous_stage=row["previous_stage"],
        outcome=row["outcome"],
        holder_kind=row["holder_kind"],
        holder_area=row["holder_area"],
        holder_org_id=row["holder_org_id"],
        holder_org_path=row["holder_path"] or "",
        lead_org_id=row["lead_org_id"],
        lead_org_path=row["lead_path"] or "",
        handler_account_id=row["handler_account_id"],
        reporter_account_id=row["reporter_account_id"],
        has_contact=bool(row["has_email"]),
        pending=read(row["pending"]),
        pending_area=row["pending_area"],
        supervised_at=row["supervised_at"],
        due_at=row["due_at"],
        promised_at=row["promised_at"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        rating=row["rating"],
        merged_into_id=row["merged_into_id"],
        lon=row["lon"],
        lat=row["lat"],
        address=row["address"],
        channel=row["channel"],
        counts=read(row["counts"]) or {},
        fields=read(row["fields"]) or {},
        version=row["version"],
        event_count=row["event_count"],
        last_hash=bytes(row["last_hash"]),
        clocks=tuple(clock_of(item) for item in read(row["clocks"]) or ()),
        parts=tuple(part_of(item) for item in read(row["parts"]) or ()),
        hidden={int(org): path for org, path in (read(row["hidden"]) or {}).items()},
    )


def read(value: Any) -> Any:
    """A JSON column, which comes back as text from Django's connection, or already read."""
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value


def moment(value: str | None) -> datetime | None:
    """A moment out of a JSON row, in UTC."""
    return instant(value) if value else None


def clock_of(item: Mapping[str, Any]) -> ClockState:
    """A clock out of its JSON row and the `org_id` of its assignment."""
    return ClockState(
        id=item["id"],
        key=item["key"],
        state=item["state"],
        unit=item["unit"],
        length=item["length"],
        calendar=item["calendar"],
        count_from=item["count_from"],
        started_at=instant(item["started_at"]),
        due_at=instant(item["due_at"]),
        warn_at=moment(item["warn_at"]),
        paused_at=moment(item["paused_at"]),
        warned_at=moment(item["warned_at"]),
        breached_at=moment(item["breached_at"]),
        history=tuple(adjustment(step) for step in item["history"]),
        org_id=item["org_id"] or 0,
        ends=item["ends"],
        edition_date=edition_date(item),
    )


def edition_date(item: Mapping[str, Any]) -> date | None:
    """The date of the edition of its rule under which a clock's JSON row is counted."""
    value = item["edition_date"]
    return date.fromisoformat(value) if value else None


def adjustment(step: Mapping[str, Any]) -> Adjustment:
    """A pause or extension out of a clock's history."""
    if step["kind"] == "pause":
        return Adjustment(kind="pause", begins_at=instant(step["from"]), ends_at=moment(step["to"]))
    return Adjustment(kind="extend", begins_at=instant(step["at"]), length=step["length"], unit=step.get("unit", ""))


def instant(value: str) -> datetime:
    """A moment out of a JSON row that always has one, in UTC."""
    return datetime.fromisoformat(value).astimezone(UTC)


def part_of(item: Mapping[str, Any]) -> Part:
    """An assignment out of its JSON row, the `path` of its organisation and, to be shown, its `org_name`."""
    return Part(
        id=item["id"],
        org_id=item["organisation_id"],
        org_path=item["path"],
        role=item["role"],
        is_final=item["is_final"],
        task=item["task"],
        account_id=item["account_id"],
        assigned_at=instant(item["assigned_at"]),
        accepted_at=moment(item["accepted_at"]),
        finished_at=moment(item["finished_at"]),
        ended_at=moment(item["ended_at"]),
        ended_as=item["ended_as"],
        due_at=moment(item["due_at"]),
        org_name=item.get("org_name", ""),
        department=item.get("department") or "",
    )
