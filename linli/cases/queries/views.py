"""Saved views that an account may use: its own, and those shared in its organisation."""

from dataclasses import dataclass

from django.db import connection

from linli.people.access import Actor

_VIEWS = """
SELECT id, name, query, is_shared, account_id = %(account)s FROM cases_savedview
WHERE account_id = %(account)s
   OR is_shared AND account_id IN (SELECT account_id FROM people_post WHERE organisation_id = %(org)s)
"""


@dataclass(frozen=True, slots=True)
class View:
    """A list's filters under a name. `query` is the part of an address after the question mark."""

    id: int
    name: str
    query: str
    is_shared: bool
    is_mine: bool


def views_of(*, by: Actor) -> tuple[View, ...]:
    """Own views first, then those that colleagues of the organisation share. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VIEWS, {"account": by.account_id, "org": by.org_id})
        views = [View(*row) for row in cursor.fetchall()]
    return tuple(sorted(views, key=lambda view: (not view.is_mine, view.name)))
