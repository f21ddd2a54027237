"""Saved views that an account may use: its own, and those shared in its organisation."""

from dataclasses import dataclass

from django.db.models import Q

from linli.cases.models import SavedView
from linli.people.access import Actor
from linli.people.models import Post


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
    colleagues = Post.objects.filter(organisation=by.org_id).values("account_id")
    rows = SavedView.objects.filter(Q(account_id=by.account_id) | Q(is_shared=True, account_id__in=colleagues))
    views = [View(row.pk, row.name, row.query, row.is_shared, row.account_id == by.account_id) for row in rows]
    return tuple(sorted(views, key=lambda view: (not view.is_mine, view.name)))
