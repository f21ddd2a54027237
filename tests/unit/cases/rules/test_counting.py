"""What a pack counts: once for each case, under the date of the step, following the case where it goes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules import counting, tallies
from linli.cases.rules.bands import band_of
from linli.cases.rules.counting import COUNTED, TIMED, Measured
from linli.cases.rules.state import CaseState
from linli.cases.rules.step import Resolved, Step
from linli.people.access import Actor
from linli.process.definition import Action, Condition, Count, Pack
from linli.process.registry import registry

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
TITLE = {"zh": "甲", "en": "A"}
PACK = replace(
    registry().pack("dispute"),
    counts={
        "settled": Count("settled", TITLE, timed=True),
        "confirmed": Count("confirmed", TITLE, Condition("court_result", ("confirmed",))),
    },
)


def state(**changes: Any) -> CaseState:
    """A dispute in mediation."""
    return replace(
        CaseState(
            id=1,
            number="JF-1",
            pack="dispute",
            category="neighbour.leak",
            urgency="normal",
            confidentiality="internal",
            area_code="430102001001",
            stage="mediating",
            holder_kind="org",
            holder_area="430102001",
            opened_at=START,
            version=1,
            event_count=1,
            last_hash=b"",
        ),
        **changes,
    )


def step(*counts: str, at: datetime, pack: Pack = PACK, **inputs: Any) -> Step:
    action = Action("x", TITLE, frozenset({"mediating"}), "@same", frozenset({"lead"}), counts=counts)
    return Step(pack, action, inputs, Actor(kind="system"), at, {}, Resolved())


def taken(case: CaseState, *counts: str, at: datetime, **inputs: Any) -> CaseState:
    found = counting.counted(before=case, state=case, facts=case.fields, step=step(*counts, at=at, **inputs))
    return replace(case, counts=found)


def test_the_first_time_counts_with_its_days() -> None:
    first = taken(state(), "settled", at=START + timedelta(days=7, hours=13))
    again = taken(first, "settled", at=START + timedelta(days=30))
    assert again.counts == first.counts
    assert first.counts[f"{TIMED}settled"] == 8
    assert list(counting.measures(first)) == [
        Measured("opened", 1, START),
        Measured("settled", 1, START + timedelta(days=7, hours=13), total=8),
    ]


def test_what_is_settled_the_same_day_counts_with_no_days() -> None:
    same_day = taken(state(), "settled", at=START + timedelta(hours=3))
    assert [(one.name, one.total) for one in counting.measures(same_day)][1:] == [("settled", 0)]


def test_a_closing_counts_with_its_minutes_and_against_the_promise() -> None:
    closed_at = START + timedelta(hours=3)
    case = state(closed_at=closed_at, promised_at=closed_at)
    closed, judged = list(counting.measures(case))[1:]
    assert (closed.name, closed.total, closed.band) == ("closed", 180, 30)
    assert judged == Measured("on_time", 1, closed_at)
    late = state(closed_at=closed_at, promised_at=closed_at - timedelta(seconds=1))
    assert list(counting.measures(late))[-1] == Measured("late", 1, closed_at)


@pytest.mark.parametrize("secret", [{"confidentiality": "confidential"}, {"hidden": {7: "0001"}}])
def test_what_not_everybody_may_list_is_counted_nowhere(secret: dict[str, Any]) -> None:
    assert list(counting.measures(state(closed_at=START, counts={"counted:settled": 1}, **secret))) == []
    drafts = tallies.of_change(before=state(), after=state(**secret))
    assert [(one.measure, one.n) for one in drafts] == [("opened", -1)]


def test_the_first_step_of_somebody_on_duty_is_the_first_answer() -> None:
    case, at = state(), START + timedelta(minutes=90)
    by_system = counting.lived(before=case, after=case, step=step(at=at))
    assert by_system == {}
    on_duty = replace(step(at=at), by=Actor(kind="staff"))
    answered = replace(case, counts=counting.lived(before=case, after=case, step=on_duty))
    assert list(counting.measures(answered))[-1] == Measured("responded", 1, at, band=26, total=90)
    again = replace(on_duty, now=at + timedelta(days=1))
    assert counting.lived(before=answered, after=answered, step=again) is answered.counts


def test_a_condition_looks_at_the_answer_and_at_what_the_case_knows() -> None:
    assert not taken(state(), "confirmed", at=START, court_result="dismissed").counts
    assert taken(state(), "confirmed", at=START, court_result="confirmed").counts
    assert taken(state(fields={"court_result": "confirmed"}), "confirmed", at=START).counts
    late = taken(state(fields={"court_result": "confirmed"}), "confirmed", at=START, court_result="dismissed")
    assert not late.counts


def test_a_step_that_counts_nothing_leaves_the_counts_alone() -> None:
    case = state()
    assert counting.counted(before=case, state=case, facts={}, step=step(at=START)) is case.counts


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("count"), st.sampled_from(["settled", "confirmed"])),
        st.tuples(st.just("area_code"), st.sampled_from(["430102001001", "430102001002", "430102002001"])),
        st.tuples(st.just("category"), st.sampled_from(["neighbour.leak", "labour.pay", ""])),
        st.tuples(st.just("lead_org_id"), st.sampled_from([None, 1, 2])),
        st.tuples(st.just("closed_at"), st.sampled_from([None, START + timedelta(days=90)])),
    ),
    max_size=12,
)


@given(moves=MOVES)
def test_the_deltas_of_any_history_add_up_to_a_recount(moves: list[tuple[str, object]]) -> None:
    case = state()
    sums = Counter(_recounted(case))
    for at, (what, value) in enumerate(moves, start=1):
        now = START + timedelta(days=at, hours=at)
        if what == "count":
            after = taken(case, str(value), at=now, court_result="confirmed")
        else:
            changed: dict[str, Any] = {what: value}
            after = replace(case, **changed)
        sums.update(_told(case, after))
        case = after
    assert {key: n for key, n in sums.items() if n} == _recounted(case)


def _told(before: CaseState, after: CaseState) -> Mapping[tuple[object, ...], int]:
    found = Counter[tuple[object, ...]]()
    for one in tallies.of_change(before=before, after=after):
        found[one.area_code, one.category, one.org_id, one.measure, one.at, one.band, "n"] += one.n
        found[one.area_code, one.category, one.org_id, one.measure, one.at, one.band, "total"] += one.total
    return found


def _recounted(case: CaseState) -> Mapping[tuple[object, ...], int]:
    place = (case.area_code, case.category, case.lead_org_id or 0)
    found: dict[tuple[object, ...], int] = {(*place, "opened", case.opened_at, 0, "n"): 1}
    if case.closed_at:
        minutes = int((case.closed_at - case.opened_at).total_seconds()) // 60
        band = band_of(minutes=minutes)
        found |= {
            (*place, "closed", case.closed_at, band, "n"): 1,
            (*place, "closed", case.closed_at, band, "total"): minutes,
        }
    for name, second in case.counts.items():
        if name.startswith(COUNTED):
            key, at = name.removeprefix(COUNTED), datetime.fromtimestamp(second, tz=UTC)
            found[*place, key, at, 0, "n"] = 1
            if took := case.counts.get(f"{TIMED}{key}"):
                found[*place, key, at, 0, "total"] = took
    return found
