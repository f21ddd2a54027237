"""Which times may be proposed, and when all who must come can."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from linli.core.errors import Invalid
from linli.mediation.rules import meeting
from linli.mediation.rules.meeting import Proposal
from linli.mediation.types import ParticipantView

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLAN = Proposal(manner="together", starts=(NOW + HOUR * 48,), length=HOUR, venue="调解室")


def person(number: int, side: str, capacity: str = "party", stands_for: tuple[UUID, ...] = ()) -> ParticipantView:
    """Somebody who takes part."""
    return ParticipantView(
        id=UUID(int=number),
        side=side,
        capacity=capacity,
        place=number,
        is_organisation=False,
        is_minor=False,
        mandate="",
        stands_for=stands_for,
        language="",
        has_contact=True,
        has_email=True,
        agreed_at=NOW,
    )


A, B = person(1, "applicant"), person(2, "respondent")
GUARDIAN = person(3, "applicant", "guardian", (A.id,))
EARLY, LATE = (11, NOW + HOUR * 24), (12, NOW + HOUR * 48)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts": ()}, "starts"),
        ({"starts": tuple(NOW + HOUR * (10 + one) for one in range(6))}, "starts"),
        ({"starts": (NOW + HOUR, NOW + HOUR)}, "starts"),
        ({"starts": (NOW - HOUR,)}, "starts"),
        ({"starts": (NOW + timedelta(days=400),)}, "starts"),
        ({"length": timedelta(minutes=5)}, "length"),
        ({"length": HOUR * 9}, "length"),
        ({"manner": "apart"}, "side"),
        ({"side": "applicant"}, "side"),
        ({"manner": "online"}, "link"),
        ({"venue": " "}, "venue"),
    ],
)
def test_a_faulty_plan_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    meeting.check(plan=PLAN, now=NOW)
    with pytest.raises(Invalid) as refusal:
        meeting.check(plan=replace(PLAN, **change), now=NOW)  # type: ignore[arg-type]
    assert field in refusal.value.fields


def test_the_earliest_time_that_suits_everybody_is_taken() -> None:
    can = {11: {A.id}, 12: {A.id, B.id}}
    assert meeting.all_can(present=[A, B], side="", times=[LATE, EARLY], can=can) == 12
    assert meeting.all_can(present=[A, B], side="", times=[LATE, EARLY], can=can | {11: {A.id, B.id}}) == 11
    assert meeting.all_can(present=[A, B], side="", times=[EARLY], can={11: {A.id}}) is None


def test_who_stands_for_a_party_comes_for_it() -> None:
    assert meeting.all_can(present=[A, B, GUARDIAN], side="", times=[EARLY], can={11: {GUARDIAN.id, B.id}}) == 11
    assert meeting.all_can(present=[A, B, GUARDIAN], side="", times=[EARLY], can={11: {GUARDIAN.id}}) is None


def test_a_talk_apart_waits_for_its_side_alone_and_nobody_who_is_out() -> None:
    assert meeting.all_can(present=[A, B], side="applicant", times=[EARLY], can={11: {A.id}}) == 11
    gone = replace(B, left_at=NOW)
    assert meeting.all_can(present=[A, gone], side="", times=[EARLY], can={11: {A.id}}) == 11
    assert meeting.all_can(present=[gone], side="", times=[EARLY], can={11: {B.id}}) is None
