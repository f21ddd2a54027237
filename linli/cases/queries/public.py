"""What the public sees: a reporter's own case through its secret, and places on a coarse map. Never personal data."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from linli.cases.errors import NoSuchCase
from linli.cases.queries import tallies
from linli.cases.queries.details import attachment, choices, clock_views, event_view, hidden_from
from linli.cases.queries.links import own_links
from linli.cases.queries.loading import read, state_of
from linli.cases.queries.packs import installed, pack_of
from linli.cases.queries.scoping import after
from linli.cases.rules import publishing
from linli.cases.types import ClockView, MapPoint, PublicCase
from linli.core import receipts
from linli.core.calendars.queries import calendar
from linli.people.access import Actor
from linli.places import queries as places

GRID_DEGREES = 0.0015
"""About 150 metres: a spot in a street and no door."""

_PUBLIC = """
SELECT c.title, c.text, c.address, o.name, (SELECT m.number FROM cases_case m WHERE m.id = c.merged_into_id),
       (SELECT jsonb_agg(jsonb_build_object('seq', e.seq, 'at', e.at, 'kind', e.kind, 'actor_kind', e.actor_kind,
               'actor_role', e.actor_role, 'name', '', 'from', e.from_stage, 'to', e.to_stage, 'public', e.is_public,
               'body', e.body, 'hash', encode(e.hash, 'hex'), 'erased', e.erased_at IS NOT NULL) ORDER BY e.seq)
          FROM cases_event e WHERE e.case_id = c.id AND (e.is_public OR e.actor_kind = 'reporter')),
       (SELECT jsonb_agg(to_jsonb(k)) FROM cases_clock k WHERE k.case_id = c.id),
       (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.uploaded_at) FROM cases_attachment f WHERE f.case_id = c.id
           AND f.purpose NOT IN ('document', 'room')
           AND (f.is_public OR f.event_seq IN (SELECT e.seq FROM cases_event e
                                               WHERE e.case_id = c.id AND (e.is_public OR e.actor_kind = 'reporter'))))
FROM cases_case c LEFT JOIN people_organisation o ON o.id = c.lead_org_id WHERE c.id = %s
"""


def reporter_of(*, number: str, secret: str) -> Actor:
    """The actor that the secret makes of whoever holds it. Raises NoSuchCase for a wrong secret or number alike."""
    state, kept = state_of(number=number)
    _check_secret(secret, kept)
    return Actor(kind="reporter", case_number=state.number)


def _check_secret(secret: str, kept: Any) -> None:
    stored = kept["secret_hash"]
    if not receipts.opens(secret=secret, kept=bytes(stored) if stored else None):
        raise NoSuchCase


def public_case(*, number: str, secret: str, now: datetime) -> PublicCase:
    """The case as its reporter may follow it. Raises NoSuchCase for a wrong secret or number alike."""
    state, kept = state_of(number=number)
    _check_secret(secret, kept)
    by = Actor(kind="reporter", case_number=state.number)
    pack = pack_of(key=state.pack, version=kept["pack_version"])
    with connection.cursor() as cursor:
        cursor.execute(_PUBLIC, [state.id])
        title, text, address, lead_name, merged_into, events, clocks, files = cursor.fetchone()
    views = clock_views(read(clocks) or (), pack=pack, state=state, now=now)
    promise = next((view for view in views if view.is_promise), None)
    stage = pack.stages[state.stage]
    hidden = hidden_from(pack=pack, relations=frozenset({"reporter"}))
    return PublicCase(
        number=state.number,
        pack=state.pack,
        category=pack.categories.get(state.category),
        title=publishing.words(text=title, pack=pack),
        text=publishing.words(text=text, pack=pack),
        stage=state.stage,
        stage_public=stage.public,
        is_final=stage.is_final,
        outcome=state.outcome,
        area_code=state.area_code,
        address=publishing.words(text=address, pack=pack),
        opened_at=state.opened_at,
        closed_at=state.closed_at,
        promised_at=state.promised_at,
        promise=promise,
        lead_name=lead_name or "",
        rating=state.rating,
        merged_into=merged_into or "",
        events=tuple(publishing.told(event=event_view(item, pack, hidden), pack=pack) for item in read(events) or ()),
        attachments=tuple(publishing.attached(file=attachment(item), pack=pack) for item in read(files) or ()),
        choices=choices(pack=pack, state=state, by=by, now=now),
        last_hash=state.last_hash.hex(),
        yours=_yours(views) if stage.holder == "reporter" else None,
        links=own_links(case_id=state.id),
        pack_version=kept["pack_version"],
    )


def _yours(views: tuple[ClockView, ...]) -> ClockView | None:
    """The clock that ends first of those that run while the reporter has the ball."""
    running = [view for view in views if view.state == "running" and not view.is_promise]
    return min(running, key=lambda view: view.due_at, default=None)


def public_kinds() -> list[tuple[str, str]]:
    """The kinds of matter that may be on the public map, each as pack and category."""
    return [
        (pack.key, item.key)
        for pack in installed().current()
        for item in pack.categories.values()
        if item.is_public and pack.confidentiality_of(item.key) != "confidential"
    ]


_MAP = """
SELECT c.lon, c.lat, c.category, c.stage, c.opened_at, c.pack, c.area_id FROM cases_case c
WHERE {which} AND c.area_id >= %s AND c.area_id < %s AND c.confidentiality <> 'confidential'
  AND (c.pack, c.category) IN (SELECT * FROM unnest(%s::text[], %s::text[])) AND c.merged_into_id IS NULL
  AND c.id NOT IN (SELECT h.case_id FROM cases_hiding h)
