"""What a pack counts: once for each case, under the date of the step, following the case where it goes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules import counting, tallies
from linli.cases.rules.counting import COUNTED, DAYS, TIMED, Measured
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
        Measured("settled", 1, START + timedelta(days=7, hours=13)),
        Measured(f"settled{DAYS}", 8, START + timedelta(days=7, hours=13)),
    ]


def test_what_is_settled_the_same_day_counts_with_no_days() -> None:
    same_day = taken(state(), "settled", at=START + timedelta(hours=3))
    assert [one.name for one in counting.measures(same_day)] == ["settled"]


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
    case, sums = state(), Counter[tuple[object, ...]]()
    for at, (what, value) in enumerate(moves, start=1):
        now = START + timedelta(days=at, hours=at)
        if what == "count":
            after = taken(case, str(value), at=now, court_result="confirmed")
        else:
            changed: dict[str, Any] = {what: value}
            after = replace(case, **changed)
        sums.update(_told(case, after, now))
        case = after
    assert {key: n for key, n in sums.items() if n} == _recounted(case)


def _told(before: CaseState, after: CaseState, now: datetime) -> Mapping[tuple[object, ...], int]:
    found = Counter[tuple[object, ...]]()
    for one in tallies.of_change(before=before, after=after, now=now):
        if one.measure.removesuffix(DAYS) in PACK.counts:
            found[one.area_code, one.category, one.org_id, one.measure, one.at] += one.n
    return found


def _recounted(case: CaseState) -> Mapping[tuple[object, ...], int]:
    place = (case.area_code, case.category, case.lead_org_id or 0)
    found: dict[tuple[object, ...], int] = {}
    for name, second in case.counts.items():
        if name.startswith(COUNTED):
            key, at = name.removeprefix(COUNTED), datetime.fromtimestamp(second, tz=UTC)
            found[*place, key, at] = 1
            if took := case.counts.get(f"{TIMED}{key}"):
                found[*place, key + DAYS, at] = took
    return found
