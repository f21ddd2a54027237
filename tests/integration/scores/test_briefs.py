"""Briefs on real rows: drafted once, edited by one at a time, sent once, and never changed by what happens after."""

import io
import os
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from linli.cases.actions.tallies import fold
from linli.cli import root as cli
from linli.cli.briefs import briefs as command
from linli.core.errors import Invalid, NotAllowed, NotFound
from linli.notify.actions import deliver
from linli.notify.models import Notice, Outgoing
from linli.people.access import SYSTEM
from linli.people.models import Account, Post
from linli.scores import briefpapers
from linli.scores.actions import briefs as actions
from linli.scores.errors import BriefIsSent, BriefMovedOn, TooEarlyForBrief
from linli.scores.models import Brief, SurgeNight
from linli.scores.queries import briefs as queries
from linli.scores.queries.briefs import BriefView
from linli.scores.rules.briefs import Kind
from linli.scores.rules.sentences import SECTIONS
from tests import rising
from tests.functional.small_city import COUNTY, OTHER_TOWN, TOWN, VILLAGE, City
from tests.integration.web.console.conftest import NOW, actor, as_, city, dispatch, plain_static, report

__all__ = ["as_", "city", "plain_static"]
pytestmark = pytest.mark.django_db
DAY = NOW.date()
NEXT = NOW + timedelta(days=1)


def drafted(area: str = TOWN, kind: Kind = "day", on: date = DAY, now: datetime = NEXT) -> BriefView:
    made = actions.draft(area=area, kind=kind, on=on, by=SYSTEM, now=now)
    return seen(made.id)


def seen(id: int) -> BriefView:
    return queries.brief(id=id, by=SYSTEM)


def _as_drafted(view: BriefView) -> dict[str, str]:
    return {str(key): view.text(key, "zh") for key in SECTIONS}


@pytest.fixture
def brief(city: City) -> BriefView:
    """Of a day on which four came in, of which one was dispatched."""
    for text in ("路灯不亮", "井盖松动", "垃圾成堆"):
        report(text)
    dispatch(report("盲道被占").number, city)
    return drafted()


def test_it_says_what_was_counted(brief: BriefView) -> None:
    whole = brief.facts.whole
    assert (whole.opened, whole.closed, whole.open, brief.facts.before.opened) == (4, 0, 4, 0)
    assert brief.drafted("came_in", "zh").startswith("当日新增4件（前一日0件，增减+4件）。")
    assert [(part.filters.area, part.opened) for part in brief.facts.areas] == [(VILLAGE, 4), ("430102001002", 0)]
    assert brief.facts.course[-1].on == DAY
    assert brief.facts.course[-1].opened == 4
    assert drafted(OTHER_TOWN).facts.whole.opened == 0


def test_it_takes_few_statements(brief: BriefView) -> None:
    with CaptureQueriesContext(connection) as asked:
        drafted(COUNTY)
    assert len(asked) < 50


def test_every_number_on_the_page_is_what_its_list_holds(brief: BriefView, as_: Callable[[str], Client]) -> None:
    for is_folded in (False, True):
        if is_folded:
            fold()
        client = as_("desk")
        page = client.get(reverse("console:brief", args=[brief.id])).content.decode()
        links = re.findall(r'<a href="(/console/cases/\?[^"]+)">(\d+)</a>', page)
        still = [(address, n) for address, n in links if "late=" not in address]
        assert len(still) > 6
        for address, n in still:  # what is late and due soon was counted months ago, and its list is of today
            found = client.get(unescape(address)).content.decode()
            assert len(re.findall("data-row data-preview", found)) == int(n), address


def test_the_areas_come_as_a_file(brief: BriefView, as_: Callable[[str], Client]) -> None:
    answer = as_("desk").get(reverse("console:brief", args=[brief.id]), {"as": "csv"})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert rows[0] == "区域,新增,已办结,在办,已超期"
    assert [row.split(",")[1:3] for row in rows[1:]] == [["4", "0"], ["0", "0"]]


def test_later_events_change_nothing_in_it(brief: BriefView) -> None:
    report("又一件")
    actions.send(brief=brief.id, version=brief.version, by=actor("desk"), now=NEXT)
    report("再一件")
    fold()
    again = seen(brief.id)
    assert (again.facts, again.said) == (brief.facts, brief.said)
    assert drafted().id == brief.id


