"""Cases as reports from which issues are found, and how many different people wrote them.

A confidential case and one that is hidden from somebody (an accusation) never enter.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from linli.cases.actions.erasing import ERASED
from linli.cases.models import Case, Subscription
from linli.people import contacts
from linli.places.city import current
from linli.reading.queries.examples import joined
from linli.reading.rules.finding import Reported

PERIOD = timedelta(days=365)
"""How far back reports are gathered."""
_BATCH = 10_000

# Without what an issue must never hold: confidential cases, those that are about a body or its people, erased ones.
_REPORTS = """
SELECT c.id, c.title, left(c.text, 600), c.area_id, c.opened_at, c.merged_into_id FROM cases_case c
WHERE {where} AND c.confidentiality <> 'confidential' AND c.title <> %s
  AND NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id)
ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class Cases:
    """Reports, and for those that were merged the case that they were merged into."""

    reports: list[Reported]
    merged: dict[int, int]


def since(*, first: datetime, until: datetime) -> Cases:
    """The cases that came in from `first` on and before `until`."""
    return _read("c.opened_at >= %s AND c.opened_at < %s", [first, until])


def of(*, ids: Collection[int]) -> Cases:
    """The cases with these ids."""
    return _read("c.id = ANY(%s)", [list(ids)])


def widths() -> tuple[int, ...]:
    """How long the codes of areas are below the city, down to the village."""
    city = current()
    return tuple(one.total for one in city.levels if one.total > len(city.root) and one.key != "grid")


def told_apart(*, reports: Sequence[Reported]) -> list[Reported]:
    """The reports with a number for each different reporter, and how many people follow each case.

    An account, a telephone or an address tells people apart. Who left none counts for each different text. The numbers
    are made anew at each call, and are kept nowhere.
    """
    numbers: dict[object, int] = {}
    told: list[Reported] = []
    for start in range(0, len(reports), _BATCH):
        batch = reports[start : start + _BATCH]
        ids = [one.key for one in batch]
        known, support = _reporters(ids), _support(ids)
        for one in batch:
            who = known.get(one.key) or ("text", hashlib.sha256("".join(one.text.split()).encode()).digest())
            told.append(replace(one, person=numbers.setdefault(who, len(numbers)), support=support.get(one.key, 0)))
    return told


def _reporters(ids: Collection[int]) -> dict[int, object]:
    rows = list(Case.objects.filter(id__in=ids).values_list("id", "reporter_account_id", "contact_id"))
    apart = contacts.told_apart(contact_ids=[contact for _id, _account, contact in rows if contact])
    found: dict[int, object] = {}
    for case_id, account, contact in rows:
        if account:
            found[case_id] = ("account", account)
        elif contact in apart:
            found[case_id] = ("contact", apart[contact])
    return found


def _support(ids: Collection[int]) -> Mapping[int, int]:
    """How many people asked to be told about each case."""
    rows = Subscription.objects.filter(case_id__in=ids, confirmed_at__isnull=False)
    counted = rows.order_by().values_list("case_id").annotate(n=Count("id"))
    return {case_id: n for case_id, n in counted if case_id is not None}


def _read(where: str, values: list[Any]) -> Cases:
    reports: list[Reported] = []
    merged: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS.format(where=where), [*values, ERASED])
        while rows := cursor.fetchmany(_BATCH):
            for case_id, title, text, area, at, into in rows:
                reports.append(Reported(case_id, title, joined(title, text), area, at))
                if into is not None:
                    merged[case_id] = into
    return Cases(reports, merged)
