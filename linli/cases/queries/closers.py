"""Who really closed such matters here, counted; beside the dispatch catalogue, and never instead of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import connection

from linli.places import city

YEAR = timedelta(days=365)
SHOWN = 2
SHARE = 0.2
"""Who closed a smaller share of such matters is no suggestion."""

# The groups of the area and of those above it, off their key; what the case is hidden from is never named.
_CLOSERS = """
SELECT t.area_code, t.learned_date, t.n, o.id, o.name, o.name_en, o.is_active AND NOT EXISTS (
    SELECT FROM cases_hiding h JOIN people_organisation about ON about.id = h.organisation_id
    JOIN cases_case c ON c.id = h.case_id WHERE c.number = %s AND starts_with(o.path, about.path))
FROM cases_ownertally t JOIN people_organisation o ON o.id = t.org_id
WHERE t.area_code = ANY(%s) AND t.pack = %s AND t.category = %s
ORDER BY length(t.area_code) DESC, t.n DESC, o.path
"""


@dataclass(frozen=True, slots=True)
class Closer:
    """An organisation, and how many such matters it closed."""

    id: int
    name: str
    name_en: str
    n: int


@dataclass(frozen=True, slots=True)
class Practice:
    """Of `total` matters of a category that organisations closed in an area from a date on, who closed how many.

    `closers` are at most `SHOWN`, those who closed the most first; no body that is closed or that the case is about.
    """

    area_code: str
    total: int
    since_date: date
    closers: tuple[Closer, ...]


def practice(*, number: str, pack: str, category: str, area_code: str) -> Practice | None:
    """Who closed such matters in the smallest area that tells: the case's own or one above it. One statement.

    None where too few were closed everywhere, or nobody closed enough of them to be named.
    """
    if not category:
        return None
    here = city.current()
    codes = [*here.ancestors(area_code), area_code]
    with connection.cursor() as cursor:
        cursor.execute(_CLOSERS, [number, codes, pack, category])
        rows = cursor.fetchall()
    for code, of_area in groupby(rows, key=lambda row: row[0]):
        group = list(of_area)
        total = sum(row[2] for row in group)
        found = [
            Closer(id, name, name_en, n)
            for _c, _d, n, id, name, name_en, may_be in group
            if may_be and n >= SHARE * total
        ]
        return Practice(code, total, since(learned=group[0][1]), tuple(found[:SHOWN])) if found else None
    return None


def since(*, learned: date) -> date:
    """The day behind which the year begins that was learned from on a day."""
    return learned - YEAR
