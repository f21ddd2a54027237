"""The tree of organisations keeps its paths in order, whoever moves what."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.people import queries
from linli.people.access import Actor
from linli.people.actions import organisations
from linli.people.models import AdminChange, Organisation

TODAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def added(code: str, admin: Actor, now: datetime, parent: int | None = None) -> int:
    return organisations.add(code=code, name=f"{code}局", parent_id=parent, by=admin, now=now)


def paths() -> dict[str, str]:
    return {view.code: view.path for view in queries.organisations(only_active=False)}


def test_it_adds(admin: Actor, now: datetime) -> None:
    top = added("cg", admin, now)
    added("cg1", admin, now, top)
    added("cg2", admin, now, top)
    assert paths() == {"zz": "0001", "cg": "0002", "cg1": "00020001", "cg2": "00020002"}
    assert AdminChange.objects.filter(kind="organisation.add").count() == 3


def test_it_refuses_a_code_in_use_and_empty_names(admin: Actor, now: datetime) -> None:
    with pytest.raises(Invalid):
        added("zz", admin, now)
    with pytest.raises(Invalid):
        organisations.add(code="x", name=" ", by=admin, now=now)


def test_it_refuses_those_who_may_not(now: datetime) -> None:
    with pytest.raises(NotAllowed):
        added("cg", Actor(kind="staff", role="leader", area_code="43"), now)


def test_it_moves_with_all_under_it(admin: Actor, now: datetime) -> None:
    first, second = added("a", admin, now), added("b", admin, now)
    unit = added("a1", admin, now, first)
    added("a11", admin, now, unit)
    organisations.move(org_id=unit, parent_id=second, by=admin, now=now)
    assert paths()["a1"] == "00030001"
    assert paths()["a11"] == "000300010001"
    organisations.move(org_id=unit, parent_id=None, by=admin, now=now)
    assert paths()["a11"] == paths()["a1"] + "0001"
    assert queries.organisation(org_id=unit).parent_id is None


def test_it_does_not_move_under_itself(admin: Actor, now: datetime) -> None:
    top = added("a", admin, now)
    unit = added("a1", admin, now, top)
    with pytest.raises(NotPossible):
        organisations.move(org_id=top, parent_id=unit, by=admin, now=now)


def test_it_edits(admin: Actor, now: datetime, centre: Organisation) -> None:
    organisations.edit(org_id=centre.pk, name="新名", area_code="430102", phone="12345", by=admin, now=now)
    view = queries.organisation(org_id=centre.pk)
    assert (view.name, view.phone, view.path) == ("新名", "12345", "0001")
    assert AdminChange.objects.get().before["name"] == "芙蓉区综治中心"


def test_it_deactivates_only_what_is_empty(admin: Actor, now: datetime, centre: Organisation) -> None:
    top = added("a", admin, now)
    unit = added("a1", admin, now, top)
    with pytest.raises(NotPossible):
        organisations.deactivate(org_id=top, by=admin, now=now, on_date=TODAY)
    organisations.deactivate(org_id=unit, by=admin, now=now, on_date=TODAY)
    organisations.deactivate(org_id=top, by=admin, now=now, on_date=TODAY)
    with pytest.raises(NotPossible):
        organisations.deactivate(org_id=centre.pk, by=admin, now=now, on_date=TODAY)
    assert [view.code for view in queries.organisations()] == ["zz"]


@pytest.mark.parametrize("change", ["UPDATE people_adminchange SET kind = 'x'", "DELETE FROM people_adminchange"])
def test_the_log_of_changes_cannot_be_changed(admin: Actor, now: datetime, change: str) -> None:
    added("a", admin, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
