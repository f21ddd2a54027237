"""A small index of a city of its own, and the counts of months that it scores."""

from datetime import date, timedelta
from pathlib import Path

from django.conf import LazySettings
from django.utils import timezone

from linli.cases.models import TallyDelta
from linli.scores.rules.months import Period, holding, years_before

OURS = """publish = ["ours"]
[[indices]]
key = "ours"
version = "1"
valid_from = 2020-01-01
title = { zh = "本市平安指数", en = "Our index" }
months = 1
least = 5
prior = 20
reference = { own = 50, peers = 50 }
source = { zh = "本市办法", en = "The city's rules" }
verified = true
[[indices.colours]]
name = "green"
at_least = 90
title = { zh = "优", en = "Excellent" }
[[indices.colours]]
name = "yellow"
at_least = 70
title = { zh = "良", en = "Good" }
[[indices.colours]]
name = "red"
at_least = 0
title = { zh = "较差", en = "Poor" }
[[indices.groups]]
key = "order"
title = { zh = "秩序", en = "Order" }
weight = 60
[[indices.groups.items]]
key = "late"
title = { zh = "超期率", en = "Closed late" }
formula = "late / (on_time + late)"
pack = "event"
categories = ["city_look", "street_order"]
weight = 100
better = "lower"
[[indices.groups]]
key = "fire"
title = { zh = "火灾", en = "Fire" }
weight = 40
[[indices.groups.items]]
key = "fires"
title = { zh = "火灾事件", en = "Fires" }
formula = "opened"
pack = "incident"
categories = ["accident.fire"]
weight = 100
better = "lower"
scale = "matters"
"""


def city_of_ours(folder: Path, settings: LazySettings, *, text: str = OURS) -> None:
    """The city's own folder with these indices in place of its own; none where the text is empty."""
    for file in Path(str(settings.CITY_ROOT)).iterdir():
        if file.name != "indices.toml":
            (folder / file.name).symlink_to(file)
    if text:
        (folder / "indices.toml").write_text(text, encoding="utf-8")
    settings.CITY_ROOT = folder


def last_month() -> Period:
    """The month that pages show unless another is asked for: the last one that is over."""
    today = timezone.localdate()
    running = holding(day=today, months=1, today=today)
    return holding(day=running.since - timedelta(days=1), months=1, today=today)


def counted(area: str, day: date, *, measure: str, n: int, pack: str = "event", category: str = "city_look") -> None:
    """So many of a measure on a day, not folded yet."""
    TallyDelta.objects.create(area_code=area, date=day, pack=pack, category=category, measure=measure, n=n)


def month(area: str, day: date, *, on_time: int, late: int, fires: int = 0, matters: int = 100) -> None:
    """What was counted in an area, all on one day of the month."""
    counted(area, day, measure="on_time", n=on_time)
    counted(area, day, measure="late", n=late, category="street_order.stall")
    counted(area, day, measure="opened", n=matters - fires, pack="service", category="help.other")
    counted(area, day, measure="opened", n=fires, pack="incident", category="accident.fire")


def usual(area: str, *, period: Period, fires: int = 10) -> None:
    """The same month of three years before: a tenth late."""
    for years in (1, 2, 3):
        month(area, years_before(period=period, years=years).since, on_time=90, late=10, fires=fires)
