"""The demo's matters of every kind, written as the demo writes them: in several stages, some late, some closed."""

import random
import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from linli.cases.actions.sweeping import sweep
from linli.cases.models import Case, Clock
from linli.cases.queries.verifying import verify
from linli.cli.city import load_city
from linli.cli.demo_content import others, promises, staff
from linli.cli.demo_content.stage import Stage, matters_file
from linli.mediation.models import Mediator
from linli.packs.queries import installed
from linli.scores.queries import ledger

pytestmark = pytest.mark.django_db
PACKS = ("petition", "service", "hazard", "wage", "dispute", "incident")


@pytest.fixture
def written(now: datetime) -> None:
    load_city(now=now, progress=lambda text: None, grids=1)
    stage = Stage(cast=staff.make(now=now), now=now, matters=[], chance=random.Random(1))
    others.make(stage=stage, report=lambda text: None)
    sweep(now=now, limit=10_000)


@pytest.fixture(scope="session")
def told() -> list[Mapping[str, Any]]:
    cases: list[Mapping[str, Any]] = tomllib.loads(matters_file())["cases"]
    return cases


def test_each_kind_is_there_in_several_stages_some_late_some_closed(
    written: None, told: list[Mapping[str, Any]]
) -> None:
    assert Case.objects.count() == len(told)
    assert Case.objects.filter(is_demo=False).count() == 0
    for pack in PACKS:
        stages = set(Case.objects.filter(pack=pack).values_list("stage", flat=True))
        assert len(stages) >= 5, pack
        assert any(installed().pack(pack).stages[one].is_final for one in stages), pack
        assert Clock.objects.filter(case__pack=pack, breached_at__isnull=False, state="running").exists(), pack
    assert not list(verify())
    assert Mediator.objects.count() == 4
    rooms = Case.objects.filter(participants__isnull=False).distinct()
    assert sorted(rooms.values_list("stage", flat=True)) == ["asking", "mediating", "performing"]


def test_every_story_says_that_it_is_made_up(told: list[Mapping[str, Any]]) -> None:
    assert {one["pack"] for one in told} == set(PACKS)
    for one in told:
        assert "{place}" in one["text"], one["text"]
        for field in ("employer", "unit"):
            name = one.get("fields", {}).get(field, "示例")
            assert "示例" in name, name


@pytest.mark.parametrize("month", [1, 3, 11])
def test_a_book_of_promises_at_any_time_of_the_year(now: datetime, month: int) -> None:
    now = now.replace(month=month)
    load_city(now=now, progress=lambda text: None, grids=1)
    cast = staff.make(now=now)
    promises.make(cast=cast, now=now)
    leader, today = cast.actors["leader"], now.date()
    (book,) = ledger.books(by=leader, on=today)
    assert "演示" in book.title
    found = ledger.targets(by=leader, books=[book], today=today)
    assert len(found) == len(promises.TARGETS)
    assert all("演示" in one.promise for one in found)
    assert sum(len(one.milestones) for one in found) == 7
