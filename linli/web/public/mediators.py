"""The directory of mediators for everybody: who they are and what they are good at. No telephone, load or score."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.mediation.queries import mediators as queries
from linli.mediation.queries.mediators import MediatorView
from linli.places import queries as places
from linli.web.roles import named
from linli.web.wording import text_of


@require_safe
def mediators(request: HttpRequest) -> HttpResponse:
    """All who may be chosen, or those for one kind of dispute and one area."""
    kinds = {key: text_of(texts) for key, texts in queries.kinds().items()}
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    area = request.GET.get("area", "")
    area = area if places.exists(area) else ""
    found = queries.directory(on_date=timezone.localdate(), field=kind, area=area)
    everybody = found if not area else queries.directory(on_date=timezone.localdate())
    context = {
        "people": [card(one=one, kinds=kinds) for one in found],
        "kinds": list(kinds.items()),
        "kind": kind,
        "areas": sorted({(one.area_code, places.name_of(one.area_code)) for one in everybody}),
        "area": area,
    }
    return render(request, "public/mediators/list.html", context)


def card(*, one: MediatorView, kinds: dict[str, str]) -> dict[str, Any]:
    """What residents may know of a mediator, in their language."""
    return {
        "id": one.id,
        "name": one.name,
        "body": named(name=one.org_name, name_en=one.org_name_en),
        "studio": named(name=one.studio_name, name_en=one.studio_name_en) if one.studio_name else "",
        "area": places.name_of(one.area_code),
        "fields": [kinds[key] for key in one.fields if key in kinds],
        "languages": one.languages,
        "introduction": text_of({"zh": one.introduction, "en": one.introduction_en}) or one.introduction_en,
    }
