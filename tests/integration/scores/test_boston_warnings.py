"""What rose in Boston from July to October 2011, found day by day; and how often shuffled days raise a warning."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from linli.cases.queries.packs import pack_of
from linli.scores.actions.watching import watch
from linli.scores.models import Surge, SurgeNight
from linli.scores.queries.series import Gathered, gather
from linli.scores.rules.baseline import Series, first_night
from linli.scores.rules.calibrating import shuffled, threshold
from linli.scores.rules.ordinary import ordinary
from linli.scores.rules.surges import Hit, episodes, hits
from tests import boston
from tests.boston import CITY, LAST, NOW

pytestmark = pytest.mark.django_db
EVERY = 28


@pytest.fixture
def counts(settings: Settings, data: Path) -> Counter[boston.Key]:
    boston.build(settings, data)
    found = boston.counted(data)
    boston.tally(found)
    return found


def recount(counts: Counter[boston.Key], row: Surge) -> int:
    return sum(
        n
        for (area, category, day), n in counts.items()
        if area.startswith(tuple(row.areas))
        and category.partition(".")[0] == row.category
        and row.since <= day <= row.until
    )


def walk(series: Series, found: Gathered, *, weeks: int) -> int:
    """Warnings of every night after the first five weeks, with a threshold counted anew every four."""
    nights: list[tuple[Hit, ...]] = []
    chance = 0.0
    for night in range(first_night(), series.counts.shape[1]):
        if len(nights) % EVERY == 0:
            known = Series(series.counts[:, : night + 1], series.category, series.whole, series.kinds[: night + 1])
            chance = threshold(series=known, zones=found.zones, promise=1, seed=night, weeks=weeks).chance
        nights.append(hits(series=series, zones=found.zones, night=night, at_most=chance))
    return len(episodes(nights=nights, at_most=1.0))


def test_the_storms_are_found_on_their_day(counts: Counter[boston.Key]) -> None:
    early = watch(as_of=date(2011, 7, 31), now=NOW, weeks=10)
    assert {night.chance for night in early} == {None}, "a month is too little history"

    for day in boston.dates(date(2011, 8, 24), date(2011, 9, 3)):
        watch(as_of=day, now=NOW, weeks=20)

    irene = Surge.objects.get(areas=[CITY], category="greenery")
    assert irene.found_date == date(2011, 8, 28), "the hurricane came on a Sunday"
    assert irene.observed > 10 * irene.expected
    assert irene.last_date == date(2011, 9, 3), "one warning as long as it goes on"
    assert [recount(counts, row) for row in Surge.objects.all()] == [row.observed for row in Surge.objects.all()]
    assert (
        SurgeNight.objects.filter(pack="event", chance__isnull=False).values("calibrated_date").distinct().count() == 1
    )

    watch(as_of=LAST, now=NOW, weeks=20)
    assert Surge.objects.filter(category="greenery", found_date=LAST).exists(), "the snow of 29 October"


def test_shuffled_days_raise_no_more_than_promised(counts: Counter[boston.Key]) -> None:
    found = gather(pack=pack_of(key="event"), as_of=LAST)
    assert found is not None
    random = np.random.default_rng(7)
    series = shuffled(ordinary(found.series), random)
    assert walk(series, found, weeks=20) <= 2.0 * (LAST - boston.FIRST).days / 7


@pytest.mark.slow
def test_the_whole_evaluation(counts: Counter[boston.Key], capsys: pytest.CaptureFixture[str]) -> None:
    for day in boston.dates(date(2011, 8, 4)):
        watch(as_of=day, now=NOW)
    for row in Surge.objects.order_by("found_date", "id"):
        assert row.observed == recount(counts, row)
    found = gather(pack=pack_of(key="event"), as_of=LAST)
    assert found is not None
    random, runs = np.random.default_rng(2011), 8
    days = ordinary(found.series)
    each = [walk(shuffled(days, random), found, weeks=30) for _run in range(runs)]
    uncut = [walk(shuffled(found.series, random), found, weeks=30) for _run in range(3)]
    weeks = (found.series.counts.shape[1] - first_night()) / 7
    with capsys.disabled():
        report(weeks, each, uncut)
    assert 0.7 <= sum(each) / (runs * weeks) <= 1.3


def report(weeks: float, each: list[int], uncut: list[int]) -> None:
    from linli.places import queries as places  # only for the figures of docs/explanation/warnings.md

    lines = [f"{Surge.objects.count() / weeks:.2f} warnings a week over {weeks:.1f} weeks"]
    lines += [
        f"| {row.found_date} | {row.last_date} | {row.category} | {', '.join(map(places.name_of, row.areas))} "
        f"| {row.since} | {row.until} | {row.observed} | {row.expected:.1f} | {row.chance:.0e} |"
        for row in Surge.objects.order_by("found_date", "id")
    ]
    nights = (
        SurgeNight.objects.filter(pack="event").order_by("date").values_list("calibrated_date", "chance").distinct()
    )
    lines += [str(sorted(set(nights)))]
    lines += [
        f"{name}: {np.mean(runs) / weeks:.3f} a week, {runs}" for name, runs in (("shuffled", each), ("uncut", uncut))
    ]
    print("\n".join(lines))  # noqa: T201
