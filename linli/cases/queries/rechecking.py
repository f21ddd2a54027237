"""Who may check which drawn case once more, and what the findings say of each organisation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Assignment, Case, Event, Recheck, RecheckStratum
from linli.cases.queries.hiding import hidden_cases
from linli.cases.rules.rechecking import Closed, Estimate, Found, estimate
from linli.core.calendars.queries import calendar
from linli.core.errors import NotFound
from linli.people import access
from linli.people.access import Actor

_DRAWN = "SELECT r.id FROM cases_recheck r JOIN cases_case c ON c.id = r.case_id WHERE c.number = %s"


@dataclass(frozen=True, slots=True)
class RecheckView:
    """A drawn case, and what was found."""

    id: int
    number: str
    title: str
    area_code: str
    address: str
    month: date
    org_id: int
    org_name: str
    done_at: datetime | None
    done_by: str
    finding: str
    note: str


@dataclass(frozen=True, slots=True)
class OrganisationEstimate:
    """An organisation's estimate, and how many of its drawn cases were found what."""

    org_id: int
    name: str
    found: Estimate
    partly: int
    not_resolved: int


def bounds(*, month: date) -> tuple[datetime, datetime]:
    """When a month begins and ends in the city."""
    after = (month + timedelta(days=31)).replace(day=1)
    zone = calendar().tz
    begins, ends = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (month, after))
    return begins, ends


def closed_in(*, month: date) -> Iterator[Closed]:
    """The cases that an organisation led and that were closed as resolved in the month, and still are.

    Without imported ones, which no living verifier answers for, and confidential ones, which only their desk may see.
    """
    begins, ends = bounds(month=month)
    found = Case.objects.filter(
        closed_at__gte=begins, closed_at__lt=ends, outcome="resolved", lead_org__isnull=False
    ).exclude(Q(confidentiality="confidential") | Q(channel="import"))
    for case_id, number, org_id, pack, category in found.values_list(
        "id", "number", "lead_org_id", "pack", "category"
    ).iterator():
        yield Closed(id=case_id, number=number, org_id=int(org_id or 0), category=f"{pack}:{category.split('.')[0]}")


def mine(*, by: Actor) -> "QuerySet[Recheck]":
    """The drawn cases that the actor may check: a verifier of the area who took no step in the case, and who stands
    neither under an organisation that led or assisted it nor over one."""
    rows = Recheck.objects.select_related("case", "stratum__organisation", "stratum__draw", "done_by")
    if not access.can(actor=by, right="recheck") or not by.area_code or by.account_id is None:
        return rows.none()
    took_part = Event.objects.filter(case=OuterRef("case"), account=by.account_id).exclude(kind="rechecked")
    parts = Assignment.objects.filter(case=OuterRef("case")).annotate(mine=Value(by.org_path))
    theirs = parts.filter(Q(organisation__path__startswith=by.org_path) | Q(mine__startswith=F("organisation__path")))
    visible = rows.filter(case__area__gte=by.area_code, case__area__lt=f"{by.area_code}~")
    visible = visible.exclude(case__confidentiality="confidential").exclude(Exists(took_part))
    visible = visible.exclude(case__in=hidden_cases(by=by))
    return visible.exclude(Exists(theirs)) if by.org_path else visible


def waiting(*, by: Actor, limit: int = 200) -> tuple[RecheckView, ...]:
    """What the actor may check now, oldest draw first."""
    rows = mine(by=by).filter(done_at__isnull=True).order_by("stratum__draw", "id")[:limit]
    return tuple(_view(row) for row in rows)


def own(*, recheck: int, by: Actor, lock: bool = False) -> Recheck:
    """One that the actor may check. Raises NotFound."""
    rows = mine(by=by)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=recheck).first()
    if found is None:
        raise NotFound(_("There is no such case for you to check. Whoever had a part in it cannot check it."))
    return found


def view(*, recheck: int, by: Actor) -> RecheckView:
    """One that the actor may check, to be shown. Raises NotFound."""
    return _view(own(recheck=recheck, by=by))


