"""Writes the demo's book of promises: this year's targets of the demo's district, said to be a demonstration."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from linli.cli.demo_content.staff import DISTRICT, STREET, Cast
from linli.core.calendars.queries import calendar
from linli.people.access import Actor

OWNER = f"{DISTRICT}-cg"
TITLE = ("平安芙蓉年度目标责任书（演示内容）", "Safe Furong, Targets of the Year (demonstration)")
# title, in English, promise, owner, how measured, milestones: title, in English, share of the year, what became of it
TARGETS: Sequence[tuple[str, str, str, str, Mapping[str, Any], Sequence[tuple[str, str, float, str]]]] = (
    ("背街小巷路灯改造", "Street lamps of the back lanes", "改造12条背街小巷的路灯（演示）。", OWNER,
     {"measured": "milestones"},
     (("完成现场踏勘", "Survey done", 0.15, "confirmed"), ("完成招标", "Tender done", 0.35, "confirmed"),
      ("首批6条开工", "First six lanes begun", 0.6, "reported"), ("竣工验收", "Work accepted", 0.95, ""))),
    ("新建集中充电桩", "New charging points", "新建电动自行车集中充电桩200个（演示）。", f"{DISTRICT}-zj",
     {"measured": "hand", "direction": "at_least", "goal": Decimal(200), "unit": "个"}, ()),
    ("网格事件按时办结", "Matters closed in time", "网格事件按时办结率不低于90%（演示）。", f"{STREET}-zz",
     {"measured": "rate", "pack": "event", "measure": "on_time", "over": "on_time+late", "direction": "at_least",
      "goal": Decimal(90), "area": STREET}, ()),
    ("重复反映件数", "Matters reopened", "网格事件重新办理不超过60件（演示）。", OWNER,
     {"measured": "count", "pack": "event", "measure": "reopened", "direction": "at_most", "goal": Decimal(60)}, ()),
    ("消防通道整治", "Fire lanes cleared", "整治30个老旧小区的消防通道（演示）。", f"{DISTRICT}-xf",
     {"measured": "milestones"},
     (("排查建账", "Lanes listed", 0.2, "confirmed"), ("完成划线", "Lanes marked", 0.3, ""),
      ("验收销号", "Accepted", 0.9, ""))),
)  # fmt: skip


def make(*, cast: Cast, now: datetime) -> None:
    """The book with its targets; what is marked so is reported and confirmed."""
    from linli.scores.actions import books, targets
    from linli.scores.types import NewBook, NewTarget

    today = now.astimezone(calendar().tz).date()
    starts, ends = date(today.year, 1, 1), date(today.year, 12, 31)
    leader = cast.actors["leader"]
    new = NewBook("year", *TITLE, DISTRICT, starts, ends)
    book = books.make(new=new, by=leader, now=now)
    for title, title_en, promise, owner, measured, marks in TARGETS:
        given = {"area": DISTRICT, "owner_id": cast.organisations[owner][0], "starts": starts, "due": ends}
        target = NewTarget(title=title, title_en=title_en, promise=promise, **{**given, **measured})
        made = targets.add(book=book.id, new=target, by=leader, now=now)
        reporter = _of(cast, owner)
        for name, name_en, share, became in marks:
            due = starts + timedelta(days=round(364 * share))
            mark = targets.add_milestone(target=made, title=name, title_en=name_en, due=due, by=leader, now=now)
            _tell(made, mark, min(due - timedelta(days=3), today), became, reporter, leader, now)
        if measured["measured"] == "hand":
            _count(made, today, reporter, leader, now)


def _of(cast: Cast, owner: str) -> Actor:
    """The demo's handler, in the organisation that promised."""
    org_id, _path = cast.organisations[owner]
    return replace(cast.handler_of(org_id), post_id=cast.actors["handler"].post_id)


def _tell(target: int, mark: int, day: date, became: str, by: Actor, leader: Actor, now: datetime) -> None:
    from linli.scores.actions import reporting
    from linli.scores.types import Word

    if not became or (day.month == 1 and day.day == 1):
        return
    word = Word(on=day, note="演示内容：有关材料已归档。")
    report = reporting.report_done(target=target, milestone=mark, word=word, by=by, now=now)
    if became == "confirmed":
        reporting.confirm(target=target, report=report, by=leader, now=now)


def _count(target: int, today: date, by: Actor, leader: Actor, now: datetime) -> None:
    from linli.scores.actions import reporting
    from linli.scores.types import Word

    reached = Decimal(round(200 * today.timetuple().tm_yday / 365 * 0.8))
    word = Word(on=today, note="演示内容：安装台账。", value=reached)
    report = reporting.report_number(target=target, word=word, by=by, now=now)
    reporting.confirm(target=target, report=report, by=leader, now=now)
