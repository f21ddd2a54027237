"""Who closed which matters where is learned from the tallies once a day, and asked for the smallest area that tells."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.cases.actions.owners import LEAST, learn, learn_due
from linli.cases.models import Case, Hiding, OwnerTally, Tally
from linli.cases.queries.closers import Practice, practice
from linli.people.models import Organisation
from tests.integration.cases.conftest import Open
from tests.world import COUNTY, OTHER_TOWN, TOWN, World

TODAY = date(2026, 3, 2)
LIGHT = "utility.streetlight"
Statements = Callable[[int], Any]


def closed(org: Organisation | None, n: int, *, area: str, days_ago: int = 10, category: str = LIGHT) -> None:
    """So many matters closed there on one day."""
    Tally.objects.create(
        measure="closed",
        area_code=area,
        date=TODAY - timedelta(days=days_ago),
        pack="event",
        category=category,
        org_id=org.pk if org else 0,
        channel="web",
        band=0,
        n=n,
    )


def ask(area: str = TOWN, *, number: str = "", category: str = LIGHT) -> Practice | None:
    return practice(number=number, pack="event", category=category, area_code=area)


@pytest.fixture
def bodies(world: World) -> tuple[Organisation, Organisation]:
    return world.organisations["lead"], world.organisations["other"]


def test_it_counts_who_closed_how_many_of_how_many_and_since_when(bodies: tuple[Organisation, Organisation]) -> None:
    lead, other = bodies
    closed(lead, 4, area=TOWN)
    closed(lead, 3, area=TOWN, days_ago=20)
    closed(other, 3, area=TOWN)
    learn(today=TODAY)
    found = ask()
    assert found is not None
    assert (found.area_code, found.total, found.since_date) == (TOWN, 10, date(2025, 3, 2))
    assert [(one.id, one.n) for one in found.closers] == [(lead.pk, 7), (other.pk, 3)]


def test_where_too_few_were_closed_the_area_above_tells(bodies: tuple[Organisation, Organisation]) -> None:
    lead, other = bodies
    closed(lead, LEAST - 1, area=TOWN)
    closed(other, LEAST, area=OTHER_TOWN)
    learn(today=TODAY)
    found = ask()
    assert found is not None
    assert (found.area_code, found.total) == (COUNTY, 2 * LEAST - 1)
    assert [one.id for one in found.closers] == [other.pk, lead.pk]


def test_nobody_is_named_of_too_few_of_old_ones_of_other_kinds_and_of_what_no_organisation_led(
    bodies: tuple[Organisation, Organisation],
) -> None:
    lead, _other = bodies
    closed(lead, LEAST - 1, area=TOWN)
    closed(lead, 50, area=TOWN, days_ago=366)
    closed(None, 50, area=TOWN)
    closed(lead, 50, area=TOWN, category="")
    closed(lead, 50, area=TOWN, category="utility.manhole")
    learn(today=TODAY)
    assert ask() is None
    assert ask(category="") is None


def test_a_small_share_is_no_suggestion_but_is_counted(bodies: tuple[Organisation, Organisation]) -> None:
    lead, other = bodies
    closed(lead, 9, area=TOWN)
    closed(other, 1, area=TOWN)
    learn(today=TODAY)
    found = ask()
    assert found is not None
    assert (found.total, [one.id for one in found.closers]) == (10, [lead.pk])


def test_whom_the_case_is_about_and_who_is_closed_are_not_named(
    bodies: tuple[Organisation, Organisation], report: Open
) -> None:
    lead, other = bodies
    closed(lead, 6, area=TOWN)
    closed(other, 6, area=TOWN)
    learn(today=TODAY)
    number = report().number
    Hiding.objects.create(case=Case.objects.get(number=number), organisation=lead)
    found = ask(number=number)
    assert found is not None
    assert [one.id for one in found.closers] == [other.pk]
    assert len((ask() or found).closers) == 2
    Organisation.objects.filter(pk=other.pk).update(is_active=False)
    assert ask(number=number) is None


def test_it_is_learned_once_a_day_and_anew(bodies: tuple[Organisation, Organisation]) -> None:
    lead, other = bodies
    closed(lead, LEAST, area=TOWN)
    assert learn_due(today=TODAY) > 0
    closed(other, LEAST, area=TOWN)
    assert learn_due(today=TODAY) == 0
    assert (ask() or pytest.fail("nothing learned")).total == LEAST
    assert learn_due(today=TODAY + timedelta(days=1)) > 0
    assert (ask() or pytest.fail("nothing learned")).total == 2 * LEAST


def test_asking_is_one_statement_off_the_key(
    bodies: tuple[Organisation, Organisation], django_assert_num_queries: Statements
) -> None:
    closed(bodies[0], LEAST, area=TOWN)
    learn(today=TODAY)
    with django_assert_num_queries(1) as asked:
        assert ask()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "cases_ownertally_pkey" in plan


def test_the_database_refuses_a_count_of_none(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnerTally.objects.create(area_code=TOWN, pack="event", category=LIGHT, org_id=1, n=0, learned_date=TODAY)
