"""A notice says what happened and to which matter, in words that name nobody."""

from datetime import datetime

import pytest

from linli.cases.actions.acting import act
from linli.notify.models import Outgoing
from linli.notify.texts import Language, render
from tests.integration.cases.conftest import Open, report, world
from tests.world import World

__all__ = ["report", "world"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "subject"),
    [("zh-hans", "新任务：路灯不亮（第一网格）{number}"), ("en", "New task: Street light out, 第一网格 ({number})")],
)
def test_a_task_names_its_kind_and_place(
    report: Open, world: World, now: datetime, language: Language, subject: str
) -> None:
    opened = report("反映人甲家门口的路灯坏了", category="utility.streetlight")
    act(number=opened.number, action="file", inputs={}, by=world.actor("desk"), now=now)
    lead = world.organisations["lead"].pk
    act(number=opened.number, action="dispatch", inputs={"lead": lead}, by=world.actor("desk"), now=now)

    told = Outgoing.objects.get(template="assigned")
    text = render(template="assigned", language=language, context=told.context, is_staff=True)

    assert text.subject == subject.format(number=opened.number)
    assert "反映人甲" not in text.subject + text.body


def test_the_reporter_is_told_which_kind_of_matter(report: Open) -> None:
    opened = report(category="utility.streetlight")
    text = render(template="received", language="zh-hans", context=Outgoing.objects.get().context)
    assert f"{opened.number}（路灯" in text.body


def test_a_message_of_before_still_reads_well() -> None:
    text = render(template="assigned", language="zh-hans", context={"number": "EV-1"}, is_staff=True)
    assert text.subject == "新任务：EV-1"
