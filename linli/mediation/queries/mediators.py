"""The directory of mediators and their studios, with how many cases each has now and until when they are away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from linli.cases.queries.packs import pack_of
from linli.mediation.errors import NoSuchMediator, NoSuchStudio
from linli.mediation.models import Absence, Mediator, Studio
from linli.process.definition import Texts

PACK = "dispute"
"""The kind of matter whose first-level categories are what a mediator may be good at."""
MOST = 300


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Leave, both days of it."""

    id: int
    from_date: date
    until_date: date


@dataclass(frozen=True, slots=True)
class StudioView:
    """A named studio of a mediation body."""

    id: int
    name: str
    name_en: str
    org_id: int
    org_name: str
    org_name_en: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class MediatorView:
    """A mediator. `load` is how many open cases they mediate now; `away_until` their last day of leave, if on leave."""

    id: int
    account_id: int
    name: str
    org_id: int
    org_name: str
    org_name_en: str
    org_path: str
    studio_id: int | None
    studio_name: str
    studio_name_en: str
    area_code: str
    fields: tuple[str, ...]
    languages: tuple[str, ...]
    introduction: str
    introduction_en: str
    most_cases: int
    is_active: bool
    load: int
    away_until: date | None


def kinds() -> Mapping[str, Texts]:
    """The kinds of disputes that a mediator may be good at: first-level categories, by key."""
    return {one.key: one.title for one in pack_of(key=PACK).categories.values() if not one.parent}


def directory(
    *, on_date: date, area: str = "", text: str = "", field: str = "", away: bool = False, with_retired: bool = False
) -> tuple[MediatorView, ...]:
    """Mediators by area and name. One statement, at most `MOST`.

    `area` narrows to those whose area lies in it, `field` to those who take that kind, `away` to those on leave.
    """
    rows = _rows(on_date)
    if not with_retired:
        rows = rows.filter(is_active=True, account__is_active=True)
    if area:
        rows = rows.filter(area__code__startswith=area)
    if text:
        rows = rows.filter(
            Q(account__name__icontains=text) | Q(organisation__name__icontains=text) | Q(studio__name__icontains=text)
        )
    if field:
        rows = rows.filter(Q(fields__contains=[field]) | Q(fields__len=0))
    if away:
        rows = rows.filter(absences__from_date__lte=on_date, absences__until_date__gte=on_date)
    return tuple(_view(row) for row in rows.order_by("area_id", "account__name", "id")[:MOST])


def mediator(*, mediator_id: int, on_date: date) -> MediatorView:
    """One, retired or not. Raises NoSuchMediator."""
    row = _rows(on_date).filter(id=mediator_id).first()
    if row is None:
        raise NoSuchMediator
    return _view(row)


def chosen(*, mediator_ids: Collection[int], on_date: date) -> dict[int, MediatorView]:
    """Those of these numbers, by number."""
    return {row.pk: _view(row) for row in _rows(on_date).filter(id__in=mediator_ids)}


def absences(*, mediator_id: int, since: date) -> tuple[AbsenceView, ...]:
    """Leave that is not over on the day, in order."""
    rows = Absence.objects.filter(mediator_id=mediator_id, until_date__gte=since).order_by("from_date")
    return tuple(AbsenceView(row.pk, row.from_date, row.until_date) for row in rows)


def studios(*, with_closed: bool = False) -> tuple[StudioView, ...]:
    """The studios by body and name."""
    rows = Studio.objects.select_related("organisation").order_by("organisation__path", "name")
    return tuple(studio_view(row) for row in (rows if with_closed else rows.filter(is_active=True)))


def studio(*, studio_id: int) -> StudioView:
    """One studio. Raises NoSuchStudio."""
    row = Studio.objects.select_related("organisation").filter(id=studio_id).first()
    if row is None:
        raise NoSuchStudio
    return studio_view(row)


def studio_view(row: Studio) -> StudioView:
    """A studio as it leaves this room."""
    body = row.organisation
    return StudioView(row.pk, row.name, row.name_en, body.pk, body.name, body.name_en, row.is_active)


def _rows(on_date: date) -> QuerySet[Mediator]:
    """Mediators with their load and leave. An organisation's cases that are closed weigh nothing."""
    now = Q(appointments__ended_at=None, appointments__case__closed_at=None, appointments__isnull=False)
    away = Q(absences__from_date__lte=on_date, absences__until_date__gte=on_date)
    return Mediator.objects.select_related("account", "organisation", "studio").annotate(
        load=Count("appointments", filter=now, distinct=True),
        away_until=Max("absences__until_date", filter=away),
    )


def _view(row: Mediator) -> MediatorView:
    body, shop = row.organisation, row.studio
    return MediatorView(
        id=row.pk,
        account_id=row.account_id,
        name=str(row.account),
        org_id=body.pk,
        org_name=body.name,
        org_name_en=body.name_en,
        org_path=body.path,
        studio_id=shop.pk if shop else None,
        studio_name=shop.name if shop else "",
        studio_name_en=shop.name_en if shop else "",
        area_code=row.area_id,
        fields=tuple(row.fields),
        languages=tuple(row.languages),
        introduction=row.introduction,
        introduction_en=row.introduction_en,
        most_cases=row.most_cases,
        is_active=row.is_active and row.account.is_active,
        load=getattr(row, "load", 0),
        away_until=getattr(row, "away_until", None),
    )
