"""What an overview's address asks for: where, when, of what, held against what, and told apart by what."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast, get_args

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from linli.cases.queries import counting
from linli.cases.queries.tallies import Asked, Boundaries
from linli.cases.types import ITSELF, Filters
from linli.people.access import Actor
from linli.places import queries as places
from linli.process.definition import Pack
from linli.scores.queries.overview import Parts
from linli.scores.rules.periods import Against, Period
from linli.web.console import labels
from linli.web.console.counts import dated
from linli.web.console.filters import query_of

MAPPED = "overdue"
"""The number by which the map is shaded unless another is asked for."""
USUAL = timedelta(days=29)
"""The dates unless others are asked for: these days before today, and today."""


@dataclass(frozen=True, slots=True)
class View:
    """One overview. `org` 0 is what nobody leads; a `category` may end with `ITSELF`; `shown` is the map's number."""

    area: str
    period: Period
    against: Against
    by: Parts
    pack: Pack | None
    category: str
    org: int | None
    channel: str
    boundaries: Boundaries
    today: date
    shown: str = MAPPED

    @property
    def query(self) -> str:
        """Its address."""
        return self.with_()

    def with_(self, **changes: Any) -> str:
        """The address of another that differs from it in this."""
        given: dict[str, Any] = {
            "area": self.area,
            "from": self.period.since.isoformat(),
            "to": self.period.until.isoformat(),
            "against": "" if self.against == "before" else self.against,
            "by": self.by,
            "matter": self.pack.key if self.pack else "",
            "category": self.category,
            "org": "" if self.org is None else self.org,
            "channel": self.channel,
            "boundaries": "" if self.boundaries == "then" else self.boundaries,
            "shown": "" if self.shown == MAPPED else self.shown,
            **changes,
        }
        return "?" + urlencode({key: one for key, one in given.items() if one not in ("", None)})

    def counted(self) -> Asked:
        """The same as the tallies are asked."""
        return Asked(
            (self.area,),
            (),
            self.period.since,
            self.period.until,
            pack=self.pack.key if self.pack else "",
            category=self.category,
            org=self.org,
            channel=self.channel,
            boundaries=self.boundaries,
        )

    def filters(self, **changes: object) -> Filters:
        """The list of the same cases, all that were ever opened."""
        base = Filters(
            state="all",
            pack=self.pack.key if self.pack else "",
            category=self.category,
            area=self.area,
            org=self.org,
            channel=self.channel,
            boundaries=self.boundaries,
            open_to_all=self.pack is None or counting.may_hide(pack=self.pack),
        )
        return replace(base, **changes)  # type: ignore[arg-type]


def asked(request: HttpRequest, actor: Actor) -> View:
    """Raises Http404 for an area outside the post's. Anything else that means nothing is left out."""
    given = request.GET
    area = given.get("area", "") or actor.area_code
    if not area.startswith(actor.area_code) or not places.exists(area):
        raise Http404
    today = timezone.localdate()
    until = min(dated(given.get("to", "")) or today, today)
    since = dated(given.get("from", "")) or until - USUAL
    pack = next((one for one in counting.countable() if one.key == given.get("matter", "")), None)
    category, org = given.get("category", ""), given.get("org", "")
    usual: Parts = "category" if places.is_deepest(area) else "area"
    return View(
        area=area,
        period=Period(min(since, until), until),
        against="year" if given.get("against") == "year" else "before",
        by=cast("Parts", given["by"]) if given.get("by") in get_args(Parts) else usual,
        pack=pack,
        category=category if pack and category.removesuffix(ITSELF) in {"", *pack.categories} else "",
        org=int(org) if org.isdecimal() else None,
        channel=given.get("channel", "") if given.get("channel", "") in labels.CHANNEL else "",
        boundaries="now" if given.get("boundaries") == "now" and may_move(area, actor) else "then",
        today=today,
        shown=given.get("shown", "") or MAPPED,
    )


def may_move(area: str, actor: Actor) -> bool:
    """Whether anything came to the area or left it, and all of it within what the actor sees: else a number on the
    boundaries of now would count cases that the actor's lists do not hold."""
    moved = places.moved(area)
    return bool(moved.here or moved.away) and all(code.startswith(actor.area_code) for code in moved.here)


def behind(filters: Filters) -> str:
    """The list of these cases."""
    return f"{reverse('console:cases')}?{query_of(filters=filters)}"
