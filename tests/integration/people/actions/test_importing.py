"""Importing organisations and posts: all or nothing, every fault by row, the same again changes nothing."""

from datetime import date, datetime

import pytest

from linli.core.errors import Invalid, NotAllowed
from linli.people import queries
from linli.people.access import SYSTEM, Actor
from linli.people.actions.importing import import_organisations, import_posts
from linli.people.models import Account, Organisation, Post
from linli.places.models import Area

TODAY = date(2026, 3, 2)
BODIES = """代码,名称,上级,区划,类型,电话
430102-cg1,城管一中队,430102-cg,430102,cg,
430102-cg,芙蓉区城管局,,430102,cg,12345
"""
PEOPLE = """用户名,姓名,角色,区划,机构,任职日期
lilan,受理员甲,受理员,430102,430102-cg,2026-01-01
lilan,受理员甲,核查员,430102,芙蓉区城管局,
wuhao,承办人乙,承办人,430102,430102-cg1,
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(county: Area, now: datetime) -> None:
    done = import_organisations(content=BODIES.encode(), name="bodies.csv", by=SYSTEM, now=now)
    assert (done.created, done.faults) == (2, ())


def test_it_imports_organisations_whatever_their_order(bodies: None) -> None:
    paths = {view.code: view.path for view in queries.organisations()}
    assert paths == {"430102-cg": "0001", "430102-cg1": "00010001"}
    assert Organisation.objects.get(code="430102-cg").phone == "12345"


def test_the_same_again_changes_nothing_and_a_correction_one(bodies: None, now: datetime) -> None:
    again = import_organisations(content=BODIES.encode(), name="bodies.csv", by=SYSTEM, now=now)
    assert (again.created, again.changed) == (0, 0)
    moved = BODIES.replace("430102-cg1,城管一中队,430102-cg,", "430102-cg1,城管直属中队,,")
    done = import_organisations(content=moved.encode("gb18030"), name="bodies.csv", by=SYSTEM, now=now)
    assert (done.created, done.changed) == (0, 1)
    row = Organisation.objects.get(code="430102-cg1")
    assert (row.name, row.path, row.parent) == ("城管直属中队", "0002", None)


def test_it_tells_every_fault_by_row_and_changes_nothing(county: Area, now: datetime) -> None:
    table = "code,name,parent,area\na,,,\na,A局,,99\n,B局,,\nc,C局,zz,\nd,D局,e,\ne,E局,d,\n"
    done = import_organisations(content=table.encode(), name="bodies.csv", by=SYSTEM, now=now)
    assert sorted({fault.row for fault in done.faults}) == [2, 3, 4, 5, 6, 7]
    assert not Organisation.objects.exists()


def test_it_refuses_a_table_without_the_columns(county: Area, now: datetime) -> None:
    with pytest.raises(Invalid):
        import_organisations(content=b"x,y\n1,2\n", name="bodies.csv", by=SYSTEM, now=now)


def test_it_refuses_those_who_may_not(now: datetime) -> None:
    desk = Actor(kind="staff", role="desk", area_code="430102")
    with pytest.raises(NotAllowed):
        import_organisations(content=BODIES.encode(), name="bodies.csv", by=desk, now=now)
    with pytest.raises(NotAllowed):
        import_posts(content=PEOPLE.encode(), name="people.csv", by=desk, now=now, today=TODAY)


def test_it_makes_accounts_once_and_grants_their_posts(bodies: None, now: datetime) -> None:
    done = import_posts(content=PEOPLE.encode(), name="people.csv", by=SYSTEM, now=now, today=TODAY)
    assert (done.created, [one.username for one in done.passwords]) == (3, ["lilan", "wuhao"])
    account = Account.objects.get(username="lilan")
    assert account.check_password(done.passwords[0].password)
    assert [post.role for post in queries.posts_of(account=account, on_date=TODAY)] == ["desk", "verifier"]
    again = import_posts(content=PEOPLE.encode(), name="people.csv", by=SYSTEM, now=now, today=TODAY)
    assert (again.created, again.passwords) == (0, ())


def test_one_faulty_row_leaves_all_posts_ungranted(bodies: None, now: datetime) -> None:
    table = PEOPLE + "x,某人,国王,99,没有,昨天\n"
    done = import_posts(content=table.encode(), name="people.csv", by=SYSTEM, now=now, today=TODAY)
    assert [fault.row for fault in done.faults] == [5, 5, 5, 5]
    assert not Post.objects.exists()
    assert not Account.objects.exists()
