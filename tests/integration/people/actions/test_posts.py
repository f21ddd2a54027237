"""Posts: granted, ended, handed to a stand-in during leave; the same post never twice at once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.people import queries
from linli.people.access import Actor
from linli.people.actions import accounts, posts, tokens
from linli.people.models import Account, AdminChange, Organisation, Post
from linli.places.models import Area

TODAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk: Account, centre: Organisation, admin: Actor, now: datetime) -> int:
    return granted(clerk, centre, admin, now)


def granted(account: Account, centre: Organisation, admin: Actor, now: datetime, starts: date = TODAY) -> int:
    return posts.grant(
        account_id=account.pk,
        role="desk",
        area_code="430102",
        org_id=centre.pk,
        starts_date=starts,
        by=admin,
        now=now,
    )


def test_it_grants(desk: int, clerk: Account, centre: Organisation, admin: Actor) -> None:
    actor = queries.actor(account=clerk, post_id=desk, on_date=TODAY)
    assert (actor.role, actor.area_code, actor.org_path, actor.post_id) == ("desk", "430102", centre.path, desk)
    change = AdminChange.objects.get()
    assert (change.kind, change.account_id, change.after["account"]) == ("post.grant", admin.account_id, clerk.pk)
    assert "受理员甲" not in str(change.after)


def test_it_refuses_what_is_not_there(clerk: Account, admin: Actor, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        posts.grant(
            account_id=0, role="king", area_code="430102999", org_id=0, starts_date=TODAY, by=admin, now=now,
            ends_date=TODAY - timedelta(days=1),
        )  # fmt: skip
    assert set(refused.value.fields) == {"account", "role", "area", "organisation", "ends_date"}


def test_it_refuses_those_who_may_not(clerk: Account, centre: Organisation, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        granted(clerk, centre, Actor(kind="staff", role="desk", area_code="430102"), now)


def test_the_same_post_is_not_held_twice_at_once(
    desk: int, clerk: Account, centre: Organisation, admin: Actor, now: datetime
) -> None:
    with pytest.raises(NotPossible):
        granted(clerk, centre, admin, now, TODAY + timedelta(days=30))
    posts.end(post_id=desk, last_date=TODAY + timedelta(days=29), by=admin, now=now)
    granted(clerk, centre, admin, now, TODAY + timedelta(days=30))


def test_postgresql_itself_refuses_the_overlap(desk: int) -> None:
    post = Post.objects.get(id=desk)
    post.pk = None
    with pytest.raises(IntegrityError, match="people_post_held_once"), transaction.atomic():
        post.save()


def test_it_ends(desk: int, clerk: Account, admin: Actor, now: datetime) -> None:
    posts.end(post_id=desk, last_date=TODAY, by=admin, now=now)
    assert queries.posts_of(account=clerk, on_date=TODAY)
    assert not queries.posts_of(account=clerk, on_date=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        queries.actor(account=clerk, post_id=desk, on_date=TODAY + timedelta(days=1))


def test_it_ends_at_once(desk: int, clerk: Account, admin: Actor, now: datetime) -> None:
    posts.end(post_id=desk, last_date=TODAY - timedelta(days=1), by=admin, now=now)
    assert not queries.posts_of(account=clerk, on_date=TODAY)
    with pytest.raises(Invalid):
        posts.end(post_id=desk, last_date=TODAY - timedelta(days=9), by=admin, now=now)


def test_a_stand_in_alone_holds_the_post_during_leave(
    desk: int, clerk: Account, other: Account, admin: Actor, now: datetime
) -> None:
    first, last = TODAY + timedelta(days=1), TODAY + timedelta(days=3)
    posts.send_on_leave(post_id=desk, stand_in_id=other.pk, from_date=first, until_date=last, by=admin, now=now)
    assert [post.id for post in queries.posts_of(account=clerk, on_date=TODAY)] == [desk]
    assert not queries.posts_of(account=other, on_date=TODAY)
    for day in (first, last):
        assert not queries.posts_of(account=clerk, on_date=day)
        held = queries.posts_of(account=other, on_date=day)
        assert [(post.id, post.stands_in_for) for post in held] == [(desk, "受理员甲")]
        assert queries.actor(account=other, post_id=desk, on_date=day).account_id == other.pk
        assert queries.accounts_at(role="desk", area_code="430102", on_date=day) == (other.pk,)
    posts.end_leave(post_id=desk, by=admin, now=now)
    assert queries.posts_of(account=clerk, on_date=first)


def test_nobody_stands_in_for_themselves(desk: int, clerk: Account, admin: Actor, now: datetime) -> None:
    with pytest.raises(Invalid):
        posts.send_on_leave(post_id=desk, stand_in_id=clerk.pk, from_date=TODAY, until_date=TODAY, by=admin, now=now)
    with pytest.raises(IntegrityError, match="people_post_stand_in_is_other"), transaction.atomic():
        Post.objects.filter(id=desk).update(stand_in=clerk, leave_from_date=TODAY, leave_until_date=TODAY)


def test_an_inactive_account_acts_through_nothing(desk: int, clerk: Account) -> None:
    clerk.is_active = False
    clerk.save()
    with pytest.raises(NotAllowed):
        queries.actor(account=clerk, post_id=desk, on_date=TODAY)
    assert queries.accounts_at(role="desk", area_code="430102", on_date=TODAY) == ()


def test_an_administrator_grants_only_inside_their_area(
    clerk: Account, centre: Organisation, admin: Actor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        posts.grant(
            account_id=clerk.pk, role="desk", area_code="4301", org_id=centre.pk, starts_date=TODAY, by=admin, now=now
        )


@pytest.fixture
def city_bureau(county: Area) -> Organisation:
    return Organisation.objects.create(code="city-cg", path="0009", name="市城管局", area=county.parent)


def test_nobody_is_put_into_a_body_that_reaches_further(
    clerk: Account, city_bureau: Organisation, admin: Actor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        posts.grant(
            account_id=clerk.pk,
            role="handler",
            area_code="430102",
            org_id=city_bureau.pk,
            starts_date=TODAY,
            by=admin,
            now=now,
        )
    assert not Post.objects.filter(account=clerk).exists()


def test_a_post_in_a_body_that_reaches_further_is_out_of_reach(
    clerk: Account, other: Account, city_bureau: Organisation, admin: Actor, now: datetime
) -> None:
    post = Post.objects.create(
        account=clerk, role="handler", area_id="430102", organisation=city_bureau, starts_date=TODAY
    )

    with pytest.raises(NotAllowed):
        posts.send_on_leave(post_id=post.pk, stand_in_id=other.pk, from_date=TODAY, until_date=TODAY, by=admin, now=now)
    with pytest.raises(NotAllowed):
        accounts.reset_password(account_id=clerk.pk, by=admin, now=now)
    with pytest.raises(NotAllowed):
        tokens.issue(name="热线平台", post_id=post.pk, by=admin, now=now)
