"""The people of these tests: an administrator, and a small tree of organisations in one county."""

from datetime import UTC, date, datetime

import pytest

from linli.people.access import Actor
from linli.people.models import Account, Organisation, Post
from linli.places.models import Area

TODAY = date(2026, 3, 2)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def county(db: None) -> Area:
    city = Area.objects.create(code="4301", name="长沙市", level="city")
    return Area.objects.create(code="430102", name="芙蓉区", level="county", parent=city)


@pytest.fixture
def centre(county: Area) -> Organisation:
    return Organisation.objects.create(code="zz", path="0001", name="芙蓉区综治中心", area=county)


@pytest.fixture
def admin(county: Area, centre: Organisation) -> Actor:
    account = Account.objects.create(username="admin", name="管理员甲")
    post = Post.objects.create(
        account=account, role="administrator", area=county, organisation=centre, starts_date=date(2026, 1, 1)
    )
    return Actor(kind="staff", account_id=account.pk, post_id=post.pk, role="administrator", area_code="430102")


@pytest.fixture
def clerk(db: None) -> Account:
    return Account.objects.create(username="lilan", name="受理员甲")


@pytest.fixture
def other(db: None) -> Account:
    return Account.objects.create(username="wuhao", name="承办人乙")
