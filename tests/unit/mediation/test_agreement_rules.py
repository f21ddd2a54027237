"""Instalments, templates, who signs for whom, and the days left: without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.errors import Invalid
from linli.mediation.agreed import Draft, Duty
from linli.mediation.rules import confirming, drafting, performing, signing
from linli.mediation.types import ParticipantView

SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(
    st.decimals(min_value=2, max_value=10**9, places=2),
    st.integers(min_value=1, max_value=120),
    st.sampled_from(["month", "fortnight", "week"]),
)
def test_parts_add_up_and_come_one_after_another(total: Decimal, count: int, every: str) -> None:
    parts = drafting.instalments(total=total, count=count, first=date(2026, 1, 31), every=every)
    sums, days = zip(*parts, strict=True)
    assert sum(sums) == total
    assert len(set(sums[:-1])) <= 1
    assert list(days) == sorted(set(days))


def test_monthly_parts_keep_the_last_day() -> None:
    parts = drafting.instalments(total=Decimal(300), count=3, first=date(2027, 12, 31), every="month")
    assert [day.isoformat() for _part, day in parts] == ["2027-12-31", "2028-01-31", "2028-02-29"]


@pytest.mark.parametrize(("total", "count"), [("100", 0), ("100", 121), ("0.01", 2), ("-5", 1), ("10000000001", 1)])
def test_what_cannot_be_parted(total: str, count: int) -> None:
    with pytest.raises(Invalid):
        drafting.instalments(total=Decimal(total), count=count, first=date(2026, 1, 1), every="month")


@pytest.mark.parametrize(
    ("category", "template"),
    [
        ("neighbour.leak", "agreement_neighbour"),
        ("contract.loan", "agreement_debt"),
        ("labour.pay", "agreement_labour"),
        ("damage.injury", "agreement_damage"),
        ("family.support", "agreement"),
        ("labours", "agreement"),
    ],
)
def test_a_kind_of_dispute_begins_with_its_template(category: str, template: str) -> None:
    assert drafting.template_for(category=category) == template


@pytest.mark.parametrize(
    "duty",
    [
        Duty("pay", "applicant", "applicant", "", date(2026, 1, 1), Decimal(1)),
        Duty("pay", "applicant", "respondent", "", date(2026, 1, 1)),
        Duty("do", "applicant", "respondent", " ", date(2026, 1, 1)),
    ],
)
def test_what_can_never_be_a_duty(duty: Duty) -> None:
    with pytest.raises(Invalid) as refusal:
        drafting.check(draft=Draft(duties=(duty,)))
    assert "duties" in refusal.value.fields


def somebody(capacity: str = "party", **more: object) -> ParticipantView:
    """On the applicants' side."""
    made = ParticipantView(
        id=uuid4(), side="applicant", capacity=capacity, place=1, is_organisation=False, is_minor=False, mandate="",
        stands_for=(), language="", has_contact=False, has_email=False,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_who_binds_whom() -> None:
    child, party = somebody(is_minor=True), somebody()
    for whom in (child.id, party.id):
        assert signing.binds(one=somebody("guardian", stands_for=(whom,))) == (whom,)
        assert signing.binds(one=somebody("agent", mandate="general", stands_for=(whom,))) == ()
        assert signing.binds(one=somebody("agent", mandate="special", stands_for=(whom,))) == (whom,)
    assert signing.binds(one=child) == ()
    assert signing.binds(one=party) == (party.id,)
    assert signing.binds(one=replace(party, left_at=datetime(2026, 1, 1, tzinfo=UTC))) == ()


@given(st.sets(st.integers(min_value=0, max_value=4)))
def test_a_group_is_covered_by_all_that_it_elected_and_no_fewer(signed: set[int]) -> None:
    owners = [somebody() for _one in range(6)]
    whom: tuple[UUID, ...] = tuple(one.id for one in owners)
    elected = [somebody("elected", mandate="special", stands_for=whom) for _one in range(5)]
    waits = signing.uncovered(present=[*owners, *elected], signed={elected[at].id for at in signed})
    assert bool(waits) == (len(signed) < 5)


def test_a_version_is_outdated_once_a_party_left_or_came() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    later = at + timedelta(hours=1)
    assert not signing.is_outdated(fixed_at=at, present=[somebody(joined_at=at)])
    assert signing.is_outdated(fixed_at=at, present=[somebody(left_at=later)])
    assert signing.is_outdated(fixed_at=at, present=[somebody(joined_at=later)])


def test_the_last_day_is_counted_to_its_end() -> None:
    due = datetime(2026, 4, 2, tzinfo=SHANGHAI)
    last = confirming.window(due_at=due, now=datetime(2026, 4, 1, 23, 59, tzinfo=SHANGHAI), tz=SHANGHAI)
    assert (last.last_date, last.days_left, last.is_open) == (date(2026, 4, 1), 0, True)
    assert not confirming.window(due_at=due, now=due, tz=SHANGHAI).is_open


def test_a_sum_is_kept_in_whole_yuan() -> None:
    assert [performing.whole(amount=Decimal(text)) for text in ("0.49", "0.50", "20000.50")] == [0, 1, 20001]
