"""Accounts: one-time passwords, lock-out after five failures, ends and resets."""

from datetime import date, datetime, timedelta

import pytest

from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.people.access import Actor
from linli.people.actions import accounts
from linli.people.models import Account, AdminChange, Organisation, Post, SignInFailure
from linli.people.rules import password_classes

pytestmark = pytest.mark.django_db


def test_it_creates_with_a_one_time_password(admin: Actor, now: datetime) -> None:
    made = accounts.create(username="chenxi", name="网格员甲", by=admin, now=now)
    row = Account.objects.get(id=made.account_id)
    assert row.check_password(made.password)
    assert row.must_change_password
    assert password_classes(password=made.password) >= 3
    assert made.password not in repr(made)
    change = AdminChange.objects.get()
    assert "网格员甲" not in f"{change.before}{change.after}{change.subject}"


def test_it_refuses_a_name_in_use_or_unfit(admin: Actor, now: datetime, clerk: Account) -> None:
    for username in ("LILAN", "a b", ""):
        with pytest.raises(Invalid) as refused:
            accounts.create(username=username, name="x", by=admin, now=now)
        assert "username" in refused.value.fields


def test_it_deactivates_others_but_not_oneself(admin: Actor, now: datetime, clerk: Account) -> None:
    accounts.deactivate(account_id=clerk.pk, by=admin, now=now)
    clerk.refresh_from_db()
    assert not clerk.is_active
    accounts.reactivate(account_id=clerk.pk, by=admin, now=now)
    assert admin.account_id is not None
    with pytest.raises(NotPossible):
        accounts.deactivate(account_id=admin.account_id, by=admin, now=now)


def test_five_failures_lock_for_ten_minutes(clerk: Account, now: datetime) -> None:
    for _try in range(4):
        assert accounts.sign_in_failed(username="lilan", now=now) is None
    until = accounts.sign_in_failed(username="LiLan ", now=now)
    assert until == now + timedelta(minutes=10)
    assert accounts.locked_until(username="lilan", now=now) == until
    later = now + timedelta(minutes=10)
    assert accounts.locked_until(username="lilan", now=later) is None
    assert accounts.sign_in_failed(username="lilan", now=later) is None


def test_a_success_and_an_administrator_unlock(admin: Actor, clerk: Account, now: datetime) -> None:
    for _round in range(2):
        for _try in range(5):
            accounts.sign_in_failed(username="lilan", now=now)
        assert accounts.locked_until(username="lilan", now=now)
        accounts.unlock(account_id=clerk.pk, by=admin, now=now)
        assert accounts.locked_until(username="lilan", now=now) is None
    accounts.sign_in_succeeded(username="lilan")
    assert not SignInFailure.objects.exists()


def test_old_failures_are_forgotten(now: datetime) -> None:
    for minutes in (0, 40, 80, 120, 160, 200):
        assert accounts.sign_in_failed(username="x", now=now + timedelta(minutes=minutes)) is None


def test_a_reset_gives_a_new_one_time_password_and_unlocks(admin: Actor, clerk: Account, now: datetime) -> None:
    for _try in range(5):
        accounts.sign_in_failed(username="lilan", now=now)
    made = accounts.reset_password(account_id=clerk.pk, by=admin, now=now)
    clerk.refresh_from_db()
    assert clerk.check_password(made.password)
    assert clerk.must_change_password
    assert accounts.locked_until(username="lilan", now=now) is None
    accounts.password_changed(account_id=clerk.pk)
    clerk.refresh_from_db()
    assert not clerk.must_change_password


def test_nobody_resets_the_password_of_those_who_reach_further(admin: Actor, clerk: Account, now: datetime) -> None:
    body = Organisation.objects.get()
    Post.objects.create(
        account=clerk, role="administrator", area_id="4301", organisation=body, starts_date=date(2026, 1, 1)
    )
    with pytest.raises(NotAllowed):
        accounts.reset_password(account_id=clerk.pk, by=admin, now=now)
