"""What a pack counts of organisations: sums from the tallies, never a scan, and the single times behind each number.

Cases that are confidential or hidden from somebody are in neither, so that a number agrees with its list for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection

from linli.cases.queries import tallies
from linli.cases.queries.packs import installed
from linli.cases.queries.scoping import cases_for, in_area, in_scope
from linli.cases.rules.counting import COUNTED, EACH, OWNER, SUM, SUMMED
from linli.core.calendars.queries import calendar
from linli.people.access import Actor
from linli.process.definition import Pack

MOST_TIMES = 500

# One row for each time: what is counted each time at once may be several in the same second.
_TIMES = """
SELECT c.number, c.title, k.at, points.value::bigint FROM cases_case c
CROSS JOIN LATERAL (
    SELECT k.value::bigint AS at, 1 AS n FROM jsonb_each_text(c.counts) k WHERE k.key = %s
    UNION ALL
    SELECT split_part(k.key, ':', 3)::bigint, k.value::int FROM jsonb_each_text(c.counts) k WHERE starts_with(k.key, %s)
) k
CROSS JOIN LATERAL generate_series(1, k.n)
LEFT JOIN LATERAL (SELECT c.counts->>(%s || k.at) AS value) points ON k.n = 1
WHERE {where} AND c.pack = %s AND k.at >= %s AND k.at < %s AND c.confidentiality <> 'confidential'
  AND NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id)
ORDER BY k.at DESC, c.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Credited:
    """An organisation with what was counted for it, and the sums of what is summed."""

    org_id: int
    sums: Mapping[str, int] = field(default_factory=dict)

    def n(self, count: str) -> int:
        """How often it was counted."""
        return self.sums.get(count, 0)

    def mean(self, count: str) -> float | None:
        """What was summed, divided by how often; None where nothing was counted."""
        n = self.n(count)
        return self.sums.get(count + SUM, 0) / n if n else None


@dataclass(frozen=True, slots=True)
class Time:
    """One time that an organisation was counted; `points` where its answer was worth some and stands alone."""

    number: str
    title: str
    at: datetime
    points: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which count of which organisation, where and when: the first and the last date among them."""

    pack: str
    count: str
    org_id: int
    area: str
    since: date
    until: date


def crediting() -> tuple[Pack, ...]:
    """The kinds of matter that count something of organisations, retired ones among them."""
    return tuple(pack for pack in installed().known() if pack.counts_of_organisations())


def credits(*, pack: Pack, area: str, since: date, until: date) -> tuple[Credited, ...]:
    """Every organisation for which something was counted in the area. One statement, over the tallies."""
    keys = tuple(pack.counts_of_organisations())
    found = tallies.read(asked=tallies.Asked((area,), keys, since, until, pack=pack.key), by="org")
    return tuple(
        Credited(int(org), {name: n for key in keys for name in (key, key + SUM) if (n := sums[name])})
        for org, sums in sorted(found.items(), key=lambda one: int(one[0]))
    )


def times(*, by: Actor, asked: Asked) -> tuple[Time, ...]:
    """Each time behind a number, the latest first, as far as the actor may see the cases; `MOST_TIMES` at most."""
    where = cases_for(by=by)
    in_scope(where, by=by)
    in_area(where, asked.area)
    condition, values = where.whole()
    name, zone = f"{asked.count}{OWNER}{asked.org_id}", calendar().tz
    first = datetime.combine(asked.since, time(), tzinfo=zone)
    last = datetime.combine(asked.until + timedelta(days=1), time(), tzinfo=zone)
    keys = [f"{COUNTED}{name}", f"{EACH}{name}:", f"{SUMMED}{name}:"]
    span = [int(first.timestamp()), int(last.timestamp())]
    with connection.cursor() as cursor:
        cursor.execute(_TIMES.format(where=condition), [*keys, *values, asked.pack, *span, MOST_TIMES])
        rows = cursor.fetchall()
    return tuple(Time(number, title, datetime.fromtimestamp(at, tz=zone), points) for number, title, at, points in rows)
