"""Posts go where their area went; nobody holds the same post twice; what ended stays where it was."""

from datetime import date, datetime

import pytest

from linli.core.errors import NotAllowed
from linli.people.access import Actor
from linli.people.actions.following import follow_areas
from linli.people.models import Account, AdminChange, Organisation, Post
from linli.places.models import Area

TODAY = date(2026, 3, 2)
OLD, OTHER, NEW, PART = "430102001", "430102002", "430102003", "430102004"


@pytest.fixture
def areas(county: Area) -> None:
    for code in (OLD, OTHER, NEW, PART):
        Area.objects.create(code=code, name=code, level="town", parent=county)


def post(account: Account, area: str, organisation: Organisation, *, ends: date | None = None) -> Post:
    return Post.objects.create(
        account=account,
        role="desk",
        area_id=area,
        organisation=organisation,
        starts_date=date(2026, 1, 1),
        ends_date=ends,
    )


def test_it_moves_posts_to_the_first_successor_and_keeps_a_line(
    areas: None, admin: Actor, clerk: Account, centre: Organisation, now: datetime
) -> None:
    held = post(clerk, OLD, centre)
    (moved,) = follow_areas(replaced={OLD: (NEW, PART)}, by=admin, on_date=TODAY, now=now)
    assert (moved.id, moved.area_code, moved.is_ended) == (held.pk, NEW, False)
    assert Post.objects.get(id=held.pk).area_id == NEW
    line = AdminChange.objects.get(kind="post.follow")
    assert (line.before, line.after) == ({"area": OLD}, {"area": NEW})


def test_two_posts_of_one_person_become_one(
    areas: None, admin: Actor, clerk: Account, centre: Organisation, now: datetime
) -> None:
    post(clerk, OLD, centre)
    second = post(clerk, OTHER, centre)
    moved = follow_areas(replaced={OLD: (NEW,), OTHER: (NEW,)}, by=admin, on_date=TODAY, now=now)
    assert [one.is_ended for one in moved] == [False, True]
    assert Post.objects.get(id=second.pk).ends_date == date(2026, 3, 1)


def test_what_ended_before_stays(
    areas: None, admin: Actor, clerk: Account, centre: Organisation, now: datetime
) -> None:
    past = post(clerk, OLD, centre, ends=date(2026, 2, 1))
    assert follow_areas(replaced={OLD: (NEW,)}, by=admin, on_date=TODAY, now=now) == ()
    assert Post.objects.get(id=past.pk).area_id == OLD


def test_nobody_else_moves_posts(areas: None, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        follow_areas(replaced={}, by=Actor(kind="staff", role="desk", area_code="430102"), on_date=TODAY, now=now)