ORDER BY c.opened_at DESC LIMIT %s
"""


def public_tops() -> tuple[tuple[str, str], ...]:
    """The pack and the top category of what may be on the public map, in the packs' order."""
    return tuple(dict.fromkeys((pack, category.split(".")[0]) for pack, category in public_kinds()))


def public_map(
    *, area: str, now: datetime, days: int = 30, limit: int = 2000, kind: str = "", only_open: bool = False
) -> tuple[MapPoint, ...]:
    """Recent matters as rounded points: kind and stage only, newest first. Without a pin, the middle of the area.

    `kind`: only those of a category and below, as `pack:category`. `only_open`: what is open, whenever it came in.
    """
    kinds = [(pack, one) for pack, one in public_kinds() if not kind or f"{pack}:{one}.".startswith(f"{kind}.")]
    packs, categories = [pack for pack, _category in kinds], [category for _pack, category in kinds]
    which, since = ("c.closed_at IS NULL", []) if only_open else ("c.opened_at >= %s", [now - timedelta(days=days)])
    with connection.cursor() as cursor:
        cursor.execute(_MAP.format(which=which), [*since, area, after(area), packs, categories, limit])
        rows = cursor.fetchall()
    return tuple(point for row in rows if (point := _point(*row)))


def _point(
    lon: float | None, lat: float | None, category: str, stage: str, opened_at: datetime, pack: str, area: str
) -> MapPoint | None:
    at = (lon, lat) if lon is not None and lat is not None else places.centre_of(area)
    if at is None:
        return None
    return MapPoint(
        lon=coarse(at[0]),
        lat=coarse(at[1]),
        category=category,
        stage=stage,
        opened_date=opened_at.astimezone(calendar().tz).date(),
        pack=pack,
        area_code=area,
    )


def coarse(degrees: float) -> float:
    """A longitude or latitude as the public may read it."""
    return round(round(degrees / GRID_DEGREES) * GRID_DEGREES, 6)


def public_counts(*, area: str, since: date) -> dict[str, int]:
    """How many matters were opened and closed in an area since a date, and are open now, from the tallies."""
    measures = ("opened", "closed", "on_time", "late")
    sums = tallies.read(asked=tallies.Asked((area,), measures, since)).get("", tallies.Sums())
    return {**{measure: sums[measure] for measure in measures}, "open": tallies.open_now(area=area)}
