"""A book of promises in the small city of the journeys, with those who make, report and confirm."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from linli.people import queries as people
from linli.people.access import Actor
from linli.people.models import Account
from linli.scores.actions import books, targets
from linli.scores.queries import ledger
from linli.scores.types import BookView, NewBook, NewTarget, TargetView
from tests.functional.small_city import COUNTY, City

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def actor(username: str) -> Actor:
    """A member of staff through their first post."""
    return people.actor(account=Account.objects.get(username=username), post_id=None, on_date=TODAY)


def make_book(**changed: Any) -> BookView:
    """The year's book of the county, made by its leader."""
    given: dict[str, Any] = {
        "kind": "year",
        "title": "2026年平安建设目标责任书",
        "title_en": "Safe neighbourhoods 2026",
        "area": COUNTY,
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
    }
    return books.make(new=NewBook(**given | changed), by=actor("leader"), now=NOW)


def new_target(city: City, **changed: Any) -> NewTarget:
    """A number by hand that the bureau for urban management promises."""
    given: dict[str, Any] = {
        "title": "新建充电桩",
        "title_en": "New charging points",
        "promise": "新建电动自行车集中充电桩200个。",
        "area": COUNTY,
        "owner_id": city.organisations["furong-cg"],
        "measured": "hand",
        "direction": "at_least",
        "goal": Decimal(200),
        "unit": "个",
        "starts": date(2026, 1, 1),
        "due": date(2026, 12, 31),
    }
    return NewTarget(**given | changed)


def by_milestones(city: City, **changed: Any) -> NewTarget:
    """One measured by its milestones."""
    steps: dict[str, Any] = {"measured": "milestones", "direction": "", "goal": None, "unit": ""}
    return new_target(city, title="背街小巷改造", title_en="Back lanes renewed", **steps | changed)


def add(book: BookView, new: NewTarget) -> TargetView:
    """Written by the leader."""
    return seen(targets.add(book=book.id, new=new, by=actor("leader"), now=NOW))


def seen(target: int, username: str = "leader", today: date = TODAY) -> TargetView:
    """The target as somebody reads it."""
    return ledger.target(id=target, by=actor(username), today=today)
