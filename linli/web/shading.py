"""Areas shaded by a number in five classes, or coloured by bands that a rule says; each with a legend in words. Counts
nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from linli.core.charts.definition import Band, Shade
from linli.core.charts.shades import shades_of
from linli.places import queries as places
from linli.web.charts import KINDS

NONE = 0
"""The shade of what has no number, which is hatched."""


@dataclass(frozen=True, slots=True)
class Place:
    """An area and its number: None where there is none, or too few cases for one.

    `text` is the number as it is read, `href` leads one level down, `behind` to the list that it counts.
    """

    code: str
    name: str
    value: float | None
    text: str
    href: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Shaded:
    """A place with its shade, from 1 (light: little) to 5, or `NONE`; or with its band by name."""

    place: Place
    shade: Shade


@dataclass(frozen=True, slots=True)
class Key:
    """A shade in the legend: the least and the greatest number that has it, and how many places. A band is described
    by one text, in both."""

    shade: Shade
    least: str
    greatest: str
    places: int


@dataclass(frozen=True, slots=True)
class ShadedMap:
    """All that `components/shaded_map.html` shows. `tiles` are the addresses of the levels' tiles, `files` the address
    and the name of each kind of file (see `mapfiles`)."""

    within: str
    rows: tuple[Shaded, ...]
    legend: tuple[Key, ...]
    without: int
    tiles: tuple[str, ...]
    bounds: tuple[float, float, float, float] | None
    files: tuple[tuple[str, str], ...] = ()


def shaded_map(*, within: str, rows: Iterable[Place], files: str = "") -> ShadedMap:
    """The places of an area with their shades, in the order given. `files`: where the map is had as a file, but for the
    kind, with which the address ends."""
    given = tuple(rows)
    shades = shades_of(values=sorted({one.value for one in given if one.value is not None}))
    shaded = tuple(Shaded(one, NONE if one.value is None else shades[one.value]) for one in given)
    return _map(within, shaded, tuple(_keys(shaded)), files)


def banded_map(
    *, within: str, rows: Iterable[tuple[Place, Band | None]], bands: Iterable[tuple[Band, str]], files: str = ""
) -> ShadedMap:
    """The places of an area, each in the band named beside it, or in none. `bands`: each by name, with its words."""
    shaded = tuple(Shaded(place, band or NONE) for place, band in rows)
    legend = ((band, words, sum(one.shade == band for one in shaded)) for band, words in bands)
    return _map(within, shaded, tuple(Key(band, words, words, n) for band, words, n in legend), files)


def _map(within: str, shaded: tuple[Shaded, ...], legend: tuple[Key, ...], files: str) -> ShadedMap:
    levels = dict.fromkeys(places.area(one.place.code).level for one in shaded)
    return ShadedMap(
        within=within,
        rows=shaded,
        legend=legend,
        without=sum(one.shade == NONE for one in shaded),
        tiles=tuple(reverse("public:area-tiles", args=[level]) for level in levels),
        bounds=places.bounds_of(within),
        files=tuple((f"{files}{kind}", title) for kind, title in KINDS) if files and _is_drawn(shaded) else (),
    )


def _is_drawn(shaded: Sequence[Shaded]) -> bool:
    return any(places.boundary_of(one.place.code) is not None for one in shaded)


def _keys(rows: Sequence[Shaded]) -> Iterable[Key]:
    for shade in sorted({one.shade for one in rows if isinstance(one.shade, int)} - {NONE}):
        here = sorted((one.place for one in rows if one.shade == shade), key=lambda place: place.value or 0)
        yield Key(shade, here[0].text, here[-1].text, len(here))