def of_case(*, number: str) -> tuple[RecheckView, ...]:
    """The draws of one case, for those who may see it."""
    with connection.cursor() as cursor:  # nearly always of none: the joins of what is shown are spared
        cursor.execute(_DRAWN, [number])
        drawn = [row[0] for row in cursor.fetchall()]
    if not drawn:
        return ()
    rows = Recheck.objects.select_related("case", "stratum__organisation", "stratum__draw", "done_by")
    return tuple(_view(row) for row in rows.filter(id__in=drawn).order_by("id"))


def drawn(
    *, by: Actor, since: date, until: date, org_id: int | None = None, finding: str = "", limit: int = 1000
) -> tuple[RecheckView, ...]:
    """The cases behind a number of the estimates: `finding` is one of the findings, `done` for any, empty for all."""
    access.needs(actor=by, right="rechecks.view")
    rows = Recheck.objects.select_related("case", "stratum__organisation", "stratum__draw", "done_by")
    rows = _within(rows, by).filter(stratum__draw__month__gte=since, stratum__draw__month__lte=until)
    if org_id is not None:
        rows = rows.filter(stratum__organisation=org_id)
    if finding:
        rows = rows.filter(done_at__isnull=False) if finding == "done" else rows.filter(finding=finding)
    return tuple(_view(row, by) for row in rows.order_by("id")[:limit])


def estimates(*, by: Actor, since: date, until: date) -> tuple[OrganisationEstimate, ...]:
    """Each organisation's estimate over the draws of the months, for organisations of the actor's area."""
    access.needs(actor=by, right="rechecks.view")
    if not by.area_code:
        return ()
    strata = RecheckStratum.objects.filter(
        draw__month__gte=since, draw__month__lte=until, organisation__area__code__startswith=by.area_code
    ).annotate(
        resolved=Count("rechecks", filter=Q(rechecks__finding="resolved")),
        partly=Count("rechecks", filter=Q(rechecks__finding="partly")),
        not_resolved=Count("rechecks", filter=Q(rechecks__finding="not")),
    )
    by_org: dict[tuple[str, int, str], list[RecheckStratum]] = defaultdict(list)
    for one in strata.select_related("organisation"):
        by_org[one.organisation.path, one.organisation_id, one.organisation.name].append(one)
    return tuple(_estimate(org_id, name, found) for (_path, org_id, name), found in sorted(by_org.items()))


def _estimate(org_id: int, name: str, strata: list[RecheckStratum]) -> OrganisationEstimate:
    """`resolved`, `partly` and `not_resolved` are counted onto each stratum by `estimates`."""
    counts = [tuple(int(vars(one)[name]) for name in ("resolved", "partly", "not_resolved")) for one in strata]
    found = [
        (one.category, Found(size=one.size, drawn=one.drawn, checked=sum(count), resolved=count[0]))
        for one, count in zip(strata, counts, strict=True)
    ]
    return OrganisationEstimate(
        org_id=org_id,
        name=name,
        found=estimate(strata=found, least=settings.RECHECK_LEAST),
        partly=sum(count[1] for count in counts),
        not_resolved=sum(count[2] for count in counts),
    )


def _within(rows: "QuerySet[Recheck]", by: Actor) -> "QuerySet[Recheck]":
    """Those of the organisations whose estimates the actor reads, so that list and number agree; without cases hidden
    from the actor."""
    if not by.area_code:
        return rows.none()
    theirs = rows.filter(stratum__organisation__area__code__startswith=by.area_code)
    return theirs.exclude(case__in=hidden_cases(by=by))


def _view(row: Recheck, by: Actor | None = None) -> RecheckView:
    """The words of a case only where the actor's area holds it."""
    case, stratum = row.case, row.stratum
    is_open = by is None or (case.area_id.startswith(by.area_code) and case.confidentiality != "confidential")
    return RecheckView(
        id=row.id,
        number=case.number,
        title=case.title if is_open else "",
        area_code=case.area_id,
        address=case.address if is_open else "",
        month=stratum.draw.month,
        org_id=stratum.organisation_id,
        org_name=stratum.organisation.name,
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
        finding=row.finding,
        note=row.note if is_open else "",
    )
