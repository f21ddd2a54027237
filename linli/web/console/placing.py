"""Places that a case's words could mean, where it lies no deeper than a town, and in the step that corrects it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from linli.cases.types import CaseDetail
from linli.places.city import current as city
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain
from linli.web.named import places_in

AREA = "area"


def step_of(*, detail: CaseDetail) -> str:
    """The reader's step that corrects where the case lies; nothing for whoever has none."""
    return next((one.action.key for one in detail.choices if one.action.effect == "relocate"), "")


def hint(*, detail: CaseDetail) -> str:
    """Where to ask for the places that the case's words name.

    Nothing where it lies in a village already, or the reader cannot correct it.
    """
    *_higher, finest = (level.total for level in city().levels if level.key != "grid")
    step = step_of(detail=detail)
    is_shallow = len(detail.row.area_code) < finest
    return reverse("console:places-named", args=[detail.row.number, step]) + "?hint=1" if step and is_shallow else ""


@staff_page()
@never_cache
def named(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """The places with the words that say so: beside the step's field, or as a hint that leads to the step."""
    actor = actor_of(request)
    detail = domain.detail(number=number, by=actor, now=timezone.now())
    if not action or step_of(detail=detail) != action:
        raise Http404
    row = detail.row
    text = f"{row.title}\n{detail.text} {row.address}".strip()
    found = places_in(text=text, within=actor.area_code, but=row.area_code)
    context = {
        "places": found,
        "into": f"#{action}-{AREA}",
        "step": f"{reverse('console:case', args=[number])}?do={action}&with_{AREA}=" if "hint" in request.GET else "",
        "anchor": f"#do-{action}",
    }
    return render(request, "console/cases/_places.html", context)
