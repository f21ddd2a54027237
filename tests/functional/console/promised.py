"""A book of promises of this year, whose owner reported, for journeys and for the walk over every page."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from linli.people import queries as people
from linli.people.access import Actor
from linli.people.models import Account
from linli.scores.actions import books, reporting, targets
from linli.scores.types import NewBook, NewTarget, Word
from tests.functional.small_city import TOWN, City


def actor(username: str) -> Actor:
    """A member of staff through their first post."""
    account = Account.objects.get(username=username)
    return people.actor(account=account, post_id=None, on_date=timezone.localdate())


def promised(city: City) -> dict[str, int]:
    """Four targets: milestones (one late, one waiting), a number, a rate without enough cases, a count kept low.

    Answers the ids that addresses name; the town's desk reads the book, which is the town's.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    starts, ends = today - timedelta(days=200), today + timedelta(days=165)
    leader = actor("leader")
    new = NewBook("year", "平安建设目标责任书（演示）", "Safe Neighbourhoods (demonstration)", TOWN, starts, ends)
    book = books.make(new=new, by=leader, now=now)

    def add(title: str, title_en: str, promise: str, **given: object) -> int:
        usual = {"area": TOWN, "owner_id": city.organisations["furong-cg"], "starts": starts, "due": ends}
        target = NewTarget(title=title, title_en=title_en, promise=promise, **usual | given)  # type: ignore[arg-type]
        return targets.add(book=book.id, new=target, by=leader, now=now)

    steps = {"measured": "milestones"}
    lanes = add("背街小巷路灯改造", "Street lamps of the back lanes", "改造12条背街小巷的路灯。", **steps)
    waiting = _marks(lanes, today, leader, now)
    hand = {"measured": "hand", "direction": "at_least", "goal": Decimal(200), "unit": "个"}
    report = _number(add("新建充电桩", "New charging points", "新建电动自行车集中充电桩200个。", **hand), now, today)
    case = {"pack": "event", "goal": Decimal(90), "direction": "at_least"}
    add(
        "网格事件按时办结",
        "Matters closed in time",
        "按时办结率不低于90%。",
        measured="rate",
        measure="on_time",
        over="on_time+late",
        **case,
    )
    low = {**case, "goal": Decimal(500), "direction": "at_most", "measured": "count", "measure": "opened"}
    add("占道经营投诉下降", "Fewer complaints about street stalls", "全年受理不超过500件。", **low)
    return {"book": book.id, "target": lanes, "report": report, "waiting": waiting}


def _marks(target: int, today: date, leader: Actor, now: datetime) -> int:
    """Done and confirmed, late, reported, to come. Answers the report that waits."""
    marks = [
        targets.add_milestone(
            target=target, title=title, title_en=en, due=today + timedelta(days=days), by=leader, now=now
        )
        for title, en, days in (
            ("完成现场踏勘", "Survey done", -150),
            ("完成招标", "Tender done", -60),
            ("首批6条开工", "First six lanes begun", 20),
            ("竣工验收", "Work accepted", 120),
        )
    ]
    handler = actor("handler")
    word = Word(on=today - timedelta(days=155), note="踏勘报告已归档")
    done = reporting.report_done(target=target, milestone=marks[0], word=word, by=handler, now=now)
    reporting.confirm(target=target, report=done, by=leader, now=now)
    word = Word(on=today, note="首批开工照片见附件", link="https://example.org/lamps")
    return reporting.report_done(target=target, milestone=marks[2], word=word, by=handler, now=now)


def _number(target: int, now: datetime, today: date) -> int:
    word = Word(on=today, note="安装台账", value=Decimal(150))
    report = reporting.report_number(target=target, word=word, by=actor("handler"), now=now)
    reporting.confirm(target=target, report=report, by=actor("leader"), now=now)
    return report
