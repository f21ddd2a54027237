"""A hot issue in one community: several people report the same matter, beside cases of other matters."""

from datetime import datetime, timedelta

from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase, NewContact
from linli.people.access import PUBLIC
from linli.reading.actions import issues
from linli.reading.models import Issue

TEXTS = (
    "乔庄花园南门垃圾堆了好多天没人清运，臭气熏天",
    "乔庄花园南门的垃圾一直没人清运，气味很大",
    "乔庄花园南门外垃圾堆成山，多天没有清运",
    "乔庄花园南门口垃圾没人清运，夏天臭气熏天",
)
OTHERS = ("路灯坏了，晚上很黑", "井盖松动，车辆经过有响声", "盲道被共享单车占了", "楼上深夜装修，噪音扰民")


def reported(*, area: str, at: datetime, texts: tuple[str, ...] = TEXTS, first: int = 0) -> list[str]:
    """Each text by somebody else, a day after the other; the numbers of the cases. Telephones begin at `first`."""
    numbers = []
    for turn, text in enumerate(texts):
        contact = NewContact(name="演示居民", phone=f"138000{first + turn:05d}")
        new = NewCase(pack="event", text=text, channel="web", area_code=area, contact=contact)
        numbers.append(open_case(report=new, by=PUBLIC, now=at + timedelta(days=turn - len(texts))).number)
    return numbers


def issue(*, area: str, now: datetime) -> Issue:
    """The issue, found and kept."""
    reported(area=area, at=now)
    reported(area=area, at=now, texts=OTHERS, first=100)
    issues.keep(now=now)
    return Issue.objects.get()
