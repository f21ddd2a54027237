"""The rankings that the city publishes, for everybody: institutions only, each with its uncertainty and its parts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.places.city import current as city
from linli.scores.indicators import queries as indicators
from linli.web import ranked


@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """Raises Http404 where the city publishes none."""
    catalogue = indicators.current()
    published = {key: catalogue.indicators[key] for key in catalogue.published}
    if not published:
        raise Http404
    root = city().root
    asked = ranked.asked(request, top=root, indicators=published)
    context = ranked.page(asked=asked, why=request.GET.get("why", ""), top=root, indicators=published)
    return render(request, "public/ranking.html", context)
