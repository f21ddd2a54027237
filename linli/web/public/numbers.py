"""Open numbers for everybody: how many public matters came in, are open and were closed, place by place. No texts, no
people, no kind of matter that is not public, and nothing below the village."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from linli.cases.queries import counting
from linli.cases.queries.tallies import Asked
from linli.cases.types import Filters
from linli.places import queries as places
from linli.places.city import current as city
from linli.process.definition import Pack
from linli.scores.queries.overview import Figures, overview
from linli.scores.queries.ranking import ONE_PERSONS
from linli.scores.rules.periods import Period
from linli.web import mapfiles, spreadsheets
from linli.web.console.overview.numbers import Number, now_numbers, period_numbers
from linli.web.public import domain
from linli.web.shading import Place, ShadedMap, shaded_map
from linli.web.wording import text_of

SPANS: Mapping[str, tuple[int, Promise]] = {
    "month": (30, _("30 days")),
    "quarter": (90, _("90 days")),
    "year": (365, _("365 days")),
}
SHOWN = "opened"


@dataclass(frozen=True, slots=True)
class Line:
    """An area of the table; `address` leads one level down where numbers are shown there too."""

    code: str
    name: str
    address: str
    numbers: tuple[Number, ...]


@require_safe
@cache_control(public=True, max_age=60)
def numbers(request: HttpRequest) -> HttpResponse:
    """Raises Http404 for an area outside the city or below the village, and where no kind of matter is public."""
    packs = {pack.key: pack for pack in counting.countable() if pack.confidentiality == "public"}
    pack = packs.get(request.GET.get("matter", "")) or next(iter(packs.values()), None)
    area = request.GET.get("area", "") or city().root
    if pack is None or not area.startswith(city().root) or not _is_shown(area):
        raise Http404
    span = request.GET.get("span", "") if request.GET.get("span", "") in SPANS else "month"
    until = timezone.localdate()
    period = Period(until - timedelta(days=SPANS[span][0] - 1), until)
    asked = Asked((area,), (), period.since, period.until, pack=pack.key)
    found = overview(asked=asked, by="area", against="before", now=timezone.now())
    lines = tuple(_lines(area, found.parts, period, pack, span))
    whole = _numbers(found.whole, period)
    if kind := request.GET.get("as", ""):
        name = f"linli-numbers-{pack.key}-{area}-{period.since:%Y%m%d}-{period.until:%Y%m%d}"
        return spreadsheets.download(table=_table(area, whole, lines), name=name, kind=kind)
    shown = request.GET.get("shown", SHOWN)
    title = next((one.title for line in lines[:1] for one in line.numbers if one.key == shown), "")
    drawn = _map(area, lines, shown, f"{_address(area, pack, span)}&shown={shown}")
    if kind := mapfiles.wanted(request):
        domain.slow_down_pictures(request=request, now=timezone.now())
        return mapfiles.download(
            shaded=drawn,
            kind=kind,
            name=f"linli-numbers-{pack.key}-{area}-{shown}",
            title=gettext("Map: %(number)s, %(area)s") % {"number": title, "area": places.name_of(area)},
            counted=title,
            notes=(text_of(pack.title), mapfiles.dates(since=period.since, until=period.until)),
        )
    context = {
        "area": area,
        "name": places.name_of(area),
        "numbers": whole,
        "here": _address(area, pack, span),
        "lines": lines,
        "titles": [(one.key, one.title) for one in lines[0].numbers] if lines else [],
        "map": drawn,
        "shown": shown,
        "shown_title": title,
        "span": span,
        "spans": [(key, title, _address(area, pack, key)) for key, (_days, title) in SPANS.items()],
        "packs": [(one.key, text_of(one.title)) for one in packs.values()],
        "pack": pack,
        "above": [(name, _address(code, pack, span)) for code, name in places.name_path(area) if _is_inside(code)],
    }
    return render(request, "public/numbers.html", context)


def _is_inside(code: str) -> bool:
    return code.startswith(city().root)


def _is_shown(code: str) -> bool:
    """A grid is one worker's: its numbers would be a person's."""
    return places.exists(code) and city().level_of(code) != ONE_PERSONS


def _address(area: str, pack: Pack, span: str) -> str:
    return f"{reverse('public:numbers')}?area={area}&matter={pack.key}&span={span}"


def _lines(area: str, parts: Mapping[str, Figures], period: Period, pack: Pack, span: str) -> Iterator[Line]:
    for row in places.children_of(area):
        if _is_shown(row.code):
            leads_on = any(_is_shown(one.code) for one in places.children_of(row.code))
            address = _address(row.code, pack, span) if leads_on else ""
            yield Line(row.code, row.title, address, _numbers(parts.get(row.code, Figures()), period))


def _numbers(one: Figures, period: Period) -> tuple[Number, ...]:
    """Without lists: those are for staff."""
    nothing = Filters()
    found = (*now_numbers(one, nothing), *period_numbers(one.sums, None, nothing, period, is_one_persons=False))
    return tuple(replace(number, href="") for number in found)


def _table(area: str, whole: tuple[Number, ...], lines: tuple[Line, ...]) -> Iterator[tuple[object, ...]]:
    """The areas and the whole, with no number where too few cases make none."""
    yield (str(_("Area")), *(one.title for one in whole))
    for name, numbers_ in (*((line.name, line.numbers) for line in lines), (places.name_of(area), whole)):
        yield (name, *("" if one.value is None else round(one.value, 4) for one in numbers_))


def _map(area: str, lines: tuple[Line, ...], shown: str, address: str) -> ShadedMap | None:
    rows = [
        Place(code=line.code, name=line.name, value=one.value, text=one.said, href=line.address)
        for line in lines
        for one in line.numbers
        if one.key == shown
    ]
    return shaded_map(within=area, rows=rows, files=f"{address}&{mapfiles.ASKED}=") if rows else None
