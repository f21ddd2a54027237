"""A shaded map as a file: the areas that the page shows, drawn on the server with the page's numbers and legend."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.charts.definition import Sample, Shades, Shape, Words
from linli.places import queries as places
from linli.web import charts
from linli.web.shading import NONE, Key, Shaded, ShadedMap
from linli.web.wording import bracketed

ASKED = "map"
"""What in a page's address asks for its map as a file."""
DECIMALS = 4


def chart(*, shaded: ShadedMap, title: str, counted: str, notes: Sequence[str] = ()) -> Shades:
    """The map of a page. `counted` names the number, `notes` say of when it is. Raises Http404 where no area of it has
    a border."""
    rings = places.rings_below(shaded.within)
    shapes = tuple(_shape(one, rings[one.place.code]) for one in shaded.rows if one.place.code in rings)
    if not shapes:
        raise Http404
    if is_schematic(within=shaded.within):
        notes = (*notes, _("Schematic map, not surveyed."))
    words = Words(title=title, along=_("Area"), note=" · ".join(notes))
    return Shades(words=words, counted=counted, shapes=shapes, legend=tuple(_legend(shaded)))


def is_schematic(*, within: str) -> bool:
    """Whether any border of the map was drawn by Linli rather than surveyed."""
    return places.outline(within).is_schematic


def dates(*, since: date, until: date) -> str:
    """The dates that a map's numbers are of, as the pages say them."""
    return _("From %(since)s until %(until)s") % {"since": since.isoformat(), "until": until.isoformat()}


def wanted(request: HttpRequest) -> str:
    """The kind of file that is asked for; empty where none is."""
    return request.GET.get(ASKED, "")


def download(
    *, shaded: ShadedMap | None, kind: str, name: str, title: str, counted: str, notes: Sequence[str] = ()
) -> HttpResponse:
    """The map as SVG or PNG, or its numbers as a spreadsheet. Raises Http404 for any other kind, and without a map."""
    if shaded is None:
        raise Http404
    drawn = chart(shaded=shaded, title=title, counted=counted, notes=notes)
    return charts.download(chart=drawn, name=f"{name}-map", kind=kind)


def _shape(one: Shaded, rings: places.Rings) -> Shape:
    value = one.place.value
    return Shape(
        name=one.place.name,
        value=None if value is None else round(value, DECIMALS),
        rings=rings,
        spot=places.centre_of(one.place.code) or rings[0][0],
        text=_text(one),
        shade=one.shade,
    )


def _text(one: Shaded) -> str:
    """The number as the page shows it; of a band, whose words the legend has, the number alone."""
    value = one.place.value
    return one.place.text if isinstance(one.shade, int) or value is None else f"{value:.1f}"


def _legend(shaded: ShadedMap) -> Iterator[Sample]:
    for key in shaded.legend:
        yield Sample(key.shade, _said(key) + _areas(key.places))
    if shaded.without:
        yield Sample(NONE, _("No number, or too few cases for one") + _areas(shaded.without))


def _said(key: Key) -> str:
    return key.least if key.least == key.greatest else f"{key.least} – {key.greatest}"


def _areas(n: int) -> str:
    return bracketed(ngettext("%(n)s area", "%(n)s areas", n) % {"n": n})
