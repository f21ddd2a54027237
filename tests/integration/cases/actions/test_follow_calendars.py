"""Editing the calendar moves the due dates of open cases, says so in each, and the explanation agrees."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from linli.cases.actions.following import follow_calendars
from linli.cases.actions.opening import open_case
from linli.cases.models import Case, Clock, Event
from linli.cases.queries import public_case, verify
from linli.cases.queries.moving import moves
from linli.cases.types import NewCase, Opened
from linli.core.calendars import actions, queries
from linli.core.clock import Calendar
from linli.people.access import PUBLIC
from linli.places.models import Area

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 10, tzinfo=CHINA)
HOLIDAY = date(2026, 3, 4)
VILLAGE = "430102001001"


@pytest.fixture
def later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture
def opened(db: None) -> Opened:
    parent = None
    levels = {"43": "province", "4301": "city", "430102": "county", VILLAGE[:9]: "town", VILLAGE: "village"}
    for code, level in levels.items():
        parent = Area.objects.create(code=code, name=f"{level} {code}", level=level, parent=parent)
    report = NewCase(pack="event", text="路灯不亮", channel="web", area_code=VILLAGE)
    return open_case(report=report, by=PUBLIC, now=MONDAY)


def make_holiday(capture: DjangoCaptureOnCommitCallbacks) -> None:
    with capture(execute=True):
        actions.set_day(date=HOLIDAY, kind="holiday", name="临时放假", name_en="Extra holiday")


def test_it_moves_open_cases_and_says_so(
    opened: Opened, later: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = opened.promised_at
    assert before is not None
    make_holiday(django_capture_on_commit_callbacks)
    assert follow_calendars(now=later) == 1

    case = Case.objects.get(number=opened.number)
    promise = Clock.objects.get(case=case, key="promise")
    assert case.promised_at == promise.due_at
    assert promise.due_at - before == timedelta(days=1)
    event = Event.objects.filter(case=case).latest("seq")
    assert (event.kind, event.is_public) == ("calendar_followed", True)
    assert list(verify()) == []
    seen = public_case(number=opened.number, secret=opened.secret, now=MONDAY)
    assert seen.promise is not None
    assert "临时放假" in seen.promise.sentence


def test_followed_once_it_has_nothing_more_to_do(
    opened: Opened, later: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_holiday(django_capture_on_commit_callbacks)
    assert queries.to_follow(now=later) == (("default", 1),)
    follow_calendars(now=later)
    assert queries.to_follow(now=later) == ()
    assert follow_calendars(now=later) == 0


def test_a_fresh_edit_is_left_until_every_worker_counts_on_it(
    opened: Opened, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_holiday(django_capture_on_commit_callbacks)
    assert queries.to_follow(now=datetime.now(UTC)) == ()


def test_a_dry_run_lists_what_would_move_and_moves_nothing(opened: Opened) -> None:
    now = queries.calendar()
    tried = Calendar(key=now.key, tz=now.tz, hours=now.hours, holidays={HOLIDAY: "临时放假"})
    (move,) = [move for move in moves(calendar=tried) if move.clock == "promise"]
    assert (move.number, move.due_at - move.was) == (opened.number, timedelta(days=1))
    assert Clock.objects.get(key="promise").due_at == move.was


def test_a_case_closed_before_the_edit_keeps_its_date_and_says_so(
    opened: Opened, later: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Clock.objects.update(state="stopped", stopped_at=MONDAY)
    make_holiday(django_capture_on_commit_callbacks)
    assert follow_calendars(now=later) == 0
    seen = public_case(number=opened.number, secret=opened.secret, now=MONDAY)
    assert seen.promise is None or "按当时的工作日历计算" in seen.promise.sentence
