"""What was reported lately, in words that name no person and no door: kind, area, stage, day."""

from dataclasses import dataclass
from datetime import date, datetime

from linli.cases.types import MapPoint
from linli.process.definition import Stage
from linli.web.public import domain, tiles
from linli.web.wording import text_of

DAYS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One public case as it may be shown to anybody."""

    category: str
    icon: str
    place: str
    stage: Stage
    opened_date: date
    lon: float
    lat: float


def lines(
    *, limit: int, now: datetime, area_code: str = "", days: int = DAYS, kind: str = "", only_open: bool = False
) -> tuple[Line, ...]:
    """The newest public cases of an area, of the whole city without one; of a kind, or all that are open."""
    code = area_code or domain.city_code()
    found = domain.points(area_code=code, days=days, limit=limit, now=now, kind=kind, only_open=only_open)
    made = (_line(point) for point in found)
    return tuple(line for line in made if line)


def _line(point: MapPoint) -> Line | None:
    category, stage = domain.kind_of(pack_key=point.pack, category=point.category, stage=point.stage)
    if stage is None:
        return None
    return Line(
        category=text_of(category.title) if category else "—",
        icon=tiles.icon_of(category=point.category),
        place=domain.place_words(code=domain.coarse_area(code=point.area_code)),
        stage=stage,
        opened_date=point.opened_date,
        lon=point.lon,
        lat=point.lat,
    )
