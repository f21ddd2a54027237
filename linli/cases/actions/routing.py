"""Loads the dispatch catalogue: which organisation a kind of matter belongs to. Whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Route
from linli.cases.queries import routing
from linli.cases.queries.packs import installed
from linli.core.errors import Invalid
from linli.people.models import Organisation
from linli.places import queries as places
from linli.process.definition import Pack


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """A line of the catalogue; an empty category stands for all, an organisation is named by its code."""

    pack: str
    category: str
    area_code: str
    organisation: str
    basis: str = ""


def load_catalogue(*, lines: Iterable[CatalogueLine]) -> int:
    """Replaces the catalogue; answers how many routes there are. Raises Invalid with every fault by line."""
    rows = list(lines)
    organisations = dict(Organisation.objects.values_list("code", "id"))
    packs = {pack.key: pack for pack in installed().current()}
    faults: dict[str, object] = {}
    for at, row in enumerate(rows, start=2):
        fault = _fault(row, organisations, packs)
        if fault:
            faults[str(at)] = fault
    if faults:
        raise Invalid(_("The catalogue cannot be used as it is."), fields=faults)  # type: ignore[arg-type]
    with transaction.atomic():
        Route.objects.all().delete()
        made = Route.objects.bulk_create(
            Route(
                pack=row.pack,
                category=row.category,
                area_code=row.area_code,
                organisation_id=organisations[row.organisation],
                basis=row.basis,
            )
            for row in rows
        )
    routing.forget()
    return len(made)


def _fault(row: CatalogueLine, organisations: dict[str, int], packs: Mapping[str, Pack]) -> object:
    pack = packs.get(row.pack)
    if pack is None:
        return _("There is no pack “%(key)s”.") % {"key": row.pack}
    if row.category and row.category not in pack.categories:
        return _("The pack has no category “%(key)s”.") % {"key": row.category}
    if row.organisation not in organisations:
        return _("There is no organisation “%(code)s”.") % {"code": row.organisation}
    return None if places.exists(row.area_code) else _("There is no area “%(code)s”.") % {"code": row.area_code}
