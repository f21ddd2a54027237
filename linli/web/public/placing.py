"""Places that the words of a report name, offered while it is typed and no place is chosen yet. Nothing is kept."""

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.web.named import Named, places_in
from linli.web.public import domain

SHORTEST, LONGEST = 4, 2000
LOOK_UPS = 60
"""A look-up may come as often as this many reports: one writes a while."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place, and what the form's script needs to choose it as if it were searched for."""

    named: Named
    place: str


@never_cache
@require_POST
def places(request: HttpRequest) -> HttpResponse:
    """The likeliest places of `text` and `address`: a part of the page."""
    domain.slow_down(request=request, now=timezone.now(), scope="places", times=LOOK_UPS)
    text = f"{request.POST.get('text', '')} {request.POST.get('address', '')}".strip()[:LONGEST]
    found = places_in(text=text, within=domain.city_code()) if len(text) >= SHORTEST else ()
    return render(request, "public/report/_places.html", {"offers": [_offer(one) for one in found]})


def _offer(one: Named) -> Offer:
    return Offer(one, json.dumps({"code": one.code, "path": one.path, "centre": one.centre}, ensure_ascii=False))
