"""What was counted of organisations, side by side: every number leads to each time that it counts. Never of persons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.cases.queries import crediting
from linli.cases.queries.crediting import Credited
from linli.people.access import Actor
from linli.places import queries as places
from linli.process.definition import Pack
from linli.web import spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain
from linli.web.console.counts import USUAL, dated, path_within
from linli.web.wording import text_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted."""

    pack: Pack
    area: str
    since: date
    until: date

    def query(self, **more: Any) -> str:
        """The same, of another area or narrowed to one number."""
        dates = {"from": self.since.isoformat(), "to": self.until.isoformat()}
        return "?" + urlencode({"matter": self.pack.key, "area": self.area, **dates, **more})


@dataclass(frozen=True, slots=True)
class Number:
    """How often something was counted, with the mean of what it is worth, and the times behind it."""

    title: str
    n: int
    mean: float | None
    is_scored: bool
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation."""

    title: str
    numbers: tuple[Number, ...]


@staff_page(right="counts.view")
@never_cache
def credits(request: HttpRequest) -> HttpResponse:
    """Every organisation that was counted in the area of the post, or in one below it."""
    actor = actor_of(request)
    asked = _asked(request, actor)
    found = crediting.credits(pack=asked.pack, area=asked.area, since=asked.since, until=asked.until)
    names = domain.organisation_names(ids=[one.org_id for one in found])
    lines = sorted((_line(asked, one, names) for one in found), key=lambda line: line.title)
    if kind := request.GET.get("as", ""):
        name = f"linli-{asked.pack.key}-{asked.area}-organisations"
        return spreadsheets.download(table=_table(asked, lines), name=name, kind=kind)
    context = {
        "asked": asked,
        "packs": [(pack.key, text_of(pack.title)) for pack in crediting.crediting()],
        "crumbs_up": [(name, asked.query(area=code)) for code, name in path_within(actor, asked.area)],
        "below": [(row.name, asked.query(area=row.code)) for row in places.children_of(asked.area)],
        "columns": [(text_of(one.title), bool(one.sums)) for one in asked.pack.counts_of_organisations().values()],
        "lines": lines,
        "here": asked.query(),
    }
    return render(request, "console/credits.html", context)


@staff_page(right="counts.view")
@never_cache
def times(request: HttpRequest, org_id: int) -> HttpResponse:
    """Each time that one organisation was counted, with the first of the counts unless another is asked for."""
    actor = actor_of(request)
    asked = _asked(request, actor)
    counts = asked.pack.counts_of_organisations()
    key = request.GET.get("count", "") or next(iter(counts))
    count, name = counts.get(key), domain.organisation_name(org_id=org_id)
    if count is None or not name:
        raise Http404
    wanted = crediting.Asked(asked.pack.key, key, org_id, asked.area, asked.since, asked.until)
    context = {
        "asked": asked,
        "area_name": places.name_of(asked.area),
        "organisation": name,
        "title": text_of(count.title),
        "is_scored": bool(count.sums),
        "times": crediting.times(by=actor, asked=wanted),
        "most": crediting.MOST_TIMES,
        "up": reverse("console:credits") + asked.query(),
    }
    return render(request, "console/credit_times.html", context)


def _asked(request: HttpRequest, actor: Actor) -> Asked:
    """Raises Http404 for an area outside the post's, or where no kind of matter counts organisations."""
    packs, named = crediting.crediting(), request.GET.get("matter", "")
    pack = next((one for one in packs if one.key == named), packs[0] if packs else None)
    area = request.GET.get("area", "") or actor.area_code
    if pack is None or not area.startswith(actor.area_code) or not places.exists(area):
        raise Http404
    until = dated(request.GET.get("to", "")) or timezone.localdate()
    since = dated(request.GET.get("from", "")) or until - USUAL
    return Asked(pack, area, min(since, until), until)


def _line(asked: Asked, one: Credited, names: dict[int, str]) -> Line:
    return Line(names.get(one.org_id, str(one.org_id)), tuple(_numbers(asked, one)))


def _numbers(asked: Asked, one: Credited) -> Iterator[Number]:
    for key, count in asked.pack.counts_of_organisations().items():
        address = reverse("console:credit-times", args=[one.org_id]) + asked.query(count=key)
        mean = one.mean(key) if count.sums else None
        yield Number(text_of(count.title), one.n(key), mean, bool(count.sums), address)


def _table(asked: Asked, lines: list[Line]) -> Iterator[tuple[object, ...]]:
    """A column for each count, and one more for the mean of each that is scored."""
    heads: list[object] = [_("Organisation")]
    for one in asked.pack.counts_of_organisations().values():
        title = text_of(one.title)
        heads += [title, _("%(count)s: mean") % {"count": title}] if one.sums else [title]
    yield tuple(heads)
    for line in lines:
        cells: list[object] = [line.title]
        for number in line.numbers:
            cells.append(number.n)
            if number.is_scored:
                cells.append("" if number.mean is None else round(number.mean, 1))
        yield tuple(cells)
