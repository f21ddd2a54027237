"""Which cases an actor never hears of, because they are about the actor's organisation; and who can deal with those."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Hiding
from linli.people import access
from linli.people.access import Actor
from linli.people.models import Organisation
from linli.people.queries import accounts_at, accounts_under
from linli.places import city

NOBODY = _(
    "No desk here stands outside this organisation, so nobody could deal with the matter without it knowing. "
    "Take it to the authority above, or leave the organisation out."
)
NOT_ACTIVE = _("Choose an organisation that is active.")


def hidden_cases(*, by: Actor) -> QuerySet[Hiding]:
    """The cases hidden from the actor: what every other query leaves out, as a subquery of ids."""
    over = access.stands_under(actor=by)
    return Hiding.objects.filter(organisation__path__in=over).values("case_id")  # type: ignore[return-value]


def hidden_numbers(*, by: Actor) -> frozenset[str]:
    """Their numbers, for lists that know cases by nothing else. One statement."""
    over = access.stands_under(actor=by)
    rows = Hiding.objects.filter(organisation__path__in=over) if over else Hiding.objects.none()
    return frozenset(rows.values_list("case__number", flat=True))


def paths_of(*, org_ids: Collection[int], only_active: bool = False) -> Mapping[int, str]:
    """The paths of the organisations by id, or of those of them that are active."""
    rows = Organisation.objects.filter(id__in=org_ids)
    return dict((rows.filter(is_active=True) if only_active else rows).values_list("id", "path"))


def desks_outside(*, codes: Iterable[str], org_ids: Collection[int], on_date: date) -> Mapping[str, str]:
    """For each area the nearest desk, at or above it, where somebody stands outside the organisations; else ""."""
    inside = accounts_under(org_ids=org_ids, on_date=on_date)
    return {code: _nearest(code, inside, on_date) for code in codes}


def _nearest(code: str, inside: frozenset[int], on_date: date) -> str:
    here = city.current()
    for area in (code, *reversed(here.ancestors(code))):
        at_desk = accounts_at(role="desk", area_code=area, on_date=on_date) if len(area) >= len(here.root) else ()
        if set(at_desk) - inside:
            return area
    return ""
