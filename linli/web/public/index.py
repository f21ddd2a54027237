"""The indices that the city publishes, for everybody: scores of areas with what moved them and how they are made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.places.city import current as city
from linli.scores.index import queries as indices
from linli.web import indexed, mapfiles, spreadsheets
from linli.web.indexed import Pages
from linli.web.public import domain

PAGES = Pages("public:index", "public:index-area")


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The areas directly below one. Raises Http404 where the city publishes no index."""
    root, keys = city().root, indices.current().published
    asked = indexed.asked(request, top=root, keys=keys)
    context = indexed.areas_page(asked=asked, top=root, keys=keys, pages=PAGES)
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=indexed.areas_table(context=context), name=indexed.name_of(asked), kind=kind)
    if kind := mapfiles.wanted(request):
        domain.slow_down_pictures(request=request, now=timezone.now())
        return indexed.map_file(asked=asked, context=context, kind=kind)
    return render(request, "public/index/areas.html", context)


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """What the score of one area is made of, without the lists of cases behind it."""
    root, keys = city().root, indices.current().published
    asked = indexed.asked(request, top=root, keys=keys, area=code)
    context = indexed.area_page(asked=asked, top=root, keys=keys, pages=PAGES, behind=None)
    if kind := request.GET.get("as", ""):
        name = f"{indexed.name_of(asked)}-items"
        return spreadsheets.download(table=indexed.area_table(context=context), name=name, kind=kind)
    return render(request, "public/index/area.html", context)
