"""Indices read from tallies, folded or not: beside the own past and the peers, down to the village, never a grid."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases.actions.tallies import fold
from linli.core.errors import NotPossible
from linli.scores.index import queries as indices
from linli.scores.index.definition import Index
from linli.scores.queries import index as queries
from linli.scores.queries.index import EVERY, Piece, Score, parts, peers, score, scores, scores_of
from linli.scores.rules.index import away
from linli.scores.rules.months import holding
from tests.indexing import city_of_ours, counted, month, usual
from tests.world import CITY, COUNTY, OTHER_TOWN, TOWN, World

pytestmark = pytest.mark.django_db
VILLAGE = f"{TOWN}001"
GRID = f"{VILLAGE}001"
MARCH = holding(day=date(2026, 3, 1), months=1, today=date(2026, 11, 1))
DAY = date(2026, 3, 9)


@pytest.fixture
def ours(world: World, settings: LazySettings, tmp_path: Path) -> Index:
    city_of_ours(tmp_path, settings)
    return indices.current().indices["ours"][0]


def item(found: Score, key: str) -> list[object]:
    """What was expected of it, and its score."""
    return next([one.expected, one.score] for one in found.now.items() if one.item.key == key)


@pytest.mark.parametrize("is_folded", [False, True])
def test_an_area_is_set_beside_its_past_and_its_peers(ours: Index, is_folded: bool) -> None:
    usual(TOWN, period=MARCH)
    month(GRID, DAY, on_time=60, late=40, fires=10)
    month(OTHER_TOWN, DAY, on_time=80, late=20, fires=10)
    for town in (TOWN, OTHER_TOWN):
        month(town, date(2026, 2, 3), on_time=90, late=10, fires=10)
    if is_folded:
        fold()
    found = score(index=ours, area=TOWN, period=MARCH)
    assert item(found, "late") == [15, Fraction(100 * 35, 59)], "half of 10 of 100, half of 20 of 100; one is let pass"
    assert item(found, "fires") == [10, 100]
    assert found.now.score == Fraction(60, 100) * Fraction(3500, 59) + 40
    assert away(scored=found.now)["fires"] == 0
    assert found.before.score == 100, "in February it had no past, and its peer did as well"
    assert found.counts[EVERY] == 100
    assert found.counts[Piece("event", "street_order", "late")] == 40
    other = scores(index=ours, areas=peers(area=TOWN), period=MARCH)[OTHER_TOWN]
    assert item(other, "late")[0] == 40, "no past of its own: the peer alone"


def test_what_lies_outside_the_dates_and_categories_is_left_out(ours: Index) -> None:
    usual(TOWN, period=MARCH)
    month(TOWN, DAY, on_time=90, late=10, fires=10)
    for day in (MARCH.since - timedelta(days=1), MARCH.until + timedelta(days=1)):
        counted(TOWN, day, measure="late", n=500)
    counted(TOWN, DAY, measure="late", n=500, category="greenery")
    counted(TOWN, DAY, measure="late", n=500, pack="hazard")
    assert score(index=ours, area=TOWN, period=MARCH).now.score == 100


def test_a_year_without_records_is_no_part_of_the_mean(ours: Index) -> None:
    month(TOWN, date(2025, 3, 31), on_time=80, late=20, fires=10)
    month(TOWN, DAY, on_time=60, late=40, fires=10)
    found = score(index=ours, area=TOWN, period=MARCH)
    assert item(found, "late")[0] == 20
    assert len(next(found.now.items()).seen.past) == 1


def test_it_takes_two_statements_whatever_is_asked_for(ours: Index) -> None:
    """A look at which of the years have records; then all kinds and categories of every span, areas and peers at once.
    A year without records is not read, and one more is part of the same statement."""
    month(TOWN, DAY, on_time=60, late=40, fires=10)
    sets = (peers(area=COUNTY), parts(area=COUNTY))
    scores_of(index=ours, sets=sets, period=MARCH)  # the map and the packs are in memory from now on
    with CaptureQueriesContext(connection) as few:
        scores_of(index=ours, sets=sets, period=MARCH)
    month(TOWN, date(2024, 3, 31), on_time=80, late=20, fires=10)
    with CaptureQueriesContext(connection) as more:
        found = scores_of(index=ours, sets=sets, period=MARCH)
    assert (len(few), len(more)) == (2, 2)
    reads = [one.captured_queries[1]["sql"].count("cases_tallydelta") for one in (few, more)]
    assert reads[0] * 3 == reads[1] * 2, "March and February, and then March two years before as well"
    assert found == (
        scores(index=ours, areas=peers(area=COUNTY), period=MARCH),
        scores(index=ours, areas=parts(area=COUNTY), period=MARCH),
    )


def test_an_area_of_nothing_has_no_score(ours: Index) -> None:
    found = score(index=ours, area=TOWN, period=MARCH)
    assert found.now.score is None
    assert found.now.colour is None
    assert found.now.covered == 0
    assert scores(index=ours, areas=(), period=MARCH) == {}


def test_the_city_stands_beside_its_own_past_alone(ours: Index) -> None:
    usual(TOWN, period=MARCH)
    month(OTHER_TOWN, DAY, on_time=60, late=40, fires=10)
    assert peers(area=CITY) == (CITY,)
    assert item(score(index=ours, area=CITY, period=MARCH), "late")[0] == 10


def test_scores_go_down_to_the_village_and_no_grid_has_one(ours: Index) -> None:
    assert parts(area=CITY) == (COUNTY,)
    assert parts(area=COUNTY) == peers(area=TOWN) == (TOWN, OTHER_TOWN)
    assert parts(area=TOWN) == (VILLAGE,)
    assert parts(area=VILLAGE) == ()
    with pytest.raises(NotPossible):
        queries.score(index=ours, area=GRID, period=MARCH)


def test_the_last_month_is_shown_unless_hardly_anything_came_in_then(ours: Index) -> None:
    today = date(2026, 3, 20)
    month(TOWN, date(2026, 2, 3), on_time=0, late=0, matters=10)
    month(TOWN, DAY, on_time=0, late=0, matters=100)
    assert queries.usual(index=ours, area=TOWN, today=today).key == "2026-02"
    month(TOWN, DAY, on_time=0, late=0, matters=1)
    assert queries.usual(index=ours, area=TOWN, today=today).key == "2026-03"


def test_those_that_come_with_linli_can_be_read(world: World) -> None:
    month(TOWN, DAY, on_time=60, late=40)
    for (index,) in indices.current().indices.values():
        period = holding(day=DAY, months=index.months, today=date(2026, 11, 1))
        assert score(index=index, area=TOWN, period=period).now.score is None


def test_a_citys_faulty_index_is_passed_by(world: World, settings: LazySettings, tmp_path: Path) -> None:
    city_of_ours(tmp_path, settings, text='publish = ["four_fields"]\n[[indices]]\nkey = "four_fields"\n')
    found = indices.current()
    assert found.indices["four_fields"][0].title["zh"] == "平安指数（四领域）"
    assert found.published == ("four_fields",)
