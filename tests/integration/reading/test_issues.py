"""Hot issues of cases: found, kept, joined, shown to those who may see all their cases, gone with what they are of."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.cases.models import Case, Hiding
from linli.core.errors import NotAllowed, NotFound
from linli.reading.actions import issues
from linli.reading.models import Issue, IssueCase, IssueRun
from linli.reading.queries import issues as queries
from tests import hot
from tests.world import OTHER_TOWN, World

pytestmark = pytest.mark.django_db
VILLAGE, OTHER_VILLAGE = "430102001001", "430102002001"
Statements = Callable[[int], Any]


@pytest.fixture
def issue(world: World, now: datetime) -> Issue:
    return hot.issue(area=VILLAGE, now=now)


def _members(one: Issue) -> set[str]:
    return set(Case.objects.filter(id__in=one.cases.values("case_id")).values_list("number", flat=True))


def test_what_several_people_report_becomes_one_issue(issue: Issue) -> None:
    assert (issue.reports, issue.people, issue.area_code) == (4, 4, VILLAGE)
    assert "乔庄花园南门" in issue.title
    assert _members(issue) == set(Case.objects.filter(text__contains="乔庄花园").values_list("number", flat=True))
    assert issue.heat_people > 3 * issue.heat_lasting > 0


def test_one_person_who_writes_often_makes_none(world: World, now: datetime) -> None:
    for text in hot.TEXTS:
        hot.reported(area=VILLAGE, at=now, texts=(text,), first=7)
    assert issues.keep(now=now) == 0


def test_new_cases_join_it_and_it_keeps_its_number(issue: Issue, now: datetime) -> None:
    later = now + timedelta(hours=1)
    new = hot.reported(
        area=VILLAGE, at=later + timedelta(days=1), texts=("乔庄花园南门垃圾臭气熏天没人清运",), first=50
    )
    hot.reported(area=VILLAGE, at=later + timedelta(days=1), texts=("公交车不按时发车",), first=60)
    assert issues.keep_due(now=later) == 1
    joined = Issue.objects.get()
    assert (joined.pk, joined.reports, joined.people) == (issue.pk, 5, 5)
    assert set(new) < _members(joined)
    assert issues.join(now=later) == 0
    assert issues.keep_due(now=now + timedelta(days=1)) == 1
    assert (Issue.objects.get().pk, Issue.objects.get().reports) == (issue.pk, 5)
    assert list(IssueRun.objects.order_by("at").values_list("is_whole", flat=True)) == [True, False, True]


def test_what_people_merged_belongs_to_it_whatever_its_words(issue: Issue, now: datetime) -> None:
    into = Case.objects.get(number=min(_members(issue)))
    (number,) = hot.reported(area=VILLAGE, at=now, texts=("又没有人来管",), first=80)
    Case.objects.filter(number=number).update(merged_into=into)
    issues.keep(now=now)
    assert number in _members(Issue.objects.get())


def test_it_is_shown_to_those_who_may_see_all_its_cases(issue: Issue, world: World, now: datetime) -> None:
    for who in ("leader", "desk", "upper_desk"):
        assert [one.id for one in queries.listing(by=world.actor(who))] == [issue.pk], who
    assert queries.listing(by=world.actor("other_desk")) == ()
    with pytest.raises(NotFound):
        queries.detail(issue=issue.pk, by=world.actor("other_desk"))
    with pytest.raises(NotAllowed):
        queries.listing(by=world.actor("lead"))
    moved = issue.cases.order_by("case_id").values_list("case_id", flat=True)[:1]
    Case.objects.filter(id__in=list(moved)).update(area_id=OTHER_VILLAGE)
    assert queries.listing(by=world.actor("desk")) == ()
    assert len(queries.listing(by=world.actor("leader"))) == 1
    assert OTHER_VILLAGE.startswith(OTHER_TOWN)


def test_accusations_and_confidential_cases_never_enter(issue: Issue, world: World, now: datetime) -> None:
    one, other = issue.cases.order_by("case_id").values_list("case_id", flat=True)[:2]
    Hiding.objects.create(case_id=one, organisation_id=world.organisations["other"].pk)
    assert queries.listing(by=world.actor("leader")) == ()
    issues.keep(now=now)
    left = Issue.objects.get()
    assert (left.reports, one in left.cases.values_list("case_id", flat=True)) == (3, False)
    assert len(queries.listing(by=world.actor("leader"))) == 1
    Case.objects.filter(id=other).update(confidentiality="confidential")
    assert queries.listing(by=world.actor("leader")) == ()
    assert issues.keep(now=now) == 0


def test_its_number_opens_as_many_cases(issue: Issue, world: World) -> None:
    found = queries.detail(issue=issue.pk, by=world.actor("leader"))
    assert len(found.rows) == found.view.reports == 4
    assert [row.opened_at for row in found.rows] == sorted((row.opened_at for row in found.rows), reverse=True)


def test_a_list_and_a_case_cost_one_statement(
    issue: Issue, world: World, django_assert_num_queries: Statements
) -> None:
    case_id = issue.cases.values_list("case_id", flat=True)[0]
    alone = Case.objects.exclude(id__in=issue.cases.values("case_id")).values_list("id", flat=True)[0]
    leader = world.actor("leader")
    with django_assert_num_queries(3):
        assert len(queries.listing(by=leader)) == 1
        assert getattr(queries.of_case(case_id=case_id, by=leader), "id", None) == issue.pk
        assert queries.of_case(case_id=alone, by=leader) is None
        assert queries.of_case(case_id=case_id, by=world.actor("verifier")) is None


def test_an_erased_case_leaves_it_with_the_title_that_came_from_it(issue: Issue) -> None:
    assert issue.title_from_id is not None
    issues.forget(case_id=issue.title_from_id)
    left = Issue.objects.get()
    assert (left.reports, left.people, left.title, left.title_from_id) == (3, 3, "", None)
    issues.forget(case_id=left.cases.values_list("case_id", flat=True)[0])
    assert not Issue.objects.exists()
    assert not IssueCase.objects.exists()


@pytest.mark.parametrize("change", [{"people": 2}, {"reports": 3}, {"last_at": datetime(2020, 1, 1).astimezone()}])
def test_the_database_refuses_what_cannot_be(issue: Issue, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(id=issue.pk).update(**change)


def test_nobody_is_kept_with_it() -> None:
    kept = {field.name for model in (Issue, IssueCase) for field in model._meta.get_fields()}
    assert kept == {
        "id", "title", "title_from", "area_code", "first_at", "last_at", "reports", "people", "heat_people",
        "heat_support", "heat_lasting", "found_at", "updated_at", "cases", "case", "issue", "score",
    }  # fmt: skip
