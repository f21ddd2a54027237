"""Entering, changing and retiring mediators, their leave and studios: each change logged, each area by itself."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.mediation.actions import mediators, studios
from linli.mediation.actions.importing import import_mediators
from linli.mediation.errors import NoSuchMediator
from linli.mediation.models import Absence, Mediator, Studio
from linli.mediation.queries import mediators as queries
from linli.mediation.rules.mediators import NewMediator
from linli.people.access import Actor
from linli.people.models import AdminChange, Post
from tests.functional.small_city import COUNTY, OTHER_TOWN, TOWN, City
from tests.mediating import Dispute, open_dispute

TODAY = date(2026, 3, 2)


@pytest.fixture
def admin(city: City, now: datetime) -> Actor:
    return Dispute("", "", city, now).actor("admin")


@pytest.fixture
def new(city: City) -> NewMediator:
    return NewMediator(
        account_id=city.accounts["handler"],
        org_id=city.organisations["furong-cg"],
        area_code=COUNTY,
        fields=("neighbour", "housing"),
        languages=("普通话", "长沙话"),
        introduction="退休法官",
    )


def kinds() -> list[str]:
    return list(AdminChange.objects.order_by("id").values_list("kind", flat=True))


def test_a_mediator_is_entered_and_found(admin: Actor, new: NewMediator, now: datetime) -> None:
    made = mediators.enter(new=new, by=admin, now=now)
    found = queries.directory(on_date=TODAY, area=COUNTY, field="housing")
    assert [(one.id, one.name, one.load, one.away_until) for one in found] == [(made, "承办人甲", 0, None)]
    assert queries.directory(on_date=TODAY, field="labour") == ()
    assert queries.directory(on_date=TODAY, area=TOWN) == ()
    assert kinds() == ["mediator.enter"]
    assert "退休" not in str(AdminChange.objects.get().after)


def test_without_kinds_they_take_every_kind(admin: Actor, new: NewMediator, now: datetime) -> None:
    mediators.enter(new=replace(new, fields=()), by=admin, now=now)
    assert len(queries.directory(on_date=TODAY, field="labour")) == 1


def test_a_change_is_logged_and_the_same_again_is_not(admin: Actor, new: NewMediator, now: datetime) -> None:
    made = mediators.enter(new=new, by=admin, now=now)
    assert mediators.change(mediator_id=made, new=replace(new, most_cases=3), by=admin, now=now)
    assert not mediators.change(mediator_id=made, new=replace(new, most_cases=3), by=admin, now=now)
    assert kinds() == ["mediator.enter", "mediator.change"]
    assert Mediator.objects.get(id=made).most_cases == 3


def test_leave_shows_its_last_day_and_may_be_taken_back(admin: Actor, new: NewMediator, now: datetime) -> None:
    made = mediators.enter(new=new, by=admin, now=now)
    leave = mediators.send_on_leave(mediator_id=made, from_date=TODAY, until_date=date(2026, 3, 6), by=admin, now=now)
    assert queries.mediator(mediator_id=made, on_date=TODAY).away_until == date(2026, 3, 6)
    assert queries.mediator(mediator_id=made, on_date=date(2026, 3, 7)).away_until is None
    assert len(queries.directory(on_date=TODAY, away=True)) == 1
    with pytest.raises(NotPossible):
        mediators.send_on_leave(mediator_id=made, from_date=TODAY, until_date=TODAY, by=admin, now=now)
    with pytest.raises(Invalid):
        mediators.send_on_leave(mediator_id=made, from_date=TODAY, until_date=date(2026, 3, 1), by=admin, now=now)
    mediators.end_leave(mediator_id=made, absence_id=leave, by=admin, now=now)
    assert queries.absences(mediator_id=made, since=TODAY) == ()
    with pytest.raises(NotPossible):
        mediators.end_leave(mediator_id=made, absence_id=leave, by=admin, now=now)


def test_the_retired_are_not_found_and_may_come_back(admin: Actor, new: NewMediator, now: datetime) -> None:
    made = mediators.enter(new=new, by=admin, now=now)
    mediators.retire(mediator_id=made, by=admin, now=now)
    assert queries.directory(on_date=TODAY) == ()
    assert not queries.directory(on_date=TODAY, with_retired=True)[0].is_active
    mediators.bring_back(mediator_id=made, by=admin, now=now)
    assert len(queries.directory(on_date=TODAY)) == 1


def test_nobody_retires_with_open_cases(city: City, admin: Actor, now: datetime) -> None:
    open_dispute(city=city, now=now)
    row = Mediator.objects.get()
    assert queries.mediator(mediator_id=row.pk, on_date=TODAY).load == 1
    with pytest.raises(NotPossible):
        mediators.retire(mediator_id=row.pk, by=admin, now=now)


def test_who_handles_nothing_there_is_refused(city: City, admin: Actor, new: NewMediator, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        mediators.enter(new=replace(new, account_id=city.accounts["desk"]), by=admin, now=now)
    assert set(refused.value.fields) == {"account"}


def test_each_account_stands_there_once(admin: Actor, new: NewMediator, now: datetime) -> None:
    mediators.enter(new=new, by=admin, now=now)
    with pytest.raises(NotPossible):
        mediators.enter(new=new, by=admin, now=now)


def test_others_and_other_areas_are_refused(city: City, admin: Actor, new: NewMediator, now: datetime) -> None:
    made = mediators.enter(new=new, by=admin, now=now)
    desk = Dispute("", "", city, now).actor("desk")
    with pytest.raises(NotAllowed):
        mediators.enter(new=new, by=desk, now=now)
    with pytest.raises(NotAllowed):
        mediators.retire(mediator_id=made, by=desk, now=now)
    Post.objects.filter(account_id=city.accounts["admin"]).update(area_id=OTHER_TOWN)
    town_admin = Dispute("", "", city, now).actor("admin")
    with pytest.raises(NotAllowed):
        mediators.change(mediator_id=made, new=new, by=town_admin, now=now)
    with pytest.raises(NoSuchMediator):
        mediators.retire(mediator_id=made + 1, by=admin, now=now)


def test_a_studio_belongs_to_one_body(city: City, admin: Actor, new: NewMediator, now: datetime) -> None:
    body, other = city.organisations["furong-cg"], city.organisations["furong-zj"]
    made = studios.open_studio(org_id=body, name="老李工作室", by=admin, now=now)
    mediators.enter(new=replace(new, studio_id=made), by=admin, now=now)
    assert queries.directory(on_date=TODAY, text="老李")[0].studio_name == "老李工作室"
    with pytest.raises(NotPossible):
        studios.open_studio(org_id=body, name="老李工作室", by=admin, now=now)
    with pytest.raises(NotPossible):
        studios.change_studio(studio_id=made, name="老李工作室", name_en="", is_active=False, by=admin, now=now)
    elsewhere = studios.open_studio(org_id=other, name="老李工作室", by=admin, now=now)
    with pytest.raises(Invalid) as refused:
        mediators.enter(new=replace(new, account_id=city.accounts["head"], studio_id=elsewhere), by=admin, now=now)
    assert set(refused.value.fields) == {"studio"}
    studios.change_studio(studio_id=elsewhere, name="老王工作室", name_en="Wang", is_active=False, by=admin, now=now)
    assert [one.name for one in queries.studios()] == ["老李工作室"]
    assert kinds()[-1] == "studio.change"


TABLE = """用户名,调解组织,区划,语言,工作室,擅长,简介,最多在办
handler,furong-cg,430102,普通话、长沙话,老李工作室,邻里纠纷、housing,退休法官,6
HEAD,芙蓉区城市管理和综合执法局,430102,普通话,,,,
"""


def test_a_table_enters_all_or_nobody(city: City, admin: Actor, now: datetime) -> None:
    done = import_mediators(content=TABLE.encode(), name="mediators.csv", by=admin, now=now)
    assert (done.created, done.changed, done.faults) == (2, 0, ())
    assert Mediator.objects.get(account_id=city.accounts["handler"]).fields == ["neighbour", "housing"]
    again = import_mediators(content=TABLE.encode(), name="mediators.csv", by=admin, now=now)
    assert (again.created, again.changed) == (0, 0)
    corrected = import_mediators(content=TABLE.replace(",6\n", ",7\n").encode(), name="m.csv", by=admin, now=now)
    assert (corrected.created, corrected.changed) == (0, 1)


def test_one_bad_row_changes_nothing(city: City, admin: Actor, now: datetime) -> None:
    done = import_mediators(
        content=(TABLE + "desk,furong-cg,430102,普通话,新工作室,,,\n").encode(), name="m.csv", by=admin, now=now
    )
    assert [fault.row for fault in done.faults] == [4]
    assert not Mediator.objects.exists()
    assert not Studio.objects.exists()


def test_the_database_refuses_what_no_action_writes(admin: Actor, new: NewMediator, now: datetime) -> None:
    made = mediators.enter(new=new, by=admin, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mediator.objects.filter(id=made).update(most_cases=0)
    for dates in ((date(2026, 3, 2), date(2026, 3, 1)),):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(mediator_id=made, from_date=dates[0], until_date=dates[1])
    Absence.objects.create(mediator_id=made, from_date=TODAY, until_date=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(mediator_id=made, from_date=TODAY, until_date=date(2026, 3, 9))