def test_what_was_counted_and_what_was_sent_stand_fast_in_the_database(brief: BriefView) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.filter(id=brief.id).update(facts={})
    actions.send(brief=brief.id, version=brief.version, by=actor("desk"), now=NEXT)
    changes: tuple[dict[str, Any], ...] = (
        {"texts": {}},
        {"state": "draft", "sent_by": None, "sent_at": None},
        {"version": 9},
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Brief.objects.filter(id=brief.id).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.all().delete()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "hour"},
        {"kind": "week", "date": DAY + timedelta(days=1)},
        {"state": "sent"},
        {"sent_at": NEXT},
        {"texts": {"late": "有人改过"}},
    ],
)
def test_the_database_refuses_what_makes_no_sense(city: City, wrong: dict[str, object]) -> None:
    given = {"area_id": TOWN, "kind": "day", "date": DAY, "facts": {}, "said": {}, "made_at": NEXT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.create(**given | wrong)


def test_there_is_one_of_a_day(brief: BriefView) -> None:
    row = Brief.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_job_drafts_what_is_over_once(city: City) -> None:
    report("路灯不亮")
    noon = NEXT + timedelta(hours=3)
    assert actions.draft_due(today=NEXT.date(), now=noon) == 4
    assert actions.draft_due(today=NEXT.date(), now=noon) == 0
    made = set(Brief.objects.values_list("area_id", "kind", "date"))
    week = DAY - timedelta(days=7)
    assert made == {(COUNTY, "day", DAY), (TOWN, "day", DAY), (COUNTY, "week", week), (TOWN, "week", week)}
    assert not Outgoing.objects.filter(template="brief_sent").exists(), "nobody sent it"


def test_at_night_it_waits_for_the_warnings(city: City) -> None:
    night = datetime(2026, 3, 2, 17, 58, tzinfo=NOW.tzinfo)  # 01:58 of the third here
    assert actions.draft_due(today=NEXT.date(), now=night) == 0
    SurgeNight.objects.create(
        date=DAY, pack="event", series=3, promise=1.0, chance=0.001, calibrated_date=DAY, ran_at=night
    )
    assert actions.draft_due(today=NEXT.date(), now=night) == 4


def test_areas_below_the_town_and_empty_posts_have_none(city: City) -> None:
    assert queries.areas_to_brief(on=DAY) == (COUNTY, TOWN)
    Post.objects.filter(area_id=COUNTY).update(ends_date=DAY - timedelta(days=1))
    assert queries.areas_to_brief(on=DAY) == (TOWN,)
    with pytest.raises(Invalid):
        drafted(VILLAGE)
    with pytest.raises(Invalid):
        drafted("999999")


@pytest.mark.parametrize(("kind", "on"), [("day", NEXT.date()), ("week", DAY), ("week", DAY + timedelta(days=6))])
def test_what_is_not_over_has_no_brief(city: City, kind: Kind, on: date) -> None:
    with pytest.raises(TooEarlyForBrief):
        drafted(kind=kind, on=on)


def test_a_warning_of_the_day_is_told(city: City) -> None:
    rising.warned(area=VILLAGE, at=NOW, now=NEXT)
    found = drafted()
    assert [one.observed >= rising.MANY for one in found.facts.rises] == [True]
    assert found.facts.running == 1
    assert "文艺新村社区" in found.drafted("rising", "zh")
    assert "Wenyi Xincun" in found.drafted("rising", "en")
    assert "未作预警判断" in drafted(on=DAY - timedelta(days=3)).drafted("rising", "zh")


def test_it_is_put_in_ones_own_words(brief: BriefView) -> None:
    texts: dict[str, str] = {**_as_drafted(brief), "late": "请各单位抓紧办理。"}
    version = actions.edit(brief=brief.id, version=brief.version, texts=texts, by=actor("desk"), now=NEXT)
    again = seen(brief.id)
    assert (again.version, dict(again.texts), again.editor) == (version, {"late": "请各单位抓紧办理。"}, "坐席甲")
    assert again.text("late", "en") == "请各单位抓紧办理。"
    assert again.drafted("late", "zh") == brief.drafted("late", "zh")
    actions.edit(brief=brief.id, version=version, texts={}, by=actor("desk"), now=NEXT)
    assert seen(brief.id).text("late", "zh") == brief.drafted("late", "zh")


def test_of_two_who_edit_one_is_told(brief: BriefView) -> None:
    first: dict[str, Any] = {"brief": brief.id, "version": brief.version, "now": NEXT}
    actions.edit(texts={"late": "甲写的"}, by=actor("desk"), **first)
    with pytest.raises(BriefMovedOn):
        actions.edit(texts={"late": "乙写的"}, by=actor("desk2"), **first)
    with pytest.raises(BriefMovedOn):
        actions.send(by=actor("desk2"), **first)
    assert seen(brief.id).texts == {"late": "甲写的"}


def test_the_second_sees_both_texts_and_loses_none(brief: BriefView, as_: Callable[[str], Client]) -> None:
    address = reverse("console:brief-edit", args=[brief.id])
    typed = _as_drafted(brief) | {"version": str(brief.version)}
    assert as_("desk").post(address, typed | {"late": "甲写的"}).status_code == 302
    answer = as_("desk2").post(address, typed | {"late": "乙写的"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "甲写的" in page
    assert "乙写的" in page
    assert seen(brief.id).texts == {"late": "甲写的"}
    newer = re.search(r'name="version" value="(\d+)"', page)
    assert newer
    assert as_("desk2").post(address, typed | {"late": "两人的话", "version": newer[1]}).status_code == 302
    assert seen(brief.id).texts == {"late": "两人的话"}


@pytest.mark.parametrize(
    "words", ["请联系13812341234", "430102199001011234", "写给 someone@example.com", "长" * (actions.MOST_WORDS + 1)]
)
def test_contact_data_and_endless_words_are_refused(brief: BriefView, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.edit(brief=brief.id, version=brief.version, texts={"well": words}, by=actor("desk"), now=NEXT)
    assert list(refusal.value.fields) == ["well"]
    assert seen(brief.id).texts == {}


def test_the_preview_keeps_nothing_and_names_strange_numbers(brief: BriefView, as_: Callable[[str], Client]) -> None:
    typed = {"late": "还有77件", "version": str(brief.version), "look": "yes"}
    page = as_("desk").post(reverse("console:brief-edit", args=[brief.id]), typed).content.decode()
    assert "<strong>77</strong>" in page
    assert seen(brief.id).texts == {}


def test_it_is_sent_once_to_those_of_the_area(brief: BriefView) -> None:
    Account.objects.filter(username="desk").update(email="desk@example.org", language="zh-hans")
    Account.objects.filter(username__in=["leader", "countydesk", "handler"]).update(email="other@example.org")
    version = actions.edit(
        brief=brief.id, version=brief.version, texts={"well": "路灯当日修复。"}, by=actor("desk2"), now=NEXT
    )
    told = actions.send(brief=brief.id, version=version, by=actor("desk"), now=NEXT)
    assert (told.mails, told.notices) == (1, 1)
    for again in (version, version + 1):
        with pytest.raises(BriefIsSent):
            actions.send(brief=brief.id, version=again, by=actor("desk"), now=NEXT)
    with pytest.raises(BriefIsSent):
        actions.edit(brief=brief.id, version=version + 1, texts={}, by=actor("desk"), now=NEXT)
    assert Outgoing.objects.filter(template="brief_sent").count() == 2
    view = seen(brief.id)
    assert (view.state, view.sender, view.sent_at) == ("sent", "坐席甲", NEXT)


@pytest.mark.django_db(transaction=True)
def test_the_mail_says_it_and_leads_to_it(brief: BriefView) -> None:
    Account.objects.filter(username="desk").update(email="desk@example.org", language="zh-hans")
    actions.send(brief=brief.id, version=brief.version, by=actor("desk"), now=NEXT)
    deliver(now=NEXT)
    (letter,) = [one for one in mail.outbox if "日报" in one.subject]
    assert letter.to == ["desk@example.org"]
    assert letter.subject == "文艺路街道日报（2026年3月2日）"
    assert brief.drafted("came_in", "zh") in letter.body
    assert reverse("console:brief", args=[brief.id]) in letter.body
    assert "13812341234" not in letter.body
    notice = Notice.objects.get(template="brief_sent")
    assert notice.account.username == "desk2"


def test_who_may_read_and_who_may_change(brief: BriefView, as_: Callable[[str], Client]) -> None:
    county = drafted(COUNTY)

    def page(id: int) -> str:
        return reverse("console:brief", args=[id])

    def edit(id: int) -> str:
        return reverse("console:brief-edit", args=[id])

    for username, read, above in (
        ("desk", 200, 404), ("leader", 200, 200), ("countydesk", 200, 200), ("handler", 403, 403), ("grid", 403, 403),
        ("verifier", 403, 403), ("admin", 403, 403),
    ):  # fmt: skip
        client = as_(username)
        assert client.get(page(brief.id)).status_code == read, username
        assert client.get(page(county.id)).status_code == above, username
    assert as_("leader").get(edit(county.id)).status_code == 200
    assert as_("leader").get(edit(brief.id)).status_code == 302, "the town's brief is its own desk's"
    town = {"area": TOWN, "kind": "day", "on": DAY}
    refused: tuple[tuple[Callable[..., object], dict[str, Any]], ...] = (
        (actions.edit, {"brief": brief.id, "version": 1, "texts": {}, "by": actor("leader")}),
        (actions.send, {"brief": brief.id, "version": 1, "by": actor("leader")}),
        (actions.draft, town | {"by": actor("leader")}),
        (actions.draft, town | {"by": actor("handler")}),
    )
    for act, given in refused:
        with pytest.raises(NotAllowed):
            act(now=NEXT, **given)
    with pytest.raises(NotFound):
        actions.send(brief=county.id, version=1, by=actor("desk"), now=NEXT)
    with pytest.raises(NotAllowed):
        queries.listing(by=actor("handler"))
    assert [line.area for line in queries.listing(by=actor("desk"))] == [TOWN]
    assert [line.area for line in queries.listing(by=actor("leader"), kind="day")] == [COUNTY, TOWN]


def test_it_is_drafted_on_demand(city: City, as_: Callable[[str], Client]) -> None:
    client = as_("desk")
    answer = client.post(reverse("console:brief-new"), {"kind": "week", "date": "2026-03-04"})
    row = Brief.objects.get()
    assert (row.area_id, row.kind, row.date) == (TOWN, "week", DAY)
    assert answer.headers["Location"] == reverse("console:brief", args=[row.pk])
    refused = client.post(reverse("console:brief-new"), {"kind": "day", "date": "2999-01-01"})
    assert refused.status_code == 409
    assert Brief.objects.count() == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_word_document_opens_and_says_the_numbers(brief: BriefView, language: str) -> None:
    area = "文艺路街道" if language == "zh" else "Wenyi Road Subdistrict"
    content = briefpapers.word(view=brief, area=area, language="zh" if language == "zh" else "en")
    if folder := os.environ.get("LINLI_SHOTS"):
        (Path(folder) / f"brief-{language}.docx").write_bytes(content)
    document = Document(io.BytesIO(content))
    said = "\n".join(one.text for one in document.paragraphs)
    for section in SECTIONS:
        assert brief.drafted(section, language) in said
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    names = ["文艺新村社区", "识字里社区"] if language == "zh" else ["Wenyi Xincun Community", "Shizili Community"]
    assert [row[0] for row in cells] == names
    assert [row[1:] for row in cells] == [["4", "0", "4", "3"], ["0", "0", "0", "0"]]
    assert len(document.inline_shapes) == 3, "the map, the course, who has what is overdue"
    assert document.core_properties.title.startswith(area)
    assert "{" not in said


def test_the_word_document_and_the_charts_are_handed_out(brief: BriefView, as_: Callable[[str], Client]) -> None:
    client = as_("desk")
    answer = client.get(reverse("console:brief-word", args=[brief.id]))
    assert answer.content[:2] == b"PK"
    page = reverse("console:brief", args=[brief.id])
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<svg")):
        assert client.get(f"{page}?of=course&chart={kind}").content.startswith(start)
    assert client.get(f"{page}?of=course&chart=pdf").status_code == 404


def test_the_command_drafts(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "database", lambda: nullcontext("here"))
    run = CliRunner().invoke(command, ["--date", "2026-03-02"])
    assert run.output == "2 drafted, 0 there already\n"
    again = CliRunner().invoke(command, ["--date", "2026-03-02", "--area", TOWN])
    assert again.output == "0 drafted, 1 there already\n"
    assert CliRunner().invoke(command, ["--date", "gestern"]).exit_code == 2
