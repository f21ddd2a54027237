"""Requests to strike cases: what organisations asked, what waits for a ruling, what was taken off their measures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone

from linli.cases.queries.loading import states_by_id
from linli.cases.queries.mixes import Mixed, is_counted
from linli.cases.queries.scoping import after
from linli.cases.rules.state import CaseState
from linli.people import access
from linli.people.access import Actor
from linli.scores.models import StrikeRequest, StruckCount

MOST = 200


@dataclass(frozen=True, slots=True)
class Tried:
    """How many cases an organisation asked to have struck, how many were, and how many were not. The rest waits."""

    asked: int
    granted: int
    refused: int

    @property
    def waiting(self) -> int:
        """Not ruled on yet."""
        return self.asked - self.granted - self.refused


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as whoever may see the case reads it. `may_rule`: the reader is to rule, and may."""

    id: int
    number: str
    title: str
    org_name: str
    reason: str
    text: str
    asked_at: datetime
    granted: bool | None
    ruling: str
    ruled_at: datetime | None
    may_rule: bool


def tried(*, area: str, since: date, until: date) -> Mapping[str, Tried]:
    """By organisation's id: of the cases that lie in the area now, what was asked on the dates."""
    rows = (
        StrikeRequest.objects.filter(case__area_id__gte=area, case__area_id__lt=after(area))
        .filter(asked_at__date__range=(since, until))
        .values("organisation_id")
        .annotate(asked=Count("id"), yes=Count("id", filter=Q(granted=True)), no=Count("id", filter=Q(granted=False)))
    )
    return {str(row["organisation_id"]): Tried(row["asked"], row["yes"], row["no"]) for row in rows}


def struck(*, area: str, since: date, until: date, pack: str = "") -> Iterator[Mixed]:
    """What struck cases add to the measures of their organisations on the dates, shaped as the tallies are."""
    rows = StruckCount.objects.filter(area_code__gte=area, area_code__lt=after(area), date__range=(since, until))
    if pack:
        rows = rows.filter(pack=pack)
    keys = ("organisation_id", "pack", "category", "channel", "measure")
    for org, kind, category, channel, measure, n in rows.values_list(*keys).annotate(total=Sum("n")):
        if is_counted(pack=kind, category=category):
            yield Mixed(str(org), kind, category, channel, measure, n)


def requests(*, by: Actor) -> tuple[RequestView, ...]:
    """What the post is to know of: a handler's own organisation's requests, and those on cases a leader may see. What
    waits comes first, the oldest before the newest."""
    rows = StrikeRequest.objects.select_related("case", "organisation").order_by("ruled_at", "id")
    if access.can(actor=by, right="strikes.rule"):
        rows = rows.filter(case__area_id__gte=by.area_code, case__area_id__lt=after(by.area_code))
    elif access.can(actor=by, right="strikes.ask"):
        rows = rows.filter(organisation__path__startswith=by.org_path)
    else:
        return ()
    waiting, ruled = rows.filter(ruled_at__isnull=True)[:MOST], rows.filter(ruled_at__isnull=False).reverse()[:MOST]
    return _views([*waiting, *ruled], by)


def involved(state: CaseState, row: StrikeRequest) -> frozenset[int]:
    """The accounts that handled the case for anybody, or asked."""
    parts = {part.account_id for part in state.parts}
    return frozenset(filter(None, parts | {state.handler_account_id, row.asked_by_id}))


def _views(rows: list[StrikeRequest], by: Actor) -> tuple[RequestView, ...]:
    states = states_by_id(ids=[row.case_id for row in rows])
    rules = access.can(actor=by, right="strikes.rule")
    return tuple(
        _view(
            row,
            may_rule=rules
            and row.ruled_at is None
            and access.is_independent(
                actor=by, org_path=row.organisation.path, involved=involved(states[row.case_id], row)
            ),
        )
        for row in rows
        if access.can_see(actor=by, facts=states[row.case_id].facts())
    )


def _view(row: StrikeRequest, *, may_rule: bool) -> RequestView:
    return RequestView(
        id=row.pk,
        number=row.case.number,
        title=row.case.title,
        org_name=row.organisation.name,
        reason=row.get_reason_display(),
        text=row.text,
        asked_at=timezone.localtime(row.asked_at),
        granted=row.granted,
        ruling=row.ruling,
        ruled_at=row.ruled_at,
        may_rule=may_rule,
    )
