"""Edits of the map reach a running worker without a restart."""

import threading
import time
from datetime import datetime

import pytest

from linli.places import actions, queries
from linli.places.models import Boundary
from linli.places.queries import snapshot
from tests import changsha

pytestmark = pytest.mark.django_db


def test_an_edit_is_seen_at_once_by_the_process_that_made_it(now: datetime) -> None:
    changsha.load(now=now, grids=0)
    lon, lat = queries.centre_of("430102001001") or (0, 0)
    assert queries.locate(lon=lon, lat=lat).area_code == "430102001001"
    Boundary.objects.filter(area_id="430102001001").delete()
    actions.record_change(what="test", areas=[], by=None, now=now)
    assert queries.locate(lon=lon, lat=lat).area_code == "430102001"


@pytest.mark.django_db(transaction=True)
def test_another_worker_sees_it_within_two_seconds(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    changsha.load(now=now, grids=0)
    lon, lat = queries.centre_of("430102001001") or (0, 0)
    assert queries.locate(lon=lon, lat=lat).area_code == "430102001001"
    monkeypatch.setattr("linli.places.actions.versions.forget", lambda: None)
    Boundary.objects.filter(area_id="430102001001").delete()
    actions.record_change(what="test", areas=[], by=None, now=now)
    until = time.monotonic() + 10
    while queries.locate(lon=lon, lat=lat).area_code != "430102001" and time.monotonic() < until:
        time.sleep(0.05)
    assert queries.locate(lon=lon, lat=lat).area_code == "430102001"


def test_questions_cost_no_statement(now: datetime, django_assert_num_queries: object) -> None:
    changsha.load(now=now, grids=0)
    queries.locate(lon=112.98, lat=28.2)
    queries.area("4301")
    snapshot._Check.next_at = time.monotonic() + 60
    with django_assert_num_queries(0):  # type: ignore[operator]
        queries.locate(lon=112.98, lat=28.2)
        queries.name_path("430102001001")
        queries.areas_under("4301", "town")
        queries.search_areas("文艺")
        queries.find_in_text(text="春华镇武塘村")
        queries.outline("4301", 9)


def test_many_threads_may_ask_at_once(now: datetime) -> None:
    changsha.load(now=now, grids=0)
    expected = queries.locate(lon=112.98, lat=28.2)
    snapshot._Check.next_at = time.monotonic() + 60
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.extend(queries.locate(lon=112.98, lat=28.2) for _turn in range(500)))
        for _thread in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 2000
