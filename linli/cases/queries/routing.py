"""Whose a matter likely is, by the city's dispatch catalogue. From memory; somebody at the desk decides."""

from collections.abc import Collection, Mapping

from django.db import connection

from linli.cases.queries.scoping import cases_for, in_scope
from linli.people import catalogue
from linli.people.access import Actor
from linli.people.catalogue import Suggestion
from linli.places import city

_MATTERS = """
SELECT c.number, c.pack, c.category, c.area_id, (
    SELECT array_agg(o.path) FROM cases_hiding h JOIN people_organisation o ON o.id = h.organisation_id
    WHERE h.case_id = c.id)
FROM cases_case c WHERE {where}
"""


def owner_of(*, pack: str, category: str, area_code: str) -> Suggestion | None:
    """Who should lead and assist a matter of the category in the area, and on what basis; None when nobody is named."""
    here = city.current()
    codes = (*here.ancestors(area_code), area_code)
    return catalogue.suggested(pack=pack, category=category, areas={here.level_of(code): code for code in codes})


def owners_of(*, numbers: Collection[str], by: Actor) -> Mapping[str, Suggestion]:
    """Who should lead each of the cases, by number; those for which nobody is named, or whom the matter is about, are
    left out. One statement."""
    where = cases_for(by=by)
    in_scope(where, by=by)
    where.add("c.number = ANY(%s)", list(numbers))
    with connection.cursor() as cursor:
        cursor.execute(_MATTERS.format(where=where.sql()), where.values)
        rows = cursor.fetchall()
    found = {row[0]: (owner_of(pack=row[1], category=row[2], area_code=row[3]), row[4] or ()) for row in rows}
    return {number: owner for number, (owner, hidden) in found.items() if owner and not _is_about(owner, hidden)}


def _is_about(owner: Suggestion, hidden: Collection[str]) -> bool:
    """Whether the matter is about whom the catalogue names, or about a body above it."""
    return any(owner.lead.path.startswith(path) for path in hidden)
