"""The search box: a number opens its case; a place offers its cases; anything else is looked for in the text."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from linli.cases.types import Filters
from linli.core.errors import NotAllowed, NotFound
from linli.people.access import Actor
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, lines, lists

NUMBER = re.compile(r"[A-Za-z]{1,6}-?\d[\d-]{5,30}")
PLACES = 8


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """An area whose name was looked for, and the list of its cases."""

    name: str
    path: str
    address: str


@staff_page()
def search(request: HttpRequest) -> HttpResponse:
    """Results of one query over everything the reader may see, open and closed."""
    actor, words = actor_of(request), request.GET.get("text", "").strip()[:100]
    if not words:
        return redirect("console:cases")
    number = _number(words, actor)
    if number:
        return redirect("console:case", number)
    chosen = Filters(lens="area", state="all", text=words, order="newest")
    page = domain.listing(by=actor, filters=chosen, cursor="", now=timezone.now())
    context = {
        "words": words,
        "places": _places(words, actor),
        "lines": lines.lines(rows=page.rows, within=actor.area_code),
        "more": lists.address(filters=chosen) if page.next_cursor else "",
        "page": page,
    }
    return render(request, "console/search.html", context)


def _number(words: str, actor: Actor) -> str:
    """The number of a case that the reader may open, if that is what was typed."""
    compact = words.replace(" ", "").upper()
    if not NUMBER.fullmatch(compact):
        return ""
    try:
        return domain.detail(number=compact, by=actor, now=timezone.now()).row.number
    except (NotFound, NotAllowed):
        return ""


def _places(words: str, actor: Actor) -> tuple[FoundPlace, ...]:
    return tuple(
        FoundPlace(name, path, lists.address(filters=Filters(lens="area", area=code)))
        for code, name, path in domain.areas_named(text=words, within=actor.area_code, limit=PLACES)
    )
